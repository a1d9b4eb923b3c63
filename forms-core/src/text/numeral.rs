//! Numbers and list markers in every notation of Japanese ordinances: 12, １２, 十二, 一二, ⑴, ㈠,
//! ①, Ⅰ, and the orders イロハ and アイウ.

/// Maximum number of characters of a number; longer runs of digits are something else.
pub(crate) const LONGEST: usize = 24;

/// The largest number that is read, far above any number in an ordinance.
const LIMIT: u32 = 9_999_999;

/// The kana in the order of the Iroha poem, which numbers the subitems of statutes.
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス";
/// The kana in the order of the syllabary, which numbers the subitems of most ordinances.
const AIUEO: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";

/// The position of a kana in the order イロハ, from 1.
#[must_use]
pub fn iroha_place(c: char) -> Option<usize> {
    IROHA.chars().position(|k| k == c).map(|i| i + 1)
}

/// The position of a kana in the order アイウ, from 1.
#[must_use]
pub fn aiueo_place(c: char) -> Option<usize> {
    AIUEO.chars().position(|k| k == c).map(|i| i + 1)
}

/// The kana at a position of the order イロハ, from 1.
#[must_use]
pub fn iroha(place: u32) -> Option<char> {
    IROHA.chars().nth(usize::try_from(place.checked_sub(1)?).ok()?)
}

/// The kana at a position of the order アイウ, from 1.
#[must_use]
pub fn aiueo(place: u32) -> Option<char> {
    AIUEO.chars().nth(usize::try_from(place.checked_sub(1)?).ok()?)
}

/// The full-width form of a half-width katakana that can be a list marker; others stay.
#[must_use]
pub fn fold_kana(c: char) -> char {
    const HALF: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
    if !('ｦ'..='ﾝ').contains(&c) {
        return c;
    }
    match HALF.chars().position(|h| h == c) {
        Some(i) => AIUEO.chars().nth(i).unwrap_or(c),
        None => c,
    }
}

/// A list marker of one character, with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enclosed {
    /// ⑴ and ㈠: a number in brackets.
    Bracketed(u32),
    /// ①: a number in a circle.
    Circled(u32),
    /// Ⅰ and ⅰ: a Roman number.
    Roman(u32),
    /// ⒜: a letter in brackets.
    BracketedLetter(char),
    /// ㋐: a kana in a circle.
    CircledKana(char),
}

/// Reads a list marker of one character; `None` if it is not one.
#[must_use]
pub fn enclosed(c: char) -> Option<Enclosed> {
    let from = |first: char, base: u32| u32::from(c) - u32::from(first) + base;
    Some(match c {
        '⑴'..='⒇' => Enclosed::Bracketed(from('⑴', 1)),
        '㈠'..='㈩' => Enclosed::Bracketed(from('㈠', 1)),
        '①'..='⑳' => Enclosed::Circled(from('①', 1)),
        '㉑'..='㉟' => Enclosed::Circled(from('㉑', 21)),
        '㊱'..='㊿' => Enclosed::Circled(from('㊱', 36)),
        'Ⅰ'..='Ⅻ' => Enclosed::Roman(from('Ⅰ', 1)),
        'ⅰ'..='ⅻ' => Enclosed::Roman(from('ⅰ', 1)),
        '⒜'..='⒵' => Enclosed::BracketedLetter(char::from_u32(from('⒜', 97))?),
        '㋐'..='㋾' => {
            // The circled block leaves out ン and keeps the order of the syllabary with ヰ and ヱ.
            const CIRCLED: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲ";
            Enclosed::CircledKana(CIRCLED.chars().nth(usize::try_from(from('㋐', 0)).ok()?)?)
        }
        _ => return None,
    })
}

/// Returns whether a character is a digit from 0 to 9 in half or full width.
pub(crate) fn is_digit(c: char) -> bool {
    arabic_digit(c).is_some()
}

fn arabic_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

