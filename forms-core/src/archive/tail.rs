//! Finds the end records of an archive and, from them, the central directory.
//!
//! Programs differ here. Some take the last end record, some the one whose comment reaches the end
//! of the file; some count the directory's offset from the file's start, some back from the end
//! record. If that leads to two different archives, a finding says so.

use super::record::{End, End64, Locator64, signature};
use super::window::{Missing, Window};
use super::{Source, magic};
use crate::finding::word::{Zip002, Zip022};
use crate::finding::{Finding, make};

/// The position of directory and end records, after checking.
#[derive(Debug)]
pub(super) struct Tail {
    /// Offset of the archive's first byte in the file; above 0 if other bytes precede it.
    pub(super) base: u64,
    /// Offset of the directory in the file.
    pub(super) directory: u64,
    /// Its size in bytes.
    pub(super) directory_bytes: u64,
    /// Offset of the first end record, where the directory should end.
    pub(super) records: u64,
    /// End offset of the last end record, comment included.
    pub(super) end: u64,
    /// The number of entries that it states.
    pub(super) entries: u64,
    /// True if the archive is split into several files.
    pub(super) split: bool,
    /// The comment, in bytes.
    pub(super) comment: Vec<u8>,
}

/// The position of the directory as the end records state it, before checking.
struct StatedDirectory {
    records: u64,
    directory: u64,
    directory_bytes: u64,
    entries: u64,
    split: bool,
    /// Offset of the ZIP64 end record, and the offset that the locator states for it.
    end64: Option<(u64, u64)>,
}

/// Finds the end of the archive. If there is none, the last finding is fatal.
pub(super) fn locate(source: &dyn Source, findings: &mut Vec<Finding>) -> Option<Tail> {
    match try_locate(source, findings) {
        Ok(tail) => Some(tail),
        Err(fatal) => {
            findings.push(fatal);
            None
        }
    }
}

fn damaged(detail: Zip002) -> Finding {
    make::zip_002(detail)
}

impl From<Missing> for Finding {
    fn from(missing: Missing) -> Self {
        damaged(match missing {
            Missing::End => Zip002::DirectoryMissing,
            Missing::Medium => Zip002::Medium,
        })
    }
}

fn try_locate(source: &dyn Source, findings: &mut Vec<Finding>) -> Result<Tail, Finding> {
    let mut window = Window::new(source, 0);
    let (offset, end, comment) = find_end(source, &mut window, findings)?;
    let stated = stated(&mut window, offset, &end, findings)?;
    let placed = place_directory(&mut window, &stated, findings);
    let (directory, base) =
        placed.map_err(|fatal| if stated.split { make::zip_023() } else { fatal })?;
    if let Some((at, told)) = stated.end64
        && told.checked_add(base) != Some(at)
    {
        findings.push(make::zip_022(Zip022::LargeArchiveRecords, at));
    }
    Ok(Tail {
        base,
        directory,
        directory_bytes: stated.directory_bytes,
        records: stated.records,
        end: offset + (End::BYTES + comment.len()) as u64,
        entries: stated.entries,
        split: stated.split,
        comment,
    })
}

/// Chooses the end record; returns its offset, its fields and its comment.
fn find_end(
    source: &dyn Source,
    window: &mut Window<'_>,
    findings: &mut Vec<Finding>,
) -> Result<(u64, End, Vec<u8>), Finding> {
    let reach = (End::BYTES + usize::from(u16::MAX)) as u64;
    let start = source.len().saturating_sub(reach);
    let bytes = window.get_up_to(start, End::BYTES + usize::from(u16::MAX))?;
    let mut candidates = Vec::new();
    for at in positions(bytes, signature::END) {
        let Some(end) = bytes.get(at..).and_then(End::parse) else { continue };
        let comment = bytes.get(at + End::BYTES..).unwrap_or_default();
        candidates.push((at, end, comment));
    }
    let exact = |c: &&(usize, End, &[u8])| usize::from(c.1.comment) == c.2.len();
    let chosen = candidates.iter().rev().find(exact).or(candidates.last());
    let Some(&(at, end, rest)) = chosen else { return Err(no_end(source, window)) };
    let Some(comment) = rest.get(..usize::from(end.comment)) else {
        return Err(damaged(Zip002::CommentCut));
    };
    // If a record follows, this is the end of a stored archive, and the outer one is cut off.
    let following = rest.get(comment.len()..).unwrap_or_default();
    let records = [signature::LOCAL, signature::CENTRAL, signature::DESCRIPTOR];
    if records.iter().any(|record| following.starts_with(record)) {
        return Err(damaged(Zip002::NoEnd));
    }
    let comment = comment.to_vec();
    // Some programs take the last signature, even if its record is cut off.
    for other in positions(bytes, signature::END).filter(|other| *other > at) {
        findings.push(make::zip_022(Zip022::TwoEnds, start + other as u64));
    }
    Ok((start + at as u64, end, comment))
}

/// The finding for a file without end record: another format, part of a split archive, or cut off.
fn no_end(source: &dyn Source, window: &mut Window<'_>) -> Finding {
    let head: [u8; 4] = match window.get(0, 4) {
        Ok(bytes) => bytes.try_into().unwrap_or_default(),
        Err(Missing::End) => return make::zip_001(magic::kind(source)),
        Err(Missing::Medium) => return damaged(Zip002::Medium),
    };
    match head {
        // A split archive starts with this signature, before its first local header.
        signature::DESCRIPTOR => make::zip_023(),
        signature::LOCAL | signature::CENTRAL | signature::END | signature::END64 => {
            damaged(Zip002::NoEnd)
        }
        _ => make::zip_001(magic::kind(source)),
    }
}

