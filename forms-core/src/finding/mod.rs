//! Findings: codes, severities, locations, and their words in two languages.
//!
//! Codes and severities are in `catalogue/codes.toml`, the words in `messages/ja.toml` and
//! `messages/en.toml`, and the build stops if one of them is missing.

pub(crate) mod catalogue;
mod choice;
mod document;
mod location;
mod position;
mod text;
mod wording;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use catalogue::{Catalogue, CodeCases};
pub use choice::UnknownChoice;
pub(crate) use choice::choice;
pub(crate) use document::{FindingDocument, to_value};
pub use location::{Location, Pointer};
pub use position::{
    CellPosition, CellRange, ColumnName, MAX_COLUMNS, MAX_ROWS, NoCell, column_letters,
};
pub use text::{Lang, Text};
pub(crate) use wording::fill;

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Words that rules put into the values of findings.
pub(crate) mod value {
    include!(concat!(env!("OUT_DIR"), "/value_words.rs"));
}

choice! {
    /// The severity of a finding.
    Severity {
        /// Good to know.
        Info = "info",
        /// A person must look.
        Warning = "warning",
        /// It would be sent back.
        Error = "error",
        /// The package cannot be judged further.
        Fatal = "fatal",
    }
}

impl Severity {
    /// Returns whether it stops a package from being handed in.
    #[must_use]
    pub fn stops(self) -> bool {
        self >= Self::Error
    }
}

struct CodeFacts {
    name: &'static str,
    severity: Severity,
    source: &'static str,
    args: &'static [&'static str],
    word_args: &'static [&'static str],
    code_args: &'static [&'static str],
    place_args: &'static [&'static str],
    no_letter: Option<&'static str>,
}

/// The words of one code in one language.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CodeText {
    /// A short name for the mistake.
    pub title: &'static str,
    /// What is wrong, with `{argument}` places.
    #[serde(skip)]
    pub message: &'static str,
    /// What the applicant has to do now, with `{argument}` places.
    #[serde(skip)]
    pub hint: &'static str,
    /// What the reviewer has to do now, with `{argument}` places.
    #[serde(skip)]
    pub review: &'static str,
    /// What a letter asks the applicant for, with `{argument}` places; `None` for a code that never stands in one.
    #[serde(skip)]
    pub letter: Option<&'static str>,
    /// The usual cause of the mistake.
    pub cause: &'static str,
    /// The remedy, without arguments.
    pub remedy: &'static str,
    /// The wordings of its `word` arguments, by key, in order of the keys.
    #[serde(skip)]
    words: &'static [(&'static str, &'static str)],
}

impl CodeText {
    /// The wording of a `word` argument; none where the code has no such word.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<&'static str> {
        self.words.iter().find(|(k, _)| *k == key).map(|(_, wording)| *wording)
    }
}

impl Code {
    /// Every code of the catalogue, in order.
    #[must_use]
    pub fn all() -> &'static [Self] {
        ALL
    }

    /// The code as written, such as `LAW-002`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// The severity of the code unless a pack says otherwise.
    #[must_use]
    pub fn default_severity(self) -> Severity {
        self.facts().severity
    }

    /// The source of the norm: a page of the official papers, a law, or our own decision.
    #[must_use]
    pub fn source(self) -> &'static str {
        self.facts().source
    }

    /// The source of the norm in Japanese words that its reader can look up: 「…説明資料」（令和元年6月）14頁.
    #[must_use]
    pub fn source_words(self) -> String {
        let named: Vec<String> = self.source().split("; ").map(source_named).collect();
        named.join("、")
    }

    /// The names of its arguments.
    #[must_use]
    pub fn arg_names(self) -> &'static [&'static str] {
        self.facts().args
    }

    /// The reason why it never stands in a letter to an applicant; `None` for one that can.
    #[must_use]
    pub fn no_letter(self) -> Option<&'static str> {
        self.facts().no_letter
    }

    /// The words of the code in a language.
    #[must_use]
    #[allow(clippy::indexing_slicing)] // generated together with the enum, one for each code
    pub fn text(self, lang: Lang) -> &'static CodeText {
        match lang {
            Lang::Ja => &MESSAGES_JA[self as usize],
            Lang::En => &MESSAGES_EN[self as usize],
        }
    }

    #[allow(clippy::indexing_slicing)] // generated together with the enum, one for each code
    fn facts(self) -> &'static CodeFacts {
        &FACTS[self as usize]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Spells out one source such as `S2 p.13-14`.
fn source_named(source: &str) -> String {
    let (short, rest) = source.split_once(' ').unwrap_or((source, ""));
    let Some((_, name)) = SOURCES.iter().find(|(known, _)| *known == short) else {
        return source.to_owned();
    };
    let places = rest.split(", ").filter(|place| !place.is_empty());
    let places: Vec<String> = places
        .map(|place| match place.strip_prefix("p.") {
            Some(pages) => format!("{}頁", pages.replace('-', "～")),
            None => place.to_owned(),
        })
        .collect();
    format!("{name}{}", places.join("、"))
}

/// A word that is no code of this catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a finding code of this version")]
pub struct UnknownCode(pub String);

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        ALL.iter().copied().find(|c| c.as_str() == s).ok_or_else(|| UnknownCode(s.to_owned()))
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'_, str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Code {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = ALL.iter().map(|c| c.as_str()).collect();
        schemars::json_schema!({"type": "string", "enum": names})
    }
}

/// The value of one argument of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ArgValue {
    /// A count or a size.
    Number(u64),
    /// A piece of the user's own text, or a name.
    Text(String),
    /// Several of them.
    List(Vec<String>),
}

/// One thing that a check found, with its arguments and its place but no words yet.
///
/// Made by the generated constructors in [`make`], so that no argument can be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The code of the mistake.
    pub code: Code,
    /// The severity under the form pack.
    pub severity: Severity,
    /// The place of the mistake.
    pub location: Location,
    /// The values that the message is made of, by argument name.
    pub args: Vec<(String, ArgValue)>,
}

impl Finding {
    pub(crate) fn new(code: Code, args: Vec<(&str, ArgValue)>) -> Self {
        Self {
            code,
            severity: code.default_severity(),
            location: Location::default(),
            args: args.into_iter().map(|(n, v)| (n.to_owned(), v)).collect(),
        }
    }

    /// Compares two findings by place, then by code: the order of every report. See [`Location`].
    #[must_use]
    pub fn by_place(&self, other: &Self) -> Ordering {
        (&self.location, self.code).cmp(&(&other.location, other.code))
    }

    /// The same finding at a place.
    #[must_use]
    pub fn at(mut self, location: impl Into<Location>) -> Self {
        self.location = location.into();
        self
    }

    /// The value of an argument; `None` if the finding has no such argument.
    #[must_use]
    pub fn arg(&self, name: &str) -> Option<&ArgValue> {
        self.args.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }

    /// Sets the value of an argument that the code has.
    pub(crate) fn set_arg(&mut self, name: &str, value: ArgValue) {
        if let Some((_, old)) = self.args.iter_mut().find(|(n, _)| n == name) {
            *old = value;
        }
    }

    /// The arguments that say what was found, without those that only say where: numbers of rows, and cells.
    pub(crate) fn args_without_places(&self) -> impl Iterator<Item = &(String, ArgValue)> {
        let places = self.code.facts().place_args;
        self.args.iter().filter(|(name, _)| !places.contains(&name.as_str()))
    }
}

#[cfg(test)]
mod tests;
