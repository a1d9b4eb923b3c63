//! Loads all cells of a sheet, with hidden rows and columns and merged ranges.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::word::{Xls008, Xls009, Xls010};
use crate::finding::{CellPosition, CellRange, Finding, Location, column_letters, make};
use crate::text::{is_blank, quoted};
use crate::workbook::{Book, CellValue, Visibility};

/// Number of cells with a value that a form may have in all sheets together.
const MOST_CELLS: usize = 300_000;

/// Bytes of text that these cells may hold.
const MOST_TEXT: usize = 16 << 20;

/// The cells of a sheet that are not blank.
pub(super) struct SheetGrid {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    cells: BTreeMap<CellPosition, String>,
    faults: BTreeMap<CellPosition, Finding>,
    pub(super) merged: Vec<CellRange>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
}

impl SheetGrid {
    /// Loads every sheet of a workbook.
    ///
    /// # Errors
    /// XLS-002, XLS-010 or XLS-011 if any sheet cannot be read.
    pub(super) fn all(book: &mut Book<'_>) -> Result<Vec<Self>, Finding> {
        let (mut count, mut bytes) = (0, 0);
        let mut grids = Vec::new();
        for sheet in book.sheets().to_vec() {
            let xml = book.sheet_xml(&sheet)?;
            let mut reader = book.reader(&sheet, &xml);
            let mut grid = Self {
                name: sheet.name.clone(),
                is_hidden: sheet.visibility == Visibility::Hidden,
                cells: BTreeMap::new(),
                faults: BTreeMap::new(),
                merged: Vec::new(),
                hidden_rows: BTreeSet::new(),
                hidden_columns: BTreeSet::new(),
            };
            while let Some(row) = reader.next_row()? {
                for cell in row.cells {
                    let at = CellPosition { row: row.number, column: cell.column };
                    if let Some(fault) = fault(&cell.value) {
                        grid.faults.insert(at, fault);
                        continue;
                    }
                    let text = cell.value.into_text();
                    if is_blank(&text) {
                        continue;
                    }
                    count += 1;
                    bytes += text.len();
                    let place =
                        || Location { sheet: Some(sheet.name.clone()), ..Location::default() };
                    if count > MOST_CELLS {
                        return Err(make::xls_010(Xls010::Cells, MOST_CELLS as u64).at(place()));
                    }
                    if bytes > MOST_TEXT {
                        return Err(make::xls_010(Xls010::Text, MOST_TEXT as u64).at(place()));
                    }
                    if row.hidden {
                        grid.hidden_rows.insert(row.number);
                    }
                    if reader.is_hidden(cell.column) {
                        grid.hidden_columns.insert(cell.column);
                    }
                    grid.cells.insert(at, text.into_owned());
                }
            }
            grid.merged = reader.merged().to_vec();
            grids.push(grid);
        }
        Ok(grids)
    }

    /// The text of a cell; empty for a blank one.
    pub(super) fn text(&self, cell: CellPosition) -> &str {
        self.cells.get(&cell).map_or("", String::as_str)
    }

    /// All cells with a text, by row and column.
    pub(super) fn cells(&self) -> impl Iterator<Item = (CellPosition, &str)> {
        self.cells.iter().map(|(cell, text)| (*cell, text.as_str()))
    }

    /// The cells of a row with a text.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (CellPosition, &str)> {
        let from = CellPosition { row, column: 0 };
        let to = CellPosition { row, column: u32::MAX };
        self.cells.range(from..=to).map(|(cell, text)| (*cell, text.as_str()))
    }

    /// The numbers of the rows with a text, from `first` on.
    pub(super) fn rows_from(&self, first: u32) -> BTreeSet<u32> {
        let from = CellPosition { row: first, column: 0 };
        self.cells.range(from..).map(|(cell, _)| cell.row).collect()
    }

    /// XLS-009 if a cell holds an error or an uncalculated formula.
    pub(super) fn fault(&self, cell: CellPosition) -> Option<Finding> {
        let fault = self.faults.get(&cell)?;
        Some(fault.clone().at(super::at(&self.name, cell)))
    }

    /// The merged range that starts at a cell, or the cell alone.
    pub(super) fn range_at(&self, cell: CellPosition) -> CellRange {
        let range = self.merged.iter().find(|r| r.first == cell);
        range.copied().unwrap_or(CellRange { first: cell, last: cell })
    }

    /// XLS-008 for values on a hidden sheet or in hidden rows and columns.
    pub(super) fn hidden(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let place = |cell: Option<CellPosition>| Location {
            sheet: Some(self.name.clone()),
            cell,
            ..Location::default()
        };
        if self.is_hidden && !self.cells.is_empty() {
            found.push(make::xls_008(Xls008::Sheet, &self.name).at(place(None)));
        }
        for row in &self.hidden_rows {
            let cell = CellPosition { row: *row, column: 0 };
            found.push(make::xls_008(Xls008::Rows, row.to_string()).at(place(Some(cell))));
        }
        for column in &self.hidden_columns {
            let first = self.cells.keys().find(|c| c.column == *column).copied();
            let name = column_letters(*column as usize);
            found.push(make::xls_008(Xls008::Columns, name).at(place(first)));
        }
        found
    }
}

fn fault(value: &CellValue<'_>) -> Option<Finding> {
    match value {
        CellValue::Error(text) => Some(make::xls_009(quoted(text), Xls009::Error)),
        CellValue::Uncalculated => Some(make::xls_009("", Xls009::Uncalculated)),
        _ => None,
    }
}
