//! A database of the browser, which survives a reload and a closed tab.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Object, Reflect};
use rexie::{ObjectStore, Rexie, Transaction, TransactionMode, TransactionResult};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::File;

use super::{StoreError, file_of, say};
use crate::client::{FileHandle, NamedFile};

/// A database. A browser may drop the connection at any time (WebKit does so in pages that lie in the background); it is
/// then opened anew at the next write.
pub(super) struct Database {
    name: &'static str,
    stores: &'static [&'static str],
    connection: RefCell<Rc<Rexie>>,
    renewed: Cell<bool>,
}

/// A value to put in an object store, or to remove from it.
pub(super) struct Change {
    pub(super) store: &'static str,
    pub(super) key: String,
    /// `None` to remove it.
    pub(super) value: Option<JsValue>,
}

impl Database {
    /// Opens the database, and makes it with its object stores if there is none.
    pub(super) async fn open(
        name: &'static str,
        stores: &'static [&'static str],
    ) -> Result<Self, StoreError> {
        let connection = RefCell::new(Rc::new(connect(name, stores).await?));
        Ok(Self { name, stores, connection, renewed: Cell::new(false) })
    }

    pub(super) fn connection(&self) -> Rc<Rexie> {
        self.connection.borrow().clone()
    }

    /// Makes all changes or none, over a new connection if the open one does not take them. They are written once this
    /// returns, not before.
    pub(super) async fn write(&self, changes: &[Change]) -> Result<(), StoreError> {
        if write_once(&self.connection(), changes).await.is_ok() {
            return Ok(());
        }
        self.reconnect().await?;
        write_once(&self.connection(), changes).await
    }

    /// Returns whether the database was opened anew since this was asked last: it may have been emptied.
    pub(super) fn take_renewed(&self) -> bool {
        self.renewed.take()
    }

    async fn reconnect(&self) -> Result<(), StoreError> {
        let connection = Rc::new(connect(self.name, self.stores).await?);
        self.renewed.set(true);
        if let Some(old) = Rc::into_inner(self.connection.replace(connection)) {
            old.close();
        }
        Ok(())
    }
}

async fn connect(name: &str, stores: &[&str]) -> Result<Rexie, StoreError> {
    let builder = Rexie::builder(name).version(1);
    let builder = stores
        .iter()
        .fold(builder, |builder, store| builder.add_object_store(ObjectStore::new(store)));
    Ok(builder.build().await?)
}

async fn write_once(database: &Rexie, changes: &[Change]) -> Result<(), StoreError> {
    let mut stores: Vec<&str> = changes.iter().map(|change| change.store).collect();
    stores.sort_unstable();
    stores.dedup();
    if stores.is_empty() {
        return Ok(());
    }
    let transaction = database.transaction(&stores, TransactionMode::ReadWrite)?;
    for Change { store, key, value } in changes {
        let (store, key) = (transaction.store(store)?, JsValue::from_str(key));
        match value {
            Some(value) => drop(store.put(value, Some(&key)).await?),
            None => store.delete(key).await?,
        }
    }
    committed(transaction).await
}

/// Waits until a transaction is written. A full disk may show only now.
///
/// # Errors
/// If the browser took it back.
pub(super) async fn committed(transaction: Transaction) -> Result<(), StoreError> {
    match transaction.done().await? {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err(StoreError::Storage("AbortError".to_owned())),
    }
}

const TEXT: &str = "text";
const FILES: &str = "files";

/// Makes one value of a text and the files that it speaks of, for the database.
pub(super) fn with_files(text: &str, files: &[NamedFile]) -> Result<JsValue, String> {
    let list = Array::new();
    for file in files {
        list.push(&file_of(&file.name, &file.file, "")?.into());
    }
    let object = Object::new();
    let set = |key: &str, value: &JsValue| {
        Reflect::set(&object, &key.into(), value).map(drop).map_err(|e| say(&e))
    };
    set(TEXT, &text.into())?;
    set(FILES, &list)?;
    Ok(object.into())
}

/// Returns the text and the files of a value of [`with_files`], or `None` if it is none.
pub(super) fn text_and_files(value: &JsValue) -> Option<(String, Vec<NamedFile>)> {
    let get = |key: &str| Reflect::get(value, &key.into()).ok();
    let files = Array::from(&get(FILES)?);
    let files = files.iter().map(|file| {
        let file = file.dyn_into::<File>().ok()?;
        Some(NamedFile { name: file.name(), file: FileHandle::browser(file) })
    });
    Some((get(TEXT)?.as_string()?, files.collect::<Option<Vec<_>>>()?))
}