fn kanji_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壱' | '壹' => 1,
        '二' | '弐' | '貳' => 2,
        '三' | '参' | '參' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn kanji_unit(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// The tens that old texts write with one kanji: 廿 for 二十.
fn kanji_tens(c: char) -> Option<u32> {
    Some(match c {
        '廿' | '卄' => 20,
        '卅' => 30,
        '卌' => 40,
        _ => return None,
    })
}

/// Returns whether a character can be part of a number in kanji.
#[must_use]
pub fn is_kanji_number(c: char) -> bool {
    kanji_digit(c).is_some() || kanji_unit(c).is_some() || kanji_tens(c).is_some() || c == '万'
}

/// Reads the number at the start of `chars`; returns its value and its length in characters.
///
/// It is in one notation: `二十5` is 20, and the 5 is left. `None` if there is no number, if the kanji
/// are not a number (十十), or if it is above 9,999,999.
#[must_use]
pub fn number_prefix(chars: &[char]) -> Option<(u32, usize)> {
    let first = chars.first().copied()?;
    if arabic_digit(first).is_some() {
        let digits = || chars.iter().map_while(|&c| arabic_digit(c)).take(LONGEST);
        return Some((positional(digits())?, digits().count()));
    }
    if let Some(Enclosed::Roman(n)) = enclosed(first) {
        return Some((n, 1));
    }
    let length = chars.iter().take(LONGEST).take_while(|&&c| is_kanji_number(c)).count();
    let run = chars.get(..length).filter(|r| !r.is_empty())?;
    let digits = || run.iter().map_while(|&c| kanji_digit(c));
    let value = if digits().count() == length { positional(digits())? } else { with_units(run)? };
    Some((value, length))
}

/// Reads a whole text as a number; `None` as for [`number_prefix`].
#[must_use]
pub fn number(text: &str) -> Option<u32> {
    let chars: Vec<char> = text.chars().collect();
    number_prefix(&chars).filter(|(_, length)| *length == chars.len()).map(|(n, _)| n)
}

fn positional(mut digits: impl Iterator<Item = u32>) -> Option<u32> {
    digits.try_fold(0u32, |n, d| {
        let n = n.checked_mul(10)?.checked_add(d)?;
        (n <= LIMIT).then_some(n)
    })
}

/// Reads kanji with units (千二百三十四, 十, 百五, 廿三, 二万三千): units must decrease, and two digits cannot
/// follow each other.
fn with_units(run: &[char]) -> Option<u32> {
    let mut total = 0u32;
    let mut below = 0u32;
    let mut digit: Option<u32> = None;
    let mut last_unit = u32::MAX;
    for &c in run {
        if let Some(d) = kanji_digit(c) {
            if digit.is_some() || d == 0 {
                return None;
            }
            digit = Some(d);
        } else if let Some(tens) = kanji_tens(c) {
            if digit.is_some() || last_unit <= 10 {
                return None;
            }
            below += tens;
            last_unit = 10;
        } else if let Some(unit) = kanji_unit(c) {
            if unit >= last_unit {
                return None;
            }
            below += digit.take().unwrap_or(1) * unit;
            last_unit = unit;
        } else {
            let units = below + digit.take().unwrap_or(0);
            if total != 0 || units == 0 {
                return None;
            }
            total = units * 10_000;
            below = 0;
            last_unit = u32::MAX;
        }
    }
    Some(total + below + digit.unwrap_or(0)).filter(|n| *n <= LIMIT)
}

/// Writes a number in kanji as statutes do: 百二十三.
#[must_use]
pub fn kanji(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n == 0 {
        return "〇".to_owned();
    }
    let mut out = String::new();
    if n >= 10_000 {
        out.push_str(&kanji(n / 10_000));
        out.push('万');
    }
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / unit % 10;
        if digit > 1 || (digit == 1 && unit == 1) {
            out.push_str(DIGITS.get(digit as usize).copied().unwrap_or_default());
        }
        if digit > 0 {
            out.push_str(name);
        }
    }
    out
}

/// The full-width forms of printable ASCII (`(12)a` becomes `（１２）ａ`); the rest stays.
#[must_use]
pub fn widen(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
            ' ' => '\u{3000}',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_notation_of_a_number() {
        for (text, value) in [
            ("12", 12),
            ("１２", 12),
            ("十二", 12),
            ("一二", 12),
            ("二十", 20),
            ("百五", 105),
            ("百二十三", 123),
            ("一〇〇", 100),
            ("千二百三十四", 1234),
            ("二万三千", 23_000),
            ("Ⅳ", 4),
            ("壱", 1),
            ("廿", 20),
            ("廿三", 23),
            ("卅一", 31),
            ("百卅五", 135),
            ("千廿", 1020),
            ("貳拾", 20),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in [
            "",
            "十十",
            "二三十",
            "十百",
            "万",
            "一2",
            "12三",
            "第1",
            "99999999999",
            "二〇十",
            "二廿",
            "廿十",
            "廿卅",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn markers_of_one_character() {
        assert_eq!(enclosed('⑴'), Some(Enclosed::Bracketed(1)));
        assert_eq!(enclosed('⒇'), Some(Enclosed::Bracketed(20)));
        assert_eq!(enclosed('㈢'), Some(Enclosed::Bracketed(3)));
        assert_eq!(enclosed('⑳'), Some(Enclosed::Circled(20)));
        assert_eq!(enclosed('㊿'), Some(Enclosed::Circled(50)));
        assert_eq!(enclosed('Ⅻ'), Some(Enclosed::Roman(12)));
        assert_eq!(enclosed('⒝'), Some(Enclosed::BracketedLetter('b')));
        assert_eq!(enclosed('㋑'), Some(Enclosed::CircledKana('イ')));
        assert_eq!(enclosed('㋾'), Some(Enclosed::CircledKana('ヲ')));
        assert_eq!(enclosed('㈪'), None); // 月 in brackets
    }

    #[test]
    fn kana_orders_and_half_width_kana() {
        assert_eq!(iroha_place('ロ'), Some(2));
        assert_eq!(iroha_place('ス'), Some(47));
        assert_eq!(aiueo_place('ロ'), Some(43));
        assert_eq!(aiueo_place('イ'), Some(2));
        assert_eq!(fold_kana('ｲ'), 'イ');
        assert_eq!(fold_kana('ﾝ'), 'ン');
        assert_eq!(fold_kana('ー'), 'ー');
    }

    proptest! {
        #[test]
        fn kanji_numbers_read_back(n in 1u32..=9_999_999) {
            prop_assert_eq!(number(&kanji(n)), Some(n));
            prop_assert_eq!(number(&widen(&n.to_string())), Some(n));
        }

        #[test]
        fn no_text_panics(text in "[一二十百千万〇０-９0-9Ⅰあ]{0,12}") {
            let chars: Vec<char> = text.chars().collect();
            if let Some((_, length)) = number_prefix(&chars) {
                prop_assert!(length > 0 && length <= chars.len());
            }
        }
    }
}
