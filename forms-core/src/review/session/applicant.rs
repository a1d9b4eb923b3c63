//! The rows of a review: applicants, what each has sent, and where each stands.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::field::Fields;
use super::{
    Act, ApplicantKey, Baseline, Decision, Event, ExpectedAs, Field, Fingerprint, Session,
    Sha256Hex, Submission, Value,
};
use crate::application::Organ;
use crate::check::{
    ApplicantName, CheckedPackage, ComparedPackage, Counts, PackageReport, names_applicant,
};
use crate::code::{Government, MunicipalityCode};
use crate::finding::{Finding, choice};
use crate::reference::ExpectedApplicant;

choice! {
    /// Where an applicant stands in the review. The result of a check is another thing.
    ApplicantState {
        /// 未着: expected, and nothing has come.
        NotArrived = "not_arrived",
        /// 受領: a file came that could not be checked.
        Received = "received",
        /// 検査済: checked, and nobody has looked at it.
        Checked = "checked",
        /// 審査中: somebody looks after it.
        InReview = "in_review",
        /// 差戻し: to be corrected; no letter has gone out.
        Returned = "returned",
        /// 再提出待ち: a letter has gone out.
        AwaitingResubmission = "awaiting_resubmission",
        /// 適: it goes on to the second review.
        Accepted = "accepted",
        /// 保留.
        Held = "held",
        /// 取下げ.
        Withdrawn = "withdrawn",
        /// 対象外.
        Excluded = "excluded",
        /// 判断の食い違い: two people decided differently without knowing of each other.
        Disputed = "disputed",
    }
}

/// What an applicant sent at one time. Usually one file; several of one time have no order among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// When it was received: as a person said, else when it was first seen.
    pub received: Timestamp,
    /// The files.
    pub submissions: Vec<Sha256Hex>,
}

/// An applicant in a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicantRow {
    /// The applicant.
    pub key: ApplicantKey,
    /// Its name: from the list of those expected, the table of local governments, else its application.
    pub name: String,
    /// True if it is on the list of those expected.
    pub expected: bool,
    /// 管内: the part of the prefecture that it lies in, from that list, else from the table; may be empty.
    pub area: String,
    /// 構成団体: the governments that form an association, from that list.
    pub members: BTreeSet<MunicipalityCode>,
    /// What it sent, first to last: 第1回, 第2回, ….
    pub rounds: Vec<Round>,
    /// Where it stands.
    pub state: ApplicantState,
    /// The person who looks after it.
    pub owner: Option<String>,
}

impl ApplicantRow {
    /// The files of the last round.
    #[must_use]
    pub fn current(&self) -> &[Sha256Hex] {
        self.rounds.last().map_or(&[], |round| &round.submissions)
    }
}

/// The number of applicants in each state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals(BTreeMap<ApplicantState, usize>);

impl Totals {
    /// Counts rows.
    #[must_use]
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a ApplicantRow>) -> Self {
        let mut totals = BTreeMap::new();
        for row in rows {
            *totals.entry(row.state).or_default() += 1;
        }
        Self(totals)
    }

    /// The number of applicants in a state.
    #[must_use]
    pub fn count(&self, state: ApplicantState) -> usize {
        self.0.get(&state).copied().unwrap_or_default()
    }

    /// The number of applicants.
    #[must_use]
    pub fn all(&self) -> usize {
        self.0.values().sum()
    }
}

impl Session {
    /// The applicants of the review, by code: those expected and those who sent something.
    #[must_use]
    pub fn rows(&self) -> Vec<ApplicantRow> {
        self.rows_with(&self.fields())
    }

    /// As [`Self::rows`], for who has the fields already.
    #[must_use]
    pub fn rows_with(&self, fields: &Fields<'_>) -> Vec<ApplicantRow> {
        let expected = expected(fields);
        let mut sent: BTreeMap<ApplicantKey, Vec<&Submission>> = BTreeMap::new();
        for submission in self.submissions() {
            if let Some(key) = owner_of(submission, fields, &expected) {
                sent.entry(key).or_default().push(submission);
            }
        }
        // A municipality is expected under its head; an application of another organ of it will do.
        let codes: BTreeSet<_> = sent.keys().map(|key| key.code).collect();
        let missing = expected.keys().filter(|k| !codes.contains(&k.code) && !sent.contains_key(k));
        let expected_codes: BTreeSet<_> = expected.keys().map(|key| key.code).collect();
        let keys: BTreeSet<ApplicantKey> = missing.chain(sent.keys()).copied().collect();
        let history = self.history();
        let row = |key: ApplicantKey| {
            let submissions = sent.get(&key).map_or(&[][..], Vec::as_slice);
            let rounds = rounds(submissions, fields);
            let owner = match fields.value(&Field::Owner(key)) {
                Some(Value::Text(owner)) => owner,
                _ => None,
            };
            let events = history.get(&key).map_or(&[][..], Vec::as_slice);
            ApplicantRow {
                key,
                name: name_of(key, &expected, submissions),
                area: area_of(key, &expected),
                members: listed(key, &expected).map(|e| e.members.clone()).unwrap_or_default(),
                expected: expected_codes.contains(&key.code),
                state: self.state(key, rounds.last(), owner.is_some(), fields, events),
                rounds,
                owner,
            }
        };
        keys.into_iter().map(row).collect()
    }

