//! What can be done to a draft.

use std::rc::Rc;

use forms_core::application::{
    Application, Attachment, AttachmentRole, insert_row, remove_row, set_field,
};
use forms_core::code::{AgencyCode, Government};
use forms_core::finding::{Code, Pointer};
use forms_core::text::{is_blank, nfc};

use super::rows::blank_row;
use super::{Draft, Files, Seen, State, UNDO_STEPS, government};
use crate::client::FileHandle;

/// One thing done to a draft. What does not fit the draft, such as a row that is gone, does nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Works on another draft from now on; undo leads back to the one before.
    Open(State),
    /// Works on a draft as it was kept, from the beginning: there is nothing before it.
    Restore(State),
    /// Writes a field.
    Set {
        /// Which.
        field: Pointer,
        /// The text, to the letter.
        text: String,
    },
    /// Writes several fields, as one step.
    Fill {
        /// Each with its text, to the letter.
        fields: Vec<(Pointer, String)>,
    },
    /// Writes the code of a government and what follows from it.
    Government {
        /// The field of the code.
        field: Pointer,
        /// Which.
        government: &'static Government,
    },
    /// Writes a 機関コード that was pasted into the field of a government.
    Agency {
        /// The code.
        code: AgencyCode,
    },
    /// Adds an empty row at the end of a list.
    AddRow {
        /// Which list.
        list: Pointer,
    },
    /// Adds a copy of a row behind it.
    DuplicateRow {
        /// Which list.
        list: Pointer,
        /// From 0.
        row: usize,
    },
    /// Removes a row.
    RemoveRow {
        /// Which list.
        list: Pointer,
        /// From 0.
        row: usize,
    },
    /// Adds files, each with a row that says what it is; a file of the same name is replaced.
    Attach {
        /// Each with its name and what it seems to be.
        files: Vec<(String, FileHandle, AttachmentRole)>,
    },
    /// Gives an attachment another name, wherever the application uses it.
    RenameFile {
        /// The row of the attachment, from 0.
        row: usize,
        /// The new name.
        name: String,
    },
    /// Takes the last change back.
    Undo,
    /// Makes it again.
    Redo,
    /// A field, row or list was left.
    Leave {
        /// Which.
        places: Vec<Pointer>,
    },
    /// The whole form was looked over.
    LeaveAll,
    /// Hands in with an error, for a reason; an empty reason takes that back.
    Override {
        /// The code of the error.
        code: Code,
        /// The reason.
        reason: String,
    },
}

impl yew::Reducible for Draft {
    type Action = Edit;

    fn reduce(self: Rc<Self>, edit: Edit) -> Rc<Self> {
        self.after(edit).into()
    }
}

impl Draft {
    /// The draft after an edit.
    #[must_use]
    pub fn after(&self, edit: Edit) -> Self {
        let mut draft = self.clone();
        draft.apply(edit);
        draft
    }

    fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::Open(state) => {
                self.enter(state);
                self.opened += 1;
                self.seen = Seen::default();
                self.overrides.clear();
            }
            Edit::Restore(state) => {
                let (revision, opened) = (self.revision + 1, self.opened + 1);
                *self = Self { revision, opened, ..Self::open(state) };
            }
            Edit::Set { field, text } => self.set(&field, &text),
            Edit::Fill { fields } => {
                let filled = fields.iter().try_fold(self.application().clone(), |app, one| {
                    set_field(&app, &one.0, &one.1).ok()
                });
                if let Some(app) = filled.filter(|app| app != self.application()) {
                    self.change(app);
                }
            }
            Edit::Government { field, government } => {
                let app = government::fill_in(self.application(), &field, government);
                self.change(app);
            }
            Edit::Agency { code } => {
                let field = Pointer::new("/applicant/agency_code");
                self.try_change(|app| set_field(app, &field, code.as_str()).ok());
            }
            Edit::AddRow { list } => {
                let at = self.rows(&list);
                let row = blank_row(self.application(), &list);
                self.try_change(|app| insert_row(app, &list, at, &row?).ok());
            }
            Edit::DuplicateRow { list, row } => {
                let copy = self.value(&list.index(row)).cloned();
                if self.try_change(|app| insert_row(app, &list, row + 1, &copy?).ok()) {
                    self.seen.shift(&list, row + 1, 1);
                }
            }
            Edit::RemoveRow { list, row } => {
                if self.try_change(|app| remove_row(app, &list, row).ok()) {
                    self.seen.shift(&list, row, -1);
                }
            }
            Edit::Attach { files } => self.attach(files),
            Edit::RenameFile { row, name } => self.rename(row, &name),
            Edit::Undo => self.step(true),
            Edit::Redo => self.step(false),
            Edit::Leave { places } => {
                self.typing = None;
                places.iter().for_each(|place| self.seen.leave(place));
            }
            Edit::LeaveAll => self.seen.leave_all(),
            Edit::Override { code, reason } => {
                if is_blank(&reason) {
                    self.overrides.remove(&code);
                } else {
                    self.overrides.insert(code, reason);
                }
            }
        }
    }

    fn set(&mut self, field: &Pointer, text: &str) {
        let Ok(app) = set_field(self.application(), field, text) else { return };
        if app == *self.application() {
            return;
        }
        // Typing one word is one step back, not one for each letter.
        if self.typing.as_ref() == Some(field) {
            self.now = self.now.with(app);
            self.revision += 1;
        } else {
            self.change(app);
            self.typing = Some(field.clone());
        }
    }

    fn try_change(&mut self, change: impl FnOnce(&Application) -> Option<Application>) -> bool {
        let changed = change(self.application());
        let done = changed.is_some();
        if let Some(app) = changed {
            self.change(app);
        }
        done
    }

    fn change(&mut self, app: Application) {
        self.enter(self.now.with(app));
    }

    fn enter(&mut self, state: State) {
        let before = std::mem::replace(&mut self.now, state);
        if self.past.len() == UNDO_STEPS {
            self.past.remove(0);
        }
        self.past.push(before);
        self.future.clear();
        self.typing = None;
        self.revision += 1;
    }

    fn step(&mut self, back: bool) {
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        let Some(state) = from.pop() else { return };
        to.push(std::mem::replace(&mut self.now, state));
        self.typing = None;
        self.revision += 1;
    }

    fn attach(&mut self, files: Vec<(String, FileHandle, AttachmentRole)>) {
        if files.is_empty() {
            return;
        }
        let mut app = self.application().clone();
        let mut all = Files::clone(&self.now.files);
        for (name, file, role) in files {
            let name = nfc(&name);
            if !app.attachments.iter().any(|a| a.file == name) {
                let title = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                let title = title.to_owned();
                app.attachments.push(Attachment { file: name.clone(), role, title });
            }
            all.insert(name, file);
        }
        self.enter(State { files: Rc::new(all), ..self.now.with(app) });
    }

    fn rename(&mut self, row: usize, name: &str) {
        let mut app = self.application().clone();
        let name = nfc(name.trim());
        let taken = name.is_empty() || app.attachments.iter().any(|a| a.file == name);
        let Some(attachment) = app.attachments.get_mut(row).filter(|_| !taken) else { return };
        let old = std::mem::replace(&mut attachment.file, name.clone());
        let bases = app.delegations.iter_mut().flat_map(|d| &mut d.bases).map(|b| &mut b.document);
        let documents = app.assessments.iter_mut().map(|a| &mut a.document);
        for document in bases.chain(documents).filter(|d| **d == old) {
            document.clone_from(&name);
        }
        let mut files = Files::clone(&self.now.files);
        if let Some(file) = files.remove(&old) {
            files.insert(name, file);
        }
        self.enter(State { files: Rc::new(files), ..self.now.with(app) });
    }
}

#[cfg(test)]
mod tests {
    use forms_core::application::{Assessment, Delegation, LegalBasis};
    use proptest::prelude::*;

    use super::*;

    fn draft() -> Draft {
        Draft::open(State::new(Application::default(), Files::new()))
    }

    fn set(field: &str, text: &str) -> Edit {
        Edit::Set { field: Pointer::new(field), text: text.into() }
    }

    fn file(bytes: &[u8]) -> FileHandle {
        FileHandle::Bytes(Rc::new(bytes.to_vec()))
    }

    #[test]
    fn typing_one_field_is_one_step_back() {
        let draft = draft()
            .after(set("/applicant/name", "世"))
            .after(set("/applicant/name", "世田"))
            .after(set("/contact/mail", "a"))
            .after(set("/contact/mail", "ab"));
        let back = draft.after(Edit::Undo);
        assert_eq!(back.text(&Pointer::new("/contact/mail")), "");
        assert_eq!(back.application().applicant.name, "世田");
        assert_eq!(back.after(Edit::Undo).application(), &Application::default());
        assert_eq!(back.after(Edit::Redo).application(), draft.application());
        assert!(!back.after(set("/contact/mail", "c")).can_redo(), "a new change ends the redo");
    }

    #[test]
    fn several_fields_are_one_step_or_none() {
        let fields = |second: &str| Edit::Fill {
            fields: vec![
                (Pointer::new("/applicant/name"), "a".into()),
                (Pointer::new(second), "b".into()),
            ],
        };
        let filled = draft().after(fields("/contact/mail"));
        assert_eq!(filled.text(&Pointer::new("/contact/mail")), "b");
        assert_eq!(filled.after(Edit::Undo).application(), &Application::default());
        assert_eq!(filled.after(fields("/contact/mail")), filled, "nothing is new");
        assert_eq!(draft().after(fields("/nothing")), draft());
    }

