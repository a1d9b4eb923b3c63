//! Templates that are filled: the values are in, everything else is as it was.

use std::collections::BTreeMap;
use std::io::Read;

use forms_core::finding::CellPosition;
use forms_core::pack::Pack;
use forms_core::workbook::Book;
use forms_core::workbook::fill::{CellFilling, FillError, Filled, Filling, TableFilling, fill};
use proptest::prelude::*;

use super::made::*;

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn at(name: &str) -> CellPosition {
    name.parse().unwrap()
}

fn cell(sheet: &str, name: &str, text: &str) -> CellFilling {
    CellFilling { sheet: sheet.to_owned(), cell: at(name), text: text.to_owned() }
}

fn cells(cells: &[(&str, &str)]) -> Filling {
    Filling { cells: cells.iter().map(|(n, t)| cell("表", n, t)).collect(), tables: Vec::new() }
}

fn filled(template: &[u8], filling: &Filling) -> Filled {
    fill(template, filling, &Pack::standard().limits.workbook()).unwrap_or_else(|e| panic!("{e}"))
}

fn refused(inside: &str, filling: &Filling) -> FillError {
    fill(&Made::sheet(inside).bytes(), filling, &Pack::standard().limits.workbook()).unwrap_err()
}

/// The compressed bytes of each part, and its content.
fn parts(bytes: &[u8]) -> BTreeMap<String, (Vec<u8>, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let (mut raw, mut content) = (Vec::new(), Vec::new());
        zip.by_index_raw(index).unwrap().read_to_end(&mut raw).unwrap();
        let mut entry = zip.by_index(index).unwrap();
        entry.read_to_end(&mut content).unwrap();
        parts.insert(entry.name().unwrap().into_owned(), (raw, content));
    }
    parts
}

/// The XML of the first sheet after filling.
fn sheet_after(inside: &str, filling: &Filling) -> String {
    let bytes = filled(&Made::sheet(inside).bytes(), filling).bytes;
    let content = parts(&bytes).remove(SHEET).unwrap().1;
    let text = String::from_utf8(content).unwrap();
    let start = text.find("main\">").unwrap() + 6;
    text[start..].trim_end_matches("</worksheet>").to_owned()
}

/// The texts of a workbook, by sheet and cell.
fn values(bytes: &[u8]) -> BTreeMap<(String, String), String> {
    let mut book = Book::open(&bytes, &Pack::standard().limits.workbook()).unwrap();
    let mut values = BTreeMap::new();
    for sheet in book.sheets().to_vec() {
        let xml = book.sheet_xml(&sheet).unwrap();
        let mut reader = book.reader(&sheet, &xml);
        while let Some(row) = reader.next_row().unwrap() {
            for cell in row.cells {
                let at = CellPosition { row: row.number, column: cell.column };
                values.insert(
                    (sheet.name.clone(), at.to_string()),
                    cell.value.into_text().into_owned(),
                );
            }
        }
    }
    values
}

