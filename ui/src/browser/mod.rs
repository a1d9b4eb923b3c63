//! What only a browser can do: focus, dates, downloads, dropped files, drafts that survive a reload.

mod clock;
mod dropped;
mod focus;
mod hold;
mod pack_store;
mod save;
mod store;

pub use clock::{hour_and_minute, today};
pub use dropped::{Dropped, chosen, read_drop};
pub use focus::{begin_at, field_id, focus};
pub use hold::hold_draft;
pub use pack_store::PackStore;
pub use save::{FileLink, file_of, save_file};
pub use store::{DraftStore, StoreError};

/// What the browser says of an error, such as `NotFoundError: …`.
pub(crate) fn say(error: &wasm_bindgen::JsValue) -> String {
    js_sys::Object::from(error.clone())
        .to_string()
        .as_string()
        .unwrap_or_else(|| "unknown error".to_owned())
}
