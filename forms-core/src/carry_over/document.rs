//! The document `renkei.carry-over/1`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{CarriedRow, CarryOver, Decision, Summary};
use crate::application::{Application, CarriedState};
use crate::code::{InformationNumber, ProcedureId};
use crate::finding::{Finding, FindingDocument, Lang, to_value};
use crate::layout_diff::{FieldChange, InformationRevision};
use crate::pack::{ColumnKey, Pack, RegistryColumn, TableKind};
use crate::registry::Registration;
use crate::successor::document::CandidateDocument;
use crate::table::TableRecord;

/// The document `renkei.carry-over/1`: a draft change application and what became of each
/// registered delegation.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CarryOver"))]
pub(crate) struct CarryOverDocument<'a> {
    /// Always `renkei.carry-over/1`.
    schema: &'static str,
    /// The draft.
    application: &'a Application,
    /// One row for each registered delegation in the registry's order, then the new procedures.
    rows: Vec<RowDocument<'a>>,
    /// The number of rows in each state.
    summary: SummaryDocument,
    /// The kinds of information that the applicant provides and the revision changed.
    information: Vec<InformationDocument<'a>>,
    /// The findings of reading the tables, then those of the rows that could not be carried over.
    findings: Vec<FindingDocument>,
}

/// One registered delegation, or one new procedure.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CarriedRow"))]
struct RowDocument<'a> {
    /// The registered row by the keys of its columns; null for a new procedure.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<crate::table::document::schema::RegistryCells>")
    )]
    registered: Option<BTreeMap<&'a str, Cow<'a, str>>>,
    /// The state after the revision.
    state: CarriedState,
    /// The new procedure, or the one that is registered; null if a kind of information is.
    procedure: Option<ProcedureId>,
    /// The procedure's name, from the new layout if it is there.
    name: &'a str,
    /// The fields of the procedure that changed.
    changes: &'a [FieldChange],
    /// The procedures that may replace a retired one, best first.
    candidates: Vec<CandidateDocument<'a>>,
    /// The decision on its retired procedure; null if nobody has decided.
    decision: Option<&'a Decision>,
    /// Its rows in the draft, by their index in `delegations`, from 0.
    delegations: &'a [usize],
}

/// The number of rows in each state.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Summary"))]
struct SummaryDocument {
    /// All registered delegations.
    registered: usize,
    /// Registered delegations that stay as they are.
    kept: usize,
    /// Registered delegations whose procedure changed or has a chosen successor.
    changed: usize,
    /// Registered delegations whose procedure is retired.
    lapsed: usize,
    /// New procedures of affairs that are delegated already.
    new: usize,
    /// The same in one sentence.
    line: String,
}

/// A kind of information whose version changed.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Information"))]
struct InformationDocument<'a> {
    /// 特定個人情報番号.
    number: InformationNumber,
    /// 特定個人情報名.
    name: &'a str,
    /// The version before.
    old_version: &'a str,
    /// The version from now on.
    version: &'a str,
    /// 副本登録のパターン: 1 nothing to do, 2 past data too, 3 from the date on; null if the pack
    /// knows none.
    pattern: Option<u8>,
    /// The pattern in words; empty if the pack has none.
    meaning: &'a str,
}

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
        let information = self.information.iter();
        to_value(&CarryOverDocument {
            schema: "renkei.carry-over/1",
            application: &self.application,
            rows: self.rows.iter().map(|row| RowDocument::new(row, pack)).collect(),
            summary: SummaryDocument::new(self.summary(), pack, lang),
            information: information.map(|r| InformationDocument::new(r, pack, lang)).collect(),
            findings: FindingDocument::list(findings.iter().chain(&self.findings), lang),
        })
    }
}

impl<'a> RowDocument<'a> {
    fn new(row: &'a CarriedRow, pack: &'a Pack) -> Self {
        Self {
            registered: row.registered.as_ref().map(|r| cells(r, pack)),
            state: row.state,
            procedure: row.procedure,
            name: &row.name,
            changes: &row.changes,
            candidates: CandidateDocument::list(&row.candidates),
            decision: row.decision.as_ref(),
            delegations: &row.delegations,
        }
    }
}

impl SummaryDocument {
    fn new(summary: Summary, pack: &Pack, lang: Lang) -> Self {
        let Summary { registered, kept, changed, lapsed, new } = summary;
        Self { registered, kept, changed, lapsed, new, line: summary.line(pack, lang) }
    }
}

impl<'a> InformationDocument<'a> {
    fn new(revision: &'a InformationRevision, pack: &'a Pack, lang: Lang) -> Self {
        Self {
            number: revision.number,
            name: &revision.name,
            old_version: &revision.old,
            version: &revision.new,
            pattern: revision.pattern,
            meaning: revision.meaning(pack, lang),
        }
    }
}

/// The values of a registration by column key, choices by their names in documents.
fn cells<'a>(registration: &'a Registration, pack: &'a Pack) -> BTreeMap<&'a str, Cow<'a, str>> {
    let kind = TableKind::Registry(registration.side);
    let columns = pack.tables.get(kind.as_str()).map_or(&[][..], |t| &t.columns);
    let value = |key: &ColumnKey| match key.registry() {
        Some(RegistryColumn::Side) => registration.side.as_str().into(),
        Some(RegistryColumn::Scope) => registration.scope.as_str().into(),
        Some(column) => registration.field(column, pack),
        None => Cow::Borrowed(""),
    };
    columns.iter().map(|c| (c.key.as_str(), value(&c.key))).collect()
}
