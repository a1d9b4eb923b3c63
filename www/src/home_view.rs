//! The first view (始める): begins a new application, opens a sample or a file, or goes on with the draft.

use forms_core::application::{Application, Kind, PackRef};
use forms_core::text::is_blank;
use ui::browser::{Dropped, begin_at};
use ui::draft::Task;
use ui::form::FileDrop;
use ui::open_draft::{FileNote, FileNoteView, open_file, open_sample};
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use crate::frame::TITLE_ID;
use crate::open_draft::{WriteDraftButton, begin};
use crate::route::Route;

/// Shows the first view.
#[component]
pub(crate) fn HomeView() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let has_draft = shell.draft.revision() > 0;
    // The pressed button is gone or folded away then, so the focus moves to the draft.
    let opened = use_state(|| 0_u32);
    let on_opened = {
        let opened = opened.clone();
        Callback::from(move |()| opened.set(*opened + 1))
    };
    use_effect_with(*opened, |opened| {
        if *opened > 0 {
            begin_at(TITLE_ID);
        }
    });
    if !has_draft {
        return html! {
            <article class="home">
                <h1 id={TITLE_ID} tabindex="-1">{ words::home::title(lang) }</h1>
                <p class="lead">{ words::home::lead(lang) }</p>
                <Beginnings {on_opened} />
            </article>
        };
    }
    let app = shell.draft.content();
    let who = if is_blank(&app.applicant().name) {
        words::home::unnamed(lang).to_owned()
    } else {
        app.applicant().name.clone()
    };
    let kind = ui::pack::in_use().choice_label("kind", app.kind().as_str(), lang);
    let first = Task::all(ui::pack::in_use()).next().map(|t| Route::Task(t.id().to_owned()));
    html! {
        <article class="home">
            <h1 id={TITLE_ID} tabindex="-1">{ words::home::at_hand(lang, who, kind) }</h1>
            if !is_blank(app.remark()) {
                <p class="notice">{ app.remark() }</p>
            }
            <p class="lead">{ words::home::any_order(lang) }</p>
            <nav class="onward" aria-label={words::page::onward(lang)}>
                if let Some(first) = first {
                    <a class="button primary" href={first.hash()}>{ words::home::go_on(lang) }</a>
                }
                <a href={Route::Check.hash()}>{ words::check::title(lang) }</a>
            </nav>
            <WriteDraftButton />
            <details class="other">
                <summary>{ words::home::other(lang) }</summary>
                <p>{ words::home::other_note(lang) }</p>
                <Beginnings {on_opened} />
            </details>
        </article>
    }
}

#[derive(Properties, PartialEq)]
struct BeginningsProps {
    /// Called when a draft was opened in this view.
    on_opened: Callback<()>,
}

/// Shows the ways to begin.
#[component]
fn Beginnings(props: &BeginningsProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let note = use_state(FileNote::default);
    let new = |kind: Kind| {
        let shell = shell.clone();
        Callback::from(move |_: MouseEvent| {
            let pack = ui::pack::in_use();
            let pack = PackRef { id: pack.id.clone(), version: pack.version.clone() };
            begin(&shell, Application { kind, pack, ..Application::default() });
            if let Some(first) = Task::all(ui::pack::in_use()).next() {
                Route::Task(first.id().to_owned()).go();
            }
        })
    };
    let on_files = {
        let (shell, note, on_opened) = (shell.clone(), note.clone(), props.on_opened.clone());
        Callback::from(move |dropped: Vec<Dropped>| {
            open_file(&shell, &note, dropped, on_opened.clone());
        })
    };
    let sample = {
        let (shell, note, on_opened) = (shell.clone(), note.clone(), props.on_opened.clone());
        Callback::from(move |_: MouseEvent| {
            open_sample(&shell, &note, on_opened.clone());
        })
    };
    let card = |onclick: Callback<MouseEvent>, title: &str, text: &str| {
        html! {
            <li><button type="button" class="card" {onclick}>
                <span class="card-title">{ title.to_owned() }</span>
                <span class="card-text">{ text.to_owned() }</span>
            </button></li>
        }
    };
    html! {
        <>
            <ul class="cards">
                { card(new(Kind::Start), words::home::new_start(lang), words::home::new_start_text(lang)) }
                { card(new(Kind::Change), words::home::new_change(lang), words::home::new_change_text(lang)) }
                <li><a class="button card" href={Route::Carry.hash()}>
                    <span class="card-title">{ words::carry::card(lang) }</span>
                    <span class="card-text">{ words::carry::card_text(lang) }</span>
                </a></li>
                { card(sample, words::home::sample(lang), words::home::sample_text(lang)) }
            </ul>
            <FileDrop id="open-draft" label={words::home::open(lang)} hint={words::home::open_text(lang)}
                accept=".json,.zip" {on_files} />
            <FileNoteView note={(*note).clone()} />
        </>
    }
}
