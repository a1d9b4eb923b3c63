//! Streams the rows of a sheet of an old workbook, as [`super::super::SheetReader`] does for XLSX.

use std::borrow::Cow;

use calamine::{Data, Range, Reader};

use super::grid::{BLOCK_ROWS, GridSheet, Note};
use super::{OldBook, OldFault, Opened, contained};
use crate::finding::{CellRange, Finding, Location};
use crate::workbook::number::{NumberFormat, ShownNumber};
use crate::workbook::sheet::iso_day;
use crate::workbook::{CellValue, Sheet, SheetCell, SheetRow};

/// Reads a sheet row by row, a block of rows at a time.
pub struct OldReader<'b> {
    opened: &'b mut Opened,
    sheet: &'b GridSheet,
    styles: &'b [NumberFormat],
    epoch_1904: bool,
    block: Option<Range<Data>>,
    /// The place of the next row among the used ones.
    row: usize,
}

impl OldBook {
    /// A reader for the rows of a sheet; `None` if it is no sheet of this file.
    pub(crate) fn reader(&mut self, sheet: &Sheet) -> Option<OldReader<'_>> {
        let index: usize = sheet.part.parse().ok()?;
        Some(OldReader {
            opened: &mut self.opened,
            sheet: self.grids.get(index)?,
            styles: &self.styles,
            epoch_1904: self.epoch_1904,
            block: None,
            row: 0,
        })
    }
}

impl<'b> OldReader<'b> {
    /// Returns the next row with a value; `None` at the end of the sheet.
    pub(crate) fn next_row(&mut self) -> Result<Option<SheetRow<'b>>, Finding> {
        while let Some(number) = self.sheet.grid.rows.get(self.row).copied() {
            if self.row.is_multiple_of(BLOCK_ROWS) || self.block.is_none() {
                self.block = Some(self.read_block()?);
            }
            let cells = self.cells();
            self.row += 1;
            if !cells.is_empty() {
                let hidden = self.sheet.grid.hidden_rows.contains(&number);
                return Ok(Some(SheetRow { number, hidden, cells }));
            }
        }
        Ok(None)
    }

    pub(crate) fn is_hidden(&self, column: u32) -> bool {
        let hidden = &self.sheet.grid.hidden_columns;
        hidden.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    pub(crate) fn merged(&self) -> &[CellRange] {
        &self.sheet.grid.merged
    }

    /// Reads the block of rows that starts with the next one.
    fn read_block(&mut self) -> Result<Range<Data>, Finding> {
        let name = (self.sheet.first + self.row / BLOCK_ROWS).to_string();
        let range = contained(|| match &mut *self.opened {
            Opened::Xls(book) => book.worksheet_range(&name).ok(),
            Opened::Xlsb(book) => book.worksheet_range(&name).ok(),
            Opened::Ods(book) => book.worksheet_range(&name).ok(),
        });
        range.flatten().ok_or_else(|| {
            let sheet = Some(self.sheet.name.clone());
            OldFault::Damaged
                .finding(&self.sheet.name)
                .at(Location { sheet, ..Location::default() })
        })
    }

    fn cells(&self) -> Vec<SheetCell<'b>> {
        let grid = &self.sheet.grid;
        let row = u32::try_from(self.row % BLOCK_ROWS).unwrap_or(u32::MAX);
        let cell = |(place, column): (usize, &u32)| {
            let note = grid.note(self.row, place);
            let at = (row, u32::try_from(place).ok()?);
            let data = self.block.as_ref().and_then(|block| block.get_value(at));
            let value = self.value(data.unwrap_or(&Data::Empty), note)?;
            Some(SheetCell { column: *column, value, formula: note.has_formula() })
        };
        grid.columns.iter().enumerate().filter_map(cell).collect()
    }

    fn value(&self, data: &Data, note: Note) -> Option<CellValue<'b>> {
        let number = |value: f64| {
            let general = NumberFormat::General;
            let format = self.styles.get(note.style()).unwrap_or(&general);
            match format.show(value, self.epoch_1904) {
                ShownNumber::Day(day) => CellValue::Day(day),
                ShownNumber::Text(text) => CellValue::Number(text),
            }
        };
        Some(match data {
            _ if note == Note::UNCALCULATED => CellValue::Uncalculated,
            Data::Empty => return None,
            Data::String(text) if text.is_empty() && !note.has_formula() => return None,
            Data::String(text) if note == Note::ERROR => CellValue::Error(Cow::Owned(text.clone())),
            Data::String(text) => CellValue::Text(Cow::Owned(text.clone())),
            // An integer of a table has at most 53 bits.
            Data::Int(value) => number(i32::try_from(*value).map_or(f64::MAX, f64::from)),
            Data::Float(value) => number(*value),
            Data::Bool(value) => CellValue::Bool(*value),
            Data::Error(error) => CellValue::Error(Cow::Owned(error.to_string())),
            Data::DateTime(day) => number(day.as_f64()),
            Data::DateTimeIso(text) => match iso_day(text) {
                Some(day) => CellValue::Day(day),
                None => CellValue::Text(Cow::Owned(text.clone())),
            },
            Data::DurationIso(text) => CellValue::Text(Cow::Owned(text.clone())),
        })
    }
}
