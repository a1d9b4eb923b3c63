//! Files and folders that a person dropped or chose.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};

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

/// A part of what a person dropped at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct DropPart {
    /// The number of the drop, unique within the page.
    pub drop: u32,
    /// The items, as far as they were found since the part before.
    pub items: Vec<Dropped>,
    /// True if more may follow.
    pub more: bool,
}

impl DropPart {
    /// A drop of items that are all known.
    #[must_use]
    pub fn whole(items: Vec<Dropped>) -> Self {
        Self { drop: next_drop(), items, more: false }
    }
}

fn next_drop() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}

/// Returns the dropped items. With `look_inside`, folders are replaced by the files in them.
///
/// The items are taken out at once, because the browser empties them when the event is over; folders
/// are read in the returned future.
pub fn read_drop(
    transfer: &DataTransfer,
    look_inside: bool,
) -> impl Future<Output = Vec<Dropped>> + use<> {
    let items = take_items(transfer);
    async move {
        let found = RefCell::new(Vec::new());
        list(items, look_inside, &|some| found.borrow_mut().extend(some)).await;
        found.take()
    }
}

/// Tells of the dropped items as they are found, each file in a folder for the folder. The last part says that no more
/// will follow.
pub fn read_drop_in_parts<F: Fn(DropPart) + 'static>(
    transfer: &DataTransfer,
    tell: F,
) -> impl Future<Output = ()> + use<F> {
    let (items, drop) = (take_items(transfer), next_drop());
    async move {
        list(items, true, &|items| tell(DropPart { drop, items, more: true })).await;
        tell(DropPart { drop, items: Vec::new(), more: false });
    }
}

fn take_items(transfer: &DataTransfer) -> Vec<Item> {
    let items = transfer.items();
    (0..items.length())
        .filter_map(|at| items.get(at))
        .filter(|item| item.kind() == "file")
        .filter_map(|item| match item.webkit_get_as_entry().ok().flatten() {
            Some(entry) if entry.is_directory() => Some(Item::Folder(entry.unchecked_into())),
            _ => item.get_as_file().ok().flatten().map(Item::File),
        })
        .collect()
}

/// Told of items as they are found.
type Found<'t> = &'t dyn Fn(Vec<Dropped>);

async fn list(items: Vec<Item>, look_inside: bool, found: Found<'_>) {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for item in items {
        match item {
            Item::File(file) => files.push(Dropped::File { path: file.name(), file }),
            Item::Folder(folder) if look_inside => folders.push(folder),
            Item::Folder(folder) => files.push(Dropped::Folder { name: folder.name() }),
        }
    }
    if !files.is_empty() {
        found(files);
    }
    for folder in folders {
        walk(folder, DEPTH, found).await;
    }
}

fn walk<'t>(
    folder: FileSystemDirectoryEntry,
    depth: usize,
    found: Found<'t>,
) -> Pin<Box<dyn Future<Output = ()> + 't>> {
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
                Err(_) => return found(vec![Dropped::Folder { name: folder.name() }]),
            };
            if some.length() == 0 {
                return;
            }
            let (mut folders, mut files) = (Vec::new(), Vec::new());
            for entry in some.iter().map(JsValue::unchecked_into::<FileSystemEntry>) {
                match entry.is_directory() {
                    true => folders.push(entry),
                    // All are asked for before the first is waited for: each answer takes its time.
                    false => files.push(Opening::new(entry.unchecked_into())),
                }
            }
            let mut opened = Vec::new();
            for file in files {
                opened.push(file.opened().await);
            }
            if !opened.is_empty() {
                found(opened);
            }
            for entry in folders {
                match depth.checked_sub(1) {
                    Some(depth) => walk(entry.unchecked_into(), depth, found).await,
                    None => found(vec![Dropped::Folder { name: entry.name() }]),
                }
            }
        }
    })
}

/// A file in a folder while the browser opens it.
struct Opening {
    entry: FileSystemFileEntry,
    file: JsFuture,
}

impl Opening {
    fn new(entry: FileSystemFileEntry) -> Self {
        let file = JsFuture::from(Promise::new(&mut |yes, no| {
            entry.file_with_callback_and_callback(&yes, &no);
        }));
        Self { entry, file }
    }

    async fn opened(self) -> Dropped {
        match self.file.await {
            Ok(file) => Dropped::File { path: path_of(&self.entry), file: file.unchecked_into() },
            Err(e) => unreadable(&self.entry, &e),
        }
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
