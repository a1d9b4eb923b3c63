//! Packages that somebody put together by hand: no list of files, no application data, other names.

use forms_core::application::Application;
use forms_core::archive::Silent;
use forms_core::archive::write::PackageWriter;
use forms_core::check::{CheckedPackage, Checker};
use forms_core::finding::{ArgValue, Code, Finding};
use forms_core::form_book::{CellStyle, ReadBack, WorkbookPlan};
use forms_core::pack::Pack;
use forms_core::sample::prefecture;
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::made::*;

/// A ZIP as any program would make it of some files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = PackageWriter::new();
    for (path, content) in files {
        writer.add(path, content, false, &mut Silent).unwrap();
    }
    writer.finish().unwrap()
}

fn judge(name: &str, bytes: &[u8], pack: &Pack) -> CheckedPackage {
    Checker::new(pack, today()).package(name, &bytes, &mut Silent)
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    let mut codes: Vec<Code> = findings.iter().map(|f| f.code).collect();
    codes.sort();
    codes
}

const NAME: &str = "131121_世田谷区_接続開始申請_2019-06-17.zip";

/// The files of a hand-made package of the clean application, without the workbook.
fn attachments() -> [(&'static str, Vec<u8>); 2] {
    let read = |name: &str| std::fs::read(cases().join(name)).unwrap();
    [("規則.txt", read("規則.txt")), ("評価書.txt", read("評価書.txt"))]
}

/// The codes of a package that holds a workbook under a name, and the clean attachments.
fn with_workbook(name: &str, workbook: &[u8]) -> CheckedPackage {
    let [rule, assessment] = attachments();
    let files = [(name, workbook), (rule.0, &rule.1[..]), (assessment.0, &assessment.1[..])];
    judge(NAME, &zip(&files), Pack::standard())
}

fn plan(app: &Application) -> WorkbookPlan {
    WorkbookPlan::new(app, Pack::standard())
}

/// The part of an application that the form shows.
fn on_the_form(app: &Application) -> Application {
    let app = Application { pack: Default::default(), remark: String::new(), ..app.clone() };
    Application::from_json(&app.to_json()).unwrap()
}

#[test]
fn every_application_of_a_prefecture_reads_back_from_its_workbook() {
    let pack = Pack::standard();
    let members = prefecture("佐賀県", 3).unwrap().members;
    assert_eq!(members.len(), 21);
    for member in members {
        let workbook = plan(&member.application).to_xlsx().unwrap();
        let read = ReadBack::new(&workbook, pack);
        assert_eq!(read.findings, []);
        assert_eq!(on_the_form(&read.application.unwrap()), on_the_form(&member.application));
    }
}

#[test]
fn the_workbook_alone_is_judged_by_the_same_rules() {
    let mut app = application();
    app.contact.telephone = "03".into();
    app.delegations[0].bases[0].citation = "第2条".into();
    let workbook = plan(&app).to_xlsx().unwrap();
    let checked = judge("世田谷区.zip", &zip(&[("申請書.xlsx", &workbook)]), Pack::standard());
    let found = &checked.report.findings;
    // Both attachments are missing: the texts of the basis cannot be looked at.
    let expected = vec![Code::Frm004, Code::Pkg003, Code::Pkg003, Code::Pkg008, Code::Pkg017];
    assert_eq!(
        codes(found)
            .into_iter()
            .filter(|c| c.as_str() < "DLG" || c.as_str() > "E")
            .collect::<Vec<_>>(),
        expected
    );
    let telephone = found.iter().find(|f| f.code == Code::Frm004).unwrap();
    assert_eq!(telephone.location.entry.as_deref(), Some("申請書.xlsx"));
    assert_eq!(telephone.location.sheet.as_deref(), Some("申請書"));
    assert!(telephone.location.cell.is_some());
    assert_eq!(checked.report.applicant.unwrap().code, "131121");
}

#[test]
fn other_names_and_an_outer_folder_do_not_hide_the_application() {
    let workbook = plan(&application()).to_xlsx().unwrap();
    assert_eq!(codes(&with_workbook("申請書.xlsx", &workbook).report.findings), [Code::Pkg017]);
    let found = with_workbook("接続申請（世田谷区・最終版）.xlsx", &workbook);
    assert_eq!(codes(&found.report.findings), [Code::Pkg017]);
    assert_eq!(on_the_form(&found.application.unwrap()), on_the_form(&application()));
    let [rule, assessment] = attachments();
    let outer = zip(&[
        ("世田谷区/申請書.XLSX", &workbook),
        ("世田谷区/規則.txt", &rule.1),
        ("世田谷区/評価書.txt", &assessment.1),
    ]);
    let found = judge(NAME, &outer, Pack::standard()).report.findings;
    assert_eq!(codes(&found), [Code::Pkg017, Code::Zip018]);
    // The application's data under another name.
    let data = application().to_json();
    let [rule, assessment] = attachments();
    let renamed = zip(&[
        ("application (1).json", &data),
        ("規則.txt", &rule.1),
        ("評価書.txt", &assessment.1),
    ]);
    assert_eq!(judge(NAME, &renamed, Pack::standard()).report.findings, []);
    let twice = zip(&[("申請書.xlsx", &workbook), ("控え/申請書の控え.xlsx", &workbook)]);
    assert!(codes(&judge(NAME, &twice, Pack::standard()).report.findings).contains(&Code::Pkg002));
    // A table of something else is no application.
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "団体名").unwrap();
    let other = other.save_to_buffer().unwrap();
    let found = with_workbook("名簿.xlsx", &other).report.findings;
    assert_eq!(codes(&found), [Code::Pkg001]);
    let found = with_workbook("申請書.xlsx", &other).report.findings;
    assert_eq!(codes(&found), [Code::Xls003]);
}

