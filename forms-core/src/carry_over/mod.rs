//! Carry-over: drafts a change application from the registry and a revision of the layout, so that
//! no delegation is lost because its procedure got another code.
//!
//! Every registered row becomes a row of the result. Nothing is decided here: a retired procedure
//! stays in the draft with its candidates until a person chooses, and the choice is kept in a
//! [`Decisions`] document.

mod applicant;
pub(crate) mod decisions;
pub(crate) mod document;
mod draft;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::application::{Applicant, Application, CarriedState};
use crate::code::ProcedureId;
use crate::finding::{Finding, make};
use crate::layout::Layout;
use crate::layout_diff::{FieldChange, InformationRevision, LayoutDiff};
use crate::pack::Pack;
use crate::reference::Reference;
use crate::registry::{Registration, Registry};
use crate::successor::Candidate;

pub use applicant::parties;
pub use decisions::{Decision, Decisions, DecisionsError};

/// The data that a draft is made from.
#[derive(Debug, Clone, Copy)]
pub struct CarryOverInput<'a> {
    /// The registered delegations of one side or both.
    pub registry: &'a Registry,
    /// The layout in force.
    pub old: &'a Layout,
    /// The layout that replaces it.
    pub new: &'a Layout,
    /// Their difference.
    pub diff: &'a LayoutDiff,
    /// The decisions of a person on retired procedures.
    pub decisions: &'a Decisions,
    /// The applicant; if `None`, the party that most rows of the registry name.
    pub applicant: Option<&'a Applicant>,
    /// The form pack.
    pub pack: &'a Pack,
}

impl<'a> CarryOverInput<'a> {
    /// Takes registry, layouts and their difference from reference data. `None` if a layout is missing;
    /// a missing registry counts as an empty one.
    #[must_use]
    pub fn new(
        reference: &'a Reference,
        decisions: &'a Decisions,
        applicant: Option<&'a Applicant>,
        pack: &'a Pack,
    ) -> Option<Self> {
        static NOTHING: Registry = Registry { registrations: Vec::new() };
        Some(Self {
            registry: reference.registry().unwrap_or(&NOTHING),
            old: reference.old_layout()?,
            new: reference.new_layout()?,
            diff: reference.diff()?,
            decisions,
            applicant,
            pack,
        })
    }
}

/// One registered delegation, or one new procedure, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarriedRow {
    /// The registered delegation; `None` for a new procedure.
    pub registered: Option<Registration>,
    /// Its state after the revision.
    pub state: CarriedState,
    /// The new procedure, or the one that is registered.
    pub procedure: Option<ProcedureId>,
    /// The procedure's name, from the new layout if it is there.
    pub name: String,
    /// The fields of the procedure that changed.
    pub changes: Vec<FieldChange>,
    /// The procedures that may replace a retired one, best first.
    pub candidates: Vec<Candidate>,
    /// The decision of a person on its retired procedure.
    pub decision: Option<Decision>,
    /// Its rows in the draft, by their index in `delegations`.
    pub delegations: Vec<usize>,
}

/// The number of registered delegations in each state, and of new procedures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// All registered delegations.
    pub registered: usize,
    /// 継続.
    pub kept: usize,
    /// 要判断: changed.
    pub changed: usize,
    /// 失効.
    pub lapsed: usize,
    /// New procedures of delegated affairs.
    pub new: usize,
}

/// A draft with the rows that it was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarryOver {
    /// The draft.
    pub application: Application,
    /// One row for each registered delegation in the registry's order, then the new procedures.
    pub rows: Vec<CarriedRow>,
    /// The kinds of information that the applicant provides and the revision changed.
    pub information: Vec<InformationRevision>,
    /// The findings on rows that could not be carried over.
    pub findings: Vec<Finding>,
}

impl CarriedRow {
    /// Returns whether its procedure is retired, so that a person decides on the successors.
    #[must_use]
    pub fn awaits_decision(&self) -> bool {
        let retired = self.decision.is_some() || self.state == CarriedState::Lapsed;
        retired && self.procedure.is_some() && self.registered.is_some()
    }

    /// Its state under the given decisions.
    #[must_use]
    pub fn state_under(&self, decisions: &Decisions) -> CarriedState {
        match self.procedure.and_then(|id| decisions.on(id)).filter(|_| self.awaits_decision()) {
            Some(decision) if decision.successors.is_empty() => CarriedState::Lapsed,
            Some(_) => CarriedState::Changed,
            None if self.awaits_decision() => CarriedState::Lapsed,
            None => self.state,
        }
    }
}