    /// Those expected, with what the list says of them.
    #[must_use]
    pub fn expected(&self) -> BTreeMap<ApplicantKey, ExpectedAs> {
        expected(&self.fields())
    }

    /// The files that belong to no applicant: no code can be read in them, and their names name nobody.
    #[must_use]
    pub fn unattributed(&self) -> Vec<&Submission> {
        let fields = self.fields();
        let expected = expected(&fields);
        self.submissions().filter(|s| owner_of(s, &fields, &expected).is_none()).collect()
    }

    /// The day by which applications must have come.
    #[must_use]
    pub fn deadline(&self) -> Option<Date> {
        match self.fields().value(&Field::Deadline) {
            Some(Value::Day(day)) => day,
            _ => None,
        }
    }

    /// The last submissions of all applicants as checked packages, to compare them with each other.
    #[must_use]
    pub fn current_packages<'a>(
        &self,
        rows: impl IntoIterator<Item = &'a ApplicantRow>,
    ) -> Vec<CheckedPackage> {
        let current = rows.into_iter().flat_map(ApplicantRow::current);
        current
            .filter_map(|sha256| self.submission(sha256))
            .filter_map(Submission::checked)
            .collect()
    }

    /// The files of an applicant's last two rounds. `None` if there is no earlier round, or if one of the two rounds has
    /// several files.
    #[must_use]
    pub fn last_two(&self, row: &ApplicantRow) -> Option<[&Submission; 2]> {
        let [.., before, last] = &row.rounds[..] else { return None };
        let only = |round: &Round| match &round.submissions[..] {
            [only] => self.submission(only),
            _ => None,
        };
        Some([only(before)?, only(last)?])
    }

    /// Compares the findings of an applicant's last round with those of the one before. `None` where
    /// [`Self::last_two`] has none, or one of the two was not checked.
    #[must_use]
    pub fn baseline(&self, row: &ApplicantRow) -> Option<Baseline> {
        let fingerprints = |submission: &Submission| {
            let (_, check) = submission.last_check()?;
            let findings: Vec<Finding> = check.findings.iter().map(Finding::from).collect();
            Some(Fingerprint::of(&findings, check.application.as_ref()))
        };
        let [before, last] = self.last_two(row)?;
        Some(Baseline::new(fingerprints(before)?, fingerprints(last)?))
    }

    /// What was done about each applicant, in order of time, without what was retracted.
    fn history(&self) -> BTreeMap<ApplicantKey, Vec<&Event>> {
        let retracted: BTreeSet<_> = self
            .events
            .values()
            .filter_map(|e| match &e.act {
                Act::Retract { event } => Some(event),
                _ => None,
            })
            .collect();
        let mut history: BTreeMap<ApplicantKey, Vec<&Event>> = BTreeMap::new();
        for (id, event) in self.events() {
            if let Some(key) = event.act.applicant().filter(|_| !retracted.contains(id)) {
                history.entry(key).or_default().push(event);
            }
        }
        history
    }

    fn state(
        &self,
        key: ApplicantKey,
        round: Option<&Round>,
        has_owner: bool,
        fields: &Fields<'_>,
        history: &[&Event],
    ) -> ApplicantState {
        let Ok(head) = fields.head(&Field::Decision(key)) else { return ApplicantState::Disputed };
        let decided = head.and_then(|head| match head.event.act.value() {
            Some(Value::Decision(about, decision)) => Some((about, decision?)),
            _ => None,
        });
        match decided {
            Some((_, Decision::Withdrawn)) if round.is_none() => return ApplicantState::Withdrawn,
            Some((_, Decision::Excluded)) => return ApplicantState::Excluded,
            _ => {}
        }
        let Some(round) = round else { return ApplicantState::NotArrived };
        let holds = |about: &Option<Sha256Hex>| {
            about.as_ref().is_none_or(|sha256| round.submissions.contains(sha256))
        };
        let sent = || {
            history.iter().any(|event| match &event.act {
                Act::Letter { submission, .. } => holds(submission) && event.at >= round.received,
                _ => false,
            })
        };
        match decided.filter(|(about, _)| holds(about)).map(|(_, decision)| decision) {
            Some(Decision::Accepted) => return ApplicantState::Accepted,
            Some(Decision::Returned) if sent() => return ApplicantState::AwaitingResubmission,
            Some(Decision::Returned) => return ApplicantState::Returned,
            Some(Decision::Held) => return ApplicantState::Held,
            Some(Decision::Withdrawn) => return ApplicantState::Withdrawn,
            Some(Decision::Excluded) => return ApplicantState::Excluded,
            None => {}
        }
        let submissions = || round.submissions.iter().filter_map(|s| self.submission(s));
        if submissions().all(|s| s.last_check().is_none()) {
            return ApplicantState::Received;
        }
        match has_owner || history.iter().any(|event| event.at >= round.received) {
            true => ApplicantState::InReview,
            false => ApplicantState::Checked,
        }
    }
}

