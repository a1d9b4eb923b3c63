//! The form pack that a person loaded, kept in the browser apart from the draft: a draft that is
//! closed does not take the pack with it.

use rexie::{ObjectStore, Rexie, TransactionMode};

use super::StoreError;

const DATABASE: &str = "renkei-forms-pack";
const PACKS: &str = "packs";
const CURRENT: &str = "current";

/// The place where the pack is kept.
pub struct PackStore {
    database: Rexie,
}

impl PackStore {
    /// Opens the place.
    ///
    /// # Errors
    /// Where the browser has none.
    pub async fn open() -> Result<Self, StoreError> {
        let store = ObjectStore::new(PACKS);
        let database = Rexie::builder(DATABASE).version(1).add_object_store(store).build().await?;
        Ok(Self { database })
    }

    /// The text of the pack that was kept, if any.
    ///
    /// # Errors
    /// Where the storage refuses.
    pub async fn load(&self) -> Result<Option<String>, StoreError> {
        let transaction = self.database.transaction(&[PACKS], TransactionMode::ReadOnly)?;
        let found = transaction.store(PACKS)?.get(CURRENT.into()).await?;
        Ok(found.and_then(|text| text.as_string()))
    }

    /// Keeps a pack in place of the one before; `None` goes back to the built-in one.
    ///
    /// # Errors
    /// Where the storage refuses, such as on a full disk.
    pub async fn keep(&self, text: Option<&str>) -> Result<(), StoreError> {
        let transaction = self.database.transaction(&[PACKS], TransactionMode::ReadWrite)?;
        let store = transaction.store(PACKS)?;
        match text {
            Some(text) => {
                store.put(&text.into(), Some(&CURRENT.into())).await?;
            }
            None => store.delete(CURRENT.into()).await?,
        }
        transaction.done().await?;
        Ok(())
    }
}
