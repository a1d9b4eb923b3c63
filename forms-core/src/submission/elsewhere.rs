//! Searches packages of other programs for the application: JSON files under other names, recognised
//! by their schema, then workbooks.

use std::borrow::Cow;

use super::open::{EntryFacts, Opened, ReadDocument, base_name};
use super::{FileKind, Manifest, ManifestError};
use crate::application::{Application, ReadError};
use crate::archive::{Progress, Source, by_product};
use crate::finding::Finding;
use crate::form_book::ReadBack;
use crate::pack::Pack;
use crate::text::nfc;

/// Number of files of a kind that are opened in search of a document.
const MOST_OPENED: usize = 8;

/// An application that the package holds only as a workbook.
#[derive(Debug, Clone, Default)]
pub struct InWorkbook {
    /// The workbook's path as stored.
    pub entry: String,
    /// The result of reading it.
    pub read: ReadBack,
    /// The paths of other workbooks that are the form too.
    pub others: Vec<String>,
}

/// Searches for the application of a package that has none under the usual name.
pub(super) fn search(
    opened: &mut Opened,
    source: &dyn Source,
    pack: &Pack,
    progress: &mut dyn Progress,
) {
    // A damaged application is not replaced by another file.
    if opened.files.iter().any(|f| base_name(&f.path) == pack.package.application) {
        return;
    }
    documents(opened, source, pack, progress);
    // A manifest that lists an application means that the application is missing.
    let lists_one = opened.manifest.as_ref().is_some_and(|m| match &m.document {
        Ok(manifest) => manifest.files.iter().any(|f| f.kind == FileKind::Application),
        Err(_) => true,
    });
    if opened.applications.is_empty() && !lists_one {
        opened.in_workbook = workbook(opened, source, pack, progress);
    }
}

/// The files with one of these extensions, those in the fewest folders first.
fn files(opened: &Opened, extensions: &[&str]) -> Vec<EntryFacts> {
    let wanted = |path: &str| {
        let extension = path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        extension.is_some_and(|e| extensions.contains(&e.as_str())) && by_product(path).is_none()
    };
    let mut found: Vec<EntryFacts> =
        opened.files.iter().filter(|f| wanted(&f.path)).cloned().collect();
    found.sort_by_key(|f| f.path.matches('/').count());
    found
}

/// Finds applications and a manifest among the JSON files by their `schema`.
fn documents(opened: &mut Opened, source: &dyn Source, pack: &Pack, progress: &mut dyn Progress) {
    let mut candidates = files(opened, &["json"]);
    candidates.truncate(MOST_OPENED);
    let most = pack.limits.document_bytes;
    for facts in candidates {
        let content = opened.content(source, &facts, most, pack, progress);
        let Some(text) = content.map(Cow::into_owned) else { continue };
        match Application::from_json(&text) {
            Err(ReadError::Syntax { .. } | ReadError::NoSchema { .. }) => {}
            document => {
                opened.applications.push(ReadDocument { entry: facts.entry, document });
                continue;
            }
        }
        match Manifest::from_json(&text) {
            Ok(manifest) if opened.manifest.is_none() => {
                opened.manifest = Some(ReadDocument { entry: facts.entry, document: Ok(manifest) });
            }
            // JSON with the manifest's schema but a wrong shape is a damaged manifest.
            Err(error @ ManifestError::Shape(_))
                if opened.manifest.is_none() && names_the_schema(&text) =>
            {
                opened.manifest = Some(ReadDocument { entry: facts.entry, document: Err(error) });
            }
            _ => {}
        }
    }
}

fn names_the_schema(text: &[u8]) -> bool {
    let value: Option<serde_json::Value> = serde_json::from_slice(text).ok();
    let schema = value.as_ref().and_then(|v| v.get("schema")).and_then(|s| s.as_str());
    schema == Some(super::MANIFEST_SCHEMA)
}

/// Finds the workbook that is the pack's form, the one with the usual name first. One with that name is
/// returned even if it cannot be read, for its findings.
fn workbook(
    opened: &Opened,
    source: &dyn Source,
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Option<InWorkbook> {
    let mut candidates = files(opened, &["xlsx", "xlsm"]);
    let is_named = |facts: &EntryFacts| base_name(&facts.path) == nfc(&pack.package.workbook);
    candidates.sort_by_key(|f| !is_named(f));
    candidates.truncate(MOST_OPENED);
    let mut found: Option<InWorkbook> = None;
    let mut damaged: Option<InWorkbook> = None;
    for facts in candidates {
        let most = pack.limits.document_bytes;
        let content = opened.content(source, &facts, most, pack, progress);
        let Some(bytes) = content else { continue };
        let mut read = ReadBack::new(&&*bytes, pack);
        let entry = facts.entry.clone();
        match &mut found {
            Some(first) if read.is_form() => first.others.push(entry),
            None if read.is_form() => {
                found = Some(InWorkbook { entry, read, others: Vec::new() });
            }
            _ if is_named(&facts) => {
                if read.findings.is_empty() {
                    read.findings.push(read.not_the_form(pack));
                }
                damaged = Some(InWorkbook { entry, read, others: Vec::new() });
            }
            _ => {}
        }
    }
    found.or(damaged)
}

impl InWorkbook {
    /// The findings of reading the workbook, located at its path.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.read.findings.clone();
        for finding in &mut findings {
            finding.location.entry = Some(self.entry.clone());
        }
        findings
    }
}
