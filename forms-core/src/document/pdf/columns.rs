//! Splits a page with two columns of text, if a clear gutter runs between two sides that both are body
//! text. In doubt, as with a table without drawn lines, the page is not split.

use super::lines::{Line, Mark, lines};
use crate::document::{LineHeads, Opens};

/// The strip between two columns, in points along the lines.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    from: f64,
    to: f64,
}

/// Smallest number of lines of a column.
const FEWEST_LINES: usize = 5;
/// Smallest width of a column, in characters; a narrower one belongs to a table.
const NARROWEST: f64 = 10.0;
/// Largest number of characters of a page that is looked at for columns.
const MOST_MARKS: usize = 20_000;

/// Returns the lines of a page in reading order: lines over the whole width, and between them the left
/// column before the right one.
pub(super) fn read(marks: Vec<Mark>, heads: &dyn LineHeads) -> Vec<Line> {
    let Some(gutter) = gutter(&marks) else { return lines(marks) };
    let across = |mark: &Mark| mark.along < gutter.to && mark.along + mark.width > gutter.from;
    let mut out = Vec::new();
    let mut band: Vec<Mark> = Vec::new();
    let mut is_split = false;
    for row in rows(marks) {
        if row.iter().any(|m| !m.c.is_whitespace() && across(m)) {
            is_split |= split(std::mem::take(&mut band), gutter, heads, &mut out);
            out.push(row);
        } else {
            band.extend(row);
        }
    }
    is_split |= split(band, gutter, heads, &mut out);
    if is_split {
        out.into_iter().flat_map(|group| column(group, gutter)).collect()
    } else {
        lines(out.into_iter().flatten().collect())
    }
}

/// Returns the lines of one group; in a column each knows the end of its full lines.
fn column(group: Vec<Mark>, gutter: Gutter) -> Vec<Line> {
    let in_column = group.iter().all(|m| m.along < gutter.from)
        || group.iter().all(|m| m.along + m.width > gutter.to);
    let mut lines = lines(group);
    let edge = lines.iter().map(|l| l.to).fold(0.0, f64::max);
    if in_column && lines.len() >= FEWEST_LINES {
        for line in &mut lines {
            line.edge = Some(edge);
        }
    }
    lines
}

/// Groups characters by line, over the whole width.
fn rows(mut marks: Vec<Mark>) -> Vec<Vec<Mark>> {
    marks.sort_by(|a, b| a.down.total_cmp(&b.down));
    let mut rows: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|f| mark.down - f.down <= 0.4 * f.size) => {
                row.push(mark);
            }
            _ => rows.push(vec![mark]),
        }
    }
    rows
}

/// Returns the widest strip in the middle of the page that at most one line in four crosses.
fn gutter(marks: &[Mark]) -> Option<Gutter> {
    /// One line in this many may cross the gutter: titles, running heads and page numbers do.
    const ACROSS: usize = 4;
    if marks.len() > MOST_MARKS {
        return None;
    }
    let visible = || marks.iter().filter(|m| !m.c.is_whitespace());
    let left = visible().map(|m| m.along).fold(f64::INFINITY, f64::min);
    let right = visible().map(|m| m.along + m.width).fold(0.0, f64::max);
    let mut sizes: Vec<f64> = visible().map(|m| m.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let width = right - left;
    if !(width > 2.0 * NARROWEST * size && width < 5000.0) {
        return None;
    }
    let rows = rows(visible().copied().collect());
    let (from, to) = (left + width * 0.35, left + width * 0.65);
    let mut taken = vec![0usize; (to - from) as usize + 1];
    for row in &rows {
        let mut last: Option<usize> = None;
        let mut row: Vec<&Mark> = row.iter().collect();
        row.sort_by(|a, b| a.along.total_cmp(&b.along));
        for mark in row {
            let (a, b) = ((mark.along - from).max(0.0), mark.along + mark.width - from);
            let first = (a as usize).max(last.map_or(0, |l| l + 1));
            let end = (b.max(0.0).ceil() as usize).min(taken.len());
            for n in taken.get_mut(first..end).into_iter().flatten() {
                *n += 1;
            }
            last = last.max(end.checked_sub(1));
        }
    }
    let allowed = rows.len() / ACROSS;
    let mut best: Option<(usize, usize)> = None;
    let mut open: Option<usize> = None;
    for (place, n) in taken.iter().copied().chain([usize::MAX]).enumerate() {
        if n <= allowed {
            open.get_or_insert(place);
        } else if let Some(start) = open.take()
            && best.is_none_or(|(a, b)| place - start > b - a)
        {
            best = Some((start, place));
        }
    }
    let (a, b) = best?;
    ((b - a) as f64 >= size * 1.2)
        .then_some(Gutter { from: from + a as f64 + 1.0, to: from + b as f64 - 1.0 })
}

/// Splits the characters between two full lines into columns; `false` if they are not two columns.
fn split(band: Vec<Mark>, gutter: Gutter, heads: &dyn LineHeads, out: &mut Vec<Vec<Mark>>) -> bool {
    let middle = (gutter.from + gutter.to) / 2.0;
    let (left, right): (Vec<Mark>, Vec<Mark>) = band.iter().partition(|m| m.along < middle);
    let (a, b) = (is_body(&left, heads), is_body(&right, heads));
    let is_split = matches!((a, b), (Some(a), Some(b)) if a < b * 1.4 && b < a * 1.4);
    if is_split {
        out.extend([left, right]);
    } else if !band.is_empty() {
        out.push(band);
    }
    is_split
}

/// Returns the width of a side in points if it is body text: lines fill it and provisions begin in it.
fn is_body(marks: &[Mark], heads: &dyn LineHeads) -> Option<f64> {
    let lines = lines(marks.to_vec());
    let size = marks.first()?.size;
    let from = lines.iter().map(|l| l.from).fold(f64::INFINITY, f64::min);
    let edge = lines.iter().map(|l| l.to).fold(0.0, f64::max);
    let full = lines.iter().filter(|l| l.to >= edge - 2.6 * l.size).count();
    let begins = lines.iter().any(|l| heads.opens(&l.text) != Opens::Nothing);
    let spaced = lines.iter().filter(|l| l.gaps > 1).count();
    (lines.len() >= FEWEST_LINES
        && edge - from >= NARROWEST * size
        && full * 3 >= lines.len()
        && spaced * 4 < lines.len()
        && begins)
        .then_some(edge - from)
}
