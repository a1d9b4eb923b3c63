//! The rows of a 別表 and of a table inside an article.

use std::rc::Rc;

use super::{OpenTable, Place, Reader};
use crate::law::citation::quoted;
use crate::law::marker::{Marker, MarkerKind};
use crate::law::ordinance::head::{Head, head};
use crate::law::ordinance::table::{self, FirstColumn, RowKeys, cells, is_header, is_ruler};
use crate::law::path::{Division, ProvisionPath, TableRef};
use crate::law::provision::TableRow;

impl OpenTable {
    fn new(name: String, column: FirstColumn) -> Self {
        Self {
            name,
            column,
            headers: Rc::default(),
            row: None,
            row_at: None,
            row_keys: RowKeys::default(),
            lines: 0,
            words: None,
            counted_lists: false,
        }
    }

    pub(super) fn path(&self, base: ProvisionPath) -> ProvisionPath {
        let table = TableRef { name: self.name.clone(), row: self.row.clone(), column: None };
        ProvisionPath { table: Some(table), ..base }
    }
}

impl Reader<'_> {
    pub(super) fn open_table(&mut self, at: usize, name: String) {
        let rest = self.lines.get(at + 1..).unwrap_or_default();
        let mut open = OpenTable::new(name, table::first_column(rest));
        open.counted_lists = table::has_counted_lists(rest);
        self.place = Place::Table(open);
        self.levels = super::Levels::default();
        self.inner = None;
        self.division = Division::Main;
        self.article = None;
        self.paragraph = None;
    }

    /// Takes a line of a 別表.
    pub(super) fn table_line(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        let Place::Table(mut open) = std::mem::replace(&mut self.place, Place::Outside) else {
            return;
        };
        let notes =
            ["備考", "（備考）", "(備考)", "注 ", "注　"].iter().any(|w| line.words.starts_with(w));
        if notes {
            // Lines after 備考 explain the table and are no rows of it.
            return;
        }
        match &line.head {
            Head::Bracketed | Head::Chapter => {}
            _ if is_ruler(line.words) => {}
            Head::Mark { marker, body, .. }
                if (marker.kind() != MarkerKind::Arabic || open.counted_lists)
                    && cells(line.words).is_none_or(|_| !line.words.contains(['|', '｜'])) =>
            {
                let words = line.from(*body).to_owned();
                self.table_mark(&mut open, marker, &words);
            }
            _ => self.table_cells(at, &mut open),
        }
        self.place = Place::Table(open);
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
                && open.row_keys.insert(&head)
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

    fn table_cells(&mut self, at: usize, open: &mut OpenTable) {
        let Some(line) = self.lines.get(at) else { return };
        let spaced = || table::spaced_row(line.words).map(|(number, rest)| vec![number, rest]);
        let split = cells(line.words)
            .filter(|c| line.words.contains(['|', '｜', '│', '┃', '\t']) || starts_row(c, open))
            .or_else(spaced);
        let Some(split) = split else {
            if open.row.is_some() && open.column == FirstColumn::Numbers {
                self.append(line.words);
                let mut cells = vec![String::new(); line.tabs];
                cells.push(line.words.to_owned());
                self.more_of_cells(open, &cells);
            } else {
                open.words = Some(line.words.to_owned());
            }
            return;
        };
        open.lines += 1;
        self.row(open, &split, ProvisionPath::default());
    }

    /// Takes one line of cells as a row, or as more of the row above.
    fn row(&mut self, open: &mut OpenTable, cells: &[String], base: ProvisionPath) {
        let Some((first, rest)) = cells.split_first() else { return };
        if open.column == FirstColumn::Numbers
            && let Some(rows) = table::deleted_rows(cells)
        {
            self.deleted_rows(open, rows, &base);
            return;
        }
        let mut first_words = None;
        let key = match open.column {
            FirstColumn::Numbers => table::row_number(first).or_else(|| {
                let (number, words) = table::numbered_cell(first)?;
                first_words = Some(words);
                Some(number)
            }),
            FirstColumn::Words if open.lines == 1 && is_header(cells) => {
                open.headers = cells.into();
                return;
            }
            FirstColumn::Words => Some(first.clone()).filter(|c| quoted(c).is_some()),
        };
        let words = || {
            let cells = first_words.iter().chain(rest).filter(|c| !c.is_empty());
            cells.cloned().collect::<Vec<_>>().join(" ")
        };
        let Some(key) = key else {
            if open.row.is_some() && self.item_in_row(cells, open, &base) {
                return;
            }
            if open.row.is_some() {
                self.append(&cells.join(" "));
                self.more_of_cells(open, cells);
            } else if open.headers.is_empty() {
                open.headers = cells.into();
            }
            return;
        };
        if open.row.as_ref() == Some(&key) || !open.row_keys.insert(&key) {
            self.append(&words());
            return;
        }
        open.row = Some(key);
        self.levels = super::Levels::default();
        let path = open.path(base);
        let at = self.body.provisions.len();
        self.push(path, &words());
        let numbered = open.column == FirstColumn::Numbers && first_words.is_none();
        let mut cells = cells.to_vec();
        if let (Some(words), Some(first)) = (first_words, cells.first_mut()) {
            // The number of the row is no word of its first cell.
            *first = words;
        }
        open.row_at = Some(at);
        self.body.rows.insert(at, TableRow { headers: Rc::clone(&open.headers), numbered, cells });
    }

    fn deleted_rows(&mut self, open: &mut OpenTable, rows: Vec<String>, base: &ProvisionPath) {
        self.levels = super::Levels::default();
        // Deleted rows have no cells that a line below could continue.
        open.row_at = None;
        for row in rows {
            if open.row_keys.insert(&row) {
                open.row = Some(row);
                let path = open.path(base.clone());
                self.push(path, "削除");
            }
        }
    }

    /// Adds the cells of a line to those of the row above.
    fn more_of_cells(&mut self, open: &OpenTable, more: &[String]) {
        let Some(row) = open.row_at.and_then(|at| self.body.rows.get_mut(&at)) else { return };
        // A wrapped cell is alone on its line, and empty cells at the end are cut off.
        if more.len() < 2 || row.cells.len() < more.len() {
            return;
        }
        for (cell, more) in row.cells.iter_mut().zip(more).filter(|(_, more)| !more.is_empty()) {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(more);
        }
    }

    /// Takes an item of the row above on a line of cells: (1) 申請の受理 | |. `false` if the line is none.
    fn item_in_row(&mut self, cells: &[String], open: &OpenTable, base: &ProvisionPath) -> bool {
        let Some((first, rest)) = cells.split_first() else { return false };
        let chars: Vec<char> = first.chars().collect();
        let Head::Mark { marker, body, .. } = head(&chars) else { return false };
        if marker.kind() != MarkerKind::Bracketed {
            return false;
        }
        let Some(step) = self.levels.step(&marker, None) else { return false };
        self.levels.take(step, &marker);
        let path = self.levels.path(open.path(base.clone()));
        let own: String = chars.iter().skip(body).collect();
        let words = std::iter::once(&own).chain(rest).filter(|c| !c.is_empty());
        self.push(path, &words.cloned().collect::<Vec<_>>().join(" "));
        true
    }

    /// Takes a row of a table inside an article.
    pub(super) fn inner_table(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        let Some(split) = cells(line.words).filter(|_| self.paragraph.is_some()) else {
            self.append(line.words);
            return;
        };
        if is_ruler(line.words) {
            return;
        }
        let mut open = self.inner.take().unwrap_or_else(|| {
            let rows = self.lines.get(at..).unwrap_or_default();
            let end =
                rows.iter().position(|l| !matches!(l.head, Head::Cells)).unwrap_or(rows.len());
            OpenTable::new(
                "表".to_owned(),
                table::first_column(rows.get(..end).unwrap_or_default()),
            )
        });
        open.lines += 1;
        let base = self.base();
        self.row(&mut open, &split, base);
        self.inner = Some(open);
    }
}

/// True if cells separated only by spaces are a row: the first one is a number.
fn starts_row(cells: &[String], open: &OpenTable) -> bool {
    open.column == FirstColumn::Numbers
        && cells.first().is_some_and(|c| table::row_number(c).is_some())
}
