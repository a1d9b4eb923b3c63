//! Whether a Unicode path field names the file that its header names.
//!
//! A program that cannot write a name in its own encoding writes what it can into the header and
//! the whole name into the field. That is one name; any other is that of another file.

use std::borrow::Cow;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

/// What headers are written in.
const ENCODINGS: [&Encoding; 7] = [UTF_8, SHIFT_JIS, EUC_JP, GBK, BIG5, EUC_KR, WINDOWS_1252];

/// No file system takes longer names, so no program had to shorten one to fit.
const LONGEST: usize = 1024;

/// Whether the bytes of a header are the name of the field: in some encoding, in another
/// normalization, or with its characters replaced that an encoding does not have.
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
            // One sign for a character, for each of its UTF-16 units, for each byte of it.
            let signs: [fn(char) -> usize; 4] = [|_| 1, char::len_utf16, char::len_utf8, |_| 2];
            signs.into_iter().any(|signs| is_replaced(&text, &second, signs))
        }
        // An old code page of another part of the world: a byte for each of its letters.
        None => {
            let letter = |c: char| !c.is_ascii() && c < '\u{2e80}';
            raw.len() == second.chars().count()
                && raw.iter().zip(second.chars()).all(|(byte, c)| {
                    if byte.is_ascii() { char::from(*byte) == c } else { letter(c) }
                })
        }
    }
}

/// Whether a text is a name in which characters were replaced, each by so many signs, by its
/// number (`#U898f`, as Info-ZIP does) or by a letter that looks like it.
fn is_replaced(text: &[char], name: &str, signs: fn(char) -> usize) -> bool {
    let mut rest = text;
    for c in name.chars() {
        let behind = rest.strip_prefix(&[c]).or_else(|| {
            if c.is_ascii() {
                return None;
            }
            let replaced = rest.split_at_checked(signs(c));
            replaced
                .filter(|(signs, _)| signs.iter().all(|s| matches!(s, '?' | '_')))
                .map(|(_, behind)| behind)
                .or_else(|| without_number(rest, c))
                .or_else(|| rest.strip_prefix(&[look_alike(c)?]))
        });
        match behind {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    rest.is_empty()
}

/// Behind `#U898f` or `#L01f600`, where that stands for the character.
fn without_number(text: &[char], c: char) -> Option<&[char]> {
    let written = [format!("#U{:04x}", u32::from(c)), format!("#L{:06x}", u32::from(c))];
    written.iter().find_map(|number| {
        let (head, behind) = text.split_at_checked(number.len())?;
        let same = head.iter().zip(number.chars()).all(|(a, b)| a.eq_ignore_ascii_case(&b));
        same.then_some(behind)
    })
}

/// The ASCII letter that Windows puts in its place: e for é, A for Ａ.
fn look_alike(c: char) -> Option<char> {
    let mut first = None;
    decompose_compatible(c, |part| {
        first.get_or_insert(part);
    });
    first.filter(char::is_ascii)
}
