//! A binary workbook (MS-XLSB) made record by record: no program here writes one.

use super::made::{Made, REL, relationships};

/// A cell of a binary workbook.
#[derive(Clone)]
pub(crate) enum Cell {
    Blank,
    Text(&'static str),
    /// A number in a format of [`STYLES`].
    Number(f64, u8),
    /// A whole number in four bytes.
    Small(i32),
    Bool(bool),
    /// A formula with a text as its result.
    Formula(&'static str),
    Error(u8),
    Shared(u32),
    /// A text in a record without its column.
    Short(&'static str),
}

/// The number formats of styles 1 and on.
pub(crate) const STYLES: [&str; 3] = ["yyyy/m/d", "000", "000\\-0000"];

pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if kind < 0x80 {
        out.push(kind as u8);
    } else {
        out.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]);
    }
    let mut length = data.len();
    while length > 0x7f {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend(data);
    out
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.iter().flat_map(|u| u.to_le_bytes()));
    out
}

fn cell(column: u32, cell: &Cell) -> Vec<u8> {
    let long = |kind: u16, style: u8, value: &[u8]| {
        record(kind, &[&column.to_le_bytes()[..], &[style, 0, 0, 0], value].concat())
    };
    match cell {
        Cell::Blank => long(1, 0, &[]),
        Cell::Text(text) => long(6, 0, &wide(text)),
        Cell::Number(value, style) => long(5, *style, &value.to_le_bytes()),
        Cell::Small(value) => long(2, 0, &((value << 2) | 2).to_le_bytes()),
        Cell::Bool(truth) => long(4, 0, &[u8::from(*truth)]),
        Cell::Formula(text) => long(8, 0, &[wide(text), vec![0; 10]].concat()),
        Cell::Error(code) => long(3, 0, &[*code]),
        Cell::Shared(index) => long(7, 0, &index.to_le_bytes()),
        Cell::Short(text) => record(17, &[vec![0; 4], wide(text)].concat()),
    }
}

/// The part of a sheet with B6:B7 merged: rows by their index from 0, with whether they are hidden.
pub(crate) fn sheet(rows: &[(u32, bool, Vec<Cell>)]) -> Vec<u8> {
    sheet_with(rows, &[[5, 6, 1, 1]])
}

/// Like [`sheet`], with merged cells by first and last row and column, counted from 0.
pub(crate) fn sheet_with(rows: &[(u32, bool, Vec<Cell>)], merged: &[[u32; 4]]) -> Vec<u8> {
    let mut out = record(0x81, &[]);
    out.extend(record(0x94, &[0xff; 16]));
    out.extend(record(0x91, &[]));
    for (row, hidden, cells) in rows {
        let flags = [0, if *hidden { 0x10 } else { 0 }, 0, 0, 0, 0, 0];
        out.extend(record(0, &[&row.to_le_bytes()[..], &[0; 6], &flags].concat()));
        for (column, one) in (0..).zip(cells) {
            out.extend(cell(column, one));
        }
    }
    out.extend(record(0x92, &[]));
    for area in merged {
        out.extend(record(0xb0, &area.map(u32::to_le_bytes).concat()));
    }
    out.extend(record(0x82, &[]));
    out
}

/// A workbook with one sheet and shared strings.
pub(crate) fn book(sheet: Vec<u8>, strings: &[&str]) -> Made {
    let mut made = Made { parts: Vec::new() };
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{REL}/{kind}\" Target=\"{target}\"/>")
    };
    made.add("[Content_Types].xml", "<Types/>");
    made.add("_rels/.rels", relationships(&relation("r", "officeDocument", "xl/workbook.bin")));
    let list = [vec![0; 4], vec![1, 0, 0, 0], wide("rId1"), wide("一覧")].concat();
    let sheets = [record(0x8f, &[]), record(0x9c, &list), record(0x90, &[])].concat();
    made.add("xl/workbook.bin", [record(0x99, &[0; 12]), sheets].concat());
    let related = [
        relation("rId1", "worksheet", "worksheets/sheet1.bin"),
        relation("rId2", "styles", "styles.bin"),
        relation("rId3", "sharedStrings", "sharedStrings.bin"),
    ];
    made.add("xl/_rels/workbook.bin.rels", relationships(&related.concat()));
    let mut styles = record(0x0267, &3_u32.to_le_bytes());
    for (id, code) in (176_u16..).zip(STYLES) {
        styles.extend(record(0x2c, &[id.to_le_bytes().to_vec(), wide(code)].concat()));
    }
    styles.extend(record(0x0269, &4_u32.to_le_bytes()));
    for id in [0, 176, 177, 178_u16] {
        styles.extend(record(0x2f, &[&[0, 0][..], &id.to_le_bytes(), &[0; 12]].concat()));
    }
    styles.extend(record(0x026a, &[]));
    made.add("xl/styles.bin", styles);
    let mut shared = record(0x9f, &[0; 8]);
    for text in strings {
        shared.extend(record(0x13, &[vec![0], wide(text)].concat()));
    }
    made.add("xl/sharedStrings.bin", shared);
    made.add("xl/worksheets/sheet1.bin", sheet);
    made
}
