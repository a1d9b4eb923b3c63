//! Converts years and dates of the Japanese eras to civil dates and back, in the notations that
//! officials use.

use std::fmt;

use jiff::civil::Date;

use super::numeral::number_prefix;
use super::scan::{self, skip_spaces};

/// An era since 明治.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治.
    Meiji,
    /// 大正.
    Taisho,
    /// 昭和.
    Showa,
    /// 平成.
    Heisei,
    /// 令和.
    Reiwa,
}

impl Era {
    /// Every era, oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The name in kanji.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The short name, as in 平27規則3, and the letter, as in H27.
    #[must_use]
    pub fn short_names(self) -> [char; 2] {
        match self {
            Self::Meiji => ['明', 'M'],
            Self::Taisho => ['大', 'T'],
            Self::Showa => ['昭', 'S'],
            Self::Heisei => ['平', 'H'],
            Self::Reiwa => ['令', 'R'],
        }
    }

    /// The year before its first.
    fn offset(self) -> i16 {
        match self {
            Self::Meiji => 1867,
            Self::Taisho => 1911,
            Self::Showa => 1925,
            Self::Heisei => 1988,
            Self::Reiwa => 2018,
        }
    }

    /// Its first day. 明治 starts on the day on which Japan adopted the present calendar: earlier months
    /// and days belong to another calendar.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Self::Meiji => jiff::civil::date(1873, 1, 1),
            Self::Taisho => jiff::civil::date(1912, 7, 30),
            Self::Showa => jiff::civil::date(1926, 12, 25),
            Self::Heisei => jiff::civil::date(1989, 1, 8),
            Self::Reiwa => jiff::civil::date(2019, 5, 1),
        }
    }

    /// Its last day. 明治 and 大正 ended on the day on which the next era began.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        match self {
            Self::Meiji => Some(Self::Taisho.first_day()),
            Self::Taisho => Some(Self::Showa.first_day()),
            Self::Showa => Some(jiff::civil::date(1989, 1, 7)),
            Self::Heisei => Some(jiff::civil::date(2019, 4, 30)),
            Self::Reiwa => None,
        }
    }

    /// The era and its year in which a date lies; `None` before 明治6年.
    #[must_use]
    pub fn of(date: Date) -> Option<(Self, u32)> {
        let era = Self::ALL.into_iter().rev().find(|e| date >= e.first_day())?;
        Some((era, u32::try_from(date.year() - era.offset()).ok()?))
    }
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A year as written, with or without an era.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EraYear {
    /// The era; `None` for a year such as 2015.
    pub era: Option<Era>,
    /// The year, 1 for 元年.
    pub year: u32,
}

/// A date as written, which may not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EraDate {
    /// The year.
    pub year: EraYear,
    /// The month, as written.
    pub month: u32,
    /// The day, as written.
    pub day: u32,
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The calendar has no such day.
    #[error("there is no such day")]
    NoSuchDay,
    /// The era did not include that day: 平成31年5月1日, 令和元年4月30日.
    #[error("{0} did not include that day")]
    OutsideEra(Era),
    /// The text does not have the form of a date.
    #[error("not a date")]
    NotADate,
}

impl EraDate {
    /// The civil date.
    ///
    /// # Errors
    /// The day does not exist or is outside its era.
    pub fn civil(self) -> Result<Date, DateError> {
        let offset = self.year.era.map_or(0, Era::offset);
        let year = i16::try_from(self.year.year)
            .ok()
            .and_then(|y| y.checked_add(offset))
            .ok_or(DateError::NoSuchDay)?;
        let month = i8::try_from(self.month).map_err(|_| DateError::NoSuchDay)?;
        let day = i8::try_from(self.day).map_err(|_| DateError::NoSuchDay)?;
        let date = Date::new(year, month, day).map_err(|_| DateError::NoSuchDay)?;
        match self.year.era {
            Some(era)
                if date < era.first_day() || era.last_day().is_some_and(|last| date > last) =>
            {
                Err(DateError::OutsideEra(era))
            }
            _ => Ok(date),
        }
    }
}

/// The notation of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearForm {
    /// 平成27年, 2015年.
    Full,
    /// 平27, H27: without 年.
    Short,
}

fn number_at(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let at = skip_spaces(chars, at);
    if scan::at(chars, at) == '元' {
        return Some((1, at + 1));
    }
    number_prefix(chars.get(at..)?).map(|(n, length)| (n, at + length))
}

/// Reads the year at the start of `chars`; returns it, its notation, and its length in characters.
#[must_use]
pub fn year_prefix(chars: &[char]) -> Option<(EraYear, YearForm, usize)> {
    let (first, second) = (scan::at(chars, 0), scan::at(chars, 1));
    let named = Era::ALL.into_iter().find(|e| e.name().chars().eq([first, second]));
    if let Some(era) = named {
        let (year, at) = number_at(chars, 2)?;
        let after = skip_spaces(chars, at);
        return Some(if scan::at(chars, after) == '年' {
            (EraYear { era: Some(era), year }, YearForm::Full, after + 1)
        } else {
            (EraYear { era: Some(era), year }, YearForm::Short, at)
        });
    }
    let short =
        Era::ALL.into_iter().find(|e| e.short_names().contains(&first.to_ascii_uppercase()));
    if let Some(era) = short {
        let (year, at) = number_at(chars, 1)?;
        if year == 0 || year > 99 {
            return None;
        }
        let full = scan::at(chars, at) == '年';
        return Some((EraYear { era: Some(era), year }, YearForm::Short, at + usize::from(full)));
    }
    let (year, at) = number_prefix(chars)?;
    (scan::at(chars, at) == '年' && (1868..=2200).contains(&year)).then_some((
        EraYear { era: None, year },
        YearForm::Full,
        at + 1,
    ))
}

