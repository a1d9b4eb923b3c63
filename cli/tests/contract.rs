//! What scripts rely on: documents, their shapes, exit statuses. Each test runs the real command.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn renkei(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_renkei")).args(args).output().expect("the command runs")
}

fn json(args: &[&str], exit: i32) -> Value {
    let mut all = args.to_vec();
    all.extend(["--format", "json", "--today", "2019-05-20"]);
    let output = renkei(&all);
    assert_eq!(output.status.code(), Some(exit), "{args:?}: {}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}"))
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a temporary path is UTF-8")
}

/// A folder with an application that has no fault, and its attachments.
fn application(folder: &Path) -> PathBuf {
    let attachments = folder.join("attachments");
    std::fs::create_dir_all(&attachments).unwrap();
    let rule = "○世田谷区教育委員会に対する事務委任規則\n平成25年8月26日\n規則第24号\n(委任)\n第2条 区長は、次の事務を教育委員会に委任する。\n(1) 児童手当に関すること。\n(2) 奨学金に関すること。\n附則\nこの規則は、公布の日から施行する。\n";
    std::fs::write(attachments.join("規則.txt"), rule).unwrap();
    std::fs::write(attachments.join("評価書.txt"), "児童手当に関する事務 基礎項目評価書").unwrap();
    let document = serde_json::json!({
        "schema": "renkei.application/1",
        "kind": "start",
        "target": {"layout": "R1.6", "release": "2019-06-17"},
        "applicant": {"code": "131121", "name": "世田谷区", "organ": "head"},
        "contact": {"department": "情報政策課", "telephone": "03-0000-0000", "mail": "joho@example.lg.jp"},
        "procedures": [{"role": "inquirer", "procedure": "JT01010000000001", "name": "認定の請求の受理", "action": "add"}],
        "delegations": [{
            "side": "inquiry", "direction": "entrust", "procedure": "JT01010000000001", "name": "認定の請求の受理",
            "counterpart": {"code": "131121", "name": "世田谷区教育委員会", "organ": "board_of_education"},
            "scope": "whole", "start": "2019-06-17",
            "bases": [{"kind": "rule", "title": "世田谷区教育委員会に対する事務委任規則", "number": "平成25年規則第24号",
                       "citation": "第2条第1項第1号", "document": "規則.txt"}]
        }],
        "assessments": [{"number": "1", "name": "児童手当に関する事務 基礎項目評価書", "kind": "basic",
                         "organisation": "世田谷区長", "published": "2019-03-29", "document": "評価書.txt"}],
        "attachments": [{"file": "規則.txt", "role": "instrument", "title": "事務委任規則"},
                        {"file": "評価書.txt", "role": "assessment", "title": "評価書"}]
    });
    let file = folder.join("application.json");
    std::fs::write(&file, document.to_string()).unwrap();
    file
}

fn build(folder: &Path, exit: i32, more: &[&str]) -> Value {
    let file = folder.join("application.json");
    let (attachments, out) = (folder.join("attachments"), folder.join("out"));
    let mut args =
        vec!["build", path(&file), "--attachments", path(&attachments), "--out", path(&out)];
    args.extend(more);
    json(&args, exit)
}

#[test]
fn build_then_check_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    application(folder.path());
    let built = build(folder.path(), 0, &[]);
    assert_eq!(built["schema"], "renkei.build/1");
    assert_eq!(built["findings"], serde_json::json!([]));
    let zip = built["path"].as_str().unwrap();
    assert!(zip.ends_with("131121_世田谷区_接続開始申請_2019-06-17.zip"), "{zip}");
    assert_eq!(built["bytes"], std::fs::metadata(zip).unwrap().len());

    let report = json(&["check", zip], 0);
    assert_eq!(report["schema"], "renkei.report/1");
    assert_eq!(report["today"], "2019-05-20");
    assert_eq!(report["pack"], serde_json::json!({"id": "standard", "version": "2019.06"}));
    let package = &report["packages"][0];
    assert_eq!(package["status"], "valid");
    assert_eq!(package["sha256"], built["sha256"]);
    assert_eq!(package["applicant"], serde_json::json!({"code": "131121", "name": "世田谷区"}));
    assert_eq!(package["kind"], "start");
    assert_eq!(package["findings"], serde_json::json!([]));
}

