//! Puts tables of plain text back into grids: cells between bars, tabs or wide gaps, or one cell on each line.

use std::rc::Rc;

use super::plan::{begins_list, mark_of, names_an_office};
use super::{cells, ends_table, is_numbered_cell, is_ruler, numbered_cell, row_number};
use crate::document::{Grid, GridCell, GridRow};
use crate::law::marker::Marker;
use crate::law::ordinance::head::{BARS, Head};
use crate::law::ordinance::lines::Line;

/// Returns the cells of a line that bars or tabs part; `None` if it is no row.
fn row_cells(line: &Line<'_>) -> Option<Vec<String>> {
    if line.words.contains(BARS) {
        return cells(line.words);
    }
    let own = !line.words.starts_with('\t');
    let indent = if own { line.tabs } else { 0 };
    if !line.words.contains('\t') && indent == 0 {
        return None;
    }
    // A tab also parts a mark from its words.
    if indent == 0 && matches!(&line.head, Head::Mark { marker, .. } if !is_arabic(marker)) {
        return None;
    }
    let split = match line.words.contains('\t') {
        true => cells(line.words)?,
        false => vec![line.words.to_owned()],
    };
    let empty = std::iter::repeat_n(String::new(), indent);
    Some(empty.chain(split).collect())
}

fn is_arabic(marker: &Marker) -> bool {
    matches!(marker, Marker::Arabic(_))
}

/// Returns the cells of a line; `None` if it is no row.
type Cells = fn(&Line<'_>) -> Option<Vec<String>>;

/// The place of a table of plain text: a 別表, or an article with rows inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::law::ordinance) enum Within {
    Annex,
    Article,
}

