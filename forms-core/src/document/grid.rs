//! Tables of documents as grids of cells with spans, and documents as lines and grids.

use std::fmt;
use std::rc::Rc;

/// Largest number of columns of a grid; the words of further cells belong to the last column.
pub(super) const MOST_COLUMNS: usize = 64;
/// Largest number of rows that a cell spans.
pub(super) const MOST_ROWS: usize = 2000;

/// A table: its rows from the top.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Its rows.
    pub rows: Vec<GridRow>,
}

/// A row of a table: the cells that begin in it, from the left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridRow {
    /// True if the document says that the row is a header.
    pub header: bool,
    /// Its cells.
    pub cells: Vec<GridCell>,
}

/// A cell of a table, at its upper left place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridCell {
    /// Its first column, from 0.
    pub column: usize,
    /// The number of columns that it spans.
    pub columns: usize,
    /// The number of rows that it spans.
    pub rows: usize,
    /// Its lines.
    pub lines: Vec<Rc<str>>,
}

/// A place in a row: the cell that covers it.
#[derive(Debug, Clone)]
pub struct Slot<'g> {
    /// The lines of the cell.
    pub lines: &'g [Rc<str>],
    /// The lines of the cell, joined by spaces.
    pub text: Rc<str>,
    /// True if the cell begins in this row.
    pub begins: bool,
    /// True if this is the first column of the cell.
    pub first: bool,
}

impl Slot<'_> {
    /// True if the cell begins at this place and has words.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.begins && self.first && !self.text.is_empty()
    }
}

impl Grid {
    /// Returns the number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        let cells = self.rows.iter().flat_map(|r| &r.cells);
        cells.map(|c| c.column + c.columns).max().unwrap_or(0).min(MOST_COLUMNS)
    }

    /// Returns the rows in which a cell begins, with the index of each and what covers each of its columns:
    /// `None` for a place without a cell.
    pub fn slots<'g>(&'g self) -> impl Iterator<Item = (usize, Vec<Option<Slot<'g>>>)> {
        let width = self.width();
        // For each column, the cell that covers it and the number of further rows that it spans.
        let mut open: Vec<Option<(Slot<'_>, usize)>> = vec![None; width];
        self.rows.iter().enumerate().filter_map(move |(at, row)| {
            for cell in &row.cells {
                let text: Rc<str> = match &cell.lines[..] {
                    [line] => Rc::clone(line),
                    lines => lines.join(" ").into(),
                };
                let end = (cell.column + cell.columns).min(width);
                for column in cell.column..end {
                    let first = column == cell.column;
                    let slot =
                        Slot { lines: &cell.lines, text: Rc::clone(&text), begins: true, first };
                    if let Some(place) = open.get_mut(column) {
                        *place = Some((slot, cell.rows));
                    }
                }
            }
            let covered = |place: &Option<(Slot<'g>, usize)>| place.as_ref().map(|p| p.0.clone());
            let slots = (!row.cells.is_empty()).then(|| (at, open.iter().map(covered).collect()));
            for place in &mut open {
                *place = place
                    .take()
                    .filter(|(_, rows)| *rows > 1)
                    .map(|(slot, rows)| (Slot { begins: false, ..slot }, rows - 1));
            }
            slots
        })
    }

    /// Renumbers the columns so that a cell begins in each.
    pub(super) fn close_up(&mut self) {
        let mut begins = [false; MOST_COLUMNS];
        for cell in self.rows.iter().flat_map(|r| &r.cells) {
            if let Some(flag) = begins.get_mut(cell.column) {
                *flag = true;
            }
        }
        let before = |column: usize| begins.iter().take(column).filter(|b| **b).count();
        let places: Vec<usize> = (0..=MOST_COLUMNS).map(before).collect();
        let place =
            |column: usize| places.get(column.min(MOST_COLUMNS)).copied().unwrap_or(MOST_COLUMNS);
        for cell in self.rows.iter_mut().flat_map(|r| &mut r.cells) {
            let end = place(cell.column + cell.columns);
            cell.column = place(cell.column);
            cell.columns = end.saturating_sub(cell.column).max(1);
        }
    }
}

/// The mark of the line that stands for a grid; its index follows. It is no word of any text.
const OBJECT: char = '\u{fffc}';

/// A document as lines of text and grids in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocks {
    text: String,
    grids: Vec<Grid>,
}

impl Blocks {
    /// Returns the lines. One that [`grid_of`] knows stands for a grid.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the grids.
    #[must_use]
    pub fn grids(&self) -> &[Grid] {
        &self.grids
    }

    /// True if there are neither words nor grids.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.grids.is_empty() && self.text.trim().is_empty()
    }

    /// Changes the words of the lines and of every line of a cell; `None` leaves them as they are.
    #[must_use]
    pub fn map_words(mut self, change: impl Fn(&str) -> Option<String>) -> Self {
        if let Some(changed) = change(&self.text) {
            self.text = changed;
        }
        for cell in self.grids.iter_mut().flat_map(|g| &mut g.rows).flat_map(|r| &mut r.cells) {
            for line in &mut cell.lines {
                if let Some(changed) = change(line) {
                    *line = changed.into();
                }
            }
        }
        self
    }

    /// Adds a line of text.
    pub(super) fn push_line(&mut self, line: &str) {
        if line.contains(OBJECT) {
            self.text.extend(line.chars().filter(|c| *c != OBJECT));
        } else {
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// Adds a grid.
    pub(super) fn push_grid(&mut self, grid: Grid) {
        self.text.push_str(&format!("{OBJECT}{}\n", self.grids.len()));
        self.grids.push(grid);
    }
}

impl From<String> for Blocks {
    /// Takes a plain text, which has no grids.
    fn from(text: String) -> Self {
        Self { text, grids: Vec::new() }
    }
}

impl fmt::Display for Blocks {
    /// Writes the lines, and a row of a grid as one line with bars between its cells.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.text.split_inclusive('\n') {
            let Some(grid) = grid_of(line.trim()).and_then(|n| self.grids.get(n)) else {
                f.write_str(line)?;
                continue;
            };
            for (_, slots) in grid.slots() {
                f.write_str("|")?;
                for slot in slots {
                    let own = slot.filter(Slot::is_own);
                    write!(f, " {} |", own.as_ref().map_or("", |s| &s.text))?;
                }
                f.write_str("\n")?;
            }
        }
        Ok(())
    }
}

/// Returns the index of the grid that a line of [`Blocks::text`] stands for; `None` for a line of words.
#[must_use]
pub fn grid_of(line: &str) -> Option<usize> {
    line.strip_prefix(OBJECT)?.parse().ok()
}
