//! A report for the terminal: a line for each package, and what was found in it by kind.

use std::fmt::Write as _;

use super::{
    CrossOfPackage, Group, Label, Listed, Reader, counts_with_cross, cross_groups, groups,
    on_one_line, place, place_in, verdict,
};
use crate::check::{Counts, PackageReport, Report, Status};
use crate::finding::{Finding, Lang, Severity};

/// The style of a report as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// The language of its words.
    pub lang: Lang,
    /// True if severities are coloured, which only a terminal shows.
    pub colour: bool,
    /// True if packages without a finding have a line of their own; otherwise only the totals count them.
    pub all: bool,
    /// True if a reviewer reads it, false if an applicant does.
    pub reviews: bool,
}

impl TextStyle {
    fn reader(self) -> Reader {
        Reader { lang: self.lang, reviews: self.reviews }
    }
}

/// The whole report: the packages with findings, then the findings across packages, then a line of totals.
#[must_use]
pub fn text(report: &Report, style: TextStyle) -> String {
    let mut out = String::new();
    let by_package = report.cross_by_package();
    for package in &report.packages {
        let cross = by_package.get(package.path.as_str()).map_or(&[][..], Vec::as_slice);
        if package.findings.is_empty() && cross.is_empty() && !style.all {
            continue;
        }
        write_package(&mut out, package, cross, style);
    }
    if !report.cross.is_empty() {
        let _ = writeln!(out, "{}", Label::Cross.get(style.lang));
        write_groups(&mut out, &cross_groups(&report.cross), style);
    }
    let _ = writeln!(out, "{}", totals(report, style.lang));
    out
}

fn write_package(
    out: &mut String,
    package: &PackageReport,
    cross: &[CrossOfPackage<'_>],
    style: TextStyle,
) {
    let all = counts_with_cross(package, cross);
    let severity = (all.status() != Status::Valid).then_some(Severity::Error);
    let word = painted(verdict(package, all).get(style.lang), severity, style);
    let _ = write!(out, "{word} {}", on_one_line(&package.path));
    if let Some(who) = &package.applicant {
        let _ = write!(out, "  {} {}", on_one_line(&who.code), on_one_line(&who.name));
    }
    out.push_str(&counts(all, style));
    if !package.sha256.is_empty() {
        let _ = write!(out, "  SHA-256 {}", package.sha256);
    }
    out.push('\n');
    write_groups(out, &groups(&package.findings, cross), style);
}

/// The line of totals: 180件：誤りなし153、誤りあり25、読めません2.
fn totals(report: &Report, lang: Lang) -> String {
    const VERDICTS: [Label; 4] = [Label::Valid, Label::Invalid, Label::Unreadable, Label::NotRead];
    let by_package = report.cross_by_package();
    let verdicts: Vec<Label> = report
        .packages
        .iter()
        .map(|package| {
            let cross = by_package.get(package.path.as_str()).map_or(&[][..], Vec::as_slice);
            verdict(package, counts_with_cross(package, cross))
        })
        .collect();
    let said = VERDICTS.into_iter().filter_map(|label| {
        let count = verdicts.iter().filter(|v| **v == label).count();
        (count > 0).then(|| match lang {
            Lang::Ja => format!("{}{count}", label.get(lang)),
            Lang::En => format!("{count} {}", label.get(lang)),
        })
    });
    let said: Vec<String> = said.collect();
    let all = report.packages.len();
    match lang {
        Lang::Ja => format!("{all}件：{}", said.join("、")),
        Lang::En => format!("{all} packages: {}", said.join(", ")),
    }
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
        let shared = group.shared_advice(style.reader());
        for Listed { finding, location, others } in &group.findings {
            let _ = writeln!(out, "    {}", on_one_line(&finding.message(lang)));
            let here = location.map(|at| place(group.code, at, lang)).filter(|at| !at.is_empty());
            let there =
                others.iter().map(|other| place_in(&other.package, group.code, other, lang));
            for at in here.into_iter().chain(there) {
                let _ = writeln!(out, "      @ {}", on_one_line(&at));
            }
            if shared.is_none() {
                let _ = writeln!(out, "      → {}", on_one_line(&style.reader().advice(finding)));
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
