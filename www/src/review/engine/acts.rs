//! What a person does in the session, in steps that can be undone.

use std::rc::Rc;

use forms_core::review::session::{Act, EventId};

use super::{BenchNote, Engine, timestamp};

/// The steps of this visit.
#[derive(Debug, Default)]
pub(super) struct Steps {
    done: Vec<Vec<EventId>>,
    undone: Vec<Vec<Act>>,
}

impl Steps {
    pub(super) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}

impl Engine {
    /// Does several things as one step. The events are recorded under the name of the reviewer.
    pub(in crate::review) fn act(&self, acts: Vec<Act>) {
        if self.state.borrow().saving.is_closed() {
            return self.say(BenchNote::ReadOnly);
        }
        if acts.is_empty() {
            return;
        }
        self.state.borrow_mut().steps.undone.clear();
        self.do_step(acts);
    }

    /// Takes back the last step.
    pub(in crate::review) fn undo(&self) {
        let compared = {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            let Some(step) = state.steps.done.pop() else { return };
            let event = |id: &EventId| state.session.event(id).map(|event| event.act.clone());
            let acts: Vec<Act> = step.iter().filter_map(event).collect();
            let session = Rc::make_mut(&mut state.session);
            let events = session.undo_all(timestamp(), &state.reviewer, &step);
            state.saving.note_events(&events);
            let compared = acts.iter().any(changes_comparison);
            state.steps.undone.push(acts);
            compared
        };
        self.changed(compared);
    }

    /// Does the last step again that was taken back.
    pub(in crate::review) fn redo(&self) {
        let step = self.state.borrow_mut().steps.undone.pop();
        if let Some(acts) = step {
            self.do_step(acts);
        }
    }

    fn do_step(&self, acts: Vec<Act>) {
        let compared = acts.iter().any(changes_comparison);
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            let session = Rc::make_mut(&mut state.session);
            let events = session.act_all(timestamp(), &state.reviewer, acts);
            state.saving.note_events(&events);
            state.steps.done.push(events);
        }
        self.changed(compared);
    }

    /// Shows a session that a person changed, and compares its applicants anew if `compared` says that others are now
    /// compared, or other files of them.
    fn changed(&self, compared: bool) {
        self.save();
        if compared {
            self.void_comparison();
        }
        self.publish();
        self.compare_when_idle();
    }
}

/// True for an act after which other files are compared: whose a file is, which is an applicant's last, who is expected.
fn changes_comparison(act: &Act) -> bool {
    matches!(act, Act::Attribute { .. } | Act::Receive { .. } | Act::Expect { .. })
}
