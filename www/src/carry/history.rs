//! The decisions of a person with undo and redo.

use forms_core::carry_over::Decisions;

/// Most steps that can be undone; the oldest is forgotten first.
const UNDO_STEPS: usize = 500;

/// The decisions in force, with those before each step and after each undone one.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DecisionHistory {
    now: Decisions,
    past: Vec<Decisions>,
    future: Vec<Decisions>,
}

impl DecisionHistory {
    /// Puts other decisions in force without a step.
    pub(super) fn replace_now(&mut self, decisions: Decisions) {
        self.now = decisions;
    }

    /// Returns the decisions in force.
    pub(super) fn now(&self) -> &Decisions {
        &self.now
    }

    /// Changes the decisions as one step. A change to the same decisions is no step.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Decisions)) {
        let mut next = self.now.clone();
        change(&mut next);
        if next == self.now {
            return;
        }
        if self.past.len() == UNDO_STEPS {
            self.past.remove(0);
        }
        self.past.push(std::mem::replace(&mut self.now, next));
        self.future.clear();
    }

    /// Takes the last step back, if there is one.
    pub(super) fn undo(&mut self) {
        if let Some(decisions) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.now, decisions));
        }
    }

    /// Makes the step again that was undone last, if there is one.
    pub(super) fn redo(&mut self) {
        if let Some(decisions) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.now, decisions));
        }
    }

    /// True if there is a step to undo.
    pub(super) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// True if there is a step to redo.
    pub(super) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
