//! Files that a person drops on the carry-over view: tables, and decisions that were saved before.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use forms_core::carry_over::Decisions;
use forms_core::finding::Lang;
use ui::browser::Dropped;
use ui::client::{Event, FileContent, FileHandle, NamedFile, ReadTable};
use ui::shell::Shell;
use ui::words;
use yew::prelude::*;

use super::session::{ReadingStage, Session, SessionStep};

/// Returns the callback that adds dropped tables to the session and records dropped decisions.
pub(super) fn on_files(
    shell: &Shell,
    session: &UseReducerHandle<Session>,
    notes: &UseStateHandle<Vec<String>>,
    next_id: Rc<RefCell<usize>>,
) -> Callback<Vec<Dropped>> {
    let (session, notes, shell) = (session.clone(), notes.clone(), shell.clone());
    Callback::from(move |dropped: Vec<Dropped>| {
        let sorted = sort_out(dropped, shell.lang);
        notes.set(sorted.notes);
        for file in sorted.decisions {
            read_decisions(&shell, &session, &notes, file);
        }
        if !sorted.tables.is_empty() {
            let first = *next_id.borrow();
            *next_id.borrow_mut() += sorted.tables.len();
            session.dispatch(SessionStep::Add { first, files: sorted.tables });
        }
    })
}

/// Dropped files, sorted by what they are.
struct SortedFiles {
    /// Tables, still to be read.
    tables: Vec<NamedFile>,
    /// Decisions that were saved to JSON files.
    decisions: Vec<NamedFile>,
    /// A sentence for each folder and unreadable file.
    notes: Vec<String>,
}

/// Sorts dropped files: JSON files hold decisions, others are tables.
fn sort_out(dropped: Vec<Dropped>, lang: Lang) -> SortedFiles {
    let mut sorted = SortedFiles { tables: Vec::new(), decisions: Vec::new(), notes: Vec::new() };
    for one in dropped {
        match one {
            Dropped::File { path, file } => {
                let is_json = path.to_ascii_lowercase().ends_with(".json");
                let file = NamedFile { name: path, file: FileHandle::browser(file) };
                if is_json { sorted.decisions.push(file) } else { sorted.tables.push(file) }
            }
            Dropped::Folder { name } => sorted.notes.push(words::attachments::folder(lang, name)),
            Dropped::Unreadable { path, message } => {
                sorted.notes.push(words::attachments::unreadable(lang, path, message));
            }
        }
    }
    sorted
}

/// Reads a file of saved decisions and records them as one step, which can be undone.
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
                steps.dispatch(SessionStep::DecideAll(all));
                words::carry::decisions_read(lang, name, count)
            }
            Err(error) => words::carry::decisions_bad(lang, name, error),
        }]);
    });
}

/// Reads each table that was dropped or is to be read again.
#[hook]
pub(super) fn use_reading(shell: &Shell, session: &UseReducerHandle<Session>) {
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

/// Asks the core to read a table.
fn read(shell: &Shell, session: &UseReducerHandle<Session>, id: usize, reading: usize) {
    let Some(table) = session.files().iter().find(|f| f.id == id) else { return };
    // A role that the person chose is kept; a guessed one may be guessed anew.
    let role = table.role.filter(|_| table.chosen);
    let call = ReadTable { role, mappings: session.mappings().as_ref().clone() };
    let steps = session.dispatcher();
    shell.client.ask(call, vec![table.file.clone()], move |event| {
        let stage = match event {
            Event::Progress { done, total } => ReadingStage::Reading { done, total },
            Event::End(Ok(reply)) => ReadingStage::Read(Rc::from(reply.answer)),
            Event::End(Err(failure)) => ReadingStage::Failed(failure),
        };
        steps.dispatch(SessionStep::Stage { id, reading, stage });
    });
}

/// Restores the tables and decisions that the open draft was made from, if the view has none yet.
#[hook]
pub(super) fn use_resumption(
    shell: &Shell,
    session: &UseReducerHandle<Session>,
    shown: bool,
    next_id: Rc<RefCell<usize>>,
) {
    let reference =
        shell.draft.reference_files().filter(|_| shown && session.files().is_empty()).cloned();
    let steps = session.dispatcher();
    use_effect_with(reference.is_some(), move |_| {
        if let Some(reference) = reference {
            let first = *next_id.borrow();
            *next_id.borrow_mut() += reference.files.len();
            steps.dispatch(SessionStep::Resume { first, reference });
        }
    });
}
