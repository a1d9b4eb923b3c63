//! A workbook as ministries hand them out, made with a writer of its own, and a pack that fills it.

use std::io::Write;
use std::path::{Path, PathBuf};

use forms_core::application::{Application, Attachment, AttachmentRole};
use forms_core::archive::Silent;
use forms_core::check::{BuildOutcome, Checker};
use forms_core::pack::{Pack, PackError, check_with_files};
use forms_core::submission::AttachmentFile;
use rust_xlsxwriter::{
    ConditionalFormatText, ConditionalFormatTextRule, DataValidation, ExcelDateTime, Format,
    FormatBorder, Image, Note, Workbook, Worksheet,
};

/// Number of rows of the table of delegations.
pub(crate) const ROOM: u32 = 20;

/// The workbook: macros, pictures, conditional formats, choices, notes, print settings, 20 sheets.
pub(crate) fn official() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    // What a project holds is nobody's business here; it only must come through.
    let project = folder.path().join("vbaProject.bin");
    let program: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain((0..=255).cycle().take(9000))
        .collect();
    std::fs::write(&project, program).unwrap();
    let mut book = Workbook::new();
    book.set_properties(
        &rust_xlsxwriter::DocProperties::new()
            .set_creation_datetime(&ExcelDateTime::from_ymd(2019, 4, 1).unwrap()),
    );
    book.add_vba_project(&project).unwrap();
    book.define_name("_印刷範囲", "=様式第１号!$A$1:$H$40").unwrap();
    form(book.add_worksheet());
    table(book.add_worksheet());
    for n in 3..=20 {
        let page = book.add_worksheet();
        page.set_name(format!("記載要領{n}")).unwrap();
        page.write_string(0, 0, format!("記載要領　その{n}")).unwrap();
        page.insert_image(2, 1, &Image::new_from_buffer(&png(n)).unwrap()).unwrap();
        if n == 20 {
            page.set_hidden(true);
        }
    }
    book.save_to_buffer().unwrap()
}

fn form(page: &mut Worksheet) {
    let line = Format::new().set_border(FormatBorder::Thin).set_num_format("@").set_text_wrap();
    page.set_name("様式第１号").unwrap();
    page.merge_range(0, 0, 0, 7, "接続開始申請書（様式第１号）", &Format::new().set_bold())
        .unwrap();
    for (row, label) in ["団体コード", "団体名", "担当部署", "電話番号"].into_iter().enumerate()
    {
        let row = u32::try_from(row).unwrap() + 2;
        page.write_string_with_format(row, 0, label, &line).unwrap();
        page.merge_range(row, 1, row, 4, "", &line).unwrap();
    }
    // The digits of the code are below in boxes of their own, by formulas on the cell above.
    page.write_formula(8, 1, "=LEFT(B3,1)").unwrap();
    page.insert_note(2, 1, &Note::new("６桁の団体コードを記入してください。")).unwrap();
    page.insert_image(10, 0, &Image::new_from_buffer(&png(1)).unwrap()).unwrap();
    page.set_paper_size(9).set_landscape().set_print_area(0, 0, 39, 7).unwrap();
    page.set_header("&C様式第１号").set_footer("&P / &N");
}

fn table(page: &mut Worksheet) {
    let cell = Format::new().set_border(FormatBorder::Thin).set_num_format("@");
    page.set_name("様式第２号（委任）").unwrap();
    let headers = ["番号", "事務手続コード", "事務手続名", "範囲", "受任者", "根拠規定", "条項"];
    for (column, header) in headers.into_iter().enumerate() {
        page.write_string_with_format(3, u16::try_from(column).unwrap(), header, &cell).unwrap();
    }
    for row in 4..4 + ROOM {
        page.write_number_with_format(row, 0, f64::from(row - 3), &cell).unwrap();
        for column in 1..7 {
            page.write_blank(row, column, &cell).unwrap();
        }
    }
    let rule = ConditionalFormatTextRule::Contains("一部".into());
    let part = ConditionalFormatText::new().set_rule(rule).set_format(Format::new().set_bold());
    page.add_conditional_format(4, 3, 3 + ROOM, 3, &part).unwrap();
    let choices = DataValidation::new().allow_list_strings(&["全部", "一部"]).unwrap();
    page.add_data_validation(4, 3, 3 + ROOM, 3, &choices).unwrap();
    page.write_string(4 + ROOM, 0, "（注）足りないときは担当までお知らせください。").unwrap();
    page.set_freeze_panes(4, 0).unwrap();
    page.set_repeat_rows(3, 3).unwrap();
}

