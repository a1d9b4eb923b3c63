//! Imports tables: a layout or a registry, found in a file by its headers.
//!
//! A reader feeds rows into a [`TableBuilder`], which finds the header row by itself and reads each
//! cell once into its type. A cell that it cannot read becomes a finding and keeps its text.

mod alike;
mod builder;
mod csv;
pub(crate) mod document;
mod encoding;
mod header;
mod mapping;
mod read;
mod seen;
mod value;
mod xlsx;

use std::borrow::Cow;
use std::str::FromStr;

pub use crate::text::fold_header;
pub use builder::TableBuilder;
pub use csv::{read_csv, write_csv};
pub use mapping::{Mapping, SheetPreview};
pub use read::{TableFile, all_rows, guess, preview, read, read_registry, read_with};
pub use value::Value;

use crate::finding::{CellPosition, Finding};
use crate::pack::{self, ColumnKey, Pack, TableKind};

/// Number of rows in which a header is searched: people put titles and dates above it.
pub const HEADER_ROWS: u32 = 30;

/// Maximum number of cells of a table; reading stops there. A layout of 5,000 procedures in 30,000
/// rows has under half a million. A sheet with one stray value in its last column reaches it too.
pub const MAX_CELLS: usize = 2_000_000;

/// Maximum size of a table in memory in bytes, cells and their texts together; reading stops there.
pub const MAX_BYTES: usize = 96 << 20;

/// Maximum number of findings of a table; reading stops there, as nobody mends more by hand.
pub const MAX_FINDINGS: usize = 20_000;

/// Maximum size of a table's file in bytes: a layout of 30,000 rows has under ten million.
pub const MAX_FILE: u64 = 64 << 20;

/// One cell of a table: its text and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCell {
    /// The text as written.
    pub text: String,
    /// The value of the text in its column.
    pub value: Value,
}

impl TableCell {
    /// The value in its normal form, or the text as written if it has none.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.value.canonical().unwrap_or_else(|| self.text.clone())
    }
}

/// One row below the header, up to its last written cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The row's number in the file, from 1.
    pub number: u32,
    /// Its cells from column A on.
    pub cells: Vec<TableCell>,
}

impl TableRow {
    /// Makes a row of texts, for the search of the header.
    fn of_texts(number: u32, texts: impl IntoIterator<Item = String>) -> Self {
        let cell = |text| TableCell { text: seen::seen(text), value: Value::Text };
        Self { number, cells: texts.into_iter().map(cell).collect() }
    }

    /// The value of the cell in a column counted from A; blank if the row is shorter.
    #[must_use]
    pub fn value(&self, column: Option<usize>) -> Value {
        self.cell(column).map_or(Value::Blank, |c| c.value)
    }

    /// The text of the cell in a column counted from A, without the white space around it.
    #[must_use]
    pub fn text(&self, column: Option<usize>) -> &str {
        self.cell(column).map_or("", |c| c.text.trim())
    }

    fn cell(&self, column: Option<usize>) -> Option<&TableCell> {
        self.cells.get(column?)
    }
}

/// A column of a table as it is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// The header as written.
    pub header: String,
    /// The key in our documents; `None` for a column that the pack does not know.
    pub key: Option<ColumnKey>,
}

/// A table as it was read. Every row of the file is counted in exactly one of `above`, the header,
/// `rows` and `blank_rows`.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The kind of table.
    pub kind: TableKind,
    /// The sheet that it is on; `None` for a CSV.
    pub sheet: Option<String>,
    /// The number of the header's row, from 1; `None` if no row looks like one.
    pub header_row: Option<u32>,
    /// The columns from A on; those that the pack does not know are kept too.
    pub columns: Vec<TableColumn>,
    /// The rows above the header: titles and dates.
    pub above: Vec<TableRow>,
    /// The rows below the header that are not empty.
    pub rows: Vec<TableRow>,
    /// The number of empty rows.
    pub blank_rows: usize,
    /// The findings of reading the table, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Table {
    /// The index of the column with a key.
    #[must_use]
    pub fn column(&self, key: impl Into<ColumnKey>) -> Option<usize> {
        let key = key.into();
        self.columns.iter().position(|c| c.key.as_ref() == Some(&key))
    }

    /// The required columns that the table does not have.
    #[must_use]
    pub fn missing<'p>(&self, pack: &'p Pack) -> Vec<&'p pack::Column> {
        let wanted = pack.tables.get(self.kind.as_str()).map_or(&[][..], |t| &t.columns);
        wanted.iter().filter(|w| w.required && self.column(w.key.clone()).is_none()).collect()
    }
}

/// The indexes of a table's columns, looked up once for all its rows.
#[derive(Debug)]
pub struct ColumnIndexes<C>(Vec<(C, usize)>);

impl<C: Into<ColumnKey> + Copy + PartialEq> ColumnIndexes<C> {
    /// Looks up those of some columns that the table has.
    #[must_use]
    pub fn new(table: &Table, columns: &[C]) -> Self {
        let index = |column: &C| Some((*column, table.column(*column)?));
        Self(columns.iter().filter_map(index).collect())
    }

    /// The index of a column, counted from A; `None` if the table does not have it.
    #[must_use]
    pub fn get(&self, column: C) -> Option<usize> {
        self.0.iter().find(|(known, _)| *known == column).map(|(_, index)| *index)
    }
}

/// A record that can be written back as a row of a table.
pub trait TableRecord {
    /// The columns that the record has a value for.
    type Column: FromStr + Copy;

    /// The value in a column, in its normal form; choices by the pack's Japanese label.
    fn field(&self, column: Self::Column, pack: &Pack) -> Cow<'_, str>;
}

/// The normal form of an optional value; empty if there is none.
pub(crate) fn text_or_empty<T: ToString>(value: &Option<T>) -> Cow<'static, str> {
    value.as_ref().map(ToString::to_string).unwrap_or_default().into()
}

/// Writes records as the CSV of a kind of table: the pack's columns under their usual headers. Cells
/// of a column that the records do not have are empty.
#[must_use]
pub fn records_to_csv<'r, R: TableRecord + 'r>(
    records: impl IntoIterator<Item = &'r R>,
    kind: TableKind,
    pack: &Pack,
) -> Vec<u8> {
    let columns = pack.tables.get(kind.as_str()).map_or(&[][..], |t| &t.columns);
    let header = columns
        .iter()
        .map(|c| Cow::Borrowed(c.headers.first().map_or(c.key.as_str(), String::as_str)));
    let known: Vec<Option<R::Column>> =
        columns.iter().map(|c| c.key.as_str().parse().ok()).collect();
    let rows = records.into_iter().map(|record| {
        let field = |column: &Option<R::Column>| match column {
            Some(column) => record.field(*column, pack),
            None => Cow::Borrowed(""),
        };
        known.iter().map(field).collect()
    });
    write_csv(std::iter::once(header.collect()).chain(rows))
}

/// The position of a cell from its column counted from 0 and its row counted from 1.
fn cell_at(column: usize, row: u32) -> CellPosition {
    CellPosition { row, column: u32::try_from(column).unwrap_or(u32::MAX) }
}

#[cfg(test)]
mod tests;
