//! Drafts kept in the browser, so that they survive a reload or a tab that was closed.
//!
//! The application is written after each pause in typing, a file only when it is new: an
//! attachment of a hundred megabytes is not written again for every letter.

use std::cell::RefCell;

use forms_core::application::Application;
use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::File;

use super::file_of;
use crate::client::FileHandle;
use crate::draft::{Files, State};

const DATABASE: &str = "renkei-forms";
const DRAFTS: &str = "drafts";
const FILES: &str = "files";
const CURRENT: &str = "current";

/// Why a draft could not be kept or found again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The browser's storage refused, such as in a private window or on a full disk.
    #[error("{0}")]
    Storage(String),
    /// The application is kept, but these files are not: they were moved or are too large.
    #[error("{0:?}")]
    Files(Vec<String>),
    /// What is kept there was not written by this version.
    #[error("{0}")]
    Content(String),
}

impl From<rexie::Error> for StoreError {
    fn from(error: rexie::Error) -> Self {
        Self::Storage(error.to_string())
    }
}

/// The place where a draft is kept.
pub struct DraftStore {
    database: Rexie,
    kept: RefCell<Files>,
}

impl DraftStore {
    /// Opens the place.
    ///
    /// # Errors
    /// Where the browser has none, such as in some private windows.
    pub async fn open() -> Result<Self, StoreError> {
        let database = Rexie::builder(DATABASE)
            .version(1)
            .add_object_store(ObjectStore::new(DRAFTS))
            .add_object_store(ObjectStore::new(FILES))
            .build()
            .await?;
        Ok(Self { database, kept: RefCell::default() })
    }

    /// The draft that was kept, if any.
    ///
    /// # Errors
    /// Where the storage refuses or holds something else.
    pub async fn load(&self) -> Result<Option<State>, StoreError> {
        let transaction = self.database.transaction(&[DRAFTS, FILES], TransactionMode::ReadOnly)?;
        let Some(text) = transaction.store(DRAFTS)?.get(CURRENT.into()).await? else {
            return Ok(None);
        };
        let text = text.as_string().unwrap_or_default();
        let application = Application::from_json(text.as_bytes())
            .map_err(|e| StoreError::Content(e.to_string()))?;
        let store = transaction.store(FILES)?;
        let mut files = Files::new();
        for (key, file) in store.scan(None, None, None, None).await? {
            if let (Some(name), Ok(file)) = (key.as_string(), file.dyn_into::<File>()) {
                files.insert(name, FileHandle::Browser(file));
            }
        }
        self.kept.replace(files.clone());
        Ok(Some(State::new(application, files)))
    }

    /// Keeps a draft in place of the one before.
    ///
    /// # Errors
    /// Where the storage refuses. Where only files could not be kept, the application is.
    pub async fn save(&self, state: &State) -> Result<(), StoreError> {
        let text = String::from_utf8_lossy(&state.application().to_json()).into_owned();
        self.put(DRAFTS, CURRENT, &text.into()).await?;
        let kept = self.kept.borrow().clone();
        for name in kept.keys().filter(|name| !state.files().contains_key(*name)) {
            self.remove(name).await?;
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

    async fn put(&self, store: &str, key: &str, value: &JsValue) -> Result<(), StoreError> {
        let transaction = self.database.transaction(&[store], TransactionMode::ReadWrite)?;
        transaction.store(store)?.put(value, Some(&key.into())).await?;
        transaction.done().await?;
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), StoreError> {
        let transaction = self.database.transaction(&[FILES], TransactionMode::ReadWrite)?;
        transaction.store(FILES)?.delete(name.into()).await?;
        transaction.done().await?;
        Ok(())
    }
}
