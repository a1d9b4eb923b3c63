//! `renkei`: the same core as the browser, for batch use, scripts and tests.
//!
//! Standard output carries the answer, standard error the failures of the call itself. Exit status: 0
//! no error found, 1 at least one error or fatal finding, 2 wrong usage or an argument that cannot be
//! read at all.

mod commands;
mod file;
mod help;
mod options;
mod text;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{
    build, carry_over, check, cite, codes, inspect, layout, ordinance, pack, resolve, review,
    sample, table,
};
use options::{Common, Setup};

/// Renkei Forms: connection applications to the information network, built and checked.
#[derive(Parser)]
#[command(name = "renkei", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Validates submission ZIPs; a folder means every .zip under it
    Check(check::Args),
    /// Reviews a whole prefecture: session, report, summary, letters, bundle
    Review(review::Args),
    /// Lists every record of a ZIP, nothing merged or repaired
    Inspect(inspect::Args),
    /// Builds the submission ZIP of an application
    Build(build::Args),
    /// Writes a made-up prefecture: real names, invented applications
    Sample(sample::Args),
    /// Imports a table and prints its rows and findings
    Table(table::Args),
    /// Compares two versions of the layout
    Layout(layout::Args),
    /// Drafts a change application from today's registrations
    CarryOver(carry_over::Args),
    /// Parses a citation
    Cite(cite::Args),
    /// Parses an ordinance's text into provisions
    Ordinance(ordinance::Args),
    /// Finds the provision that a citation points to
    Resolve(resolve::Args),
    /// Lists the catalogue of finding codes
    Codes,
    /// Works on form packs
    Pack(pack::Args),
}

/// The exit status of a command that was carried out.
pub(crate) enum Outcome {
    /// Exit status 0: no error was found.
    Clean,
    /// Exit status 1: an error or fatal finding.
    Errors,
}

impl Outcome {
    /// Returns [`Self::Errors`] if errors were found.
    pub(crate) fn with_errors(found: bool) -> Self {
        if found { Self::Errors } else { Self::Clean }
    }
}

/// A call that could not be carried out: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Failure(pub(crate) String);

impl Failure {
    /// Makes a failure whose message begins with a path.
    pub(crate) fn at(path: &std::path::Path, error: impl std::fmt::Display) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

fn main() -> ExitCode {
    let cli = match help::parse(std::env::args_os().collect()) {
        Ok(cli) => cli,
        Err((text, 0)) => {
            return text::print(&text).map_or(ExitCode::from(2), |()| ExitCode::SUCCESS);
        }
        Err((text, status)) => {
            eprint!("{text}");
            return ExitCode::from(status);
        }
    };
    match run(cli) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(1),
        Err(Failure(message)) => {
            eprintln!("renkei: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<Outcome, Failure> {
    let setup = Setup::new(&cli.common)?;
    match cli.command {
        Command::Check(args) => check::run(&args, &setup),
        Command::Review(args) => review::run(&args, &setup),
        Command::Inspect(args) => inspect::run(&args, &setup),
        Command::Build(args) => build::run(&args, &setup),
        Command::Sample(args) => sample::run(&args, &setup),
        Command::Table(args) => table::run(&args, &setup),
        Command::Layout(args) => layout::run(&args, &setup),
        Command::CarryOver(args) => carry_over::run(&args, &setup),
        Command::Cite(args) => cite::run(&args, &setup),
        Command::Ordinance(args) => ordinance::run(&args, &setup),
        Command::Resolve(args) => resolve::run(&args, &setup),
        Command::Codes => codes::run(&setup),
        Command::Pack(args) => pack::run(&args, &setup),
    }
}
