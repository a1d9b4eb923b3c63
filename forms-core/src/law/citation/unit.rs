//! The single words of a citation: 第3条の2, 第1項, (4), 別表第1の6の項, 同条, ただし書.

use super::chain::note;
use super::marks::{ends_a_mark, mark};
use crate::law::instrument::number_prefix_of;
use crate::law::marker::{self, Marker, branches};
use crate::law::path::{Division, Part};
use crate::text::numeral::{is_kanji_number, number_prefix};
use crate::text::scan::{self, skip_spaces, starts, starts_with_any};

/// One word of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// 本則.
    Main,
    /// 附則, and which: the Nth, or that of the amending rule with this number.
    Supplementary(Division),
    /// 第2章 and the like: does not change which article is meant.
    Chapter,
    Article(Vec<u32>),
    Paragraph(u32),
    Item(Vec<u32>),
    /// A mark without 第 and 号: an item after 条 or 項, else something below 号.
    Mark(Marker),
    /// 別表第1, or 表 in an article; with its row where the name runs into it.
    Table {
        name: String,
        row: Option<String>,
    },
    /// 6の項, 町長の項.
    Row(String),
    /// 右欄.
    Column(String),
    Part(Part),
    /// 同条, 前項, 次号: how far from the one named before.
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

const PARTS: &[(&str, Part)] = &[
    ("各号列記以外の部分", Part::Chapeau),
    ("各号列記以外", Part::Chapeau),
    ("各号以外の部分", Part::Chapeau),
    ("柱書き", Part::Chapeau),
    ("柱書", Part::Chapeau),
    ("柱の部分", Part::Chapeau),
    ("ただし書き", Part::Proviso),
    ("ただし書", Part::Proviso),
    ("但し書き", Part::Proviso),
    ("但し書", Part::Proviso),
    ("但書", Part::Proviso),
    ("本文", Part::MainText),
    ("前段", Part::FirstSentence),
    ("後段", Part::SecondSentence),
];

/// A row is headed by no more characters.
const LONGEST_ROW: usize = 1_000;

const COLUMNS: &[&str] = &["右欄", "左欄", "上欄", "中欄", "下欄"];

/// Reads the word at a place. `level` is what the citation has reached so far: it tells 第1項 of
/// an article from the row of a table, and (4) for 第4号 from (4) below it.
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

/// Whether the words that head a row read back as they are, behind the name of any table.
pub(super) fn reads_as_row(words: &str) -> bool {
    let chars: Vec<char> = "別表第1の".chars().chain(words.chars()).chain("の項".chars()).collect();
    let table = Unit::Table { name: "別表第1".to_owned(), row: None };
    number_prefix(scan::from(&chars, 5)).is_none()
        && unit(&chars, 0, Level::Nothing) == Some((table, 4))
        && unit(&chars, 4, Level::Table).is_none()
        && unit(&chars, 5, Level::Table) == Some((Unit::Row(words.to_owned()), chars.len()))
}

/// The words that head a row in the marks in which they read back: 『』 where they hold 」の項.
/// None for words that no citation can name: longer than [`LONGEST_ROW`], or with both 」の項 and
/// 』の項 in them.
pub(crate) fn quoted(words: &str) -> Option<String> {
    QUOTES.into_iter().find_map(|(open, shut)| {
        let chars: Vec<char> = format!("{open}{words}{shut}の項").chars().collect();
        let read = quoted_row(&chars, 0, (open, shut));
        (read == Some((Unit::Row(words.to_owned()), chars.len())))
            .then(|| format!("{open}{words}{shut}"))
    })
}

/// Whether a citation clearly begins here, whatever stands before: where a title ends.
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
    if scan::at(chars, bracket) == '('
        && let Some((number, length)) = number_prefix_of(scan::from(chars, bracket + 1))
    {
        let mut close = bracket + 1 + length;
        // 抄 (only in part) may follow the number.
        while !matches!(scan::at(chars, close), ')' | '\0' | '\n') && close < bracket + 80 {
            close += 1;
        }
        if scan::at(chars, close) == ')' {
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

/// 第3条の2, 3条, 第1項, 第4号の2, 第2章; inside a table 第6項 is a row.
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
        // 第2の1(1): a part of a text without 条, and what stands below it.
        'の' if start > at && scan::at(chars, unit_at + 1).is_ascii_digit() => {
            Some((Unit::Item(vec![first]), unit_at))
        }
        _ => Some((shared_unit(chars, place, in_table, first)?, place)),
    }
}

/// What a number counts, by the unit at a place behind it.
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

