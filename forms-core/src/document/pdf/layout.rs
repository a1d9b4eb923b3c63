//! Turns the lines of pages into the lines of a text: removes running heads and page numbers, joins lines
//! that were wrapped at the page width, and writes tables as rows.

use std::collections::HashMap;

use super::columns;
use super::content::Sheet;
use super::grid::{Row, take_rows};
use super::lines::{Line, lines, upright};
use crate::document::flow::Flow;
use crate::document::grid::Blocks;
use crate::document::{LineHeads, Opens};
use crate::text::enumeration::ends_with_conjunction;

/// A line or a row of a table, in the order of the page.
#[derive(Debug)]
enum Block {
    Line(Line),
    Row(Row),
}

impl Block {
    fn down(&self) -> f64 {
        match self {
            Self::Line(line) => line.down,
            Self::Row(row) => row.down,
        }
    }
}

#[derive(Debug)]
struct Laid {
    blocks: Vec<Block>,
    length: f64,
    height: f64,
}

/// Returns the text of all pages.
pub(super) fn text(sheets: &[Sheet], heads: &dyn LineHeads) -> Blocks {
    let mut pages: Vec<Laid> = sheets.iter().map(|sheet| laid(sheet, heads)).collect();
    drop_furniture(&mut pages);
    let edge = right_edge(&pages);
    let mut flow = Flow::new(heads);
    let mut before: Option<(Line, f64)> = None;
    let mut in_table = false;
    for page in pages {
        let left = lines_of(&page).map(|l| l.from).fold(page.length, f64::min);
        let page_edge = edge.unwrap_or(page.length - left);
        for block in page.blocks {
            match block {
                Block::Line(line) => {
                    if std::mem::take(&mut in_table) {
                        flow.close_table();
                    }
                    if let Some((last, edge)) = &before {
                        // A few short lines of equal length are no column of text.
                        let column = *edge - left > 8.0 * last.size;
                        if column && goes_on(last, *edge, &line, heads) {
                            let latin =
                                |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
                            if latin(flow.last()) && latin(line.text.chars().next()) {
                                flow.words(" ");
                            }
                        } else {
                            flow.end_line();
                        }
                    }
                    flow.words(&line.text);
                    let edge = line.edge.unwrap_or(page_edge);
                    before = Some((line, edge));
                }
                Block::Row(row) => {
                    before = None;
                    if !std::mem::replace(&mut in_table, true) {
                        flow.open_table();
                    }
                    for cell in row.cells {
                        flow.open_cell(cell.rows, cell.columns, false);
                        flow.at_column(cell.column);
                        cell_text(&cell.lines, &mut flow, heads);
                        flow.close_cell();
                    }
                    flow.close_row();
                }
            }
        }
    }
    flow.finish()
}

fn laid(sheet: &Sheet, heads: &dyn LineHeads) -> Laid {
    let mut page = upright(sheet);
    let rows = take_rows(&mut page.marks, &page.rulers);
    let mut blocks: Vec<Block> = rows.into_iter().map(Block::Row).collect();
    if blocks.is_empty() {
        blocks.extend(columns::read(page.marks, heads).into_iter().map(Block::Line));
    } else {
        blocks.extend(lines(page.marks).into_iter().map(Block::Line));
        blocks.sort_by(|a, b| a.down().total_cmp(&b.down()));
    }
    Laid { blocks, length: page.length, height: page.height }
}

fn lines_of(page: &Laid) -> impl DoubleEndedIterator<Item = &Line> {
    page.blocks.iter().filter_map(|b| match b {
        Block::Line(line) => Some(line),
        Block::Row(_) => None,
    })
}

/// Returns the lines of a cell, joined if they were wrapped at the width of the cell.
fn cell_text(cell: &[Line], flow: &mut Flow<'_>, heads: &dyn LineHeads) {
    let edge = cell.iter().map(|l| l.to).fold(0.0, f64::max);
    let mut before: Option<&Line> = None;
    for line in cell {
        if before.is_some_and(|last| !goes_on(last, edge, line, heads)) {
            flow.end_line();
        }
        flow.words(&line.text);
        before = Some(line);
    }
}

