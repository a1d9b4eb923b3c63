//! Checks one submission package and prints its findings.
//!
//! ```sh
//! cargo run -p forms-core --example check_zip -- 申請.zip 2019-05-20
//! ```
//!
//! The second argument is the day of the check: the core reads no clock.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use forms_core::archive::Silent;
use forms_core::check::Checker;
use forms_core::finding::Lang;
use forms_core::pack::Pack;
use jiff::civil::Date;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    print!("{}", run(&args)?);
    Ok(())
}

/// Returns one line for each finding, with its hint below it, and a last line with the counts.
///
/// # Errors
/// If the arguments are not a file and a date, or the file cannot be read. A damaged package is no
/// error: it has a finding.
pub(crate) fn run(args: &[String]) -> Result<String, Box<dyn Error>> {
    let [path, today] = args else { return Err("usage: check_zip FILE.zip YYYY-MM-DD".into()) };
    let today: Date = today.parse().map_err(|e| format!("{today}: {e}"))?;
    // Anything that implements `archive::Source` will do; a `Vec<u8>` is the simplest.
    let bytes = std::fs::read(path)?;
    // The file's own name is checked too (PKG-008); the folder it lies in is not.
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
    let checked = Checker::new(Pack::standard(), today).package(&name, &bytes, &mut Silent);

    let mut out = String::new();
    for finding in &checked.report.findings {
        let severity = finding.severity.as_str();
        writeln!(out, "{} {severity}: {}", finding.code, finding.message(Lang::En))?;
        writeln!(out, "    {}", finding.hint(Lang::En))?;
    }
    let counts = checked.report.counts();
    writeln!(out, "{} fatal, {} errors, {} warnings", counts.fatal, counts.error, counts.warning)?;
    Ok(out)
}