/// How many numbers of a list are read to find what stands behind the last.
const LONGEST_LIST: usize = 20;

/// Behind what parts the numbers of a list.
fn behind_comma(chars: &[char], at: usize) -> Option<usize> {
    let next = starts_with_any(chars, skip_spaces(chars, at), &["、", ",", "，", "・", "･"])?;
    Some(skip_spaces(chars, next))
}

/// 第1,3号, 1、2項: the unit behind a list of numbers belongs to each of them.
fn shared_unit(chars: &[char], at: usize, in_table: bool, first: u32) -> Option<Unit> {
    let mut place = at;
    for _ in 0..LONGEST_LIST {
        let next = behind_comma(chars, place)?;
        place = next + number_prefix(scan::from(chars, next))?.1;
        let unit = counted_unit(chars, skip_spaces(chars, place), in_table, first);
        if unit.is_some() {
            return unit;
        }
    }
    None
}

/// Numbers joined by の: 4, 4の1, 69の2.
fn number_chain(chars: &[char], at: usize) -> Option<(Vec<u32>, usize)> {
    let (first, length) = number_prefix(scan::from(chars, at))?;
    let mut numbers = vec![first];
    let mut end = at + length;
    while matches!(scan::at(chars, end), 'の' | 'ノ')
        && let Some((n, length)) = number_prefix(scan::from(chars, end + 1))
        && !begins_words(chars, end + 1, length)
    {
        numbers.push(n);
        end += 1 + length;
    }
    Some((numbers, end))
}

/// Whether a number is the beginning of the words that head a row: 一般会計の項, 2級職員の項.
fn begins_words(chars: &[char], at: usize, length: usize) -> bool {
    let end = at + length;
    let c = scan::at(chars, end);
    let letter = ('一'..='鿿').contains(&c) && !matches!(c, '項' | '号' | '条' | '欄' | '年')
        || ('ァ'..='ー').contains(&c)
        || c.is_ascii_alphabetic();
    letter
        && !ends_a_mark(chars, end)
        && column(chars, end).is_none()
        && row_words(chars, at).is_some()
}

fn joined(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join("の")
}

/// Behind の項 or 項, where that follows.
fn row_end(chars: &[char], at: usize) -> Option<usize> {
    let end = starts_with_any(chars, at, &["の項", "ノ項"])?;
    // の項番5 calls another row.
    (scan::at(chars, end) != '番').then_some(end)
}

/// 1、3の項: behind the first number, where の項 belongs to each of a list.
fn shared_row_end(chars: &[char], at: usize) -> Option<usize> {
    let mut place = at;
    for _ in 0..LONGEST_LIST {
        place = number_chain(chars, behind_comma(chars, place)?)?.1;
        if row_end(chars, place).is_some() {
            return Some(at);
        }
    }
    None
}

fn table(chars: &[char], at: usize, level: Level) -> Option<(Unit, usize)> {
    if level >= Level::Table {
        return None;
    }
    if let Some(after) = starts_with_any(chars, at, &["別表"]) {
        return Some(appended_table(chars, after));
    }
    // A table that stands in an article: 第3条の表, 第3条第1項の第2表.
    let in_article = matches!(level, Level::Article | Level::Paragraph);
    if !in_article {
        return None;
    }
    if scan::at(chars, at) == '表' {
        let row = number_chain(chars, skip_of(chars, at + 1))
            .and_then(|(numbers, end)| row_end(chars, end).map(|e| (joined(&numbers), e)));
        let (row, end) = row.map_or((None, at + 1), |(row, end)| (Some(row), end));
        return Some((Unit::Table { name: "表".to_owned(), row }, end));
    }
    None
}

fn skip_of(chars: &[char], at: usize) -> usize {
    let at = skip_spaces(chars, at);
    starts_with_any(chars, at, &["の", "中"]).unwrap_or(at)
}