/// True if a line continues the sentence of the line before: the line before reaches the edge of the page,
/// and this one begins no provision.
fn goes_on(last: &Line, edge: f64, next: &Line, heads: &dyn LineHeads) -> bool {
    /// Marks that may not begin a line, and numbers that are not parted, leave a line shorter.
    const SHORTER: f64 = 2.6;
    /// Characters that never begin a new sentence.
    const CLOSING: &[char] =
        &['、', '。', '，', '．', ')', '）', '」', '』', 'ー', 'っ', 'ゃ', 'ゅ', 'ょ'];
    if next.text.starts_with(CLOSING) {
        return true;
    }
    let columns = last.gaps.max(next.gaps) > 1;
    let full = !columns && last.to >= edge - SHORTER * last.size;
    let same_type = (last.size - next.size).abs() < 0.2 * last.size;
    if !full || !same_type || last.text.ends_with('。') {
        return false;
    }
    let ended = last.text.ends_with([')', '）', '」', '』']);
    match heads.opens(&next.text) {
        Opens::Nothing => true,
        // The number of a paragraph only follows a complete sentence.
        Opens::Number => !ended,
        Opens::Provision => breaks_off(&last.text),
    }
}

fn breaks_off(text: &str) -> bool {
    text.ends_with(['、', '，', ',', '（', '(', '「', '・']) || ends_with_conjunction(text)
}

/// Returns the end of full lines in points: the furthest one that more than one line reaches.
fn right_edge(pages: &[Laid]) -> Option<f64> {
    let mut ends: Vec<(f64, f64)> = pages
        .iter()
        .flat_map(lines_of)
        .filter(|l| l.edge.is_none())
        .map(|l| (l.to, l.size))
        .collect();
    ends.sort_by(|a, b| b.0.total_cmp(&a.0));
    let ((furthest, size), (next, _)) = (*ends.first()?, *ends.get(1)?);
    (furthest - next <= size * 1.2).then_some(furthest)
}

/// Removes page numbers and the lines that repeat at the same place of every page.
fn drop_furniture(pages: &mut [Laid]) {
    const OUTERMOST: usize = 2;
    let outer = |page: &Laid| -> Vec<(bool, Line)> {
        let count = page.blocks.len();
        let mut blocks: Vec<&Block> = page.blocks.iter().collect();
        blocks.sort_by(|a, b| a.down().total_cmp(&b.down()));
        blocks
            .into_iter()
            .enumerate()
            .filter_map(|(i, block)| match block {
                Block::Line(line) if i < OUTERMOST => Some((true, line.clone())),
                Block::Line(line) if i + OUTERMOST >= count => Some((false, line.clone())),
                _ => None,
            })
            .collect()
    };
    let mut repeated: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages.iter() {
        for (_, line) in outer(page) {
            *repeated.entry(key(&line)).or_default() += 1;
        }
    }
    let enough = (pages.len() * 3 / 5).max(2);
    for page in pages.iter_mut() {
        let height = page.height;
        let outer = outer(page);
        let dropped: Vec<Line> = outer
            .into_iter()
            .filter(|(top, line)| {
                let margin =
                    if *top { line.down < height * 0.12 } else { line.down > height * 0.88 };
                let often = repeated.get(&key(line)).is_some_and(|n| *n >= enough);
                margin && is_page_number(&line.text)
                    || often && (margin || !is_page_number(&line.text))
            })
            .map(|(_, line)| line)
            .collect();
        page.blocks.retain(|b| !matches!(b, Block::Line(line) if dropped.contains(line)));
    }
}

/// Returns a line without its numbers, and its place.
fn key(line: &Line) -> (String, i64) {
    const NEAR: f64 = 4.0;
    let words = line.text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect();
    (words, (line.down / NEAR).round() as i64)
}

/// True for a page number: 3, - 3 -, 3/12, 3ページ, 第3頁.
fn is_page_number(text: &str) -> bool {
    let words: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = ["ページ", "頁", "第", "Page", "page", "P.", "p.", "P", "p"]
        .iter()
        .fold(words, |words, w| words.replace(w, ""));
    let sign = |c: char| {
        matches!(
            c,
            '-' | '－'
                | '―'
                | '‐'
                | '–'
                | '—'
                | '−'
                | 'ー'
                | '─'
                | '/'
                | '／'
                | '・'
                | '('
                | ')'
                | '（'
                | '）'
                | '~'
                | '～'
        )
    };
    let number = |c: char| c.is_numeric() && c != '〇';
    (1..=9).contains(&bare.chars().count())
        && bare.chars().any(number)
        && bare.chars().all(|c| number(c) || sign(c))
}
