//! One cause, one finding: what a program wrote wrongly into many names is told once, with all names.

use std::collections::HashMap;

use crate::archive::{
    Entry, Inventory, NameEncoding, by_product, separated, unsafe_path, windows_problem,
};
use crate::finding::word::{Zip005, Zip013, Zip016};
use crate::finding::{Finding, make};
use crate::text::spelled;

/// Why names are wrong. Entries with the same cause share one finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Cause {
    /// ZIP-005: a path that leads elsewhere or is written wrongly.
    Path(Zip005),
    /// ZIP-013: the bytes of the name.
    Encoding(Zip013),
    /// ZIP-016: the program that zipped it wrote `?` or `./`.
    Program(Zip016),
    /// ZIP-016: this part of a path, with the folders before it.
    Part(String, Zip016),
}

/// ZIP-005, ZIP-013 and ZIP-016: one finding for each cause, in the order of their first entries.
pub(super) fn check(inventory: &Inventory) -> Vec<Finding> {
    let is_absolute =
        |e: &Entry| e.name != e.path && unsafe_path(&e.name) == Some(Zip005::Absolute);
    let has_absolute = inventory.entries.iter().any(is_absolute);
    let mut order: Vec<(Cause, Vec<&Entry>)> = Vec::new();
    let mut places: HashMap<Cause, usize> = HashMap::new();
    for entry in &inventory.entries {
        for cause in causes(entry) {
            let cause = match cause {
                // A program that writes `/a.txt` also writes `/`.
                Cause::Path(Zip005::Root) if has_absolute => Cause::Path(Zip005::Absolute),
                cause => cause,
            };
            let place = *places.entry(cause.clone()).or_insert(order.len());
            match order.get_mut(place) {
                Some((_, entries)) => entries.push(entry),
                None => order.push((cause, vec![entry])),
            }
        }
    }
    order.into_iter().filter_map(|(cause, entries)| told(&cause, &entries)).collect()
}

/// Returns true for a name in which the program that zipped it wrote `?` for what it could not spell.
pub(super) fn is_replaced(entry: &Entry) -> bool {
    if !entry.name.contains('?') {
        return false;
    }
    match entry.encoding {
        NameEncoding::Unknown => false,
        _ if entry.meant.is_some() => true,
        // No system that writes CP932 lets a person type `?` into a name.
        NameEncoding::Cp932 => true,
        NameEncoding::Ascii => entry.path.split('/').any(holds_a_lost_word),
        _ => false,
    }
}

/// Returns true if a part has several `?` where a word would begin, or nothing but one as its stem.
/// Behind a letter they may have been typed on a Mac.
fn holds_a_lost_word(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part);
    let before = |at: usize| part.get(..at).and_then(|head| head.chars().next_back());
    stem == "?"
        || part.match_indices("??").any(|(at, _)| !before(at).is_some_and(char::is_alphabetic))
}

/// Returns true if a finding of this module tells how the entry's name is written.
pub(super) fn is_told(entry: &Entry) -> bool {
    let unread = entry.encoding == NameEncoding::Unknown;
    unread || entry.name != entry.path || entry.is_flagged_falsely() || is_replaced(entry)
}

/// The causes that one entry shows.
fn causes(entry: &Entry) -> Vec<Cause> {
    let unread = entry.encoding == NameEncoding::Unknown;
    let mut found = Vec::new();
    // In a name that no encoding reads (ZIP-013), a backslash may be the second byte of a character.
    let path = unsafe_path(&entry.name).filter(|p| !unread || *p != Zip005::Backslash);
    found.extend(path.map(Cause::Path));
    let encoding = if unread {
        Some(Zip013::Unreadable)
    } else if entry.is_flagged_falsely() {
        Some(Zip013::FalseFlag)
    } else {
        entry.name.contains(char::REPLACEMENT_CHARACTER).then_some(Zip013::Lost)
    };
    // ZIP-015 says enough of a file that nobody reads.
    let encoding = encoding.filter(|_| by_product(&entry.path).is_none());
    found.extend(encoding.map(Cause::Encoding));
    if is_replaced(entry) {
        found.push(Cause::Program(Zip016::Replaced));
    }
    // A name of separators only has no part: ZIP-005.
    if !entry.path.is_empty() || path.is_none() {
        found.extend(part(entry, unread));
    }
    found
}

/// The first part that Windows cannot create or shows falsely.
fn part(entry: &Entry, unread: bool) -> Option<Cause> {
    let dotted = entry.name == "." || entry.name.starts_with("./");
    if dotted {
        return Some(Cause::Program(Zip016::Here));
    }
    let as_stored = unread || entry.name == entry.path;
    let name = if as_stored { entry.name.as_str().into() } else { separated(&entry.name) };
    let (part, problem) = windows_problem(&name)?;
    if problem == Zip016::Forbidden && is_replaced(entry) {
        return None;
    }
    let before: Vec<&str> = name.split('/').take_while(|other| *other != part).collect();
    Some(Cause::Part([before.as_slice(), &[part]].concat().join("/"), problem))
}

/// The finding of one cause. A single entry is its place.
fn told(cause: &Cause, entries: &[&Entry]) -> Option<Finding> {
    let first = *entries.first()?;
    let count = entries.len() as u64;
    let names = || entries.iter().map(|entry| spelled(&entry.name)).collect::<Vec<_>>();
    let others = || names().split_off(1);
    let name = spelled(&first.name);
    let finding = match cause {
        Cause::Path(problem) => {
            let remedy = match problem {
                Zip005::Backslash => Zip005::PackSlashes,
                Zip005::Absolute | Zip005::Root => Zip005::PackRelative,
                _ => Zip005::DoNotExtract,
            };
            make::zip_005(name, *problem, remedy, count, names())
        }
        Cause::Encoding(problem) => {
            let remedy = match problem {
                Zip013::Unreadable => Zip013::Rename,
                _ => Zip013::Unflag,
            };
            make::zip_013(name, *problem, remedy, count, names())
        }
        Cause::Program(problem) => {
            make::zip_016(name, "", *problem, Zip016::PackAgain, count, others())
        }
        Cause::Part(whole, problem) => {
            let part = spelled(whole.rsplit('/').next().unwrap_or(whole));
            make::zip_016(name, part, *problem, Zip016::Rename, count, others())
        }
    };
    Some(if count == 1 { finding.at(first.location()) } else { finding })
}
