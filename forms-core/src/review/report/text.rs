//! A report for the terminal: a line for each package, and what was found in it by kind.

use std::fmt::Write as _;

use super::{
    Group, Label, Listed, counts_with_cross, cross_groups, groups, on_one_line, place, place_in,
    verdict,
};
use crate::check::{Counts, Report, Status};
use crate::finding::{Finding, Lang, Severity};

/// The style of a report as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// The language of its words.
    pub lang: Lang,
    /// True if severities are coloured, which only a terminal shows.
    pub colour: bool,
}

/// The whole report; of a package without findings it says one line.
#[must_use]
pub fn text(report: &Report, style: TextStyle) -> String {
    let mut out = String::new();
    let by_package = report.cross_by_package();
    for package in &report.packages {
        let cross = by_package.get(package.path.as_str()).map_or(&[][..], Vec::as_slice);
        let all = counts_with_cross(package, cross);
        let status = all.status();
        let word = verdict(package, all).get(style.lang);
        let severity = (status != Status::Valid).then_some(Severity::Error);
        let _ = write!(out, "{} {}", painted(word, severity, style), on_one_line(&package.path));
        if let Some(who) = &package.applicant {
            let _ = write!(out, "  {} {}", on_one_line(&who.code), on_one_line(&who.name));
        }
        out.push_str(&counts(all, style));
        out.push('\n');
        write_groups(&mut out, &groups(&package.findings, cross), style);
    }
    if !report.cross.is_empty() {
        let _ = writeln!(out, "{}", Label::Cross.get(style.lang));
        write_groups(&mut out, &cross_groups(&report.cross), style);
    }
    out
}

/// Findings without a package.
#[must_use]
pub fn findings_text(findings: &[Finding], style: TextStyle) -> String {
    let mut out = String::new();
    write_groups(&mut out, &groups(findings, &[]), style);
    out
}

/// The number of findings of each severity that occurs; empty if there are none.
fn counts(counts: Counts, style: TextStyle) -> String {
    let each = [
        (Severity::Fatal, counts.fatal),
        (Severity::Error, counts.error),
        (Severity::Warning, counts.warning),
        (Severity::Info, counts.info),
    ];
    let said = each.into_iter().filter(|(_, count)| *count > 0).map(|(severity, count)| {
        let word = Label::severity(severity).get(style.lang);
        painted(&format!("{word} {count}"), Some(severity), style)
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { String::new() } else { format!("  [{}]", said.join(", ")) }
}

fn write_groups(out: &mut String, groups: &[Group<'_>], style: TextStyle) {
    let lang = style.lang;
    for group in groups {
        let word = painted(Label::severity(group.severity).get(lang), Some(group.severity), style);
        let _ = write!(out, "  {} {word} {}", group.code, group.code.text(lang).title);
        if group.findings.len() > 1 {
            let _ = write!(out, " ({}{})", group.findings.len(), Label::Times.get(lang));
        }
        out.push('\n');
        let shared = group.shared_hint(lang);
        for Listed { finding, location, others } in &group.findings {
            let _ = writeln!(out, "    {}", on_one_line(&finding.message(lang)));
            let here = location.map(place).filter(|at| !at.is_empty());
            let there = others.iter().map(|other| place_in(&other.package, other));
            for at in here.into_iter().chain(there) {
                let _ = writeln!(out, "      @ {}", on_one_line(&at));
            }
            if shared.is_none() {
                let _ = writeln!(out, "      → {}", on_one_line(&finding.hint(lang)));
            }
        }
        if let Some(hint) = shared {
            let _ = writeln!(out, "    → {}", on_one_line(&hint));
        }
    }
}

fn painted(text: &str, severity: Option<Severity>, style: TextStyle) -> String {
    let colour = match severity {
        _ if !style.colour => return text.to_owned(),
        Some(Severity::Fatal | Severity::Error) => "31",
        Some(Severity::Warning) => "33",
        Some(Severity::Info) => "36",
        None => "32",
    };
    format!("\x1b[{colour}m{text}\x1b[0m")
}
