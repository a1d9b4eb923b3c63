//! Decodes the names of entries, and says what other programs would read.
//!
//! A name is decoded whole before anything looks for separators: in CP932 the second byte of 申,
//! 表, 構, 能, 予 and 十 is 0x5C, a backslash.

use std::borrow::Cow;

use encoding_rs::SHIFT_JIS;
use rawzip::extra_fields::ExtraFields;
use serde::{Deserialize, Serialize};

use super::record::Fields;

/// Info-ZIP's Unicode path field (APPNOTE 4.6.9).
const UNICODE_PATH: u16 = 0x7075;

/// The encoding that the text of a name was decoded with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NameEncoding {
    /// ASCII, the same in every encoding.
    #[serde(rename = "ascii")]
    Ascii,
    /// UTF-8 with the UTF-8 flag.
    #[serde(rename = "utf-8")]
    Utf8,
    /// The Unicode path field 0x7075, whose checksum fits the name.
    #[serde(rename = "unicode-path")]
    UnicodePath,
    /// Valid UTF-8 without the flag.
    #[serde(rename = "utf-8-unflagged")]
    Utf8Unflagged,
    /// CP932, the Windows form of Shift_JIS.
    #[serde(rename = "cp932")]
    Cp932,
    /// None of these: the text holds replacement characters.
    #[serde(rename = "unknown")]
    Unknown,
}

impl NameEncoding {
    /// The identifier used in JSON documents.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::Utf8 => "utf-8",
            Self::UnicodePath => "unicode-path",
            Self::Utf8Unflagged => "utf-8-unflagged",
            Self::Cp932 => "cp932",
            Self::Unknown => "unknown",
        }
    }

    /// Returns true if the archive does not say which encoding its name has.
    #[must_use]
    pub fn is_guess(self) -> bool {
        matches!(self, Self::Utf8Unflagged | Self::Cp932)
    }
}

/// The name in a header's Unicode path fields, and whether programs use it: a field holds a checksum of the name in the
/// header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnicodePath {
    /// Its checksum is that of the header's name.
    Fresh(String),
    /// Its checksum is that of another name.
    Stale(String),
    /// Some programs take this name, others another one: there are several fields, the version is
    /// unknown, or the bytes are not UTF-8.
    Misread(String),
    /// Its checksum is that of the header's name, but it holds no name: programs take an empty one,
    /// make one up, or refuse the archive.
    Empty,
    /// Too short, or not UTF-8; or of an unknown version, with the header's name.
    Damaged,
}

/// Reads the Unicode path fields among extra fields. Some programs take the first, some the last.
pub(super) fn unicode_path(raw: &[u8], extra: &[u8]) -> Option<UnicodePath> {
    let fields = ExtraFields::new(extra).filter(|(id, _)| id.as_u16() == UNICODE_PATH);
    let mut read =
        fields.map(|(_, body)| parse_unicode_path(raw, body).unwrap_or(UnicodePath::Damaged));
    let mut first = read.next()?;
    for next in read {
        first = together(raw, first, next);
    }
    Some(first)
}

/// Joins two Unicode path fields of one header. Programs ignore one that is stale or damaged.
fn together(raw: &[u8], first: UnicodePath, next: UnicodePath) -> UnicodePath {
    use UnicodePath::{Damaged, Empty, Fresh, Misread, Stale};
    match (first, next) {
        (one, other) if one == other => one,
        (Stale(_) | Damaged, other) | (other, Stale(_) | Damaged) => other,
        (Empty, _) | (_, Empty) => Empty,
        (Misread(name), _) => Misread(name),
        (Fresh(one), Fresh(other) | Misread(other)) => {
            Misread(if one.as_bytes() == raw { other } else { one })
        }
    }
}

