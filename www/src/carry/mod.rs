//! The carry-over view (引き継ぐ): drafts a change application from the registrations and two layouts,
//! with a person's decision on every procedure that would be lost.

mod copies;
mod decision;
mod entry;
mod group;
mod history;
mod intake;
mod mapping;
mod marked;
mod remembered;
mod requests;
mod result;
mod session;
mod tables;

use std::rc::Rc;

use forms_core::finding::Lang;
use forms_core::reference::TableRole;
use ui::client::Pending;
use ui::form::{FileDrop, Notes, ProgressBar};
use ui::open_draft::FileNote;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use crate::frame::TITLE_ID;
use result::ResultView;
use session::{ComparisonStage, Need, Session};
use tables::{ApplicantChoice, TableList};

/// Properties of [`CarryView`].
#[derive(Properties, PartialEq)]
pub(crate) struct CarryViewProps {
    /// True if the address names this view. Otherwise it shows nothing and keeps its state.
    pub(crate) shown: bool,
}

/// Shows the tables, the comparison and its result.
#[component]
pub(crate) fn CarryView(props: &CarryViewProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let session = use_reducer(|| {
        let mut session = Session::default();
        session.remember(remembered::remembered());
        session
    });
    let notes = use_state(Vec::<String>::new);
    let next_id = use_mut_ref(|| 0_usize);
    let running = use_mut_ref(|| None::<Pending>);
    intake::use_reading(&shell, &session);
    use_keep_decisions(&session);
    intake::use_resumption(&shell, &session, props.shown, Rc::clone(&next_id));
    let on_files = intake::on_files(&shell, &session, &notes, next_id);
    // Two pages may share a worker: each names its sets of tables after the time it was opened.
    let page = use_memo((), |()| format!("{:.0}", js_sys::Date::now()));
    let compare = {
        let (session, shell, notes) = (session.clone(), shell.clone(), notes.clone());
        let (running, page) = (Rc::clone(&running), Rc::clone(&page));
        Callback::from(move |_: MouseEvent| {
            running.replace(Some(requests::compare(&shell, &session, &page, &notes)));
        })
    };
    let making = use_state(FileNote::default);
    let make = {
        let (session, shell, making) = (session.clone(), shell.clone(), making.clone());
        let running = Rc::clone(&running);
        Callback::from(move |_: MouseEvent| {
            running.replace(Some(requests::make_draft(&shell, &session, &page, &making)));
        })
    };
    let cancel = Callback::from(move |_: MouseEvent| {
        if let Some(pending) = running.take() {
            pending.cancel();
        }
    });
    if !props.shown {
        return html! {};
    }
    html! {
        <article class="carry">
            <h1 id={TITLE_ID} tabindex="-1">{ words::carry::title(lang) }</h1>
            <p class="lead">{ words::carry::lead(lang) }</p>
            <FileDrop id="carry-tables" label={words::carry::drop(lang)} hint={words::carry::drop_hint(lang)}
                accept=".xlsx,.xlsm,.xls,.xlsb,.ods,.csv,.tsv,.txt,.json" multiple=true folders=false {on_files} />
            <Notes notes={(*notes).clone()} />
            if !session.files().is_empty() {
                <TableList session={session.clone()} />
                <Comparison session={session.clone()} {compare} cancel={cancel.clone()} />
            }
            if session.result().is_some() {
                <ResultView session={session.clone()} />
                <MakeDraft session={session.clone()} making={(*making).clone()} {make} {cancel} />
            }
        </article>
    }
}

/// Saves the decisions in the browser once there is a result to decide on.
#[hook]
fn use_keep_decisions(session: &UseReducerHandle<Session>) {
    let compared = session.result().is_some();
    use_effect_with(session.decisions().clone(), move |decisions| {
        if compared {
            remembered::keep_decisions(decisions);
        }
    });
}

#[derive(Properties, PartialEq)]
struct ComparisonProps {
    session: UseReducerHandle<Session>,
    compare: Callback<MouseEvent>,
    cancel: Callback<MouseEvent>,
}

