//! The document `renkei.review/1`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Basis, BasisId, Event, EventId, NotRead, Session, Submission};

/// The name of the file that a session is kept in.
pub const FILE_NAME: &str = "review.json";

/// The name of the document's schema.
const SCHEMA: &str = "renkei.review/1";

/// A review session, `renkei.review/1`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Review"))]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionDocument {
    /// Always `renkei.review/1`.
    schema: String,
    /// What checks were made with, by its digest.
    bases: BTreeMap<BasisId, Basis>,
    /// The files that came and could be read, by SHA-256.
    submissions: Vec<Submission>,
    /// The files that could not be read on this machine, by path.
    not_read: BTreeMap<String, NotRead>,
    /// What people did, in order of time.
    events: Vec<EventDocument>,
}

/// An event with its id.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReviewEvent"))]
#[serde(deny_unknown_fields)]
struct EventDocument {
    /// The id, which follows from the event's content.
    id: EventId,
    /// The event.
    event: Event,
}

/// A [`SessionDocument`] as it is written, without a copy of what it holds.
#[derive(Serialize)]
struct Written<'s> {
    schema: &'static str,
    bases: &'s BTreeMap<BasisId, Basis>,
    submissions: Vec<&'s Submission>,
    not_read: &'s BTreeMap<String, NotRead>,
    events: Vec<WrittenEvent<'s>>,
}

#[derive(Serialize)]
struct WrittenEvent<'s> {
    id: &'s EventId,
    event: &'s Event,
}

/// Why a file is no session that can be opened.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// It is no JSON, or lacks or has other fields than a session.
    #[error("not a review session: {0}")]
    Shape(#[from] serde_json::Error),
    /// It was made by a newer version.
    #[error("the session has the schema {0}, which only a newer version reads")]
    Newer(String),
    /// An event or basis is not what its id says: the file was changed outside of the program.
    #[error("the session was changed outside of the program: {0} does not fit its content")]
    Changed(String),
}

/// Writes a session as JSON.
#[must_use]
pub fn write(session: &Session) -> String {
    let document = Written {
        schema: SCHEMA,
        bases: &session.bases,
        submissions: session.submissions().collect(),
        not_read: &session.not_read,
        events: session
            .events()
            .into_iter()
            .map(|(id, event)| WrittenEvent { id, event })
            .collect(),
    };
    // Strings, numbers and lists of them always serialise.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a session. Everything is checked against its id, so that nothing that was changed by hand passes for what a
/// person did.
///
/// # Errors
/// See [`SessionError`].
pub fn read(text: &str) -> Result<Session, SessionError> {
    #[derive(Deserialize)]
    struct Named {
        schema: String,
    }
    let Named { schema } = serde_json::from_str(text)?;
    if schema != SCHEMA && schema.starts_with("renkei.review/") {
        return Err(SessionError::Newer(schema));
    }
    let document: SessionDocument = serde_json::from_str(text)?;
    let mut session = Session::new();
    for (id, basis) in document.bases {
        if basis.id() != id {
            return Err(SessionError::Changed(format!("{id:?}")));
        }
        session.bases.insert(id, basis);
    }
    for EventDocument { id, event } in document.events {
        if session.add(event) != id {
            return Err(SessionError::Changed(id.to_string()));
        }
    }
    for submission in document.submissions {
        session.add_submission(submission);
    }
    session.not_read = document.not_read;
    Ok(session)
}
