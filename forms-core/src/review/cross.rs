//! What no package shows alone: whether the two sides of each delegation agree.
//!
//! A delegation is compared with the package of its counterpart (same code and organ) where that
//! package is among those given. A counterpart that sent nothing is not judged here: whether it
//! was to send something is for the list of those expected.

use std::collections::BTreeMap;

use super::CheckedPackage;
use crate::application::{Application, Delegation, Direction, Organ, Party};
use crate::code::{Government, MunicipalityCode};
use crate::finding::{CrossFinding, Finding, make, word};
use crate::pack::Pack;
use crate::rules;

/// An organisation as delegations name it.
type Who = (MunicipalityCode, Organ);

/// Compares packages with each other.
#[must_use]
pub fn cross_check(packages: &[CheckedPackage], pack: &Pack) -> Vec<CrossFinding> {
    let mut by_applicant: BTreeMap<Who, Vec<(&str, &Application)>> = BTreeMap::new();
    for package in packages {
        let Some(app) = &package.application else { continue };
        // Who filed under a code that nobody has is told so by ORG-002, and not again here.
        let code = app.applicant.code.value().filter(|c| Government::may_exist(**c));
        let Some(code) = code else { continue };
        by_applicant
            .entry((*code, app.applicant.organ))
            .or_default()
            .push((&package.report.path, app));
    }
    let mut out = Vec::new();
    for (giver, given) in &by_applicant {
        for (taker, taken) in &by_applicant {
            // Of several packages of one applicant, the last one given counts.
            if let (Some(a), Some(b), true) = (given.last(), taken.last(), giver != taker) {
                compare(Side { who: *giver, file: *a }, Side { who: *taker, file: *b }, &mut out);
            }
        }
    }
    for cross in &mut out {
        rules::apply_severities(std::slice::from_mut(&mut cross.finding), pack);
    }
    out.sort_by(|a, b| (&a.packages, &a.finding.location).cmp(&(&b.packages, &b.finding.location)));
    out
}

#[derive(Clone, Copy)]
struct Side<'a> {
    who: Who,
    file: (&'a str, &'a Application),
}

impl<'a> Side<'a> {
    /// Its rows in one direction that name the other, with their places.
    fn rows(self, direction: Direction, other: Who) -> Vec<(usize, &'a Delegation)> {
        let names = |party: &Party| party.code.value() == Some(&other.0) && party.organ == other.1;
        let rows = self.file.1.delegations.iter().enumerate();
        rows.filter(|(_, d)| d.direction == direction && names(&d.counterpart)).collect()
    }

    fn name(self) -> &'a str {
        &self.file.1.applicant.name
    }
}

type Row<'a> = (usize, &'a Delegation);

/// Pairs what the giver entrusts with what the taker accepts, and says what is left or differs.
fn compare(giver: Side<'_>, taker: Side<'_>, out: &mut Vec<CrossFinding>) {
    let mut given = giver.rows(Direction::Entrust, taker.who);
    let mut taken = taker.rows(Direction::Accept, giver.who);
    let mut pairs = Vec::new();
    pair_up(
        &mut given,
        &mut taken,
        |a, b| a.side == b.side && a.subject() == b.subject(),
        |p| pairs.push(p),
    );
    let mut report = |at: usize, first: Side<'_>, second: Side<'_>, finding: Finding| {
        let finding = finding.at(rules::row("delegations", at));
        let packages = vec![first.file.0.to_owned(), second.file.0.to_owned()];
        out.push(CrossFinding { finding, packages });
    };
    for ((i, a), (_, b)) in pairs {
        if let Some(what) = content_difference(a, b) {
            report(i, giver, taker, make::xap_003(giver.name(), taker.name(), label(a), what));
        }
        for what in date_differences(a, b) {
            report(i, giver, taker, make::xap_004(giver.name(), taker.name(), label(a), what));
        }
    }
    // The same subject on the other side is one mistake, not a missing and a superfluous row.
    pair_up(
        &mut given,
        &mut taken,
        |a, b| a.subject() == b.subject(),
        |((i, a), _)| {
            report(
                i,
                giver,
                taker,
                make::xap_003(giver.name(), taker.name(), label(a), word::Xap003::Side),
            );
        },
    );
    for (i, d) in given {
        report(i, giver, taker, make::xap_001(giver.name(), taker.name(), label(d)));
    }
    for (i, d) in taken {
        report(i, taker, giver, make::xap_002(giver.name(), taker.name(), label(d)));
    }
}

