//! `cargo xtask fuzz`: builds the fuzz targets and lets each run for some minutes.
//!
//! They are built with libFuzzer directly and not by `cargo-fuzz`, which needs a nightly toolchain for a
//! sanitizer that code without `unsafe` does not need.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::process;

/// Compiler flags for coverage, which libFuzzer needs to see which code an input reached.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table";

/// Runs one target, or all of them one after another. Returns true if none found a failure.
///
/// New inputs are written to `target/fuzz/corpus`, failing ones to `target/fuzz/artifacts`.
pub(crate) fn fuzz(root: &Path, target: Option<&str>, minutes: u64) -> Result<bool> {
    let all = targets(root)?;
    let chosen: Vec<&String> =
        all.iter().filter(|t| target.is_none_or(|name| name == *t)).collect();
    if chosen.is_empty() {
        bail!("no target {:?}; there are: {}", target.unwrap_or_default(), all.join(", "));
    }
    let folder = root.join("fuzz");
    let built = root.join("target/fuzz");
    let host = host()?;
    let mut clean = true;
    for name in chosen {
        let found = built.join("corpus").join(name);
        let wrong = built.join("artifacts").join(name);
        std::fs::create_dir_all(&found).context("target/fuzz/corpus")?;
        std::fs::create_dir_all(&wrong).context("target/fuzz/artifacts")?;
        let mut command = process::cargo(&folder);
        command
            .env("RUSTFLAGS", COVERAGE)
            .env("CARGO_TARGET_DIR", &built)
            .args(["run", "--release", "--quiet", "--target", &host, "--bin", name, "--"])
            .arg(format!("-max_total_time={}", minutes.saturating_mul(60)))
            .arg(format!("-artifact_prefix={}/", wrong.display()))
            // Long enough for a busy machine; an input that hangs never ends.
            .args(["-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"])
            .arg(&found);
        let seeds = folder.join("corpus").join(name);
        if seeds.is_dir() {
            command.arg(seeds);
        }
        clean &= process::succeeds(&mut command)?;
    }
    Ok(clean)
}

/// Returns the targets, which are the names of their files.
fn targets(root: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root.join("fuzz/targets")).context("fuzz/targets")? {
        let path = entry.context("fuzz/targets")?.path();
        if path.extension().is_some_and(|e| e == "rs")
            && let Some(name) = path.file_stem()
        {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Returns the target triple of this machine. Naming it keeps the flags away from build scripts.
fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = std::process::Command::new(rustc);
    let output = command.args(["--print", "host-tuple"]).output().context("cannot start rustc")?;
    ensure!(output.status.success(), "rustc --print host-tuple failed");
    Ok(String::from_utf8(output.stdout).context("rustc --print host-tuple")?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_built() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let manifest = std::fs::read_to_string(root.join("fuzz/Cargo.toml")).expect("a manifest");
        for name in targets(&root).expect("targets") {
            assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
        }
        let error = fuzz(&root, Some("no-such-target"), 1).expect_err("there is none");
        assert!(error.to_string().contains("archive"));
    }
}
