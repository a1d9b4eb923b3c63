//! The document `renkei.layout-diff/1`.

use serde_json::{Value, json};

use super::LayoutDiff;
use crate::finding::{Finding, Lang};
use crate::successor::{Against, Candidate, Evidence};

impl LayoutDiff {
    /// The document `renkei.layout-diff/1`, with the findings of reading the two tables.
    #[must_use]
    pub fn to_json(&self, findings: &[Finding], lang: Lang) -> Value {
        let changed = self.changed.iter().map(|c| {
            let fields = c.fields.iter();
            let fields = fields.map(|f| json!({"field": f.field, "old": f.old, "new": f.new}));
            json!({"id": c.id.to_string(), "fields": fields.collect::<Vec<_>>()})
        });
        let retired = self.retired.iter().map(|r| {
            let candidates: Vec<Value> = r.candidates.iter().map(Candidate::to_json).collect();
            json!({"id": r.id.to_string(), "name": r.name, "candidates": candidates})
        });
        json!({
            "schema": "renkei.layout-diff/1",
            "added": self.added.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "unchanged": self.unchanged,
            "changed": changed.collect::<Vec<_>>(),
            "retired": retired.collect::<Vec<_>>(),
            "findings": findings.iter().map(|f| f.to_json(lang)).collect::<Vec<_>>(),
        })
    }
}

impl Candidate {
    /// A candidate as the contracts show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let evidence = |e: &Evidence| json!({"kind": e.kind.as_str(), "detail": e.detail});
        let against = |a: &Against| json!({"kind": a.kind.as_str(), "detail": a.detail});
        json!({
            "id": self.id.to_string(),
            "name": self.name,
            // Through text, so that 0.97 is not written with the digits of its nearest fraction.
            "score": format!("{:.2}", self.score).parse::<f64>().unwrap_or_default(),
            "evidence": self.evidence.iter().map(evidence).collect::<Vec<_>>(),
            "against": self.against.iter().map(against).collect::<Vec<_>>(),
        })
    }
}
