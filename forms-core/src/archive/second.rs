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
        Some(text) => spelled_alike(&composed(text), &second),
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

/// Returns true if a program without the characters of `name` may have written `text`: one `?` or `_` for
/// each, or one for each UTF-16 unit or byte.
pub(crate) fn spelled_alike(text: &str, name: &str) -> bool {
    if text.len() > LONGEST || name.len() > LONGEST {
        return false;
    }
    let text: Vec<char> = text.chars().collect();
    let signs: [fn(char) -> usize; 4] = [|_| 1, char::len_utf16, char::len_utf8, |_| 2];
    signs.into_iter().any(|signs| is_replaced(&text, name, signs))
}

/// Returns true if `text` is `name` with `?` in place of some words: each run of `?` stands for one or more
/// characters outside ASCII.
pub(crate) fn with_words_lost(text: &str, name: &str) -> bool {
    if text.len() > LONGEST || name.len() > LONGEST {
        return false;
    }
    let mut pattern: Vec<char> = text.chars().collect();
    pattern.dedup_by(|a, b| *a == '?' && *b == '?');
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    // Where the last run of signs began, and how far it reaches in the name.
    let mut run: Option<(usize, usize)> = None;
    while let Some(c) = name.get(n) {
        match pattern.get(p) {
            Some('?') if !c.is_ascii() => {
                run = Some((p, n + 1));
                (p, n) = (p + 1, n + 1);
            }
            Some(sign) if sign == c => (p, n) = (p + 1, n + 1),
            _ => match run {
                Some((start, end)) if name.get(end).is_some_and(|c| !c.is_ascii()) => {
                    run = Some((start, end + 1));
                    (p, n) = (start + 1, end + 1);
                }
                _ => return false,
            },
        }
    }
    p == pattern.len()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_signs_stands_for_any_words() {
        for (text, name) in [
            ("??.txt", "規則.txt"),
            ("?.txt", "規則.txt"),
            ("?????/????.txt", "条例・規則/規則.txt"),
            ("葛?市.pdf", "葛城城市.pdf"),
            ("a??1_?.pdf", "a評価書1_鳥取市.pdf"),
            ("規則.txt", "規則.txt"),
        ] {
            assert!(with_words_lost(text, name), "{text} {name}");
        }
        for (text, name) in [
            ("??.txt", "abc.txt"),
            ("??.txt", "規則.pdf"),
            ("?1?.txt", "規則2別.txt"),
            ("?.txt", ".txt"),
            ("?/?.txt", "規則.txt"),
            ("規則.txt", "条例.txt"),
            ("", "規則"),
            ("規則?", "規則"),
        ] {
            assert!(!with_words_lost(text, name), "{text} {name}");
        }
    }
}
