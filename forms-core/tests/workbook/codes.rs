//! Each code by a workbook that shows it and nothing else, and a near miss that shows nothing.
//! A line above each says what makes such a file.

use forms_core::finding::{ArgValue, Lang};
use forms_core::pack::{Pack, TableKind};
use forms_core::table::read;

use super::made::*;

#[track_caller]
fn clean(made: &Made) {
    let table = made.layout();
    assert_eq!(found(&table), []);
    assert_eq!(table.rows.len(), 1);
}

#[track_caller]
fn is_no_workbook(bytes: &[u8], kind: &str) {
    let table = layout(bytes);
    assert_eq!(found_codes(&table), ["XLS-001"]);
    assert_eq!(table.findings[0].arg("kind"), Some(&ArgValue::Text(kind.to_owned())));
    assert!(table.rows.is_empty());
}

#[track_caller]
fn is_damaged(made: &Made, problem: &str) {
    let table = made.layout();
    assert_eq!(found_codes(&table), ["XLS-002"], "{}", table.findings[0].message(Lang::En));
    assert_eq!(table.findings[0].arg("problem"), Some(&ArgValue::Text(problem.to_owned())));
}

#[test]
fn a_good_workbook_has_no_finding() {
    clean(&good());
}

/// A compound file (MS-CFB) with one stream of this name: a directory entry at a multiple of 128.
fn old_office(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1024, 0);
    let mut entry: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(entry.len() + 2).unwrap();
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.push(2);
    entry.resize(128, 0);
    bytes.extend(entry);
    bytes.resize(2048, 0);
    bytes
}

/// Excel 2003; Excel with a password for opening; web systems that call an HTML table `.xls`;
/// LibreOffice; Word; a scanner.
#[test]
fn xls_001_says_what_it_is_instead() {
    is_no_workbook(&old_office("Workbook"), "old-excel");
    is_no_workbook(&old_office("Book"), "old-excel");
    is_no_workbook(&old_office("EncryptedPackage"), "password");
    is_no_workbook(&old_office("WordDocument"), "old-office");
    is_no_workbook("<html><table><tr><td>事務手続コード".as_bytes(), "html");
    is_no_workbook(
        b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>",
        "xml-excel",
    );
    is_no_workbook(b"%PDF-1.7\n%\xe2\xe3", "pdf");
    is_no_workbook(b"", "empty");
    is_no_workbook(b"\x00\x01\x02", "unknown");
    let zip = |parts: &[(&str, &str)]| {
        let parts = parts.iter().map(|(n, c)| ((*n).to_owned(), c.as_bytes().to_vec())).collect();
        Made { parts }.bytes()
    };
    is_no_workbook(&zip(&[("word/document.xml", "<a/>")]), "word");
    is_no_workbook(&zip(&[("ppt/presentation.xml", "<a/>")]), "power-point");
    let ods = "application/vnd.oasis.opendocument.spreadsheet";
    is_no_workbook(&zip(&[("mimetype", ods)]), "open-document");
    is_no_workbook(&zip(&[("表.xlsx", "x")]), "archive");
}

/// Formats that are read: an `.xlsb` whose list of sheets is no list.
#[test]
fn a_damaged_workbook_of_another_format_is_damage() {
    let parts = vec![("xl/workbook.bin".to_owned(), b"x".to_vec())];
    is_damaged(&Made { parts }, "content");
}

#[test]
fn xls_001_says_how_to_save_it() {
    let table = layout(&old_office("EncryptedPackage"));
    assert!(table.findings[0].hint(Lang::Ja).contains("パスワードを使用して暗号化"));
    let table = layout(&old_office("Workbook"));
    assert!(table.findings[0].hint(Lang::Ja).contains("Excelブック (*.xlsx)"));
}

#[test]
fn a_workbook_is_one_by_its_content() {
    // Stored by an older writer: the main part under another name and in another case.
    let mut made = good().changed("_rels/.rels", "xl/workbook.xml", "/XL/Book.xml");
    made.parts[2].0 = "xl/book.xml".to_owned();
    made.parts[3].0 = "xl/_rels/book.xml.rels".to_owned();
    clean(&made);
}

