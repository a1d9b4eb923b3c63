//! The crate calamine as a second reader of XLSX: every cell of every workbook of these tests agrees with ours, or the
//! difference is one of those explained here.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use forms_core::pack::Pack;
use forms_core::workbook::{Book, CellValue};

use super::made::*;

/// How two readings of a cell may differ.
fn agrees(ours: &CellValue<'_>, theirs: &Data) -> bool {
    match (ours, theirs) {
        (CellValue::Text(ours), Data::String(theirs)) => {
            // It keeps CR, which XML reads as LF.
            ours.replace("\r\n", "\n") == theirs.replace("\r\n", "\n")
        }
        // A time without a day in ISO 8601.
        (CellValue::Text(_), Data::DateTimeIso(_)) => true,
        (CellValue::Bool(ours), Data::Bool(theirs)) => ours == theirs,
        (CellValue::Error(ours), Data::Error(theirs)) => **ours == theirs.to_string(),
        (CellValue::Day(ours), Data::DateTime(theirs)) => {
            // It counts days too; ours are rounded to the second, and without the time that the format hides.
            let (year, month, day, ..) = theirs.to_ymd_hms_milli();
            let date = ours.date();
            (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
                == (i64::from(year), i64::from(month), i64::from(day))
        }
        (CellValue::Day(ours), Data::DateTimeIso(theirs)) => {
            theirs.starts_with(&ours.date().to_string())
        }
        // It gives the number and not what the format shows: leading zeros, decimals, a time.
        (CellValue::Number(ours), Data::Float(theirs)) => {
            let digits = |text: &str| -> String {
                let digits = text.chars().filter(char::is_ascii_digit).collect::<String>();
                digits.trim_start_matches('0').to_owned()
            };
            ours.parse::<f64>().is_ok_and(|n| (n - theirs).abs() <= theirs.abs() * 1e-2)
                || digits(ours) == digits(&theirs.to_string())
        }
        (CellValue::Number(ours), Data::DateTime(_)) => {
            ours.contains(':') || ours.parse::<f64>().is_ok()
        }
        // It gives a formula without a result as nothing.
        (CellValue::Uncalculated, Data::Empty) => true,
        _ => false,
    }
}

/// Compares every cell of a workbook that both read. Returns the number of cells.
fn compare(name: &str, bytes: &[u8]) -> usize {
    let limits = Pack::standard().limits.workbook();
    let Ok(mut ours) = Book::open(&bytes, &limits) else { return 0 };
    let mut theirs: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes.to_vec())).unwrap_or_else(|e| panic!("{name}: {e}"));
    let empty = Data::String(String::new());
    let mut cells = 0;
    for sheet in ours.sheets().to_vec() {
        let xml = ours.sheet_xml(&sheet).unwrap();
        let mut reader = ours.reader(&sheet, &xml);
        let range = theirs.worksheet_range(&sheet.name).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut seen = 0;
        while let Some(row) = reader.next_row().unwrap() {
            for cell in row.cells {
                let data = range.get_value((row.number - 1, cell.column)).unwrap_or(&Data::Empty);
                assert!(
                    agrees(&cell.value, data),
                    "{name}, row {}: {cell:?} ≠ {data:?}",
                    row.number
                );
                seen += usize::from(!matches!(data, Data::Empty) && *data != empty);
            }
        }
        // It has no cell that we have not; an empty text is nothing to us.
        let used = range.used_cells().filter(|(_, _, d)| **d != empty);
        assert_eq!(seen, used.count(), "{name}, {}", sheet.name);
        cells += seen;
    }
    cells
}

#[test]
fn every_fixture_has_the_same_cells() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/spreadsheets");
    let mut cells = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "xlsx") {
            cells += compare(&path.display().to_string(), &std::fs::read(&path).unwrap());
        }
    }
    assert!(cells > 100, "{cells}");
}

#[test]
fn the_workbooks_of_the_sample_have_the_same_cells() {
    let mut cells = 0;
    for member in forms_core::sample::prefecture("鳥取県", 1).unwrap().members.iter().take(5) {
        let bytes = forms_core::form_book::make_workbook(&member.application, Pack::standard());
        cells += compare(member.government.name, &bytes.unwrap());
    }
    assert!(cells > 300, "{cells}");
}

#[test]
fn cells_of_every_type_agree() {
    let cells = [
        "<c r=\"{}\" t=\"s\"><v>0</v></c>",
        "<c r=\"{}\" s=\"1\"><v>43633</v></c>",
        "<c r=\"{}\" s=\"2\"><v>69</v></c>",
        "<c r=\"{}\" t=\"b\"><v>1</v></c>",
        "<c r=\"{}\"><v>2.5</v></c>",
        "<c r=\"{}\" t=\"e\"><v>#REF!</v></c>",
        "<c r=\"{}\" t=\"str\"><f>A1</f><v>結果</v></c>",
        "<c r=\"{}\" t=\"inlineStr\"><is><r><t>二</t></r><r><t>つ</t></r></is></c>",
    ];
    let made = Made::sheet(&format!("<sheetData>{}</sheetData>", row(1, &cells)))
        .with_styles(&["[$-411]ggge\"年\"m\"月\"d\"日\"", "000"])
        .with_strings(&["<r><t>認定</t></r><rPh sb=\"0\" eb=\"2\"><t>ニンテイ</t></rPh>"]);
    assert_eq!(compare("every type", &made.bytes()), cells.len());
}
