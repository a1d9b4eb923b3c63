//! Characters that nobody sees and that come along when text is copied from a page or written by an old program.

use std::borrow::Cow;

/// Returns whether a character has neither a shape nor a width and means nothing in Japanese text:
///
/// - control characters except tab and line breaks: NUL (U+0000), the end mark of old programs (U+001A), DEL, U+0080 to U+009F;
/// - the soft hyphen (U+00AD), the combining grapheme joiner (U+034F), the Mongolian vowel separator (U+180E);
/// - zero width space (U+200B), non-joiner (U+200C), joiner (U+200D), word joiner (U+2060), the byte order mark (U+FEFF), also inside a text;
/// - marks of direction (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+206F), invisible operators (U+2061 to U+2064);
/// - annotation marks (U+FFF9 to U+FFFB), and tags with all that Unicode keeps free beside them to be ignored (U+E0000
///   to U+E0FFF).
///
/// A variation selector is none of them, though it lies between the tags: it chooses the shape of the kanji before it.
#[must_use]
pub(crate) fn is_unseen(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | ' '..='~' => false,
        '\0'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// True if a character only chooses the shape of the one before it.
pub(crate) fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Returns true for marks that turn the direction of what follows, and with it what a name seems to say: they can make
/// `gpj.exe` look like `exe.jpg`.
pub(crate) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns whether a character shows nothing by itself: nobody sees it, or it only chooses a shape.
pub(crate) fn shows_nothing(c: char) -> bool {
    is_unseen(c) || is_variation_selector(c)
}

/// True for the kanji of which names are made, whose shape somebody may have chosen.
fn is_ideograph(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns the index of the first character that nobody sees or that only chooses a shape. Nearly no text has one, so it
/// passes over ASCII, kana and kanji by their first bytes.
pub(crate) fn first_unseen(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(lead) = bytes.get(at) {
        at += match lead {
            b'\t'..=b'\r' | b' '..=b'~' => 1,
            // U+3000 to U+EFFF.
            0xe3..=0xee => 3,
            _ => {
                let c = text.get(at..)?.chars().next()?;
                if shows_nothing(c) {
                    return Some(at);
                }
                c.len_utf8()
            }
        };
    }
    None
}

/// Returns a text without the characters that nobody sees ([`is_unseen`]).
///
/// Variation selectors stay behind a kanji, because 葛󠄀城市 is a name; behind anything else, such as a digit or kana,
/// they are dropped as well. Line breaks, tabs and spaces of every width stay. Borrows a text that has none.
#[must_use]
pub(crate) fn without_unseen(text: &str) -> Cow<'_, str> {
    let Some(first) = first_unseen(text) else { return Cow::Borrowed(text) };
    let (clean, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len());
    out.push_str(clean);
    let mut last = clean.chars().next_back();
    for c in rest.chars() {
        let drop =
            if is_variation_selector(c) { !last.is_some_and(is_ideograph) } else { is_unseen(c) };
        if !drop {
            out.push(c);
            last = Some(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_dropped_and_what_is_seen_stays() {
        for (written, seen) in [
            ("第\u{200b}1条", "第1条"),
            ("附\u{200b}則\u{1a}", "附則"),
            ("委\u{ad}任", "委任"),
            ("規則第\u{200e}5号\u{200f}", "規則第5号"),
            ("\u{feff}\u{feff}JT\u{200d}01\u{2060}\0\0", "JT01"),
            ("1\u{fe0f}号、\u{fe00}ア\u{e0100}", "1号、ア"),
            ("J\u{e0000}T\u{e0001}0\u{e00ff}1\u{e01f0}\u{e0fff}", "JT01"),
            ("\u{202e}a\u{202c}\u{2066}b\u{2069}\u{7f}\u{9f}", "ab"),
        ] {
            assert_eq!(without_unseen(written), seen, "{written:?}");
        }
        for text in [
            "",
            "葛\u{e0100}城市",
            "神\u{fe00}社",
            "a\tb\r\n\u{b}\u{c}\u{85}",
            " \u{3000}\u{a0}\u{2003}\u{2028}",
            "が゙ー々",
        ] {
            assert!(
                matches!(without_unseen(text), Cow::Borrowed(same) if same == text)
                    || without_unseen(text) == text,
                "{text:?}"
            );
        }
        assert!(matches!(without_unseen("第1条　委任"), Cow::Borrowed(_)));
    }

    #[test]
    fn characters_are_found_by_their_first_bytes() {
        for c in (0..=0x0010_ffffu32).filter_map(char::from_u32) {
            let found = is_unseen(c) || is_variation_selector(c);
            assert_eq!(shows_nothing(c), found, "{c:?}");
            let text = format!("第1{c}条");
            assert_eq!(first_unseen(&text), found.then_some("第1".len()), "{c:?}");
        }
    }

    #[test]
    fn a_selector_behind_a_dropped_character_belongs_to_the_kanji_before() {
        assert_eq!(
            without_unseen("葛\u{200b}\u{e0100}城\u{e0101}\u{e0102}"),
            "葛\u{e0100}城\u{e0101}"
        );
    }
}
