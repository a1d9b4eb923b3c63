//! Files in the hands of the page, each with a number by which a worker knows its content again.

use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of a file's content, given when the page takes the file up. No other content of the
/// same page has it, so a worker may keep what it read from the file under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(u64);

impl FileId {
    fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }

    /// The id as it travels to a worker. Files are counted within one page and stay far below 2^53,
    /// up to which every whole number is exact.
    pub(super) fn number(self) -> f64 {
        self.0 as f64
    }

    /// The id that travelled as a number.
    pub(super) fn of_number(number: f64) -> Self {
        Self(number as u64)
    }
}

/// A file in the hands of the page. Its content never changes: another file of the same name is
/// another handle with another id.
#[derive(Debug, Clone)]
pub struct FileHandle {
    id: FileId,
    content: FileContent,
}

/// What a [`FileHandle`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum FileContent {
    /// A file of the browser: the person's own, never read as a whole on the UI thread. The browser
    /// refuses to read it once it was changed on the disk.
    Browser(web_sys::File),
    /// Bytes in memory, which came out of the core.
    Bytes(Rc<Vec<u8>>),
}

impl FileHandle {
    /// Takes up a file of the browser.
    #[must_use]
    pub fn browser(file: web_sys::File) -> Self {
        Self { id: FileId::next(), content: FileContent::Browser(file) }
    }

    /// Takes up bytes.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self { id: FileId::next(), content: FileContent::Bytes(Rc::new(bytes)) }
    }

    /// The number of its content.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Its content.
    #[must_use]
    pub fn content(&self) -> &FileContent {
        &self.content
    }

    /// Its size in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.content {
            // The browser counts in floating point; every size up to 2^53 is exact.
            FileContent::Browser(file) => file.size() as u64,
            FileContent::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

/// Handles are equal where their contents are, however often a file was taken up.
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
