//! What is said of a pack's workbook, and of packages that hold it filled in.

use forms_core::application::{Delegation, LegalBasis};
use forms_core::archive::write::PackageWriter;
use forms_core::archive::{Silent, Source};
use forms_core::check::{Checker, NO_TEXTS};
use forms_core::finding::{ArgValue, Code, Finding};
use forms_core::pack::{Pack, check, embed};
use forms_core::workbook::fill::{CellFilling, Filling, fill};

use super::made::*;

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|f| f.code).collect()
}

/// A package with one of its files replaced or left out.
fn with(bytes: &[u8], name: &str, content: Option<Vec<u8>>) -> Vec<u8> {
    let mut writer = PackageWriter::new();
    for (path, was) in files(bytes) {
        let is = if path == name { content.clone() } else { Some(was) };
        let Some(is) = is else { continue };
        writer.add(&path, &is, false, &mut Silent).unwrap();
    }
    writer.finish().unwrap()
}

fn judge(name: &str, bytes: &dyn Source, pack: &Pack) -> Vec<Finding> {
    Checker::new(pack, today()).package(name, bytes, &mut Silent).report.findings
}

#[test]
fn the_package_holds_the_official_workbook_filled_in() {
    let pack = pack();
    let outcome = build(&application(), &pack);
    assert_eq!(outcome.findings, []);
    let built = outcome.built.unwrap();
    let again = build(&application(), &pack).built.unwrap();
    assert_eq!(built.bytes, again.bytes, "the same application, other bytes");
    let workbook = file(&built.bytes, "様式.xlsm");
    let (before, after) = (files(&official()), files(&workbook));
    assert_eq!(before.len(), after.len());
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(b, a)| b != a)
        .map(|((name, _), _)| name.as_str())
        .collect();
    assert_eq!(changed, ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]);
    let has = |part: &str| after.iter().any(|(name, _)| name.starts_with(part));
    for part in ["xl/vbaProject.bin", "xl/media/", "xl/drawings/vmlDrawing", "xl/comments"] {
        assert!(has(part), "{part}");
    }
    assert_eq!(judge(&built.name, &built.bytes, &pack), []);
}

#[test]
fn a_finding_names_the_official_cell() {
    let pack = pack();
    let mut app = application();
    app.contact.telephone = "03".into();
    app.delegations[0].bases[0].citation = "第2条第".into();
    let findings = build(&app, &pack).findings;
    assert_eq!(codes(&findings), [Code::Frm004, Code::Law001]);
    let built = forms_core::submission::build(
        &app,
        &[
            forms_core::submission::AttachmentFile { name: "規則.txt", content: &b"a".to_vec() },
            forms_core::submission::AttachmentFile {
                name: "評価書.txt", content: &b"b".to_vec()
            },
        ],
        &[],
        &pack,
        &mut Silent,
    )
    .unwrap();
    let findings = judge(&built.name, &built.bytes, &pack);
    let place = |code: Code| {
        let at = &findings.iter().find(|f| f.code == code).unwrap().location;
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("{} {}!{}", text(&at.entry), text(&at.sheet), at.cell.unwrap())
    };
    assert_eq!(place(Code::Frm004), "様式.xlsm 様式第１号!B6");
    assert_eq!(place(Code::Law001), "様式.xlsm 様式第２号（委任）!G5");
}

