//! `renkei build`: builds the submission ZIP of an application and its attachments.

use std::path::PathBuf;

use forms_core::application::Application;
use forms_core::check::{BuildOutcome, Checker};
use forms_core::submission::{AttachmentFile, Override};

use super::reference;
use crate::file::{FileSource, Meter};
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, file, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The application's data (renkei.application/1)
    #[arg(value_name = "APPLICATION.json")]
    application: PathBuf,
    /// The folder that holds the attachments
    #[arg(long, value_name = "DIR")]
    attachments: PathBuf,
    /// The folder that the ZIP is written to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Lets the errors of a code pass, with a reason that the package records
    #[arg(long = "override", value_name = "CODE=REASON", value_parser = parse_override)]
    overrides: Vec<Override>,
    #[command(flatten)]
    reference: reference::Args,
}

fn parse_override(text: &str) -> Result<Override, String> {
    let (code, reason) = text.split_once('=').ok_or("write it as CODE=REASON")?;
    let code = code.parse().map_err(|e| format!("{e}"))?;
    if reason.trim().is_empty() {
        return Err("the reason is empty".to_owned());
    }
    Ok(Override { code, reason: reason.trim().to_owned() })
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let path = &args.application;
    let document = file::read(path)?;
    let app = Application::from_json(&document).map_err(|e| Failure::at(path, e))?;
    let sources = attachments(args, &app)?;
    let files: Vec<AttachmentFile<'_>> =
        sources.iter().map(|(name, content)| AttachmentFile { name, content }).collect();
    let mut meter = Meter::new(path.display().to_string());
    let reference = args.reference.read(None, setup)?;
    let checker = Checker::new(&setup.pack, setup.today).with_reference(&reference);
    let built = checker.build(&app, &files, &args.overrides, &mut meter);
    let mut outcome = built.map_err(|e| Failure::at(path, e))?;
    drop(meter);
    args.reference.tell_unused(outcome.compared.iter().copied());
    outcome.findings.extend_from_slice(reference.findings());
    let written = match &outcome.built {
        Some(built) => {
            std::fs::create_dir_all(&args.out).map_err(|e| Failure::at(&args.out, e))?;
            let target = args.out.join(&built.name);
            std::fs::write(&target, &built.bytes).map_err(|e| Failure::at(&target, e))?;
            Some(target)
        }
        None => None,
    };
    answer(&outcome, written, setup)?;
    Ok(Outcome::with_errors(outcome.built.is_none()))
}

/// Opens the attachments that are in the folder. A missing one becomes a finding of the build.
fn attachments(args: &Args, app: &Application) -> Result<Vec<(String, FileSource)>, Failure> {
    if !args.attachments.is_dir() {
        return Err(Failure::at(&args.attachments, "is no folder"));
    }
    let mut sources: Vec<(String, FileSource)> = Vec::new();
    for attachment in &app.attachments {
        let name = &attachment.file;
        // The name comes from a document: it must not lead out of the folder.
        let is_plain_name = !name.is_empty() && !name.contains(['/', '\\']) && name != "..";
        if !is_plain_name || sources.iter().any(|(n, _)| n == name) {
            continue;
        }
        match FileSource::open(&args.attachments.join(name)) {
            Ok(source) => sources.push((name.clone(), source)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(Failure::at(&args.attachments.join(name), e)),
        }
    }
    Ok(sources)
}

fn answer(outcome: &BuildOutcome, written: Option<PathBuf>, setup: &Setup) -> Result<(), Failure> {
    let path = written.map(|p| p.display().to_string());
    match setup.format {
        Format::Json => setup.print_json(&outcome.to_json(path.as_deref(), setup.lang)),
        Format::Text => {
            let mut out = text::findings(&outcome.findings, setup.lang);
            if let (Some(path), Some(built)) = (path, &outcome.built) {
                out.push_str(&format!(
                    "{path}\n{} bytes, SHA-256 {}\n",
                    built.bytes.len(),
                    built.sha256
                ));
            }
            text::print(&out)
        }
    }
}
