//! The fields that events set, and the values that hold after all of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::code::MunicipalityCode;

use super::{ApplicantKey, Decision, Event, EventId, Fingerprint, Session, Sha256Hex, Waiver};

/// Something that has one value, which events set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The decision about an applicant.
    Decision(ApplicantKey),
    /// The person who looks after an applicant.
    Owner(ApplicantKey),
    /// The waiver of a finding of an applicant.
    Waiver(ApplicantKey, Fingerprint),
    /// The applicant that a file belongs to.
    Applicant(Sha256Hex),
    /// The time at which a file was received.
    Received(Sha256Hex),
    /// As what an applicant is expected.
    Expected(ApplicantKey),
    /// The day by which applications must have come.
    Deadline,
}

/// The value of a field; `None` inside where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A decision and the file that it is about.
    Decision(Option<Sha256Hex>, Option<Decision>),
    /// A name.
    Text(Option<String>),
    /// As what an applicant is expected.
    Expected(Option<ExpectedAs>),
    /// A waiver.
    Waiver(Option<Waiver>),
    /// An applicant.
    Applicant(Option<ApplicantKey>),
    /// A time.
    Time(Option<Timestamp>),
    /// A day.
    Day(Option<Date>),
}

/// What the list of those expected says of an applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedAs {
    /// Its name; may be empty, where the table of local governments has it.
    pub name: String,
    /// 管内; empty if the list does not say.
    pub area: String,
    /// 構成団体 of an association; empty if the list does not say.
    pub members: BTreeSet<MunicipalityCode>,
}

/// An event whose value no other event replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head<'s> {
    /// Its id.
    pub id: &'s EventId,
    /// The event.
    pub event: &'s Event,
}

/// The fields of a session and the events that their values come from.
///
/// Usually a field has one head. Several with different values are a conflict between people who did not know of each
/// other; the next event replaces them all.
#[derive(Debug)]
pub struct Fields<'s>(BTreeMap<Field, Vec<Head<'s>>>);

impl Session {
    /// Computes the fields from the events.
    #[must_use]
    pub fn fields(&self) -> Fields<'_> {
        let replaced: BTreeSet<&EventId> = self.events.values().flat_map(|e| &e.after).collect();
        let mut fields: BTreeMap<Field, Vec<Head<'_>>> = BTreeMap::new();
        for (id, event) in self.events() {
            if let Some(field) = event.act.field().filter(|_| !replaced.contains(id)) {
                fields.entry(field).or_default().push(Head { id, event });
            }
        }
        Fields(fields)
    }
}

impl<'s> Fields<'s> {
    /// The events whose value of a field was not replaced, in order of time.
    #[must_use]
    pub fn heads(&self, field: &Field) -> &[Head<'s>] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// The ids of the events whose value of a field was not replaced.
    pub(super) fn ids(&self, field: &Field) -> BTreeSet<EventId> {
        self.heads(field).iter().map(|head| head.id.clone()).collect()
    }

    /// The event that a field's value comes from; `None` if nobody set it.
    ///
    /// # Errors
    /// The events that disagree, if there is a conflict.
    pub fn head(&self, field: &Field) -> Result<Option<Head<'s>>, &[Head<'s>]> {
        let heads = self.heads(field);
        if disagree(heads) { Err(heads) } else { Ok(heads.last().copied()) }
    }

    /// The value of a field; `None` if nobody set it or people disagree.
    #[must_use]
    pub fn value(&self, field: &Field) -> Option<Value> {
        self.head(field).ok().flatten().and_then(|head| head.event.act.value())
    }

    /// The fields whose values people disagree about, with the events that do.
    pub fn conflicts(&self) -> impl Iterator<Item = (&Field, &[Head<'s>])> {
        self.0.iter().filter(|(_, heads)| disagree(heads)).map(|(f, heads)| (f, heads.as_slice()))
    }

    /// Every field that an event has set.
    pub fn names(&self) -> impl Iterator<Item = &Field> {
        self.0.keys()
    }
}

/// Returns whether events that set one field set different values.
fn disagree(heads: &[Head<'_>]) -> bool {
    if heads.len() < 2 {
        return false;
    }
    let mut values = heads.iter().map(|head| head.event.act.value());
    let first = values.next();
    values.any(|value| Some(value) != first)
}
