//! A workbook in any format that tables are read from.

use super::old::{Format, OldBook, OldReader};
use super::{Book, Limits, Sheet, SheetReader, SheetRow};
use crate::archive::Source;
use crate::finding::{CellRange, Finding};

/// A workbook in any format that tables are read from: XLSX and XLSM, `.xls`, `.xlsb`, `.ods`.
pub enum AnyBook<'s> {
    /// XLSX or XLSM.
    Xml(Box<Book<'s>>),
    /// Another format.
    Old(Box<OldBook>),
}

/// Reads a sheet of any workbook row by row.
pub enum AnyReader<'b> {
    /// Of an XLSX or XLSM.
    Xml(Box<SheetReader<'b>>),
    /// Of another format.
    Old(OldReader<'b>),
    /// A sheet that is not in the workbook.
    Empty,
}

impl<'s> AnyBook<'s> {
    /// Opens a workbook by its content.
    ///
    /// # Errors
    /// XLS-001 if it is no workbook or needs a password, XLS-002 if it is damaged, XLS-010 if it is too large, XLS-011
    /// for DOCTYPE and entities.
    pub fn open(bytes: &'s &'s [u8], limits: &Limits) -> Result<Self, Finding> {
        match Format::of(bytes) {
            Some(format @ (Format::Xls | Format::Xlsb | Format::Ods)) => {
                OldBook::open(bytes, format, limits).map(|book| Self::Old(Box::new(book)))
            }
            Some(Format::Xlsx) | None => {
                let source: &dyn Source = bytes;
                Book::open(source, limits).map(|book| Self::Xml(Box::new(book)))
            }
        }
    }

    /// Its worksheets in order, without chart sheets.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        match self {
            Self::Xml(book) => book.sheets(),
            Self::Old(book) => book.sheets(),
        }
    }

    /// The findings about the workbook as a whole.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Xml(book) => book.findings(),
            Self::Old(book) => book.findings(),
        }
    }

    /// Reads what [`Self::reader`] needs of a sheet: its XML, or nothing for other formats.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn sheet_xml(&mut self, sheet: &Sheet) -> Result<String, Finding> {
        match self {
            Self::Xml(book) => book.sheet_xml(sheet),
            Self::Old(_) => Ok(String::new()),
        }
    }

    /// Makes a reader for the rows of a sheet.
    #[must_use]
    pub fn reader<'b>(&'b mut self, sheet: &'b Sheet, xml: &'b str) -> AnyReader<'b> {
        match self {
            Self::Xml(book) => AnyReader::Xml(Box::new(book.reader(sheet, xml))),
            Self::Old(book) => book.reader(sheet).map_or(AnyReader::Empty, AnyReader::Old),
        }
    }
}

impl<'b> AnyReader<'b> {
    /// Returns the next row with a value; `None` at the end of the sheet.
    ///
    /// # Errors
    /// XLS-002 and XLS-011. Reading cannot continue.
    pub fn next_row(&mut self) -> Result<Option<SheetRow<'b>>, Finding> {
        match self {
            Self::Xml(reader) => reader.next_row(),
            Self::Old(reader) => reader.next_row(),
            Self::Empty => Ok(None),
        }
    }

    /// Returns true if a column is hidden.
    #[must_use]
    pub fn is_hidden(&self, column: u32) -> bool {
        match self {
            Self::Xml(reader) => reader.is_hidden(column),
            Self::Old(reader) => reader.is_hidden(column),
            Self::Empty => false,
        }
    }

    /// The merged ranges; for an XLSX known after its last row.
    #[must_use]
    pub fn merged(&self) -> &[CellRange] {
        match self {
            Self::Xml(reader) => reader.merged(),
            Self::Old(reader) => reader.merged(),
            Self::Empty => &[],
        }
    }
}
