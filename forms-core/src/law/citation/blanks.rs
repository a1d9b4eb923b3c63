//! Closes up a citation that a cell, a form or a justified line has set with blanks and line breaks inside a unit:
//! 第 ９ 条　の ４ is 第9条の4. Blanks between two units stay.

use crate::text::numeral::{fold_kana, is_kanji_number};
use crate::text::scan;
use crate::text::{fold_ascii_char, without_unseen};

/// The characters of a text without the blanks inside its units, and where they were.
pub(super) struct Closed {
    pub(super) chars: Vec<char>,
    /// The index of each character in the text, and the length of the text; `None` if nothing was left out.
    places: Option<Vec<usize>>,
}

impl Closed {
    /// Closes up a text; characters that nobody sees are left out as well.
    pub(super) fn new(text: &str) -> Self {
        let all: Vec<char> = text.chars().collect();
        let length = all.len();
        let seen = without_unseen(text);
        let unseen = seen.len() < text.len();
        let (chars, places) =
            if unseen { kept(&all, &seen) } else { (all, (0..length).collect::<Vec<_>>()) };
        let mut drop = blanks_inside(&chars);
        if is_letter_spaced(&chars) {
            drop.extend(all_blanks(&chars));
            drop.sort_unstable();
        }
        if !unseen && drop.is_empty() {
            return Self { chars, places: None };
        }
        let mut gone = drop.into_iter().peekable();
        let mut out = Vec::with_capacity(chars.len());
        let mut from = Vec::with_capacity(chars.len() + 1);
        for (at, (c, place)) in chars.iter().zip(&places).enumerate() {
            while gone.next_if(|(_, end)| *end <= at).is_some() {}
            if gone.peek().is_none_or(|(start, _)| at < *start) {
                out.push(*c);
                from.push(*place);
            }
        }
        from.push(length);
        Self { chars: out, places: Some(from) }
    }

    /// Returns the index in the text of the character at `at`.
    pub(super) fn place(&self, at: usize) -> usize {
        self.places.as_ref().map_or(at, |places| {
            let last = places.last().copied().unwrap_or(at);
            places.get(at).copied().unwrap_or(last)
        })
    }

    /// Returns the index in the text after the character before `end`.
    pub(super) fn end(&self, end: usize) -> usize {
        end.checked_sub(1).map_or(0, |last| self.place(last) + 1)
    }
}

/// Returns the characters of `seen`, which is `all` with some left out, and their places in it.
fn kept(all: &[char], seen: &str) -> (Vec<char>, Vec<usize>) {
    let mut wanted = seen.chars().peekable();
    let mut chars = Vec::new();
    let mut places = Vec::new();
    for (place, c) in all.iter().enumerate() {
        if wanted.next_if_eq(c).is_some() {
            chars.push(*c);
            places.push(place);
        }
    }
    (chars, places)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\n' | '\r')
}

fn counts(c: char) -> bool {
    c.is_ascii_digit() || is_kanji_number(c)
}

/// True for a text with a blank after nearly every character: 第 2 条 各 号.
fn is_letter_spaced(chars: &[char]) -> bool {
    const FEWEST: usize = 5;
    let mut single = 0;
    let mut longer = 0;
    for word in chars.split(|c| is_blank(fold_ascii_char(*c))) {
        match word.len() {
            0 => {}
            1 => single += 1,
            2 => longer += 1,
            _ => return false,
        }
    }
    single >= FEWEST && single >= 4 * longer
}

/// Returns the blanks of a letter-spaced text, without line breaks and without those before a number that would run into
/// what stands before it.
fn all_blanks(chars: &[char]) -> Vec<(usize, usize)> {
    let runs_on = |at: usize| {
        let before = || (0..at).rev().map(|i| scan::at(chars, i)).find(|c| !is_blank(*c));
        counts(scan::at(chars, at + 1))
            && !matches!(before(), Some('第' | 'の' | 'ノ' | '表' | '('))
    };
    (0..chars.len())
        .filter(|at| matches!(scan::at(chars, *at), ' ' | '\t' | '\u{a0}') && !runs_on(*at))
        .map(|at| (at, at + 1))
        .collect()
}

