//! Maps the codes of a font to characters: the predefined Japanese encodings, the encodings of Latin
//! fonts, and names of glyphs.

use encoding_rs::{EUC_JP, Encoding, MACINTOSH, SHIFT_JIS, UTF_16BE, WINDOWS_1252};

use super::object::{Dict, Object};
use crate::document::plain::strict;

/// An encoding of composite fonts: how long each code is and to which character it maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    /// Two bytes each, numbers of glyphs.
    Glyphs,
    /// CP932 (90ms-RKSJ-H and its kin).
    Cp932,
    /// EUC-H.
    EucJp,
    /// H: the rows and cells of JIS X 0208.
    Jis,
    /// UniJIS-UCS2-H, UniJIS-UTF16-H.
    Utf16,
    /// UniJIS-UTF8-H.
    Utf8,
    /// UniJIS-UTF32-H.
    Utf32,
}

impl Codes {
    /// Returns the encoding of a predefined CMap, and true if its text runs downwards.
    pub(super) fn of_cmap(name: &str) -> Option<(Self, bool)> {
        let vertical = name.ends_with("-V") || name == "V";
        let stem = name.strip_suffix("-V").or(name.strip_suffix("-H")).unwrap_or(name);
        let has = |part: &str| stem.split('-').any(|p| p == part);
        let codes = match stem {
            "Identity" => Self::Glyphs,
            "H" | "V" | "Add" | "Ext" | "78" => Self::Jis,
            "EUC" | "78-EUC" => Self::EucJp,
            _ if has("RKSJ") => Self::Cp932,
            _ if has("UCS2") || has("UTF16") => Self::Utf16,
            _ if has("UTF8") => Self::Utf8,
            _ if has("UTF32") => Self::Utf32,
            _ => return None,
        };
        Some((codes, vertical))
    }

    /// Returns the length of the next code in bytes.
    pub(super) fn length(self, bytes: &[u8]) -> usize {
        let first = bytes.first().copied().unwrap_or(0);
        match self {
            Self::Glyphs | Self::Jis => 2,
            Self::Cp932 if matches!(first, 0x81..=0x9f | 0xe0..=0xfc) => 2,
            Self::EucJp if matches!(first, 0x8e | 0xa1..=0xfe) => 2,
            Self::Cp932 | Self::EucJp => 1,
            Self::Utf16 if matches!(first, 0xd8..=0xdb) => 4,
            Self::Utf16 => 2,
            Self::Utf8 => match first {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                _ => 1,
            },
            Self::Utf32 => 4,
        }
    }

    /// Returns the character of one code; `None` for a glyph number, which only the font can map.
    pub(super) fn char_of(self, code: &[u8]) -> Option<char> {
        let one = |encoding: &'static Encoding, bytes: &[u8]| {
            let text = strict(encoding, bytes)?;
            let mut chars = text.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        match self {
            Self::Glyphs => None,
            Self::Cp932 => one(SHIFT_JIS, code),
            Self::EucJp => one(EUC_JP, code),
            Self::Jis => {
                let high: Vec<u8> = code.iter().map(|b| b | 0x80).collect();
                one(EUC_JP, &high)
            }
            Self::Utf16 => one(UTF_16BE, code),
            Self::Utf8 => one(encoding_rs::UTF_8, code),
            Self::Utf32 => {
                let bytes: [u8; 4] = code.try_into().ok()?;
                char::from_u32(u32::from_be_bytes(bytes))
            }
        }
    }
}