/// Reads the date at the start of `chars`; returns it and its length in characters: 平成27年12月18日,
/// 平成二十七年十二月十八日, 平27.12.18, H27/12/18, 2015年12月18日.
#[must_use]
pub fn date_prefix(chars: &[char]) -> Option<(EraDate, usize)> {
    let (year, form, at) = year_prefix(chars)?;
    if form == YearForm::Short && matches!(scan::at(chars, at), '.' | '/' | '-' | '．' | '・') {
        let separator = scan::at(chars, at);
        let (month, at) = number_at(chars, at + 1)?;
        if scan::at(chars, at) != separator {
            return None;
        }
        let (day, at) = number_at(chars, at + 1)?;
        return Some((EraDate { year, month, day }, at));
    }
    let (month, at) = number_at(chars, at)?;
    let at = skip_spaces(chars, at);
    if scan::at(chars, at) != '月' {
        return None;
    }
    let (day, at) = number_at(chars, at + 1)?;
    let at = skip_spaces(chars, at);
    (scan::at(chars, at) == '日').then_some((EraDate { year, month, day }, at + 1))
}

/// Reads a whole text as a date in a Japanese form.
///
/// # Errors
/// The text is not a date, or the day does not exist or is outside its era.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let chars: Vec<char> = text.trim().chars().collect();
    match date_prefix(&chars) {
        Some((date, length)) if length == chars.len() => date.civil(),
        _ => Err(DateError::NotADate),
    }
}

/// A date as ordinances write it: 令和元年5月1日; `None` before 明治6年.
#[must_use]
pub fn format_date(date: Date) -> Option<String> {
    let (era, year) = Era::of(date)?;
    let year = if year == 1 { "元".to_owned() } else { year.to_string() };
    Some(format!("{era}{year}年{}月{}日", date.month(), date.day()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_forms_of_a_date() {
        for text in [
            "平成27年12月18日",
            "平成２７年１２月１８日",
            "平成二十七年十二月十八日",
            "平成　２７年　１２月　１８日",
            "平27.12.18",
            "H27/12/18",
            "Ｈ２７．１２．１８",
            "2015年12月18日",
        ] {
            assert_eq!(parse_date(text), Ok(date(2015, 12, 18)), "{text}");
        }
        assert_eq!(parse_date("平成27年12月"), Err(DateError::NotADate));
        assert_eq!(parse_date("27.12.18"), Err(DateError::NotADate));
    }

    #[test]
    fn eras_end_where_the_next_begins() {
        let outside = |era| Err(DateError::OutsideEra(era));
        assert_eq!(parse_date("平成31年4月30日"), Ok(date(2019, 4, 30)));
        assert_eq!(parse_date("平成31年5月1日"), outside(Era::Heisei));
        assert_eq!(parse_date("令和元年5月1日"), Ok(date(2019, 5, 1)));
        assert_eq!(parse_date("令和元年4月30日"), outside(Era::Reiwa));
        assert_eq!(parse_date("昭和64年1月7日"), Ok(date(1989, 1, 7)));
        assert_eq!(parse_date("昭和64年1月8日"), outside(Era::Showa));
        assert_eq!(parse_date("明治45年7月30日"), parse_date("大正元年7月30日"));
        assert_eq!(parse_date("大正15年12月25日"), parse_date("昭和元年12月25日"));
        assert_eq!(parse_date("明治6年1月1日"), Ok(date(1873, 1, 1)));
        assert_eq!(parse_date("明治5年12月1日"), outside(Era::Meiji));
        assert_eq!(parse_date("令和3年2月29日"), Err(DateError::NoSuchDay));
        assert_eq!(parse_date("令和99999年2月1日"), Err(DateError::NoSuchDay));
    }

    #[test]
    fn years_alone() {
        let chars: Vec<char> = "令元規則8".chars().collect();
        let year = EraYear { era: Some(Era::Reiwa), year: 1 };
        assert_eq!(year_prefix(&chars), Some((year, YearForm::Short, 2)));
        let chars: Vec<char> = "大和市".chars().collect();
        assert_eq!(year_prefix(&chars), None);
    }

    proptest! {
        #[test]
        fn dates_go_both_ways(days in 0i32..90_000) {
            let day = date(1873, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(parse_date(&format_date(day).unwrap()), Ok(day));
        }

        #[test]
        fn no_text_panics(text in "[平成令和元HhＨ0-9０-９年月日. 十二]{0,14}") {
            let _ = parse_date(&text);
        }
    }
}
