//! The raw inventory of a ZIP: one entry for each record of its directory, in the directory's
//! order, as it stands. Nothing is merged, repaired or left out; what is wrong is a finding.

use super::Source;
use super::content::{DEFLATED, STORED};
use super::name::{self, NameEncoding, UnicodePath};
use super::record::{Central, flag};
use super::tail::{self, Tail};
use super::window::{CHUNK, Missing, Window};
use crate::finding::word::{Zip002, Zip010};
use crate::finding::{Finding, Location, make};
use crate::pack::Limits;

/// What a ZIP holds, as its directory says.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// One entry for each record, in the directory's order.
    pub entries: Vec<Entry>,
    /// The comment on the whole archive, in bytes.
    pub comment: Vec<u8>,
    /// Whether every record was read: not where the directory is damaged or the limit passed.
    pub complete: bool,
}

/// One record of the directory.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name as text, with the separators that it was stored with.
    pub name: String,
    /// The name's bytes.
    pub raw_name: Vec<u8>,
    /// How the text was found.
    pub encoding: NameEncoding,
    /// The compression method (APPNOTE 4.4.5): 0 is stored, 8 is deflate.
    pub method: u16,
    /// Bytes in the archive.
    pub compressed: u64,
    /// Bytes of the content.
    pub size: u64,
    /// CRC-32 of the content.
    pub crc32: u32,
    /// Where its local header starts in the file.
    pub offset: u64,
    /// The comment on the entry, in bytes.
    pub comment: Vec<u8>,
    pub(super) flags: u16,
    pub(super) unicode_path: Option<UnicodePath>,
    /// Why its content must not be read, where the records alone say so.
    pub(super) blocked: Option<Box<Finding>>,
}

impl Entry {
    /// Whether it stands for a folder: its name ends with a separator.
    #[must_use]
    pub fn is_directory(&self) -> bool {
        self.name.ends_with('/')
    }

    /// Whether its content is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.flags & (flag::ENCRYPTED | flag::STRONG_ENCRYPTION | flag::MASKED) != 0
    }

    /// Why its content is not to be read, where the records alone say so.
    #[must_use]
    pub fn blocked(&self) -> Option<Finding> {
        self.blocked.as_deref().cloned()
    }

    /// The place of a finding about it.
    #[must_use]
    pub fn location(&self) -> Location {
        Location::entry(&self.name).with_raw(&self.raw_name)
    }
}

impl Inventory {
    /// Reads the records of a ZIP. Never fails: where there is nothing to read, a fatal finding
    /// says why. Reads no content, and from the file only what the records take.
    #[must_use]
    pub fn read(source: &dyn Source, limits: &Limits) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut inventory = Self::default();
        if let Some(tail) = tail::locate(source, &mut findings) {
            inventory.comment.clone_from(&tail.comment);
            match read_directory(source, &tail, limits, &mut inventory.entries) {
                Ok(()) => inventory.complete = true,
                Err(stopped) => findings.push(*stopped),
            }
            findings.extend(inventory.entries.iter().filter_map(Entry::blocked));
        }
        (inventory, findings)
    }
}

/// Reads the records of the directory one after the other.
fn read_directory(
    source: &dyn Source,
    tail: &Tail,
    limits: &Limits,
    entries: &mut Vec<Entry>,
) -> Result<(), Box<Finding>> {
    let mut window = Window::new(source, CHUNK);
    let end = tail.directory + tail.directory_bytes;
    let mut at = tail.directory;
    while at < end {
        if entries.len() as u64 >= limits.entries {
            return Err(Box::new(make::zip_010(Zip010::Count, limits.entries)));
        }
        let (mut entry, bytes) = read_entry(&mut window, at, tail.base).map_err(|missing| {
            Box::new(make::zip_002(match missing {
                Missing::End => Zip002::DirectoryDamaged,
                Missing::Medium => Zip002::Medium,
            }))
        })?;
        at += bytes;
        if at > end {
            return Err(Box::new(make::zip_002(Zip002::DirectoryDamaged)));
        }
        entry.blocked = unreadable(&entry).map(Box::new);
        entries.push(entry);
    }
    Ok(())
}

/// What the directory alone says against reading an entry.
fn unreadable(entry: &Entry) -> Option<Finding> {
    let finding = if entry.is_encrypted() {
        make::zip_006(&entry.name)
    } else if !matches!(entry.method, STORED | DEFLATED) {
        make::zip_011(&entry.name, method_name(entry.method))
    } else {
        return None;
    };
    Some(finding.at(entry.location()))
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

/// One record and the bytes it takes.
fn read_entry(window: &mut Window<'_>, at: u64, base: u64) -> Result<(Entry, u64), Missing> {
    let fixed = Central::parse(window.get(at, Central::BYTES)?).ok_or(Missing::End)?;
    let variable = window.get(at + Central::BYTES as u64, fixed.variable())?;
    let (raw, rest) = variable.split_at_checked(usize::from(fixed.name)).ok_or(Missing::End)?;
    let (extra, comment) = rest.split_at_checked(usize::from(fixed.extra)).ok_or(Missing::End)?;
    let unicode_path = name::unicode_path(raw, extra);
    let (name, encoding) = name::decode(raw, fixed.flags & flag::UTF8 != 0, unicode_path.as_ref());
    let entry = Entry {
        name,
        raw_name: raw.to_vec(),
        encoding,
        method: fixed.method,
        compressed: u64::from(fixed.compressed),
        size: u64::from(fixed.size),
        crc32: fixed.crc32,
        offset: base + u64::from(fixed.offset),
        comment: comment.to_vec(),
        flags: fixed.flags,
        unicode_path,
        blocked: None,
    };
    Ok((entry, (Central::BYTES + fixed.variable()) as u64))
}