#[test]
fn cells_are_replaced_added_and_emptied_and_keep_their_styles() {
    let inside = [
        "<dimension ref=\"A1:B4\"/><cols><col min=\"3\" max=\"4\" width=\"9\" style=\"7\"/></cols><sheetData>",
        "<row r=\"1\" spans=\"1:2\" ht=\"20\"><c r=\"A1\" s=\"3\"><v>0</v></c><c r=\"B1\" s=\"4\"/></row>\n  ",
        "<row r=\"3\" spans=\"1:2\" s=\"5\" customFormat=\"1\"><c r=\"A3\"><v>1</v></c></row>",
        "<row r=\"4\" spans=\"1:2\" ht=\"9\" /><row r=\"5\" spans=\"2:9\"/></sheetData><pageMargins/>",
    ];
    let filling = cells(&[
        ("A1", "甲"),
        ("B1", "乙"),
        ("C1", "丙"),
        ("B2", "丁"),
        ("A3", ""),
        ("B3", "戊"),
        ("D4", "己"),
        ("A6", ""),
        ("C9", "庚"),
    ]);
    let text = |start: &str, text: &str| {
        format!("<c r={start} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
    };
    let expected = [
        "<dimension ref=\"A1:D9\"/><cols><col min=\"3\" max=\"4\" width=\"9\" style=\"7\"/></cols><sheetData>",
        "<row r=\"1\" ht=\"20\">",
        &text("\"A1\" s=\"3\"", "甲"),
        &text("\"B1\" s=\"4\"", "乙"),
        &text("\"C1\" s=\"7\"", "丙"),
        "</row>\n  <row r=\"2\">",
        &text("\"B2\"", "丁"),
        "</row><row r=\"3\" spans=\"1:2\" s=\"5\" customFormat=\"1\"><c r=\"A3\"/>",
        &text("\"B3\" s=\"5\"", "戊"),
        "</row><row r=\"4\" ht=\"9\">",
        &text("\"D4\" s=\"7\"", "己"),
        "</row><row r=\"5\" spans=\"2:9\"/><row r=\"9\">",
        &text("\"C9\" s=\"7\"", "庚"),
        "</row></sheetData><pageMargins/>",
    ];
    assert_eq!(sheet_after(&inside.concat(), &filling), expected.concat());
}

#[test]
fn a_sheet_without_rows_and_one_with_a_prefix() {
    let filling = cells(&[("B2", "x")]);
    let new = "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">x</t></is></c></row>";
    assert_eq!(sheet_after("<sheetData/>", &filling), format!("<sheetData>{new}</sheetData>"));
    assert_eq!(sheet_after("<sheetData/>", &cells(&[("B2", "")])), "<sheetData/>");
    let prefixed = "<x:sheetData xmlns:x=\"m\"></x:sheetData>";
    let new = new.replace('<', "<x:").replace("<x:/", "</x:");
    assert_eq!(
        sheet_after(prefixed, &filling),
        format!("<x:sheetData xmlns:x=\"m\">{new}</x:sheetData>")
    );
}

#[test]
fn a_tag_that_ends_in_two_slashes_is_refused_where_something_is_put_into_it() {
    let limits = &Pack::standard().limits.workbook();
    let made = |inside: &str| Made::sheets(&[("表", "", inside)]).bytes();
    let filling = Filling { cells: vec![cell("表", "A1", "x")], tables: Vec::new() };
    for good in ["<sheetData/>", "<sheetData />", "<sheetData><row r=\"1\"/></sheetData>"] {
        assert!(fill(&made(good), &filling, limits).is_ok(), "{good}");
    }
    for bad in ["<sheetData ;rt//>", "<sheetData//>", "<sheetData><row r=\"1\" //></sheetData>"] {
        assert!(fill(&made(bad), &filling, limits).is_err(), "{bad}");
    }
}

#[test]
fn a_sheet_whose_rows_stand_in_two_places_is_refused() {
    let rows = "<sheetData><row r=\"1\"/></sheetData>";
    let limits = &Pack::standard().limits.workbook();
    let made = |inside: &str| Made::sheets(&[("表", "", inside)]).bytes();
    let filling = Filling { cells: vec![cell("表", "A5", "x")], tables: Vec::new() };
    assert!(fill(&made(rows), &filling, limits).is_ok());
    for twice in [format!("{rows}<sheetData/>"), format!("<sheetData/>{rows}")] {
        assert!(fill(&made(&twice), &filling, limits).is_err(), "{twice}");
    }
}

/// A workbook like the official ones of ministries: many sheets, macros, pictures, conditional formats,
/// print settings, formulas on other sheets.
fn template() -> Made {
    let rows: String = (10..20)
        .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\" s=\"1\"><v>{n}</v></c><c r=\"B{n}\" s=\"1\"/><c r=\"D{n}\" s=\"1\"/></row>"))
        .collect();
    let form = format!(
        "<dimension ref=\"A1:D19\"/><sheetData><row r=\"2\"><c r=\"B2\" s=\"1\" t=\"s\"><v>0</v></c></row>{rows}</sheetData>\
         <mergeCells count=\"1\"><mergeCell ref=\"B2:C2\"/></mergeCells>\
         <conditionalFormatting sqref=\"B10:B19\"><cfRule type=\"notContainsBlanks\" priority=\"1\"/></conditionalFormatting>\
         <pageSetup paperSize=\"9\" orientation=\"landscape\"/>"
    );
    let sheets: Vec<(String, String)> = (1..=20)
        .map(|n| match n {
            2 => (
                format!("表{n}"),
                "<sheetData><row r=\"1\"><c r=\"A1\"><f>表!B2</f><v>0</v></c></row></sheetData>"
                    .to_owned(),
            ),
            _ => (format!("表{n}"), form.clone()),
        })
        .collect();
    let mut list: Vec<(&str, &str, &str)> =
        sheets.iter().map(|(n, x)| (n.as_str(), "", x.as_str())).collect();
    list[0].0 = "表";
    Made::sheets(&list)
        .with_styles(&["@"])
        .with_strings(&["<t>記入してください</t>"])
        .with("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
        .with("xl/media/image1.png", b"\x89PNG\r\n\x1a\npicture")
        .with("xl/drawings/drawing1.xml", "<wsDr/>")
        .with("xl/calcChain.xml", "<calcChain><c r=\"A1\" i=\"2\"/></calcChain>")
        .with("xl/printerSettings/printerSettings1.bin", [0, 1, 2])
}

