//! Decodes plain text in the encodings that Japanese offices use.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::DocumentError;

/// Decodes a text: UTF-8 and UTF-16 with or without a byte order mark, CP932, EUC-JP, ISO-2022-JP.
///
/// # Errors
/// [`DocumentError::Encoding`] if no encoding fits without a broken character.
pub fn decode(bytes: &[u8]) -> Result<String, DocumentError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, bytes.get(mark..).unwrap_or_default())
            .ok_or(DocumentError::Encoding);
    }
    let guesses: &[&'static Encoding] = match without_mark(bytes) {
        Some(utf_16) => &[utf_16],
        None if bytes.windows(2).any(|w| w == b"\x1b$") => &[ISO_2022_JP, UTF_8, SHIFT_JIS],
        None => &[UTF_8, SHIFT_JIS, EUC_JP],
    };
    let readings = || guesses.iter().filter_map(|e| strict(e, bytes));
    // EUC-JP read as CP932 is a row of half-width kana, which no ordinance is.
    readings()
        .find(|t| !is_kana_noise(t))
        .or_else(|| readings().next())
        .ok_or(DocumentError::Encoding)
}

fn is_kana_noise(text: &str) -> bool {
    let start = || text.chars().take(2000).filter(|c| !c.is_ascii());
    start().filter(|c| ('｡'..='ﾟ').contains(c)).count() * 3 > start().count()
}

/// Decodes in one encoding; `None` if a character is broken or the bytes are binary.
pub(super) fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    // A text has no control characters except line breaks, tabs and the like.
    let binary = text
        .chars()
        .take(4096)
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}' | '\u{1a}'));
    (!binary).then(|| text.into_owned())
}

/// Recognises UTF-16 without a byte order mark: a text with zero bytes that reads as Japanese in one byte order.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..2048).unwrap_or(bytes);
    if !start.contains(&0) || bytes.len() % 2 == 1 {
        return None;
    }
    let known = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{3000}'..='ヿ' | '一'..='鿿' | '！'..='ﾟ' | '①'..='⒵');
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        strict(encoding, start).is_some_and(|text| {
            let all = text.chars().count();
            all > 0 && text.chars().filter(|c| known(*c)).count() * 20 >= all * 19
        })
    })
}
