//! Spreadsheets of other formats than XLSX: `.xls`, `.xlsb` and `.ods`, through `calamine`.
//!
//! `calamine` trusts what a file says: it makes room for every cell between the first and the last one, follows chains
//! of sectors without an end, and panics on records that are too short. So each file is first read here record by
//! record, under limits, and what holds values is written anew, dense and whole; `calamine` reads that
//! (`docs/decisions/0019-old-spreadsheets.md`). What it does not tell (number formats, hidden rows and columns,
//! merged ranges, formulas without a result) is noted on the way.

mod biff;
mod biff_cells;
mod binary;
mod binary_cells;
mod bytes;
mod compound;
mod format;
mod grid;
mod open_document;
mod open_document_cell;
mod open_document_text;
mod reader;
mod strings;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Ods, Reader, Xls, Xlsb};

pub(super) use compound::MAGIC as COMPOUND_MAGIC;
pub use format::Format;
pub(super) use reader::OldReader;

use self::compound::{Compound, Fault};
use self::grid::GridSheet;
use super::container::old_office;
use super::number::NumberFormat;
use super::{Limits, Sheet};
use crate::finding::word::{Xls001, Xls002, Xls010};
use crate::finding::{Finding, make};

/// Most bytes of the records of an `.xls`, and of each part of an `.xlsb`.
const MOST_BYTES: u64 = 24 << 20;

/// Most bytes of a file: pictures and other streams are not read.
const MOST_FILE: u64 = 48 << 20;

/// Most bytes of the texts of all cells of a file.
const MOST_TEXT: usize = 32 << 20;

/// Most cells of all sheets, empty ones between others included: what calamine and the table hold of them at the same
/// time stays below what a worker may take.
const MOST_CELLS: usize = 1_000_000;

/// Most sheets of a file.
const MOST_SHEETS: usize = 4096;

/// Most merged ranges, and ranges of hidden columns, of a sheet.
const MOST_RANGES: usize = 100_000;

/// Why a file of these formats cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OldFault {
    /// A record, a chain or a part is not what it must be.
    Damaged,
    /// A password is needed.
    Password,
    /// A format of another program.
    Unknown,
    /// More bytes than are allowed.
    TooLarge,
    /// More cells than are allowed.
    TooManyCells,
    /// More strings, styles or ranges than are allowed.
    TooMany,
}

impl OldFault {
    fn finding(self, part: &str) -> Finding {
        match self {
            Self::Damaged => make::xls_002(part, Xls002::Content),
            Self::Password => make::xls_001(Xls001::Password, Xls001::RemovePassword),
            Self::Unknown => make::xls_001(Xls001::OldOffice, Xls001::SaveAsXlsx),
            Self::TooLarge => make::xls_010(Xls010::Text, MOST_TEXT as u64),
            Self::TooManyCells => make::xls_010(Xls010::Cells, MOST_CELLS as u64),
            Self::TooMany => make::xls_010(Xls010::Items, crate::xml::MOST_ITEMS as u64),
        }
    }
}

/// The bytes of text, the cells and the items that may still be read before a limit is reached.
struct Budget {
    text: usize,
    cells: usize,
    items: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { text: MOST_TEXT, cells: MOST_CELLS, items: crate::xml::MOST_ITEMS }
    }
}

impl Budget {
    fn text(&mut self, bytes: usize) -> Result<(), OldFault> {
        self.text = self.text.checked_sub(bytes).ok_or(OldFault::TooLarge)?;
        Ok(())
    }

    fn cells(&mut self, count: usize) -> Result<(), OldFault> {
        self.cells = self.cells.checked_sub(count).ok_or(OldFault::TooManyCells)?;
        Ok(())
    }

    fn item(&mut self) -> Result<(), OldFault> {
        self.items = self.items.checked_sub(1).ok_or(OldFault::TooMany)?;
        Ok(())
    }
}

/// A workbook that was written anew for `calamine`, with the facts that `calamine` does not tell.
struct Prepared {
    bytes: Vec<u8>,
    sheets: Vec<GridSheet>,
    styles: Vec<NumberFormat>,
    epoch_1904: bool,
    macros: bool,
}

