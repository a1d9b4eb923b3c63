//! What goes on to the second review: the accepted packages untouched, a cover list, the session, and `SHA256SUMS`.
//!
//! The same packages and decisions give the same bytes. `sha256sum -c SHA256SUMS` verifies what was extracted.

use std::io::{Seek, Write};

use super::session::{self, ApplicantState, Session, Sha256Hex};
use super::summary::{self, SummaryRow};
use crate::archive::write::{PackageWriter, WriteError};
use crate::archive::{Progress, Source};
use crate::finding::Lang;
use crate::pack::Pack;
use crate::submission::{file_name, hex, safe_file_name};

/// A package of an accepted applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundledPackage {
    /// Its path in the bundle.
    pub path: String,
    /// Where it was seen last.
    pub source: String,
    /// Its SHA-256 when it was checked.
    pub sha256: Sha256Hex,
}

/// Why a bundle cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// A package is no longer the file that was checked and accepted.
    #[error("{path} is not the file that was accepted: its SHA-256 is {found}, not {accepted}")]
    Changed {
        /// The file.
        path: String,
        /// The SHA-256 of what is there now.
        found: String,
        /// The SHA-256 of what was accepted.
        accepted: Sha256Hex,
    },
    /// A package could not be read or the bundle not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The packages that go into the bundle: the last submission of each applicant that was accepted.
#[must_use]
pub fn packages(session: &Session, rows: &[SummaryRow]) -> Vec<BundledPackage> {
    let accepted = rows.iter().filter(|row| row.applicant.state == ApplicantState::Accepted);
    let all = accepted.flat_map(|row| {
        let applicant = &row.applicant;
        applicant.current().iter().filter_map(move |sha256| {
            let source = session.submission(sha256)?.path().to_owned();
            let name = safe_file_name(file_name(&source));
            let folder = safe_file_name(&format!("{}_{}", applicant.key.code, applicant.name));
            // Two files of one applicant may have one name.
            let short: String = sha256.0.chars().take(8).collect();
            let path = format!("packages/{folder}/{short}/{name}");
            Some(BundledPackage { path, source, sha256: sha256.clone() })
        })
    });
    all.collect()
}

/// Writes the bundle. `open` opens a package by its path as it was seen; its bytes are hashed while they are copied.
///
/// # Errors
/// If a package cannot be read or is another one than was accepted; what was written is then to be thrown away.
pub fn write<'s, W: Write + Seek>(
    to: W,
    session: &Session,
    rows: &[SummaryRow],
    pack: &Pack,
    open: &dyn Fn(&BundledPackage) -> std::io::Result<Box<dyn Source + 's>>,
    progress: &mut dyn Progress,
) -> Result<W, BundleError> {
    let mut writer = PackageWriter::to(to);
    let mut sums = String::new();
    let mut sum = |path: &str, sha256: &str| sums.push_str(&format!("{sha256}  {path}\n"));
    for package in packages(session, rows) {
        let content = open(&package)
            .map_err(|source| WriteError::Content { name: package.source.clone(), source })?;
        let written = writer.add(&package.path, &*content, true, progress)?;
        let found = hex(&written.sha256);
        if found != package.sha256.0 {
            let accepted = package.sha256;
            return Err(BundleError::Changed { path: package.source, found, accepted });
        }
        sum(&written.name, &found);
    }
    let documents = [
        ("一覧.csv", summary::csv(rows, pack, Lang::Ja)),
        (session::FILE_NAME, session::write(session).into_bytes()),
    ];
    for (name, content) in documents {
        let written = writer.add(name, &content, false, progress)?;
        sum(&written.name, &hex(&written.sha256));
    }
    writer.add("SHA256SUMS", &sums.into_bytes(), false, progress)?;
    Ok(writer.end()?)
}
