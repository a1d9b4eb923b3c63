//! Decides if a Unicode path field names the same file as its header.
//!
//! A program that cannot spell a name in its own encoding writes a replacement into the header and
//! the whole name into the field. Any other difference means another file.

use std::borrow::Cow;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

/// Encodings that programs write header names in.
const ENCODINGS: [&Encoding; 7] = [UTF_8, SHIFT_JIS, EUC_JP, GBK, BIG5, EUC_KR, WINDOWS_1252];

/// Longest name that is compared, in bytes: no file system takes longer ones.
const LONGEST: usize = 1024;

/// Returns true if the header's bytes spell the field's name: in some encoding, in another
/// normalization, or with replacements for characters that the encoding lacks.
pub(super) fn is_same_file(raw: &[u8], second: &str) -> bool {
    if raw.len() > LONGEST || second.len() > LONGEST {
        return false;
    }
    let second: String = second.nfc().collect();
    let read = |encoding: &&'static Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(raw)
    };
    let composed = |text: Cow<'_, str>| text.nfc().collect::<String>();
    if ENCODINGS.iter().filter_map(read).any(|text| composed(text) == second) {
        return true;
    }
    match [UTF_8, SHIFT_JIS].iter().find_map(read) {
        Some(text) => {
            let text: Vec<char> = composed(text).chars().collect();
            // A character becomes one `?` or `_`, or one for each UTF-16 unit or byte.
            let signs: [fn(char) -> usize; 4] = [|_| 1, char::len_utf16, char::len_utf8, |_| 2];
            signs.into_iter().any(|signs| is_replaced(&text, &second, signs))
        }
        // Another 8-bit code page: one byte for each letter.
        None => {
            let letter = |c: char| !c.is_ascii() && c < '\u{2e80}';
            raw.len() == second.chars().count()
                && raw.iter().zip(second.chars()).all(|(byte, c)| {
                    if byte.is_ascii() { char::from(*byte) == c } else { letter(c) }
                })
        }
    }
}

/// Returns true if `text` is `name` with characters replaced: by `signs` many `?` or `_`, by a number
/// (`#U898f`, as Info-ZIP writes) or by a similar letter.
fn is_replaced(text: &[char], name: &str, signs: fn(char) -> usize) -> bool {
    let mut rest = text;
    for c in name.chars() {
        let after = rest.strip_prefix(&[c]).or_else(|| {
            if c.is_ascii() {
                return None;
            }
            let replaced = rest.split_at_checked(signs(c));
            replaced
                .filter(|(signs, _)| signs.iter().all(|s| matches!(s, '?' | '_')))
                .map(|(_, after)| after)
                .or_else(|| without_number(rest, c))
                .or_else(|| rest.strip_prefix(&[look_alike(c)?]))
        });
        match after {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}

/// The text after `#U898f` or `#L01f600`, if that is the number of the character.
fn without_number(text: &[char], c: char) -> Option<&[char]> {
    let written = [format!("#U{:04x}", u32::from(c)), format!("#L{:06x}", u32::from(c))];
    written.iter().find_map(|number| {
        let (head, rest) = text.split_at_checked(number.len())?;
        let same = head.iter().zip(number.chars()).all(|(a, b)| a.eq_ignore_ascii_case(&b));
        same.then_some(rest)
    })
}

/// The ASCII letter that Windows writes instead: e for é, A for Ａ.
fn look_alike(c: char) -> Option<char> {
    let mut first = None;
    decompose_compatible(c, |part| {
        first.get_or_insert(part);
    });
    first.filter(char::is_ascii)
}
