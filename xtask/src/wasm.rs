//! Builds a shell's crate for the browser and generates its JavaScript glue. It uses the library of
//! wasm-bindgen's command line, so that Cargo.lock alone decides the version.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::process;
use crate::setup::WASM_TARGET;
use crate::target;

/// The stem of the files: `renkei.js`, `renkei_bg.wasm`.
pub(crate) const STEM: &str = "renkei";

/// The build profile of the WASM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// For release: the profile `wasm` in Cargo.toml.
    Shipped,
    /// Unoptimised, built in seconds, for trying things out.
    Quick,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Shipped => "wasm",
            Self::Quick => "dev",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Shipped => "wasm",
            Self::Quick => "debug",
        }
    }
}

/// The JavaScript glue and the WASM of one shell.
pub(crate) struct Built {
    pub(crate) glue: String,
    pub(crate) wasm: Vec<u8>,
}

/// Builds the crates in one cargo call, so that shared dependencies are built once.
pub(crate) fn compile(root: &Path, crates: &[&str], profile: Profile) -> Result<()> {
    let mut cargo = process::cargo(root);
    cargo.args(["build", "--target", WASM_TARGET, "--profile", profile.name()]);
    for name in crates {
        cargo.args(["--package", name]);
    }
    // Paths of this machine stay out, so that the same sources give the same bytes everywhere.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", remapped_paths(root));
    process::run(&mut cargo)
}

/// Returns compiler flags for `CARGO_ENCODED_RUSTFLAGS`, which allows spaces in a path.
fn remapped_paths(root: &Path) -> String {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cargo")));
    let mut flags = vec![format!("--remap-path-prefix={}=/renkei", root.display())];
    if let Some(home) = home {
        flags.push(format!("--remap-path-prefix={}=/cargo", home.display()));
    }
    flags.join("\x1f")
}

/// Generates the glue of a crate that [`compile`] built.
pub(crate) fn bind(root: &Path, name: &str, profile: Profile, work: &Path) -> Result<Built> {
    check_version(root)?;
    let input = target(root).join(WASM_TARGET).join(profile.folder()).join(format!("{name}.wasm"));
    let folder = work.join(name);
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&input)
        .out_name(STEM)
        .typescript(false)
        .remove_name_section(profile == Profile::Shipped)
        .remove_producers_section(true)
        // One classic script that page, worker, extension and the offline file load alike: a page
        // from file:// cannot load a module, and a module cannot be inlined without editing it.
        .no_modules(true)
        .and_then(|b| b.generate(&folder))
        .with_context(|| format!("making the JavaScript glue of {}", input.display()))?;
    ensure!(
        !folder.join("snippets").exists(),
        "{name} brings JavaScript files of its own (snippets), which the offline page cannot load"
    );
    let glue = std::fs::read_to_string(folder.join(format!("{STEM}.js")))?;
    let wasm = std::fs::read(folder.join(format!("{STEM}_bg.wasm")))?;
    Ok(Built { glue, wasm })
}

/// Checks that the library and the crate wasm-bindgen have the same version, as the glue requires.
fn check_version(root: &Path) -> Result<()> {
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock")?;
    let lock: toml::Table = lock.parse().context("Cargo.lock")?;
    let library = locked_version(&lock, "wasm-bindgen-cli-support");
    let used = locked_version(&lock, "wasm-bindgen");
    if library.is_some() && library == used {
        return Ok(());
    }
    bail!(
        "Cargo.lock holds wasm-bindgen {} and wasm-bindgen-cli-support {}: set both to one version \
         (xtask/Cargo.toml, then `cargo update -p wasm-bindgen --precise VERSION`)",
        used.unwrap_or("none"),
        library.unwrap_or("none")
    )
}

fn locked_version<'a>(lock: &'a toml::Table, name: &str) -> Option<&'a str> {
    let packages = lock.get("package")?.as_array()?;
    let package = packages.iter().find(|p| p.get("name").and_then(|n| n.as_str()) == Some(name))?;
    package.get("version")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.9\"\n";
        let lock = lock.parse().expect("TOML");
        assert_eq!(locked_version(&lock, "wasm-bindgen"), Some("0.2.9"));
        assert_eq!(locked_version(&lock, "wasm"), None);
    }

    #[test]
    fn the_lock_file_of_this_workspace_fits() {
        check_version(&crate::root()).expect("one version");
    }
}
