//! The report of a check: one part for each package and one for findings across packages.
//!
//! The JSON shape is `renkei.report/1`; nothing is dropped, merged or cut, and the counts are
//! counted from what is listed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::application::{Application, Kind};
use crate::finding::{Code, Finding, FindingDocument, Lang, Location, Severity, to_value};
use crate::pack::Pack;

/// The verdict on a package, from the severities of its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No error.
    Valid,
    /// At least one error.
    Invalid,
    /// At least one fatal finding.
    Unreadable,
}

/// The number of findings of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Counts findings by severity.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        Self::of_severities(findings.into_iter().map(|finding| finding.severity))
    }

    /// Counts severities.
    pub fn of_severities(severities: impl IntoIterator<Item = Severity>) -> Self {
        let mut counts = Self::default();
        for severity in severities {
            match severity {
                Severity::Fatal => counts.fatal += 1,
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Info => counts.info += 1,
            }
        }
        counts
    }

    /// The sum of two counts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            fatal: self.fatal + other.fatal,
            error: self.error + other.error,
            warning: self.warning + other.warning,
            info: self.info + other.info,
        }
    }

    /// The number of all findings.
    #[must_use]
    pub fn total(self) -> usize {
        self.fatal + self.error + self.warning + self.info
    }

    /// The verdict that they give.
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

/// The applicant of a package, as its application says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApplicantName {
    /// The six-digit code as written in the application.
    pub code: String,
    /// The name as written in the application.
    pub name: String,
}

impl ApplicantName {
    /// The applicant that an application names.
    #[must_use]
    pub fn of(app: &Application) -> Self {
        let applicant = &app.applicant;
        Self { code: applicant.code.canonical().into_owned(), name: applicant.name.clone() }
    }
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
    /// The applicant, if the application could be read.
    pub applicant: Option<ApplicantName>,
    /// The kind of application, if it could be read.
    pub kind: Option<Kind>,
    /// Everything found, in order of place.
    pub findings: Vec<Finding>,
}

impl PackageReport {
    /// The report on a package whose check did not end: the finding that says why (ZIP-026), without a hash and without
    /// a word about its content.
    #[must_use]
    pub fn not_checked(path: &str, bytes: u64, mut why: Finding, pack: &Pack) -> Self {
        pack.set_severities([&mut why]);
        Self {
            path: path.to_owned(),
            bytes,
            sha256: String::new(),
            applicant: None,
            kind: None,
            findings: vec![why],
        }
    }

    /// The number of findings of each severity.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(&self.findings)
    }

    /// The verdict, from the worst finding.
    #[must_use]
    pub fn status(&self) -> Status {
        self.counts().status()
    }

    /// Returns whether the file could be read on this machine and its check ended; if not (ZIP-026), nothing is known
    /// of its content.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.findings.iter().any(|f| f.code == Code::Zip026)
    }

    /// Sorts the findings by place, then by code, as `renkei.report/1` promises; see
    /// [`Finding::by_place`]. Text and HTML group them by severity and code after that.
    pub fn sort(&mut self) {
        self.findings.sort_by(Finding::by_place);
    }
}

/// A finding that no package shows alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossFinding {
    /// The finding; its place is that in the first package.
    pub finding: Finding,
    /// The packages it is about; none for an applicant who sent none, or for reference data.
    pub places: Vec<PackagePlace>,
}

/// A place in one of several packages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PackagePlace {
    /// The path of the package.
    pub package: String,
    /// The place in it; empty where the whole package is meant, or a row that it lacks.
    pub location: Location,
}

impl PackagePlace {
    /// A package as a whole.
    #[must_use]
    pub fn whole(package: &str) -> Self {
        Self { package: package.to_owned(), location: Location::default() }
    }
}

impl CrossFinding {
    /// Returns a finding about no package.
    #[must_use]
    pub fn of_none(finding: Finding) -> Self {
        Self { finding, places: Vec::new() }
    }

    /// Returns a finding about some packages; its own place is the first of them.
    #[must_use]
    pub fn new(finding: Finding, places: Vec<PackagePlace>) -> Self {
        let first = places.first().map(|p| p.location.clone());
        Self { finding: finding.at(first.unwrap_or_default()), places }
    }

    /// Findings across packages by the path of each package they are about, with the place in it. One about several
    /// packages is with each of them.
    #[must_use]
    pub fn by_package(cross: &[Self]) -> BTreeMap<&str, Vec<(&Self, &PackagePlace)>> {
        let mut by_package: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for one in cross {
            for place in &one.places {
                by_package.entry(&place.package).or_default().push((one, place));
            }
        }
        by_package
    }

