//! `renkei resolve`: finds the provision that a citation points to, or says why there is none.

use std::path::PathBuf;

use forms_core::law::CitedProvisions;

use super::ordinance;
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The ordinance's text: .txt, .html, .docx, or .pdf with a text layer
    file: PathBuf,
    /// The citation, such as 第2条第1項第3号
    citation: String,
    /// The text when the citation was registered: shows the provision that has its words now
    #[arg(long, value_name = "FILE")]
    old: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let (ordinance, unread) = ordinance::read(&args.file)?;
    // Without any text nothing can be looked up; a table that cannot be read matters to what is cited in it.
    let mut found = match unread.is_empty() || !ordinance.unread.is_empty() {
        true => ordinance.look_up(&args.citation),
        false => CitedProvisions { unread: true, ..CitedProvisions::default() },
    };
    if found.unread {
        found.problems.extend(unread);
    }
    let outcome = if found.is_whole() { Outcome::Clean } else { Outcome::Errors };
    if let Some(old) = &args.old {
        let (old, _) = ordinance::read(old)?;
        found.problems.extend(forms_core::rules::check_shift(&args.citation, &old, &ordinance));
    }
    match setup.format {
        Format::Json => setup.print_json(&found.to_json(setup.lang))?,
        Format::Text => {
            let mut out = text::findings(&found.problems, setup.lang);
            for provision in found.provisions.iter().flatten() {
                out.push_str(&format!("{}\t{}\n", provision.citation, provision.text));
            }
            text::print(&out)?;
        }
    }
    Ok(outcome)
}
