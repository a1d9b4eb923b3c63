//! `renkei carry-over`: drafts a change application from today's registrations.

use std::fmt::Write as _;
use std::path::PathBuf;

use forms_core::application::{Applicant, CarriedState};
use forms_core::carry_over::{CarryOver, CarryOverInput, Decisions, carry_over};
use forms_core::code::MunicipalityCode;
use forms_core::finding::{Finding, Severity};
use forms_core::pack::TableKind;
use forms_core::reference::TableRole;

use super::layout;
use super::reference::Files;
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, file, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The inquiry or the provision registry, or both
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    registry: Vec<PathBuf>,
    /// The layout in force
    #[arg(long, alias = "old", value_name = "FILE")]
    old_layout: PathBuf,
    /// The layout of the revision
    #[arg(long, alias = "new", value_name = "FILE")]
    new_layout: PathBuf,
    /// The decisions on retired procedures (renkei.decisions/1)
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// The applicant's code (default: the organisation that most rows name)
    #[arg(long, value_name = "CODE")]
    applicant: Option<MunicipalityCode>,
    /// Also writes the draft (application.json), to be completed and built
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let mut files = Files::new(&setup.pack);
    for path in &args.registry {
        files.registry(path)?;
    }
    files.layout(TableRole::OldLayout, &args.old_layout)?;
    files.layout(TableRole::NewLayout, &args.new_layout)?;
    let reference = files.finish();
    let findings = reference.findings();
    let decisions = match &args.decisions {
        None => Decisions::default(),
        Some(path) => {
            let text = file::read(path)?;
            Decisions::from_json(&text).map_err(|e| Failure::at(path, e))?
        }
    };
    let applicant = args.applicant.map(Applicant::head_of);
    let (applicant, pack) = (applicant.as_ref(), &*setup.pack);
    let input = CarryOverInput::new(&reference, &decisions, applicant, pack);
    let result = carry_over(&input.ok_or_else(|| Failure("a layout is missing".to_owned()))?);
    if let Some(path) = &args.draft {
        std::fs::write(path, result.application.to_json()).map_err(|e| Failure::at(path, e))?;
    }
    match setup.format {
        Format::Json => setup.print_json(&result.to_json(findings, &setup.pack, setup.lang))?,
        Format::Text => text::print(&shown(&result, findings, setup))?,
    }
    let mut all = findings.iter().chain(&result.findings);
    Ok(Outcome::with_errors(all.any(|f| f.severity >= Severity::Error)))
}

fn shown(result: &CarryOver, findings: &[Finding], setup: &Setup) -> String {
    let mut out = format!("{}\n", result.summary_line(&setup.pack, setup.lang));
    for row in result.rows.iter().filter(|r| r.state != CarriedState::Kept) {
        let label = setup.pack.choice_label("carried", row.state.as_str(), setup.lang);
        let code = row.procedure.map(|p| p.to_string()).unwrap_or_default();
        let _ = writeln!(out, "- {label} {code} {}", row.name);
        if let Some(registered) = &row.registered {
            let _ = writeln!(out, "    {} → {}", registered.from.name, registered.to.name);
        }
        for change in &row.changes {
            let column = setup.pack.column_label(TableKind::Layout.as_str(), change.field.as_str());
            let _ = writeln!(out, "    {column}: {} → {}", change.old, change.new);
        }
        out.push_str(&layout::candidates(&row.candidates, setup));
    }
    for revised in &result.information {
        let meaning = revised.meaning(&setup.pack, setup.lang);
        let _ = writeln!(
            out,
            "* {} {} {} → {}: {meaning}",
            revised.number, revised.name, revised.old, revised.new
        );
    }
    let all: Vec<Finding> = findings.iter().chain(&result.findings).cloned().collect();
    out.push_str(&text::findings(&all, setup.lang));
    out
}
