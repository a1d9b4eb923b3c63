//! The findings of a case as its `expected.json` holds them.

use std::collections::BTreeMap;
use std::path::Path;

use forms_core::finding::{ArgValue, Code, Finding, Severity};
use serde::Serialize;
use serde_json::{Map, Value};
use similar::TextDiff;

/// A finding with the packages that it is about, where the case has several.
pub(crate) struct Found {
    pub(crate) finding: Finding,
    pub(crate) packages: Vec<String>,
}

impl From<Finding> for Found {
    fn from(finding: Finding) -> Self {
        Self { finding, packages: Vec::new() }
    }
}

/// A finding without its words.
#[derive(Serialize)]
struct Expected<'f> {
    code: Code,
    severity: Severity,
    /// The parts of the place that are not null.
    location: Map<String, Value>,
    args: BTreeMap<&'f str, &'f ArgValue>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    packages: &'f [String],
}

impl<'f> Expected<'f> {
    fn of(found: &'f Found) -> Self {
        let Finding { code, severity, location, args } = &found.finding;
        let Value::Object(mut location) = serde_json::to_value(location).unwrap() else {
            panic!("a location is an object")
        };
        location.retain(|_, part| !part.is_null());
        Self {
            code: *code,
            severity: *severity,
            location,
            args: args.iter().map(|(name, value)| (name.as_str(), value)).collect(),
            packages: &found.packages,
        }
    }
}

/// The text of `expected.json`: a list of all findings in the order of the report.
fn document(found: &[Found]) -> String {
    let findings: Vec<Expected<'_>> = found.iter().map(Expected::of).collect();
    serde_json::to_string_pretty(&findings).unwrap() + "\n"
}

/// Compares what a case found with its `expected.json`, or writes the file anew where
/// `RENKEI_UPDATE` is set. The error is the difference as lines to take out and to add.
pub(crate) fn compare(folder: &Path, found: &[Found]) -> Result<(), String> {
    let file = folder.join("expected.json");
    let found = document(found);
    if std::env::var_os("RENKEI_UPDATE").is_some() {
        std::fs::write(&file, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&file)
        .map_err(|e| format!("expected.json: {e}; RENKEI_UPDATE=1 writes it"))?;
    if expected == found {
        return Ok(());
    }
    let diff = TextDiff::from_lines(&expected, &found);
    Err(diff.unified_diff().header("expected", "found").to_string())
}
