//! Opens a package: streams each file once, hashes it, and reads the documents.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::elsewhere::{self, InWorkbook};
use super::listing;
use super::manifest::{Manifest, ManifestError};
use super::sniff::{ContentFacts, Sniffer};
use super::{FileFacts, attachment_path, hex};
use crate::application::{Application, Attachment, ReadError};
use crate::archive::content::{ReadBudget, copy_entry, read_entry};
use crate::archive::{Entry, Inventory, Progress, Share, Source};
use crate::finding::{Finding, Severity};
use crate::pack::Pack;
use crate::text::{as_seen, nfc};

/// A document of the package with its path, or the error of reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDocument<T, E> {
    /// The entry's path as stored.
    pub entry: String,
    /// The document, or the error of reading it.
    pub document: Result<T, E>,
}

/// One file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFacts {
    /// Its path without the outer folder, composed: the one that a document of the package lists
    /// it under, where its name is written otherwise.
    pub path: String,
    /// Its path as stored.
    pub entry: String,
    /// Its index in the inventory.
    pub index: usize,
    /// Its size in bytes, counted while reading.
    pub bytes: u64,
    /// SHA-256 in lower-case hex; `None` where its content cannot be read.
    pub sha256: Option<String>,
    /// The kind of its content; `None` if it cannot be read.
    pub content: Option<ContentFacts>,
}

/// An opened package: its files, documents and findings.
#[derive(Debug, Default)]
pub struct Opened {
    /// The raw inventory.
    pub inventory: Inventory,
    /// Its files, without folders.
    pub files: Vec<EntryFacts>,
    /// Every application in it, in the order of the directory.
    pub applications: Vec<ReadDocument<Application, ReadError>>,
    /// Its manifest, where there is one.
    pub manifest: Option<ReadDocument<Manifest, ManifestError>>,
    /// The application from a workbook, if there is no JSON document of it.
    pub in_workbook: Option<InWorkbook>,
    /// Findings about the archive.
    pub findings: Vec<Finding>,
    /// Contents that a check will need, by index in the inventory.
    kept: BTreeMap<usize, Vec<u8>>,
}

/// Bytes of content kept in memory in all; further files are read again when needed.
const MOST_KEPT: u64 = 32 << 20;

impl Opened {
    /// The application to check: the first in the directory's order.
    #[must_use]
    pub fn application(&self) -> Option<&Application> {
        match self.applications.first() {
            Some(first) => first.document.as_ref().ok(),
            None => self.in_workbook.as_ref()?.read.application.as_ref(),
        }
    }

    /// Finds the file of an attachment by its path, else by its name in any folder.
    #[must_use]
    pub fn attachment(&self, file: &str, path: &str) -> Option<&EntryFacts> {
        let wanted = as_seen(file);
        self.files
            .iter()
            .find(|f| f.path == path)
            .or_else(|| self.files.iter().find(|f| base_name(&f.path) == wanted))
    }

    /// The attachments that the package holds, under the names that the application uses.
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

    /// The content of a file of up to `most` bytes, from memory or read again. `None` if it is larger or
    /// cannot be read; [`open`] has reported that.
    #[must_use]
    pub fn content(
        &self,
        source: &dyn Source,
        facts: &EntryFacts,
        most: u64,
        pack: &Pack,
        progress: &mut dyn Progress,
    ) -> Option<Cow<'_, [u8]>> {
        if let Some(kept) = self.kept.get(&facts.index) {
            return Some(Cow::Borrowed(kept.as_slice())).filter(|kept| kept.len() as u64 <= most);
        }
        let entry = self.inventory.entries.get(facts.index)?;
        let mut budget = ReadBudget::new(&pack.limits.archive());
        read_entry(source, entry, &mut budget, most, progress).ok().map(Cow::Owned)
    }
}

