//! One file for each family of the catalogue: pure functions from a context to findings.

pub mod zip;
