//! Tells the tables that lay out a page from those that hold rows.

use std::collections::HashSet;

use super::page::{Event, Page};
use crate::document::{LineHeads, Part};
use crate::text::numeral::is_digit;

/// Deepest nesting of tables that is looked at.
const DEEPEST: usize = 32;

/// The use of the tables on a page: to lay it out, or to hold rows.
#[derive(Debug)]
pub(super) struct Layout {
    /// For each table, true if its cells hold whole parts of the page.
    pub(super) blocks: Vec<bool>,
    /// The rows that are words, or a number and its words in two cells, by their place among the events.
    pub(super) joined: HashSet<usize>,
    /// For each line, true if it stands in a table with rows.
    pub(super) in_rows: Vec<bool>,
}

#[derive(Debug, Default)]
struct Cell {
    first: Option<usize>,
    lines: usize,
    /// Number of 附則, and of articles with words.
    heads: usize,
    /// Number of those and of the items that end a sentence.
    provisions: usize,
    supplementary: bool,
    first_article: bool,
}

#[derive(Debug, Default)]
struct Table {
    id: usize,
    row: Option<usize>,
    cell: Option<Cell>,
    cells: Vec<Cell>,
    /// Rows with a single cell, or with two of which the first is a bare number or mark.
    candidates: Vec<usize>,
    /// True if a row is an article.
    articles: bool,
}

/// True for a line that is only a mark or a number.
pub(super) fn is_bare(words: &str, heads: &dyn LineHeads) -> bool {
    let words = words.trim();
    heads.is_bare_head(words) || words.chars().count() <= 3 && words.chars().all(is_digit)
}

/// Finds out how the tables of a page are used.
pub(super) fn read(page: &Page, parts: &[Part], heads: &dyn LineHeads) -> Layout {
    let mut layout = Layout {
        blocks: vec![false; page.tables],
        joined: HashSet::new(),
        in_rows: vec![false; page.lines.len()],
    };
    let mut tables: Vec<Table> = Vec::new();
    let mut inner: Vec<Option<usize>> = vec![None; page.lines.len()];
    let mut too_deep = 0usize;
    for (at, event) in page.events.iter().enumerate() {
        match *event {
            Event::Table(_) if tables.len() >= DEEPEST => too_deep += 1,
            Event::Table(id) => tables.push(Table { id, ..Table::default() }),
            Event::EndTable if too_deep > 0 => too_deep -= 1,
            Event::EndTable => {
                let Some(mut table) = tables.pop() else { continue };
                table.end_row(page, parts, heads, &mut layout);
                if table.articles && !layout.blocks.get(table.id).is_some_and(|b| *b) {
                    layout.joined.extend(table.candidates);
                }
            }
            Event::Line(line) => {
                if let (Some(table), Some(inner)) = (tables.last(), inner.get_mut(line)) {
                    *inner = Some(table.id);
                }
                for cell in tables.iter_mut().filter_map(|t| t.cell.as_mut()) {
                    cell.take(line, parts.get(line).copied());
                }
            }
            _ if too_deep > 0 => {}
            Event::Row | Event::EndRow | Event::Cell(_) | Event::EndCell => {
                let Some(table) = tables.last_mut() else { continue };
                match event {
                    Event::Row => {
                        table.end_row(page, parts, heads, &mut layout);
                        table.row = Some(at);
                    }
                    Event::EndRow => table.end_row(page, parts, heads, &mut layout),
                    Event::Cell(_) => {
                        table.end_cell(&mut layout);
                        table.cell = Some(Cell::default());
                    }
                    _ => table.end_cell(&mut layout),
                }
            }
            Event::Item(..) | Event::Term | Event::Section(_) => {}
        }
    }
    for (in_rows, inner) in layout.in_rows.iter_mut().zip(inner) {
        *in_rows = inner.is_some_and(|id| layout.blocks.get(id) == Some(&false));
    }
    layout
}

impl Cell {
    fn take(&mut self, line: usize, part: Option<Part>) {
        self.first = self.first.or(Some(line));
        self.lines += 1;
        match part {
            Some(Part::Article { first, words, .. }) => {
                self.heads += usize::from(words);
                self.provisions += usize::from(words);
                self.first_article |= first;
            }
            Some(Part::Supplementary { .. }) => {
                self.heads += 1;
                self.provisions += 1;
                self.supplementary = true;
            }
            Some(Part::Item { sentence: true }) => self.provisions += 1,
            _ => {}
        }
    }

    /// True if whole provisions stand in the cell, so that it is a part of the page.
    fn is_page(&self) -> bool {
        self.first_article && self.provisions >= 2 || self.heads >= 2 && self.supplementary
    }
}

impl Table {
    fn end_cell(&mut self, layout: &mut Layout) {
        let Some(cell) = self.cell.take() else { return };
        if cell.is_page()
            && let Some(blocks) = layout.blocks.get_mut(self.id)
        {
            *blocks = true;
        }
        self.cells.push(cell);
    }

    fn end_row(&mut self, page: &Page, parts: &[Part], heads: &dyn LineHeads, layout: &mut Layout) {
        self.end_cell(layout);
        let row = self.row.take();
        let cells = std::mem::take(&mut self.cells);
        let filled: Vec<&Cell> = cells.iter().filter(|c| c.lines > 0).collect();
        let part = |cell: &Cell| cell.first.and_then(|l| parts.get(l).copied());
        match filled[..] {
            [only] => {
                self.articles |= matches!(part(only), Some(Part::Article { words: true, .. }));
                self.candidates.extend(row);
            }
            [mark, words] if mark.lines == 1 => {
                let bare = mark.first.is_some_and(|l| is_bare(page.words(l), heads));
                let article = matches!(part(mark), Some(Part::Article { .. }));
                let sentence = matches!(part(words), Some(Part::Sentence));
                self.articles |= bare && article && sentence;
                self.candidates.extend(row.filter(|_| bare));
            }
            _ => {}
        }
    }
}
