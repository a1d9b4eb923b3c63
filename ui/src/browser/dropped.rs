//! Files and folders that a person dropped or chose.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

use super::say;

/// Deepest level of nested folders that is read. Packages are not filed deeper.
const DEPTH: usize = 8;

/// An item that was dropped or chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Dropped {
    /// A file.
    File {
        /// Its path relative to the dropped folder, or its name.
        path: String,
        /// The file.
        file: File,
    },
    /// A folder where only files are accepted, or one that cannot be read.
    Folder {
        /// Its name.
        name: String,
    },
    /// An item that could not be read.
    Unreadable {
        /// Its path.
        path: String,
        /// The browser's message.
        message: String,
    },
}

/// Returns the files of a file field, with their paths if a folder was chosen.
#[must_use]
pub fn chosen(files: &FileList) -> Vec<Dropped> {
    let path = |file: &File| {
        let path = Reflect::get(file, &"webkitRelativePath".into()).ok();
        path.and_then(|p| p.as_string()).filter(|p| !p.is_empty()).unwrap_or_else(|| file.name())
    };
    let files = (0..files.length()).filter_map(|at| files.get(at));
    files.map(|file| Dropped::File { path: path(&file), file }).collect()
}

enum Item {
    File(File),
    Folder(FileSystemDirectoryEntry),
}

/// Returns the dropped items. With `look_inside`, folders are replaced by the files in them.
///
/// The items are taken out at once, because the browser empties them when the event is over; folders
/// are read in the returned future.
pub fn read_drop(
    transfer: &DataTransfer,
    look_inside: bool,
) -> impl Future<Output = Vec<Dropped>> + use<> {
    let items = transfer.items();
    let items: Vec<Item> = (0..items.length())
        .filter_map(|at| items.get(at))
        .filter(|item| item.kind() == "file")
        .filter_map(|item| match item.webkit_get_as_entry().ok().flatten() {
            Some(entry) if entry.is_directory() => Some(Item::Folder(entry.unchecked_into())),
            _ => item.get_as_file().ok().flatten().map(Item::File),
        })
        .collect();
    async move {
        let mut out = Vec::new();
        for item in items {
            match item {
                Item::File(file) => out.push(Dropped::File { path: file.name(), file }),
                Item::Folder(folder) if look_inside => walk(folder, DEPTH, &mut out).await,
                Item::Folder(folder) => out.push(Dropped::Folder { name: folder.name() }),
            }
        }
        out
    }
}

fn walk(
    folder: FileSystemDirectoryEntry,
    depth: usize,
    out: &mut Vec<Dropped>,
) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    Box::pin(async move {
        let reader = folder.create_reader();
        loop {
            // The browser gives a hundred entries at a time, and an empty list at the end.
            let some = JsFuture::from(Promise::new(&mut |yes, no| {
                if let Err(e) = reader.read_entries_with_callback_and_callback(&yes, &no) {
                    reject(&no, &e);
                }
            }));
            let some = match some.await {
                Ok(some) => Array::from(&some),
                // A page from `file://` may not read dropped folders.
                Err(_) => return out.push(Dropped::Folder { name: folder.name() }),
            };
            if some.length() == 0 {
                return;
            }
            for entry in some.iter().map(JsValue::unchecked_into::<FileSystemEntry>) {
                match (entry.is_directory(), depth.checked_sub(1)) {
                    (true, Some(depth)) => walk(entry.unchecked_into(), depth, out).await,
                    (true, None) => out.push(Dropped::Folder { name: entry.name() }),
                    (false, _) => out.push(open(entry.unchecked_into()).await),
                }
            }
        }
    })
}

async fn open(entry: FileSystemFileEntry) -> Dropped {
    let file = JsFuture::from(Promise::new(&mut |yes, no| {
        entry.file_with_callback_and_callback(&yes, &no);
    }));
    match file.await {
        Ok(file) => Dropped::File { path: path_of(&entry), file: file.unchecked_into() },
        Err(e) => unreadable(&entry, &e),
    }
}

fn path_of(entry: &FileSystemEntry) -> String {
    entry.full_path().trim_start_matches('/').to_owned()
}

fn unreadable(entry: &FileSystemEntry, error: &JsValue) -> Dropped {
    Dropped::Unreadable { path: path_of(entry), message: say(error) }
}

fn reject(no: &Function, error: &JsValue) {
    // The function belongs to a promise; calling it cannot fail.
    let _ = no.call1(&JsValue::NULL, error);
}
