//! Any bytes as a CSV, and as the rows of a sheet: a table or a finding.
//!
//! The texts of a CSV that was read are written and read back the same.
#![no_main]

mod made;

use forms_core::application::Side;
use forms_core::pack::{Pack, TableKind};
use forms_core::table::{Table, read, read_csv, write_csv};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let pack = Pack::standard();
    let texts = |table: &Table| -> Vec<Vec<String>> {
        let row = |cells: &[forms_core::table::TableCell]| {
            cells.iter().map(|c| c.text.clone()).collect()
        };
        table.rows.iter().map(|r| row(&r.cells)).collect()
    };
    for kind in [TableKind::Layout, TableKind::Registry(Side::Provision)] {
        let table = read_csv(bytes, kind, pack).expect("the pack has the table");
        made::said(&table);
        if table.findings.is_empty() && !table.rows.is_empty() {
            let headers: Vec<String> = table.columns.iter().map(|c| c.header.clone()).collect();
            let rows = std::iter::once(headers).chain(texts(&table));
            let again = read_csv(&write_csv(rows), kind, pack).expect("the pack has the table");
            assert_eq!(texts(&again), texts(&table));
        }
        made::said(&read(bytes, kind, pack).expect("the pack has the table"));
        let [rows, strings, styles] = made::pieces::<3>(bytes);
        let sheet =
            [b"<worksheet><sheetData>".as_slice(), rows, b"</sheetData></worksheet>"].concat();
        let workbook = made::workbook(&[("Sheet1", &sheet)], strings, styles);
        made::said(&read(&workbook, kind, pack).expect("the pack has the table"));
    }
});
