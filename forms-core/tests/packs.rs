//! Form packs as their writers use them: one that shares no name with the built-in one, and many with
//! one mistake each.

use std::path::{Path, PathBuf};

use forms_core::application::{
    Application, Attachment, AttachmentRole, ChangeReason, Kind, field_text, set_field,
};
use forms_core::archive::{Inventory, Silent};
use forms_core::check::{BuildOutcome, Checker, NO_TEXTS};
use forms_core::finding::{ArgValue, Code, Finding, Pointer, Severity};
use forms_core::layout::Layout;
use forms_core::pack::{self, Pack, TableKind};
use forms_core::submission::AttachmentFile;
use forms_core::table::read_csv;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

fn coastal() -> Pack {
    let text = std::fs::read_to_string(root().join("packs/coastal.toml")).unwrap();
    let checked = pack::check(&text);
    assert_eq!(checked.findings, []);
    checked.pack.unwrap()
}

fn today() -> jiff::civil::Date {
    jiff::civil::date(2031, 2, 1)
}

/// The clean application of the cases, as the coastal pack wants it.
fn application() -> Application {
    let text = std::fs::read(root().join("cases/clean/application.json")).unwrap();
    let mut app = Application::from_json(&text).unwrap();
    app.pack = forms_core::application::PackRef::default();
    app.target.layout = "R13.4".into();
    app.target.release = "2031-04-01".into();
    app.delegations[0].start = "2031-04-01".into();
    app.attachments.push(Attachment {
        file: "組織.txt".into(),
        role: AttachmentRole::Other,
        title: "世田谷区行政組織図".into(),
    });
    app
}

fn build(app: &Application, pack: &Pack) -> BuildOutcome {
    let read = |name: &str| std::fs::read(root().join("cases/clean").join(name)).unwrap();
    let (rule, assessment, chart) = (read("規則.txt"), read("評価書.txt"), b"chart".to_vec());
    let files = [
        AttachmentFile { name: "規則.txt", content: &rule },
        AttachmentFile { name: "評価書.txt", content: &assessment },
        AttachmentFile { name: "組織.txt", content: &chart },
    ];
    Checker::new(pack, today()).build(app, &files, &[], &mut Silent).unwrap()
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|f| f.code).collect()
}

#[test]
fn a_pack_with_other_names_builds_and_checks() {
    let pack = coastal();
    let outcome = build(&application(), &pack);
    assert_eq!(codes(&outcome.findings), []);
    let built = outcome.built.unwrap();
    assert_eq!(built.name, "【131121】接続開始申請-2031-04-01.zip");
    let (inventory, _) = Inventory::read(&built.bytes, &pack.limits.archive());
    let names: Vec<&str> = inventory.entries.iter().map(|e| e.name.as_str()).collect();
    let expected = [
        "申請内容.json",
        "様式第一号.xlsx",
        "別添1_例規/規則.txt",
        "別添2_PIA/評価書.txt",
        "別添3_その他/組織.txt",
        "送付目録.json",
    ];
    assert_eq!(names, expected);
    let checked = Checker::new(&pack, today()).package(&built.name, &built.bytes, &mut Silent);
    assert_eq!(checked.report.findings, []);
    assert_eq!(checked.application.unwrap().pack.id, "coastal");
    // By the built-in pack the names are others, but the application is found by what it is.
    let other =
        Checker::new(Pack::standard(), today()).package(&built.name, &built.bytes, &mut Silent);
    assert!(codes(&other.report.findings).contains(&Code::Pkg016));
}

#[test]
fn no_name_of_the_built_in_pack_is_left_in_the_package() {
    let pack = coastal();
    let bytes = build(&application(), &pack).built.unwrap().bytes;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut workbook = zip.by_name("様式第一号.xlsx").unwrap();
    let mut bytes = Vec::new();
    std::io::copy(&mut workbook, &mut bytes).unwrap();
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for i in 0..book.len() {
        std::io::Read::read_to_string(&mut book.by_index(i).unwrap(), &mut text).unwrap();
    }
    let standard = Pack::standard();
    for list in &standard.lists {
        assert!(!text.contains(&format!("name=\"{}\"", list.sheet)), "{}", list.sheet);
    }
    for sheet in ["鑑", "別紙ア", "別紙イ", "別紙ウ", "別紙エ"] {
        assert!(text.contains(&format!("name=\"{sheet}\"")), "{sheet}");
    }
    for section in &standard.form {
        for field in &section.fields {
            let label = &field.label.ja;
            assert!(!text.contains(&format!(">{label}<")), "{label}");
        }
    }
}

#[test]
fn a_finding_names_the_packs_own_sheet_and_label() {
    let pack = coastal();
    let mut app = application();
    app.contact.department.clear();
    app.delegations[0].end = "2031-03-31".into();
    let built = forms_core::submission::build(
        &app,
        &[
            AttachmentFile { name: "規則.txt", content: &b"a".to_vec() },
            AttachmentFile { name: "評価書.txt", content: &b"b".to_vec() },
            AttachmentFile { name: "組織.txt", content: &b"c".to_vec() },
        ],
        &[],
        &pack,
        &mut Silent,
    )
    .unwrap();
    let found = Checker::new(&pack, today()).package(&built.name, &built.bytes, &mut Silent).report;
    let of = |code| found.findings.iter().find(|f| f.code == code).unwrap();
    let empty = of(Code::Frm001);
    assert_eq!(empty.arg("label"), Some(&ArgValue::Text("海浜・担当部署".into())));
    assert_eq!(empty.location.sheet.as_deref(), Some("鑑"));
    assert_eq!(empty.location.entry.as_deref(), Some("様式第一号.xlsx"));
    assert_eq!(of(Code::Dlg008).location.sheet.as_deref(), Some("別紙イ"));
}

