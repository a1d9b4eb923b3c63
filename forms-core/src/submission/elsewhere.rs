//! Packages that were not made here: documents under other names, found by what they hold, and the
//! workbook where there is no application at all.

use std::borrow::Cow;

use super::open::{EntryFacts, Opened, Read, base_name};
use super::{FileKind, Manifest, ManifestError};
use crate::application::{Application, ReadError};
use crate::archive::{Progress, Source, by_product};
use crate::finding::Finding;
use crate::form_book::ReadBack;
use crate::pack::Pack;
use crate::text::nfc;

/// How many files of a kind are opened in search of a document: a package holds few of them.
const MOST_OPENED: usize = 8;

/// An application that stands in a workbook only.
#[derive(Debug, Clone, Default)]
pub struct InWorkbook {
    /// The workbook's path as stored.
    pub entry: String,
    /// What it gave.
    pub read: ReadBack,
    /// Other workbooks that are the form too.
    pub others: Vec<String>,
}

/// Looks for the application of a package where it has none under its name.
pub(super) fn search(
    opened: &mut Opened,
    source: &dyn Source,
    pack: &Pack,
    progress: &mut dyn Progress,
) {
    // Where its entry is there but damaged, nothing else is taken in its place.
    if opened.files.iter().any(|f| base_name(&f.path) == pack.package.application) {
        return;
    }
    documents(opened, source, pack, progress);
    // A package with a list of its files was made by a program, which made an application too.
    let lists_one = opened.manifest.as_ref().is_some_and(|m| match &m.document {
        Ok(manifest) => manifest.files.iter().any(|f| f.kind == FileKind::Application),
        Err(_) => true,
    });
    if opened.applications.is_empty() && !lists_one {
        opened.in_workbook = workbook(opened, source, pack, progress);
    }
}

/// Files with one of some extensions, those at the top first.
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

/// Applications and a manifest among the JSON files, by the schema that they name.
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
                opened.applications.push(Read { entry: facts.entry, document });
                continue;
            }
        }
        match Manifest::from_json(&text) {
            Ok(manifest) if opened.manifest.is_none() => {
                opened.manifest = Some(Read { entry: facts.entry, document: Ok(manifest) });
            }
            // The schema may be right and the rest wrong; other JSON has no such schema.
            Err(error @ ManifestError::Shape(_))
                if opened.manifest.is_none() && names_the_schema(&text) =>
            {
                opened.manifest = Some(Read { entry: facts.entry, document: Err(error) });
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

/// The workbook that is the pack's form: the one with the right name first. One with that name that
/// cannot be read is taken too, so that what is wrong with it is said.
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
    /// The findings of reading it, with the workbook's path.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.read.findings.clone();
        for finding in &mut findings {
            finding.location.entry = Some(self.entry.clone());
        }
        findings
    }
}
