//! Findings by code: 「PRC-002：37団体」.

use std::collections::BTreeMap;

use super::{Desk, RowFinding};
use crate::finding::{Code, Severity};
use crate::review::session::ApplicantKey;

/// The findings of one code and severity about the last submissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeGroup {
    /// The code.
    pub code: Code,
    /// The severity under the form pack.
    pub severity: Severity,
    /// The number of applicants that it is about.
    pub applicants: usize,
    /// The number of findings that nobody waived.
    pub open: usize,
    /// The findings, by applicant, then by place.
    pub places: Vec<GroupPlace>,
}

/// A finding and the applicant that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPlace {
    /// The applicant.
    pub key: ApplicantKey,
    /// The finding.
    pub finding: RowFinding,
}

/// The findings of all rows by code: the worst first, then what is about most applicants, then by code.
#[must_use]
pub fn groups(desk: &Desk) -> Vec<CodeGroup> {
    let mut by_code: BTreeMap<(Severity, Code), CodeGroup> = BTreeMap::new();
    for row in desk.rows() {
        for finding in &row.findings {
            let (code, severity) = (finding.found.finding.code, finding.found.finding.severity);
            let group = by_code.entry((severity, code)).or_insert_with(|| CodeGroup {
                code,
                severity,
                applicants: 0,
                open: 0,
                places: Vec::new(),
            });
            // Rows come one after the other, so an applicant is new if the last place is another's.
            if group.places.last().is_none_or(|place| place.key != row.key()) {
                group.applicants += 1;
            }
            group.open += usize::from(finding.waiver.is_none());
            group.places.push(GroupPlace { key: row.key(), finding: finding.clone() });
        }
    }
    let mut groups: Vec<CodeGroup> = by_code.into_values().collect();
    groups
        .sort_by_key(|g| (std::cmp::Reverse(g.severity), std::cmp::Reverse(g.applicants), g.code));
    groups
}
