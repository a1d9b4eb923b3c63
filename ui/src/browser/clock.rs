//! The machine's date and time, which the core never reads itself.

use jiff::civil::Date;

/// Today where the person is.
#[must_use]
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    // A browser's date has these ranges already; the fallback is the day the network started.
    let small = |n: u32| i8::try_from(n).ok();
    i16::try_from(year)
        .ok()
        .zip(small(month).zip(small(day)))
        .and_then(|(year, (month, day))| Date::new(year, month, day).ok())
        .unwrap_or(jiff::civil::date(2017, 7, 18))
}

/// The time of day, such as `14:03`.
#[must_use]
pub fn hour_and_minute() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}
