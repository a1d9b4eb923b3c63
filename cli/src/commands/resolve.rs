//! `renkei resolve`: the provision that a citation points to, or why there is none.

use std::path::PathBuf;

use forms_core::law::citation;

use super::ordinance;
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The ordinance's text: .txt, .html or .docx
    file: PathBuf,
    /// The citation, such as 第2条第1項第3号
    citation: String,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let (ordinance, problems) = ordinance::read(&args.file)?;
    let document = ordinance.resolve_to_json(&args.citation, setup.lang);
    let found = !document["provision"].is_null() && problems.is_empty();
    match setup.format {
        Format::Json => setup.print_json(&document)?,
        Format::Text => {
            let mut out = text::findings(&problems, setup.lang);
            if let Some(citation) = citation::read(&args.citation).single()
                && let Ok(resolved) = ordinance.resolve(citation)
            {
                let provision = resolved.provision;
                out.push_str(&format!("{}\t{}\n", provision.citation, provision.text));
            }
            text::print(&out)?;
        }
    }
    Ok(if found { Outcome::Clean } else { Outcome::Errors })
}
