//! The letters that a review calls for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Letter, LetterFile, LetterFinding, Recipient};
use crate::check::CrossFinding;
use crate::finding::{Finding, Severity};
use crate::pack::Pack;
use crate::review::report::place;
use crate::review::session::{
    ApplicantKey, ApplicantRow, ApplicantState, Field, Fields, Fingerprint, Session, Value,
};
use crate::review::summary::in_japan;
use crate::submission::package_name;

/// A letter and the applicant that it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The applicant.
    pub key: ApplicantKey,
    /// Its name.
    pub name: String,
    /// The letter.
    pub letter: Letter,
}

/// Writes a letter for each applicant whose last submission has errors, in its package or its pairs. Waived findings are
/// left out; who is accepted, withdrawn or not concerned gets none. Warnings are for the reviewer and never in a letter.
#[must_use]
pub fn notices(session: &Session, cross: &[CrossFinding], date: Date, pack: &Pack) -> Vec<Notice> {
    let rows = session.rows();
    let fields = session.fields();
    let names: BTreeMap<String, &str> = rows
        .iter()
        .flat_map(|row| row.current().iter().map(move |sha256| (sha256, row.name.as_str())))
        .filter_map(|(sha256, name)| Some((session.submission(sha256)?.path().to_owned(), name)))
        .collect();
    let passed = |row: &&ApplicantRow| {
        use ApplicantState::{Accepted, Excluded, Withdrawn};
        !matches!(row.state, Accepted | Excluded | Withdrawn)
    };
    let one = |row: &ApplicantRow| notice(row, session, &fields, cross, &names, date, pack);
    rows.iter().filter(passed).filter_map(one).collect()
}

fn notice(
    row: &ApplicantRow,
    session: &Session,
    fields: &Fields<'_>,
    cross: &[CrossFinding],
    names: &BTreeMap<String, &str>,
    date: Date,
    pack: &Pack,
) -> Option<Notice> {
    // Of several files of one time nobody has said yet which one holds.
    let [sha256] = row.current() else { return None };
    let submission = session.submission(sha256)?;
    let (_, check) = submission.last_check()?;
    let path = submission.path();
    let own: Vec<Finding> = check.findings.iter().map(Finding::from).collect();
    let between: Vec<&CrossFinding> =
        cross.iter().filter(|c| c.packages().any(|p| p == path)).collect();
    let all: Vec<&Finding> = own.iter().chain(between.iter().map(|c| &c.finding)).collect();
    let prints = Fingerprint::of(all.iter().copied(), check.application.as_ref());
    let places_of = |at: usize| match between.get(at.wrapping_sub(own.len())) {
        Some(cross) => sides(cross, names),
        None => {
            own.get(at).map(|f| place(&f.location)).filter(|p| !p.is_empty()).into_iter().collect()
        }
    };
    let waived: BTreeSet<&Fingerprint> = prints
        .iter()
        .filter(|print| {
            let waiver = fields.value(&Field::Waiver(row.key, (*print).clone()));
            matches!(waiver, Some(Value::Waiver(Some(_))))
        })
        .collect();
    let kept = all.iter().zip(&prints).enumerate().filter(|(_, (finding, print))| {
        finding.severity >= Severity::Error && !waived.contains(print)
    });
    let findings: Vec<LetterFinding<'_>> =
        kept.map(|(at, (finding, _))| LetterFinding { finding, places: places_of(at) }).collect();
    if findings.is_empty() {
        return None;
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
    let next = check.application.as_ref().map_or(name.clone(), |app| package_name(app, pack));
    let received = row.rounds.last().map(|round| in_japan(round.received)).unwrap_or_default();
    let file = LetterFile { name, received, sha256: sha256.clone() };
    let to = Recipient { key: row.key, name: &row.name };
    let letter = Letter::new(to, file, &findings, date, session.deadline(), &next, pack);
    Some(Notice { key: row.key, name: row.name.clone(), letter })
}

/// The places of both sides of a pair, each with the applicant's name.
fn sides(cross: &CrossFinding, names: &BTreeMap<String, &str>) -> Vec<String> {
    let side = |at: &crate::check::PackagePlace| {
        let name = names.get(&at.package).copied().unwrap_or(&at.package);
        match place(&at.location) {
            place if place.is_empty() => format!("{name}：該当する行なし"),
            place => format!("{name}：{place}"),
        }
    };
    cross.places.iter().map(side).collect()
}
