//! Numbers of cells as the cell shows them: days, codes with leading zeros, plain numbers.
//!
//! A number format decides what a number is. Only what changes the meaning is read from it: days
//! and times, a fixed count of digits, decimals. Separators and units of money are left out.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

/// From here on Excel has lost digits: it keeps fifteen.
const EXACT: f64 = 1e15;

/// What a number format makes of a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum NumberFormat {
    /// The number as it is.
    #[default]
    General,
    /// A day, a time or both.
    Date {
        /// Whether it shows a day.
        day: bool,
        /// Whether it shows a time.
        time: bool,
    },
    /// A fixed count of digits, with what stands between them: `000000`, `000-0000`.
    Digits(Vec<Piece>),
    /// A fixed count of decimals.
    Decimals(usize),
}

/// A piece of a format with a fixed count of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A digit, 0 where the number has none there.
    Digit,
    /// What stands between.
    Literal(char),
}

/// What a number is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    /// A day, with a time where one is shown.
    Day(DateTime),
    /// Anything else, as text.
    Text(String),
}

impl NumberFormat {
    /// A format that is not written down since every program has it (ECMA-376-1, 18.8.30).
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            2 | 4 | 39 | 40 => Self::Decimals(2),
            14..=17 | 27..=31 | 34..=36 | 50..=54 | 57 | 58 => {
                Self::Date { day: true, time: false }
            }
            18..=21 | 32 | 33 | 45..=47 | 55 | 56 => Self::Date { day: false, time: true },
            22 => Self::Date { day: true, time: true },
            _ => Self::General,
        }
    }

    /// Reads a format code by its first section, the one for positive numbers.
    pub(super) fn parse(code: &str) -> Self {
        let mut parts = Parts::default();
        let mut chars = code.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => parts.literals.extend(chars.by_ref().take_while(|c| *c != '"')),
                '\\' => parts.literals.extend(chars.next()),
                // Space as wide as a character, or a filler: nothing that can be read.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    let unit = inside.to_ascii_lowercase();
                    parts.time |= !unit.is_empty() && unit.bytes().all(|b| b"hms".contains(&b));
                }
                'E' | 'e' if matches!(chars.peek(), Some('+' | '-')) => parts.other = true,
                _ => parts.take(c),
            }
            parts.settle_literals();
        }
        parts.format(code)
    }

    /// What a number is under this format.
    pub(super) fn show(&self, value: f64, epoch_1904: bool) -> Shown {
        match self {
            Self::Date { day, time } => show_date(value, epoch_1904, *day, *time),
            Self::Digits(pieces) if (0.0..EXACT).contains(&value) && value.fract() == 0.0 => {
                Shown::Text(show_digits(value, pieces))
            }
            Self::Decimals(count) if value.abs() < EXACT => Shown::Text(format!("{value:.count$}")),
            _ => Shown::Text(general(value)),
        }
    }
}

/// What has been seen in a format code.
#[derive(Default)]
struct Parts {
    pieces: Vec<Piece>,
    literals: Vec<char>,
    day: bool,
    time: bool,
    month_or_minute: bool,
    decimals: Option<usize>,
    /// A digit that may be missing, or a separator of thousands.
    optional: bool,
    /// Something that leaves the number as it is: a percentage, an exponent, text.
    other: bool,
}

impl Parts {
    fn take(&mut self, c: char) {
        match c.to_ascii_lowercase() {
            '0' => match &mut self.decimals {
                Some(count) => *count += 1,
                None => self.pieces.push(Piece::Digit),
            },
            '.' => self.decimals = Some(0),
            '#' | '?' | ',' => self.optional = true,
            '%' | '@' => self.other = true,
            'y' | 'd' | 'g' | 'e' | 'b' => self.day = true,
            'h' | 's' => self.time = true,
            'm' => self.month_or_minute = true,
            // AM/PM, and the days of the week of aaa; the letters of "General" come here too.
            'a' | 'p' | 'n' | 'r' | 'l' => self.other = true,
            _ => self.literals.push(c),
        }
    }

    fn settle_literals(&mut self) {
        self.pieces.extend(self.literals.drain(..).map(Piece::Literal));
    }

    fn format(self, code: &str) -> NumberFormat {
        if code.trim().to_ascii_lowercase().starts_with("general") {
            return NumberFormat::General;
        }
        if self.day || self.time || self.month_or_minute {
            let day = self.day || self.month_or_minute && !self.time;
            return NumberFormat::Date { day, time: self.time };
        }
        match self.decimals {
            _ if self.other => NumberFormat::General,
            Some(count) => NumberFormat::Decimals(count),
            None if !self.optional && self.pieces.contains(&Piece::Digit) => {
                NumberFormat::Digits(self.pieces)
            }
            _ => NumberFormat::General,
        }
    }
}

/// The digits of a number in the places of a format; further digits go before the first place.
fn show_digits(value: f64, pieces: &[Piece]) -> String {
    let digits = format!("{value:.0}");
    let places = pieces.iter().filter(|p| **p == Piece::Digit).count();
    let padded = format!("{digits:0>places$}");
    let surplus = padded.len() - places;
    let mut digits = padded.chars();
    let mut out = String::new();
    let mut first = true;
    for piece in pieces {
        match piece {
            Piece::Literal(c) => out.push(*c),
            Piece::Digit => {
                let count = if first { surplus + 1 } else { 1 };
                out.extend(digits.by_ref().take(count));
                first = false;
            }
        }
    }
    out
}

