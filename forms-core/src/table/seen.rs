//! The text of a cell as a person sees it.

use std::borrow::Cow;

use crate::text::without_unseen;

/// The text of a cell without characters that nobody sees, and the value of a formula that only keeps a text
/// from becoming a number: `="0123"` is 0123.
pub(super) fn seen(text: String) -> String {
    let text = match without_unseen(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(clean) => clean,
    };
    match formula_text(&text) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => text,
    }
}

/// The content of a formula that is one text in quotation marks; `None` for others, such as `="a"&"b"`.
fn formula_text(text: &str) -> Option<&str> {
    let formula = text.trim().strip_prefix('=')?.trim();
    let inside = formula.strip_prefix('"')?.strip_suffix('"')?;
    let mut marks = inside.split('"');
    // Marks inside are doubled, so that every second piece is empty.
    marks.next();
    let pieces: Vec<&str> = marks.collect();
    let doubled = pieces.len() % 2 == 0 && pieces.iter().step_by(2).all(|piece| piece.is_empty());
    doubled.then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

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
