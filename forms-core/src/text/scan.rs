//! Looking at single characters of a text, full width and half width alike.

use super::fold_ascii_char;

/// The character at a place, folded to half width and to the present form of 条 and 号; NUL beyond
/// the end.
pub(crate) fn at(chars: &[char], place: usize) -> char {
    match chars.get(place) {
        Some('條') => '条',
        Some('號') => '号',
        Some(c) => fold_ascii_char(*c),
        None => '\0',
    }
}

/// One character folded to half width.
pub(crate) fn fold(c: char) -> char {
    fold_ascii_char(c)
}

/// Whether a word stands at a place.
pub(crate) fn starts(chars: &[char], place: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(i, c)| at(chars, place + i) == c)
}

/// The first of some words that stands at a place, and the place behind it.
pub(crate) fn starts_with_any(chars: &[char], place: usize, words: &[&str]) -> Option<usize> {
    words.iter().find(|w| starts(chars, place, w)).map(|w| place + w.chars().count())
}

/// The first place that holds no space; line breaks are no spaces.
pub(crate) fn skip_spaces(chars: &[char], mut place: usize) -> usize {
    while matches!(at(chars, place), ' ' | '\t' | '\u{a0}') {
        place += 1;
    }
    place
}

/// The characters from a place on.
pub(crate) fn from(chars: &[char], place: usize) -> &[char] {
    chars.get(place..).unwrap_or_default()
}
