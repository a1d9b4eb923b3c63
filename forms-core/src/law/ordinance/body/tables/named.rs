//! What names a row of a grid, and what in its cells is a list.

use std::rc::Rc;

use crate::law::marker::Marker;
use crate::law::ordinance::table::plan::{Key, Plan, Row, mark_of, own_text, text};
use crate::law::ordinance::table::{deleted_rows, numbered_cell, row_number};

/// What names a row.
pub(super) enum Named {
    /// The row with this number or these words, and the words that stand beside the number in its cell.
    Row(String, Option<String>),
    /// The item with this mark, and the words after it.
    Item(Marker, String),
    /// Rows that one line deletes.
    Deleted(Vec<String>),
    /// More of the row above.
    More,
}

/// Returns the words of a short list without its marks: 支所長、出張所長 for 1 支所長, 2 出張所長.
pub(super) fn list_words(lines: &[Rc<str>]) -> Option<Rc<str>> {
    const MOST_LINES: usize = 20;
    if lines.is_empty() || lines.len() > MOST_LINES {
        return None;
    }
    let words: Option<Vec<String>> = lines.iter().map(|l| Some(mark_of(l)?.1)).collect();
    Some(words?.join("、").into())
}

/// Returns the column that names the rows.
pub(super) fn key_of(plan: &Plan) -> usize {
    match plan.key {
        Key::Numbers(column) | Key::Words(column) | Key::Items(column) => column,
    }
}

/// True if a line begins a list numbered 1, 2, ….
pub(super) fn begins_one(line: &str) -> bool {
    mark_of(line).is_some_and(|(mark, _)| mark.numbers() == Some(&[1]))
}

/// True if a line begins with a mark that is more than a number.
pub(super) fn has_sign(line: &str) -> bool {
    mark_of(line).is_some_and(|(mark, _)| !matches!(mark, Marker::Arabic(_)))
}

/// Returns what names a row of a grid.
pub(super) fn named(plan: &Plan, slots: &Row<'_>) -> Named {
    let column = key_of(plan);
    let Some(cell) = own_text(slots, column) else { return Named::More };
    match plan.key {
        Key::Numbers(_) => {
            let others = slots.iter().skip(column + 1).map(text);
            if let Some(rows) = deleted_rows(cell, others) {
                return Named::Deleted(rows);
            }
            if let Some(number) = row_number(cell) {
                return Named::Row(number, None);
            }
            match numbered_cell(cell) {
                Some((number, words)) => Named::Row(number, Some(words)),
                None => Named::More,
            }
        }
        Key::Words(_) => Named::Row(cell.to_owned(), None),
        Key::Items(_) => match mark_of(cell) {
            Some((marker, words)) => Named::Item(marker, words),
            None => Named::More,
        },
    }
}
