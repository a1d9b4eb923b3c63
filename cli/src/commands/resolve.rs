//! `renkei resolve`: the provision that a citation points to, or why there is none.

use std::path::PathBuf;

use forms_core::law::citation;

use super::ordinance;
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The ordinance's text: .txt, .html, .docx, or .pdf with a text layer
    file: PathBuf,
    /// The citation, such as 第2条第1項第3号
    citation: String,
    /// The text as it was when the citation was registered: says where its words stand now
    #[arg(long, value_name = "FILE")]
    old: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let (ordinance, problems) = ordinance::read(&args.file)?;
    let mut document = ordinance.resolve_to_json(&args.citation, setup.lang);
    let found = !document["provision"].is_null() && problems.is_empty();
    let mut problems = problems;
    if let Some(old) = &args.old {
        let (old, _) = ordinance::read(old)?;
        let shifted = forms_core::rules::check_shift(&args.citation, &old, &ordinance);
        if let Some(listed) = document["problems"].as_array_mut() {
            listed.extend(shifted.iter().map(|f| f.to_json(setup.lang)));
        }
        problems.extend(shifted);
    }
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
