//! Recognises the head of a line of an ordinance: 第3条, 2, (1), イ, 附則, 別表, or only words.

mod article;
pub(super) mod deleted;
mod page_number;

use crate::law::instrument::{InstrumentNumber, number_prefix_of};
use crate::law::marker::{self, Marker, branches, joined};
use crate::text::enumeration::after_conjunction;
use crate::text::numeral::{is_kanji_number, number_prefix};
use crate::text::scan::{self, skip_spaces, starts, starts_with_any};
use article::{article, heading_at};
use deleted::{RangeSigns, before_deleted, further_numbers};
pub(super) use page_number::is_page_number;

pub(in crate::law) use article::ArticleHead;

/// The head of one line. `body` is the index of the first character after the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::law) enum Head {
    /// Nothing, or only the number of a page.
    Blank,
    Text,
    Article(ArticleHead),
    /// A mark of 項, 号 or below; `more` are the other numbers of a line such as (4)及び(5) 削除.
    Mark {
        marker: Marker,
        more: Vec<Vec<u32>>,
        body: usize,
    },
    Supplementary {
        number: Option<InstrumentNumber>,
        body: usize,
    },
    /// 別表第1.
    Table {
        name: String,
    },
    /// A form, a figure or a passage of an amendment: no provisions follow.
    Form,
    Chapter,
    Contents,
    /// A line all in brackets: a heading or a note on an amendment.
    Bracketed,
    /// A row with cells.
    Cells,
    /// Stands for the grid with this index.
    Grid(usize),
}

impl Head {
    /// True for a number of 0, which no provision has: 第0条, (0), イの0.
    fn is_zero(&self) -> bool {
        let zero = |numbers: &[u32]| numbers.contains(&0);
        match self {
            Self::Article(article) => zero(&article.number) || article.more.iter().any(|n| zero(n)),
            Self::Mark { marker, more, .. } => marker.has_zero() || more.iter().any(|n| zero(n)),
            _ => false,
        }
    }
}

/// Words after a number at the head of a line that show that it belongs to a sentence.
const SENTENCE: &[&str] = &[
    "の規定",
    "に規定",
    "に掲げ",
    "に定め",
    "から第",
    "まで",
    "において",
    "による",
    "により",
    "に基づ",
    "各号",
    "の事務",
    "の例",
    "中「",
    "を準用",
    "に係る",
];

/// True if the words at `at` go on with a sentence, so that the number before them is no head.
fn goes_on_with_sentence(line: &[char], at: usize) -> bool {
    after_conjunction(line, at).or_else(|| starts_with_any(line, at, SENTENCE)).is_some()
}

/// The bars between the cells of a row in plain text.
pub(super) const BARS: [char; 4] = ['|', '｜', '│', '┃'];

/// True for most lines without a head, which need no closer look: they begin with a kanji that begins none.
pub(in crate::law) fn is_plain(line: &str) -> bool {
    const HEADS: &str = "第附付改制別様目頁全條";
    line.starts_with(|c: char| scan::is_kanji(c) && !HEADS.contains(c) && !is_kanji_number(c))
        && !line.contains(|c| c == '\t' || BARS.contains(&c))
}

/// Reads the head of a line, as [`head`] does for its characters.
pub(in crate::law) fn head_of(line: &str) -> Head {
    if is_plain(line) {
        return Head::Text;
    }
    let chars: Vec<char> = line.chars().collect();
    head(&chars)
}

/// Reads the head of a line without leading and trailing spaces.
pub(in crate::law) fn head(line: &[char]) -> Head {
    if line.first() == Some(&'\u{fffc}') {
        let words: String = line.iter().collect();
        return crate::document::grid_of(&words).map_or(Head::Blank, Head::Grid);
    }
    let first = scan::at(line, 0);
    if first == '\0' || is_page_number(line) {
        return Head::Blank;
    }
    if is_row(line) {
        return Head::Cells;
    }
    let found = match first {
        '第' => article(line, 0, None)
            .or_else(|| chapter(line))
            .or_else(|| form(line))
            .or_else(|| ordinal(line)),
        '(' => bracketed(line),
        '附' | '付' | '改' | '制' => supplementary(line).or_else(|| amendment_passage(line)),
        '別' | '様' => table(line).or_else(|| form(line)),
        '目' => contents(line),
        _ => None,
    };
    found.or_else(|| mark(line)).filter(|head| !head.is_zero()).unwrap_or(Head::Text)
}

