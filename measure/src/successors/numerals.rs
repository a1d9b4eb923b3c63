//! Numbers as the titles and places of statutes write them.

/// A number below 1,000 in kanji.
pub(crate) fn kanji(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let place = |digit: u32, unit: &str| match digit {
        0 => String::new(),
        1 => unit.to_owned(),
        d => format!("{}{unit}", DIGITS[d as usize]),
    };
    format!("{}{}{}", place(n / 100, "百"), place(n / 10 % 10, "十"), DIGITS[(n % 10) as usize])
}

/// A number in full width.
pub(crate) fn full_width(n: u32) -> String {
    n.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect()
}
