//! Any text as an ordinance: the citation of each provision resolves to that provision.
#![no_main]

use std::collections::HashSet;
use std::time::Instant;

use forms_core::law::citation::{Style, read};
use forms_core::law::ordinance::parse;
use forms_core::law::{Index, Unresolved};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let started = Instant::now();
    let ordinance = parse(text);
    assert!(started.elapsed().as_micros() < 500_000 + 200 * text.len() as u128, "slow");
    let index = Index::new(&ordinance);
    let mut seen = HashSet::new();
    for provision in ordinance.provisions.iter().take(200) {
        if !seen.insert(&provision.path) {
            continue;
        }
        for style in Style::ALL {
            let written = ordinance.cite(&provision.path, style);
            let reading = read(&written);
            let Some(citation) = reading.single() else { panic!("{written}: {reading:?}") };
            match index.resolve(citation) {
                Ok(found) => assert_eq!(found.provision.path, provision.path, "{written}"),
                Err(Unresolved::Deleted { .. }) => {}
                Err(Unresolved::NotFound { .. }) => panic!("{written} is not found"),
            }
        }
    }
});
