//! Tables in `.xls`, `.xlsb` and `.ods`: the rows and findings of the XLSX, and files made to harm.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use forms_core::finding::Lang;
use forms_core::pack::{Pack, TableKind};
use forms_core::table::{Table, TableFile, read, read_with};
use serde_json::{Value as Json, json};

use super::made::*;
use super::xlsb::{self, Cell};

fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/spreadsheets");
    std::fs::read(folder.join(name)).unwrap()
}

/// Unoptimised test builds on a busy machine are several times slower than what people run.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads any bytes as a table in time.
#[track_caller]
fn in_time(bytes: &[u8]) -> Table {
    let start = Instant::now();
    let table = layout(bytes);
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    table
}

/// The rows and the findings of a table as its document has them.
fn told(table: &Table) -> (Json, Json) {
    let json = table.to_json(Lang::Ja);
    (json["rows"].clone(), json["findings"].clone())
}

/// Written by LibreOffice from one workbook; the README beside them says how.
#[test]
fn the_same_workbook_in_every_format_is_the_same_table() {
    for name in ["formats", "formulas", "hidden", "sheets", "times"] {
        let xlsx = layout(&fixture(&format!("{name}.xlsx")));
        assert!(!xlsx.rows.is_empty(), "{name}");
        for ending in ["xls", "ods"] {
            let other = layout(&fixture(&format!("{name}.{ending}")));
            assert_eq!(told(&other), told(&xlsx), "{name}.{ending}");
        }
    }
}

/// What the fixtures hold, so that not all formats are wrong in the same way.
#[test]
fn cells_are_what_the_workbook_shows() {
    let table = layout(&fixture("formats.xls"));
    let row = &table.to_json(Lang::Ja)["rows"][0];
    assert_eq!(row["valid_from"], "2019-06-17", "an era");
    assert_eq!(row["affair_number"], "69");
    assert_eq!(row["version"], "4.10");
    let codes = |name| {
        let mut codes = found_codes(&layout(&fixture(name)));
        codes.dedup();
        codes
    };
    let hidden = codes("hidden.ods");
    assert!(hidden.contains(&"XLS-013") && hidden.contains(&"XLS-008"), "{hidden:?}");
    assert_eq!(codes("formulas.xls"), ["XLS-009"]);
    assert_eq!(layout(&fixture("sheets.xls")).sheet.as_deref(), Some("一覧"));
}

/// Written by Python libraries: xlwt never calculates a formula.
#[test]
fn files_of_libraries_are_read() {
    let table = layout(&fixture("by-odfpy.ods"));
    assert_eq!(found(&table), []);
    assert_eq!(table.to_json(Lang::Ja)["rows"][0]["valid_from"], "2019-06-17");
    let table = layout(&fixture("by-xlwt.xls"));
    assert_eq!(table.rows.len(), 39);
    let uncalculated = table.findings.iter().filter(|f| f.code.as_str() == "XLS-009").count();
    assert_eq!(uncalculated, 19);
    assert_eq!(table.to_json(Lang::Ja)["rows"][6]["valid_from"], "2019-06-17");
}

fn xlsb_rows() -> Vec<(u32, bool, Vec<Cell>)> {
    use Cell::{Blank, Bool, Error, Formula, Number, Shared, Short, Small, Text};
    let header = ["事務手続コード", "事務手続名", "適用開始日", "事務番号", "備考", "郵便番号"];
    vec![
        (0, false, header.iter().map(|h| Text(h)).collect()),
        (
            2,
            false,
            vec![
                Shared(0),
                Short("認定"),
                Number(43_633.0, 1),
                Number(69.0, 2),
                Bool(true),
                Number(1_600_022.0, 3),
            ],
        ),
        (3, true, vec![Shared(0), Formula("届出"), Number(43_633.25, 1), Small(7), Blank]),
        (4, false, vec![Shared(0), Text("𠮷"), Text("2019/6/17"), Text("1"), Error(0x2a)]),
        (5, false, vec![Shared(0), Text("結合"), Text("2019/6/17"), Text("1")]),
    ]
}