#[test]
fn pkg_007_compares_the_official_workbook() {
    let pack = pack();
    let built = build(&application(), &pack).built.unwrap();
    let workbook = file(&built.bytes, "様式.xlsm");
    let change = |sheet: &str, cell: &str, text: &str| {
        let cell =
            CellFilling { sheet: sheet.into(), cell: cell.parse().unwrap(), text: text.into() };
        let filling = Filling { cells: vec![cell], tables: Vec::new() };
        let other = fill(&workbook, &filling, &pack.limits.workbook()).unwrap().bytes;
        judge(&built.name, &with(&built.bytes, "様式.xlsm", Some(other)), &pack)
    };
    for (sheet, cell, text) in [
        ("様式第１号", "B4", "別の市"),
        ("様式第２号（委任）", "G5", "第3条"),
        // A row that the application does not have.
        ("様式第２号（委任）", "C8", "もう一つの手続"),
    ] {
        let found = change(sheet, cell, text);
        assert_eq!(codes(&found), [Code::Pkg007], "{cell}");
        assert_eq!(found[0].location.cell, Some(cell.parse().unwrap()));
        let Some(ArgValue::List(cells)) = found[0].arg("cells") else { panic!("no list") };
        assert_eq!(cells.len(), 1, "{cells:?}");
    }
    // Notes outside the form do not matter; only the file's hash differs.
    assert_eq!(codes(&change("様式第１号", "H30", "メモ")), [Code::Pkg005]);
    // A label that somebody overwrote: the form is another than the official one.
    assert_eq!(codes(&change("様式第１号", "A4", "別の項目")), [Code::Pkg007]);
    // Another workbook in its place.
    let ours = build(&application(), Pack::standard()).built.unwrap();
    let other = file(&ours.bytes, "申請書.xlsx");
    let found = judge(&built.name, &with(&built.bytes, "様式.xlsm", Some(other)), &pack);
    assert_eq!(codes(&found), [Code::Xls003]);
}

#[test]
fn xls_017_says_that_the_form_has_too_few_rows() {
    let pack = pack();
    let mut app = application();
    let basis = app.delegations[0].bases[0].clone();
    let lines = |n: usize| {
        (1..=n).map(|i| LegalBasis { citation: format!("第{i}条"), ..basis.clone() }).collect()
    };
    app.delegations[0].bases = lines(ROOM as usize);
    let found = |app: &_, pack: &Pack| {
        let findings = Checker::new(pack, today()).draft(app, &[], &NO_TEXTS);
        findings.into_iter().filter(|f| f.code == Code::Xls017).collect::<Vec<_>>()
    };
    assert_eq!(found(&app, &pack), []);
    app.delegations[0].bases = lines(ROOM as usize + 1);
    let findings = found(&app, &pack);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].location.pointer.as_ref().unwrap().as_str(), "/delegations");
    assert_eq!(findings[0].arg("rows"), Some(&ArgValue::Number(u64::from(ROOM) + 1)));
    assert!(build(&app, &pack).built.is_none());
    assert_eq!(found(&app, Pack::standard()), [], "ours grows with the list");
}

#[test]
fn xls_018_names_the_cell_that_cannot_hold_a_text() {
    let pack = pack();
    let found = |department: &str| {
        let mut app = application();
        app.contact.department = department.into();
        app.delegations.push(Delegation::default());
        let findings = Checker::new(&pack, today()).draft(&app, &[], &NO_TEXTS);
        findings.into_iter().filter(|f| f.code == Code::Xls018).collect::<Vec<_>>()
    };
    assert_eq!(found("情報\n政策課\t"), []);
    let findings = found("情報\u{1}政策課");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].arg("cell"), Some(&ArgValue::Text("様式第１号!B5".into())));
}

#[test]
fn pck_014_names_a_workbook_that_cannot_be_used() {
    let text = pack_text();
    let said = |text: &str, workbook: &[u8]| {
        let findings = read_pack(text, workbook).err().map(|e| e.0).unwrap_or_default();
        assert!(findings.len() <= 1, "{findings:?}");
        findings.first().map(|f| (f.code, f.arg("problem").cloned(), f.arg("line").cloned()))
    };
    let problem = |key: &str| Some(ArgValue::Text(key.to_owned()));
    let line = text.lines().position(|l| l.starts_with("file = \"様式")).unwrap() + 1;
    let expect =
        |key: &str| Some((Code::Pck014, problem(key), Some(ArgValue::Number(line as u64))));
    let good = official();
    assert_eq!(said(&text, &good), None);
    let elsewhere = text.replace("file = \"様式.xlsm\"", "file = \"別の様式.xlsm\"");
    assert_eq!(said(&elsewhere, &good), expect("missing"));
    assert_eq!(said(&text, b"PK"), expect("unreadable"));
    assert_eq!(said(&text, &vec![0; (32 << 20) + 1]), expect("too-large"));
    let xlsx = text.replace("\"様式.xlsm\"\ncover", "\"様式.xlsx\"\ncover");
    assert_eq!(said(&xlsx, &good), expect("other-extension"));
    // Nothing is read by a name that leads elsewhere.
    let outside = text.replace("file = \"様式.xlsm\"", "file = \"../様式.xlsm\"");
    assert_eq!(said(&outside, &good).unwrap().0, Code::Pck006);
}

