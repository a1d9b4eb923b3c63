//! `renkei table`: imports a table and prints its rows and findings.

use std::path::PathBuf;

use forms_core::finding::{Finding, Severity};
use forms_core::pack::TableKind;
use forms_core::table::{self, Table};

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The table: XLSX, XLSM, or CSV in UTF-8 or CP932
    file: PathBuf,
    /// What it holds: layout, inquiry-registry or provision-registry
    #[arg(long = "as", value_name = "KIND")]
    kind: TableKind,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let table = read(&args.file, args.kind, setup)?;
    match setup.format {
        Format::Json => setup.print_json(&table.to_json(setup.lang))?,
        Format::Text => {
            let mut out = String::new();
            for row in &table.rows {
                let cells: Vec<&str> = row.cells.iter().map(|c| c.text.as_str()).collect();
                out.push_str(&cells.join("\t"));
                out.push('\n');
            }
            out.push_str(&text::findings(&table.findings, setup.lang));
            text::print(&out)?;
        }
    }
    let errors = table.findings.iter().any(|f| f.severity >= Severity::Error);
    Ok(if errors { Outcome::Errors } else { Outcome::Clean })
}

/// Reads a table of a kind that the pack defines.
pub(crate) fn read(
    path: &std::path::Path,
    kind: TableKind,
    setup: &Setup,
) -> Result<Table, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::at(path, e))?;
    table::read(&bytes, kind, &setup.pack)
        .ok_or_else(|| Failure::at(path, format!("the pack defines no table {}", kind.as_str())))
}

/// What a table has to say, with the name of its file, as an answer about several files needs it.
pub(crate) fn named(table: &Table, path: &std::path::Path) -> Vec<Finding> {
    let mut findings = table.findings.clone();
    for finding in &mut findings {
        finding.location.entry = Some(path.display().to_string());
    }
    findings
}
