//! The title, kind and number of an instrument, as citations and headings write them.

mod kind;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text::era::{Era, YearForm, year_prefix};
use crate::text::fold_ascii;
use crate::text::numeral::number_prefix;
use crate::text::scan::{self, skip_spaces, starts};

pub use kind::Kind;

/// The number of an instrument, each part as far as the text gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstrumentNumber {
    /// The era of the year.
    #[serde(serialize_with = "write_era", deserialize_with = "read_era")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "era_schema"))]
    pub era: Option<Era>,
    /// The year; 1 for 元年.
    pub year: Option<u32>,
    /// The month, where it is part of the number (平成14年3月条例第8号). The month of a full date
    /// is none.
    pub month: Option<u32>,
    /// Who issued it, where the number says so: 大和市, 厚生省, 選挙管理委員会.
    pub issuer: Option<String>,
    /// 条例, 規則, 教育委員会規則, ….
    pub kind: Option<String>,
    /// The number; null if it was left blank.
    pub number: Option<u32>,
}

fn write_era<S: Serializer>(era: &Option<Era>, s: S) -> Result<S::Ok, S::Error> {
    era.map(Era::name).serialize(s)
}

#[cfg(feature = "schema")]
fn era_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let names: Vec<Option<&str>> = Era::ALL.iter().map(|e| Some(e.name())).chain([None]).collect();
    schemars::json_schema!({"type": ["string", "null"], "enum": names})
}

fn read_era<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Era>, D::Error> {
    let Some(name) = Option::<String>::deserialize(d)? else { return Ok(None) };
    let era = Era::ALL.into_iter().find(|e| e.name() == name);
    era.map(Some).ok_or_else(|| de::Error::custom("unknown era"))
}

impl InstrumentNumber {
    /// True if two numbers can be the same one: no part that both give differs.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        fn agree<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        agree(self.era.as_ref(), other.era.as_ref())
            && agree(self.year.as_ref(), other.year.as_ref())
            && agree(self.kind.as_ref(), other.kind.as_ref())
            && agree(self.issuer.as_ref(), other.issuer.as_ref())
            && self.number == other.number
    }
}

impl fmt::Display for InstrumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(era) = self.era {
            f.write_str(era.name())?;
        }
        match self.year {
            Some(1) if self.era.is_some() => f.write_str("元年")?,
            Some(year) => write!(f, "{year}年")?,
            None => {}
        }
        if let Some(month) = self.month {
            write!(f, "{month}月")?;
        }
        if let Some(issuer) = &self.issuer {
            f.write_str(issuer)?;
        }
        // The 省 of 厚生省令 belongs to the issuer and to the kind.
        let kind = self.kind.as_deref().unwrap_or_default();
        let shared = self.issuer.as_deref().is_some_and(|i| i.ends_with(['省', '府']))
            && matches!(kind, "省令" | "府令");
        f.write_str(if shared { "令" } else { kind })?;
        match self.number {
            Some(n) => write!(f, "第{n}号"),
            None => f.write_str("第　号"),
        }
    }
}

/// An instrument as a citation names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its title, where it is given.
    pub title: Option<String>,
    /// Its kind.
    pub kind: Kind,
    /// Its number, where it is given.
    pub number: Option<InstrumentNumber>,
}

impl Instrument {
    /// Creates an instrument; its kind follows from title and number.
    #[must_use]
    pub fn new(title: Option<String>, number: Option<InstrumentNumber>) -> Self {
        let kind = Kind::of(title.as_deref(), number.as_ref());
        Self { title, kind, number }
    }
}

/// The kinds of numbered instruments; a longer one comes before one that it ends with.
const NUMBERED: &[&str] = &[
    "教育委員会規則",
    "教委規則",
    "条例",
    "規則",
    "規程",
    "訓令甲",
    "訓令乙",
    "訓令",
    "庁達",
    "内訓",
    "告示",
    "要綱",
    "要領",
    "法律",
    "政令",
    "省令",
    "府令",
    "勅令",
    "規約",
    "内規",
    "公告",
    "通達",
    "達",
];

/// Reads the number of an instrument at the start of `chars`: 平成27年規則第28号, 平29条例2,
/// 大和郡山市条例第27号, 条例第　号. Returns the number and the count of its characters.
#[must_use]
pub fn number_prefix_of(chars: &[char]) -> Option<(InstrumentNumber, usize)> {
    let mut number = InstrumentNumber::default();
    let mut at = 0;
    let mut short = false;
    if let Some((year, form, length)) = year_prefix(chars) {
        number.era = year.era;
        number.year = Some(year.year);
        short = form == YearForm::Short;
        at = month_and_day(chars, length, &mut number);
    }
    at = skip_spaces(chars, at);
    let (kind_at, kind) = find_kind(chars, at)?;
    let issuer: String = chars.get(at..kind_at)?.iter().collect();
    let issuer = fold_ascii(&issuer).trim().to_owned();
    if number.year.is_none() && !issuer.is_empty() && !is_issuer(&issuer) {
        return None;
    }
    let after = kind_at + kind.chars().count();
    let (value, end) = value_after(chars, after, short || number.year.is_some())?;
    // 第〇号 leaves the number open; none is 0.
    number.number = value.filter(|n| *n > 0);
    let (issuer, kind) = split_issuer(issuer, kind);
    number.issuer = Some(issuer).filter(|i| !i.is_empty());
    number.kind = Some(kind);
    Some((number, end))
}