#[test]
fn the_packs_rules_decide() {
    let pack = coastal();
    let mut app = application();
    app.attachments.pop();
    assert_eq!(codes(&build(&app, &pack).findings), [Code::Pkg015]);
    let mut app = application();
    app.contact.department = "髙橋課".into();
    let outcome = build(&app, &pack);
    assert_eq!(codes(&outcome.findings), [Code::Frm003]);
    assert!(outcome.built.is_none() && outcome.findings[0].severity == Severity::Error);
    let mut app = application();
    app.delegations[0].bases[0].citation = "規則による".into();
    let outcome = build(&app, &pack);
    assert_eq!(codes(&outcome.findings), [Code::Law001]);
    assert!(outcome.built.is_some() && outcome.findings[0].severity == Severity::Warning);
    let mut app = application();
    app.contact.department = "ここに記入".into();
    assert_eq!(codes(&build(&app, &pack).findings), [Code::Frm007]);
    let mut app = application();
    app.contact.department = "課".repeat(81);
    assert_eq!(codes(&build(&app, &pack).findings), [Code::Frm002]);
}

#[test]
fn a_table_under_other_headers_reads_and_the_usual_ones_do_not() {
    let pack = coastal();
    let text = "海浜事務手続コード,海浜事務手続名\nJT01010000000001,認定\n";
    let table = read_csv(text.as_bytes(), TableKind::Layout, &pack).unwrap();
    assert_eq!(table.findings, []);
    assert_eq!(Layout::from_table(&table).rows().len(), 1);
    let usual = "事務手続コード,事務手続名\nJT01010000000001,認定\n";
    let table = read_csv(usual.as_bytes(), TableKind::Layout, &pack).unwrap();
    assert!(table.findings.iter().all(|f| f.code == Code::Xls004) && !table.findings.is_empty());
}

#[test]
fn an_application_of_one_pack_says_in_another_what_differs() {
    let mut app = application();
    app.pack = forms_core::application::PackRef {
        id: Pack::standard().id.clone(),
        version: Pack::standard().version.clone(),
    };
    let pack = coastal();
    let found = Checker::new(&pack, today()).draft(&app, &facts(), &NO_TEXTS);
    assert_eq!(codes(&found), [Code::Pkg016]);
    let Some(ArgValue::List(differences)) = found[0].arg("differences") else { panic!() };
    let said = differences.join("\n");
    for part in ["送付目録.json", "path_budget 120 → 100", "2031-04-01", "form ×"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
}

fn facts() -> Vec<forms_core::submission::FileFacts> {
    ["規則.txt", "評価書.txt", "組織.txt"]
        .map(|name| forms_core::submission::FileFacts { name: name.into(), bytes: 1, sha256: None })
        .into()
}

#[test]
fn every_field_of_the_packs_form_can_be_read_and_written() {
    let mut app = application();
    (app.kind, app.reasons) = (Kind::Change, vec![ChangeReason::Law]);
    let pack = coastal();
    for field in pack.form.iter().flat_map(|section| &section.fields) {
        let text = field_text(&app, &field.path).unwrap();
        assert_eq!(set_field(&app, &field.path, &text).unwrap(), app, "{}", field.path);
    }
    assert!(pack.field_at(&Pointer::new("/delegations/0/bases/0/citation")).is_some());
}

#[derive(serde::Deserialize)]
struct WrongPacks {
    wrong: Vec<Wrong>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrong {
    what: String,
    find: String,
    replace: String,
    code: Code,
    at: String,
    #[serde(default)]
    nth: usize,
    /// Further findings that the same mistake gives elsewhere.
    #[serde(default)]
    also: Vec<Code>,
}

#[test]
fn each_wrong_pack_says_what_is_wrong_and_where() {
    let text = std::fs::read_to_string(root().join("packs/wrong.toml")).unwrap();
    let wrong: WrongPacks = toml::from_str(&text).unwrap();
    assert!(wrong.wrong.len() >= 30);
    let mut failures = Vec::new();
    for case in &wrong.wrong {
        if let Err(failure) = shows(case) {
            failures.push(format!("{}: {failure}", case.what));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn shows(case: &Wrong) -> Result<(), String> {
    let standard = Pack::standard_toml();
    if !standard.contains(&case.find) {
        return Err(format!("the built-in pack has no {:?}", case.find));
    }
    let text = standard.replacen(&case.find, &case.replace, 1);
    let findings = pack::check(&text).findings;
    let mut expected = vec![case.code];
    expected.extend(&case.also);
    let found = codes(&findings);
    if found != expected {
        return Err(format!("expected {expected:?}, found {found:?}"));
    }
    let start = text.match_indices(&case.at).nth(case.nth.max(1) - 1).map(|(at, _)| at);
    let start = start.ok_or(format!("no {:?}", case.at))?;
    let before = &text[..start];
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
    let places: Vec<(Option<&ArgValue>, Option<&ArgValue>)> =
        findings.iter().map(|f| (f.arg("line"), f.arg("column"))).collect();
    let place = (Some(&ArgValue::Number(line)), Some(&ArgValue::Number(column)));
    if places.contains(&place) {
        Ok(())
    } else {
        Err(format!("expected {place:?}, found {places:?}"))
    }
}
