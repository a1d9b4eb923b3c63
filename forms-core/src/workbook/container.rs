//! The ZIP container of a workbook: finds its parts by name, inflates each under limits, and
//! recognises files that are not workbooks.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Limits;
use super::old::COMPOUND_MAGIC;
use crate::archive::content::{ReadBudget, read_entry};
use crate::archive::{self, Inventory, Silent, Source};
use crate::finding::word::{Xls001, Xls002, Xls010, Xls011};
use crate::finding::{ArgValue, Code, Finding, Severity, make};
use crate::xml::{self, MOST_ITEMS, MOST_TEXT, XmlFault};

/// Bytes of an old Office file that are searched for directory entries.
const OLD_OFFICE_REACH: u64 = 64 << 20;

/// Separators in a part's name: a slash, and the backslash that older .NET versions write.
pub(super) const SEPARATORS: [char; 2] = ['/', '\\'];

/// Returns a part's name from its entry's name. Excel also opens workbooks whose entries have
/// backslashes or start with a slash.
pub(super) fn part_name(entry: &str) -> Cow<'_, str> {
    if entry.contains('\\') || entry.starts_with('/') {
        Cow::Owned(entry.replace('\\', "/").trim_start_matches('/').to_owned())
    } else {
        Cow::Borrowed(entry)
    }
}

/// The parts of a workbook.
pub(super) struct Container<'s> {
    source: &'s dyn Source,
    inventory: Inventory,
    /// Index of each part in the inventory by its name in lower case: part names ignore case.
    places: HashMap<String, usize>,
    budget: ReadBudget,
    limits: Limits,
}

impl<'s> Container<'s> {
    /// Opens the container.
    ///
    /// # Errors
    /// XLS-001 if it is not a ZIP, XLS-002 if it is damaged or two parts have one name, XLS-010 if it
    /// has too many parts or declares one that is too large.
    pub(super) fn open(source: &'s dyn Source, limits: &Limits) -> Result<Self, Finding> {
        if let Some((kind, remedy)) = old_office(source) {
            return Err(make::xls_001(kind, remedy));
        }
        let (mut inventory, findings) = Inventory::read(source, &limits.archive);
        if let Some(worst) = findings.iter().max_by_key(|f| f.code.default_severity())
            && worst.code.default_severity() >= Severity::Error
        {
            return Err(container_finding(worst, source, limits));
        }
        let mut places = HashMap::new();
        for (index, entry) in inventory.entries.iter_mut().enumerate() {
            if let Cow::Owned(name) = part_name(&entry.name) {
                entry.name = name;
            }
            let size_said = entry.size.max(entry.compressed);
            if size_said > limits.archive.entry_bytes {
                return Err(make::xls_010(Xls010::Part, limits.archive.entry_bytes));
            }
            let twice = places.insert(entry.name.to_ascii_lowercase(), index).is_some();
            if twice {
                return Err(make::xls_002(&entry.name, Xls002::Container));
            }
        }
        let budget = ReadBudget::new(&archive::Limits {
            entry_bytes: limits.part_bytes,
            total_bytes: limits.total_bytes,
            ..limits.archive
        });
        Ok(Self { source, inventory, places, budget, limits: *limits })
    }

