//! Converts registered delegations to the rows of a draft application.

use std::collections::BTreeSet;

use crate::application::{
    Action, Applicant, Application, ChangeReason, Delegation, Entered, Kind, LegalBasis, PackRef,
    Party, Side, Target,
};
use crate::code::{InformationNumber, ProcedureId};
use crate::law::citation;
use crate::layout_diff::{InformationRevision, information_revisions};
use crate::registry::Relation;
use crate::text::Day;

use super::{CarriedRow, CarryOverInput};

/// The application without its rows.
pub(super) fn cover(input: &CarryOverInput<'_>, applicant: Applicant) -> Application {
    Application {
        pack: PackRef { id: input.pack.id.clone(), version: input.pack.version.clone() },
        kind: Kind::Change,
        reasons: vec![ChangeReason::Layout],
        target: target(input),
        applicant,
        ..Application::default()
    }
}

/// The release at which the new layout's added procedures start; blank if the calendar lacks it.
fn target(input: &CarryOverInput<'_>) -> Target {
    let starts: BTreeSet<_> = input
        .diff
        .added
        .iter()
        .filter_map(|id| input.new.procedure(*id)?.first().valid_from)
        .collect();
    let release = input.pack.calendar.releases.iter().rev().find(|r| starts.contains(&r.date));
    release.map_or_else(Target::default, |release| Target {
        layout: release.layout.clone(),
        release: Entered::of(Day(release.date)),
    })
}

/// Returns the rows of the draft for a registered delegation: one, or one for each successor that a
/// person chose. A retired procedure without a decision is kept, so that the rules report it.
pub(super) fn delegations(
    input: &CarryOverInput<'_>,
    relation: &Relation<'_>,
    row: &CarriedRow,
) -> Vec<Delegation> {
    let mut kept = registered(relation, &row.name);
    match &row.decision {
        Some(decision) if decision.successors.is_empty() => {
            kept.action = Action::End;
            if kept.end.is_blank() {
                kept.end = last_day(input);
            }
            vec![kept]
        }
        Some(decision) => {
            decision.successors.iter().map(|id| succeeding(input, &kept, *id)).collect()
        }
        None => vec![kept],
    }
}

/// The last day before the release; blank if the release is not known.
fn last_day(input: &CarryOverInput<'_>) -> Entered<Day> {
    let release = target(input).release;
    let before = release.value().and_then(|day| day.0.yesterday().ok());
    before.map(Day).map(Entered::of).unwrap_or_default()
}

/// Makes a row that keeps a registered delegation (継続).
fn registered(relation: &Relation<'_>, name: &str) -> Delegation {
    let registration = relation.registration;
    let denoted = &relation.denoted;
    Delegation {
        side: registration.side,
        direction: relation.direction,
        procedure: registration.procedure.map(Entered::of).unwrap_or_default(),
        information: registration.information.map(Entered::of).unwrap_or_default(),
        name: name.to_owned(),
        counterpart: Party {
            code: denoted.code().map(Entered::of).unwrap_or_default(),
            name: relation.counterpart.name.clone(),
            organ: denoted.organ,
        },
        scope: registration.scope,
        scope_note: registration.scope_note.clone(),
        bases: bases(&registration.basis),
        start: registration.valid_from.map(Day).map(Entered::of).unwrap_or_default(),
        end: registration.valid_to.map(Day).map(Entered::of).unwrap_or_default(),
        action: Action::Keep,
    }
}

/// Makes a new row (追加) with the same delegation for a successor procedure, from its first day.
fn succeeding(input: &CarryOverInput<'_>, kept: &Delegation, id: ProcedureId) -> Delegation {
    let procedure = input.new.procedure(id);
    let start = procedure.and_then(|p| p.first().valid_from);
    Delegation {
        procedure: Entered::of(id),
        name: procedure.map_or_else(|| kept.name.clone(), |p| p.name().to_owned()),
        start: start.map(Day).map_or_else(|| kept.start.clone(), Entered::of),
        action: Action::Add,
        ..kept.clone()
    }
}

/// Splits the registered basis into provisions if the text names an instrument and is fully read;
/// otherwise keeps the text as one citation.
fn bases(text: &str) -> Vec<LegalBasis> {
    if crate::text::is_blank(text) {
        return Vec::new();
    }
    let reading = citation::read(text);
    let named = reading.citations.iter().any(|c| c.instrument.is_some());
    if reading.has_unread() || !named {
        return vec![LegalBasis { citation: text.to_owned(), ..LegalBasis::default() }];
    }
    reading
        .citations
        .iter()
        .map(|citation| {
            let instrument = citation.instrument.as_ref();
            LegalBasis {
                kind: instrument.map(|i| i.kind.into()).unwrap_or_default(),
                title: instrument.and_then(|i| i.title.clone()).unwrap_or_default(),
                number: instrument
                    .and_then(|i| i.number.as_ref().map(ToString::to_string))
                    .unwrap_or_default(),
                citation: citation.canonical(citation::Style::HalfWidth),
                document: String::new(),
            }
        })
        .collect()
}

/// Returns the revised kinds of information that the applicant provides, as it keeps their copies.
pub(super) fn information(
    input: &CarryOverInput<'_>,
    app: &Application,
) -> Vec<InformationRevision> {
    let provided = app.delegations.iter().filter(|d| d.side == Side::Provision);
    let numbers: BTreeSet<InformationNumber> = provided
        .flat_map(|d| {
            let own = d.information.value().copied();
            let asked = d.procedure.value().and_then(|id| input.new.procedure(*id));
            let asked = asked
                .filter(|_| own.is_none())
                .map(|p| p.rows().filter_map(|r| r.information_number).collect::<Vec<_>>());
            own.into_iter().chain(asked.unwrap_or_default())
        })
        .collect();
    let revised = information_revisions(input.old, input.new, input.pack);
    revised.into_iter().filter(|r| numbers.contains(&r.number)).collect()
}