/// A download that broke off, a stick pulled too early, a program that writes XLSX by itself.
#[test]
fn xls_002_damage() {
    let sheet = "xl/worksheets/sheet1.xml";
    is_damaged(&good().without(sheet), "missing");
    is_damaged(&good().changed(sheet, "</sheetData>", ""), "xml");
    is_damaged(&good().changed(sheet, "UTF-8", "Shift_JIS"), "encoding");
    is_damaged(&good().changed(sheet, "r=\"B2\"", "r=\"A2\""), "order");
    is_damaged(&good().changed(sheet, "<row r=\"2\">", "<row r=\"1\">"), "order");
    is_damaged(&good().changed(sheet, "r=\"C2\" t=\"inlineStr\"", "r=\"C2\" t=\"x\""), "value");
    is_damaged(
        &good().changed(
            sheet,
            "</row></sheetData>",
            "<c r=\"D2\" t=\"s\"><v>0</v></c></row></sheetData>",
        ),
        "reference",
    );
    is_damaged(
        &good().changed(
            sheet,
            "</row></sheetData>",
            "<c r=\"D2\"><v>1e999</v></c></row></sheetData>",
        ),
        "value",
    );
    is_damaged(&good().changed("xl/workbook.xml", "r:id=\"rId1\"", "r:id=\"rId9\""), "reference");
    let twice = good().with("xl/worksheets/SHEET1.xml", "<worksheet/>");
    is_damaged(&twice, "container");
    let mut cut = good().bytes();
    cut.truncate(cut.len() - 10);
    assert_eq!(found_codes(&layout(&cut)), ["XLS-002"]);
    // A byte of the content that is stored as it is.
    let mut flipped = good().bytes();
    let at = flipped.windows(6).position(|w| w == b"sheet1").unwrap() + 20;
    flipped[at] ^= 0xff;
    assert_eq!(found_codes(&layout(&flipped)), ["XLS-002"]);
}

/// Two sheets, of which one that is not needed is damaged: it is told, and the other is read.
#[test]
fn xls_002_for_a_sheet_that_is_not_needed() {
    let made = Made::sheets(&[
        ("表", "", &good_rows()),
        ("控え", "", "<sheetData><row r=\"x\"/></sheetData>"),
    ]);
    let table = made.layout();
    assert_eq!(found_codes(&table), ["XLS-002"]);
    assert_eq!(table.findings[0].location.sheet.as_deref(), Some("控え"));
    assert_eq!(table.rows.len(), 1);
    clean(&Made::sheets(&[
        ("表", "", &good_rows()),
        ("控え", "", "<sheetData><row/></sheetData>"),
    ]));
}

/// Differences of programs other than Excel: no numbers of cells, prefixes,
/// UTF-16, CDATA, empty elements, rows without cells.
#[test]
fn unusual_but_whole_workbooks_read() {
    let sheet = "xl/worksheets/sheet1.xml";
    let mut bare = good();
    bare.change(sheet, |text| {
        let mut text = text.to_owned();
        for name in ["A1", "B1", "C1", "A2", "B2", "C2"] {
            text = text.replace(&format!(" r=\"{name}\""), "");
        }
        text.replace(" r=\"1\"", "").replace(" r=\"2\"", "")
    });
    clean(&bare);
    let mut prefixed = good();
    prefixed.change(sheet, |text| {
        text.replace("</", "</x:")
            .replace("<sh", "<x:sh")
            .replace("<r", "<x:r")
            .replace("<c", "<x:c")
            .replace("<is", "<x:is")
            .replace("<t", "<x:t")
            .replace("<wo", "<x:wo")
            .replace("xmlns=", "xmlns:x=")
    });
    clean(&prefixed);
    let mut wide = good();
    let part = wide.parts.iter_mut().find(|(n, _)| n == sheet).unwrap();
    let text = String::from_utf8(part.1.clone()).unwrap().replace("UTF-8", "UTF-16");
    part.1 = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    clean(&wide);
    clean(&good().changed(sheet, "認定の請求", "<![CDATA[認定の請求]]>"));
    clean(&good().changed(sheet, "</sheetData>", "<row r=\"7\" s=\"1\"/></sheetData><extLst/>"));
}

