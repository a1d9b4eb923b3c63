//! Finds tables: characters in cells between drawn lines.

use std::collections::BTreeMap;

use super::lines::{Line, Mark, Ruler, lines};

/// A row of a table: the cells that begin in it and have text, from the left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) down: f64,
    pub(super) cells: Vec<Cell>,
}

/// A cell with text, the first column and the number of columns and rows that it spans.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) lines: Vec<Line>,
}

/// A cell by its four sides, in tenths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sides {
    top: i64,
    left: i64,
    right: i64,
    bottom: i64,
}

/// Distance in points within which two lines of a table count as one.
const SAME: f64 = 2.5;
/// No page has more to compare.
const MOST_STEPS: usize = 40_000_000;

/// Takes the rows of tables out of the characters of a page and leaves the others.
pub(super) fn take_rows(marks: &mut Vec<Mark>, rulers: &[Ruler]) -> Vec<Row> {
    let (mut up, mut across): (Vec<Ruler>, Vec<Ruler>) =
        rulers.iter().copied().partition(|r| r.parts_cells);
    merge(&mut up);
    merge(&mut across);
    if up.len() < 3 || across.len() < 2 || marks.len() * (up.len() + across.len()) > MOST_STEPS {
        return Vec::new();
    }
    let mut cells: BTreeMap<Sides, Vec<Mark>> = BTreeMap::new();
    let mut outside = Vec::new();
    for mark in marks.drain(..) {
        match cell_of(&mark, &up, &across) {
            Some(cell) => cells.entry(cell).or_default().push(mark),
            None => outside.push(mark),
        }
    }
    *marks = outside;
    // A frame around text is no table: some row must have several cells.
    let has_neighbour = |cell: &Sides| {
        cells.keys().any(|o| o != cell && o.top < cell.bottom && cell.top < o.bottom)
            || up.iter().any(|r| {
                let at = tenths(r.at);
                let inside = tenths(r.from) < cell.bottom - 20 && tenths(r.to) > cell.top + 20;
                inside && (at < cell.left - 30 || at > cell.right + 30)
            })
    };
    let tabular: BTreeMap<Sides, bool> = cells.keys().map(|c| (*c, has_neighbour(c))).collect();
    let mut rows: BTreeMap<i64, Vec<(Sides, Vec<Mark>)>> = BTreeMap::new();
    for (cell, inside) in std::mem::take(&mut cells) {
        if tabular.get(&cell) == Some(&true) {
            rows.entry(cell.top).or_default().push((cell, inside));
        } else {
            marks.extend(inside);
        }
    }
    let tops: Vec<i64> = rows.keys().copied().collect();
    let lefts = left_sides(&up, &rows);
    rows.into_iter()
        .map(|(top, mut row)| {
            row.sort_by_key(|(cell, _)| cell.left);
            let place = |(sides, marks)| placed(sides, marks, &lefts, &tops);
            Row { down: top as f64 / 10.0, cells: row.into_iter().map(place).collect() }
        })
        .collect()
}

fn tenths(length: f64) -> i64 {
    (length * 10.0).round() as i64
}

/// Returns the left sides of the columns: the lines between cells that reach into a row.
fn left_sides(up: &[Ruler], rows: &BTreeMap<i64, Vec<(Sides, Vec<Mark>)>>) -> Vec<i64> {
    let top = rows.keys().next().copied().unwrap_or_default();
    let bottom = rows.values().flatten().map(|(c, _)| c.bottom).max().unwrap_or_default();
    let mut sides: Vec<i64> = up
        .iter()
        .filter(|r| tenths(r.from) < bottom && tenths(r.to) > top)
        .map(|r| tenths(r.at))
        .collect();
    sides.sort_unstable();
    sides.dedup_by(|b, a| *b - *a < tenths(SAME));
    sides
}

/// Returns a cell with its place among the columns and rows of its page.
fn placed(sides: Sides, marks: Vec<Mark>, lefts: &[i64], tops: &[i64]) -> Cell {
    let near = tenths(SAME);
    let column = lefts.partition_point(|l| *l <= sides.left + near).saturating_sub(1);
    let end = lefts.partition_point(|l| *l < sides.right - near);
    let below = tops.partition_point(|t| *t < sides.bottom - near);
    let above = tops.partition_point(|t| *t < sides.top);
    Cell {
        column,
        columns: end.saturating_sub(column).max(1),
        rows: below.saturating_sub(above).max(1),
        lines: lines(marks),
    }
}

/// Joins pieces of one line; the borders of neighbouring cells are drawn one by one.
fn merge(rulers: &mut Vec<Ruler>) {
    rulers.sort_by(|a, b| {
        (tenths(a.at / SAME)).cmp(&tenths(b.at / SAME)).then(a.from.total_cmp(&b.from))
    });
    rulers.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut groups: Vec<Vec<Ruler>> = Vec::new();
    for ruler in rulers.drain(..) {
        match groups.last_mut() {
            Some(group) if group.first().is_some_and(|f| ruler.at - f.at <= SAME) => {
                group.push(ruler)
            }
            _ => groups.push(vec![ruler]),
        }
    }
    for mut group in groups {
        let at = group.first().map_or(0.0, |f| f.at);
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open: Option<Ruler> = None;
        for ruler in group {
            match &mut open {
                Some(open) if ruler.from <= open.to + SAME => open.to = open.to.max(ruler.to),
                _ => rulers.extend(open.replace(Ruler { at, ..ruler })),
            }
        }
        rulers.extend(open);
    }
}

/// Returns the nearest lines on all four sides of a point; `None` if one is missing.
fn cell_of(mark: &Mark, up: &[Ruler], across: &[Ruler]) -> Option<Sides> {
    let x = mark.along + mark.width / 2.0;
    let y = mark.down - mark.size * 0.35;
    let nearest = |rulers: &[Ruler], here: f64, other: f64| {
        let (mut before, mut after) = (None::<f64>, None::<f64>);
        for ruler in rulers {
            if other < ruler.from - SAME || other > ruler.to + SAME {
                continue;
            }
            if ruler.at <= here {
                before = Some(before.map_or(ruler.at, |b| b.max(ruler.at)));
            } else {
                after = Some(after.map_or(ruler.at, |b| b.min(ruler.at)));
            }
        }
        Some((before?, after?))
    };
    let (left, right) = nearest(up, x, y)?;
    let (top, bottom) = nearest(across, y, x)?;
    Some(Sides {
        top: tenths(top),
        left: tenths(left),
        right: tenths(right),
        bottom: tenths(bottom),
    })
}
