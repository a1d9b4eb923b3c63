//! Installs what the other commands need and is missing: the WASM target, the npm packages of the browser
//! tests, the browser, and the programs that open packages in tests.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::process::{self, find};

/// The compilation target for browsers.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The folder of the browser tests, below the root.
pub(crate) const BROWSER_TESTS: &str = "tests/e2e";

/// A program the tests call, and the Debian package it comes in.
struct Program {
    /// Names of the program; one of them is enough.
    names: &'static [&'static str],
    /// A file that the program also needs, such as the part of LibreOffice that reads workbooks.
    part: Option<&'static str>,
    package: &'static str,
}

impl Program {
    const fn new(names: &'static [&'static str], package: &'static str) -> Self {
        Self { names, part: None, package }
    }

    fn is_there(&self) -> bool {
        self.names.iter().filter_map(|name| find(name)).any(|program| {
            let real = program.canonicalize().unwrap_or(program);
            self.part.is_none_or(|part| real.with_file_name(part).is_file())
        })
    }
}

const PROGRAMS: &[Program] = &[
    Program::new(&["chromium", "chromium-browser", "google-chrome"], "chromium"),
    Program::new(&["unzip"], "unzip"),
    Program::new(&["7z"], "p7zip-full"),
    Program::new(&["python3"], "python3"),
    Program { names: &["soffice"], part: Some("libsclo.so"), package: "libreoffice-calc-nogui" },
];

/// Installs the toolchain's target for browsers, if it is missing.
pub(crate) fn wasm_target() -> Result<()> {
    if has_wasm_target()? {
        return Ok(());
    }
    let added = find("rustup").is_some()
        && process::succeeds(Command::new("rustup").args(["target", "add", WASM_TARGET]))?;
    if added && has_wasm_target()? {
        return Ok(());
    }
    bail!(
        "the Rust target {WASM_TARGET} is missing and `rustup target add {WASM_TARGET}` did not \
         bring it. Without rustup, Debian's packages rustc-web, cargo-web, rust-web-src and lld-22 \
         build it: RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc \
         CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22 /usr/bin/cargo build \
         --target {WASM_TARGET} -Zbuild-std=std,panic_abort"
    )
}

fn has_wasm_target() -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .output()
        .context("cannot start rustc")?;
    let folder = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(folder.trim()).is_dir())
}

/// Installs the npm packages of the lock file, unless exactly these are there.
pub(crate) fn node_packages(root: &Path) -> Result<()> {
    let folder = root.join(BROWSER_TESTS);
    let lock = std::fs::read(folder.join("package-lock.json")).context("package-lock.json")?;
    let wanted = hex(&Sha256::digest(&lock));
    let stamp = folder.join("node_modules/.installed-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    if find("npm").is_none() {
        bail!(
            "the browser tests and the type check of JavaScript need Node 20 or newer with npm: install them and run this \
             again"
        );
    }
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    process::run_quietly(process::command("npm", &folder).args(arguments))?;
    std::fs::write(&stamp, wanted).context("node_modules/.installed-lock")
}

/// Installs the browser, Japanese fonts and the programs of the interoperability tests from Debian. If
/// that is not possible, the error names what to install.
pub(crate) fn browser_and_programs() -> Result<()> {
    let missing = missing_packages();
    if missing.is_empty() {
        return Ok(());
    }
    debian_packages(&missing)?;
    let still = missing_packages();
    if still.is_empty() {
        return Ok(());
    }
    bail!("installed, and still not found in PATH: {}", still.join(", "))
}

/// Returns a Python that has pip. If none has it, pip is installed from Debian.
pub(crate) fn python_with_pip() -> Result<&'static str> {
    let with_pip = || {
        PYTHONS.into_iter().find(|python| {
            let asked = Command::new(python).args(["-m", "pip", "--version"]).output();
            asked.is_ok_and(|o| o.status.success())
        })
    };
    if let Some(python) = with_pip() {
        return Ok(python);
    }
    debian_packages(&["python3-pip"])?;
    with_pip().context("python3-pip is installed, and no Python finds it")
}

/// Installs Debian packages, if this is Debian and this user may.
fn debian_packages(names: &[&str]) -> Result<()> {
    if find("apt-get").is_none() || !is_root() {
        bail!(
            "these Debian packages or their like are needed: {}. \
             Install them (as root: apt-get install {}) and run this again",
            names.join(", "),
            names.join(" ")
        );
    }
    process::run_quietly(Command::new("apt-get").args(["update", "-q"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install.args(["install", "-y", "-q", "--no-install-recommends"]).args(names);
    process::run_quietly(&mut install)
}

fn missing_packages() -> Vec<&'static str> {
    let programs = PROGRAMS.iter().filter(|p| !p.is_there()).map(|p| p.package);
    let openpyxl = (!has_openpyxl()).then_some("python3-openpyxl");
    let fonts = (!has_japanese_font()).then_some(["fontconfig", "fonts-noto-cjk"]);
    programs.chain(openpyxl).chain(fonts.into_iter().flatten()).collect()
}

/// The system's Python may not be the first in `PATH`.
const PYTHONS: [&str; 2] = ["python3", "/usr/bin/python3"];

/// Returns true if any Python here reads workbooks.
fn has_openpyxl() -> bool {
    PYTHONS.into_iter().any(|python| {
        let asked = Command::new(python).args(["-c", "import openpyxl"]).output();
        asked.is_ok_and(|o| o.status.success())
    })
}

/// Returns true if there is a Japanese font. Without one, screenshots show boxes and the layout tests
/// measure wrong widths.
fn has_japanese_font() -> bool {
    let listed = Command::new("fc-list").arg(":lang=ja").output();
    listed.is_ok_and(|o| o.status.success() && !o.stdout.is_empty())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|o| String::from_utf8_lossy(&o.stdout).trim() == "0")
}

/// Returns bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_without_its_part_is_not_there() {
        let whole = Program::new(&["cargo"], "cargo");
        assert!(whole.is_there());
        assert!(!Program { part: Some("no such part"), ..whole }.is_there());
        assert!(!Program::new(&["no such program"], "none").is_there());
    }

    #[test]
    fn hexadecimal_keeps_leading_zeros() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }
}
