//! Reads the marks of a citation, which have neither 第 nor 号: (4), イ, (ア), a.

use super::title::title;
use super::unit::{Level, Unit, begins_citation, unit};
use crate::law::marker::{self, Marker, branches};
use crate::text::enumeration::after_conjunction;
use crate::text::numeral::{is_kanji_number, number_prefix};
use crate::text::scan::{self, skip_spaces, starts_with_any};

/// Reads a mark such as (4), ⑷, イ or a, whose level depends on the unit before.
pub(super) fn mark(chars: &[char], at: usize, level: Level) -> Option<(Unit, usize)> {
    if entry_mark(chars, at).is_some() {
        return None;
    }
    if let Some((marker, end)) = marker::closed(chars, at) {
        return Some((Unit::Mark(marker), end));
    }
    if matches!(level, Level::Division | Level::Part) {
        return None;
    }
    if matches!(level, Level::Item | Level::Subitem)
        && let Some(found) = bare_number(chars, at)
    {
        return Some(found);
    }
    let (marker, end) = marker::open(chars, at)?;
    // In old texts these are particles after a number: 第三条ヲ, 第三条ノ規定.
    let particle = matches!(marker, Marker::Kana('ヲ' | 'ノ' | 'ニ' | 'ト' | 'ハ', _));
    let next = scan::at(chars, end);
    let joins = scan::is_kanji(next) && next != '中'
        || scan::at(chars, at) == 'ノ' && marker::closed(chars, end).is_some();
    if particle && joins && level < Level::Item && level != Level::Nothing {
        return None;
    }
    ends_a_mark(chars, end).then_some((Unit::Mark(marker), end))
}

/// Reads a bare number below 号, directly after the mark above it: 1, 6の2, 二.
pub(super) fn bare_number(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    if scan::at(chars, at.wrapping_sub(1)) == ' ' {
        return None;
    }
    let digits = scan::at(chars, at).is_ascii_digit();
    if !digits && !is_kanji_number(scan::at(chars, at)) {
        return None;
    }
    let (n, length) = number_prefix(scan::from(chars, at))?;
    let mut numbers = vec![n];
    let end = branches(chars, at + length, &mut numbers);
    if digits {
        let counts = matches!(scan::at(chars, end), '条' | '項' | '号' | '年' | '月' | '日');
        return (!counts).then_some((Unit::Mark(Marker::Arabic(numbers)), end));
    }
    // 第3号一部 and 第3号二十条 go on with a word.
    ends_a_mark(chars, end).then_some((Unit::Mark(Marker::Kanji(numbers)), end))
}

/// True if a mark of one kana ends at `end` and no word continues: イ及びロ, but not イベント.
pub(super) fn ends_a_mark(chars: &[char], end: usize) -> bool {
    const GOES_ON: &[&str] = &[
        "本文",
        "前段",
        "後段",
        "柱書",
        "各号列記",
        "但",
        "等",
        "外",
        "中",
        "表",
        "第",
        "関係",
        "他",
        "乃至",
        "以",
        "各",
        "及",
        "並",
        "又",
        "若",
    ];
    let c = scan::at(chars, end);
    let katakana = ('ァ'..='ヺ').contains(&c) || c == 'ー';
    let kanji = scan::is_kanji(c) || c == '々';
    if kanji {
        return after_conjunction(chars, end).is_some()
            || starts_with_any(chars, end, GOES_ON).is_some()
            || !is_kanji_number(scan::at(chars, end - 1)) && bare_number(chars, end).is_some();
    }
    // The next mark may follow at once: イ(1), イ1, イa; but a bare kana may not.
    if c.is_ascii_digit() {
        return bare_number(chars, end).is_some();
    }
    if c.is_ascii_lowercase() {
        return matches!(marker::open(chars, end), Some((_, end)) if ends_a_mark(chars, end));
    }
    !katakana && !c.is_ascii_alphanumeric() || marker::closed(chars, end).is_some()
}

/// True if a mark of its own begins at `at`: (4), イ.
pub(super) fn begins_mark(chars: &[char], at: usize) -> bool {
    let found = marker::closed(chars, at).or_else(|| marker::open(chars, at));
    found.is_some_and(|(_, end)| ends_a_mark(chars, end))
}

/// Index after ① or (1) if it only numbers the entries of a cell: ①規則第2条 ②規則第4条. Directly after a unit of
/// a citation, without a space, it is a mark.
pub(super) fn entry_mark(chars: &[char], at: usize) -> Option<usize> {
    let before = scan::at(chars, at.wrapping_sub(1));
    if at > 0 && !matches!(before, ' ' | '\t' | '\n' | '\r' | '、' | '。') {
        return None;
    }
    let (mark, end) = marker::closed(chars, at)?;
    let next = skip_spaces(chars, end);
    let kanji = scan::is_kanji(scan::at(chars, next)) && !ends_a_mark(chars, next);
    let entry = match mark {
        Marker::Circled(_) => kanji || begins_citation(chars, next),
        // (2) 奨学金 is an item with its words; (2) 規則第3条 is an entry.
        Marker::Bracketed(_) => kanji && title(chars, next).is_some() || is_article(chars, next),
        _ => false,
    };
    entry.then_some(end)
}

fn is_article(chars: &[char], at: usize) -> bool {
    scan::at(chars, at) == '第'
        && matches!(unit(chars, at, Level::Nothing), Some((Unit::Article(_), _)))
}