fn is_row(line: &[char]) -> bool {
    if line.iter().any(|c| BARS.contains(c)) {
        return true;
    }
    let mut cells = line.split(|c| *c == '\t').filter(|cell| !cell.is_empty());
    let Some(first) = cells.next() else { return false };
    // 1 住民票の交付 ⇥ 支所長: after the number of a paragraph no tab separates its words.
    cells.next().is_some() && (cells.next().is_some() || super::table::is_numbered_cell(first))
}

/// Returns the index of the bracket that closes the one at `at`.
pub(super) fn closing(line: &[char], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    for place in at..line.len() {
        match scan::at(line, place) {
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(place),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn chapter(line: &[char]) -> Option<Head> {
    let start = skip_spaces(line, 1);
    let (_, length) = number_prefix(scan::from(line, start))?;
    let unit = skip_spaces(line, start + length);
    if !matches!(scan::at(line, unit), '編' | '章' | '節' | '款' | '目') {
        return None;
    }
    let end = branches(line, unit + 1, &mut vec![0]);
    matches!(scan::at(line, end), ' ' | '\t' | '\0' | '(').then_some(Head::Chapter)
}

/// Reads a line that begins with a bracket: （趣旨）, （令元規則8・全改）, or a heading before its article.
fn bracketed(line: &[char]) -> Option<Head> {
    let close = closing(line, 0)?;
    let after = skip_spaces(line, close + 1);
    if after >= line.len() {
        let only_mark = marker::closed(line, 0).is_some_and(|(_, end)| end >= line.len());
        return (!only_mark).then_some(Head::Bracketed);
    }
    article(line, after, Some((1, close)))
}

fn supplementary(line: &[char]) -> Option<Head> {
    let at = starts_with_any(line, 0, &["改正", "制定"]).unwrap_or(0);
    if !matches!(scan::at(line, at), '附' | '付') {
        return None;
    }
    let second = skip_spaces(line, at + 1);
    if scan::at(line, second) != '則' {
        return None;
    }
    let end = second + 1;
    let mut body = skip_spaces(line, end);
    let mut number = None;
    while scan::at(line, body) == '(' {
        let close = closing(line, body)?;
        let inside = line.get(body + 1..close).unwrap_or_default();
        number = number.or_else(|| number_prefix_of(inside).map(|(n, _)| n));
        body = skip_spaces(line, close + 1);
    }
    if scan::at(line, body) == '抄' {
        body = skip_spaces(line, body + 1);
    }
    let over = body >= line.len();
    let sentence = body > end
        && !matches!(scan::at(line, body), '第' | 'の' | 'に' | 'を' | 'は')
        && line.len() > body + 5;
    (over || sentence).then_some(Head::Supplementary { number, body })
}

/// Reads 改正文（平成…）抄: words of an amending rule, no provisions of this text.
fn amendment_passage(line: &[char]) -> Option<Head> {
    starts(line, 0, "改正文").then_some(Head::Form)
}

fn table(line: &[char]) -> Option<Head> {
    let after = starts_with_any(line, 0, &["別表"])?;
    let place = skip_spaces(line, after);
    let ordinal = scan::at(line, place) == '第';
    let digits = if ordinal { skip_spaces(line, place + 1) } else { place };
    let mut name = "別表".to_owned();
    let mut end = after;
    if let Some((n, length)) = number_prefix(scan::from(line, digits)) {
        let mut numbers = vec![n];
        end = branches(line, digits + length, &mut numbers);
        if numbers.contains(&0) {
            return None;
        }
        name.push('第');
        name.push_str(&joined(&numbers));
    }
    let next = scan::at(line, end);
    let alone =
        next == '\0' || (matches!(next, '(' | '[' | '〔' | ' ' | '\t') && !is_sentence(line, end));
    alone.then_some(Head::Table { name })
}

fn is_sentence(line: &[char], at: usize) -> bool {
    let body = skip_spaces(line, at);
    matches!(scan::at(line, body), 'の' | 'に' | 'を' | 'は' | '及' | '又' | '中')
        || line.last() == Some(&'。')
}

/// Reads the title of a form or figure: 別記第1号様式, 様式第1号, 別紙, 別図.
fn form(line: &[char]) -> Option<Head> {
    const LONGEST_FORM_TITLE: usize = 60;
    if line.len() > LONGEST_FORM_TITLE || line.last() == Some(&'。') {
        return None;
    }
    let words: String = line.iter().filter(|c| !c.is_whitespace()).collect();
    let opens =
        ["別記", "別紙", "別図", "様式第", "様式(", "様式（"].iter().any(|w| words.starts_with(w))
            || words == "様式";
    let numbered = words.starts_with('第') && {
        let chars: Vec<char> = words.chars().collect();
        number_prefix(scan::from(&chars, 1))
            .is_some_and(|(_, length)| starts(&chars, 1 + length, "号様式"))
    };
    (opens || numbered).then_some(Head::Form)
}

fn contents(line: &[char]) -> Option<Head> {
    let words: String = line.iter().filter(|c| !c.is_whitespace()).collect();
    (words == "目次").then_some(Head::Contents)
}

/// Reads 第1　趣旨, the head of a part in a text without 条.
fn ordinal(line: &[char]) -> Option<Head> {
    let start = skip_spaces(line, 1);
    let (n, length) = number_prefix(scan::from(line, start))?;
    let end = start + length;
    let mut body = skip_spaces(line, end);
    if body == end && body < line.len() {
        return None;
    }
    if let Some((_, to)) = heading_at(line, body) {
        body = skip_spaces(line, to + 1);
    }
    Some(Head::Mark { marker: Marker::Ordinal(vec![n]), more: Vec::new(), body })
}

/// Reads a mark at the head of a line: (1), 1, イ, 一.
fn mark(line: &[char]) -> Option<Head> {
    if let Some((marker, end)) = marker::closed(line, 0) {
        let next = |at| match marker::closed(line, at)? {
            (Marker::Bracketed(number), after) => Some((number, after)),
            _ => None,
        };
        let signs = RangeSigns::WordsAndDashes;
        let further =
            marker.numbers().and_then(|first| further_numbers(line, end, first, signs, next));
        let deleted = further.and_then(|further| before_deleted(line, further));
        let (more, end) = deleted.unwrap_or((Vec::new(), end));
        let body = skip_spaces(line, end);
        if goes_on_with_sentence(line, body) {
            return None;
        }
        return Some(Head::Mark { marker, more, body });
    }
    let number = bare_number(line);
    if let Some((marker, end)) = &number
        && let Some(first) = marker.numbers()
    {
        let next = |at| {
            let (next, length) = bare_number(scan::from(line, at))?;
            Some((next.numbers()?.to_vec(), at + length))
        };
        let further = further_numbers(line, *end, first, RangeSigns::Words, next);
        if let Some((more, body)) = further.and_then(|further| before_deleted(line, further)) {
            return Some(Head::Mark { marker: marker.clone(), more, body });
        }
    }
    let (marker, end) = number.or_else(|| marker::open(line, 0))?;
    let separated = match scan::at(line, end) {
        ' ' | '\t' | '\0' => Some(end),
        '.' | '．' if !scan::at(line, end + 1).is_ascii_digit() => Some(end + 1),
        '、' if matches!(marker, Marker::Kanji(_)) => Some(end + 1),
        ')' if matches!(marker, Marker::Letter(_)) => Some(end + 1),
        _ => None,
    }?;
    let body = skip_spaces(line, separated);
    (!goes_on_with_sentence(line, body)).then_some(Head::Mark { marker, more: Vec::new(), body })
}

fn bare_number(line: &[char]) -> Option<(Marker, usize)> {
    let (n, length) = number_prefix(line)?;
    let mut numbers = vec![n];
    let end = branches(line, length, &mut numbers);
    let kanji = is_kanji_number(scan::at(line, 0));
    let digit = scan::at(line, 0).is_ascii_digit();
    if kanji {
        Some((Marker::Kanji(numbers), end))
    } else {
        digit.then_some((Marker::Arabic(numbers), end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_plain_have_no_head() {
        let ends =
            ["", "　1", "1条　町長", "則", "（趣旨）", "号様式", " 3/12", "2ページ", "表第1", ")"];
        let plain = |line: &String| is_plain(line);
        for line in ('一'..='鿿').flat_map(|c| ends.map(|end| format!("{c}{end}"))).filter(plain)
        {
            let chars: Vec<char> = line.chars().collect();
            assert_eq!(head(&chars), Head::Text, "{line}");
        }
        assert!(
            is_plain("市長は、別に定める。") && !is_plain("二　町長") && !is_plain("町長｜事務")
        );
    }
}
