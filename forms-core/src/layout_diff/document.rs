//! The document `renkei.layout-diff/1`.

use serde::Serialize;
use serde_json::Value;

use super::{FieldChange, LayoutDiff};
use crate::code::ProcedureId;
use crate::finding::{Finding, FindingDocument, Lang, to_value};
use crate::successor::document::CandidateDocument;

/// The document `renkei.layout-diff/1`: the difference between two versions of the layout.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LayoutDiff"))]
pub(crate) struct LayoutDiffDocument<'a> {
    /// Always `renkei.layout-diff/1`.
    schema: &'static str,
    /// The procedures that only the new version has.
    added: &'a [ProcedureId],
    /// The number of procedures with the same content in both versions.
    unchanged: usize,
    /// The procedures that both versions have with different content.
    changed: Vec<ChangedDocument<'a>>,
    /// The procedures that only the old version has, or that the new one marks as retired.
    retired: Vec<RetiredDocument<'a>>,
    /// The findings of reading the two tables.
    findings: Vec<FindingDocument>,
}

/// A procedure whose content changed.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Changed"))]
struct ChangedDocument<'a> {
    /// Its code in both versions.
    id: ProcedureId,
    /// The fields that changed; never empty.
    fields: &'a [FieldChange],
}

/// A retired procedure.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Retired"))]
struct RetiredDocument<'a> {
    /// Its code in the old version.
    id: ProcedureId,
    /// Its name in the old version.
    name: &'a str,
    /// The procedures that may replace it, best first; empty if it was abolished.
    candidates: Vec<CandidateDocument<'a>>,
}

impl LayoutDiff {
    /// The document `renkei.layout-diff/1`, with the findings of reading the two tables.
    #[must_use]
    pub fn to_json(&self, findings: &[Finding], lang: Lang) -> Value {
        let changed = self.changed.iter().map(|c| ChangedDocument { id: c.id, fields: &c.fields });
        let retired = self.retired.iter().map(|r| RetiredDocument {
            id: r.id,
            name: &r.name,
            candidates: CandidateDocument::list(&r.candidates),
        });
        to_value(&LayoutDiffDocument {
            schema: "renkei.layout-diff/1",
            added: &self.added,
            unchanged: self.unchanged,
            changed: changed.collect(),
            retired: retired.collect(),
            findings: FindingDocument::list(findings, lang),
        })
    }
}
