//! Formats cell numbers as the workbook shows them: dates, codes with leading zeros, plain numbers.
//!
//! Only the parts of a number format that change the meaning are applied: dates and times, a fixed
//! number of digits, decimals. Thousands separators and currencies are ignored.

use std::cmp::Ordering;

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

/// Numbers from here on have lost digits: Excel keeps fifteen.
const EXACT: f64 = 1e15;

/// The first serial number after 9999-12-31.
const LAST_DAY: f64 = 2_958_466.0;

/// Seconds in a day.
const SECONDS: f64 = 86_400.0;

/// A number format, reduced to what changes the meaning of a number.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum NumberFormat {
    /// The number as it is.
    #[default]
    General,
    /// A day, a time or both.
    Date {
        /// True if it shows a day.
        day: bool,
        /// True if it shows a time.
        time: bool,
    },
    /// Hours that go on past a day, or minutes past an hour: `[h]:mm`.
    Elapsed,
    /// A fixed number of digits with literals between them: `000000`, `000-0000`.
    Digits(Vec<Piece>),
    /// A fixed number of decimals.
    Decimals(usize),
    /// Formats with a condition each, then one without for all other numbers.
    Conditional(Vec<(Option<Condition>, NumberFormat)>),
}

/// The condition of a section: `[<=9999]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    /// The orderings of value and limit that satisfy it.
    pub(super) allowed: [Option<Ordering>; 2],
    pub(super) limit: f64,
}

impl Condition {
    fn holds(&self, value: f64) -> bool {
        self.allowed.contains(&value.partial_cmp(&self.limit))
    }
}

/// One element of a format with a fixed number of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A digit, padded with 0.
    Digit,
    /// A digit, left out if the number is shorter.
    Optional,
    /// A character between digits.
    Literal(char),
}

/// A number as its format shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ShownNumber {
    /// A date, with a time if the format shows one.
    Day(DateTime),
    /// Anything else, as text.
    Text(String),
}

impl NumberFormat {
    /// A built-in format by its id; workbooks do not contain its code (ECMA-376-1, 18.8.30).
    ///
    /// Those from 27 to 36 and from 50 to 58 depend on the language of Excel, which a workbook does not say. They are
    /// read as Japanese Excel shows them: eras, years with months and months with days, except the times 32 and 33.
    /// Those from 59 to 81 are Thai.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            2 | 4 | 7 | 8 | 39 | 40 | 43 | 44 | 60 | 62 => Self::Decimals(2),
            14..=17 | 27..=31 | 34..=36 | 50..=58 | 71..=74 | 81 => {
                Self::Date { day: true, time: false }
            }
            46 | 79 => Self::Elapsed,
            18..=21 | 32 | 33 | 45 | 47 | 75 | 76 | 78 | 80 => {
                Self::Date { day: false, time: true }
            }
            22 | 77 => Self::Date { day: true, time: true },
            _ => Self::General,
        }
    }

    /// Formats a number.
    pub(super) fn show(&self, value: f64, epoch_1904: bool) -> ShownNumber {
        match self {
            Self::Date { day, time } => show_date(value, epoch_1904, *day, *time),
            Self::Elapsed => ShownNumber::Text(show_elapsed(value)),
            Self::Conditional(sections) => {
                let holds =
                    |condition: &Option<Condition>| condition.is_none_or(|c| c.holds(value));
                match sections.iter().find(|(condition, _)| holds(condition)) {
                    Some((_, format)) => format.show(value, epoch_1904),
                    None => ShownNumber::Text(general(value)),
                }
            }
            Self::Digits(pieces) if (0.0..EXACT).contains(&value) && value.fract() == 0.0 => {
                ShownNumber::Text(show_digits(value, pieces))
            }
            Self::Decimals(count) if value.abs() < EXACT => {
                ShownNumber::Text(format!("{value:.count$}"))
            }
            _ => ShownNumber::Text(general(value)),
        }
    }
}

/// Puts the digits of a number in the places of a format; surplus digits go before the first place.
fn show_digits(value: f64, pieces: &[Piece]) -> String {
    let places = pieces.iter().filter(|p| !matches!(p, Piece::Literal(_)));
    // From the first 0 on, every place shows a digit.
    let fixed = places.clone().skip_while(|p| **p == Piece::Optional).count();
    let places = places.count();
    let digits = if value == 0.0 { String::new() } else { format!("{value:.0}") };
    let padded = format!("{digits:0>fixed$}");
    let (surplus, mut missing) =
        (padded.len().saturating_sub(places), places.saturating_sub(padded.len()));
    let mut digits = padded.chars();
    let mut out = String::new();
    let mut first = true;
    for piece in pieces {
        match piece {
            Piece::Literal(c) => out.push(*c),
            _ if missing > 0 => missing -= 1,
            _ => {
                let count = if first { surplus + 1 } else { 1 };
                out.extend(digits.by_ref().take(count));
                first = false;
            }
        }
    }
    out
}

