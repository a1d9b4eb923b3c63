//! `renkei table`: imports a table and prints its rows and findings.

use std::path::PathBuf;

use forms_core::finding::Severity;
use forms_core::pack::TableKind;
use forms_core::reference::NoSuchTable;
use forms_core::table::{self, TableFile};

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, file, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The table: XLSX, XLSM, XLS, XLSB, ODS, or CSV in UTF-8, UTF-16, CP932 or ISO-2022-JP
    file: PathBuf,
    /// What it holds: layout, inquiry-registry or provision-registry
    #[arg(long = "as", value_name = "KIND")]
    kind: TableKind,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let bytes = file::read(&args.file)?;
    let name = args.file.to_string_lossy();
    let file = TableFile { name: &name, bytes: &bytes };
    let table = table::read_with(file, args.kind, &setup.pack, &[])
        .ok_or_else(|| Failure::at(&args.file, NoSuchTable(args.kind)))?;
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
    Ok(Outcome::with_errors(table.findings.iter().any(|f| f.severity >= Severity::Error)))
}
