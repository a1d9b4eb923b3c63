//! `build`, with `check` and `inspect` of the package that it writes.

use std::path::Path;

use serde_json::Value;

use super::{application, build, json, path, renkei, stderr};

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
