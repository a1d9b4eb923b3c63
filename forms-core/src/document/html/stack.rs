//! The open elements of a page. An element ends with its end tag, with one around it, or where HTML says that the
//! next one cannot lie in it.

use super::tag::{Kind, TAGS, Tag};

/// Deepest nesting; what lies deeper counts as lying there.
const DEEPEST: usize = 512;

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) tag: Tag,
    /// Its place in the list of elements.
    pub(super) element: u32,
    /// True if its content is no text of the page.
    pub(super) hidden: bool,
    /// True if its line breaks are kept.
    pub(super) keeps_breaks: bool,
    /// The list with numbers that it is.
    pub(super) list: Option<u32>,
}

/// The open elements, outermost first.
#[derive(Debug)]
pub(super) struct Stack {
    open: Vec<Open>,
    /// The places of each tag.
    places: Vec<Vec<usize>>,
    tables: Vec<usize>,
    cells: Vec<usize>,
    lists: Vec<usize>,
    /// The elements that end where an item, a term, a cell, row or section of a table, or the body begins.
    item: [Tag; 2],
    term: [Tag; 3],
    row: [Tag; 6],
    head: [Tag; 1],
}

impl Stack {
    pub(super) fn new() -> Self {
        let tag = |name: &str| Tag::of(name.as_bytes());
        Self {
            open: Vec::new(),
            places: vec![Vec::new(); TAGS],
            tables: Vec::new(),
            cells: Vec::new(),
            lists: Vec::new(),
            item: ["li", "p"].map(tag),
            term: ["dt", "dd", "p"].map(tag),
            row: ["td", "th", "tr", "thead", "tbody", "tfoot"].map(tag),
            head: ["head"].map(tag),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    pub(super) fn last(&self) -> Option<&Open> {
        self.open.last()
    }

    /// Returns the innermost list if it counts its items.
    pub(super) fn list(&self) -> Option<u32> {
        self.lists.last().and_then(|at| self.open.get(*at))?.list
    }

    /// Returns the open lists that count their items, innermost first.
    pub(super) fn lists_around(&self) -> impl Iterator<Item = u32> {
        self.lists.iter().rev().filter_map(|at| self.open.get(*at)?.list)
    }

    pub(super) fn is_full(&self) -> bool {
        self.open.len() >= DEEPEST
    }

    pub(super) fn push(&mut self, open: Open) {
        let at = self.open.len();
        if let Some(places) = self.places.get_mut(open.tag.0) {
            places.push(at);
        }
        match open.tag.kind() {
            Kind::Table => self.tables.push(at),
            Kind::Cell => self.cells.push(at),
            Kind::Ordered | Kind::List => self.lists.push(at),
            _ => {}
        }
        self.open.push(open);
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        if let Some(places) = self.places.get_mut(open.tag.0) {
            places.pop();
        }
        match open.tag.kind() {
            Kind::Table => self.tables.pop(),
            Kind::Cell => self.cells.pop(),
            Kind::Ordered | Kind::List => self.lists.pop(),
            _ => None,
        };
        Some(open)
    }

    /// Returns the number of elements that stay open after the end tag of an element; `None` if it has no start.
    pub(super) fn after_end(&self, tag: Tag) -> Option<usize> {
        let at = self.places.get(tag.0)?.last().copied()?;
        let table = self.tables.last().copied();
        let cell = self.cells.last().copied();
        let barrier = match tag.kind() {
            Kind::Table => None,
            Kind::Cell | Kind::Row | Kind::Section => table,
            Kind::Item => table.max(cell).max(self.lists.last().copied()),
            _ => table.max(cell),
        };
        barrier.is_none_or(|barrier| at > barrier).then_some(at)
    }

    /// Returns the number of elements that stay open before an element begins.
    pub(super) fn before_start(&self, tag: Tag) -> usize {
        let kind = tag.kind();
        let ended: &[Tag] = match kind {
            Kind::Item => &self.item,
            Kind::Term | Kind::Definition => &self.term,
            Kind::Cell => self.row.get(..2).unwrap_or_default(),
            Kind::Row => self.row.get(..3).unwrap_or_default(),
            Kind::Section => &self.row,
            Kind::Root => &self.head,
            _ if kind.is_block() || tag.name() == "hr" => self.item.get(1..).unwrap_or_default(),
            _ => &[],
        };
        let ends = ended.iter().filter_map(|tag| self.after_end(*tag));
        ends.min().unwrap_or(self.open.len())
    }
}
