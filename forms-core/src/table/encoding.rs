//! The encodings of tables that are text: UTF-8 and UTF-16 with or without a byte order mark, CP932, ISO-2022-JP.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// Bytes from which an encoding without a mark is guessed.
const HEAD: usize = 4096;

/// Characters that old programs write behind the last line: the end mark of DOS and CP/M, and the rest of a block.
const BEHIND_THE_END: [char; 2] = ['\0', '\u{1a}'];

/// Decodes a file in UTF-8, UTF-16, CP932 or ISO-2022-JP, without byte order marks before its first character and
/// without NUL and U+001A behind its last line.
///
/// # Errors
/// Returns the first line (from 1) that no encoding reads.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, u64> {
    Ok(match decode_all(bytes)? {
        Cow::Borrowed(text) => Cow::Borrowed(whole_text(text)),
        Cow::Owned(text) if whole_text(&text).len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(whole_text(&text).to_owned()),
    })
}

/// The text between what stands before and behind it in a file.
fn whole_text(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim_end_matches(BEHIND_THE_END)
}

fn decode_all(bytes: &[u8]) -> Result<Cow<'_, str>, u64> {
    let marked = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => unmarked_utf16(bytes).map(|encoding| (encoding, bytes)),
    };
    if let Some((encoding, rest)) = marked {
        return decode_utf16(encoding, rest).map(Cow::Owned);
    }
    if is_iso_2022_jp(bytes) {
        return decode_with(ISO_2022_JP, bytes).map(Cow::Owned).map_err(|end| line_at(bytes, end));
    }
    let utf8_end = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error.valid_up_to(),
    };
    let end = match decode_with(SHIFT_JIS, bytes) {
        // Decoders of the web let the byte 0x80 and stray C1 controls pass; no Japanese system writes them.
        Ok(text) if !text.contains('\u{80}') => return Ok(Cow::Owned(text)),
        Ok(_) => bytes.len(),
        Err(end) => end,
    };
    Err(line_at(bytes, end.max(utf8_end)))
}

fn line_at(bytes: &[u8], end: usize) -> u64 {
    let lines = bytes.get(..end).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
    lines as u64 + 1
}

/// Decodes bytes; the error is the number of bytes that were read.
fn decode_with(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0);
    let mut text = String::with_capacity(room);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        encoding_rs::DecoderResult::InputEmpty => Ok(text),
        _ => Err(read),
    }
}

/// Decodes UTF-16, as spreadsheets save "Unicode text"; the error is the line of an incomplete
/// character.
fn decode_utf16(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, u64> {
    // Half a NUL at the end.
    let bytes = match bytes {
        [whole @ .., 0 | 0x1a] if bytes.len() % 2 == 1 => whole,
        _ => bytes,
    };
    decode_with(encoding, bytes).map_err(|end| {
        let read = bytes.get(..end & !1).unwrap_or_default();
        encoding.decode_without_bom_handling(read).0.matches('\n').count() as u64 + 1
    })
}

/// Returns whether bytes are ISO-2022-JP, as mail programs and older hosts write it: seven bits, with the escape
/// sequences that switch to kanji or katakana.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    const ESCAPES: [&[u8]; 4] = [b"\x1b$B", b"\x1b$@", b"\x1b(I", b"\x1b$(D"];
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    head.contains(&0x1b)
        && bytes.is_ascii()
        && ESCAPES.iter().any(|e| head.windows(e.len()).any(|window| window == *e))
}

/// The byte order of UTF-16 without a mark; `None` if the bytes are something else. In a table every second byte
/// of separators, digits and line breaks is NUL.
pub(super) fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if !head.contains(&0) {
        return None;
    }
    let end = before_the_end(head).len();
    // The NUL beside the last character belongs to it.
    let text = head.get(..(end + 1) & !1).or_else(|| head.get(..end)).unwrap_or_default();
    let (pairs, _) = text.as_chunks::<2>();
    let little = fit(pairs, u16::from_le_bytes);
    let big = fit(pairs, u16::from_be_bytes);
    match (little, big) {
        (Some(little), Some(big)) => Some(if big > little { UTF_16BE } else { UTF_16LE }),
        (Some(_), None) => Some(UTF_16LE),
        (None, Some(_)) => Some(UTF_16BE),
        (None, None) => None,
    }
}

/// The bytes before the end mark of old programs and the rest of a block; see [`BEHIND_THE_END`].
fn before_the_end(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|b| !matches!(b, 0 | 0x1a)).map_or(0, |last| last + 1);
    bytes.get(..end).unwrap_or_default()
}

