//! Recognises a line that is only the number of a page: - 3 -, 3/12, 2／3ページ, P.2, Page 2 of 3.

use crate::text::fold_ascii_char;
use crate::text::numeral::is_digit;

/// Number of characters of the longest line that is looked at.
const LONGEST: usize = 24;

/// True for the number of a page.
pub(in crate::law::ordinance) fn is_page_number(line: &[char]) -> bool {
    if line.len() > LONGEST || !line.iter().any(|c| is_digit(*c)) {
        return false;
    }
    // A word for page has one of these letters; without one only a date is left, which has a dash.
    let letter = |c: &char| matches!(fold_ascii_char(*c), 'ペ' | '頁' | 'p' | 'P');
    if !line.iter().any(|c| letter(c) || is_dash(fold_ascii_char(*c))) {
        return false;
    }
    let folded: Vec<char> = line
        .iter()
        .map(|c| fold_ascii_char(*c).to_ascii_lowercase())
        .filter(|c| !c.is_whitespace())
        .collect();
    let all = |allowed: &dyn Fn(char) -> bool| folded.iter().all(|c| allowed(*c));
    // A clock and a date in the margin of a printed page: 2024/04/01 10:23.
    if all(&|c| c.is_ascii_digit() || is_dash(c)) && folded.iter().any(|c| is_dash(*c))
        || all(&|c| c.is_ascii_digit() || matches!(c, '/' | ':')) && folded.contains(&'/')
    {
        return true;
    }
    let text: String =
        folded.iter().filter(|c| !matches!(c, '[' | ']' | '【' | '】' | '〔' | '〕')).collect();
    let bare = text.trim_matches(|c: char| {
        is_dash(c)
            || matches!(
                c,
                '(' | ')'
                    | '['
                    | ']'
                    | '<'
                    | '>'
                    | '〔'
                    | '〕'
                    | '【'
                    | '】'
                    | '・'
                    | '='
                    | '_'
                    | '*'
                    | '.'
                    | '…'
                    | '|'
                    | ':'
            )
    });
    counts_pages(bare)
}

/// True for a sign beside or between the numbers of pages.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '―' | '‐' | '–' | '—' | '−' | '─' | '━' | '/' | '⁄' | '∕' | '~' | '〜' | '～')
}

/// True for a number with a word for page, alone or with the number of all pages.
fn counts_pages(text: &str) -> bool {
    const BEFORE: &[&str] = &["ページ番号", "ページ", "頁", "page", "pg", "pp", "p", "第", "全"];
    const AFTER: &[&str] = &["ページ", "頁", "pages", "page", "p"];
    const JOINS: &[&str] =
        &["/", "of", "中の", "中", "のうち", "の", ":", "(全", "、全", "・全", "全", "⁄"];
    const SIGNS: [char; 3] = ['.', ':', '-'];
    let mut named = false;
    let mut left = text;
    // 第 alone begins an ordinal; the word for page must follow its number.
    if let Some(rest) = without_first(left, BEFORE) {
        named = !left.starts_with(['第', '全']);
        left = rest.trim_start_matches(SIGNS);
    }
    for round in 0..3 {
        let Some(after) = after_number(left) else { return false };
        left = after;
        if let Some(rest) = without_first(left, AFTER) {
            named = true;
            left = rest;
        }
        if left == "目" || left.is_empty() {
            return named;
        }
        let Some(rest) = without_first(left, JOINS).filter(|_| round < 2) else { return false };
        left = rest.trim_start_matches(SIGNS);
    }
    false
}

/// Returns a text without the first of some words that it begins with; `None` if it begins with none.
fn without_first<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// Returns the text after a number of at most four digits; `None` if it does not begin with one.
fn after_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=4).contains(&(text.len() - rest.len())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_in_their_shapes() {
        for text in [
            "- 3 -",
            "― ３ ―",
            "3/12",
            "2／3ページ",
            "２ ／ ３ ページ",
            "P.2",
            "p2",
            "Page 2 of 3",
            "ページ 2",
            "ページ：2/3",
            "【2】ページ",
            "2 of 3 pages",
            "2頁",
            "第2頁",
            "- 2ページ -",
            "（2／3ページ）",
            "3ページ中2ページ目",
            "全3ページ中2ページ目",
            "～ 2 ～",
            "2024/04/01 10:23",
            "2/3 2024/04/01 9:05",
            "p. 2/3",
            "2ページ",
            "PAGE-2",
            "(P3)",
            "2ページ（全3ページ）",
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert!(is_page_number(&chars), "{text}");
        }
        for text in [
            "(2)",
            "2",
            "第2",
            "第2条",
            "2 の 3",
            "2の3",
            "平成27年",
            "10:30",
            "1ページにつき10円",
            "第2項",
            "P",
            "②",
            "イ",
            "2 1項",
            "2.5",
            "3分の2",
            "第2号",
            "2000",
            "pH2.0以下",
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert!(!is_page_number(&chars), "{text}");
        }
    }
}
