//! `cargo xtask measure`: runs the measurements of the crate `measure`. xtask does not link it, because it
//! would then compile the core before every command.

use std::path::Path;

use anyhow::Result;

use crate::process;

/// Measures how often the successors of retired procedures are found. Returns true if every setting
/// keeps to its limits.
pub(crate) fn successors(root: &Path, family: Option<&str>, misses: bool) -> Result<bool> {
    let mut cargo = process::cargo(root);
    cargo.args([
        "run",
        "--release",
        "--quiet",
        "--package",
        "measure",
        "--bin",
        "successors",
        "--",
    ]);
    cargo.args(family);
    if misses {
        cargo.arg("--misses");
    }
    process::succeeds(&mut cargo)
}
