//! The result of the comparison: counts, open decisions, and all registrations in groups.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use forms_core::application::CarriedState;
use forms_core::carry_over::{CarriedRow, CarryOver, Decision, Decisions};
use forms_core::code::ProcedureId;
use forms_core::finding::Finding;
use forms_core::successor::{AgainstKind, Candidate, EvidenceKind};
use ui::browser::{input_value, save_json};
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::copies::Copies;
use super::group::{EntryGroup, entries};
use super::session::{Session, SessionStep};
use super::tables::PagedPlaces;

/// Number of findings shown at first, and added by the button.
const PAGE: usize = 40;

/// Returns the only candidate of a retired procedure if name and provision speak for it and nothing
/// against it: the usual case of the June revisions.
fn clear_candidate(row: &CarriedRow) -> Option<&Candidate> {
    let [candidate] = &row.candidates[..] else { return None };
    let has = |kinds: &[EvidenceKind]| candidate.evidence.iter().any(|e| kinds.contains(&e.kind));
    let against = |a: &AgainstKind| {
        // A name that only gained the party that is asked comes with a narrower provider.
        !matches!(a, AgainstKind::DifferentProvider)
    };
    let named = has(&[EvidenceKind::SameName, EvidenceKind::NameGainedParty]);
    let based = has(&[EvidenceKind::SameLegalBasis, EvidenceKind::RenumberedLegalBasis]);
    let clear = named && based && !candidate.against.iter().any(|a| against(&a.kind));
    clear.then_some(candidate)
}

/// Returns a decision for each retired procedure that has a clear candidate and no decision yet.
fn clear_decisions(result: &CarryOver, decisions: &Decisions) -> Vec<(ProcedureId, Decision)> {
    let open = result.rows.iter().filter(|row| row.awaits_decision());
    let mut clear: BTreeMap<ProcedureId, Decision> = BTreeMap::new();
    for row in open {
        let Some(id) = row.procedure.filter(|id| decisions.on(*id).is_none()) else { continue };
        if let Some(candidate) = clear_candidate(row) {
            let successors = vec![candidate.id];
            clear.insert(id, Decision { successors, note: String::new() });
        }
    }
    clear.into_iter().collect()
}

/// Returns the number of retired procedures without a decision.
fn undecided(result: &CarryOver, decisions: &Decisions) -> usize {
    let open = result.rows.iter().filter(|row| row.awaits_decision());
    let open = open.filter_map(|row| row.procedure).filter(|id| decisions.on(*id).is_none());
    open.collect::<BTreeSet<_>>().len()
}

#[derive(Properties, PartialEq)]
pub(super) struct ResultViewProps {
    pub(super) session: UseReducerHandle<Session>,
}

