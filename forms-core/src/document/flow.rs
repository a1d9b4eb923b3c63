//! Collects the lines and tables of a document. Tables that only lay out the page become lines.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::LineHeads;
use super::grid::{Blocks, Grid, GridCell, GridRow, MOST_COLUMNS, MOST_ROWS};
use crate::text::without_unseen;

/// Deepest nesting of tables; no real page goes deeper.
const DEEPEST_TABLE: usize = 32;

/// A piece of a cell: a line, or a table inside it.
#[derive(Debug)]
enum Piece {
    Line(Rc<str>),
    Grid(Grid),
}

#[derive(Debug, Default)]
struct Cell {
    pieces: Vec<Piece>,
    /// Its column, if the document says it.
    column: Option<usize>,
    columns: usize,
    rows: usize,
    header: bool,
    /// True if it belongs to the cell above it.
    continues: bool,
}

/// A section of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Section {
    Head,
    #[default]
    Body,
    Foot,
}

#[derive(Debug, Default)]
struct Row {
    header: bool,
    section: Section,
    cells: Vec<Cell>,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Row>,
    row: Vec<Cell>,
    cell: Option<Cell>,
    /// For each column, the number of further rows that a cell above spans.
    covered: BTreeMap<usize, usize>,
    /// For each column, the row and the place in it of the last cell that covers the column.
    above: BTreeMap<usize, (usize, usize)>,
    /// The open section of the table.
    section: Section,
    /// True if the open row is a header.
    header: bool,
    /// True if the document opened the row: then it counts although it has no cells.
    opened: bool,
}

/// Collects the blocks of a document.
pub(super) struct Flow<'h> {
    heads: &'h dyn LineHeads,
    out: Blocks,
    line: String,
    tables: Vec<Table>,
    too_deep: usize,
}

impl<'h> Flow<'h> {
    pub(super) fn new(heads: &'h dyn LineHeads) -> Self {
        let (out, line) = (Blocks::default(), String::new());
        Self { heads, out, line, tables: Vec::new(), too_deep: 0 }
    }

    /// Adds words to the current line.
    pub(super) fn words(&mut self, words: &str) {
        self.line.push_str(words);
    }

    /// Returns the last character of the current line.
    pub(super) fn last(&self) -> Option<char> {
        self.line.chars().next_back()
    }

    /// Ends the current line.
    pub(super) fn end_line(&mut self) {
        let seen = without_unseen(&self.line);
        let words = seen.trim();
        if !words.is_empty() {
            match self.tables.last_mut().and_then(|t| t.cell.as_mut()) {
                Some(cell) => cell.pieces.push(Piece::Line(words.into())),
                None => self.out.push_line(words),
            }
        }
        self.line.clear();
    }

    fn put(&mut self, piece: Piece) {
        match (self.tables.last_mut().and_then(|t| t.cell.as_mut()), piece) {
            (Some(cell), piece) => cell.pieces.push(piece),
            (None, Piece::Line(line)) => self.out.push_line(&line),
            (None, Piece::Grid(grid)) => self.out.push_grid(grid),
        }
    }

    pub(super) fn open_table(&mut self) {
        self.end_line();
        if self.tables.len() < DEEPEST_TABLE {
            self.tables.push(Table::default());
        } else {
            self.too_deep += 1;
        }
    }

    pub(super) fn close_table(&mut self) {
        self.close_row();
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(table) = self.tables.pop() {
            for piece in finished(table.rows, self.heads) {
                self.put(piece);
            }
        }
    }

    /// Says in which section of the table the rows that follow are.
    pub(super) fn section(&mut self, section: Section) {
        self.close_row();
        if let Some(table) = self.tables.last_mut() {
            table.section = section;
        }
    }

