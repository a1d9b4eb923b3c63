//! The state of the review view: the session, what it is compared to, and the files of this visit.

use std::rc::Rc;

use forms_core::check::CrossFinding;
use forms_core::review::session::{Act, Session};
use ui::SaveState;
use ui::browser::{DropPart, Dropped};
use ui::client::{Client, FileHandle};
use web_sys::File;
use yew::prelude::*;

use super::engine::{BenchNote, Engine, View};
use super::held::{HeldReference, ReferenceRole};
use super::intake::Intake;

/// The state of the review view as it was published last, and what can be done with it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Workbench {
    /// The session.
    pub(crate) session: Rc<Session>,
    /// The findings across its applicants; `None` while they are not known. They name packages as
    /// [`Session::package_names`] does.
    pub(crate) cross: Option<Rc<Vec<CrossFinding>>>,
    /// The files of this visit.
    pub(crate) intake: Rc<Intake>,
    /// Sentences about the last drops.
    pub(crate) notes: Rc<Vec<BenchNote>>,
    /// The registries, layouts and earlier ordinances that files are checked with.
    pub(crate) held: Rc<HeldReference>,
    /// The name of the person at this machine; empty until it was entered.
    pub(crate) reviewer: Rc<str>,
    /// Whether the session is saved in the browser. While another tab holds it, nothing can be changed here.
    pub(crate) saved: SaveState,
    /// When earlier sessions were put away, the first first.
    pub(crate) earlier: Rc<Vec<String>>,
    /// True if there is a step to take back.
    pub(crate) can_undo: bool,
    /// True if there is a step to do again.
    pub(crate) can_redo: bool,
    engine: Rc<Engine>,
}

/// Equal if nothing was published in between.
impl PartialEq for Workbench {
    fn eq(&self, other: &Self) -> bool {
        let same_cross = match (&self.cross, &other.cross) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        Rc::ptr_eq(&self.session, &other.session)
            && same_cross
            && Rc::ptr_eq(&self.intake, &other.intake)
            && Rc::ptr_eq(&self.notes, &other.notes)
            && Rc::ptr_eq(&self.held, &other.held)
            && self.reviewer == other.reviewer
            && Rc::ptr_eq(&self.earlier, &other.earlier)
            && self.saved == other.saved
            && (self.can_undo, self.can_redo) == (other.can_undo, other.can_redo)
            && Rc::ptr_eq(&self.engine, &other.engine)
    }
}

/// Returns the state of the review view.
#[hook]
pub(crate) fn use_workbench(client: &Client) -> Workbench {
    let engine = use_memo(client.clone(), |client| Engine::new(client.clone()));
    let view = {
        let engine = Rc::clone(&engine);
        use_state(move || engine.view())
    };
    {
        let view = view.setter();
        let engine = Rc::clone(&engine);
        use_effect_with((), move |()| {
            engine.listen(Callback::from(move |published| view.set(published)));
            engine.restore();
        });
    }
    let View { session, cross, intake, notes, held, saved, reviewer, earlier, can_undo, can_redo } =
        (*view).clone();
    let engine = Rc::clone(&*engine);
    Workbench {
        session,
        cross,
        intake,
        notes,
        held,
        saved,
        reviewer,
        earlier,
        can_undo,
        can_redo,
        engine,
    }
}

impl Workbench {
    /// Does several things as one step that can be undone.
    pub(crate) fn act(&self, acts: Vec<Act>) {
        self.engine.act(acts);
    }

    /// Takes back the last step.
    pub(crate) fn undo(&self) {
        self.engine.undo();
    }

    /// Does the last step again that was taken back.
    pub(crate) fn redo(&self) {
        self.engine.redo();
    }

    /// Takes in a part of a drop and has its files checked.
    pub(crate) fn drop_files(&self, part: DropPart) {
        self.engine.take(part);
    }

    /// Cancels the checks that have not ended. Their files stay and can be tried again.
    pub(crate) fn cancel(&self) {
        self.engine.cancel();
    }

    /// Checks a file of this visit again that has no result; with `None` all of them.
    pub(crate) fn retry(&self, id: Option<usize>) {
        self.engine.retry(id);
    }

    /// Sets the name of the person at this machine.
    pub(crate) fn set_reviewer(&self, name: &str) {
        self.engine.set_reviewer(name);
    }

    /// Reads files and holds those that are reference data. Files at hand are then checked again.
    pub(crate) fn set_reference(&self, dropped: Vec<Dropped>) {
        self.engine.hold_reference(dropped);
    }

    /// Gives a reference file another role, by its place in [`Self::held`]; `None` to leave it out.
    pub(crate) fn choose_reference(&self, at: usize, role: Option<ReferenceRole>) {
        self.engine.choose_reference(at, role);
    }

    /// Removes a reference file, by its place in [`Self::held`].
    pub(crate) fn drop_reference(&self, at: usize) {
        self.engine.drop_reference(at);
    }

    /// Expects those whom a list names (XLSX, CSV or text); what is pasted is a file of its text.
    pub(crate) fn set_expected(&self, name: String, list: FileHandle) {
        self.engine.expect_list(name, list);
    }

    /// Opens a session (`renkei.review/1`) and unites it with this one.
    pub(crate) fn open_session(&self, name: String, file: File) {
        self.engine.open(name, file);
    }

    /// Returns the session as its document, `renkei.review/1`.
    pub(crate) fn export(&self) -> String {
        self.engine.document()
    }

    /// Puts the session away and begins a new one. It can be taken up again.
    pub(crate) fn new_session(&self) {
        self.engine.begin_anew();
    }

    /// Puts the session away and takes up one of [`Self::earlier`].
    pub(crate) fn take_up(&self, at: String) {
        self.engine.take_up(at);
    }
}
