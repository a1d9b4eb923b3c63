//! The text of a cell as a person sees it.

use std::borrow::Cow;

use crate::text::without_unseen;

/// The text of a cell without characters that nobody sees, and the value of a formula that only keeps a text
/// from becoming a number: `="0123"` is 0123.
pub(super) fn seen(text: String) -> String {
    // Most cells of a wide sheet.
    if text.is_empty() {
        return text;
    }
    let text = match may_hold_unseen(&text) {
        true => match without_unseen(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(clean) => clean,
        },
        false => text,
    };
    match formula_text(&text) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => text,
    }
}

/// Returns whether one of the bytes with which characters that nobody sees begin is there: control characters, and the
/// first bytes of U+0080 to U+00BF, U+0340, U+0600, U+1000, U+2000, U+F000 and U+C0000. Every cell is looked at, so this
/// is in bytes, without a branch for each; kanji and kana begin with others.
fn may_hold_unseen(text: &str) -> bool {
    let suspect = |b: u8| {
        (b < b' ') & (b != b'\t') & (b != b'\n') & (b != b'\r')
            | (b == 0x7f)
            | (b == 0xc2)
            | (b == 0xcd)
            | (b == 0xd8)
            | (b == 0xe1)
            | (b == 0xe2)
            | (b == 0xef)
            | (b == 0xf3)
    };
    text.bytes().fold(false, |found, b| found | suspect(b))
}

/// The content of a formula that is one text in quotation marks; `None` for others, such as `="a"&"b"`.
fn formula_text(text: &str) -> Option<&str> {
    // Nearly no cell is a formula, so the end is looked at last.
    let formula = text.trim_start().strip_prefix('=')?.trim();
    let inside = formula.strip_prefix('"')?.strip_suffix('"')?;
    let mut marks = inside.split('"');
    // Marks inside are doubled, so that every second piece is empty.
    marks.next();
    let pieces: Vec<&str> = marks.collect();
    let doubled =
        pieces.len().is_multiple_of(2) && pieces.iter().step_by(2).all(|piece| piece.is_empty());
    doubled.then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unseen_character_begins_with_a_suspect_byte() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = c.to_string();
            if without_unseen(&text) != text {
                assert!(may_hold_unseen(&text), "{c:?}");
            }
        }
        assert!(!may_hold_unseen("JT01、認定の〇ー々𠮷\r\n"));
    }

    #[test]
    fn a_formula_of_one_text_is_the_text_and_any_other_stays() {
        for (cell, shown) in [
            ("=\"0123\"", "0123"),
            (" = \"0123\" ", "0123"),
            ("=\"\"", ""),
            ("=\"a\"\"b\"", "a\"b"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("=0123", "=0123"),
            ("=\"", "=\""),
            ("\"0123\"", "\"0123\""),
            ("JT\u{200b}01\u{1a}", "JT01"),
            ("葛\u{e0100}城市", "葛\u{e0100}城市"),
        ] {
            assert_eq!(seen(cell.to_owned()), shown, "{cell}");
        }
    }
}
