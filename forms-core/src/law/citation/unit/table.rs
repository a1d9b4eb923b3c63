//! Tables in citations: 別表第1, the row 6の項 or 「町長」の項, the column 右欄.

use super::{LONGEST_LIST, Level, Unit, unit};
use crate::law::citation::blanks::Closed;
use crate::law::citation::brackets::{closing, note};
use crate::law::citation::marks::ends_a_mark;
use crate::text::enumeration::{after_range_word, after_separator};
use crate::text::numeral::number_prefix;
use crate::text::scan::{self, skip_spaces, starts, starts_with_any};

/// Number of characters of the longest words that head a row.
const LONGEST_ROW: usize = 1_000;

const COLUMNS: &[&str] = &["右欄", "左欄", "上欄", "中欄", "下欄"];

/// True if the words that head a row are read back unquoted after the name of a table.
pub(in crate::law::citation) fn reads_as_row(words: &str) -> bool {
    let chars: Vec<char> = words.chars().collect();
    number_prefix(&chars).is_none() && reads_back(words, 'の', "の項")
}

/// Quotes the words that head a row so that they are read back: in 「」, or in 『』 if they contain 」の項.
/// `None` for words that no citation can name: longer than [`LONGEST_ROW`], or with both 」の項 and
/// 』の項 in them.
pub(in crate::law) fn quoted(words: &str) -> Option<String> {
    QUOTES.into_iter().find_map(|(open, shut)| {
        let chars: Vec<char> = format!("{open}{words}{shut}の項").chars().collect();
        let read = quoted_row(&chars, 0, (open, shut));
        (read == Some((Unit::Row(words.to_owned()), chars.len())))
            .then(|| format!("{open}{words}{shut}"))
    })
}

/// True if a row in a band, such as 2の部の3, is read back unquoted after the name of a table and `joint`.
pub(in crate::law::citation) fn reads_as_banded(row: &str, joint: char) -> bool {
    reads_back(row, joint, if row.ends_with("の部") { "" } else { "の項" })
}

/// True if a row is read as itself between the name of a table, which could go on with a number, and the words that end
/// it.
fn reads_back(row: &str, joint: char, end: &str) -> bool {
    const TABLE: &str = "別表第1";
    let text = format!("{TABLE}{joint}{row}{end}");
    let chars: Vec<char> = text.chars().collect();
    let row_at = |at| unit(&chars, at, Level::Table);
    Closed::new(&text).chars == chars
        && match unit(&chars, 0, Level::Nothing) {
            Some((Unit::Table { name, row: Some(read) }, after)) => {
                name == TABLE && read == row && after == chars.len()
            }
            Some((Unit::Table { name, row: None }, after)) => {
                name == TABLE
                    && row_at(after).is_none()
                    && row_at(after + 1) == Some((Unit::Row(row.to_owned()), chars.len()))
            }
            _ => false,
        }
}

/// Reads numbers joined by の: 4, 4の1, 69の2.
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

/// True if a number begins the words that head a row: 一般会計の項, 2級職員の項.
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

/// Index after の項 at `at`, or `None` if there is none.
fn row_end(chars: &[char], at: usize) -> Option<usize> {
    let end = starts_with_any(chars, at, &["の項", "ノ項"])?;
    // の項番5 names another row.
    (scan::at(chars, end) != '番').then_some(end)
}

/// Returns the index after の部 at `at`, if the name of a band (部) of rows ends there.
fn band_end(chars: &[char], at: usize) -> Option<usize> {
    let end = starts_with_any(chars, at, &["の部", "ノ部"])?;
    let next = scan::at(chars, end);
    let ends = matches!(
        next,
        '\0' | '\n'
            | ' '
            | 'の'
            | 'ノ'
            | '中'
            | '第'
            | '「'
            | '('
            | '、'
            | '及'
            | '又'
            | '。'
            | ')'
    );
    (ends || number_prefix(&[next]).is_some()).then_some(end)
}

/// Reads the row in a band of rows, from the index after の部: 2の部の3の項, 福祉の部 alone.
fn in_band(chars: &[char], band: &str, end: usize) -> (String, usize) {
    let start = skip_of(chars, end);
    let worded = || row_words(chars, start).filter(|_| start > end);
    match numbered_row(chars, start).or_else(worded) {
        Some((Unit::Row(row), after)) => (format!("{band}の部の{row}"), after),
        _ => (format!("{band}の部"), end),
    }
}

/// Reads the number of a band and の部 after it.
fn numbered_band(chars: &[char], at: usize) -> Option<(String, usize)> {
    let start = if scan::at(chars, at) == '第' { at + 1 } else { at };
    let (numbers, end) = number_chain(chars, start)?;
    Some((joined(&numbers), band_end(chars, end)?))
}

/// Reads a row by its band: 2の部の3の項, 福祉の部1の項, 第2の部.
fn banded_row(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    const LONGEST: usize = 40;
    if let Some((band, end)) = numbered_band(chars, at) {
        let (row, end) = in_band(chars, &band, end);
        return Some((Unit::Row(row), end));
    }
    let mut end = at;
    while end < at + LONGEST {
        match scan::at(chars, end) {
            '\0' | '\n' | '、' | '。' | '第' | '(' | ')' | ',' | '「' | '」' | '『' | '』' =>
            {
                return None;
            }
            _ if row_end(chars, end).is_some() => return None,
            _ if end > at && band_end(chars, end).is_some() => break,
            _ => end += 1,
        }
    }
    let words: String = chars.get(at..end)?.iter().collect();
    let words = words.trim();
    let (row, end) = in_band(chars, words, band_end(chars, end)?);
    (!words.is_empty()).then_some((Unit::Row(row), end))
}

