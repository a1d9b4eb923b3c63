//! Builds a package: the same application and attachments give the same bytes on every platform.

use sha2::{Digest, Sha256};

use super::manifest::{FileKind, MANIFEST_SCHEMA, Manifest, ManifestFile, Override};
use super::{attachment_path, hex, package_name};
use crate::application::{Application, PackRef};
use crate::archive::write::{PackageWriter, WriteError};
use crate::archive::{Progress, Share, Source};
use crate::form_book::{MakeError, make_workbook};
use crate::pack::Pack;

/// An attachment's content under the name that the application uses.
#[derive(Clone, Copy)]
pub struct AttachmentFile<'a> {
    /// Its name without a folder.
    pub name: &'a str,
    /// Its bytes.
    pub content: &'a dyn Source,
}

/// A finished package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The file name it should get.
    pub name: String,
    /// The ZIP.
    pub bytes: Vec<u8>,
    /// SHA-256 of the ZIP, lower-case hex.
    pub sha256: String,
    /// The longest path inside it.
    pub longest_path: String,
    /// Its manifest.
    pub manifest: Manifest,
}

/// The error of building a package.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The application lists an attachment that was not passed in.
    #[error("attachment {0:?} is not there")]
    Missing(String),
    /// The workbook could not be written.
    #[error(transparent)]
    Workbook(#[from] MakeError),
    /// The ZIP could not be written.
    #[error("{name}: {error}")]
    Write {
        /// The entry.
        name: String,
        /// The cause.
        error: WriteError,
    },
}

/// Builds the package of an application.
///
/// It does not check the application: [`Checker::build`](crate::check::Checker::build) does, before and after.
///
/// # Errors
/// Fails if an attachment is missing or the workbook or the ZIP cannot be written; see [`BuildError`].
pub fn build(
    app: &Application,
    files: &[AttachmentFile<'_>],
    overrides: &[Override],
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Result<Built, BuildError> {
    let app = Application {
        pack: PackRef { id: pack.id.clone(), version: pack.version.clone() },
        ..app.clone()
    };
    let document = app.to_json();
    let workbook = make_workbook(&app, pack)?;
    let entries = package_files(&app, &document, &workbook, files, pack)?;
    let mut manifest = Manifest {
        schema: MANIFEST_SCHEMA.to_owned(),
        pack: app.pack.clone(),
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        files: Vec::with_capacity(entries.len()),
        overrides: overrides.to_vec(),
    };
    let mut writer = PackageWriter::new();
    let mut tally =
        Share { inner: progress, before: 0, total: entries.iter().map(|e| e.content.len()).sum() };
    for entry in &entries {
        let written = writer
            .add(&entry.path, entry.content, is_stored(&entry.path, pack), &mut tally)
            .map_err(|error| BuildError::Write { name: entry.path.clone(), error })?;
        tally.before += entry.content.len();
        manifest.files.push(ManifestFile {
            path: entry.path.clone(),
            kind: entry.kind,
            bytes: written.bytes,
            sha256: hex(&written.sha256),
        });
    }
    let name = pack.package.manifest.clone();
    let write = |error| BuildError::Write { name: name.clone(), error };
    writer.add(&name, &manifest.to_json(), false, &mut tally).map_err(write)?;
    let bytes = writer.finish().map_err(write)?;
    Ok(Built {
        name: package_name(&app, pack),
        sha256: hex(&Sha256::digest(&bytes)),
        longest_path: longest(manifest.files.iter().map(|f| f.path.as_str())),
        bytes,
        manifest,
    })
}

/// A file to be written, with its path inside the package.
struct PackageFile<'a> {
    path: String,
    kind: FileKind,
    content: &'a dyn Source,
}

/// All files of a package in their order, without the manifest.
fn package_files<'a>(
    app: &Application,
    document: &'a Vec<u8>,
    workbook: &'a Vec<u8>,
    files: &[AttachmentFile<'a>],
    pack: &Pack,
) -> Result<Vec<PackageFile<'a>>, BuildError> {
    let package = &pack.package;
    let mut entries = vec![
        PackageFile {
            path: package.application.clone(),
            kind: FileKind::Application,
            content: document,
        },
        PackageFile { path: package.workbook.clone(), kind: FileKind::Workbook, content: workbook },
    ];
    for attachment in &app.attachments {
        let file = files.iter().find(|f| f.name == attachment.file);
        let file = file.ok_or_else(|| BuildError::Missing(attachment.file.clone()))?;
        let path = attachment_path(attachment, pack);
        entries.push(PackageFile { path, kind: FileKind::Attachment, content: file.content });
    }
    Ok(entries)
}

/// Returns true if the pack wants files with this extension stored without compression.
fn is_stored(path: &str, pack: &Pack) -> bool {
    let extension = path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
    extension.is_some_and(|e| pack.package.stored.contains(&e))
}

/// The longest path in UTF-16 units, which Windows counts.
fn longest<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    paths.max_by_key(|p| p.encode_utf16().count()).unwrap_or_default().to_owned()
}
