//! The content of one entry as a stream, under limits that count the bytes really produced.
//!
//! Size and checksum are verified; what does not match its record is an error, and so is content
//! that goes on after its recorded size.

use flate2::{Decompress, FlushDecompress, Status};

use super::record::Local;
use super::window::{CHUNK, Window, read_full};
use super::{Entry, Inventory, Limits, Progress, Source};
use crate::finding::word::{Zip007, Zip009, Zip010};
use crate::finding::{Finding, make};

/// Compression method 0: the content is stored as it is.
pub(super) const STORED: u16 = 0;
/// Compression method 8: deflate.
pub(super) const DEFLATED: u16 = 8;

/// Deflate spends at least two bits on 258 bytes.
const DEFLATE_REACH: u64 = 1032;

/// Counts the bytes inflated from one archive against its limits.
#[derive(Debug, Clone, Copy)]
pub struct ReadBudget {
    limits: Limits,
    produced: u64,
    /// Compressed bytes of the entries read so far, the current one included.
    consumed: u64,
}

/// Bytes of output from which the expansion ratio is limited.
const RATIO_MATTERS_FROM: u64 = 100 << 20;

impl ReadBudget {
    /// The whole budget of one archive.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self { limits: *limits, produced: 0, consumed: 0 }
    }

    /// Bytes produced so far.
    #[must_use]
    pub fn produced(&self) -> u64 {
        self.produced
    }

    /// Returns the limit that is passed when an entry that has produced `entry` bytes produces `more`.
    fn check(&self, entry: u64, more: u64) -> Result<(), Zip010> {
        let total = self.produced.saturating_add(more);
        if entry.saturating_add(more) > self.limits.entry_bytes {
            Err(Zip010::Entry)
        } else if total > self.limits.total_bytes {
            Err(Zip010::Total)
        } else if total > RATIO_MATTERS_FROM
            && total > self.consumed.saturating_mul(self.limits.ratio)
        {
            Err(Zip010::Ratio)
        } else {
            Ok(())
        }
    }

    /// The value of a limit, for its finding.
    fn limit(&self, which: Zip010) -> u64 {
        match which {
            Zip010::Total => self.limits.total_bytes,
            Zip010::Ratio => self.limits.ratio,
            Zip010::Document => self.limits.document_bytes,
            _ => self.limits.entry_bytes,
        }
    }
}

/// Hands the content of an entry to `sink`, piece by piece.
///
/// Progress is reported in bytes of the archive. Discard what `sink` received if this returns an error.
///
/// # Errors
/// ZIP-006, ZIP-007 or ZIP-011 where the content must not or cannot be read, ZIP-009 where it does
/// not match its record, ZIP-010 where it passes a limit. For an entry that [`super::Inventory::read`]
/// has reported as unreadable, the error equals the finding reported there.
pub fn copy_entry(
    source: &dyn Source,
    entry: &Entry,
    budget: &mut ReadBudget,
    progress: &mut dyn Progress,
    sink: &mut dyn FnMut(&[u8]),
) -> Result<(), Finding> {
    if let Some(finding) = entry.blocked() {
        return Err(finding);
    }
    let start = data_start(source, entry).ok_or_else(|| {
        make::zip_007(&entry.name, Zip007::Missing, "", "", "").at(entry.location())
    })?;
    budget.consumed = budget.consumed.saturating_add(entry.compressed);
    let within_reach = entry.method == STORED || entry.size / DEFLATE_REACH <= entry.compressed;
    if within_reach && let Err(which) = budget.check(0, entry.size) {
        // The declared size already exceeds a limit, so fail before inflating.
        return Err(make::zip_010(which, budget.limit(which)).at(entry.location()));
    }
    let mut copy = EntryCopy { entry, budget, sink, produced: 0, crc32: crc32fast::Hasher::new() };
    let input =
        EntryBytes { source, at: start, end: start.saturating_add(entry.compressed), start };
    if entry.method == STORED {
        copy.stored(input, progress)
    } else {
        copy.inflate(input, progress)
    }?;
    copy.finish()
}

/// Reads the whole content of an entry of at most `max_bytes` bytes.
///
/// # Errors
/// As [`copy_entry`]; ZIP-010 also where the entry is larger than `max_bytes`.
pub fn read_entry(
    source: &dyn Source,
    entry: &Entry,
    budget: &mut ReadBudget,
    max_bytes: u64,
    progress: &mut dyn Progress,
) -> Result<Vec<u8>, Finding> {
    if entry.size > max_bytes && entry.blocked().is_none() {
        return Err(make::zip_010(Zip010::Document, max_bytes).at(entry.location()));
    }
    // A declared size is not trusted beyond what deflate can make of the compressed bytes.
    let reach = entry.compressed.saturating_mul(DEFLATE_REACH).min(entry.size).min(max_bytes);
    let mut content = Vec::with_capacity(usize::try_from(reach).unwrap_or(0));
    copy_entry(source, entry, budget, progress, &mut |bytes| content.extend_from_slice(bytes))?;
    Ok(content)
}

