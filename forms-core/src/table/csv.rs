//! CSV as spreadsheets and other systems write it: UTF-8 with or without a byte order mark, UTF-16
//! with one, or CP932; with commas, tabs or semicolons.

use std::borrow::Cow;

use encoding_rs::{Encoding, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::{HEADER_ROWS, Mapping, SheetPreview, Table, TableBuilder, TableRow, cell_at};
use crate::finding::{Location, make};
use crate::pack::{Pack, TableKind};

/// Reads a CSV into a table of a kind.
///
/// `None` only if the pack defines no such table. Everything wrong with the file itself is a
/// finding of the table: XLS-014 if no encoding reads it, XLS-016 if a quotation is never closed.
#[must_use]
pub fn read_csv(bytes: &[u8], kind: TableKind, pack: &Pack) -> Option<Table> {
    read_csv_with(bytes, kind, pack, &[])
}

/// Reads a CSV with the mappings that a person made.
pub(super) fn read_csv_with(
    bytes: &[u8],
    kind: TableKind,
    pack: &Pack,
    mappings: &[Mapping],
) -> Option<Table> {
    let mut builder = TableBuilder::with_mappings(kind, None, pack, mappings)?;
    match decode(bytes) {
        Ok(text) => {
            let mut rows = CsvRows::new(&text, separator(&text));
            while let Some(row) = rows.next_row() {
                if !builder.push(row.number, row.cells) {
                    break;
                }
                if row.unclosed {
                    let cell = Some(cell_at(0, row.number));
                    let at = Location { cell, ..Location::default() };
                    builder.report(make::xls_016(u64::from(row.number)).at(at));
                }
            }
        }
        Err(line) => return Some(builder.fail(make::xls_014(line))),
    }
    Some(builder.finish())
}

/// The first rows of a CSV; empty if no encoding reads it.
pub(super) fn preview_csv(bytes: &[u8]) -> SheetPreview {
    let text = decode(bytes).unwrap_or_default();
    let mut rows = CsvRows::new(&text, separator(&text));
    let first = std::iter::from_fn(|| rows.next_row()).take(HEADER_ROWS as usize);
    let first: Vec<TableRow> = first.map(|r| TableRow::of_texts(r.number, r.cells)).collect();
    SheetPreview::of(None, &first)
}

/// Writes rows as a CSV that spreadsheets open as it is meant: UTF-8 with a byte order mark, CRLF.
#[must_use]
pub fn write_csv<S: AsRef<str>>(rows: impl IntoIterator<Item = Vec<S>>) -> Vec<u8> {
    let mut out = String::from('\u{feff}');
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            push_cell(&mut out, cell.as_ref());
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn push_cell(out: &mut String, cell: &str) {
    let plain = !cell.contains(['"', ',', '\r', '\n']) && cell.trim() == cell;
    if plain {
        out.push_str(cell);
    } else {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
}

/// Decodes a file in UTF-8, UTF-16 with a byte order mark, or CP932.
///
/// # Errors
/// Returns the first line (from 1) that no encoding reads.
pub fn decode_text(bytes: &[u8]) -> Result<Cow<'_, str>, u64> {
    decode(bytes)
}

/// Decodes a file; the error is the first line (from 1) that no encoding reads.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, u64> {
    let marked = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => None,
    };
    if let Some((encoding, rest)) = marked {
        return decode_utf16(encoding, rest).map(Cow::Owned);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let utf8_end = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error.valid_up_to(),
    };
    let mut decoder = SHIFT_JIS.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0);
    let mut text = String::with_capacity(room);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    // Decoders of the web let the byte 0x80 and stray C1 controls pass; no Japanese system writes them.
    if result == encoding_rs::DecoderResult::InputEmpty && !text.contains('\u{80}') {
        return Ok(Cow::Owned(text));
    }
    let end = read.max(utf8_end);
    let lines = bytes.get(..end).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
    Err(lines as u64 + 1)
}

/// Decodes UTF-16, as spreadsheets save "Unicode text"; the error is the line of an incomplete
/// character.
fn decode_utf16(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, u64> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0);
    let mut text = String::with_capacity(room);
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        encoding_rs::DecoderResult::InputEmpty => Ok(text),
        _ => Err(text.matches('\n').count() as u64 + 1),
    }
}

/// Guesses the separator: comma, tab or semicolon, whichever splits the first rows into most cells;
/// the comma if they are equal.
fn separator(text: &str) -> char {
    let cells = |separator: char| {
        let mut rows = CsvRows::new(text, separator);
        let first = std::iter::from_fn(|| rows.next_row()).take(HEADER_ROWS as usize);
        first.map(|row| row.cells.len()).sum::<usize>()
    };
    let others = ['\t', ';'].into_iter().map(|s| (s, cells(s)));
    let comma = (',', cells(','));
    others.fold(comma, |best, one| if one.1 > best.1 { one } else { best }).0
}

struct CsvRow {
    /// The row as a spreadsheet counts it: a line break inside quotation marks is no new row.
    number: u32,
    cells: Vec<String>,
    /// The file ended inside quotation marks.
    unclosed: bool,
}

