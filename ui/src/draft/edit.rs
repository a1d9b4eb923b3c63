//! The edits of a draft: each makes a new draft from the one before.

use std::rc::Rc;

use forms_core::application::{Attachment, AttachmentRole, FieldError, SharedApplication};
use forms_core::code::{AgencyCode, Government};
use forms_core::finding::{Code, Pointer};
use forms_core::text::{is_blank, nfc};

use super::rows::blank_row;
use super::{Draft, DraftState, Files, UNDO_STEPS, VisitedFields, government};
use crate::client::FileHandle;

/// One edit of a draft. An edit that does not fit, such as one of a row that is gone, does nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Opens another draft; undo brings the one before back.
    Open(DraftState),
    /// Opens the draft saved in the browser, without an undo step.
    Restore(DraftState),
    /// Writes a field.
    Set {
        /// The field.
        field: Pointer,
        /// The text as it was typed.
        text: String,
    },
    /// Writes several fields, as one step.
    Fill {
        /// Each field with its text as it was typed.
        fields: Vec<(Pointer, String)>,
    },
    /// Writes the code of a government and what follows from it.
    Government {
        /// The field of the code.
        field: Pointer,
        /// The government.
        government: &'static Government,
    },
    /// Writes a 機関コード that was pasted into the field of a government: into its own field of the
    /// same record, or where it was pasted if the record has none.
    Agency {
        /// The field of the government.
        field: Pointer,
        /// The code.
        code: AgencyCode,
    },
    /// Adds an empty row at the end of a list.
    AddRow {
        /// The list.
        list: Pointer,
    },
    /// Adds a copy of a row after it.
    DuplicateRow {
        /// The list.
        list: Pointer,
        /// The index of the row, from 0.
        row: usize,
    },
    /// Removes a row.
    RemoveRow {
        /// The list.
        list: Pointer,
        /// The index of the row, from 0.
        row: usize,
    },
    /// Attaches files, each with a row in the list; a file of the same name is replaced.
    Attach {
        /// The name, the file and the likely role of each.
        files: Vec<(String, FileHandle, AttachmentRole)>,
    },
    /// Gives an attachment another name, wherever the application uses it.
    RenameFile {
        /// The row of the attachment, from 0.
        row: usize,
        /// The new name.
        name: String,
    },
    /// Undoes the last change.
    Undo,
    /// Redoes the change that was undone last.
    Redo,
    /// Marks fields, rows or lists as left.
    Leave {
        /// Their places.
        places: Vec<Pointer>,
    },
    /// Marks the whole form as left.
    LeaveAll,
    /// Records a reason for handing in with an error; a blank reason removes the record.
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
    /// Returns the draft after an edit.
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
                self.visited = VisitedFields::default();
                self.overrides.clear();
            }
            Edit::Restore(state) => {
                let (revision, opened) = (self.revision + 1, self.opened + 1);
                *self = Self { revision, opened, ..Self::open(state) };
            }
            Edit::Set { field, text } => self.set(&field, &text),
            Edit::Fill { fields } => self.fill(&fields),
            Edit::Government { field, government } => {
                let mut app = self.now.content.clone();
                government::fill_in(&mut app, &field, government);
                self.change(app);
            }
            Edit::Agency { field, code } => {
                let field = government::agency_field(&self.now.content, &field).unwrap_or(field);
                self.try_change(|app| app.set(&field, code.as_str()));
            }
            Edit::AddRow { list } => self.add_row(&list),
            Edit::DuplicateRow { list, row } => self.duplicate_row(&list, row),
            Edit::RemoveRow { list, row } => {
                if self.try_change(|app| app.remove_row(&list, row)) {
                    self.visited.shift(&list, row, -1);
                }
            }
            Edit::Attach { files } => self.attach(files),
            Edit::RenameFile { row, name } => self.rename(row, &name),
            Edit::Undo => self.step(true),
            Edit::Redo => self.step(false),
            Edit::Leave { places } => {
                self.typing = None;
                places.iter().for_each(|place| self.visited.leave(place));
            }
            Edit::LeaveAll => self.visited.leave_all(),
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
        let mut app = self.now.content.clone();
        if app.set(field, text) != Ok(true) {
            return;
        }
        // Typing in one field is one undo step, not one for each letter.
        if self.typing.as_ref() == Some(field) {
            self.now.content = app;
            self.revision += 1;
        } else {
            self.change(app);
            self.typing = Some(field.clone());
        }
    }

    fn fill(&mut self, fields: &[(Pointer, String)]) {
        let mut app = self.now.content.clone();
        let all_fit = fields.iter().all(|(field, text)| app.set(field, text).is_ok());
        if all_fit && app != self.now.content {
            self.change(app);
        }
    }

    fn add_row(&mut self, list: &Pointer) {
        let at = self.rows(list);
        if let Some(row) = blank_row(list, &self.now.content.target().release) {
            self.try_change(|app| app.insert_row(list, at, &row));
        }
    }

    fn duplicate_row(&mut self, list: &Pointer, row: usize) {
        let Some(copy) = self.now.content.value(&list.index(row)).cloned() else { return };
        if self.try_change(|app| app.insert_row(list, row + 1, &copy)) {
            self.visited.shift(list, row + 1, 1);
        }
    }

    /// Makes a change as one step; returns whether it fitted.
    fn try_change<T>(
        &mut self,
        change: impl FnOnce(&mut SharedApplication) -> Result<T, FieldError>,
    ) -> bool {
        let mut app = self.now.content.clone();
        let fits = change(&mut app).is_ok();
        if fits {
            self.change(app);
        }
        fits
    }

    fn change(&mut self, app: SharedApplication) {
        self.enter(self.now.with(app));
    }

    fn enter(&mut self, state: DraftState) {
        let mut before = std::mem::replace(&mut self.now, state);
        // Undo needs the records only; they are shared with the state that follows.
        before.content.forget_whole();
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
        let mut left = std::mem::replace(&mut self.now, state);
        left.content.forget_whole();
        to.push(left);
        self.typing = None;
        self.revision += 1;
    }

    fn attach(&mut self, files: Vec<(String, FileHandle, AttachmentRole)>) {
        if files.is_empty() {
            return;
        }
        let mut app = self.now.content.clone();
        let mut all = Files::clone(&self.now.files);
        for (name, file, role) in files {
            let name = nfc(&name);
            if !app.attachments().any(|a| a.file == name) {
                let title = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                let row = Attachment { file: name.clone(), role, title: title.to_owned() };
                let end = app.attachments().len();
                // An attachment always fits the list of attachments.
                let _ = app.insert_row(&Pointer::new("/attachments"), end, &row);
            }
            all.insert(name, file);
        }
        self.enter(DraftState { files: Rc::new(all), ..self.now.with(app) });
    }

    fn rename(&mut self, row: usize, name: &str) {
        let mut app = self.now.content.clone();
        let name = nfc(name.trim());
        let taken = name.is_empty() || app.attachments().any(|a| a.file == name);
        let Some(old) = app.attachments().nth(row).filter(|_| !taken).map(|a| a.file.clone())
        else {
            return;
        };
        let own = Pointer::new("/attachments").index(row).key("file");
        let fields = std::iter::once(own).chain(document_fields(&app, &old)).collect::<Vec<_>>();
        if !fields.iter().all(|field| app.set(field, &name).is_ok()) {
            return;
        }
        let mut files = Files::clone(&self.now.files);
        if let Some(file) = files.remove(&old) {
            files.insert(name, file);
        }
        self.enter(DraftState { files: Rc::new(files), ..self.now.with(app) });
    }
}

/// Returns the fields outside the list of attachments that name the attachment `file`.
fn document_fields(app: &SharedApplication, file: &str) -> Vec<Pointer> {
    let mut fields = Vec::new();
    for (row, delegation) in app.delegations().enumerate() {
        let bases = Pointer::new("/delegations").index(row).key("bases");
        let named = delegation.bases.iter().enumerate().filter(|(_, b)| b.document == file);
        fields.extend(named.map(|(basis, _)| bases.index(basis).key("document")));
    }
    let assessments = app.assessments().enumerate().filter(|(_, a)| a.document == file);
    let list = Pointer::new("/assessments");
    fields.extend(assessments.map(|(row, _)| list.index(row).key("document")));
    fields
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
