//! `renkei inspect`: lists every record of a ZIP, nothing merged or repaired, and reads every content once.

use std::fmt::Write as _;
use std::path::PathBuf;

use forms_core::archive::content::verify;
use forms_core::archive::{Inventory, Silent};
use forms_core::finding::Severity;
use forms_core::rules;

use crate::file::FileSource;
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The ZIP
    file: PathBuf,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let path = &args.file;
    let source = FileSource::open(path).map_err(|e| Failure::at(path, e))?;
    let (inventory, mut findings) = Inventory::read(&source, &setup.pack.limits.archive());
    if findings.iter().all(|f| f.severity < Severity::Fatal) {
        let limits = setup.pack.limits.archive();
        findings.extend(verify(&source, &inventory, &limits, &mut Silent));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        findings.extend(rules::check_archive(&inventory, &setup.pack, &name));
    }
    setup.pack.set_severities(&mut findings);
    match setup.format {
        Format::Json => setup.print_json(&inventory.to_json(&findings, setup.lang))?,
        Format::Text => {
            let mut out = String::new();
            for e in &inventory.entries {
                let _ = writeln!(
                    out,
                    "{:>12} {:>12} {:>3} {:08x} {:<8} {}",
                    e.size,
                    e.compressed,
                    e.method,
                    e.crc32,
                    e.encoding.as_str(),
                    e.name
                );
            }
            out.push_str(&text::findings(&findings, setup.lang));
            text::print(&out)?;
        }
    }
    let errors = findings.iter().any(|f| f.severity.stops());
    Ok(Outcome::with_errors(errors))
}
