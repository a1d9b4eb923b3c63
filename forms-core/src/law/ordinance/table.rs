//! Rows of a 別表 and of a table inside an article.

pub(in crate::law) mod plan;
pub(super) mod text;

use super::head::deleted::{RangeSigns, further_numbers};
use super::head::{BARS, Head};
use super::lines::Line;
use crate::law::marker::Marker;
use crate::text::numeral::number_prefix;
use crate::text::scan::{self, skip_spaces};
use crate::text::{fold_ascii, squeezed};

/// Splits a line into cells at bars, tabs or wide gaps; `None` if it has only one.
pub(super) fn cells(words: &str) -> Option<Vec<String>> {
    let split: Vec<&str> = if words.contains(BARS) {
        // One bar on either side frames the row; a second one holds an empty cell.
        let framed = words.strip_prefix(BARS).unwrap_or(words);
        let inner = framed.strip_suffix(BARS).unwrap_or(framed);
        if inner.contains(BARS) { inner } else { framed }.split(BARS).collect()
    } else if words.contains('\t') {
        words.split('\t').collect()
    } else {
        wide_gaps(words)
    };
    (split.len() > 1).then(|| split.into_iter().map(|c| c.trim().to_owned()).collect())
}

/// Splits at a full-width space or at two and more spaces.
fn wide_gaps(words: &str) -> Vec<&str> {
    words
        .split('\u{3000}')
        .flat_map(|part| part.split("  "))
        .filter(|cell| !cell.trim().is_empty())
        .collect()
}

/// True for a ruler of a table in plain text: |---|---|, ├──┼──┤.
pub(super) fn is_ruler(words: &str) -> bool {
    words.chars().all(|c| matches!(c, '|' | '-' | ':' | '+' | '=' | ' ' | '\u{2500}'..='\u{257f}'))
}

/// Reads the number of a row from its cell: 1, １の２, 六の項.
pub(super) fn row_number(cell: &str) -> Option<String> {
    let chars: Vec<char> = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let (numbers, end) = row_number_prefix(&chars)?;
    let rest: String = scan::from(&chars, end).iter().collect();
    matches!(fold_ascii(&rest).as_str(), "" | "." | "の項" | "項" | "番").then_some(numbers)
}

/// Returns the numbers of the rows that one line deletes: 3から5まで, 3及び4; `None` if it deletes at most one. `first` is
/// the cell of the numbers, `rest` those behind it.
pub(super) fn deleted_rows<'c>(
    first: &str,
    mut rest: impl Iterator<Item = &'c str>,
) -> Option<Vec<String>> {
    const MOST_ROWS: usize = 200;
    if !rest.any(|c| c.trim() == "削除") {
        return None;
    }
    let chars: Vec<char> = squeezed(first).chars().collect();
    let number_at = |at| {
        let (n, length) = number_prefix(scan::from(&chars, at))?;
        Some((vec![n], at + length))
    };
    let (from, end) = number_at(0)?;
    let (more, end) = further_numbers(&chars, end, &from, RangeSigns::Words, number_at)?;
    let rest: String = scan::from(&chars, end).iter().collect();
    let fits = matches!(rest.as_str(), "" | "の項" | "の項まで");
    let rows: Vec<u32> = from.into_iter().chain(more.into_iter().flatten()).collect();
    (fits && rows.is_sorted_by(|a, b| a < b) && rows.len() <= MOST_ROWS)
        .then(|| rows.iter().map(u32::to_string).collect())
}

/// Reads a number with its branches at the start of `chars`, and how many characters it takes.
fn row_number_prefix(chars: &[char]) -> Option<(String, usize)> {
    // Nothing counts from 0: 01 is 1, but 0 is no number of a row.
    let number = |at| number_prefix(scan::from(chars, at)).filter(|(n, _)| *n > 0);
    let (first, length) = number(0)?;
    let mut out = first.to_string();
    let mut end = length;
    while matches!(scan::at(chars, end), 'の' | 'ノ')
        && let Some((n, length)) = number(end + 1)
    {
        out.push('の');
        out.push_str(&n.to_string());
        end += 1 + length;
    }
    Some((out, end))
}

/// Splits a first cell with both the number of its row and words: 1 町長.
pub(super) fn numbered_cell(cell: &str) -> Option<(String, String)> {
    spaced_row(cell.trim())
}

/// True if a cell begins with a number and has words after it.
pub(super) fn is_numbered_cell(cell: &[char]) -> bool {
    row_number_prefix(cell).is_some_and(|(_, end)| {
        let words = skip_spaces(cell, end);
        scan::at(cell, 0).is_ascii_digit() && words > end && words < cell.len()
    })
}

/// Splits a row whose cells are separated by single spaces (1 町長 …) into its number and the rest.
pub(super) fn spaced_row(words: &str) -> Option<(String, String)> {
    let chars: Vec<char> = words.chars().collect();
    let (number, end) = row_number_prefix(&chars)?;
    let rest = skip_spaces(&chars, end);
    (rest > end && rest < chars.len()).then(|| (number, scan::from(&chars, rest).iter().collect()))
}

/// The content of the first column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstColumn {
    /// Numbers of rows.
    Numbers,
    /// Words that head the rows.
    Words,
}

/// Determines the first column of the table whose rows begin at `lines`.
pub(super) fn first_column(lines: &[Line<'_>]) -> FirstColumn {
    if has_counted_lists(lines) {
        return FirstColumn::Words;
    }
    let rows = lines.iter().take_while(|l| !ends_table(&l.head));
    let numbered = rows
        .filter_map(|l| cells(l.words))
        .any(|cells| cells.first().is_some_and(|c| row_number(c).is_some()));
    // 1 町長 | 2 教育委員会: number and words share a cell.
    let together = lines
        .iter()
        .take_while(|l| !ends_table(&l.head))
        .filter_map(|l| numbered_cell(cells(l.words)?.first()?))
        .take(2)
        .map(|(number, _)| number);
    let numbered = numbered || together.eq(["1", "2"]);
    if numbered { FirstColumn::Numbers } else { FirstColumn::Words }
}

/// True if the affairs of a table are numbered 1, 2 … under the name of their office:
/// 福祉事務所長, then 1 生活保護法に関すること.
pub(super) fn has_counted_lists(lines: &[Line<'_>]) -> bool {
    const OFFICES: &[char] = &['長', '会', '員', '者', '所', '課'];
    let mut firsts =
        lines.iter().zip(lines.iter().skip(1)).take_while(|(_, l)| !ends_table(&l.head)).filter(
            |(before, l)| {
                let first =
                    matches!(&l.head, Head::Mark { marker: Marker::Arabic(n), .. } if n[..] == [1]);
                let words = before.head == Head::Text && cells(before.words).is_none();
                first && words && !names_the_relation(before.words)
            },
        );
    let Some((before, _)) = firsts.next() else { return false };
    before.words.ends_with(OFFICES) || firsts.next().is_some()
}

/// True for words that name a column by what is done with an affair: 委任事務, 委任を受ける者.
fn names_the_relation(words: &str) -> bool {
    ["委任", "受任", "補助執行", "専決"].iter().any(|w| words.contains(w))
}

/// True for the head of a line that ends a table.
pub(super) fn ends_table(head: &Head) -> bool {
    matches!(head, Head::Article(_) | Head::Supplementary { .. } | Head::Table { .. } | Head::Form)
}
