//! The units of a citation: 第3条の2, 第1項, (4), 別表第1の6の項, 同条, ただし書.

mod table;

use super::brackets::closing;
use super::marks::mark;
use crate::law::instrument::number_prefix_of;
use crate::law::marker::{self, Marker, branches};
use crate::law::path::{Division, SentencePart};
use crate::text::enumeration::{after_range_word, after_separator};
use crate::text::numeral::{is_kanji_number, number_prefix};
use crate::text::scan::{self, skip_spaces, starts, starts_with_any};
use table::{column, row, table};

pub(in crate::law) use table::quoted;
pub(super) use table::{later_row, reads_as_banded, reads_as_row};

/// One unit of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// 本則.
    Main,
    /// 附則: the Nth, or that of the amending rule with this number.
    Supplementary(Division),
    /// 第2章 and the like, which do not change the article.
    Chapter,
    Article(Vec<u32>),
    Paragraph(u32),
    Item(Vec<u32>),
    /// A mark without 第 and 号: an item after 条 or 項, else something below 号.
    Mark(Marker),
    /// 別表第1, or 表 in an article; with its row if の joins the two.
    Table {
        name: String,
        row: Option<String>,
    },
    /// 6の項, 町長の項.
    Row(String),
    /// 右欄.
    Column(String),
    Part(SentencePart),
    /// 同条, 前項, 次号: the level, and the step (0, -1, 1) from the one named before.
    Relative(Level, i8),
    /// 各号, 前各項, 前2項: several provisions at once.
    Several,
}

/// The levels of a path, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Nothing,
    Division,
    Article,
    Paragraph,
    Table,
    Row,
    Column,
    Item,
    Subitem,
    Part,
}

const PARTS: &[(&str, SentencePart)] = &[
    ("各号列記以外の部分", SentencePart::Chapeau),
    ("各号列記以外", SentencePart::Chapeau),
    ("各号以外の部分", SentencePart::Chapeau),
    ("柱書き", SentencePart::Chapeau),
    ("柱書", SentencePart::Chapeau),
    ("柱の部分", SentencePart::Chapeau),
    ("ただし書き", SentencePart::Proviso),
    ("ただし書", SentencePart::Proviso),
    ("但し書き", SentencePart::Proviso),
    ("但し書", SentencePart::Proviso),
    ("但書", SentencePart::Proviso),
    ("本文", SentencePart::MainText),
    ("前段", SentencePart::FirstSentence),
    ("後段", SentencePart::SecondSentence),
];

/// Reads the unit at `at` and returns it with the index after it. `level` is that of the unit before: it
/// tells 第1項 of an article from the row of a table, and (4) for 第4号 from (4) below it.
pub(super) fn unit(chars: &[char], at: usize, level: Level) -> Option<(Unit, usize)> {
    let in_table = matches!(level, Level::Table | Level::Row | Level::Column);
    division(chars, at)
        .or_else(|| part(chars, at))
        .or_else(|| relative(chars, at))
        .or_else(|| if in_table { row(chars, at) } else { None })
        .or_else(|| column(chars, at))
        .or_else(|| numbered(chars, at, in_table))
        .or_else(|| table(chars, at, level))
        .or_else(|| mark(chars, at, level))
}

/// True if a citation begins at `at` regardless of the words before, so that a title ends there.
pub(super) fn begins_citation(chars: &[char], at: usize) -> bool {
    match scan::at(chars, at) {
        '第' => numbered(chars, at, false).is_some(),
        '0'..='9' => {
            !scan::at(chars, at.wrapping_sub(1)).is_ascii_digit()
                && numbered(chars, at, false).is_some()
        }
        '附' | '付' | '本' => division(chars, at).is_some(),
        '別' => table(chars, at, Level::Nothing).is_some(),
        '同' | '前' | '次' => relative(chars, at).is_some(),
        c if is_kanji_number(c) => {
            !is_kanji_number(scan::at(chars, at.wrapping_sub(1)))
                && numbered(chars, at, false).is_some()
        }
        _ => false,
    }
}

fn division(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    if let Some(end) = starts_with_any(chars, at, &["本則"]) {
        return Some((Unit::Main, end));
    }
    if !matches!(scan::at(chars, at), '附' | '付') {
        return None;
    }
    let second = skip_spaces(chars, at + 1);
    if scan::at(chars, second) != '則' {
        return None;
    }
    let end = second + 1;
    let bracket = skip_spaces(chars, end);
    if let Some(shut) = closing(chars, bracket)
        && let Some((number, length)) = number_prefix_of(scan::from(chars, bracket + 1))
    {
        let mut close = bracket + 1 + length;
        // 抄 (only in part) may follow the number.
        while !matches!(scan::at(chars, close), '\0' | '\n')
            && scan::at(chars, close) != shut
            && close < bracket + 80
        {
            close += 1;
        }
        if scan::at(chars, close) == shut {
            return Some((Unit::Supplementary(Division::Amending(number)), close + 1));
        }
    }
    // The normal form of a later 附則 that names no amending rule.
    if scan::at(chars, bracket) == '〔'
        && let Some((n, length)) = number_prefix(scan::from(chars, bracket + 1))
        && scan::at(chars, bracket + 1 + length) == '〕'
    {
        return Some((Unit::Supplementary(Division::Supplementary(n)), bracket + length + 2));
    }
    Some((Unit::Supplementary(Division::Supplementary(1)), end))
}

