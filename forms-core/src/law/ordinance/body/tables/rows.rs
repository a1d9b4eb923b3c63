//! One row of a table: its name, its words, the items in its cells.

use std::rc::Rc;

use super::named::{Named, begins_one, has_sign, key_of, list_words, named};
use super::{OpenTable, Reader};
use crate::document::Slot;
use crate::law::citation::quoted;
use crate::law::marker::Marker;
use crate::law::ordinance::body::Levels;
use crate::law::ordinance::table::plan::{Key, Plan, Row, heading, mark_of, own_text, text};
use crate::law::ordinance::table::text::is_remark;
use crate::law::path::ProvisionPath;
use crate::law::provision::TableRow;
use crate::text::numeral::number_prefix;

/// Returns the name of a band by the words above its rows: 第1部 福祉 is 1, 福祉 itself.
pub(super) fn band_of(words: &str) -> Option<String> {
    let chars: Vec<char> = crate::text::fold_ascii(words).trim().chars().collect();
    let start = chars.iter().take_while(|c| matches!(c, '第' | '(' | ' ')).count();
    if let Some((n, length)) = chars.get(start..).and_then(number_prefix) {
        let after = chars.get(start + length).copied().unwrap_or(' ');
        if matches!(after, ' ' | '\u{3000}' | ')' | '.' | '部' | '、' | '\t') {
            return Some(n.to_string());
        }
    }
    const LONGEST: usize = 40;
    let words: String = chars.iter().filter(|c| !c.is_whitespace()).collect();
    let words = words.strip_suffix("の部").unwrap_or(&words);
    let fits = !words.is_empty() && words.chars().count() <= LONGEST && !words.contains("の部");
    (fits && quoted(words).is_some()).then(|| words.to_owned())
}

/// What a key of a row opens.
enum Opened {
    New,
    /// The row above goes on.
    Same,
    /// The table has that row already.
    Again,
}

