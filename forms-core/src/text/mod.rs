//! Text as officials type it: full and half width, digits in every notation, Unicode forms.
//!
//! Nothing here changes a name; folding is for comparing and for reading codes.

mod day;
pub(crate) mod enumeration;
pub mod era;
pub mod jis;
pub mod numeral;
pub(crate) mod scan;
mod spelled;
mod unseen;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub use day::Day;
pub(crate) use spelled::{is_overlooked, spelled, told_apart};
pub(crate) use unseen::{
    first_unseen, is_direction_mark, is_unseen, is_variation_selector, shows_nothing,
    without_unseen,
};

/// Folds the full-width forms of ASCII (`Ａ１－`) to ASCII and leaves everything else alone.
#[must_use]
pub fn fold_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(fold_ascii_char));
    out
}

/// One character of [`fold_ascii`].
#[must_use]
pub fn fold_ascii_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Folds a text like [`fold_ascii`] and leaves out its white space, for comparing words however they are set.
#[must_use]
pub(crate) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(fold_ascii_char).filter(|c| !c.is_whitespace()));
    out
}

/// Normalises a typed code for parsing: folded to ASCII, without spaces, hyphens and their
/// look-alikes.
#[must_use]
pub fn fold_code(text: &str) -> String {
    fold_ascii(text)
        .chars()
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | 'ー' | 'ｰ')
        })
        .collect()
}

/// The composed form (NFC) of a text; fast if it is composed already.
#[must_use]
pub fn nfc(text: &str) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.to_owned()
    } else {
        text.nfc().collect()
    }
}

/// The form in which two names are one for a reader: composed, without what nobody sees.
#[must_use]
pub(crate) fn as_seen(text: &str) -> String {
    nfc(&without_unseen(text))
}

/// Normalises a header for comparison: NFKC (width, brackets), lower case, no white space, line
/// break or character that nobody sees.
#[must_use]
pub fn fold_header(header: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && !shows_nothing(*c);
    header.nfkc().filter(seen).flat_map(char::to_lowercase).collect()
}

/// Returns whether a text is empty or only white space, full-width spaces included.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// A text as a finding quotes it: cut if it is too long to read, with the names of characters that nobody sees,
/// so that it never looks like a right one: `JT01⟨U+200B⟩`.
#[must_use]
pub fn quoted(text: &str) -> String {
    const MOST: usize = 200;
    let mut out = String::with_capacity(text.len().min(4 * MOST));
    for (count, c) in text.chars().enumerate() {
        if count == MOST {
            out.push('…');
            break;
        }
        if is_unseen(c) || is_blank_shape(c) {
            out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns whether a character is drawn as nothing though it counts as a letter or symbol: fillers of Hangul, the
/// empty pattern of Braille.
fn is_blank_shape(c: char) -> bool {
    matches!(
        c,
        '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_folds_and_names_stay() {
        assert_eq!(fold_ascii("ＪＴ０１　（１）"), "JT01 (1)");
        assert_eq!(squeezed("第 １\t条　（趣旨）\n"), "第1条(趣旨)");
        assert_eq!(fold_ascii("葛󠄀城市・鰺ヶ沢町"), "葛󠄀城市・鰺ヶ沢町");
        assert_eq!(fold_code(" 0220-1131 1210－1700\n"), "0220113112101700");
        assert_eq!(nfc("か\u{3099}"), "が");
        assert!(is_blank("　 \t") && !is_blank("　一"));
    }

    #[test]
    fn a_quoted_text_names_what_nobody_sees() {
        assert_eq!(quoted("JT01\u{200b}\u{3164}"), "JT01⟨U+200B⟩⟨U+3164⟩");
        assert_eq!(quoted("葛\u{e0100}城市　\n"), "葛\u{e0100}城市　\n");
        assert_eq!(quoted(&"あ".repeat(300)).chars().count(), 201);
    }
}
