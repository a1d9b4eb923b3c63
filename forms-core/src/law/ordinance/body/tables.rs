//! The rows of a 別表 and of a table inside an article.

mod named;
mod rows;

use std::collections::HashSet;

use super::{OpenTable, Place, Reader};
use crate::document::Grid;
use crate::law::citation::quoted;
use crate::law::marker::{Marker, MarkerKind};
use crate::law::ordinance::head::Head;
use crate::law::ordinance::lines::Line;
use crate::law::ordinance::table::plan::{Key, Plan};
use crate::law::ordinance::table::text::{Within, flattened, grid, is_remark};
use crate::law::ordinance::table::{self, FirstColumn, cells, is_ruler};
use crate::law::path::{Division, ProvisionPath, TableRef};

impl OpenTable {
    fn new(name: String, at: usize, provisions: usize) -> Self {
        Self {
            name,
            at: Some(at),
            provisions,
            column: FirstColumn::Words,
            plan: None,
            row: None,
            row_at: None,
            row_keys: HashSet::new(),
            bands: false,
            band: None,
            words: None,
            counted_lists: false,
            has_words: false,
            closed: false,
        }
    }

    /// Returns the path of the open row, or of the table if no row is open.
    pub(super) fn path(&self, base: ProvisionPath) -> ProvisionPath {
        let table = TableRef { name: self.name.clone(), row: self.row.clone(), column: None };
        ProvisionPath { table: Some(table), ..base }
    }

    /// Begins the band of rows that these words head.
    fn begin_band(&mut self, words: &str) {
        self.band = rows::band_of(words);
        (self.row, self.row_at) = (None, None);
    }

    /// Returns the path of the whole table.
    fn whole(&self, base: ProvisionPath) -> ProvisionPath {
        let table = TableRef { name: self.name.clone(), row: None, column: None };
        ProvisionPath { table: Some(table), ..base }
    }
}

