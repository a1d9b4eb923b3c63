//! The decision on a retired procedure: its candidates, with the evidence for and against each.

use forms_core::carry_over::{CarriedRow, Decision};
use forms_core::code::ProcedureId;
use forms_core::successor::Candidate;
use ui::browser::{input_value, is_checked};
use ui::client::CarriedOver;
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::marked::marked;
use super::session::{Session, SessionStep};

#[derive(Properties, PartialEq)]
pub(super) struct DecisionFormProps {
    pub(super) session: UseReducerHandle<Session>,
    pub(super) row: CarriedRow,
}

/// Returns the decision after a candidate was chosen or not: `None` without successors, a split with
/// several.
fn toggled(now: Option<&Decision>, id: ProcedureId, chosen: bool) -> Option<Decision> {
    let mut successors = now.map(|d| d.successors.clone()).unwrap_or_default();
    successors.retain(|other| *other != id);
    if chosen {
        successors.push(id);
        successors.sort_unstable();
    }
    let note = now.map(|d| d.note.clone()).unwrap_or_default();
    (!successors.is_empty()).then_some(Decision { successors, note })
}

/// Returns the callback that chooses a candidate as successor, or no longer.
fn on_choose(
    session: &UseReducerHandle<Session>,
    procedure: ProcedureId,
    candidate: ProcedureId,
) -> Callback<bool> {
    let session = session.clone();
    Callback::from(move |chosen: bool| {
        let decision = toggled(session.decisions().on(procedure), candidate, chosen);
        session.dispatch(SessionStep::Decide { procedure, decision });
    })
}

/// Shows the decision on a retired procedure: its successors, or that it was abolished.
#[component]
pub(super) fn DecisionForm(props: &DecisionFormProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let DecisionFormProps { session, row } = props;
    let Some(id) = row.procedure else { return html! {} };
    let now = session.decisions().on(id);
    let is_chosen = |candidate: ProcedureId| now.is_some_and(|d| d.successors.contains(&candidate));
    let choose = |candidate: ProcedureId| on_choose(session, id, candidate);
    let abolish = {
        let steps = session.dispatcher();
        Callback::from(move |chosen: bool| {
            let decision = chosen.then(Decision::default);
            steps.dispatch(SessionStep::Decide { procedure: id, decision });
        })
    };
    let abolished = now.is_some_and(|d| d.successors.is_empty());
    let is_candidate = |id: &ProcedureId| row.candidates.iter().any(|c| c.id == *id);
    let successors = now.map(|d| d.successors.as_slice()).unwrap_or_default();
    let own = successors.iter().copied().filter(|id| !is_candidate(id));
    let name_of = |id: ProcedureId| {
        let added = session.result().and_then(|r| added_name(r, id).map(str::to_owned));
        added.unwrap_or_default()
    };
    let add = {
        let session = session.clone();
        Callback::from(move |other: ProcedureId| on_choose(&session, id, other).emit(true))
    };
    html! {
        <fieldset class="decision">
            <legend>{ words::carry::decide(lang, &row.name) }</legend>
            if row.candidates.is_empty() {
                <p>{ in_use().revision.no_candidate.get(lang) }</p>
            }
            { for row.candidates.iter().enumerate().map(|(at, candidate)| html! {
                <CandidateChoice number={at + 1} candidate={candidate.clone()} chosen={is_chosen(candidate.id)}
                    on_choose={choose(candidate.id)} />
            }) }
            { for own.map(|other| html! {
                <div class="candidate chosen">
                    <Tick label={format!("{}　{} {other}", words::carry::own_choice(lang), name_of(other))}
                        checked=true on_tick={choose(other)} />
                </div>
            }) }
            <div class={classes!("candidate", abolished.then_some("chosen"))}>
                <Tick label={words::carry::abolished(lang)} checked={abolished} on_tick={abolish} />
                if abolished {
                    <p class="help">{ words::carry::no_candidate_text(lang, &row.name) }</p>
                }
            </div>
            <OtherCode session={session.clone()} {id} on_add={add} />
        </fieldset>
    }
}

/// Returns the name of a procedure that the new layout added.
fn added_name(carried: &CarriedOver, id: ProcedureId) -> Option<&str> {
    let at = carried.added.binary_search_by_key(&id, |(added, _)| *added).ok()?;
    carried.added.get(at).map(|(_, name)| name.as_str())
}

