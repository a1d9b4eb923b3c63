//! Writes values into a workbook from outside and leaves everything else as it is.
//!
//! Only cells of sheets that get values are rewritten; every other part is copied as compressed
//! bytes. Values are written as text: data never becomes a formula, and a cell with a formula is
//! never overwritten. The same values give the same bytes, also if they are written twice.

mod edit;
mod problems;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, System, ZipArchive, ZipWriter};

use self::edit::edit;
pub use self::problems::{FillTarget, Misplaced, Obstacle, Planned, TemplateFacts, try_filling};
use super::container::part_name;
use super::{Book, Limits, Sheet};
use crate::finding::{CellPosition, CellRange, Finding};
use crate::xml::{XmlFault, is_xml_char};

/// Compression level of rewritten sheets: zlib's default.
const LEVEL: i64 = 6;

/// Longest text of a cell, in UTF-16 units.
const MAX_CELL_TEXT: usize = 32_767;

/// The values for a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filling {
    /// Single cells. An empty text empties the cell.
    pub cells: Vec<CellFilling>,
    /// Ranges that take rows.
    pub tables: Vec<TableFilling>,
}

/// A value for one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFilling {
    /// The sheet's name.
    pub sheet: String,
    /// The cell; for merged cells the first.
    pub cell: CellPosition,
    /// The value.
    pub text: String,
}

/// Rows for a range. The rest of the range is emptied, so that nothing remains of an earlier filling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFilling {
    /// The sheet's name.
    pub sheet: String,
    /// The first row of the range.
    pub first_row: u32,
    /// The last row of the range.
    pub last_row: u32,
    /// The columns that are filled, from 0; those between them are left alone.
    pub columns: Vec<u32>,
    /// The rows from the top, each with one text for each column.
    pub rows: Vec<Vec<String>>,
}

/// A filled workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// The sheets whose formulas still have the results saved in the template, since the workbook does
    /// not calculate when it is opened.
    pub uncalculated: Vec<String>,
}

/// The error of filling a workbook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// The template cannot be read.
    #[error("the template cannot be read: {}", .0.message(crate::finding::Lang::En))]
    Template(Box<Finding>),
    /// The template carries a digital signature, which any change would break.
    #[error("the template is signed")]
    Signed,
    /// There is no such sheet.
    #[error("the template has no sheet {0:?}")]
    Sheet(String),
    /// The cell holds a formula.
    #[error("{sheet}!{cell} holds a formula")]
    Formula {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: CellPosition,
    },
    /// The cell is merged into another one, which hides it.
    #[error("{sheet}!{cell} is merged into {range}")]
    Merged {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: CellPosition,
        /// The merged cells.
        range: CellRange,
    },
    /// Two values for one cell.
    #[error("{sheet}!{cell} is filled twice")]
    Twice {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: CellPosition,
    },
    /// The range is too small.
    #[error("{sheet} has room for {room} rows, not for {rows}")]
    Rows {
        /// The sheet.
        sheet: String,
        /// The rows of the range.
        room: usize,
        /// The rows to be written.
        rows: usize,
    },
    /// A range outside of Excel's sheet, or a row with more texts than columns.
    #[error("a table for {0:?} has no such rows or columns")]
    Shape(String),
    /// A text that no cell can hold: too long, or with a character that XML does not allow.
    #[error("{sheet}!{cell} cannot hold its text")]
    Text {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: CellPosition,
    },
    /// The workbook could not be put together.
    #[error("the workbook could not be written: {0}")]
    Archive(String),
}

impl From<Finding> for FillError {
    fn from(finding: Finding) -> Self {
        Self::Template(Box::new(finding))
    }
}

/// Writes values into a template.
///
/// # Errors
/// See [`FillError`].
pub fn fill(template: &[u8], filling: &Filling, limits: &Limits) -> Result<Filled, FillError> {
    let wanted = by_sheet(filling)?;
    let source = template;
    let mut book = Book::open(&source, limits)?;
    if book.is_signed() {
        return Err(FillError::Signed);
    }
    if let Some(name) = wanted.keys().find(|n| !book.sheets().iter().any(|s| s.name == **n)) {
        return Err(FillError::Sheet((*name).to_owned()));
    }
    let mut parts = BTreeMap::new();
    let mut uncalculated = Vec::new();
    for sheet in book.sheets().to_vec() {
        let xml = book.sheet_xml(&sheet)?;
        let has_formulas = check(&book, &sheet, &xml, wanted.get(sheet.name.as_str()))?;
        if has_formulas && !book.calculates_on_load {
            uncalculated.push(sheet.name.clone());
        }
        if let Some(cells) = wanted.get(sheet.name.as_str()) {
            let edited = edit(&xml, cells).map_err(|stop| match stop {
                edit::EditError::Fault(fault) => FillError::from(fault.finding(&sheet.part)),
                edit::EditError::Formula(cell) => {
                    FillError::Formula { sheet: sheet.name.clone(), cell }
                }
            })?;
            parts.insert(sheet.part.clone(), edited);
        }
    }
    let bytes = repack(template, &parts).map_err(|e| FillError::Archive(e.to_string()))?;
    Ok(Filled { bytes, uncalculated })
}

