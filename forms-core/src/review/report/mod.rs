//! A report for people: as text for the terminal, as a page to print, as a workbook and as CSV. All
//! come from one [`Report`]; findings are grouped by kind, and none is left out.

mod html;
mod table;
mod text;

use jiff::civil::Date;

use super::place::is_only_registered;
use super::session::Session;
use super::summary::SummaryRow;
use crate::check::{Counts, CrossFinding, PackagePlace, PackageReport, Report, Status};
use crate::finding::{Code, Finding, Lang, Location, Severity};
use crate::pack::Pack;

pub use html::html;
pub(super) use html::{escape, page_head};
pub(super) use table::{Cell, Sheet, csv_line, workbook};
pub use table::{csv, xlsx};
pub use text::{TextStyle, findings_text, text};

include!(concat!(env!("OUT_DIR"), "/report_words.rs"));

/// The reader of a report: who reads it, in which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reader {
    /// The language.
    pub lang: Lang,
    /// True for a reviewer, who is told whom to ask and what to decide; false for an applicant, who is told what to correct.
    pub reviews: bool,
}

impl Reader {
    /// A reviewer who reads a language.
    #[must_use]
    pub fn reviewer(lang: Lang) -> Self {
        Self { lang, reviews: true }
    }

    /// The text that says what to do about a finding.
    fn advice(self, finding: &Finding) -> String {
        match self.reviews {
            true => finding.review_hint(self.lang),
            false => finding.hint(self.lang),
        }
    }

    /// The heading of that text.
    fn advice_label(self) -> Label {
        if self.reviews { Label::Next } else { Label::Hint }
    }
}

/// An applicant who reads a language.
impl From<Lang> for Reader {
    fn from(lang: Lang) -> Self {
        Self { lang, reviews: false }
    }
}

/// The report on a review: on the last submission of each applicant, on files that belong to nobody, and on what could not
/// be read.
#[must_use]
pub fn of_review(
    session: &Session,
    rows: &[SummaryRow],
    cross: &[CrossFinding],
    today: Date,
    pack: &Pack,
) -> Report {
    let current = session.current_packages(rows.iter().map(|row| &row.applicant));
    let current = current.into_iter().map(|checked| checked.report);
    let nobodys = session.unattributed();
    let nobodys = nobodys.iter().filter_map(|s| s.checked()).map(|checked| checked.report);
    let not_read = session.not_read().map(|(path, failed)| {
        PackageReport::not_checked(path, 0, Finding::from(&failed.finding), pack)
    });
    Report {
        pack: (pack.id.clone(), pack.version.clone()),
        today,
        packages: current.chain(nobodys).chain(not_read).collect(),
        cross: cross.to_vec(),
    }
}

impl Label {
    /// The word in a language.
    pub(super) fn get(self, lang: Lang) -> &'static str {
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

    pub(super) fn severity(severity: Severity) -> Self {
        match severity {
            Severity::Fatal => Self::Fatal,
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Info,
        }
    }
}

/// A finding as a report lists it.
struct Listed<'a> {
    finding: &'a Finding,
    /// The place in the package that the list belongs to; `None` in the list of findings across packages.
    location: Option<&'a Location>,
    /// The other packages that the finding is about, each with its place; all of them in the list of findings
    /// across packages.
    others: Vec<&'a PackagePlace>,
}

/// Findings of one code and severity.
struct Group<'a> {
    code: Code,
    severity: Severity,
    findings: Vec<Listed<'a>>,
}

/// A finding across packages and its place in one of them.
type CrossOfPackage<'a> = (&'a CrossFinding, &'a PackagePlace);

/// The findings of one package and those across packages that are about it, by kind: the worst first, in the order
/// of places within a kind.
fn groups<'a>(findings: &'a [Finding], cross: &[CrossOfPackage<'a>]) -> Vec<Group<'a>> {
    let own =
        findings.iter().map(|f| Listed { finding: f, location: Some(&f.location), others: vec![] });
    let shared = cross.iter().map(|(cross, here)| Listed {
        finding: &cross.finding,
        location: Some(&here.location),
        others: cross.places.iter().filter(|place| place.package != here.package).collect(),
    });
    grouped(own.chain(shared))
}

/// Like [`groups`], for all findings across packages.
fn cross_groups(cross: &[CrossFinding]) -> Vec<Group<'_>> {
    grouped(cross.iter().map(|c| Listed {
        finding: &c.finding,
        // A finding on reference data is in no package, but in a file.
        location: c.places.is_empty().then_some(&c.finding.location),
        others: c.places.iter().collect(),
    }))
}

/// The number of findings of a package by severity, with those across packages that are about it.
fn counts_with_cross(package: &PackageReport, cross: &[CrossOfPackage<'_>]) -> Counts {
    Counts::of(package.findings.iter().chain(cross.iter().map(|(c, _)| &c.finding)))
}

fn grouped<'a>(findings: impl Iterator<Item = Listed<'a>>) -> Vec<Group<'a>> {
    let mut groups: std::collections::BTreeMap<_, Group<'a>> = std::collections::BTreeMap::new();
    for listed in findings {
        let (code, severity) = (listed.finding.code, listed.finding.severity);
        groups
            .entry((std::cmp::Reverse(severity), code))
            .or_insert_with(|| Group { code, severity, findings: Vec::new() })
            .findings
            .push(listed);
    }
    groups.into_values().collect()
}

impl Group<'_> {
    /// What to do, if it is the same for all findings of the group.
    fn shared_advice(&self, reader: Reader) -> Option<String> {
        let (first, rest) = self.findings.split_first()?;
        let advice = reader.advice(first.finding);
        rest.iter().all(|listed| reader.advice(listed.finding) == advice).then_some(advice)
    }
}

/// The place of a finding for people: entry, sheet and cell; the field where there is no workbook. A row that is only
/// registered is said to be so.
fn place(code: Code, location: &Location, lang: Lang) -> String {
    let field = location.pointer.as_ref().map(ToString::to_string).filter(|p| !p.is_empty());
    let field = field.filter(|_| location.sheet.is_none());
    let only_registered =
        is_only_registered(code).then(|| Label::OnlyRegistered.get(lang).to_owned());
    let last = only_registered.or(location.cell.map(|cell| cell.to_string())).or(field);
    let parts = [location.entry.clone(), location.sheet.clone(), last];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

/// The verdict on a package for people. A file that this machine could not read is no mistake of its sender.
fn verdict(package: &PackageReport, counts: Counts) -> Label {
    match package.is_read() {
        true => Label::status(counts.status()),
        false => Label::NotRead,
    }
}

/// A place in one of several packages for people; `name` is what the report calls the package.
fn place_in(name: &str, code: Code, at: &PackagePlace, lang: Lang) -> String {
    let place = place(code, &at.location, lang);
    if place.is_empty() { name.to_owned() } else { format!("{name} / {place}") }
}

/// Without control characters, which could steer a terminal or break a line.
pub(super) fn on_one_line(text: &str) -> String {
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
