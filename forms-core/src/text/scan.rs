//! Reads single characters of a text, treating full and half width alike.

use super::fold_ascii_char;

/// The character at an index, folded to half width and to the modern forms 条 and 号; NUL after the
/// end.
pub(crate) fn at(chars: &[char], place: usize) -> char {
    match chars.get(place) {
        Some('條') => '条',
        Some('號') => '号',
        Some(c) => fold_ascii_char(*c),
        None => '\0',
    }
}

/// Returns whether a character is one of the common kanji, U+4E00 to U+9FFF.
pub(crate) fn is_kanji(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Returns whether a character is a hiragana.
pub(crate) fn is_hiragana(c: char) -> bool {
    ('ぁ'..='ん').contains(&c)
}

/// Returns whether a word starts at an index.
pub(crate) fn starts(chars: &[char], place: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(i, c)| at(chars, place + i) == c)
}

/// Finds the first of some words that starts at an index, and returns the index after it.
pub(crate) fn starts_with_any(chars: &[char], place: usize, words: &[&str]) -> Option<usize> {
    words.iter().find(|w| starts(chars, place, w)).map(|w| place + w.chars().count())
}

/// The first index from `place` on that is not a space; line breaks are not spaces.
pub(crate) fn skip_spaces(chars: &[char], mut place: usize) -> usize {
    while matches!(at(chars, place), ' ' | '\t' | '\u{a0}') {
        place += 1;
    }
    place
}

/// The characters from an index on; empty after the end.
pub(crate) fn from(chars: &[char], place: usize) -> &[char] {
    chars.get(place..).unwrap_or_default()
}
