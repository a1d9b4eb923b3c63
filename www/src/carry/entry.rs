//! One procedure of the result: its registrations, and for a retired one the decision, with all that
//! speaks for and against each candidate.

use forms_core::application::CarriedState;
use forms_core::carry_over::{CarriedRow, Decision};
use forms_core::code::ProcedureId;
use forms_core::finding::Lang;
use forms_core::pack::TableKind;
use forms_core::registry::Registration;
use forms_core::successor::Candidate;
use ui::client::CarriedOver;
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::result::Entry;
use super::session::{Session, Step};

/// So many registrations of one procedure are shown; the rest stands behind a "more".
const SHOWN: usize = 5;

#[derive(Properties, PartialEq)]
pub(super) struct EntryViewProps {
    pub(super) session: UseReducerHandle<Session>,
    pub(super) entry: Entry,
}

/// A procedure.
#[component]
pub(super) fn EntryView(props: &EntryViewProps) -> Html {
    let lang = use_shell().lang;
    let EntryViewProps { session, entry } = props;
    let Some(carried) = session.result() else { return html! {} };
    let rows: Vec<&CarriedRow> =
        entry.rows.iter().filter_map(|at| carried.result.rows.get(*at)).collect();
    let Some(first) = rows.first() else { return html! {} };
    let code = first.procedure.map(|p| p.to_string());
    let decided = entry.procedure.and_then(|id| session.decisions().on(id));
    let registrations: Vec<Registration> =
        rows.iter().filter_map(|row| row.registered.clone()).collect();
    let label =
        |field: &'static str| in_use().column_label(TableKind::Layout.as_str(), field).to_owned();
    html! {
        <li class="entry">
            <h4>
                { &first.name }
                if let Some(code) = code {
                    <span class="entry-code">{ code }</span>
                }
                if first.awaits_decision() {
                    if decided.is_some() {
                        <span class="badge done">{ words::carry::decided(lang) }</span>
                    } else {
                        <span class="badge attention">{ words::carry::open(lang) }</span>
                    }
                }
            </h4>
            <Registrations {registrations} />
            if first.awaits_decision() {
                <DecisionForm session={session.clone()} row={(*first).clone()} />
            } else if entry.state == CarriedState::Lapsed {
                <p class="notice warning">{ words::carry::information_gone(lang) }</p>
            }
            if !first.changes.is_empty() {
                <dl class="changes">
                    { for first.changes.iter().map(|change| html! {
                        <div>
                            <dt>{ words::carry::changed_field(lang, label(change.field.as_str())) }</dt>
                            <dd><del>{ &change.old }</del>{ " → " }<ins>{ &change.new }</ins></dd>
                        </div>
                    }) }
                </dl>
            }
            if entry.state == CarriedState::Changed && !first.awaits_decision() {
                <p class="help">{ words::carry::changed_look(lang) }</p>
            }
            if entry.state == CarriedState::New {
                <p class="help">{ words::carry::new_look(lang) }</p>
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct RegistrationsProps {
    registrations: Vec<Registration>,
}

/// Who delegates to whom, and how much.
#[component]
fn Registrations(props: &RegistrationsProps) -> Html {
    let lang = use_shell().lang;
    let all = use_state(|| false);
    let pack = in_use();
    let line = |r: &Registration| {
        let side = pack.choice_label("side", r.side.as_str(), lang);
        let scope = pack.choice_label("scope", r.scope.as_str(), lang);
        let scope = match r.scope_note.as_str() {
            "" => scope.to_owned(),
            note => format!("{scope}（{note}）"),
        };
        html! { <li>{ words::carry::from_to(lang, side, &r.from.name, &r.to.name, scope) }</li> }
    };
    let count = props.registrations.len();
    let shown = if *all { count } else { SHOWN };
    let more = Callback::from(move |_: MouseEvent| all.set(true));
    html! {
        <>
            <ul class="registrations">{ for props.registrations.iter().take(shown).map(line) }</ul>
            if count > shown {
                <button type="button" class="plain" onclick={more}>{ words::list::more(lang, count - shown) }</button>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct DecisionFormProps {
    session: UseReducerHandle<Session>,
    row: CarriedRow,
}

/// The decision under which a candidate is chosen or not: several make a split.
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

/// What follows a retired procedure.
#[component]
fn DecisionForm(props: &DecisionFormProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let DecisionFormProps { session, row } = props;
    let Some(id) = row.procedure else { return html! {} };
    let now = session.decisions().on(id);
    let is_chosen = |candidate: ProcedureId| now.is_some_and(|d| d.successors.contains(&candidate));
    let choose = |candidate: ProcedureId| {
        let (steps, now) = (session.dispatcher(), now.cloned());
        Callback::from(move |chosen: bool| {
            let decision = toggled(now.as_ref(), candidate, chosen);
            steps.dispatch(Step::Decide { procedure: id, decision });
        })
    };
    let abolish = {
        let steps = session.dispatcher();
        Callback::from(move |chosen: bool| {
            let decision = chosen.then(Decision::default);
            steps.dispatch(Step::Decide { procedure: id, decision });
        })
    };
    let abolished = now.is_some_and(|d| d.successors.is_empty());
    let own: Vec<ProcedureId> = now
        .map(|d| d.successors.clone())
        .unwrap_or_default()
        .into_iter()
        .filter(|s| !row.candidates.iter().any(|c| c.id == *s))
        .collect();
    let name_of = |id: ProcedureId| {
        let added = session.result().and_then(|r| added_name(r, id).map(str::to_owned));
        added.unwrap_or_default()
    };
    let add = {
        let (steps, now) = (session.dispatcher(), now.cloned());
        Callback::from(move |other: ProcedureId| {
            let decision = toggled(now.as_ref(), other, true);
            steps.dispatch(Step::Decide { procedure: id, decision });
        })
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
            { for own.into_iter().map(|other| html! {
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

/// A box to tick.
#[component]
fn Tick(props: &TickProps) -> Html {
    let onchange = props.on_tick.reform(|event: Event| {
        let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        input.is_some_and(|input| input.checked())
    });
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

/// A candidate with what speaks for and against it.
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

/// A part of a text in which differences are marked.
#[derive(Debug, PartialEq, Eq)]
enum Part<'t> {
    Same(&'t str),
    Removed(&'t str),
    Added(&'t str),
}

/// Takes a text such as `認定［－の請求］［＋（市長）］` apart.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next = [("［－", Part::Removed as fn(_) -> _), ("［＋", Part::Added)]
            .into_iter()
            .filter_map(|(sign, part)| {
                let at = rest.find(sign)?;
                let inside = rest.get(at + sign.len()..)?;
                let end = inside.find('］')?;
                Some((at, part(inside.get(..end)?), inside.get(end + '］'.len_utf8()..)?))
            })
            .min_by_key(|(at, ..)| *at);
        let Some((at, part, after)) = next else {
            parts.push(Part::Same(rest));
            break;
        };
        if let Some(same) = rest.get(..at).filter(|same| !same.is_empty()) {
            parts.push(Part::Same(same));
        }
        parts.push(part);
        rest = after;
    }
    parts
}

/// A text with its differences marked, for eyes and for ears.
fn marked(text: &str, lang: Lang) -> Html {
    let part = |part: &Part<'_>| match part {
        Part::Same(text) => html! { { (*text).to_owned() } },
        Part::Removed(text) => html! {
            <del><span class="visually-hidden">{ words::carry::removed_part(lang) }</span>{ (*text).to_owned() }</del>
        },
        Part::Added(text) => html! {
            <ins><span class="visually-hidden">{ words::carry::added_part(lang) }</span>{ (*text).to_owned() }</ins>
        },
    };
    html! { <>{ for parts(text).iter().map(part) }</> }
}

#[derive(Properties, PartialEq)]
struct OtherCodeProps {
    session: UseReducerHandle<Session>,
    id: ProcedureId,
    on_add: Callback<ProcedureId>,
}

/// A successor that nobody offered: the person knows better.
#[component]
fn OtherCode(props: &OtherCodeProps) -> Html {
    let lang = use_shell().lang;
    let typed = use_state(String::new);
    let problem = use_state(|| None::<String>);
    let oninput = {
        let (typed, problem) = (typed.clone(), problem.clone());
        Callback::from(move |event: InputEvent| {
            let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
            typed.set(input.map(|i| i.value()).unwrap_or_default());
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
    fn differences_are_taken_apart_and_other_brackets_stay() {
        assert_eq!(
            parts("認定［－の請求］［＋（市長）］の受理"),
            [
                Part::Same("認定"),
                Part::Removed("の請求"),
                Part::Added("（市長）"),
                Part::Same("の受理")
            ]
        );
        assert_eq!(parts("［注］認定［＋"), [Part::Same("［注］認定［＋")]);
        assert_eq!(parts(""), []);
    }

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
