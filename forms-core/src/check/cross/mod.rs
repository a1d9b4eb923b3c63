//! Findings that no package shows alone: the two sides of each delegation, several packages of one
//! applicant, missing applicants, applicants of another prefecture.

mod applicants;
mod circles;
mod instruments;
mod sides;

use std::collections::BTreeMap;

use super::CheckedPackage;
use crate::application::{Application, Organ};
use crate::check::CrossFinding;
use crate::code::{Government, MunicipalityCode};
use crate::finding::Finding;
use crate::pack::Pack;
use crate::reference::Reference;
use crate::rules;

/// An organisation as delegations name it.
type Who = (MunicipalityCode, Organ);

/// One package with a readable application and applicant.
struct Filed<'a> {
    who: Who,
    path: &'a str,
    app: &'a Application,
}

impl<'a> Filed<'a> {
    fn new(package: &'a CheckedPackage) -> Option<Self> {
        let app = package.application.as_ref()?;
        // ORG-002 reports a code that nobody has; such an applicant is not compared with others.
        let code = app.applicant.code.value().filter(|c| Government::may_exist(**c))?;
        let who = (*code, app.applicant.organ);
        Some(Self { who, path: &package.report.path, app })
    }

    fn name(&self) -> &'a str {
        &self.app.applicant.name
    }
}

/// A finding about some packages.
fn about(packages: &[&Filed<'_>], finding: Finding) -> CrossFinding {
    CrossFinding { finding, packages: packages.iter().map(|p| p.path.to_owned()).collect() }
}

/// Compares packages with each other and with those who are expected.
pub(super) fn compare(
    packages: &[CheckedPackage],
    pack: &Pack,
    reference: Option<&Reference>,
) -> Vec<CrossFinding> {
    let mut by_applicant: BTreeMap<Who, Vec<Filed<'_>>> = BTreeMap::new();
    for filed in packages.iter().filter_map(Filed::new) {
        by_applicant.entry(filed.who).or_default().push(filed);
    }
    // Of several packages of one applicant the newest comes first: that of the latest release,
    // else the one given last.
    for filed in by_applicant.values_mut() {
        filed.reverse();
        filed.sort_by_key(|f| std::cmp::Reverse(f.app.target.release.value().copied()));
    }
    let mut out = Vec::new();
    for given in by_applicant.values() {
        applicants::several(given, pack, &mut out);
        for taken in by_applicant.values() {
            if let (Some(giver), Some(taker)) = (given.first(), taken.first())
                && giver.who != taker.who
            {
                sides::compare(giver, taker, &mut out);
            }
        }
    }
    let newest: Vec<&Filed<'_>> = by_applicant.values().filter_map(|filed| filed.first()).collect();
    applicants::missing(&newest, reference, &mut out);
    applicants::strangers(&newest, reference, &mut out);
    circles::check(&newest, &mut out);
    pack.set_severities(out.iter_mut().map(|cross| &mut cross.finding));
    place(&mut out, &newest, pack);
    out.sort_by(|a, b| (&a.packages, &a.finding.location).cmp(&(&b.packages, &b.finding.location)));
    out.dedup();
    out
}

/// Adds sheet and cell of the first package that a finding is about: its pointer is meant there.
fn place(cross: &mut [CrossFinding], newest: &[&Filed<'_>], pack: &Pack) {
    for filed in newest {
        let about = |c: &&mut CrossFinding| c.packages.first().is_some_and(|p| p == filed.path);
        let findings = cross.iter_mut().filter(about).map(|c| &mut c.finding);
        rules::place_in_workbook(findings, filed.app, pack);
    }
}

#[cfg(test)]
mod tests;
