//! The document `renkei.build/1`.

use serde::Serialize;
use serde_json::Value;

use super::BuildOutcome;
use crate::finding::{FindingDocument, Lang, to_value};

/// The document `renkei.build/1`: the package that was built, or the findings that stopped it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Build"))]
pub(crate) struct BuildDocument<'a> {
    /// Always `renkei.build/1`.
    schema: &'static str,
    /// The path that the package was written to; null if an error stopped it.
    path: Option<&'a str>,
    /// The size of the package in bytes; null if an error stopped it.
    bytes: Option<usize>,
    /// SHA-256 of the package, lower-case hex; null if an error stopped it.
    sha256: Option<&'a str>,
    /// The findings that stopped it, or those of the finished package.
    findings: Vec<FindingDocument>,
}

impl BuildOutcome {
    /// The document `renkei.build/1`; `path` is where the package was written to.
    #[must_use]
    pub fn to_json(&self, path: Option<&str>, lang: Lang) -> Value {
        to_value(&BuildDocument {
            schema: "renkei.build/1",
            path,
            bytes: self.built.as_ref().map(|b| b.bytes.len()),
            sha256: self.built.as_ref().map(|b| b.sha256.as_str()),
            findings: FindingDocument::list(&self.findings, lang),
        })
    }
}
