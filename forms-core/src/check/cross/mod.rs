//! Findings that no package shows alone: the two sides of each delegation, several packages of one
//! applicant, missing applicants, applicants of another prefecture.

mod applicants;
mod circles;
mod instruments;
mod sides;

use std::collections::{BTreeMap, BTreeSet};

use super::{CheckedPackage, PackagePlace};
use crate::application::{Application, Direction, Organ};
use crate::check::CrossFinding;
use crate::code::{Government, MunicipalityCode};
use crate::finding::{ArgValue, Finding, Location};
use crate::pack::Pack;
use crate::reference::Reference;
use crate::rules;
use crate::text::Day;

pub(crate) use applicants::names_applicant;

/// An organisation as delegations name it.
type Who = (MunicipalityCode, Organ);

/// One package with a readable application and applicant, together with those of the same bytes.
struct Filed<'a> {
    who: Who,
    path: &'a str,
    sha256: &'a str,
    /// The paths of further packages with the same bytes.
    copies: Vec<&'a str>,
    app: &'a Application,
}

impl<'a> Filed<'a> {
    fn new(package: &'a CheckedPackage) -> Option<Self> {
        let app = package.application.as_ref()?;
        // ORG-002 reports a code that nobody has; such an applicant is not compared with others.
        let code = app.applicant.code.value().filter(|c| Government::may_exist(**c))?;
        let who = (*code, app.applicant.organ);
        let (path, sha256) = (&package.report.path, &package.report.sha256);
        Some(Self { who, path, sha256, copies: Vec::new(), app })
    }

    fn name(&self) -> &'a str {
        &self.app.applicant.name
    }

    fn release(&self) -> Option<Day> {
        self.app.target.release.value().copied()
    }

    /// A place in the package.
    fn at(&self, location: impl Into<Location>) -> PackagePlace {
        PackagePlace { package: self.path.to_owned(), location: location.into() }
    }

    /// The package as a whole.
    fn whole(&self) -> PackagePlace {
        PackagePlace::whole(self.path)
    }

    /// The organisations that its rows of one direction name.
    fn counterparts(&self, direction: Direction) -> impl Iterator<Item = Who> + use<'a> {
        let rows = self.app.delegations.iter().filter(move |d| d.direction == direction);
        rows.filter_map(|d| Some((*d.counterpart.code.value()?, d.counterpart.organ)))
    }
}

/// Everything that one applicant filed: packages of different bytes, in the order given.
struct Versions<'a>(Vec<Filed<'a>>);

impl<'a> Versions<'a> {
    /// Adds a package, to those of the same bytes if there are some.
    fn push(&mut self, filed: Filed<'a>) {
        let same = |v: &&mut Filed<'_>| !v.sha256.is_empty() && v.sha256 == filed.sha256;
        match self.0.iter_mut().find(same) {
            Some(version) => version.copies.push(filed.path),
            None => self.0.push(filed),
        }
    }

    /// The versions that may be meant to hold: those of the latest release, and those whose release cannot be
    /// read. Nothing in a package says which of them came last.
    fn current(&self) -> impl Iterator<Item = &Filed<'a>> {
        let latest = self.0.iter().filter_map(Filed::release).max();
        self.0.iter().filter(move |v| v.release().is_none() || v.release() == latest)
    }
}

/// A finding about some packages.
fn about(finding: Finding, places: impl IntoIterator<Item = PackagePlace>) -> CrossFinding {
    CrossFinding::new(finding, places.into_iter().collect())
}

/// Compares packages with each other and with those who are expected.
pub(super) fn compare(
    packages: &[CheckedPackage],
    pack: &Pack,
    reference: Option<&Reference>,
) -> Vec<CrossFinding> {
    let mut by_applicant: BTreeMap<Who, Versions<'_>> = BTreeMap::new();
    for filed in packages.iter().filter_map(Filed::new) {
        by_applicant.entry(filed.who).or_insert_with(|| Versions(Vec::new())).push(filed);
    }
    let mut out = Vec::new();
    for versions in by_applicant.values() {
        applicants::several(versions, pack, &mut out);
    }
    for (giver, taker) in partners(&by_applicant) {
        for given in giver.current() {
            for taken in taker.current() {
                sides::compare(given, taken, pack, &mut out);
            }
        }
    }
    let current: Vec<&Filed<'_>> = by_applicant.values().flat_map(Versions::current).collect();
    applicants::missing(packages, reference, &mut out);
    applicants::strangers(&current, reference, &mut out);
    circles::check(&current, &mut out);
    pack.set_severities(out.iter_mut().map(|cross| &mut cross.finding));
    place(&mut out, &current, pack);
    out.sort_by(|a, b| a.packages().cmp(b.packages()).then_with(|| a.finding.by_place(&b.finding)));
    out.dedup();
    out
}

/// The pairs of giver and taker of whom one names the other and both filed something.
fn partners<'v, 'a>(
    by_applicant: &'v BTreeMap<Who, Versions<'a>>,
) -> Vec<(&'v Versions<'a>, &'v Versions<'a>)> {
    let mut pairs: BTreeSet<(Who, Who)> = BTreeSet::new();
    for filed in by_applicant.values().flat_map(Versions::current) {
        pairs.extend(filed.counterparts(Direction::Entrust).map(|taker| (filed.who, taker)));
        pairs.extend(filed.counterparts(Direction::Accept).map(|giver| (giver, filed.who)));
    }
    let filed = |(giver, taker): (Who, Who)| {
        (giver != taker).then(|| by_applicant.get(&giver).zip(by_applicant.get(&taker))).flatten()
    };
    pairs.into_iter().filter_map(filed).collect()
}

/// Adds sheet and cell to the places of fields.
fn place(cross: &mut [CrossFinding], current: &[&Filed<'_>], pack: &Pack) {
    let mut by_package: BTreeMap<String, Vec<&mut Location>> = BTreeMap::new();
    for place in cross.iter_mut().flat_map(|c| &mut c.places) {
        by_package.entry(place.package.clone()).or_default().push(&mut place.location);
    }
    for filed in current {
        if let Some(locations) = by_package.remove(filed.path) {
            rules::place_in_workbook(locations, filed.app, pack);
        }
    }
    for one in cross {
        if let Some(first) = one.places.first() {
            one.finding.location = first.location.clone();
        }
        for (place, name) in one.places.iter().zip(["from_cell", "to_cell"]) {
            let cell = place.location.cell.map(|cell| cell.to_string()).unwrap_or_default();
            one.finding.set_arg(name, ArgValue::Text(cell));
        }
    }
}

#[cfg(test)]
mod tests;
