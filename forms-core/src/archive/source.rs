//! Random access to the bytes of a file, and reporting of progress.

use std::io;

/// Bytes that can be read at any place: a slice, a file, a browser's `File` read in slices.
///
/// A source may be larger than memory: an implementation reads only the requested range.
pub trait Source {
    /// The number of bytes.
    fn len(&self) -> u64;

    /// Reads up to `buf.len()` bytes from `offset`; 0 at the end.
    ///
    /// # Errors
    /// The error of the medium, for example if the file has vanished.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize>;

    /// The SHA-256 of all bytes, if it is known already; it saves hashing them again.
    fn sha256(&self) -> Option<[u8; 32]> {
        None
    }

    /// Returns true if the source has no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Source for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|o| self.get(o..)).unwrap_or_default();
        let count = rest.len().min(buf.len());
        if let (Some(to), Some(from)) = (buf.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        Ok(count)
    }
}

impl Source for Vec<u8> {
    fn len(&self) -> u64 {
        Source::len(self.as_slice())
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        self.as_slice().read_at(offset, buf)
    }
}

impl<S: Source + ?Sized> Source for &S {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        (**self).read_at(offset, buf)
    }

    fn sha256(&self) -> Option<[u8; 32]> {
        (**self).sha256()
    }
}

/// Reads a source from its beginning to its end.
pub struct SourceReader<'a> {
    source: &'a dyn Source,
    position: u64,
}

impl<'a> SourceReader<'a> {
    /// Starts at the beginning.
    #[must_use]
    pub fn new(source: &'a dyn Source) -> Self {
        Self { source, position: 0 }
    }
}

impl io::Read for SourceReader<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read_at(self.position, buf)?;
        self.position += count as u64;
        Ok(count)
    }
}

/// Receives the progress of a long operation.
pub trait Progress {
    /// Reports that `done` of `total` bytes are done; `total` may grow.
    fn advance(&mut self, done: u64, total: u64);
}

/// Reports the progress of one step as a part of a longer operation.
pub struct Share<'a> {
    /// Receives the progress of the whole.
    pub inner: &'a mut dyn Progress,
    /// Bytes of the steps before this one.
    pub before: u64,
    /// Bytes of all steps.
    pub total: u64,
}

impl Progress for Share<'_> {
    fn advance(&mut self, done: u64, _total: u64) {
        self.inner.advance(self.before.saturating_add(done).min(self.total), self.total);
    }
}

/// A progress receiver that ignores everything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn advance(&mut self, _done: u64, _total: u64) {}
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_slice_reads_at_any_place_and_past_its_end() {
        let source: &[u8] = b"abcdef";
        let mut buf = [0; 4];
        assert_eq!(source.read_at(4, &mut buf).unwrap(), 2);
        assert_eq!(&buf[..2], b"ef");
        assert_eq!(source.read_at(6, &mut buf).unwrap(), 0);
        assert_eq!(source.read_at(u64::MAX, &mut buf).unwrap(), 0);
        let mut all = String::new();
        SourceReader::new(&source).read_to_string(&mut all).unwrap();
        assert_eq!(all, "abcdef");
    }
}