impl Reader<'_> {
    /// Takes a row of a grid.
    pub(super) fn row(
        &mut self,
        open: &mut OpenTable,
        plan: &Plan,
        slots: &Row<'_>,
        ditto: bool,
        base: &ProvisionPath,
    ) {
        if plan.repeats(slots) {
            return;
        }
        if let Some(words) = heading(slots, plan.width) {
            self.heading(open, words, plan);
            return;
        }
        let Some(first) = slots.iter().flatten().find(|s| s.is_own()) else { return };
        if is_remark(&first.text) {
            open.closed = true;
            return;
        }
        if let Some(band) = plan.band.and_then(|c| own_text(slots, c)) {
            open.begin_band(band);
        }
        let cells = |ditto| Self::cells_of(plan, slots, ditto);
        match named(plan, slots) {
            Named::Row(key, words) => match self.open_row(open, plan, &key, base) {
                Opened::New => {
                    let row = cells(ditto);
                    self.new_row(open, plan, slots, row, words.as_deref(), base);
                }
                Opened::Same => self.more(open, plan, slots, base),
                Opened::Again => {}
            },
            Named::Item(marker, words) => {
                let Some(step) = self.levels.step(&marker, None) else {
                    self.more(open, plan, slots, base);
                    return;
                };
                open.row = None;
                self.levels.take(step, &marker);
                let at = self.body.provisions.len();
                self.push(self.levels.path(open.path(base.clone())), &words);
                self.keep(at, cells(ditto), open, base);
                let key = key_of(plan);
                let others = slots.iter().enumerate().filter(|(c, _)| *c != key);
                for (_, slot) in others.filter(|(_, s)| s.as_ref().is_some_and(Slot::is_own)) {
                    self.append_words(text(slot));
                }
            }
            Named::Deleted(rows) => self.deleted_rows(open, rows, base),
            Named::More => self.more(open, plan, slots, base),
        }
    }

    /// Takes a new row with its cells; `first` are the words beside its number.
    fn new_row(
        &mut self,
        open: &mut OpenTable,
        plan: &Plan,
        slots: &Row<'_>,
        mut row: TableRow,
        first: Option<&str>,
        base: &ProvisionPath,
    ) {
        let at = self.body.provisions.len();
        self.push(open.path(base.clone()), "");
        open.row_at = Some(at);
        if let Some(words) = first
            && let Some(cell) = Rc::make_mut(&mut row.cells).get_mut(row.key)
        {
            // The number of the row is no word of its first cell.
            *cell = words.into();
            row.numbers = row.key;
        }
        self.keep(at, row, open, base);
        self.add_words(open, plan, slots, first, base);
    }

    fn cells_of(plan: &Plan, slots: &Row<'_>, ditto: bool) -> TableRow {
        let empty: Rc<str> = "".into();
        let cell = |slot: &Option<Slot<'_>>| match slot {
            Some(slot) => list_words(slot.lines).unwrap_or_else(|| Rc::clone(&slot.text)),
            None => Rc::clone(&empty),
        };
        let key = key_of(plan);
        let numbers = match plan.key {
            Key::Numbers(column) => column + 1,
            Key::Items(_) | Key::Words(_) => 0,
        };
        let cells = Rc::new(slots.iter().map(cell).collect());
        TableRow { labels: Rc::clone(&plan.labels), key, numbers, cells, item: None, ditto }
    }

    /// Keeps the cells of a row, as long as there are not more than any instrument has.
    fn keep(&mut self, at: usize, row: TableRow, open: &OpenTable, base: &ProvisionPath) {
        match self.cells_left.checked_sub(row.cells.len() + 1) {
            Some(left) => {
                self.cells_left = left;
                self.body.rows.push(at, row);
            }
            None => self.body.unread.push(open.whole(base.clone())),
        }
    }

    /// Takes a row with one cell over all columns: it names the band of the rows below it.
    fn heading(&mut self, open: &mut OpenTable, words: &str, plan: &Plan) {
        if is_remark(words) {
            open.closed = true;
        } else if plan.band.is_none() {
            open.begin_band(words);
            if open.band.is_none() {
                self.body.unread.push(open.whole(self.base_of(open)));
            }
        }
    }

    fn base_of(&self, open: &OpenTable) -> ProvisionPath {
        if open.name == "表" { self.base() } else { ProvisionPath::default() }
    }

    /// Opens the row with a key. If rows count again in each band, the table is read again with the bands.
    fn open_row(
        &mut self,
        open: &mut OpenTable,
        plan: &Plan,
        key: &str,
        base: &ProvisionPath,
    ) -> Opened {
        let banded = open.bands || plan.split;
        let row = match &open.band {
            Some(band) if banded => format!("{band}の部の{key}"),
            _ => key.to_owned(),
        };
        let unnamed = matches!(plan.key, Key::Words(_)) && quoted(&row).is_none();
        if unnamed || open.row.as_ref() == Some(&row) {
            return Opened::Same;
        }
        if !open.row_keys.insert(row.clone()) {
            let again = open.at.filter(|at| open.band.is_some() && self.bands_at != Some(*at));
            if let Some(at) = again.filter(|_| !open.bands) {
                self.read_again(open, at);
            } else {
                self.body.unread.push(open.whole(base.clone()));
            }
            (open.row, open.row_at) = (None, None);
            return Opened::Again;
        }
        open.row = Some(row);
        self.levels = Levels::default();
        Opened::New
    }

    /// Reads the table from its beginning once more, with bands.
    fn read_again(&mut self, open: &OpenTable, at: usize) {
        self.body.rows.truncate(open.provisions);
        self.body.provisions.truncate(open.provisions);
        self.bands_at = Some(at);
        self.next = Some(at);
        self.inner = None;
    }

    /// Adds the words of a row to its provision, then the lists in its cells as items.
    fn add_words(
        &mut self,
        open: &OpenTable,
        plan: &Plan,
        slots: &Row<'_>,
        first: Option<&str>,
        base: &ProvisionPath,
    ) {
        let key = key_of(plan);
        self.append_words(first.unwrap_or_default());
        let named = |c: usize| c == key || plan.band == Some(c);
        let others = slots.iter().enumerate().filter(|(c, _)| !named(*c));
        let own = others.filter_map(|(c, slot)| Some((c, slot.as_ref().filter(|s| s.is_own())?)));
        let is_list = |(_, slot): &(usize, &Slot<'_>)| {
            let counted = slot.lines.first().is_some_and(|l| begins_one(l));
            counted || slot.lines.iter().any(|l| has_sign(l))
        };
        let (lists, words): (Vec<_>, Vec<_>) = own.partition(is_list);
        for (_, slot) in words {
            self.append_words(&slot.text);
        }
        let mut begun = false;
        for (column, slot) in lists {
            for line in slot.lines {
                if let Some(words) = self.item(open, line, !begun, base) {
                    begun = true;
                    self.keep_item(open, (column, words), base);
                }
            }
        }
    }

    /// Keeps the words of an item beside the cells of its row.
    fn keep_item(&mut self, open: &OpenTable, item: (usize, Rc<str>), base: &ProvisionPath) {
        let Some(row) = open.row_at.and_then(|at| self.body.rows.get(at)) else { return };
        let row = TableRow {
            labels: Rc::clone(&row.labels),
            cells: Rc::clone(&row.cells),
            item: Some(item),
            ..*row
        };
        let at = self.body.provisions.len() - 1;
        self.keep(at, row, open, base);
    }

    /// Takes a line of a list in a cell; returns its words if it is an item. `lead` says that no item stands above
    /// it.
    fn item(
        &mut self,
        open: &OpenTable,
        line: &str,
        lead: bool,
        base: &ProvisionPath,
    ) -> Option<Rc<str>> {
        let marked =
            mark_of(line).and_then(|(m, words)| Some((self.levels.step(&m, None)?, m, words)));
        let Some((step, marker, words)) = marked else {
            if lead {
                self.append_words(line)
            } else {
                self.append(line)
            }
            return None;
        };
        self.levels.take(step, &marker);
        let path = self.levels.path(open.path(base.clone()));
        self.push(path, &words);
        Some(words.into())
    }

    /// Adds words to the current provision, parted by a space.
    fn append_words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.body.provisions.last().is_some_and(|p| !p.text.is_empty()) {
            self.append(" ");
        }
        self.append(words);
    }

    /// Takes a row without a name: items of the row above, or more of its words.
    fn more(&mut self, open: &mut OpenTable, plan: &Plan, slots: &Row<'_>, base: &ProvisionPath) {
        let own = || slots.iter().flatten().filter(|s| s.is_own());
        if open.row.is_none() || self.body.provisions.len() <= open.provisions {
            self.body.unread.push(open.whole(base.clone()));
            return;
        }
        let first = own().next().and_then(|s| s.lines.first());
        if let Some((marker, words)) = first.and_then(|l| mark_of(l))
            && !matches!(marker, Marker::Arabic(_))
            && let Some(step) = self.levels.step(&marker, None)
        {
            self.levels.take(step, &marker);
            let at = self.body.provisions.len();
            self.push(self.levels.path(open.path(base.clone())), &words);
            let mut row = Self::cells_of(plan, slots, true);
            row.numbers = row.numbers.max(row.key + 1);
            self.body.rows.push(at, row);
            let rest = own().next().map(|s| s.lines.iter().skip(1)).into_iter().flatten();
            for line in rest {
                self.item(open, line, false, base);
            }
            for slot in own().skip(1) {
                self.append_words(&slot.text);
            }
            return;
        }
        for slot in own() {
            self.append_words(&slot.text);
        }
        let Some(row) = open.row_at.and_then(|at| self.body.rows.get_mut(at)) else { return };
        for (cell, slot) in Rc::make_mut(&mut row.cells).iter_mut().zip(slots) {
            if let Some(slot) = slot.as_ref().filter(|s| s.is_own()) {
                let before = if cell.is_empty() { "" } else { " " };
                *cell = format!("{cell}{before}{}", slot.text).into();
            }
        }
    }

    fn deleted_rows(&mut self, open: &mut OpenTable, rows: Vec<String>, base: &ProvisionPath) {
        self.levels = Levels::default();
        // Deleted rows have no cells that a line below could continue.
        open.row_at = None;
        for row in rows {
            let row = match &open.band {
                Some(band) if open.bands => format!("{band}の部の{row}"),
                _ => row,
            };
            if open.row_keys.insert(row.clone()) {
                open.row = Some(row);
                let path = open.path(base.clone());
                self.push(path, "削除");
            }
        }
    }
}
