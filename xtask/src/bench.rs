//! Runs the benchmarks, native or as WASM in the engine that Chromium and Node share.
//!
//! Both are the same programs. For WASM they are built with the release profile, for a target with a
//! clock and standard output, which the browser's target lacks.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{self, find};
use crate::wasm::Profile;
use crate::{dist, serve, setup};

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

/// Measures the review view in Chromium. Without a folder of packages they are made below the target folder, once.
pub(crate) fn page(
    root: &Path,
    folder: Option<PathBuf>,
    nation: bool,
    profile: Profile,
) -> Result<bool> {
    setup::wasm_target()?;
    dist::build(root, profile)?;
    setup::node_packages(root)?;
    setup::browser_and_programs()?;
    process::run(process::cargo(root).args(["build", "--package", "renkei"]))?;
    let here = root.join(setup::BROWSER_TESTS);
    let packages = match folder {
        Some(folder) => folder,
        None => {
            let made =
                crate::target(root).join(if nation { "bench-nation" } else { "bench-prefecture" });
            if !made.exists() {
                let mut node = process::command("node", &here);
                node.arg("bench/prefecture.mjs").arg(&made);
                node.args(nation.then_some("--nation"));
                process::run(&mut node)?;
            }
            made.join("packages")
        }
    };
    let mut node = process::command("node", &here);
    node.env("RENKEI_PAGE", format!("http://{}", serve::in_background(root)?));
    node.arg("bench/review.mjs").arg(packages);
    process::succeeds(&mut node)
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
