//! Reads a table from a file of either kind, which is told by its content and not by its name.

use super::{Table, TableKind, read_csv, read_workbook};
use crate::pack::Pack;

/// What files begin with that are no text in any encoding.
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

/// Reads a table of a kind from a workbook (XLSX, XLSM) or a CSV.
///
/// `None` only where the pack defines no such table. Everything wrong with the file is a finding
/// of the table. A workbook is one whatever its name ends with; a file that is neither is XLS-001,
/// unless it is text.
#[must_use]
pub fn read(bytes: &[u8], kind: TableKind, pack: &Pack) -> Option<Table> {
    if is_text(bytes) { read_csv(bytes, kind, pack) } else { read_workbook(&bytes, kind, pack) }
}

/// Whether a file can be a CSV: text, and none that a browser or an older Excel would open.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.is_empty() {
        return false;
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if BINARY.iter().any(|magic| head.starts_with(magic)) || head.contains(&0) && !utf16 {
        return false;
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start = start.get(..14).unwrap_or(start).to_ascii_lowercase();
    ![b"<!doctype html".as_slice(), b"<html", b"<?xml", b"<table"]
        .iter()
        .any(|m| start.starts_with(m))
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
