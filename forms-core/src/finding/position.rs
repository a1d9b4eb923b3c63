//! Positions of cells: a column and a row, written `H12`, and ranges of cells, written `A1:H12`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Columns of a sheet: A to XFD.
pub const MAX_COLUMNS: u32 = 16_384;
/// Rows of a sheet.
pub const MAX_ROWS: u32 = 1_048_576;

/// The position of a cell, written `H12`. Positions are ordered as a person reads a sheet and as
/// cells are stored: by row, then by column.
///
/// Parsing accepts only the 16,384 columns and 1,048,576 rows that a sheet can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct CellPosition {
    /// The row, from 1.
    pub row: u32,
    /// The column, from 0 for A.
    pub column: u32,
}

/// A column by its letters, such as `B`; counted from 0 inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct ColumnName(pub u32);

/// A rectangle of cells; both corners belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellRange {
    /// The upper left corner.
    pub first: CellPosition,
    /// The lower right corner.
    pub last: CellPosition,
}

/// A text that names no cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no cell such as H12, no column such as H and no range such as A1:H12")]
pub struct NoCell(pub String);

impl FromStr for CellPosition {
    type Err = NoCell;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::parse(s).ok_or_else(|| NoCell(s.to_owned()))
    }
}

impl CellPosition {
    /// Reads a cell's name such as `H12`. Used for every cell of a sheet, so it allocates no error.
    pub(crate) fn parse(s: &str) -> Option<Self> {
        Self::parse_unbounded(s).filter(|at| at.column < MAX_COLUMNS && at.row <= MAX_ROWS)
    }

    /// Reads a cell's name that may lie outside the limits of a sheet, as a cell of a CSV can.
    pub(super) fn parse_unbounded(s: &str) -> Option<Self> {
        let digits = s.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = s.split_at(digits);
        let column = column_number(letters)?;
        if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(Self { row: digits.parse().ok()?, column })
    }
}

/// The number of a column from its letters, 0 for A.
fn column_number(letters: &str) -> Option<u32> {
    let number = letters.bytes().try_fold(0_u32, |number, b| {
        let digit = b.is_ascii_uppercase().then(|| u32::from(b - b'A') + 1)?;
        number.checked_mul(26)?.checked_add(digit)
    })?;
    number.checked_sub(1)
}

/// The letters of a column counted from 0: A to Z, AA and on.
#[must_use]
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for CellPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column as usize), self.row)
    }
}

impl TryFrom<String> for CellPosition {
    type Error = NoCell;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<CellPosition> for String {
    fn from(cell: CellPosition) -> Self {
        cell.to_string()
    }
}

impl TryFrom<String> for ColumnName {
    type Error = NoCell;

    fn try_from(letters: String) -> Result<Self, Self::Error> {
        column_number(&letters).filter(|c| *c < MAX_COLUMNS).map(Self).ok_or(NoCell(letters))
    }
}

impl From<ColumnName> for String {
    fn from(column: ColumnName) -> Self {
        column_letters(column.0 as usize)
    }
}

impl FromStr for CellRange {
    type Err = NoCell;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let no_cell = || NoCell(s.to_owned());
        let (first, last) = s.split_once(':').unwrap_or((s, s));
        let first = CellPosition::parse(first).ok_or_else(no_cell)?;
        let last = CellPosition::parse(last).ok_or_else(no_cell)?;
        let in_order = first.row <= last.row && first.column <= last.column;
        if in_order { Ok(Self { first, last }) } else { Err(no_cell()) }
    }
}

impl CellRange {
    /// Returns whether a cell lies in the range.
    #[must_use]
    pub fn contains(&self, cell: CellPosition) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}:{}", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_outside_a_sheet_are_none() {
        for text in ["", "A", "1", "A0", "A01", "a1", "XFE1", "A1048577", "AAAA1", "A1B", "$A$1"] {
            assert!(text.parse::<CellPosition>().is_err(), "{text}");
        }
        assert_eq!("XFD1048576".parse(), Ok(CellPosition { row: MAX_ROWS, column: 16_383 }));
        for text in ["B2:A3", "A3:B2", "A1:", "A1:B2:C3"] {
            assert!(text.parse::<CellRange>().is_err(), "{text}");
        }
    }

    #[test]
    fn letters_of_columns() {
        let names: Vec<String> = [0, 25, 26, 701, 702].map(column_letters).into();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    proptest! {
        #[test]
        fn names_read_back(row in 1..=MAX_ROWS, column in 0..MAX_COLUMNS) {
            let cell = CellPosition { row, column };
            prop_assert_eq!(cell.to_string().parse(), Ok(cell));
        }
    }
}
