//! Opens a draft from a file, or the sample, in page and panel.

use forms_core::finding::Lang;
use yew::prelude::*;

use crate::browser::Dropped;
use crate::client::{DraftProblem, Event, FileHandle, NamedFile, ReadDraft, Reply, Sample};
use crate::draft::{DraftState, Edit, Files};
use crate::form::ProgressBar;
use crate::shell::{Shell, use_shell};
use crate::words;

/// The result of reading or writing the last file.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum FileNote {
    /// Nothing yet.
    #[default]
    None,
    /// It is being read or written.
    Working {
        /// Bytes so far.
        done: u64,
        /// Bytes in all.
        total: u64,
    },
    /// It failed, for this reason.
    Failed(String),
}

/// Returns why a file cannot be opened as a draft, and the remedy.
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

/// Opens the first dropped file as a draft and then calls `on_opened`. Undo brings the draft before
/// back.
pub fn open_file(
    shell: &Shell,
    note: &UseStateHandle<FileNote>,
    dropped: Vec<Dropped>,
    on_opened: Callback<()>,
) {
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
    let files = vec![NamedFile { name: path.clone(), file: FileHandle::browser(file) }];
    let (draft, announce, note) = (shell.draft.dispatcher(), shell.announce.clone(), note.clone());
    shell.client.ask(ReadDraft, files, move |event| match event {
        Event::Progress { done, total } => note.set(FileNote::Working { done, total }),
        Event::End(Ok(Reply { answer: Ok(application), files })) => {
            let files: Files = files.into_iter().map(|f| (f.name, f.file)).collect();
            draft.dispatch(Edit::Open(DraftState::new(*application, files)));
            announce.emit(words::open::opened(lang, &path));
            note.set(FileNote::None);
            on_opened.emit(());
        }
        Event::End(Ok(Reply { answer: Err(problem), .. })) => {
            let reason = problem_words(&problem, lang);
            note.set(FileNote::Failed(words::open::failed(lang, &path, reason)));
        }
        Event::End(Err(failure)) => note.set(FileNote::Failed(words::failure(&failure, lang))),
    });
}

/// Opens the sample and then calls `on_opened`. Undo brings the draft before back.
pub fn open_sample(shell: &Shell, note: &UseStateHandle<FileNote>, on_opened: Callback<()>) {
    let lang = shell.lang;
    note.set(FileNote::Working { done: 0, total: 0 });
    let (draft, note) = (shell.draft.dispatcher(), note.clone());
    shell.client.ask(Sample, Vec::new(), move |event| match event {
        Event::Progress { done, total } => note.set(FileNote::Working { done, total }),
        Event::End(Ok(Reply { answer: Some(application), files })) => {
            let files: Files = files.into_iter().map(|f| (f.name, f.file)).collect();
            draft.dispatch(Edit::Open(DraftState::new(*application, files)));
            note.set(FileNote::None);
            on_opened.emit(());
        }
        Event::End(Ok(_)) => note.set(FileNote::Failed(words::open::no_sample(lang).to_owned())),
        Event::End(Err(failure)) => note.set(FileNote::Failed(words::failure(&failure, lang))),
    });
}

/// Properties of [`FileNoteView`].
#[derive(Properties, PartialEq)]
pub struct FileNoteProps {
    /// The result to show.
    pub note: FileNote,
}

/// Shows how far reading or writing has come, or why it failed.
#[component]
pub fn FileNoteView(props: &FileNoteProps) -> Html {
    let lang = use_shell().lang;
    match &props.note {
        FileNote::None => html! {},
        FileNote::Working { done, total } => html! {
            <label class="progress">
                { words::open::working(lang, words::bytes(*done), words::bytes(*total)) }
                <ProgressBar done={*done} total={*total} />
            </label>
        },
        FileNote::Failed(message) => html! { <p class="notice error" role="alert">{ message }</p> },
    }
}