fn form_filling(rows: usize) -> Filling {
    let row = |n: usize| vec![format!("手続{n}"), format!("=1+{n}")];
    Filling {
        cells: vec![cell("表", "B2", "世田谷区 <&\"'> _x000D_\r\n\t　")],
        tables: vec![TableFilling {
            sheet: "表3".to_owned(),
            first_row: 10,
            last_row: 19,
            columns: vec![1, 3],
            rows: (0..rows).map(row).collect(),
        }],
    }
}

#[test]
fn every_other_part_stays_byte_for_byte() {
    let template = template().bytes();
    let result = filled(&template, &form_filling(3));
    let (before, after) = (parts(&template), parts(&result.bytes));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<&str> = before
        .iter()
        .filter(|(name, part)| after[*name] != **part)
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(changed, [SHEET, "xl/worksheets/sheet3.xml"]);
    for part in changed {
        let (old, new) = (&before[part].1, &after[part].1);
        let tail = |content: &[u8]| {
            let text = String::from_utf8(content.to_vec()).unwrap();
            text[text.find("</sheetData>").unwrap()..].to_owned()
        };
        assert_eq!(tail(old), tail(new));
    }
    assert_eq!(result.uncalculated, ["表2"]);
}

#[test]
fn values_are_text_and_read_back() {
    let result = filled(&template().bytes(), &form_filling(3)).bytes;
    let values = values(&result);
    let get = |sheet: &str, cell: &str| {
        values.get(&(sheet.to_owned(), cell.to_owned())).map(String::as_str)
    };
    assert_eq!(get("表", "B2"), Some("世田谷区 <&\"'> _x000D_\r\n\t　"));
    assert_eq!(get("表3", "B12"), Some("手続2"));
    assert_eq!(get("表3", "D10"), Some("=1+0"));
    assert_eq!(get("表3", "B13"), None);
    assert_eq!(get("表3", "A12"), Some("12"));
    assert!(!parts(&result)["xl/worksheets/sheet3.xml"].1.windows(3).any(|w| w == b"<f>"));
}

#[test]
fn the_same_values_give_the_same_bytes_and_others_replace_them() {
    let template = template().bytes();
    let once = filled(&template, &form_filling(5)).bytes;
    assert_eq!(filled(&template, &form_filling(5)).bytes, once);
    assert_eq!(filled(&once, &form_filling(5)).bytes, once);
    let fewer = filled(&once, &form_filling(2)).bytes;
    assert_eq!(values(&fewer), values(&filled(&template, &form_filling(2)).bytes));
}

#[test]
fn what_must_not_be_overwritten_is_refused() {
    let formula = "<sheetData><row r=\"1\"><c r=\"A1\"><f>B1</f><v>1</v></c><c r=\"B1\"><v>1</v></c></row></sheetData>";
    assert!(matches!(refused(formula, &cells(&[("A1", "x")])), FillError::Formula { .. }));
    assert!(matches!(refused(formula, &cells(&[("A1", "")])), FillError::Formula { .. }));
    assert!(sheet_after(formula, &cells(&[("B1", "x")])).contains("<f>B1</f><v>1</v>"));
    let array = "<sheetData><row r=\"1\"><c r=\"A1\"><f t=\"array\" ref=\"A1:A2\">B1:B2</f><v>1</v></c></row>\
                 <row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row></sheetData>";
    assert!(matches!(refused(array, &cells(&[("A2", "x")])), FillError::Formula { .. }));
    assert!(sheet_after(array, &cells(&[("A3", "x")])).contains("\"A3\" t=\"inlineStr\""));
    let merged = "<sheetData/><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>";
    assert!(matches!(refused(merged, &cells(&[("B2", "x")])), FillError::Merged { .. }));
    assert!(sheet_after(merged, &cells(&[("A1", "x"), ("B2", "")])).contains("r=\"A1\""));
}

