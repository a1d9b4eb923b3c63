//! `renkei pack check`: what is wrong with a form pack, and where.

use std::path::{Path, PathBuf};

use forms_core::finding::Finding;
use forms_core::pack;
use serde_json::json;

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: PackCommand,
}

#[derive(clap::Subcommand)]
enum PackCommand {
    /// Validates a form pack; each finding gives line and column
    Check {
        /// The pack (renkei.pack/1)
        file: PathBuf,
    },
    /// Prints the built-in pack, to start a new one from
    Standard,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    match &args.command {
        PackCommand::Check { file } => check(file, setup),
        PackCommand::Standard => {
            text::print(pack::Pack::standard_toml())?;
            Ok(Outcome::Clean)
        }
    }
}

fn check(path: &Path, setup: &Setup) -> Result<Outcome, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::at(path, e))?;
    let content = String::from_utf8(bytes).map_err(|e| Failure::at(path, e))?;
    let checked = pack::check(content.strip_prefix('\u{feff}').unwrap_or(&content));
    match setup.format {
        Format::Json => {
            let findings = checked.findings.iter().map(|f: &Finding| f.to_json(setup.lang));
            let pack = checked.pack.as_ref().map(|p| json!({"id": p.id, "version": p.version}));
            setup.print_json(&json!({
                "schema": "renkei.pack-check/1",
                "path": path.display().to_string(),
                "pack": pack,
                "findings": findings.collect::<Vec<_>>(),
            }))?;
        }
        Format::Text => text::print(&text::findings(&checked.findings, setup.lang))?,
    }
    Ok(if checked.has_errors() { Outcome::Errors } else { Outcome::Clean })
}
