//! The draft a person works on: the application and its files, the undo history, the fields that were
//! left. It is pure state; components send it [`Edit`]s.

mod edit;
pub mod government;
mod places;
mod reference_files;
mod rows;
mod tasks;
mod visited_fields;

use std::collections::BTreeMap;
use std::rc::Rc;

use forms_core::application::{Application, SharedApplication};
use forms_core::finding::{Code, Finding, Pointer};

pub use edit::Edit;
pub use places::{place_name, place_order};
pub use reference_files::{Mark, ReferenceFiles, ReferenceFilesText};
pub use rows::{RowSummary, row_summary};
pub use tasks::{Task, TaskStatus};
pub use visited_fields::VisitedFields;

use crate::client::{FileHandle, NamedFile};

/// The number of edits that can be undone.
const UNDO_STEPS: usize = 200;

/// The files of a draft, by the name that the application uses for each.
pub type Files = BTreeMap<String, FileHandle>;

/// One state of a draft in the undo history. A copy is cheap: the parts are shared.
#[derive(Debug, Clone)]
pub struct DraftState {
    content: SharedApplication,
    files: Rc<Files>,
    reference_files: Option<Rc<ReferenceFiles>>,
}

impl DraftState {
    /// Makes a state of an application with its files.
    #[must_use]
    pub fn new(application: Application, files: Files) -> Self {
        Self { content: application.into(), files: files.into(), reference_files: None }
    }

    /// Adds the files that the draft is checked against.
    #[must_use]
    pub fn with_reference_files(self, reference_files: Rc<ReferenceFiles>) -> Self {
        Self { reference_files: Some(reference_files), ..self }
    }

    /// Returns the files that it is checked against, if any.
    #[must_use]
    pub fn reference_files(&self) -> Option<&Rc<ReferenceFiles>> {
        self.reference_files.as_ref()
    }

    /// Returns the application as one document; see [`Draft::application`].
    #[must_use]
    pub fn application(&self) -> &Application {
        self.content.whole()
    }

    /// Returns the files, by name.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    fn with(&self, content: SharedApplication) -> Self {
        Self {
            content,
            files: Rc::clone(&self.files),
            reference_files: self.reference_files.clone(),
        }
    }
}

/// Components compare the draft with its undo history each time they are drawn, so shared parts are
/// compared by address.
impl PartialEq for DraftState {
    fn eq(&self, other: &Self) -> bool {
        let same_reference_files = match (&self.reference_files, &other.reference_files) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b) || a == b,
            (a, b) => a.is_none() && b.is_none(),
        };
        same_reference_files
            && (Rc::ptr_eq(&self.files, &other.files) || self.files == other.files)
            && self.content == other.content
    }
}

/// The draft a person works on.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    now: DraftState,
    past: Vec<DraftState>,
    future: Vec<DraftState>,
    /// The field whose typing the last undo step covers.
    typing: Option<Pointer>,
    visited: VisitedFields,
    overrides: BTreeMap<Code, String>,
    revision: u64,
    opened: u64,
}

impl Draft {
    /// Makes a draft that was just opened.
    #[must_use]
    pub fn open(state: DraftState) -> Self {
        Self {
            now: state,
            past: Vec::new(),
            future: Vec::new(),
            typing: None,
            visited: VisitedFields::default(),
            overrides: BTreeMap::new(),
            revision: 0,
            opened: 0,
        }
    }

    /// Returns the application as one document, for a check or a file. The first call after an edit
    /// copies every row, so components that are drawn after each letter read [`content`](Self::content) or
    /// [`text`](Self::text).
    #[must_use]
    pub fn application(&self) -> &Application {
        self.now.application()
    }

    /// Returns the application, row by row.
    #[must_use]
    pub fn content(&self) -> &SharedApplication {
        &self.now.content
    }

    /// Returns the application and its files, without the history.
    #[must_use]
    pub fn state(&self) -> &DraftState {
        &self.now
    }

    /// Returns the files, by name.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.now.files
    }

    /// Returns the files that the application lists and that are there, in its order.
    #[must_use]
    pub fn attached(&self) -> Vec<NamedFile> {
        let names = self.now.content.attachments().map(|a| &a.file);
        names
            .filter_map(|name| {
                let file = self.now.files.get(name)?.clone();
                Some(NamedFile { name: name.clone(), file })
            })
            .collect()
    }

    /// Returns the files that it is checked against, if any.
    #[must_use]
    pub fn reference_files(&self) -> Option<&Rc<ReferenceFiles>> {
        self.now.reference_files()
    }

    /// Returns the text of a field; empty if there is none.
    #[must_use]
    pub fn text(&self, field: &Pointer) -> String {
        self.now.content.text(field).unwrap_or_default()
    }

    /// Returns whether the record of a government's field has a field for its 機関コード.
    #[must_use]
    pub fn has_agency_field(&self, code: &Pointer) -> bool {
        government::agency_field(&self.now.content, code).is_some()
    }

    /// Returns the number of rows of a list.
    #[must_use]
    pub fn rows(&self, list: &Pointer) -> usize {
        self.now.content.row_count(list)
    }

    /// Returns the number of edits. Two drafts of one page with the same number have the same content.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns the number of drafts opened so far. Findings with another number are about another draft.
    #[must_use]
    pub fn opened(&self) -> u64 {
        self.opened
    }

    /// True if there is an edit to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// True if there is an edit to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Returns the codes of the errors to hand in with, each with the reason.
    #[must_use]
    pub fn overrides(&self) -> &BTreeMap<Code, String> {
        &self.overrides
    }

    /// True if a finding may be shown: its field, or the whole form, was left.
    #[must_use]
    pub fn shows(&self, finding: &Finding) -> bool {
        match &finding.location.pointer {
            Some(pointer) => self.visited.holds(pointer),
            None => self.visited.is_all(),
        }
    }
}