#[test]
fn values_that_no_cell_can_hold_are_refused() {
    let empty = "<sheetData/>";
    for text in ["\u{0}", "\u{b}", "\u{ffff}", &"あ".repeat(32_768)] {
        assert!(matches!(refused(empty, &cells(&[("A1", text)])), FillError::Text { .. }));
    }
    assert!(sheet_after(empty, &cells(&[("A1", &"あ".repeat(32_767))])).len() > 98_000);
    assert!(matches!(refused(empty, &cells(&[("A1", "x"), ("A1", "y")])), FillError::Twice { .. }));
    let other = Filling { cells: vec![cell("ない", "A1", "x")], tables: Vec::new() };
    assert_eq!(refused(empty, &other), FillError::Sheet("ない".to_owned()));
    let table = |rows: usize, texts: usize| Filling {
        cells: Vec::new(),
        tables: vec![TableFilling {
            sheet: "表".to_owned(),
            first_row: 5,
            last_row: 6,
            columns: vec![0],
            rows: vec![vec!["x".to_owned(); texts]; rows],
        }],
    };
    assert!(matches!(refused(empty, &table(3, 1)), FillError::Rows { room: 2, rows: 3, .. }));
    assert!(matches!(refused(empty, &table(1, 2)), FillError::Shape(_)));
    assert!(sheet_after(empty, &table(2, 1)).contains("\"A6\""));
    assert!(matches!(refused("<sheetData><row>", &cells(&[("A1", "x")])), FillError::Template(_)));
    // A sheet without a place for rows would lose the value in silence.
    assert!(matches!(refused("<cols/>", &cells(&[("A1", "x")])), FillError::Template(_)));
    assert_eq!(sheet_after("<cols/>", &cells(&[("A1", "")])), "<cols/>");
    let signed = good().with("_xmlsignatures/sig1.xml", "<Signature/>").bytes();
    let result = fill(&signed, &cells(&[("A1", "x")]), &Pack::standard().limits.workbook());
    assert_eq!(result, Err(FillError::Signed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_cells_take_any_texts(
        there in prop::collection::btree_set((1_u32..6, 0_u32..6), 0..12),
        wanted in prop::collection::btree_map((1_u32..8, 0_u32..8), "[a<&>_x0D\r\n 表\u{10ffff}]{0,8}", 0..12),
    ) {
        let mut rows: BTreeMap<u32, String> = BTreeMap::new();
        for (row, column) in &there {
            let at = CellPosition { row: *row, column: *column };
            *rows.entry(*row).or_default() += &format!("<c r=\"{at}\" s=\"1\"><v>7</v></c>");
        }
        let xml: String = rows.iter().map(|(n, c)| format!("<row r=\"{n}\">{c}</row>")).collect();
        let template = Made::sheet(&format!("<sheetData>{xml}</sheetData>")).bytes();
        let filling = Filling {
            cells: wanted.iter().map(|((row, column), text)| CellFilling {
                sheet: "表".to_owned(),
                cell: CellPosition { row: *row, column: *column },
                text: text.clone(),
            }).collect(),
            tables: Vec::new(),
        };
        let once = filled(&template, &filling).bytes;
        let mut expected = values(&template);
        for ((row, column), text) in &wanted {
            let at = CellPosition { row: *row, column: *column }.to_string();
            let key = ("表".to_owned(), at);
            if text.is_empty() { expected.remove(&key); } else { expected.insert(key, text.clone()); }
        }
        prop_assert_eq!(values(&once), expected);
        prop_assert_eq!(filled(&once, &filling).bytes, once);
    }
}