#[test]
fn a_binary_workbook_is_read() {
    let made = xlsb::book(xlsb::sheet(&xlsb_rows()), &["JT01010000000214", "JT01010000000215"]);
    let table = made.layout();
    let (rows, _) = told(&table);
    assert_eq!(
        rows[0],
        json!({"row": 3, "procedure_id": "JT01010000000214", "procedure_name": "認定",
               "valid_from": "2019-06-17", "affair_number": "69", "other": {"E": "TRUE", "F": "160-0022"}})
    );
    assert_eq!(rows[1]["procedure_name"], "届出");
    assert_eq!(rows[1]["valid_from"], "2019-06-17");
    assert_eq!(rows[2]["procedure_name"], "𠮷");
    assert_eq!(
        found(&table),
        [("XLS-009", in_cell("E5")), ("XLS-013", in_cell("B6")), ("XLS-008", in_cell("A4"))]
    );
    assert_eq!((table.sheet.as_deref(), table.blank_rows), (Some("一覧"), 1));
}

/// The content of a document with one table, from its rows.
fn ods(rows: &str) -> Made {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"一覧\">{rows}</table:table></office:spreadsheet>\
         </office:body></office:document-content>"
    );
    let parts = [("mimetype", kind), ("META-INF/manifest.xml", "<m/>"), ("content.xml", &content)];
    let parts = parts.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    Made { parts }
}

fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| match text.starts_with('<') {
        true => (*text).to_owned(),
        false => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ),
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<table:table-row>{cells}</table:table-row>")
}