fn part(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    PARTS
        .iter()
        .find(|(word, _)| starts(chars, at, word))
        .map(|(word, part)| (Unit::Part(*part), at + word.chars().count()))
}

fn level_of(unit: char) -> Option<Level> {
    Some(match unit {
        '条' => Level::Article,
        '項' => Level::Paragraph,
        '号' => Level::Item,
        '表' => Level::Table,
        _ => return None,
    })
}

fn relative(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    let first = scan::at(chars, at);
    let second = scan::at(chars, at + 1);
    if starts(chars, at, "同附則") || starts(chars, at, "同付則") {
        return Some((Unit::Relative(Level::Division, 0), at + 3));
    }
    let several = ["各号", "各項", "各条", "各項各号"];
    let head = starts_with_any(chars, at, &["次の", "前"]).unwrap_or(at);
    if let Some(end) = starts_with_any(chars, head, &several) {
        return Some((Unit::Several, end));
    }
    let step = match first {
        '同' => 0,
        '前' => -1,
        '次' => 1,
        _ => return None,
    };
    if let Some(level) = level_of(second) {
        return (level != Level::Table || step == 0)
            .then_some((Unit::Relative(level, step), at + 2));
    }
    // 前2項, 前三条.
    let (_, length) = number_prefix(scan::from(chars, at + 1))?;
    let end = at + 1 + length;
    let plural = first == '前' && matches!(scan::at(chars, end), '条' | '項' | '号');
    plural.then_some((Unit::Several, end + 1))
}

/// Reads a unit with a number: 第3条の2, 3条, 第1項, 第4号の2, 第2章; inside a table 第6項 is a row.
fn numbered(chars: &[char], at: usize, in_table: bool) -> Option<(Unit, usize)> {
    let start = match scan::at(chars, at) {
        '第' => skip_spaces(chars, at + 1),
        _ => at,
    };
    if start > at
        && let Some((Marker::Bracketed(numbers), end)) = marker::closed(chars, start)
        && scan::at(chars, end) == '号'
    {
        return Some((Unit::Item(numbers), end + 1));
    }
    let (first, length) = number_prefix(scan::from(chars, start))?;
    let place = start + length;
    let unit_at = skip_spaces(chars, place);
    if let Some(mut unit) = counted_unit(chars, unit_at, in_table, first) {
        let end = match &mut unit {
            Unit::Article(numbers) | Unit::Item(numbers) => branches(chars, unit_at + 1, numbers),
            _ => unit_at + 1,
        };
        return Some((unit, end));
    }
    match scan::at(chars, unit_at) {
        '編' | '章' | '節' | '款' | '目' if start > at => {
            Some((Unit::Chapter, branches(chars, unit_at + 1, &mut vec![first])))
        }
        // 第2の1(1): a part of a text without 条, and a mark below it.
        'の' if start > at && scan::at(chars, unit_at + 1).is_ascii_digit() => {
            Some((Unit::Item(vec![first]), unit_at))
        }
        _ => Some((shared_unit(chars, place, in_table, first)?, place)),
    }
}

/// Returns the unit of a number `n` by the character at `unit_at`: 条, 項 or 号.
fn counted_unit(chars: &[char], unit_at: usize, in_table: bool, n: u32) -> Option<Unit> {
    let after = scan::at(chars, unit_at + 1);
    Some(match scan::at(chars, unit_at) {
        '条' if after != '例' && after != '約' => Unit::Article(vec![n]),
        '項' if in_table => Unit::Row(n.to_string()),
        '項' if after != '目' => Unit::Paragraph(n),
        // 第1号様式 is a form, not a provision.
        '号' if after != '様' => Unit::Item(vec![n]),
        _ => return None,
    })
}

/// Longest list of numbers that is read to find the unit after the last one.
const LONGEST_LIST: usize = 20;

/// Returns the unit after a list or range of numbers, which belongs to each of them: 第1,3号, 1、2項, 第1～3号.
fn shared_unit(chars: &[char], at: usize, in_table: bool, first: u32) -> Option<Unit> {
    let mut place = at;
    for _ in 0..LONGEST_LIST {
        let next = after_separator(chars, place).or_else(|| after_range_word(chars, place))?;
        place = next + number_prefix(scan::from(chars, next))?.1;
        let unit = counted_unit(chars, skip_spaces(chars, place), in_table, first);
        if unit.is_some() {
            return unit;
        }
    }
    None
}
