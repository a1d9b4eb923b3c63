//! Puts the characters of a page into lines, whichever way they run.

use super::content::{Glyph, Sheet, UNKNOWN};
use super::path::Rule;

/// A character in the frame of its text: `along` its line, and how far `down` the lines follow one
/// another, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    pub(super) c: char,
    pub(super) along: f64,
    pub(super) down: f64,
    pub(super) size: f64,
    pub(super) width: f64,
}

/// A line drawn on the page, in the frame of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ruler {
    /// It runs across the lines of text, so that it parts cells of one row.
    pub(super) parts_cells: bool,
    /// Where it stands, on the other axis.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// A page in the frame of its text.
#[derive(Debug, Default)]
pub(super) struct Upright {
    pub(super) marks: Vec<Mark>,
    pub(super) rulers: Vec<Ruler>,
    /// The page's size along its lines and down.
    pub(super) length: f64,
    pub(super) height: f64,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) down: f64,
    pub(super) size: f64,
    /// Wide gaps that no character fills: two of them set the columns of a table apart.
    pub(super) gaps: usize,
    /// Where the full lines of its column end, on a page of two.
    pub(super) edge: Option<f64>,
}

/// Turns a page so that its lines run from left to right and follow one another downwards. What
/// stands askew to most of the text, such as a stamp, is left out.
pub(super) fn upright(sheet: &Sheet) -> Upright {
    let mut turns = [0usize; 4];
    for glyph in &sheet.glyphs {
        if let Some(n) = turns.get_mut(usize::from(glyph.turn)) {
            *n += 1;
        }
    }
    let turn = (0u8..4).max_by_key(|t| (turns.get(usize::from(*t)), *t == 0)).unwrap_or(0);
    let (w, h) = (sheet.width, sheet.height);
    let turned = move |x: f64, y: f64| match turn {
        0 => (x, y),
        1 => (h - y, x),
        2 => (w - x, h - y),
        _ => (y, w - x),
    };
    let (w, h) = if turn % 2 == 0 { (w, h) } else { (h, w) };
    let place = |g: &Glyph| turned(g.x, g.y);
    let straight: Vec<(f64, f64, &Glyph)> = sheet
        .glyphs
        .iter()
        .filter(|g| g.turn == turn)
        .map(|g| (place(g).0, place(g).1, g))
        .collect();
    let downwards = runs_down(&straight);
    let frame = |x: f64, y: f64| if downwards { (y, w - x) } else { (x, y) };
    let mark = |g: &Glyph| {
        let (x, y) = place(g);
        let lying = g.turn != turn;
        // From the point that a character is set at to the corner where its line begins.
        let (dx, dy, width) = match (downwards, lying, g.vertical) {
            (false, ..) => (0.0, 0.0, g.width),
            (true, true, _) => (-0.15, 0.0, g.width),
            (true, false, true) => (-0.5, 0.0, g.size),
            (true, false, false) => (0.0, -0.88, g.size),
        };
        let (along, down) = frame(x + dx * g.size, y + dy * g.size);
        Mark { c: g.c, along, down, size: g.size, width }
    };
    // In lines that run downwards Latin letters and digits lie on their side.
    let marks = sheet
        .glyphs
        .iter()
        .filter(|g| g.turn == turn || downwards && g.turn == (turn + 3) % 4)
        .map(mark);
    let ruler = |rule: &Rule| {
        let (a, b) = (turned(rule.x0, rule.y0), turned(rule.x1, rule.y1));
        let (a, b) = (frame(a.0, a.1), frame(b.0, b.1));
        let across = rule.is_vertical() != ((turn % 2 == 1) != downwards);
        let (at, from, to) = if across {
            ((a.0 + b.0) / 2.0, a.1.min(b.1), a.1.max(b.1))
        } else {
            ((a.1 + b.1) / 2.0, a.0.min(b.0), a.0.max(b.0))
        };
        Ruler { parts_cells: across, at, from, to }
    };
    let (length, height) = if downwards { (h, w) } else { (w, h) };
    Upright {
        marks: marks.collect(),
        rulers: sheet.rules.iter().map(ruler).collect(),
        length,
        height,
    }
}

