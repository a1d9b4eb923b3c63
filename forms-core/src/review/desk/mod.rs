//! The reviewer's desk: what the screens of a review show, computed from its session.
//!
//! [`Desk`] has a row for each applicant; [`Desk::view`] filters, counts and sorts them; [`groups`] has the findings by
//! code, [`pairs`] the two sides of what does not fit together, [`detail`] everything about one applicant. Nothing here
//! decides or asks a clock.

mod context;
mod detail;
mod findings;
mod groups;
mod pairs;
mod places;
mod sides;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeSet;

use super::session::{ApplicantKey, ApplicantRow, ApplicantState, Session};
use super::summary::{CheckResult, SummaryRow, summarise_with};
use crate::application::Kind;
use crate::check::{Counts, CrossFinding};
use crate::code::Government;
use crate::finding::{Code, Severity};
use crate::text::fold_ascii;

pub use context::{ContextRow, RowContext, row_context};
pub use detail::{
    Detail, DetailFinding, DetailRound, Dispute, FieldChange, FileFact, HistoryEntry, OtherSide,
    ResolvedFinding, detail,
};
pub use findings::{CrossByFile, FileFinding, KnownFiles, RowFinding, findings_about};
pub use groups::{CodeGroup, GroupPlace, groups};
pub use pairs::{Compared, Pair, PairCell, PairDifference, PairSide, Pairs, pairs};
pub use places::place_words;
pub use view::{Facet, FacetCount, FacetValue, Filter, Sort, SortKey, View};

/// Why an applicant needs the reviewer now, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Two people decided differently.
    Disputed,
    /// Several files of one time: nobody has said which one holds.
    Unordered,
    /// Accepted, and an error stands that nobody waived.
    AcceptedWithErrors,
    /// Not decided, and an error across packages stands.
    BrokenPair,
    /// Not decided, and an error stands, or the file cannot be judged.
    Errors,
    /// Not decided, and only warnings stand.
    Warnings,
    /// Not decided, and nothing speaks against it.
    Undecided,
    /// To be returned, and no letter has gone out.
    Letter,
    /// Held: something must be found out.
    Held,
}

/// An applicant at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// The applicant, its last submission and the result of its check.
    pub summary: SummaryRow,
    /// Why it needs the reviewer now; `None` if it waits for others or is done.
    pub need: Option<Need>,
    /// The findings about its last submission, waived ones included.
    pub findings: Vec<RowFinding>,
    /// The findings that stand by severity, those across packages included.
    pub open: Counts,
    /// The kind of its application.
    pub kind: Option<Kind>,
    /// The number of new, remaining and resolved findings against the round before.
    pub standing: Option<[usize; 3]>,
}

impl DeskRow {
    /// The applicant in the session's terms.
    #[must_use]
    pub fn applicant(&self) -> &ApplicantRow {
        &self.summary.applicant
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> ApplicantKey {
        self.summary.applicant.key
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> ApplicantState {
        self.summary.applicant.state
    }

    /// The codes of its findings, waived ones included.
    #[must_use]
    pub fn codes(&self) -> BTreeSet<Code> {
        self.findings.iter().map(|f| f.found.finding.code).collect()
    }

    /// What a search looks in, folded: code, name and its reading, owner, files, codes of findings.
    fn haystack(&self) -> String {
        let applicant = self.applicant();
        let mut text = format!("{} {}", applicant.key.code, applicant.name);
        let reading = Government::find(applicant.key.code).map(|g| g.reading);
        let parts = reading.into_iter().chain(applicant.owner.as_deref());
        let codes = self.codes();
        let codes = codes.iter().map(|code| code.as_str());
        for part in parts.chain(self.summary.files.iter().map(String::as_str)).chain(codes) {
            text.push('\n');
            text.push_str(part);
        }
        folded(&text)
    }

    /// The number of findings that were waived.
    #[must_use]
    pub fn waived(&self) -> usize {
        self.findings.iter().filter(|f| f.waiver.is_some()).count()
    }
}

/// The rows of a review with all that the screens show of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Desk {
    rows: Vec<DeskRow>,
}

impl Desk {
    /// Computes the rows. `cross` are the findings across the last submissions, `None` while they are not known; `known`
    /// keeps what need not be computed again.
    #[must_use]
    pub fn new(session: &Session, cross: Option<&[CrossFinding]>, known: &mut KnownFiles) -> Self {
        let cross = cross.unwrap_or_default();
        let by_file = CrossByFile::new(session, cross);
        let fields = session.fields();
        let row = |summary: SummaryRow| {
            let applicant = &summary.applicant;
            let current = applicant.current();
            let findings =
                findings_about(session, applicant.key, current, &fields, &by_file, known);
            let files = current.iter().filter_map(|sha256| session.submission(sha256));
            let kind = files.filter_map(|submission| known.kind(submission)).last();
            let standing = detail::standing(session, applicant, known).map(|b| b.counts());
            let open = findings.iter().filter(|f| f.waiver.is_none());
            let open = Counts::of(open.map(|f| &f.found.finding));
            DeskRow { need: need(&summary, &findings), findings, open, kind, standing, summary }
        };
        let summary = summarise_with(session, session.rows_with(&fields), &by_file);
        Self { rows: summary.into_iter().map(row).collect() }
    }

    /// The rows, by code.
    #[must_use]
    pub fn rows(&self) -> &[DeskRow] {
        &self.rows
    }

    /// The row of an applicant.
    #[must_use]
    pub fn row(&self, key: ApplicantKey) -> Option<&DeskRow> {
        let at = self.rows.binary_search_by_key(&key, DeskRow::key).ok()?;
        self.rows.get(at)
    }

    /// The applicants in the session's terms, for [`totals_line`](super::summary::totals_line).
    pub fn applicants(&self) -> impl Iterator<Item = &ApplicantRow> {
        self.rows.iter().map(DeskRow::applicant)
    }
}

/// Why an applicant needs the reviewer.
fn need(summary: &SummaryRow, findings: &[RowFinding]) -> Option<Need> {
    let applicant = &summary.applicant;
    if applicant.state == ApplicantState::Disputed {
        return Some(Need::Disputed);
    }
    let stops = findings.iter().any(RowFinding::stops);
    match applicant.state {
        ApplicantState::Withdrawn | ApplicantState::Excluded | ApplicantState::NotArrived => None,
        _ if applicant.current().len() > 1 => Some(Need::Unordered),
        ApplicantState::Accepted => stops.then_some(Need::AcceptedWithErrors),
        ApplicantState::AwaitingResubmission => None,
        ApplicantState::Returned => Some(Need::Letter),
        ApplicantState::Held => Some(Need::Held),
        _ if findings.iter().any(|f| f.stops() && f.found.across) => Some(Need::BrokenPair),
        ApplicantState::Received => Some(Need::Errors),
        _ if stops || summary.result == Some(CheckResult::Unreadable) => Some(Need::Errors),
        _ => {
            let warns = |f: &RowFinding| {
                f.waiver.is_none() && f.found.finding.severity == Severity::Warning
            };
            Some(if findings.iter().any(warns) { Need::Warnings } else { Need::Undecided })
        }
    }
}

/// A text as searches compare it: in one width and case.
fn folded(text: &str) -> String {
    fold_ascii(text).to_lowercase()
}