/// Shows the conditions of the comparison, the button that starts it, and how far it has come.
#[component]
fn Comparison(props: &ComparisonProps) -> Html {
    let lang = use_shell().lang;
    let session = &props.session;
    let needs = session.needs();
    let is_compared = session.result().is_some();
    let is_next = !is_compared || session.is_stale();
    html! {
        <>
            if !session.is_reading() && !needs.is_empty() {
                <p class="notice warning" role="status">{ words::carry::needs(lang, needs_words(&needs, lang)) }</p>
            }
            if let ComparisonStage::Running { done, total } = session.run() {
                <Working label={words::carry::working(lang, words::bytes(*done), words::bytes(*total))}
                    done={*done} total={*total} cancel={props.cancel.clone()} />
            } else {
                <ApplicantChoice session={session.clone()} />
                <button type="button" class={classes!(is_next.then_some("primary"))}
                    disabled={!session.is_ready()} onclick={props.compare.clone()}>
                    { if is_compared { words::carry::again(lang) } else { words::carry::start(lang) } }
                </button>
            }
            if let ComparisonStage::Failed(failure) = session.run() {
                <p class="notice error" role="alert">{ words::failure(failure, lang) }</p>
            }
            if is_compared && session.is_stale() {
                <p class="notice warning" role="status">{ words::carry::stale(lang) }</p>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct MakeDraftProps {
    session: UseReducerHandle<Session>,
    making: FileNote,
    make: Callback<MouseEvent>,
    cancel: Callback<MouseEvent>,
}

/// Shows the button that makes the draft, and how far that has come.
#[component]
fn MakeDraft(props: &MakeDraftProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let is_ready = props.session.is_ready() && !props.session.is_stale();
    html! {
        <section class="make">
            if let FileNote::Working { done, total } = props.making {
                <Working label={words::carry::making(lang, words::bytes(done), words::bytes(total))}
                    {done} {total} cancel={props.cancel.clone()} />
            } else {
                <button type="button" class="primary" disabled={!is_ready} onclick={props.make.clone()}>
                    { words::carry::make(lang) }
                </button>
                if shell.draft.revision() > 0 {
                    <p class="help">{ words::carry::make_note(lang) }</p>
                }
            }
            if let FileNote::Failed(message) = &props.making {
                <p class="notice error" role="alert">{ message }</p>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct WorkingProps {
    label: String,
    done: u64,
    total: u64,
    cancel: Callback<MouseEvent>,
}

/// Shows how far a request has come, with a button that cancels it.
#[component]
fn Working(props: &WorkingProps) -> Html {
    let lang = use_shell().lang;
    html! {
        <div class="progress">
            <label>{ &props.label }<ProgressBar done={props.done} total={props.total} /></label>
            <button type="button" onclick={props.cancel.clone()}>{ words::common::cancel(lang) }</button>
        </div>
    }
}

/// Returns the name of a role.
fn role_word(role: TableRole, lang: Lang) -> &'static str {
    match role {
        TableRole::Inquiry => words::carry::role_inquiry(lang),
        TableRole::Provision => words::carry::role_provision(lang),
        TableRole::OldLayout => words::carry::role_old(lang),
        TableRole::NewLayout => words::carry::role_new(lang),
    }
}

/// Returns the conditions as a list in a sentence.
fn needs_words(needs: &[Need], lang: Lang) -> String {
    let one = |need: &Need| match need {
        Need::Registry => words::carry::needs_registry(lang).to_owned(),
        Need::Layout(role) => role_word(*role, lang).to_owned(),
        Need::Once(role) => words::carry::needs_one(lang, role_word(*role, lang)),
        Need::Role => words::carry::needs_role(lang).to_owned(),
        Need::Columns => words::carry::needs_columns(lang).to_owned(),
    };
    needs.iter().map(one).collect::<Vec<_>>().join(words::check::comma(lang))
}
