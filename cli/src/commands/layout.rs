//! `renkei layout diff`: compares two versions of the layout, with candidates for retired procedures.

use std::fmt::Write as _;
use std::path::PathBuf;

use forms_core::finding::{Finding, Severity};
use forms_core::layout_diff::LayoutDiff;
use forms_core::pack::TableKind;
use forms_core::reference::TableRole;
use forms_core::successor::Candidate;

use super::reference::Files;
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Compares two versions of the layout
    Diff {
        /// The version in force
        old: PathBuf,
        /// The version of the revision
        new: PathBuf,
    },
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let Action::Diff { old, new } = &args.action;
    let mut files = Files::new(&setup.pack);
    files.layout(TableRole::OldLayout, old)?;
    files.layout(TableRole::NewLayout, new)?;
    let reference = files.finish();
    let findings = reference.findings();
    let result = reference.diff().ok_or_else(|| Failure("a layout is missing".to_owned()))?;
    match setup.format {
        Format::Json => setup.print_json(&result.to_json(findings, setup.lang))?,
        Format::Text => text::print(&shown(result, findings, setup))?,
    }
    Ok(Outcome::with_errors(findings.iter().any(|f| f.severity >= Severity::Error)))
}

/// Returns the comparison as text.
fn shown(result: &LayoutDiff, findings: &[Finding], setup: &Setup) -> String {
    let mut out = String::new();
    let words = &setup.pack.revision;
    for retired in &result.retired {
        let _ = writeln!(out, "- {} {}", retired.id, retired.name);
        out.push_str(&candidates(&retired.candidates, setup));
        if retired.candidates.is_empty() {
            let _ = writeln!(out, "    {}", words.no_candidate.get(setup.lang));
        }
    }
    for changed in &result.changed {
        let _ = writeln!(out, "~ {}", changed.id);
        for field in &changed.fields {
            let label = setup.pack.column_label(TableKind::Layout.as_str(), field.field.as_str());
            let _ = writeln!(out, "    {label}: {} → {}", field.old, field.new);
        }
    }
    for added in &result.added {
        let _ = writeln!(out, "+ {added}");
    }
    let _ = writeln!(
        out,
        "{}",
        words.counts.fill(
            setup.lang,
            &[
                ("added", result.added.len()),
                ("retired", result.retired.len()),
                ("changed", result.changed.len()),
                ("unchanged", result.unchanged),
            ],
        )
    );
    out.push_str(&text::findings(findings, setup.lang));
    out
}

/// Returns candidates as lines of text, with the evidence for and against each.
pub(crate) fn candidates(list: &[Candidate], setup: &Setup) -> String {
    let words = &setup.pack.revision;
    let mut out = String::new();
    for candidate in list {
        let _ = writeln!(out, "    → {} {} ({:.2})", candidate.id, candidate.name, candidate.score);
        for evidence in &candidate.evidence {
            let label = words.label(evidence.kind.as_str(), setup.lang);
            let _ = writeln!(out, "        ○ {label} {}", evidence.detail);
        }
        for against in &candidate.against {
            let label = words.label(against.kind.as_str(), setup.lang);
            let _ = writeln!(out, "        × {label} {}", against.detail);
        }
    }
    out
}
