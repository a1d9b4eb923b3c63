//! The report of a check: one part for each package and one for what shows only across packages.
//!
//! The JSON shape is `renkei.report/1`; nothing is dropped, merged or cut, and the counts are
//! counted from what is listed.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Finding, Lang, Severity};

/// What the findings of a package add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No error.
    Valid,
    /// At least one error.
    Invalid,
    /// At least one fatal finding.
    Unreadable,
}

/// How many findings of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Fatal findings.
    pub fatal: usize,
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub info: usize,
}

impl Counts {
    /// Counts what is listed.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Fatal => counts.fatal += 1,
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Info => counts.info += 1,
            }
        }
        counts
    }

    /// What they add up to.
    #[must_use]
    pub fn status(self) -> Status {
        if self.fatal > 0 {
            Status::Unreadable
        } else if self.error > 0 {
            Status::Invalid
        } else {
            Status::Valid
        }
    }
}

/// Who filed a package, as its application says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicantName {
    /// The six-digit code as written in the application.
    pub code: String,
    /// The name as written in the application.
    pub name: String,
}

/// Everything found in one package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageReport {
    /// The path or file name it was read from.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the whole file, lower-case hex.
    pub sha256: String,
    /// Who filed it, where that could be read.
    pub applicant: Option<ApplicantName>,
    /// `start` or `change`, where that could be read.
    pub kind: Option<String>,
    /// Everything found, in order of place.
    pub findings: Vec<Finding>,
}

impl PackageReport {
    /// How many findings of each severity.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(&self.findings)
    }

    /// What the findings add up to.
    #[must_use]
    pub fn status(&self) -> Status {
        self.counts().status()
    }

    /// Puts the findings in the order of the contract: by entry, then position, then code.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| (&a.location, a.code).cmp(&(&b.location, b.code)));
    }

    fn to_json(&self, lang: Lang) -> Value {
        json!({
            "path": self.path,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "status": self.status(),
            "applicant": self.applicant,
            "kind": self.kind,
            "counts": self.counts(),
            "findings": self.findings.iter().map(|f| f.to_json(lang)).collect::<Vec<_>>(),
        })
    }
}

/// A finding that no package shows alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossFinding {
    /// What was found; its place is in the first package named.
    pub finding: Finding,
    /// The paths of the packages it is about.
    pub packages: Vec<String>,
}

/// The report of a whole run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The form pack's id and version.
    pub pack: (String, String),
    /// The date the run took as today, ISO 8601.
    pub today: String,
    /// One part for each package, in the order they were given.
    pub packages: Vec<PackageReport>,
    /// What shows only across packages.
    pub cross: Vec<CrossFinding>,
}

impl Report {
    /// The document `renkei.report/1` with its words in one language.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        let cross = self.cross.iter().map(|c| {
            let mut value = c.finding.to_json_object(lang);
            value.insert("packages".to_owned(), json!(c.packages));
            Value::Object(value)
        });
        json!({
            "schema": "renkei.report/1",
            "tool": {"name": "renkei", "version": env!("CARGO_PKG_VERSION")},
            "pack": {"id": self.pack.0, "version": self.pack.1},
            "today": self.today,
            "packages": self.packages.iter().map(|p| p.to_json(lang)).collect::<Vec<_>>(),
            "cross": cross.collect::<Vec<_>>(),
        })
    }

    /// Whether any error or fatal finding stands: the exit status of the command.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.packages.iter().any(|p| p.status() != Status::Valid)
            || self.cross.iter().any(|c| c.finding.severity.stops())
    }
}

impl Finding {
    /// The finding as the contracts show it, with its words.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        Value::Object(self.to_json_object(lang))
    }

    fn to_json_object(&self, lang: Lang) -> Map<String, Value> {
        let args: Map<String, Value> =
            self.args.iter().map(|(n, v)| (n.clone(), json!(v))).collect();
        let mut map = Map::new();
        map.insert("code".to_owned(), json!(self.code));
        map.insert("severity".to_owned(), json!(self.severity));
        map.insert("message".to_owned(), json!(self.message(lang)));
        map.insert("hint".to_owned(), json!(self.hint(lang)));
        map.insert("location".to_owned(), json!(self.location));
        map.insert("args".to_owned(), Value::Object(args));
        map
    }
}
