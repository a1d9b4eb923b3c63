//! What people do in a review, as events that are never changed or removed.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{ApplicantKey, ExpectedAs, Field, Fingerprint, Sha256Hex, Value};
use crate::application::Organ;
use crate::code::MunicipalityCode;
use crate::finding::choice;
use crate::reference::ExpectedApplicant;
use crate::submission::hex;

/// The identity of an event: the first 32 hex digits of the SHA-256 of its content. A changed event is another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct EventId(String);

impl EventId {
    /// The id that a text is; `None` unless it is 32 hex digits in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 32 && text.bytes().all(hex)).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that a person did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The time.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// The person, as entered.
    pub by: String,
    /// For an act that sets a field: the events whose value it replaces. Two events that replace the same one were done
    /// without knowing of each other.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub after: BTreeSet<EventId>,
    /// What was done.
    pub act: Act,
}

impl Event {
    /// The identity that follows from the content.
    #[must_use]
    pub fn id(&self) -> EventId {
        // Strings, numbers and lists of them always serialise.
        let content = serde_json::to_vec(self).unwrap_or_default();
        let mut id = hex(&Sha256::digest(content));
        id.truncate(32);
        EventId(id)
    }
}

choice! {
    /// What was decided about an applicant.
    Decision {
        /// 適: it goes on to the second review.
        Accepted = "accepted",
        /// 差戻し: it must be corrected and sent again.
        Returned = "returned",
        /// 保留: something must be found out first.
        Held = "held",
        /// 取下げ: the applicant withdrew it.
        Withdrawn = "withdrawn",
        /// 対象外: nothing is expected of the applicant.
        Excluded = "excluded",
    }
}

/// Why a finding is passed over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The reason.
    pub reason: String,
    /// The person who approved it.
    pub approver: String,
}

/// What a person did. `null` in a field takes its value away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Decided about a submission of an applicant. A newer submission reopens the decision; without a submission it
    /// is about the applicant (withdrawn, excluded).
    Decide {
        /// The applicant.
        applicant: ApplicantKey,
        /// The file that was decided about.
        submission: Option<Sha256Hex>,
        /// The decision.
        decision: Option<Decision>,
        /// The reason, for people; may be empty.
        reason: String,
    },
    /// Set who looks after an applicant.
    Assign {
        /// The applicant.
        applicant: ApplicantKey,
        /// The person.
        owner: Option<String>,
    },
    /// Passed over a finding of an applicant, as long as its fingerprint stays the same.
    Waive {
        /// The applicant.
        applicant: ApplicantKey,
        /// The finding.
        finding: Fingerprint,
        /// The reason.
        waiver: Option<Waiver>,
    },
    /// Said whose a file is, against what its content or name says.
    Attribute {
        /// The file.
        submission: Sha256Hex,
        /// The applicant.
        applicant: Option<ApplicantKey>,
    },
    /// Said when a file was received.
    Receive {
        /// The file.
        submission: Sha256Hex,
        /// The time.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        received: Option<Timestamp>,
    },
    /// Put an applicant on the list of those expected, with its name, or took it off.
    Expect {
        /// The applicant.
        applicant: ApplicantKey,
        /// Its name, which no table has for an association.
        name: Option<String>,
        /// 管内: the part of the prefecture that it lies in, if the list said so.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        area: String,
        /// 構成団体: the governments that form an association, if the list said so.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        members: BTreeSet<MunicipalityCode>,
    },
    /// Set the day by which applications must have come.
    Deadline {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        day: Option<Date>,
    },
    /// Wrote a note about an applicant.
    Note {
        /// The applicant.
        applicant: ApplicantKey,
        /// The note.
        text: String,
    },
    /// Spoke with an applicant by telephone.
    Call {
        /// The applicant.
        applicant: ApplicantKey,
        /// The person spoken with.
        with: String,
        /// What was said.
        text: String,
    },
    /// Sent a letter to an applicant.
    Letter {
        /// The applicant.
        applicant: ApplicantKey,
        /// The file that it is about.
        submission: Option<Sha256Hex>,
        /// The whole text as sent.
        text: String,
    },
    /// Took back a note, a call or a letter.
    Retract {
        /// The event.
        event: EventId,
    },
}