/// Formats elapsed time as `HH:MM:SS`. A number out of range stays a number.
fn show_elapsed(value: f64) -> String {
    if !(0.0..LAST_DAY).contains(&value) {
        return general(value);
    }
    let seconds = whole((value * SECONDS).round());
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Formats a number with the fifteen digits that Excel keeps. A number that has lost digits is written
/// with an exponent, as Excel shows it, so that nobody takes it for a code.
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

/// Converts a serial number to a date. A number that is not a date stays a number, such as 60: Excel
/// counts a 29 February 1900 that never was.
fn show_date(value: f64, epoch_1904: bool, day: bool, time: bool) -> ShownNumber {
    let stays = || ShownNumber::Text(general(value));
    let Some((date, clock)) = split_serial(value, epoch_1904) else { return stays() };
    match (day, time) {
        (true, true) => ShownNumber::Day(date.to_datetime(clock)),
        (true, false) => ShownNumber::Day(date.to_datetime(Time::midnight())),
        _ => ShownNumber::Text(clock.to_string()),
    }
}

/// Splits a serial number into date and time; `None` if it is out of range.
fn split_serial(value: f64, epoch_1904: bool) -> Option<(Date, Time)> {
    if !(0.0..LAST_DAY).contains(&value) {
        return None;
    }
    // Rounded to the second: a time such as 13:45 is not an exact binary fraction.
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

/// The integer part of a number that is known to be small and not negative.
#[allow(clippy::cast_possible_truncation)]
fn whole(value: f64) -> i64 {
    value as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(code: &str, value: f64) -> String {
        match NumberFormat::parse(code).show(value, false) {
            ShownNumber::Day(day) if day.time() == Time::midnight() => day.date().to_string(),
            ShownNumber::Day(day) => day.to_string(),
            ShownNumber::Text(text) => text,
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
        assert_eq!(show("[h]:mm", 1.510_416_666_666_667), "36:15:00");
        assert_eq!(show("[mm]:ss", 1.0), "24:00:00");
        assert_eq!(show("[h]:mm", -0.5), "-0.5");
    }

    #[test]
    fn the_days_of_the_week_are_days() {
        for code in ["aaaa", "[$-411]aaa", "ddd", "m/d(aaa)"] {
            assert_eq!(show(code, 43_633.0), "2019-06-17", "{code}");
        }
        assert_eq!(show("h:mm AM/PM", 0.573), "13:45:07");
    }

    #[test]
    fn general_stays_a_number_whatever_stands_beside_it() {
        for code in ["[DBNum1][$-411]General", "[Red]General", "GENERAL;-General", "General_)"] {
            assert_eq!(show(code, 43_633.0), "43633", "{code}");
        }
        assert_eq!(show("\"第\"General\"号\"", 5.0), "第5号");
        assert_eq!(show("\"第\"General\"号\"", 5.5), "5.5");
    }

    #[test]
    fn each_number_is_shown_by_the_section_for_it() {
        // What Excel calls 郵便番号 and 電話番号.
        let post = "[<=999]000;[<=9999]000\\-00;000\\-0000";
        for (value, shown) in
            [(1_600_022.0, "160-0022"), (60_022.0, "006-0022"), (6.0, "006"), (6022.0, "060-22")]
        {
            assert_eq!(show(post, value), shown);
        }
        let phone = "[<=99999999]####\\-####;\\(00\\)\\ ####\\-####";
        assert_eq!(show(phone, 312_345_678.0), "(03) 1234-5678");
        assert_eq!(show(phone, 12_345_678.0), "1234-5678");
        assert_eq!(show("[>=10]0\"以上\"", 5.0), "5");
        assert_eq!(show("[<>0]000;0", 0.0), "0");
        assert_eq!(show("###-####", 1_600_022.0), "160-0022");
        assert_eq!(show("###-####", 22.0), "-22");
        assert_eq!(show("###0", 22.0), "22");
    }

    #[test]
    fn built_in_formats_are_those_of_japanese_excel() {
        let show = |id| match NumberFormat::built_in(id).show(43_633.25, false) {
            ShownNumber::Day(day) if day.time() == Time::midnight() => day.date().to_string(),
            ShownNumber::Day(day) => day.to_string(),
            ShownNumber::Text(text) => text,
        };
        for id in (14..=17).chain(27..=31).chain(34..=36).chain(50..=58) {
            assert_eq!(show(id), "2019-06-17", "{id}");
        }
        for id in (18..=21).chain([32, 33, 45, 47]) {
            assert_eq!(show(id), "06:00:00", "{id}");
        }
        assert_eq!(show(22), "2019-06-17T06:00:00");
        for id in [0, 1, 3, 9, 37, 41, 48, 49, 59, 200] {
            assert_eq!(show(id), "43633.25", "{id}");
        }
    }

    #[test]
    fn eras_are_days() {
        for code in [
            "[$-411]ge.m.d",
            "[$-411]ggge\"年\"m\"月\"d\"日\";@",
            "[$-ja-JP-x-gannen]ggge\"年\"m\"月\"d\"日\"",
            "[DBNum1][$-411]ggge\"年\"m\"月\"d\"日\"",
            "[>=43586][$-411]\"令和\"e\"年\"m\"月\";[$-411]ggge\"年\"m\"月\"",
            "rr\"年\"",
            "r.m.d",
            "[$-411]e",
            "gggee",
            "yyyy\"年\"",
        ] {
            assert_eq!(show(code, 43_633.0), "2019-06-17", "{code}");
        }
        assert_eq!(show("0.0E+0", 5.0), "5");
        assert_eq!(show("\"令和\"0\"年\"", 5.0), "令和5年");
    }

    #[test]
    fn both_epochs_and_the_day_that_never_was() {
        let day = |value, epoch| match NumberFormat::built_in(14).show(value, epoch) {
            ShownNumber::Day(day) => day.date().to_string(),
            ShownNumber::Text(text) => text,
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
