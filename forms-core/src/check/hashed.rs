//! Hashes a file with SHA-256 while it is being read, and notes if it cannot be read.

use std::cell::RefCell;
use std::io;

use sha2::{Digest, Sha256};

use crate::archive::{Progress, Source};
use crate::finding::{Finding, make, word};
use crate::submission::hex;

/// Bytes read at once in gaps and at the end.
const CHUNK: usize = 64 << 10;

/// Passes reads on to a source and hashes each byte once, in order.
///
/// A package is read from front to back, so nearly all of its bytes are hashed while they are
/// inflated. A short gap before a read is filled at once; [`Self::finish`] reads the rest.
pub(super) struct HashedSource<'s> {
    source: &'s dyn Source,
    /// True if the source knows its hash.
    is_hashed: bool,
    state: RefCell<HashSoFar>,
    failure: RefCell<Option<ReadFailure>>,
}

/// Why a file on this machine could not be read: it says nothing about the file's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadFailure {
    problem: word::Zip026,
    /// The words of the operating system or browser; empty if there are none.
    detail: String,
}

impl ReadFailure {
    pub(super) fn new(error: &io::Error) -> Self {
        let problem = match error.kind() {
            io::ErrorKind::NotFound => word::Zip026::Gone,
            io::ErrorKind::PermissionDenied => word::Zip026::Denied,
            io::ErrorKind::UnexpectedEof => word::Zip026::Shorter,
            _ => word::Zip026::Failed,
        };
        Self { problem, detail: error.to_string() }
    }

    /// ZIP-026: the file could not be read on this machine.
    pub(super) fn finding(self) -> Finding {
        make::zip_026(self.problem, self.detail)
    }
}

#[derive(Default)]
struct HashSoFar {
    hash: Sha256,
    /// Number of bytes from the beginning that are hashed.
    hashed: u64,
}

impl<'s> HashedSource<'s> {
    pub(super) fn new(source: &'s dyn Source) -> Self {
        let is_hashed = source.sha256().is_some();
        Self { source, is_hashed, state: RefCell::default(), failure: RefCell::default() }
    }

    /// The first failure to read, if there was one.
    pub(super) fn failure(&self) -> Option<ReadFailure> {
        self.failure.borrow().clone()
    }

    /// Reads from the source and notes an error, or an end before the end.
    fn read(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read_at(offset, buf);
        let failure = match &read {
            Ok(0) if offset < self.source.len() && !buf.is_empty() => {
                Some(ReadFailure { problem: word::Zip026::Shorter, detail: String::new() })
            }
            Ok(_) => None,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
            Err(error) => Some(ReadFailure::new(error)),
        };
        if let Some(failure) = failure {
            self.failure.borrow_mut().get_or_insert(failure);
        }
        read
    }

    /// Reads the rest and returns the hash in lower-case hex. It covers only the bytes before a [`Self::failure`].
    pub(super) fn finish(&self, progress: &mut dyn Progress) -> String {
        if let Some(known) = self.source.sha256() {
            progress.advance(self.source.len(), self.source.len());
            return hex(&known);
        }
        let mut state = self.state.borrow_mut();
        let mut buf = vec![0; CHUNK];
        while let Ok(count @ 1..) = self.read(state.hashed, &mut buf) {
            state.append(buf.get(..count).unwrap_or_default());
            progress.advance(state.hashed, self.source.len());
        }
        hex(&state.hash.clone().finalize())
    }
}

impl HashSoFar {
    /// Hashes bytes that follow directly.
    fn append(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.hashed += bytes.len() as u64;
    }

    /// Hashes the part of `bytes`, read at `offset`, that follows the hashed bytes.
    fn take(&mut self, offset: u64, bytes: &[u8]) {
        let known = self.hashed.checked_sub(offset).and_then(|known| usize::try_from(known).ok());
        if let Some(new) = known.and_then(|known| bytes.get(known..)) {
            self.append(new);
        }
    }
}

impl Source for HashedSource<'_> {
    fn len(&self) -> u64 {
        self.source.len()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let count = self.read(offset, buf)?;
        if self.is_hashed {
            return Ok(count);
        }
        let mut state = self.state.borrow_mut();
        let gap = offset.saturating_sub(state.hashed);
        if (1..=CHUNK as u64).contains(&gap) {
            let mut between = vec![0; usize::try_from(gap).unwrap_or(CHUNK)];
            let read = self.read(state.hashed, &mut between)?;
            state.append(between.get(..read).unwrap_or_default());
        }
        state.take(offset, buf.get(..count).unwrap_or_default());
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::archive::Silent;

    proptest! {
        #[test]
        fn any_order_of_reads_gives_the_hash_of_the_whole(
            length in 0usize..200_000,
            reads in prop::collection::vec((0usize..220_000, 1usize..90_000), 0..12),
        ) {
            let bytes: Vec<u8> = (0..length).map(|n| (n * 31 % 251) as u8).collect();
            let source = HashedSource::new(&bytes);
            for (at, count) in reads {
                let mut buf = vec![0; count];
                let read = source.read_at(at as u64, &mut buf).unwrap();
                prop_assert_eq!(&buf[..read], bytes.get(at..at + read).unwrap_or_default());
            }
            prop_assert_eq!(source.finish(&mut Silent), hex(&Sha256::digest(&bytes)));
        }
    }

    /// Bytes with a hash that somebody else took.
    struct Known(Vec<u8>, [u8; 32]);

    impl Source for Known {
        fn len(&self) -> u64 {
            Source::len(&self.0)
        }

        fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
            self.0.read_at(offset, buf)
        }

        fn sha256(&self) -> Option<[u8; 32]> {
            Some(self.1)
        }
    }

    #[test]
    fn a_hash_that_is_known_is_not_taken_again() {
        let source = Known(vec![7; 100_000], [0xab; 32]);
        let hashed = HashedSource::new(&source);
        let mut buf = [0; 10];
        assert_eq!(hashed.read_at(5, &mut buf).unwrap(), 10);
        assert_eq!(buf, [7; 10]);
        assert_eq!(hashed.finish(&mut Silent), "ab".repeat(32));
        assert_eq!(hashed.failure(), None);
    }
}
