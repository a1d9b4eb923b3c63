//! The letters that a review calls for.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Letter, LetterFile, LetterFinding, Recipient};
use crate::application::Organ;
use crate::check::{CrossFinding, PackagePlace};
use crate::finding::{Code, Finding, Severity};
use crate::pack::Pack;
use crate::review::report::place;
use crate::review::session::{
    ApplicantKey, ApplicantRow, ApplicantState, Field, Fields, Fingerprint, Session, Value,
};
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
    let names: BTreeMap<String, &str> = rows()
        .flat_map(|row| row.current().iter().map(move |sha256| (sha256, row.name.as_str())))
        .filter_map(|(sha256, name)| Some((session.submission(sha256)?.path().to_owned(), name)))
        .collect();
    let passed = |row: &&ApplicantRow| {
        use ApplicantState::{Accepted, Excluded, Withdrawn};
        !matches!(row.state, Accepted | Excluded | Withdrawn)
    };
    let one = |row: &ApplicantRow| notice(row, session, &fields, cross, &names, date, pack);
    rows().filter(passed).filter_map(one).collect()
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
    let about = cross.iter().filter(|c| c.packages().any(|p| p == path));
    let between = about.map(|c| LetterFinding { finding: &c.finding, places: sides(c, names) });
    let in_package = |finding| LetterFinding { finding, places: own_place(finding) };
    let all: Vec<LetterFinding<'_>> = own.iter().map(in_package).chain(between).collect();
    let prints = Fingerprint::of(all.iter().map(|f| f.finding), check.application.as_ref());
    let is_waived = |print: Fingerprint| {
        let waiver = fields.value(&Field::Waiver(row.key, print));
        matches!(waiver, Some(Value::Waiver(Some(_))))
    };
    let findings: Vec<LetterFinding<'_>> = all
        .into_iter()
        .zip(prints)
        .filter(|(f, _)| f.finding.severity >= Severity::Error)
        .filter_map(|(f, print)| (!is_waived(print)).then_some(f))
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
fn own_place(finding: &Finding) -> Vec<String> {
    Some(place(&finding.location)).filter(|place| !place.is_empty()).into_iter().collect()
}

/// The places of both sides of a pair, each with the applicant's name.
fn sides(cross: &CrossFinding, names: &BTreeMap<String, &str>) -> Vec<String> {
    let lacks_a_row = matches!(cross.finding.code, Code::Xap001 | Code::Xap002);
    let side = |at: &PackagePlace| {
        let name = names.get(&at.package).copied().unwrap_or(&at.package);
        let place = place(&at.location);
        match (place.as_str(), lacks_a_row) {
            ("", true) => format!("{name}：該当する行なし"),
            ("", false) => format!("{name}：申請全体"),
            _ => format!("{name}：{place}"),
        }
    };
    cross.places.iter().map(side).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Pointer, make};

    #[test]
    fn only_a_side_that_lacks_the_row_is_told_so() {
        let names = BTreeMap::from([("a.zip".to_owned(), "甲市"), ("b.zip".to_owned(), "乙市")]);
        let row = PackagePlace {
            package: "a.zip".into(),
            location: Pointer::new("/delegations/3").into(),
        };
        let places = vec![row, PackagePlace::whole("b.zip")];
        let missing = CrossFinding::new(make::xap_001("甲市", "乙市", "手当"), places.clone());
        assert_eq!(sides(&missing, &names), ["甲市：/delegations/3", "乙市：該当する行なし"]);
        let circle = CrossFinding::new(make::dlg_014("手当", "甲市 → 乙市"), places);
        assert_eq!(sides(&circle, &names), ["甲市：/delegations/3", "乙市：申請全体"]);
    }
}
