//! What a check has to say: codes, severities, places, and their words in two languages.
//!
//! The code, how bad it is and what it says change apart from each other: codes and severities
//! stand in `catalogue/codes.toml`, the words in `messages/ja.toml` and `messages/en.toml`, and
//! the build stops if one of them is missing.

pub(crate) mod catalogue;
mod document;
mod location;
mod position;
pub(crate) mod report;
mod text;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use catalogue::{Catalogue, CodeCases};
pub(crate) use document::{FindingDocument, to_value};
pub use location::{Location, Pointer};
pub use position::{
    CellPosition, CellRange, ColumnName, MAX_COLUMNS, MAX_ROWS, NoCell, column_letters,
};
pub use report::{ApplicantName, Counts, CrossFinding, PackageReport, Report, Status};
pub use text::{Lang, Text};

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// A person must look.
    Warning,
    /// It would be sent back.
    Error,
    /// The package cannot be judged further.
    Fatal,
}

impl Severity {
    /// The name used in documents and packs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// Whether it stops a package from being handed in.
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
    /// What to do now, with `{argument}` places.
    #[serde(skip)]
    pub hint: &'static str,
    /// How the mistake usually comes about.
    pub cause: &'static str,
    /// What to do, without arguments.
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

    /// How bad it is unless a pack says otherwise.
    #[must_use]
    pub fn default_severity(self) -> Severity {
        self.facts().severity
    }

    /// The norm behind it: a page of the seeds, a law, or our own decision.
    #[must_use]
    pub fn source(self) -> &'static str {
        self.facts().source
    }

    /// The names of its arguments.
    #[must_use]
    pub fn arg_names(self) -> &'static [&'static str] {
        self.facts().args
    }

    /// Its words.
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

impl ArgValue {
    fn is_empty(&self) -> bool {
        match self {
            Self::Number(_) => false,
            Self::Text(t) => t.is_empty(),
            Self::List(items) => items.is_empty(),
        }
    }

    fn write(&self, out: &mut String, lang: Lang) {
        match self {
            Self::Number(n) => out.push_str(&n.to_string()),
            Self::Text(t) => out.push_str(t),
            Self::List(items) => out.push_str(&items.join(match lang {
                Lang::Ja => "、",
                Lang::En => ", ",
            })),
        }
    }
}

/// One thing that a check found, with its arguments and its place but no words yet.
///
/// Made by the generated constructors in [`make`], so that no argument can be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was found.
    pub code: Code,
    /// How bad it is, after the pack had its say.
    pub severity: Severity,
    /// Where.
    pub location: Location,
    /// The person's own values, by argument name.
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

    /// The same finding at a place.
    #[must_use]
    pub fn at(mut self, location: impl Into<Location>) -> Self {
        self.location = location.into();
        self
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        fill(self.code.text(lang).message, &self.worded_args(lang), lang)
    }

    /// What to do.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> String {
        fill(self.code.text(lang).hint, &self.worded_args(lang), lang)
    }

    /// The arguments as they are said: wordings for the keys of words, titles with codes, labels in
    /// the language asked for.
    fn worded_args(&self, lang: Lang) -> Vec<(String, ArgValue)> {
        let facts = self.code.facts();
        let worded = |(name, value): &(String, ArgValue)| {
            let said = match value {
                ArgValue::Text(key) if facts.word_args.contains(&name.as_str()) => {
                    let wording = self.code.text(lang).word(key).unwrap_or(key);
                    ArgValue::Text(wording.to_owned())
                }
                ArgValue::Text(code) if facts.code_args.contains(&name.as_str()) => {
                    ArgValue::Text(titled(code, lang))
                }
                value => match self.arg(&format!("{name}_en")) {
                    Some(english) if lang == Lang::En => english.clone(),
                    _ => value.clone(),
                },
            };
            (name.clone(), said)
        };
        self.args.iter().map(worded).collect()
    }

    /// One argument.
    #[must_use]
    pub fn arg(&self, name: &str) -> Option<&ArgValue> {
        self.args.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }
}

