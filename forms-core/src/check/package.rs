//! Checking a finished package.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use super::hashed::{HashedSource, ReadFailure};
use super::{ApplicantName, Checker, PackageReport};
use crate::application::Application;
use crate::archive::{Progress, Silent, Source};
use crate::finding::{Code, Finding, Severity};
use crate::law::InstrumentText;
use crate::pack::Pack;
use crate::rules;
use crate::submission::{self, EntryFacts, InWorkbook, Opened, attachment_path};

/// A package that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedPackage {
    /// The report, with everything found.
    pub report: PackageReport,
    /// Its application, where it could be read.
    pub application: Option<Application>,
    /// Indices of the earlier ordinances whose later version is attached.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub compared: BTreeSet<usize>,
}

impl CheckedPackage {
    /// The result of a file that could not be read on this machine: ZIP-026, without a hash and without a word about
    /// its content.
    fn not_read(path: &str, bytes: u64, failure: ReadFailure, pack: &Pack) -> Self {
        let report = PackageReport::not_checked(path, bytes, failure.finding(), pack);
        Self { report, application: None, compared: BTreeSet::new() }
    }
}

/// A package while its application is checked.
struct Package<'p> {
    opened: &'p Opened,
    source: &'p dyn Source,
}

impl Checker<'_> {
    /// Checks a finished package. `path` is what the report calls it. Its bytes are read once: their
    /// hash, the checksums and the content of its files are taken in one pass.
    #[must_use]
    pub fn package(
        &self,
        path: &str,
        source: &dyn Source,
        progress: &mut dyn Progress,
    ) -> CheckedPackage {
        let hashed = HashedSource::new(source);
        let checked = self.package_of(path, &hashed, progress);
        match hashed.failure() {
            Some(failure) => CheckedPackage::not_read(path, source.len(), failure, self.pack),
            None => checked,
        }
    }

    /// Reports a package that cannot even be opened on this machine (ZIP-026).
    #[must_use]
    pub fn not_opened(&self, path: &str, error: &io::Error) -> CheckedPackage {
        CheckedPackage::not_read(path, 0, ReadFailure::new(error), self.pack)
    }

    fn package_of(
        &self,
        path: &str,
        hashed: &HashedSource<'_>,
        progress: &mut dyn Progress,
    ) -> CheckedPackage {
        let opened = submission::open(hashed, self.pack, progress);
        let mut report = PackageReport {
            path: path.to_owned(),
            bytes: hashed.len(),
            sha256: hashed.finish(progress),
            applicant: None,
            kind: None,
            findings: opened.findings.clone(),
        };
        if !report.findings.iter().any(|f| self.pack.severity(f.code) == Severity::Fatal) {
            let name = submission::file_name(path);
            report.findings.extend(rules::check_archive(&opened.inventory, self.pack, name));
            report.findings.extend(rules::check_package(&opened, self.pack, name));
        }
        let application = opened.application().cloned();
        let mut compared = BTreeSet::new();
        let mut workbook = None;
        if let Some(app) = &application {
            report.applicant = Some(ApplicantName::of(app));
            report.kind = Some(app.kind);
            let package = Package { opened: &opened, source: hashed };
            workbook = self.workbook_of(app, &package, &mut report.findings);
            compared = self.application_of(app, &package, &mut report.findings);
        }
        self.settle(&mut report.findings, workbook);
        if let Some(app) = &application {
            match opened.in_workbook.as_ref().filter(|_| opened.applications.is_empty()) {
                Some(found) => {
                    let InWorkbook { entry, read, .. } = found;
                    rules::place_where_read(&mut report.findings, entry, read, self.pack);
                }
                None => rules::place_findings(&mut report.findings, app, self.pack),
            }
        }
        report.sort();
        CheckedPackage { report, application, compared }
    }

    /// Checks the application of a package. Returns the indices of the earlier ordinances that an
    /// attachment is a later state of.
    fn application_of(
        &self,
        app: &Application,
        package: &Package<'_>,
        findings: &mut Vec<Finding>,
    ) -> BTreeSet<usize> {
        let files = package.opened.attachment_facts(app, self.pack);
        let context = self.context(app, &files);
        findings.extend(rules::check_application(&context));
        let texts = self.instruments_of(app, package);
        rules::check_instruments(app, &texts, findings);
        rules::check_shifts(&context, &texts, findings)
    }

    /// PKG-007. Returns the entry of the workbook, if there was one to compare with an application
    /// in JSON. Where that changed after it was packed, PKG-005 reports the mistake and nothing is
    /// compared.
    fn workbook_of<'p>(
        &self,
        app: &Application,
        package: &Package<'p>,
        findings: &mut Vec<Finding>,
    ) -> Option<&'p str> {
        let Package { opened, source } = *package;
        if opened.applications.is_empty() {
            return None;
        }
        let at_workbook = |f: &&EntryFacts| f.path == self.pack.package.workbook;
        let facts = opened.files.iter().find(at_workbook)?;
        let changed = |findings: &[Finding], entry: &str| {
            let at =
                |f: &Finding| f.code == Code::Pkg005 && f.location.entry.as_deref() == Some(entry);
            findings.iter().any(at)
        };
        if opened.applications.iter().any(|a| changed(findings, &a.entry)) {
            return None;
        }
        let most = self.pack.limits.document_bytes;
        let content = opened.content(source, facts, most, self.pack, &mut Silent)?;
        let listed = opened.manifest.as_ref().is_some_and(|m| m.document.is_ok());
        let as_built = listed && !changed(findings, &facts.entry);
        findings.extend(rules::check_workbook(app, &&*content, &facts.entry, as_built, self.pack));
        Some(&facts.entry)
    }

    /// The texts that the legal bases rest on, by the names that the application uses. A file that is
    /// not there or cannot be read has a finding of its own.
    fn instruments_of(
        &self,
        app: &Application,
        package: &Package<'_>,
    ) -> BTreeMap<String, InstrumentText> {
        let Package { opened, source } = package;
        let cited = app.cited_documents();
        let wanted: BTreeMap<&str, &EntryFacts> = app
            .attachments
            .iter()
            .filter(|a| cited.contains(a.file.as_str()))
            .filter_map(|a| {
                let path = attachment_path(a, self.pack);
                Some((a.file.as_str(), opened.attachment(&a.file, &path)?))
            })
            .collect();
        let most = self.pack.limits.document_bytes;
        let mut texts = BTreeMap::new();
        // One after another: together they may be larger than a browser's memory.
        for (name, facts) in wanted {
            let text = match opened.content(*source, facts, most, self.pack, &mut Silent) {
                Some(content) => InstrumentText::read(name, &content),
                // Whole and still not read means too large for any ordinance but a scan.
                None if facts.sha256.is_some() && facts.bytes > most => InstrumentText::NoText,
                None => continue,
            };
            texts.insert(name.to_owned(), text);
        }
        texts
    }
}
