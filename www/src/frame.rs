//! The frame around every view: product name, main navigation, language, the pack's notice, task list,
//! and whether the draft is saved.

use forms_core::finding::Lang;
use ui::browser::StoreError;
use ui::draft::{Edit, Task, TaskStatus};
use ui::form::PackChoice;
use ui::shell::use_shell;
use ui::{SaveState, words};
use yew::prelude::*;

use crate::route::Route;

/// The `id` of each view's heading, which takes the focus when the view opens.
pub(crate) const TITLE_ID: &str = "title";

const LANG_KEY: &str = "renkei-lang";

pub(crate) fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Returns the language that was chosen last; Japanese at first.
pub(crate) fn remembered_lang() -> Lang {
    let stored = storage().and_then(|s| s.get_item(LANG_KEY).ok().flatten());
    if stored.as_deref() == Some("en") { Lang::En } else { Lang::Ja }
}

/// Keeps the language, if the browser allows it.
pub(crate) fn remember_lang(lang: Lang) {
    let code = if lang == Lang::En { "en" } else { "ja" };
    if let Some(storage) = storage() {
        // If it does not, the page starts in Japanese next time.
        let _ = storage.set_item(LANG_KEY, code);
    }
}

/// Properties of [`Frame`].
#[derive(Properties, PartialEq)]
pub(crate) struct FrameProps {
    pub(crate) route: Route,
    pub(crate) save: SaveState,
    pub(crate) on_lang: Callback<Lang>,
    pub(crate) children: Html,
}

/// Shows the frame around a view.
#[component]
pub(crate) fn Frame(props: &FrameProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let reviewing = props.route == Route::Review;
    let has_draft = shell.draft.revision() > 0;
    let current = |is: bool| is.then_some("page");
    let (other, other_code) = match lang {
        Lang::Ja => (Lang::En, "en"),
        Lang::En => (Lang::Ja, "ja"),
    };
    let switch = props.on_lang.reform(move |_: MouseEvent| other);
    html! {
        <>
            <a class="skip" href="#title" onclick={skip()}>{ words::page::skip(lang) }</a>
            <header class="top">
                <div class="top-row">
                    <a class="product" href={Route::Home.hash()}>{ words::page::product(lang) }</a>
                    <nav aria-label={words::page::navigation(lang)}>
                        <a href={Route::Home.hash()} aria-current={current(!reviewing)}>{ words::page::apply(lang) }</a>
                        <a href={Route::Review.hash()} aria-current={current(reviewing)}>{ words::page::review(lang) }</a>
                    </nav>
                    <button type="button" class="plain" lang={other_code} onclick={switch}>{ words::page::other_language(lang) }</button>
                </div>
                <p class="pack-notice">{ ui::pack::in_use().notice.get(lang) }</p>
            </header>
            <div class={classes!("columns", (has_draft && !reviewing).then_some("with-tasks"))}>
                if has_draft && !reviewing {
                    <aside class={classes!("side", (props.route == Route::Home).then_some("at-home"))}>
                        <DraftBar save={props.save.clone()} />
                        <TaskList route={props.route.clone()} />
                    </aside>
                }
                <main>{ props.children.clone() }</main>
            </div>
            <footer class="bottom">
                <p>{ words::page::nothing_leaves(lang) }</p>
                <PackChoice save={props.save.clone()} />
            </footer>
        </>
    }
}

/// Shows the link that skips to the view. It moves the focus itself, as `#` in the address names views.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        ui::browser::focus(TITLE_ID);
    })
}

#[derive(Properties, PartialEq)]
struct DraftBarProps {
    save: SaveState,
}

/// Shows undo, redo, and whether the draft is saved.
#[component]
fn DraftBar(props: &DraftBarProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let step = |edit: Edit, said: &'static str| {
        let shell = shell.clone();
        Callback::from(move |_: MouseEvent| {
            shell.edit(edit.clone());
            shell.announce.emit(said.to_owned());
        })
    };
    let (class, text) = match &props.save {
        SaveState::Opening => ("", words::draft::opening(lang).to_owned()),
        SaveState::Nothing => ("", words::draft::nothing(lang).to_owned()),
        SaveState::Saving => ("", words::draft::saving(lang).to_owned()),
        SaveState::Kept(time) => ("", words::draft::kept(lang, time)),
        SaveState::Elsewhere => ("warning", words::draft::elsewhere(lang).to_owned()),
        SaveState::Failed(StoreError::Storage(message)) => {
            ("error", words::draft::not_kept(lang, message))
        }
        SaveState::Failed(StoreError::Files(names)) => {
            ("error", words::draft::files_not_kept(lang, names.join(words::check::comma(lang))))
        }
        SaveState::Failed(StoreError::Content(message)) => {
            ("error", words::draft::unreadable(lang, message))
        }
    };
    html! {
        <div class="draft-bar">
            <button type="button" class="plain" disabled={!shell.draft.can_undo()}
                onclick={step(Edit::Undo, words::draft::undone(lang))}>{ words::draft::undo(lang) }</button>
            <button type="button" class="plain" disabled={!shell.draft.can_redo()}
                onclick={step(Edit::Redo, words::draft::redone(lang))}>{ words::draft::redo(lang) }</button>
            <p class={classes!("save-state", class)}>{ text }</p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct TaskListProps {
    route: Route,
}

/// Shows the tasks, and how far each has come.
#[component]
fn TaskList(props: &TaskListProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let line = |title: &str, route: Route, status: Option<TaskStatus>| {
        let current = (props.route == route).then_some("page");
        html! {
            <li>
                <a href={route.hash()} aria-current={current}>{ title.to_owned() }</a>
                if let Some(status) = status {
                    <StatusBadge {status} />
                }
            </li>
        }
    };
    let tasks = Task::all(ui::pack::in_use()).map(|task| {
        let status = task.status(&shell.draft, &shell.findings);
        line(task.title().get(lang), Route::Task(task.id().to_owned()), Some(status))
    });
    html! {
        <nav class="tasks" aria-label={words::page::tasks(lang)}>
            <ol>
                { for tasks }
                { line(words::check::title(lang), Route::Check, None) }
                { line(words::build::title(lang), Route::Build, None) }
            </ol>
            if let Some(failure) = &shell.check_failure {
                <p class="notice error" role="alert">{ words::failure(failure, lang) }</p>
            }
        </nav>
    }
}

#[derive(Properties, PartialEq)]
struct StatusBadgeProps {
    status: TaskStatus,
}

#[component]
fn StatusBadge(props: &StatusBadgeProps) -> Html {
    let lang = use_shell().lang;
    let (class, text) = match props.status {
        TaskStatus::Untouched => ("untouched", words::status::untouched(lang).to_owned()),
        TaskStatus::Started => ("started", words::status::started(lang).to_owned()),
        TaskStatus::Attention(count) => ("attention", words::status::attention(lang, count)),
        TaskStatus::Done => ("done", words::status::done(lang).to_owned()),
    };
    html! { <span class={classes!("badge", class)}>{ text }</span> }
}
