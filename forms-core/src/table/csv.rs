//! CSV as spreadsheets and other systems write it: with commas, tabs or semicolons, in one of the encodings of
//! [`decode`].

use super::encoding::decode;
use super::seen::seen;
use super::{
    HEADER_ROWS, MAX_CELLS, Mapping, SheetPreview, Table, TableBuilder, TableRow, cell_at,
};
use crate::finding::word::Xls010;
use crate::finding::{Finding, Location, make};
use crate::pack::{Pack, TableKind};
use crate::text::is_unseen;

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
                if !builder.push(row.number, row.cells.into_iter().map(line_breaks)) {
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

/// A cell with a lone CR, as old Macs wrote a line break, as one with LF: a CR shows as nothing.
fn line_breaks(cell: String) -> String {
    match cell.contains('\r') && !cell.contains("\r\n") {
        true => cell.replace('\r', "\n"),
        false => cell,
    }
}

/// The first rows of a CSV; empty if no encoding reads it.
pub(super) fn preview_csv(bytes: &[u8]) -> SheetPreview {
    let text = decode(bytes).unwrap_or_default();
    let mut rows = CsvRows::new(&text, separator(&text));
    let first = std::iter::from_fn(|| rows.next_row()).take(HEADER_ROWS as usize);
    let first: Vec<TableRow> = first.map(|r| TableRow::of_texts(r.number, r.cells)).collect();
    SheetPreview::of(None, &first)
}

/// Every row of a CSV with its number, as a person sees its cells.
///
/// # Errors
/// XLS-014 and XLS-010.
pub(super) fn csv_rows(bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, Finding> {
    let text = decode(bytes).map_err(make::xls_014)?;
    let mut rows = CsvRows::new(&text, separator(&text));
    let mut cells = 0;
    let mut all = Vec::new();
    while let Some(row) = rows.next_row() {
        cells += row.cells.len();
        if cells > MAX_CELLS {
            return Err(make::xls_010(Xls010::Cells, MAX_CELLS as u64));
        }
        all.push((row.number, row.cells.into_iter().map(seen).collect()));
    }
    Ok(all)
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
            self.pass_blanks_before_quote();
            if let Some(formula) = self.rest.strip_prefix("=\"")
                && let Some(end) = closing_quote(formula, self.separator)
            {
                cell.push_str(self.rest.get(..end + 3).unwrap_or_default());
                self.rest = formula.get(end + 1..).unwrap_or_default();
            } else if let Some(quoted) = self.rest.strip_prefix('"') {
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

    /// Passes over blanks before a quotation mark, and characters that nobody sees, if the cell is quoted as a
    /// whole: other systems write `"a", "b"`. In ` 5" pipe` the blank and the mark are text.
    fn pass_blanks_before_quote(&mut self) {
        let separator = self.separator;
        let blank = |c: char| {
            c != separator && !matches!(c, '\r' | '\n') && (c.is_whitespace() || is_unseen(c))
        };
        if !self.rest.starts_with(blank) {
            return;
        }
        let cell = self.rest.trim_start_matches(blank);
        let quoted = cell.strip_prefix("=\"").or_else(|| cell.strip_prefix('"'));
        if quoted.is_some_and(|inside| closing_quote(inside, separator).is_some()) {
            self.rest = cell;
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

/// The index of the quotation mark that closes a cell whose content starts the text; `None` if it is never
/// closed or if other text follows it.
fn closing_quote(inside: &str, separator: char) -> Option<usize> {
    let mut at = 0;
    loop {
        let mark = at + inside.get(at..)?.find('"')?;
        let after = inside.get(mark + 1..)?;
        if after.starts_with('"') {
            at = mark + 2;
            continue;
        }
        let blank = |c: char| c != separator && !matches!(c, '\r' | '\n') && c.is_whitespace();
        let next = after.trim_start_matches(blank).chars().next();
        return next.is_none_or(|c| c == separator || matches!(c, '\r' | '\n')).then_some(mark);
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
