//! Reads fonts: the length, the characters and the width of their codes.

use std::collections::HashMap;

use hayro_cmap::{BfString, CMap};
use unicode_normalization::UnicodeNormalization;

use super::encoding::{Codes, names_glyphs, simple};
use super::file::File;
use super::japan1;
use super::object::{Dict, Object};

/// The way in which the codes of a font are read.
enum Kind {
    /// One byte each.
    Simple(Vec<Option<char>>),
    /// By a predefined encoding.
    Predefined(Codes),
    /// By a CMap in the file, which gives glyph numbers.
    Table(Box<CMap>),
}

/// A font, as far as the text and its position need it.
pub(super) struct Font {
    kind: Kind,
    to_unicode: Option<CMap>,
    /// True if its glyph numbers are those of Adobe-Japan1.
    japan1: bool,
    /// True if its text runs downwards.
    pub(super) vertical: bool,
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// Factor from its width numbers to units of the font size.
    unit: f64,
}

/// One code of a string.
pub(super) struct Code<'a> {
    pub(super) bytes: &'a [u8],
    /// Its characters; `None` if nothing maps them to Unicode.
    pub(super) text: Option<String>,
    /// Its width in units of the font size.
    pub(super) width: f64,
}

impl Font {
    /// Reads a font's dictionary.
    pub(super) fn read(file: &File<'_>, dict: &Dict) -> Self {
        let to_unicode = dict
            .get("ToUnicode")
            .and_then(|stream| file.stream(stream))
            .and_then(|(_, data)| CMap::parse(&data, |_| None));
        let composite = match file.get(dict, "DescendantFonts") {
            Some(Object::Array(fonts)) => fonts.first().and_then(|f| file.resolve(f)),
            _ => None,
        };
        match composite {
            Some(Object::Dict(descendant)) => Self::composite(file, dict, &descendant, to_unicode),
            _ => Self::simple(file, dict, to_unicode),
        }
    }

    fn simple(file: &File<'_>, dict: &Dict, to_unicode: Option<CMap>) -> Self {
        let subtype = dict.get("Subtype").and_then(Object::name).unwrap_or_default();
        let descriptor = file.dict(dict, "FontDescriptor");
        let flags = descriptor.as_ref().and_then(|d| d.get("Flags")?.count()).unwrap_or(32);
        let embedded_type_1 =
            descriptor.as_ref().is_some_and(|d| d.get("FontFile").or(d.get("FontFile3")).is_some());
        let mut encoding = file.get(dict, "Encoding");
        if let Some(Object::Dict(entries)) = &mut encoding {
            for (_, value) in &mut entries.0 {
                *value = file.resolve(value).unwrap_or(Object::Null);
            }
        }
        // A Type 3 font and a subset with codes of its own cannot be read without glyph names.
        let symbolic = flags & 4 != 0;
        let named = encoding.as_ref().is_some_and(names_glyphs);
        let standard = subtype != b"Type3" && (!symbolic || (embedded_type_1 && !named));
        let first = dict.get("FirstChar").and_then(Object::count).unwrap_or(0);
        let mut widths = HashMap::new();
        if let Some(Object::Array(list)) = file.get(dict, "Widths") {
            for (i, width) in list.iter().enumerate().take(256) {
                let code = u32::try_from(first.saturating_add(i)).unwrap_or(u32::MAX);
                if let Some(width) = file.resolve(width).and_then(|w| w.number()) {
                    widths.insert(code, width);
                }
            }
        }
        let missing = descriptor.and_then(|d| d.get("MissingWidth")?.number());
        let unit = match file.get(dict, "FontMatrix") {
            Some(Object::Array(matrix)) if subtype == b"Type3" => {
                matrix.first().and_then(Object::number).unwrap_or(0.001)
            }
            _ => 0.001,
        };
        let default_width = missing.unwrap_or(if widths.is_empty() { 500.0 } else { 0.0 });
        Self {
            kind: Kind::Simple(simple(encoding.as_ref(), standard)),
            to_unicode,
            japan1: false,
            vertical: false,
            widths,
            default_width,
            unit,
        }
    }

