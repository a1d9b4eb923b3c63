//! Any text as a citation: what is read reads back from its normal form, and time stays linear.
#![no_main]

use std::time::Instant;

use forms_core::finding::Lang;
use forms_core::law::citation::{Style, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let started = Instant::now();
    let reading = read(text);
    assert!(started.elapsed().as_micros() < 500_000 + 100 * text.len() as u128, "slow");
    let length = text.chars().count();
    for citation in &reading.citations {
        assert!(citation.span.0 <= citation.span.1 && citation.span.1 <= length);
        // The row of a table may be any words; the rest has one normal form.
        if citation.path.table.is_none() {
            for style in Style::ALL {
                let written = citation.canonical(style);
                let again = read(&written);
                let path = again.citations.first().map(|c| &c.path);
                assert_eq!(path, Some(&citation.path), "{written}");
            }
        }
    }
    for problem in &reading.problems {
        assert!(!problem.finding(text).message(Lang::Ja).is_empty());
    }
});
