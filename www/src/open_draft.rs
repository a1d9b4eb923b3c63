//! Opening a draft from a file, and writing one to a file.

use forms_core::finding::Lang;
use ui::browser::{Dropped, file_of, save_file};
use ui::client::{
    BuildProblem, CoreFailure, DraftProblem, Event, FileHandle, NamedFile, ReadDraft, Reply,
    WriteDraft,
};
use ui::draft::{Edit, Files, State};
use ui::shell::{Shell, use_shell};
use ui::words;
use yew::prelude::*;

use crate::route::Route;

/// What became of the last file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum FileNote {
    /// Nothing yet.
    #[default]
    None,
    /// It is being read or written.
    Working { done: u64, total: u64 },
    /// It could not be.
    Failed(String),
}

/// Why a file is no draft, and what to do.
fn problem_words(problem: &DraftProblem, lang: Lang) -> String {
    match problem {
        DraftProblem::Empty => words::open::empty(lang).to_owned(),
        DraftProblem::TooLarge { limit } => words::open::too_large(lang, words::bytes(*limit)),
        DraftProblem::Syntax { line, column } => words::open::syntax(lang, line, column),
        DraftProblem::NotAnApplication => words::open::not_an_application(lang).to_owned(),
        DraftProblem::Newer { schema } => words::open::newer(lang, schema),
        DraftProblem::Shape { line, column, message } => {
            words::open::shape(lang, line, column, message)
        }
        DraftProblem::NoApplication { findings } => {
            let reason = findings.first().map(|f| f.message(lang)).unwrap_or_default();
            words::open::no_application(lang, reason)
        }
    }
}

/// Opens what was dropped as a draft; the draft before can be had back with undo.
pub(crate) fn open_file(shell: &Shell, note: &UseStateHandle<FileNote>, dropped: Vec<Dropped>) {
    let lang = shell.lang;
    let (path, file) = match dropped.into_iter().next() {
        Some(Dropped::File { path, file }) => (path, file),
        Some(Dropped::Folder { name }) => {
            return note.set(FileNote::Failed(words::open::folder(lang, name)));
        }
        Some(Dropped::Unreadable { path, message }) => {
            return note.set(FileNote::Failed(words::attachments::unreadable(lang, path, message)));
        }
        None => return,
    };
    note.set(FileNote::Working { done: 0, total: file.size() as u64 });
    let files = vec![NamedFile { name: path.clone(), file: FileHandle::Browser(file) }];
    let (draft, announce, note) = (shell.draft.dispatcher(), shell.announce.clone(), note.clone());
    shell.client.ask(ReadDraft, files, move |event| match event {
        Event::Progress { done, total } => note.set(FileNote::Working { done, total }),
        Event::End(Ok(Reply { answer: Ok(application), files })) => {
            let files: Files = files.into_iter().map(|f| (f.name, f.file)).collect();
            draft.dispatch(Edit::Open(State::new(*application, files)));
            announce.emit(words::open::opened(lang, &path));
            note.set(FileNote::None);
            Route::Home.go();
        }
        Event::End(Ok(Reply { answer: Err(problem), .. })) => {
            let reason = problem_words(&problem, lang);
            note.set(FileNote::Failed(words::open::failed(lang, &path, reason)));
        }
        Event::End(Err(failure)) => note.set(FileNote::Failed(words::failure(&failure, lang))),
    });
}

/// Writes the draft with its attachments to a file and saves it.
fn write_file(shell: &Shell, note: &UseStateHandle<FileNote>) {
    let lang = shell.lang;
    note.set(FileNote::Working { done: 0, total: 0 });
    let call = WriteDraft { application: shell.draft.application().clone() };
    let note = note.clone();
    shell.client.ask(call, shell.draft.attached(), move |event| match event {
        Event::Progress { done, total } => note.set(FileNote::Working { done, total }),
        Event::End(end) => note.set(match end.and_then(|reply| saved(reply, lang)) {
            Ok(next) => next,
            Err(failure) => FileNote::Failed(words::failure(&failure, lang)),
        }),
    });
}

fn saved(reply: Reply<Result<String, BuildProblem>>, lang: Lang) -> Result<FileNote, CoreFailure> {
    let name = match reply.answer {
        Ok(name) => words::open::draft_name(lang, name),
        Err(BuildProblem::Missing { file }) => {
            return Ok(FileNote::Failed(words::build::missing(lang, file)));
        }
        Err(BuildProblem::Write { message }) => {
            return Ok(FileNote::Failed(words::build::not_written(lang, message)));
        }
    };
    let Some(zip) = reply.files.first() else { return Ok(FileNote::None) };
    let done = file_of(&name, &zip.file, "application/zip").and_then(|f| save_file(&name, &f));
    Ok(match done {
        Ok(()) => FileNote::None,
        Err(message) => FileNote::Failed(words::build::not_written(lang, message)),
    })
}

#[derive(Properties, PartialEq)]
pub(crate) struct FileNoteProps {
    pub(crate) note: FileNote,
}

/// How far reading or writing has come, or why it failed.
#[component]
pub(crate) fn FileNoteView(props: &FileNoteProps) -> Html {
    let lang = use_shell().lang;
    match &props.note {
        FileNote::None => html! {},
        FileNote::Working { done, total } => html! {
            <label class="progress">
                { words::open::working(lang, words::bytes(*done), words::bytes(*total)) }
                <progress max={total.max(&1).to_string()} value={done.to_string()} />
            </label>
        },
        FileNote::Failed(message) => html! { <p class="notice error" role="alert">{ message }</p> },
    }
}

/// The button that writes the draft to a file.
#[component]
pub(crate) fn WriteDraftButton() -> Html {
    let shell = use_shell();
    let note = use_state(FileNote::default);
    let onclick = {
        let (shell, note) = (shell.clone(), note.clone());
        Callback::from(move |_: MouseEvent| write_file(&shell, &note))
    };
    html! {
        <div class="write-draft">
            <button type="button" {onclick}>{ words::open::write(shell.lang) }</button>
            <p class="help">{ words::open::write_note(shell.lang) }</p>
            <FileNoteView note={(*note).clone()} />
        </div>
    }
}

/// Begins a draft with an application.
pub(crate) fn begin(shell: &Shell, application: forms_core::application::Application) {
    shell.edit(Edit::Open(State::new(application, Files::new())));
}
