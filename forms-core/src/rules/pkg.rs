//! PKG: the submission as a whole: its manifest, its application, its files.

use std::collections::{BTreeMap, BTreeSet};

use crate::application::{Application, ReadError};
use crate::archive::by_product;
use crate::finding::{ArgValue, Code, Finding, Lang, Location, Pointer, make, word};
use crate::pack::Pack;
use crate::rules::row;
use crate::submission::FileKind;
use crate::submission::{FileFacts, Manifest, ManifestError, Opened, Override, attachment_path};
use crate::text::is_blank;

/// Checks an opened package: everything that its documents say about its files.
#[must_use]
pub fn check_package(opened: &Opened, pack: &Pack) -> Vec<Finding> {
    let mut out = Vec::new();
    applications(opened, pack, &mut out);
    let mut missing = BTreeSet::new();
    // A package that was not made here has no manifest; that alone is no fault.
    if let Some(read) = &opened.manifest {
        match &read.document {
            Ok(manifest) => missing = listed_files(opened, manifest, pack, &mut out),
            Err(error) => out.push(unreadable(&read.entry, manifest_problem(error))),
        }
    }
    super::apply_severities(&mut out, pack);
    if let Some(app) = opened.application() {
        let files = opened.attachment_facts(app, pack);
        let mut found = check_attachments(app, &files, pack);
        // What the manifest misses too is one mistake.
        found.retain(|f| f.code != Code::Pkg003 || !misses(f, app, pack, &missing));
        out.append(&mut found);
    }
    out
}

