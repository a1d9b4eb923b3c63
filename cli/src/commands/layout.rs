//! `renkei layout diff`: what a revision of the layout did, and what may replace what it retired.

use std::fmt::Write as _;
use std::path::PathBuf;

use forms_core::finding::{Finding, Severity};
use forms_core::layout::Layout;
use forms_core::layout_diff::{LayoutDiff, diff};
use forms_core::pack::TableKind;

use super::table;
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
        /// The version that comes
        new: PathBuf,
    },
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let Action::Diff { old, new } = &args.action;
    let mut findings = Vec::new();
    let old = read(old, &mut findings, setup)?;
    let new = read(new, &mut findings, setup)?;
    let result = diff(&old, &new, &setup.pack);
    match setup.format {
        Format::Json => setup.print_json(&result.to_json(&findings, setup.lang))?,
        Format::Text => text::print(&shown(&result, &findings, setup))?,
    }
    let errors = findings.iter().any(|f| f.severity >= Severity::Error);
    Ok(if errors { Outcome::Errors } else { Outcome::Clean })
}

/// Reads a layout; what its table has to say is added to the findings, with the file's name.
pub(crate) fn read(
    path: &std::path::Path,
    findings: &mut Vec<Finding>,
    setup: &Setup,
) -> Result<Layout, Failure> {
    let table = table::read(path, TableKind::Layout, setup)?;
    findings.extend(table::named(&table, path));
    Ok(Layout::from_table(&table))
}

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

/// Candidates with what speaks for and against each.
pub(crate) fn candidates(list: &[forms_core::successor::Candidate], setup: &Setup) -> String {
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
