//! Reads a table from a workbook or a CSV; the content decides which one a file is, not its name.

use super::csv::{csv_rows, preview_csv, read_csv_with};
use super::encoding::{is_padded_text, unmarked_utf16};
use super::header::{HeaderScore, Headers};
use super::xlsx::{preview_workbook, read_workbook, workbook_rows};
use super::{Mapping, SheetPreview, Table, TableRow};
use crate::application::Side;
use crate::finding::word::{Xls001, Xls010};
use crate::finding::{Finding, Lang, make};
use crate::pack::{Pack, TableKind};
use crate::workbook;

/// The first bytes of files that are not text in any encoding.
const BINARY: &[&[u8]] = &[
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"\xd0\xcf\x11\xe0",
    b"%PDF-",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
];

/// A table's file: what it holds, and the name that says what people take it for.
#[derive(Debug, Clone, Copy)]
pub struct TableFile<'f> {
    /// Its name, with or without folders; empty if it has none.
    pub name: &'f str,
    /// Its content; anything longer than [`super::MAX_FILE`] is not read.
    pub bytes: &'f [u8],
}

impl<'f> From<&'f [u8]> for TableFile<'f> {
    /// A file without a name.
    fn from(bytes: &'f [u8]) -> Self {
        Self { name: "", bytes }
    }
}

impl TableFile<'_> {
    /// XLS-010 for a file that is too large, which is not read at all.
    fn too_large(&self) -> Option<Finding> {
        let too_large = self.bytes.len() as u64 > super::MAX_FILE;
        too_large.then(|| make::xls_010(Xls010::Text, super::MAX_FILE))
    }
}

/// Reads a table of a kind from a workbook (XLSX, XLSM, XLS, XLSB, ODS) or a CSV.
///
/// `None` only if the pack defines no such table. Everything wrong with the file is a finding
/// of the table. A workbook is one whatever its name ends with; a file that is neither is XLS-001,
/// unless it is text.
#[must_use]
pub fn read(bytes: &[u8], kind: TableKind, pack: &Pack) -> Option<Table> {
    read_with(bytes.into(), kind, pack, &[])
}

/// Reads a table with the mappings that a person made; see [`read()`]. A file whose name says another format than
/// its content has is read by its content, and is XLS-001 too.
#[must_use]
pub fn read_with(
    file: TableFile<'_>,
    kind: TableKind,
    pack: &Pack,
    mappings: &[Mapping],
) -> Option<Table> {
    if let Some(finding) = file.too_large() {
        return Some(super::TableBuilder::new(kind, None, pack)?.fail(finding));
    }
    let mut table = if is_text(file.bytes) {
        read_csv_with(file.bytes, kind, pack, mappings)?
    } else {
        read_workbook(file.bytes, kind, pack, mappings)?
    };
    if let Some(mut finding) = misnamed(file) {
        let unreadable = |f: &Finding| f.code == finding.code;
        if !table.findings.iter().any(unreadable) {
            finding.severity = pack.severity(finding.code);
            table.findings.insert(0, finding);
        }
    }
    Some(table)
}

/// Reads a registry of either side: the side with fewer wrong cells, as rows may say their side; else
/// the one that the title or the sheet names; else the inquiry's.
#[must_use]
pub fn read_registry(file: TableFile<'_>, pack: &Pack, mappings: &[Mapping]) -> Option<Table> {
    let read = |side| read_with(file, TableKind::Registry(side), pack, mappings);
    let inquiry = read(Side::Inquiry)?;
    let titled = is_titled(&inquiry, TableKind::Registry(Side::Provision), pack);
    if file.too_large().is_some() || inquiry.findings.is_empty() && !titled {
        return Some(inquiry);
    }
    let provision = read(Side::Provision)?;
    let (more, fewer) = (inquiry.findings.len(), provision.findings.len());
    Some(if fewer < more || fewer == more && titled { provision } else { inquiry })
}

/// Returns whether the title of a kind of table is above the header or in the sheet's name.
fn is_titled(table: &Table, kind: TableKind, pack: &Pack) -> bool {
    let Some(definition) = pack.tables.get(kind.as_str()) else { return false };
    let title = definition.title.get(Lang::Ja);
    let above = table.above.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
    above.chain(table.sheet.as_deref()).any(|text| text.contains(title))
}

