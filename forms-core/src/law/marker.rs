//! The marks at the head of 項, 号 and the levels below: 2, (1), ⑴, ㈠, 一, イ, (ア), ①, a, with their
//! branches (（２）の２).

use crate::text::numeral::{
    Enclosed, aiueo_place, enclosed, fold_kana, iroha_place, number_prefix,
};
use crate::text::scan;

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marker {
    /// 第2, the part of a notice without 条.
    Ordinal(Vec<u32>),
    /// 2.
    Arabic(Vec<u32>),
    /// 二.
    Kanji(Vec<u32>),
    /// (1), ⑴, ㈠, (一), (2)の2.
    Bracketed(Vec<u32>),
    /// ①.
    Circled(Vec<u32>),
    /// Ⅰ.
    Roman(char),
    /// イ, イの2.
    Kana(char, Vec<u32>),
    /// (ア).
    BracketedKana(char, Vec<u32>),
    /// ㋐.
    CircledKana(char),
    /// a.
    Letter(char),
    /// (a).
    BracketedLetter(char),
}

/// The kind of a mark; marks of one level have one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum MarkerKind {
    Ordinal,
    Arabic,
    Kanji,
    Bracketed,
    Circled,
    Roman,
    Kana,
    BracketedKana,
    CircledKana,
    Letter,
    BracketedLetter,
}

impl Marker {
    pub(super) fn kind(&self) -> MarkerKind {
        match self {
            Self::Ordinal(_) => MarkerKind::Ordinal,
            Self::Arabic(_) => MarkerKind::Arabic,
            Self::Kanji(_) => MarkerKind::Kanji,
            Self::Bracketed(_) => MarkerKind::Bracketed,
            Self::Circled(_) => MarkerKind::Circled,
            Self::Roman(_) => MarkerKind::Roman,
            Self::Kana(..) => MarkerKind::Kana,
            Self::BracketedKana(..) => MarkerKind::BracketedKana,
            Self::CircledKana(_) => MarkerKind::CircledKana,
            Self::Letter(_) => MarkerKind::Letter,
            Self::BracketedLetter(_) => MarkerKind::BracketedLetter,
        }
    }

    /// Returns the number and its branches; `None` for kana and letters.
    pub(super) fn numbers(&self) -> Option<&[u32]> {
        match self {
            Self::Ordinal(n)
            | Self::Arabic(n)
            | Self::Kanji(n)
            | Self::Bracketed(n)
            | Self::Circled(n) => Some(n),
            _ => None,
        }
    }

    /// True if one of its numbers is 0.
    pub(super) fn has_zero(&self) -> bool {
        match self {
            Self::Kana(_, branches) | Self::BracketedKana(_, branches) => branches.contains(&0),
            other => other.numbers().is_some_and(|numbers| numbers.contains(&0)),
        }
    }

    /// Returns the mark in its normal form, as in a path.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Ordinal(n) | Self::Arabic(n) | Self::Kanji(n) => joined(n),
            Self::Bracketed(n) => branched(n.first(), n, |n| format!("({n})")),
            Self::Circled(n) => branched(n.first(), n, circled),
            Self::Roman(c) => c.to_string(),
            Self::Kana(c, b) => with_branches(c.to_string(), b),
            Self::BracketedKana(c, b) => with_branches(format!("({c})"), b),
            Self::CircledKana(c) => c.to_string(),
            Self::Letter(c) => c.to_string(),
            Self::BracketedLetter(c) => format!("({c})"),
        }
    }
}

fn circled(n: u32) -> String {
    let base = match n {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32b1 - 36,
        _ => return n.to_string(),
    };
    char::from_u32(base + n).map_or_else(|| n.to_string(), String::from)
}

/// Returns a number with its branches as a path and a citation write it: 69の2.
pub(super) fn joined(numbers: &[u32]) -> String {
    branched(numbers.first(), numbers, |n| n.to_string())
}

fn branched(first: Option<&u32>, numbers: &[u32], form: impl Fn(u32) -> String) -> String {
    with_branches(
        first.map_or_else(String::new, |n| form(*n)),
        numbers.get(1..).unwrap_or_default(),
    )
}

fn with_branches(mut out: String, branches: &[u32]) -> String {
    for b in branches {
        out.push('の');
        out.push_str(&b.to_string());
    }
    out
}

