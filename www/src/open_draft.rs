//! Begins a draft, and writes one to a file.

use forms_core::finding::Lang;
use ui::browser::{file_of, save_file};
use ui::client::{BuildProblem, CoreFailure, Event, Reply, WriteDraft};
use ui::draft::{DraftState, Edit, Files};
use ui::open_draft::{FileNote, FileNoteView};
use ui::shell::{Shell, use_shell};
use ui::words;
use yew::prelude::*;

/// Writes the draft with its attachments to a file and downloads it.
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

/// Shows the button that writes the draft to a file.
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
    shell.edit(Edit::Open(DraftState::new(application, Files::new())));
}