/// Shows the counts, the decisions' buttons, the groups of registrations and the findings.
#[component]
pub(super) fn ResultView(props: &ResultViewProps) -> Html {
    let lang = use_shell().lang;
    let session = &props.session;
    let filter = use_state(String::new);
    let result = session.result().cloned();
    let all = use_memo(result.as_ref().map(Rc::as_ptr), |_| {
        result.as_ref().map(|r| entries(&r.result)).unwrap_or_default()
    });
    let Some(carried) = result else { return html! {} };
    let (result, decisions) = (&carried.result, session.decisions());
    let oninput = {
        let filter = filter.clone();
        Callback::from(move |event: InputEvent| {
            filter.set(input_value(&event).unwrap_or_default());
        })
    };
    let left = undecided(result, decisions);
    let findings: Vec<Finding> = carried.findings.iter().chain(&result.findings).cloned().collect();
    html! {
        <section class="result">
            <h2 id="carry-result" tabindex="-1">{ words::carry::result(lang) }</h2>
            <p class="summary-line" role="status">{ session.summary().line(in_use(), lang) }</p>
            if left > 0 {
                <p class="notice warning">{ words::carry::undecided(lang, left) }</p>
            } else if !decisions.is_empty() {
                <p class="notice good">{ words::carry::all_decided(lang) }</p>
            }
            <DecisionButtons session={session.clone()} clear={clear_decisions(result, decisions)} />
            <div class="field">
                <label for="carry-filter">{ words::carry::find(lang) }</label>
                <input type="search" id="carry-filter" value={(*filter).clone()} {oninput} />
            </div>
            { for [CarriedState::Lapsed, CarriedState::Changed, CarriedState::New, CarriedState::Kept].map(|state| html! {
                <EntryGroup {state} session={session.clone()} entries={Rc::clone(&all)} filter={(*filter).clone()}
                    key={state.as_str()} />
            }) }
            <Copies revisions={result.information.clone()} />
            if !findings.is_empty() {
                <details class="others">
                    <summary>{ words::carry::others(lang, findings.len()) }</summary>
                    <PagedPlaces {findings} page={PAGE} />
                </details>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct DecisionButtonsProps {
    session: UseReducerHandle<Session>,
    /// Decisions that can be taken all at once.
    clear: Vec<(ProcedureId, Decision)>,
}

/// Shows the buttons that undo, redo and save decisions and take the clear ones.
#[component]
fn DecisionButtons(props: &DecisionButtonsProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let DecisionButtonsProps { session, clear } = props;
    let problem = use_state(|| None::<String>);
    let decisions = session.decisions();
    let step = |step: SessionStep, said: String| {
        let (steps, announce) = (session.dispatcher(), shell.announce.clone());
        Callback::from(move |_: MouseEvent| {
            steps.dispatch(step.clone());
            announce.emit(said.clone());
        })
    };
    let count = clear.len();
    let take_clear =
        step(SessionStep::DecideAll(clear.clone()), words::carry::clear_done(lang, count));
    let save = {
        let (decisions, problem) = (decisions.clone(), problem.clone());
        Callback::from(move |_: MouseEvent| problem.set(save_decisions(&decisions).err()))
    };
    html! {
        <>
            <div class="buttons">
                <button type="button" class="plain" disabled={!session.can_undo()}
                    onclick={step(SessionStep::Undo, words::carry::undone(lang).to_owned())}>{ words::carry::undo(lang) }</button>
                <button type="button" class="plain" disabled={!session.can_redo()}
                    onclick={step(SessionStep::Redo, words::carry::redone(lang).to_owned())}>{ words::carry::redo(lang) }</button>
                <button type="button" class="plain" disabled={decisions.is_empty()} onclick={save}>
                    { words::carry::save_decisions(lang) }</button>
                if count > 0 {
                    <button type="button" onclick={take_clear}>{ words::carry::clear_ones(lang, count) }</button>
                }
            </div>
            if let Some(message) = &*problem {
                <p class="notice error" role="alert">{ message }</p>
            }
        </>
    }
}

/// Downloads the decisions as a JSON file.
fn save_decisions(decisions: &Decisions) -> Result<(), String> {
    let text = String::from_utf8(decisions.to_json()).map_err(|e| e.to_string())?;
    save_json("renkei-decisions.json", &text)
}

#[cfg(test)]
mod tests {
    use forms_core::application::CarriedState;
    use forms_core::successor::{Against, Evidence};

    use super::*;
    use crate::carry::group::tests::row;

    #[test]
    fn only_a_lone_candidate_that_nothing_speaks_against_is_clear() {
        let evidence = |kind| Evidence { kind, detail: String::new() };
        let candidate = Candidate {
            id: "JT01010000000009".parse().unwrap(),
            name: "認定".into(),
            score: 1.0,
            evidence: vec![
                evidence(EvidenceKind::SameName),
                evidence(EvidenceKind::SameLegalBasis),
            ],
            against: Vec::new(),
        };
        let mut lapsed = row("JT01010000000001", CarriedState::Lapsed);
        lapsed.candidates = vec![candidate.clone()];
        assert!(clear_candidate(&lapsed).is_some());
        lapsed.candidates.push(candidate.clone());
        assert!(clear_candidate(&lapsed).is_none(), "two");
        lapsed.candidates.truncate(1);
        let kind = AgainstKind::DifferentAffair;
        lapsed.candidates[0].against.push(Against { kind, detail: String::new() });
        assert!(clear_candidate(&lapsed).is_none());
        lapsed.candidates[0] =
            Candidate { evidence: vec![evidence(EvidenceKind::SameName)], ..candidate };
        assert!(clear_candidate(&lapsed).is_none(), "nothing says that the provision is the same");
    }
}
