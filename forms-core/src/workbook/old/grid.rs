//! The grid of a sheet in an old workbook: only the rows and columns that have values, and what is known about them.

use std::collections::BTreeSet;

use super::{Budget, MOST_RANGES, OldFault};
use crate::finding::{CellRange, MAX_COLUMNS, MAX_ROWS};
use crate::workbook::Visibility;

/// Rows that are read at a time: reading them needs room for every cell twice.
pub(super) const BLOCK_ROWS: usize = 1024;

/// The facts of a cell besides its value: its style, and whether it has a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Note(u16);

impl Note {
    const FORMULA: u16 = 0x8000;
    /// A formula without a result.
    pub(super) const UNCALCULATED: Self = Self(0xffff);
    /// A text that is an error.
    pub(super) const ERROR: Self = Self(0x7fff);

    pub(super) fn of(style: u32, formula: bool) -> Self {
        let style = u16::try_from(style).unwrap_or(0).min(0x7ffd) + 1;
        Self(style | if formula { Self::FORMULA } else { 0 })
    }

    pub(super) fn has_formula(self) -> bool {
        self.0 & Self::FORMULA != 0
    }

    pub(super) fn style(self) -> usize {
        usize::from((self.0 & !Self::FORMULA).saturating_sub(1))
    }
}

/// A cell of a sheet as a record has it.
pub(super) struct Item<V> {
    /// From 1.
    pub(super) row: u32,
    /// From 0.
    pub(super) column: u32,
    pub(super) style: u32,
    pub(super) formula: bool,
    pub(super) value: V,
}

/// The rows and columns in which a sheet has values.
#[derive(Default)]
pub(super) struct Used {
    rows: BTreeSet<u32>,
    columns: BTreeSet<u32>,
    last_row: u32,
}

impl Used {
    /// Takes a cell by its row from 1 and its column from 0.
    pub(super) fn take(&mut self, row: u32, column: u32) {
        // Cells mostly come row by row.
        if row != self.last_row {
            self.rows.insert(row);
            self.last_row = row;
        }
        self.columns.insert(column);
    }
}

/// The cells of a sheet by their places among used rows and columns.
#[derive(Default)]
pub(super) struct Grid {
    /// The numbers of the rows with values, from 1.
    pub(super) rows: Vec<u32>,
    /// The columns with values, from 0.
    pub(super) columns: Vec<u32>,
    /// The note of each cell, row by row.
    notes: Vec<Note>,
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    pub(super) merged: Vec<CellRange>,
}

impl Grid {
    /// Makes the places for the cells of a sheet.
    pub(super) fn lay_out(&mut self, used: Used, budget: &mut Budget) -> Result<(), OldFault> {
        let outside = |last: Option<&u32>, most| last.is_some_and(|last| *last > most);
        if outside(used.rows.last(), MAX_ROWS) || outside(used.columns.last(), MAX_COLUMNS - 1) {
            return Err(OldFault::Damaged);
        }
        budget.cells(used.rows.len().saturating_mul(used.columns.len()))?;
        self.rows = used.rows.into_iter().collect();
        self.columns = used.columns.into_iter().collect();
        self.notes = vec![Note::default(); self.rows.len() * self.columns.len()];
        Ok(())
    }

    /// Returns an error if there are more merged ranges or hidden columns than are allowed.
    pub(super) fn check_ranges(&self) -> Result<(), OldFault> {
        match self.merged.len().max(self.hidden_columns.len()) > MOST_RANGES {
            true => Err(OldFault::TooMany),
            false => Ok(()),
        }
    }

    /// The place of a cell among the used rows and columns.
    pub(super) fn place(&self, row: u32, column: u32) -> Option<(usize, usize)> {
        Some((self.rows.binary_search(&row).ok()?, self.columns.binary_search(&column).ok()?))
    }

    /// Sets the note of a cell; false if it has one already.
    pub(super) fn set_note(&mut self, row: usize, column: usize, note: Note) -> bool {
        let width = self.columns.len();
        let Some(place) = self.notes.get_mut(row * width + column) else { return false };
        std::mem::replace(place, note) == Note::default()
    }

    pub(super) fn note(&self, row: usize, column: usize) -> Note {
        self.notes.get(row * self.columns.len() + column).copied().unwrap_or_default()
    }
}

/// A sheet with its grid, and the number of its first block of rows.
pub(super) struct GridSheet {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) grid: Grid,
    pub(super) first: usize,
}
