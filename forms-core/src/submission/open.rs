//! Opening a package: what is in it, read once as a stream, and its documents.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::elsewhere::{self, InWorkbook};
use super::manifest::{Manifest, ManifestError};
use super::sniff::{ContentFacts, Sniffer};
use super::{FileFacts, attachment_path, hex};
use crate::application::{Application, ReadError};
use crate::archive::content::{ReadBudget, copy_entry, read_entry};
use crate::archive::{Entry, Inventory, Progress, Share, Source};
use crate::finding::{Finding, Severity};
use crate::pack::Pack;
use crate::text::nfc;

/// A document of the package, under its path, with what reading it gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T, E> {
    /// The entry's path as stored.
    pub entry: String,
    /// The document, or why it cannot be read.
    pub document: Result<T, E>,
}

/// One file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFacts {
    /// Its path without the outer folder, composed.
    pub path: String,
    /// Its path as stored.
    pub entry: String,
    /// Its place in the inventory.
    pub index: usize,
    /// The bytes it really holds.
    pub bytes: u64,
    /// SHA-256 in lower-case hex; `None` where its content cannot be read.
    pub sha256: Option<String>,
    /// What it holds; `None` where its content cannot be read.
    pub content: Option<ContentFacts>,
}

/// A package, opened.
#[derive(Debug, Default)]
pub struct Opened {
    /// The raw inventory.
    pub inventory: Inventory,
    /// Its files, without folders.
    pub files: Vec<EntryFacts>,
    /// Every application in it, in the order of the directory.
    pub applications: Vec<Read<Application, ReadError>>,
    /// Its manifest, where there is one.
    pub manifest: Option<Read<Manifest, ManifestError>>,
    /// The application that stands in a workbook only, where there is none in a document.
    pub in_workbook: Option<InWorkbook>,
    /// What reading the archive found.
    pub findings: Vec<Finding>,
}

impl Opened {
    /// The application to judge: the first in the directory's order.
    #[must_use]
    pub fn application(&self) -> Option<&Application> {
        match self.applications.first() {
            Some(first) => first.document.as_ref().ok(),
            None => self.in_workbook.as_ref()?.read.application.as_ref(),
        }
    }

    /// The file that an attachment of the application is, by its path, else by its bare name.
    #[must_use]
    pub fn attachment(&self, file: &str, path: &str) -> Option<&EntryFacts> {
        let wanted = nfc(file);
        self.files
            .iter()
            .find(|f| f.path == path)
            .or_else(|| self.files.iter().find(|f| base_name(&f.path) == wanted))
    }

    /// The attachments that are really there, under the names the application uses.
    #[must_use]
    pub fn attachment_facts(&self, app: &Application, pack: &Pack) -> Vec<FileFacts> {
        let found = app.attachments.iter().filter_map(|a| {
            let facts = self.attachment(&a.file, &attachment_path(a, pack))?;
            Some(FileFacts {
                name: a.file.clone(),
                bytes: facts.bytes,
                sha256: facts.sha256.clone(),
            })
        });
        found.collect()
    }

    /// Reads some files again, whole, up to `most` bytes each; what cannot be read is left out,
    /// since [`open`] has reported it.
    #[must_use]
    pub fn read_files(
        &self,
        source: &dyn Source,
        paths: impl IntoIterator<Item = EntryFacts>,
        most: u64,
        pack: &Pack,
        progress: &mut dyn Progress,
    ) -> BTreeMap<String, Vec<u8>> {
        let mut budget = ReadBudget::new(&pack.limits);
        let mut contents = BTreeMap::new();
        for facts in paths {
            let Some(entry) = self.inventory.entries.get(facts.index) else { continue };
            if let Ok(bytes) = read_entry(source, entry, &mut budget, most, progress) {
                contents.insert(facts.entry, bytes);
            }
        }
        contents
    }
}

/// Opens a package and reads every file of it once, under the pack's limits.
#[must_use]
pub fn open(source: &dyn Source, pack: &Pack, progress: &mut dyn Progress) -> Opened {
    let (inventory, findings) = Inventory::read(source, &pack.limits);
    let mut opened = Opened { inventory, findings, ..Opened::default() };
    if opened.findings.iter().any(|f| f.severity == Severity::Fatal) {
        return opened;
    }
    let own: Vec<&str> = pack.package.folders.values().map(String::as_str).collect();
    let outer = opened.inventory.outer_folder(&own).map(|folder| format!("{folder}/"));
    let outer = outer.unwrap_or_default();
    let mut budget = ReadBudget::new(&pack.limits);
    let mut before = 0_u64;
    for (index, entry) in opened.inventory.entries.iter().enumerate() {
        if entry.is_directory() {
            continue;
        }
        let path = nfc(entry.name.strip_prefix(outer.as_str()).unwrap_or(&entry.name));
        let is_manifest = path == pack.package.manifest;
        let is_application = base_name(&path) == pack.package.application;
        let mut facts = EntryFacts {
            path,
            entry: entry.name.clone(),
            index,
            bytes: entry.size,
            sha256: None,
            content: None,
        };
        let keep = if is_manifest || is_application { pack.limits.document_bytes } else { 0 };
        let mut part = Share { inner: &mut *progress, before, total: source.len() };
        let once = read_once(source, entry, &mut budget, keep, &mut part);
        before = before.saturating_add(entry.compressed);
        match once {
            Ok(content) => {
                facts.bytes = content.bytes;
                facts.sha256 = Some(content.sha256);
                facts.content = Some(content.facts);
                let name = entry.name.clone();
                if is_manifest && opened.manifest.is_none() {
                    let document = Manifest::from_json(&content.kept);
                    opened.manifest = Some(Read { entry: name, document });
                } else if is_application {
                    let document = Application::from_json(&content.kept);
                    opened.applications.push(Read { entry: name, document });
                }
            }
            // What the records alone show has been said by the inventory.
            Err(finding) if opened.findings.contains(&finding) => {}
            Err(finding) => opened.findings.push(finding),
        }
        opened.files.push(facts);
    }
    if opened.applications.is_empty() {
        elsewhere::search(&mut opened, source, pack, progress);
    }
    opened
}

struct Content {
    bytes: u64,
    sha256: String,
    facts: ContentFacts,
    kept: Vec<u8>,
}

/// Streams an entry once; keeps its first `keep` bytes.
fn read_once(
    source: &dyn Source,
    entry: &Entry,
    budget: &mut ReadBudget,
    keep: u64,
    progress: &mut dyn Progress,
) -> Result<Content, Finding> {
    let mut hash = Sha256::new();
    let mut bytes = 0_u64;
    let mut kept = Vec::new();
    let mut sniffer = Sniffer::default();
    copy_entry(source, entry, budget, progress, &mut |chunk| {
        hash.update(chunk);
        sniffer.feed(chunk);
        bytes += chunk.len() as u64;
        let room = keep.saturating_sub(kept.len() as u64);
        let take = usize::try_from(room).unwrap_or(usize::MAX).min(chunk.len());
        kept.extend(chunk.iter().take(take));
    })?;
    Ok(Content { bytes, sha256: hex(&hash.finalize()), facts: sniffer.finish(), kept })
}

pub(super) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
