//! Handing a file to the person: as a link, or saved at once.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, File, FilePropertyBag, HtmlElement, Url};

use super::say;
use crate::client::{FileContent, FileHandle};

/// An address under which the browser gives out a file, until this is dropped.
#[derive(Debug, PartialEq, Eq)]
pub struct FileLink(String);

impl FileLink {
    /// Makes the address.
    ///
    /// # Errors
    /// What the browser says.
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
        // An address that is not known any more is what was wanted.
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// The browser's file of a handle.
///
/// # Errors
/// What the browser says.
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

/// Saves a file where the browser saves downloads.
///
/// # Errors
/// What the browser says.
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