    fn composite(
        file: &File<'_>,
        dict: &Dict,
        descendant: &Dict,
        to_unicode: Option<CMap>,
    ) -> Self {
        let encoding = dict.get("Encoding");
        let named = encoding.and_then(|e| file.resolve(e)).and_then(|e| {
            let name = String::from_utf8_lossy(e.name()?).into_owned();
            Codes::of_cmap(&name)
        });
        let (kind, vertical) = match (named, encoding.and_then(|e| file.stream(e))) {
            (Some((codes, vertical)), _) => (Kind::Predefined(codes), vertical),
            (None, Some((cmap, data))) => {
                let vertical = cmap.get("WMode").and_then(Object::count) == Some(1);
                match CMap::parse(&data, |_| None) {
                    Some(table) => (Kind::Table(Box::new(table)), vertical),
                    None => (Kind::Predefined(Codes::Glyphs), vertical),
                }
            }
            // The encoding is unknown; its codes are at least counted.
            (None, None) => (Kind::Predefined(Codes::Glyphs), false),
        };
        let japan1 = file.dict(descendant, "CIDSystemInfo").is_some_and(
            |info| matches!(file.get(&info, "Ordering"), Some(Object::Text(o)) if o == b"Japan1"),
        );
        let mut widths = HashMap::new();
        if let Some(Object::Array(list)) = file.get(descendant, "W") {
            glyph_widths(file, &list, &mut widths);
        }
        let default_width = file.get(descendant, "DW").and_then(|w| w.number()).unwrap_or(1000.0);
        Self { kind, to_unicode, japan1, vertical, widths, default_width, unit: 0.001 }
    }

    /// Splits a string into codes.
    pub(super) fn codes<'s>(&'s self, string: &'s [u8]) -> impl Iterator<Item = Code<'s>> {
        let mut rest = string;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let length = match &self.kind {
                Kind::Simple(_) => 1,
                Kind::Predefined(codes) => codes.length(rest),
                Kind::Table(table) => table_length(table, rest),
            };
            let (bytes, after) = rest.split_at(length.clamp(1, rest.len()));
            rest = after;
            Some(self.code(bytes))
        })
    }

    fn code<'s>(&self, bytes: &'s [u8]) -> Code<'s> {
        let number = bytes.iter().take(4).fold(0u32, |n, b| n << 8 | u32::from(*b));
        let told = self.to_unicode.as_ref().and_then(|table| told_by(table, number));
        let text = told.or_else(|| {
            let c = match &self.kind {
                Kind::Simple(chars) => usize::try_from(number).ok().and_then(|n| *chars.get(n)?),
                Kind::Predefined(Codes::Glyphs) => self.of_glyph(number),
                Kind::Predefined(codes) => codes.char_of(bytes),
                Kind::Table(table) => {
                    let length = u8::try_from(bytes.len()).ok()?;
                    table.lookup_cid_code(number, length).and_then(|cid| self.of_glyph(cid))
                }
            };
            c.filter(|c| is_readable(*c)).map(|c| plain(c).collect())
        });
        let width = self.width(number, text.as_deref()) * self.unit;
        Code { bytes, text, width }
    }

    fn of_glyph(&self, number: u32) -> Option<char> {
        if self.japan1 { japan1::char_of(number) } else { None }
    }

    fn width(&self, number: u32, text: Option<&str>) -> f64 {
        let known = |n: u32| self.widths.get(&n).copied();
        match &self.kind {
            Kind::Simple(_) | Kind::Predefined(Codes::Glyphs) => known(number),
            Kind::Predefined(_) | Kind::Table(_) => {
                let mut chars = text.unwrap_or_default().chars();
                match chars.next().filter(|c| (' '..='~').contains(c)) {
                    // The glyphs of ASCII in Adobe-Japan1: 1 and on as wide as they are, 231 and
                    // on half as wide as a kanji.
                    Some(c) => {
                        let place = u32::from(c) - 0x20;
                        known(place + 1).or(known(place + 231)).or(Some(self.default_width / 2.0))
                    }
                    None => None,
                }
            }
        }
        .unwrap_or(self.default_width)
    }
}

