//! The two requests of the carry-over view to the core: the comparison and the draft.

use std::rc::Rc;

use forms_core::carry_over::Decisions;
use ui::client::{CarryOver, Event, Pending, Reply};
use ui::draft::{DraftState, Edit, Files, ReferenceFiles};
use ui::open_draft::FileNote;
use ui::pack::in_use;
use ui::shell::Shell;
use ui::words;
use yew::prelude::*;

use super::remembered;
use super::session::{ComparisonStage, Session, SessionStep};
use crate::route::Route;

/// Asks the core to compare the tables, and then records the decisions of an earlier visit that the
/// result asks for.
pub(super) fn compare(
    shell: &Shell,
    session: &UseReducerHandle<Session>,
    page: &str,
    notes: &UseStateHandle<Vec<String>>,
) -> Pending {
    let lang = shell.lang;
    let (tables, files) = session.tables(page);
    let applicant = session.applicant().cloned();
    // Without decisions: the result lists every open decision, made or not.
    let call = CarryOver { tables, applicant, decisions: Decisions::default() };
    session.dispatch(SessionStep::Run(ComparisonStage::Running { done: 0, total: 0 }));
    let (steps, decided) = (session.dispatcher(), session.decisions().clone());
    let (announce, notes) = (shell.announce.clone(), notes.clone());
    shell.client.ask(call, files, move |event| {
        let mut kept = Vec::new();
        steps.dispatch(SessionStep::Run(match event {
            Event::Progress { done, total } => ComparisonStage::Running { done, total },
            Event::End(Ok(Reply { answer: Some(result), .. })) => {
                let mut decided = decided.clone();
                kept = remembered::kept_decisions(&result.result, &decided);
                kept.iter().for_each(|(id, one)| decided.record(*id, one.clone()));
                let summary = result.result.summary_under(&decided);
                announce.emit(words::carry::finished(lang, summary.line(in_use(), lang)));
                ComparisonStage::Done(Rc::from(result))
            }
            Event::End(Ok(_)) => ComparisonStage::Idle,
            Event::End(Err(failure)) => ComparisonStage::Failed(failure),
        }));
        if !kept.is_empty() {
            notes.set(vec![words::carry::decisions_kept(lang, kept.len())]);
            steps.dispatch(SessionStep::DecideAll(kept));
        }
    })
}

/// Asks the core for the draft under the person's decisions and opens it in the form.
pub(super) fn make_draft(
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
