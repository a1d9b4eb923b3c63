//! The session of a first-round review: who is expected, what came, what was found in it, and what people did about it.
//!
//! A session only grows. What came is kept by its SHA-256, what people did is a set of [`Event`]s, and everything
//! else (states, counts, history, conflicts) is computed from them. So two sessions that began as one are merged by
//! uniting their sets, in any order and as often as one likes.

mod across;
mod applicant;
mod compare;
pub(crate) mod document;
mod event;
mod field;
mod submission;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::application::Organ;
use crate::code::MunicipalityCode;

pub use across::{Compared, across};
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

/// A review session, `renkei.review/1`. A copy of it shares the records of files and events with it, so that it costs
/// little.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// What checks were made with, by its digest.
    bases: BTreeMap<BasisId, Basis>,
    /// Every file that came and could be read.
    submissions: BTreeMap<Sha256Hex, Arc<Submission>>,
    /// The files that could not be read on this machine, by path.
    not_read: BTreeMap<String, NotRead>,
    /// Everything that people did.
    events: BTreeMap<EventId, Arc<Event>>,
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
        self.events.entry(id.clone()).or_insert_with(|| event.into());
        id
    }

    /// Does something now: makes an event that follows the events seen so far, and adds it.
    pub fn act(&mut self, at: Timestamp, by: &str, act: Act) -> EventId {
        let after = match act.field() {
            Some(field) => self.fields().ids(&field),
            None => BTreeSet::new(),
        };
        self.add(Event { at, by: by.to_owned(), after, act })
    }

    /// Does several things now, as [`Self::act`] does one; what comes later replaces what came before. Returns the
    /// events in the same order.
    pub fn act_all(
        &mut self,
        at: Timestamp,
        by: &str,
        acts: impl IntoIterator<Item = Act>,
    ) -> Vec<EventId> {
        let acts: Vec<Act> = acts.into_iter().collect();
        let fields = self.fields();
        let names: BTreeSet<Field> = acts.iter().filter_map(Act::field).collect();
        let mut heads: BTreeMap<Field, BTreeSet<EventId>> = BTreeMap::new();
        for field in names {
            let ids = fields.ids(&field);
            heads.insert(field, ids);
        }
        let mut done = Vec::new();
        for act in acts {
            let field = act.field();
            let after = field.as_ref().and_then(|f| heads.get(f)).cloned().unwrap_or_default();
            let id = self.add(Event { at, by: by.to_owned(), after, act });
            if let Some(field) = field {
                heads.insert(field, BTreeSet::from([id.clone()]));
            }
            done.push(id);
        }
        done
    }

    /// Takes back an act. A field gets the value that it had before; of a note, a call or a letter remains that it was
    /// retracted. Returns `None` if there is nothing to take back.
    pub fn undo(&mut self, at: Timestamp, by: &str, id: &EventId) -> Option<EventId> {
        let act = self.taking_back(id)?;
        Some(self.act(at, by, act))
    }

    /// Takes back several acts, the last first. Returns the new events; there is none for an act that cannot be taken
    /// back.
    pub fn undo_all(&mut self, at: Timestamp, by: &str, ids: &[EventId]) -> Vec<EventId> {
        let acts: Vec<Act> = ids.iter().rev().filter_map(|id| self.taking_back(id)).collect();
        self.act_all(at, by, acts)
    }

    /// The act that takes back an event.
    fn taking_back(&self, id: &EventId) -> Option<Act> {
        let event = self.events.get(id)?;
        if event.act.field().is_none() {
            return Some(Act::Retract { event: id.clone() });
        }
        let before: Vec<&Event> =
            event.after.iter().filter_map(|b| self.events.get(b)).map(|e| &**e).collect();
        match before[..] {
            [] => event.act.cleared(),
            [one] => Some(one.act.clone()),
            // It settled a conflict: which of the values it was before is not for a program to say.
            _ => None,
        }
    }

    /// Notes that a file was checked: what it holds, where and when it was seen, and what was found.
    pub fn add_check(&mut self, submission: Submission, basis: Basis) {
        self.add_basis(basis);
        self.add_submission(submission);
    }

    /// Adds what checks were made with.
    pub fn add_basis(&mut self, basis: Basis) {
        self.bases.insert(basis.id(), basis);
    }

    /// Adds a record of a file to what is known of the same bytes.
    pub fn add_submission(&mut self, submission: Submission) {
        match self.submissions.get_mut(&submission.sha256) {
            Some(known) => Arc::make_mut(known).merge(submission),
            None => {
                self.submissions.insert(submission.sha256.clone(), submission.into());
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
            self.add_submission(Arc::unwrap_or_clone(submission));
        }
        for (path, not_read) in other.not_read {
            self.add_not_read(&path, not_read);
        }
    }

    /// Everything that people did, in the order of time.
    #[must_use]
    pub fn events(&self) -> Vec<(&EventId, &Event)> {
        let mut events: Vec<_> = self.events.iter().map(|(id, event)| (id, &**event)).collect();
        events.sort_by(|a, b| (a.1.at, a.0).cmp(&(b.1.at, b.0)));
        events
    }

    /// Something that a person did.
    #[must_use]
    pub fn event(&self, id: &EventId) -> Option<&Event> {
        self.events.get(id).map(|event| &**event)
    }

    /// Every file that came and could be read, by its SHA-256.
    pub fn submissions(&self) -> impl Iterator<Item = &Submission> {
        self.submissions.values().map(|submission| &**submission)
    }

    /// The file with a SHA-256.
    #[must_use]
    pub fn submission(&self, sha256: &Sha256Hex) -> Option<&Submission> {
        self.submissions.get(sha256).map(|submission| &**submission)
    }

    /// The files that could not be read on this machine, each with its path: without those of which a file of the same
    /// path came then or later and was read.
    pub fn not_read(&self) -> impl Iterator<Item = (&str, &NotRead)> {
        let mut last: BTreeMap<&str, Timestamp> = BTreeMap::new();
        for sighting in self.submissions().flat_map(|s| &s.sightings) {
            let seen = last.entry(&sighting.path).or_insert(sighting.seen);
            *seen = sighting.seen.max(*seen);
        }
        let still = move |(path, failed): &(&String, &NotRead)| {
            last.get(path.as_str()).is_none_or(|read| *read < failed.seen)
        };
        self.not_read.iter().filter(still).map(|(path, failed)| (path.as_str(), failed))
    }

    /// Every record of a file that could not be read on this machine, also of those that were read later.
    pub fn all_not_read(&self) -> impl Iterator<Item = (&str, &NotRead)> {
        self.not_read.iter().map(|(path, failed)| (path.as_str(), failed))
    }

    /// The last record of a file that could not be read, by its path, also if it was read later.
    #[must_use]
    pub fn last_not_read(&self, path: &str) -> Option<&NotRead> {
        self.not_read.get(path)
    }

    /// True if nothing has happened in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { bases, submissions, not_read, events } = self;
        bases.is_empty() && submissions.is_empty() && not_read.is_empty() && events.is_empty()
    }

    /// Everything that checks were made with.
    pub fn bases(&self) -> impl Iterator<Item = &Basis> {
        self.bases.values()
    }

    /// What checks were made with.
    #[must_use]
    pub fn basis(&self, id: &BasisId) -> Option<&Basis> {
        self.bases.get(id)
    }
}