/// A code with its title; the text itself where it is no code of this version.
fn titled(code: &str, lang: Lang) -> String {
    match (code.parse::<Code>(), lang) {
        (Ok(known), Lang::Ja) => format!("{code}「{}」", known.text(lang).title),
        (Ok(known), Lang::En) => format!("{code} ({})", known.text(lang).title),
        (Err(_), _) => code.to_owned(),
    }
}

/// Puts arguments into the `{name}` places of a template. A part in `<<…>>` is left out where one
/// of its arguments is empty. A value is never read as a template.
fn fill(template: &str, args: &[(String, ArgValue)], lang: Lang) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("<<") {
        fill_part(before, args, lang, &mut out);
        let (part, tail) = after.split_once(">>").unwrap_or((after, ""));
        let mut filled = String::new();
        if fill_part(part, args, lang, &mut filled) {
            out.push_str(&filled);
        }
        rest = tail;
    }
    fill_part(rest, args, lang, &mut out);
    out
}

/// Fills one part; whether every argument in it had something to say.
fn fill_part(part: &str, args: &[(String, ArgValue)], lang: Lang, out: &mut String) -> bool {
    let mut said = true;
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        match args.iter().find(|(n, _)| n == name) {
            Some((_, value)) => {
                said &= !value.is_empty();
                value.write(out, lang);
            }
            None => said = false,
        }
        rest = tail;
    }
    out.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_has_words() {
        for &code in Code::all() {
            assert_eq!(code.as_str().parse::<Code>(), Ok(code));
            for lang in [Lang::Ja, Lang::En] {
                let text = code.text(lang);
                for part in [text.title, text.message, text.hint, text.cause, text.remedy] {
                    assert!(!part.trim().is_empty(), "{code} lacks words");
                }
            }
        }
        assert!("ZIP-999".parse::<Code>().is_err());
    }

    #[test]
    fn a_value_with_braces_is_not_a_template() {
        let args = vec![
            ("a".to_owned(), ArgValue::Text("{b}".to_owned())),
            ("b".to_owned(), ArgValue::List(vec!["x".to_owned(), "y".to_owned()])),
        ];
        assert_eq!(fill("〔{a}〕{b}{c}", &args, Lang::Ja), "〔{b}〕x、y");
        assert_eq!(fill("{b}", &args, Lang::En), "x, y");
        let args =
            [("e".to_owned(), ArgValue::List(vec![])), ("n".to_owned(), ArgValue::Number(1))];
        assert_eq!(fill("a<<（{e}）>>b<<（{n}）>>", &args, Lang::Ja), "ab（1）");
    }

    #[test]
    fn a_word_is_a_key_in_documents_and_a_wording_for_people() {
        let finding = make::zip_005("a\\b", word::Zip005::Backslash);
        assert_eq!(finding.arg("problem"), Some(&ArgValue::Text("backslash".to_owned())));
        for (lang, wording) in [(Lang::Ja, "「\\」"), (Lang::En, "backslash")] {
            let message = finding.message(lang);
            assert!(message.contains(wording), "{message}");
        }
        assert!(!finding.message(Lang::Ja).contains("backslash"));
    }

    #[test]
    fn labels_and_codes_are_said_in_the_language_asked_for() {
        let label = Text { ja: "担当".into(), en: "Department".into() };
        let empty = make::frm_001(label);
        assert_eq!(empty.arg("label"), Some(&ArgValue::Text("担当".into())));
        assert!(empty.message(Lang::Ja).contains("「担当」"), "{}", empty.message(Lang::Ja));
        assert!(empty.message(Lang::En).contains("Department"), "{}", empty.message(Lang::En));
        assert!(make::frm_001("列").message(Lang::En).contains("列"));
        let overridden = make::pkg_014(Code::Frm001, "窓口は電話のみ");
        let title = |lang| Code::Frm001.text(lang).title;
        for lang in [Lang::Ja, Lang::En] {
            assert!(overridden.message(lang).contains(title(lang)));
        }
    }

    #[test]
    fn severities_are_ordered_from_harmless_to_fatal() {
        assert!(Severity::Info < Severity::Warning && Severity::Error < Severity::Fatal);
        assert!(Severity::Error.stops() && !Severity::Warning.stops());
    }
}
