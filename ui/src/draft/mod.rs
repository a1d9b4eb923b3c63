//! The draft a person works on: the application and its files, what was undone, which fields were
//! left. Pure state; components send it [`Edit`]s.

mod beside;
mod edit;
pub mod government;
mod places;
mod rows;
mod seen;
mod tasks;

use std::collections::BTreeMap;
use std::rc::Rc;

use forms_core::application::{Application, text_at};
use forms_core::finding::{Code, Finding, Pointer};
use serde_json::Value;

pub use beside::{Beside, BesideText, Mark};
pub use edit::Edit;
pub use places::{place_name, place_order};
pub use rows::{RowSummary, row_summary};
pub use seen::Seen;
pub use tasks::{Task, TaskStatus};

use crate::client::{FileHandle, NamedFile};

/// How far back a person can go.
const UNDO_STEPS: usize = 200;

/// The files of a draft, by the name that the application uses for each.
pub type Files = BTreeMap<String, FileHandle>;

/// What undo goes back to: cheap to copy, for the parts are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    application: Rc<Application>,
    document: Rc<Value>,
    files: Rc<Files>,
    beside: Option<Rc<Beside>>,
}

impl State {
    /// An application with its files.
    #[must_use]
    pub fn new(application: Application, files: Files) -> Self {
        // Fields are read by the hundred and written one at a time, so the document is made once.
        let document = serde_json::to_value(&application).unwrap_or_default();
        Self {
            application: application.into(),
            document: document.into(),
            files: files.into(),
            beside: None,
        }
    }

    /// The same, held against tables.
    #[must_use]
    pub fn held_against(self, beside: Rc<Beside>) -> Self {
        Self { beside: Some(beside), ..self }
    }

    /// What it is held against.
    #[must_use]
    pub fn beside(&self) -> Option<&Rc<Beside>> {
        self.beside.as_ref()
    }

    /// The application.
    #[must_use]
    pub fn application(&self) -> &Application {
        &self.application
    }

    /// The files, by name.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    fn with(&self, application: Application) -> Self {
        Self {
            files: Rc::clone(&self.files),
            beside: self.beside.clone(),
            ..Self::new(application, Files::new())
        }
    }
}

/// The draft a person works on.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    now: State,
    past: Vec<State>,
    future: Vec<State>,
    /// The field whose typing the last undo step covers.
    typing: Option<Pointer>,
    seen: Seen,
    overrides: BTreeMap<Code, String>,
    revision: u64,
    opened: u64,
}

impl Draft {
    /// A draft as it was opened.
    #[must_use]
    pub fn open(state: State) -> Self {
        Self {
            now: state,
            past: Vec::new(),
            future: Vec::new(),
            typing: None,
            seen: Seen::default(),
            overrides: BTreeMap::new(),
            revision: 0,
            opened: 0,
        }
    }

    /// The application.
    #[must_use]
    pub fn application(&self) -> &Application {
        &self.now.application
    }

    /// The application, its files and nothing of the history.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.now
    }

    /// The files, by name.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.now.files
    }

    /// The files that the application lists and that are there, in its order.
    #[must_use]
    pub fn attached(&self) -> Vec<NamedFile> {
        let names = self.now.application.attachments.iter().map(|a| &a.file);
        names
            .filter_map(|name| {
                let file = self.now.files.get(name)?.clone();
                Some(NamedFile { name: name.clone(), file })
            })
            .collect()
    }

    /// What it is held against.
    #[must_use]
    pub fn beside(&self) -> Option<&Rc<Beside>> {
        self.now.beside()
    }

    /// The text of a field; empty where there is none.
    #[must_use]
    pub fn text(&self, field: &Pointer) -> String {
        text_at(&self.now.document, field).unwrap_or_default()
    }

    /// How many rows a list has.
    #[must_use]
    pub fn rows(&self, list: &Pointer) -> usize {
        self.value(list).and_then(Value::as_array).map_or(0, Vec::len)
    }

    fn value(&self, pointer: &Pointer) -> Option<&Value> {
        self.now.document.pointer(pointer.as_str())
    }

    /// Counts edits; two drafts of one page with the same number have the same content.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Counts how often another draft was taken up: what was found in the one before says nothing
    /// of this one.
    #[must_use]
    pub fn opened(&self) -> u64 {
        self.opened
    }

    /// Whether there is something to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The errors that a person chose to hand in with, each with the reason.
    #[must_use]
    pub fn overrides(&self) -> &BTreeMap<Code, String> {
        &self.overrides
    }

    /// Whether a finding may be shown: nobody is told of a mistake in a field not yet left.
    #[must_use]
    pub fn shows(&self, finding: &Finding) -> bool {
        match &finding.location.pointer {
            Some(pointer) => self.seen.holds(pointer),
            None => self.seen.is_all(),
        }
    }
}