/// The delimiter after a cell.
#[derive(PartialEq)]
enum CellEnd {
    Separator,
    Line,
    End,
}

/// Splits a text into rows, blank ones too, so that row numbers are those that a spreadsheet shows.
struct CsvRows<'t> {
    rest: &'t str,
    number: u32,
    separator: char,
}

impl<'t> CsvRows<'t> {
    fn new(text: &'t str, separator: char) -> Self {
        Self { rest: text, number: 0, separator }
    }

    fn next_row(&mut self) -> Option<CsvRow> {
        if self.rest.is_empty() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let mut row = CsvRow { number: self.number, cells: Vec::new(), unclosed: false };
        loop {
            let mut cell = String::new();
            if let Some(quoted) = self.rest.strip_prefix('"') {
                self.rest = quoted;
                row.unclosed |= !self.take_quoted(&mut cell);
            }
            let after = self.take_plain(&mut cell);
            row.cells.push(cell);
            if after != CellEnd::Separator {
                return Some(row);
            }
        }
    }

    /// Takes the text up to the closing quotation mark. Returns false if there is none.
    fn take_quoted(&mut self, cell: &mut String) -> bool {
        while let Some((inside, rest)) = self.rest.split_once('"') {
            cell.push_str(inside);
            self.rest = rest;
            match rest.strip_prefix('"') {
                Some(rest) => {
                    cell.push('"');
                    self.rest = rest;
                }
                None => return true,
            }
        }
        cell.push_str(self.rest);
        self.rest = "";
        false
    }

    /// Takes the text up to the next separator or line break, and that.
    fn take_plain(&mut self, cell: &mut String) -> CellEnd {
        let end = self.rest.find([self.separator, '\r', '\n']).unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at(end);
        cell.push_str(plain);
        let line = || ["\r\n", "\n", "\r"].iter().find_map(|s| rest.strip_prefix(s));
        let (after, rest) = match (rest.strip_prefix(self.separator), line()) {
            (Some(rest), _) => (CellEnd::Separator, rest),
            (None, Some(rest)) => (CellEnd::Line, rest),
            (None, None) => (CellEnd::End, ""),
        };
        self.rest = rest;
        after
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>, bool)> {
        let mut rows = CsvRows::new(text, ',');
        std::iter::from_fn(|| rows.next_row()).map(|r| (r.number, r.cells, r.unclosed)).collect()
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let read = rows("a,b\r\n\r\n\"1\n2\",\"x\"\"y\"z\rlast,");
        let cells: Vec<Vec<&str>> =
            read.iter().map(|r| r.1.iter().map(String::as_str).collect()).collect();
        assert_eq!(cells, [vec!["a", "b"], vec![""], vec!["1\n2", "x\"yz"], vec!["last", ""]]);
        assert_eq!(read.iter().map(|r| r.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert!(read.iter().all(|r| !r.2));
        assert_eq!(rows("a,\"b\nc"), [(1, vec!["a".into(), "b\nc".into()], true)]);
        assert!(rows("").is_empty());
    }

    #[test]
    fn both_encodings_read_and_a_third_says_where_it_stops() {
        let (sjis, _, _) = SHIFT_JIS.encode("事務手続コード,表\n申請,①");
        assert_eq!(decode(&sjis).as_deref(), Ok("事務手続コード,表\n申請,①"));
        assert_eq!(decode("\u{feff}表".as_bytes()).as_deref(), Ok("表"));
        assert_eq!(decode(b"a\nb\n\xff\xfe").as_deref(), Err(&3));
        let utf16 = |mark: char| -> Vec<u8> {
            format!("{mark}表\t①\n").encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        assert_eq!(decode(&utf16('\u{feff}')).as_deref(), Ok("表\t①\n"));
        let swapped: Vec<u8> =
            utf16('\u{feff}').chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
        assert_eq!(decode(&swapped).as_deref(), Ok("表\t①\n"));
        assert_eq!(decode(b"\xff\xfea\0\n\0\x00\xd8").as_deref(), Err(&2));
        assert_eq!(decode(b"a\x80b").as_deref(), Err(&1));
    }

    #[test]
    fn the_separator_is_the_one_that_makes_cells() {
        assert_eq!(separator("a,b\n1,2\n"), ',');
        assert_eq!(separator("a\tb\tc\n1,000\t2\t3\n"), '\t');
        assert_eq!(separator("題名、一覧\na;b;\"x,y,z\"\n1;2;3\n"), ';');
        assert_eq!(separator("a\n"), ',');
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            table in prop::collection::vec(prop::collection::vec("[a-z表\", \r\n]{0,6}", 1..5), 0..6)
        ) {
            let bytes = write_csv(table.clone());
            let text = decode(&bytes).unwrap();
            let read: Vec<Vec<String>> = rows(&text).into_iter().map(|r| r.1).collect();
            prop_assert_eq!(read, table);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let table = read_csv(&bytes, TableKind::Layout, Pack::standard());
            prop_assert!(table.is_some());
        }
    }
}
