//! One application or one package: what every shell calls.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::application::Application;
use crate::archive::{Progress, Share, Silent, Source, SourceReader};
use crate::finding::{ApplicantName, Code, Finding, PackageReport, Severity};
use crate::pack::Pack;
use crate::rules::{self, Background, Context, InstrumentText};
use crate::submission::{
    self, AttachmentFile, BuildError, Built, EntryFacts, FileFacts, InWorkbook, Opened, Override,
    attachment_path, hex,
};
use crate::text::is_blank;

/// A package that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedPackage {
    /// What was found.
    pub report: PackageReport,
    /// Its application, where it could be read.
    pub application: Option<Application>,
}

/// What building gave: the package, or the findings that stopped it.
#[derive(Debug)]
pub struct BuildOutcome {
    /// The package, unless an error that was not overridden stopped it.
    pub built: Option<Built>,
    /// What stopped it, or what still stands in the finished package.
    pub findings: Vec<Finding>,
}

/// For a draft whose instruments nobody has read.
pub const NO_TEXTS: BTreeMap<String, InstrumentText> = BTreeMap::new();

/// Checks a draft: everything that does not need a finished package.
///
/// `files` are the attachments that are really there, `texts` those of the instruments among them
/// that were read, by the names that the application uses.
#[must_use]
pub fn check_draft<T: Borrow<InstrumentText>>(
    app: &Application,
    files: &[FileFacts],
    texts: &BTreeMap<String, T>,
    pack: &Pack,
    today: Date,
) -> Vec<Finding> {
    check_draft_against(app, files, texts, &Background::default(), pack, today)
}

/// The same beside the layouts and what is registered, as far as they are at hand.
#[must_use]
pub fn check_draft_against<T: Borrow<InstrumentText>>(
    app: &Application,
    files: &[FileFacts],
    texts: &BTreeMap<String, T>,
    background: &Background<'_>,
    pack: &Pack,
    today: Date,
) -> Vec<Finding> {
    let context = Context::new(app, files, pack, today).with_background(background);
    let mut out = rules::check_application(&context);
    let mut by_text = Vec::new();
    rules::check_instruments(app, texts, &mut by_text);
    rules::check_shifts(&context, texts, &mut by_text);
    rules::apply_severities(&mut by_text, pack);
    out.extend(by_text);
    out.extend(rules::check_attachments(app, files, pack));
    rules::settle(&mut out);
    out.sort_by(|a, b| (&a.location, a.code).cmp(&(&b.location, b.code)));
    out
}

/// Checks a finished package. `path` is what the report calls it.
#[must_use]
pub fn check_package(
    path: &str,
    source: &dyn Source,
    pack: &Pack,
    today: Date,
    progress: &mut dyn Progress,
) -> CheckedPackage {
    check_package_beside(path, source, pack, today, &Background::default(), progress)
}

/// Checks a finished package beside the layouts and the registry that are at hand.
#[must_use]
pub fn check_package_beside(
    path: &str,
    source: &dyn Source,
    pack: &Pack,
    today: Date,
    background: &Background<'_>,
    progress: &mut dyn Progress,
) -> CheckedPackage {
    // The content of the archive is read first, then all of its bytes.
    let mut steps = Share { inner: progress, before: 0, total: source.len().saturating_mul(2) };
    let opened = submission::open(source, pack, &mut steps);
    steps.before = source.len();
    let mut report = PackageReport {
        path: path.to_owned(),
        bytes: source.len(),
        sha256: hash_of(source, &mut steps),
        applicant: None,
        kind: None,
        findings: opened.findings.clone(),
    };
    // What is read now is read a second time, and little of it.
    let progress: &mut dyn Progress = &mut Silent;
    rules::apply_severities(&mut report.findings, pack);
    if !has_fatal(&report.findings) {
        report.findings.extend(rules::check_archive(&opened.inventory, pack, file_name(path)));
        report.findings.extend(rules::check_package(&opened, pack, file_name(path)));
    }
    let application = opened.application().cloned();
    if let Some(app) = &application {
        report.applicant = Some(ApplicantName {
            code: app.applicant.code.canonical().into_owned(),
            name: app.applicant.name.clone(),
        });
        report.kind = Some(app.kind.as_str().to_owned());
        if !opened.applications.is_empty() {
            workbook(app, &opened, source, pack, &mut report.findings, progress);
        }
        let files = opened.attachment_facts(app, pack);
        let context = Context::new(app, &files, pack, today).with_background(background);
        report.findings.extend(application_findings(&context, &opened, source, progress));
        rules::settle(&mut report.findings);
        match opened.in_workbook.as_ref().filter(|_| opened.applications.is_empty()) {
            Some(found) => place_where_it_was_read(&mut report.findings, found),
            None => rules::place_in_workbook(&mut report.findings, app, pack),
        }
    }
    report.sort();
    CheckedPackage { report, application }
}

