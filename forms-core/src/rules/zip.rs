//! ZIP: the names in an archive and the nature of its entries.
//!
//! `archive` finds the others: ZIP-001, 002, 006 to 008, 011 and 021 to 023 in the records, ZIP-009
//! and ZIP-010 while it reads the content.

mod causes;

use std::collections::{HashMap, HashSet};

use crate::archive::{
    Entry, Inventory, NameEncoding, SecondName, by_product, difference, fold_path, is_decomposed,
};
use crate::finding::word::{Zip004, Zip010, Zip025};
use crate::finding::{Finding, make};
use crate::pack::Pack;
use crate::submission::file_name;
use crate::text::told_apart;

/// Everything that the directory of an archive shows under a pack. `package_file_name` is the
/// archive's own file name, after which Explorer names the folder that it extracts into.
#[must_use]
pub fn check(inventory: &Inventory, pack: &Pack, package_file_name: &str) -> Vec<Finding> {
    let mut findings = repeated_names(inventory);
    findings.extend(colliding_names(inventory));
    findings.extend(causes::check(inventory));
    for entry in &inventory.entries {
        check_entry(entry, pack, &mut findings);
    }
    findings.extend(longest_path(inventory, pack, package_file_name));
    findings.extend(packed_twice(inventory, pack));
    findings.extend(outer_folder(inventory, pack).map(make::zip_018));
    findings.extend(harmless_extras(inventory));
    findings
}

/// The folder that a package's files lie in without need, if there is one; the pack's own folders
/// are none.
#[must_use]
pub fn outer_folder<'a>(inventory: &'a Inventory, pack: &Pack) -> Option<&'a str> {
    let own: Vec<&str> = pack.package.folders.values().map(String::as_str).collect();
    inventory.outer_folder(&own)
}

/// ZIP-007 (the second name), ZIP-010 (depth), ZIP-012, ZIP-014, ZIP-015, ZIP-020 and ZIP-024.
fn check_entry(entry: &Entry, pack: &Pack, findings: &mut Vec<Finding>) {
    let name = &entry.name;
    let mut add = |finding: Finding| findings.push(finding.at(entry.location()));
    if folders(&entry.path) > pack.limits.depth {
        add(make::zip_010(Zip010::Depth, pack.limits.depth as u64));
    }
    if let Some(kind) = entry.special() {
        add(make::zip_020(name, kind));
    }
    let second = entry.second_name();
    if let Some(SecondName::Another { header, second }) = &second {
        add(entry.two_names(header, second));
    }
    if let Some(kind) = by_product(&entry.path) {
        // ZIP-015 alone: nobody reads the file, so it does not matter how its name is written.
        add(make::zip_015(name, kind));
        return;
    }
    // ZIP-013 tells more of a name that nothing reads or that is flagged falsely.
    let unread = entry.encoding == NameEncoding::Unknown;
    if !unread && !entry.is_flagged_falsely() && entry.name_is_guess() {
        let (as_utf8, as_cp932) = entry.readings();
        add(make::zip_012(name, as_utf8, as_cp932));
    }
    if is_decomposed(name) {
        add(make::zip_014(name));
    }
    if let Some(SecondName::Doubtful { second, problem }) = second {
        add(make::zip_024(name, second, problem));
    }
}

/// The number of folders in a path.
fn folders(path: &str) -> usize {
    path.strip_suffix('/').unwrap_or(path).matches('/').count()
}

/// ZIP-003: one finding for each name that several entries have, but for names that lost their
/// characters: ZIP-016 tells why they are one.
fn repeated_names(inventory: &Inventory) -> Vec<Finding> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for entry in &inventory.entries {
        *counts.entry(entry.name.as_str()).or_default() += 1;
    }
    let mut findings = Vec::new();
    for entry in &inventory.entries {
        let count = counts.remove(entry.name.as_str()).filter(|count| *count > 1);
        if let Some(count) = count.filter(|_| !causes::is_replaced(entry)) {
            findings.push(make::zip_003(&entry.name, count).at(entry.location()));
        }
    }
    findings
}

