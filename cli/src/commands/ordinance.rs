//! `renkei ordinance`: parses an ordinance's text into provisions.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use forms_core::finding::Finding;
use forms_core::law::ordinance::Ordinance;
use forms_core::reference::read_ordinance;

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, file, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The text: .txt, .html, .docx, or .pdf with a text layer
    file: PathBuf,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let (ordinance, problems) = read(&args.file)?;
    match setup.format {
        Format::Json => setup.print_json(&ordinance.document(&problems, setup.lang))?,
        Format::Text => {
            let mut out = String::new();
            let _ = writeln!(out, "{}", ordinance.title.as_deref().unwrap_or_default());
            for provision in &ordinance.provisions {
                let _ = writeln!(out, "{}\t{}", provision.citation, provision.text);
            }
            out.push_str(&text::findings(&problems, setup.lang));
            text::print(&out)?;
        }
    }
    Ok(Outcome::with_errors(!problems.is_empty()))
}

/// Reads an ordinance and the finding on its file: LAW-009 if it has no text to check.
pub(crate) fn read(path: &Path) -> Result<(Ordinance, Vec<Finding>), Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let read = read_ordinance(&name, &file::read(path)?).map_err(|e| Failure::at(path, e))?;
    Ok((read.0, read.1.into_iter().collect()))
}
