//! Reads the code of a number format, such as `yyyy/m/d` or `[<=999]000;000\-0000`.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

use super::number::{Condition, NumberFormat, Piece};

impl NumberFormat {
    /// Parses a format code. Uses only the first section, for positive numbers, unless sections have
    /// conditions.
    pub(super) fn parse(code: &str) -> Self {
        let mut chars = code.chars().peekable();
        let mut sections = Vec::new();
        loop {
            let (section, more) = FormatSection::of(&mut chars);
            let condition = section.condition;
            if sections.is_empty() && condition.is_none() {
                return section.format();
            }
            sections.push((condition, section.format()));
            // The section after the unconditional one is for text.
            if !more || condition.is_none() {
                return Self::Conditional(sections);
            }
        }
    }
}

/// The contents of one section of a format code.
#[derive(Default)]
struct FormatSection {
    pieces: Vec<Piece>,
    literals: Vec<char>,
    condition: Option<Condition>,
    day: bool,
    time: bool,
    elapsed: bool,
    month_or_minute: bool,
    decimals: Option<usize>,
    /// The section contains `General`.
    general: bool,
    /// The section contains `?` or a thousands separator.
    optional: bool,
    /// The section contains `%`, an exponent or `@`: the number is shown unformatted.
    other: bool,
}

impl FormatSection {
    /// Reads one section. The flag is true if another section follows.
    fn of(chars: &mut Peekable<Chars<'_>>) -> (Self, bool) {
        let mut section = Self::default();
        while let Some(c) = chars.next() {
            match c {
                ';' => return (section, true),
                '"' => section.literals.extend(chars.by_ref().take_while(|c| *c != '"')),
                '\\' => section.literals.extend(chars.next()),
                // Space as wide as a character, or a fill character: not part of the value.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    section.take_bracket(&inside);
                }
                'E' | 'e' if matches!(chars.peek(), Some('+' | '-')) => section.other = true,
                'G' | 'g' if follows(chars, "eneral") => {
                    chars.by_ref().nth("eneral".len() - 1);
                    section.general = true;
                    section.pieces.push(Piece::Digit);
                }
                'A' | 'a' if follows(chars, "aa") => section.day = true,
                _ => section.take(c),
            }
            section.settle_literals();
        }
        (section, false)
    }

    fn take_bracket(&mut self, inside: &str) {
        let unit = inside.to_ascii_lowercase();
        if !unit.is_empty() && unit.bytes().all(|b| b"hms".contains(&b)) {
            self.elapsed = true;
        } else if let Some(condition) = condition(inside) {
            self.condition = Some(condition);
        }
    }

    fn take(&mut self, c: char) {
        match c.to_ascii_lowercase() {
            '0' => match &mut self.decimals {
                Some(count) => *count += 1,
                None => self.pieces.push(Piece::Digit),
            },
            '.' => self.decimals = Some(0),
            '#' => self.pieces.push(Piece::Optional),
            '?' | ',' => self.optional = true,
            '%' | '@' => self.other = true,
            // r and rr are ee and gggee.
            'y' | 'd' | 'g' | 'e' | 'b' | 'r' => self.day = true,
            'h' | 's' => self.time = true,
            'm' => self.month_or_minute = true,
            // AM/PM.
            'a' | 'p' | 'n' | 'l' => self.other = true,
            _ => self.literals.push(c),
        }
    }

    fn settle_literals(&mut self) {
        self.pieces.extend(self.literals.drain(..).map(Piece::Literal));
    }

    fn format(self) -> NumberFormat {
        let time = self.time || self.elapsed;
        let day = self.day || self.month_or_minute && !time;
        match self.decimals {
            _ if self.general => self.with_general(),
            _ if self.elapsed && !day => NumberFormat::Elapsed,
            _ if day || time => NumberFormat::Date { day, time },
            _ if self.other => NumberFormat::General,
            Some(count) => NumberFormat::Decimals(count),
            None if !self.optional && self.has_places() => NumberFormat::Digits(self.pieces),
            None => NumberFormat::General,
        }
    }

    /// The format of a section with `General`: digits with literals, if it has words.
    fn with_general(self) -> NumberFormat {
        let word = |piece: &Piece| matches!(piece, Piece::Literal(c) if !c.is_whitespace());
        if self.pieces.iter().any(word) {
            NumberFormat::Digits(self.pieces)
        } else {
            NumberFormat::General
        }
    }

    /// Returns true if the position of each digit matters: all are required, or literals separate them.
    fn has_places(&self) -> bool {
        if !self.pieces.contains(&Piece::Optional) {
            return self.pieces.contains(&Piece::Digit);
        }
        let is_place = |piece: &Piece| !matches!(piece, Piece::Literal(_));
        let first = self.pieces.iter().position(is_place).unwrap_or(0);
        let last = self.pieces.iter().rposition(is_place).unwrap_or(0);
        self.pieces.get(first..last).is_some_and(|between| !between.iter().all(is_place))
    }
}

/// Returns true if these letters follow, in any case.
fn follows(chars: &Peekable<Chars<'_>>, letters: &str) -> bool {
    let mut ahead = chars.clone();
    letters.chars().all(|letter| ahead.next().is_some_and(|c| c.eq_ignore_ascii_case(&letter)))
}

/// Parses a condition in brackets, such as `<=999`; `None` for colours, languages and the like.
fn condition(inside: &str) -> Option<Condition> {
    use Ordering::{Equal, Greater, Less};
    let (allowed, limit) = [
        ("<=", [Some(Less), Some(Equal)]),
        (">=", [Some(Greater), Some(Equal)]),
        ("<>", [Some(Less), Some(Greater)]),
        ("<", [Some(Less), Some(Less)]),
        (">", [Some(Greater), Some(Greater)]),
        ("=", [Some(Equal), Some(Equal)]),
    ]
    .into_iter()
    .find_map(|(sign, allowed)| Some((allowed, inside.trim().strip_prefix(sign)?)))?;
    Some(Condition { allowed, limit: limit.trim().parse().ok()? })
}
