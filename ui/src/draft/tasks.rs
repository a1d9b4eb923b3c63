//! The task list: the sections and lists of the form, and how far each has come.

use forms_core::application::Application;
use forms_core::finding::{Finding, Pointer, Severity, Text};
use forms_core::pack::{List, Pack, Section};

use super::{Draft, DraftState, Files};

/// A task: one section or list of the form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Task<'a> {
    /// A section of fields.
    Section(&'a Section),
    /// A list of rows.
    List(&'a List),
}

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStatus {
    /// 未着手.
    Untouched,
    /// 入力中.
    Started,
    /// 要確認, with the number of findings shown.
    Attention(usize),
    /// 完了.
    Done,
}

impl<'a> Task<'a> {
    /// Returns every task of a pack, in its order.
    pub fn all(pack: &'a Pack) -> impl Iterator<Item = Self> {
        pack.form.iter().map(Task::Section).chain(pack.lists.iter().map(Task::List))
    }

    /// Returns the task with an id.
    #[must_use]
    pub fn find(pack: &'a Pack, id: &str) -> Option<Self> {
        Self::all(pack).find(|task| task.id() == id)
    }

    /// Returns the task that a place of the application belongs to.
    #[must_use]
    pub fn at(pack: &'a Pack, place: &Pointer) -> Option<Self> {
        Self::all(pack).find(|task| task.holds(place))
    }

    /// Returns its id, unique in the pack.
    #[must_use]
    pub fn id(self) -> &'a str {
        match self {
            Self::Section(section) => &section.id,
            Self::List(list) => &list.id,
        }
    }

    /// Returns its title.
    #[must_use]
    pub fn title(self) -> &'a Text {
        match self {
            Self::Section(section) => &section.title,
            Self::List(list) => &list.title,
        }
    }

    /// True if a place of the application belongs to it.
    #[must_use]
    pub fn holds(self, place: &Pointer) -> bool {
        let inside = |root: &Pointer| {
            place
                .as_str()
                .strip_prefix(root.as_str())
                .is_some_and(|r| r.is_empty() || r.starts_with('/'))
        };
        match self {
            Self::Section(section) => section.fields.iter().any(|f| inside(&f.path)),
            Self::List(list) => inside(&list.path),
        }
    }

    /// Returns the places that count as left when a person leaves the task.
    #[must_use]
    pub fn places(self, draft: &Draft) -> Vec<Pointer> {
        match self {
            Self::Section(section) => section.fields.iter().map(|f| f.path.clone()).collect(),
            Self::List(list) => {
                let rows = (0..draft.rows(&list.path)).map(|row| list.path.index(row));
                std::iter::once(list.path.clone()).chain(rows).collect()
            }
        }
    }

    /// Returns how far it has come, from the entries and the findings of the check.
    #[must_use]
    pub fn status(self, draft: &Draft, findings: &[Finding]) -> TaskStatus {
        let here = findings.iter().filter(|f| {
            f.severity > Severity::Info
                && f.location.pointer.as_ref().is_some_and(|place| self.holds(place))
        });
        let (shown, hidden): (Vec<&Finding>, Vec<&Finding>) = here.partition(|f| draft.shows(f));
        if !shown.is_empty() {
            TaskStatus::Attention(shown.len())
        } else if !self.is_touched(draft) {
            TaskStatus::Untouched
        } else if hidden.is_empty() {
            TaskStatus::Done
        } else {
            TaskStatus::Started
        }
    }

    fn is_touched(self, draft: &Draft) -> bool {
        match self {
            Self::Section(section) => {
                // Choices always have a value, so a task is begun if it differs from an empty application.
                let empty = Draft::open(DraftState::new(Application::default(), Files::new()));
                section.fields.iter().any(|f| draft.text(&f.path) != empty.text(&f.path))
            }
            Self::List(list) => draft.rows(&list.path) > 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use forms_core::finding::make;

    use super::super::Edit;
    use super::*;

    fn draft() -> Draft {
        Draft::open(DraftState::new(Application::default(), Files::new()))
    }

    fn task(id: &str) -> Task<'static> {
        Task::find(Pack::standard(), id).expect("a task of the pack")
    }

    fn finding(place: &str) -> Finding {
        make::org_003("a", "b", "c").at(Pointer::new(place))
    }

    #[test]
    fn every_field_of_the_pack_belongs_to_one_task() {
        let pack = Pack::standard();
        for task in Task::all(pack) {
            for place in task.places(&draft()) {
                let owners = Task::all(pack).filter(|t| t.holds(&place)).count();
                assert_eq!(owners, 1, "{place}");
            }
        }
        assert_eq!(Task::at(pack, &Pointer::new("/nowhere")), None);
        let basis = Pointer::new("/delegations/3/bases/0/citation");
        assert_eq!(Task::at(pack, &basis).map(Task::id), Some("delegations"));
    }

    #[test]
    fn a_task_goes_from_untouched_to_done() {
        let contact = task("contact");
        let found = [finding("/contact/mail")];
        assert_eq!(contact.status(&draft(), &found), TaskStatus::Untouched);
        let edit = Edit::Set { field: Pointer::new("/contact/department"), text: "課".into() };
        let draft = draft().after(edit);
        assert_eq!(contact.status(&draft, &found), TaskStatus::Started);
        let left = draft.after(Edit::Leave { places: vec![Pointer::new("/contact/mail")] });
        assert_eq!(contact.status(&left, &found), TaskStatus::Attention(1));
        assert_eq!(contact.status(&left, &[finding("/applicant/name")]), TaskStatus::Done);
    }

    #[test]
    fn an_empty_list_is_untouched_until_something_is_wrong_with_it() {
        let list = task("assessments");
        let found = [finding("/assessments")];
        assert_eq!(list.status(&draft(), &found), TaskStatus::Untouched);
        assert_eq!(list.status(&draft().after(Edit::LeaveAll), &found), TaskStatus::Attention(1));
    }
}