/// Returns the grid whose rows begin on the first of `lines`, and the number of its lines. A line without cells
/// belongs to the last cell of the row above it, or heads the rows below it.
pub(in crate::law::ordinance) fn grid(lines: &[Line<'_>], within: Within) -> Option<(Grid, usize)> {
    let first = lines.first().filter(|l| l.is_own())?;
    let gaps = within == Within::Annex && begins_gaps(lines);
    let row_cells: Cells = if gaps { gap_cells } else { row_cells };
    let split = row_cells(first)?;
    if within == Within::Article && first.head != Head::Cells {
        let next = lines.get(1).filter(|l| l.is_own()).and_then(row_cells);
        if next.is_none_or(|n| n.len() != split.len()) {
            return None;
        }
    }
    let mut grid = Grid::default();
    let mut end = 0;
    for (at, line) in lines.iter().enumerate() {
        if ends(line) {
            break;
        }
        if line.head == Head::Blank || is_ruler(line.words) {
            continue;
        }
        // 2 ⇥ 前項の者は、…: after the number of a paragraph a tab parts no cells.
        let paragraph = within == Within::Article && matches!(line.head, Head::Mark { .. });
        match row_cells(line).filter(|_| !paragraph) {
            Some(split) => grid.rows.push(row(split)),
            None => match belongs(lines, at, &grid, within, row_cells) {
                Some(Belongs::Cell) => add_to_last(&mut grid, line.words),
                Some(Belongs::Heading) => grid.rows.push(headed(line.words)),
                None => break,
            },
        }
        end = at + 1;
    }
    let width = grid.rows.iter().flat_map(|r| &r.cells).map(|c| c.column + 1).max()?;
    for cell in grid.rows.iter_mut().flat_map(|r| &mut r.cells).filter(|c| c.columns == 0) {
        cell.columns = width;
    }
    Some((grid, end))
}

fn ends(line: &Line<'_>) -> bool {
    ends_table(&line.head)
        || matches!(line.head, Head::Grid(_))
        || !line.is_own() && line.head != Head::Cells
        || is_remark(line.words)
}

/// True for the words with which the remarks below a table begin.
pub(in crate::law::ordinance) fn is_remark(words: &str) -> bool {
    ["備考", "（備考）", "(備考)", "注 ", "注　"].iter().any(|w| words.starts_with(w))
}

enum Belongs {
    /// To the last cell of the row above.
    Cell,
    /// It stands above rows of its own.
    Heading,
}

/// Returns what a line without cells is among rows with cells; `None` if the table ends before it.
fn belongs(
    lines: &[Line<'_>],
    at: usize,
    grid: &Grid,
    within: Within,
    row_cells: Cells,
) -> Option<Belongs> {
    const REACH: usize = 60;
    let line = lines.get(at)?;
    let after = lines.get(at + 1..).unwrap_or_default();
    let next_row = || after.iter().take(REACH).take_while(|l| !ends(l)).find_map(|l| row_cells(l));
    let marked = mark_of(line.words);
    if let Some((marker, _)) = &marked
        && continues_list(grid, marker, line.words, within, next_row().is_some())
    {
        return Some(Belongs::Cell);
    }
    let number = |cells: &[String]| cells.first().and_then(|c| row_number(c));
    let directly = after.first().and_then(row_cells);
    if matches!(line.head, Head::Text | Head::Mark { .. } | Head::Chapter)
        && let Some(next) = directly.as_deref().and_then(number)
        && next == "1"
    {
        return Some(Belongs::Heading);
    }
    // Below the name of an office only another one goes on with the cell.
    if within == Within::Annex
        && line.head == Head::Text
        && directly.is_some()
        && ends_with_office(grid)
        && !names_an_office(line.words)
    {
        return Some(Belongs::Heading);
    }
    match within {
        Within::Annex if matches!(line.head, Head::Bracketed | Head::Chapter) => None,
        Within::Annex => Some(Belongs::Cell),
        // Inside an article only what stands between two rows is surely part of one.
        Within::Article => {
            (line.head == Head::Text && next_row().is_some() && !line.words.ends_with('。'))
                .then_some(Belongs::Cell)
        }
    }
}

fn ends_with_office(grid: &Grid) -> bool {
    let cell = grid.rows.last().and_then(|row| row.cells.last());
    cell.and_then(|c| c.lines.last()).is_some_and(|l| names_an_office(l))
}

/// True if wide gaps part the words of a line and of the next one into as many cells.
fn begins_gaps(lines: &[Line<'_>]) -> bool {
    let mut rows = lines.iter().filter(|l| l.head != Head::Blank).map_while(gap_cells);
    let (Some(first), Some(second)) = (rows.next(), rows.next()) else { return false };
    let wide = |l: &Line<'_>| l.words.contains("\u{3000}\u{3000}") || l.words.contains("  ");
    first.len() == second.len() && lines.iter().take(2).any(wide)
}

/// Returns the cells of a line that only spaces part. A line that begins with a mark or number is none: the space
/// after it parts no cells.
fn gap_cells(line: &Line<'_>) -> Option<Vec<String>> {
    let words = line.words;
    let plain = line.head == Head::Text && !words.contains(BARS) && !words.contains('\t');
    cells(words).filter(|_| plain && (!words.ends_with('。') || words.contains("\u{3000}\u{3000}")))
}

/// True if a mark goes on with the list in the last cell of a grid.
fn continues_list(
    grid: &Grid,
    marker: &Marker,
    words: &str,
    within: Within,
    row_follows: bool,
) -> bool {
    let Some(cell) = grid.rows.last().and_then(|row| row.cells.last()) else { return false };
    let Some((last, line)) = cell.lines.iter().rev().find_map(|l| Some((mark_of(l)?.0, l))) else {
        // (1) below words in the cell begins its list.
        return !is_arabic(marker) && within == Within::Annex;
    };
    if !is_arabic(marker) {
        return true;
    }
    let (Some([before]), Some([n])) = (last.numbers(), marker.numbers()) else { return false };
    let follows = *n == before + 1 && is_arabic(&last);
    // 2 below the last row of a table may be the next paragraph of the article.
    let sure = row_follows || within == Within::Annex || ending(line) == ending(words);
    follows && sure
}

/// Returns the last two characters before the full stop: those of a sentence differ from those of an affair.
fn ending(words: &str) -> (Option<char>, Option<char>) {
    let mut chars = words.trim_end_matches('。').chars();
    let last = chars.next_back();
    (chars.next_back(), last)
}

fn cell(column: usize, columns: usize, line: String) -> GridCell {
    GridCell { column, columns, rows: 1, lines: vec![line.into()] }
}

fn row(split: Vec<String>) -> GridRow {
    let cells = split.into_iter().enumerate().filter(|(_, c)| !c.is_empty());
    GridRow { header: false, cells: cells.map(|(c, words)| cell(c, 1, words)).collect() }
}

/// Returns a grid of one row with these cells.
pub(in crate::law::ordinance) fn of_cells(split: Vec<String>) -> Grid {
    Grid { rows: vec![row(split)] }
}

/// Returns a row with one cell over all columns; their number is filled in later.
fn headed(words: &str) -> GridRow {
    GridRow { header: false, cells: vec![cell(0, 0, words.to_owned())] }
}

fn add_to_last(grid: &mut Grid, words: &str) {
    if let Some(cell) = grid.rows.last_mut().and_then(|row| row.cells.last_mut()) {
        cell.lines.push(words.into());
    }
}

/// Largest number of columns and of lines of a table that was written with one cell on each line.
const MOST_COLUMNS: usize = 6;
const MOST_LINES: usize = 4_000;

/// Puts a table with one cell on each line back into a grid; `None` if its lines do not tell where rows begin.
/// Returns the number of its lines as well.
pub(in crate::law::ordinance) fn flattened(
    lines: &[Line<'_>],
    within: Within,
) -> Option<(Grid, usize)> {
    // Inside an article a line in brackets is the heading of the next one.
    let ends = |l: &Line<'_>| {
        ends(l) || within == Within::Article && matches!(l.head, Head::Bracketed | Head::Chapter)
    };
    let end = lines.iter().take(MOST_LINES + 1).position(ends).unwrap_or(lines.len());
    if end > MOST_LINES {
        return None;
    }
    let region = lines.get(..end)?;
    let plain = |l: &&Line<'_>| !matches!(l.head, Head::Blank | Head::Bracketed);
    let words: Vec<&str> = region.iter().filter(plain).map(|l| l.words).collect();
    let is_plain = |l: &Line<'_>| {
        matches!(l.head, Head::Text | Head::Mark { .. } | Head::Blank | Head::Bracketed)
            && row_cells(l).is_none()
            && !has_gaps(l.words)
    };
    if words.len() < 4 || !region.iter().all(is_plain) {
        return None;
    }
    let grid = by_numbers(&words).or_else(|| by_period(&words))?;
    Some((grid, end))
}

fn has_gaps(words: &str) -> bool {
    cells(words).is_some() && !begins_list(words)
}

/// Splits at the numbers of rows that follow one another, alone on their line or before words.
fn by_numbers(lines: &[&str]) -> Option<Grid> {
    let number = |line: &str| -> Option<(u32, bool)> {
        if let Some(n) = row_number(line) {
            return Some((n.parse().ok()?, true));
        }
        let (Marker::Arabic(n), _) = mark_of(line)? else { return None };
        let [n] = n[..] else { return None };
        let chars: Vec<char> = line.chars().collect();
        is_numbered_cell(&chars).then_some((n, false))
    };
    let starts: Vec<(usize, u32, bool)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| number(line).map(|(n, alone)| (at, n, alone)))
        .collect();
    let alone = starts.first()?.2;
    let counts = starts.iter().zip(1u32..).all(|((_, n, a), wanted)| *n == wanted && *a == alone);
    let head = starts.first()?.0;
    if !counts || starts.len() < 2 || !(2..=MOST_COLUMNS).contains(&head) {
        return None;
    }
    let ends = starts.iter().skip(1).map(|s| s.0).chain([lines.len()]);
    let rows: Vec<Vec<Vec<String>>> = starts
        .iter()
        .zip(ends)
        .map(|((start, ..), end)| columns(lines.get(*start..end)?))
        .collect::<Option<_>>()?;
    let have = |count: usize| rows.iter().all(|row| row.len() == count);
    // The number may have a header of its own and yet share the line of the first words.
    let parted = !alone && head > 2 && have(head - 1);
    if !have(head) && !parted {
        return None;
    }
    let titles = lines.get(..head)?.iter().map(|l| vec![(*l).to_owned()]).collect();
    let mut grid = Grid { rows: vec![one_by_one(titles)] };
    for mut row in rows {
        if parted {
            let (number, words) = numbered_cell(row.first()?.first()?)?;
            *row.first_mut()?.first_mut()? = words;
            row.insert(0, vec![number]);
        }
        grid.rows.push(one_by_one(row));
    }
    Some(grid)
}

/// Returns the lines of each cell: the marked lines of a list stay with the cell above them.
fn columns(lines: &[&str]) -> Option<Vec<Vec<String>>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let listed = at > 0 && begins_list(line);
        match out.last_mut().filter(|_| listed) {
            Some(cell) => cell.push((*line).to_owned()),
            None => out.push(vec![(*line).to_owned()]),
        }
    }
    (out.len() <= MOST_COLUMNS).then_some(out)
}

