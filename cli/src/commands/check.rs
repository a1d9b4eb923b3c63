//! `renkei check`: validates packages, alone and against each other.

use std::path::PathBuf;

use forms_core::finding::Report;
use forms_core::review::{check_package, cross_check};

use crate::file::{FileSource, Meter, packages};
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// ZIP files, or folders with ZIP files under them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let paths = packages(&args.paths)?;
    if paths.is_empty() {
        eprintln!("renkei: no .zip file in the folders given");
    }
    let mut checked = Vec::with_capacity(paths.len());
    for path in &paths {
        let source = FileSource::open(path).map_err(|e| Failure::at(path, e))?;
        let name = path.display().to_string();
        let mut meter = Meter::new(name.as_str());
        checked.push(check_package(&name, &source, &setup.pack, setup.today, &mut meter));
    }
    let cross = cross_check(&checked, &setup.pack);
    let report = Report {
        pack: (setup.pack.id.clone(), setup.pack.version.clone()),
        today: setup.today.to_string(),
        packages: checked.into_iter().map(|c| c.report).collect(),
        cross,
    };
    match setup.format {
        Format::Json => setup.print_json(&report.to_json(setup.lang))?,
        Format::Text => text::print(&text::report(&report, setup.lang))?,
    }
    Ok(if report.has_errors() { Outcome::Errors } else { Outcome::Clean })
}