/// Those expected, with what the list says of them.
fn expected(fields: &Fields<'_>) -> BTreeMap<ApplicantKey, ExpectedAs> {
    let named = fields.names().filter_map(|field| match (field, fields.value(field)) {
        (Field::Expected(key), Some(Value::Expected(Some(said)))) => Some((*key, said)),
        _ => None,
    });
    named.collect()
}

/// The applicant of a file: as a person said, else as its application says, else as its folder or name says.
fn owner_of(
    submission: &Submission,
    fields: &Fields<'_>,
    expected: &BTreeMap<ApplicantKey, ExpectedAs>,
) -> Option<ApplicantKey> {
    if let Some(Value::Applicant(Some(key))) =
        fields.value(&Field::Applicant(submission.sha256.clone()))
    {
        return Some(key);
    }
    let check = submission.last_check().map(|(_, check)| check);
    let applicant = check.and_then(|c| c.application.as_ref()).map(|app| &app.applicant);
    let stated = applicant.and_then(|a| Some((*a.code.value()?, a.organ)));
    if let Some((code, organ)) = stated.filter(|(code, _)| Government::may_exist(*code)) {
        return Some(ApplicantKey { code, organ });
    }
    let mut named = expected.iter().filter(|(key, said)| {
        submission.sightings.iter().any(|s| names_applicant(&s.path, key.code, &said.name))
    });
    match (named.next(), named.next()) {
        (Some((key, _)), None) => Some(*key),
        _ => None,
    }
}

/// What the list says of an applicant, or of the head of its government.
fn listed(key: ApplicantKey, expected: &BTreeMap<ApplicantKey, ExpectedAs>) -> Option<&ExpectedAs> {
    let head = ApplicantKey { organ: Organ::default(), ..key };
    [key, head].iter().find_map(|key| expected.get(key))
}

fn area_of(key: ApplicantKey, expected: &BTreeMap<ApplicantKey, ExpectedAs>) -> String {
    let said = listed(key, expected).map(|said| said.area.clone());
    said.filter(|area| !area.is_empty()).unwrap_or_else(|| ExpectedApplicant::from(key.code).area)
}

fn name_of(
    key: ApplicantKey,
    expected: &BTreeMap<ApplicantKey, ExpectedAs>,
    submissions: &[&Submission],
) -> String {
    let listed = listed(key, expected).map(|said| said.name.clone());
    let table = || Government::find(key.code).map(|g| g.name.to_owned());
    let own = || {
        let (_, check) = submissions.last()?.last_check()?;
        Some(check.application.as_ref()?.applicant.name.clone())
    };
    listed.filter(|name| !name.is_empty()).or_else(table).or_else(own).unwrap_or_default()
}

/// The files of an applicant by the time they were received.
fn rounds(submissions: &[&Submission], fields: &Fields<'_>) -> Vec<Round> {
    let mut by_time: BTreeMap<Timestamp, Vec<Sha256Hex>> = BTreeMap::new();
    for submission in submissions {
        let said = match fields.value(&Field::Received(submission.sha256.clone())) {
            Some(Value::Time(time)) => time,
            _ => None,
        };
        if let Some(time) = said.or_else(|| submission.first_seen()) {
            by_time.entry(time).or_default().push(submission.sha256.clone());
        }
    }
    by_time.into_iter().map(|(received, submissions)| Round { received, submissions }).collect()
}

impl Submission {
    /// The file as its last check left it; `None` if it was not checked.
    #[must_use]
    pub fn checked(&self) -> Option<CheckedPackage> {
        let (_, check) = self.last_check()?;
        let (report, application) = (self.report()?, check.application.clone());
        Some(CheckedPackage { report, application, compared: BTreeSet::new() })
    }

    /// The report of the last check; `None` if it was not checked.
    #[must_use]
    pub fn report(&self) -> Option<PackageReport> {
        let (_, check) = self.last_check()?;
        let application = check.application.as_ref();
        Some(PackageReport {
            path: self.path().to_owned(),
            bytes: self.bytes,
            sha256: self.sha256.to_string(),
            applicant: application.map(ApplicantName::of),
            kind: application.map(|app| app.kind),
            findings: check.findings.iter().map(Finding::from).collect(),
        })
    }

    /// The file for [`Checker::across_of`](crate::check::Checker::across_of) under a name, without a copy; `None` if it was
    /// not checked.
    pub(super) fn compared<'a>(&'a self, name: &'a str) -> Option<ComparedPackage<'a>> {
        let (_, check) = self.last_check()?;
        let application = check.application.as_ref();
        Some(ComparedPackage { path: name, sha256: &self.sha256.0, application })
    }

    /// The number of findings by severity; `None` if it was not checked.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        Some(Counts::of_severities(self.last_check()?.1.findings.iter().map(|f| f.severity)))
    }
}