/// The text for each cell of each sheet.
type WantedTexts<'f> = BTreeMap<CellPosition, &'f str>;

fn by_sheet(filling: &Filling) -> Result<BTreeMap<&str, WantedTexts<'_>>, FillError> {
    let mut wanted: BTreeMap<&str, WantedTexts<'_>> = BTreeMap::new();
    for one in &filling.cells {
        put(&mut wanted, &one.sheet, one.cell, &one.text)?;
    }
    for table in &filling.tables {
        let room = (table.first_row..=table.last_row).count();
        if table.rows.len() > room {
            let sheet = table.sheet.clone();
            return Err(FillError::Rows { sheet, room, rows: table.rows.len() });
        }
        let fits = table.rows.iter().all(|row| row.len() <= table.columns.len())
            && (1..=crate::finding::MAX_ROWS).contains(&table.first_row)
            && table.last_row <= crate::finding::MAX_ROWS
            && table.columns.iter().all(|c| *c < crate::finding::MAX_COLUMNS);
        if !fits {
            return Err(FillError::Shape(table.sheet.clone()));
        }
        for (index, row) in (table.first_row..=table.last_row).enumerate() {
            for (place, column) in table.columns.iter().enumerate() {
                let texts = table.rows.get(index);
                let text = texts.and_then(|r| r.get(place)).map_or("", String::as_str);
                let cell = CellPosition { row, column: *column };
                put(&mut wanted, &table.sheet, cell, text)?;
            }
        }
    }
    Ok(wanted)
}

fn put<'f>(
    wanted: &mut BTreeMap<&'f str, WantedTexts<'f>>,
    sheet: &'f str,
    cell: CellPosition,
    text: &'f str,
) -> Result<(), FillError> {
    if !can_hold(text) {
        return Err(FillError::Text { sheet: sheet.to_owned(), cell });
    }
    match wanted.entry(sheet).or_default().insert(cell, text) {
        None => Ok(()),
        Some(_) => Err(FillError::Twice { sheet: sheet.to_owned(), cell }),
    }
}

/// The formulas and merged ranges of a sheet.
struct WholeSheet {
    has_formulas: bool,
    merged: Vec<CellRange>,
}

fn whole_sheet(book: &Book<'_>, sheet: &Sheet, xml: &str) -> Result<WholeSheet, FillError> {
    let mut reader = book.reader(sheet, xml);
    let mut has_formulas = false;
    while let Some(row) = reader.next_row()? {
        has_formulas |= row.cells.iter().any(|c| c.formula);
    }
    Ok(WholeSheet { has_formulas, merged: reader.merged().to_vec() })
}

/// Returns true if a cell can hold a text.
#[must_use]
pub fn can_hold(text: &str) -> bool {
    text.encode_utf16().count() <= MAX_CELL_TEXT && text.chars().all(is_xml_char)
}

/// Checks a sheet before it is changed. Returns true if it has formulas.
fn check(
    book: &Book<'_>,
    sheet: &Sheet,
    xml: &str,
    wanted: Option<&WantedTexts<'_>>,
) -> Result<bool, FillError> {
    let read = whole_sheet(book, sheet, xml)?;
    for (cell, text) in wanted.into_iter().flatten() {
        let merged = read.merged.iter().find(|r| r.contains(*cell) && r.first != *cell);
        if let Some(range) = merged
            && !text.is_empty()
        {
            let (sheet, cell, range) = (sheet.name.clone(), *cell, *range);
            return Err(FillError::Merged { sheet, cell, range });
        }
    }
    // The part is written as UTF-8, which a declared UTF-16 would contradict.
    let declares = xml.split_once("?>").map(|(head, _)| head.to_ascii_lowercase());
    if wanted.is_some() && declares.is_some_and(|d| d.starts_with("<?xml") && d.contains("utf-16"))
    {
        return Err(XmlFault::Encoding.finding(&sheet.part).into());
    }
    Ok(read.has_formulas)
}

/// Copies the workbook with some parts changed; all others are copied as compressed bytes.
fn repack(template: &[u8], parts: &BTreeMap<String, String>) -> zip::result::ZipResult<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(template))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(template.len())));
    for index in 0..from.len() {
        let entry = from.by_index_raw(index)?;
        let name = entry.name()?.into_owned();
        let changed = parts.iter().find(|(part, _)| part.eq_ignore_ascii_case(&part_name(&name)));
        let Some((_, content)) = changed else {
            to.raw_copy_file(entry)?;
            continue;
        };
        let mut options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(entry.last_modified().unwrap_or_default())
            .system(System::Unix);
        if let Some(mode) = entry.unix_mode() {
            options = options.unix_permissions(mode);
        }
        drop(entry);
        to.start_file(name, options)?;
        to.write_all(content.as_bytes())?;
    }
    to.set_raw_comment(from.comment().into())?;
    Ok(to.finish()?.into_inner())
}
