//! `renkei check`: validates packages, alone and against each other.

use std::path::PathBuf;

use forms_core::check::{Checker, CrossFinding, Report};
use forms_core::review::report::{self, TextStyle};

use super::reference;
use crate::file::{FileSource, Meter, packages};
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// ZIP files, or folders with ZIP files under them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Also writes the report to a file: .html, .xlsx, .csv, .json or .txt
    #[arg(long = "report", value_name = "FILE", value_parser = parse_report)]
    reports: Vec<ReportFile>,
    /// Also lists packages without a finding, in the text form
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    reference: reference::Args,
    /// The expected applicants, a code or a name on each line of a text or row of a workbook: missing ones are reported (XAP-006)
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
}

/// A file for the report, in the format of its extension.
#[derive(Debug, Clone)]
struct ReportFile {
    path: PathBuf,
    form: Form,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Html,
    Xlsx,
    Csv,
    Json,
    Text,
}

fn parse_report(text: &str) -> Result<ReportFile, String> {
    let path = PathBuf::from(text);
    let extension = path.extension().map(|e| e.to_ascii_lowercase());
    let form = match extension.as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("html") => Form::Html,
        Some("xlsx") => Form::Xlsx,
        Some("csv") => Form::Csv,
        Some("json") => Form::Json,
        Some("txt") => Form::Text,
        _ => return Err("the file must end in .html, .xlsx, .csv, .json or .txt".to_owned()),
    };
    Ok(ReportFile { path, form })
}

fn write_report(file: &ReportFile, report: &Report, setup: &Setup) -> Result<(), Failure> {
    let lang = setup.lang;
    let bytes = match file.form {
        Form::Html => report::html(report, lang).into_bytes(),
        Form::Xlsx => report::xlsx(report, lang).map_err(|e| Failure::at(&file.path, e))?,
        Form::Csv => report::csv(report, lang),
        Form::Json => format!("{:#}\n", report.to_json(lang)).into_bytes(),
        Form::Text => {
            report::text(report, TextStyle { lang, all: true, ..TextStyle::default() }).into_bytes()
        }
    };
    std::fs::write(&file.path, bytes).map_err(|e| Failure::at(&file.path, e))
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let paths = packages(&args.paths)?;
    if paths.is_empty() {
        eprintln!("renkei: no .zip file in the folders given");
    }
    let reference = args.reference.read(args.expected.as_deref(), setup)?;
    let checker = Checker::new(&setup.pack, setup.today).with_reference(&reference);
    let mut checked = Vec::with_capacity(paths.len());
    for found in paths {
        let name = found.path.display().to_string();
        let opened = match found.error {
            Some(error) => Err(error),
            None => FileSource::open(&found.path),
        };
        checked.push(match opened {
            Ok(source) => checker.package(&name, &source, &mut Meter::new(name.as_str())),
            Err(error) if found.in_folder => checker.not_opened(&name, &error),
            Err(error) => return Err(Failure::at(&found.path, error)),
        });
    }
    args.reference.tell_unused(checked.iter().flat_map(|c| c.compared.iter().copied()));
    let mut cross = checker.across(&checked);
    // Findings on the reference tables belong to no package, but are reported too.
    let tables = reference.findings().iter().cloned();
    cross.extend(tables.map(CrossFinding::of_none));
    let report = Report {
        pack: (setup.pack.id.clone(), setup.pack.version.clone()),
        today: setup.today,
        packages: checked.into_iter().map(|c| c.report).collect(),
        cross,
    };
    for file in &args.reports {
        write_report(file, &report, setup)?;
    }
    match setup.format {
        Format::Json => setup.print_json(&report.to_json(setup.lang))?,
        Format::Text => {
            let style = TextStyle { all: args.all, ..text::style(setup.lang) };
            text::print(&report::text(&report, style))?;
        }
    }
    Ok(Outcome::with_errors(report.has_errors()))
}