impl Act {
    /// Puts an organisation on the list of those expected. What the table of local governments knows is not said again.
    #[must_use]
    pub fn expect(expected: &ExpectedApplicant) -> Self {
        let ExpectedApplicant { code, name, area, members } = expected.clone();
        let known = ExpectedApplicant::from(code).area;
        Self::Expect {
            applicant: ApplicantKey { code, organ: Organ::Head },
            name: Some(name),
            area: Some(area).filter(|area| *area != known).unwrap_or_default(),
            members,
        }
    }

    /// The field that the act sets; `None` for what only adds to the history.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        Some(match self {
            Self::Decide { applicant, .. } => Field::Decision(*applicant),
            Self::Assign { applicant, .. } => Field::Owner(*applicant),
            Self::Waive { applicant, finding, .. } => Field::Waiver(*applicant, finding.clone()),
            Self::Attribute { submission, .. } => Field::Applicant(submission.clone()),
            Self::Receive { submission, .. } => Field::Received(submission.clone()),
            Self::Expect { applicant, .. } => Field::Expected(*applicant),
            Self::Deadline { .. } => Field::Deadline,
            Self::Note { .. } | Self::Call { .. } | Self::Letter { .. } | Self::Retract { .. } => {
                return None;
            }
        })
    }

    /// The value that the act sets; `None` for an act that sets no field.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        Some(match self {
            Self::Decide { submission, decision, .. } => {
                Value::Decision(submission.clone(), *decision)
            }
            Self::Assign { owner, .. } => Value::Text(owner.clone()),
            Self::Waive { waiver, .. } => Value::Waiver(waiver.clone()),
            Self::Attribute { applicant, .. } => Value::Applicant(*applicant),
            Self::Receive { received, .. } => Value::Time(*received),
            Self::Expect { name, area, members, .. } => Value::Expected(name.clone().map(|name| {
                let (area, members) = (area.clone(), members.clone());
                ExpectedAs { name, area, members }
            })),
            Self::Deadline { day } => Value::Day(*day),
            Self::Note { .. } | Self::Call { .. } | Self::Letter { .. } | Self::Retract { .. } => {
                return None;
            }
        })
    }

    /// The act that takes the field's value away; `None` for an act that sets no field.
    pub(super) fn cleared(&self) -> Option<Self> {
        Some(match self.clone() {
            Self::Decide { applicant, submission, .. } => {
                Self::Decide { applicant, submission, decision: None, reason: String::new() }
            }
            Self::Assign { applicant, .. } => Self::Assign { applicant, owner: None },
            Self::Waive { applicant, finding, .. } => {
                Self::Waive { applicant, finding, waiver: None }
            }
            Self::Attribute { submission, .. } => Self::Attribute { submission, applicant: None },
            Self::Receive { submission, .. } => Self::Receive { submission, received: None },
            Self::Expect { applicant, .. } => Self::Expect {
                applicant,
                name: None,
                area: String::new(),
                members: BTreeSet::new(),
            },
            Self::Deadline { .. } => Self::Deadline { day: None },
            Self::Note { .. } | Self::Call { .. } | Self::Letter { .. } | Self::Retract { .. } => {
                return None;
            }
        })
    }

    /// The applicant that the act is about, if it names one.
    #[must_use]
    pub fn applicant(&self) -> Option<ApplicantKey> {
        match self {
            Self::Decide { applicant, .. }
            | Self::Assign { applicant, .. }
            | Self::Waive { applicant, .. }
            | Self::Expect { applicant, .. }
            | Self::Note { applicant, .. }
            | Self::Call { applicant, .. }
            | Self::Letter { applicant, .. } => Some(*applicant),
            Self::Attribute { applicant, .. } => *applicant,
            Self::Receive { .. } | Self::Deadline { .. } | Self::Retract { .. } => None,
        }
    }
}