/// Takes 3月 or 3月30日 after the year; only a month without a day is part of the number.
fn month_and_day(chars: &[char], from: usize, number: &mut InstrumentNumber) -> usize {
    let read = |at: usize, unit: char| {
        let at = skip_spaces(chars, at);
        let (n, length) = number_prefix(chars.get(at..)?)?;
        let end = skip_spaces(chars, at + length);
        (scan::at(chars, end) == unit).then_some((n, end + 1))
    };
    let Some((month, at)) = read(from, '月') else { return from };
    match read(at, '日') {
        Some((_, end)) => end,
        None => {
            number.month = Some(month);
            at
        }
    }
}

/// Finds the first kind followed by a number, after the name of an issuer; returns its index.
fn find_kind(chars: &[char], from: usize) -> Option<(usize, &'static str)> {
    const LONGEST_ISSUER: usize = 30;
    for at in from..from + LONGEST_ISSUER {
        let c = scan::at(chars, at);
        if matches!(c, '\0' | '\n' | '(' | ')' | '「' | '」' | '、' | '。' | '第' | ',' | ':' | ';')
            || c.is_ascii_digit()
        {
            return None;
        }
        let found = NUMBERED.iter().find(|kind| {
            starts(chars, at, kind) && {
                let after = skip_spaces(chars, at + kind.chars().count());
                let next = chars.get(after..).unwrap_or_default();
                scan::at(chars, after) == '第' || number_prefix(next).is_some()
            }
        });
        if let Some(kind) = found {
            return Some((at, kind));
        }
    }
    None
}

/// Reads the value after the kind: 第28号, 第　号 (blank), or a bare 28 in a short form.
fn value_after(chars: &[char], at: usize, bare_allowed: bool) -> Option<(Option<u32>, usize)> {
    let at = skip_spaces(chars, at);
    if scan::at(chars, at) != '第' {
        if !bare_allowed {
            return None;
        }
        let (n, length) = number_prefix(chars.get(at..)?)?;
        let end = at + length;
        return match scan::at(chars, end) {
            '号' => Some((Some(n), end + 1)),
            '条' | '項' | '年' | '月' => None,
            _ => Some((Some(n), end)),
        };
    }
    let inner = skip_blanks(chars, at + 1);
    if scan::at(chars, inner) == '号' {
        return Some((None, inner + 1));
    }
    let inner = skip_spaces(chars, at + 1);
    let (n, length) = number_prefix(chars.get(inner..)?)?;
    let end = skip_spaces(chars, inner + length);
    // A branch of the number is left: 規則第3号の2.
    (scan::at(chars, end) == '号').then_some((Some(n), end + 1))
}

/// Skips the characters that fill the place of a blank number.
fn skip_blanks(chars: &[char], mut at: usize) -> usize {
    while matches!(
        scan::at(chars, at),
        ' ' | '\t'
            | '○'
            | '〇'
            | '◯'
            | '●'
            | '_'
            | '×'
            | 'X'
            | 'x'
            | '*'
            | '・'
            | '…'
            | '-'
            | '―'
            | '－'
    ) {
        at += 1;
    }
    at
}

fn is_issuer(name: &str) -> bool {
    const ENDS: [&str; 16] = [
        "都",
        "道",
        "府",
        "県",
        "市",
        "区",
        "町",
        "村",
        "組合",
        "連合",
        "委員会",
        "教委",
        "省",
        "庁",
        "団",
        "局",
    ];
    ENDS.iter().any(|e| name.ends_with(e)) && !name.contains(['の', 'に', 'を', 'る'])
        || name.ends_with("管理者")
}

/// Splits issuer and kind where their names overlap: 教育委員会規則 and 厚生省令.
fn split_issuer(issuer: String, kind: &str) -> (String, String) {
    match kind {
        "教育委員会規則" | "教委規則" => (issuer, "教育委員会規則".to_owned()),
        "規則" => match issuer.strip_suffix("教育委員会").or(issuer.strip_suffix("教委")) {
            Some(rest) => (rest.to_owned(), "教育委員会規則".to_owned()),
            None => (issuer, kind.to_owned()),
        },
        "省令" if !issuer.is_empty() && !issuer.ends_with("主務") => {
            (format!("{issuer}省"), kind.to_owned())
        }
        "府令" if !issuer.is_empty() => (format!("{issuer}府"), kind.to_owned()),
        _ => (issuer, kind.to_owned()),
    }
}

#[cfg(test)]
mod tests;