    /// The names of the parts as stored, without folders.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.inventory.entries.iter().filter(|e| !e.is_directory()).map(|e| e.name.as_str())
    }

    /// The stored name of a part, found without regard to case.
    pub(super) fn stored_name(&self, name: &str) -> Option<&str> {
        let place = self.places.get(&name.to_ascii_lowercase())?;
        self.inventory.entries.get(*place).map(|e| e.name.as_str())
    }

    /// Inflates a part; `None` if there is no such part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Finding> {
        let place = self.places.get(&name.to_ascii_lowercase());
        let Some(entry) = place.and_then(|p| self.inventory.entries.get(*p)) else {
            return Ok(None);
        };
        let most = self.limits.part_bytes;
        read_entry(self.source, entry, &mut self.budget, most, &mut Silent)
            .map(Some)
            .map_err(|finding| content_finding(&finding, &entry.name, &self.limits))
    }

    /// Reads a required XML part as text; XLS-002 if it is missing.
    pub(super) fn text(&mut self, name: &str) -> Result<String, Finding> {
        let bytes = self.bytes(name)?.ok_or_else(|| make::xls_002(name, Xls002::Missing))?;
        match xml::decode(&bytes).map_err(|fault| fault.finding(name))? {
            // The bytes are UTF-8 without a BOM, so they are reused without a copy.
            Cow::Borrowed(text) if text.len() == bytes.len() => {
                String::from_utf8(bytes).map_err(|_| XmlFault::Encoding.finding(name))
            }
            text => Ok(text.into_owned()),
        }
    }

    /// Inflates an XML part that is not used here but in other programs.
    ///
    /// # Errors
    /// XLS-010 and XLS-011.
    pub(super) fn check(&mut self, name: &str) -> Result<(), Finding> {
        let bytes = self.bytes(name)?.unwrap_or_default();
        xml::check_prolog(&bytes).map_err(|fault| fault.finding(name))
    }
}

/// Returns true if a part is XML by its extension. Other parts (pictures, fonts, macros) are not
/// inflated.
pub(super) fn is_xml(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["xml", "rels", "vml"].iter().any(|xml| extension.eq_ignore_ascii_case(xml))
}

impl XmlFault {
    /// Makes the finding about this fault in a part.
    pub(super) fn finding(self, part: &str) -> Finding {
        match self {
            Self::Doctype => make::xls_011(part, Xls011::Doctype),
            Self::Entity => make::xls_011(part, Xls011::Entity),
            Self::Malformed => make::xls_002(part, Xls002::Xml),
            Self::Encoding => make::xls_002(part, Xls002::Encoding),
            Self::Order => make::xls_002(part, Xls002::Order),
            Self::Value => make::xls_002(part, Xls002::Value),
            Self::Reference => make::xls_002(part, Xls002::Reference),
            Self::TooLong => make::xls_010(Xls010::Text, MOST_TEXT as u64),
            Self::TooMany => make::xls_010(Xls010::Items, MOST_ITEMS as u64),
        }
    }
}

/// Turns a finding about the ZIP into one about the workbook.
fn container_finding(zip: &Finding, source: &dyn Source, limits: &Limits) -> Finding {
    match zip.code {
        Code::Zip001 => {
            let kind = match zip.arg("kind") {
                Some(ArgValue::Text(kind)) => kind.as_str(),
                _ => "",
            };
            let (kind, remedy) = no_zip(kind, source);
            make::xls_001(kind, remedy)
        }
        Code::Zip006 => make::xls_001(Xls001::Password, Xls001::RemovePassword),
        Code::Zip010 => make::xls_010(Xls010::Count, limits.archive.entries),
        _ => {
            let name = match zip.arg("name") {
                Some(ArgValue::Text(name)) => name.as_str(),
                _ => "ZIP",
            };
            make::xls_002(name, Xls002::Container)
        }
    }
}

/// Turns a finding about the content of an entry into one about the part.
fn content_finding(zip: &Finding, part: &str, limits: &Limits) -> Finding {
    if zip.code != Code::Zip010 {
        return make::xls_002(part, Xls002::Content);
    }
    match zip.arg("problem") {
        Some(ArgValue::Text(problem)) if problem == "total" => {
            make::xls_010(Xls010::Total, limits.total_bytes)
        }
        _ => make::xls_010(Xls010::Part, limits.part_bytes),
    }
}