/// The file that `calamine` opened.
enum Opened {
    Xls(Box<Xls<Cursor<Vec<u8>>>>),
    Xlsb(Box<Xlsb<Cursor<Vec<u8>>>>),
    Ods(Box<Ods<Cursor<Vec<u8>>>>),
}

/// An opened spreadsheet of another format than XLSX.
pub struct OldBook {
    opened: Opened,
    sheets: Vec<Sheet>,
    grids: Vec<GridSheet>,
    styles: Vec<NumberFormat>,
    epoch_1904: bool,
    findings: Vec<Finding>,
}

/// Runs `calamine`; `None` if it panics. In a browser a panic ends the worker, which the page reports.
fn contained<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

impl OldBook {
    /// Opens a file of a format that is not XLSX.
    ///
    /// # Errors
    /// XLS-001 if it needs a password or is no workbook, XLS-002 if it is damaged, XLS-010 if it is too large.
    pub(super) fn open(bytes: &[u8], format: Format, limits: &Limits) -> Result<Self, Finding> {
        if bytes.len() as u64 > MOST_FILE {
            return Err(OldFault::TooLarge.finding(format.as_str()));
        }
        let mut budget = Budget::default();
        let prepared = match format {
            Format::Xls => prepare_xls(bytes, &mut budget)?,
            Format::Xlsb => binary::prepare(bytes, limits, &mut budget)?,
            Format::Ods => open_document::prepare(bytes, limits, &mut budget)?,
            Format::Xlsx => return Err(OldFault::Unknown.finding("")),
        };
        let cursor = Cursor::new(prepared.bytes);
        let opened = contained(|| {
            Some(match format {
                Format::Xls => Opened::Xls(Box::new(Xls::new(cursor).ok()?)),
                Format::Xlsb => Opened::Xlsb(Box::new(Xlsb::new(cursor).ok()?)),
                _ => Opened::Ods(Box::new(Ods::new(cursor).ok()?)),
            })
        });
        let opened = opened.flatten().ok_or_else(|| OldFault::Damaged.finding(format.as_str()))?;
        let sheet = |(index, sheet): (usize, &GridSheet)| Sheet {
            name: sheet.name.clone(),
            visibility: sheet.visibility,
            part: index.to_string(),
        };
        let macros = prepared.macros.then(make::xls_007);
        Ok(Self {
            opened,
            sheets: prepared.sheets.iter().enumerate().map(sheet).collect(),
            grids: prepared.sheets,
            styles: prepared.styles,
            epoch_1904: prepared.epoch_1904,
            findings: macros.into_iter().collect(),
        })
    }

    /// Its worksheets in order.
    pub(super) fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The findings about the file as a whole: XLS-007 (macros).
    pub(super) fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// Reads a compound file. One whose chains lead nowhere is named by what its directory seems to list.
fn prepare_xls(bytes: &[u8], budget: &mut Budget) -> Result<Prepared, Finding> {
    let finding = |fault: OldFault| fault.finding("Workbook");
    let unreadable = |fault: Fault| match fault {
        Fault::Damaged => old_office(&bytes).map_or_else(
            || finding(OldFault::Damaged),
            |(kind, remedy)| make::xls_001(kind, remedy),
        ),
        Fault::TooLarge => finding(OldFault::TooLarge),
    };
    let file = Compound::read(bytes).map_err(unreadable)?;
    if file.has("EncryptedPackage") || file.has("EncryptionInfo") {
        return Err(finding(OldFault::Password));
    }
    let stream = file.stream(&["Workbook", "Book"], MOST_BYTES).map_err(unreadable)?;
    let stream = stream.ok_or_else(|| finding(OldFault::Unknown))?;
    let macros = file.has("_VBA_PROJECT_CUR") || file.has("_VBA_PROJECT");
    drop(file);
    let mut prepared = biff::prepare(&stream, budget).map_err(finding)?;
    prepared.macros |= macros;
    Ok(prepared)
}