    #[test]
    fn leaving_a_field_ends_the_step() {
        let leave = Edit::Leave { places: vec![Pointer::new("/applicant/name")] };
        let draft = draft()
            .after(set("/applicant/name", "a"))
            .after(leave)
            .after(set("/applicant/name", "b"));
        assert_eq!(draft.after(Edit::Undo).application().applicant.name, "a");
    }

    #[test]
    fn another_draft_can_be_undone_and_a_kept_one_begins_anew() {
        let app = Application { remark: "別".into(), ..Default::default() };
        let other = State::new(app, Files::new());
        let mine = draft().after(set("/applicant/name", "a")).after(Edit::LeaveAll);
        let opened = mine.after(Edit::Open(other.clone()));
        assert_eq!(opened.application().remark, "別");
        assert!(!opened.seen.is_all(), "nobody has left a field of this one");
        assert_eq!(opened.after(Edit::Undo).application(), mine.application());
        let restored = mine.after(Edit::Restore(other));
        assert!(!restored.can_undo() && restored.revision() > mine.revision());
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let before = draft();
        for edit in [
            set("/nothing", "x"),
            set("/kind", "maybe"),
            Edit::RemoveRow { list: Pointer::new("/delegations"), row: 0 },
            Edit::AddRow { list: Pointer::new("/kind") },
            Edit::RenameFile { row: 3, name: "a".into() },
            Edit::Undo,
            Edit::Redo,
        ] {
            assert_eq!(before.after(edit.clone()), before, "{edit:?}");
        }
    }

    #[test]
    fn rows_are_added_copied_and_removed_nested_ones_too() {
        let list = Pointer::new("/delegations");
        let bases = Pointer::new("/delegations/0/bases");
        let draft = draft()
            .after(set("/target/release", "2019-06-17"))
            .after(Edit::AddRow { list: list.clone() })
            .after(Edit::AddRow { list: bases.clone() })
            .after(set("/delegations/0/bases/0/citation", "第2条"))
            .after(Edit::DuplicateRow { list: list.clone(), row: 0 });
        let app = draft.application();
        assert_eq!(app.delegations.len(), 2);
        assert_eq!(app.delegations[1].bases[0].citation, "第2条");
        assert_eq!(app.delegations[0].start.text(), "2019-06-17", "the release is a likely start");
        let draft = draft.after(Edit::RemoveRow { list, row: 0 });
        assert_eq!((draft.application().delegations.len(), draft.rows(&bases)), (1, 1));
        assert_eq!(draft.after(Edit::Undo).application().delegations.len(), 2);
    }

    #[test]
    fn a_file_is_attached_replaced_renamed_and_back() {
        let instrument = AttachmentRole::Instrument;
        let attach = |bytes| Edit::Attach {
            files: vec![("か\u{3099}規則.txt".into(), file(bytes), instrument)],
        };
        let draft = draft().after(attach(b"1")).after(attach(b"2"));
        assert_eq!(draft.application().attachments.len(), 1);
        assert_eq!(draft.application().attachments[0].title, "が規則");
        assert_eq!(draft.files()["が規則.txt"], file(b"2"));
        assert_eq!(draft.after(Edit::Undo).files()["が規則.txt"], file(b"1"));

        let mut app = draft.application().clone();
        let document = "が規則.txt".to_owned();
        let basis = LegalBasis { document: document.clone(), ..Default::default() };
        app.delegations.push(Delegation { bases: vec![basis], ..Default::default() });
        app.assessments.push(Assessment { document, ..Default::default() });
        let draft = Draft::open(State::new(app, draft.files().clone()));
        let draft = draft.after(Edit::RenameFile { row: 0, name: "規則.txt".into() });
        let app = draft.application();
        assert_eq!(app.delegations[0].bases[0].document, "規則.txt");
        assert_eq!(app.assessments[0].document, "規則.txt");
        assert_eq!(draft.attached().len(), 1);
    }

    #[test]
    fn a_name_that_is_taken_is_refused() {
        let other = AttachmentRole::Other;
        let files = vec![("a".into(), file(b"1"), other), ("b".into(), file(b"2"), other)];
        let draft = draft().after(Edit::Attach { files });
        assert_eq!(draft.after(Edit::RenameFile { row: 0, name: "b".into() }), draft);
    }

    proptest! {
        #[test]
        fn undoing_everything_leads_back(texts in prop::collection::vec(("[ab]", 0usize..3), 1..20)) {
            let fields = ["/applicant/name", "/contact/mail", "/reason_note"];
            let end = texts.iter().fold(draft(), |d, (text, at)| d.after(set(fields[*at], text)));
            let mut back = end.clone();
            while back.can_undo() {
                back = back.after(Edit::Undo);
            }
            prop_assert_eq!(back.application(), &Application::default());
            while back.can_redo() {
                back = back.after(Edit::Redo);
            }
            prop_assert_eq!(back.application(), end.application());
        }
    }
}
