//! The findings about an applicant's files: those in the file and those across packages, each with what makes it known
//! again and with its waiver.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::Timestamp;

use crate::application::{Application, Kind};
use crate::check::{CrossFinding, PackagePlace};
use crate::finding::{Finding, Severity};
use crate::review::session::{
    ApplicantKey, BasisId, Check, Field, Fields, Fingerprint, Session, Sha256Hex, Submission,
    Value, Waiver,
};

/// A finding about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFinding {
    /// The finding, with its place in this file.
    pub finding: Finding,
    /// What makes it the same one in another submission.
    pub fingerprint: Fingerprint,
    /// True if it shows only across packages.
    pub across: bool,
    /// The places in other packages that it is about.
    pub others: Vec<PackagePlace>,
}

/// A finding about an applicant's file, with its waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFinding {
    /// The file.
    pub file: Sha256Hex,
    /// The finding.
    pub found: Rc<FileFinding>,
    /// Why it is passed over; `None` if it stands.
    pub waiver: Option<Waiver>,
}

impl RowFinding {
    /// Returns whether it stands and is an error or worse.
    #[must_use]
    pub fn stops(&self) -> bool {
        self.waiver.is_none() && self.found.finding.severity >= Severity::Error
    }
}

/// Findings across packages by the file that they are about, each with its place in it.
#[derive(Debug, Default)]
pub struct CrossByFile<'c>(BTreeMap<Sha256Hex, Vec<(&'c CrossFinding, &'c PackagePlace)>>);

impl<'c> CrossByFile<'c> {
    /// Sorts the findings across the packages of a session, which they name as [`Session::package_names`] does.
    #[must_use]
    pub fn new(session: &Session, cross: &'c [CrossFinding]) -> Self {
        let mut by_package = CrossFinding::by_package(cross);
        if by_package.is_empty() {
            return Self::default();
        }
        let names = session.package_names();
        let of_file = |(sha256, name): (&str, String)| {
            Some((Sha256Hex(sha256.to_owned()), by_package.remove(name.as_str())?))
        };
        Self(names.into_iter().filter_map(of_file).collect())
    }

    /// The findings about a file.
    #[must_use]
    pub fn of(&self, file: &Sha256Hex) -> &[(&'c CrossFinding, &'c PackagePlace)] {
        self.0.get(file).map_or(&[], Vec::as_slice)
    }
}

/// What is known of files that does not change with what people decide. Kept between two [`Desk`](super::Desk)s, so that
/// a decision makes only what depends on decisions anew.
#[derive(Debug, Default)]
pub struct KnownFiles(BTreeMap<Sha256Hex, KnownFile>);

#[derive(Debug)]
struct KnownFile {
    check: (BasisId, Timestamp),
    kind: Option<Kind>,
    own: Rc<[Rc<FileFinding>]>,
    /// The findings across packages that were seen so far.
    across: Vec<Rc<FileFinding>>,
}

impl KnownFiles {
    /// The kind of application in a file, if it could be read.
    pub(super) fn kind(&mut self, submission: &Submission) -> Option<Kind> {
        self.file(submission)?.kind
    }

    /// The findings in a file itself, by place.
    pub(super) fn own(&mut self, submission: &Submission) -> Rc<[Rc<FileFinding>]> {
        self.file(submission).map_or_else(|| Rc::from([]), |known| Rc::clone(&known.own))
    }

    fn across(
        &mut self,
        submission: &Submission,
        cross: &CrossFinding,
        here: &PackagePlace,
    ) -> Option<Rc<FileFinding>> {
        let (_, check) = submission.last_check()?;
        let known = self.file(submission)?;
        let finding = cross.finding.clone().at(here.location.clone());
        let others = cross.places.iter().filter(|place| place.package != here.package);
        let others: Vec<PackagePlace> = others.cloned().collect();
        let same = |seen: &&Rc<FileFinding>| seen.finding == finding && seen.others == others;
        if let Some(seen) = known.across.iter().find(same) {
            return Some(Rc::clone(seen));
        }
        let print = Fingerprint::of([&finding], check.application.as_ref()).pop()?;
        let found = Rc::new(FileFinding { finding, fingerprint: print, across: true, others });
        known.across.push(Rc::clone(&found));
        Some(found)
    }

    /// What is known of a file by its last check; `None` if it was not checked.
    fn file(&mut self, submission: &Submission) -> Option<&mut KnownFile> {
        let (basis, check) = submission.last_check()?;
        let stamp = (basis.clone(), check.at);
        let known = self.0.entry(submission.sha256.clone());
        let known = known.or_insert_with(|| KnownFile::new(stamp.clone(), check));
        if known.check != stamp {
            *known = KnownFile::new(stamp, check);
        }
        Some(known)
    }
}

impl KnownFile {
    fn new(stamp: (BasisId, Timestamp), check: &Check) -> Self {
        let app: Option<&Application> = check.application.as_ref();
        let findings: Vec<Finding> = check.findings.iter().map(Finding::from).collect();
        let prints = match findings.is_empty() {
            true => Vec::new(),
            false => Fingerprint::of(&findings, app),
        };
        let own = findings.into_iter().zip(prints).map(|(finding, fingerprint)| {
            Rc::new(FileFinding { finding, fingerprint, across: false, others: Vec::new() })
        });
        let own = own.collect();
        Self { check: stamp, kind: app.map(|app| app.kind), own, across: Vec::new() }
    }
}

/// The findings about files of an applicant: of each file its own by place, then those across packages.
#[must_use]
pub fn findings_about(
    session: &Session,
    key: ApplicantKey,
    files: &[Sha256Hex],
    fields: &Fields<'_>,
    cross: &CrossByFile<'_>,
    known: &mut KnownFiles,
) -> Vec<RowFinding> {
    let mut all = Vec::new();
    for submission in files.iter().filter_map(|sha256| session.submission(sha256)) {
        let mut found = known.own(submission).to_vec();
        let between = cross.of(&submission.sha256);
        found.extend(between.iter().filter_map(|(c, here)| known.across(submission, c, here)));
        let of_applicant = found.into_iter().map(|found| RowFinding {
            file: submission.sha256.clone(),
            waiver: waiver(key, &found.fingerprint, fields),
            found,
        });
        all.extend(of_applicant);
    }
    all
}

/// The waiver of a finding of an applicant; `None` too where people disagree about it.
fn waiver(key: ApplicantKey, print: &Fingerprint, fields: &Fields<'_>) -> Option<Waiver> {
    match fields.value(&Field::Waiver(key, print.clone())) {
        Some(Value::Waiver(waiver)) => waiver,
        _ => None,
    }
}