/// PKG-001, PKG-002 and PKG-006 for the application.
fn applications(opened: &Opened, pack: &Pack, out: &mut Vec<Finding>) {
    if opened.applications.is_empty() {
        let seen: Vec<String> = opened.files.iter().map(|f| f.entry.clone()).collect();
        // Where its entry is there but damaged, the archive's own finding says more.
        let there = opened.files.iter().any(|f| f.path.ends_with(&pack.package.application));
        if !there {
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

/// PKG-003, PKG-004, PKG-005 and PKG-014; returns what is listed but not there.
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
            // That there is no application at all is PKG-001's.
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
    // A second application is PKG-002's.
    let applications: BTreeSet<&str> =
        opened.applications.iter().map(|a| a.entry.as_str()).collect();
    for file in &opened.files {
        // What an operating system left there is ZIP-015's.
        let known = listed.contains(file.path.as_str())
            || file.path == pack.package.manifest
            || by_product(&file.entry).is_some();
        if !known && !applications.contains(file.entry.as_str()) {
            out.push(make::pkg_004(&file.entry).at(Location::entry(&file.entry)));
        }
    }
    for Override { code, reason } in &manifest.overrides {
        let name = format!("{code}（{}）", code.text(Lang::Ja).title);
        out.push(make::pkg_014(name, reason));
    }
    missing
}

/// PKG-003, PKG-009 and PKG-012 for the attachments that an application lists, against the files
/// that are really there.
#[must_use]
pub fn check_attachments(app: &Application, files: &[FileFacts], pack: &Pack) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut by_content: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (i, attachment) in app.attachments.iter().enumerate() {
        // An empty name is FRM-001's.
        if is_blank(&attachment.file) {
            continue;
        }
        let at = row("attachments", i).key("file");
        match files.iter().find(|f| f.name == attachment.file) {
            None => out.push(make::pkg_003(&attachment.file).at(at)),
            Some(file) if file.bytes == 0 => out.push(make::pkg_009(&attachment.file).at(at)),
            Some(file) => {
                if let Some(hash) = &file.sha256 {
                    by_content.entry(hash).or_default().push(attachment.file.clone());
                }
            }
        }
    }
    for names in by_content.into_values().filter(|n| n.len() > 1) {
        out.push(make::pkg_012(names).at(Pointer::new("/attachments")));
    }
    super::apply_severities(&mut out, pack);
    out
}

/// Whether a PKG-003 of the application is about a file that the manifest misses already.
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
mod tests {
    use std::io::{Cursor, Read as _, Write as _};

    use super::*;
    use crate::archive::Silent;
    use crate::review::{build_checked, check_package as check_zip};
    use crate::rules::testing::clean;
    use crate::submission::AttachmentFile;

    const RULE: &[u8] = "○委任規則\n平成25年8月26日\n規則第24号\n第2条 区長は、次の事務を教育委員会に委任する。\n(1) 児童手当に関すること。\n".as_bytes();

    fn today() -> jiff::civil::Date {
        jiff::civil::date(2019, 5, 20)
    }

    fn build(app: &Application, overrides: &[Override]) -> crate::review::BuildOutcome {
        let files = [
            AttachmentFile { name: "規則.txt", content: &RULE },
            AttachmentFile { name: "評価書.txt", content: &&b"x"[..] },
        ];
        build_checked(app, &files, overrides, Pack::standard(), today(), &mut Silent).unwrap()
    }

    fn clean_zip() -> Vec<u8> {
        build(&clean(), &[]).built.unwrap().bytes
    }

    /// The same package with its files passed through `edit`; a file that gives several is written
    /// several times.
    fn repack(zip: &[u8], edit: impl Fn(&str, Vec<u8>) -> Vec<(String, Vec<u8>)>) -> Vec<u8> {
        let mut old = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for i in 0..old.len() {
            let mut file = old.by_index(i).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            for (name, content) in edit(&name, content) {
                new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                new.write_all(&content).unwrap();
            }
        }
        new.finish().unwrap().into_inner()
    }

    fn codes(zip: &[u8]) -> Vec<(Code, Option<String>)> {
        let checked = check_zip("a.zip", &zip, Pack::standard(), today(), &mut Silent);
        checked.report.findings.into_iter().map(|f| (f.code, f.location.entry)).collect()
    }

    fn same(name: &str, content: Vec<u8>) -> Vec<(String, Vec<u8>)> {
        vec![(name.to_owned(), content)]
    }

    #[test]
    fn a_package_is_clean_the_same_twice_and_still_clean_when_zipped_by_another_program() {
        let zip = clean_zip();
        assert_eq!(zip, clean_zip());
        assert_eq!(codes(&zip), []);
        assert_eq!(codes(&repack(&zip, same)), []);
    }

    #[test]
    fn pkg_001_misses_the_application() {
        let zip = repack(&clean_zip(), |name, content| match name {
            "application.json" => vec![],
            _ => same(name, content),
        });
        assert_eq!(codes(&zip), [(Code::Pkg001, None)]);
    }

    #[test]
    fn pkg_002_finds_a_second_application_but_not_a_file_of_another_name() {
        let zip = repack(&clean_zip(), |name, content| match name {
            "application.json" => {
                vec![(name.into(), content.clone()), ("旧/application.json".into(), content)]
            }
            _ => same(name, content),
        });
        assert_eq!(codes(&zip), [(Code::Pkg002, None)]);
        let zip = repack(&clean_zip(), |name, content| match name {
            "application.json" => {
                vec![(name.into(), content.clone()), ("application-2.json".into(), content)]
            }
            _ => same(name, content),
        });
        assert_eq!(codes(&zip), [(Code::Pkg004, Some("application-2.json".into()))]);
    }

    #[test]
    fn pkg_004_leaves_the_droppings_of_systems_to_zip_015() {
        let zip = repack(&clean_zip(), |name, content| match name {
            "application.json" => {
                vec![(name.into(), content), ("__MACOSX/._application.json".into(), b"x".to_vec())]
            }
            _ => same(name, content),
        });
        assert_eq!(codes(&zip), [(Code::Zip015, Some("__MACOSX/._application.json".into()))]);
    }

    #[test]
    fn one_outer_folder_is_read_as_if_it_were_not_there() {
        let zip = repack(&clean_zip(), |name, content| same(&format!("提出/{name}"), content));
        assert_eq!(codes(&zip), [(Code::Zip018, None)]);
    }

    #[test]
    fn pkg_003_misses_a_listed_file_once() {
        let zip = repack(&clean_zip(), |name, content| {
            if name.ends_with("規則.txt") { vec![] } else { same(name, content) }
        });
        assert_eq!(codes(&zip), [(Code::Pkg003, Some("条例・規則/規則.txt".into()))]);
    }

    #[test]
    fn pkg_005_sees_that_a_file_changed() {
        let zip = repack(&clean_zip(), |name, content| {
            same(name, if name.ends_with("評価書.txt") { b"y".to_vec() } else { content })
        });
        assert_eq!(codes(&zip), [(Code::Pkg005, Some("評価書/評価書.txt".into()))]);
    }

    #[test]
    fn pkg_006_cannot_read_a_document() {
        let broken = |which: &'static str| {
            repack(&clean_zip(), move |name, content| {
                same(name, if name == which { b"{\"schema\":".to_vec() } else { content })
            })
        };
        let found = codes(&broken("manifest.json"));
        assert_eq!(found, [(Code::Pkg006, Some("manifest.json".into()))]);
        let found: Vec<Code> =
            codes(&broken("application.json")).into_iter().map(|f| f.0).collect();
        assert_eq!(found, [Code::Pkg006]);
    }

    #[test]
    fn pkg_009_and_012_look_at_the_attachments() {
        let files = |a: &'static [u8], b: &'static [u8]| {
            crate::submission::build(
                &clean(),
                &[
                    AttachmentFile { name: "規則.txt", content: Box::leak(Box::new(a)) },
                    AttachmentFile { name: "評価書.txt", content: Box::leak(Box::new(b)) },
                ],
                &[],
                Pack::standard(),
                &mut Silent,
            )
            .unwrap()
            .bytes
        };
        let found: Vec<Code> = codes(&files(RULE, b"")).into_iter().map(|f| f.0).collect();
        assert_eq!(found, [Code::Pkg009]);
        let found: Vec<Code> = codes(&files(RULE, RULE)).into_iter().map(|f| f.0).collect();
        assert_eq!(found, [Code::Pkg012]);
    }

    #[test]
    fn pkg_014_tells_the_reviewer_what_was_overridden() {
        let mut app = clean();
        app.contact.mail.clear();
        assert!(build(&app, &[]).built.is_none());
        let overrides = [Override { code: Code::Frm001, reason: "窓口なし".into() }];
        let zip = build(&app, &overrides).built.unwrap().bytes;
        let found: Vec<Code> = codes(&zip).into_iter().map(|f| f.0).collect();
        assert_eq!(found, [Code::Pkg014, Code::Frm001]);
        // An override that nothing needs leaves no trace.
        assert!(build(&clean(), &overrides).findings.is_empty());
    }
}
