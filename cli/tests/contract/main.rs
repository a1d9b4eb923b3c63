//! The contract with scripts: JSON documents, their shapes and exit statuses. Each test runs the real
//! command.

mod answers;
mod build;
mod check;
mod help;
mod review;

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

/// Writes an application without a fault and its attachments, and returns the application's path.
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