/// Whether most characters follow one another downwards. Some programs set vertical text one
/// character at a time without saying so.
fn runs_down(glyphs: &[(f64, f64, &Glyph)]) -> bool {
    let (mut down, mut right) = (0usize, 0usize);
    for pair in glyphs.windows(2) {
        let &[(x0, y0, a), (x1, y1, b)] = pair else { continue };
        let (dx, dy, size) = (x1 - x0, y1 - y0, a.size);
        if a.vertical && b.vertical || dx.abs() < size * 0.3 && dy > size * 0.4 && dy < size * 2.5 {
            down += 1;
        } else if dy.abs() < size * 0.3 && dx > 0.0 && dx < size * 2.5 {
            right += 1;
        }
    }
    let said = glyphs.iter().filter(|(_, _, g)| g.vertical).count();
    // A few characters one below the other may as well be lines of one character.
    down > right && (down >= 6 || said * 2 > glyphs.len())
}

/// Sorts characters into lines.
pub(super) fn lines(mut marks: Vec<Mark>) -> Vec<Line> {
    marks.sort_by(|a, b| a.down.total_cmp(&b.down));
    let mut rows: Vec<(f64, f64, Vec<Mark>)> = Vec::new();
    for mark in marks {
        match rows.last_mut() {
            // A larger character sets where the line stands.
            Some((down, size, row)) if mark.down - *down <= 0.4 * size.max(mark.size) => {
                if mark.size > *size * 1.05 {
                    (*down, *size) = (mark.down, mark.size);
                }
                row.push(mark);
            }
            _ => rows.push((mark.down, mark.size, vec![mark])),
        }
    }
    let mut lines: Vec<Line> =
        rows.into_iter().filter_map(|(down, size, row)| line(down, size, row)).collect();
    drop_ruby(&mut lines);
    lines
}

fn line(down: f64, size: f64, mut row: Vec<Mark>) -> Option<Line> {
    row.sort_by(|a, b| a.along.total_cmp(&b.along));
    // Bold type made by setting a character twice.
    row.dedup_by(|b, a| a.c == b.c && (b.along - a.along).abs() < 0.15 * a.size);
    let mut visible = row.iter().filter(|m| !m.c.is_whitespace());
    let first = visible.next()?;
    let last = visible.next_back().unwrap_or(first);
    let (from, to) = (first.along, last.along + last.width);
    let mut text = String::new();
    let mut end: Option<f64> = None;
    let mut gaps = 0;
    for mark in &row {
        let gap = end.map_or(0.0, |end| (mark.along - end) / mark.size);
        let spaced = text.ends_with(['\u{3000}', ' ']) || mark.c.is_whitespace();
        gaps += usize::from(gap > 0.9);
        if gap > 0.9 && !spaced {
            text.push('\u{3000}');
        } else if gap > 0.28 && !spaced {
            text.push(' ');
        }
        match mark.c {
            UNKNOWN => text.push('〓'),
            '\u{3000}' => text.push(mark.c),
            c if !c.is_whitespace() => text.push(c),
            _ if text.ends_with(['\u{3000}', ' ']) => {}
            _ => text.push(' '),
        }
        end = Some(mark.along + mark.width);
    }
    let text = text.trim().to_owned();
    Some(Line { text, from, to, down, size, gaps, edge: None })
}

/// Readings in small kana above a line are no words of it.
fn drop_ruby(lines: &mut Vec<Line>) {
    let is_ruby = |small: &Line, base: &Line| {
        small.size <= base.size * 0.67
            && base.down - small.down <= base.size * 1.6
            && small.from >= base.from - base.size
            && small.to <= base.to + base.size
            && small.text.chars().all(|c| matches!(c, 'ぁ'..='ヿ' | ' ' | '\u{3000}'))
    };
    let ruby: Vec<bool> = (0..lines.len())
        .map(|i| match (lines.get(i), lines.get(i + 1)) {
            (Some(small), Some(base)) => is_ruby(small, base),
            _ => false,
        })
        .collect();
    let mut flags = ruby.into_iter();
    lines.retain(|_| !flags.next().unwrap_or(false));
}