#[test]
fn repeated_rows_and_cells_are_those_that_have_values() {
    let empty = "<table:table-row table:number-rows-repeated=\"1048000\">\
                 <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let twice = ods_row(RECORD).replacen(
        "<table:table-row>",
        "<table:table-row table:number-rows-repeated=\"2\">",
        1,
    );
    let rows = format!("{}{twice}{empty}", ods_row(HEADER));
    let table = ods(&rows).layout();
    assert_eq!(found(&table), []);
    assert_eq!(table.rows.iter().map(|r| r.number).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn text_of_a_cell_is_what_it_shows() {
    let cell = "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>注</text:p></office:annotation>\
                <text:p>認<text:span>定</text:span>\n  の<text:s text:c=\"2\"/><text:ruby><text:ruby-base>請求</text:ruby-base>\
                <text:ruby-text>せいきゅう</text:ruby-text></text:ruby></text:p><text:p>二行目</text:p></table:table-cell>";
    let table =
        ods(&format!("{}{}", ods_row(HEADER), ods_row(&[RECORD[0], cell, RECORD[2]]))).layout();
    assert_eq!(found(&table), []);
    assert_eq!(table.rows[0].cells[1].text, "認定 の  請求\n二行目");
}

/// A value in the first and in the last cell of what an `.xls` can have.
#[test]
fn the_first_and_the_last_cell_of_an_xls() {
    let table = in_time(&fixture("corner.xls"));
    assert_eq!(found(&table), [("XLS-006", in_cell("IV65536"))]);
    assert_eq!(table.rows[0].text(Some(1)), "認定");
}

#[test]
fn a_million_repeated_rows_stop_early() {
    let cell = "<table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\">\
                <text:p>1</text:p></table:table-cell>";
    for (rows, columns) in
        [("1000000", "16384"), ("1000000", "3"), ("100", "16384"), ("4294967295", "1")]
    {
        let row = ods_row(&[cell]).replace("16384", columns).replacen(
            "<table:table-row>",
            &format!("<table:table-row table:number-rows-repeated=\"{rows}\">"),
            1,
        );
        let table = in_time(&ods(&format!("{}{row}", ods_row(HEADER))).bytes());
        let codes = found_codes(&table);
        assert!(codes.contains(&"XLS-010") || columns == "1", "{rows} × {columns}: {codes:?}");
    }
}

/// Cut off at each sector, and with bytes changed.
#[test]
fn damaged_files_end_with_a_finding() {
    let made = xlsb::book(xlsb::sheet(&xlsb_rows()), &["JT01010000000214"]);
    let files = ["formats.xls", "sheets.xls", "by-xlwt.xls", "formats.ods", "by-odfpy.ods"];
    let mut files: Vec<Vec<u8>> = files.iter().map(|name| fixture(name)).collect();
    files.push(made.bytes());
    for bytes in files {
        assert!(!layout(&bytes).rows.is_empty());
        for end in (0..bytes.len()).step_by(512) {
            let table = in_time(&bytes[..end]);
            assert!(!table.findings.is_empty(), "{end} of {}", bytes.len());
        }
        // Sixteen bytes of each piece become other ones.
        for start in (0..bytes.len()).step_by(97) {
            let mut changed = bytes.clone();
            for (at, byte) in changed.iter_mut().skip(start).take(16).enumerate() {
                *byte = [0xff, 0, 0x80, 0x7f][(start + at) % 4];
            }
            in_time(&changed);
        }
    }
}

/// Every record of a binary workbook cut short, so that each value lacks its end.
#[test]
fn short_records_are_damage() {
    let whole = xlsb::sheet(&xlsb_rows());
    for end in 0..whole.len() {
        let table = xlsb::book(whole[..end].to_vec(), &["JT01010000000214"]).layout();
        assert!(!table.findings.is_empty(), "{end}");
    }
    let beyond = xlsb::book(xlsb::sheet(&[(0, false, vec![Cell::Shared(9)])]), &["a"]).layout();
    assert_eq!(found_codes(&beyond), ["XLS-002"]);
    let twice = [Cell::Text("a"), Cell::Text("b")];
    let rows = [(0, false, twice.to_vec()), (0, false, twice.to_vec())];
    assert_eq!(found_codes(&xlsb::book(xlsb::sheet(&rows), &[]).layout()), ["XLS-002"]);
}

#[test]
fn passwords_are_named() {
    let encrypted = "<m><e><manifest:encryption-data xmlns:manifest=\"m\"/></e></m>";
    let mut made = ods(&ods_row(HEADER));
    made.change("META-INF/manifest.xml", |_| encrypted.to_owned());
    let table = made.layout();
    assert_eq!(found_codes(&table), ["XLS-001"]);
    assert!(table.findings[0].hint(Lang::Ja).contains("パスワードを使用して暗号化"));
    // FILEPASS in the place of the first record behind the beginning.
    let mut bytes = fixture("formats.xls");
    let begin = bytes.windows(4).position(|w| w == [9, 8, 16, 0]).unwrap() + 20;
    bytes[begin..begin + 2].copy_from_slice(&[0x2f, 0]);
    assert!(layout(&bytes).findings[0].hint(Lang::Ja).contains("パスワード"));
    // Drawings and texts of OpenDocument are no spreadsheets.
    let mut other = ods(&ods_row(HEADER));
    other.change("mimetype", |kind| kind.replace("spreadsheet", "text"));
    assert_eq!(found_codes(&other.layout()), ["XLS-001"]);
}

/// What the name says, what the file holds, and whether that is told.
#[test]
fn a_name_of_another_format_is_told_and_the_content_is_read() {
    let csv = format!("{}\n{}\n", HEADER.join(","), RECORD.join(","));
    let tsv = csv.replace(',', "\t");
    let xlsx = good().bytes();
    let xls = fixture("sheets.xls");
    let cases: &[(&str, &[u8], bool)] = &[
        ("表.xlsx", csv.as_bytes(), true),
        ("表.XLS", tsv.as_bytes(), true),
        ("a/b.ods", csv.as_bytes(), true),
        ("表.csv", &xlsx, true),
        ("表.txt", &xls, true),
        ("表.xls", &xlsx, true),
        ("表.xlsx", &xls, true),
        ("表.csv", tsv.as_bytes(), false),
        ("表.xlsm", &xlsx, false),
        ("表.xls", &xls, false),
        ("表.dat", csv.as_bytes(), false),
        ("表", &xlsx, false),
        ("", csv.as_bytes(), false),
    ];
    for (name, bytes, told) in cases {
        let file = TableFile { name, bytes };
        let table = read_with(file, TableKind::Layout, Pack::standard(), &[]).unwrap();
        let codes = found_codes(&table);
        assert_eq!(codes.contains(&"XLS-001"), *told, "{name}: {codes:?}");
        assert!(table.rows[0].text(Some(0)).starts_with("JT01"), "{name}");
    }
    let html = TableFile { name: "表.xls", bytes: b"<html><table><tr><td>a" };
    let table = read_with(html, TableKind::Layout, Pack::standard(), &[]).unwrap();
    assert_eq!(found_codes(&table), ["XLS-001"]);
    assert_eq!(found(&read(b"a,b", TableKind::Layout, Pack::standard()).unwrap()).len(), 2);
}
