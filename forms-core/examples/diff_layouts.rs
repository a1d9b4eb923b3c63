//! Compares two versions of the layout and prints the procedures that were retired, each with the
//! procedures that may replace it.
//!
//! ```sh
//! cargo run -p forms-core --example diff_layouts -- samples/layout-H30.7.csv samples/layout-R1.6.csv
//! ```

use std::error::Error;
use std::fmt::Write as _;

use forms_core::layout::Layout;
use forms_core::layout_diff::diff;
use forms_core::pack::{Pack, TableKind};
use forms_core::table;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    print!("{}", run(&args)?);
    Ok(())
}

/// Returns one line for each retired procedure, its candidates below it, best first, and a last line
/// with the counts.
///
/// # Errors
/// If the arguments are not two files that can be read, or one of them holds no layout.
pub(crate) fn run(args: &[String]) -> Result<String, Box<dyn Error>> {
    let [old, new] = args else { return Err("usage: diff_layouts OLD NEW".into()) };
    let pack = Pack::standard();
    let (old, new) = (read_layout(old, pack)?, read_layout(new, pack)?);
    let difference = diff(&old, &new, pack);

    let mut out = String::new();
    for retired in &difference.retired {
        writeln!(out, "{} {}", retired.id, retired.name)?;
        for candidate in &retired.candidates {
            writeln!(out, "    {:.2} {} {}", candidate.score, candidate.id, candidate.name)?;
        }
    }
    let (added, changed) = (difference.added.len(), difference.changed.len());
    writeln!(out, "{} retired, {added} added, {changed} changed", difference.retired.len())?;
    Ok(out)
}

/// Reads a layout from an XLSX, XLSM or CSV file. Rows with mistakes are left out and have findings.
fn read_layout(path: &str, pack: &Pack) -> Result<Layout, Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let table =
        table::read(&bytes, TableKind::Layout, pack).ok_or("the pack has no layout table")?;
    let layout = Layout::from_table(&table);
    if layout.rows().is_empty() {
        return Err(format!("{path} holds no row of a layout: {:?}", table.findings).into());
    }
    Ok(layout)
}