fn parse_unicode_path(raw: &[u8], body: &[u8]) -> Option<UnicodePath> {
    let (version, rest) = body.split_first()?;
    let mut fields = Fields::new(rest);
    let crc32 = fields.u32()?;
    let name = fields.rest();
    let fresh = crc32 == crc32fast::hash(raw);
    if name.is_empty() {
        return fresh.then_some(UnicodePath::Empty);
    }
    match std::str::from_utf8(name) {
        // Most programs do not look at the version.
        Ok(name) if fresh && *version != 1 => {
            (name.as_bytes() != raw).then(|| UnicodePath::Misread(name.to_owned()))
        }
        Ok(name) if fresh => Some(UnicodePath::Fresh(name.to_owned())),
        Ok(name) => Some(UnicodePath::Stale(name.to_owned())),
        Err(_) if fresh && name != raw => Some(UnicodePath::Misread(as_utf8(name).into_owned())),
        Err(_) => None,
    }
}

/// Decodes a name: by the UTF-8 flag, a Unicode path field with the right checksum, as UTF-8, as
/// CP932, in this order.
pub(super) fn decode(
    raw: &[u8],
    utf8_flag: bool,
    unicode_path: Option<&UnicodePath>,
) -> (String, NameEncoding) {
    let utf8 = std::str::from_utf8(raw).ok();
    if utf8_flag {
        return match utf8 {
            Some(text) if text.is_ascii() => (text.to_owned(), NameEncoding::Ascii),
            Some(text) => (text.to_owned(), NameEncoding::Utf8),
            // A flag that lies (ZIP-013). Programs that trust it see something else.
            None => match flagged_cp932(raw) {
                Some(text) => (text, NameEncoding::Cp932),
                None => (as_utf8(raw).into_owned(), NameEncoding::Unknown),
            },
        };
    }
    if let Some(UnicodePath::Fresh(name)) = unicode_path
        && utf8 != Some(name)
    {
        return (name.clone(), NameEncoding::UnicodePath);
    }
    match utf8 {
        Some(text) if text.is_ascii() => (text.to_owned(), NameEncoding::Ascii),
        Some(text) => {
            let fresh = matches!(unicode_path, Some(UnicodePath::Fresh(_)));
            let encoding =
                if fresh { NameEncoding::UnicodePath } else { NameEncoding::Utf8Unflagged };
            (text.to_owned(), encoding)
        }
        None => match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(raw) {
            Some(text) => (text.into_owned(), NameEncoding::Cp932),
            None => (as_utf8(raw).into_owned(), NameEncoding::Unknown),
        },
    }
}

/// Decodes a name in CP932 that is flagged as UTF-8. `None` as in [`flagged_kana`], and where most of it would be
/// half-width katakana, as which any name in EUC-JP can be read.
fn flagged_cp932(raw: &[u8]) -> Option<String> {
    let text = flagged_kana(raw)?;
    let half = text.chars().filter(|c| matches!(c, '\u{ff61}'..='\u{ff9f}')).count();
    let all = text.chars().filter(|c| !c.is_ascii()).count();
    (half * 2 < all).then_some(text)
}

/// Decodes a name in CP932 that is flagged as UTF-8, be it half-width katakana. `None` for a name in UTF-8 that
/// was cut or damaged, which has more whole characters than broken ones, and for bytes that are not CP932.
pub(super) fn flagged_kana(raw: &[u8]) -> Option<String> {
    let (mut whole, mut broken) = (0, 0);
    for c in as_utf8(raw).chars().filter(|c| !c.is_ascii()) {
        match c {
            char::REPLACEMENT_CHARACTER => broken += 1,
            _ => whole += 1,
        }
    }
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(raw)?;
    (broken > whole && text.chars().all(|c| !c.is_control())).then(|| text.into_owned())
}

/// Decodes a name as UTF-8, with replacement characters.
pub(super) fn as_utf8(raw: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(raw)
}

