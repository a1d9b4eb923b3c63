//! The session of the review view: whether it is saved, its files, and the reference files held for it.

use forms_core::finding::Lang;
use forms_core::reference::TableRole;
use ui::SaveState;
use ui::browser::{Dropped, StoreError, save_json, today};
use ui::client::FileHandle;
use ui::form::{FileDrop, Notes};
use ui::shell::use_shell;
use ui::words;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::engine::{BenchNote, NotOpened};
use super::held::{HeldFile, ReferenceProblem, ReferenceRole};
use super::workbench::Workbench;

/// Properties of [`Sitting`] and [`Reference`].
#[derive(Properties, PartialEq)]
pub(super) struct BenchProps {
    pub(super) bench: Workbench,
}

/// Shows whether the session is saved, and buttons that write it to a file, open one and begin a new one.
#[component]
pub(super) fn Sitting(props: &BenchProps) -> Html {
    let lang = use_shell().lang;
    let bench = &props.bench;
    let not_saved = use_state(|| false);
    let export = {
        let (bench, not_saved) = (bench.clone(), not_saved.clone());
        Callback::from(move |_: MouseEvent| {
            let name = format!("renkei-review-{}.json", today());
            not_saved.set(save_json(&name, &bench.export()).is_err());
        })
    };
    let open = {
        let bench = bench.clone();
        Callback::from(move |dropped: Vec<Dropped>| {
            for one in dropped {
                if let Dropped::File { path, file } = one {
                    bench.open_session(path, file);
                }
            }
        })
    };
    let take_up = |at: &String| {
        let (bench, at) = (bench.clone(), at.clone());
        let label = words::sitting::take_up(lang, at.get(..16).unwrap_or(&at).replace('T', " "));
        let onclick = Callback::from(move |_: MouseEvent| bench.take_up(at.clone()));
        html! { <li><button type="button" class="plain" {onclick}>{ label }</button></li> }
    };
    let (class, state) = save_sentence(&bench.saved, lang);
    html! {
        <section class="sitting">
            <p class={classes!("review-save-state", class)} role="status">{ state }</p>
            if *not_saved {
                <p class="notice error">{ words::review::not_saved(lang) }</p>
            }
            <details>
                <summary>{ words::sitting::title(lang) }</summary>
                <div class="buttons">
                    <button type="button" onclick={export}>{ words::sitting::export(lang) }</button>
                </div>
                <BeginAnew bench={bench.clone()} />
                <FileDrop id="open-session" label={words::sitting::open(lang)} hint={words::sitting::open_hint(lang)}
                    accept=".json" multiple=true on_files={open} />
                if !bench.earlier.is_empty() {
                    <p>{ words::sitting::earlier(lang) }</p>
                    <ul>{ for bench.earlier.iter().rev().map(take_up) }</ul>
                }
            </details>
        </section>
    }
}

/// Shows the button that begins a new session, and asks once more before it does.
#[component]
fn BeginAnew(props: &BenchProps) -> Html {
    let lang = use_shell().lang;
    let asked = use_state(|| false);
    let ask = |to: bool| {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(to))
    };
    let begin = {
        let (bench, asked) = (props.bench.clone(), asked.clone());
        Callback::from(move |_: MouseEvent| {
            asked.set(false);
            bench.new_session();
        })
    };
    if !*asked {
        return html! {
            <button type="button" class="plain" onclick={ask(true)}>{ words::sitting::begin(lang) }</button>
        };
    }
    html! {
        <div class="notice warning">
            <p>{ words::sitting::begin_ask(lang) }</p>
            <button type="button" onclick={begin}>{ words::sitting::begin_yes(lang) }</button>
            <button type="button" class="plain" onclick={ask(false)}>{ words::common::cancel(lang) }</button>
        </div>
    }
}

/// Returns whether the session is saved, as a CSS class and in words.
pub(super) fn save_sentence(saved: &SaveState, lang: Lang) -> (&'static str, String) {
    match saved {
        SaveState::Opening => ("", words::sitting::opening(lang).to_owned()),
        SaveState::Nothing => ("", words::sitting::nothing(lang).to_owned()),
        SaveState::Saving => ("", words::draft::saving(lang).to_owned()),
        SaveState::Kept(time) => ("", words::draft::kept(lang, time)),
        SaveState::Elsewhere => ("warning", words::sitting::elsewhere(lang).to_owned()),
        SaveState::Failed(StoreError::Content(message)) => {
            ("error", words::sitting::unreadable(lang, message))
        }
        SaveState::Failed(error) => ("error", words::sitting::failed(lang, error)),
    }
}

/// Returns a note in words.
pub(super) fn sentence(note: &BenchNote, lang: Lang) -> String {
    match note {
        BenchNote::Others(count) => words::review::others(lang, count),
        BenchNote::Folder(name) => words::review::folder(lang, name),
        BenchNote::Nothing => words::review::none(lang).to_owned(),
        BenchNote::Known(count) => words::intake::known(lang, count),
        BenchNote::Again(path) => words::intake::again(lang, path),
        BenchNote::Opened(opened) => {
            let (name, files, acts) = (&opened.name, opened.submissions, opened.events);
            match opened.conflicts {
                0 => words::sitting::opened(lang, name, files, acts),
                conflicts => words::sitting::opened_disputed(lang, name, files, acts, conflicts),
            }
        }
        BenchNote::NotOpened { name, why } => match why {
            NotOpened::Unread => words::sitting::unread(lang, name),
            NotOpened::Shape => words::sitting::no_session(lang, name),
            NotOpened::Newer => words::sitting::newer(lang, name),
            NotOpened::Changed => words::sitting::changed(lang, name),
        },
        BenchNote::NotPutAway(message) => words::sitting::not_put_away(lang, message),
        BenchNote::Expected(count) => words::sitting::expected(lang, count),
        BenchNote::NotExpected(findings) => {
            let lines: Vec<String> = findings.iter().map(|f| f.message(lang)).collect();
            words::sitting::not_expected(lang, lines.join(" "))
        }
        BenchNote::ListUnread(why) => words::failure(why, lang),
        BenchNote::ReadOnly => words::sitting::elsewhere(lang).to_owned(),
    }
}

