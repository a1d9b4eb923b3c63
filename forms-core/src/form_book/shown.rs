//! The cells in which a package's workbook shows an application: our own workbook, or the pack's
//! template filled in.

use std::collections::{HashMap, HashSet};

use super::people::{CellStyle, WorkbookError, WorkbookPlan};
use super::template::{InTable, InTemplate};

use crate::application::Application;
use crate::finding::{CellPosition, Finding, MAX_ROWS, Pointer};
use crate::pack::{Pack, Template};
use crate::workbook::fill::{FillError, fill};
use crate::workbook::{Book, Limits};

/// The purpose of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellRole {
    /// A label or a header.
    Label,
    /// The value of a field.
    Value(Pointer),
    /// A repeated value, a row number, or a column without a field in this row.
    Filler,
}

/// A cell and the text that an application has in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCell {
    /// The sheet's name.
    pub sheet: String,
    /// The cell.
    pub cell: CellPosition,
    /// Its text.
    pub text: String,
    /// Its purpose.
    pub role: CellRole,
}

/// Rows of a list that an application leaves empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyRows {
    /// The sheet's name.
    pub sheet: String,
    /// The first empty row.
    pub first_row: u32,
    /// The last row with room for values.
    pub last_row: u32,
    /// The columns of the list, from 0.
    pub columns: Vec<u32>,
}

/// Rows of a list that the workbook has no room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overflow {
    /// The sheet's name.
    pub sheet: String,
    /// The list.
    pub list: Pointer,
    /// Number of rows in the template.
    pub room: usize,
    /// Number of rows that the list needs.
    pub rows: usize,
}

/// All cells that an application fills in its workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShownApplication {
    /// The cells in the order of sheets and rows.
    pub cells: Vec<ShownCell>,
    /// Rows of lists that stay empty.
    pub empty: Vec<EmptyRows>,
    /// Lists with more rows than the workbook has room for.
    pub overflow: Vec<Overflow>,
}

