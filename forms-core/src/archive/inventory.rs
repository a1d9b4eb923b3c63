//! The raw inventory of a ZIP: one entry for each record of its central directory, in the
//! directory's order. No record is merged, repaired or left out; defects become findings.

use std::sync::Arc;

use super::content::STORED;
use super::directory::Directory;
use super::name::{self, NameEncoding, UnicodePath};
use super::record::flag;
use super::tail::{self, Tail};
use super::{Limits, Source, directory, layout, local, path, second, stream};
use crate::finding::word::{Zip007, Zip008, Zip020, Zip022, Zip024};
use crate::finding::{Finding, Location, make};
use crate::text::told_apart;

/// The entries of a ZIP, read from its central directory.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// One entry for each record, in the directory's order.
    pub entries: Vec<Entry>,
    /// The comment on the whole archive, in bytes.
    pub comment: Vec<u8>,
    /// True if the directory carries a digital signature.
    pub is_signed: bool,
    /// True if every record was read; false if the directory is damaged or passes a limit.
    pub complete: bool,
}

/// One record of the central directory.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name as text, with the separators that it was stored with.
    pub name: String,
    /// The name as a path: `/` between folders and none before the first, without characters that
    /// nobody sees. Names that only a faulty program writes so are compared by it; see
    /// [`Self::name`] for what is stored.
    pub path: String,
    /// The path that a document of the package gives this file, where its own name has lost
    /// characters. `None` until somebody who read the document sets it.
    pub meant: Option<String>,
    /// The name's bytes.
    pub raw_name: Vec<u8>,
    /// The encoding that the text was decoded with.
    pub encoding: NameEncoding,
    /// The compression method (APPNOTE 4.4.5): 0 is stored, 8 is deflate.
    pub method: u16,
    /// Compressed size in bytes.
    pub compressed: u64,
    /// Uncompressed size in bytes.
    pub size: u64,
    /// CRC-32 of the content.
    pub crc32: u32,
    /// Offset of its local header in the file, in bytes.
    pub offset: u64,
    /// The comment on the entry, in bytes.
    pub comment: Vec<u8>,
    /// The system and the version that made it (APPNOTE 4.4.2).
    pub made_by: u16,
    /// The external attributes: for most systems a Unix mode in the upper half, DOS attributes in
    /// the lower.
    pub attributes: u32,
    /// True if it has extra fields that no known program writes.
    pub has_unknown_extra: bool,
    /// True if an extra field is longer than the bytes that are left for it.
    pub(super) has_broken_extra: bool,
    pub(super) flags: u16,
    /// The version needed to extract it, times ten.
    pub(super) needed: u16,
    /// Number of the volume that it starts on; 0 unless the archive is split.
    pub(super) volume: u16,
    /// True if its local header has the same name in another encoding.
    pub(super) name_in_doubt: bool,
    pub(super) unicode_path: Option<UnicodePath>,
    /// The finding that forbids reading the content, if the records give one.
    pub(super) blocked: Option<Arc<Finding>>,
}

/// A Unicode path field that does not fit the name in the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondName {
    /// It names another file: programs that use the field show that name, others the header's.
    Another {
        /// The name in the header.
        header: String,
        /// The name in the field; empty where it holds none.
        second: String,
    },
    /// Programs ignore it, or it is the same name as far as the header's encoding can spell it.
    Doubtful {
        /// The name in the field; empty where it cannot be read.
        second: String,
        /// The reason for the doubt.
        problem: Zip024,
    },
}

impl Entry {
    /// Returns true for a folder: its path ends with a slash, or is the folder that all is extracted to.
    #[must_use]
    pub fn is_directory(&self) -> bool {
        self.path.ends_with('/') || self.path.is_empty()
    }

    /// Returns true if the name is CP932 although it is flagged as UTF-8.
    #[must_use]
    pub fn is_flagged_falsely(&self) -> bool {
        self.encoding == NameEncoding::Cp932 && self.flags & flag::UTF8 != 0
    }