/// The sheet was renamed or another workbook was chosen.
#[test]
fn xls_003_a_missing_sheet() {
    let mut pack = Pack::standard().clone();
    let definition = pack.tables.get_mut("layout").unwrap();
    definition.sheets = vec!["事務手続".to_owned()];
    let table = read(&good().bytes(), TableKind::Layout, &pack).unwrap();
    assert_eq!(found_codes(&table), ["XLS-003"]);
    assert!(
        table.findings[0].message(Lang::Ja).contains("事務手続")
            && table.findings[0].message(Lang::Ja).contains('表')
    );
    let named = Made::sheets(&[("表", "", &good_rows()), ("事務手続", "", &good_rows())]);
    let table = read(&named.bytes(), TableKind::Layout, &pack).unwrap();
    assert_eq!(found_codes(&table), [""; 0]);
    assert_eq!(table.sheet.as_deref(), Some("事務手続"));
    // A workbook that holds only a chart.
    let chart = good().changed("xl/_rels/workbook.xml.rels", "/worksheet\"", "/chartsheet\"");
    assert_eq!(found_codes(&chart.layout()), ["XLS-003"]);
}

/// A check or a note to the right of the table.
#[test]
fn xls_006_values_beside_the_table() {
    let noted = row(2, &[RECORD[0], RECORD[1], RECORD[2], "", "済"]);
    let note = row(4, &["", "", "", "", "済"]);
    let made = Made::sheet(&format!("<sheetData>{}{noted}{note}</sheetData>", row(1, HEADER)));
    let table = made.layout();
    assert_eq!(found(&table), [("XLS-006", in_cell("E2"))]);
    assert_eq!(table.findings[0].arg("count"), Some(&ArgValue::Number(2)));
    // A column of their own, with a header: kept as it is.
    let header = row(1, &[HEADER[0], HEADER[1], HEADER[2], "", "確認"]);
    clean(&Made::sheet(&format!("<sheetData>{header}{noted}</sheetData>")));
}

/// A macro-enabled workbook; one with macros of Excel 4.
#[test]
fn xls_007_macros() {
    for part in ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"] {
        let made = good().with(part, "<a/>");
        assert_eq!(found_codes(&made.layout()), ["XLS-007"]);
    }
    clean(&good().with("xl/printerSettings/printerSettings1.bin", "x"));
}

/// Columns hidden for print, rows that a filter hides, a sheet for work.
#[test]
fn xls_008_hidden_values() {
    let sheet = "xl/worksheets/sheet1.xml";
    let column = "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData>";
    let made = good().changed(sheet, "<sheetData>", column);
    assert_eq!(found(&made.layout()), [("XLS-008", in_cell("C1"))]);
    let made = good().changed(sheet, "<row r=\"2\"", "<row r=\"2\" hidden=\"1\"");
    let table = made.layout();
    assert_eq!(found(&table), [("XLS-008", in_cell("A2"))]);
    assert_eq!(table.findings[0].message(Lang::Ja), "行2は非表示ですが、値が入っています。");
    let work = "<sheetData><row r=\"9\"><c r=\"A9\"><v>1</v></c></row></sheetData>";
    let hidden =
        |state: &str, inside| Made::sheets(&[("表", "", &good_rows()), ("作業", state, inside)]);
    assert_eq!(found_codes(&hidden("state=\"veryHidden\"", work).layout()), ["XLS-008"]);

    let unused = "<cols><col min=\"4\" max=\"9\" hidden=\"1\"/></cols><sheetData>";
    clean(&good().changed(sheet, "<sheetData>", unused));
    clean(&good().changed(
        sheet,
        "</sheetData>",
        "<row r=\"3\" hidden=\"1\"><c r=\"A3\" s=\"0\"/></row></sheetData>",
    ));
    clean(&hidden("state=\"hidden\"", "<sheetData/>"));
    clean(&hidden("state=\"visible\"", work));
}