    /// Says that the open row is a header.
    pub(super) fn header_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.header = true;
        }
    }

    pub(super) fn open_row(&mut self) {
        self.close_row();
        if let Some(table) = self.tables.last_mut() {
            table.opened = true;
        }
    }

    /// Opens a cell that spans `rows` rows and `columns` columns. `header` says that it is the header of its
    /// column or row.
    pub(super) fn open_cell(&mut self, rows: usize, columns: usize, header: bool) {
        self.close_cell();
        if let Some(table) = self.tables.last_mut() {
            let rows = rows.clamp(1, MOST_ROWS);
            let columns = columns.clamp(1, MOST_COLUMNS);
            table.cell = Some(Cell { columns, rows, header, ..Cell::default() });
        }
    }

    /// Says in which column the open cell begins, from 0.
    pub(super) fn at_column(&mut self, column: usize) {
        if let Some(cell) = self.cell() {
            cell.column = Some(column);
        }
    }

    /// Says how many columns the open cell spans.
    pub(super) fn span_columns(&mut self, columns: usize) {
        if let Some(cell) = self.cell() {
            cell.columns = columns.clamp(1, MOST_COLUMNS);
        }
    }

    /// Says that the open cell is a part of the one above it.
    pub(super) fn continue_above(&mut self) {
        if let Some(cell) = self.cell() {
            cell.continues = true;
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        self.tables.last_mut()?.cell.as_mut()
    }

    pub(super) fn close_cell(&mut self) {
        self.end_line();
        if let Some(table) = self.tables.last_mut()
            && let Some(cell) = table.cell.take()
        {
            table.row.push(cell);
        }
    }

    pub(super) fn close_row(&mut self) {
        self.close_cell();
        if let Some(table) = self.tables.last_mut() {
            table.close_row();
        }
    }

    /// Returns the whole document.
    pub(super) fn finish(mut self) -> Blocks {
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.end_line();
        self.out
    }
}

impl Table {
    /// Gives the cells of the open row their columns.
    fn close_row(&mut self) {
        let cells = std::mem::take(&mut self.row);
        let flagged = std::mem::take(&mut self.header) || self.section == Section::Head;
        if cells.is_empty() && !std::mem::take(&mut self.opened) {
            return;
        }
        self.opened = false;
        let mut row =
            Row { header: flagged || are_titles(&cells), section: self.section, cells: Vec::new() };
        let mut column = 0;
        let mut spans = Vec::new();
        for mut cell in cells {
            while self.covered.contains_key(&column) {
                column += 1;
            }
            let at = cell.column.unwrap_or(column).min(MOST_COLUMNS - 1);
            column = at + cell.columns;
            if cell.continues && self.extend_above(at) {
                continue;
            }
            let columns = cell.columns.min(MOST_COLUMNS - at);
            let place = (self.rows.len(), row.cells.len());
            for covered in at..at + columns {
                self.above.insert(covered, place);
                if cell.rows > 1 {
                    spans.push((covered, cell.rows - 1));
                }
            }
            (cell.column, cell.columns) = (Some(at), columns);
            row.cells.push(cell);
        }
        self.covered.retain(|_, rows| {
            *rows -= 1;
            *rows > 0
        });
        self.covered.extend(spans);
        self.rows.push(row);
    }

    /// Lets the cell above a column span one row more; `false` if there is none.
    fn extend_above(&mut self, column: usize) -> bool {
        let place = self.above.get(&column).copied();
        let cell = place.and_then(|(row, at)| self.rows.get_mut(row)?.cells.get_mut(at));
        cell.is_some_and(|cell| {
            cell.rows = (cell.rows + 1).min(MOST_ROWS);
            true
        })
    }
}

/// True if all filled cells of a row are headers; a header beside an empty cell is that of its row.
fn are_titles(cells: &[Cell]) -> bool {
    let filled = filled(cells);
    let all = cells.iter().all(|c| c.header) && !filled.is_empty();
    filled.iter().all(|c| c.header) && (all || filled.len() > 1)
}

/// Returns the cells of a row that are not empty.
fn filled(cells: &[Cell]) -> Vec<&Cell> {
    cells.iter().filter(|c| !c.pieces.is_empty()).collect()
}

