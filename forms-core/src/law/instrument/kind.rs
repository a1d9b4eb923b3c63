//! Determines the kind of an instrument from its title and number.

use serde::{Deserialize, Serialize};

use super::InstrumentNumber;

/// The kind of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Kind {
    /// 法律.
    #[serde(rename = "法律")]
    Act,
    /// 政令.
    #[serde(rename = "政令")]
    CabinetOrder,
    /// 省令, 府令.
    #[serde(rename = "省令")]
    MinisterialOrdinance,
    /// 条例.
    #[serde(rename = "条例")]
    Ordinance,
    /// 規則.
    #[serde(rename = "規則")]
    Rule,
    /// 教育委員会規則.
    #[serde(rename = "教育委員会規則")]
    BoardOfEducationRule,
    /// 規程.
    #[serde(rename = "規程")]
    Regulation,
    /// 訓令.
    #[serde(rename = "訓令")]
    Directive,
    /// 要綱, 要領.
    #[serde(rename = "要綱")]
    Guideline,
    /// 告示.
    #[serde(rename = "告示")]
    Notice,
    /// 規約, 協定 and others.
    #[serde(rename = "other")]
    Other,
}

impl Kind {
    /// Returns the kind in the last words of a title.
    #[must_use]
    pub fn of_title(title: &str) -> Option<Self> {
        ENDINGS.iter().find(|(ending, _)| title.ends_with(ending)).map(|(_, kind)| *kind)
    }

    /// Returns the kind in a number: the 規則 of 規則第28号.
    #[must_use]
    pub fn of_number(kind: &str) -> Self {
        match kind {
            "教育委員会規則" => Self::BoardOfEducationRule,
            "法律" => Self::Act,
            "政令" | "勅令" => Self::CabinetOrder,
            "省令" | "府令" => Self::MinisterialOrdinance,
            _ => {
                let kind = kind.trim_end_matches(['甲', '乙', '丙', '丁']);
                Self::of_title(kind).unwrap_or(Self::Other)
            }
        }
    }

    /// Returns the kind of an instrument by title and number. The number is more exact if the title only has 規則;
    /// the title counts if a 要綱 is issued as 告示.
    #[must_use]
    pub fn of(title: Option<&str>, number: Option<&InstrumentNumber>) -> Self {
        let by_title = title.and_then(Self::of_title);
        let by_number = number
            .and_then(|n| n.kind.as_deref())
            .map(Self::of_number)
            .filter(|k| *k != Self::Other);
        match (by_title, by_number) {
            (None | Some(Self::Other | Self::Rule | Self::CabinetOrder), Some(kind)) => kind,
            (Some(kind), _) => kind,
            (None, None) => Self::Other,
        }
    }
}

/// The endings of titles, longer ones before the shorter ones that they end with.
const ENDINGS: &[(&str, Kind)] = &[
    ("法施行規則", Kind::MinisterialOrdinance),
    ("法律施行規則", Kind::MinisterialOrdinance),
    ("教育委員会規則", Kind::BoardOfEducationRule),
    ("条例", Kind::Ordinance),
    ("規則", Kind::Rule),
    ("細則", Kind::Rule),
    ("規程", Kind::Regulation),
    ("訓令", Kind::Directive),
    ("訓令甲", Kind::Directive),
    ("訓令乙", Kind::Directive),
    ("要綱", Kind::Guideline),
    ("要領", Kind::Guideline),
    ("告示", Kind::Notice),
    ("法律", Kind::Act),
    ("憲法", Kind::Act),
    ("省令", Kind::MinisterialOrdinance),
    ("府令", Kind::MinisterialOrdinance),
    ("主務省令", Kind::MinisterialOrdinance),
    ("命令", Kind::MinisterialOrdinance),
    ("政令", Kind::CabinetOrder),
    ("勅令", Kind::CabinetOrder),
    ("令", Kind::CabinetOrder),
    ("法", Kind::Act),
    ("規約", Kind::Other),
    ("協定", Kind::Other),
    ("協定書", Kind::Other),
    ("覚書", Kind::Other),
    ("契約書", Kind::Other),
    ("基準", Kind::Other),
    ("指針", Kind::Other),
    ("内規", Kind::Other),
    ("方針", Kind::Other),
];
