//! Takes a page apart: its lines with the elements around them, its tables and its lists.

use super::list::List;
use super::stack::{Open, Stack};
use super::style::{Attributes, Styles, keeps_breaks};
use super::tag::{Kind, Tag};
use super::tokens::{self, Token};
use crate::document::flow::Section;
use crate::text::{first_unseen, without_unseen};

/// One step through a page: a line, or the start or end of a table, a row, a cell or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// A line, by its place in [`Page::lines`].
    Line(usize),
    /// A table opens, by its number.
    Table(usize),
    EndTable,
    Row,
    EndRow,
    /// A section of a table begins: its head, body or foot.
    Section(Section),
    /// A cell opens.
    Cell(CellTag),
    EndCell,
    /// An item of a list with numbers: the list, and the number that the item itself states.
    Item(usize, Option<i32>),
    /// The term of a list of terms begins.
    Term,
}

/// The spans of a cell and its kind, as its tag gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellTag {
    /// The number of rows that the cell spans; [`usize::MAX`] down to the end of the table.
    pub(super) rows: usize,
    /// The number of columns that the cell spans.
    pub(super) columns: usize,
    /// True for `th`.
    pub(super) header: bool,
}

/// A line of a page.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The innermost element that holds it.
    pub(super) element: u32,
    /// True if all of it leads somewhere else.
    pub(super) link: bool,
    /// True if it stands in h1 to h6.
    pub(super) heading: bool,
}

/// An element that holds lines.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) parent: u32,
    /// The first element after those in it.
    pub(super) end: u32,
}

/// The content of a page.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    pub(super) lines: Vec<Line>,
    pub(super) elements: Vec<Element>,
    pub(super) events: Vec<Event>,
    pub(super) lists: Vec<List>,
    /// The number of tables.
    pub(super) tables: usize,
}

impl Page {
    /// Takes a page apart. `all` also takes what the page does not show.
    pub(super) fn read(text: &str, all: bool) -> Self {
        let mut builder = Builder::new(all);
        tokens::read(text, |token| match token {
            Token::Start { tag, attributes, closed } => builder.start(tag, &attributes, closed),
            Token::End(tag) => builder.end(tag),
            Token::Words(words) => builder.words(words),
        });
        builder.close_to(0);
        builder.end_line();
        builder.page
    }

    pub(super) fn words(&self, line: usize) -> &str {
        self.lines.get(line).and_then(|l| self.text.get(l.from..l.to)).unwrap_or_default()
    }
}

struct Builder {
    page: Page,
    stack: Stack,
    styles: Styles,
    all: bool,
    /// Numbers of open elements of these kinds.
    hidden: usize,
    keeping: usize,
    links: usize,
    headings: usize,
    /// Index in the text at which the open line begins.
    line_from: usize,
    /// True if the open line has words in a link.
    linked: bool,
    /// True if the open line has words outside of links.
    unlinked: bool,
    /// White space before the next word; true if it contains a line break.
    gap: Option<bool>,
    /// True if the open line has a character that nobody sees.
    unseen: bool,
}

impl Builder {
    fn new(all: bool) -> Self {
        let page = Page {
            text: String::new(),
            lines: Vec::new(),
            elements: vec![Element { parent: 0, end: u32::MAX }],
            events: Vec::new(),
            lists: Vec::new(),
            tables: 0,
        };
        let (stack, styles) = (Stack::new(), Styles::default());
        Self {
            page,
            stack,
            styles,
            all,
            hidden: 0,
            keeping: 0,
            links: 0,
            headings: 0,
            line_from: 0,
            linked: false,
            unlinked: false,
            gap: None,
            unseen: false,
        }
    }

