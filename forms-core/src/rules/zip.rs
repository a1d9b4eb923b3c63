//! ZIP: the names in an archive and what its entries are.

use std::collections::HashMap;

use crate::archive::{Inventory, unsafe_path};
use crate::finding::{Finding, make};
use crate::pack::Pack;

/// Everything that the names in an archive show, as far as one archive alone can show it.
#[must_use]
pub fn check(inventory: &Inventory, _pack: &Pack, _package_file_name: &str) -> Vec<Finding> {
    let mut findings = repeated_names(inventory);
    for entry in &inventory.entries {
        if let Some(problem) = unsafe_path(&entry.name) {
            findings.push(make::zip_005(&entry.name, problem).at(entry.location()));
        }
    }
    findings
}

/// ZIP-003: one finding for each name that stands more than once, at its second place.
fn repeated_names(inventory: &Inventory) -> Vec<Finding> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for entry in &inventory.entries {
        *counts.entry(entry.name.as_str()).or_default() += 1;
    }
    let mut findings = Vec::new();
    for entry in &inventory.entries {
        if let Some(count) = counts.remove(entry.name.as_str()).filter(|count| *count > 1) {
            findings.push(make::zip_003(&entry.name, count).at(entry.location()));
        }
    }
    findings
}