/// Reads the widths of a composite font: `c [w1 w2 …]` and `first last w`.
fn glyph_widths(file: &File<'_>, list: &[Object], widths: &mut HashMap<u32, f64>) {
    const MOST: usize = 70_000;
    let mut items = list.iter().map(|item| file.resolve(item).unwrap_or(Object::Null));
    while let Some(first) = items.next().and_then(|f| f.count()) {
        match items.next() {
            Some(Object::Array(row)) => {
                for (i, width) in row.iter().enumerate() {
                    let (Some(width), Ok(code)) = (width.number(), u32::try_from(first + i)) else {
                        continue;
                    };
                    widths.insert(code, width);
                }
            }
            Some(last) => {
                let Some(width) = items.next().and_then(|w| w.number()) else { return };
                let last = last.count().unwrap_or(0).min(0xffff);
                for code in first..=last {
                    widths.insert(code as u32, width);
                }
            }
            None => return,
        }
        if widths.len() > MOST {
            return;
        }
    }
}

/// Returns the length of the next code in bytes by a CMap in the file.
fn table_length(table: &CMap, bytes: &[u8]) -> usize {
    let mut number = 0u32;
    for (i, byte) in bytes.iter().take(4).enumerate() {
        number = number << 8 | u32::from(*byte);
        let length = u8::try_from(i + 1).unwrap_or(4);
        if table.lookup_cid_code(number, length).is_some() {
            return i + 1;
        }
    }
    2
}

/// Returns the text of a code in the `ToUnicode` table of the font.
fn told_by(table: &CMap, number: u32) -> Option<String> {
    let text: String = match table.lookup_bf_string(number)? {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    };
    const LONGEST: usize = 16;
    let sound =
        !text.is_empty() && text.chars().count() <= LONGEST && text.chars().all(is_readable);
    sound.then(|| text.chars().flat_map(plain).collect())
}

/// Characters for private use and the sign for an unknown one say nothing.
fn is_readable(c: char) -> bool {
    !(c.is_control()
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' | '\u{f0000}'..))
}

/// Radicals and the kanji of the same shape, for those that Unicode normalization does not map.
const RADICALS: &[(char, char)] = &[
    ('⺠', '民'),
    ('⺟', '母'),
    ('⺭', '示'),
    ('⺼', '月'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻆', '角'),
    ('⻑', '長'),
    ('⻘', '青'),
    ('⻝', '食'),
    ('⻞', '食'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻫', '斉'),
    ('⻭', '歯'),
    ('⻯', '竜'),
    ('⻲', '亀'),
];

/// Converts the character of a glyph to that of a text: many programs write a radical (⼀, ⻑) for the kanji of
/// the same shape, and the presentation forms of vertical text.
fn plain(c: char) -> impl Iterator<Item = char> {
    let folded = match c {
        '\u{2f00}'..='\u{2fdf}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe48}' => {
            c.nfkc().next()
        }
        '\u{2e80}'..='\u{2eff}' => RADICALS.iter().find(|(r, _)| *r == c).map(|(_, k)| *k),
        '\u{a0}' => Some(' '),
        _ => None,
    };
    // Ligatures of Latin letters.
    let parts = ('\u{fb00}'..='\u{fb06}').contains(&c).then(|| c.nfkc().collect::<Vec<_>>());
    parts.unwrap_or_else(|| vec![folded.unwrap_or(c)]).into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_and_vertical_forms_are_the_characters_they_look_like() {
        for (given, want) in [
            ('⼀', "一"),
            ('⾏', "行"),
            ('⻑', "長"),
            ('︵', "("),
            ('ﬁ', "fi"),
            ('髙', "髙"),
            ('﨑', "﨑"),
        ] {
            assert_eq!(plain(given).collect::<String>(), want);
        }
    }

    #[test]
    fn a_table_of_characters_that_says_nothing_is_not_believed() {
        let table = |to: &str| {
            let text = format!("1 beginbfchar\n<0001> <{to}>\nendbfchar\n");
            CMap::parse(text.as_bytes(), |_| None).and_then(|t| told_by(&t, 1))
        };
        assert_eq!(table("7B2C").as_deref(), Some("第"));
        assert_eq!(table("D842DFB7").as_deref(), Some("\u{20bb7}"));
        for to in ["FFFD", "E000", "0000", "D842"] {
            assert_eq!(table(to), None, "{to}");
        }
    }
}
