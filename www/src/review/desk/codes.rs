//! 指摘別: the findings by code, the wording once and the places below.

use std::collections::BTreeSet;
use std::rc::Rc;

use forms_core::finding::Code;
use forms_core::review::desk::{CodeGroup, GroupPlace, groups};
use forms_core::review::session::{Act, ApplicantKey, Fingerprint, Waiver};
use ui::form::{MoreButton, severity_word, use_paging};
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::forms::WaiverForm;
use super::labels;
use super::state::{Shared, use_desk};

/// Places shown at first, and added by the button.
const PAGE: usize = 50;

/// Shows the findings by code.
#[component]
pub(super) fn Codes() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let all = use_memo(state.desk.clone(), |desk| {
        groups(desk).into_iter().map(Rc::new).map(Shared).collect::<Vec<_>>()
    });
    if all.is_empty() {
        let open =
            state.bench.intake.is_running() || state.desk.applicants().all(|a| a.rounds.is_empty());
        let said = if open { words::desk::no_codes_yet(lang) } else { words::desk::no_codes(lang) };
        return html! { <p>{ said }</p> };
    }
    html! {
        <div class="codes">
            { for all.iter().map(|group| html! {
                <Group group={group.clone()} key={format!("{}-{}", group.code, group.severity.as_str())} />
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct GroupProps {
    group: Shared<CodeGroup>,
}

/// Shows the findings of a code.
#[component]
fn Group(props: &GroupProps) -> Html {
    let lang = use_shell().lang;
    let CodeGroup { code, severity, applicants, open, places } = &*props.group.0;
    let shown = use_state(|| false);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let text = code.text(lang);
    html! {
        <section class="code-group">
            <h3>
                <button type="button" class="plain" aria-expanded={shown.to_string()} onclick={toggle}>
                    { words::desk::group(lang, code, applicants) }{ " " }{ text.title }
                </button>
                <span class={classes!("tag", severity.as_str())}>{ severity_word(*severity, lang) }</span>
                <span class="weak">{ words::desk::group_open(lang, open, places.len() - open) }</span>
            </h3>
            if *shown {
                <p class="weak">{ text.cause }{ " " }{ places.first().map(|place| place.finding.found.finding.review_hint(lang)) }</p>
                <Places group={props.group.clone()} />
            }
        </section>
    }
}

/// Shows the places of a code, to be waived or noted together.
#[component]
fn Places(props: &GroupProps) -> Html {
    let lang = use_shell().lang;
    let (paged, more) = use_paging(PAGE);
    let chosen = use_state(BTreeSet::<(ApplicantKey, Fingerprint)>::new);
    let places = &props.group.places;
    let id_of = |place: &GroupPlace| (place.key, place.finding.found.fingerprint.clone());
    let open: BTreeSet<_> =
        places.iter().filter(|p| p.finding.waiver.is_none()).map(id_of).collect();
    let choose_all = {
        let (chosen, open) = (chosen.clone(), open.clone());
        let all = chosen.len() == open.len();
        Callback::from(move |_: Event| chosen.set(if all { BTreeSet::new() } else { open.clone() }))
    };
    let left = places.len().saturating_sub(*paged);
    html! {
        <>
            <label class="option">
                <input type="checkbox" checked={!open.is_empty() && chosen.len() == open.len()} onchange={choose_all} disabled={open.is_empty()} />
                { words::desk::choose_all(lang, open.len()) }
            </label>
            if !chosen.is_empty() {
                <Together code={props.group.code} chosen={chosen.clone()} />
            }
            <ul class="group-places">
                { for places.iter().take(*paged).enumerate().map(|(number, place)| html! {
                    <PlaceLine place={place.clone()} chosen={chosen.contains(&id_of(place))} set={chosen.clone()} key={number} />
                }) }
            </ul>
            <MoreButton {left} onclick={more} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct TogetherProps {
    code: Code,
    chosen: UseStateHandle<BTreeSet<(ApplicantKey, Fingerprint)>>,
}

/// Shows the fields that waive or note the chosen places of a code.
#[component]
fn Together(props: &TogetherProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let note = use_node_ref();
    let TogetherProps { code, chosen } = props;
    let waive = {
        let (state, chosen, announce) = (state.clone(), chosen.clone(), shell.announce.clone());
        Callback::from(move |waiver: Waiver| {
            let one = |(applicant, finding): &(ApplicantKey, Fingerprint)| {
                let (finding, waiver) = (finding.clone(), Some(waiver.clone()));
                Act::Waive { applicant: *applicant, finding, waiver }
            };
            announce.emit(words::desk::waived_many(lang, chosen.len()));
            state.bench.act(chosen.iter().map(one).collect());
            chosen.set(BTreeSet::new());
        })
    };
    let write_note = {
        let (state, chosen, note, announce) =
            (state.clone(), chosen.clone(), note.clone(), shell.announce.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = note.cast::<web_sys::HtmlInputElement>() else { return };
            let text = field.value().trim().to_owned();
            if text.is_empty() {
                return announce.emit(words::desk::write_first(lang).to_owned());
            }
            field.set_value("");
            let applicants: BTreeSet<ApplicantKey> = chosen.iter().map(|(key, _)| *key).collect();
            announce.emit(words::desk::noted_many(lang, applicants.len()));
            let one = |applicant| Act::Note { applicant, text: text.clone() };
            state.bench.act(applicants.into_iter().map(one).collect());
        })
    };
    html! {
        <div class="together">
            <p>{ words::desk::chosen_places(lang, chosen.len()) }</p>
            <WaiverForm id={format!("waive-{code}")} count={chosen.len()} on_waive={waive} />
            <form class="line" onsubmit={write_note}>
                <label for={format!("note-{code}")}>{ words::desk::note(lang) }</label>
                <input id={format!("note-{code}")} ref={note} />
                <button type="submit">{ words::desk::note_many(lang) }</button>
            </form>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PlaceLineProps {
    place: GroupPlace,
    chosen: bool,
    set: UseStateHandle<BTreeSet<(ApplicantKey, Fingerprint)>>,
}

/// Shows a place of a code.
#[component]
fn PlaceLine(props: &PlaceLineProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let GroupPlace { key, finding } = &props.place;
    let Some(row) = state.desk.row(*key) else { return html! {} };
    let name = labels::name(row, lang);
    let said = &finding.found.finding;
    let place = labels::place(&said.location, lang);
    let onchange = {
        let (set, one) = (props.set.clone(), (*key, finding.found.fingerprint.clone()));
        Callback::from(move |_: Event| {
            let mut now = (*set).clone();
            if !now.remove(&one) {
                now.insert(one.clone());
            }
            set.set(now);
        })
    };
    let open = {
        let (state, key) = (state.clone(), *key);
        Callback::from(move |_: MouseEvent| state.open(key))
    };
    html! {
        <li class={finding.waiver.as_ref().map(|_| "waived")}>
            <input type="checkbox" checked={props.chosen} disabled={finding.waiver.is_some()} {onchange}
                aria-label={words::desk::choose_place(lang, &name, &place)} />
            <span>
                <button type="button" class="plain" onclick={open}>{ key.code.to_string() }{ " " }{ name.clone() }</button>
                if !place.is_empty() { <span class="place">{ place.clone() }</span>{ " " } }
                { said.message(lang) }
                if let Some(waiver) = &finding.waiver {
                    <span class="waiver">{ words::desk::waived_because(lang, &waiver.reason, &waiver.approver) }</span>
                }
            </span>
        </li>
    }
}
