//! Writes the blocks and tables of a document as lines, the cells of a row separated by bars.

use std::collections::BTreeMap;

use super::LineHeads;
use crate::text::without_unseen;

/// Deepest nesting of tables; no real page goes deeper.
const DEEPEST_TABLE: usize = 32;
/// Largest number of rows that a cell spans.
const LONGEST_SPAN: usize = 2000;

#[derive(Debug, Default)]
struct Cell {
    lines: Vec<String>,
    rows: usize,
}

#[derive(Debug, Default)]
struct Table {
    row: Vec<Cell>,
    cell: Option<Cell>,
    /// For each column, the number of further rows that a cell above spans.
    covered: BTreeMap<usize, usize>,
}

/// Collects the text of a document.
pub(super) struct Flow<'h> {
    heads: &'h dyn LineHeads,
    out: String,
    line: String,
    tables: Vec<Table>,
    too_deep: usize,
}

impl<'h> Flow<'h> {
    pub(super) fn new(heads: &'h dyn LineHeads) -> Self {
        let (out, line) = (String::new(), String::new());
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
        let line = std::mem::take(&mut self.line);
        let line = without_unseen(&line);
        let words = line.trim();
        if !words.is_empty() {
            self.put(words.to_owned());
        }
    }

    fn put(&mut self, line: String) {
        match self.tables.last_mut().and_then(|t| t.cell.as_mut()) {
            Some(cell) => cell.lines.push(line),
            None => {
                self.out.push_str(&line);
                self.out.push('\n');
            }
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
        } else {
            self.tables.pop();
        }
    }

    /// Opens a cell that spans `rows` rows.
    pub(super) fn open_cell(&mut self, rows: usize) {
        self.close_cell();
        if let Some(table) = self.tables.last_mut() {
            table.cell = Some(Cell { lines: Vec::new(), rows: rows.clamp(1, LONGEST_SPAN) });
        }
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
        let Some(table) = self.tables.last_mut() else { return };
        let row = std::mem::take(&mut table.row);
        if row.is_empty() {
            return;
        }
        let cells = with_covered(row, &mut table.covered);
        let lines = row_lines(cells, self.heads);
        // In a nested table the row belongs to the cell around the table.
        let inner = self.tables.pop();
        for line in lines {
            self.put(line);
        }
        self.tables.extend(inner);
    }

    /// Returns the whole text.
    pub(super) fn finish(mut self) -> String {
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.end_line();
        self.out
    }
}

/// Adds empty cells where a cell of a row above spans this row.
fn with_covered(row: Vec<Cell>, covered: &mut BTreeMap<usize, usize>) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    let mut spans = Vec::new();
    let mut cells = row.into_iter().peekable();
    while cells.peek().is_some() {
        let column = out.len();
        if covered.contains_key(&column) {
            out.push(Cell::default());
            continue;
        }
        let Some(cell) = cells.next() else { break };
        if cell.rows > 1 {
            spans.push((column, cell.rows));
        }
        out.push(cell);
    }
    covered.retain(|_, rows| {
        *rows -= 1;
        *rows > 0
    });
    covered.extend(spans.into_iter().map(|(column, rows)| (column, rows - 1)));
    out
}

/// Returns the lines of a row: its cells between bars, then the lists inside its cells.
fn row_lines(cells: Vec<Cell>, heads: &dyn LineHeads) -> Vec<String> {
    // A table of one column only lays out the page.
    if cells.len() == 1 {
        return cells.into_iter().flat_map(|c| c.lines).collect();
    }
    // A number and its words in two cells are layout as well: 第1条 | 市長は、….
    let filled: Vec<&Cell> = cells.iter().filter(|c| !c.lines.is_empty()).collect();
    if let [head, words] = filled[..]
        && let [number] = &head.lines[..]
        && heads.is_bare_head(number)
        && let Some((first, rest)) = words.lines.split_first()
    {
        let line = format!("{number}\u{3000}{first}");
        return std::iter::once(line).chain(rest.iter().cloned()).collect();
    }
    let is_list = |place: usize, cell: &Cell| {
        let counted = place > 0 && cell.lines.first().is_some_and(|l| heads.begins_count(l));
        counted || cell.lines.iter().any(|l| heads.begins_with_mark(l) || l.starts_with('|'))
    };
    let mut lists = Vec::new();
    let mut plain = Vec::new();
    for (place, cell) in cells.into_iter().enumerate() {
        if is_list(place, &cell) {
            lists.extend(cell.lines);
        } else {
            plain.push(cell.lines.join(" "));
        }
    }
    let mut out = Vec::new();
    let filled: Vec<&String> = plain.iter().filter(|c| !c.is_empty()).collect();
    match (&filled[..], lists.is_empty()) {
        ([], _) => {}
        // The only other cell heads the list.
        ([only], false) if !only.chars().all(char::is_numeric) => out.push((*only).clone()),
        ([_], false) => out.push(format!("| {} | |", plain.join(" | "))),
        _ => out.push(format!("| {} |", plain.join(" | "))),
    }
    out.extend(lists);
    out
}
