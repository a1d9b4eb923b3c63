//! Measures on made-up tables how well the core finds what it looks for.
//!
//! `cargo xtask measure` runs the measurements in full, which takes minutes; the tests of this crate
//! run a small part of each.

pub mod successors;
