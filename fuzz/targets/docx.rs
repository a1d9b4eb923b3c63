//! Any bytes as an instrument in a file named `a.docx`: text comes out or a reason, in linear time.
#![no_main]

use std::time::Instant;

use forms_core::law::document::{DocumentText, read_text};
use forms_core::law::ordinance::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let started = Instant::now();
    let text = read_text("a.docx", bytes);
    assert!(started.elapsed().as_micros() < LONGEST + 400 * bytes.len() as u128, "slow");
    if let Ok(DocumentText::Text(text)) = text {
        let _ = parse(&text);
    }
});

/// Microseconds that the smallest file may take: what it may inflate to is bounded.
const LONGEST: u128 = 5_000_000;