    fn start(&mut self, name: Tag, attributes: &Attributes<'_>, closed: bool) {
        let kind = name.kind();
        self.close_to(self.stack.before_start(name));
        if matches!(kind, Kind::Void | Kind::Break) {
            if kind == Kind::Break && self.hidden == 0 {
                self.end_line();
            }
            return;
        }
        let skip = matches!(kind, Kind::Skip | Kind::Head | Kind::Style);
        let hidden = skip || !self.all && self.styles.hide(name, attributes);
        if closed && (skip || kind == Kind::Inline) || self.stack.is_full() {
            if self.hidden == 0 && kind.is_block() {
                self.end_line();
            }
            return;
        }
        // Parts of a line matter only if they, or something around them, are hidden.
        if kind == Kind::Inline && !hidden && self.hidden == 0 {
            return;
        }
        let shown = self.hidden == 0 && !hidden;
        if shown && kind != Kind::Inline && kind != Kind::Link {
            self.end_line();
        }
        let style = attributes.get("style");
        let keeps = kind == Kind::Pre || style.as_deref().is_some_and(keeps_breaks);
        let mut open =
            Open { tag: name, element: self.element(), hidden, keeps_breaks: keeps, list: None };
        if shown {
            self.opened(kind, attributes, &mut open);
        }
        self.hidden += usize::from(hidden);
        self.keeping += usize::from(keeps);
        self.headings += usize::from(kind == Kind::Heading);
        // A link without an address is the name of a place.
        self.links += usize::from(kind == Kind::Link && attributes.has("href"));
        if kind == Kind::Link && !attributes.has("href") && !hidden && self.hidden == 0 {
            return;
        }
        self.stack.push(open);
    }

    /// Returns the innermost element.
    fn element(&self) -> u32 {
        self.stack.last().map_or(0, |o| o.element)
    }

    /// Takes note of an element that opens.
    fn opened(&mut self, kind: Kind, attributes: &Attributes<'_>, open: &mut Open) {
        if !matches!(kind, Kind::Inline | Kind::Link | Kind::Paragraph | Kind::Root) {
            let parent = open.element;
            open.element = u32::try_from(self.page.elements.len()).unwrap_or(u32::MAX);
            self.page.elements.push(Element { parent, end: u32::MAX });
        }
        let event = match kind {
            Kind::Table => {
                self.page.tables += 1;
                Event::Table(self.page.tables - 1)
            }
            Kind::Row => Event::Row,
            Kind::Section => Event::Section(section_of(open.tag.name())),
            Kind::Cell => {
                let span = |name| attributes.number(name).and_then(|n| usize::try_from(n).ok());
                let rows = span("rowspan").map_or(1, |n| if n == 0 { usize::MAX } else { n });
                let (columns, header) = (span("colspan").unwrap_or(1), open.tag.name() == "th");
                Event::Cell(CellTag { rows, columns, header })
            }
            Kind::Term => Event::Term,
            Kind::Ordered => {
                let list = self.page.lists.len();
                let parent = self.stack.lists_around().next().map(|l| l as usize);
                self.page.lists.push(List::of(attributes, parent));
                open.list = u32::try_from(list).ok();
                return;
            }
            Kind::Item => {
                let Some(list) = self.stack.list() else { return };
                let list = list as usize;
                if let Some(list) = self.page.lists.get_mut(list) {
                    list.items += 1;
                }
                Event::Item(list, attributes.number("value"))
            }
            _ => return,
        };
        self.page.events.push(event);
    }

    fn end(&mut self, tag: Tag) {
        if matches!(tag.kind(), Kind::Void | Kind::Root) {
            return;
        }
        if tag.kind() == Kind::Break {
            // </br> is read as <br>.
            self.end_line();
            return;
        }
        match self.stack.after_end(tag) {
            Some(open) => self.close_to(open),
            // </p> without a start is an empty paragraph.
            None if tag.kind().is_block() && self.hidden == 0 => self.end_line(),
            None => {}
        }
    }

