//! `renkei cite`: parses the provisions that a text cites.

use std::fmt::Write as _;

use forms_core::law::citation::{self, Style};

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The text, such as 第2条第1項第3号
    text: String,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let reading = citation::read(&args.text);
    match setup.format {
        Format::Json => setup.print_json(&reading.to_json(&args.text, setup.lang))?,
        Format::Text => {
            let mut out = String::new();
            for citation in &reading.citations {
                let _ = writeln!(out, "{}", citation.canonical(Style::HalfWidth));
            }
            let problems: Vec<_> = reading.problems.iter().map(|p| p.finding(&args.text)).collect();
            out.push_str(&text::findings(&problems, setup.lang));
            text::print(&out)?;
        }
    }
    Ok(Outcome::with_errors(!reading.problems.is_empty()))
}
