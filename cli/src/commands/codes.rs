//! `renkei codes`: the catalogue, and the cases that show each code and keep it from firing.

use std::fmt::Write as _;

use forms_core::finding::{Code, Lang};
use serde_json::{Value, json};

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

/// The cases of a code, by the names of their folders under `tests/cases`.
struct Cases {
    fires: &'static [&'static str],
    near: &'static [&'static str],
    /// What the first case shows, in one line of Japanese.
    example: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

fn cases(code: Code) -> Option<&'static Cases> {
    CASES.iter().find(|(name, _)| *name == code.as_str()).map(|(_, cases)| cases)
}

pub(crate) fn run(setup: &Setup) -> Result<Outcome, Failure> {
    match setup.format {
        Format::Json => {
            let codes: Vec<Value> = Code::all().iter().map(|code| entry(*code, setup)).collect();
            setup.print_json(&json!({"schema": "renkei.codes/1", "codes": codes}))?;
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

fn entry(code: Code, setup: &Setup) -> Value {
    json!({
        "code": code,
        "severity": setup.pack.severity(code),
        "source": code.source(),
        "ja": code.text(Lang::Ja),
        "en": code.text(Lang::En),
        "example": cases(code).map(|c| c.example),
        "cases": { "fires": cases(code).map(|c| c.fires), "near": cases(code).map(|c| c.near) },
    })
}
