//! Every check and test, in the order that fails soonest; what continuous integration runs.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;

use crate::process::{self, find};
use crate::tally::{Tally, cargo_summary, node_summary};
use crate::wasm::Profile;
use crate::{E2eOptions, dist, serve, setup};

/// Milliseconds after which a file of browser tests has hung; what waits in them gives up sooner.
const TEST_TIMEOUT: u32 = 600_000;

/// Sets up and runs everything; the last line is `N passed, N failed`.
pub(crate) fn test(root: &Path) -> Result<bool> {
    let began = Instant::now();
    let mut tally = Tally::default();

    let format = process::succeeds(process::cargo(root).args(["fmt", "--all", "--check"]));
    tally.check("formatting", format);
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    tally.check("lints", process::succeeds(process::cargo(root).args(lints)));
    licences(root, &mut tally);
    fuzz_targets(root, &mut tally);

    let mut tests = process::cargo(root);
    tests.args(["test", "--workspace", "--no-fail-fast", "--quiet"]);
    tally.tests("Rust tests", &mut tests, cargo_summary);

    let built = setup::wasm_target().and_then(|()| dist::build(root, Profile::Shipped));
    if tally.check("page, extension and offline file", built.map(|()| true)) {
        browser_tests(root, None, false, &mut tally);
    } else {
        tally.check("browser tests (nothing to run them on)", Ok(false));
    }

    println!("\n{:.0} seconds", began.elapsed().as_secs_f64());
    println!("{tally}");
    Ok(tally.failed == 0)
}

/// Builds what the browser tests need and runs them.
pub(crate) fn e2e(root: &Path, options: &E2eOptions) -> Result<bool> {
    setup::wasm_target()?;
    dist::build(root, options.build.profile())?;
    let mut tally = Tally::default();
    browser_tests(root, options.filter.as_deref(), options.pictures, &mut tally);
    println!("\n{tally}");
    Ok(tally.failed == 0)
}

/// The fuzz targets lie outside the workspace, so nothing else would notice that one no longer compiles.
/// libFuzzer itself is C++.
fn fuzz_targets(root: &Path, tally: &mut Tally) {
    if find("c++").is_none() {
        println!("\nthere is no C++ compiler: the fuzz targets are not checked");
        return;
    }
    let mut cargo = process::cargo(root);
    cargo.args(["check", "--quiet", "--locked", "--manifest-path", "fuzz/Cargo.toml"]);
    cargo.env("CARGO_TARGET_DIR", root.join("target"));
    tally.check("fuzz targets", process::succeeds(&mut cargo));
}

/// cargo-deny takes minutes to compile, so it runs only where it is installed already
/// (`cargo install cargo-deny --locked`); deny.toml holds what it checks.
fn licences(root: &Path, tally: &mut Tally) {
    if find("cargo-deny").is_none() {
        println!("\ncargo-deny is not installed: licences and sources are not checked");
        return;
    }
    let arguments = ["deny", "--offline", "check", "bans", "licenses", "sources"];
    tally.check("licences", process::succeeds(process::cargo(root).args(arguments)));
}

fn browser_tests(root: &Path, filter: Option<&str>, pictures: bool, tally: &mut Tally) {
    let ready = setup::node_packages(root)
        .and_then(|()| setup::browser_and_programs())
        // The tests compare the browser's packages with the command's.
        .and_then(|()| {
            process::succeeds(process::cargo(root).args(["build", "--package", "renkei"]))
        });
    if !tally.check("set-up of the browser tests", ready) {
        return;
    }
    let address = match serve::in_background(root) {
        Ok(address) => address,
        Err(error) => {
            tally.check("server of the page", Err(error));
            return;
        }
    };
    let mut node = process::command("node", &root.join(setup::BROWSER_TESTS));
    node.env("RENKEI_PAGE", format!("http://{address}"));
    if pictures {
        node.env("RENKEI_PICTURES", "1");
    }
    // One file at a time: the machine that tests may have two cores, and a browser takes both.
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
    node.arg(format!("--test-timeout={TEST_TIMEOUT}"));
    if let Some(filter) = filter {
        node.arg(format!("--test-name-pattern={filter}"));
    }
    node.arg("specs/");
    tally.tests("browser tests", &mut node, node_summary);
}
