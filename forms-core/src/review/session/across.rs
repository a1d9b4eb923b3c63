//! Comparing the applicants of a session with each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Act, ApplicantRow, Session, Submission, Value};
use crate::check::{CheckedPackage, Checker, ComparedPackage, CrossFinding};
use crate::reference::{ExpectedApplicant, Reference};

/// The part of a session that its applicants are compared by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The last submissions of all applicants, and the files that belong to nobody. Each has a path of its own; see
    /// [`Session::package_names`].
    pub packages: Vec<CheckedPackage>,
    /// The organisations that are expected.
    pub expected: Vec<ExpectedApplicant>,
}

impl Session {
    /// Gathers the submissions to compare. `rows` are those of the session.
    #[must_use]
    pub fn compared(&self, rows: &[ApplicantRow]) -> Compared {
        let mut packages = self.current_packages(rows);
        packages.extend(self.unattributed().into_iter().filter_map(Submission::checked));
        let names = self.package_names();
        for report in packages.iter_mut().map(|package| &mut package.report) {
            if let Some(name) = names.get(report.sha256.as_str()) {
                report.path.clone_from(name);
            }
        }
        Compared { packages, expected: expected_of(rows) }
    }

    /// The findings across the applicants of the session, and those on the reference files. `rows` are those of the
    /// session.
    #[must_use]
    pub fn across(
        &self,
        rows: &[ApplicantRow],
        checker: Checker<'_>,
        reference: &Reference,
    ) -> Vec<CrossFinding> {
        let names = self.package_names();
        let nobodys = self.unattributed();
        let current = rows.iter().flat_map(ApplicantRow::current);
        let current = current.filter_map(|sha256| self.submission(sha256));
        let packages = current
            .chain(nobodys.iter().copied())
            .filter_map(|submission| submission.compared(names.get(submission.sha256.0.as_str())?));
        across_of(&packages.collect::<Vec<_>>(), expected_of(rows), checker, reference)
    }

    /// The acts that put applicants on the list of those expected, as far as the session does not have them so.
    #[must_use]
    pub fn to_expect(&self, applicants: &[ExpectedApplicant]) -> Vec<Act> {
        let known = self.expected();
        let is_new = |act: &Act| match (act.applicant(), act.value()) {
            (Some(key), Some(Value::Expected(said))) => known.get(&key) != said.as_ref(),
            _ => false,
        };
        applicants.iter().map(Act::expect).filter(is_new).collect()
    }

    /// The name of each file by its SHA-256, as findings across packages call it: its path. Files of one path, such as
    /// those that several applicants named alike, are told apart by the first eight digits of the SHA-256.
    #[must_use]
    pub fn package_names(&self) -> BTreeMap<&str, String> {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for submission in self.submissions() {
            *count.entry(submission.path()).or_default() += 1;
        }
        let name = |submission: &Submission| {
            let path = submission.path();
            match count.get(path) {
                Some(2..) => format!("{path} [{:.8}]", submission.sha256.0),
                _ => path.to_owned(),
            }
        };
        self.submissions().map(|s| (s.sha256.0.as_str(), name(s))).collect()
    }
}

/// Returns the findings across the applicants of a session, as [`Session::across`] does, from what was gathered of it.
#[must_use]
pub fn across(
    compared: &Compared,
    checker: Checker<'_>,
    reference: &Reference,
) -> Vec<CrossFinding> {
    let packages: Vec<_> = compared.packages.iter().map(ComparedPackage::from).collect();
    across_of(&packages, compared.expected.clone(), checker, reference)
}

fn across_of(
    packages: &[ComparedPackage<'_>],
    expected: Vec<ExpectedApplicant>,
    checker: Checker<'_>,
    reference: &Reference,
) -> Vec<CrossFinding> {
    // Neither registry nor layouts say anything across packages.
    let mut across = Reference::default().with_expected_applicants(expected);
    if let Some(prefecture) = reference.prefecture() {
        across = across.with_prefecture(prefecture);
    }
    let mut cross = checker.with_reference(&across).across_of(packages);
    cross.extend(reference.findings().iter().cloned().map(CrossFinding::of_none));
    cross
}

/// The organisations that are expected, as the rows have them.
fn expected_of(rows: &[ApplicantRow]) -> Vec<ExpectedApplicant> {
    let expected = rows.iter().filter(|row| row.expected).map(|row| ExpectedApplicant {
        code: row.key.code,
        name: row.name.clone(),
        area: row.area.clone(),
        members: row.members.clone(),
    });
    expected.collect()
}
