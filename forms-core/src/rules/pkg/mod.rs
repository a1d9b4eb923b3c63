//! PKG: the submission as a whole: its manifest, its application, its files.

mod files;
mod workbook;

use std::collections::BTreeSet;

use crate::application::{Application, ReadError};
use crate::archive::{NameEncoding, document_kind};
use crate::finding::{ArgValue, Code, Finding, Location, make, word};
use crate::pack::Pack;
use crate::submission::{
    FileKind, InWorkbook, Manifest, ManifestError, Opened, Override, attachment_path,
};

pub use files::check_attachments;
pub use workbook::check_workbook;

/// Checks an opened package: everything that its documents say about its files. `file_name` is the
/// package's own.
#[must_use]
pub fn check_package(opened: &Opened, pack: &Pack, file_name: &str) -> Vec<Finding> {
    let mut out = Vec::new();
    applications(opened, pack, &mut out);
    out.extend(opened.in_workbook.iter().flat_map(InWorkbook::findings));
    let mut missing = BTreeSet::new();
    // A package that was not made here has no manifest; that alone is no fault.
    if let Some(read) = &opened.manifest {
        match &read.document {
            Ok(manifest) => missing = listed_files(opened, manifest, pack, &mut out),
            Err(error) => out.push(unreadable(&read.entry, manifest_problem(error))),
        }
    }
    if let Some(app) = opened.application() {
        files::own_name(app, pack, file_name, &mut out);
        files::contents(opened, app, pack, &mut out);
    }
    if let Some(app) = opened.application() {
        let files = opened.attachment_facts(app, pack);
        let mut found = check_attachments(app, &files, pack);
        // A file that the manifest misses too is one mistake: the manifest's PKG-003 is enough.
        found.retain(|f| f.code != Code::Pkg003 || !misses(f, app, pack, &missing));
        out.append(&mut found);
    }
    out
}

/// PKG-001, PKG-002 and PKG-006 for the application.
fn applications(opened: &Opened, pack: &Pack, out: &mut Vec<Finding>) {
    if let Some(found) = opened.in_workbook.as_ref().filter(|f| f.read.is_form()) {
        out.push(make::pkg_017(&found.entry).at(Location::entry(&found.entry)));
        if !found.others.is_empty() {
            let names = std::iter::once(&found.entry).chain(&found.others);
            out.push(make::pkg_002(names.cloned().collect()));
        }
    } else if opened.applications.is_empty() {
        let seen: Vec<String> = opened.files.iter().map(|f| f.entry.clone()).collect();
        // Where its entry is there but damaged, the archive's own finding says more.
        let there = opened.files.iter().any(|f| f.path.ends_with(&pack.package.application));
        // A document that is a ZIP by itself, such as a DOCX, is ZIP-001 and not PKG-001.
        if let Some(kind) = document_kind(&opened.inventory) {
            out.push(make::zip_001(kind));
        } else if !there && opened.in_workbook.is_none() {
            out.push(make::pkg_001(&pack.package.application, first_few(seen)));
        }
    }
    if opened.applications.len() > 1 {
        let names: Vec<String> = opened.applications.iter().map(|a| a.entry.clone()).collect();
        let same_name = names.iter().collect::<BTreeSet<_>>().len() == 1;
        // Twice under one name is ZIP-003.
        if !same_name {
            out.push(make::pkg_002(names));
        }
    }
    if let Some(read) = opened.applications.first()
        && let Err(error) = &read.document
    {
        out.push(unreadable(&read.entry, application_problem(error)));
    }
}

/// PKG-003, PKG-004, PKG-005 and PKG-014. Returns the paths that are listed but missing.
fn listed_files(
    opened: &Opened,
    manifest: &Manifest,
    pack: &Pack,
    out: &mut Vec<Finding>,
) -> BTreeSet<String> {
    let mut missing = BTreeSet::new();
    let mut listed = BTreeSet::new();
    for file in &manifest.files {
        listed.insert(file.path.as_str());
        let found: Vec<_> = opened.files.iter().filter(|f| f.path == file.path).collect();
        let Some(first) = found.first() else {
            // PKG-001 reports that there is no application at all.
            if file.kind == FileKind::Application && opened.applications.is_empty() {
                continue;
            }
            out.push(make::pkg_003(&file.path).at(Location::entry(&file.path)));
            missing.insert(file.path.clone());
            continue;
        };
        // Two entries of one name are ZIP-003; what cannot be read has a finding of its own.
        if opened.applications.iter().any(|a| a.entry == first.entry && a.document.is_err()) {
            continue;
        }
        let unchanged = found.iter().any(|f| f.sha256.as_ref().is_none_or(|h| *h == file.sha256));
        if !unchanged {
            let actual = first.sha256.as_deref().unwrap_or_default();
            let finding = make::pkg_005(&first.entry, &file.sha256, actual);
            out.push(finding.at(Location::entry(&first.entry)));
        }
    }
    // PKG-002 reports a second application.
    let applications: BTreeSet<&str> =
        opened.applications.iter().map(|a| a.entry.as_str()).collect();
    for file in &opened.files {
        let known = listed.contains(file.path.as_str())
            || file.path == pack.package.manifest
            || opened.manifest.as_ref().is_some_and(|m| m.entry == file.entry);
        // No document lists a name that nothing reads: ZIP-013.
        let entry = opened.inventory.entries.get(file.index);
        let unread = entry.is_some_and(|entry| entry.encoding == NameEncoding::Unknown);
        if !known && !unread && !applications.contains(file.entry.as_str()) {
            out.push(make::pkg_004(&file.entry).at(Location::entry(&file.entry)));
        }
    }
    for Override { code, reason } in &manifest.overrides {
        out.push(make::pkg_014(*code, reason));
    }
    missing
}

/// Returns whether a PKG-003 of the application is about a file that the manifest misses already.
fn misses(finding: &Finding, app: &Application, pack: &Pack, missing: &BTreeSet<String>) -> bool {
    let Some(ArgValue::Text(name)) = finding.arg("name") else { return false };
    app.attachments.iter().any(|a| a.file == *name && missing.contains(&attachment_path(a, pack)))
}

fn unreadable(entry: &str, (problem, detail): (word::Pkg006, String)) -> Finding {
    make::pkg_006(entry, problem, detail).at(Location::entry(entry))
}

fn application_problem(error: &ReadError) -> (word::Pkg006, String) {
    let problem = match error {
        ReadError::Syntax { .. } => word::Pkg006::BrokenJson,
        ReadError::NoSchema { .. } => word::Pkg006::UnknownSchema,
        ReadError::Newer { .. } => word::Pkg006::NewerSchema,
        ReadError::Shape { .. } => word::Pkg006::WrongFields,
    };
    (problem, error.to_string())
}

fn manifest_problem(error: &ManifestError) -> (word::Pkg006, String) {
    let problem = match error {
        ManifestError::Syntax(_) => word::Pkg006::BrokenJson,
        ManifestError::Schema(_) => word::Pkg006::UnknownSchema,
        ManifestError::Shape(_) => word::Pkg006::WrongFields,
    };
    (problem, error.to_string())
}

/// Enough names to recognise what was zipped.
fn first_few(mut names: Vec<String>) -> Vec<String> {
    const FEW: usize = 8;
    let rest = names.len().saturating_sub(FEW);
    names.truncate(FEW);
    if rest > 0 {
        names.push(format!("… +{rest}"));
    }
    names
}

#[cfg(test)]
mod tests;
