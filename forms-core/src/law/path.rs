//! The place of a provision in an instrument: 条, 項, 号 and below, 附則, 別表, and the part of a sentence
//! that is meant.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::instrument::InstrumentNumber;
use crate::text::numeral::number_prefix;

/// The part of an instrument that a provision belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Division {
    /// 本則.
    Main,
    /// 附則, the Nth in the text, from 1.
    Supplementary(u32),
    /// 附則 of the amending rule with this number; which one it is shows only in a text.
    Amending(InstrumentNumber),
}

/// 本則 or a 附則.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Division"))]
#[serde(untagged)]
enum DivisionDocument<'a> {
    /// 本則.
    Main(MainDocument),
    /// 附則, by its place in the text.
    Supplementary {
        /// Its place among the 附則 of the text, from 1.
        supplementary: u32,
    },
    /// 附則 of an amending rule, not yet looked up in a text.
    Amending {
        /// The number of the amending rule.
        amending: &'a InstrumentNumber,
        /// Always null.
        supplementary: (),
    },
}

/// The word for 本則.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Main", inline))]
#[serde(rename_all = "lowercase")]
enum MainDocument {
    /// 本則.
    Main,
}

impl Serialize for Division {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let document = match self {
            Self::Main => DivisionDocument::Main(MainDocument::Main),
            Self::Supplementary(n) => DivisionDocument::Supplementary { supplementary: *n },
            Self::Amending(amending) => DivisionDocument::Amending { amending, supplementary: () },
        };
        document.serialize(s)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Division {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Division".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<DivisionDocument<'_>>()
    }
}

impl<'de> Deserialize<'de> for Division {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(d)?;
        if value == "main" {
            return Ok(Self::Main);
        }
        if let Some(n) = value.get("supplementary").and_then(Value::as_u64) {
            return u32::try_from(n).map(Self::Supplementary).map_err(de::Error::custom);
        }
        match value.get("amending") {
            Some(number) => serde_json::from_value(number.clone())
                .map(Self::Amending)
                .map_err(de::Error::custom),
            None => Err(de::Error::custom("a division is \"main\" or names a 附則")),
        }
    }
}

/// A table and a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TableRef {
    /// 別表, 別表第1, 別表第1の2; 表 for a table inside an article.
    pub name: String,
    /// The row: its number, such as 6 or 69の2, or the words that head it. Where rows count again in each band
    /// (部), its band comes first: 2の部の3; the whole band is 2の部.
    pub row: Option<String>,
    /// The column, such as 右欄 or 第2欄.
    pub column: Option<String>,
}

impl TableRef {
    /// Returns the words that head the row; `None` if it has a number.
    #[must_use]
    pub fn row_words(&self) -> Option<&str> {
        self.row.as_deref().filter(|row| !is_row_number(row))
    }

    /// Returns the band (部) of the row and, unless the whole band is meant, its name in the band. `None` for a
    /// row outside any band.
    #[must_use]
    pub fn band(&self) -> Option<(&str, Option<&str>)> {
        let row = self.row.as_deref()?;
        match row.split_once(IN_BAND) {
            Some((band, row)) if !band.is_empty() && !row.is_empty() => Some((band, Some(row))),
            _ => row.strip_suffix(BAND).filter(|b| !b.is_empty()).map(|band| (band, None)),
        }
    }

    /// Returns another row in the band of this one; `None` if this one is in no band or the other names its own.
    pub(super) fn with_row_in_band(&self, row: &str) -> Option<String> {
        let (band, Some(_)) = self.band()? else { return None };
        (!row.contains(BAND)).then(|| format!("{band}{IN_BAND}{row}"))
    }
}

/// The end of the name of a band, and what joins it to the row in it.
const BAND: &str = "の部";
const IN_BAND: &str = "の部の";

/// True for the number of a row with its branches: 6, 69の2.
pub(super) fn is_row_number(row: &str) -> bool {
    row.split('の').all(is_number)
}

/// True for numbers of a row or of its band of which one is 0: 0, 1の0, 0の部の2.
pub(super) fn is_zero_row(row: &str) -> bool {
    let numbers = row.replace(BAND, "");
    let mut parts = numbers.split('の');
    let digits = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    parts.clone().all(digits) && parts.any(|n| n == "0")
}

/// True if a text is a number in the form of row numbers, from 1, without leading zeros.
fn is_number(digits: &str) -> bool {
    let chars: Vec<char> = digits.chars().collect();
    number_prefix(&chars).is_some_and(|(n, _)| n > 0 && n.to_string() == digits)
}

/// The part of a provision that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Part"))]
#[serde(rename_all = "snake_case")]
pub enum SentencePart {
    /// ただし書.
    Proviso,
    /// 本文, what is not the ただし書.
    MainText,
    /// 前段.
    FirstSentence,
    /// 後段.
    SecondSentence,
    /// 柱書, 各号列記以外の部分.
    Chapeau,
}

