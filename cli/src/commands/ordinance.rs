//! `renkei ordinance`: an ordinance's text as provisions.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use forms_core::document::DocumentText;
use forms_core::finding::{Finding, make};
use forms_core::law::ordinance::{self, Ordinance};
use forms_core::law::read_text;

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The text: .txt, .html, .docx, or .pdf with a text layer
    file: PathBuf,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let (ordinance, problems) = read(&args.file)?;
    match setup.format {
        Format::Json => setup.print_json(&ordinance.to_json(&problems, setup.lang))?,
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
    Ok(if problems.is_empty() { Outcome::Clean } else { Outcome::Errors })
}

/// Reads a text; one without text to check gives no provisions and LAW-009.
pub(crate) fn read(path: &Path) -> Result<(Ordinance, Vec<Finding>), Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::at(path, e))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match read_text(&name, &bytes).map_err(|e| Failure::at(path, e))? {
        DocumentText::Text(text) => Ok((ordinance::parse(&text), Vec::new())),
        DocumentText::NoText => Ok((ordinance::parse(""), vec![make::law_009(name)])),
    }
}
