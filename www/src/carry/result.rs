//! What the comparison gave: the line for a head of section, what has to be decided, and all
//! registrations in groups.

use std::collections::BTreeMap;
use std::rc::Rc;

use forms_core::application::CarriedState;
use forms_core::carry_over::{CarriedRow, CarryOver, Decision, Decisions};
use forms_core::code::ProcedureId;
use forms_core::finding::{Finding, Lang};
use forms_core::successor::{AgainstKind, Candidate, EvidenceKind};
use js_sys::Array;
use ui::browser::save_file;
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use wasm_bindgen::JsCast as _;
use web_sys::{Blob, BlobPropertyBag, HtmlInputElement};
use yew::prelude::*;

use super::copies::Copies;
use super::entry::EntryView;
use super::session::{Session, Step};
use super::tables::Places;

/// So many entries of a group are shown at first and with each "more".
const SHOWN: usize = 40;

/// One thing to look at: a procedure with all its registrations, in the registry's order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The state before anybody decided, which is the group it stands in.
    pub(super) state: CarriedState,
    pub(super) procedure: Option<ProcedureId>,
    /// The rows, by their places in the result.
    pub(super) rows: Vec<usize>,
}

/// The entries of a result. Every row is in exactly one.
fn entries(result: &CarryOver) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: BTreeMap<(CarriedState, String), usize> = BTreeMap::new();
    for (at, row) in result.rows.iter().enumerate() {
        let subject = row.registered.as_ref().map(|r| r.subject());
        let subject = subject.or(row.procedure.map(|p| p.to_string())).unwrap_or_default();
        let place = *places.entry((row.state, subject)).or_insert_with(|| {
            entries.push(Entry { state: row.state, procedure: row.procedure, rows: Vec::new() });
            entries.len() - 1
        });
        entries[place].rows.push(at);
    }
    entries
}