/// The error of writing an application's workbook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MakeError {
    /// Writing our own workbook failed.
    #[error(transparent)]
    Ours(#[from] WorkbookError),
    /// Filling the pack's template failed.
    #[error(transparent)]
    Template(#[from] FillError),
}

/// Writes the workbook of an application: the pack's template filled in, if it has one, else ours. The
/// same application and pack give the same bytes on every platform.
///
/// # Errors
/// Fails if a text or a list does not fit.
pub fn make_workbook(app: &Application, pack: &Pack) -> Result<Vec<u8>, MakeError> {
    match &pack.template {
        None => Ok(WorkbookPlan::new(app, pack).to_xlsx()?),
        Some(template) => {
            let filling = InTemplate::new(app, template, pack).filling();
            Ok(fill(template.content.bytes(), &filling, &pack.limits.workbook())?.bytes)
        }
    }
}

impl ShownApplication {
    /// Plans the cells of an application in a pack's workbook.
    #[must_use]
    pub fn new(app: &Application, pack: &Pack) -> Self {
        match &pack.template {
            None => Self::in_ours(app, pack),
            Some(template) => Self::in_template(InTemplate::new(app, template, pack)),
        }
    }

    /// The first cell of each field, by JSON pointer.
    #[must_use]
    pub fn places(&self) -> HashMap<&str, &ShownCell> {
        let mut places = HashMap::new();
        for cell in &self.cells {
            if let CellRole::Value(pointer) = &cell.role {
                places.entry(pointer.as_str()).or_insert(cell);
            }
        }
        places
    }

    /// The names of the sheets with cells or empty rows of the application.
    #[must_use]
    pub fn sheets(&self) -> HashSet<&str> {
        let empty = self.empty.iter().map(|e| e.sheet.as_str());
        self.cells.iter().map(|c| c.sheet.as_str()).chain(empty).collect()
    }

    /// Adds the labels of the pack's template, so that a filled one can be recognised. Returns true if
    /// the template has macros.
    ///
    /// # Errors
    /// The finding about a template that cannot be read.
    pub fn add_labels(&mut self, template: &Template, limits: &Limits) -> Result<bool, Finding> {
        let source = template.content.bytes();
        let mut book = Book::open(&source, limits)?;
        let taken: HashSet<(&str, CellPosition)> =
            self.cells.iter().map(|c| (c.sheet.as_str(), c.cell)).collect();
        let sheets = self.sheets();
        let mut labels = Vec::new();
        for sheet in book.sheets().to_vec() {
            if !sheets.contains(sheet.name.as_str()) {
                continue;
            }
            let xml = book.sheet_xml(&sheet)?;
            let mut reader = book.reader(&sheet, &xml);
            while let Some(row) = reader.next_row()? {
                // The result of a formula changes with the values.
                for cell in row.cells.into_iter().filter(|c| !c.formula) {
                    let at = CellPosition { row: row.number, column: cell.column };
                    let is_label = !taken.contains(&(sheet.name.as_str(), at))
                        && !self.empty.iter().any(|e| e.contains(&sheet.name, at));
                    if is_label {
                        labels.push(ShownCell {
                            sheet: sheet.name.clone(),
                            cell: at,
                            text: cell.value.into_text().into_owned(),
                            role: CellRole::Label,
                        });
                    }
                }
            }
        }
        self.cells.extend(labels);
        Ok(book.has_macros())
    }

    fn in_ours(app: &Application, pack: &Pack) -> Self {
        let mut out = Self::default();
        for (s, sheet) in WorkbookPlan::new(app, pack).sheets.into_iter().enumerate() {
            let count = sheet.rows.len();
            // All sheets except the cover are lists with two header rows.
            if s > 0 {
                let width = sheet.rows.get(1).map_or(0, Vec::len);
                out.empty.push(EmptyRows {
                    sheet: sheet.name.clone(),
                    first_row: row_count(count) + 1,
                    last_row: MAX_ROWS,
                    columns: (0..row_count(width)).collect(),
                });
            }
            for (r, row) in sheet.rows.into_iter().enumerate() {
                for (c, cell) in row.into_iter().enumerate() {
                    let role = match (cell.pointer, cell.style) {
                        (Some(pointer), _) => CellRole::Value(pointer),
                        (None, CellStyle::Label) => CellRole::Label,
                        (None, _) => continue,
                    };
                    let position = CellPosition { row: row_count(r) + 1, column: row_count(c) };
                    let (sheet, text) = (sheet.name.clone(), cell.text);
                    out.cells.push(ShownCell { sheet, cell: position, text, role });
                }
            }
        }
        out
    }

    fn in_template(shown: InTemplate<'_>) -> Self {
        let mut out = Self::default();
        out.cells.extend(shown.cells.into_iter().map(|(at, text)| ShownCell {
            sheet: at.sheet.clone(),
            cell: at.cell,
            text,
            role: CellRole::Value(at.path.clone()),
        }));
        for InTable { table, columns, rows } in shown.tables {
            let room = (table.first_row..=table.last_row).count();
            if rows.len() > room {
                let (sheet, list) = (table.sheet.clone(), table.list.clone());
                out.overflow.push(Overflow { sheet, list, room, rows: rows.len() });
            }
            let filled = rows.len().min(room);
            for (row, texts) in (table.first_row..=table.last_row).zip(rows) {
                for (column, (text, pointer)) in columns.iter().zip(texts) {
                    out.cells.push(ShownCell {
                        sheet: table.sheet.clone(),
                        cell: CellPosition { row, column: *column },
                        text,
                        role: pointer.map_or(CellRole::Filler, CellRole::Value),
                    });
                }
            }
            out.empty.push(EmptyRows {
                sheet: table.sheet.clone(),
                first_row: table.first_row + row_count(filled),
                last_row: table.last_row,
                columns,
            });
        }
        out
    }
}

impl EmptyRows {
    /// Returns true if a cell is in one of these rows and columns.
    #[must_use]
    pub fn contains(&self, sheet: &str, cell: CellPosition) -> bool {
        self.sheet == sheet
            && (self.first_row..=self.last_row).contains(&cell.row)
            && self.columns.contains(&cell.column)
    }
}

/// Converts a row count, saturating at Excel's 1,048,576 rows.
fn row_count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(MAX_ROWS)
}
