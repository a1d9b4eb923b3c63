//! A day in forms and tables: read in every usual notation, written as ISO 8601.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::era::{self, DateError};
use super::fold_ascii;

/// A day of the civil calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Reads `2019-06-17`, `2019/6/17`, `2019.6.17`, `2019年6月17日`, `20190617`, `令和元年6月17日`, `R1.6.17`, in
/// either width, optionally followed by a time of midnight, which spreadsheets add.
impl FromStr for Day {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded = fold_ascii(text.trim());
        let day = folded.strip_suffix(" 00:00:00").or(folded.strip_suffix(" 0:00"));
        let day = day.unwrap_or(&folded).trim();
        let parts = common(day).map_or_else(|| era::parse_date(day), civil);
        parts.map(Self)
    }
}

/// Splits a date of the common calendar into year, month and day; `None` for other forms.
fn common(text: &str) -> Option<(i16, i8, i8)> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some((
            text.get(..4)?.parse().ok()?,
            text.get(4..6)?.parse().ok()?,
            text.get(6..)?.parse().ok()?,
        ));
    }
    let plain = text.replace(['年', '月'], "-").replace(['/', '.'], "-");
    let mut parts = plain.trim_end_matches('日').split('-').map(str::trim);
    let mut number = || {
        let part = parts.next()?;
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then_some(part)
    };
    let year = number().filter(|y| y.len() == 4)?.parse().ok()?;
    let month = number()?.parse().ok()?;
    let day = number()?.parse().ok()?;
    parts.next().is_none().then_some((year, month, day))
}

fn civil((year, month, day): (i16, i8, i8)) -> Result<Date, DateError> {
    // A year before 1868 or after 2200 in a form is a typing error.
    if !(1868..=2200).contains(&year) {
        return Err(DateError::NoSuchDay);
    }
    Date::new(year, month, day).map_err(|_| DateError::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_in_the_notations_of_forms_and_spreadsheets() {
        let day = Ok(Day(jiff::civil::date(2019, 6, 17)));
        for text in [
            "2019-06-17",
            "2019/6/17",
            "2019.06.17",
            "２０１９年６月１７日",
            "20190617",
            " 2019/6/17 0:00",
            "2019-06-17 00:00:00",
            "令和元年6月17日",
            "令和元年六月十七日",
            "R1.6.17",
        ] {
            assert_eq!(text.parse(), day, "{text}");
        }
        for text in ["2019-6", "6/17/2019", "43633", "19-06-17", "2019-06-17-1", "", "６月"] {
            assert_eq!(text.parse::<Day>(), Err(DateError::NotADate), "{text}");
        }
    }

    #[test]
    fn days_that_no_calendar_has() {
        for text in ["2019-02-29", "20191301", "0019-06-17", "平成30年2月29日"] {
            assert_eq!(text.parse::<Day>(), Err(DateError::NoSuchDay), "{text}");
        }
        for text in ["平成31年5月1日", "令和元年4月30日"] {
            assert!(matches!(text.parse::<Day>(), Err(DateError::OutsideEra(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(days in 0_i64..119_799) {
            let date = jiff::civil::date(1873, 1, 1).saturating_add(jiff::Span::new().days(days));
            let day = Day(date);
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            let of_an_era = era::format_date(date).unwrap();
            prop_assert_eq!(of_an_era.parse(), Ok(day));
        }

        #[test]
        fn no_text_panics(text in "[0-9年月日/. 令和元平成RH-]{0,16}") {
            let _ = text.parse::<Day>();
        }
    }
}