/// Returns the runs of blanks inside a unit, in the order of the text. The words in quotation marks that head the row
/// of a table stay as they are.
fn blanks_inside(chars: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut quoted = (0, None);
    while at < chars.len() {
        let c = scan::at(chars, at);
        if matches!(c, '「' | '『') {
            if quoted.0 <= at {
                quoted = last_row_of_line(chars, at);
            }
            at = quoted.1.filter(|end| *end > at).unwrap_or(at + 1);
            continue;
        }
        if !is_blank(c) {
            at += 1;
            continue;
        }
        let start = at;
        while is_blank(scan::at(chars, at)) && at < chars.len() {
            at += 1;
        }
        let before = Before::new(chars, start, &found);
        if before.goes_on(chars, at) {
            found.push((start, at));
        }
    }
    found
}

/// Returns the index after the line at `at`, and that of the last quotation mark on it that closes the head of a row
/// (」の項).
fn last_row_of_line(chars: &[char], at: usize) -> (usize, Option<usize>) {
    let line = scan::from(chars, at);
    let length = line.iter().position(|c| *c == '\n').unwrap_or(line.len());
    let closes = |place: &usize| {
        matches!(scan::at(chars, *place), '」' | '』')
            && matches!(scan::at(chars, place + 1), 'の' | 'ノ')
            && scan::at(chars, place + 2) == '項'
    };
    (at + length.max(1), (at..at + length).rev().find(closes))
}

/// The last characters before a run of blanks, without the runs that were left out before.
struct Before {
    last: char,
    second: char,
    third: char,
    /// True if the number that ends here follows 第 or の.
    counted: bool,
}

impl Before {
    fn new(chars: &[char], start: usize, gone: &[(usize, usize)]) -> Self {
        /// No number in a citation has more digits.
        const REACH: usize = 12;
        let mut gone = gone.iter().rev().peekable();
        let mut at = start;
        let mut seen = Vec::with_capacity(REACH);
        while seen.len() < REACH && at > 0 {
            at -= 1;
            match gone.next_if(|(_, end)| at < *end) {
                Some((from, _)) => at = *from,
                None => seen.push(scan::at(chars, at)),
            }
        }
        let get = |i: usize| seen.get(i).copied().unwrap_or('\0');
        let head = seen.iter().find(|c| !counts(**c)).copied().unwrap_or('\0');
        let counted = counts(get(0)) && matches!(head, '第' | 'の' | 'ノ' | '之' | '表');
        Self { last: get(0), second: get(1), third: get(2), counted }
    }

    /// True if a の after this can only begin a branch or the row of a table.
    fn takes_branch(last: char, second: char, counted: bool) -> bool {
        let kana = |c: char| ('ァ'..='ヺ').contains(&fold_kana(c));
        matches!(last, '条' | '号' | ')' | '〕' | ']' | '】')
            || counted
            || kana(last) && last != 'ノ' && !kana(second) && second != 'ー'
    }

    /// True if the unit before the blanks goes on at `at`.
    fn goes_on(&self, chars: &[char], at: usize) -> bool {
        let next = scan::at(chars, at);
        let of = |c: char| matches!(c, 'の' | 'ノ' | '之');
        if self.last == '第' {
            return counts(next);
        }
        if of(self.last) {
            let counted = counts(self.second);
            return Self::takes_branch(self.second, self.third, counted) && counts(next)
                || counted && next == '項' && scan::at(chars, at + 1) != '目';
        }
        if self.counted && matches!(next, '条' | '項' | '号' | '欄') {
            return !matches!(scan::at(chars, at + 1), '例' | '約' | '目' | '番' | '様' | '外');
        }
        if of(next) && Self::takes_branch(self.last, self.second, self.counted) {
            let mut after = at + 1;
            while is_blank(scan::at(chars, after)) {
                after += 1;
            }
            let c = scan::at(chars, after);
            return counts(c) || self.counted && c == '項';
        }
        false
    }
}
