//! Any bytes as a ZIP: the inventory, every entry's content, and the rules on names.
//!
//! Whatever is read without a finding against it must be what its record says.
#![no_main]

use forms_core::archive::content::{ReadBudget, copy_entry};
use forms_core::archive::{Inventory, Limits, Silent};
use forms_core::finding::Lang;
use forms_core::pack::Pack;
use forms_core::rules;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let pack = Pack::standard();
    let limits = Limits { entry_bytes: 1 << 20, total_bytes: 4 << 20, ..pack.limits.archive() };
    let (inventory, mut findings) = Inventory::read(&bytes, &limits);
    let mut budget = ReadBudget::new(&limits);
    for entry in &inventory.entries {
        let mut produced = 0;
        let mut sink = |piece: &[u8]| produced += piece.len() as u64;
        match copy_entry(&bytes, entry, &mut budget, &mut Silent, &mut sink) {
            Ok(()) => assert_eq!(produced, entry.size),
            Err(finding) => findings.push(finding),
        }
    }
    assert!(budget.produced() <= limits.total_bytes);
    findings.extend(rules::check_archive(&inventory, pack, "a.zip"));
    for finding in &findings {
        assert!(!finding.message(Lang::Ja).is_empty());
    }
});
