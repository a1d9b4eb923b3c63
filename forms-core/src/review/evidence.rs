//! 証跡: the record of what was checked, with what, when, and what was decided, as text.
//!
//! Everything in it is in the session too; this is what is filed with the papers of the review.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::PROGRAM;
use super::report::{Label, on_one_line};
use super::session::{self, Act, Basis, BasisId, Decision, Field, Session, Submission};
use super::summary::{SummaryRow, in_japan, result_label, state_label};
use crate::finding::Lang;
use crate::submission::hex;

/// Writes the record. Each line says one thing; `written` is the session as it was saved, of which the SHA-256 is given.
#[must_use]
pub fn text(
    session: &Session,
    rows: &[SummaryRow],
    written: &str,
    today: Date,
    lang: Lang,
) -> String {
    let mut out = Lines { out: String::new(), lang };
    out.line(0, Label::Evidence.get(lang));
    out.named(0, Label::AsOf, &today.to_string());
    out.named(0, Label::Program, PROGRAM);
    let sha256 = hex(&Sha256::digest(written));
    out.named(0, Label::SessionFile, &format!("{} SHA-256 {sha256}", session::FILE_NAME));
    let events = session.events();
    let people: BTreeSet<&str> = events.iter().map(|(_, event)| event.by.as_str()).collect();
    let people: Vec<&str> = people.into_iter().collect();
    let told = Label::EventsOf.get(lang).replace("{count}", &events.len().to_string());
    out.line(0, &told.replace("{people}", &people.join(lang.comma())));
    let bases = out.bases(session);
    out.applicants(session, rows, &bases);
    out.others(session, &bases);
    out.out
}

struct Lines {
    out: String,
    lang: Lang,
}

impl Lines {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{}{}", "  ".repeat(depth), on_one_line(text));
    }

    fn named(&mut self, depth: usize, label: Label, value: &str) {
        let colon = match self.lang {
            Lang::Ja => "：",
            Lang::En => ": ",
        };
        self.line(depth, &format!("{}{colon}{value}", label.get(self.lang)));
    }

    /// What checks were made with, numbered in the order of their first use. Returns the numbers.
    fn bases(&mut self, session: &Session) -> BTreeMap<BasisId, usize> {
        let mut used: BTreeMap<&BasisId, Vec<Timestamp>> = BTreeMap::new();
        for (id, check) in session.submissions().flat_map(|s| &s.checks) {
            used.entry(id).or_default().push(check.at);
        }
        let mut used: Vec<(&BasisId, Vec<Timestamp>)> = used.into_iter().collect();
        used.sort_by_key(|(id, times)| (times.iter().min().copied(), *id));
        let mut numbers = BTreeMap::new();
        for (number, (id, times)) in (1..).zip(used) {
            numbers.insert(id.clone(), number);
            self.line(0, "");
            let heading = format!("{} [{number}]", Label::CheckedWith.get(self.lang));
            self.line(0, &heading);
            if let Some(basis) = session.basis(id) {
                self.basis(basis);
            }
            let ends = [times.iter().min(), times.iter().max()];
            let ends: Vec<String> = ends.into_iter().flatten().map(|at| in_japan(*at)).collect();
            self.named(1, Label::CheckedFromTo, &ends.join(" – "));
            self.named(1, Label::CheckedFiles, &times.len().to_string());
        }
        numbers
    }

    fn basis(&mut self, basis: &Basis) {
        self.named(1, Label::Program, &basis.program);
        self.named(1, Label::Pack, &format!("{} {}", basis.pack.id, basis.pack.version));
        self.named(1, Label::Today, &basis.today.to_string());
        for file in &basis.reference {
            let role = role(&file.role).map_or(file.role.as_str(), |label| label.get(self.lang));
            self.line(1, &format!("{role} {} SHA-256 {}", file.name, file.sha256));
        }
    }

    /// A file with its hash, and when and with what it was checked last.
    fn file(
        &mut self,
        number: &str,
        submission: &Submission,
        received: &str,
        bases: &BTreeMap<BasisId, usize>,
    ) {
        let Submission { sha256, bytes, .. } = submission;
        let path = submission.path();
        let told = format!("{number}{path} ({bytes} bytes, {received}) SHA-256 {sha256}");
        self.named(1, Label::File, &told);
        if let Some((id, check)) = submission.last_check() {
            let with = bases.get(id).copied().unwrap_or_default();
            self.named(2, Label::CheckedFromTo, &format!("{} [{with}]", in_japan(check.at)));
        }
    }

    /// The files that belong to nobody, and those that could not be read.
    fn others(&mut self, session: &Session, bases: &BTreeMap<BasisId, usize>) {
        let nobodys = session.unattributed();
        if !nobodys.is_empty() {
            self.line(0, "");
            self.line(0, Label::OfNobody.get(self.lang));
        }
        for submission in nobodys {
            let received = submission.first_seen().map(in_japan).unwrap_or_default();
            self.file("", submission, &received, bases);
        }
        let failed: Vec<_> = session.not_read().collect();
        if !failed.is_empty() {
            self.line(0, "");
            self.line(0, Label::NotRead.get(self.lang));
        }
        for (path, failed) in failed {
            self.named(1, Label::File, &format!("{path} ({})", in_japan(failed.at)));
        }
    }

    fn applicants(
        &mut self,
        session: &Session,
        rows: &[SummaryRow],
        bases: &BTreeMap<BasisId, usize>,
    ) {
        self.line(0, "");
        self.line(0, Label::ApplicantsAndFiles.get(self.lang));
        let fields = session.fields();
        for row in rows {
            let applicant = &row.applicant;
            self.line(0, "");
            let state = state_label(applicant.state).get(self.lang);
            self.line(0, &format!("{} {} {state}", applicant.key.code, applicant.name));
            for head in fields.heads(&Field::Decision(applicant.key)) {
                let Act::Decide { decision: Some(decision), reason, .. } = &head.event.act else {
                    continue;
                };
                let label = decision_label(*decision).get(self.lang);
                let (at, by) = (in_japan(head.event.at), &head.event.by);
                let told = format!("{label} {at} {by} {reason}");
                self.named(1, Label::Decided, told.trim_end());
            }
            let sent =
                applicant.rounds.iter().flat_map(|r| r.submissions.iter().map(move |s| (r, s)));
            for (number, (round, sha256)) in (1..).zip(sent) {
                if let Some(submission) = session.submission(sha256) {
                    let received = in_japan(round.received);
                    self.file(&format!("{number} "), submission, &received, bases);
                }
            }
            if let Some(result) = row.result {
                self.named(1, Label::Result, result_label(result).get(self.lang));
            }
        }
    }
}

/// The word for a decision: that of the state it leads to.
fn decision_label(decision: Decision) -> Label {
    match decision {
        Decision::Accepted => Label::Accepted,
        Decision::Returned => Label::Returned,
        Decision::Held => Label::Held,
        Decision::Withdrawn => Label::Withdrawn,
        Decision::Excluded => Label::Excluded,
    }
}

/// The word for what a file of reference data was used as.
fn role(role: &str) -> Option<Label> {
    Some(match role {
        "registry" => Label::RoleRegistry,
        "old_layout" => Label::RoleOldLayout,
        "new_layout" => Label::RoleNewLayout,
        "old_ordinance" => Label::RoleOldOrdinance,
        "expected" => Label::RoleExpected,
        "pack" => Label::Pack,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
