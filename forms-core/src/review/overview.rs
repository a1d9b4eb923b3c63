//! 報告: where the review stands, on one page of A4 for the head of section.

mod html;
#[cfg(test)]
pub(in crate::review) mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::session::{Act, ApplicantKey, ApplicantState, Decision, Session, Totals};
use super::summary::{CheckResult, SummaryRow, day_in_japan};
use crate::application::Organ;
use crate::check::CrossFinding;
use crate::finding::{ArgValue, Code, Finding, Lang, Severity};

/// Where a review stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The day on which it stands so.
    pub today: Date,
    /// The day by which applications must have come, if it is set.
    pub deadline: Option<Date>,
    /// The applicants in each state.
    pub totals: Totals,
    /// The number of applicants who sent something.
    pub arrived: usize,
    /// The number of last submissions with each result of the check.
    pub results: BTreeMap<CheckResult, usize>,
    /// What happened on each day on which something did.
    pub days: BTreeMap<Date, DayCounts>,
    /// The findings of the last submissions and across them by code, without notes: those most often found first.
    pub codes: Vec<CodeCount>,
    /// The number of notes.
    pub infos: usize,
    /// The applicants of each state in which something is still to be done.
    pub open: Vec<(ApplicantState, Vec<String>)>,
    /// The number of files that belong to nobody.
    pub of_nobody: usize,
    /// The number of files that could not be read.
    pub not_read: usize,
}

/// What happened on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Submissions received.
    pub received: usize,
    /// Applicants accepted.
    pub accepted: usize,
    /// Applicants whose application is to be corrected.
    pub returned: usize,
    /// Letters sent.
    pub letters: usize,
    /// Telephone calls.
    pub calls: usize,
}

impl DayCounts {
    fn plus(self, other: Self) -> Self {
        Self {
            received: self.received + other.received,
            accepted: self.accepted + other.accepted,
            returned: self.returned + other.returned,
            letters: self.letters + other.letters,
            calls: self.calls + other.calls,
        }
    }
}

/// The findings of one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeCount {
    /// The code.
    pub code: Code,
    /// The worst severity that it was found with.
    pub severity: Severity,
    /// The number of findings.
    pub findings: usize,
    /// The number of applicants whom they concern.
    pub applicants: usize,
}

impl Overview {
    /// Counts the rows and events of a review. `cross` are the findings across the last submissions.
    #[must_use]
    pub fn new(
        session: &Session,
        rows: &[SummaryRow],
        cross: &[CrossFinding],
        today: Date,
    ) -> Self {
        let mut results = BTreeMap::new();
        for result in rows.iter().filter_map(|row| row.result) {
            *results.entry(result).or_default() += 1;
        }
        let (codes, infos) = codes(session, rows, cross);
        Self {
            today,
            deadline: session.deadline(),
            totals: Totals::of(rows.iter().map(|row| &row.applicant)),
            arrived: rows.iter().filter(|row| !row.applicant.rounds.is_empty()).count(),
            results,
            days: days(session, rows),
            codes,
            infos,
            open: open(rows),
            of_nobody: session.unattributed().len(),
            not_read: session.not_read().count(),
        }
    }

    /// The page: no script, nothing loaded.
    #[must_use]
    pub fn html(&self, lang: Lang) -> String {
        html::write(self, lang)
    }
}

/// The applicants of the states in which something is still to be done, those with the most to do first.
fn open(rows: &[SummaryRow]) -> Vec<(ApplicantState, Vec<String>)> {
    use ApplicantState::{
        AwaitingResubmission, Checked, Disputed, Held, InReview, NotArrived, Received, Returned,
    };
    let states =
        [NotArrived, Disputed, Returned, AwaitingResubmission, Held, Received, Checked, InReview];
    let of = |state: ApplicantState| {
        let rows = rows.iter().filter(|row| row.applicant.state == state);
        (state, rows.map(|row| row.applicant.name.clone()).collect::<Vec<_>>())
    };
    states.into_iter().map(of).filter(|(_, names)| !names.is_empty()).collect()
}

fn days(session: &Session, rows: &[SummaryRow]) -> BTreeMap<Date, DayCounts> {
    let mut days: BTreeMap<Date, DayCounts> = BTreeMap::new();
    for round in rows.iter().flat_map(|row| &row.applicant.rounds) {
        days.entry(day_in_japan(round.received)).or_default().received += round.submissions.len();
    }
    let events = session.events();
    let retracted: BTreeSet<_> = events
        .iter()
        .filter_map(|(_, event)| match &event.act {
            Act::Retract { event } => Some(event),
            _ => None,
        })
        .collect();
    // The last decision of a day about an applicant is the one of that day.
    let mut decided: BTreeMap<(Date, ApplicantKey), Option<Decision>> = BTreeMap::new();
    for (_, event) in events.iter().filter(|(id, _)| !retracted.contains(*id)) {
        let day = day_in_japan(event.at);
        match &event.act {
            Act::Decide { applicant, decision, .. } => {
                decided.insert((day, *applicant), *decision);
            }
            Act::Letter { .. } => days.entry(day).or_default().letters += 1,
            Act::Call { .. } => days.entry(day).or_default().calls += 1,
            _ => {}
        }
    }
    for ((day, _), decision) in decided {
        match decision {
            Some(Decision::Accepted) => days.entry(day).or_default().accepted += 1,
            Some(Decision::Returned) => days.entry(day).or_default().returned += 1,
            _ => {}
        }
    }
    days
}

/// The applicant of whom nothing can be read, which is in no package.
fn missing(finding: &Finding) -> Option<ApplicantKey> {
    match finding.arg("code") {
        Some(ArgValue::Text(code)) if finding.code == Code::Xap006 => {
            Some(ApplicantKey { code: code.parse().ok()?, organ: Organ::Head })
        }
        _ => None,
    }
}

/// The findings by code, most first, and the number of notes.
fn codes(
    session: &Session,
    rows: &[SummaryRow],
    cross: &[CrossFinding],
) -> (Vec<CodeCount>, usize) {
    let mut whose: BTreeMap<&str, ApplicantKey> = BTreeMap::new();
    let mut found: BTreeMap<Code, (Severity, usize, BTreeSet<ApplicantKey>)> = BTreeMap::new();
    let mut infos = 0;
    let mut count = |finding: &Finding, about: Vec<ApplicantKey>| {
        if finding.severity == Severity::Info {
            infos += 1;
            return;
        }
        let (severity, number, applicants) =
            found.entry(finding.code).or_insert((finding.severity, 0, BTreeSet::new()));
        *severity = finding.severity.max(*severity);
        *number += 1;
        applicants.extend(about);
    };
    for row in rows {
        let current = row.applicant.current().iter().filter_map(|s| session.submission(s));
        for submission in current {
            whose.insert(submission.path(), row.applicant.key);
            let check = submission.last_check().map(|(_, check)| check);
            for kept in check.iter().flat_map(|check| &check.findings) {
                count(&Finding::from(kept), vec![row.applicant.key]);
            }
        }
    }
    for one in cross {
        let about = one.packages().filter_map(|path| whose.get(path).copied());
        count(&one.finding, about.chain(missing(&one.finding)).collect());
    }
    let code = |(code, (severity, findings, applicants)): (_, (_, _, BTreeSet<_>))| CodeCount {
        code,
        severity,
        findings,
        applicants: applicants.len(),
    };
    let mut codes: Vec<CodeCount> = found.into_iter().map(code).collect();
    codes.sort_by_key(|c| (Reverse(c.findings), Reverse(c.severity), c.code));
    (codes, infos)
}
