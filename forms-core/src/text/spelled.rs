//! Names as a message shows them, so that no two look the same and differ.

use std::fmt::Write as _;

use super::{as_seen, is_unseen, is_variation_selector, nfc};

/// Returns a text with every character that nobody sees written as its number: `申請[U+200B]書`.
#[must_use]
pub(crate) fn spelled(text: &str) -> String {
    spell(text, is_unseen)
}

/// Returns two different texts so that a reader sees what differs: where they would look the same, also
/// spaces, combining marks and variation selectors are written as their numbers.
#[must_use]
pub(crate) fn told_apart(a: &str, b: &str) -> (String, String) {
    let looks =
        |text: &str| -> String { as_seen(text).chars().filter(|c| !is_subtle(*c)).collect() };
    if looks(a) != looks(b) {
        return (spelled(a), spelled(b));
    }
    let spell_all = |text: &str| spell(text, is_overlooked);
    let (left, right) = (spell_all(a), spell_all(b));
    if nfc(&left) != nfc(&right) || a == b {
        return (left, right);
    }
    // Two characters with one composed form: compatibility ideographs.
    let numbers = |text: &str| spell(text, |c| !c.is_ascii());
    (numbers(a), numbers(b))
}

/// Returns whether a character shows nothing that a reader would notice by itself, so that a message writes its
/// number: one that nobody sees, a space, a combining mark, a variation selector.
pub(crate) fn is_overlooked(c: char) -> bool {
    is_unseen(c) || is_subtle(c)
}

/// True for what is seen and yet easily overlooked: spaces, combining marks, variation selectors.
fn is_subtle(c: char) -> bool {
    c.is_whitespace()
        || is_variation_selector(c)
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

fn spell(text: &str, which: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if which(c) {
            let _ = write!(out, "[U+{:04X}]", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_becomes_a_number() {
        assert_eq!(spelled("申請\u{200b}書\u{1}.txt"), "申請[U+200B]書[U+0001].txt");
        assert_eq!(spelled("葛\u{e0100}城 市.txt"), "葛\u{e0100}城 市.txt");
    }

    #[test]
    fn two_texts_that_look_the_same_are_told_apart() {
        for (a, b, shown) in [
            ("申請.txt", "申請\u{200b}.txt", ("申請.txt", "申請[U+200B].txt")),
            ("が.txt", "か\u{3099}.txt", ("が.txt", "か[U+3099].txt")),
            ("a b", "a\u{a0}b", ("a[U+0020]b", "a[U+00A0]b")),
            ("葛城", "葛\u{e0100}城", ("葛城", "葛[U+E0100]城")),
            ("葛城", "葛\u{180b}城", ("葛城", "葛[U+180B]城")),
            ("規則.txt", "条例.txt", ("規則.txt", "条例.txt")),
            ("神", "\u{fa19}", ("[U+795E]", "[U+FA19]")),
        ] {
            let (left, right) = told_apart(a, b);
            assert_eq!((left.as_str(), right.as_str()), shown, "{a:?} {b:?}");
        }
    }
}
