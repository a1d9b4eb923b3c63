//! `renkei codes`: lists the finding codes, each with its cases and near misses.

use std::fmt::Write as _;

use forms_core::finding::{Catalogue, Code, CodeCases};

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

fn cases(code: Code) -> Option<CodeCases> {
    CASES.iter().find(|(name, _)| *name == code.as_str()).map(|(_, cases)| *cases)
}

pub(crate) fn run(setup: &Setup) -> Result<Outcome, Failure> {
    match setup.format {
        Format::Json => {
            let catalogue = Catalogue::new(|code| setup.pack.severity(code), cases);
            setup.print_json(&catalogue.to_json())?;
        }
        Format::Text => {
            let mut out = String::new();
            for code in Code::all() {
                let words = code.text(setup.lang);
                let severity = setup.pack.severity(*code).as_str();
                let _ = writeln!(out, "{code} {severity:<7} {}", words.title);
            }
            text::print(&out)?;
        }
    }
    Ok(Outcome::Clean)
}
