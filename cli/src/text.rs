//! Answers for people.

use std::fmt::Write as _;
use std::io::Write as _;

use forms_core::finding::{Finding, Lang, Report, Severity, Status};

use crate::Failure;

/// Writes to standard output; a reader that has gone away is no error of ours.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure(e.to_string())),
        _ => Ok(()),
    }
}

/// A report, one block for each package, quiet where nothing is wrong.
pub(crate) fn report(report: &Report, lang: Lang) -> String {
    let mut out = String::new();
    for package in &report.packages {
        let counts = package.counts();
        let status = status(package.status(), lang);
        let who = package.applicant.as_ref().map(|a| format!(" {} {}", a.code, a.name));
        let _ = writeln!(
            out,
            "{status} {}{} [F{} E{} W{} I{}]",
            package.path,
            who.unwrap_or_default(),
            counts.fatal,
            counts.error,
            counts.warning,
            counts.info
        );
        for finding in &package.findings {
            write_finding(&mut out, finding, &[], lang);
        }
    }
    for cross in &report.cross {
        write_finding(&mut out, &cross.finding, &cross.packages, lang);
    }
    out
}

/// Findings without a package.
pub(crate) fn findings(findings: &[Finding], lang: Lang) -> String {
    let mut out = String::new();
    for finding in findings {
        write_finding(&mut out, finding, &[], lang);
    }
    out
}

fn write_finding(out: &mut String, finding: &Finding, packages: &[String], lang: Lang) {
    let severity = severity(finding.severity, lang);
    let _ = writeln!(out, "  {} {severity} {}", finding.code, finding.message(lang));
    let location = &finding.location;
    let parts = [&location.entry, &location.sheet, &location.cell].into_iter().flatten();
    let mut place: Vec<&str> = parts.map(String::as_str).collect();
    place.extend(location.pointer.as_ref().map(|p| p.as_str()));
    place.extend(packages.iter().map(String::as_str));
    if !place.is_empty() {
        let _ = writeln!(out, "    @ {}", place.join(" / "));
    }
    let _ = writeln!(out, "    → {}", finding.hint(lang));
}

fn status(status: Status, lang: Lang) -> &'static str {
    match (status, lang) {
        (Status::Valid, Lang::Ja) => "適",
        (Status::Invalid, Lang::Ja) => "不備",
        (Status::Unreadable, Lang::Ja) => "読取不能",
        (Status::Valid, Lang::En) => "valid",
        (Status::Invalid, Lang::En) => "invalid",
        (Status::Unreadable, Lang::En) => "unreadable",
    }
}

fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Fatal, Lang::Ja) => "致命的",
        (Severity::Error, Lang::Ja) => "エラー",
        (Severity::Warning, Lang::Ja) => "警告",
        (Severity::Info, Lang::Ja) => "情報",
        (severity, Lang::En) => severity.as_str(),
    }
}
