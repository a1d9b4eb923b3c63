//! The characters that all systems can display: JIS X 0208, levels 1 and 2.

use std::sync::OnceLock;

/// One bit for each character of the basic plane.
type Set = [u64; 1024];

/// Returns whether a character is ASCII or in JIS X 0208: its symbols, level 1 or level 2 kanji.
///
/// Half-width katakana (JIS X 0201), circled digits and Roman numerals (vendors' rows) and the
/// kanji of levels 3 and 4 are not.
#[must_use]
pub fn is_common(c: char) -> bool {
    c.is_ascii() || holds(set(), c)
}

fn holds(set: &Set, c: char) -> bool {
    let code = u32::from(c) as usize;
    set.get(code / 64).is_some_and(|word| word & (1 << (code % 64)) != 0)
}

fn set() -> &'static Set {
    static SET: OnceLock<Set> = OnceLock::new();
    SET.get_or_init(derive)
}

/// Characters of JIS X 0208 that have two Unicode forms; systems differ in the one they use.
const TWINS: [char; 9] = ['〜', '‖', '−', '—', '¢', '£', '¬', '¥', '‾'];

/// Derives the set from the decoding table of EUC-JP: rows 1 to 8 are symbols and letters, 16 to 84
/// kanji; the other rows are not in the standard.
fn derive() -> Set {
    let mut set = [0; 1024];
    let mut add = |c: char| {
        let code = u32::from(c) as usize;
        if let Some(word) = set.get_mut(code / 64) {
            *word |= 1 << (code % 64);
        }
    };
    for row in (1..=8).chain(16..=84) {
        for cell in 1..=94_u8 {
            let bytes = [0xa0 + row, 0xa0 + cell];
            let (text, damaged) = encoding_rs::EUC_JP.decode_without_bom_handling(&bytes);
            if !damaged {
                text.chars().for_each(&mut add);
            }
        }
    }
    TWINS.into_iter().for_each(add);
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Government;

    #[test]
    fn the_set_has_as_many_characters_as_the_standard() {
        let bits: u32 = set().iter().map(|word| word.count_ones()).sum();
        // 6,879 positions, and those that Unicode writes in a second way.
        assert_eq!(bits as usize, 6879 + TWINS.len());
    }

    #[test]
    fn levels_one_and_two_are_in_and_vendors_characters_are_not() {
        for c in "Az09亜腕弌熙凜鰺鯵梼葛祇辻ヶァ　、ー々〆○×￥～〜".chars()
        {
            assert!(is_common(c), "{c}");
        }
        for c in "①Ⅱ㈱㍻ｱ髙﨑𠮷檮\u{e0100}\u{200b}é".chars() {
            assert_eq!(is_common(c), c == '檮', "{c}");
        }
    }

    #[test]
    fn no_local_government_has_a_name_outside_the_set() {
        for government in Government::all() {
            for name in [government.name, government.prefecture, government.city] {
                assert!(name.chars().all(is_common), "{name}");
            }
        }
    }
}
