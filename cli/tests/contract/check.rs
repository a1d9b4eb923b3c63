//! `check`: exit statuses, reports, reference data and planted defects.

use std::path::PathBuf;

use serde_json::Value;

use super::{application, build, json, path, renkei};

#[test]
fn bad_files_in_a_folder_are_findings_and_absent_arguments_are_usage() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("a-empty.zip", b"");
    put("b-pdf.zip", b"%PDF-1.7\n");
    put("c-cut.ZIP", b"PK\x03\x04");
    put("d-not-looked-at.txt", b"");
    let report = json(&["check", path(folder.path())], 1);
    let packages = report["packages"].as_array().unwrap();
    let seen: Vec<_> = packages
        .iter()
        .map(|p| (p["status"].as_str().unwrap(), p["findings"][0]["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        seen,
        [("unreadable", "ZIP-001"), ("unreadable", "ZIP-001"), ("unreadable", "ZIP-002")]
    );
    for package in packages {
        let fatal =
            package["findings"].as_array().unwrap().iter().filter(|f| f["severity"] == "fatal");
        assert_eq!(package["counts"]["fatal"], fatal.count());
    }
    assert_eq!(renkei(&["check", "/no/such/file.zip"]).status.code(), Some(2));
    assert_eq!(renkei(&["check"]).status.code(), Some(2));
    assert_eq!(renkei(&["check", "--no-such-option"]).status.code(), Some(2));
    assert_eq!(renkei(&["check", "--today", "2019-02-29", "."]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_a_row_of_its_own_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    application(folder.path());
    let built = build(folder.path(), 0, &[]);
    let packages = tempfile::tempdir().unwrap();
    let zip = PathBuf::from(built["path"].as_str().unwrap());
    let name = zip.file_name().unwrap();
    std::fs::copy(&zip, packages.path().join(name)).unwrap();
    std::os::unix::fs::symlink("/no/such/place", packages.path().join("000000_gone.zip")).unwrap();
    let report = json(&["check", path(packages.path())], 1);
    let [gone, good] = &report["packages"].as_array().unwrap()[..] else { panic!("{report}") };
    assert_eq!((&gone["status"], &gone["sha256"]), (&"unreadable".into(), &"".into()));
    assert_eq!(gone["findings"][0]["code"], "ZIP-026");
    assert_eq!(gone["findings"][0]["args"]["problem"], "gone");
    assert_eq!(good["status"], "valid");
    let text = renkei(&["check", path(packages.path())]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("読めず（このパソコンの障害） ") && text.contains("団体の誤りではありません"),
        "{text}"
    );
}

#[test]
fn a_package_is_checked_beside_layouts_and_registry() {
    let folder = tempfile::tempdir().unwrap();
    json(&["sample", path(folder.path()), "--prefecture", "佐賀県", "--seed", "1"], 0);
    let file = |name: &str| folder.path().join(name);
    let (old, new) = (file("layout/layout-H30.7.csv"), file("layout/layout-R1.6.csv"));
    let (asked, given) =
        (file("registry/inquiry-registry.csv"), file("registry/provision-registry.csv"));
    let all = ["--old", path(&old), "--new", path(&new), "--registry", path(&asked), path(&given)];
    let check = |with: &[&str]| {
        let report = json(&[&["check", path(folder.path())], with].concat(), 0);
        let packages = report["packages"].as_array().unwrap().clone();
        let findings = packages.iter().flat_map(|p| p["findings"].as_array().unwrap().clone());
        findings.map(|f| f["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(check(&[]), [""; 0]);
    let with_tables = check(&all);
    assert!(!with_tables.is_empty());
    assert!(with_tables.iter().all(|c| c == "PRC-007" || c == "PRC-008"), "{with_tables:?}");
    // By the layout of before, what the revision added is unknown.
    let report = json(&["check", path(folder.path()), "--new", path(&old)], 1);
    assert!(report.to_string().contains("PRC-001"));
}

/// The findings across packages are those of the truth, beside the list of those expected or without it.
fn cross_is_as_planted(report: &Value, truth: &Value, with_list: bool) {
    let mut found: Vec<&Value> = report["cross"].as_array().unwrap().iter().collect();
    let across = truth.as_array().unwrap().iter().filter(|d| d["packages"].is_array());
    let planted: Vec<&Value> = across.filter(|d| with_list || d["expected"].is_null()).collect();
    assert_eq!(found.len(), planted.len(), "{found:?} {planted:?}");
    let is_it = |found: &Value, planted: &Value| {
        let packages = |one: &Value| one["packages"].as_array().unwrap().clone();
        let (paths, ends) = (packages(found), packages(planted));
        let mut pairs = paths.iter().zip(&ends);
        found["code"] == planted["code"]
            && paths.len() == ends.len()
            && pairs.all(|(path, end)| path.as_str().unwrap().ends_with(end.as_str().unwrap()))
    };
    for defect in &planted {
        let at = found.iter().position(|one| is_it(one, defect));
        found.remove(at.unwrap_or_else(|| panic!("{defect} is not in {found:?}")));
    }
    let codes: std::collections::BTreeSet<&str> =
        planted.iter().map(|d| d["code"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), if with_list { 9 } else { 8 }, "{codes:?}");
}

#[test]
fn a_sample_is_clean_and_its_defects_are_those_of_the_truth() {
    let folder = tempfile::tempdir().unwrap();
    let clean = folder.path().join("clean");
    json(&["sample", path(&clean), "--prefecture", "佐賀県", "--seed", "1"], 0);
    let report = json(&["check", path(&clean)], 0);
    assert_eq!(report["packages"].as_array().unwrap().len(), 21);
    assert_eq!(report["cross"], serde_json::json!([]));
    for file in ["layout/layout-H30.7.csv", "registry/inquiry-registry.csv"] {
        assert!(clean.join(file).exists(), "{file}");
    }

    let spoilt = folder.path().join("spoilt");
    json(&["sample", path(&spoilt), "--prefecture", "佐賀県", "--seed", "3", "--defects"], 0);
    let truth: Value =
        serde_json::from_slice(&std::fs::read(spoilt.join("truth.json")).unwrap()).unwrap();
    let report = json(&["check", path(&spoilt)], 1);
    let name = |p: &Value| p.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let mut found: Vec<(String, String)> = Vec::new();
    for package in report["packages"].as_array().unwrap() {
        for finding in package["findings"].as_array().unwrap() {
            found.push((name(&package["path"]), finding["code"].as_str().unwrap().to_owned()));
        }
    }
    let mut expected: Vec<(String, String)> = Vec::new();
    for defect in truth.as_array().unwrap() {
        if let Some(package) = defect["package"].as_str() {
            let package = package.rsplit('/').next().unwrap();
            expected.push((package.to_owned(), defect["code"].as_str().unwrap().to_owned()));
        }
    }
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    cross_is_as_planted(&report, &truth, false);
    let list = spoilt.join("expected.csv");
    let report = json(&["check", path(&spoilt), "--expected", path(&list)], 1);
    cross_is_as_planted(&report, &truth, true);
}

#[test]
fn check_writes_reports_only_where_told_and_in_each_form() {
    let folder = tempfile::tempdir().unwrap();
    application(folder.path());
    let built = build(folder.path(), 0, &[]);
    let zip = built["path"].as_str().unwrap();
    let renamed = folder.path().join("a.zip");
    std::fs::copy(zip, &renamed).unwrap();
    let names = ["r.html", "r.xlsx", "r.csv", "r.json", "r.txt"];
    let files: Vec<PathBuf> = names.iter().map(|name| folder.path().join(name)).collect();
    let mut args = vec!["check", path(&renamed)];
    for file in &files {
        args.extend(["--report", path(file)]);
    }
    let report = json(&args, 0);
    assert_eq!(report["packages"][0]["findings"][0]["code"], "PKG-008");
    for (file, start) in files.iter().zip([&b"<!DOCTYPE html>"[..], b"PK", b"\xef\xbb\xbf", b"{"]) {
        assert!(std::fs::read(file).unwrap().starts_with(start), "{}", file.display());
    }
    let written: Value = serde_json::from_slice(&std::fs::read(&files[3]).unwrap()).unwrap();
    assert_eq!(written, report);
    let text = std::fs::read_to_string(&files[4]).unwrap();
    assert!(text.contains("PKG-008") && !text.contains('\u{1b}'), "{text}");
    let output = renkei(&["check", path(&renamed), "--report", "r.doc"]);
    assert_eq!(output.status.code(), Some(2));
}