#[test]
fn build_refuses_while_an_error_stands_unless_it_is_overridden() {
    let folder = tempfile::tempdir().unwrap();
    let file = application(folder.path());
    let text = std::fs::read_to_string(&file).unwrap().replace("joho@example.lg.jp", "");
    std::fs::write(&file, text).unwrap();
    let refused = build(folder.path(), 1, &[]);
    assert_eq!(refused["path"], Value::Null);
    assert_eq!(refused["findings"][0]["code"], "FRM-001");
    assert!(!folder.path().join("out").exists(), "nothing is written");

    let built = build(folder.path(), 0, &["--override", "FRM-001=窓口は電話のみ"]);
    let codes: Vec<&str> =
        built["findings"].as_array().unwrap().iter().filter_map(|f| f["code"].as_str()).collect();
    assert!(codes.contains(&"PKG-014") && codes.contains(&"FRM-001"), "{codes:?}");
    let usage = renkei(&[
        "build",
        path(&file),
        "--attachments",
        ".",
        "--out",
        ".",
        "--override",
        "FRM-001=",
    ]);
    assert_eq!(usage.status.code(), Some(2));
}

#[test]
fn a_provision_that_only_lends_staff_is_found_in_a_built_package() {
    let folder = tempfile::tempdir().unwrap();
    let file = application(folder.path());
    let rule = folder.path().join("attachments/規則.txt");
    let text = std::fs::read_to_string(&rule).unwrap();
    let lends = "第3条 区長は、次に掲げる事務を教育委員会の職員に補助執行させる。\n(1) 児童手当に関すること。\n(2) 就学援助に関すること。\n附則";
    std::fs::write(&rule, text.replace("附則", lends)).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("第2条第1項第1号", "第3条第1号")).unwrap();
    let codes = |findings: &Value| -> Vec<String> {
        let all = findings.as_array().unwrap().iter();
        all.filter_map(|f| f["code"].as_str().map(str::to_owned)).collect()
    };
    let refused = build(folder.path(), 1, &[]);
    assert_eq!(codes(&refused["findings"]), ["LAW-005"]);
    let built = build(folder.path(), 0, &["--override", "LAW-005=改正を準備中"]);
    let report = json(&["check", built["path"].as_str().unwrap()], 1);
    let found = &report["packages"][0]["findings"];
    assert_eq!(codes(found), ["PKG-014", "LAW-005"]);
    assert_eq!(found[1]["location"]["pointer"], "/delegations/0/bases/0/citation");
}

#[test]
fn a_finding_says_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let file = application(folder.path());
    let text = std::fs::read_to_string(&file).unwrap().replace("joho@example.lg.jp", "");
    std::fs::write(&file, text).unwrap();
    let zip = build(folder.path(), 0, &["--override", "FRM-001=確認済み"])["path"].clone();
    let report = json(&["check", zip.as_str().unwrap()], 1);
    let findings = report["packages"][0]["findings"].as_array().unwrap();
    let location =
        findings.iter().find(|f| f["code"] == "FRM-001").map(|f| &f["location"]).unwrap();
    assert_eq!(location["entry"], "申請書.xlsx");
    assert_eq!(location["sheet"], "申請書");
    assert_eq!(location["pointer"], "/contact/mail");
    assert!(location["cell"].as_str().is_some_and(|c| c.starts_with('B')));
    assert_eq!(location["entry_raw_hex"], Value::Null);
}

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

