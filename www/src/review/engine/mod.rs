//! What stands behind the workbench: it owns the session, has files checked, and publishes what changed.
//!
//! It is no component, because messages of workers come whether or not anything is drawn. Everything that is shown is
//! a [`View`] that it published.

mod acts;
mod compare;
mod expected;
mod files;
mod note;
mod reopen;
mod saving;
mod tables;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use forms_core::application::PackRef;
use forms_core::check::CrossFinding;
use forms_core::review::PROGRAM;
use forms_core::review::session::{Basis, Session};
use gloo::timers::callback::Timeout;
use jiff::Timestamp;
use ui::SaveState;
use ui::browser::today;
use ui::client::{Client, Pending};
use yew::Callback;

use super::held::HeldReference;
use super::intake::Intake;
use crate::frame::storage;
use acts::Steps;
use files::Drops;
use saving::Saving;

pub(crate) use note::{BenchNote, NotOpened};

/// Shortest time between two publications while files are checked, in milliseconds: each may draw everything anew.
const PUBLISH_EVERY: f64 = 150.0;

/// What is shown.
#[derive(Clone)]
pub(super) struct View {
    pub(super) session: Rc<Session>,
    pub(super) cross: Option<Rc<Vec<CrossFinding>>>,
    pub(super) intake: Rc<Intake>,
    pub(super) notes: Rc<Vec<BenchNote>>,
    pub(super) held: Rc<HeldReference>,
    pub(super) saved: SaveState,
    pub(super) reviewer: Rc<str>,
    pub(super) earlier: Rc<Vec<String>>,
    pub(super) can_undo: bool,
    pub(super) can_redo: bool,
}

/// The state of the workbench. Listeners of the core are called only while no borrow of it is held.
pub(super) struct Engine {
    this: Weak<Self>,
    client: Client,
    state: RefCell<State>,
    publish: RefCell<Callback<View>>,
}

struct State {
    session: Rc<Session>,
    /// The findings across the session, and whether they hold for it as it is now.
    cross: Option<Rc<Vec<CrossFinding>>>,
    /// Counts the changes that void a comparison.
    compared: u64,
    /// True while the core compares.
    comparing: bool,
    intake: Rc<Intake>,
    notes: Rc<Vec<BenchNote>>,
    drops: Drops,
    /// The checks that were asked for and have not ended, by the number of the file.
    pending: BTreeMap<usize, Pending>,
    steps: Steps,
    reviewer: Rc<str>,
    held: Rc<HeldReference>,
    /// When earlier sessions were put away.
    earlier: Rc<Vec<String>>,
    saving: Saving,
    /// The time at which the run began, and that of the last publication, in milliseconds.
    run_began: f64,
    published: f64,
    soon: Option<Timeout>,
}

impl Engine {
    /// Makes the engine of an empty session.
    pub(super) fn new(client: Client) -> Rc<Self> {
        let state = State {
            session: Rc::default(),
            cross: None,
            compared: 0,
            comparing: false,
            intake: Rc::default(),
            notes: Rc::default(),
            drops: Drops::default(),
            pending: BTreeMap::new(),
            steps: Steps::default(),
            reviewer: reviewer(),
            held: Rc::default(),
            earlier: Rc::default(),
            saving: Saving::new(),
            run_began: 0.0,
            published: f64::NEG_INFINITY,
            soon: None,
        };
        Rc::new_cyclic(|this| Self {
            this: this.clone(),
            client,
            state: RefCell::new(state),
            publish: RefCell::default(),
        })
    }

    /// Sets who is told of each publication.
    pub(super) fn listen(&self, publish: Callback<View>) {
        self.publish.replace(publish);
    }

    /// What is to be shown now.
    pub(super) fn view(&self) -> View {
        let state = self.state.borrow();
        View {
            session: Rc::clone(&state.session),
            cross: state.cross.clone(),
            intake: Rc::clone(&state.intake),
            notes: Rc::clone(&state.notes),
            held: Rc::clone(&state.held),
            saved: state.saving.shown(),
            reviewer: Rc::clone(&state.reviewer),
            earlier: Rc::clone(&state.earlier),
            can_undo: state.steps.can_undo(),
            can_redo: state.steps.can_redo(),
        }
    }

    /// Publishes now, such as after something that a person did.
    fn publish(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.soon = None;
            state.published = now();
            let taken = (state.published - state.run_began) / 1000.0;
            if state.intake.is_running() {
                Rc::make_mut(&mut state.intake).estimate(taken);
            }
        }
        self.publish.borrow().emit(self.view());
    }

    /// Publishes at once if nothing was published lately, else as soon as the time has come.
    fn publish_soon(&self) {
        let wait = {
            let state = self.state.borrow();
            if state.soon.is_some() {
                return;
            }
            PUBLISH_EVERY - (now() - state.published)
        };
        if wait <= 0.0 {
            return self.publish();
        }
        let this = self.this.clone();
        let timer = Timeout::new(wait as u32, move || {
            if let Some(engine) = this.upgrade() {
                engine.publish();
            }
        });
        self.state.borrow_mut().soon = Some(timer);
    }

    /// Sets the name of the person at this machine, under which everything that is done here is recorded.
    pub(super) fn set_reviewer(&self, name: &str) {
        if let Some(storage) = storage() {
            // If it does not, the name is asked for again next time.
            let _ = storage.set_item(REVIEWER, name);
        }
        self.state.borrow_mut().reviewer = name.into();
        self.publish();
    }

    /// What files are checked with under reference files.
    fn basis_with(&self, held: &HeldReference) -> Basis {
        let pack = ui::pack::in_use();
        Basis {
            program: PROGRAM.to_owned(),
            pack: PackRef { id: pack.id.clone(), version: pack.version.clone() },
            today: today(),
            reference: held.records(),
        }
    }
}

/// The key under which the browser keeps the name of the person at this machine.
const REVIEWER: &str = "renkei-reviewer";

/// The name of the person at this machine; empty until it was entered.
fn reviewer() -> Rc<str> {
    let kept = storage().and_then(|storage| storage.get_item(REVIEWER).ok().flatten());
    kept.unwrap_or_default().into()
}

/// Notes a moment for those who measure: `review:dropped`, `review:first`, `review:checked`, `review:compared`.
fn mark(moment: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
        // It fails only for names that the browser has for itself.
        let _ = performance.mark(&format!("review:{moment}"));
    }
}

/// The time in milliseconds.
fn now() -> f64 {
    js_sys::Date::now()
}

/// The time for records.
fn timestamp() -> Timestamp {
    // The browser's clock is within the years that a timestamp has.
    Timestamp::from_millisecond(now() as i64).unwrap_or_default()
}