/// The only candidate of a retired procedure, where its name and its provision speak for it and
/// nothing against it: the plain case of the June revisions.
fn clear_one(row: &CarriedRow) -> Option<&Candidate> {
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

/// The plain cases that nobody has decided yet.
fn clear_ones(result: &CarryOver, decisions: &Decisions) -> Vec<(ProcedureId, Decision)> {
    let open = result.rows.iter().filter(|row| row.awaits_decision());
    let mut clear: BTreeMap<ProcedureId, Decision> = BTreeMap::new();
    for row in open {
        let Some(id) = row.procedure.filter(|id| decisions.on(*id).is_none()) else { continue };
        if let Some(candidate) = clear_one(row) {
            let successors = vec![candidate.id];
            clear.insert(id, Decision { successors, note: String::new() });
        }
    }
    clear.into_iter().collect()
}

/// How many retired procedures nobody has decided on.
fn undecided(result: &CarryOver, decisions: &Decisions) -> usize {
    let open = result.rows.iter().filter(|row| row.awaits_decision());
    let open = open.filter_map(|row| row.procedure).filter(|id| decisions.on(*id).is_none());
    open.collect::<std::collections::BTreeSet<_>>().len()
}

#[derive(Properties, PartialEq)]
pub(super) struct ResultViewProps {
    pub(super) session: UseReducerHandle<Session>,
}

/// The result.
#[component]
pub(super) fn ResultView(props: &ResultViewProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let session = &props.session;
    let filter = use_state(String::new);
    let notes = use_state(|| None::<String>);
    let result = session.result().cloned();
    let all = use_memo(result.as_ref().map(Rc::as_ptr), |_| {
        result.as_ref().map(|r| entries(&r.result)).unwrap_or_default()
    });
    let Some(carried) = result else { return html! {} };
    let (result, decisions) = (&carried.result, session.decisions());
    let pack = in_use();
    let step = |step: Step, said: &'static str| {
        let (steps, announce) = (session.dispatcher(), shell.announce.clone());
        Callback::from(move |_: MouseEvent| {
            steps.dispatch(step.clone());
            announce.emit(said.to_owned());
        })
    };
    let clear = clear_ones(result, decisions);
    let clear_count = clear.len();
    let take_clear = {
        let (steps, announce) = (session.dispatcher(), shell.announce.clone());
        Callback::from(move |_: MouseEvent| {
            steps.dispatch(Step::DecideAll(clear.clone()));
            announce.emit(words::carry::clear_done(lang, clear_count));
        })
    };
    let save = {
        let (decisions, notes) = (decisions.clone(), notes.clone());
        Callback::from(move |_: MouseEvent| notes.set(save_decisions(&decisions).err()))
    };
    let oninput = {
        let filter = filter.clone();
        Callback::from(move |event: InputEvent| {
            let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
            filter.set(input.map(|i| i.value()).unwrap_or_default());
        })
    };
    let left = undecided(result, decisions);
    let findings: Vec<Finding> = carried.findings.iter().chain(&result.findings).cloned().collect();
    html! {
        <section class="result">
            <h2 id="carry-result" tabindex="-1">{ words::carry::result(lang) }</h2>
            <p class="summary-line" role="status">{ session.summary().line(pack, lang) }</p>
            if left > 0 {
                <p class="notice warning">{ words::carry::undecided(lang, left) }</p>
            } else if !decisions.is_empty() {
                <p class="notice good">{ words::carry::all_decided(lang) }</p>
            }
            <div class="buttons">
                <button type="button" class="plain" disabled={!session.can_undo()}
                    onclick={step(Step::Undo, words::carry::undone(lang))}>{ words::carry::undo(lang) }</button>
                <button type="button" class="plain" disabled={!session.can_redo()}
                    onclick={step(Step::Redo, words::carry::redone(lang))}>{ words::carry::redo(lang) }</button>
                <button type="button" class="plain" disabled={decisions.is_empty()} onclick={save}>
                    { words::carry::save_decisions(lang) }</button>
                if clear_count > 0 {
                    <button type="button" onclick={take_clear}>{ words::carry::clear_ones(lang, clear_count) }</button>
                }
            </div>
            if let Some(message) = &*notes {
                <p class="notice error" role="alert">{ message }</p>
            }
            <div class="field">
                <label for="carry-filter">{ words::carry::find(lang) }</label>
                <input type="search" id="carry-filter" value={(*filter).clone()} {oninput} />
            </div>
            { for [CarriedState::Lapsed, CarriedState::Changed, CarriedState::New, CarriedState::Kept].map(|state| html! {
                <Group {state} session={session.clone()} entries={Rc::clone(&all)} filter={(*filter).clone()}
                    key={state.as_str()} />
            }) }
            <Copies revisions={result.information.clone()} />
            if !findings.is_empty() {
                <details class="others">
                    <summary>{ words::carry::others(lang, findings.len()) }</summary>
                    <Others {findings} />
                </details>
            }
        </section>
    }
}

fn save_decisions(decisions: &Decisions) -> Result<(), String> {
    let text = String::from_utf8(decisions.to_json()).map_err(|e| e.to_string())?;
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    let blob = blob.map_err(|e| format!("{e:?}"))?;
    save_file("renkei-decisions.json", &blob)
}

fn title(state: CarriedState, lang: Lang) -> &'static str {
    match state {
        CarriedState::Lapsed => words::carry::group_lapsed(lang),
        CarriedState::Changed => words::carry::group_changed(lang),
        CarriedState::New => words::carry::group_new(lang),
        CarriedState::Kept => words::carry::group_kept(lang),
    }
}

#[derive(Properties)]
struct GroupProps {
    state: CarriedState,
    session: UseReducerHandle<Session>,
    entries: Rc<Vec<Entry>>,
    filter: String,
}

impl PartialEq for GroupProps {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && self.session == other.session
            && Rc::ptr_eq(&self.entries, &other.entries)
            && self.filter == other.filter
    }
}

/// Whether an entry is one that a person looks for.
fn is_sought(entry: &Entry, result: &CarryOver, filter: &str) -> bool {
    let filter = filter.trim();
    let row = entry.rows.first().and_then(|at| result.rows.get(*at));
    filter.is_empty()
        || row.is_some_and(|row| {
            let code = row.procedure.map(|p| p.to_string()).unwrap_or_default();
            row.name.contains(filter) || code.contains(&filter.to_ascii_uppercase())
        })
}