/// The number of separators and line breaks in pairs of bytes read in one order; `None` if these are no text.
fn fit(pairs: &[[u8; 2]], read: fn([u8; 2]) -> u16) -> Option<usize> {
    let (mut parting, mut halves, mut others, mut wrong) = (0_usize, 0_usize, 0_usize, 0_usize);
    let parts = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b',');
    for pair in pairs {
        match read(*pair) {
            0x09 | 0x0a | 0x0d | 0x2c => parting += 1,
            // No text has NUL, but fields of a fixed length do, in encodings of one byte.
            0 => return None,
            unit => {
                halves += usize::from(pair.iter().any(|b| parts(*b)));
                // ASCII, Latin, Greek, Cyrillic, marks, kana, kanji, full width; halves of rare kanji.
                match unit {
                    0x1a | 0x20..=0x7e | 0xa0..=0xff | 0x0370..=0x04ff | 0x2000..=0x9fff => {
                        others += 1
                    }
                    0xd800..=0xdfff | 0xf900..=0xfaff | 0xfe00..=0xffef => others += 1,
                    _ => wrong += 1,
                }
            }
        }
    }
    (parting > halves && wrong * 50 <= parting + others).then_some(parting)
}

/// Returns whether bytes with NULs are text all the same: of lines, with NULs only behind the end or as padding,
/// and without other control characters.
pub(super) fn is_padded_text(head: &[u8]) -> bool {
    let text = before_the_end(head);
    let nuls = text.iter().filter(|b| **b == 0).count();
    let controls =
        |b: &u8| *b < 0x20 && !matches!(b, 0 | b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b);
    let cells = text.iter().filter(|b| matches!(b, b',' | b'\t' | b';' | b'\n' | b'\r')).count();
    !text.is_empty()
        && !text.iter().any(controls)
        && (nuls == 0 || cells > 0 && nuls * 2 <= text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_read_and_a_third_says_where_it_stops() {
        let (sjis, _, _) = SHIFT_JIS.encode("事務手続コード,表\n申請,①");
        assert_eq!(decode(&sjis).as_deref(), Ok("事務手続コード,表\n申請,①"));
        assert_eq!(decode("\u{feff}表".as_bytes()).as_deref(), Ok("表"));
        assert_eq!(decode(b"a\nb\n\xff\xfe").as_deref(), Err(&3));
        let utf16 = |mark: char| -> Vec<u8> {
            format!("{mark}表\t①\n").encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        assert_eq!(decode(&utf16('\u{feff}')).as_deref(), Ok("表\t①\n"));
        let swapped: Vec<u8> =
            utf16('\u{feff}').chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
        assert_eq!(decode(&swapped).as_deref(), Ok("表\t①\n"));
        assert_eq!(decode(b"\xff\xfea\0\n\0\x00\xd8").as_deref(), Err(&2));
        assert_eq!(decode(b"a\x80b").as_deref(), Err(&1));
    }

    #[test]
    fn what_stands_around_a_text_is_no_text() {
        for bytes in [
            "a,b\r\n\u{1a}".as_bytes(),
            "a,b\r\n\0\0\0\0".as_bytes(),
            "\u{feff}\u{feff}a,b\r\n\u{1a}\0\0".as_bytes(),
        ] {
            assert_eq!(decode(bytes).as_deref(), Ok("a,b\r\n"), "{bytes:?}");
        }
        let (sjis, _, _) = SHIFT_JIS.encode("表,1\n");
        assert_eq!(decode(&[&sjis, b"\x1a\0\0".as_slice()].concat()).as_deref(), Ok("表,1\n"));
        assert_eq!(decode(b"\0\0").as_deref(), Ok(""));
    }

    #[test]
    fn seven_bits_with_escapes_are_iso_2022_jp() {
        let (bytes, _, _) = ISO_2022_JP.encode("事務手続コード,表①\n");
        let with_kana = [b"\x1b$B;vL3\x1b(B,\x1b(I1\x1b(B\n".as_slice(), b"a\x1b$"].concat();
        assert_eq!(decode(b"\x1b$B;vL3\x1b(B,\x1b(I1\x1b(B\n").as_deref(), Ok("事務,ｱ\n"));
        assert_eq!(decode(&with_kana).as_deref(), Err(&2), "cut off");
        assert!(!bytes.is_ascii() || decode(&bytes).is_ok());
        assert_eq!(decode(b"\x1b[1mbold\x1b[0m").as_deref(), Ok("\x1b[1mbold\x1b[0m"));
    }

    #[test]
    fn utf_16_without_a_mark_is_seen_by_its_separators() {
        let text = "事務手続コード,事務手続名\r\nJT01010000000214,認定の請求\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little).as_deref(), Ok(text));
        assert_eq!(decode(&big).as_deref(), Ok(text));
        assert_eq!(decode(&[&little, b"\x1a\0\0\0\0".as_slice()].concat()).as_deref(), Ok(text));
        for other in [b"a,b\n1,2\n\0\0\0\0".as_slice(), b"\x01\0\x02\0\x03\0", b"ab\0c,d\0e\n"] {
            assert_eq!(unmarked_utf16(other), None, "{other:?}");
        }
    }

    #[test]
    fn padding_is_text_and_a_program_is_not() {
        for text in [b"a,b\n\0\0\0".as_slice(), b"a\0\0,b\0\n", b"a\x1a"] {
            assert!(is_padded_text(text), "{text:?}");
        }
        for other in [b"a\0b".as_slice(), b"\0\0", b"a,\x01\0\n", b"a,\0\0\0\0\0b"] {
            assert!(!is_padded_text(other), "{other:?}");
        }
    }
}
