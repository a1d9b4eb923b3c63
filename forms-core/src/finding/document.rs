//! A finding as every JSON document shows it, and how a document becomes a JSON value.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{ArgValue, Code, Finding, Lang, Location, Severity};

/// One finding.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Finding"))]
pub(crate) struct FindingDocument {
    /// The code; docs/codes.md lists them all.
    code: Code,
    /// The severity under the form pack.
    severity: Severity,
    /// The message: what is wrong, in one sentence.
    message: String,
    /// The hint: what a person has to do.
    hint: String,
    /// The location; parts that do not apply are null.
    location: Location,
    /// The values that the message is made of, by name.
    args: BTreeMap<String, ArgValue>,
}

impl FindingDocument {
    /// A finding with its words in one language.
    pub(crate) fn new(finding: &Finding, lang: Lang) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity,
            message: finding.message(lang),
            hint: finding.hint(lang),
            location: finding.location.clone(),
            args: finding.args.iter().cloned().collect(),
        }
    }

    /// Findings in their order.
    pub(crate) fn list<'f>(
        findings: impl IntoIterator<Item = &'f Finding>,
        lang: Lang,
    ) -> Vec<Self> {
        findings.into_iter().map(|finding| Self::new(finding, lang)).collect()
    }
}

impl Finding {
    /// The finding as the documents show it, with its words in one language.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        to_value(&FindingDocument::new(self, lang))
    }
}

/// A document as a JSON value.
pub(crate) fn to_value(document: &impl Serialize) -> Value {
    // Strings, numbers and lists of them always serialise.
    serde_json::to_value(document).unwrap_or_default()
}
