//! Files of the page, each with a number by which a worker recognises its content.

use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of a file's content, unique within a page. Workers keep what they read under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(u64);

impl FileId {
    fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }

    /// Returns the id as a message's number. It stays far below 2^53, up to which integers are exact.
    pub(super) fn number(self) -> f64 {
        self.0 as f64
    }

    /// Returns the id of a message's number.
    pub(super) fn of_number(number: f64) -> Self {
        Self(number as u64)
    }
}

/// A file of the page. Its content never changes: another file of the same name has another handle and
/// id.
#[derive(Debug, Clone)]
pub struct FileHandle {
    id: FileId,
    content: FileContent,
}

/// The content of a [`FileHandle`].
#[derive(Debug, Clone, PartialEq)]
pub enum FileContent {
    /// A file on the person's disk, never read as a whole on the UI thread. The browser refuses to read
    /// it after it was changed.
    Browser(web_sys::File),
    /// Bytes in memory, made by the core.
    Bytes(Rc<Vec<u8>>),
}

impl FileHandle {
    /// Makes a handle of a browser's file.
    #[must_use]
    pub fn browser(file: web_sys::File) -> Self {
        Self { id: FileId::next(), content: FileContent::Browser(file) }
    }

    /// Makes a handle of bytes.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self { id: FileId::next(), content: FileContent::Bytes(Rc::new(bytes)) }
    }

    /// Returns the number of its content.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Returns its content.
    #[must_use]
    pub fn content(&self) -> &FileContent {
        &self.content
    }

    /// Returns its size in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.content {
            // The browser gives a float, which is exact up to 2^53.
            FileContent::Browser(file) => file.size() as u64,
            FileContent::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

/// Two handles are equal if their contents are, even if their ids differ.
impl PartialEq for FileHandle {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id || self.content == other.content
    }
}

/// A file and the name under which the core sees it, which need not be its name on the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedFile {
    /// The name.
    pub name: String,
    /// The file.
    pub file: FileHandle,
}