/// What follows 別表: its number with branches, and the row where の joins the two.
fn appended_table(chars: &[char], after: usize) -> (Unit, usize) {
    let name = |numbers: &[u32]| match numbers {
        [] => "別表".to_owned(),
        _ => format!("別表第{}", joined(numbers)),
    };
    let place = skip_spaces(chars, after);
    let ordinal = scan::at(chars, place) == '第';
    let place = if ordinal { skip_spaces(chars, place + 1) } else { place };
    let plain = (Unit::Table { name: name(&[]), row: None }, after);
    let words = |length| !ordinal && begins_words(chars, place, length);
    let counted = number_prefix(scan::from(chars, place)).filter(|(_, length)| !words(*length));
    let Some((numbers, end)) = counted.and_then(|_| number_chain(chars, place)) else {
        return plain;
    };
    if matches!(scan::at(chars, end), '号' | '条' | '欄' | '年') || scan::at(chars, end) == '項'
    {
        // 別表第24号 names an item of the only 別表.
        return plain;
    }
    // 別表第1、3の項 may call two tables or two rows; 別表第1の1、3の項 calls two rows.
    let listed = || shared_row_end(chars, end).filter(|_| numbers.len() > 1);
    match (row_end(chars, end).or_else(listed), numbers.split_first()) {
        (Some(row_end), Some((_, []))) => {
            (Unit::Table { name: name(&[]), row: Some(joined(&numbers)) }, row_end)
        }
        (Some(row_end), Some((first, rest))) => {
            (Unit::Table { name: name(&[*first]), row: Some(joined(rest)) }, row_end)
        }
        _ => (Unit::Table { name: name(&numbers), row: None }, end),
    }
}

/// A row inside a table: 6の項, 69の2の項, 項番6, 町長の項.
fn row(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    if let Some(after) = starts_with_any(chars, at, &["項番号", "項番", "番号"]) {
        let (numbers, end) = number_chain(chars, skip_spaces(chars, after))?;
        return Some((Unit::Row(joined(&numbers)), end));
    }
    if let Some(found) = numbered_row(chars, at) {
        return Some(found);
    }
    // の and 中 join a row to its table: 別表第1中3の項; but 中学校の項 is a row.
    if scan::at(chars, at) == 'の'
        || (scan::at(chars, at) == '中' && numbered_row(chars, at + 1).is_some())
    {
        return None;
    }
    row_words(chars, at)
}

/// A row by the words that head it: 町長の項, 主任（係長を含む。）の項, 「市長、教育長」の項.
fn row_words(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    if let Some(marks) = QUOTES.iter().find(|(open, _)| scan::at(chars, at) == *open) {
        return quoted_row(chars, at, *marks);
    }
    const LONGEST: usize = 60;
    let mut end = at;
    // A remark may stand behind the head, not before it.
    if scan::at(chars, at) == '(' {
        return None;
    }
    while end < at + LONGEST {
        match scan::at(chars, end) {
            '(' => end = note(chars, end)?,
            '\0' | '\n' | '、' | '。' | '第' | ')' | ',' | '「' | '」' => return None,
            _ => end += 1,
        }
        if let Some(behind) = row_end(chars, end) {
            let words: String = chars.get(at..end)?.iter().collect();
            return Some((Unit::Row(words.trim().to_owned()), behind));
        }
    }
    None
}

/// The marks that the words of a row may stand in.
const QUOTES: [(char, char); 2] = [('「', '」'), ('『', '』')];

/// Words in quotation marks, which may hold anything, also a mark without its other half.
fn quoted_row(chars: &[char], at: usize, (open, shut): (char, char)) -> Option<(Unit, usize)> {
    let line = chars.get(at + 1..)?.iter().take(LONGEST_ROW + 1).take_while(|c| **c != '\n');
    let mut depth = 1usize;
    let mut last = None;
    for (place, c) in (at + 1..).zip(line) {
        let closes = row_end(chars, place + 1).filter(|_| *c == shut);
        last = closes.map(|behind| (place, behind)).or(last);
        if *c == open {
            depth += 1;
        } else if *c == shut && depth > 1 {
            depth -= 1;
        } else if closes.is_some() {
            break;
        }
    }
    let (close, behind) = last?;
    let words: String = chars.get(at + 1..close)?.iter().collect();
    (!words.is_empty()).then_some((Unit::Row(words), behind))
}

/// A row by its number: 6の項, 69の2の項, 第6項.
pub(super) fn numbered_row(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    let start = if scan::at(chars, at) == '第' { at + 1 } else { at };
    let (numbers, end) = number_chain(chars, start)?;
    let end = row_end(chars, end)
        .or_else(|| starts_with_any(chars, end, &["項"]))
        .or_else(|| shared_row_end(chars, end))?;
    Some((Unit::Row(joined(&numbers)), end))
}

fn column(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    if let Some(name) = COLUMNS.iter().find(|c| starts(chars, at, c)) {
        return Some((Unit::Column((*name).to_owned()), at + 2));
    }
    let start = skip_spaces(chars, starts_with_any(chars, at, &["第"])?);
    let (n, length) = number_prefix(scan::from(chars, start))?;
    let end = starts_with_any(chars, start + length, &["欄"])?;
    Some((Unit::Column(format!("第{n}欄")), end))
}
