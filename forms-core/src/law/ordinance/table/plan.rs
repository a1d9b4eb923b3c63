//! Finds the header of a grid and the column that names its rows, by how its cells are built.

use std::rc::Rc;

use super::{numbered_cell, row_number};
use crate::document::{Grid, Slot};
use crate::law::marker::Marker;
use crate::law::ordinance::head::{Head, head};
use crate::text::numeral::is_kanji_number;
use crate::text::scan::{is_hiragana, is_kanji};

/// The places of one row of a grid.
pub(in crate::law::ordinance) type Row<'g> = [Option<Slot<'g>>];

/// The column that names the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::law::ordinance) enum Key {
    /// Numbers: 1, 2の2, or 1 町長.
    Numbers(usize),
    /// Words that head the rows.
    Words(usize),
    /// Marks of items: (1), (2).
    Items(usize),
}

/// The plan by which a grid is read: its headers, the column that names its rows, its bands.
#[derive(Debug, Clone)]
pub(in crate::law::ordinance) struct Plan {
    /// The number of rows before the first that is no header, of those in which a cell begins.
    pub(in crate::law::ordinance) headers: usize,
    /// The header of each column; empty if the grid has none.
    pub(in crate::law::ordinance) labels: Rc<[String]>,
    pub(in crate::law::ordinance) key: Key,
    /// The column that names the bands (部) of rows.
    pub(in crate::law::ordinance) band: Option<usize>,
    /// True if rows are only told apart together with their band.
    pub(in crate::law::ordinance) split: bool,
    pub(in crate::law::ordinance) width: usize,
}

/// Largest number of rows that are looked at.
const SAMPLE: usize = 400;

impl Plan {
    /// Plans a row that stands alone, as a line of a text.
    pub(in crate::law::ordinance) fn of_line(key: Key, width: usize) -> Self {
        let labels = Rc::default();
        Self { headers: 0, labels, key, band: None, split: false, width }
    }

