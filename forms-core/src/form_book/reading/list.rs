//! Reads a list from sheet rows: one for each row, or for each inner row with the outer values repeated.

use super::builder::ApplicationBuilder;
use super::grid::SheetGrid;
use crate::finding::{CellPosition, CellRange, Pointer, make};
use crate::pack::{Field, List, Pack};
use crate::text::is_blank;

/// A column of a list: its index from 0, its field, and whether that is a field of the inner rows.
pub(super) struct ListColumn<'p> {
    pub(super) column: u32,
    pub(super) field: &'p Field,
    pub(super) inner: bool,
}

/// Reads the rows of one list into an application.
pub(super) struct ListReader<'p, 'g> {
    pub(super) list: &'p List,
    pub(super) columns: Vec<ListColumn<'p>>,
    /// The column with row numbers, if there is one.
    pub(super) number: Option<u32>,
    pub(super) grid: &'g SheetGrid,
    pub(super) pack: &'p Pack,
}

impl<'p> ListReader<'p, '_> {
    /// Reads sheet rows into the application. Blank rows are skipped.
    pub(super) fn read(&self, rows: impl Iterator<Item = u32>, builder: &mut ApplicationBuilder) {
        let mut before: Option<(String, Vec<&str>)> = None;
        let mut row_at: Option<Pointer> = None;
        for row in rows {
            let text = |column: u32| self.grid.text(CellPosition { row, column });
            for column in &self.columns {
                let cell = CellPosition { row, column: column.column };
                if let Some(fault) = self.grid.fault(cell) {
                    builder.report(fault);
                }
            }
            if self.columns.iter().all(|c| is_blank(text(c.column))) {
                continue;
            }
            let number = self.number.map(text).unwrap_or_default().trim().to_owned();
            let outer: Vec<&str> =
                self.columns.iter().filter(|c| !c.inner).map(|c| text(c.column)).collect();
            let says_inner = self.columns.iter().any(|c| c.inner && !is_blank(text(c.column)));
            // A further inner row repeats the outer values, or leaves them blank.
            let goes_on = says_inner
                && before.as_ref().is_some_and(|(n, texts)| {
                    let left_out = outer.iter().all(|t| is_blank(t));
                    let same_number = number.is_empty() || number == *n;
                    same_number && (left_out || outer == *texts)
                });
            if !goes_on {
                row_at = builder.add_row(&self.list.path);
                before = Some((number, outer));
            }
            let Some(row_at) = &row_at else { return };
            self.line(row, row_at, !goes_on, says_inner, builder);
        }
    }

    /// Reads one sheet row: the outer fields if `first`, and a new inner row if it has values for one.
    fn line(
        &self,
        row: u32,
        row_at: &Pointer,
        first: bool,
        says_inner: bool,
        builder: &mut ApplicationBuilder,
    ) {
        let inner_list = self.list.rows.as_ref().map(|sub| row_at.join(&sub.path));
        let inner_at = inner_list.filter(|_| says_inner).and_then(|list| builder.add_row(&list));
        for column in &self.columns {
            let base = match (column.inner, first) {
                (true, _) => inner_at.as_ref(),
                (false, true) => Some(row_at),
                (false, false) => None,
            };
            let Some(base) = base else { continue };
            let cell = CellPosition { row, column: column.column };
            let text = self.grid.text(cell);
            let pointer = base.join(&column.field.path);
            builder.set(pointer, column.field, text, &self.grid.name, cell, self.pack);
        }
    }

    /// Reports XLS-013 for ranges merged over several cells of the list.
    pub(super) fn report_merged(
        &self,
        first_row: u32,
        last_row: u32,
        builder: &mut ApplicationBuilder,
    ) {
        let is_column = |c: u32| self.columns.iter().any(|column| column.column == c);
        let reaches = |r: &&CellRange| {
            let rows = r.last.row >= first_row && r.first.row <= last_row;
            let several = r.first.row != r.last.row
                || (r.first.column..=r.last.column).filter(|c| is_column(*c)).count() > 1;
            rows && several && (r.first.column..=r.last.column).any(is_column)
        };
        for range in self.grid.merged.iter().filter(reaches) {
            if !is_blank(self.grid.text(range.first)) {
                let finding = make::xls_013(range.to_string());
                builder.report(finding.at(super::at(&self.grid.name, range.first)));
            }
        }
    }
}