/// PKG-007, in place of a PKG-005 that could only say that the workbook changed. Where the
/// application itself changed after it was packed, that is the mistake and the workbook is not.
fn workbook(
    app: &Application,
    opened: &Opened,
    source: &dyn Source,
    pack: &Pack,
    findings: &mut Vec<Finding>,
    progress: &mut dyn Progress,
) {
    let Some(facts) = opened.files.iter().find(|f| f.path == pack.package.workbook) else { return };
    let changed = |findings: &[Finding], entry: &str| {
        let at = |f: &Finding| f.code == Code::Pkg005 && f.location.entry.as_deref() == Some(entry);
        findings.iter().any(at)
    };
    if opened.applications.iter().any(|a| changed(findings, &a.entry)) {
        return;
    }
    let most = pack.limits.document_bytes;
    let contents = opened.read_files(source, [facts.clone()], most, pack, progress);
    let Some(content) = contents.get(&facts.entry) else { return };
    let listed = opened.manifest.as_ref().is_some_and(|m| m.document.is_ok());
    let as_built = listed && !changed(findings, &facts.entry);
    let found = rules::check_workbook(app, content, &facts.entry, as_built, pack);
    if !found.is_empty() {
        findings.retain(|f| {
            f.code != Code::Pkg005 || f.location.entry.as_deref() != Some(&facts.entry)
        });
    }
    findings.extend(found);
}

/// Adds sheet and cell to findings about fields of an application that a workbook gave.
fn place_where_it_was_read(findings: &mut [Finding], found: &InWorkbook) {
    for finding in findings {
        let place = finding.location.pointer.as_ref().and_then(|p| found.read.place(p));
        if let Some((sheet, cell)) = place {
            finding.location.sheet = Some(sheet.clone());
            finding.location.cell = Some(cell.to_string());
            finding.location.entry = Some(found.entry.clone());
        }
    }
}

fn application_findings(
    context: &Context<'_>,
    opened: &Opened,
    source: &dyn Source,
    progress: &mut dyn Progress,
) -> Vec<Finding> {
    let (app, pack) = (context.app, context.pack);
    let mut out = rules::check_application(context);
    let texts = instruments(app, opened, source, pack, progress);
    rules::check_instruments(app, &texts, &mut out);
    rules::check_shifts(context, &texts, &mut out);
    rules::apply_severities(&mut out, pack);
    out
}

/// The attachments that legal bases rest on, by the names that the application uses.
#[must_use]
pub fn cited_documents(app: &Application) -> BTreeSet<&str> {
    let bases = app.delegations.iter().flat_map(|d| &d.bases);
    bases.map(|b| b.document.as_str()).filter(|name| !is_blank(name)).collect()
}

/// The texts that the legal bases rest on, by the names that the application uses. What is not
/// there or cannot be read as a file has a finding of its own.
fn instruments(
    app: &Application,
    opened: &Opened,
    source: &dyn Source,
    pack: &Pack,
    progress: &mut dyn Progress,
) -> BTreeMap<String, InstrumentText> {
    let cited = cited_documents(app);
    let wanted: BTreeMap<&str, &EntryFacts> = app
        .attachments
        .iter()
        .filter(|a| cited.contains(a.file.as_str()))
        .filter_map(|a| {
            Some((a.file.as_str(), opened.attachment(&a.file, &attachment_path(a, pack))?))
        })
        .collect();
    let most = pack.limits.document_bytes;
    let mut texts = BTreeMap::new();
    // One after another: together they may be larger than a browser's memory.
    for (name, facts) in wanted {
        let contents = opened.read_files(source, [facts.clone()], most, pack, progress);
        let text = match contents.get(&facts.entry) {
            Some(content) => InstrumentText::read(name, content),
            // What is whole and still not read is too large for any ordinance but a scan.
            None if facts.sha256.is_some() && facts.bytes > most => InstrumentText::NoText,
            None => continue,
        };
        texts.insert(name.to_owned(), text);
    }
    texts
}

