//! Runs every check and test, those that fail soonest first. Continuous integration runs it too.

use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};
use std::time::Instant;

use anyhow::{Result, anyhow, ensure};

use crate::process::{self, find};
use crate::tally::{Tally, cargo_summary, node_summary};
use crate::wasm::Profile;
use crate::{E2eOptions, deny, dist, serve, setup, target, types};

/// Milliseconds after which a file of browser tests counts as hung. Waits inside tests are shorter.
const TEST_TIMEOUT: u32 = 600_000;

/// Sets up and runs everything; the last line is `N passed, N failed`.
pub(crate) fn test(root: &Path) -> Result<bool> {
    let began = Instant::now();
    let mut tally = Tally::default();
    thread::scope(|scope| {
        // Downloads run while cargo compiles.
        let packages = scope.spawn(|| setup::node_packages(root));
        let programs = scope.spawn(|| (setup::browser_and_programs(), deny::install(root)));

        sources(root, &mut tally);
        let packages = joined(packages).and_then(|outcome| outcome);
        let installed = packages.is_ok();
        tally.check("types of the JavaScript", packages.and_then(|()| types::check(root)));
        fuzz_targets(root, &mut tally);
        let compile = ["test", "--workspace", "--no-run", "--quiet"];
        tally.check("Rust tests compile", process::succeeds(process::cargo(root).args(compile)));
        // Linking the WASM keeps one core busy, and so do many tests: together they use both.
        let shells = scope.spawn(|| {
            setup::wasm_target().and_then(|()| dist::build(root, Profile::Shipped)).map(|()| true)
        });
        let tests = ["test", "--workspace", "--no-fail-fast", "--quiet"];
        tally.tests("Rust tests", process::cargo(root).args(tests), cargo_summary);
        let built = joined(shells).and_then(|outcome| outcome);
        let built = tally.check("page, extension and offline file", built);

        let (browser, deny) = joined(programs)
            .unwrap_or_else(|error| (Err(anyhow!("{error:#}")), Err(anyhow!("{error:#}"))));
        licences(root, deny, &mut tally);
        let ready = browser.and_then(|()| ready_for_browser_tests(root, installed, built));
        browser_tests(root, ready, &E2eOptions::default(), &mut tally);
    });
    println!("\n{:.0} seconds", began.elapsed().as_secs_f64());
    println!("{tally}");
    Ok(tally.failed == 0)
}

/// Returns the result of a set-up thread.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> Result<T> {
    thread.join().map_err(|_| anyhow!("the set-up panicked"))
}

/// Builds what the browser tests need and runs them.
pub(crate) fn e2e(root: &Path, options: &E2eOptions) -> Result<bool> {
    setup::wasm_target()?;
    dist::build(root, options.build.profile())?;
    let mut tally = Tally::default();
    let ready = setup::node_packages(root)
        .and_then(|()| setup::browser_and_programs())
        .and_then(|()| process::run(process::cargo(root).args(["build", "--package", "renkei"])));
    browser_tests(root, ready, options, &mut tally);
    println!("\n{tally}");
    Ok(tally.failed == 0)
}

/// Runs the static checks: format, lints, documentation.
fn sources(root: &Path, tally: &mut Tally) {
    let format = process::succeeds(process::cargo(root).args(["fmt", "--all", "--check"]));
    tally.check("formatting", format);
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    tally.check("lints", process::succeeds(process::cargo(root).args(lints)));
    let mut doc = process::cargo(root);
    doc.args(["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings");
    tally.check("documentation", process::succeeds(&mut doc));
}

/// Checks that the fuzz targets compile. They are outside of the workspace, so nothing else would notice.
/// libFuzzer itself is C++.
fn fuzz_targets(root: &Path, tally: &mut Tally) {
    if find("c++").is_none() {
        println!("\nthere is no C++ compiler: the fuzz targets are not checked");
        return;
    }
    let mut cargo = process::cargo(root);
    cargo.args(["check", "--quiet", "--locked", "--manifest-path", "fuzz/Cargo.toml"]);
    cargo.env("CARGO_TARGET_DIR", target(root));
    tally.check("fuzz targets", process::succeeds(&mut cargo));
}

fn licences(root: &Path, program: Result<PathBuf>, tally: &mut Tally) {
    let outcome = program.and_then(|program| deny::check(root, &program));
    tally.check("licences and sources", outcome);
}

/// Returns true if the npm packages, the shells and the command are there. `cargo test` has built the
/// command for its own tests.
fn ready_for_browser_tests(root: &Path, installed: bool, built: bool) -> Result<()> {
    ensure!(installed, "npm's packages are not there");
    ensure!(built, "there is nothing to run them on");
    let command =
        target(root).join("debug").join(format!("renkei{}", std::env::consts::EXE_SUFFIX));
    ensure!(command.is_file(), "cargo test did not build {}", command.display());
    Ok(())
}

fn browser_tests(root: &Path, ready: Result<()>, options: &E2eOptions, tally: &mut Tally) {
    if !tally.check("set-up of the browser tests", ready.map(|()| true)) {
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
    if options.pictures {
        node.env("RENKEI_PICTURES", "1");
    }
    // One file at a time: the machine that tests may have two cores, and a browser takes both.
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
    node.arg(format!("--test-timeout={TEST_TIMEOUT}"));
    if let Some(filter) = &options.filter {
        node.arg(format!("--test-name-pattern={filter}"));
    }
    node.arg("specs/");
    tally.tests("browser tests", &mut node, node_summary);
}