fn one_by_one(cells: Vec<Vec<String>>) -> GridRow {
    let cells = cells.into_iter().enumerate().map(|(column, lines)| GridCell {
        column,
        columns: 1,
        rows: 1,
        lines: lines.into_iter().map(Rc::from).collect(),
    });
    GridRow { header: false, cells: cells.collect() }
}

/// Splits into rows of one length, if with exactly one length one column holds all affairs, or else all offices.
fn by_period(lines: &[&str]) -> Option<Grid> {
    if lines.iter().any(|l| begins_list(l)) {
        return None;
    }
    let is_affair =
        |l: &str| l.ends_with('。') || ["こと", "もの", "事務"].iter().any(|w| l.ends_with(w));
    let is_office = |l: &str| names_an_office(l) && !is_affair(l);
    let count = period(lines, &is_affair).or_else(|| period(lines, &is_office))?;
    let row = |cells: &[&str]| one_by_one(cells.iter().map(|l| vec![(*l).to_owned()]).collect());
    Some(Grid { rows: lines.chunks(count).map(row).collect() })
}

/// Returns the only number of columns with which, below the first row, one column is all of a kind and the others
/// have nothing of it.
fn period(lines: &[&str], is: &dyn Fn(&str) -> bool) -> Option<usize> {
    let fits = |count: &usize| {
        let rows = lines.len() / count;
        let of_kind = |column: usize| {
            lines.iter().skip(column).step_by(*count).skip(1).filter(|l| is(l)).count()
        };
        let found: Vec<usize> = (0..*count).map(of_kind).filter(|n| *n > 0).collect();
        // The first row names the columns.
        let titles = lines.iter().take(*count).all(|l| !l.contains('。'));
        titles && lines.len().is_multiple_of(*count) && rows >= 2 && found[..] == [rows - 1]
    };
    let mut found = (2..=MOST_COLUMNS).filter(fits);
    found.next().filter(|_| found.next().is_none())
}
