//! Reads the number of an instrument: 平成27年規則第28号, 教育長訓令第3号, 条例第　号.

use super::InstrumentNumber;
use super::issuer::{self, Issuers};
use crate::text::era::{Era, YearForm, year_prefix};
use crate::text::fold_ascii;
use crate::text::numeral::number_prefix;
use crate::text::scan::{self, skip_spaces, starts};

/// The kinds of numbered instruments; a longer one comes before one that it ends with.
const NUMBERED: &[&str] = &[
    "教育委員会規則",
    "教委規則",
    "条例",
    "規則",
    "管理規程",
    "規程",
    "訓令",
    "庁達",
    "庁訓",
    "内訓",
    "訓",
    "告示",
    "要綱",
    "要領",
    "法律",
    "政令",
    "省令",
    "府令",
    "勅令",
    "規約",
    "内規",
    "公告",
    "通達",
    "達",
];

/// Reads the number of an instrument at the start of `chars`: 平成27年規則第28号, 平29条例2,
/// 大和郡山市条例第27号, 教育長訓令第3号, 条例第　号. Returns the number and the count of its characters.
///
/// Without a year, the words before the kind must name a body or an office, since 決裁規程第3号 is the 第3号 of a
/// regulation.
#[must_use]
pub fn number_prefix_of(chars: &[char]) -> Option<(InstrumentNumber, usize)> {
    read(chars, Issuers::Named)
}

/// Like [`number_prefix_of`], for a line or a field that holds nothing but a number, so that any words without kana
/// before the kind are its issuer.
#[must_use]
pub fn number_line(chars: &[char]) -> Option<(InstrumentNumber, usize)> {
    read(chars, Issuers::Any)
}

fn read(chars: &[char], allowed: Issuers) -> Option<(InstrumentNumber, usize)> {
    let mut number = InstrumentNumber::default();
    let mut at = 0;
    let mut short = false;
    let mut dated = false;
    if let Some((year, form, length)) = year_prefix(chars) {
        number.era = year.era;
        number.year = Some(year.year).filter(|y| *y > 0);
        short = form == YearForm::Short;
        dated = true;
        at = month_and_day(chars, length, &mut number);
    } else if let Some((era, length)) = blank_year(chars) {
        number.era = Some(era);
        dated = true;
        at = blank_day(chars, length);
    }
    at = skip_spaces(chars, at);
    let (kind_at, kind) = find_kind(chars, at)?;
    let issuer: String = chars.get(at..kind_at)?.iter().collect();
    let issuer = fold_ascii(&issuer).trim().to_owned();
    if !dated && !issuer.is_empty() && !issuer::issues(&issuer, &kind, allowed) {
        return None;
    }
    let after = kind_at + kind.chars().count();
    let (value, end) = value_after(chars, after, short || dated)?;
    // 第〇号 leaves the number open; none is 0.
    number.number = value.filter(|n| *n > 0);
    let (issuer, kind) = issuer::split(issuer, &kind);
    number.issuer = Some(issuer).filter(|i| !i.is_empty());
    number.kind = Some(kind);
    Some((number, end))
}

/// Reads an era with its year left open: 令和　年, 令和○年.
fn blank_year(chars: &[char]) -> Option<(Era, usize)> {
    let era = Era::ALL.into_iter().find(|e| starts(chars, 0, e.name()))?;
    let at = skip_blanks(chars, 2);
    (scan::at(chars, at) == '年').then_some((era, at + 1))
}

/// Index after a month and day left open, or `at`: ○月○日.
fn blank_day(chars: &[char], at: usize) -> usize {
    let unit = |at: usize, unit: char| {
        let end = skip_blanks(chars, at);
        (scan::at(chars, end) == unit).then_some(end + 1)
    };
    unit(at, '月').and_then(|month| unit(month, '日')).unwrap_or(at)
}

/// Takes 3月 or 3月30日 after the year; only a month without a day is part of the number.
fn month_and_day(chars: &[char], from: usize, number: &mut InstrumentNumber) -> usize {
    let read = |at: usize, unit: char| {
        let at = skip_spaces(chars, at);
        let (n, length) = number_prefix(chars.get(at..)?)?;
        let end = skip_spaces(chars, at + length);
        (scan::at(chars, end) == unit).then_some((n, end + 1))
    };
    let Some((month, at)) = read(from, '月') else { return from };
    match read(at, '日') {
        Some((_, end)) => end,
        None => {
            number.month = Some(month);
            at
        }
    }
}

/// Finds the first kind followed by a number, after the name of an issuer; returns its index. 甲 or 乙 after it
/// belongs to it: 訓令甲第3号.
fn find_kind(chars: &[char], from: usize) -> Option<(usize, String)> {
    const LONGEST_ISSUER: usize = 30;
    for at in from..from + LONGEST_ISSUER {
        let c = scan::at(chars, at);
        if matches!(c, '\0' | '\n' | '(' | ')' | '「' | '」' | '、' | '。' | '第' | ',' | ':' | ';')
            || c.is_ascii_digit()
        {
            return None;
        }
        let found = NUMBERED.iter().find_map(|kind| {
            if !starts(chars, at, kind) {
                return None;
            }
            let end = at + kind.chars().count();
            let series = scan::at(chars, end);
            let series = matches!(series, '甲' | '乙' | '丙' | '丁').then_some(series);
            let after = skip_spaces(chars, end + usize::from(series.is_some()));
            let next = chars.get(after..).unwrap_or_default();
            let counted = scan::at(chars, after) == '第' || number_prefix(next).is_some();
            counted.then(|| kind.chars().chain(series).collect())
        });
        if let Some(kind) = found {
            return Some((at, kind));
        }
    }
    None
}

/// Reads the value after the kind: 第28号, 第　号 (blank), or a bare 28 in a short form.
fn value_after(chars: &[char], at: usize, bare_allowed: bool) -> Option<(Option<u32>, usize)> {
    let at = skip_spaces(chars, at);
    if scan::at(chars, at) != '第' {
        if !bare_allowed {
            return None;
        }
        let (n, length) = number_prefix(chars.get(at..)?)?;
        let end = at + length;
        return match scan::at(chars, end) {
            '号' => Some((Some(n), end + 1)),
            '条' | '項' | '年' | '月' => None,
            _ => Some((Some(n), end)),
        };
    }
    let inner = skip_blanks(chars, at + 1);
    if scan::at(chars, inner) == '号' {
        return Some((None, inner + 1));
    }
    let inner = skip_spaces(chars, at + 1);
    let (n, length) = number_prefix(chars.get(inner..)?)?;
    let end = skip_spaces(chars, inner + length);
    // A branch of the number is left: 規則第3号の2.
    (scan::at(chars, end) == '号').then_some((Some(n), end + 1))
}

/// Skips the characters that fill the place of a blank number.
fn skip_blanks(chars: &[char], mut at: usize) -> usize {
    while matches!(
        scan::at(chars, at),
        ' ' | '\t'
            | '○'
            | '〇'
            | '◯'
            | '●'
            | '_'
            | '×'
            | 'X'
            | 'x'
            | '*'
            | '・'
            | '…'
            | '-'
            | '―'
            | '－'
    ) {
        at += 1;
    }
    at
}
