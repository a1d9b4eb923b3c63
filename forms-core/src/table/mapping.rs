//! Columns that a person assigned by hand, remembered for every table with the same header.
//!
//! If no alias of the pack names a column, a person assigns it. The assignment is found by the
//! header's texts, so it applies to next year's file too, whatever is above the header and however
//! many rows are below.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::TableRow;
use crate::pack::{ColumnKey, TableKind};
use crate::text::fold_header;

/// Maximum number of columns, and of characters of a cell, that are compared: a sheet can have 16,384
/// columns, and a cell a whole page of text.
const COLUMNS: usize = 200;
const LETTERS: usize = 200;

/// The columns of a table as a person assigned them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The kind of table; the two registries have the same columns and share a mapping.
    pub kind: TableKind,
    /// The header's texts as they are compared, from column A to the last one with any.
    header: Vec<String>,
    /// The sheet that it was made on: of several with this header, the one with this name is read.
    pub sheet: Option<String>,
    /// The keys of columns counted from A, which is 0. A column that is not listed has none.
    pub columns: BTreeMap<usize, ColumnKey>,
}

impl Mapping {
    /// Makes a mapping from the columns that a person assigned below a header.
    #[must_use]
    pub fn new<S: AsRef<str>>(
        kind: TableKind,
        header: &[S],
        sheet: Option<String>,
        columns: BTreeMap<usize, ColumnKey>,
    ) -> Self {
        let header = shape(header.iter().map(AsRef::as_ref));
        Self { kind, header, sheet, columns }
    }

    /// Returns whether another mapping is for the same header and sheet and so replaces this one.
    #[must_use]
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        self.serves(other.kind) && self.header == other.header && self.sheet == other.sheet
    }

    /// Returns whether it applies to tables of a kind.
    pub(super) fn serves(&self, kind: TableKind) -> bool {
        let is_layout = |kind| matches!(kind, TableKind::Layout);
        is_layout(self.kind) == is_layout(kind)
    }

    /// Returns whether a row is the header that it is for.
    pub(super) fn is_header(&self, row: &TableRow) -> bool {
        // Most rows differ in their first cell; only then is the rest folded.
        let first = row.cells.first().map(|c| c.text.as_str()).unwrap_or_default();
        let own = self.header.first().map(String::as_str).unwrap_or_default();
        compared(first) == own && shape(row.cells.iter().map(|c| c.text.as_str())) == self.header
    }
}

/// Normalises a header for comparison.
fn shape<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut shape: Vec<String> = texts.take(COLUMNS).map(compared).collect();
    while shape.last().is_some_and(String::is_empty) {
        shape.pop();
    }
    shape
}

fn compared(text: &str) -> String {
    fold_header(cut(text))
}

/// Cuts a text to the beginning that a preview shows and that is compared.
pub(super) fn cut(text: &str) -> &str {
    text.char_indices().nth(LETTERS).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The first rows of a sheet, for the person who assigns the columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetPreview {
    /// The sheet's name; `None` for a CSV.
    pub name: Option<String>,
    /// Rows by their number in the file, from 1; blank ones are left out, long texts cut.
    pub rows: Vec<(u32, Vec<String>)>,
}

impl SheetPreview {
    pub(super) fn of(name: Option<String>, rows: &[TableRow]) -> Self {
        let texts = |row: &TableRow| -> Vec<String> {
            row.cells.iter().take(COLUMNS).map(|c| cut(&c.text).to_owned()).collect()
        };
        let rows = rows.iter().map(|row| (row.number, texts(row)));
        Self { name, rows: rows.filter(|(_, t)| t.iter().any(|t| !t.trim().is_empty())).collect() }
    }
}