/// Decodes a name as CP932, with replacement characters.
pub(super) fn as_cp932(raw: &[u8]) -> Cow<'_, str> {
    SHIFT_JIS.decode_without_bom_handling(raw).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(version: u8, of: &[u8], name: &str) -> Vec<u8> {
        let crc32 = crc32fast::hash(of).to_le_bytes();
        let body = [&[version], crc32.as_slice(), name.as_bytes()].concat();
        let mut extra = vec![0x75, 0x70];
        extra.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
        extra.extend(body);
        extra
    }

    #[test]
    fn encodings_are_tried_in_their_order() {
        let (cp932, utf8) = (b"\x90\x5c\x90\xbf\x8f\x91.xlsx".as_slice(), "申請書.xlsx");
        let fresh = unicode_path(cp932, &field(1, cp932, "別名.xlsx"));
        let stale = unicode_path(cp932, &field(1, b"old", "別名.xlsx"));
        assert_eq!(decode(cp932, false, None), (utf8.to_owned(), NameEncoding::Cp932));
        assert_eq!(decode(utf8.as_bytes(), true, None).1, NameEncoding::Utf8);
        assert_eq!(decode(utf8.as_bytes(), false, None).1, NameEncoding::Utf8Unflagged);
        assert_eq!(
            decode(cp932, false, fresh.as_ref()),
            ("別名.xlsx".to_owned(), NameEncoding::UnicodePath)
        );
        assert_eq!(decode(cp932, false, stale.as_ref()).1, NameEncoding::Cp932);
        assert_eq!(decode(utf8.as_bytes(), true, fresh.as_ref()).0, utf8);
        assert_eq!(decode(b"a.txt", false, None), ("a.txt".to_owned(), NameEncoding::Ascii));
        assert_eq!(decode(cp932, true, None), (utf8.to_owned(), NameEncoding::Cp932));
        let cut = "別紙申請".as_bytes().split_last().unwrap().1;
        assert_eq!(decode(cut, true, None).1, NameEncoding::Unknown, "UTF-8, cut");
        assert_eq!(decode(b"\xff\xfe", false, None).1, NameEncoding::Unknown);
    }

    #[test]
    fn a_second_byte_0x5c_is_no_separator() {
        for word in ["申", "表", "構", "能", "予", "十", "ソ", "貼", "暴"] {
            let (raw, _, _) = SHIFT_JIS.encode(word);
            assert_eq!(raw.last(), Some(&0x5c), "{word}");
            assert_eq!(decode(&raw, false, None), (word.to_owned(), NameEncoding::Cp932));
        }
    }

    #[test]
    fn of_several_unicode_paths_programs_take_different_ones() {
        let (own, other) = (field(1, b"a", "a"), field(1, b"a", "b"));
        let both = |one: &[u8], two: &[u8]| unicode_path(b"a", &[one, two].concat());
        assert_eq!(both(&own, &other), Some(UnicodePath::Misread("b".into())));
        assert_eq!(both(&other, &own), Some(UnicodePath::Misread("b".into())));
        assert_eq!(both(&own, &own), Some(UnicodePath::Fresh("a".into())));
        assert_eq!(both(&field(1, b"x", "a"), &other), Some(UnicodePath::Fresh("b".into())));
        assert_eq!(both(&own, &field(0, b"a", "b")), Some(UnicodePath::Misread("b".into())));
        assert_eq!(both(&own, &field(1, b"a", "")), Some(UnicodePath::Empty));
    }

    #[test]
    fn a_unicode_path_is_fresh_stale_or_damaged() {
        assert_eq!(
            unicode_path(b"a", &field(1, b"a", "あ")),
            Some(UnicodePath::Fresh("あ".into()))
        );
        assert_eq!(
            unicode_path(b"b", &field(1, b"a", "あ")),
            Some(UnicodePath::Stale("あ".into()))
        );
        assert_eq!(
            unicode_path(b"a", &field(2, b"a", "あ")),
            Some(UnicodePath::Misread("あ".into()))
        );
        assert_eq!(unicode_path(b"a", &field(2, b"a", "a")), Some(UnicodePath::Damaged));
        assert_eq!(unicode_path(b"a", &[0x75, 0x70, 2, 0, 1, 0]), Some(UnicodePath::Damaged));
        assert_eq!(unicode_path(b"a", &field(1, b"a", "")), Some(UnicodePath::Empty));
        assert_eq!(unicode_path(b"a", &field(1, b"b", "")), Some(UnicodePath::Damaged));
        assert_eq!(unicode_path(b"a", b"UT\x05\x00\x01abcd"), None);
    }
}
