//! What a line of an ordinance begins with: 第3条, 2, (1), イ, 附則, 別表, or only words.

use crate::law::instrument::{InstrumentNumber, number_prefix_of};
use crate::law::marker::{self, Marker, branches};
use crate::text::numeral::{is_kanji_number, number_prefix};
use crate::text::scan::{self, skip_spaces, starts, starts_with_any};

/// The head of one line. `body` is the place in the line, in characters, behind the head.
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
    /// The whole line stands in brackets: a heading or a note on an amendment.
    Bracketed,
    /// A row with cells.
    Cells,
}

/// 第3条の2 with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::law) struct ArticleHead {
    pub(in crate::law) number: Vec<u32>,
    /// 第5条から第8条まで 削除 and 第5条及び第6条 削除 stand for these as well.
    pub(in crate::law) more: Vec<Vec<u32>>,
    /// A heading on the same line, in characters.
    pub(in crate::law) heading: Option<(usize, usize)>,
    pub(in crate::law) body: usize,
    /// Nothing sets the number off from the words behind it, so they may be a quotation.
    pub(in crate::law) weak: bool,
}

/// Particles that show that a number at the head of a line belongs to a sentence.
const SENTENCE: &[&str] = &[
    "の規定",
    "に規定",
    "に掲げ",
    "に定め",
    "及び",
    "又は",
    "並びに",
    "若しくは",
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

/// Reads the head of a line whose outer spaces are gone.
pub(in crate::law) fn head(line: &[char]) -> Head {
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
    found.or_else(|| mark(line)).unwrap_or(Head::Text)
}

/// - 3 -, ― ３ ―, 3/12.
fn is_page_number(line: &[char]) -> bool {
    const LONGEST: usize = 12;
    let dash = |c: char| matches!(c, '-' | '－' | '―' | '‐' | '–' | '—' | '−' | '/' | '／');
    line.len() <= LONGEST
        && line.iter().any(|c| dash(*c))
        && line.iter().any(|c| c.is_numeric())
        && line.iter().all(|c| dash(*c) || c.is_whitespace() || scan::fold(*c).is_ascii_digit())
}

fn is_row(line: &[char]) -> bool {
    if line.iter().any(|c| matches!(c, '|' | '｜' | '│' | '┃')) {
        return true;
    }
    let mut cells = line.split(|c| *c == '\t').filter(|cell| !cell.is_empty());
    let Some(first) = cells.next() else { return false };
    // 1 住民票の交付 ⇥ 支所長: behind the number of a paragraph no tab parts its words.
    cells.next().is_some() && (cells.next().is_some() || super::table::is_numbered_cell(first))
}

/// 第3条 at a place of the line.
fn article(line: &[char], at: usize, heading: Option<(usize, usize)>) -> Option<Head> {
    let (number, mut end) = article_number(line, at)?;
    let (more, deleted_end) = further_articles(line, end, &number);
    if !more.is_empty() {
        return Some(Head::Article(ArticleHead {
            number,
            more,
            heading,
            body: deleted_end,
            weak: false,
        }));
    }
    let mut heading = heading;
    if scan::at(line, end) == '(' {
        let close = closing(line, end)?;
        heading = heading.or(Some((end + 1, close)));
        end = close + 1;
    }
    let mut body = skip_spaces(line, end);
    let spaced = body > end || body >= line.len();
    if heading.is_none()
        && spaced
        && let Some((from, to)) = heading_at(line, body)
    {
        heading = Some((from, to));
        body = skip_spaces(line, to + 1);
    }
    if starts_with_any(line, body, SENTENCE).is_some() {
        return None;
    }
    let next = scan::at(line, body);
    let runs_on = matches!(
        next,
        'の' | 'に'
            | 'を'
            | 'は'
            | 'が'
            | 'で'
            | 'と'
            | 'へ'
            | 'も'
            | 'か'
            | 'ま'
            | '第'
            | '、'
            | '。'
            | ','
            | '・'
            | '等'
            | '中'
            | '各'
            | ')'
            | '」'
            | '～'
            | '~'
            | '―'
            | '-'
    );
    if !spaced && runs_on || spaced && matches!(next, 'の' | 'を' | '、' | '。' | ')' | '」') {
        return None;
    }
    let separated = starts_with_any(line, end, &[":", ".", "削除"]).is_some();
    Some(Head::Article(ArticleHead {
        number,
        more: Vec::new(),
        heading,
        body: if scan::at(line, body) == ':' { body + 1 } else { body },
        weak: !spaced && !separated && heading.is_none(),
    }))
}

/// 第6条　（会計管理者への委任）　市長は、…: a heading behind the number.
fn heading_at(line: &[char], at: usize) -> Option<(usize, usize)> {
    const LONGEST_HEADING: usize = 40;
    if scan::at(line, at) != '(' {
        return None;
    }
    let close = closing(line, at)?;
    let behind = scan::at(line, close + 1);
    let set_off = matches!(behind, ' ' | '\t' | '\0');
    let plain = !line.get(at..close)?.iter().any(|c| matches!(c, '。' | '「'));
    (set_off && plain && close - at < LONGEST_HEADING).then_some((at + 1, close))
}

fn article_number(line: &[char], at: usize) -> Option<(Vec<u32>, usize)> {
    if scan::at(line, at) != '第' {
        return None;
    }
    let start = skip_spaces(line, at + 1);
    let (n, length) = number_prefix(scan::from(line, start))?;
    let unit = skip_spaces(line, start + length);
    if scan::at(line, unit) != '条' || matches!(scan::at(line, unit + 1), '例' | '約') {
        return None;
    }
    let mut number = vec![n];
    let end = branches(line, unit + 1, &mut number);
    Some((number, end))
}

/// 第5条から第8条まで 削除: the articles behind the first one, and the place of 削除.
fn further_articles(line: &[char], end: usize, first: &[u32]) -> (Vec<Vec<u32>>, usize) {
    let mut more = Vec::new();
    let mut place = end;
    loop {
        let range = starts_with_any(line, place, &["から", "~", "～", "〜", "―", "－", "-", "—"]);
        let list = starts_with_any(line, place, &["及び", "、", "・", "並びに"]);
        let Some(join) = range.or(list) else { break };
        let Some((number, after)) = article_number(line, join) else { break };
        if range.is_some() {
            fill_range(more.last().map_or(first, Vec::as_slice).to_vec(), &number, &mut more);
        }
        more.push(number);
        if more.len() > LONGEST_LIST {
            return (Vec::new(), end);
        }
        place = starts_with_any(line, after, &["まで"]).unwrap_or(after);
    }
    let body = skip_spaces(line, place);
    if is_deleted(line, body) { (more, body) } else { (Vec::new(), end) }
}

/// No line deletes more provisions.
const LONGEST_LIST: usize = 1000;

/// The whole numbers between two ends; branches in between cannot be known.
fn fill_range(from: Vec<u32>, to: &[u32], out: &mut Vec<Vec<u32>>) {
    const LONGEST_RANGE: u32 = 500;
    let (Some(a), Some(b)) = (from.first(), to.first()) else { return };
    if let ([.., last], [.., end]) = (&from[..], to)
        && from.len() > 1
        && to.len() == from.len()
        && a == b
    {
        for n in last + 1..(*end).min(last + LONGEST_RANGE) {
            let mut number = from.clone();
            number.pop();
            number.push(n);
            out.push(number);
        }
        return;
    }
    out.extend((a + 1..(*b).min(a + LONGEST_RANGE)).map(|n| vec![n]));
}

/// Whether nothing but 削除 stands from a place on.
pub(super) fn is_deleted(line: &[char], at: usize) -> bool {
    let words: String = scan::from(line, at).iter().filter(|c| !c.is_whitespace()).collect();
    matches!(words.trim_end_matches('。'), "削除" | "(削除)" | "（削除）")
}

/// The place of the bracket that closes the one at a place.
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

/// （趣旨）, （令元規則8・全改）, and a heading that stands on the line of its article.
fn bracketed(line: &[char]) -> Option<Head> {
    let close = closing(line, 0)?;
    let behind = skip_spaces(line, close + 1);
    if behind >= line.len() {
        let only_mark = marker::closed(line, 0).is_some_and(|(_, end)| end >= line.len());
        return (!only_mark).then_some(Head::Bracketed);
    }
    article(line, behind, Some((1, close)))
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

/// 改正文（平成…）抄: words of an amending rule that are no provisions of this one.
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
        name.push('第');
        name.push_str(&numbers.iter().map(u32::to_string).collect::<Vec<_>>().join("の"));
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

/// 別記第1号様式, 様式第1号, 別紙, 別図.
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

/// 第1　趣旨: how texts without 条 count their parts.
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

/// A mark at the head of the line.
fn mark(line: &[char]) -> Option<Head> {
    if let Some((marker, end)) = marker::closed(line, 0) {
        let (more, end) = further_marks(line, end, &marker);
        let body = skip_spaces(line, end);
        if starts_with_any(line, body, SENTENCE).is_some() {
            return None;
        }
        return Some(Head::Mark { marker, more, body });
    }
    if let Some(deleted) = deleted_numbers(line) {
        return Some(deleted);
    }
    let (marker, end) = bare_number(line).or_else(|| marker::open(line, 0))?;
    let separated = match scan::at(line, end) {
        ' ' | '\t' | '\0' => Some(end),
        '.' | '．' if !scan::at(line, end + 1).is_ascii_digit() => Some(end + 1),
        '、' if matches!(marker, Marker::Kanji(_)) => Some(end + 1),
        ')' if matches!(marker, Marker::Letter(_)) => Some(end + 1),
        _ => None,
    }?;
    let body = skip_spaces(line, separated);
    (starts_with_any(line, body, SENTENCE).is_none()).then_some(Head::Mark {
        marker,
        more: Vec::new(),
        body,
    })
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

/// 三及び四　削除, 五から七まで　削除.
fn deleted_numbers(line: &[char]) -> Option<Head> {
    let (marker, mut end) = bare_number(line)?;
    let first = marker.numbers()?.to_vec();
    let mut more: Vec<Vec<u32>> = Vec::new();
    loop {
        let range = starts_with_any(line, end, &["から", "~", "～", "〜"]);
        let list = starts_with_any(line, end, &["及び", "、", "・"]);
        let Some(join) = range.or(list) else { break };
        let (next, after) = bare_number(scan::from(line, join))?;
        let number = next.numbers()?.to_vec();
        if range.is_some() {
            fill_range(more.last().unwrap_or(&first).clone(), &number, &mut more);
        }
        more.push(number);
        if more.len() > LONGEST_LIST {
            return None;
        }
        end = starts_with_any(line, join + after, &["まで"]).unwrap_or(join + after);
    }
    let body = skip_spaces(line, end);
    (!more.is_empty() && is_deleted(line, body)).then_some(Head::Mark { marker, more, body })
}

/// (4)から(6)まで 削除, (4)及び(5) 削除.
fn further_marks(line: &[char], end: usize, first: &Marker) -> (Vec<Vec<u32>>, usize) {
    let mut more = Vec::new();
    let mut place = end;
    let Some(first) = first.numbers() else { return (more, end) };
    loop {
        let range = starts_with_any(line, place, &["から", "~", "～", "〜", "―", "－", "-", "—"]);
        let list = starts_with_any(line, place, &["及び", "、", "・"]);
        let Some(join) = range.or(list) else { break };
        let Some((Marker::Bracketed(number), after)) = marker::closed(line, join) else { break };
        if range.is_some() {
            fill_range(more.last().map_or(first, Vec::as_slice).to_vec(), &number, &mut more);
        }
        more.push(number);
        if more.len() > LONGEST_LIST {
            return (Vec::new(), end);
        }
        place = starts_with_any(line, after, &["まで"]).unwrap_or(after);
    }
    let body = skip_spaces(line, place);
    if !more.is_empty() && is_deleted(line, body) { (more, body) } else { (Vec::new(), end) }
}
