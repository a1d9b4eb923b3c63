//! The title, kind and number of an instrument, as citations and headings write them.

mod issuer;
mod kind;
mod reading;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text::era::Era;

pub use kind::Kind;
pub use reading::{number_line, number_prefix_of};

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
        let issued = agree(self.kind.as_ref(), other.kind.as_ref())
            && agree(self.issuer.as_ref(), other.issuer.as_ref());
        agree(self.era.as_ref(), other.era.as_ref())
            && agree(self.year.as_ref(), other.year.as_ref())
            && (issued || self.is_short_for(other) || other.is_short_for(self))
            && self.number == other.number
    }

    /// True if issuer and kind are short for those of another number: 水管規程 for 水道事業管理規程, 選管告示 for 選挙管理委員会告示.
    fn is_short_for(&self, other: &Self) -> bool {
        const LONGEST: usize = 3;
        let (Some(short), Some(full)) = (&self.issuer, &other.issuer) else { return false };
        let words = |n: &Self| n.kind.clone().unwrap_or_default();
        let mut rest = full.chars().chain(words(other).chars()).collect::<Vec<_>>().into_iter();
        let length = short.chars().count();
        length <= LONGEST
            && length < full.chars().count()
            && !issuer::is_government(short)
            && short.chars().chain(words(self).chars()).all(|c| rest.any(|r| r == c))
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

#[cfg(test)]
mod tests;
