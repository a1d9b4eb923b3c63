//! Groups the characters of a page into lines, whichever way they run.

use super::content::{Glyph, Sheet, UNKNOWN};
use super::path::Rule;

/// A character by its position along its line and down the page, in points.
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
    /// True if it crosses the lines of text, so that it separates cells of one row.
    pub(super) parts_cells: bool,
    /// Its position on the other axis.
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

/// One line of text. Lengths are in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) down: f64,
    pub(super) size: f64,
    /// Number of wide gaps between characters: two of them separate the columns of a table.
    pub(super) gaps: usize,
    /// End of the full lines of its column, on a page with two.
    pub(super) edge: Option<f64>,
}

/// Turns a page so that its lines run from left to right and follow one another downwards. Characters
/// askew to most of the text, such as those of a stamp, are left out.
pub(super) fn upright(sheet: &Sheet) -> Upright {
    let frame = Frame::of(sheet);
    // In lines that run downwards Latin letters and digits lie on their side.
    let lying = (frame.turn + 3) % 4;
    let marks = sheet
        .glyphs
        .iter()
        .filter(|g| g.turn == frame.turn || frame.downwards && g.turn == lying)
        .map(|g| frame.mark(g));
    let (width, height) = (frame.width, frame.height);
    let (length, height) = if frame.downwards { (height, width) } else { (width, height) };
    Upright {
        marks: marks.collect(),
        rulers: sheet.rules.iter().map(|rule| frame.ruler(rule)).collect(),
        length,
        height,
    }
}

/// The mapping from the coordinates of a page to those of its text.
struct Frame {
    /// The direction of most of its lines in quarter turns, as in [`Glyph::turn`].
    turn: u8,
    /// Size of the page as it is stored.
    stored: (f64, f64),
    /// Size of the page after the turn.
    width: f64,
    height: f64,
    /// True if the lines of the turned page run downwards.
    downwards: bool,
}

impl Frame {
    fn of(sheet: &Sheet) -> Self {
        let mut turns = [0usize; 4];
        for glyph in &sheet.glyphs {
            if let Some(n) = turns.get_mut(usize::from(glyph.turn)) {
                *n += 1;
            }
        }
        let turn = (0u8..4).max_by_key(|t| (turns.get(usize::from(*t)), *t == 0)).unwrap_or(0);
        let stored = (sheet.width, sheet.height);
        let (width, height) = if turn % 2 == 0 { stored } else { (stored.1, stored.0) };
        let mut frame = Self { turn, stored, width, height, downwards: false };
        let straight: Vec<(f64, f64, &Glyph)> = sheet
            .glyphs
            .iter()
            .filter(|g| g.turn == turn)
            .map(|g| {
                let (x, y) = frame.turned(g.x, g.y);
                (x, y, g)
            })
            .collect();
        frame.downwards = runs_down(&straight);
        frame
    }

    /// Returns a point of the stored page on the turned page.
    fn turned(&self, x: f64, y: f64) -> (f64, f64) {
        let (w, h) = self.stored;
        match self.turn {
            0 => (x, y),
            1 => (h - y, x),
            2 => (w - x, h - y),
            _ => (y, w - x),
        }
    }

    /// Returns a point of the turned page along the lines and down.
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        if self.downwards { (y, self.width - x) } else { (x, y) }
    }

    fn mark(&self, g: &Glyph) -> Mark {
        let (x, y) = self.turned(g.x, g.y);
        let lying = g.turn != self.turn;
        // From the origin of the glyph to the corner where its line begins.
        let (dx, dy, width) = match (self.downwards, lying, g.vertical) {
            (false, ..) => (0.0, 0.0, g.width),
            (true, true, _) => (-0.15, 0.0, g.width),
            (true, false, true) => (-0.5, 0.0, g.size),
            (true, false, false) => (0.0, -0.88, g.size),
        };
        let (along, down) = self.place(x + dx * g.size, y + dy * g.size);
        Mark { c: g.c, along, down, size: g.size, width }
    }

    fn ruler(&self, rule: &Rule) -> Ruler {
        let corner = |x, y| {
            let (x, y) = self.turned(x, y);
            self.place(x, y)
        };
        let (a, b) = (corner(rule.x0, rule.y0), corner(rule.x1, rule.y1));
        let across = rule.is_vertical() != ((self.turn % 2 == 1) != self.downwards);
        let (at, from, to) = if across {
            ((a.0 + b.0) / 2.0, a.1.min(b.1), a.1.max(b.1))
        } else {
            ((a.1 + b.1) / 2.0, a.0.min(b.0), a.0.max(b.0))
        };
        Ruler { parts_cells: across, at, from, to }
    }
}

/// True if most characters follow one another downwards. Some programs set vertical text one character at a
/// time without declaring it.
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
    // A few characters below each other may as well be lines of one character.
    down > right && (down >= 6 || said * 2 > glyphs.len())
}

/// Groups characters into lines.
pub(super) fn lines(mut marks: Vec<Mark>) -> Vec<Line> {
    marks.sort_by(|a, b| a.down.total_cmp(&b.down));
    let mut rows: Vec<(f64, f64, Vec<Mark>)> = Vec::new();
    for mark in marks {
        match rows.last_mut() {
            // The largest character determines the position of the line.
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
