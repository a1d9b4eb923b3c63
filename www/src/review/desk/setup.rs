//! What a review begins with: who reviews, who is expected, the deadline.

use forms_core::code::{Government, GovernmentKind, MunicipalityCode};
use forms_core::reference::{ExpectedApplicant, expected_of_prefecture};
use forms_core::review::session::Act;
use ui::browser::input_value;
use ui::shell::use_shell;
use ui::words;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::state::use_desk;
use crate::review::sitting::ExpectedList;

/// Shows the three things, as steps as long as one is missing.
#[component]
pub(super) fn Setup() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let named = !state.bench.reviewer.is_empty();
    let expected = state.desk.applicants().filter(|a| a.expected).count();
    let deadline = state.bench.session.deadline();
    let done = named && expected > 0 && deadline.is_some();
    let mark =
        |done: bool| if done { words::desk::step_done(lang) } else { words::desk::step_open(lang) };
    let step = |number: usize, is_done: bool, title: &str, body: Html| {
        html! {
            <li class={is_done.then_some("done")}>
                <h3>{ words::desk::step(lang, number, title) }{ " " }<span class="tag">{ mark(is_done) }</span></h3>
                { body }
            </li>
        }
    };
    let steps = html! {
        <ol class="setup">
            { step(1, named, words::desk::step_name(lang), html! { <Reviewer /> }) }
            { step(2, expected > 0, words::desk::step_expected(lang), html! { <Expected count={expected} /> }) }
            { step(3, deadline.is_some(), words::desk::step_deadline(lang), html! { <Deadline /> }) }
        </ol>
    };
    // Once there are rows the steps make room for them.
    match done || !state.desk.rows().is_empty() {
        true => html! {
            <details class="setup-frame">
                <summary>
                    { words::desk::setup(lang) }
                    if !done { { " " }<span class="need">{ words::desk::setup_open(lang) }</span> }
                </summary>
                { steps }
            </details>
        },
        false => html! {
            <section class="setup-frame">
                <h2>{ words::desk::begin(lang) }</h2>
                <p>{ words::desk::begin_note(lang) }</p>
                { steps }
            </section>
        },
    }
}

/// Shows the field for the name of the reviewer.
#[component]
fn Reviewer() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let onchange = {
        let state = state.clone();
        Callback::from(move |event: Event| {
            if let Some(name) = input_value(&event) {
                state.bench.set_reviewer(name.trim());
            }
        })
    };
    html! {
        <div class="line">
            <label for="reviewer">{ words::desk::reviewer(lang) }</label>
            <input id="reviewer" class="short" value={state.bench.reviewer.to_string()} {onchange} autocomplete="name" />
            <p class="help">{ words::desk::reviewer_note(lang) }</p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ExpectedProps {
    count: usize,
}

/// Shows who is expected, and how to say so.
#[component]
fn Expected(props: &ExpectedProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let choice = use_node_ref();
    let prefectures = Government::all().iter().filter(|g| g.kind == GovernmentKind::Prefecture);
    let expect = {
        let (state, choice, announce) = (state.clone(), choice.clone(), shell.announce.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(select) = choice.cast::<HtmlSelectElement>() else { return };
            let applicants = expected_of_prefecture(&select.value()).unwrap_or_default();
            let acts = state.bench.session.to_expect(&applicants);
            announce.emit(words::desk::expected_added(lang, acts.len()));
            state.bench.act(acts);
        })
    };
    html! {
        <div>
            if props.count > 0 { <p>{ words::desk::expected_count(lang, props.count) }</p> }
            <div class="line">
                <label for="prefecture">{ words::review::prefecture(lang) }</label>
                <select id="prefecture" class="short" ref={choice}>
                    <option value="" selected=true>{ words::desk::choose(lang) }</option>
                    { for prefectures.map(|g| html! { <option value={g.prefecture}>{ g.prefecture }</option> }) }
                </select>
                <button type="button" onclick={expect}>{ words::desk::expect_prefecture(lang) }</button>
            </div>
            <AddExpected />
            <details>
                <summary>{ words::desk::expected_list(lang) }</summary>
                <ExpectedList bench={state.bench.clone()} />
            </details>
        </div>
    }
}

/// Shows the fields that put one more on the list, such as an association.
#[component]
fn AddExpected() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let (code, name) = (use_node_ref(), use_node_ref());
    let wrong = use_state(|| false);
    let onsubmit = {
        let (code, name, wrong) = (code.clone(), name.clone(), wrong.clone());
        let announce = shell.announce.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (Some(code), Some(name)) =
                (code.cast::<HtmlInputElement>(), name.cast::<HtmlInputElement>())
            else {
                return;
            };
            let parsed: Option<MunicipalityCode> = code.value().trim().parse().ok();
            let parsed = parsed.filter(|c| Government::may_exist(*c));
            wrong.set(parsed.is_none());
            let Some(parsed) = parsed else { return };
            let known = Government::find(parsed).map(|g| g.name.to_owned());
            let given = name.value().trim().to_owned();
            let called = if given.is_empty() { known.unwrap_or_default() } else { given };
            let applicant = ExpectedApplicant { name: called, ..parsed.into() };
            state.bench.act(vec![Act::expect(&applicant)]);
            announce.emit(words::desk::expected_added(lang, 1));
            code.set_value("");
            name.set_value("");
        })
    };
    html! {
        <form class="line" {onsubmit}>
            if *wrong { <p class="notice error" role="alert">{ words::desk::expected_wrong(lang) }</p> }
            <label for="expected-code">{ words::desk::expected_code(lang) }</label>
            <input id="expected-code" class="short code" ref={code} inputmode="numeric" />
            <label for="expected-name">{ words::desk::expected_name(lang) }</label>
            <input id="expected-name" class="short" ref={name} />
            <button type="submit">{ words::desk::expected_add(lang) }</button>
        </form>
    }
}

/// Shows the field for the deadline.
#[component]
fn Deadline() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let onchange = {
        let state = state.clone();
        Callback::from(move |event: Event| {
            let Some(text) = input_value(&event) else { return };
            let day = text.parse().ok();
            if day.is_some() || text.is_empty() {
                state.bench.act(vec![Act::Deadline { day }]);
            }
        })
    };
    let day = state.bench.session.deadline().map(|day| day.to_string()).unwrap_or_default();
    html! {
        <div class="line">
            <label for="deadline">{ words::desk::deadline(lang) }</label>
            <input type="date" id="deadline" value={day} {onchange} />
            <p class="help">{ words::desk::deadline_note(lang) }</p>
        </div>
    }
}