/// ZIP-004: each name that becomes one with an earlier one, and each file named like a folder.
fn colliding_names(inventory: &Inventory) -> Vec<Finding> {
    let mut first: HashMap<String, &str> = HashMap::new();
    let mut told: HashSet<&str> = HashSet::new();
    let mut findings = Vec::new();
    let files = || inventory.entries.iter().filter(|entry| !entry.is_directory());
    for entry in files() {
        let name = entry.name.as_str();
        let earlier = *first.entry(fold_path(&entry.path)).or_insert(name);
        if earlier != name && told.insert(name) {
            let reason = difference(name, earlier);
            let (shown, other) = told_apart(name, earlier);
            findings.push(make::zip_004(shown, other, reason).at(entry.location()));
        }
    }
    let mut folders: HashMap<String, &str> = HashMap::new();
    for entry in &inventory.entries {
        for (at, _) in entry.path.match_indices('/') {
            let folder = entry.path.get(..at).unwrap_or_default();
            folders.entry(fold_path(folder)).or_insert(folder);
        }
    }
    for entry in files() {
        if let Some(folder) = folders.get(&fold_path(&entry.path)) {
            let finding = make::zip_004(&entry.name, *folder, Zip004::FileAndFolder);
            findings.push(finding.at(entry.location()));
        }
    }
    findings
}

/// ZIP-017: the longest path, where it passes the budget.
fn longest_path(inventory: &Inventory, pack: &Pack, package_file_name: &str) -> Option<Finding> {
    let file = file_name(package_file_name);
    let folder = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let units = |text: &str| text.encode_utf16().count();
    let length = |entry: &Entry| {
        // Where the name lost characters, what replaced them may be longer.
        let path = entry.meant.as_ref().unwrap_or(&entry.path);
        units(folder) + 1 + units(path.strip_suffix('/').unwrap_or(path))
    };
    let longest = inventory.entries.iter().max_by_key(|entry| length(entry))?;
    let (length, budget) = (length(longest), pack.package.path_budget);
    (length > budget)
        .then(|| make::zip_017(&longest.name, length as u64, budget as u64).at(longest.location()))
}

/// ZIP-019: a ZIP at the top where neither the application nor any workbook is.
fn packed_twice(inventory: &Inventory, pack: &Pack) -> Vec<Finding> {
    let prefix = outer_folder(inventory, pack).map(|f| format!("{f}/")).unwrap_or_default();
    let at_top =
        |entry: &&Entry| entry.path.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('/'));
    let ends = |entry: &Entry, ends: &[&str]| {
        let name = entry.path.to_ascii_lowercase();
        ends.iter().any(|end| name.ends_with(end))
    };
    let is_application = |entry: &Entry| {
        let name = entry.path.strip_prefix(&prefix).unwrap_or(&entry.path);
        name == pack.package.application
            || name == pack.package.manifest
            || ends(entry, &[".xlsx", ".xlsm", ".xls"])
    };
    if inventory.files().filter(at_top).any(is_application) {
        return Vec::new();
    }
    let zips = inventory.files().filter(at_top).filter(|entry| ends(entry, &[".zip"]));
    zips.map(|entry| make::zip_019(&entry.name).at(entry.location())).collect()
}

/// ZIP-025: one finding for each kind.
fn harmless_extras(inventory: &Inventory) -> Vec<Finding> {
    let count = |what: fn(&Entry) -> bool| {
        inventory.entries.iter().filter(|entry| what(entry)).count() as u64
    };
    let kinds = [
        (Zip025::Folders, count(|entry| entry.is_directory() && !causes::is_told(entry))),
        (Zip025::EntryComments, count(|entry| !entry.comment.is_empty())),
        (Zip025::ExtraFields, count(|entry| entry.has_unknown_extra)),
        (Zip025::ArchiveComment, u64::from(!inventory.comment.is_empty())),
        (Zip025::Signature, u64::from(inventory.is_signed)),
    ];
    let found = kinds.into_iter().filter(|(_, count)| *count > 0);
    found.map(|(kind, count)| make::zip_025(kind, count)).collect()
}