/// A difference of a hand-made workbook from ours.
#[derive(Default)]
struct Twist {
    /// Rows above everything.
    down: u32,
    /// Columns of the lists in reverse order.
    reversed: bool,
    sheet_left_out: &'static str,
    label_left_out: &'static str,
    /// A text that takes the place of another.
    instead: (&'static str, &'static str),
    more: Option<fn(&mut Workbook)>,
}

fn twisted(app: &Application, twist: &Twist) -> Vec<u8> {
    let mut book = Workbook::new();
    for (s, sheet) in plan(app).sheets.iter().enumerate() {
        if sheet.name == twist.sheet_left_out {
            continue;
        }
        let page = book.add_worksheet();
        page.set_name(&sheet.name).unwrap();
        for (r, row) in sheet.rows.iter().enumerate() {
            let r = u32::try_from(r).unwrap() + twist.down;
            for (c, cell) in row.iter().enumerate() {
                let c = if twist.reversed && s > 0 { row.len().max(15) - c } else { c };
                let is_left_out =
                    cell.style == CellStyle::Label && cell.text == twist.label_left_out;
                let text = match twist.instead {
                    (from, to) if cell.text == from => to,
                    _ => &cell.text,
                };
                if !is_left_out && !text.is_empty() {
                    page.write_string(r, u16::try_from(c).unwrap(), text).unwrap();
                }
            }
        }
    }
    if let Some(more) = twist.more {
        more(&mut book);
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn moved_rows_and_columns_are_found_by_their_labels() {
    let app = application();
    for twist in [
        Twist { down: 4, ..Twist::default() },
        Twist { reversed: true, down: 1, ..Twist::default() },
        Twist { instead: ("団体コード", "団体コード："), ..Twist::default() },
        Twist { instead: ("接続開始申請", "接続 開始 申請"), ..Twist::default() },
    ] {
        let found = with_workbook("様式.xlsx", &twisted(&app, &twist));
        assert_eq!(codes(&found.report.findings), [Code::Pkg017]);
        assert_eq!(on_the_form(&found.application.unwrap()), on_the_form(&app));
    }
}

/// The codes of a changed workbook, without the one that says that it was read.
fn shown_by(twist: Twist) -> Vec<Finding> {
    let checked = with_workbook("申請書.xlsx", &twisted(&application(), &twist));
    checked.report.findings.into_iter().filter(|f| f.code != Code::Pkg017).collect()
}

fn page<'b>(book: &'b mut Workbook, sheet: &str) -> &'b mut rust_xlsxwriter::Worksheet {
    book.worksheet_from_name(sheet).unwrap()
}

