//! Runs the benchmarks, native or as WASM in the engine that Chromium and Node share.
//!
//! Both are the same programs. For WASM they are built with the release profile, for a target with a
//! clock and standard output, which the browser's target lacks.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{self, find};

const TARGET: &str = "wasm32-wasip1";

/// Runs all benchmarks, or the one named `filter`.
pub(crate) fn bench(root: &Path, wasm: bool, filter: Option<&str>) -> Result<bool> {
    let mut cargo = process::cargo(root);
    cargo.args(["bench", "--package", "forms-core", "--package", "measure"]);
    match filter {
        Some(name) => cargo.args(["--bench", name]),
        None => cargo.arg("--benches"),
    };
    if wasm {
        target()?;
        let runner = format!("node {}", root.join("xtask/src/wasi.mjs").display());
        cargo.args(["--profile", "wasm", "--target", TARGET]);
        cargo.env("CARGO_TARGET_WASM32_WASIP1_RUNNER", runner);
    }
    process::succeeds(&mut cargo)
}

fn target() -> Result<()> {
    if find("node").is_none() {
        bail!("the benchmarks of WASM run in Node 20 or newer: install it and run this again");
    }
    if find("rustup").is_some() {
        process::run(Command::new("rustup").args(["target", "add", TARGET]))?;
    }
    Ok(())
}
