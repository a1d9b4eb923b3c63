//! Matches the files of a package with the names that its documents give them.
//!
//! A name may differ from the listed one and still be the same file: an invisible character came
//! into it, or the program that zipped it lost characters. What was wrong with the name has a finding
//! of its own (ZIP-005, ZIP-013, ZIP-016); nothing is missing and nothing was added.

use std::collections::{BTreeMap, BTreeSet};

use super::attachment_path;
use super::open::{EntryFacts, Opened};
use crate::archive::{Entry, NameEncoding, separated, spelled_alike, with_words_lost};
use crate::pack::Pack;
use crate::text::{as_seen, is_blank, nfc};

/// Number of pairs of names and paths that are compared where no hash tells which is which.
const MOST_COMPARED: usize = 10_000;

/// Number of listed files with one content among which a name is looked for.
const MOST_ALIKE: usize = 64;

/// A file that a document of the package lists.
struct Listed {
    path: String,
    /// SHA-256 in lower-case hex, if the document has it.
    sha256: Option<String>,
}

/// Gives each file the path under which a document lists it.
pub(super) fn match_up(opened: &mut Opened, outer: &str, pack: &Pack) {
    let listed = listed(opened, pack);
    let mut matching = Matching { free: BTreeMap::new(), listed: &listed };
    matching.free.extend(listed.iter().enumerate().map(|(i, l)| (l.path.as_str(), i)));
    let Opened { files, inventory, .. } = opened;
    let mut open: Vec<&mut EntryFacts> = Vec::new();
    for facts in files {
        let Some(entry) = inventory.entries.get(facts.index) else { continue };
        if !matching.claim_exactly(facts, entry, outer) {
            open.push(facts);
        }
    }
    let mut by_sight: BTreeMap<String, &str> = BTreeMap::new();
    for path in matching.free.keys() {
        by_sight.entry(as_seen(path)).or_insert(path);
    }
    open.retain_mut(|facts| match by_sight.remove(&facts.path) {
        Some(path) => !matching.claim(facts, path),
        None => true,
    });
    open.retain(|facts| inventory.entries.get(facts.index).is_some_and(has_lost_characters));
    for (facts, path) in matching.of_lost_names(open) {
        if let Some(entry) = inventory.entries.get_mut(facts.index) {
            entry.meant = Some(path.clone());
        }
        facts.path = path;
    }
}

/// Returns true if a program lost characters of the name, or nobody knows which they are.
fn has_lost_characters(entry: &Entry) -> bool {
    entry.encoding == NameEncoding::Unknown
        || entry.name.contains(['?', char::REPLACEMENT_CHARACTER])
}

/// The files that the manifest lists, and those of the application that it does not.
fn listed(opened: &Opened, pack: &Pack) -> Vec<Listed> {
    let manifest = opened.manifest.as_ref().and_then(|m| m.document.as_ref().ok());
    let mut listed: Vec<Listed> = Vec::new();
    for file in manifest.iter().flat_map(|m| &m.files) {
        listed.push(Listed { path: file.path.clone(), sha256: Some(file.sha256.clone()) });
    }
    let known: BTreeSet<String> = listed.iter().map(|l| l.path.clone()).collect();
    let mut more = Vec::new();
    if let Some(app) = opened.application() {
        let named = app.attachments.iter().filter(|a| !is_blank(&a.file));
        more.extend(named.map(|a| attachment_path(a, pack)));
    }
    if manifest.is_none() && !opened.applications.is_empty() {
        more.push(nfc(&pack.package.workbook));
    }
    let more = more.into_iter().filter(|path| !known.contains(path));
    listed.extend(more.map(|path| Listed { path, sha256: None }));
    listed
}

/// The listed files for which no file has been found yet.
struct Matching<'l> {
    listed: &'l [Listed],
    /// Indices in `listed`, by path.
    free: BTreeMap<&'l str, usize>,
}

impl<'l> Matching<'l> {
    /// Claims the path that is the entry's own to the letter, else to the eye of a reader.
    fn claim_exactly(&mut self, facts: &mut EntryFacts, entry: &Entry, outer: &str) -> bool {
        let name = separated(&entry.name);
        let inner = match outer.is_empty() {
            true => &*name,
            false => name.split_once('/').map_or(&*name, |(_, rest)| rest),
        };
        let exact = nfc(inner);
        if exact != facts.path && self.claim(facts, &exact) {
            return true;
        }
        self.free.remove(facts.path.as_str()).is_some()
    }

    fn claim(&mut self, facts: &mut EntryFacts, path: &str) -> bool {
        let claimed = self.free.remove(path).is_some();
        if claimed {
            path.clone_into(&mut facts.path);
        }
        claimed
    }

    /// The files of names that lost characters with the paths that they had: by content, else by the
    /// only name that fits.
    fn of_lost_names<'f>(
        &mut self,
        files: Vec<&'f mut EntryFacts>,
    ) -> Vec<(&'f mut EntryFacts, String)> {
        let mut by_hash: BTreeMap<&str, Vec<&'l str>> = BTreeMap::new();
        for listed in self.free.values().filter_map(|i| self.listed.get(*i)) {
            if let Some(hash) = &listed.sha256 {
                by_hash.entry(hash).or_default().push(&listed.path);
            }
        }
        let mut found = Vec::new();
        let mut left = Vec::new();
        for facts in files {
            let paths = facts.sha256.as_deref().and_then(|hash| by_hash.get_mut(hash));
            let fits =
                |path: &&str| !facts.path.contains('?') || with_words_lost(&facts.path, path);
            let place =
                paths.as_ref().and_then(|paths| paths.iter().take(MOST_ALIKE).position(fits));
            match paths.zip(place).map(|(paths, place)| paths.remove(place)) {
                Some(path) => {
                    self.free.remove(path);
                    found.push((facts, path.to_owned()));
                }
                None => left.push(facts),
            }
        }
        if left.len().saturating_mul(left.len() + self.free.len()) > MOST_COMPARED {
            return found;
        }
        for fits in [spelled_alike, with_words_lost] {
            let names: Vec<String> = left.iter().map(|facts| facts.path.clone()).collect();
            let mut rest = Vec::new();
            for facts in left {
                match self.only_fit(&names, &facts.path, fits) {
                    Some(path) => {
                        self.free.remove(path);
                        found.push((facts, path.to_owned()));
                    }
                    None => rest.push(facts),
                }
            }
            left = rest;
        }
        found
    }

    /// The only listed path that a name fits, if no other name fits it.
    fn only_fit(
        &self,
        names: &[String],
        name: &str,
        fits: fn(&str, &str) -> bool,
    ) -> Option<&'l str> {
        let mut paths = self.free.keys().filter(|path| fits(name, path));
        let path = *paths.next()?;
        let others = names.iter().filter(|other| fits(other, path)).count();
        (paths.next().is_none() && others == 1).then_some(path)
    }
}
