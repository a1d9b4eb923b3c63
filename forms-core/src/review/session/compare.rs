//! The same finding and the same row in two submissions of one applicant.
//!
//! Rows move between submissions, so a place names a row by what it says (side, direction, procedure, counterpart),
//! not by its number.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::application::Application;
use crate::finding::{Code, Finding};

/// What makes a finding the same one in another submission: its code, its place, and the value there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fingerprint {
    /// The code.
    pub code: Code,
    /// The field, its rows named by what they say; else the entry of the package.
    pub place: String,
    /// What is written there; else the arguments of the finding that do not say where.
    pub value: String,
}

impl Fingerprint {
    /// The fingerprints of findings in a package.
    #[must_use]
    pub fn of<'f>(
        findings: impl IntoIterator<Item = &'f Finding>,
        app: Option<&Application>,
    ) -> Vec<Self> {
        // Strings, numbers and lists of them always serialise.
        let document = app.map(|app| serde_json::to_value(app).unwrap_or_default());
        findings.into_iter().map(|finding| Self::new(finding, document.as_ref())).collect()
    }

    fn new(finding: &Finding, document: Option<&Value>) -> Self {
        let location = &finding.location;
        let found = location.pointer.as_ref().zip(document).and_then(|(pointer, document)| {
            let steps: Vec<String> = pointer.steps().collect();
            named_place(document, &steps)
        });
        let args = || {
            let args: BTreeMap<_, _> = finding.args_without_places().map(|(n, v)| (n, v)).collect();
            serde_json::to_string(&args).unwrap_or_default()
        };
        let (place, value) = match found {
            Some((place, Some(value))) if !value.is_empty() => (place, value),
            Some((place, _)) => (place, args()),
            None => {
                let pointer = location.pointer.as_ref().map(ToString::to_string);
                (pointer.or(location.entry.clone()).unwrap_or_default(), args())
            }
        };
        Self { code: finding.code, place, value }
    }
}

/// The place that steps lead to, with the rows named; and the text there, if it is one.
fn named_place(document: &Value, steps: &[String]) -> Option<(String, Option<String>)> {
    let mut place = String::new();
    let mut at = document;
    for step in steps {
        place.push('/');
        match at {
            Value::Array(rows) => {
                let number: usize = step.parse().ok()?;
                at = rows.get(number)?;
                place.push_str(&row_name(rows, number));
            }
            _ => {
                at = at.get(step)?;
                place.push_str(step);
            }
        }
    }
    Some((place, scalar(at)))
}

/// A row by what it says; rows that say the same are numbered in their order.
fn row_name(rows: &[Value], number: usize) -> String {
    let Some(name) = rows.get(number).and_then(identity) else { return number.to_string() };
    let before = rows.iter().take(number).filter(|r| identity(r).as_ref() == Some(&name)).count();
    if before == 0 { name } else { format!("{name}#{}", before + 1) }
}

/// What tells a row apart from others of its list.
fn identity(row: &Value) -> Option<String> {
    const DELEGATION: &[&str] = &[
        "/side",
        "/direction",
        "/procedure",
        "/information",
        "/counterpart/code",
        "/counterpart/organ",
    ];
    const OTHERS: &[&str] = &["/procedure", "/file", "/number", "/title", "/id", "/name"];
    let text = |path: &&str| row.pointer(path).and_then(scalar).filter(|text| !text.is_empty());
    if row.get("counterpart").is_some() {
        return Some(DELEGATION.iter().filter_map(text).collect::<Vec<_>>().join(" "));
    }
    scalar(row).or_else(|| OTHERS.iter().find_map(text))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What became of a finding between two submissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 新規: only in the later one.
    New,
    /// 残る: in both.
    Remaining,
    /// 解消: only in the earlier one.
    Resolved,
}

/// The findings of two submissions, compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// For each finding of the later submission, in its order, whether it is new or remains.
    pub later: Vec<(Fingerprint, Standing)>,
    /// The findings of the earlier submission that are resolved.
    pub resolved: Vec<Fingerprint>,
}

impl Baseline {
    /// Compares findings by their fingerprints; of several that are equal, as many remain as are in both.
    #[must_use]
    pub fn new(earlier: Vec<Fingerprint>, later: Vec<Fingerprint>) -> Self {
        let mut left: BTreeMap<Fingerprint, usize> = BTreeMap::new();
        for fingerprint in earlier {
            *left.entry(fingerprint).or_default() += 1;
        }
        let later = later.into_iter().map(|fingerprint| {
            let standing = match left.get_mut(&fingerprint) {
                Some(count @ 1..) => {
                    *count -= 1;
                    Standing::Remaining
                }
                _ => Standing::New,
            };
            (fingerprint, standing)
        });
        let later = later.collect();
        let resolved = left.into_iter().flat_map(|(f, count)| std::iter::repeat_n(f, count));
        Self { later, resolved: resolved.collect() }
    }

    /// The number of new, remaining and resolved findings.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        let new = self.later.iter().filter(|(_, standing)| *standing == Standing::New).count();
        [new, self.later.len() - new, self.resolved.len()]
    }
}

/// A field whose text differs between two applications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The field, its rows named by what they say.
    pub place: String,
    /// The text before; `None` if the row or field was not there.
    pub before: Option<String>,
    /// The text after; `None` if the row or field is gone.
    pub after: Option<String>,
}

/// Compares two applications field by field; rows are the same where they say the same, whatever their order.
#[must_use]
pub fn compare_applications(before: &Application, after: &Application) -> Vec<RowChange> {
    let [before, mut after] = [before, after].map(|app| {
        let mut texts = BTreeMap::new();
        flatten(&serde_json::to_value(app).unwrap_or_default(), String::new(), &mut texts);
        texts
    });
    let mut changes = Vec::new();
    for (place, text) in before {
        let now = after.remove(&place);
        if now.as_ref() != Some(&text) {
            changes.push(RowChange { place, before: Some(text), after: now });
        }
    }
    changes.extend(after.into_iter().map(|(place, text)| RowChange {
        place,
        before: None,
        after: Some(text),
    }));
    changes.sort_by(|a, b| a.place.cmp(&b.place));
    changes
}

/// Collects every text of a document by its place.
fn flatten(value: &Value, place: String, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Array(rows) => {
            for (number, row) in rows.iter().enumerate() {
                flatten(row, format!("{place}/{}", row_name(rows, number)), texts);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                flatten(member, format!("{place}/{name}"), texts);
            }
        }
        _ => {
            if let Some(text) = scalar(value).filter(|text| !text.is_empty()) {
                texts.insert(place, text);
            }
        }
    }
}