/// Indices at which a signature starts, in ascending order.
pub(super) fn positions(bytes: &[u8], signature: [u8; 4]) -> impl Iterator<Item = usize> + '_ {
    let found = move |(at, window): (usize, &[u8])| (window == signature).then_some(at);
    bytes.windows(4).enumerate().filter_map(found)
}

/// Reads the position of the directory from the ZIP64 end record, or from the classic one.
fn stated(
    window: &mut Window<'_>,
    offset: u64,
    end: &End,
    findings: &mut Vec<Finding>,
) -> Result<StatedDirectory, Finding> {
    let stated = StatedDirectory {
        records: offset,
        directory: u64::from(end.directory_offset),
        directory_bytes: u64::from(end.directory_bytes),
        entries: u64::from(end.entries),
        split: end.disk != 0 || end.directory_disk != 0 || end.entries_here != end.entries,
        end64: None,
    };
    let needs_64 = end.directory_offset == u32::MAX || end.directory_bytes == u32::MAX;
    let locator = offset
        .checked_sub(Locator64::BYTES as u64)
        .and_then(|at| Some((at, Locator64::parse(window.get(at, Locator64::BYTES).ok()?)?)));
    let Some((locator_at, locator)) = locator else {
        return if needs_64 { Err(damaged(Zip002::DirectoryMissing)) } else { Ok(stated) };
    };
    let Some((at, end64)) = find_end64(window, locator_at, &locator, findings) else {
        if needs_64 {
            return Err(damaged(Zip002::DirectoryMissing));
        }
        findings.push(make::zip_022(Zip022::LargeArchiveRecords, locator_at));
        return Ok(stated);
    };
    // No archive has no volumes: bsdtar does not use such a locator.
    if disagrees(end, &end64) || locator.disks == 0 {
        findings.push(make::zip_022(Zip022::LargeArchiveRecords, at));
    }
    // 0xffff in the classic record means that the ZIP64 record holds the number.
    let several = |disk: u16| disk != 0 && disk != u16::MAX;
    Ok(StatedDirectory {
        records: at,
        directory: end64.directory_offset,
        directory_bytes: end64.directory_bytes,
        entries: end64.entries,
        split: end64.disk != 0
            || end64.directory_disk != 0
            || end64.entries_here != end64.entries
            || locator.disk != 0
            || locator.disks > 1
            || several(end.disk)
            || several(end.directory_disk),
        end64: Some((at, locator.end_offset)),
    })
}

/// Finds the ZIP64 end record: at the locator's offset, or directly before the locator if other bytes
/// precede the archive.
fn find_end64(
    window: &mut Window<'_>,
    locator_at: u64,
    locator: &Locator64,
    findings: &mut Vec<Finding>,
) -> Option<(u64, End64)> {
    let mut at = |offset: u64| {
        let record = End64::parse(window.get(offset, End64::BYTES).ok()?)?;
        Some((offset, record))
    };
    // Programs know a record by its signature and do not look at its size.
    let told = at(locator.end_offset);
    let adjacent = locator_at.checked_sub(End64::BYTES as u64).and_then(&mut at);
    let joins = |&(offset, record): &(u64, End64)| {
        offset.checked_add(record.record_bytes) == Some(locator_at)
    };
    let chosen = [told, adjacent].into_iter().flatten().find(joins).or(told).or(adjacent);
    let others = [told, adjacent].into_iter().flatten();
    let mut doubtful = others.filter(|found| !joins(found) || Some(found.0) != chosen.map(|c| c.0));
    // Python looks right before the locator, and finds no record there if this one has more data.
    let longer = chosen.filter(|_| adjacent.is_none());
    if let Some((offset, _)) = doubtful.next().or(longer) {
        findings.push(make::zip_022(Zip022::LargeArchiveRecords, offset));
    }
    chosen
}

/// Returns true if a program that reads only the classic record finds another directory.
fn disagrees(end: &End, end64: &End64) -> bool {
    let short = |classic: u16, large: u64| classic != u16::MAX && u64::from(classic) != large;
    let long = |classic: u32, large: u64| classic != u32::MAX && u64::from(classic) != large;
    short(end.entries, end64.entries)
        || short(end.entries_here, end64.entries_here)
        || long(end.directory_bytes, end64.directory_bytes)
        || long(end.directory_offset, end64.directory_offset)
}

/// Finds the directory; returns its offset in the file and the shift of all stated offsets.
fn place_directory(
    window: &mut Window<'_>,
    stated: &StatedDirectory,
    findings: &mut Vec<Finding>,
) -> Result<(u64, u64), Finding> {
    let missing = || damaged(Zip002::DirectoryMissing);
    let anchored = stated.records.checked_sub(stated.directory_bytes).ok_or_else(missing)?;
    let told = stated.directory;
    let mut starts_at = |offset: u64| -> Result<bool, Finding> {
        if stated.directory_bytes == 0 {
            return Ok(offset <= stated.records);
        }
        match window.get(offset, 4) {
            Ok(bytes) => Ok(bytes == signature::CENTRAL),
            Err(Missing::End) => Ok(false),
            Err(medium) => Err(medium.into()),
        }
    };
    if told == anchored {
        // The directory reader reports it if there are no records here.
        return Ok((told, 0));
    }
    let told_fits = told < anchored && starts_at(told)?;
    let anchored_fits = starts_at(anchored)?;
    match (told_fits, anchored_fits) {
        (true, true) if stated.directory_bytes > 0 => {
            findings.push(make::zip_022(Zip022::TwoDirectories, told));
            Ok((anchored, anchored - told))
        }
        (true, false) => Ok((told, 0)),
        (_, true) => Ok((anchored, anchored.checked_sub(told).ok_or_else(missing)?)),
        (false, false) => Err(missing()),
    }
}
