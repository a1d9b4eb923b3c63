//! Builds and opens packages: an application with its attachments in one ZIP.
//!
//! The pack decides the package's name, its files and folders.

mod build;
mod elsewhere;
mod listing;
mod manifest;
mod names;
mod open;
pub(crate) mod sniff;

use serde::{Deserialize, Serialize};

pub use build::{AttachmentFile, BuildError, Built, build};
pub use elsewhere::InWorkbook;
pub use manifest::{FileKind, MANIFEST_SCHEMA, Manifest, ManifestError, ManifestFile, Override};
pub use names::{attachment_path, file_name, guess_role, package_name, safe_file_name};
pub use open::{EntryFacts, Opened, ReadDocument, open};
pub use sniff::ContentFacts;

/// Name, size and hash of a file that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name as the application uses it, without a folder.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hex; `None` if the file has not been read.
    pub sha256: Option<String>,
}

/// Formats a hash in lower-case hex.
#[must_use]
pub fn hex(hash: &[u8]) -> String {
    hash.iter().map(|b| format!("{b:02x}")).collect()
}