/// Returns the grid of a table, or its lines if it only lays out the page.
fn finished(mut rows: Vec<Row>, heads: &dyn LineHeads) -> Vec<Piece> {
    // The foot of a table may be written before its body.
    rows.sort_by_key(|row| row.section == Section::Foot);
    let holds_parts = holds_parts(&rows, heads);
    if holds_parts || rows.iter().all(|row| is_layout(row, heads)) {
        return rows.into_iter().flat_map(|row| laid_out(row, holds_parts, heads)).collect();
    }
    let rows = rows.into_iter().map(|row| GridRow {
        header: row.header,
        cells: row.cells.into_iter().map(|cell| in_grid(cell, heads)).collect(),
    });
    let mut grid = Grid { rows: rows.collect() };
    grid.close_up();
    vec![Piece::Grid(grid)]
}

/// True if articles and the like stand in the cells of a table, but never beside each other as in a
/// comparison of two versions.
fn holds_parts(rows: &[Row], heads: &dyn LineHeads) -> bool {
    let begins = |p: &Piece, may_be_bare: bool| {
        let Piece::Line(line) = p else { return false };
        heads.begins_part(line) && (may_be_bare || !heads.is_bare_head(line))
    };
    let holds = |row: &Row| {
        let filled = filled(&row.cells);
        // The number of an article alone in a cell heads the words beside it; below others it is a citation.
        let cells = filled.iter().enumerate().filter(|(at, cell)| {
            let heads_words = *at == 0 && filled.len() <= 2 && cell.pieces.len() == 1;
            cell.pieces.iter().any(|p| begins(p, heads_words))
        });
        cells.take(2).count()
    };
    rows.iter().map(holds).max() == Some(1)
}

/// True for a row with only one filled cell, or with a mark beside its words: 第1条 | 市長は、….
fn is_layout(row: &Row, heads: &dyn LineHeads) -> bool {
    match filled(&row.cells)[..] {
        [] | [_] => true,
        [head, _] => bare_head(head, false, heads).is_some(),
        _ => false,
    }
}

/// Returns the mark or number in a cell that contains nothing else. `counted` admits a bare number, which in a
/// table of rows would be the number of a row.
fn bare_head<'c>(cell: &'c Cell, counted: bool, heads: &dyn LineHeads) -> Option<&'c str> {
    let [Piece::Line(line)] = &cell.pieces[..] else { return None };
    let number = counted && !line.is_empty() && line.chars().all(char::is_numeric);
    (number || heads.is_bare_head(line)).then_some(line)
}

/// Returns what the cells of a layout row contain, one after the other.
fn laid_out(row: Row, counted: bool, heads: &dyn LineHeads) -> Vec<Piece> {
    let mut cells: Vec<Cell> =
        row.cells.into_iter().filter(|cell| !cell.pieces.is_empty()).collect();
    let head = match &cells[..] {
        [head, words] if matches!(words.pieces.first(), Some(Piece::Line(_))) => {
            bare_head(head, counted, heads).map(str::to_owned)
        }
        _ => None,
    };
    if let Some(head) = head
        && let Some(words) = cells.pop()
    {
        let mut pieces = words.pieces;
        if let Some(Piece::Line(first)) = pieces.first_mut() {
            *first = format!("{head}\u{3000}{first}").into();
        }
        return pieces;
    }
    cells.into_iter().flat_map(|cell| cell.pieces).collect()
}

/// Returns a cell of a grid. A table inside it becomes lines of the cell.
fn in_grid(cell: Cell, heads: &dyn LineHeads) -> GridCell {
    let mut lines = Vec::new();
    for piece in cell.pieces {
        match piece {
            Piece::Line(line) => lines.push(line),
            Piece::Grid(grid) => lines.extend(grid.rows.into_iter().filter_map(|row| {
                let words: Vec<Rc<str>> = row.cells.into_iter().flat_map(|c| c.lines).collect();
                let marked = words.first().is_some_and(|w| heads.is_bare_head(w));
                let line = words.join(if marked { "\u{3000}" } else { " " });
                (!line.is_empty()).then(|| line.into())
            })),
        }
    }
    let column = cell.column.unwrap_or_default();
    GridCell { column, columns: cell.columns, rows: cell.rows, lines }
}
