//! The tables that the browser tests give to the page in every format: `tests/e2e/fixtures/tables`.

use std::path::PathBuf;

use forms_core::application::Side;
use forms_core::finding::Lang;
use forms_core::pack::{Pack, TableKind};
use forms_core::table::{TableFile, read_with};
use jiff::civil::{Date, date};

use super::xlsb::{self, Cell};

const TABLES: [(&str, TableKind); 3] = [
    ("registry", TableKind::Registry(Side::Inquiry)),
    ("old", TableKind::Layout),
    ("new", TableKind::Layout),
];

fn path(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    root.join("tests/e2e/fixtures/tables").join(name)
}

/// A CSV without quotes as a binary workbook, with days as numbers in a format.
fn binary(csv: &str) -> Vec<u8> {
    let cell = |text: &str| match text.parse::<Date>() {
        Ok(day) => Cell::Number((day - date(1899, 12, 30)).get_days().into(), 1),
        Err(_) if text.is_empty() => Cell::Blank,
        Err(_) => Cell::Text(text.to_owned().leak()),
    };
    let lines = (0..).zip(csv.trim_start_matches('\u{feff}').lines());
    let rows: Vec<_> =
        lines.map(|(row, line)| (row, false, line.split(',').map(cell).collect())).collect();
    xlsb::book(xlsb::sheet_with(&rows, &[]), &[]).bytes()
}

/// The others are the CSV as LibreOffice 7.4 saved it: days as days, all else as text. Run with `RENKEI_UPDATE=1` to
/// write the binary workbooks anew.
#[test]
fn every_format_has_the_rows_of_the_csv() {
    for (name, kind) in TABLES {
        let csv = std::fs::read(path(&format!("{name}.csv"))).unwrap();
        let made = binary(std::str::from_utf8(&csv).unwrap());
        let xlsb = format!("{name}.xlsb");
        if std::env::var_os("RENKEI_UPDATE").is_some() {
            std::fs::write(path(&xlsb), &made).unwrap();
        }
        assert!(
            std::fs::read(path(&xlsb)).unwrap() == made,
            "{xlsb} is not what is made of the CSV"
        );
        let rows = |file: &str| {
            let bytes = std::fs::read(path(file)).unwrap();
            let table = TableFile { name: file, bytes: &bytes };
            let table = read_with(table, kind, Pack::standard(), &[]).unwrap();
            let json = table.to_json(Lang::Ja);
            assert_eq!(json["findings"], serde_json::json!([]), "{file}");
            json["rows"].clone()
        };
        let expected = rows(&format!("{name}.csv"));
        assert!(expected.as_array().unwrap().len() > 4, "{name}");
        for ending in ["xlsx", "xls", "ods", "xlsb"] {
            let file = format!("{name}.{ending}");
            assert_eq!(rows(&file), expected, "{file}");
        }
    }
}