impl Reader<'_> {
    pub(super) fn open_table(&mut self, at: usize, name: String) {
        self.leave_table();
        let rest = self.lines.get(at + 1..).unwrap_or_default();
        let mut open = OpenTable::new(name, at, self.body.provisions.len());
        open.bands = self.bands_at == Some(at);
        open.column = table::first_column(rest);
        open.counted_lists = table::has_counted_lists(rest);
        self.levels = super::Levels::default();
        self.inner = None;
        self.division = Division::Main;
        self.article = None;
        self.paragraph = None;
        if let Some((grid, count)) = flattened(rest, Within::Annex) {
            open.has_words = true;
            self.take_grid(&mut open, &grid, true, &ProvisionPath::default());
            self.next = self.next.or(Some(at + 1 + count));
        }
        self.place = Place::Table(Box::new(open));
    }

    /// Leaves the open 別表. One from which no row was read although it has words is not read.
    pub(super) fn leave_table(&mut self) {
        if let Place::Table(open) = &self.place
            && open.has_words
            && (open.bands || self.bands_at != open.at)
            && self.body.provisions.len() == open.provisions
        {
            self.body.unread.push(open.whole(ProvisionPath::default()));
        }
    }

    /// Takes a line of a 別表.
    pub(super) fn table_line(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        if is_remark(line.words) {
            // Lines after 備考 explain the table and are no rows of it.
            self.leave_table();
            self.place = Place::Outside;
            return;
        }
        let Place::Table(mut open) = std::mem::replace(&mut self.place, Place::Outside) else {
            return;
        };
        let rest = self.lines.get(at..).unwrap_or_default();
        match &line.head {
            Head::Bracketed | Head::Chapter => {
                if self.heads_grid(at) {
                    open.begin_band(line.words);
                }
            }
            _ if is_ruler(line.words) => {}
            _ if line.words == "削除" => {}
            Head::Grid(n) => {
                if let Some(grid) = self.grids.get(*n) {
                    open.has_words = true;
                    self.take_grid(&mut open, grid, false, &ProvisionPath::default());
                }
            }
            _ if self.heads_grid(at) => {
                open.begin_band(line.words);
                open.has_words = true;
                open.plan = None;
            }
            _ => match grid(rest, Within::Annex) {
                Some((grid, count)) => {
                    open.has_words = true;
                    self.take_grid(&mut open, &grid, true, &ProvisionPath::default());
                    self.next = self.next.or(Some(at + count));
                }
                None => {
                    open.has_words = true;
                    self.loose_line(at, &mut open);
                }
            },
        }
        self.place = Place::Table(open);
    }

    /// True if a line of words stands directly above a grid.
    fn heads_grid(&self, at: usize) -> bool {
        matches!(self.lines.get(at + 1).map(|l| &l.head), Some(Head::Grid(_)))
    }

    /// Takes a line of a 別表 that is no row with cells: an item, a row whose cells only spaces part, or words.
    fn loose_line(&mut self, at: usize, open: &mut OpenTable) {
        let Some(line) = self.lines.get(at) else { return };
        match &line.head {
            Head::Mark { marker, body, .. }
                if marker.kind() != MarkerKind::Arabic || open.counted_lists =>
            {
                let words = line.from(*body).to_owned();
                self.table_mark(open, marker, &words);
            }
            _ => self.spaced_cells(at, open),
        }
    }

    fn table_mark(&mut self, open: &mut OpenTable, marker: &Marker, words: &str) {
        let begins = marker.numbers() == Some(&[1]) || self.levels.is_empty();
        if begins
            && let Some(head) = open.words.take()
            && matches!(marker.kind(), MarkerKind::Bracketed | MarkerKind::Arabic)
        {
            // A cell whose items follow on lines of their own heads the row.
            if open.column == FirstColumn::Words
                && quoted(&head).is_some()
                && open.row_keys.insert(head.clone())
            {
                open.row = Some(head);
                open.row_at = None;
                self.levels = super::Levels::default();
                let path = open.path(ProvisionPath::default());
                self.push(path, "");
            }
        }
        match self.levels.step(marker, None) {
            Some(step) => {
                self.levels.take(step, marker);
                let path = self.levels.path(open.path(ProvisionPath::default()));
                self.push(path, words);
            }
            None => self.append(words),
        }
    }

    /// Takes a row whose cells are separated by spaces, or words.
    fn spaced_cells(&mut self, at: usize, open: &mut OpenTable) {
        let Some(line) = self.lines.get(at) else { return };
        let spaced = || table::spaced_row(line.words).map(|(number, rest)| vec![number, rest]);
        let split = cells(line.words).filter(|c| starts_row(c, open)).or_else(spaced);
        let Some(split) = split else {
            if open.row.is_some() && open.column == FirstColumn::Numbers {
                self.append(line.words);
            } else {
                open.words = Some(line.words.to_owned());
            }
            return;
        };
        let counted = split.first().is_some_and(|c| table::row_number(c).is_some());
        let key = if counted { Key::Numbers(0) } else { Key::Words(0) };
        let plan = Plan::of_line(key, split.len());
        let grid = table::text::of_cells(split);
        for (_, slots) in grid.slots() {
            self.row(open, &plan, &slots, true, &ProvisionPath::default());
        }
    }

    /// Takes the table inside an article whose first row or whose grid is on a line; `false` if there is none.
    pub(super) fn inner_table(&mut self, at: usize) -> bool {
        let Some(line) = self.lines.get(at) else { return false };
        if self.paragraph.is_none() {
            return false;
        }
        let rest = self.lines.get(at..).unwrap_or_default();
        let of_text;
        let (grid, ditto) = match line.head {
            Head::Grid(n) => match self.grids.get(n) {
                Some(grid) => (grid, false),
                None => return true,
            },
            _ => match grid(rest, Within::Article).or_else(|| self.flattened_below(rest)) {
                Some((grid, count)) => {
                    self.next = Some(at + count);
                    of_text = grid;
                    (&of_text, true)
                }
                None => return false,
            },
        };
        let base = self.base();
        let mut open = self.inner.take().filter(|o| o.base == base).unwrap_or_else(|| {
            let table = OpenTable::new("表".to_owned(), at, self.body.provisions.len());
            let bands = self.bands_at == Some(at);
            let levels = super::Levels::default();
            super::InnerTable { base: base.clone(), table: OpenTable { bands, ..table }, levels }
        });
        std::mem::swap(&mut self.levels, &mut open.levels);
        self.take_grid(&mut open.table, grid, ditto, &base);
        std::mem::swap(&mut self.levels, &mut open.levels);
        let again = self.is_read_again(&open.table);
        self.inner = Some(open).filter(|_| !again);
        true
    }

    /// Closes the table inside an article: other words follow it.
    pub(super) fn close_inner(&mut self) {
        if let Some(open) = &mut self.inner {
            (open.table.row, open.table.row_at) = (None, None);
            (open.table.plan, open.table.at) = (None, None);
        }
    }

    /// Takes an item that follows a row of a table in the article: it belongs to that row.
    pub(super) fn item_of_inner_row(&mut self, marker: &Marker, words: &str) -> bool {
        let base = self.base();
        let Some(open) = self.inner.as_mut().filter(|o| o.table.row.is_some() && o.base == base)
        else {
            return false;
        };
        let Some(step) = open.levels.step(marker, None) else { return false };
        open.levels.take(step, marker);
        let path = open.levels.path(open.table.path(base));
        self.push(path, words);
        true
    }

    /// True while a table is left because it is read again with its bands.
    fn is_read_again(&self, open: &OpenTable) -> bool {
        self.next.is_some() && open.at.is_some() && self.bands_at == open.at && !open.bands
    }

    /// Returns the table with one cell on each line below the article that points to it.
    fn flattened_below(&mut self, lines: &[Line<'_>]) -> Option<(Grid, usize)> {
        let count = self.body.provisions.len();
        let last = self.body.provisions.last()?;
        let points = last.text.ends_with('。') && last.text.contains("次の表");
        if !points || self.flattened_at == Some(count) {
            return None;
        }
        self.flattened_at = Some(count);
        flattened(lines, Within::Article)
    }

    /// Reads the rows of a grid.
    fn take_grid(&mut self, open: &mut OpenTable, grid: &Grid, ditto: bool, base: &ProvisionPath) {
        let before = open.plan.take();
        let plan = Plan::new(grid, before.as_ref());
        open.closed = false;
        for (place, (_, slots)) in grid.slots().enumerate() {
            if place < plan.headers {
                if let Some(words) = table::plan::heading(&slots, plan.width) {
                    open.begin_band(words);
                }
                continue;
            }
            if self.is_read_again(open) {
                break;
            }
            if !open.closed {
                self.row(open, &plan, &slots, ditto, base);
            }
        }
        open.plan = Some(plan);
    }
}

/// True if cells separated only by spaces are a row: the first one is a number.
fn starts_row(cells: &[String], open: &OpenTable) -> bool {
    open.column == FirstColumn::Numbers
        && cells.first().is_some_and(|c| table::row_number(c).is_some())
}