#[test]
fn codes_have_words_in_both_languages() {
    let document = json(&["codes"], 0);
    assert_eq!(document["schema"], "renkei.codes/1");
    for code in document["codes"].as_array().unwrap() {
        for lang in ["ja", "en"] {
            for part in ["title", "cause", "remedy"] {
                assert!(code[lang][part].as_str().is_some_and(|t| !t.is_empty()), "{code}");
            }
        }
        assert!(!code["source"].as_str().unwrap().is_empty());
        for (kind, infix) in [("fires", "-"), ("near", "-near-")] {
            let folder = format!("{}{infix}", code["code"].as_str().unwrap());
            let mut cases = code["cases"][kind].as_array().unwrap().iter();
            // What no recipe can make names a test in Rust instead.
            let is_one = |c: &str| c.starts_with(&folder) || c.starts_with("forms-core/");
            assert!(cases.any(|c| is_one(c.as_str().unwrap())), "{code}");
        }
    }
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
    let beside = check(&all);
    assert!(!beside.is_empty());
    assert!(beside.iter().all(|c| c == "PRC-007" || c == "PRC-008"), "{beside:?}");
    // By the layout of before, what the revision added is unknown.
    let report = json(&["check", path(folder.path()), "--new", path(&old)], 1);
    assert!(report.to_string().contains("PRC-001"));
}

#[test]
fn languages_and_packs_are_options_of_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("x.zip");
    std::fs::write(&zip, "").unwrap();
    let message = |lang: &str| {
        let report = json(&["check", path(&zip), "--lang", lang], 1);
        report["packages"][0]["findings"][0]["message"].as_str().unwrap().to_owned()
    };
    assert!(message("en").is_ascii() && !message("ja").is_ascii());
    let pack = folder.path().join("pack.toml");
    std::fs::write(&pack, "schema = \"renkei.pack/1\"\nunknown = 1\n").unwrap();
    let output = renkei(&["codes", "--pack", path(&pack)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("pack.toml"));
}

#[test]
fn inspect_lists_every_record() {
    let folder = tempfile::tempdir().unwrap();
    application(folder.path());
    let built = build(folder.path(), 0, &[]);
    let document = json(&["inspect", built["path"].as_str().unwrap()], 0);
    assert_eq!(document["schema"], "renkei.inventory/1");
    let entries = document["entries"].as_array().unwrap();
    let names: Vec<&str> = entries.iter().filter_map(|e| e["name"].as_str()).collect();
    assert_eq!(
        names,
        [
            "application.json",
            "申請書.xlsx",
            "条例・規則/規則.txt",
            "評価書/評価書.txt",
            "manifest.json"
        ]
    );
    assert!(entries.iter().all(|e| e["raw_hex"].as_str().is_some_and(|h| !h.is_empty())));
    assert_eq!(document["findings"], serde_json::json!([]));
}

#[test]
fn cite_reads_what_officials_write() {
    let document = json(&["cite", "第３条の２第１項第４号イ"], 0);
    assert_eq!(document["schema"], "renkei.citation/1");
    assert_eq!(document["citations"][0]["canonical"], "第3条の2第1項第4号イ");
    assert_eq!(document["citations"][0]["path"]["article"], serde_json::json!([3, 2]));
    let document = json(&["cite", "第条"], 1);
    assert_eq!(document["problems"][0]["code"], "LAW-001");
}

#[test]
fn resolve_says_in_words_and_in_json_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let rule = folder.path().join("規則.txt");
    let text =
        "○試験市規則\n第1条　別表の事務を委任する。\n別表\n市長、教育長 | 住民票\n一般会計 | 税\n";
    std::fs::write(&rule, text).unwrap();
    let picture = folder.path().join("規則.html");
    std::fs::write(&picture, "<html><img src=p1.png></html>").unwrap();
    for (file, citation, code) in [
        (&rule, "別表の一般会計の項", None),
        (&rule, "別表の特別会計の項", Some("LAW-003")),
        (&rule, "様式", Some("LAW-001")),
        (&rule, "第1条等", Some("LAW-004")),
        (&picture, "第1条", Some("LAW-009")),
    ] {
        let exit = i32::from(code.is_some());
        let document = json(&["resolve", path(file), citation], exit);
        let first = document["problems"].get(0).map(|p| p["code"].as_str().unwrap());
        assert_eq!(first, code, "{citation}");
        assert_eq!(document["provision"].is_null(), code.is_some(), "{citation}");
        let output = renkei(&["resolve", path(file), citation]);
        let words = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(exit));
        assert!(
            words.contains(code.unwrap_or("別表の「一般会計」の項\t税")),
            "{citation}: {words}"
        );
    }
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
            expected.push((package.to_owned(), defect["code"].as_str().unwrap().to_owned()));
        }
    }
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let cross =
        |v: &Value| v.as_array().unwrap().iter().filter(|d| d["packages"].is_array()).count();
    assert_eq!(cross(&report["cross"]), cross(&truth));
    assert!(cross(&truth) == 4);
}