/// Returns `at`, the index after the first number of a list or range such as 1、3の項, in which の項 belongs to each.
fn shared_row_end(chars: &[char], at: usize) -> Option<usize> {
    let mut place = at;
    for _ in 0..LONGEST_LIST {
        let next = after_separator(chars, place).or_else(|| after_range_word(chars, place))?;
        place = number_chain(chars, next)?.1;
        if row_end(chars, place).is_some() {
            return Some(at);
        }
    }
    None
}

pub(super) fn table(chars: &[char], at: usize, level: Level) -> Option<(Unit, usize)> {
    if level >= Level::Table {
        return None;
    }
    if let Some(after) = starts_with_any(chars, at, &["別表"]) {
        return Some(appended_table(chars, after));
    }
    // A table inside an article: 第3条の表.
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

/// Reads the number of a 別表 with its branches, and its row if の joins the two (別表第1の6の項).
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
    if let (Some(band_end), Some((last, name_of))) = (band_end(chars, end), numbers.split_last()) {
        // 別表第2の部 is a band of the only 別表, 別表第1の2の部 the second of 別表第1.
        let (row, end) = in_band(chars, &last.to_string(), band_end);
        return (Unit::Table { name: name(name_of), row: Some(row) }, end);
    }
    // 別表第1、3の項 may name two tables or two rows; 別表第1の1、3の項 names two rows.
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

/// Reads a row of a table: 6の項, 69の2の項, 項番6, 町長の項.
pub(super) fn row(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    if let Some(after) = starts_with_any(chars, at, &["項番号", "項番", "番号"]) {
        let (numbers, end) = number_chain(chars, skip_spaces(chars, after))?;
        return Some((Unit::Row(joined(&numbers)), end));
    }
    if let Some(found) = numbered_row(chars, at) {
        return Some(found);
    }
    if !matches!(scan::at(chars, at), 'の' | '中')
        && let Some(found) = banded_row(chars, at)
    {
        return Some(found);
    }
    // の and 中 join a row to its table: 別表第1中3の項; but 中学校の項 is a row.
    if scan::at(chars, at) == 'の'
        || (scan::at(chars, at) == '中'
            && (numbered_row(chars, at + 1).is_some() || numbered_band(chars, at + 1).is_some()))
    {
        return None;
    }
    row_words(chars, at)
}

/// Reads a row by the words that head it: 町長の項, 主任（係長を含む。）の項, 「市長、教育長」の項.
fn row_words(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    if let Some(marks) = QUOTES.iter().find(|(open, _)| scan::at(chars, at) == *open) {
        return quoted_row(chars, at, *marks);
    }
    const LONGEST: usize = 60;
    let mut end = at;
    // A remark in brackets may follow the head, not precede it.
    if closing(chars, at).is_some() {
        return None;
    }
    while end < at + LONGEST {
        match scan::at(chars, end) {
            '(' => end = note(chars, end)?,
            '\0' | '\n' | '、' | '。' | '第' | ')' | ',' | '「' | '」' | '~' | '〜' => {
                return None;
            }
            _ => end += 1,
        }
        if let Some(after) = row_end(chars, end) {
            let words: String = chars.get(at..end)?.iter().collect();
            return Some((Unit::Row(words.trim().to_owned()), after));
        }
    }
    None
}

/// Quotation marks around the words that head a row.
const QUOTES: [(char, char); 2] = [('「', '」'), ('『', '』')];

/// Reads quoted words, which may contain anything, also a quotation mark without its partner.
fn quoted_row(chars: &[char], at: usize, (open, shut): (char, char)) -> Option<(Unit, usize)> {
    let line = chars.get(at + 1..)?.iter().take(LONGEST_ROW + 1).take_while(|c| **c != '\n');
    let mut depth = 1usize;
    let mut last = None;
    for (place, c) in (at + 1..).zip(line) {
        let closes = row_end(chars, place + 1).filter(|_| *c == shut);
        last = closes.map(|after| (place, after)).or(last);
        if *c == open {
            depth += 1;
        } else if *c == shut && depth > 1 {
            depth -= 1;
        } else if closes.is_some() {
            break;
        }
    }
    let (close, after) = last?;
    let words: String = chars.get(at + 1..close)?.iter().collect();
    (!words.is_empty()).then_some((Unit::Row(words), after))
}

/// Reads a further row after one of a table: 3の項, 2の部の1の項, 2の部.
pub(in crate::law::citation) fn later_row(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    numbered_row(chars, at).or_else(|| {
        let (band, end) = numbered_band(chars, at)?;
        let (row, end) = in_band(chars, &band, end);
        Some((Unit::Row(row), end))
    })
}

/// Reads a row by its number: 6の項, 69の2の項, 第6項.
fn numbered_row(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    let start = if scan::at(chars, at) == '第' { at + 1 } else { at };
    let (numbers, end) = number_chain(chars, start)?;
    let end = row_end(chars, end)
        .or_else(|| starts_with_any(chars, end, &["項"]))
        .or_else(|| shared_row_end(chars, end))?;
    Some((Unit::Row(joined(&numbers)), end))
}

pub(super) fn column(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    if let Some(name) = COLUMNS.iter().find(|c| starts(chars, at, c)) {
        return Some((Unit::Column((*name).to_owned()), at + 2));
    }
    let start = skip_spaces(chars, starts_with_any(chars, at, &["第"])?);
    let (n, length) = number_prefix(scan::from(chars, start))?;
    let end = starts_with_any(chars, start + length, &["欄"])?;
    Some((Unit::Column(format!("第{n}欄")), end))
}
