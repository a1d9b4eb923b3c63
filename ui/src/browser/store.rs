//! The browser's database for the draft, which survives a reload and a closed tab.
//!
//! The application is written at each save, a file only when it is new: an attachment of a hundred
//! megabytes is not written again for every letter.

use std::cell::RefCell;
use std::rc::Rc;

use forms_core::application::Application;
use rexie::TransactionMode;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::File;

use super::database::{Change, Database, text_and_files, with_files};
use super::file_of;
use crate::client::FileHandle;
use crate::draft::{DraftState, Files, ReferenceFiles, ReferenceFilesText};

const DATABASE: &str = "renkei-forms";
const DRAFTS: &str = "drafts";
const FILES: &str = "files";
const CURRENT: &str = "current";
// The key that earlier versions used, so that their drafts are restored whole.
const REFERENCE_FILES: &str = "beside";

/// Why a draft could not be saved or restored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The browser's storage refused, such as in a private window or on a full disk.
    #[error("{0}")]
    Storage(String),
    /// The application is saved, but these files are not: they were moved or are too large.
    #[error("{0:?}")]
    Files(Vec<String>),
    /// The saved draft was not written by this version.
    #[error("{0}")]
    Content(String),
}

impl From<rexie::Error> for StoreError {
    fn from(error: rexie::Error) -> Self {
        match error {
            // The browser's own words; "idb error" says nothing.
            rexie::Error::IdbError(error) => Self::Storage(error.to_string()),
            other => Self::Storage(other.to_string()),
        }
    }
}

/// The database.
pub struct DraftStore {
    database: Database,
    kept: RefCell<Files>,
    kept_reference_files: RefCell<Option<Rc<ReferenceFiles>>>,
}

impl DraftStore {
    /// Opens the database.
    ///
    /// # Errors
    /// If the browser offers none, such as in some private windows.
    pub async fn open() -> Result<Self, StoreError> {
        let database = Database::open(DATABASE, &[DRAFTS, FILES]).await?;
        Ok(Self { database, kept: RefCell::default(), kept_reference_files: RefCell::default() })
    }

    /// Returns the saved draft, if there is one.
    ///
    /// # Errors
    /// If the database cannot be read or another version wrote it.
    pub async fn load(&self) -> Result<Option<DraftState>, StoreError> {
        let database = self.database.connection();
        let transaction = database.transaction(&[DRAFTS, FILES], TransactionMode::ReadOnly)?;
        let Some(text) = transaction.store(DRAFTS)?.get(CURRENT.into()).await? else {
            return Ok(None);
        };
        let text = text.as_string().unwrap_or_default();
        let application = Application::from_json(text.as_bytes())
            .map_err(|e| StoreError::Content(e.to_string()))?;
        let reference = transaction.store(DRAFTS)?.get(REFERENCE_FILES.into()).await?;
        let reference = reference.as_ref().and_then(read_reference_files).map(Rc::new);
        let store = transaction.store(FILES)?;
        let mut files = Files::new();
        for (key, file) in store.scan(None, None, None, None).await? {
            if let (Some(name), Ok(file)) = (key.as_string(), file.dyn_into::<File>()) {
                files.insert(name, FileHandle::browser(file));
            }
        }
        self.kept.replace(files.clone());
        self.kept_reference_files.replace(reference.clone());
        let state = DraftState::new(application, files);
        Ok(Some(match reference {
            Some(reference) => state.with_reference_files(reference),
            None => state,
        }))
    }

    /// Saves a draft in place of the one before. It is saved once this returns, not before.
    ///
    /// # Errors
    /// If the database cannot be written, over a new connection either. If only files cannot be, the application is saved.
    pub async fn save(&self, state: &DraftState) -> Result<(), StoreError> {
        let text = String::from_utf8_lossy(&state.application().to_json()).into_owned();
        self.put(DRAFTS, CURRENT, &text.into()).await?;
        self.save_reference_files(state).await?;
        let kept = self.kept.borrow().clone();
        for name in kept.keys().filter(|name| !state.files().contains_key(*name)) {
            self.remove(FILES, name).await?;
            self.kept.borrow_mut().remove(name);
        }
        let mut lost = Vec::new();
        for (name, file) in state.files() {
            if kept.get(name) == Some(file) {
                continue;
            }
            let written = match file_of(name, file, "") {
                Ok(file) => self.put(FILES, name, &file).await.is_ok(),
                Err(_) => false,
            };
            if written {
                self.kept.borrow_mut().insert(name.clone(), file.clone());
            } else {
                lost.push(name.clone());
            }
        }
        if lost.is_empty() { Ok(()) } else { Err(StoreError::Files(lost)) }
    }

    /// Saves the draft's reference files, unless they are the saved ones.
    async fn save_reference_files(&self, state: &DraftState) -> Result<(), StoreError> {
        let kept = self.kept_reference_files.borrow().clone();
        match (state.reference_files(), &kept) {
            (Some(reference), Some(kept)) if Rc::ptr_eq(reference, kept) => return Ok(()),
            (None, None) => return Ok(()),
            (Some(reference), _) => {
                let written = write_reference_files(reference).map_err(StoreError::Storage)?;
                self.put(DRAFTS, REFERENCE_FILES, &written).await?;
            }
            (None, Some(_)) => self.remove(DRAFTS, REFERENCE_FILES).await?,
        }
        self.kept_reference_files.replace(state.reference_files().cloned());
        Ok(())
    }

    async fn put(&self, store: &'static str, key: &str, value: &JsValue) -> Result<(), StoreError> {
        self.write(Change { store, key: key.to_owned(), value: Some(value.clone()) }).await
    }

    async fn remove(&self, store: &'static str, key: &str) -> Result<(), StoreError> {
        self.write(Change { store, key: key.to_owned(), value: None }).await
    }

    async fn write(&self, change: Change) -> Result<(), StoreError> {
        let written = self.database.write(&[change]).await;
        if self.database.take_renewed() {
            self.forget_lost().await?;
        }
        written
    }

    /// Forgets the files that are no longer in the database.
    async fn forget_lost(&self) -> Result<(), StoreError> {
        let database = self.database.connection();
        let transaction = database.transaction(&[DRAFTS, FILES], TransactionMode::ReadOnly)?;
        let there = transaction.store(FILES)?.get_all_keys(None, None).await?;
        let there: Vec<String> = there.iter().filter_map(JsValue::as_string).collect();
        self.kept.borrow_mut().retain(|name, _| there.contains(name));
        if !transaction.store(DRAFTS)?.key_exists(REFERENCE_FILES.into()).await? {
            self.kept_reference_files.replace(None);
        }
        Ok(())
    }
}

/// The reference files as they are saved: their facts as JSON, and the files themselves.
fn write_reference_files(reference: &ReferenceFiles) -> Result<JsValue, String> {
    let text = serde_json::to_string(&reference.text()).map_err(|e| e.to_string())?;
    with_files(&text, &reference.files)
}

/// Returns the saved reference files, or `None` if another version wrote them. The draft is complete
/// without them.
fn read_reference_files(value: &JsValue) -> Option<ReferenceFiles> {
    let (text, files) = text_and_files(value)?;
    let text: ReferenceFilesText = serde_json::from_str(&text).ok()?;
    Some(text.with(files))
}