    /// Closes elements until so many are open.
    fn close_to(&mut self, open: usize) {
        while self.stack.len() > open {
            let Some(last) = self.stack.last().copied() else { return };
            let kind = last.tag.kind();
            if self.hidden == 0 && !matches!(kind, Kind::Inline | Kind::Link) {
                self.end_line();
                match kind {
                    Kind::Table => self.page.events.push(Event::EndTable),
                    Kind::Row => self.page.events.push(Event::EndRow),
                    Kind::Cell => self.page.events.push(Event::EndCell),
                    Kind::Section => self.page.events.push(Event::Section(Section::Body)),
                    _ => {}
                }
            }
            self.stack.pop();
            let around = self.element();
            let end = u32::try_from(self.page.elements.len()).unwrap_or(u32::MAX);
            if let Some(element) = self.page.elements.get_mut(last.element as usize)
                && last.element != around
            {
                element.end = end;
            }
            self.hidden -= usize::from(last.hidden);
            self.keeping -= usize::from(last.keeps_breaks);
            self.headings -= usize::from(kind == Kind::Heading);
            self.links -= usize::from(kind == Kind::Link && self.links > 0);
        }
    }

    /// Adds words with white space folded; a line break between Japanese characters is no space.
    fn words(&mut self, words: &str) {
        if self.hidden > 0 {
            if !self.all && self.stack.last().is_some_and(|o| o.tag.kind() == Kind::Style) {
                self.styles.add(words);
            }
            return;
        }
        let keeping = self.keeping > 0;
        let breaks = |b: u8| matches!(b, b'\n' | b'\r' | b'\x0c');
        let ends_run = |b: u8| breaks(b) || !keeping && matches!(b, b' ' | b'\t');
        let mut rest = words;
        while let Some(at) = rest.bytes().position(ends_run) {
            let (run, after) = rest.split_at(at);
            self.run(run);
            let (sign, after) = after.split_at(1);
            if self.keeping > 0 {
                self.end_line();
            } else {
                self.gap = Some(self.gap.unwrap_or(false) || sign == "\n" || sign == "\r");
            }
            rest = after;
        }
        self.run(rest);
    }

    /// Adds words without white space that would be folded.
    fn run(&mut self, run: &str) {
        let Some(first) = run.chars().next() else { return };
        if let Some(broken) = self.gap.take() {
            let before = self.line().chars().next_back();
            let joined = broken && !first.is_ascii() && before.is_none_or(|b| !b.is_ascii());
            if !joined && before.is_some() {
                self.page.text.push(' ');
            }
        }
        if run.contains('\u{a0}') {
            self.page.text.extend(run.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }));
        } else {
            self.page.text.push_str(run);
        }
        self.unseen |= first_unseen(run).is_some();
        let words = !run.trim_start().is_empty();
        let seen = if self.links > 0 { &mut self.linked } else { &mut self.unlinked };
        *seen |= words;
    }

    fn line(&self) -> &str {
        self.page.text.get(self.line_from..).unwrap_or_default()
    }

    /// Ends the open line.
    fn end_line(&mut self) {
        self.gap = None;
        if std::mem::take(&mut self.unseen) {
            let seen = without_unseen(self.line()).into_owned();
            self.page.text.truncate(self.line_from);
            self.page.text.push_str(&seen);
        }
        let line = self.line();
        let words = if self.keeping > 0 { line } else { line.trim_start() };
        let from = self.line_from + line.len() - words.len();
        let words = words.trim_end();
        let to = from + words.len();
        if !words.trim_start().is_empty() {
            self.page.events.push(Event::Line(self.page.lines.len()));
            self.page.lines.push(Line {
                from,
                to,
                element: self.element(),
                link: self.linked && !self.unlinked,
                heading: self.headings > 0,
            });
        }
        self.page.text.truncate(self.page.lines.last().map_or(0, |l| l.to));
        self.line_from = self.page.text.len();
        (self.linked, self.unlinked) = (false, false);
    }
}

/// The section of a table that an element begins.
fn section_of(name: &str) -> Section {
    match name {
        "thead" => Section::Head,
        "tfoot" => Section::Foot,
        _ => Section::Body,
    }
}
