//! `renkei pack`: checks a form pack, prints the built-in one, or embeds a pack's workbook.

use std::path::{Path, PathBuf};

use forms_core::pack;

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, file, text};

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
    /// Prints the built-in pack, as a start for a new one
    Standard,
    /// Prints a form pack with its official workbook inside, as one file
    Embed {
        /// The pack (renkei.pack/1), with the workbook in the same folder
        file: PathBuf,
    },
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    match &args.command {
        PackCommand::Check { file } => check(file, setup),
        PackCommand::Standard => {
            text::print(pack::Pack::standard_toml())?;
            Ok(Outcome::Clean)
        }
        PackCommand::Embed { file: path } => {
            let whole =
                pack::embed(&file::read_pack(path)?, &|name| file::read_sibling(path, name));
            text::print(&whole.map_err(|e| Failure::at(path, e))?)?;
            Ok(Outcome::Clean)
        }
    }
}

fn check(path: &Path, setup: &Setup) -> Result<Outcome, Failure> {
    let checked =
        pack::check_with_files(&file::read_pack(path)?, &|name| file::read_sibling(path, name));
    match setup.format {
        Format::Json => {
            let path = path.display().to_string();
            setup.print_json(&checked.to_json(&path, setup.lang))?;
        }
        Format::Text => text::print(&text::findings(&checked.findings, setup.lang))?,
    }
    Ok(Outcome::with_errors(checked.has_errors()))
}
