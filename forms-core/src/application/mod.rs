//! The model of an application: the applicant, the procedures used, who acts for whom on which
//! legal basis, and the attachments.
//!
//! The document is `renkei.application/1`. The fields are these types; their labels, order, help
//! and columns are data of a form pack.

mod carried_state;
mod choices;
mod entered;
mod field;
mod model;
mod record;
mod shared;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::text::is_blank;

pub use carried_state::CarriedState;
pub use choices::*;
pub use entered::Entered;
pub(crate) use field::value_at;
pub use field::{FieldError, field_text, insert_row, move_row, remove_row, set_field, text_at};
pub use model::*;
pub use shared::SharedApplication;

/// The schema that this version writes.
pub const SCHEMA: &str = "renkei.application/1";

/// The reason why a text is no application.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not JSON.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the JSON reader says.
        message: String,
    },
    /// JSON, but no `schema` of ours.
    #[error("no renkei.application schema: {found:?}")]
    NoSchema {
        /// The value of `schema`; empty if there is none.
        found: String,
    },
    /// Written by a newer program.
    #[error("schema {found} is newer than {SCHEMA}")]
    Newer {
        /// The schema that the document names.
        found: String,
    },
    /// The right schema, but a field is unknown, missing or of the wrong kind.
    #[error("line {line}, column {column}: {message}")]
    Shape {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// Which field, and what is wrong with it.
        message: String,
    },
}

impl Application {
    /// The attachments that legal bases rest on, by the names that the application uses.
    #[must_use]
    pub fn cited_documents(&self) -> BTreeSet<&str> {
        let bases = self.delegations.iter().flat_map(|d| &d.bases);
        bases.map(|b| b.document.as_str()).filter(|name| !is_blank(name)).collect()
    }

    /// Reads the document `renkei.application/1`.
    ///
    /// # Errors
    /// If the text is no such document; [`ReadError`] says why and where.
    pub fn from_json(text: &[u8]) -> Result<Self, ReadError> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let value: Value = serde_json::from_slice(text).map_err(|e| ReadError::Syntax {
            line: e.line(),
            column: e.column(),
            message: e.to_string(),
        })?;
        let schema = match value.get("schema") {
            Some(Value::String(s)) => s.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        if schema != SCHEMA {
            let version =
                schema.strip_prefix("renkei.application/").and_then(|v| v.parse::<u32>().ok());
            return Err(match version {
                Some(v) if v > 1 => ReadError::Newer { found: schema },
                _ => ReadError::NoSchema { found: schema },
            });
        }
        serde_json::from_slice(text).map_err(|e| ReadError::Shape {
            line: e.line(),
            column: e.column(),
            message: e.to_string(),
        })
    }

    /// Writes the document, the same bytes for the same application.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        // Strings, numbers and lists of them always serialise.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// An application with one row in every list, to test pointers against.
pub(crate) fn sample_of_every_field() -> Application {
    Application {
        procedures: vec![ProcedureUse::default()],
        delegations: vec![Delegation { bases: vec![LegalBasis::default()], ..Default::default() }],
        assessments: vec![Assessment::default()],
        attachments: vec![Attachment::default()],
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_reads_back_and_says_what_is_wrong() {
        let app = Application {
            applicant: Applicant { name: "世田谷区".into(), ..Default::default() },
            ..Default::default()
        };
        assert_eq!(Application::from_json(&app.to_json()), Ok(app.clone()));

        let text = String::from_utf8(app.to_json()).unwrap();
        let newer = text.replace("application/1", "application/9");
        assert!(matches!(Application::from_json(newer.as_bytes()), Err(ReadError::Newer { .. })));
        let unknown = text.replacen("\"kind\"", "\"kinds\"", 1);
        assert!(matches!(Application::from_json(unknown.as_bytes()), Err(ReadError::Shape { .. })));
        assert!(matches!(Application::from_json(b"{}"), Err(ReadError::NoSchema { .. })));
        assert!(matches!(
            Application::from_json(b"{\"a\":"),
            Err(ReadError::Syntax { line: 1, .. })
        ));
        assert!(matches!(Application::from_json(b""), Err(ReadError::Syntax { .. })));
    }
}
