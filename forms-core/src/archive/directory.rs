//! Reads the central directory record by record.

use std::cmp::Ordering;
use std::sync::Arc;

use rawzip::extra_fields::ExtraFields;

use super::content::{DEFLATED, STORED};
use super::name::{self, NameEncoding};
use super::path::path_of;
use super::record::{Central, Fields, flag, signature};
use super::tail::{Tail, positions};
use super::window::{CHUNK, Missing, Window};
use super::zip64::{self, Wide};
use super::{Entry, Limits, Source};
use crate::finding::word::{Zip002, Zip006, Zip008, Zip009, Zip010, Zip022};
use crate::finding::{Finding, make};

/// Reads the records of the central directory one after the other.
pub(super) struct Directory<'a> {
    window: Window<'a>,
    base: u64,
    at: u64,
    end: u64,
    pub(super) entries: Vec<Entry>,
    pub(super) is_signed: bool,
    /// Findings about single records: encryption, unknown methods, damaged extra fields.
    pub(super) findings: Vec<Finding>,
}

impl<'a> Directory<'a> {
    pub(super) fn new(source: &'a dyn Source, tail: &Tail) -> Self {
        Self {
            window: Window::new(source, CHUNK),
            base: tail.base,
            at: tail.directory,
            end: tail.directory + tail.directory_bytes,
            entries: Vec::new(),
            is_signed: false,
            findings: Vec::new(),
        }
    }

    /// Reads all records.
    ///
    /// # Errors
    /// ZIP-010 past the limit on entries, ZIP-002 where a record is damaged.
    pub(super) fn read(&mut self, limits: &Limits) -> Result<(), Finding> {
        while self.at < self.end {
            if self.skip_signature() {
                break;
            }
            if self.entries.len() as u64 >= limits.entries {
                return Err(make::zip_010(Zip010::Count, limits.entries));
            }
            let entry = self.entry().map_err(|missing| {
                make::zip_002(match missing {
                    Missing::End => Zip002::DirectoryDamaged,
                    Missing::Medium => Zip002::Medium,
                })
            })?;
            self.entries.push(entry);
        }
        Ok(())
    }

    /// Returns true if the digital signature of the directory (APPNOTE 4.3.13) fills the rest of it.
    fn skip_signature(&mut self) -> bool {
        let Ok(bytes) = self.window.get(self.at, 6) else { return false };
        let Some(size) = bytes.strip_prefix(&signature::DIRECTORY_SIGNATURE) else { return false };
        let Some(size) = Fields::new(size).u16() else { return false };
        let after = self.at + 6;
        self.is_signed = after + u64::from(size) == self.end;
        // Programs that do not know signatures look for records in it.
        let held =
            if self.is_signed { self.window.get(after, usize::from(size)) } else { Ok(&[][..]) };
        let records = [signature::CENTRAL, signature::LOCAL];
        let hides = |bytes: &[u8]| records.iter().any(|r| positions(bytes, *r).next().is_some());
        if held.is_ok_and(hides) {
            self.findings.push(make::zip_022(Zip022::HiddenPart, after));
        }
        self.is_signed
    }

    /// Reads the next record and reports why its entry cannot be read.
    fn entry(&mut self) -> Result<Entry, Missing> {
        let fixed =
            Central::parse(self.window.get(self.at, Central::BYTES)?).ok_or(Missing::End)?;
        let bytes = Central::BYTES + fixed.variable();
        let next = Some(self.at + bytes as u64).filter(|next| *next <= self.end);
        let next = next.ok_or(Missing::End)?;
        let rest = self.window.get(self.at + Central::BYTES as u64, fixed.variable())?;
        let (raw, rest) = rest.split_at_checked(usize::from(fixed.name)).ok_or(Missing::End)?;
        let (extra, comment) =
            rest.split_at_checked(usize::from(fixed.extra)).ok_or(Missing::End)?;
        let wide = zip64::widen(extra, fixed.size, fixed.compressed, fixed.offset);
        let mut entry = entry(&fixed, &wide, raw, extra, comment);
        entry.offset = entry.offset.saturating_add(self.base);
        let mut problems = unreadable(&entry);
        let wide_volume = || zip64::volume(extra, [fixed.size, fixed.compressed, fixed.offset]);
        if !wide.certain || fixed.disk == u16::MAX && wide_volume() != Some(0) {
            problems.push(make::zip_022(Zip022::LargeArchiveRecords, self.at));
        }
        let mut problems: Vec<Finding> =
            problems.into_iter().map(|finding| finding.at(entry.location())).collect();
        entry.blocked = problems.first().cloned().map(Arc::new);
        if entry.has_broken_extra {
            let broken = make::zip_008(Zip008::ExtraField, &entry.name);
            problems.push(broken.at(entry.location()));
        }
        self.findings.append(&mut problems);
        self.at = next;
        Ok(entry)
    }
}

/// Makes an entry from its record.
fn entry(fixed: &Central, wide: &Wide, raw: &[u8], extra: &[u8], comment: &[u8]) -> Entry {
    let unicode_path = name::unicode_path(raw, extra);
    let (name, encoding) = name::decode(raw, fixed.flags & flag::UTF8 != 0, unicode_path.as_ref());
    Entry {
        path: if encoding == NameEncoding::Unknown { name.clone() } else { path_of(&name) },
        meant: None,
        name,
        raw_name: raw.to_vec(),
        encoding,
        method: fixed.method,
        compressed: wide.compressed,
        size: wide.size,
        crc32: fixed.crc32,
        offset: wide.offset,
        comment: comment.to_vec(),
        made_by: fixed.made_by,
        needed: fixed.needed & 0xff,
        attributes: fixed.attributes,
        has_unknown_extra: has_unknown_extra(extra),
        has_broken_extra: is_broken(extra),
        flags: fixed.flags,
        // 0xffff means that the ZIP64 field holds the number, else it is judged by `Directory::entry`.
        volume: if fixed.disk == u16::MAX { 0 } else { fixed.disk },
        name_in_doubt: false,
        unicode_path,
        blocked: None,
    }
}

