//! The context of every component: language, client of the core, draft, findings, and callbacks that
//! move the focus and speak to screen readers.

use std::rc::Rc;

use forms_core::finding::{Finding, Lang, Pointer};
use yew::prelude::*;

use crate::browser::focus;
use crate::client::{Client, CoreFailure};
use crate::draft::{Draft, Edit};

/// The context of a component, which [`use_shell`] returns.
#[derive(Clone, PartialEq)]
pub struct Shell {
    /// The language of everything shown.
    pub lang: Lang,
    /// The client of the core.
    pub client: Client,
    /// The draft.
    pub draft: UseReducerHandle<Draft>,
    /// Findings of the last check of the draft, shown or not.
    pub findings: Rc<Vec<Finding>>,
    /// True once the draft was checked; before, an empty list of findings means nothing.
    pub checked: bool,
    /// Why the last check failed, or `None`.
    pub check_failure: Option<CoreFailure>,
    /// The place that the person goes to, such as a field that an error names.
    pub target: Option<Pointer>,
    /// Goes to a place: the component that shows it opens the row around it and takes the focus.
    pub go_to: Callback<Pointer>,
    /// Called once the focus is at the place.
    pub arrived: Callback<()>,
    /// Announces a sentence to screen readers.
    pub announce: Callback<String>,
}

impl Shell {
    /// Changes the draft.
    pub fn edit(&self, edit: Edit) {
        self.draft.dispatch(edit);
    }

    /// Returns the findings at a place that may be shown.
    pub fn shown_at(&self, place: &Pointer) -> Vec<Finding> {
        let here = |f: &&Finding| f.location.pointer.as_ref() == Some(place);
        self.findings.iter().filter(here).filter(|f| self.draft.shows(f)).cloned().collect()
    }

    /// Returns the findings at a place and inside it that may be shown.
    pub fn shown_within(&self, place: &Pointer) -> Vec<Finding> {
        let inside = |f: &&Finding| f.location.pointer.as_ref().is_some_and(|p| lies_in(p, place));
        self.findings.iter().filter(inside).filter(|f| self.draft.shows(f)).cloned().collect()
    }
}

/// True if a place is `outer` or inside it.
#[must_use]
pub fn lies_in(place: &Pointer, outer: &Pointer) -> bool {
    let rest = place.as_str().strip_prefix(outer.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the context.
///
/// # Panics
/// Outside of a context provider, which page and panel put around all components.
#[hook]
pub fn use_shell() -> Shell {
    use_context::<Shell>().expect("page and panel provide a Shell")
}

/// Moves the focus to the element `id` when `place` is the place that the person goes to.
#[hook]
pub fn use_arrival(place: &Pointer, id: &str) {
    let shell = use_shell();
    let here = shell.target.as_ref() == Some(place);
    let arrived = shell.arrived.clone();
    use_effect_with((here, id.to_owned()), move |(here, id)| {
        if *here && focus(id) {
            arrived.emit(());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_not_in_a_row_whose_number_it_begins_with() {
        let lies = |a: &str, b: &str| lies_in(&Pointer::new(a), &Pointer::new(b));
        assert!(lies("/delegations/1/name", "/delegations/1"));
        assert!(lies("/delegations/1", "/delegations/1"));
        assert!(!lies("/delegations/12", "/delegations/1"));
    }
}