/// Reads every content once and returns the findings that only reading gives: ZIP-009 and ZIP-010. ZIP-009 also
/// tells of bytes after the end of deflated content, in which a program that reads the archive from front to back
/// may find another record.
#[must_use]
pub fn verify(
    source: &dyn Source,
    inventory: &Inventory,
    limits: &Limits,
    progress: &mut dyn Progress,
) -> Vec<Finding> {
    let mut budget = ReadBudget::new(limits);
    // ZIP-020 tells of a folder with content.
    let readable = inventory.entries.iter().filter(|e| !e.is_blocked() && !e.is_directory());
    let read = readable.map(|entry| copy_entry(source, entry, &mut budget, progress, &mut |_| {}));
    read.filter_map(Result::err).collect()
}

/// Offset of the content, which follows the local header.
fn data_start(source: &dyn Source, entry: &Entry) -> Option<u64> {
    let mut window = Window::new(source, Local::BYTES);
    let local = Local::parse(window.get(entry.offset, Local::BYTES).ok()?)?;
    entry.offset.checked_add((Local::BYTES + local.variable()) as u64)
}

/// The compressed bytes of one entry, read from the archive in order.
struct EntryBytes<'a> {
    source: &'a dyn Source,
    start: u64,
    at: u64,
    end: u64,
}

impl EntryBytes<'_> {
    /// Reads the next bytes into `buf`; returns an empty slice at the end of the entry.
    fn next<'b>(&mut self, buf: &'b mut [u8]) -> Result<&'b [u8], Zip009> {
        let want = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(buf.len());
        let buf = buf.get_mut(..want).unwrap_or_default();
        let read = read_full(self.source, self.at, buf).map_err(|_| Zip009::Medium)?;
        if read < want {
            return Err(Zip009::TooShort);
        }
        self.at += read as u64;
        Ok(buf)
    }

    fn report(&self, progress: &mut dyn Progress) {
        progress.advance(self.at - self.start, self.end - self.start);
    }

    fn is_used_up(&self) -> bool {
        self.at >= self.end
    }
}

/// Hands the content of one entry to a sink, counting its bytes and its checksum.
struct EntryCopy<'a> {
    entry: &'a Entry,
    budget: &'a mut ReadBudget,
    sink: &'a mut dyn FnMut(&[u8]),
    produced: u64,
    crc32: crc32fast::Hasher,
}

impl EntryCopy<'_> {
    fn stored(
        &mut self,
        mut input: EntryBytes<'_>,
        progress: &mut dyn Progress,
    ) -> Result<(), Finding> {
        let mut buf = vec![0; CHUNK];
        loop {
            let bytes = input.next(&mut buf).map_err(|problem| self.mismatch(problem))?;
            if bytes.is_empty() {
                return Ok(());
            }
            self.produce(bytes)?;
            input.report(progress);
        }
    }

    fn inflate(
        &mut self,
        mut input: EntryBytes<'_>,
        progress: &mut dyn Progress,
    ) -> Result<(), Finding> {
        let (mut in_buf, mut out_buf) = (vec![0; CHUNK], vec![0; CHUNK]);
        let mut inflater = Decompress::new(false);
        let mut bytes: &[u8] = &[];
        loop {
            if bytes.is_empty() && !input.is_used_up() {
                bytes = input.next(&mut in_buf).map_err(|problem| self.mismatch(problem))?;
                input.report(progress);
            }
            let (read, written) = (inflater.total_in(), inflater.total_out());
            let status = inflater
                .decompress(bytes, &mut out_buf, FlushDecompress::None)
                .map_err(|_| self.mismatch(Zip009::Compression))?;
            let read = usize::try_from(inflater.total_in() - read).unwrap_or(usize::MAX);
            let written = usize::try_from(inflater.total_out() - written).unwrap_or(usize::MAX);
            bytes = bytes.get(read..).unwrap_or_default();
            self.produce(out_buf.get(..written).unwrap_or_default())?;
            match status {
                Status::StreamEnd if bytes.is_empty() && input.is_used_up() => return Ok(()),
                Status::StreamEnd => return Err(self.mismatch(Zip009::LeftOver)),
                _ if read == 0 && written == 0 && input.is_used_up() => {
                    return Err(self.mismatch(Zip009::Compression));
                }
                _ => {}
            }
        }
    }

    fn produce(&mut self, bytes: &[u8]) -> Result<(), Finding> {
        let more = bytes.len() as u64;
        if self.produced + more > self.entry.size {
            return Err(self.mismatch(Zip009::TooLong));
        }
        self.budget.check(self.produced, more).map_err(|which| {
            make::zip_010(which, self.budget.limit(which)).at(self.entry.location())
        })?;
        self.produced += more;
        self.budget.produced += more;
        self.crc32.update(bytes);
        (self.sink)(bytes);
        Ok(())
    }

    fn finish(self) -> Result<(), Finding> {
        if self.produced < self.entry.size {
            return Err(self.mismatch(Zip009::TooShort));
        }
        if self.crc32.clone().finalize() != self.entry.crc32 {
            return Err(self.mismatch(Zip009::Crc));
        }
        Ok(())
    }

    fn mismatch(&self, problem: Zip009) -> Finding {
        make::zip_009(&self.entry.name, problem).at(self.entry.location())
    }
}
