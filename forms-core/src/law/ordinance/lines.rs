//! Splits a text into lines, recognises their heads, and marks those inside a quotation or bracket that an
//! earlier line opened.

use super::head::{Head, head, is_plain};
use super::{amending, around};

/// One line of a text.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Its text without surrounding spaces.
    pub(super) words: &'a str,
    pub(super) head: Head,
    /// True if it begins inside 「…」 or (…), so that it is never structure.
    pub(super) inside: bool,
    /// True if it belongs to an instrument that this one amends.
    pub(super) quoted: bool,
    /// Number of tabs before its text: empty cells, in a row of a table.
    pub(super) tabs: usize,
}

impl Line<'_> {
    /// True if it can be structure of this text.
    pub(super) fn is_own(&self) -> bool {
        !self.inside && !self.quoted
    }

    /// Returns the text after the first `at` characters.
    pub(super) fn from(&self, at: usize) -> &str {
        after(self.words, at)
    }

    /// Returns the text between two indexes, in characters.
    pub(super) fn between(&self, from: usize, to: usize) -> String {
        self.words.chars().skip(from).take(to.saturating_sub(from)).collect()
    }
}

/// Returns words after their first `at` characters, without surrounding spaces.
pub(super) fn after(words: &str, at: usize) -> &str {
    words.char_indices().nth(at).and_then(|(byte, _)| words.get(byte..)).unwrap_or_default().trim()
}

/// Longest quotation, in lines; an opening quotation mark without a partner within reach is a slip.
const LONGEST_QUOTATION: usize = 120;
/// Longest words in round brackets, in lines.
const LONGEST_BRACKET: usize = 8;

/// Splits a text into lines, without what surrounds the rule.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let raw = text
        .split(['\n', '\r', '\u{c}', '\u{2028}'])
        .map(|line| line.trim_end_matches(blank))
        .filter(|line| !line.is_empty());
    let mut buffer = Vec::new();
    let mut lines: Vec<Line<'_>> = raw
        .map(|raw| {
            let words = raw.trim_start_matches(blank);
            let head = if is_plain(words) {
                Head::Text
            } else {
                buffer.clear();
                buffer.extend(words.chars());
                head(&buffer)
            };
            // A tab before other cells is an empty first cell of a row.
            let row = head == Head::Text && raw.starts_with('\t') && words.contains('\t');
            let tabs = raw.chars().take_while(|c| *c == '\t').count();
            let words = if row { raw } else { words };
            Line { words, head, inside: false, quoted: false, tabs }
        })
        .collect();
    mark_inside(&mut lines);
    if around::remove(&mut lines) {
        mark_inside(&mut lines);
    }
    amending::mark(&mut lines);
    lines
}

/// Marks the lines inside a quotation or bracket.
fn mark_inside(lines: &mut [Line<'_>]) {
    let inside = quotations(lines);
    for (line, inside) in lines.iter_mut().zip(inside) {
        line.inside = inside;
    }
}

/// Returns for each line true if it begins inside a quotation or bracket that closes within reach.
fn quotations(lines: &[Line<'_>]) -> Vec<bool> {
    let mut marks = vec![0i32; lines.len() + 1];
    let mut quotes: Vec<usize> = Vec::new();
    let mut brackets: Vec<usize> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        for c in line.words.chars() {
            let (stack, reach) = match c {
                '「' | '『' | '」' | '』' => (&mut quotes, LONGEST_QUOTATION),
                '(' | '（' | ')' | '）' => (&mut brackets, LONGEST_BRACKET),
                _ => continue,
            };
            if matches!(c, '「' | '『' | '(' | '（') {
                stack.push(number);
            } else if let Some(open) = stack.pop()
                && open < number
                && number - open <= reach
            {
                // The lines after the opening one, up to the closing one, are inside.
                for (place, step) in [(open + 1, 1), (number + 1, -1)] {
                    if let Some(mark) = marks.get_mut(place) {
                        *mark += step;
                    }
                }
            }
        }
    }
    let mut depth = 0;
    marks
        .into_iter()
        .take(lines.len())
        .map(|step| {
            depth += step;
            depth > 0
        })
        .collect()
}
