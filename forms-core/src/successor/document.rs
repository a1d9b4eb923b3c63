//! A candidate as the documents `renkei.layout-diff/1` and `renkei.carry-over/1` show it.

use serde::Serialize;

use super::{Against, Candidate, Evidence};
use crate::code::ProcedureId;

/// A procedure that may replace a retired one.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Candidate"))]
pub(crate) struct CandidateDocument<'a> {
    /// Its code.
    id: ProcedureId,
    /// Its name.
    name: &'a str,
    /// From 0 to 1, with two decimals; only the order means anything.
    score: f64,
    /// The facts that speak for it.
    evidence: &'a [Evidence],
    /// The facts that speak against it.
    against: &'a [Against],
}

impl<'a> CandidateDocument<'a> {
    fn new(candidate: &'a Candidate) -> Self {
        Self {
            id: candidate.id,
            name: &candidate.name,
            // Through text, so that 0.97 is not written with the digits of its nearest fraction.
            score: format!("{:.2}", candidate.score).parse().unwrap_or_default(),
            evidence: &candidate.evidence,
            against: &candidate.against,
        }
    }

    /// Returns the document of each candidate, in their order.
    pub(crate) fn list(candidates: &'a [Candidate]) -> Vec<Self> {
        candidates.iter().map(Self::new).collect()
    }
}
