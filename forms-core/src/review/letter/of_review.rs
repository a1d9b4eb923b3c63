//! The letters that a review calls for.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Letter, LetterFile, LetterFinding, Recipient};
use crate::application::Organ;
use crate::check::{CrossFinding, PackagePlace};
use crate::finding::{Code, Finding, Location, value};
use crate::pack::Pack;
use crate::review::desk::{CrossByFile, FileFinding, KnownFiles, findings_about};
use crate::review::place::{filled, letter_place};
use crate::review::session::{ApplicantKey, ApplicantRow, ApplicantState, Fields, Session};
use crate::review::summary::{SummaryRow, in_japan};
use crate::submission::{file_name, package_name, safe_file_name};

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

impl Notice {
    /// The name of the letter's file without extension: 012033-小樽市, with the organ if it is not the head's.
    #[must_use]
    pub fn file_name(&self) -> String {
        let organ = match self.key.organ {
            Organ::Head => String::new(),
            organ => format!("-{}", organ.as_str()),
        };
        safe_file_name(&format!("{}-{}{organ}", self.key.code, self.name))
    }
}

/// Writes a letter for each applicant whose last submission has errors, in its package or its pairs. Waived findings are
/// left out; who is accepted, withdrawn or not concerned gets none. Warnings are for the reviewer and never in a letter.
#[must_use]
pub fn notices(
    session: &Session,
    rows: &[SummaryRow],
    cross: &[CrossFinding],
    date: Date,
    pack: &Pack,
) -> Vec<Notice> {
    let rows = || rows.iter().map(|row| &row.applicant);
    let fields = session.fields();
    let mut packages = session.package_names();
    let names: BTreeMap<String, &str> = rows()
        .flat_map(|row| row.current().iter().map(move |sha256| (sha256, row.name.as_str())))
        .filter_map(|(sha256, name)| Some((packages.remove(sha256.0.as_str())?, name)))
        .collect();
    let passed = |row: &&ApplicantRow| {
        use ApplicantState::{Accepted, Excluded, Withdrawn};
        !matches!(row.state, Accepted | Excluded | Withdrawn)
    };
    let (by_file, mut known) = (CrossByFile::new(session, cross), KnownFiles::default());
    let mut one = |row: &ApplicantRow| {
        notice(row, session, &fields, (&by_file, &mut known), &names, (date, pack))
    };
    rows().filter(passed).filter_map(&mut one).collect()
}

fn notice(
    row: &ApplicantRow,
    session: &Session,
    fields: &Fields<'_>,
    (cross, known): (&CrossByFile<'_>, &mut KnownFiles),
    names: &BTreeMap<String, &str>,
    (date, pack): (Date, &Pack),
) -> Option<Notice> {
    // Of several files of one time nobody has said yet which one holds.
    let [sha256] = row.current() else { return None };
    let submission = session.submission(sha256)?;
    let (_, check) = submission.last_check()?;
    let path = submission.path();
    let about = findings_about(session, row.key, row.current(), fields, cross, known);
    let standing = about.iter().filter(|about| about.stops());
    let told = standing.filter(|about| about.found.finding.code.no_letter().is_none());
    let findings: Vec<LetterFinding<'_>> = told
        .map(|about| {
            let FileFinding { finding, across, others, .. } = &*about.found;
            let here = (row.name.as_str(), &finding.location);
            let others = others.iter().map(|at| (called(at, names), &at.location));
            let places = match across {
                true => sides(finding, std::iter::once(here).chain(others), pack),
                false => own_place(finding, pack),
            };
            LetterFinding { finding, places }
        })
        .collect();
    if findings.is_empty() {
        return None;
    }
    let name = file_name(path).to_owned();
    let next = check.application.as_ref().map_or(name.clone(), |app| package_name(app, pack));
    let received = row.rounds.last().map(|round| in_japan(round.received)).unwrap_or_default();
    let file = LetterFile { name, received, sha256: sha256.clone() };
    let to = Recipient { key: row.key, name: &row.name };
    let letter = Letter::new(to, file, &findings, date, session.deadline(), &next, pack);
    Some(Notice { key: row.key, name: row.name.clone(), letter })
}

/// The place of a finding in the applicant's own package; none for the package as a whole.
fn own_place(finding: &Finding, pack: &Pack) -> Vec<String> {
    let place = letter_place(finding.code, &finding.location, pack);
    Some(place).filter(|place| !place.is_empty()).into_iter().collect()
}

/// The name of the applicant whose package it is; the package's where that is not known.
fn called<'a>(at: &'a PackagePlace, names: &BTreeMap<String, &'a str>) -> &'a str {
    names.get(&at.package).copied().unwrap_or(&at.package)
}

/// The places of both sides of a pair, each with the applicant's name: the letter's own side first.
fn sides<'p>(
    finding: &Finding,
    places: impl Iterator<Item = (&'p str, &'p Location)>,
    pack: &Pack,
) -> Vec<String> {
    let lacks_a_row = matches!(finding.code, Code::Xap001 | Code::Xap002);
    let side = |(name, location): (&str, &Location)| {
        let place = letter_place(finding.code, location, pack);
        let template = match (place.as_str(), lacks_a_row) {
            ("", true) => value::SIDE_LACKS_ROW,
            ("", false) => value::SIDE_WHOLE,
            _ => value::SIDE_PLACE,
        };
        filled(template, &[("name", name), ("place", &place)])
    };
    places.map(side).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Pointer, make, word};

    #[test]
    fn only_a_side_that_lacks_the_row_is_told_so() {
        let names = BTreeMap::from([("a.zip".to_owned(), "甲市"), ("b.zip".to_owned(), "乙市")]);
        let row = PackagePlace {
            package: "a.zip".into(),
            location: Pointer::new("/delegations/3").into(),
        };
        let places = vec![row, PackagePlace::whole("b.zip")];
        let told = |cross: &CrossFinding| {
            let places = cross.places.iter().map(|at| (called(at, &names), &at.location));
            sides(&cross.finding, places, Pack::standard())
        };
        let missing = CrossFinding::new(
            make::xap_001("甲市", "乙市", "手当", 4, word::Xap001::Other),
            places.clone(),
        );
        let row = "甲市：「委任受任」シート　No.4";
        assert_eq!(told(&missing), [row, "乙市：該当する行なし"]);
        let circle = CrossFinding::new(make::dlg_014("手当", "甲市 → 乙市"), places);
        assert_eq!(told(&circle), [row, "乙市：申請全体"]);
    }
}
