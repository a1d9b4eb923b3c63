//! Opening a package: what is in it, read once as a stream, and its documents.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::elsewhere::{self, InWorkbook};
use super::manifest::{Manifest, ManifestError};
use super::sniff::{ContentFacts, Sniffer};
use super::{FileFacts, attachment_path, hex};
use crate::application::{Application, Attachment, ReadError};
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
    /// The content of files that a check asks for, by their places in the inventory.
    kept: BTreeMap<usize, Vec<u8>>,
}

/// How many bytes of content are kept in all; files beyond that are read again when asked for.
const MOST_KEPT: u64 = 32 << 20;

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

    /// The content of a file, up to `most` bytes: kept from the first reading where it was, else read
    /// again. `None` where it is larger or cannot be read, since [`open`] has reported that.
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
        let path = nfc(entry.name.strip_prefix(outer.as_str()).unwrap_or(&entry.name));
        let keep = opened.most_to_keep(&path, pack);
        let mut part = Share { inner: &mut *progress, before, total: source.len() };
        let content = read_once(source, entry, &mut budget, keep, &mut part);
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
            // The inventory has reported what the records alone show.
            Err(finding) if opened.findings.contains(&finding) => {}
            Err(finding) => opened.findings.push(finding),
        }
        opened.files.push(facts);
    }
    opened.inventory = inventory;
    if opened.applications.is_empty() {
        elsewhere::search(&mut opened, source, pack, progress);
    }
    opened
}

impl Opened {
    /// How many bytes of a file are kept when it is read: documents, the workbook and the instruments
    /// that the application cites, which stands before them in packages of ours.
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
                    && (attachment_path(a, pack) == path || nfc(&a.file) == base_name(path))
            };
            app.attachments.iter().find(is_it)
        };
        if path != pack.package.workbook && cited().is_none() {
            return 0;
        }
        let kept: usize = self.kept.values().map(Vec::len).sum();
        most.min(MOST_KEPT.saturating_sub(kept as u64))
    }

    /// Takes the content of a file: a document is read, what a check will ask for is kept.
    fn take(&mut self, facts: &EntryFacts, kept: Vec<u8>, pack: &Pack) {
        let entry = facts.entry.clone();
        if facts.path == pack.package.manifest && self.manifest.is_none() {
            let document = Manifest::from_json(&kept);
            self.manifest = Some(Read { entry, document });
        } else if base_name(&facts.path) == pack.package.application {
            let document = Application::from_json(&kept);
            self.applications.push(Read { entry, document });
        } else if !kept.is_empty() && kept.len() as u64 == facts.bytes {
            self.kept.insert(facts.index, kept);
        }
    }
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
