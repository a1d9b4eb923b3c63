//! The session of a first-round review: who is expected, what came, what was found in it, and what people did about it.
//!
//! A session only grows. What came is kept by its SHA-256, what people did is a set of [`Event`]s, and everything
//! else (states, counts, history, conflicts) is computed from them. So two sessions that began as one are merged by
//! uniting their sets, in any order and as often as one likes.

mod applicant;
mod compare;
pub(crate) mod document;
mod event;
mod field;
mod submission;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::application::Organ;
use crate::code::MunicipalityCode;

pub use applicant::{ApplicantRow, ApplicantState, Round, Totals};
pub use compare::{Baseline, Fingerprint, RowChange, Standing, compare_applications};
pub use document::{FILE_NAME, SessionError, read, write};
pub use event::{Act, Decision, Event, EventId, Waiver};
pub use field::{ExpectedAs, Field, Fields, Head, Value};
pub use submission::{
    Basis, BasisId, Check, KeptFinding, NotRead, ReferenceFile, Sha256Hex, Sighting, Submission,
};

/// An applicant: a government or association, and the organ of it that files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicantKey {
    /// Its 団体コード.
    pub code: MunicipalityCode,
    /// The organ that files.
    pub organ: Organ,
}

/// A review session, `renkei.review/1`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// What checks were made with, by its digest.
    bases: BTreeMap<BasisId, Basis>,
    /// Every file that came and could be read.
    submissions: BTreeMap<Sha256Hex, Submission>,
    /// The files that could not be read on this machine, by path.
    not_read: BTreeMap<String, NotRead>,
    /// Everything that people did.
    events: BTreeMap<EventId, Event>,
}

impl Session {
    /// A session in which nothing has happened.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event and returns its id. An event that is there already changes nothing.
    pub fn add(&mut self, event: Event) -> EventId {
        let id = event.id();
        self.events.entry(id.clone()).or_insert(event);
        id
    }

    /// Does something now: makes an event that follows the events seen so far, and adds it.
    pub fn act(&mut self, at: Timestamp, by: &str, act: Act) -> EventId {
        let after = match act.field() {
            Some(field) => {
                let fields = self.fields();
                fields.heads(&field).iter().map(|head| head.id.clone()).collect()
            }
            None => BTreeSet::new(),
        };
        self.add(Event { at, by: by.to_owned(), after, act })
    }

    /// Does several things now, as [`Self::act`] does one; each sets a field of its own.
    pub fn act_all(&mut self, at: Timestamp, by: &str, acts: impl IntoIterator<Item = Act>) {
        let fields = self.fields();
        let follows = |act: &Act| {
            let heads = act.field().map(|field| fields.heads(&field).iter().map(|h| h.id.clone()));
            heads.into_iter().flatten().collect()
        };
        let by = || by.to_owned();
        let events: Vec<Event> =
            acts.into_iter().map(|act| Event { at, by: by(), after: follows(&act), act }).collect();
        for event in events {
            self.add(event);
        }
    }

    /// Takes back an act. A field gets the value that it had before; of a note, a call or a letter remains that it was
    /// retracted. Returns `None` if there is nothing to take back.
    pub fn undo(&mut self, at: Timestamp, by: &str, id: &EventId) -> Option<EventId> {
        let event = self.events.get(id)?;
        let act = match event.act.field() {
            Some(_) => {
                let before: Vec<&Event> =
                    event.after.iter().filter_map(|before| self.events.get(before)).collect();
                match before[..] {
                    [] => event.act.cleared()?,
                    [one] => one.act.clone(),
                    // It settled a conflict: which of the values it was before is not for a program to say.
                    _ => return None,
                }
            }
            None => Act::Retract { event: id.clone() },
        };
        Some(self.act(at, by, act))
    }

    /// Notes that a file was checked: what it holds, where and when it was seen, and what was found.
    pub fn add_check(&mut self, submission: Submission, basis: Basis) {
        self.bases.insert(basis.id(), basis);
        self.add_submission(submission);
    }

    /// Adds a record of a file to what is known of the same bytes.
    fn add_submission(&mut self, submission: Submission) {
        match self.submissions.get_mut(&submission.sha256) {
            Some(known) => known.merge(submission),
            None => {
                self.submissions.insert(submission.sha256.clone(), submission);
            }
        }
    }

    /// Notes that a file could not be read on this machine.
    pub fn add_not_read(&mut self, path: &str, not_read: NotRead) {
        match self.not_read.get_mut(path) {
            Some(known) => known.merge(not_read),
            None => {
                self.not_read.insert(path.to_owned(), not_read);
            }
        }
    }

    /// Unites this session with another. The result does not depend on the order, and uniting again changes nothing.
    pub fn merge(&mut self, other: Self) {
        self.bases.extend(other.bases);
        self.events.extend(other.events);
        for submission in other.submissions.into_values() {
            self.add_submission(submission);
        }
        for (path, not_read) in other.not_read {
            self.add_not_read(&path, not_read);
        }
    }

    /// Everything that people did, in the order of time.
    #[must_use]
    pub fn events(&self) -> Vec<(&EventId, &Event)> {
        let mut events: Vec<_> = self.events.iter().collect();
        events.sort_by(|a, b| (a.1.at, a.0).cmp(&(b.1.at, b.0)));
        events
    }

    /// Every file that came and could be read, by its SHA-256.
    pub fn submissions(&self) -> impl Iterator<Item = &Submission> {
        self.submissions.values()
    }

    /// The file with a SHA-256.
    #[must_use]
    pub fn submission(&self, sha256: &Sha256Hex) -> Option<&Submission> {
        self.submissions.get(sha256)
    }

    /// The files that could not be read on this machine, each with its path: without those that were read later.
    pub fn not_read(&self) -> impl Iterator<Item = (&str, &NotRead)> {
        let read_later = |path: &str, at: Timestamp| {
            self.submissions().flat_map(|s| &s.sightings).any(|s| s.path == path && s.seen > at)
        };
        let still = move |(path, failed): &(&String, &NotRead)| !read_later(path, failed.at);
        self.not_read.iter().filter(still).map(|(path, failed)| (path.as_str(), failed))
    }

    /// What checks were made with.
    #[must_use]
    pub fn basis(&self, id: &BasisId) -> Option<&Basis> {
        self.bases.get(id)
    }
}
