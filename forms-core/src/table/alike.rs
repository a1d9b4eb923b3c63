//! Characters that look like others: a message that shows a text never leaves open what is wrong with it.

use crate::text::{fold_header, quoted};

/// The Latin letter that a Greek or Cyrillic one looks like; others stay.
pub(super) fn latin(c: char) -> char {
    const ALIKE: [(&str, &str); 2] = [
        ("АВЕЅІЈКМНОРСТУХаеорсухіјѕ", "ABESIJKMHOPCTYXaeopcyxijs"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov"),
    ];
    // Greek and Cyrillic; a cell may hold a long text of anything else.
    if !('\u{370}'..='\u{4ff}').contains(&c) {
        return c;
    }
    let find = |(others, letters): &(&str, &str)| {
        others
            .chars()
            .zip(letters.chars())
            .find_map(|(other, letter)| (other == c).then_some(letter))
    };
    ALIKE.iter().find_map(find).unwrap_or(c)
}

/// The digit that a letter looks like; others stay.
pub(super) fn digit(c: char) -> char {
    match c {
        'O' | 'o' | '〇' | '○' => '0',
        'I' | 'l' | '|' => '1',
        _ => c,
    }
}

/// One of the kanji and kana that look alike, for all of them.
fn kana(c: char) -> char {
    match c {
        '一' | '―' | '—' | '–' | '‐' | '−' | '-' | '─' | '丨' => 'ー',
        '二' => 'ニ',
        '力' => 'カ',
        '口' | '囗' => 'ロ',
        '夕' => 'タ',
        '工' => 'エ',
        '八' => 'ハ',
        '卜' => 'ト',
        'へ' => 'ヘ',
        'べ' => 'ベ',
        'ぺ' => 'ペ',
        '曰' => '日',
        '⺠' => '民',
        '⻑' => '長',
        other => digit(latin(other)),
    }
}

/// A value as a finding shows it, with the number of each character that looks like a Latin letter and is none.
pub(super) fn code(text: &str) -> String {
    // `quoted` shows 200 characters.
    let mut marked = String::new();
    for c in text.chars().take(201) {
        marked.push(c);
        if latin(c) != c {
            marked.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        }
    }
    quoted(&marked)
}

/// A header as a finding shows it. If it looks like one of those wanted, the characters that differ are named:
/// `事務手続コ一ド（一 U+4E00 ≠ ー U+30FC）`.
pub(super) fn header<'w>(text: &str, wanted: impl IntoIterator<Item = &'w str>) -> String {
    let seen = fold_header(text);
    for name in wanted {
        let name = fold_header(name);
        if name == seen || !seen.chars().map(kana).eq(name.chars().map(kana)) {
            continue;
        }
        let differs = |(is, want): (char, char)| {
            let number = |c: char| format!("{c} U+{:04X}", u32::from(c));
            (is != want).then(|| format!("{} ≠ {}", number(is), number(want)))
        };
        let all: Vec<String> = seen.chars().zip(name.chars()).filter_map(differs).take(5).collect();
        return format!("{}（{}）", quoted(text), all.join("、"));
    }
    quoted(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_and_other_headers_stay() {
        let wanted = ["事務手続コード", "開始日"];
        let shown = |text| header(text, wanted);
        assert_eq!(shown("事務手続コ一ド"), "事務手続コ一ド（一 U+4E00 ≠ ー U+30FC）");
        assert_eq!(shown("事務手続コー卜"), "事務手続コー卜");
        assert_eq!(shown("開始曰"), "開始曰（曰 U+66F0 ≠ 日 U+65E5）");
        assert_eq!(shown("備考"), "備考");
        assert_eq!(shown("事務手続ｺｰﾄﾞ"), "事務手続ｺｰﾄﾞ");
        assert_eq!(code("ЈТ01"), "Ј⟨U+0408⟩Т⟨U+0422⟩01");
        assert_eq!(code("JT01"), "JT01");
    }
}
