//! The document `renkei.carry-over/1`.

use serde_json::{Map, Value, json};

use super::{CarriedRow, CarryOver, Summary};
use crate::finding::{Finding, Lang};
use crate::pack::{Pack, TableKind};
use crate::registry::Registration;
use crate::successor::Candidate;
use crate::table::Record;

impl Summary {
    /// The one line that a head of section reads.
    #[must_use]
    pub fn line(&self, pack: &Pack, lang: Lang) -> String {
        let numbers = [
            ("registered", self.registered),
            ("kept", self.kept),
            ("changed", self.changed),
            ("lapsed", self.lapsed),
            ("new", self.new),
        ];
        pack.revision.summary.fill(lang, &numbers)
    }
}

impl CarryOver {
    /// The one line that a head of section reads.
    #[must_use]
    pub fn summary_line(&self, pack: &Pack, lang: Lang) -> String {
        self.summary().line(pack, lang)
    }

    /// The document `renkei.carry-over/1`; `findings` are those of reading the tables.
    #[must_use]
    pub fn to_json(&self, findings: &[Finding], pack: &Pack, lang: Lang) -> Value {
        let summary = self.summary();
        let information = self.information.iter().map(|r| {
            json!({
                "number": r.number.to_string(),
                "name": r.name,
                "old_version": r.old,
                "version": r.new,
                "pattern": r.pattern,
                "meaning": r.meaning(pack, lang),
            })
        });
        let findings = findings.iter().chain(&self.findings);
        json!({
            "schema": "renkei.carry-over/1",
            "application": self.application,
            "rows": self.rows.iter().map(|r| row_json(r, pack)).collect::<Vec<_>>(),
            "summary": {
                "registered": summary.registered,
                "kept": summary.kept,
                "changed": summary.changed,
                "lapsed": summary.lapsed,
                "new": summary.new,
                "line": self.summary_line(pack, lang),
            },
            "information": information.collect::<Vec<_>>(),
            "findings": findings.map(|f| f.to_json(lang)).collect::<Vec<_>>(),
        })
    }
}

fn row_json(row: &CarriedRow, pack: &Pack) -> Value {
    let changes = row.changes.iter();
    let changes = changes.map(|c| json!({"field": c.field, "old": c.old, "new": c.new}));
    json!({
        "registered": row.registered.as_ref().map(|r| registration_json(r, pack)),
        "state": row.state.as_str(),
        "procedure": row.procedure.map(|p| p.to_string()),
        "name": row.name,
        "changes": changes.collect::<Vec<_>>(),
        "candidates": row.candidates.iter().map(Candidate::to_json).collect::<Vec<_>>(),
        "decision": row.decision,
        "delegations": row.delegations,
    })
}

/// A registration under the keys of its table, in the names of documents.
fn registration_json(registration: &Registration, pack: &Pack) -> Value {
    let kind = TableKind::Registry(registration.side);
    let columns = pack.tables.get(kind.as_str()).map_or(&[][..], |t| &t.columns);
    let mut map = Map::new();
    for column in columns {
        let value = match column.key.as_str() {
            "side" => registration.side.as_str().into(),
            "scope" => registration.scope.as_str().into(),
            key => registration.field(key, pack),
        };
        map.insert(column.key.clone(), json!(value));
    }
    Value::Object(map)
}
