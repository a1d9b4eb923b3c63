//! A submission: an application and its attachments as one package, built and opened again.
//!
//! What the package is called, which files it holds and which folders they lie in is the pack's to
//! say; here stands only how they belong together.

mod build;
mod elsewhere;
mod manifest;
mod names;
mod open;
pub(crate) mod sniff;

use serde::{Deserialize, Serialize};

pub use build::{AttachmentFile, BuildError, Built, build};
pub use elsewhere::InWorkbook;
pub use manifest::{FileKind, MANIFEST_SCHEMA, Manifest, ManifestError, ManifestFile, Override};
pub use names::{attachment_path, guess_role, package_name, safe_file_name};
pub use open::{EntryFacts, Opened, Read, open};
pub use sniff::ContentFacts;

/// A file that is really there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name as the application uses it, without a folder.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hex, where it has been read.
    pub sha256: Option<String>,
}

/// A SHA-256 as it is written everywhere here: 64 lower-case hex digits.
#[must_use]
pub fn hex(hash: &[u8]) -> String {
    hash.iter().map(|b| format!("{b:02x}")).collect()
}