/// A picture of one grey.
fn png(grey: u8) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        out.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let body = [kind.as_slice(), data].concat();
        out.extend(&body);
        out.extend(crc32fast::hash(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    for _ in 0..8 {
        packed.write_all(&[0, grey, grey, grey, grey, grey, grey, grey, grey]).unwrap();
    }
    chunk(b"IDAT", &packed.finish().unwrap());
    chunk(b"IEND", &[]);
    out
}

/// The pack's template description: which field is in which cell.
pub(crate) const TEMPLATE: &str = r#"
[template]
file = "様式.xlsm"
cells = [
  { sheet = "様式第１号", cell = "B3", path = "/applicant/code" },
  { sheet = "様式第１号", cell = "B4", path = "/applicant/name" },
  { sheet = "様式第１号", cell = "B5", path = "/contact/department" },
  { sheet = "様式第１号", cell = "B6", path = "/contact/telephone" },
]
[[template.tables]]
sheet = "様式第２号（委任）"
list = "/delegations"
first_row = 5
last_row = 24
columns = [
  { column = "B", path = "/procedure" },
  { column = "C", path = "/name" },
  { column = "D", path = "/scope" },
  { column = "E", path = "/counterpart/name" },
  { column = "F", path = "/bases/*/title" },
  { column = "G", path = "/bases/*/citation" },
]
"#;

/// The text of a pack with that workbook: the built-in one otherwise.
pub(crate) fn pack_text() -> String {
    let standard = Pack::standard_toml().replacen("\"申請書.xlsx\"", "\"様式.xlsm\"", 1);
    assert_ne!(standard, Pack::standard_toml());
    format!("{standard}\n{TEMPLATE}")
}

pub(crate) fn read_pack(text: &str, workbook: &[u8]) -> Result<Pack, PackError> {
    Pack::from_toml_with_files(text, &|name| match name {
        "様式.xlsm" => Ok(workbook.to_vec()),
        other => Err(format!("no {other}")),
    })
}

pub(crate) fn pack() -> Pack {
    let checked = check_with_files(&pack_text(), &|_| Ok(official()));
    assert_eq!(checked.findings, []);
    checked.pack.unwrap()
}

/// The pack that shares no name with the built-in one, filling that workbook.
pub(crate) fn coastal() -> Pack {
    let path = cases().join("../../packs/coastal.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let renamed = text.replacen("\"様式第一号.xlsx\"", "\"様式第一号.xlsm\"", 1);
    assert_ne!(renamed, text);
    let checked = check_with_files(&format!("{renamed}\n{TEMPLATE}"), &|_| Ok(official()));
    assert_eq!(checked.findings, []);
    checked.pack.unwrap()
}

/// An application as the coastal pack wants it: its release, and a chart attached.
pub(crate) fn coastal_application() -> Application {
    let mut app = application();
    app.target.layout = "R13.4".into();
    app.target.release = "2031-04-01".into();
    app.delegations[0].start = "2031-04-01".into();
    app.attachments.push(Attachment {
        file: "組織図.txt".into(),
        role: AttachmentRole::Other,
        title: "行政組織図".into(),
    });
    app
}

pub(crate) fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/clean")
}

/// The clean application of the cases.
pub(crate) fn application() -> Application {
    let text = std::fs::read(cases().join("application.json")).unwrap();
    Application { pack: Default::default(), ..Application::from_json(&text).unwrap() }
}

pub(crate) fn build(app: &Application, pack: &Pack) -> BuildOutcome {
    let read = |name: &str| std::fs::read(cases().join(name)).unwrap();
    let (rule, assessment, chart) = (read("規則.txt"), read("評価書.txt"), b"chart".to_vec());
    let files = [
        AttachmentFile { name: "規則.txt", content: &rule },
        AttachmentFile { name: "評価書.txt", content: &assessment },
        AttachmentFile { name: "組織図.txt", content: &chart },
    ];
    let wanted = |f: &&AttachmentFile<'_>| app.attachments.iter().any(|a| a.file == f.name);
    let files: Vec<AttachmentFile<'_>> = files.iter().filter(wanted).copied().collect();
    Checker::new(pack, today()).build(app, &files, &[], &mut Silent).unwrap()
}

pub(crate) fn today() -> jiff::civil::Date {
    jiff::civil::date(2019, 5, 20)
}

/// The files of a ZIP in its order.
pub(crate) fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut entry = zip.by_index(i).unwrap();
            let mut content = Vec::new();
            std::io::copy(&mut entry, &mut content).unwrap();
            (entry.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// A file of a ZIP.
pub(crate) fn file(bytes: &[u8], name: &str) -> Vec<u8> {
    files(bytes).into_iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}")).1
}