/// How deep a citation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// A whole 附則.
    Supplementary,
    /// 条.
    Article,
    /// 項.
    Paragraph,
    /// A whole table.
    Table,
    /// A row of a table.
    TableRow,
    /// 号.
    Item,
    /// イ, (1) and anything else below 号.
    Subitem,
}

/// The place of a provision. What a citation does not name is null or empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProvisionPath {
    /// 本則 or which 附則.
    pub division: Division,
    /// The 条: 第3条の2 is `[3, 2]`; null if the text has none.
    pub article: Option<Vec<u32>>,
    /// 項. An article's only paragraph is 第1項.
    pub paragraph: Option<u32>,
    /// 第4号の2 is `[4, 2]`.
    pub item: Option<Vec<u32>>,
    /// Below 号, outermost first, each as written once normalised.
    pub subitems: Vec<String>,
    /// The table and row, if the provision is in a table.
    pub table: Option<TableRef>,
    /// ただし書 and the like.
    pub part: Option<SentencePart>,
}

impl Default for ProvisionPath {
    fn default() -> Self {
        Self {
            division: Division::Main,
            article: None,
            paragraph: None,
            item: None,
            subitems: Vec::new(),
            table: None,
            part: None,
        }
    }
}

impl ProvisionPath {
    /// Returns the path of an article of the 本則.
    #[must_use]
    pub fn article(numbers: &[u32]) -> Self {
        Self { article: Some(numbers.to_vec()), ..Self::default() }
    }

    /// True if the path names nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// True if a number of the path is 0, which no provision has. `quoted` is true if the words of its row were in
    /// quotation marks: a row may be headed by 「0」.
    pub(super) fn has_zero(&self, quoted: bool) -> bool {
        let zero = |numbers: &Option<Vec<u32>>| numbers.as_ref().is_some_and(|n| n.contains(&0));
        let words = |words: &str| {
            words
                .trim_start_matches("別表")
                .trim_start_matches('第')
                .split('の')
                .any(|n| n.trim_matches(['(', ')']) == "0")
        };
        let table = self.table.as_ref().is_some_and(|t| {
            words(&t.name) || !quoted && t.row.as_deref().is_some_and(is_zero_row)
        });
        zero(&self.article)
            || self.paragraph == Some(0)
            || zero(&self.item)
            || table
            || self.subitems.iter().any(|label| words(label))
    }

    /// Returns the deepest level that the path names; a part of a provision counts as the provision.
    #[must_use]
    pub fn granularity(&self) -> Granularity {
        if !self.subitems.is_empty() {
            Granularity::Subitem
        } else if self.item.is_some() {
            Granularity::Item
        } else if let Some(table) = &self.table {
            if table.row.is_some() { Granularity::TableRow } else { Granularity::Table }
        } else if self.paragraph.is_some() {
            Granularity::Paragraph
        } else if self.article.is_some() || self.division == Division::Main {
            Granularity::Article
        } else {
            Granularity::Supplementary
        }
    }

    /// Returns the same path without the part of the sentence.
    #[must_use]
    pub fn without_part(&self) -> Self {
        Self { part: None, ..self.clone() }
    }

    /// Returns the path one level up: from 号 to 項, from 項 to 条. `None` at the top.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let mut up = self.without_part();
        if self.part.is_some() {
            return Some(up);
        }
        if up.subitems.pop().is_some() || up.item.take().is_some() {
            return Some(up);
        }
        if let Some(table) = &mut up.table {
            table.column = None;
            let band = match table.band() {
                Some((band, Some(_))) => Some(format!("{band}{BAND}")),
                _ => None,
            };
            if std::mem::replace(&mut table.row, band).is_none() {
                up.table = None;
            }
        } else if up.paragraph.take().is_none() && up.article.take().is_none() {
            return None;
        }
        Some(up)
    }

    /// True if this path is below another one or equal to it.
    #[must_use]
    pub fn lies_in(&self, outer: &Self) -> bool {
        self.division == outer.division
            && (outer.article.is_none() || self.article == outer.article)
            && (outer.paragraph.is_none() || self.paragraph == outer.paragraph)
            && (outer.item.is_none() || self.item == outer.item)
            && self.subitems.starts_with(&outer.subitems)
            && match (&outer.table, &self.table) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(o), Some(s)) => {
                    // Only a whole band has rows below it; nearly no row is one.
                    let may_have = o.row.as_deref().is_some_and(|row| row.ends_with(BAND));
                    let band = || {
                        may_have
                            && match (o.band(), s.band()) {
                                (Some((outer, None)), Some((own, _))) => outer == own,
                                _ => false,
                            }
                    };
                    o.name == s.name && (o.row.is_none() || o.row == s.row || band())
                }
            }
    }
}
