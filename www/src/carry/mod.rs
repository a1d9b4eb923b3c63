//! 引き継ぐ: from what is registered and two layouts to the draft of a change application, with a
//! person's decision on everything that would be lost.

mod copies;
mod entry;
mod mapping;
mod remembered;
mod result;
mod session;
mod tables;

use std::collections::BTreeSet;
use std::rc::Rc;

use forms_core::carry_over::Decisions;
use forms_core::finding::Lang;
use forms_core::reference::TableRole;
use ui::browser::Dropped;
use ui::client::{CarryOver, Event, FileContent, FileHandle, NamedFile, Pending, ReadTable, Reply};
use ui::draft::{DraftState, Edit, Files, ReferenceFiles};
use ui::form::FileDrop;
use ui::open_draft::FileNote;
use ui::pack::in_use;
use ui::shell::{Shell, use_shell};
use ui::words;
use yew::prelude::*;

use crate::frame::TITLE_ID;
use crate::route::Route;
use result::ResultView;
use session::{Need, Run, Session, Stage, Step};
use tables::{ApplicantChoice, TableList};

/// Properties of [`CarryView`].
#[derive(Properties, PartialEq)]
pub(crate) struct CarryViewProps {
    /// Whether it is the view that the address names. Otherwise it shows nothing and keeps what was
    /// done.
    pub(crate) shown: bool,
}

/// Registries and layouts, compared.
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
    // One page's tables are never taken for another's that the same worker might see.
    let page = use_memo((), |()| format!("{:.0}", js_sys::Date::now()));
    use_reading(&shell, &session);
    let compared = session.result().is_some();
    use_effect_with(session.decisions().clone(), move |decisions| {
        if compared {
            remembered::keep_decisions(decisions);
        }
    });
    use_resumption(&shell, &session, props.shown, Rc::clone(&next_id));
    let on_files = {
        let (session, notes, shell) = (session.clone(), notes.clone(), shell.clone());
        let next_id = Rc::clone(&next_id);
        Callback::from(move |dropped: Vec<Dropped>| {
            let (files, decisions, said) = sort_out(dropped, lang);
            notes.set(said);
            decisions.into_iter().for_each(|file| read_decisions(&shell, &session, &notes, file));
            if !files.is_empty() {
                let first = *next_id.borrow();
                *next_id.borrow_mut() += files.len();
                session.dispatch(Step::Add { first, files });
            }
        })
    };
    let compare = {
        let (session, shell, notes) = (session.clone(), shell.clone(), notes.clone());
        let (running, page) = (Rc::clone(&running), Rc::clone(&page));
        Callback::from(move |_: MouseEvent| {
            let (tables, files) = session.tables(&page);
            let applicant = session.applicant().cloned();
            // Without decisions: what stands to be decided is shown, whatever was decided already.
            let call = CarryOver { tables, applicant, decisions: Decisions::default() };
            session.dispatch(Step::Run(Run::Running { done: 0, total: 0 }));
            let (steps, decided) = (session.dispatcher(), session.decisions().clone());
            let (announce, notes) = (shell.announce.clone(), notes.clone());
            let pending = shell.client.ask(call, files, move |event| {
                let mut kept = Vec::new();
                steps.dispatch(Step::Run(match event {
                    Event::Progress { done, total } => Run::Running { done, total },
                    Event::End(Ok(Reply { answer: Some(result), .. })) => {
                        let mut decided = decided.clone();
                        kept = remembered::kept_decisions(&result.result, &decided);
                        kept.iter().for_each(|(id, one)| decided.record(*id, one.clone()));
                        let summary = result.result.summary_under(&decided);
                        let line = summary.line(in_use(), lang);
                        announce.emit(words::carry::finished(lang, line));
                        Run::Done(Rc::from(result))
                    }
                    Event::End(Ok(_)) => Run::Idle,
                    Event::End(Err(failure)) => Run::Failed(failure),
                }));
                if !kept.is_empty() {
                    notes.set(vec![words::carry::decisions_kept(lang, kept.len())]);
                    steps.dispatch(Step::DecideAll(kept));
                }
            });
            running.replace(Some(pending));
        })
    };
    let cancel = {
        let running = Rc::clone(&running);
        Callback::from(move |_: MouseEvent| {
            if let Some(pending) = running.take() {
                pending.cancel();
            }
        })
    };
    let making = use_state(FileNote::default);
    let make = {
        let (session, shell, page) = (session.clone(), shell.clone(), Rc::clone(&page));
        let (running, making) = (Rc::clone(&running), making.clone());
        Callback::from(move |_: MouseEvent| {
            let pending = make_draft(&shell, &session, &page, &making);
            running.replace(Some(pending));
        })
    };
    if !props.shown {
        return html! {};
    }
    let needs = session.needs();
    let ready = needs.is_empty() && !session.is_reading();
    html! {
        <article class="carry">
            <h1 id={TITLE_ID} tabindex="-1">{ words::carry::title(lang) }</h1>
            <p class="lead">{ words::carry::lead(lang) }</p>
            <FileDrop id="carry-tables" label={words::carry::drop(lang)} hint={words::carry::drop_hint(lang)}
                accept=".xlsx,.xlsm,.csv,.tsv,.txt,.json" multiple=true folders=false {on_files} />
            <div role="status">
                if !notes.is_empty() {
                    <ul class="notes">{ for notes.iter().map(|n| html! { <li>{ n }</li> }) }</ul>
                }
            </div>
            if !session.files().is_empty() {
                <TableList session={session.clone()} />
                if !session.is_reading() && !needs.is_empty() {
                    <p class="notice warning" role="status">{ words::carry::needs(lang, needs_words(&needs, lang)) }</p>
                }
                if let Run::Running { done, total } = session.run() {
                    <div class="progress">
                        <label>
                            { words::carry::working(lang, words::bytes(*done), words::bytes(*total)) }
                            <progress max={total.max(&1).to_string()} value={done.to_string()} />
                        </label>
                        <button type="button" onclick={cancel.clone()}>{ words::common::cancel(lang) }</button>
                    </div>
                } else {
                    <ApplicantChoice session={session.clone()} />
                    <button type="button" class={classes!((session.result().is_none() || session.is_stale()).then_some("primary"))}
                        disabled={!ready} onclick={compare}>
                        { if session.result().is_some() { words::carry::again(lang) } else { words::carry::start(lang) } }
                    </button>
                }
                if let Run::Failed(failure) = session.run() {
                    <p class="notice error" role="alert">{ words::failure(failure, lang) }</p>
                }
                if session.result().is_some() && session.is_stale() {
                    <p class="notice warning" role="status">{ words::carry::stale(lang) }</p>
                }
            }
            if session.result().is_some() {
                <ResultView session={session.clone()} />
                <section class="make">
                    if let FileNote::Working { done, total } = &*making {
                        <div class="progress">
                            <label>
                                { words::carry::making(lang, words::bytes(*done), words::bytes(*total)) }
                                <progress max={total.max(&1).to_string()} value={done.to_string()} />
                            </label>
                            <button type="button" onclick={cancel}>{ words::common::cancel(lang) }</button>
                        </div>
                    } else {
                        <button type="button" class="primary" disabled={!ready || session.is_stale()} onclick={make}>
                            { words::carry::make(lang) }
                        </button>
                        if shell.draft.revision() > 0 {
                            <p class="help">{ words::carry::make_note(lang) }</p>
                        }
                    }
                    if let FileNote::Failed(message) = &*making {
                        <p class="notice error" role="alert">{ message }</p>
                    }
                </section>
            }
        </article>
    }
}

