//! The machine's date and time, which the core never reads itself.

use jiff::civil::Date;

/// Returns today's date in the person's time zone.
#[must_use]
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    // A browser's date is in these ranges, so the fallback, the day the network started, is not used.
    let small = |n: u32| i8::try_from(n).ok();
    i16::try_from(year)
        .ok()
        .zip(small(month).zip(small(day)))
        .and_then(|(year, (month, day))| Date::new(year, month, day).ok())
        .unwrap_or(jiff::civil::date(2017, 7, 18))
}

/// Returns the time of day, such as `14:03`.
#[must_use]
pub fn hour_and_minute() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}
