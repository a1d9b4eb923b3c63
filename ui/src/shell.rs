//! What every component of a shell can reach: the language, the core, the draft and what is wrong
//! with it, and the way to a field.

use std::rc::Rc;

use forms_core::finding::{Finding, Lang, Pointer};
use yew::prelude::*;

use crate::browser::focus;
use crate::client::{Client, CoreFailure};
use crate::draft::{Draft, Edit};

/// The surroundings of a component, handed down as a context.
#[derive(Clone, PartialEq)]
pub struct Shell {
    /// The language of everything shown.
    pub lang: Lang,
    /// The way to the core.
    pub client: Client,
    /// The draft.
    pub draft: UseReducerHandle<Draft>,
    /// What the last check of the draft found, shown or not.
    pub findings: Rc<Vec<Finding>>,
    /// Whether the draft has been checked at all; before, no findings mean nothing.
    pub checked: bool,
    /// Why the check does not go on, where it does not.
    pub check_failure: Option<CoreFailure>,
    /// The place the person is on the way to, such as a field that an error names.
    pub target: Option<Pointer>,
    /// Sets out for a place: whoever shows it opens what it lies in and takes the focus there.
    pub go_to: Callback<Pointer>,
    /// Says that the place was reached.
    pub arrived: Callback<()>,
    /// Says a sentence to those who do not see it happen.
    pub announce: Callback<String>,
}

impl Shell {
    /// Changes the draft.
    pub fn edit(&self, edit: Edit) {
        self.draft.dispatch(edit);
    }

    /// The findings at a place that may be shown.
    pub fn shown_at(&self, place: &Pointer) -> Vec<Finding> {
        let here = |f: &&Finding| f.location.pointer.as_ref() == Some(place);
        self.findings.iter().filter(here).filter(|f| self.draft.shows(f)).cloned().collect()
    }

    /// The findings at a place and in all that lies in it, that may be shown.
    pub fn shown_within(&self, place: &Pointer) -> Vec<Finding> {
        let inside = |f: &&Finding| f.location.pointer.as_ref().is_some_and(|p| lies_in(p, place));
        self.findings.iter().filter(inside).filter(|f| self.draft.shows(f)).cloned().collect()
    }
}

/// Whether a place is another or lies in it.
#[must_use]
pub fn lies_in(place: &Pointer, outer: &Pointer) -> bool {
    let rest = place.as_str().strip_prefix(outer.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The surroundings.
///
/// # Panics
/// Outside a shell: a component of the form makes no sense there.
#[hook]
pub fn use_shell() -> Shell {
    use_context::<Shell>().expect("a component of the form stands in a shell")
}

/// Takes the focus to the element `id` when the person arrives at `place`.
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