    /// Returns true if the content must not be read; [`Inventory::read`] has reported why.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.blocked.is_some()
    }

    /// Returns true if the content is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.flags & (flag::ENCRYPTED | flag::STRONG_ENCRYPTION | flag::MASKED) != 0
    }

    /// The finding that forbids reading the content, if the records give one.
    #[must_use]
    pub fn blocked(&self) -> Option<Finding> {
        self.blocked.as_deref().cloned()
    }

    /// Returns true if the archive leaves the encoding of the name open, so that programs may differ.
    #[must_use]
    pub fn name_is_guess(&self) -> bool {
        self.encoding.is_guess() && !self.is_flagged_falsely() || self.name_in_doubt
    }

    /// The name decoded as UTF-8 and as CP932.
    #[must_use]
    pub fn readings(&self) -> (String, String) {
        (name::as_utf8(&self.raw_name).into_owned(), name::as_cp932(&self.raw_name).into_owned())
    }

    /// The Unicode path field, if it does not fit the name.
    #[must_use]
    pub fn second_name(&self) -> Option<SecondName> {
        let doubtful =
            |second: &str, problem| SecondName::Doubtful { second: second.to_owned(), problem };
        let flagged = self.flags & flag::UTF8 != 0;
        let another = |second: &str| {
            let (header, _) = name::decode(&self.raw_name, flagged, None);
            SecondName::Another { header, second: second.to_owned() }
        };
        match self.unicode_path.as_ref()? {
            UnicodePath::Stale(second) => Some(doubtful(second, Zip024::Stale)),
            UnicodePath::Damaged => Some(doubtful("", Zip024::Damaged)),
            UnicodePath::Fresh(second) => {
                let (as_utf8, as_cp932) = self.readings();
                if *second == as_utf8 || !flagged && *second == as_cp932 {
                    return None;
                }
                if second::is_same_file(&self.raw_name, second) {
                    return Some(doubtful(second, Zip024::Differs));
                }
                Some(another(second))
            }
            UnicodePath::Misread(second) => {
                if second::is_same_file(&self.raw_name, second) {
                    return Some(doubtful(second, Zip024::Damaged));
                }
                Some(another(second))
            }
            UnicodePath::Empty => Some(another("")),
        }
    }

    /// Makes ZIP-007 for a Unicode path field whose name some programs show instead of the header's.
    pub(crate) fn two_names(&self, header: &str, second: &str) -> Finding {
        let problem = match second {
            "" => Zip007::EmptySecondName,
            _ => Zip007::SecondName,
        };
        let (header, second) = told_apart(header, second);
        make::zip_007(&self.name, problem, header, second, "").at(self.location())
    }

    /// The entry's type, if it is a link, a device or a volume label, or marked both as file and folder.
    #[must_use]
    pub fn special(&self) -> Option<Zip020> {
        const TYPE: u32 = 0xf000;
        const DOS_LABEL: u32 = 0x08;
        const DOS_FOLDER: u32 = 0x10;
        let is_dos = matches!(self.made_by >> 8, 0 | 6 | 10 | 11 | 14);
        if is_dos && self.attributes & DOS_LABEL != 0 {
            return Some(Zip020::VolumeLabel);
        }
        let is_folder = match (self.attributes >> 16) & TYPE {
            0xa000 => return Some(Zip020::Link),
            0x1000 | 0x2000 | 0x6000 | 0xc000 => return Some(Zip020::Special),
            0x4000 => true,
            _ => self.attributes & DOS_FOLDER != 0,
        };
        if self.is_directory() {
            (self.size > 0 || self.crc32 != 0 || self.hides_bytes())
                .then_some(Zip020::FolderWithContent)
        } else {
            is_folder.then_some(Zip020::FolderAsFile)
        }
    }

    /// Returns true if compressed bytes become nothing: readers that go from front to back may take
    /// them for records.
    fn hides_bytes(&self) -> bool {
        /// More than deflate spends on nothing, less than the smallest record.
        const NOTHING: u64 = 8;
        let allowed = if self.method == STORED { 0 } else { NOTHING };
        self.size == 0 && self.compressed > allowed && !self.is_encrypted()
    }

    /// The location of a finding about this entry, with the raw name if that differs from the text's UTF-8.
    #[must_use]
    pub fn location(&self) -> Location {
        let location = Location::entry(&self.name);
        if self.name.as_bytes() == self.raw_name {
            location
        } else {
            location.with_raw(&self.raw_name)
        }
    }
}

impl Inventory {
    /// Reads the records of a ZIP, but no content. Never fails: if there is nothing to read, a fatal
    /// finding says why.
    #[must_use]
    pub fn read(source: &dyn Source, limits: &Limits) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut inventory = Self::default();
        if let Some(tail) = tail::locate(source, &mut findings) {
            inventory.comment.clone_from(&tail.comment);
            inventory.read_parts(source, limits, &tail, &mut findings);
        }
        (inventory, findings)
    }

    /// The files, without folders and system by-products such as `.DS_Store`.
    pub fn files(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|e| !e.is_directory() && path::by_product(&e.path).is_none())
    }

    /// The one folder that holds all files, unless it is among `own`, the folders of the package
    /// layout. System by-products do not count.
    #[must_use]
    pub fn outer_folder(&self, own: &[&str]) -> Option<&str> {
        let mut files = self.files();
        let (folder, _) = files.next()?.path.split_once('/')?;
        let inside =
            |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let is_name = !matches!(folder, "" | "." | "..") && !own.contains(&folder);
        (is_name && files.all(|entry| inside(&entry.path))).then_some(folder)
    }

    fn read_parts(
        &mut self,
        source: &dyn Source,
        limits: &Limits,
        tail: &Tail,
        findings: &mut Vec<Finding>,
    ) {
        let mut directory = Directory::new(source, tail);
        let read = directory.read(limits);
        self.entries = directory.entries;
        self.is_signed = directory.is_signed;
        findings.append(&mut directory.findings);
        directory::read_like_the_others(&mut self.entries);
        findings.extend(directory::lock(&mut self.entries));
        if let Err(stopped) = read {
            findings.push(stopped);
            return;
        }
        self.complete = true;
        if tail.split || self.entries.iter().any(|entry| entry.volume != 0) {
            let split = Arc::new(make::zip_023());
            for entry in &mut self.entries {
                entry.blocked = Some(Arc::clone(&split));
            }
            findings.push(make::zip_023());
            return;
        }
        let found = self.entries.len() as u64;
        if found != tail.entries {
            let detail = format!("{} / {found}", tail.entries);
            findings.push(make::zip_008(Zip008::Count, detail));
        }
        let locals = local::check(source, &mut self.entries, findings);
        stream::check(source, &self.entries, &locals.streamed, findings);
        // 7-Zip does not know a signature and reads the local headers instead of the directory.
        if self.is_signed && locals.has_descriptors {
            findings.push(make::zip_022(Zip022::SignedList, tail.directory));
        }
        layout::check(source, tail, &locals.spans, &mut self.entries, findings);
    }
}