#[test]
fn what_is_wrong_with_the_form_is_said_with_sheet_and_cell() {
    let place = |found: &[Finding], code: Code| {
        let at =
            &found.iter().find(|f| f.code == code).unwrap_or_else(|| panic!("{found:?}")).location;
        assert_eq!(at.entry.as_deref(), Some("申請書.xlsx"));
        format!("{}!{}", at.sheet.clone().unwrap_or_default(), at.cell.unwrap())
    };
    let more = |more: fn(&mut Workbook)| Twist { more: Some(more), ..Twist::default() };
    let found = shown_by(Twist { instead: ("全部", "ぜんぶ"), ..Twist::default() });
    assert_eq!(codes(&found), [Code::Xls005]);
    assert!(place(&found, Code::Xls005).starts_with("委任受任!"), "{found:?}");
    assert_eq!(found[0].arg("value"), Some(&ArgValue::Text("ぜんぶ".into())));

    let found = shown_by(more(|b| {
        page(b, "委任受任").write_string(2, 30, "要確認").unwrap();
    }));
    assert_eq!(codes(&found), [Code::Xls006]);
    assert_eq!(place(&found, Code::Xls006), "委任受任!AE3");
    let found = shown_by(more(|b| {
        page(b, "委任受任").write_string(1, 30, "備考").unwrap();
    }));
    assert_eq!(codes(&found), []);

    let found = shown_by(more(|b| {
        page(b, "委任受任").set_row_hidden(2).unwrap();
    }));
    assert_eq!(codes(&found), [Code::Xls008]);
    assert_eq!(place(&found, Code::Xls008), "委任受任!A3");
    let found = shown_by(more(|b| {
        page(b, "委任受任").set_row_hidden(9).unwrap();
    }));
    assert_eq!(codes(&found), []);

    let broken = |b: &mut Workbook| {
        let formula = Formula::new("=#REF!").set_result("#REF!");
        page(b, "事務手続").write_formula(2, 1, formula).unwrap();
    };
    let found = shown_by(more(broken));
    assert!(codes(&found).contains(&Code::Xls009), "{found:?}");
    assert_eq!(place(&found, Code::Xls009), "事務手続!B3");

    let merged = |b: &mut Workbook| {
        let format = Format::new();
        page(b, "添付一覧").merge_range(2, 0, 3, 0, "1", &format).unwrap();
    };
    assert_eq!(codes(&shown_by(more(merged))), [], "numbers may be merged");

    let found = shown_by(Twist { sheet_left_out: "委任受任", ..Twist::default() });
    assert!(codes(&found).contains(&Code::Xls003), "{found:?}");
    let found = shown_by(Twist { label_left_out: "条・項・号", ..Twist::default() });
    assert!(codes(&found).contains(&Code::Xls004), "{found:?}");
}

#[test]
fn the_official_workbook_is_read_by_its_cells() {
    let pack = pack();
    let mut app = application();
    let first = app.delegations[0].clone();
    let mut more = first.bases[0].clone();
    more.citation = "第3条第1項".into();
    app.delegations[0].bases.push(more);
    app.delegations
        .push(forms_core::application::Delegation { name: "別の手続".into(), ..first });
    let workbook = forms_core::form_book::make_workbook(&app, &pack).unwrap();
    let checked = judge("a.zip", &zip(&[("記入済.xlsm", &workbook)]), &pack);
    let read = checked.application.unwrap();
    assert_eq!(read.applicant.name, "世田谷区");
    assert_eq!(read.contact.telephone, app.contact.telephone);
    assert_eq!(read.delegations.len(), 2);
    assert_eq!(read.delegations[0].bases.len(), 2);
    assert_eq!(read.delegations[0].bases[1].citation, "第3条第1項");
    assert_eq!(read.delegations[1].name, "別の手続");
    assert!(codes(&checked.report.findings).contains(&Code::Pkg017));
    let at = checked.report.findings.iter().find(|f| {
        f.location.pointer.as_ref().is_some_and(|p| p.as_str() == "/delegations/1/bases/0/document")
    });
    assert!(at.is_none_or(|f| f.location.sheet.is_none()), "a field without a cell has none");
    // An empty form has the same labels, and another workbook has not.
    let empty = judge("a.zip", &zip(&[("様式.xlsm", &official())]), &pack);
    assert_eq!(empty.application.unwrap().delegations, []);
    let ours = plan(&app).to_xlsx().unwrap();
    let other = judge("a.zip", &zip(&[("申請書.xlsx", &ours)]), &pack);
    assert_eq!(codes(&other.report.findings), [Code::Pkg001]);
}

#[test]
fn a_document_that_is_a_zip_itself_is_called_what_it_is() {
    let workbook = plan(&application()).to_xlsx().unwrap();
    let parts =
        |names: &[&str]| zip(&names.iter().map(|name| (*name, &b"x"[..])).collect::<Vec<_>>());
    for (kind, bytes) in [
        ("excel-workbook", workbook),
        ("word-document", parts(&["[Content_Types].xml", "word/document.xml"])),
        ("power-point", parts(&["[Content_Types].xml", "ppt/presentation.xml"])),
        ("open-document", parts(&["mimetype", "content.xml", "META-INF/manifest.xml"])),
        ("epub", parts(&["mimetype", "META-INF/container.xml"])),
        ("java-program", parts(&["META-INF/MANIFEST.MF", "a/B.class"])),
    ] {
        let found = judge(NAME, &bytes, Pack::standard()).report.findings;
        let fatal: Vec<&Finding> = found.iter().filter(|f| f.severity.stops()).collect();
        assert_eq!(fatal.len(), 1, "{kind}: {found:?}");
        assert_eq!(fatal[0].code, Code::Zip001);
        assert_eq!(fatal[0].arg("kind"), Some(&ArgValue::Text(kind.into())));
    }
    let folder = parts(&["資料/document.xml", "META/MANIFEST.MF"]);
    assert_eq!(codes(&judge(NAME, &folder, Pack::standard()).report.findings), [Code::Pkg001]);
}
