//! The browser's database for the form pack that a person loaded. It is separate from the draft's, so
//! that the pack stays when the draft is closed.

use rexie::{ObjectStore, Rexie, TransactionMode};

use super::StoreError;
use super::database::committed;

const DATABASE: &str = "renkei-forms-pack";
const PACKS: &str = "packs";
const CURRENT: &str = "current";

/// The database.
pub struct PackStore {
    database: Rexie,
}

impl PackStore {
    /// Opens the database.
    ///
    /// # Errors
    /// If the browser offers none.
    pub async fn open() -> Result<Self, StoreError> {
        let store = ObjectStore::new(PACKS);
        let database = Rexie::builder(DATABASE).version(1).add_object_store(store).build().await?;
        Ok(Self { database })
    }

    /// Returns the TOML of the saved pack, if there is one.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn load(&self) -> Result<Option<String>, StoreError> {
        let transaction = self.database.transaction(&[PACKS], TransactionMode::ReadOnly)?;
        let found = transaction.store(PACKS)?.get(CURRENT.into()).await?;
        Ok(found.and_then(|text| text.as_string()))
    }

    /// Saves a pack in place of the one before; `None` goes back to the built-in one.
    ///
    /// # Errors
    /// If the database cannot be written, such as on a full disk.
    pub async fn keep(&self, text: Option<&str>) -> Result<(), StoreError> {
        let transaction = self.database.transaction(&[PACKS], TransactionMode::ReadWrite)?;
        let store = transaction.store(PACKS)?;
        match text {
            Some(text) => {
                store.put(&text.into(), Some(&CURRENT.into())).await?;
            }
            None => store.delete(CURRENT.into()).await?,
        }
        committed(transaction).await
    }
}