/// The texts of the attachments that legal bases rest on. One that cannot be read, or is larger
/// than a document may be, is left to the check of the finished package.
fn attached_texts(
    app: &Application,
    files: &[AttachmentFile<'_>],
    pack: &Pack,
) -> BTreeMap<String, InstrumentText> {
    let cited = cited_documents(app);
    let wanted = files.iter().filter(|f| cited.contains(f.name));
    wanted
        .filter_map(|f| Some((f.name.to_owned(), InstrumentText::of(f.name, f.content, pack)?)))
        .collect()
}

/// Builds a package where no error stands, and checks the finished file once more.
///
/// Each code among `overrides` lets the errors of that code pass; the package records the reason.
///
/// # Errors
/// Where the package cannot be written; see [`BuildError`].
pub fn build_checked(
    app: &Application,
    files: &[AttachmentFile<'_>],
    overrides: &[Override],
    pack: &Pack,
    today: Date,
    progress: &mut dyn Progress,
) -> Result<BuildOutcome, BuildError> {
    build_checked_against(app, files, overrides, &Background::default(), pack, today, progress)
}

/// The same beside the layouts and what is registered, as far as they are at hand.
///
/// # Errors
/// Where the package cannot be written; see [`BuildError`].
pub fn build_checked_against(
    app: &Application,
    files: &[AttachmentFile<'_>],
    overrides: &[Override],
    background: &Background<'_>,
    pack: &Pack,
    today: Date,
    progress: &mut dyn Progress,
) -> Result<BuildOutcome, BuildError> {
    let overridden = |code: Code| overrides.iter().any(|o| o.code == code);
    let facts: Vec<FileFacts> = files
        .iter()
        .map(|f| FileFacts { name: f.name.to_owned(), bytes: f.content.len(), sha256: None })
        .collect();
    let texts = attached_texts(app, files, pack);
    let before = check_draft_against(app, &facts, &texts, background, pack, today);
    if before.iter().any(|f| f.severity.stops() && !overridden(f.code)) {
        return Ok(BuildOutcome { built: None, findings: before });
    }
    let used: Vec<Override> =
        overrides.iter().filter(|o| before.iter().any(|f| f.code == o.code)).cloned().collect();
    let mut built = submission::build(app, files, &used, pack, progress)?;
    let judge = |built: &Built| {
        let (name, bytes) = (&built.name, &built.bytes);
        let checked = check_package_beside(name, bytes, pack, today, background, &mut Silent);
        checked.report.findings
    };
    let mut after = judge(&built);
    // What only the finished package shows is overridden there, and recorded too.
    let late: Vec<Override> = overrides
        .iter()
        .filter(|o| !used.contains(o) && after.iter().any(|f| f.code == o.code))
        .cloned()
        .collect();
    if !late.is_empty() {
        built = submission::build(app, files, &[used, late].concat(), pack, progress)?;
        after = judge(&built);
    }
    if after.iter().any(|f| f.severity.stops() && !overridden(f.code)) {
        return Ok(BuildOutcome { built: None, findings: after });
    }
    Ok(BuildOutcome { built: Some(built), findings: after })
}

/// The last part of a path, whichever separator it was written with.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn has_fatal(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Fatal)
}

fn hash_of(source: &dyn Source, progress: &mut dyn Progress) -> String {
    let mut hash = Sha256::new();
    let mut reader = SourceReader::new(source);
    let mut buf = vec![0; 64 * 1024];
    let mut read = 0;
    // A medium that fails here has failed in the archive's own reading, which reports it.
    while let Ok(count @ 1..) = reader.read(&mut buf) {
        hash.update(buf.get(..count).unwrap_or_default());
        read += count as u64;
        progress.advance(read, source.len());
    }
    hex(&hash.finalize())
}
