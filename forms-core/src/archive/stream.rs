//! Finds ends of content inside stored content.
//!
//! A program that reads an archive from front to back does not know the size of stored content that a
//! data descriptor follows. It looks for the descriptor, and takes one inside the content for the end.

use super::record::{Fields, signature};
use super::window::{CHUNK, Missing, Window};
use super::{Entry, Source};
use crate::finding::word::{Zip002, Zip022};
use crate::finding::{Finding, make};

/// A range of stored content whose size is told only after it.
pub(super) struct Streamed {
    /// The index of its entry.
    pub(super) index: usize,
    pub(super) start: u64,
    pub(super) end: u64,
}

/// Bytes of the longest descriptor, with signature and sizes of 64 bits.
const DESCRIPTOR: usize = 24;

/// Reports the first descriptor inside each content. Each byte is read once: content that overlaps
/// other content is an error anyway.
pub(super) fn check(
    source: &dyn Source,
    entries: &[Entry],
    streamed: &[Streamed],
    findings: &mut Vec<Finding>,
) {
    let mut window = Window::new(source, CHUNK);
    let mut reached = 0;
    for part in streamed {
        let Some(entry) = entries.get(part.index).filter(|_| part.start >= reached) else {
            continue;
        };
        reached = part.end;
        findings.extend(match descriptor_inside(&mut window, part.start, part.end) {
            Ok(None) => None,
            Ok(Some(at)) => Some(make::zip_022(Zip022::DescriptorInside, at).at(entry.location())),
            Err(_) => Some(make::zip_002(Zip002::Medium)),
        });
    }
}

/// Offset of the first descriptor between `start` and `end` that a program could take for the end: it has the
/// checksum or the size of what precedes it, or a record follows it.
fn descriptor_inside(
    window: &mut Window<'_>,
    start: u64,
    end: u64,
) -> Result<Option<u64>, Missing> {
    let mut crc32 = crc32fast::Hasher::new();
    let mut at = start;
    while at < end {
        let count = usize::try_from(end - at).unwrap_or(usize::MAX).min(CHUNK);
        let bytes = window.get(at, count)?;
        // A descriptor that may go on behind these bytes is looked at with the next ones.
        let last = at + count as u64 >= end;
        let taken = if last { count } else { count.saturating_sub(DESCRIPTOR + 4) };
        let mut hashed = 0;
        for found in super::tail::positions(bytes, signature::DESCRIPTOR) {
            let (Some(before), Some(rest)) = (bytes.get(hashed..found), bytes.get(found..)) else {
                break;
            };
            if found >= taken {
                break;
            }
            crc32.update(before);
            hashed = found;
            let size = at + found as u64 - start;
            if is_end(rest, crc32.clone().finalize(), size) {
                return Ok(Some(at + found as u64));
            }
        }
        crc32.update(bytes.get(hashed..taken).unwrap_or_default());
        at += taken as u64;
    }
    Ok(None)
}

/// Returns true if these bytes, which start with the signature of a descriptor, could end content of this
/// checksum and size.
fn is_end(bytes: &[u8], crc32: u32, size: u64) -> bool {
    let mut fields = Fields::new(bytes.get(4..).unwrap_or_default());
    let Some(stated) = fields.u32() else { return false };
    let mut wide = fields.clone();
    let narrow = fields.u32().zip(fields.u32()).map(|(a, b)| (u64::from(a), u64::from(b)));
    let wide = wide.u64().zip(wide.u64());
    let fits = |sizes: Option<(u64, u64)>| sizes.is_some_and(|(packed, _)| packed == size);
    let follows = |at: usize| {
        let next = bytes.get(at..).unwrap_or_default();
        let starts = [signature::LOCAL, signature::CENTRAL, signature::END];
        starts.iter().any(|record| next.starts_with(record))
    };
    stated == crc32 && (fits(narrow) || fits(wide)) || follows(16) || follows(DESCRIPTOR)
}
