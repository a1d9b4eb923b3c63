//! The incident of the papers, replayed with the command as a prefecture or a town runs it: what is
//! registered, two layouts, packages; and a draft that a person completed has none of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

struct Run {
    status: Option<i32>,
    answer: Value,
}

fn renkei(words: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_renkei"))
        .args(words)
        .args(["--format", "json", "--today", "2019-05-20"])
        .output()
        .expect("the command runs");
    let answer = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{words:?}: {e}: {}", String::from_utf8_lossy(&output.stderr)));
    Run { status: output.status.code(), answer }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("renkei-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        Self(folder)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).expect("written");
        path.display().to_string()
    }

    fn at(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const HEADER: &str = "事務番号,事務名,事務手続コード,事務手続名,根拠規定,情報照会者,情報提供者,特定個人情報番号,特定個人情報名,版番号,適用開始日\n";
const AFFAIR: &str = "74,児童手当の支給に関する事務";
const REST: &str = "市町村長,市町村長,2,地方税関係情報,4.0";

fn layouts(folder: &Folder) -> (String, String) {
    let row = |code: &str, name: &str, item: &str, day: &str| {
        format!("{AFFAIR},JT0101000000000{code},{name},第四十条第{item}号,{REST},{day}\n")
    };
    let old = [
        row("1", "認定の請求の受理", "一", "2018-07-01"),
        row("2", "現況の届出の受理", "二", "2018-07-01"),
        row("3", "未支払の手当の請求の受理", "三", "2018-07-01"),
    ];
    let new = [
        row("1", "認定の請求の受理", "一", "2019-06-17"),
        row("2", "現況の届出の受理", "二", "2019-06-17"),
        row("9", "未支払の手当の請求の受理（市町村長への照会）", "三", "2019-06-17"),
    ];
    (
        folder.write("old.csv", format!("{HEADER}{}", old.concat())),
        folder.write("new.csv", format!("{HEADER}{}", new.concat())),
    )
}

/// 1 is registered as part, 2 and 3 as a whole.
fn registry(folder: &Folder) -> String {
    let rule = "世田谷区事務委任規則（平成27年規則第28号）第2条第1号";
    let row = |code: &str, scope: &str, note: &str| {
        format!(
            "照会,世田谷区,世田谷区教育委員会,JT0101000000000{code},{scope},{note},{rule},2017-07-18\n"
        )
    };
    let rows = [row("1", "一部", "保育に限る。"), row("2", "全部", ""), row("3", "全部", "")];
    let header =
        "側,委任元機関名,受任者機関名,事務手続コード,委任範囲,範囲の説明,根拠規定,開始日\n";
    folder.write("registry.csv", format!("{header}{}", rows.concat()))
}

/// Fills in what no registry knows and builds the package, whatever is wrong with it.
fn build(folder: &Folder, mut application: Value, name: &str) -> String {
    application["contact"] = json!({
        "department": "区民課", "telephone": "03-1234-5678", "mail": "a@example.lg.jp"
    });
    let text = folder.write(&format!("{name}.json"), application.to_string());
    std::fs::create_dir_all(folder.at("attachments")).expect("a folder");
    let out = folder.at(name);
    let mut words = vec!["build", text.as_str(), "--attachments"];
    let attachments = folder.at("attachments");
    words.extend([attachments.as_str(), "--out", out.as_str()]);
    // What is asked here is said by `check`; the papers that are missing are not the matter.
    let refused = renkei(&words).answer;
    let mut overrides: Vec<String> = refused["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|f| format!("{}=試験", f["code"].as_str().expect("a code")))
        .collect();
    overrides.sort();
    overrides.dedup();
    for reason in &overrides {
        words.extend(["--override", reason.as_str()]);
    }
    let built = renkei(&words).answer;
    built["path"].as_str().unwrap_or_else(|| panic!("not built: {built:#}")).to_owned()
}

fn check(package: &str, registry: &str, old: &str, new: &str) -> Vec<(String, String)> {
    let run = renkei(&["check", package, "--registry", registry, "--old", old, "--new", new]);
    assert_eq!(run.answer["schema"], "renkei.report/1");
    let findings = run.answer["packages"][0]["findings"].as_array().expect("findings").clone();
    let text = |f: &Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
    let family =
        |code: &str| code.starts_with("DLG-0") && code >= "DLG-009" || code.starts_with("PRC");
    let mut found: Vec<_> = findings
        .iter()
        .map(|f| (text(f, "code"), text(f, "message") + &f["args"].to_string()))
        .filter(|(code, _)| family(code))
        .collect();
    found.sort();
    found
}

fn codes(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(code, _)| code.as_str()).collect()
}

#[test]
fn the_incident_is_found_and_a_completed_carry_over_has_none_of_it() {
    let folder = Folder::new("incident");
    let ((old, new), registry) = (layouts(&folder), registry(&folder));
    let decisions = folder.write(
        "decisions.json",
        json!({"schema": "renkei.decisions/1", "decisions": {
            "JT01010000000003": {"successors": ["JT01010000000009"]}}})
        .to_string(),
    );
    let draft = folder.at("draft.json");
    let carry_over = |more: &[&str]| {
        let tables = ["carry-over", "--registry", &registry, "--old", &old, "--new", &new];
        renkei(&[&tables[..], &["--applicant", "131121"], more].concat())
    };
    let carried = carry_over(&["--decisions", &decisions, "--draft", &draft]);
    assert_eq!(carried.status, Some(0), "{:#}", carried.answer["findings"]);
    assert_eq!(carried.answer["summary"]["line"], "登録 3件: 継続 2、要判断 1、失効 0");
    let text = std::fs::read(&draft).expect("the draft was written");
    let draft: Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(draft, carried.answer["application"]);

    let package = build(&folder, draft.clone(), "complete");
    assert_eq!(check(&package, &registry, &old, &new), []);

    // A part is filed as a whole.
    let mut whole = draft.clone();
    whole["delegations"][0]["scope"] = json!("whole");
    whole["delegations"][0]["scope_note"] = json!("");
    let found = check(&build(&folder, whole, "whole"), &registry, &old, &new);
    assert_eq!(codes(&found), ["DLG-009"]);
    assert!(found[0].1.contains("保育に限る。"), "{found:?}");

    // A registered row is not mentioned, and nothing takes the place of the retired one.
    let mut silent = draft.clone();
    silent["delegations"].as_array_mut().expect("rows").truncate(1);
    let found = check(&build(&folder, silent, "silent"), &registry, &old, &new);
    assert_eq!(codes(&found), ["DLG-012", "DLG-013"], "{found:?}");
    assert!(found[0].1.contains("JT01010000000002"), "{found:?}");
    assert!(found[1].1.contains("JT01010000000009"), "with its candidates: {found:?}");

    // Nobody decided: the retired procedure stays in the draft and is pointed at.
    let open = carry_over(&[]);
    assert_eq!(open.answer["summary"]["line"], "登録 3件: 継続 2、要判断 0、失効 1");
    let package = build(&folder, open.answer["application"].clone(), "open");
    let found = check(&package, &registry, &old, &new);
    assert_eq!(codes(&found), ["PRC-002"]);
    assert!(found[0].1.contains("JT01010000000009"), "{found:?}");
}

#[test]
fn whoever_was_expected_and_sent_nothing_is_named() {
    let folder = Folder::new("expected");
    let list = folder.write("expected.csv", "団体コード,団体名\n312011,鳥取市\n312029,米子市\n");
    std::fs::create_dir_all(folder.at("inbox")).expect("a folder");
    let inbox = folder.at("inbox");
    let run = renkei(&["check", &inbox, "--expected", &list]);
    let cross = run.answer["cross"].as_array().expect("cross").clone();
    let codes: Vec<&str> = cross.iter().filter_map(|f| f["code"].as_str()).collect();
    assert_eq!(codes, ["XAP-006", "XAP-006"]);
    let wrong = folder.write("wrong.txt", "鳥取市\nどこか\n");
    let output = Command::new(env!("CARGO_BIN_EXE_renkei"))
        .args(["check", &inbox, "--expected", &wrong])
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2行目"));
    assert!(Path::new(&inbox).is_dir());
}

#[test]
fn real_life_tables_through_the_command() {
    let folder = Folder::new("tables");
    let text = "レイアウト\n\n事務番号,事務手続コード,事務手続名,適用開始日\n\
                ６９の２,ＪＴ０１０１００００００００１１,健診,令和元年６月17日\n75,1.01E+15,届出,\n合計,,,2件\n";
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(text);
    for (name, bytes) in [("utf8.csv", text.as_bytes()), ("cp932.csv", &sjis)] {
        let file = folder.write(name, bytes);
        let run = renkei(&["table", &file, "--as", "layout"]);
        assert_eq!(run.status, Some(1), "{name}");
        assert_eq!(run.answer["header_row"], 3);
        let rows = run.answer["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0]["affair_number"], "69の2");
        assert_eq!(rows[0]["procedure_id"], "JT01010000000011");
        assert_eq!(rows[0]["valid_from"], "2019-06-17");
        let found: Vec<(&str, &str)> = run.answer["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter_map(|f| Some((f["code"].as_str()?, f["location"]["cell"].as_str()?)))
            .collect();
        assert_eq!(found, [("XLS-005", "B5"), ("XLS-019", "A6")]);
        assert!(run.answer["findings"][0]["message"].as_str().expect("words").contains("Excel"));
    }
    let missing = folder.write("missing.csv", "事務手続コード,なまえ\nJT01010000000011,健診\n");
    let run = renkei(&["table", &missing, "--as", "layout"]);
    assert_eq!(run.answer["findings"][0]["code"], "XLS-004");
    let twice = folder
        .write("twice.csv", "事務手続コード,事務手続名,事務手続名\nJT01010000000011,健診,別\n");
    let run = renkei(&["table", &twice, "--as", "layout"]);
    assert_eq!(run.answer["findings"][0]["code"], "XLS-015");
    assert_eq!(run.answer["rows"][0]["other"]["C"], "別");
}
