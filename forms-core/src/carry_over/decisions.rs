//! A person's decisions on retired procedures: the document `renkei.decisions/1`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code::ProcedureId;

/// The schema that this version reads and writes.
const SCHEMA: &str = "renkei.decisions/1";

/// A person's decision on one retired procedure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The procedures that replace it; empty if it was abolished and its delegations end.
    pub successors: Vec<ProcedureId>,
    /// Why, in the person's own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Decisions by retired procedure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "DecisionsDocument", into = "DecisionsDocument")]
pub struct Decisions {
    by_procedure: BTreeMap<ProcedureId, Decision>,
}

/// Why a text is not a `renkei.decisions/1` document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionsError {
    /// Not JSON, or not of this shape.
    #[error("{0}")]
    Shape(String),
    /// Another document.
    #[error("schema {0:?} is not {SCHEMA}")]
    Schema(String),
    /// A key that is not the code of a procedure.
    #[error("{0:?} is no procedure's code")]
    Code(String),
}

/// The document `renkei.decisions/1`: what a person decided on retired procedures.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Decisions"))]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionsDocument {
    /// Always `renkei.decisions/1`.
    schema: String,
    /// The decisions, by the code of the retired procedure.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<ProcedureId, Decision>"))]
    decisions: BTreeMap<String, Decision>,
}

impl Decisions {
    /// The decision on a procedure.
    #[must_use]
    pub fn on(&self, retired: ProcedureId) -> Option<&Decision> {
        self.by_procedure.get(&retired)
    }

    /// Records a decision, in place of an earlier one.
    pub fn record(&mut self, retired: ProcedureId, decision: Decision) {
        self.by_procedure.insert(retired, decision);
    }

    /// Removes a decision and returns it.
    pub fn withdraw(&mut self, retired: ProcedureId) -> Option<Decision> {
        self.by_procedure.remove(&retired)
    }

    /// Iterates over the decisions with their retired procedures.
    pub fn iter(&self) -> impl Iterator<Item = (ProcedureId, &Decision)> {
        self.by_procedure.iter().map(|(id, decision)| (*id, decision))
    }

    /// Returns whether there are no decisions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_procedure.is_empty()
    }

    /// Reads the document.
    ///
    /// # Errors
    /// The text is not such a document; see [`DecisionsError`].
    pub fn from_json(text: &[u8]) -> Result<Self, DecisionsError> {
        let document: DecisionsDocument =
            serde_json::from_slice(text).map_err(|e| DecisionsError::Shape(e.to_string()))?;
        document.try_into()
    }

    /// Writes the document.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        // Strings and lists of them always serialise.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}

impl TryFrom<DecisionsDocument> for Decisions {
    type Error = DecisionsError;

    fn try_from(document: DecisionsDocument) -> Result<Self, Self::Error> {
        if document.schema != SCHEMA {
            return Err(DecisionsError::Schema(document.schema));
        }
        let mut decisions = Self::default();
        for (code, decision) in document.decisions {
            let id = code.parse().map_err(|_| DecisionsError::Code(code))?;
            decisions.record(id, decision);
        }
        Ok(decisions)
    }
}

impl From<Decisions> for DecisionsDocument {
    fn from(decisions: Decisions) -> Self {
        let decisions = decisions.by_procedure.into_iter().map(|(id, d)| (id.to_string(), d));
        Self { schema: SCHEMA.to_owned(), decisions: decisions.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_read_back_and_other_documents_are_refused() {
        let mut decisions = Decisions::default();
        let id = "JT01010000000001".parse().unwrap();
        let successors = vec!["JT01010000000009".parse().unwrap()];
        decisions.record(id, Decision { successors, note: "所管省庁に確認済み".into() });
        assert_eq!(Decisions::from_json(&decisions.to_json()), Ok(decisions.clone()));
        assert!(decisions.withdraw(id).is_some() && decisions.on(id).is_none());
        assert!(matches!(Decisions::from_json(b"{}"), Err(DecisionsError::Shape(_))));
        let other = br#"{"schema": "renkei.decisions/9", "decisions": {}}"#;
        assert!(matches!(Decisions::from_json(other), Err(DecisionsError::Schema(_))));
        let code = br#"{"schema": "renkei.decisions/1", "decisions": {"JT1": {"successors": []}}}"#;
        assert!(matches!(Decisions::from_json(code), Err(DecisionsError::Code(_))));
    }
}
