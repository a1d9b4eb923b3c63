//! Decodes plain text in the encodings that Japanese offices use.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::DocumentError;

/// Decodes a text: UTF-8 and UTF-16 with or without a byte order mark, CP932, EUC-JP, ISO-2022-JP.
///
/// # Errors
/// [`DocumentError::Encoding`] if no encoding fits without a broken character.
pub fn decode(bytes: &[u8]) -> Result<String, DocumentError> {
    decode_as(None, bytes)
}

/// Like [`decode`], with the encoding that the text itself names. It decides only between encodings that fit equally
/// well, for pages often name the one that they were written in before they were converted.
///
/// # Errors
/// [`DocumentError::Encoding`] if no encoding fits without a broken character.
pub(super) fn decode_as(
    named: Option<&'static Encoding>,
    bytes: &[u8],
) -> Result<String, DocumentError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, bytes.get(mark..).unwrap_or_default())
            .ok_or(DocumentError::Encoding);
    }
    if let Some(utf_16) = without_mark(bytes) {
        return strict(utf_16, bytes).ok_or(DocumentError::Encoding);
    }
    // Old programs fill up the last block of a file.
    let filled = bytes.iter().rev().take_while(|b| **b == 0).count();
    let bytes = bytes.get(..bytes.len() - filled).unwrap_or_default();
    if bytes.windows(2).any(|w| w == b"\x1b$")
        && let Some(text) = strict(ISO_2022_JP, bytes)
    {
        return Ok(text);
    }
    // No text in another encoding happens to be UTF-8 with characters beyond ASCII.
    if let Some(text) = strict(UTF_8, bytes) {
        return Ok(text);
    }
    let mut guesses = [SHIFT_JIS, EUC_JP];
    guesses.sort_by_key(|guess| named != Some(*guess));
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
    /// One character in this many may be a control character, such as the NUL of an old program.
    const TEXT_PER_CONTROL: usize = 20;
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let start = || text.chars().take(4096);
    // A text has no control characters except line breaks, tabs and the like.
    let control = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}' | '\u{1a}')
    };
    // ESC and those above ASCII come from another encoding.
    let foreign = start().any(|c| matches!(c, '\u{1b}' | '\u{80}'..='\u{9f}'));
    let controls = start().filter(control).count();
    let binary = foreign || controls * TEXT_PER_CONTROL > start().count();
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
