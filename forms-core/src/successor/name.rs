//! Normalises procedure names for comparison.

use unicode_normalization::UnicodeNormalization;

use super::words::JOINS;
use crate::text::enumeration::KANA_CONJUNCTIONS;
use crate::text::numeral::{LONGEST as LONGEST_NUMBER, number_prefix};

/// Words besides conjunctions that are written in kana or partly in kana by some and in kanji by others.
const SPELLINGS: [(&str, &str); 2] = [("障がい", "障害"), ("こども", "子ども")];

/// Normalises a text for comparison: NFKC, one spelling, no white space.
pub(super) fn fold(text: &str) -> String {
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    KANA_CONJUNCTIONS.iter().chain(&SPELLINGS).fold(folded, |text, (kana, kanji)| {
        match text.contains(kana) {
            true => text.replace(kana, kanji),
            false => text,
        }
    })
}

/// Another way to say 「に対する応答」.
const ANSWER: &str = "に対する決定の通知";

/// Inserts 、 between terms that their script does not separate: a conjunction begins with a kanji
/// that would stick to the term before it, and so does the article of a law, 「児童手当法、第七条第一項、」.
pub(super) fn separate_terms(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, place)) = rest.find('第').map(|at| rest.split_at(at)) {
        out += before;
        rest = place;
        let mut cited = false;
        while let Some(length) = part_of_citation(rest, cited) {
            out += if cited { "" } else { "、" };
            cited = true;
            let (part, after) = rest.split_at(length);
            out += part.trim_start_matches('の');
            rest = after;
        }
        if cited {
            out.push('、');
        } else {
            out.push('第');
            rest = rest.get('第'.len_utf8()..).unwrap_or_default();
        }
    }
    out += rest;
    let out = in_full(&out).replace(ANSWER, "に対する応答");
    JOINS.iter().fold(out, |text, join| text.replace(join, "、"))
}

/// Writes 届出 in full: 現況届 becomes 現況届出.
fn in_full(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(c);
        if c == '届' && !matches!(rest.peek(), Some('出' | 'け')) {
            out.push('出');
        }
    }
    out
}

/// Returns the length in bytes of the part of a citation at the start of a text: 第七条, and `within`
/// a citation also の二 and 第一項.
pub(super) fn part_of_citation(text: &str, within: bool) -> Option<usize> {
    let mark = text.chars().next().filter(|c| *c == '第' || within && *c == 'の')?;
    let number: Vec<char> = text.chars().skip(1).take(LONGEST_NUMBER + 1).collect();
    let (_, length) = number_prefix(&number)?;
    let units: &[char] = if within { &['条', '項', '号'] } else { &['条'] };
    let unit = number.get(length).filter(|c| mark == '第' && units.contains(c));
    let taken = length + usize::from(unit.is_some());
    let end = number.get(..taken)?.iter().map(|c| c.len_utf8()).sum::<usize>();
    // The 一 of 「第七条の一時金」 is no branch.
    let end = mark.len_utf8() + end;
    let goes_on = |c: char| c != '第' && c.is_alphanumeric() && !('ぁ'..='ゟ').contains(&c);
    let branch = || mark == 'の' && !text.get(end..).is_some_and(|t| t.starts_with(goes_on));
    (unit.is_some() || branch()).then_some(end)
}

/// The brackets around a remark, folded.
const BRACKETS: [(char, char); 5] =
    [('(', ')'), ('<', '>'), ('[', ']'), ('〔', '〕'), ('【', '】')];

/// Returns a folded name without the remarks in brackets at its end.
pub(super) fn without_remarks(name: &str) -> &str {
    let mut rest = name;
    while let Some((open, shut)) = BRACKETS.iter().find(|(_, shut)| rest.ends_with(*shut)) {
        let mut depth = 0usize;
        let open = rest.char_indices().rev().find(|(_, c)| {
            if c == shut {
                depth += 1;
            } else if c == open {
                depth -= 1;
            }
            depth == 0
        });
        match open {
            Some((at, _)) => rest = rest.get(..at).unwrap_or_default(),
            None => break,
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_of_laws_are_set_apart() {
        for (name, terms) in [
            ("児童手当法第七条第一項の認定", "児童手当法、第七条第一項、の認定"),
            ("法第12条の3第2項及び第4条の届出", "法、第12条3第2項、、、第4条、の届出"),
            ("法第七条の一時金、第七条の二の給付", "法、第七条、の一時金、、第七条二、の給付"),
            ("法律第八十二号附則第三条の給付", "法律第八十二号附則、第三条、の給付"),
            ("第二次納付義務者の第一子", "第二次納付義務者の第一子"),
            ("第", "第"),
            ("現況届、氏名の変更の届出又は届け出", "現況届出、氏名の変更の届出、届け出"),
        ] {
            assert_eq!(separate_terms(name), terms);
        }
    }

    #[test]
    fn remarks_after_a_name_are_left_out() {
        assert_eq!(without_remarks("a(b)c(d(e))(f)"), "a(b)c");
        assert_eq!(without_remarks("a<b(c>(d)"), "a");
        assert_eq!(without_remarks("a)"), "a)");
    }
}