    /// The paths of the packages it is about.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|p| p.package.as_str())
    }
}

/// The report of a whole run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The form pack's id and version.
    pub pack: (String, String),
    /// The day taken as today.
    pub today: Date,
    /// One part for each package, in the order they were given.
    pub packages: Vec<PackageReport>,
    /// Findings that show only across packages.
    pub cross: Vec<CrossFinding>,
}

impl Report {
    /// The document `renkei.report/1` with its words in one language.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        to_value(&ReportDocument::new(self, lang))
    }

    /// The findings across packages as [`CrossFinding::by_package`] sorts them.
    #[must_use]
    pub fn cross_by_package(&self) -> BTreeMap<&str, Vec<(&CrossFinding, &PackagePlace)>> {
        CrossFinding::by_package(&self.cross)
    }

    /// Returns whether there is any error or fatal finding: the exit status of the command.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.packages.iter().any(|p| p.status() != Status::Valid)
            || self.cross.iter().any(|c| c.finding.severity.stops())
    }
}

/// The document `renkei.report/1`: what a check found in some packages.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Report"))]
pub(crate) struct ReportDocument {
    /// Always `renkei.report/1`.
    schema: &'static str,
    /// The program that checked.
    tool: ToolDocument,
    /// The form pack that it judged by.
    pack: PackDocument,
    /// The day taken as today, ISO 8601.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    today: Date,
    /// One part for each package.
    packages: Vec<PackageDocument>,
    /// Findings that show only across packages.
    cross: Vec<CrossDocument>,
}

/// The program that wrote a document.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Tool"))]
struct ToolDocument {
    /// Always `renkei`.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

/// A form pack.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Pack"))]
struct PackDocument {
    /// Its id.
    id: String,
    /// Its version.
    version: String,
}

/// One package and its findings.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Package"))]
struct PackageDocument {
    /// The path or file name.
    path: String,
    /// Its size in bytes.
    bytes: u64,
    /// SHA-256 of the whole file, lower-case hex.
    sha256: String,
    /// `unreadable` with a fatal finding, else `invalid` with an error, else `valid`.
    status: Status,
    /// The applicant, if the application could be read.
    applicant: Option<ApplicantName>,
    /// `start` or `change`, where that could be read.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    kind: Option<Kind>,
    /// The number of findings of each severity.
    counts: Counts,
    /// Its findings, ordered by entry, then position, then code.
    findings: Vec<FindingDocument>,
}

/// A finding that shows only across packages.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CrossFinding"))]
struct CrossDocument {
    #[serde(flatten)]
    finding: FindingDocument,
    /// The paths of the packages that it is about.
    packages: Vec<String>,
    /// The place in each of them, in the same order; an empty one where the whole package is meant, or a row
    /// that it lacks.
    places: Vec<Location>,
}

impl ReportDocument {
    fn new(report: &Report, lang: Lang) -> Self {
        let package = |p: &PackageReport| PackageDocument {
            path: p.path.clone(),
            bytes: p.bytes,
            sha256: p.sha256.clone(),
            status: p.status(),
            applicant: p.applicant.clone(),
            kind: p.kind,
            counts: p.counts(),
            findings: FindingDocument::list(&p.findings, lang),
        };
        let cross = |c: &CrossFinding| CrossDocument {
            finding: FindingDocument::new(&c.finding, lang),
            packages: c.packages().map(str::to_owned).collect(),
            places: c.places.iter().map(|p| p.location.clone()).collect(),
        };
        let (id, version) = report.pack.clone();
        Self {
            schema: "renkei.report/1",
            tool: ToolDocument { name: "renkei", version: env!("CARGO_PKG_VERSION") },
            pack: PackDocument { id, version },
            today: report.today,
            packages: report.packages.iter().map(package).collect(),
            cross: report.cross.iter().map(cross).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Location, make};

    #[test]
    fn a_report_sorts_cells_by_row_then_by_column() {
        let at = |cell: &str| Location {
            entry: Some("申請書.xlsx".into()),
            sheet: Some("委任受任".into()),
            cell: Some(cell.parse().unwrap()),
            ..Location::default()
        };
        let findings = ["K10", "AA9", "B10", "K9"].map(|cell| make::pia_001().at(at(cell)));
        let mut report = PackageReport {
            path: "a.zip".into(),
            bytes: 0,
            sha256: String::new(),
            applicant: None,
            kind: None,
            findings: findings.to_vec(),
        };
        report.sort();
        let cells: Vec<String> =
            report.findings.iter().filter_map(|f| Some(f.location.cell?.to_string())).collect();
        assert_eq!(cells, ["K9", "AA9", "B10", "K10"]);
    }
}