#[test]
fn a_prefecture_that_there_is_not_is_usage() {
    let output = renkei(&["sample", "/tmp/never", "--prefecture", "佐賀"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("佐賀県"));
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

#[test]
fn an_earlier_text_shows_where_a_kept_provision_stands_now() {
    let folder = tempfile::tempdir().unwrap();
    let file = application(folder.path());
    let text = std::fs::read_to_string(&file).unwrap();
    let mut app: Value = serde_json::from_str(&text).unwrap();
    (app["kind"], app["reasons"]) = ("change".into(), serde_json::json!(["layout"]));
    app["procedures"][0]["action"] = "keep".into();
    app["delegations"][0]["action"] = "keep".into();
    std::fs::write(&file, app.to_string()).unwrap();
    let rule = folder.path().join("attachments/規則.txt");
    let now = std::fs::read_to_string(&rule).unwrap();
    let before = folder.path().join("改正前.txt");
    let gone = now.replace("(1) 児童手当に関すること。\n(2) 奨学金", "(1) 奨学金");
    std::fs::write(&before, gone.replace("附則", "(2) 児童手当に関すること。\n附則")).unwrap();
    let text = app.to_string().replace("第2条第1項第1号", "第2条第1項第2号");
    std::fs::write(&file, text).unwrap();
    let built = build(folder.path(), 0, &["--old-ordinance", path(&before)]);
    let shifted = |findings: &Value| {
        let found = findings.as_array().unwrap();
        assert_eq!(found.iter().map(|f| &f["code"]).collect::<Vec<_>>(), ["LAW-012"]);
        assert_eq!(found[0]["args"]["now"], "第2条第1項第1号");
        assert_eq!(found[0]["location"]["pointer"], "/delegations/0/bases/0/citation");
    };
    shifted(&built["findings"]);
    let zip = built["path"].as_str().unwrap();
    let report = json(&["check", zip, "--old-ordinance", path(&before)], 0);
    shifted(&report["packages"][0]["findings"]);
    assert_eq!(json(&["check", zip], 0)["packages"][0]["findings"], serde_json::json!([]));
    // The text of another instrument says nothing of this one, and that is told.
    let other = folder.path().join("別の規則.txt");
    std::fs::write(&other, "○霧山市文書規則\n第1条 市長は、文書を保存する。\n").unwrap();
    let of = |text: &Path| stderr(&renkei(&["check", zip, "--old-ordinance", path(text)]));
    assert!(of(&other).contains("別の規則.txt"), "{}", of(&other));
    assert_eq!(of(&before), "");
}

#[test]
fn pack_check_points_to_line_and_column_and_the_built_in_pack_passes() {
    let folder = tempfile::tempdir().unwrap();
    let standard = renkei(&["pack", "standard"]).stdout;
    let file = folder.path().join("pack.toml");
    std::fs::write(&file, &standard).unwrap();
    let checked = json(&["pack", "check", path(&file)], 0);
    assert_eq!(checked["schema"], "renkei.pack-check/1");
    assert_eq!(
        (&checked["pack"]["id"], &checked["findings"]),
        (&"standard".into(), &serde_json::json!([]))
    );
    let wrong =
        String::from_utf8(standard).unwrap().replacen("path_budget = 120", "path_budget = 999", 1);
    std::fs::write(&file, &wrong).unwrap();
    let checked = json(&["pack", "check", path(&file)], 1);
    let finding = &checked["findings"][0];
    assert_eq!(finding["code"], "PCK-010");
    let line = wrong.lines().position(|l| l == "path_budget = 999").unwrap() + 1;
    assert_eq!(finding["args"]["line"], line);
    // The same pack is refused where one is needed, and the text says why.
    let output = renkei(&["--pack", path(&file), "codes"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("PCK-010"), "{}", stderr(&output));
}