/// Shows the reference files held for the session, and a place to drop more.
#[component]
pub(super) fn Reference(props: &BenchProps) -> Html {
    let lang = use_shell().lang;
    let bench = &props.bench;
    let on_files = {
        let bench = bench.clone();
        Callback::from(move |dropped: Vec<Dropped>| bench.set_reference(dropped))
    };
    let files = bench.held.files().iter().enumerate();
    html! {
        <details class="reference-files">
            <summary>{ words::sitting::reference(lang, bench.held.records().len()) }</summary>
            <FileDrop id="reference" label={words::sitting::reference_drop(lang)}
                hint={words::sitting::reference_hint(lang)} multiple=true {on_files} />
            if bench.held.reading > 0 {
                <p role="status">{ words::sitting::reading(lang) }</p>
            }
            <ul>{ for files.map(|(at, held)| reference_line(bench, at, held, lang)) }</ul>
        </details>
    }
}

fn reference_line(bench: &Workbench, at: usize, held: &HeldFile, lang: Lang) -> Html {
    let facts = &held.facts;
    let said = match (&facts.problem, facts.role) {
        (Some(ReferenceProblem::Unknown), _) => words::sitting::no_reference(lang).to_owned(),
        (Some(ReferenceProblem::Columns(keys)), _) => {
            words::sitting::columns(lang, keys.join(words::check::comma(lang)))
        }
        (Some(ReferenceProblem::Unread(message)), _) => {
            words::sitting::reference_unread(lang, message)
        }
        (None, Some(role)) => {
            format!("{}{}", role_word(role, lang), words::sitting::rows(lang, facts.rows))
        }
        (None, None) => words::sitting::unused(lang).to_owned(),
    };
    let remove = {
        let bench = bench.clone();
        Callback::from(move |_: MouseEvent| bench.drop_reference(at))
    };
    let choose = |role: &TableRole| {
        let role = ReferenceRole::Table(*role);
        let bench = bench.clone();
        let onclick = Callback::from(move |_: MouseEvent| bench.choose_reference(at, Some(role)));
        let label = words::sitting::use_as(lang, role_word(role, lang));
        html! {
            if facts.role != Some(role) {
                <button type="button" class="plain" {onclick}>{ label }</button>
            }
        }
    };
    html! {
        <li>
            <span class="file">{ &facts.name }</span>{ " " }<span class="said">{ said }</span>
            { for facts.roles().iter().map(choose) }
            <button type="button" class="plain" onclick={remove}>{ words::sitting::remove(lang, &facts.name) }</button>
        </li>
    }
}

fn role_word(role: ReferenceRole, lang: Lang) -> &'static str {
    match role {
        ReferenceRole::Table(TableRole::Inquiry) => words::carry::role_inquiry(lang),
        ReferenceRole::Table(TableRole::Provision) => words::carry::role_provision(lang),
        ReferenceRole::Table(TableRole::OldLayout) => words::carry::role_old(lang),
        ReferenceRole::Table(TableRole::NewLayout) => words::carry::role_new(lang),
        ReferenceRole::Ordinance => words::sitting::ordinance(lang),
    }
}

/// Shows where the list of those expected is dropped or pasted, and what is wrong with it.
#[component]
pub(super) fn ExpectedList(props: &BenchProps) -> Html {
    let lang = use_shell().lang;
    let pasted = use_node_ref();
    let on_files = {
        let bench = props.bench.clone();
        Callback::from(move |dropped: Vec<Dropped>| {
            if let Some(Dropped::File { path, file }) = dropped.into_iter().next() {
                bench.set_expected(path, FileHandle::browser(file));
            }
        })
    };
    let on_paste = {
        let (bench, pasted) = (props.bench.clone(), pasted.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(area) = pasted.cast::<HtmlTextAreaElement>() else { return };
            let text = area.value().into_bytes();
            bench.set_expected(
                words::sitting::pasted(lang).to_owned(),
                FileHandle::from_bytes(text),
            );
        })
    };
    let about_list = |note: &&BenchNote| {
        matches!(
            note,
            BenchNote::Expected(_) | BenchNote::NotExpected(_) | BenchNote::ListUnread(_)
        )
    };
    let notes = props.bench.notes.iter().filter(about_list).map(|note| sentence(note, lang));
    html! {
        <>
            <FileDrop id="expected-list" label={words::sitting::expected_drop(lang)}
                hint={words::sitting::expected_hint(lang)} {on_files} />
            <label for="expected-pasted">{ words::sitting::expected_paste(lang) }</label>
            <textarea id="expected-pasted" rows="4" ref={pasted} />
            <button type="button" onclick={on_paste}>{ words::sitting::expected_use(lang) }</button>
            <Notes notes={notes.collect::<Vec<_>>()} />
        </>
    }
}
