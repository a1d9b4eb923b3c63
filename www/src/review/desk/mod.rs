//! The reviewer's desk: register, findings by code, pairs, detail and output, on the state of the workbench.

mod bar;
mod bundle;
mod codes;
mod detail;
mod facets;
mod finding;
mod forms;
pub(super) mod labels;
mod orphans;
mod output;
mod pairs;
mod register;
mod rounds;
mod setup;
mod state;
mod window;

use forms_core::finding::Lang;
use forms_core::review::session::Decision;
use ui::shell::use_shell;
use ui::words;
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::prelude::*;

use bar::{Bar, Tabs};
use codes::Codes;
use detail::DetailPane;
use facets::{Facets, Search};
use orphans::Orphans;
use output::Output;
use pairs::PairsView;
use register::Register;
use setup::Setup;
use state::{DeskState, Tab, use_desk, use_desk_state};

use super::workbench::Workbench;

#[derive(Properties, PartialEq)]
pub(super) struct DeskProps {
    pub(super) bench: Workbench,
    /// The place to drop packages on, with what is said about it.
    pub(super) intake: Html,
    /// The list of the files of this visit.
    pub(super) files: Html,
}

/// Shows the desk.
#[component]
pub(super) fn DeskView(props: &DeskProps) -> Html {
    let state = use_desk_state(&props.bench);
    html! {
        <ContextProvider<DeskState> context={state}>
            <Bar />
            <Setup />
            { props.intake.clone() }
            <Screens files={props.files.clone()} />
        </ContextProvider<DeskState>>
    }
}

#[derive(Properties, PartialEq)]
struct ScreensProps {
    files: Html,
}

/// Shows the screen that the person is at.
#[component]
fn Screens(props: &ScreensProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    if state.desk.rows().is_empty()
        && state.bench.intake.files().is_empty()
        && state.bench.session.submissions().next().is_none()
    {
        return html! {};
    }
    html! {
        <>
            <Tabs />
            <h2 class="visually-hidden">{ labels::tab(state.place().tab, lang) }</h2>
            <Orphans />
            { match state.place().tab {
                Tab::Register => html! { <Work /> },
                Tab::Codes => html! { <Codes /> },
                Tab::Pairs => html! { <PairsView /> },
                Tab::Output => html! { <Output /> },
                Tab::Files => props.files.clone(),
            } }
        </>
    }
}

/// Shows the register with facets and detail. Single letters are keys only while the focus is in here.
#[component]
fn Work() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let onkeydown = {
        let (state, announce) = (state.clone(), shell.announce.clone());
        Callback::from(move |event: KeyboardEvent| by_key(&state, &announce, &event, lang))
    };
    let rows = state.desk.rows().len();
    let open = state.place().open && rows > 0;
    let none = state.view.rows.is_empty();
    html! {
        <div class={classes!("work", open.then_some("with-detail"))} {onkeydown}>
            <div class="work-head">
                <Search />
                <p class="shown" role="status">{ words::desk::shown(lang, state.view.rows.len(), rows) }</p>
                <Chosen />
            </div>
            <div class="work-columns">
                <Facets />
                <div class="work-rows">
                    if none {
                        <p>{ if rows == 0 { words::desk::no_rows(lang) } else { words::desk::no_match(lang) } }</p>
                    }
                    <Register />
                    <p class="help" id="register-keys">{ words::desk::register_keys(lang) }</p>
                </div>
                if open { <DetailPane /> }
            </div>
        </div>
    }
}

/// Shows what can be done with the rows that are chosen.
#[component]
fn Chosen() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let count = state.place().chosen.len();
    let choose_all = {
        let state = state.clone();
        let keys: Vec<_> = state.shown().map(|row| row.key()).collect();
        Callback::from(move |_: MouseEvent| {
            let keys = keys.clone();
            state.change(move |place| place.chosen = keys.iter().copied().collect());
        })
    };
    let clear = {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.change(|place| place.chosen.clear()))
    };
    let decide = |decision: Decision| {
        let (state, announce) = (state.clone(), shell.announce.clone());
        Callback::from(move |_: MouseEvent| {
            announce.emit(detail::decide(&state, Some(decision), "", lang));
        })
    };
    html! {
        <div class="chosen-bar">
            if count == 0 {
                <button type="button" class="plain" onclick={choose_all}>{ words::desk::choose_shown(lang) }</button>
            } else {
                <span>{ words::desk::chosen_count(lang, count) }</span>
                <button type="button" class="plain" onclick={decide(Decision::Accepted)}>{ words::desk::accept(lang) }</button>
                <button type="button" class="plain" onclick={decide(Decision::Returned)}>{ words::desk::return_(lang) }</button>
                <button type="button" class="plain" onclick={decide(Decision::Held)}>{ words::desk::hold(lang) }</button>
                <button type="button" class="plain" onclick={clear}>{ words::desk::choose_none(lang) }</button>
            }
        </div>
    }
}

/// Does what a key means. Keys in fields, of input methods and with other keys held are theirs.
fn by_key(state: &DeskState, announce: &Callback<String>, event: &KeyboardEvent, lang: Lang) {
    let in_field = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.matches("input, textarea, select").unwrap_or(false));
    let key = event.key();
    if key == "Escape" && state.place().open {
        event.prevent_default();
        state.change(|place| place.open = false);
        ui::browser::focus(register::GRID);
        return;
    }
    let held = event.ctrl_key() || event.meta_key() || event.alt_key();
    if in_field || held || ui::browser::is_composing(event) {
        return;
    }
    let decided = |decision| announce.emit(detail::decide(state, Some(decision), "", lang));
    match key.as_str() {
        "j" => state.step(1),
        "k" => state.step(-1),
        "1" => decided(Decision::Accepted),
        "2" => decided(Decision::Returned),
        "3" => decided(Decision::Held),
        "x" => register::toggle(state, state.current()),
        "u" => {
            state.bench.undo();
            announce.emit(words::draft::undone(lang).to_owned());
        }
        "U" => {
            state.bench.redo();
            announce.emit(words::draft::redone(lang).to_owned());
        }
        "/" => {
            ui::browser::focus(facets::SEARCH);
        }
        "?" => state.change(|place| place.help = !place.help),
        _ => return,
    }
    event.prevent_default();
}
