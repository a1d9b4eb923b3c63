//! A buffered window over a source, for small reads that mostly go forward.

use std::io;

use super::Source;

/// Bytes read at once if the caller is likely to read on.
pub(super) const CHUNK: usize = 64 * 1024;

/// Why bytes cannot be read.
#[derive(Debug)]
pub(super) enum Missing {
    /// The source ends earlier.
    End,
    /// The medium failed.
    Medium,
}

/// Buffers the bytes of a source around the last range read.
pub(super) struct Window<'a> {
    source: &'a dyn Source,
    chunk: usize,
    start: u64,
    bytes: Vec<u8>,
}

impl<'a> Window<'a> {
    /// Makes a window that reads at least `chunk` bytes at once.
    pub(super) fn new(source: &'a dyn Source, chunk: usize) -> Self {
        Self { source, chunk, start: 0, bytes: Vec::new() }
    }

    /// Returns exactly `count` bytes from `offset`.
    pub(super) fn get(&mut self, offset: u64, count: usize) -> Result<&[u8], Missing> {
        if self.range(offset, count).is_none() {
            self.fill(offset, count.max(self.chunk))?;
        }
        let range = self.range(offset, count).ok_or(Missing::End)?;
        self.bytes.get(range).ok_or(Missing::End)
    }

    /// Returns up to `count` bytes from `offset`, fewer at the end of the source.
    pub(super) fn get_up_to(&mut self, offset: u64, count: usize) -> Result<&[u8], Missing> {
        let left = self.source.len().saturating_sub(offset);
        self.get(offset, usize::try_from(left).unwrap_or(usize::MAX).min(count))
    }

    fn range(&self, offset: u64, count: usize) -> Option<std::ops::Range<usize>> {
        let from = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        let to = from.checked_add(count)?;
        (to <= self.bytes.len()).then_some(from..to)
    }

    fn fill(&mut self, offset: u64, count: usize) -> Result<(), Missing> {
        self.start = offset;
        self.bytes.resize(count, 0);
        let read = read_full(self.source, offset, &mut self.bytes);
        self.bytes.truncate(*read.as_ref().unwrap_or(&0));
        read.map(drop).map_err(|_| Missing::Medium)
    }
}

/// Fills `buf` from `offset`, with as many reads as it takes; returns fewer bytes only at the end.
pub(super) fn read_full(source: &dyn Source, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
    let mut done = 0;
    while let Some(rest) = buf.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match source.read_at(offset.saturating_add(done as u64), rest) {
            Ok(0) => break,
            Ok(count) => done += count.min(rest.len()),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time, as a slow medium may.
    struct Trickle(Vec<u8>);

    impl Source for Trickle {
        fn len(&self) -> u64 {
            self.0.len() as u64
        }
        fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
            let count = buf.len().min(1);
            self.0.as_slice().read_at(offset, &mut buf[..count])
        }
    }

    #[test]
    fn short_reads_are_put_together_and_the_end_is_told() {
        let source = Trickle((0..=99).collect());
        let mut window = Window::new(&source, 8);
        assert_eq!(window.get(10, 3).unwrap(), [10, 11, 12]);
        assert_eq!(window.get(12, 20).unwrap().len(), 20);
        assert_eq!(window.get(0, 1).unwrap(), [0]);
        assert!(matches!(window.get(98, 3), Err(Missing::End)));
        assert_eq!(window.get_up_to(98, 3).unwrap(), [98, 99]);
        assert!(window.get_up_to(u64::MAX, 3).unwrap().is_empty());
    }
}
