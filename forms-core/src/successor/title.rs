//! Titles of instruments, each kept once: thousands of provisions share a few long ones.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// The title of an instrument. Two from the same [`Titles`] are compared by address first.
#[derive(Debug, Clone)]
pub(super) struct Title(Rc<str>);

impl PartialEq for Title {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for Title {}

impl Ord for Title {
    fn cmp(&self, other: &Self) -> Ordering {
        if Rc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for Title {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Title {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Every title that was read, each stored once.
#[derive(Debug, Default)]
pub(super) struct Titles(HashSet<Rc<str>>);

impl Titles {
    pub(super) fn keep(&mut self, title: &str) -> Title {
        if let Some(known) = self.0.get(title) {
            return Title(known.clone());
        }
        let new: Rc<str> = title.into();
        self.0.insert(new.clone());
        Title(new)
    }
}