impl CarryOver {
    /// Counts the rows.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.count(|row| row.state)
    }

    /// Counts the rows by their states under the given decisions.
    #[must_use]
    pub fn summary_under(&self, decisions: &Decisions) -> Summary {
        self.count(|row| row.state_under(decisions))
    }

    fn count(&self, state: impl Fn(&CarriedRow) -> CarriedState) -> Summary {
        let mut summary = Summary::default();
        for row in &self.rows {
            summary.registered += usize::from(row.registered.is_some());
            match state(row) {
                CarriedState::Kept => summary.kept += 1,
                CarriedState::Changed => summary.changed += 1,
                CarriedState::Lapsed => summary.lapsed += 1,
                CarriedState::New => summary.new += 1,
            }
        }
        summary
    }
}

/// Drafts a change application.
#[must_use]
pub fn carry_over(input: &CarryOverInput<'_>) -> CarryOver {
    let applicant = match input.applicant {
        Some(applicant) => applicant.clone(),
        None => applicant::most_named(input.registry),
    };
    let mut out = CarryOver {
        application: draft::cover(input, applicant),
        rows: Vec::with_capacity(input.registry.registrations.len()),
        information: Vec::new(),
        findings: Vec::new(),
    };
    for registration in &input.registry.registrations {
        let mut row = carried(input, registration, &mut out.findings);
        match registration.seen_by(&out.application.applicant) {
            Some(relation) => {
                for delegation in draft::delegations(input, &relation, &row) {
                    row.delegations.push(out.application.delegations.len());
                    out.application.delegations.push(delegation);
                }
            }
            None => out.findings.push(make::dlg_016(
                &row.name,
                &registration.from.name,
                &registration.to.name,
                &out.application.applicant.name,
            )),
        }
        out.rows.push(row);
    }
    let registered = input.registry.registrations.iter().filter_map(|r| r.procedure).collect();
    let added = new_procedures(&registered, input.old, input.new, input.diff);
    out.rows.extend(added.into_iter().map(|id| CarriedRow {
        registered: None,
        state: CarriedState::New,
        procedure: Some(id),
        name: input.new.procedure(id).map(|p| p.name().to_owned()).unwrap_or_default(),
        changes: Vec::new(),
        candidates: Vec::new(),
        decision: None,
        delegations: Vec::new(),
    }));
    out.information = draft::information(input, &out.application);
    out
}

/// Determines the state of a registered delegation; it has no rows in the draft yet.
fn carried(
    input: &CarryOverInput<'_>,
    registration: &Registration,
    findings: &mut Vec<Finding>,
) -> CarriedRow {
    let mut row = CarriedRow {
        registered: Some(registration.clone()),
        state: CarriedState::Kept,
        procedure: registration.procedure,
        name: registration.subject(),
        changes: Vec::new(),
        candidates: Vec::new(),
        decision: None,
        delegations: Vec::new(),
    };
    let Some(id) = registration.procedure else {
        let Some(number) = registration.information else { return row };
        let in_layout =
            |layout: &Layout| layout.information(number).map(|row| row.information_name.clone());
        let (before, after) = (in_layout(input.old), in_layout(input.new));
        if before.is_some() && after.is_none() {
            row.state = CarriedState::Lapsed;
        }
        row.name = after.or(before).filter(|n| !n.is_empty()).unwrap_or(row.name);
        return row;
    };
    let known = input.new.procedure(id).or_else(|| input.old.procedure(id));
    match known {
        Some(procedure) => row.name = procedure.name().to_owned(),
        None => findings.push(make::prc_001(id.to_string())),
    }
    if let Some(retired) = input.diff.retired(id) {
        row.candidates.clone_from(&retired.candidates);
        row.state = CarriedState::Lapsed;
    } else if let Some(changed) = input.diff.changed(id) {
        row.changes.clone_from(&changed.fields);
        if changed.concerns_delegations() {
            row.state = CarriedState::Changed;
        }
    } else if input.new.procedure(id).is_none_or(|p| p.is_retired()) {
        // Neither layout has it in force.
        row.state = CarriedState::Lapsed;
    }
    if row.awaits_decision() {
        row.decision = input.decisions.on(id).cloned();
        row.state = row.state_under(input.decisions);
    }
    row
}

/// Returns the new procedures of affairs that are delegated already, except those that may replace a
/// registered procedure: they are its candidates. `registered` are the procedures that are delegated.
#[must_use]
pub fn new_procedures(
    registered: &BTreeSet<ProcedureId>,
    old: &Layout,
    new: &Layout,
    diff: &LayoutDiff,
) -> Vec<ProcedureId> {
    let affairs: BTreeSet<&str> = registered
        .iter()
        .flat_map(|id| [old.procedure(*id), new.procedure(*id)])
        .flatten()
        .map(|p| p.first().affair_name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    let offered: BTreeSet<ProcedureId> = registered
        .iter()
        .filter_map(|id| diff.retired(*id))
        .flat_map(|r| r.candidates.iter().map(|c| c.id))
        .collect();
    diff.added
        .iter()
        .copied()
        .filter(|id| !offered.contains(id) && !registered.contains(id))
        .filter(|id| {
            new.procedure(*id).is_some_and(|p| affairs.contains(p.first().affair_name.as_str()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