/// Method number of entries that WinZip encrypted with AES.
const AES: u16 = 99;

/// Extra fields that common programs add: sizes, times, owners, names, alignment.
const KNOWN_EXTRA: &[u16] = &[
    0x0001, 0x000a, 0x000d, 0x0017, 0x334d, 0x4453, 0x5455, 0x5855, 0x6375, 0x7075, 0x756e, 0x7855,
    0x7875, 0x9901, 0xa220, 0xcafe, 0xd935,
];

fn has_unknown_extra(extra: &[u8]) -> bool {
    ExtraFields::new(extra).any(|(id, _)| !KNOWN_EXTRA.contains(&id.as_u16()))
        || (1..EXTRA_HEADER).contains(&behind_extra(extra))
}

/// Bytes of an extra field's number and length. Fewer bytes at the end are padding.
const EXTRA_HEADER: usize = 4;

/// Returns true if an extra field is longer than the bytes that are left: some programs refuse such
/// an archive, others read on.
pub(super) fn is_broken(extra: &[u8]) -> bool {
    behind_extra(extra) >= EXTRA_HEADER
}

/// Number of bytes after the last whole extra field.
fn behind_extra(extra: &[u8]) -> usize {
    let mut fields = ExtraFields::new(extra);
    while fields.next().is_some() {}
    fields.remaining_bytes().len()
}

/// Reasons in the directory record not to read an entry, beside encryption: unknown compression.
fn unreadable(entry: &Entry) -> Vec<Finding> {
    let mut findings = Vec::new();
    // The content is as long as it is stored. A folder has none: ZIP-020.
    if entry.method == STORED && !entry.is_encrypted() && !entry.is_directory() {
        let problem = match entry.size.cmp(&entry.compressed) {
            Ordering::Less => Some(Zip009::TooLong),
            Ordering::Equal => None,
            Ordering::Greater => Some(Zip009::TooShort),
        };
        findings.extend(problem.map(|problem| make::zip_009(&entry.name, problem)));
    }
    if let Some(method) = foreign_method(entry) {
        findings.push(make::zip_011(&entry.name, method));
    }
    findings
}

/// Reads names of half-width katakana as CP932 where other names show that the UTF-8 flag lies: alone they could
/// be in EUC-JP.
pub(super) fn read_like_the_others(entries: &mut [Entry]) {
    if !entries.iter().any(Entry::is_flagged_falsely) {
        return;
    }
    let flagged = |entry: &&mut Entry| entry.flags & flag::UTF8 != 0;
    let unread = entries.iter_mut().filter(|e| e.encoding == NameEncoding::Unknown);
    for entry in unread.filter(flagged) {
        if let Some(name) = name::flagged_kana(&entry.raw_name) {
            entry.path = path_of(&name);
            (entry.name, entry.encoding) = (name, NameEncoding::Cp932);
        }
    }
}

/// ZIP-006: one finding for a password, whichever entries it locks, and none of them is read. Where an
/// entry's content cannot be read for another reason too, both are told.
pub(super) fn lock(entries: &mut [Entry]) -> Option<Finding> {
    let locked = || entries.iter().filter(|entry| entry.is_encrypted());
    let names: Vec<String> = locked().map(|entry| entry.name.clone()).collect();
    let first = locked().next()?;
    let kind = |entry: &Entry| match entry.flags & (flag::STRONG_ENCRYPTION | flag::MASKED) {
        0 if entry.method == AES => Zip006::Aes,
        0 => Zip006::ZipCrypto,
        _ => Zip006::Strong,
    };
    let scope = if locked().count() == entries.iter().filter(|e| !e.is_directory()).count() {
        Zip006::All
    } else {
        Zip006::Some
    };
    let count = names.len() as u64;
    let finding = make::zip_006(&first.name, scope, kind(first), count, names);
    let finding = if count == 1 { finding.at(first.location()) } else { finding };
    let shared = Arc::new(finding.clone());
    for entry in entries.iter_mut().filter(|entry| entry.is_encrypted()) {
        entry.blocked = Some(Arc::clone(&shared));
    }
    Some(finding)
}

/// Name of the compression method, if common programs cannot read it and skip the entry.
fn foreign_method(entry: &Entry) -> Option<String> {
    /// Version needed to extract ZIP64 archives (4.5), the highest for stored or deflated content.
    const NEEDED: u16 = 45;
    if entry.flags & flag::PATCH != 0 {
        return Some("PKPATCH".to_owned());
    }
    match entry.method {
        // 99 only marks the encryption; the compression method is in an extra field.
        AES if entry.is_encrypted() => None,
        STORED | DEFLATED if entry.needed > NEEDED && !entry.is_encrypted() => {
            Some(format!("PKZIP {}.{}", entry.needed / 10, entry.needed % 10))
        }
        STORED | DEFLATED => None,
        method => Some(method_name(method)),
    }
}

/// The method's name (APPNOTE 4.4.5) with its number.
fn method_name(method: u16) -> String {
    let name = match method {
        1 => "Shrink",
        2..=5 => "Reduce",
        6 => "Implode",
        9 => "Deflate64",
        10 => "PKWARE DCL Implode",
        12 => "BZip2",
        14 => "LZMA",
        20 | 93 => "Zstandard",
        94 => "MP3",
        95 => "XZ",
        96 => "JPEG",
        97 => "WavPack",
        98 => "PPMd",
        99 => "AES",
        _ => return method.to_string(),
    };
    format!("{name} ({method})")
}
