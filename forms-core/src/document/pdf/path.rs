//! Collects the straight horizontal and vertical lines drawn on a page.

use super::matrix::Matrix;

/// A line drawn across or down the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Rule {
    pub(super) fn is_vertical(&self) -> bool {
        self.y1 - self.y0 > self.x1 - self.x0
    }
}

/// Largest number of lines of a page; no real page draws more.
const MOST_RULES: usize = 4000;

/// Collects the corners of paths and the lines that are painted.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// The corners of the current path, one list for each subpath.
    parts: Vec<Vec<(f64, f64)>>,
    /// The lines painted so far.
    pub(super) rules: Vec<Rule>,
}

impl Paths {
    /// Runs an operator of paths; `n` returns its operands, `matrix` maps them to points of the page.
    pub(super) fn operator(&mut self, word: &[u8], n: impl Fn(usize) -> f64, matrix: Matrix) {
        const MOST_CORNERS: usize = 64;
        let mut corner = |x: f64, y: f64, begins: bool| {
            let at = matrix.apply(x, y);
            if begins {
                if self.parts.len() < MOST_RULES {
                    self.parts.push(vec![at]);
                }
            } else if let Some(part) = self.parts.last_mut()
                && part.len() < MOST_CORNERS
            {
                part.push(at);
            }
        };
        match word {
            b"m" => corner(n(0), n(1), true),
            b"l" => corner(n(0), n(1), false),
            b"c" => corner(n(4), n(5), false),
            b"v" | b"y" => corner(n(2), n(3), false),
            b"re" => {
                let (x, y, w, h) = (n(0), n(1), n(2), n(3));
                corner(x, y, true);
                for (x, y) in [(x + w, y), (x + w, y + h), (x, y + h), (x, y)] {
                    corner(x, y, false);
                }
            }
            b"h" => {
                if let Some(part) = self.parts.last_mut()
                    && let Some(first) = part.first().copied()
                {
                    part.push(first);
                }
            }
            b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => self.paint(true),
            b"f" | b"F" | b"f*" => self.paint(false),
            b"n" => self.parts.clear(),
            _ => {}
        }
    }

    fn paint(&mut self, stroke: bool) {
        const THICKEST: f64 = 3.0;
        const SHORTEST: f64 = 6.0;
        for part in std::mem::take(&mut self.parts) {
            let bounds = part.iter().fold(None, |b: Option<Rule>, &(x, y)| {
                let b = b.unwrap_or(Rule { x0: x, y0: y, x1: x, y1: y });
                Some(Rule { x0: b.x0.min(x), y0: b.y0.min(y), x1: b.x1.max(x), y1: b.y1.max(y) })
            });
            let Some(bounds) = bounds else { continue };
            let (w, h) = (bounds.x1 - bounds.x0, bounds.y1 - bounds.y0);
            if w.min(h) <= THICKEST {
                if w.max(h) >= SHORTEST {
                    self.rule(bounds);
                }
            } else if stroke {
                for pair in part.windows(2) {
                    let &[(ax, ay), (bx, by)] = pair else { continue };
                    let side =
                        Rule { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) };
                    let (w, h) = (side.x1 - side.x0, side.y1 - side.y0);
                    if w.min(h) < 0.5 && w.max(h) >= SHORTEST {
                        self.rule(side);
                    }
                }
            }
        }
    }

    fn rule(&mut self, rule: Rule) {
        let sound = [rule.x0, rule.y0, rule.x1, rule.y1].iter().all(|n| n.is_finite());
        if sound && self.rules.len() < MOST_RULES {
            self.rules.push(rule);
        }
    }
}
