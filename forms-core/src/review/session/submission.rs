//! Files that came, and what was found in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::application::{Application, PackRef};
use crate::check::CheckedPackage;
use crate::finding::{ArgValue, Code, Finding, Location, Severity};
use crate::submission::hex;

/// A SHA-256 in lower-case hex: 64 digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Sha256Hex(pub String);

impl fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The identity of a [`Basis`]: the first 16 hex digits of the SHA-256 of its content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct BasisId(String);

impl fmt::Display for BasisId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of reference data that checks were made with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReferenceFile {
    /// What it was used as: `registry`, `old_layout`, `new_layout`, `old_ordinance`, `expected`; `pack` for a form pack that
    /// is not the built-in one.
    pub role: String,
    /// Its name.
    pub name: String,
    /// Its SHA-256.
    pub sha256: Sha256Hex,
}

impl ReferenceFile {
    /// The record of a file by its content.
    #[must_use]
    pub fn new(role: &str, name: &str, content: &[u8]) -> Self {
        let sha256 = Sha256Hex(hex(&Sha256::digest(content)));
        Self { role: role.to_owned(), name: name.to_owned(), sha256 }
    }
}

/// What checks were made with: the same file may be judged otherwise with another pack or registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The program and its version, such as `renkei 0.1.0`.
    pub program: String,
    /// The form pack.
    pub pack: PackRef,
    /// The day taken as today.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub today: Date,
    /// The files of reference data.
    pub reference: BTreeSet<ReferenceFile>,
}

impl Basis {
    /// The identity that follows from the content.
    #[must_use]
    pub fn id(&self) -> BasisId {
        // Strings and lists of them always serialise.
        let content = serde_json::to_vec(self).unwrap_or_default();
        let mut id = hex(&Sha256::digest(content));
        id.truncate(16);
        BasisId(id)
    }
}

/// A place and time at which a file was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// The time at which it was first seen at this path.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub seen: Timestamp,
    /// Its path or file name.
    pub path: String,
    /// The time of its last change that the file system gives, by which a file is known again without reading it.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub modified: Option<Timestamp>,
}

/// A finding as a session keeps it, without words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeptFinding {
    /// The code.
    pub code: Code,
    /// The severity under the form pack.
    pub severity: Severity,
    /// The place.
    pub location: Location,
    /// The values that the message is made of.
    pub args: BTreeMap<String, ArgValue>,
}

impl From<&Finding> for KeptFinding {
    fn from(finding: &Finding) -> Self {
        let Finding { code, severity, location, args } = finding.clone();
        Self { code, severity, location, args: args.into_iter().collect() }
    }
}

impl From<&KeptFinding> for Finding {
    fn from(kept: &KeptFinding) -> Self {
        let KeptFinding { code, severity, location, args } = kept.clone();
        Self { code, severity, location, args: args.into_iter().collect() }
    }
}

/// The result of one check of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The time of the check.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// What was found, by place.
    pub findings: Vec<KeptFinding>,
    /// The application in the file, if it could be read.
    pub application: Option<Application>,
}

/// A file that came and could be read, known by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// Its SHA-256.
    pub sha256: Sha256Hex,
    /// Its size in bytes.
    pub bytes: u64,
    /// Where and when it was seen; several where it came more than once.
    pub sightings: BTreeSet<Sighting>,
    /// The last check by each basis.
    pub checks: BTreeMap<BasisId, Check>,
}

impl Submission {
    /// Makes the record of a file from its check. `None` if the file could not be read on this machine, so that its
    /// content is not known.
    #[must_use]
    pub fn new(
        checked: &CheckedPackage,
        at: Timestamp,
        modified: Option<Timestamp>,
        basis: &Basis,
    ) -> Option<Self> {
        let report = &checked.report;
        let sighting = Sighting { seen: at, path: report.path.clone(), modified };
        let check = Check {
            at,
            findings: report.findings.iter().map(KeptFinding::from).collect(),
            application: checked.application.clone(),
        };
        report.is_read().then(|| Self {
            sha256: Sha256Hex(report.sha256.clone()),
            bytes: report.bytes,
            sightings: BTreeSet::from([sighting]),
            checks: BTreeMap::from([(basis.id(), check)]),
        })
    }

    /// The last check, whatever it was made with.
    #[must_use]
    pub fn last_check(&self) -> Option<(&BasisId, &Check)> {
        self.checks.iter().max_by_key(|(id, check)| (check.at, *id))
    }

    /// The time at which it was first seen.
    #[must_use]
    pub fn first_seen(&self) -> Option<Timestamp> {
        self.sightings.first().map(|s| s.seen)
    }

    /// The path at which it was seen last.
    #[must_use]
    pub fn path(&self) -> &str {
        self.sightings.last().map_or("", |s| s.path.as_str())
    }

    /// Unites two records of the same bytes: all sightings (of one path the first), of each basis the last check.
    pub(super) fn merge(&mut self, other: Self) {
        for sighting in other.sightings {
            self.see(sighting);
        }
        for (basis, check) in other.checks {
            match self.checks.get_mut(&basis) {
                Some(known) if (known.at, key(known)) >= (check.at, key(&check)) => {}
                Some(known) => *known = check,
                None => {
                    self.checks.insert(basis, check);
                }
            }
        }
    }

    /// Adds a sighting; of one path and one time of change only the earliest is kept.
    fn see(&mut self, sighting: Sighting) {
        let same = |s: &Sighting| s.path == sighting.path && s.modified == sighting.modified;
        match self.sightings.iter().find(|s| same(s)).cloned() {
            Some(known) if known.seen <= sighting.seen => {}
            Some(known) => {
                self.sightings.remove(&known);
                self.sightings.insert(sighting);
            }
            None => {
                self.sightings.insert(sighting);
            }
        }
    }
}

/// What decides between two checks of the same time, so that merging does not depend on the order.
fn key(check: &Check) -> String {
    // Strings, numbers and lists of them always serialise.
    serde_json::to_string(check).unwrap_or_default()
}

/// A file that could not be read on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NotRead {
    /// The time at which it was seen.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub seen: Timestamp,
    /// The time of the last attempt.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// The finding that says why.
    pub finding: KeptFinding,
}

impl NotRead {
    /// Keeps the last of two attempts.
    pub(super) fn merge(&mut self, other: Self) {
        let key = |n: &Self| (n.seen, n.at, serde_json::to_string(&n.finding).unwrap_or_default());
        if key(&other) > key(self) {
            *self = other;
        }
    }
}
