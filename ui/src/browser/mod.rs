//! The browser's own services: focus, dates, downloads, dropped files, storage of drafts, packs and reviews.

mod clock;
mod database;
mod dropped;
mod event;
mod focus;
mod hold;
mod pack_store;
mod save;
mod session_store;
mod store;

pub use clock::{hour_and_minute, today};
pub use dropped::{DropPart, Dropped, chosen, read_drop, read_drop_in_parts};
pub(crate) use event::clear_input;
pub use event::{input_value, is_checked, is_composing};
pub use focus::{begin_at, field_id, focus};
pub use hold::{Held, hold};
pub use pack_store::PackStore;
pub use save::{FileLink, file_of, save_file, save_json};
pub use session_store::{RecordKind, SessionRecord, SessionStore};
pub use store::{DraftStore, StoreError};

/// Returns the message of a browser's error, such as `NotFoundError: …`.
pub(crate) fn say(error: &wasm_bindgen::JsValue) -> String {
    js_sys::Object::from(error.clone())
        .to_string()
        .as_string()
        .unwrap_or_else(|| "unknown error".to_owned())
}