/// Returns the characters of the 256 codes of a simple font. If `standard` is true, codes that no encoding
/// names are read as ASCII.
pub(super) fn simple(encoding: Option<&Object>, standard: bool) -> Vec<Option<char>> {
    let base = |name: Option<&[u8]>| match name {
        Some(b"WinAnsiEncoding") => Some(WINDOWS_1252),
        Some(b"MacRomanEncoding") => Some(MACINTOSH),
        _ => None,
    };
    let differences = Vec::new();
    let (base, named, differences) = match encoding {
        Some(Object::Name(name)) => (base(Some(name)), true, &differences),
        Some(Object::Dict(dict)) => {
            let name = dict.get("BaseEncoding").and_then(Object::name);
            let list = match dict.get("Differences") {
                Some(Object::Array(list)) => list,
                _ => &differences,
            };
            (base(name), name.is_some(), list)
        }
        _ => (None, false, &differences),
    };
    let of_base = |code: u8| match base {
        Some(encoding) => strict(encoding, &[code])?.chars().next(),
        None if (standard || named) && (0x20..0x7f).contains(&code) => Some(char::from(code)),
        None => None,
    };
    let mut chars: Vec<Option<char>> = (0..=255).map(of_base).collect();
    let mut code = 0usize;
    for item in differences {
        match item {
            Object::Number(_) => code = item.count().unwrap_or(256),
            Object::Name(name) => {
                if let Some(slot) = chars.get_mut(code) {
                    *slot = glyph_name(&String::from_utf8_lossy(name));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    chars
}

/// True if an encoding names its glyphs one by one.
pub(super) fn names_glyphs(encoding: &Object) -> bool {
    matches!(encoding, Object::Dict(Dict(entries)) if entries.iter().any(|(k, _)| k == b"Differences"))
}

/// The names of glyphs in ASCII that are not the character itself.
const NAMES: &[(&str, char)] = &[
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("quoteright", '\''),
    ("quoteleft", '`'),
    ("grave", '`'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("minus", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("endash", '–'),
    ("emdash", '—'),
    ("bullet", '•'),
    ("yen", '¥'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("periodcentered", '·'),
    ("section", '§'),
    ("multiply", '×'),
    ("degree", '°'),
    ("nbspace", ' '),
    ("nonbreakingspace", ' '),
];

/// Returns the character that a glyph name means: A, seven, uni7B2C, u7B2C.
fn glyph_name(name: &str) -> Option<char> {
    let stem = name.split('.').next().unwrap_or(name);
    let mut chars = stem.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return only.is_ascii_alphabetic().then_some(only);
    }
    if let Some((_, c)) = NAMES.iter().find(|(n, _)| *n == stem) {
        return Some(*c);
    }
    let hex = stem
        .strip_prefix("uni")
        .filter(|h| h.len() == 4)
        .or_else(|| stem.strip_prefix('u').filter(|h| (4..=6).contains(&h.len())))?;
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_predefined_encodings_of_japanese() {
        for (cmap, bytes, want, vertical) in [
            ("90ms-RKSJ-H", &[0x91, 0xe6][..], '第', false),
            ("90msp-RKSJ-V", &[0x31], '1', true),
            ("90ms-RKSJ-H", &[0x87, 0x40], '①', false),
            ("90ms-RKSJ-H", &[0xb1], 'ｱ', false),
            ("EUC-H", &[0xc2, 0xe8], '第', false),
            ("H", &[0x42, 0x68], '第', false),
            ("V", &[0x42, 0x68], '第', true),
            ("UniJIS-UCS2-H", &[0x7b, 0x2c], '第', false),
            ("UniJIS-UCS2-HW-V", &[0x7b, 0x2c], '第', true),
            ("UniJIS-UTF16-H", &[0xd8, 0x42, 0xdf, 0xb7], '\u{20bb7}', false),
            ("UniJIS2004-UTF16-H", &[0x7b, 0x2c], '第', false),
            ("UniJIS-UTF8-H", "第".as_bytes(), '第', false),
            ("UniJISX0213-UTF32-H", &[0, 0, 0x7b, 0x2c], '第', false),
        ] {
            let (codes, downwards) = Codes::of_cmap(cmap).unwrap_or_else(|| panic!("{cmap}"));
            assert_eq!(codes.length(bytes), bytes.len(), "{cmap}");
            assert_eq!((codes.char_of(bytes), downwards), (Some(want), vertical), "{cmap}");
        }
        for cmap in ["GBK-EUC-H", "KSC-H", "ETen-B5-H", "WP-Symbol"] {
            assert_eq!(Codes::of_cmap(cmap), None, "{cmap}");
        }
    }

    #[test]
    fn broken_codes_are_no_characters() {
        assert_eq!(Codes::Cp932.char_of(&[0x81]), None);
        assert_eq!(Codes::Utf16.char_of(&[0xd8, 0x42]), None);
        assert_eq!(Codes::Utf32.char_of(&[0x7f, 0, 0, 0]), None);
    }

    #[test]
    fn simple_fonts() {
        let name = |n: &str| Object::Name(n.as_bytes().to_vec());
        let win = simple(Some(&name("WinAnsiEncoding")), false);
        assert_eq!((win[0x31], win[0x96]), (Some('1'), Some('–')));
        let list =
            Object::Array(vec![Object::Number(1.0), name("seven"), name("uni7B2C"), name("g12")]);
        let encoding = Object::Dict(Dict(vec![(b"Differences".to_vec(), list)]));
        let chars = simple(Some(&encoding), false);
        assert_eq!(chars[1..5], [Some('7'), Some('第'), None, None]);
        assert_eq!(simple(None, true)[0x41], Some('A'));
        assert_eq!(simple(None, false)[0x41], None);
    }
}
