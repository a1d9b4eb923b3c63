//! The browser's database for a review. Each record of the session is a value of its own, so that a decision is one
//! small write and nothing that is saved is written again.

use rexie::TransactionMode;
use wasm_bindgen::JsValue;

use super::StoreError;
use super::database::{Change, Database, text_and_files, with_files};
use crate::client::NamedFile;

const DATABASE: &str = "renkei-review";
const EVENTS: &str = "events";
const BASES: &str = "bases";
const SUBMISSIONS: &str = "submissions";
const NOT_READ: &str = "not_read";
/// What belongs to the session and is no part of its document: the files that wait, the reference files.
const VISIT: &str = "visit";
/// Earlier sessions, each as its document, by the time at which they were put away.
const EARLIER: &str = "earlier";
const STORES: &[&str] = &[EVENTS, BASES, SUBMISSIONS, NOT_READ, VISIT, EARLIER];

const WAITING: &str = "waiting";
const REFERENCE: &str = "reference";

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// Something that a person did, by its id.
    Event,
    /// What checks were made with, by its id.
    Basis,
    /// A file that could not be read, by its path.
    NotRead,
    /// A file that was checked, by its SHA-256.
    Submission,
    /// The files that were dropped and have no result yet; its key does not matter.
    Waiting,
}

impl RecordKind {
    fn store(self) -> &'static str {
        match self {
            Self::Event => EVENTS,
            Self::Basis => BASES,
            Self::NotRead => NOT_READ,
            Self::Submission => SUBMISSIONS,
            Self::Waiting => VISIT,
        }
    }
}

/// A record as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Its kind.
    pub kind: RecordKind,
    /// Its key among those of its kind.
    pub key: String,
    /// The record; `None` to remove it.
    pub text: Option<String>,
}

/// The database of the review.
pub struct SessionStore(Database);

impl SessionStore {
    /// Opens the database.
    ///
    /// # Errors
    /// If the browser offers none, such as in some private windows.
    pub async fn open() -> Result<Self, StoreError> {
        Database::open(DATABASE, STORES).await.map(Self)
    }

    /// Returns every record of the session.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn load(&self) -> Result<Vec<SessionRecord>, StoreError> {
        use RecordKind::{Basis, Event, NotRead, Submission, Waiting};
        let database = self.0.connection();
        let transaction = database.transaction(STORES, TransactionMode::ReadOnly)?;
        let mut records = Vec::new();
        for kind in [Basis, Event, NotRead, Submission] {
            let store = transaction.store(kind.store())?;
            // Both are in the order of the keys.
            let keys = store.get_all_keys(None, None).await?;
            let texts = store.get_all(None, None).await?;
            records.extend(keys.iter().zip(texts).filter_map(|(key, text)| {
                Some(SessionRecord { kind, key: key.as_string()?, text: text.as_string() })
            }));
        }
        let waiting = transaction.store(VISIT)?.get(WAITING.into()).await?;
        let text = waiting.and_then(|text| text.as_string());
        records.push(SessionRecord { kind: Waiting, key: WAITING.to_owned(), text });
        Ok(records)
    }

    /// Writes records, all or none. They are saved once this returns.
    ///
    /// # Errors
    /// If the database cannot be written, over a new connection either.
    pub async fn write(&self, records: Vec<SessionRecord>) -> Result<(), StoreError> {
        let change = |record: SessionRecord| {
            let key = match record.kind {
                RecordKind::Waiting => WAITING.to_owned(),
                _ => record.key,
            };
            let value = record.text.as_deref().map(JsValue::from_str);
            Change { store: record.kind.store(), key, value }
        };
        let changes: Vec<Change> = records.into_iter().map(change).collect();
        self.0.write(&changes).await
    }

    /// Returns whether the database was opened anew since this was asked last: it may have been emptied, so that
    /// everything must be written again.
    pub fn take_renewed(&self) -> bool {
        self.0.take_renewed()
    }

    /// Returns the saved reference files with what is known of them, or `None` if there are none.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn reference(&self) -> Result<Option<(String, Vec<NamedFile>)>, StoreError> {
        let database = self.0.connection();
        let transaction = database.transaction(&[VISIT], TransactionMode::ReadOnly)?;
        let value = transaction.store(VISIT)?.get(REFERENCE.into()).await?;
        Ok(value.as_ref().and_then(text_and_files))
    }

    /// Saves reference files with what is known of them, in place of those before.
    ///
    /// # Errors
    /// If the database cannot be written or a file not be read.
    pub async fn keep_reference(&self, text: &str, files: &[NamedFile]) -> Result<(), StoreError> {
        let value = with_files(text, files).map_err(StoreError::Storage)?;
        let change = Change { store: VISIT, key: REFERENCE.to_owned(), value: Some(value) };
        self.0.write(&[change]).await
    }

    /// Puts the session away as a document and removes its records, all at once or not at all.
    ///
    /// # Errors
    /// If the database cannot be written; then nothing has changed.
    pub async fn put_away(&self, at: &str, document: &str) -> Result<(), StoreError> {
        let database = self.0.connection();
        let mut changes = vec![Change {
            store: EARLIER,
            key: at.to_owned(),
            value: Some(JsValue::from_str(document)),
        }];
        let transaction = database.transaction(STORES, TransactionMode::ReadOnly)?;
        for store in [EVENTS, BASES, SUBMISSIONS, NOT_READ, VISIT] {
            let keys = transaction.store(store)?.get_all_keys(None, None).await?;
            let keys = keys.iter().filter_map(JsValue::as_string);
            changes.extend(keys.map(|key| Change { store, key, value: None }));
        }
        self.0.write(&changes).await
    }

    /// Returns the times at which earlier sessions were put away, the first first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn earlier(&self) -> Result<Vec<String>, StoreError> {
        let database = self.0.connection();
        let transaction = database.transaction(&[EARLIER], TransactionMode::ReadOnly)?;
        let keys = transaction.store(EARLIER)?.get_all_keys(None, None).await?;
        Ok(keys.iter().filter_map(JsValue::as_string).collect())
    }

    /// Returns the document of an earlier session.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn earlier_document(&self, at: &str) -> Result<Option<String>, StoreError> {
        let database = self.0.connection();
        let transaction = database.transaction(&[EARLIER], TransactionMode::ReadOnly)?;
        let text = transaction.store(EARLIER)?.get(at.into()).await?;
        Ok(text.and_then(|text| text.as_string()))
    }
}
