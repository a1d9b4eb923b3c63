//! Any bytes as a sheet of a template and as texts for some of its cells: where it can be filled, the
//! texts read back, every other cell stays, and filling again changes nothing.
#![no_main]

mod made;

use std::collections::BTreeMap;

use forms_core::finding::CellPosition;
use forms_core::pack::Pack;
use forms_core::workbook::Book;
use forms_core::workbook::fill::{CellFilling, Filling, fill};
use libfuzzer_sys::fuzz_target;

const SHEET: &str = "S";

fuzz_target!(|bytes: &[u8]| {
    let [sheet, strings, texts @ ..] = made::pieces::<6>(bytes);
    let template = made::workbook(&[(SHEET, sheet)], strings, b"");
    let limits = &Pack::standard().limits.workbook();
    let places = [(1, 0), (1, 2), (2, 1), (5, 0)];
    let cells: Vec<CellFilling> = places
        .iter()
        .zip(texts)
        .map(|((row, column), text)| CellFilling {
            sheet: SHEET.to_owned(),
            cell: CellPosition { row: *row, column: *column },
            text: String::from_utf8_lossy(text).into_owned(),
        })
        .collect();
    let filling = Filling { cells, tables: Vec::new() };
    let Ok(filled) = fill(&template, &filling, limits) else { return };
    let (before, after) = (values(&template), values(&filled.bytes));
    for one in &filling.cells {
        assert_eq!(after.get(&one.cell).map_or("", String::as_str), one.text);
    }
    let wanted = |cell: &CellPosition| filling.cells.iter().any(|one| one.cell == *cell);
    for (cell, text) in before.iter().filter(|(cell, _)| !wanted(cell)) {
        assert_eq!(after.get(cell), Some(text));
    }
    let again = fill(&filled.bytes, &filling, limits).expect("it was filled once");
    assert_eq!(again.bytes, filled.bytes);
});

fn values(workbook: &[u8]) -> BTreeMap<CellPosition, String> {
    let mut book = Book::open(&workbook, &Pack::standard().limits.workbook()).expect("it was read");
    let mut values = BTreeMap::new();
    for sheet in book.sheets().to_vec() {
        let xml = book.sheet_xml(&sheet).expect("it was read");
        let mut reader = book.reader(&sheet, &xml);
        while let Some(row) = reader.next_row().expect("it was read") {
            for cell in row.cells {
                let at = CellPosition { row: row.number, column: cell.column };
                values.insert(at, cell.value.into_text().into_owned());
            }
        }
    }
    values
}
