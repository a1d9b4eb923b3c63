//! Any bytes as an instrument: text comes out or a reason, in linear time.

use std::time::Instant;

use forms_core::document::DocumentText;
use forms_core::law::ordinance;
use forms_core::law::read_text;

/// Microseconds that the smallest file may take: what it may inflate to is bounded.
const LONGEST: u128 = 5_000_000;

/// Reads the bytes as a file of this name.
pub(crate) fn read(name: &str, bytes: &[u8]) {
    let started = Instant::now();
    let text = read_text(name, bytes);
    assert!(started.elapsed().as_micros() < LONGEST + 400 * bytes.len() as u128, "slow");
    if let Ok(DocumentText::Text(text)) = text {
        let _ = ordinance::read(&text);
    }
}
