//! Workbooks as other programs write them: each of these opens in Excel, and is read as it shows it
//! there.

use forms_core::pack::Pack;
use forms_core::workbook::fill::{CellFilling, Filling, fill};
use forms_core::workbook::{Book, CellValue};

use super::made::*;

/// The texts of the first sheet's cells, row by row.
#[track_caller]
fn cells(made: &Made) -> Vec<String> {
    texts(&made.bytes())
}

#[track_caller]
fn texts(bytes: &[u8]) -> Vec<String> {
    let mut book = Book::open(&bytes, &Pack::standard().limits.workbook()).unwrap();
    let sheet = book.sheets()[0].clone();
    let xml = book.sheet_xml(&sheet).unwrap();
    let mut reader = book.reader(&sheet, &xml);
    let mut texts = Vec::new();
    while let Some(row) = reader.next_row().unwrap() {
        texts.extend(row.cells.into_iter().map(|cell| cell.value.into_text().into_owned()));
    }
    texts
}

fn rows(cells: &str) -> String {
    format!("<sheetData><row>{cells}</row></sheetData>")
}

/// Excel since 2013 writes a second `workbookPr` later, which has no `date1904`.
#[test]
fn days_from_1904_stay_so_when_a_newer_excel_has_saved_them() {
    let newer = "<extLst><ext uri=\"{140A7094-0E35-4892-8432-C4D2E57EDEB5}\" xmlns:x15=\"urn:x15\">\
        <x15:workbookPr chartTrackingRefBase=\"1\"/></ext></extLst></workbook>";
    let made = Made::sheet(&rows("<c s=\"1\"><v>42171</v></c>"))
        .with_styles(&["yyyy/m/d"])
        .changed("xl/workbook.xml", "<sheets>", "<workbookPr date1904=\"1\"/><sheets>")
        .changed("xl/workbook.xml", "</workbook>", newer);
    assert_eq!(cells(&made), ["2019-06-17"]);
}

/// Older .NET names the parts with backslashes, some generators begin them with a slash.
#[test]
fn parts_may_be_named_with_backslashes() {
    for name in [|name: &str| name.replace('/', "\\"), |name: &str| format!("/{name}")] {
        let mut made = good();
        made.parts.iter_mut().for_each(|part| part.0 = name(&part.0));
        let table = made.layout();
        assert_eq!(found(&table), []);
        assert_eq!(table.rows.len(), 1);
    }
    let mut template = good();
    template.parts.iter_mut().for_each(|part| part.0 = part.0.replace('/', "\\"));
    let cell =
        CellFilling { sheet: "表".to_owned(), cell: "A9".parse().unwrap(), text: "値".into() };
    let filling = Filling { cells: vec![cell], tables: Vec::new() };
    let filled = fill(&template.bytes(), &filling, &Pack::standard().limits.workbook()).unwrap();
    assert_eq!(texts(&filled.bytes).last().map(String::as_str), Some("値"));
    let made = good().with("xl\\workbook.xml", "<workbook/>");
    assert_eq!(found_codes(&made.layout()), ["XLS-002"], "two parts would have one name");
}

/// Excel keeps a module of macros of before 1997 as a sheet without a part.
#[test]
fn a_sheet_without_a_part_has_no_cells() {
    let module = "<sheet name=\"Module\" sheetId=\"2\" r:id=\"\"/></sheets>";
    let made = good().changed("xl/workbook.xml", "</sheets>", module);
    assert_eq!(found(&made.layout()), []);
    let lost = good().changed("xl/workbook.xml", "</sheets>", &module.replace("\"\"", "\"rId9\""));
    assert_eq!(found_codes(&lost.layout()), ["XLS-002"]);
}

/// Python's openpyxl with ISO dates; generators that mistake one type for another.
#[test]
fn values_stand_where_programs_put_them() {
    let inside = rows(
        "<c t=\"d\"><v>13:45:00</v></c><c t=\"d\"><v>2019-06-17T00:00:00Z</v></c>\
         <c t=\"inlineStr\"><v>011002</v></c><c><is><t>表</t></is></c><c t=\"str\"><is><t>a</t></is></c>\
         <c t=\"inlineStr\"><is><t>申請</t><rPh sb=\"0\" eb=\"2\"><t>シンセイ</t></rPh></is></c>",
    );
    assert_eq!(
        cells(&Made::sheet(&inside)),
        ["13:45:00", "2019-06-17", "011002", "表", "a", "申請"]
    );
}

/// Excel's formats 郵便番号 and 漢数字, and a number between words.
#[test]
fn numbers_are_shown_by_the_formats_that_excel_offers() {
    let made = Made::sheet(&rows(
        "<c s=\"1\"><v>60022</v></c><c s=\"2\"><v>43633</v></c><c s=\"3\"><v>5</v></c>\
         <c s=\"4\"><v>1.5</v></c>",
    ))
    .with_styles(&[
        "[&lt;=999]000;[&lt;=9999]000\\-00;000\\-0000",
        "[DBNum1][$-411]General",
        "\"第\"General\"号\"",
        "[h]:mm",
    ]);
    assert_eq!(cells(&made), ["006-0022", "43633", "第5号", "36:00:00"]);
    let bytes = made.bytes();
    let mut book = Book::open(&bytes, &Pack::standard().limits.workbook()).unwrap();
    let sheet = book.sheets()[0].clone();
    let xml = book.sheet_xml(&sheet).unwrap();
    let row = book.reader(&sheet, &xml).next_row().unwrap().unwrap();
    assert!(row.cells.iter().all(|cell| matches!(cell.value, CellValue::Number(_))));
}

/// Generators that declare an encoding of their country, where all characters are written as ASCII.
#[test]
fn a_declared_encoding_does_not_matter_to_ascii() {
    let declared = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Relationships";
    let made = good().changed("_rels/.rels", "<Relationships", declared);
    assert_eq!(found(&made.layout()), []);
}
