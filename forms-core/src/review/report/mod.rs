//! A report for people: as text for the terminal, as a page to print, as a workbook and as CSV. All
//! come from one [`Report`]; findings are grouped by kind, and none is left out.

mod html;
mod table;
mod text;

use crate::check::{CrossFinding, Report, Status};
use crate::finding::{Code, Finding, Lang, Location, Severity};

pub use html::html;
pub use table::{csv, xlsx};
pub use text::{TextStyle, findings_text, text};

include!(concat!(env!("OUT_DIR"), "/report_words.rs"));

impl Label {
    fn get(self, lang: Lang) -> &'static str {
        let (ja, en) = self.words();
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    fn status(status: Status) -> Self {
        match status {
            Status::Valid => Self::Valid,
            Status::Invalid => Self::Invalid,
            Status::Unreadable => Self::Unreadable,
        }
    }

    fn severity(severity: Severity) -> Self {
        match severity {
            Severity::Fatal => Self::Fatal,
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Info,
        }
    }
}

/// Findings of one code and severity, with the packages of those that are about several.
struct Group<'a> {
    code: Code,
    severity: Severity,
    findings: Vec<(&'a Finding, &'a [String])>,
}

/// The findings of one package by kind: the worst first, in the order of places within a kind.
fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    grouped(findings.iter().map(|f| (f, [].as_slice())))
}

/// Like [`groups`], for the findings across packages.
fn cross_groups(cross: &[CrossFinding]) -> Vec<Group<'_>> {
    grouped(cross.iter().map(|c| (&c.finding, c.packages.as_slice())))
}

fn grouped<'a>(findings: impl Iterator<Item = (&'a Finding, &'a [String])>) -> Vec<Group<'a>> {
    let mut groups: std::collections::BTreeMap<_, Group<'a>> = std::collections::BTreeMap::new();
    for (finding, packages) in findings {
        let (code, severity) = (finding.code, finding.severity);
        groups
            .entry((std::cmp::Reverse(severity), code))
            .or_insert_with(|| Group { code, severity, findings: Vec::new() })
            .findings
            .push((finding, packages));
    }
    groups.into_values().collect()
}

impl Group<'_> {
    /// The hint, if it is the same for all findings of the group.
    fn shared_hint(&self, lang: Lang) -> Option<String> {
        let (first, rest) = self.findings.split_first()?;
        let hint = first.0.hint(lang);
        rest.iter().all(|(f, _)| f.hint(lang) == hint).then_some(hint)
    }
}

/// The place of a finding for people: entry, sheet, and the cell if there is one, else the field.
fn place(location: &Location) -> String {
    let field = location.pointer.as_ref().map(ToString::to_string).filter(|p| !p.is_empty());
    let last = location.cell.map(|cell| cell.to_string()).or(field);
    let parts = [location.entry.clone(), location.sheet.clone(), last];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

/// Without control characters, which could steer a terminal or break a line.
fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() || is_direction(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Marks that turn the direction of what follows, and with it what a name seems to say.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests;
