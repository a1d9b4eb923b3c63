//! Finds tables: characters in cells between drawn lines.

use std::collections::BTreeMap;

use super::lines::{Line, Mark, Ruler, lines};

/// A row of a table: the lines of each of its cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) down: f64,
    pub(super) cells: Vec<Vec<Line>>,
}

/// A cell by its four sides, in tenths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
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
    let mut cells: BTreeMap<Cell, Vec<Mark>> = BTreeMap::new();
    let mut outside = Vec::new();
    for mark in marks.drain(..) {
        match cell_of(&mark, &up, &across) {
            Some(cell) => cells.entry(cell).or_default().push(mark),
            None => outside.push(mark),
        }
    }
    *marks = outside;
    // A frame around text is no table: some row must have several cells.
    let has_neighbour = |cell: &Cell| {
        cells.keys().any(|o| o != cell && o.top < cell.bottom && cell.top < o.bottom)
            || up.iter().any(|r| {
                let at = tenths(r.at);
                let inside = tenths(r.from) < cell.bottom - 20 && tenths(r.to) > cell.top + 20;
                inside && (at < cell.left - 30 || at > cell.right + 30)
            })
    };
    let tabular: BTreeMap<Cell, bool> = cells.keys().map(|c| (*c, has_neighbour(c))).collect();
    let mut rows: BTreeMap<i64, Vec<(Cell, Vec<Mark>)>> = BTreeMap::new();
    for (cell, inside) in std::mem::take(&mut cells) {
        if tabular.get(&cell) == Some(&true) {
            rows.entry(cell.top).or_default().push((cell, inside));
        } else {
            marks.extend(inside);
        }
    }
    rows.into_iter().map(|(top, row)| finished(top, row, &up)).collect()
}

fn tenths(length: f64) -> i64 {
    (length * 10.0).round() as i64
}

/// Returns a row with an empty cell between neighbouring lines that enclose no text.
fn finished(top: i64, mut row: Vec<(Cell, Vec<Mark>)>, up: &[Ruler]) -> Row {
    row.sort_by_key(|(cell, _)| cell.left);
    let bottom = row.iter().map(|(c, _)| c.bottom).min().unwrap_or(top);
    let middle = (top + bottom) as f64 / 20.0;
    let mut sides: Vec<i64> = up
        .iter()
        .filter(|r| r.from - SAME <= middle && middle <= r.to + SAME)
        .map(|r| tenths(r.at))
        .collect();
    sides.sort_unstable();
    sides.dedup_by(|b, a| *b - *a < tenths(SAME));
    let mut cells: Vec<Vec<Line>> = Vec::new();
    let mut taken = row.into_iter().peekable();
    for side in sides.iter().take(sides.len().saturating_sub(1)) {
        let here = taken.peek().is_some_and(|(c, _)| c.left <= *side + tenths(SAME));
        match taken.next_if(|_| here) {
            Some((_, marks)) => cells.push(lines(marks)),
            None => cells.push(Vec::new()),
        }
    }
    cells.extend(taken.map(|(_, marks)| lines(marks)));
    Row { down: top as f64 / 10.0, cells }
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
fn cell_of(mark: &Mark, up: &[Ruler], across: &[Ruler]) -> Option<Cell> {
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
    Some(Cell {
        top: tenths(top),
        left: tenths(left),
        right: tenths(right),
        bottom: tenths(bottom),
    })
}
