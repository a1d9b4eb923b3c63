//! The document `renkei.codes/1`: every finding code with its words and the cases that show it.

use serde::Serialize;
use serde_json::Value;

use super::{Code, CodeText, Lang, Severity, to_value};

/// The test cases of one code, by the names of their folders under `tests/cases`.
#[derive(Debug, Clone, Copy)]
pub struct CodeCases {
    /// The cases in which the code is found.
    pub fires: &'static [&'static str],
    /// The near misses, in which it is not.
    pub near: &'static [&'static str],
    /// What the first case shows, in one line of Japanese.
    pub example: &'static str,
}

/// The document `renkei.codes/1`: the catalogue of finding codes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Codes"))]
pub struct Catalogue {
    /// Always `renkei.codes/1`.
    schema: &'static str,
    /// Every code, in order.
    codes: Vec<CodeEntry>,
}

/// One finding code.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CodeEntry {
    /// The code as written.
    code: Code,
    /// The severity under the form pack.
    severity: Severity,
    /// The law, page or decision that it comes from.
    source: &'static str,
    /// Its words in Japanese.
    ja: &'static CodeText,
    /// Its words in English.
    en: &'static CodeText,
    /// An example: its first case in one line of Japanese; null without a case.
    example: Option<&'static str>,
    /// Its test cases.
    cases: CaseNames,
}

/// The names of the test cases of a code.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CaseNames {
    /// The cases in which the code is found; null if none are known.
    fires: Option<&'static [&'static str]>,
    /// The near misses, in which it is not found; null if none are known.
    near: Option<&'static [&'static str]>,
}

impl Catalogue {
    /// The catalogue with the severities of a form pack and the cases of each code.
    #[must_use]
    pub fn new(
        severity: impl Fn(Code) -> Severity,
        cases: impl Fn(Code) -> Option<CodeCases>,
    ) -> Self {
        let entry = |code: Code| {
            let cases = cases(code);
            CodeEntry {
                code,
                severity: severity(code),
                source: code.source(),
                ja: code.text(Lang::Ja),
                en: code.text(Lang::En),
                example: cases.map(|c| c.example),
                cases: CaseNames { fires: cases.map(|c| c.fires), near: cases.map(|c| c.near) },
            }
        };
        let codes = Code::all().iter().map(|code| entry(*code)).collect();
        Self { schema: "renkei.codes/1", codes }
    }

    /// The document as a JSON value.
    #[must_use]
    pub fn to_json(&self) -> Value {
        to_value(self)
    }
}