/// The kind of a file that is not a ZIP, and how to get a workbook from it.
fn no_zip(kind: &str, source: &dyn Source) -> (Xls001, Xls001) {
    match kind {
        "html" => (Xls001::Html, Xls001::SaveAsXlsx),
        "text" => (Xls001::Text, Xls001::SaveAsXlsx),
        "xml" if starts_as_spreadsheet_2003(source) => (Xls001::XmlExcel, Xls001::SaveAsXlsx),
        "xml" => (Xls001::Xml, Xls001::SaveAsXlsx),
        "pdf" => (Xls001::Pdf, Xls001::ChooseAnother),
        "image" => (Xls001::Image, Xls001::ChooseAnother),
        "empty" => (Xls001::Empty, Xls001::ChooseAnother),
        "seven-zip" | "rar" | "lzh" | "cabinet" | "gzip" | "bzip2" | "xz" | "tar" => {
            (Xls001::Archive, Xls001::OpenArchive)
        }
        _ => (Xls001::Unknown, Xls001::ChooseAnother),
    }
}

/// Returns true for the XML spreadsheet format of Excel 2003.
fn starts_as_spreadsheet_2003(source: &dyn Source) -> bool {
    let mut head = [0; 512];
    let read = source.read_at(0, &mut head).unwrap_or(0);
    let text = String::from_utf8_lossy(head.get(..read).unwrap_or_default()).into_owned();
    text.contains("Excel.Sheet") || text.contains("urn:schemas-microsoft-com:office:spreadsheet")
}

/// The kind of a ZIP that is not an XLSX workbook, by the names of its parts, and how to get one.
pub(super) fn other_zip(container: &mut Container<'_>) -> (Xls001, Xls001) {
    let has = |container: &Container<'_>, start: &str| {
        container.names().any(|name| name.to_ascii_lowercase().starts_with(start))
    };
    if has(container, "xl/workbook.bin") {
        return (Xls001::BinaryExcel, Xls001::SaveAsXlsx);
    }
    if has(container, "word/") {
        return (Xls001::Word, Xls001::ChooseAnother);
    }
    if has(container, "ppt/") {
        return (Xls001::PowerPoint, Xls001::ChooseAnother);
    }
    match container.bytes("mimetype") {
        Ok(Some(kind)) if kind.starts_with(b"application/vnd.oasis.opendocument") => {
            (Xls001::OpenDocument, Xls001::SaveAsXlsx)
        }
        _ => (Xls001::Archive, Xls001::OpenArchive),
    }
}

/// The kind of an old Office file (MS-CFB) by the names in its directory; `None` for other files.
pub(super) fn old_office(source: &dyn Source) -> Option<(Xls001, Xls001)> {
    let mut buf = vec![0; 64 << 10];
    let mut at = 0;
    let mut kind = None;
    while at < source.len().min(OLD_OFFICE_REACH) {
        // A failing medium is reported when the ZIP is read.
        let read = source.read_at(at, &mut buf).ok().filter(|read| *read > 0)?;
        let bytes = buf.get(..read)?;
        if at == 0 && !bytes.starts_with(COMPOUND_MAGIC) {
            return None;
        }
        // Directory entries take 128 bytes each, at multiples of that.
        for entry in bytes.chunks_exact(128) {
            match directory_name(entry).as_deref() {
                Some("EncryptedPackage") => {
                    return Some((Xls001::Password, Xls001::RemovePassword));
                }
                Some("Workbook" | "Book") => kind = Some((Xls001::OldExcel, Xls001::SaveAsXlsx)),
                _ => {}
            }
        }
        at += (read - read % 128).max(1) as u64;
    }
    (at > 0).then(|| kind.unwrap_or((Xls001::OldOffice, Xls001::SaveAsXlsx)))
}

/// The name in a directory entry (MS-CFB 2.6.1); `None` if the bytes are not the entry of a stream.
fn directory_name(entry: &[u8]) -> Option<String> {
    const STREAM: u8 = 2;
    let length = usize::from(u16::from_le_bytes([*entry.get(64)?, *entry.get(65)?]));
    if *entry.get(66)? != STREAM || !(4..=64).contains(&length) || length % 2 != 0 {
        return None;
    }
    let units: Vec<u16> = entry
        .get(..length - 2)?
        .chunks_exact(2)
        .filter_map(|pair| Some(u16::from_le_bytes([*pair.first()?, *pair.get(1)?])))
        .collect();
    String::from_utf16(&units).ok()
}