/// The first rows of every sheet, for a person to say what the columns are.
///
/// # Errors
/// The finding on a file that is too large, or neither text nor a workbook that can be opened.
pub fn preview(bytes: &[u8], pack: &Pack) -> Result<Vec<SheetPreview>, Finding> {
    if let Some(finding) = TableFile::from(bytes).too_large() {
        return Err(finding);
    }
    if is_text(bytes) { Ok(vec![preview_csv(bytes)]) } else { preview_workbook(bytes, pack) }
}

/// Every row with its number: of a text, or of the first visible sheet of a workbook that has values.
///
/// # Errors
/// The finding that says why the file cannot be read: as [`preview`], XLS-014 for a text in no known encoding,
/// XLS-010 for too many cells.
pub fn all_rows(bytes: &[u8], pack: &Pack) -> Result<Vec<(u32, Vec<String>)>, Finding> {
    if let Some(finding) = TableFile::from(bytes).too_large() {
        return Err(finding);
    }
    // An empty list is a list.
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    if is_text(bytes) { csv_rows(bytes) } else { workbook_rows(bytes, pack) }
}

/// Guesses the kind of table from the headers in a file: a layout, or a registry of either side (see
/// [`read_registry`]); `None` if it has no header of either.
#[must_use]
pub fn guess(bytes: &[u8], pack: &Pack, mappings: &[Mapping]) -> Option<TableKind> {
    let sheets = preview(bytes, pack).unwrap_or_default();
    let fit = |kind: TableKind| -> Option<(HeaderScore, TableKind)> {
        let headers = Headers::new(pack.tables.get(kind.as_str())?, kind, mappings);
        let found = sheets.iter().filter_map(|sheet| {
            let rows = sheet.rows.iter();
            let rows: Vec<TableRow> =
                rows.map(|(number, texts)| TableRow::of_texts(*number, texts.clone())).collect();
            Some(headers.find(&rows, sheet.name.as_deref())?.score)
        });
        Some((found.max()?, kind))
    };
    let kinds = [TableKind::Registry(Side::Inquiry), TableKind::Layout];
    let best = kinds.into_iter().filter_map(fit).max_by_key(|(score, _)| *score);
    best.map(|(_, kind)| kind)
}

/// Returns whether a file can be a CSV: text, but neither HTML nor XML, which older Excel saves.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.is_empty() {
        return false;
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let utf16 = head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || unmarked_utf16(head).is_some();
    let binary = BINARY.iter().any(|magic| head.starts_with(magic));
    if binary || head.contains(&0) && !utf16 && !is_padded_text(head) {
        return false;
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start = start.get(..14).unwrap_or(start).to_ascii_lowercase();
    ![b"<!doctype html".as_slice(), b"<html", b"<?xml", b"<table"]
        .iter()
        .any(|m| start.starts_with(m))
}

/// XLS-001 for a file whose name ends as that of another format than its content has; none for a name without a
/// known ending.
fn misnamed(file: TableFile<'_>) -> Option<Finding> {
    let (_, ending) = file.name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let is_one_of = |endings: &[&str]| endings.contains(&ending.as_str());
    let named_text = is_one_of(&["csv", "tsv", "tab", "txt"]);
    if !named_text && !workbook::Format::ALL.iter().any(|format| is_one_of(format.endings())) {
        return None;
    }
    let (kind, remedy) = match is_text(file.bytes) {
        true if named_text => return None,
        true => (Xls001::TextNamedAsWorkbook, Xls001::RenameToCsv),
        false => match workbook::Format::of(file.bytes)? {
            _ if named_text => (Xls001::WorkbookNamedAsText, Xls001::RenameWorkbook),
            format if is_one_of(format.endings()) => return None,
            _ => (Xls001::OtherWorkbook, Xls001::RenameWorkbook),
        },
    };
    Some(make::xls_001(kind, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_holds() {
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("事務手続コード,事務手続名");
        let utf16 = [b"\xff\xfea\0,\0b\0".as_slice(), &[0; 9]].concat();
        for text in [b"a,b".as_slice(), &sjis, b"PK,x", b"<a>,b", &utf16, b"\xff\xff"] {
            assert!(is_text(text), "{text:?}");
        }
        for other in
            [b"PK\x03\x04".as_slice(), b"a\0b", b"", b"\xef\xbb\xbf\n<HTML lang", b"%PDF-1.7"]
        {
            assert!(!is_text(other), "{other:?}");
        }
    }
}