/// A number without a format, with the fifteen digits that Excel keeps. Where digits are lost
/// already it is written as Excel shows it, so that nobody takes it for a code.
fn general(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < EXACT {
        // No number is shown as -0.
        return format!("{:.0}", value + 0.0);
    }
    let scientific = format!("{value:.14E}");
    if value.abs() < EXACT {
        return scientific.parse::<f64>().map_or(scientific, |rounded| rounded.to_string());
    }
    let (mantissa, exponent) = scientific.split_once('E').unwrap_or((&scientific, "0"));
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    format!("{mantissa}E+{exponent}")
}

/// A serial number as a day. What is no day of the calendar stays a number: 1900 had no 29th of
/// February, though the numbers count one.
fn show_date(value: f64, epoch_1904: bool, day: bool, time: bool) -> Shown {
    let stays = || Shown::Text(general(value));
    let Some((date, clock)) = split_serial(value, epoch_1904) else { return stays() };
    match (day, time) {
        (true, true) => Shown::Day(date.to_datetime(clock)),
        (true, false) => Shown::Day(date.to_datetime(Time::midnight())),
        _ => Shown::Text(clock.to_string()),
    }
}

fn split_serial(value: f64, epoch_1904: bool) -> Option<(Date, Time)> {
    const LAST: f64 = 2_958_466.0;
    const SECONDS: f64 = 86_400.0;
    if !(0.0..LAST).contains(&value) {
        return None;
    }
    // To the second: a time such as 13:45 is no whole fraction.
    let seconds = (value * SECONDS).round();
    let days = whole(seconds / SECONDS);
    let rest: Span = whole(seconds % SECONDS).seconds();
    let start = match (epoch_1904, days) {
        (true, _) => Date::constant(1904, 1, 1),
        // A time without a day.
        (false, 0) => Date::constant(1899, 12, 31),
        (false, 1..60) => Date::constant(1899, 12, 31),
        (false, 60) => return None,
        (false, _) => Date::constant(1899, 12, 30),
    };
    let date = start.checked_add(days.days()).ok()?;
    let clock = Time::midnight().checked_add(rest).ok()?;
    Some((date, clock))
}

/// The whole part of a number that is known to be small and not negative.
#[allow(clippy::cast_possible_truncation)]
fn whole(value: f64) -> i64 {
    value as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(code: &str, value: f64) -> String {
        match NumberFormat::parse(code).show(value, false) {
            Shown::Day(day) if day.time() == Time::midnight() => day.date().to_string(),
            Shown::Day(day) => day.to_string(),
            Shown::Text(text) => text,
        }
    }

    #[test]
    fn codes_keep_their_leading_zeros_where_the_format_says_so() {
        assert_eq!(show("000000", 11_002.0), "011002");
        assert_eq!(show("0000000000000000", 220_113_112_101_700.0), "0220113112101700");
        assert_eq!(show("000-0000", 1_600_022.0), "160-0022");
        assert_eq!(show("000\\-0000", 22.0), "000-0022");
        assert_eq!(show("\"No.\"00", 7.0), "No.07");
        assert_eq!(show("00", 1234.0), "1234");
        assert_eq!(show("@", 11_002.0), "11002");
        assert_eq!(show("General", 11_002.0), "11002");
        assert_eq!(show("000000", 1.5), "1.5");
        assert_eq!(show("000000", -5.0), "-5");
    }

    #[test]
    fn lost_digits_show_and_kept_ones_do_too() {
        assert_eq!(show("General", 1_010_100_000_002_140.0), "1.01010000000214E+15");
        assert_eq!(show("0", 1_010_000_000_000_000.0), "1.01E+15");
        assert_eq!(show("0", 220_113_112_101_700.0), "220113112101700");
        assert_eq!(show("General", 0.1 + 0.2), "0.3");
        assert_eq!(show("General", -0.0), "0");
        assert_eq!(show("0.0", 1.0), "1.0");
        assert_eq!(show("#,##0", 1234.0), "1234");
        assert_eq!(show("#,##0.00", 1234.5), "1234.50");
        assert_eq!(show("0%", 0.5), "0.5");
        assert_eq!(show("0.00E+00", 1234.0), "1234");
    }

    #[test]
    fn days_and_times() {
        for code in [
            "yyyy/m/d",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-411]ggge\"年\"m\"月\"d\"日\";@",
            "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            "m/d",
            "yyyy-mm-dd",
        ] {
            assert_eq!(show(code, 43_633.0), "2019-06-17", "{code}");
        }
        assert_eq!(show("yyyy/m/d h:mm", 43_633.573), "2019-06-17T13:45:07");
        assert_eq!(show("yyyy/m/d", 43_633.573), "2019-06-17");
        assert_eq!(show("h:mm", 0.573), "13:45:07");
        assert_eq!(show("[h]:mm", 0.5), "12:00:00");
    }

    #[test]
    fn both_epochs_and_the_day_that_never_was() {
        let day = |value, epoch| match NumberFormat::built_in(14).show(value, epoch) {
            Shown::Day(day) => day.date().to_string(),
            Shown::Text(text) => text,
        };
        assert_eq!(day(43_633.0, false), "2019-06-17");
        assert_eq!(day(42_171.0, true), "2019-06-17");
        assert_eq!(day(0.0, true), "1904-01-01");
        assert_eq!(day(1.0, false), "1900-01-01");
        assert_eq!(day(59.0, false), "1900-02-28");
        assert_eq!(day(60.0, false), "60");
        assert_eq!(day(61.0, false), "1900-03-01");
        assert_eq!(day(-1.0, false), "-1");
        assert_eq!(day(2_958_465.0, false), "9999-12-31");
        assert_eq!(day(1e12, false), "1000000000000");
    }
}
