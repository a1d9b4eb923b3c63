//! Any bytes as an instrument in a file named `a.html`.
#![no_main]

mod instrument;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| instrument::read("a.html", bytes));