#[test]
fn pck_015_names_each_place_that_takes_no_value() {
    let place = |from: &str, to: &str| {
        let text = pack_text().replace(from, to);
        assert_ne!(text, pack_text(), "{from}");
        let findings = read_pack(&text, &official()).err().map(|e| e.0).unwrap_or_default();
        let arg = |f: &Finding, name: &str| match f.arg(name) {
            Some(ArgValue::Text(text)) => text.clone(),
            other => panic!("{other:?}"),
        };
        findings
            .iter()
            .map(|f| {
                assert_eq!(f.code, Code::Pck015);
                format!("{} {}", arg(f, "place"), arg(f, "problem"))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(place("cell = \"B3\"", "cell = \"B12\""), Vec::<String>::new());
    assert_eq!(place("cell = \"B3\"", "cell = \"B9\""), ["様式第１号!B9 formula"]);
    assert_eq!(place("cell = \"B3\"", "cell = \"C3\""), ["様式第１号!C3 merged"]);
    assert_eq!(place("cell = \"B3\"", "cell = \"B4\""), ["様式第１号!B4 twice"]);
    assert_eq!(
        place("sheet = \"様式第２号（委任）\"", "sheet = \"様式第３号\""),
        ["様式第３号 no-sheet"]
    );
    assert_eq!(place("column = \"C\"", "column = \"B\""), ["様式第２号（委任）!B5 twice"]);
}

#[test]
fn pck_016_warns_of_formulas_that_nobody_calculates() {
    let mut parts = files(&official());
    let book = &mut parts.iter_mut().find(|(name, _)| name == "xl/workbook.xml").unwrap().1;
    let text = String::from_utf8(std::mem::take(book)).unwrap();
    assert!(text.contains(" fullCalcOnLoad=\"1\""));
    *book = text.replace(" fullCalcOnLoad=\"1\"", "").into_bytes();
    let mut writer = PackageWriter::new();
    for (name, content) in &parts {
        writer.add(name, content, false, &mut Silent).unwrap();
    }
    let saved = writer.finish().unwrap();
    let checked = forms_core::pack::check_with_files(&pack_text(), &|_| Ok(saved.clone()));
    assert_eq!(codes(&checked.findings), [Code::Pck016]);
    assert!(!checked.has_errors());
    let checked = forms_core::pack::check_with_files(&pack_text(), &|_| Ok(official()));
    assert_eq!(codes(&checked.findings), []);
}

#[test]
fn a_pack_can_hold_its_workbook() {
    let beside = |_: &str| Ok(official());
    let alone = check(&pack_text());
    assert_eq!(codes(&alone.findings), [Code::Pck014]);
    let whole = embed(&pack_text(), &beside).unwrap();
    let checked = check(&whole);
    assert_eq!(checked.findings, []);
    assert_eq!(checked.pack.unwrap(), pack());
    assert_eq!(embed(&whole, &|_| Err(String::new())).unwrap(), whole);
    let inline = pack_text().replace(TEMPLATE, "")
        + "template = { file = '様式.xlsm', cells = [{ sheet = '様式第１号', cell = 'B3', path = '/applicant/code' }] }";
    // Such a line belongs before the first table of the document.
    let (line, rest) = (
        inline.lines().last().unwrap().to_owned(),
        inline.rsplit_once("template =").unwrap().0.to_owned(),
    );
    let whole = embed(&format!("{line}\n{rest}"), &beside).unwrap();
    assert_eq!(check(&whole).findings, []);
    assert_eq!(embed(Pack::standard_toml(), &beside).unwrap(), Pack::standard_toml());
}