/// Takes out of both lists, first come first served, the rows that belong together.
fn pair_up<'a>(
    given: &mut Vec<Row<'a>>,
    taken: &mut Vec<Row<'a>>,
    belong: impl Fn(&Delegation, &Delegation) -> bool,
    mut found: impl FnMut((Row<'a>, Row<'a>)),
) {
    given.retain(|a| match taken.iter().position(|b| belong(a.1, b.1)) {
        Some(place) => {
            found((*a, taken.remove(place)));
            false
        }
        None => true,
    });
}

fn content_difference(a: &Delegation, b: &Delegation) -> Option<word::Xap003> {
    if a.scope != b.scope {
        Some(word::Xap003::Scope)
    } else if a.scope_note.trim() != b.scope_note.trim() {
        Some(word::Xap003::ScopeNote)
    } else {
        None
    }
}

fn date_differences(a: &Delegation, b: &Delegation) -> Vec<word::Xap004> {
    let mut words = Vec::new();
    if a.start.canonical() != b.start.canonical() {
        words.push(word::Xap004::Start);
    }
    if a.end.canonical() != b.end.canonical() {
        words.push(word::Xap004::End);
    }
    words
}

fn label(delegation: &Delegation) -> String {
    if delegation.name.trim().is_empty() { delegation.subject() } else { delegation.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{Applicant, Scope};
    use crate::finding::{Code, PackageReport};

    fn package(path: &str, code: &str, name: &str, delegations: Vec<Delegation>) -> CheckedPackage {
        let application = Application {
            applicant: Applicant { code: code.into(), name: name.into(), ..Default::default() },
            delegations,
            ..Default::default()
        };
        let report = PackageReport {
            path: path.into(),
            bytes: 0,
            sha256: String::new(),
            applicant: None,
            kind: None,
            findings: vec![],
        };
        CheckedPackage { report, application: Some(application) }
    }

    fn row(direction: Direction, code: &str) -> Delegation {
        Delegation {
            direction,
            procedure: "JT01010000000001".into(),
            name: "児童手当".into(),
            counterpart: Party { code: code.into(), ..Default::default() },
            start: "2019-06-17".into(),
            ..Default::default()
        }
    }

    fn found(given: Vec<Delegation>, taken: Vec<Delegation>) -> Vec<(Code, Vec<String>)> {
        let packages = [
            package("pref.zip", "410004", "佐賀県", given),
            package("city.zip", "412015", "佐賀市", taken),
        ];
        let out = cross_check(&packages, Pack::standard());
        out.into_iter().map(|c| (c.finding.code, c.packages)).collect()
    }

    fn entrust() -> Delegation {
        row(Direction::Entrust, "412015")
    }

    fn accept() -> Delegation {
        row(Direction::Accept, "410004")
    }

    #[test]
    fn two_sides_that_agree_are_silent() {
        assert_eq!(found(vec![entrust()], vec![accept()]), []);
        assert_eq!(found(vec![], vec![]), []);
    }

    #[test]
    fn xap_001_and_002_name_the_side_that_filed_first() {
        let files = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(found(vec![entrust()], vec![]), [(Code::Xap001, files("pref.zip", "city.zip"))]);
        assert_eq!(found(vec![], vec![accept()]), [(Code::Xap002, files("city.zip", "pref.zip"))]);
    }

    #[test]
    fn a_counterpart_that_sent_nothing_or_is_another_organ_is_not_judged() {
        let mut board = entrust();
        board.counterpart.organ = Organ::BoardOfEducation;
        assert_eq!(found(vec![board], vec![]), []);
        assert_eq!(found(vec![row(Direction::Entrust, "412023")], vec![]), []);
    }

    #[test]
    fn xap_003_tells_scope_and_side_apart_from_a_missing_row() {
        let part = Delegation { scope: Scope::Part, scope_note: "認定".into(), ..accept() };
        assert_eq!(found(vec![entrust()], vec![part])[0].0, Code::Xap003);
        let side = Delegation { side: crate::application::Side::Provision, ..accept() };
        let codes: Vec<Code> =
            found(vec![entrust()], vec![side]).into_iter().map(|f| f.0).collect();
        assert_eq!(codes, [Code::Xap003]);
    }

    #[test]
    fn xap_004_compares_dates_by_value_not_by_width() {
        let later = Delegation { start: "2019-10-15".into(), ..accept() };
        assert_eq!(found(vec![entrust()], vec![later])[0].0, Code::Xap004);
    }
}