/// The role's name.
fn role_word(role: TableRole, lang: Lang) -> &'static str {
    match role {
        TableRole::Inquiry => words::carry::role_inquiry(lang),
        TableRole::Provision => words::carry::role_provision(lang),
        TableRole::OldLayout => words::carry::role_old(lang),
        TableRole::NewLayout => words::carry::role_new(lang),
    }
}

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

/// The tables and the records of decisions among what was dropped, and what there is to say of the
/// rest.
fn sort_out(dropped: Vec<Dropped>, lang: Lang) -> (Vec<NamedFile>, Vec<NamedFile>, Vec<String>) {
    let (mut tables, mut decisions, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for one in dropped {
        match one {
            Dropped::File { path, file } => {
                let is_json = path.to_ascii_lowercase().ends_with(".json");
                let file = NamedFile { name: path, file: FileHandle::browser(file) };
                if is_json { decisions.push(file) } else { tables.push(file) }
            }
            Dropped::Folder { name } => said.push(words::attachments::folder(lang, name)),
            Dropped::Unreadable { path, message } => {
                said.push(words::attachments::unreadable(lang, path, message));
            }
        }
    }
    (tables, decisions, said)
}

/// Takes up decisions that were saved before; undo leads back to those before.
fn read_decisions(
    shell: &Shell,
    session: &UseReducerHandle<Session>,
    notes: &UseStateHandle<Vec<String>>,
    file: NamedFile,
) {
    let FileContent::Browser(blob) = file.file.content().clone() else { return };
    let (steps, notes, lang) = (session.dispatcher(), notes.clone(), shell.lang);
    wasm_bindgen_futures::spawn_local(async move {
        let text = wasm_bindgen_futures::JsFuture::from(blob.text()).await;
        let text = text.ok().and_then(|t| t.as_string()).unwrap_or_default();
        let name = file.name;
        notes.set(vec![match Decisions::from_json(text.as_bytes()) {
            Ok(decisions) => {
                let all: Vec<_> = decisions.iter().map(|(id, d)| (id, d.clone())).collect();
                let count = all.len();
                steps.dispatch(Step::DecideAll(all));
                words::carry::decisions_read(lang, name, count)
            }
            Err(error) => words::carry::decisions_bad(lang, name, error),
        }]);
    });
}

/// Has every file read that is waiting for it.
#[hook]
fn use_reading(shell: &Shell, session: &UseReducerHandle<Session>) {
    let asked = use_mut_ref(BTreeSet::<(usize, usize)>::new);
    let readings: Vec<_> = session.files().iter().map(|f| (f.id, f.readings)).collect();
    let (shell, session) = (shell.clone(), session.clone());
    use_effect_with(readings, move |readings| {
        for (id, reading) in readings {
            if asked.borrow_mut().insert((*id, *reading)) {
                read(&shell, &session, *id, *reading);
            }
        }
    });
}

/// Has a file read.
fn read(shell: &Shell, session: &UseReducerHandle<Session>, id: usize, reading: usize) {
    let Some(table) = session.files().iter().find(|f| f.id == id) else { return };
    // What the person said holds; what was only guessed may be guessed anew.
    let role = table.role.filter(|_| table.chosen);
    let call = ReadTable { role, mappings: session.mappings().as_ref().clone() };
    let steps = session.dispatcher();
    shell.client.ask(call, vec![table.file.clone()], move |event| {
        let stage = match event {
            Event::Progress { done, total } => Stage::Reading { done, total },
            Event::End(Ok(reply)) => Stage::Read(Rc::from(reply.answer)),
            Event::End(Err(failure)) => Stage::Failed(failure),
        };
        steps.dispatch(Step::Stage { id, reading, stage });
    });
}

/// Whoever comes back from a draft finds what it was made from, decisions included.
#[hook]
fn use_resumption(
    shell: &Shell,
    session: &UseReducerHandle<Session>,
    shown: bool,
    next_id: Rc<std::cell::RefCell<usize>>,
) {
    let reference =
        shell.draft.reference_files().filter(|_| shown && session.files().is_empty()).cloned();
    let steps = session.dispatcher();
    use_effect_with(reference.is_some(), move |_| {
        if let Some(reference) = reference {
            let first = *next_id.borrow();
            *next_id.borrow_mut() += reference.files.len();
            steps.dispatch(Step::Resume { first, reference });
        }
    });
}

/// Drafts the application under the decisions and opens it in the form.
fn make_draft(
    shell: &Shell,
    session: &UseReducerHandle<Session>,
    page: &str,
    note: &UseStateHandle<FileNote>,
) -> Pending {
    let lang = shell.lang;
    note.set(FileNote::Working { done: 0, total: 0 });
    let (tables, files) = session.tables(page);
    let decisions = session.decisions().clone();
    let call = CarryOver {
        tables: tables.clone(),
        applicant: session.applicant().cloned(),
        decisions: decisions.clone(),
    };
    let (draft, announce, note) = (shell.draft.dispatcher(), shell.announce.clone(), note.clone());
    shell.client.ask(call, files.clone(), move |event| match event {
        Event::Progress { done, total } => note.set(FileNote::Working { done, total }),
        Event::End(Ok(Reply { answer: Some(made), .. })) => {
            note.set(FileNote::None);
            let result = made.result;
            let count = result.summary().registered;
            let reference =
                ReferenceFiles::of(&result, tables.clone(), files.clone(), decisions.clone());
            let state = DraftState::new(result.application, Files::new());
            draft.dispatch(Edit::Open(state.with_reference_files(Rc::new(reference))));
            announce.emit(words::carry::made(lang, count));
            Route::Task("delegations".to_owned()).go();
        }
        Event::End(Ok(_)) => note.set(FileNote::None),
        Event::End(Err(failure)) => note.set(FileNote::Failed(words::failure(&failure, lang))),
    })
}
