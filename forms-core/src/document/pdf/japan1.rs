//! Maps the glyph numbers (CID) of Adobe-Japan1 to characters.

use std::sync::OnceLock;

use encoding_rs::SHIFT_JIS;

use crate::document::plain::strict;

/// Columns: first CID, how many, where they begin.
const TABLE: &str = include_str!("../../../data/adobe-japan1.tsv");

/// Returns the character of a CID; `None` for the few that CP932 does not have.
pub(super) fn char_of(cid: u32) -> Option<char> {
    static CHARS: OnceLock<Vec<char>> = OnceLock::new();
    let chars = CHARS.get_or_init(|| {
        let mut chars = Vec::new();
        for line in TABLE.lines().filter(|l| !l.starts_with('#')) {
            let _ = take(line, &mut chars);
        }
        chars
    });
    chars.get(usize::try_from(cid).ok()?).copied().filter(|c| *c != '\0')
}

fn take(line: &str, chars: &mut Vec<char>) -> Option<()> {
    let mut fields = line.split('\t');
    let first: usize = fields.next()?.parse().ok()?;
    let length: u32 = fields.next()?.parse().ok()?;
    let start = fields.next()?;
    chars.resize(first.max(chars.len()), '\0');
    for i in 0..length {
        let c = match start.split_at_checked(1)? {
            ("u", hex) => char::from_u32(u32::from_str_radix(hex, 16).ok()? + i),
            (_, place) => of_cp932(place.parse::<u32>().ok()? + i),
        };
        chars.push(c.unwrap_or('\0'));
    }
    Some(())
}

/// Returns the character at a cell of the table of CP932.
fn of_cp932(place: u32) -> Option<char> {
    let (row, cell) = (place / 188, place % 188);
    let lead = row + if row < 0x1f { 0x81 } else { 0xc1 };
    let trail = cell + if cell < 0x3f { 0x40 } else { 0x41 };
    let bytes = [u8::try_from(lead).ok()?, u8::try_from(trail).ok()?];
    strict(SHIFT_JIS, &bytes)?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::char_of;

    #[test]
    fn glyph_numbers_stand_for_characters() {
        for (cid, want) in [
            (1, ' '),
            (17, '0'),
            (231, ' '),
            (633, '\u{3000}'),
            (634, '、'),
            (843, 'あ'),
            (1125, '亜'),
            (1200, '一'),
            (4089, '腕'),
            (4090, '弌'),
            (7477, '瑤'),
            (7479, '─'),
            (7555, '①'),
            (7887, '、'),
        ] {
            assert_eq!(char_of(cid), Some(want), "{cid}");
        }
        assert_eq!(char_of(0), None);
        assert_eq!(char_of(u32::MAX), None);
    }
}