/// Rows that a formula refers to were deleted; a program that writes formulas and does not calculate.
#[test]
fn xls_009_no_result() {
    let with = |cell: &str| {
        let row = row(2, &[RECORD[0], cell, RECORD[2]]);
        Made::sheet(&format!("<sheetData>{}{row}</sheetData>", row_of_header()))
    };
    for cell in [
        "<c r=\"{}\" t=\"e\"><f>A9</f><v>#REF!</v></c>",
        "<c r=\"{}\"><f>A9</f></c>",
        "<c r=\"{}\"><f>A9</f><v/></c>",
        "<c r=\"{}\" t=\"str\"><f>A9</f></c>",
    ] {
        assert_eq!(found(&with(cell).layout()), [("XLS-009", in_cell("B2"))], "{cell}");
    }
    clean(&with("<c r=\"{}\" t=\"str\"><f>A9</f><v>認定</v></c>"));
    clean(&with("#REF!"));
    // Above the table an error harms nobody: the date of print.
    let above = row(1, &["<c r=\"{}\"><f>TODAY()</f></c>"]);
    clean(&Made::sheet(&format!(
        "<sheetData>{above}{}{}</sheetData>",
        row(2, HEADER),
        row(3, RECORD)
    )));
}

fn row_of_header() -> String {
    row(1, HEADER)
}

/// Nothing that Excel writes: a writer that takes a document type from a template, or an attack.
#[test]
fn xls_011_document_types_and_entities() {
    let sheet = "xl/worksheets/sheet1.xml";
    let laughs = "<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;\">]>";
    let doctype = good().changed(sheet, "<worksheet", &format!("{laughs}<worksheet"));
    let drawing =
        good().with("xl/drawings/drawing1.xml", format!("<?xml version=\"1.0\"?>{laughs}<a/>"));
    let entity = good().changed(sheet, "認定の請求", "&nbsp;");
    let types = good().changed("[Content_Types].xml", "<Types", "<!DOCTYPE Types><Types");
    for made in [doctype, drawing, entity, types] {
        assert_eq!(found_codes(&made.layout()), ["XLS-011"]);
    }
    clean(&good().changed(sheet, "認定の請求", "&lt;!DOCTYPE a&gt;"));
    clean(&good().changed(sheet, "<worksheet", "<!-- <!DOCTYPE a> --><worksheet"));
    clean(&good().with("xl/media/image1.png", laughs));
}

/// A formula that refers to a cell of another workbook.
#[test]
fn xls_012_links() {
    let target = "file:///C:/表.xlsx";
    let made = good().with("xl/externalLinks/externalLink1.xml", "<externalLink/>").with(
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        relationships(&format!(
            "<Relationship Id=\"rId1\" Type=\"{REL}/externalLinkPath\" Target=\"{target}\" TargetMode=\"External\"/>"
        )),
    );
    let table = made.layout();
    assert_eq!(found_codes(&table), ["XLS-012"]);
    assert_eq!(table.findings[0].arg("targets"), Some(&ArgValue::List(vec![target.to_owned()])));
    // A link that a person clicks is none.
    let hyperlink = format!(
        "<Relationship Id=\"rId1\" Type=\"{REL}/hyperlink\" Target=\"https://example.lg.jp\" TargetMode=\"External\"/>"
    );
    clean(&good().with("xl/worksheets/_rels/sheet1.xml.rels", relationships(&hyperlink)));
}

/// Cells merged where the same procedure goes on for several rows.
#[test]
fn xls_013_merged_rows() {
    let merge = |range: &str, blank: &str| {
        let rows = format!("{}{}{}", row(1, &["表題"]), row(2, HEADER), row(3, RECORD));
        Made::sheet(&format!(
            "<sheetData>{rows}{blank}</sheetData><mergeCells><mergeCell ref=\"{range}\"/></mergeCells>"
        ))
    };
    let table = merge("B3:B4", "").layout();
    assert_eq!(found(&table), [("XLS-013", in_cell("B3"))]);
    clean(&merge("A1:C1", ""));
    clean(&merge("B2:B2", ""));
    clean(&merge("A5:C5", "<row r=\"5\"><c r=\"A5\"/></row>"));
}

/// A CSV saved in the encoding of another country.
#[test]
fn xls_014_undecodable_text() {
    let (eucjp, _, _) =
        encoding_rs::EUC_JP.encode("事務手続コード,事務手続名\nJT01010000000214,認定の請求\n");
    assert_eq!(found_codes(&layout(&eucjp)), ["XLS-014"]);
    let (sjis, _, _) =
        encoding_rs::SHIFT_JIS.encode("事務手続コード,事務手続名\nJT01010000000214,認定の請求\n");
    assert_eq!(found_codes(&layout(&sjis)), [""; 0]);
}