    /// Plans a grid. `before` is the plan of the grid directly above in the same table.
    pub(in crate::law::ordinance) fn new(grid: &Grid, before: Option<&Self>) -> Self {
        let rows: Vec<(usize, Vec<Option<Slot<'_>>>)> = grid.slots().take(SAMPLE).collect();
        let width = grid.width();
        let lead = rows.iter().take_while(|(_, row)| heading(row, width).is_some()).count();
        let after = rows.get(lead..).unwrap_or_default();
        let before = before.filter(|b| b.width == width);
        let titles = flagged(grid, after).or_else(|| match before {
            Some(before) => after.first().map(|(_, row)| usize::from(before.repeats(row))),
            None => unflagged(grid, after),
        });
        let titles = titles.unwrap_or(0);
        let last = titles.checked_sub(1).and_then(|t| after.get(t));
        let goes_on = before.filter(|b| last.is_none() && !matches!(b.key, Key::Items(_)));
        if let Some(before) = goes_on {
            return Self { headers: 0, ..before.clone() };
        }
        let labels: Rc<[String]> = match (last, before) {
            (Some((_, row)), _) => row.iter().map(|slot| text(slot).to_owned()).collect(),
            (None, Some(before)) => Rc::clone(&before.labels),
            (None, None) => Rc::default(),
        };
        let body: Vec<&Row<'_>> = after
            .iter()
            .skip(titles)
            .map(|(_, row)| &row[..])
            .filter(|row| heading(row, width).is_none())
            .collect();
        let headers = if titles > 0 { lead + titles } else { 0 };
        let key = key_column(&body, width);
        Self { headers, labels, key, band: None, split: false, width }.with_bands(&body)
    }

    /// True if a row repeats the headers, as at the top of a page.
    pub(in crate::law::ordinance) fn repeats(&self, row: &Row<'_>) -> bool {
        !self.labels.is_empty()
            && row.len() == self.labels.len()
            && row.iter().zip(self.labels.iter()).all(|(slot, label)| text(slot) == label)
    }

    fn with_bands(mut self, body: &[&Row<'_>]) -> Self {
        let own = |c: usize| body.iter().filter(move |r| own_text(r, c).is_some()).count();
        match self.key {
            // 部 | 項 | 事務: fewer cells than rows in the first column.
            Key::Numbers(0) if is_numbers(body, 1) && own(0) < own(1) => {
                (self.key, self.band) = (Key::Numbers(1), Some(0));
            }
            Key::Numbers(1) => self.band = Some(0),
            Key::Words(0) if self.width > 2 && each_has_a_taker(body, self.width) => {
                (self.key, self.band, self.split) = (Key::Words(1), Some(0), true);
            }
            _ => {}
        }
        self
    }
}

/// Returns the text of a place, empty if no cell covers it.
pub(in crate::law::ordinance) fn text<'s>(slot: &'s Option<Slot<'_>>) -> &'s str {
    slot.as_ref().map_or("", |s| &s.text)
}

/// Returns the cell with words that begins at a column of a row.
fn own_slot<'r, 'g>(row: &'r Row<'g>, column: usize) -> Option<&'r Slot<'g>> {
    row.get(column)?.as_ref().filter(|s| s.is_own())
}

/// Returns the text of the cell that begins at a column of a row.
pub(in crate::law::ordinance) fn own_text<'s>(row: &'s Row<'_>, column: usize) -> Option<&'s str> {
    own_slot(row, column).map(|s| &*s.text)
}

/// Returns the text of a row with one cell from its first column to its last.
pub(in crate::law::ordinance) fn heading<'s>(row: &'s Row<'_>, width: usize) -> Option<&'s str> {
    let first = own_text(row, 0)?;
    let spans = |slot: &Option<Slot<'_>>| slot.as_ref().is_some_and(|s| s.begins && !s.first);
    let rest = row.get(1..)?;
    (width > 1 && rest.len() + 1 == width && rest.iter().all(spans)).then_some(first)
}

/// Returns the number of header rows that the document names, unless it names all.
fn flagged(grid: &Grid, rows: &[(usize, Vec<Option<Slot<'_>>>)]) -> Option<usize> {
    let is_header = |(at, _): &&(usize, Vec<Option<Slot<'_>>>)| {
        grid.rows.get(*at).is_some_and(|row| row.header)
    };
    let count = rows.iter().take_while(is_header).count();
    (count > 0 && count < rows.len()).then_some(count)
}

/// Returns the number of header rows that only their cells show.
fn unflagged(grid: &Grid, rows: &[(usize, Vec<Option<Slot<'_>>>)]) -> Option<usize> {
    const MOST_TITLES: usize = 3;
    let (first, body) = rows.split_first()?;
    let after: Vec<&Row<'_>> = body.iter().map(|(_, row)| &row[..]).collect();
    if !is_header(&first.1, &after) {
        return None;
    }
    // 左欄 | 右欄 stands above the header proper.
    if first.1.iter().all(|s| is_column_name(text(s)))
        && let Some((second, below)) = after.split_first()
        && is_header(second, below)
    {
        return Some(2);
    }
    let cells = grid.rows.get(first.0).map(|row| &row.cells[..]).unwrap_or_default();
    let wide = cells.iter().any(|c| c.columns > 1);
    let deep = cells.iter().map(|c| c.rows).max().unwrap_or(1);
    Some(if wide && deep <= MOST_TITLES && deep < rows.len() { deep } else { 1 })
}

/// True for the name of a column: 左欄, 第2欄.
fn is_column_name(text: &str) -> bool {
    text.ends_with('欄') && text.chars().count() <= 4
}

/// True if the first row of a table names its columns: short words, no sentences or marks, unlike the cells
/// below them.
fn is_header(first: &Row<'_>, body: &[&Row<'_>]) -> bool {
    const LONGEST: usize = 30;
    const RELATION: &[&str] = &["委任", "補助執行", "受任", "専決", "代決"];
    let cells: Vec<(usize, &Slot<'_>)> = first
        .iter()
        .enumerate()
        .filter_map(|(c, slot)| Some((c, slot.as_ref().filter(|s| s.is_own())?)))
        .collect();
    let short = |slot: &Slot<'_>| {
        slot.text.chars().count() <= LONGEST
            && !slot.text.contains('。')
            && row_number(&slot.text).is_none()
            && !slot.lines.iter().any(|l| begins_list(l))
    };
    if body.is_empty() || cells.is_empty() || !cells.iter().all(|(_, slot)| short(slot)) {
        return false;
    }
    if cells.iter().all(|(_, slot)| is_column_name(&slot.text)) {
        return true;
    }
    let below = |c: usize| body.iter().filter_map(move |row| own_text(row, c));
    let numbers = |c: usize| below(c).next().is_some_and(|t| row_number(t).is_some());
    if cells.iter().any(|(c, _)| numbers(*c)) {
        return true;
    }
    // The same row again is the header at the top of the next page.
    let same = |row: &&&Row<'_>| row.iter().zip(first).all(|(a, b)| text(a) == text(b));
    if body.iter().any(|row| same(&row)) {
        return body.iter().any(|row| !same(&row));
    }
    let repeated = |(c, slot): &(usize, &Slot<'_>)| below(*c).any(|t| t == &*slot.text);
    if cells.iter().any(repeated) {
        return false;
    }
    if cells.iter().any(|(_, slot)| RELATION.iter().any(|w| slot.text.contains(w))) {
        return true;
    }
    let alike = |(c, slot): &(usize, &Slot<'_>)| below(*c).any(|t| is_office_above(&slot.text, t));
    !cells.iter().any(alike)
}

/// True if words name one office above others, such as 教育長 above 議会; 所属長 is a kind of office.
fn is_office_above(first: &str, below: &str) -> bool {
    const KINDS: &[&str] = &["所属", "所管", "主管", "担当"];
    let named = first.ends_with('長') || first.ends_with("委員会") || first.ends_with("議会");
    named && !KINDS.iter().any(|w| first.starts_with(w)) && names_an_office(below)
}

/// True if words name an office, a body or its staff by their last character.
pub(in crate::law) fn names_an_office(text: &str) -> bool {
    const ENDS: &[char] = &['長', '会', '員', '者', '所', '課', '局', '室', '部', '館', '係'];
    const LONGEST: usize = 60;
    text.ends_with(ENDS) && text.chars().count() <= LONGEST && !text.contains('。')
}

/// True if a line begins with the mark of an item, or with a number and words after it.
pub(in crate::law::ordinance) fn begins_list(line: &str) -> bool {
    mark_of(line).is_some()
}

/// Returns the mark with which a line begins and the words after it; a bare number counts only before words.
pub(in crate::law::ordinance) fn mark_of(line: &str) -> Option<(Marker, String)> {
    let line = line.trim();
    // Neither hiragana nor another kanji than a number begins a mark.
    let begins = |c: char| !is_hiragana(c) && !is_kanji(c) || is_kanji_number(c);
    if !line.starts_with(begins) {
        return None;
    }
    let chars: Vec<char> = line.chars().collect();
    let Head::Mark { marker, body, .. } = head(&chars) else { return None };
    if matches!(marker, Marker::Ordinal(_))
        || matches!(marker, Marker::Arabic(_)) && body >= chars.len()
    {
        return None;
    }
    Some((marker, chars.iter().skip(body).collect()))
}

/// True if a column holds the numbers of rows.
fn is_numbers(body: &[&Row<'_>], column: usize) -> bool {
    let texts = || body.iter().filter_map(|row| own_text(row, column));
    let numbers = texts().filter(|t| row_number(t).is_some()).count();
    let others = texts().filter(|t| row_number(t).is_none() && numbered_cell(t).is_none());
    numbers > 0 && others.filter(|t| !begins_list(t)).count() <= numbers
}

fn key_column(body: &[&Row<'_>], width: usize) -> Key {
    if let Some(column) = (0..width.min(2)).find(|c| is_numbers(body, *c)) {
        return Key::Numbers(column);
    }
    let filled = |c: &usize| body.iter().any(|row| own_text(row, *c).is_some());
    let first = (0..width).find(filled).unwrap_or(0);
    if is_counted(body, first) {
        return Key::Numbers(first);
    }
    let lists = |c: usize| body.iter().filter_map(|row| own_slot(row, c)).any(is_list);
    if !lists(first) {
        return Key::Words(first);
    }
    if is_itemised(body, first) {
        return Key::Items(first);
    }
    Key::Words((first..width).filter(filled).find(|c| !lists(*c)).unwrap_or(first))
}

fn is_list(slot: &Slot<'_>) -> bool {
    slot.lines.first().is_some_and(|line| begins_list(line))
}

/// True if the cells of a column share number and words, 1 町長, and count up from 1.
fn is_counted(body: &[&Row<'_>], column: usize) -> bool {
    let mut last = 0u32;
    let mut count = 0;
    for slot in body.iter().filter_map(|row| own_slot(row, column)) {
        let marked =
            |l: &&Rc<str>| mark_of(l).is_some_and(|(mark, _)| matches!(mark, Marker::Arabic(_)));
        let Some((number, _)) = slot.lines.first().and_then(|l| numbered_cell(l)) else {
            // (1) below a row in the same column.
            if is_list(slot) || count > 0 {
                continue;
            }
            return false;
        };
        let number = number.split('の').next().and_then(|n| n.parse().ok()).unwrap_or(0u32);
        if slot.lines.iter().filter(marked).count() > 1 || number < last || number > last + 1 {
            return false;
        }
        if number == last && count == 0 {
            return false;
        }
        (last, count) = (number, count + 1);
    }
    count > 0
}

/// True if each cell of a column has one mark, and the marks count up from row to row.
fn is_itemised(body: &[&Row<'_>], column: usize) -> bool {
    let mut last: Option<Vec<u32>> = None;
    for slot in body.iter().filter_map(|row| own_slot(row, column)) {
        let mut marks = slot.lines.iter().filter_map(|l| mark_of(l));
        let Some((marker, _)) = marks.next() else { return false };
        let (Some(numbers), None) = (marker.numbers(), marks.next()) else { return false };
        let next = last.as_ref().is_none_or(|before| numbers > &before[..]);
        if !next || matches!(marker, Marker::Arabic(_)) {
            return false;
        }
        last = Some(numbers.to_vec());
    }
    last.is_some()
}

/// True if the rows beside a cell that spans several of them each name another office in the last column.
fn each_has_a_taker(body: &[&Row<'_>], width: usize) -> bool {
    let last = width - 1;
    let below = |row: &&&Row<'_>| {
        let covered = row.first().is_some_and(|s| s.as_ref().is_some_and(|s| !s.begins));
        covered && own_text(row, 1).is_some_and(|t| !begins_list(t))
    };
    let mut beside = body.iter().filter(below).filter_map(|row| own_text(row, last)).peekable();
    let firsts = || body.iter().filter_map(|row| own_text(row, 0));
    beside.peek().is_some() && beside.all(names_an_office) && !firsts().any(names_an_office)
}