#[derive(Properties, PartialEq)]
struct TickProps {
    label: AttrValue,
    checked: bool,
    on_tick: Callback<bool>,
}

/// Shows a checkbox.
#[component]
fn Tick(props: &TickProps) -> Html {
    let onchange = props.on_tick.reform(|event: Event| is_checked(&event).unwrap_or_default());
    html! {
        <label class="option"><input type="checkbox" checked={props.checked} {onchange} />{ &props.label }</label>
    }
}

#[derive(Properties, PartialEq)]
struct CandidateChoiceProps {
    number: usize,
    candidate: Candidate,
    chosen: bool,
    on_choose: Callback<bool>,
}

/// Shows a candidate with the evidence for and against it.
#[component]
fn CandidateChoice(props: &CandidateChoiceProps) -> Html {
    let lang = use_shell().lang;
    let words_of = &in_use().revision;
    let CandidateChoiceProps { number, candidate, chosen, on_choose } = props;
    let label =
        format!("{}　{} {}", words::carry::candidate(lang, number), candidate.name, candidate.id);
    let fact = |kind: &str, detail: &str| {
        let separator = if detail.is_empty() { "" } else { words::form::colon(lang) };
        html! { <li>{ words_of.label(kind, lang).to_owned() }{ separator }{ marked(detail, lang) }</li> }
    };
    html! {
        <div class={classes!("candidate", chosen.then_some("chosen"))}>
            <Tick {label} checked={*chosen} on_tick={on_choose.clone()} />
            if !candidate.evidence.is_empty() {
                <p class="fact-title for">{ words::carry::speaks_for(lang) }</p>
                <ul class="facts-for">{ for candidate.evidence.iter().map(|e| fact(e.kind.as_str(), &e.detail)) }</ul>
            }
            if !candidate.against.is_empty() {
                <p class="fact-title against">{ words::carry::speaks_against(lang) }</p>
                <ul class="facts-against">{ for candidate.against.iter().map(|a| fact(a.kind.as_str(), &a.detail)) }</ul>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OtherCodeProps {
    session: UseReducerHandle<Session>,
    id: ProcedureId,
    on_add: Callback<ProcedureId>,
}

/// Shows a field for a successor that is not among the candidates.
#[component]
fn OtherCode(props: &OtherCodeProps) -> Html {
    let lang = use_shell().lang;
    let typed = use_state(String::new);
    let problem = use_state(|| None::<String>);
    let oninput = {
        let (typed, problem) = (typed.clone(), problem.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(input_value(&event).unwrap_or_default());
            problem.set(None);
        })
    };
    let add = {
        let (typed, problem, on_add) = (typed.clone(), problem.clone(), props.on_add.clone());
        let session = props.session.clone();
        Callback::from(move |_: MouseEvent| match typed.parse::<ProcedureId>() {
            Err(_) => problem.set(Some(words::carry::other_wrong(lang, &*typed))),
            Ok(code) if session.result().is_some_and(|r| added_name(r, code).is_none()) => {
                problem.set(Some(words::carry::other_none(lang, &*typed)));
            }
            Ok(code) => {
                on_add.emit(code);
                typed.set(String::new());
            }
        })
    };
    let id = format!("carry-other-{}", props.id);
    let problem_id = format!("{id}-problem");
    html! {
        <div class="other-code">
            <label for={id.clone()}>{ words::carry::other_code(lang) }</label>
            <div class="pair">
                <input type="text" id={id.clone()} value={(*typed).clone()} {oninput}
                    aria-invalid={problem.is_some().to_string()} aria-describedby={problem.is_some().then(|| problem_id.clone())} />
                <button type="button" disabled={typed.trim().is_empty()} onclick={add}>{ words::carry::other_add(lang) }</button>
            </div>
            if let Some(problem) = &*problem {
                <p class="notice error" role="alert" id={problem_id}>{ problem }</p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_more_is_a_split_and_none_is_no_decision() {
        let [a, b] = ["JT01010000000001", "JT01010000000002"].map(|id| id.parse().unwrap());
        let one = toggled(Some(&Decision::default()), b, true);
        let two = toggled(one.as_ref(), a, true).unwrap();
        assert_eq!(two.successors, [a, b]);
        let one = toggled(Some(&two), a, false);
        assert_eq!(toggled(one.as_ref(), b, false), None);
    }
}