/// Opens a package and reads every file of it once, under the pack's limits.
#[must_use]
pub fn open(source: &dyn Source, pack: &Pack, progress: &mut dyn Progress) -> Opened {
    let (inventory, findings) = Inventory::read(source, &pack.limits.archive());
    if findings.iter().any(|f| f.severity == Severity::Fatal) {
        return Opened { inventory, findings, ..Opened::default() };
    }
    let mut opened = Opened { findings, ..Opened::default() };
    let own: Vec<&str> = pack.package.folders.values().map(String::as_str).collect();
    let outer = inventory.outer_folder(&own).map(|folder| format!("{folder}/"));
    let outer = outer.unwrap_or_default();
    let mut budget = ReadBudget::new(&pack.limits.archive());
    let mut before = 0_u64;
    let entries = inventory.entries.iter().enumerate();
    for (index, entry) in entries.filter(|(_, e)| !e.is_directory()) {
        let path = nfc(entry.path.strip_prefix(outer.as_str()).unwrap_or(&entry.path));
        let keep = opened.most_to_keep(&path, pack);
        let mut part = Share { inner: &mut *progress, before, total: source.len() };
        // The inventory has reported what the records alone show.
        let content = match entry.is_blocked() {
            true => Err(None),
            false => read_once(source, entry, &mut budget, keep, &mut part).map_err(Some),
        };
        before = before.saturating_add(entry.compressed);
        let facts = EntryFacts {
            path,
            entry: entry.name.clone(),
            index,
            bytes: content.as_ref().map_or(entry.size, |c| c.bytes),
            sha256: content.as_ref().ok().map(|c| c.sha256.clone()),
            content: content.as_ref().ok().map(|c| c.facts),
        };
        match content {
            Ok(content) => opened.take(&facts, content.kept, pack),
            Err(finding) => opened.findings.extend(finding),
        }
        opened.files.push(facts);
    }
    opened.inventory = inventory;
    if opened.applications.is_empty() {
        elsewhere::search(&mut opened, source, pack, progress);
    }
    listing::match_up(&mut opened, &outer, pack);
    opened
}

impl Opened {
    /// Number of bytes of a file to keep in memory: documents, the workbook and the instruments that the
    /// application cites. (Our packages hold the application before them.)
    fn most_to_keep(&self, path: &str, pack: &Pack) -> u64 {
        let most = pack.limits.document_bytes;
        if path == pack.package.manifest || base_name(path) == pack.package.application {
            return most;
        }
        let cited = || {
            let app = self.application()?;
            let cited = app.cited_documents();
            let is_it = |a: &&Attachment| {
                cited.contains(a.file.as_str())
                    && (attachment_path(a, pack) == path || as_seen(&a.file) == base_name(path))
            };
            app.attachments.iter().find(is_it)
        };
        if path != pack.package.workbook && cited().is_none() {
            return 0;
        }
        let kept: usize = self.kept.values().map(Vec::len).sum();
        most.min(MOST_KEPT.saturating_sub(kept as u64))
    }

    /// Reads a document, or keeps a content that a check will need.
    fn take(&mut self, facts: &EntryFacts, kept: Vec<u8>, pack: &Pack) {
        let entry = facts.entry.clone();
        if facts.path == pack.package.manifest && self.manifest.is_none() {
            let document = Manifest::from_json(&kept);
            self.manifest = Some(ReadDocument { entry, document });
        } else if base_name(&facts.path) == pack.package.application {
            let document = Application::from_json(&kept);
            self.applications.push(ReadDocument { entry, document });
        } else if !kept.is_empty() && kept.len() as u64 == facts.bytes {
            self.kept.insert(facts.index, kept);
        }
    }
}

/// Size, hash, kind and first bytes of an entry that was streamed.
struct StreamedEntry {
    bytes: u64,
    sha256: String,
    facts: ContentFacts,
    kept: Vec<u8>,
}

/// Streams an entry once and keeps its first `keep` bytes.
///
/// # Errors
/// Those of [`copy_entry`].
fn read_once(
    source: &dyn Source,
    entry: &Entry,
    budget: &mut ReadBudget,
    keep: u64,
    progress: &mut dyn Progress,
) -> Result<StreamedEntry, Finding> {
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
    Ok(StreamedEntry { bytes, sha256: hex(&hash.finalize()), facts: sniffer.finish(), kept })
}

/// The last component of a path.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
