//! Writes the lines of a page that belong to the rule, with the numbers of its lists and the rows of its tables.

use super::body::Body;
use super::layout::{Layout, is_bare};
use super::list::Counts;
use super::page::{Event, Page};
use crate::document::flow::Flow;
use crate::document::grid::Blocks;
use crate::document::{LineHeads, Opens, Part};

/// Writes a page.
pub(super) fn text(
    page: &Page,
    parts: &[Part],
    layout: &Layout,
    body: &Body,
    heads: &dyn LineHeads,
) -> Blocks {
    let lists = page.lists.iter().map(|_| Counting::default()).collect();
    let mut writer = Writer {
        page,
        parts,
        layout,
        body,
        heads,
        lists,
        flow: Flow::new(heads),
        tables: Vec::new(),
        row: None,
        mark: None,
        glue: false,
        term: false,
        before: None,
        last_item: None,
    };
    for (at, event) in page.events.iter().enumerate() {
        writer.event(at, *event);
    }
    writer.break_line();
    writer.flow.finish()
}

/// The counting of a list: the provisions that it counts, and its next number.
#[derive(Debug, Default)]
struct Counting {
    counts: Option<Counts>,
    next: Option<i32>,
}

/// The way in which the cells of the open row are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Cells,
    /// As one line: a number and its words.
    Joined,
}

struct Writer<'p> {
    page: &'p Page,
    parts: &'p [Part],
    layout: &'p Layout,
    body: &'p Body,
    heads: &'p dyn LineHeads,
    flow: Flow<'p>,
    /// For each open table, true if it has rows, and how the row around it is written.
    tables: Vec<(bool, Option<Row>)>,
    row: Option<Row>,
    lists: Vec<Counting>,
    /// The mark that the next line begins with.
    mark: Option<String>,
    /// True if the next line goes on with the last one.
    glue: bool,
    /// True if the next line is a term.
    term: bool,
    /// The last line.
    before: Option<usize>,
    /// The last number of a list of items.
    last_item: Option<i32>,
}

impl Writer<'_> {
    fn event(&mut self, at: usize, event: Event) {
        match event {
            Event::Line(line) => self.line(line),
            Event::Item(list, value) => self.item(list, value),
            Event::Term => {
                self.break_line();
                self.term = true;
            }
            Event::Table(id) => {
                self.break_line();
                let rows = self.layout.blocks.get(id) != Some(&true);
                self.tables.push((rows, self.row.take()));
                if rows {
                    self.flow.open_table();
                }
            }
            Event::EndTable => {
                self.break_line();
                let Some((rows, around)) = self.tables.pop() else { return };
                if rows {
                    self.flow.close_table();
                }
                self.row = around;
            }
            _ if !self.tables.last().is_none_or(|(rows, _)| *rows) => self.break_line(),
            Event::Row => {
                self.break_line();
                self.flow.open_row();
                self.row =
                    Some(if self.layout.joined.contains(&at) { Row::Joined } else { Row::Cells });
            }
            Event::EndRow => {
                self.break_line();
                self.flow.close_row();
                self.row = None;
            }
            Event::Cell(_) | Event::EndCell if self.row == Some(Row::Joined) => {}
            Event::Cell(cell) => {
                self.break_line();
                self.flow.open_cell(cell.rows, cell.columns, cell.header);
            }
            Event::EndCell => {
                self.break_line();
                self.flow.close_cell();
            }
            Event::Section(section) => {
                self.break_line();
                self.flow.section(section);
            }
        }
    }

    /// Ends a line that would have gone on.
    fn break_line(&mut self) {
        if std::mem::take(&mut self.glue) {
            self.flow.end_line();
        }
    }

    fn line(&mut self, line: usize) {
        let term = std::mem::take(&mut self.term);
        let mark = self.mark.take();
        if self.body.keep.get(line) != Some(&true) {
            return;
        }
        let words = self.page.words(line);
        if std::mem::take(&mut self.glue) {
            self.flow.words("\u{3000}");
        } else if let Some(mark) = mark
            && self.heads.opens(words) == Opens::Nothing
        {
            self.flow.words(&mark);
            self.flow.words("\u{3000}");
        }
        self.flow.words(words);
        self.before = Some(line);
        let joins = term || self.row == Some(Row::Joined);
        if joins && is_bare(words, self.heads) {
            self.glue = true;
        } else {
            self.flow.end_line();
        }
    }

    /// Counts an item of a list.
    fn item(&mut self, at: usize, value: Option<i32>) {
        self.break_line();
        self.mark = None;
        let begun = self.before.is_some_and(|b| self.body.first.is_none_or(|first| b >= first));
        let Some(list) = self.page.lists.get(at).filter(|l| begun && l.is_numbered()) else {
            return;
        };
        let first = list.first();
        let counts = match self.lists.get(at).and_then(|l| l.counts) {
            Some(counts) => counts,
            None => self.counts_of(list.parent, first),
        };
        let Some(counting) = self.lists.get_mut(at) else { return };
        counting.counts = Some(counts);
        let number = value.or(counting.next).unwrap_or(first);
        counting.next = Some(list.next(number));
        if counts == Counts::Items && list.parent.is_none() {
            self.last_item = Some(number);
        }
        let bare_article = self
            .before
            .is_some_and(|b| matches!(self.parts.get(b), Some(Part::Article { words: false, .. })));
        // The first paragraph of an article has no number.
        if counts == Counts::Paragraphs && number == 1 && bare_article {
            return;
        }
        self.mark = list.mark(number, counts);
    }

    /// Tells what a list counts from what stands before it.
    fn counts_of(&self, parent: Option<usize>, first: i32) -> Counts {
        if let Some(parent) = parent {
            return match self.lists.get(parent).and_then(|l| l.counts) {
                Some(Counts::Items) => Counts::Below(0),
                Some(Counts::Below(depth)) => Counts::Below(depth + 1),
                Some(Counts::Paragraphs) | None => Counts::Items,
            };
        }
        if first != 1 {
            let goes_on = self.last_item.is_some_and(|last| last.checked_add(1) == Some(first));
            let announced = self.before.is_some_and(|b| announces(self.page.words(b)));
            return if goes_on || announced { Counts::Items } else { Counts::Paragraphs };
        }
        match self.before.and_then(|b| self.parts.get(b)) {
            Some(
                Part::Article { words: false, .. }
                | Part::Supplementary { words: false }
                | Part::Heading,
            )
            | None => Counts::Paragraphs,
            Some(_) => Counts::Items,
        }
    }
}

/// True if the last sentence of a line announces a list.
fn announces(words: &str) -> bool {
    let last =
        words.trim_end_matches(['。', ' ', '\u{3000}']).rsplit('。').next().unwrap_or_default();
    ["次の", "次に", "左の", "下記", "以下の", "各号"].iter().any(|w| last.contains(w))
}
