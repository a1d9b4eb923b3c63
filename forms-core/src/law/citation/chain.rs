//! Reads one citation: joins its units into a path and fills in the levels that it takes over from the
//! citation before it.

mod builder;

use super::brackets::{closing, note};
use super::marks::bare_number;
use super::unit::{Level, Unit, later_row, unit};
use crate::law::marker::{Marker, MarkerKind};
use crate::law::path::ProvisionPath;
use crate::text::enumeration::{
    after_conjunction, after_range_word, after_separator, skip_range_end,
};
use crate::text::scan::{self, skip_spaces, starts_with_any};
use builder::Builder;

/// The citation before, on which 及び第4号 and 同条 build.
#[derive(Debug, Clone, Default)]
pub(super) struct Before {
    pub(super) path: ProvisionPath,
    /// The kind of mark of the item; `None` if it was written as 第4号.
    item_mark: Option<MarkerKind>,
    /// The kinds of the marks below 号, outermost first.
    subitem_marks: Vec<MarkerKind>,
}

/// A citation read at an index.
#[derive(Debug)]
pub(super) enum Chain {
    /// One provision, and the index after it.
    One(Before, usize),
    /// Several provisions (各号) with the path that they share, and the index after them.
    Several(Before, usize),
    /// It builds on a citation that is not there (同条 at the beginning); the index after it.
    Dangling(usize),
}

/// Reads one citation without its instrument; `None` if none begins at `start`.
pub(super) fn chain(chars: &[char], start: usize, before: Option<&Before>) -> Option<Chain> {
    let in_table = before.is_some_and(|b| b.path.table.is_some());
    let (first, mut end) = Some(start)
        .filter(|_| in_table)
        .and_then(|at| later_row(chars, at))
        .or_else(|| unit(chars, start, Level::Nothing))
        .or_else(|| counts_on(chars, start, before?))?;
    let mut builder = Builder::new();
    if !builder.begin(first, before) {
        while let Some((_, after)) = next_unit(chars, end, Level::Article) {
            end = after;
        }
        return Some(Chain::Dangling(end));
    }
    while let Some((next, after)) = next_unit(chars, end, builder.level) {
        if !builder.push(next) {
            break;
        }
        end = after;
    }
    // A chapter alone holds many articles.
    let chapter_only = builder.level == Level::Nothing;
    Some(if builder.several || chapter_only {
        Chain::Several(builder.now, end)
    } else {
        Chain::One(builder.now, end)
    })
}

/// Reads a bare number after a conjunction: the 2 of 第2号イ1及び2.
fn counts_on(chars: &[char], at: usize, before: &Before) -> Option<(Unit, usize)> {
    let found = bare_number(chars, at)?;
    matches!(&found.0, Unit::Mark(mark) if before.subitem_marks.contains(&mark.kind()))
        .then_some(found)
}

/// Reads the next unit of the same citation, after spaces, の or a note in brackets.
fn next_unit(chars: &[char], end: usize, level: Level) -> Option<(Unit, usize)> {
    let place = skip_spaces(chars, end);
    joined_unit(chars, place, level)
        .or_else(|| bracketed_unit(chars, place, level))
        .or_else(|| {
            let after = skip_spaces(chars, notes(chars, place)?);
            joined_unit(chars, after, level).or_else(|| unit_on_next_line(chars, after, level))
        })
        .or_else(|| {
            let line = after_line_break(chars, place)?;
            let after = skip_spaces(chars, notes(chars, line)?);
            unit_on_next_line(chars, after, level)
        })
        .or_else(|| unit_on_next_line(chars, place, level))
}

/// Index after the remarks in brackets at `at`; `None` if there is none.
fn notes(chars: &[char], at: usize) -> Option<usize> {
    const MOST: usize = 4;
    let mut end = note(chars, at)?;
    for _ in 1..MOST {
        match note(chars, skip_spaces(chars, end)) {
            Some(after) => end = after,
            None => break,
        }
    }
    Some(end)
}

/// Reads a unit in brackets that hold only units: 第2条（第3号）, 第2条（第3号及び第5号）.
fn bracketed_unit(chars: &[char], at: usize, level: Level) -> Option<(Unit, usize)> {
    let shut = closing(chars, at).filter(|_| level < Level::Item)?;
    let (word, end) = unit(chars, skip_spaces(chars, at + 1), level)?;
    let counts = matches!(word, Unit::Paragraph(_) | Unit::Item(_));
    let close = skip_spaces(chars, end);
    let alone = scan::at(chars, close) == shut;
    let fits = counts && (alone || holds_only_places(chars, end, shut));
    fits.then_some((word, if alone { close + 1 } else { end }))
}

/// True if only units, conjunctions and separators follow up to the closing bracket `shut`.
fn holds_only_places(chars: &[char], from: usize, shut: char) -> bool {
    const LONGEST_LIST: usize = 20;
    let mut at = from;
    for _ in 0..LONGEST_LIST {
        at = skip_spaces(chars, at);
        if scan::at(chars, at) == shut {
            return true;
        }
        let next = after_conjunction(chars, at)
            .or_else(|| after_separator(chars, at))
            .or_else(|| after_range_word(chars, at))
            .or_else(|| Some(skip_range_end(chars, at)).filter(|next| *next > at))
            .or_else(|| unit(chars, at, Level::Article).map(|(_, end)| end));
        let Some(next) = next else { return false };
        at = next;
    }
    false
}

/// Reads a unit on the next line, since a cell may wrap a citation: 第2条, then 第3号.
fn unit_on_next_line(chars: &[char], at: usize, level: Level) -> Option<(Unit, usize)> {
    let next = after_line_break(chars, at)?;
    let (word, end) = unit(chars, next, level)?;
    let deeper = match word {
        Unit::Paragraph(_) => matches!(level, Level::Division | Level::Article),
        Unit::Item(_) => matches!(level, Level::Article | Level::Paragraph),
        Unit::Row(_) => level == Level::Table,
        // (3) alone on its line; if words follow, it counts the entries of the cell.
        Unit::Mark(Marker::Bracketed(_)) => {
            matches!(level, Level::Article | Level::Paragraph)
                && matches!(scan::at(chars, end), '\0' | '\n' | '\r')
        }
        Unit::Mark(_) => {
            matches!(level, Level::Item | Level::Subitem)
                && matches!(scan::at(chars, end), '\0' | '\n' | '\r')
        }
        _ => false,
    };
    deeper.then_some((word, end))
}

/// Index after one line break at `at` and the spaces that follow, or `None` if there is none.
pub(super) fn after_line_break(chars: &[char], at: usize) -> Option<usize> {
    let next = starts_with_any(chars, at, &["\r\n", "\n", "\r"])?;
    Some(skip_spaces(chars, next))
}

/// Reads a unit at `place`, or after の, のうち or 中.
fn joined_unit(chars: &[char], place: usize, level: Level) -> Option<(Unit, usize)> {
    unit(chars, place, level).or_else(|| {
        let joined = starts_with_any(chars, place, &["のうち", "の", "中", "ノ"])?;
        unit(chars, skip_spaces(chars, joined), level)
    })
}