/// One group of entries, a page at a time.
#[component]
fn Group(props: &GroupProps) -> Html {
    let lang = use_shell().lang;
    let shown = use_state(|| SHOWN);
    let Some(carried) = props.session.result() else { return html! {} };
    let result = &carried.result;
    let own = props.entries.iter().filter(|e| e.state == props.state);
    let rows: usize = own.clone().map(|e| e.rows.len()).sum();
    if rows == 0 {
        return html! {};
    }
    let sought: Vec<&Entry> = own.filter(|e| is_sought(e, result, &props.filter)).collect();
    let left = sought.len().saturating_sub(*shown);
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + SHOWN))
    };
    let open = props.state != CarriedState::Kept;
    html! {
        <details class={classes!("group", props.state.as_str())} open={open}>
            <summary><h3>{ words::carry::group_count(lang, title(props.state, lang), rows) }</h3></summary>
            if sought.is_empty() {
                <p class="empty">{ words::carry::none_found(lang) }</p>
            }
            <ul class="entries">
                { for sought.iter().take(*shown).map(|entry| html! {
                    <EntryView session={props.session.clone()} entry={(*entry).clone()}
                        key={entry.rows.first().copied().unwrap_or_default()} />
                }) }
            </ul>
            if left > 0 {
                <button type="button" class="plain" onclick={more}>{ words::list::more(lang, left) }</button>
            }
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct OthersProps {
    findings: Vec<Finding>,
}

/// Findings, a page at a time.
#[component]
fn Others(props: &OthersProps) -> Html {
    let lang = use_shell().lang;
    let shown = use_state(|| SHOWN);
    let left = props.findings.len().saturating_sub(*shown);
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + SHOWN))
    };
    let findings: Vec<Finding> = props.findings.iter().take(*shown).cloned().collect();
    html! {
        <>
            <Places {findings} />
            if left > 0 {
                <button type="button" class="plain" onclick={more}>{ words::list::more(lang, left) }</button>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use forms_core::application::Application;
    use forms_core::successor::{Against, Evidence};

    use super::*;

    fn row(procedure: &str, state: CarriedState) -> CarriedRow {
        CarriedRow {
            registered: None,
            state,
            procedure: procedure.parse().ok(),
            name: "認定".into(),
            changes: Vec::new(),
            candidates: Vec::new(),
            decision: None,
            delegations: Vec::new(),
        }
    }

    fn result(rows: Vec<CarriedRow>) -> CarryOver {
        CarryOver {
            application: Application::default(),
            rows,
            information: Vec::new(),
            findings: Vec::new(),
        }
    }

    #[test]
    fn registrations_of_one_procedure_stand_together_and_none_is_left_out() {
        let (a, b) = ("JT01010000000001", "JT01010000000002");
        let result = result(vec![
            row(a, CarriedState::Kept),
            row(b, CarriedState::Lapsed),
            row(a, CarriedState::Kept),
        ]);
        let all = entries(&result);
        assert_eq!(all.iter().map(|e| e.rows.clone()).collect::<Vec<_>>(), [vec![0, 2], vec![1]]);
        assert!(is_sought(&all[1], &result, "jt01010000000002"));
        assert!(!is_sought(&all[0], &result, "届出"));
    }

    #[test]
    fn only_a_lone_candidate_that_nothing_speaks_against_is_plain() {
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
        assert!(clear_one(&lapsed).is_some());
        lapsed.candidates.push(candidate.clone());
        assert!(clear_one(&lapsed).is_none(), "two");
        lapsed.candidates.truncate(1);
        let kind = AgainstKind::DifferentAffair;
        lapsed.candidates[0].against.push(Against { kind, detail: String::new() });
        assert!(clear_one(&lapsed).is_none());
        lapsed.candidates[0] =
            Candidate { evidence: vec![evidence(EvidenceKind::SameName)], ..candidate };
        assert!(clear_one(&lapsed).is_none(), "nothing says that the provision is the same");
    }
}