/// Reads the branches of a number at a place: の2, ノ二, の2の3. A number that is the head of the
/// next unit (の2項, の2号) is none.
pub(super) fn branches(chars: &[char], mut place: usize, numbers: &mut Vec<u32>) -> usize {
    while matches!(scan::at(chars, place), 'の' | 'ノ' | '之') {
        // Texts that were scanned have a space around each number: 第 3 条の 2 市長は.
        let spaced = scan::at(chars, place + 1) == ' ' && scan::at(chars, place) == 'の';
        let start = place + 1 + usize::from(spaced);
        let Some((n, length)) = number_prefix(scan::from(chars, start)) else { break };
        let end = start + length;
        if spaced && !matches!(scan::at(chars, end), ' ' | '\0') {
            break;
        }
        if matches!(scan::at(chars, end), '条' | '項' | '号' | '欄' | '部' | '表' | '段') {
            break;
        }
        numbers.push(n);
        place = end;
    }
    place
}

fn is_marker_kana(c: char) -> bool {
    ('ア'..='ン').contains(&c) && (aiueo_place(c).is_some() || iroha_place(c).is_some())
}

/// Reads a mark in brackets or a mark that is a bracketed or circled character.
pub(super) fn closed(chars: &[char], place: usize) -> Option<(Marker, usize)> {
    let raw = chars.get(place).copied()?;
    if let Some(sign) = enclosed(raw) {
        let mut end = place + 1;
        let mut numbered = |n| {
            let mut numbers = vec![n];
            end = branches(chars, end, &mut numbers);
            numbers
        };
        let marker = match sign {
            Enclosed::Bracketed(n) => Marker::Bracketed(numbered(n)),
            Enclosed::Circled(n) => Marker::Circled(numbered(n)),
            Enclosed::Roman(_) => Marker::Roman(raw),
            Enclosed::BracketedLetter(c) => Marker::BracketedLetter(c),
            Enclosed::CircledKana(_) => Marker::CircledKana(raw),
        };
        return Some((marker, end));
    }
    if scan::at(chars, place) != '(' {
        return None;
    }
    let inner = scan::skip_spaces(chars, place + 1);
    let close = |end: usize| {
        let end = scan::skip_spaces(chars, end);
        (scan::at(chars, end) == ')').then_some(end + 1)
    };
    if let Some((n, length)) = number_prefix(scan::from(chars, inner)) {
        let mut numbers = vec![n];
        let end = branches(chars, inner + length, &mut numbers);
        let end = branches(chars, close(end)?, &mut numbers);
        return Some((Marker::Bracketed(numbers), end));
    }
    let c = fold_kana(scan::at(chars, inner));
    if is_marker_kana(c) {
        let mut numbers = Vec::new();
        let end = branches(chars, inner + 1, &mut numbers);
        let end = branches(chars, close(end)?, &mut numbers);
        return Some((Marker::BracketedKana(c, numbers), end));
    }
    if c.is_ascii_lowercase() {
        return Some((Marker::BracketedLetter(c), close(inner + 1)?));
    }
    None
}

/// Reads a single kana or letter as a mark; the caller decides by the next character if it is one.
pub(super) fn open(chars: &[char], place: usize) -> Option<(Marker, usize)> {
    let c = fold_kana(scan::at(chars, place));
    if is_marker_kana(c) {
        let mut numbers = Vec::new();
        let end = branches(chars, place + 1, &mut numbers);
        return Some((Marker::Kana(c, numbers), end));
    }
    (c.is_ascii_lowercase() && !scan::at(chars, place + 1).is_ascii_alphabetic())
        .then_some((Marker::Letter(c), place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_have_one_normal_form() {
        for (text, label) in [
            ("(1)", "(1)"),
            ("（１）", "(1)"),
            ("⑴", "(1)"),
            ("㈠", "(1)"),
            ("（一）", "(1)"),
            ("( 12 )", "(12)"),
            ("(2)の2", "(2)の2"),
            ("（２）の２", "(2)の2"),
            ("(2の2)", "(2)の2"),
            ("⑵の２", "(2)の2"),
            ("①", "①"),
            ("㉑", "㉑"),
            ("（ア）", "(ア)"),
            ("(ｱ)", "(ア)"),
            ("(a)", "(a)"),
            ("⒜", "(a)"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let (marker, end) = closed(&chars, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((marker.label().as_str(), end), (label, chars.len()), "{text}");
        }
        for (text, label) in [("イ", "イ"), ("ｲ", "イ"), ("イの２", "イの2"), ("ａ", "a")]
        {
            let chars: Vec<char> = text.chars().collect();
            let (marker, end) = open(&chars, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((marker.label().as_str(), end), (label, chars.len()), "{text}");
        }
    }

    #[test]
    fn words_in_brackets_are_no_marks() {
        for text in ["(委任)", "(1", "(1号)", "(アイ)", "()", "(平成2年)", "("] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(closed(&chars, 0), None, "{text}");
        }
    }
}
