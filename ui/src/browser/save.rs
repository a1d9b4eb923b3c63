//! Handing a file to the person: as a link, or saved at once.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag, HtmlElement, Url};

use super::say;
use crate::client::{FileContent, FileHandle};

/// An object URL of a file, revoked when this is dropped.
#[derive(Debug, PartialEq, Eq)]
pub struct FileLink(String);

impl FileLink {
    /// Makes the address.
    ///
    /// # Errors
    /// The browser's message.
    pub fn new(blob: &Blob) -> Result<Self, String> {
        Url::create_object_url_with_blob(blob).map(Self).map_err(|e| say(&e))
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for FileLink {
    fn drop(&mut self) {
        // It fails only for an address that is gone already, which is what is wanted.
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// Makes a browser's file of the MIME type `kind` from a handle.
///
/// # Errors
/// The browser's message.
pub fn file_of(name: &str, file: &FileHandle, kind: &str) -> Result<File, String> {
    let options = FilePropertyBag::new();
    options.set_type(kind);
    let part: JsValue = match file.content() {
        FileContent::Browser(file) => file.into(),
        FileContent::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
    };
    File::new_with_blob_sequence_and_options(&Array::of1(&part), name, &options)
        .map_err(|e| say(&e))
}

/// Downloads a file under the name.
///
/// # Errors
/// The browser's message.
pub fn save_file(name: &str, blob: &Blob) -> Result<(), String> {
    let link = FileLink::new(blob)?;
    let document = web_sys::window().and_then(|w| w.document()).ok_or("no document")?;
    let anchor: HtmlElement = document.create_element("a").map_err(|e| say(&e))?.unchecked_into();
    let set = |name: &str, value: &str| anchor.set_attribute(name, value).map_err(|e| say(&e));
    set("href", link.address())?;
    set("download", name)?;
    anchor.click();
    // The download begins in a later turn and needs the address until then.
    gloo::timers::callback::Timeout::new(60_000, move || drop(link)).forget();
    Ok(())
}

/// Downloads a JSON text under the name.
///
/// # Errors
/// The browser's message.
pub fn save_json(name: &str, json: &str) -> Result<(), String> {
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = Array::of1(&json.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).map_err(|e| say(&e))?;
    save_file(name, &blob)
}
