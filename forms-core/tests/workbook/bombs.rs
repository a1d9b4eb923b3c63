//! Small workbooks that would become large: each stops early, with its code.

use std::time::{Duration, Instant};

use super::made::*;

/// Unoptimised test builds on a busy machine are several times slower than what people run.
const PATIENCE: Duration = Duration::from_secs(10);

#[track_caller]
fn stops(bytes: &[u8], expected: &[&str]) {
    let start = Instant::now();
    let table = layout(bytes);
    assert_eq!(found_codes(&table), expected);
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    assert_eq!(found(&good().layout()), []);
}

/// 400 MB of one letter as a shared string: about 400 kB compressed.
#[test]
fn a_string_of_400_megabytes() {
    let made = good().with_strings(&["<t>long</t>"]).changed(
        "xl/sharedStrings.xml",
        "long",
        &"a".repeat(400 << 20),
    );
    let bytes = made.bytes();
    assert!(bytes.len() < 500_000, "{}", bytes.len());
    stops(&bytes, &["XLS-010"]);
}

/// Many parts, each below the limit.
#[test]
fn many_large_parts() {
    let part = format!("<a>{}</a>", " ".repeat(60 << 20));
    let mut made = good();
    for number in 1..=3 {
        made.add(&format!("xl/drawings/drawing{number}.xml"), &part);
    }
    stops(&made.bytes(), &["XLS-010"]);
}

/// Readers that make room for the whole sheet ask for 512 GiB.
#[test]
fn the_first_and_the_last_cell() {
    let corners = "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
                   <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    stops(&Made::sheet(corners).bytes(), &["XLS-004", "XLS-004"]);
    let rows = format!("{}{}", row(1, HEADER), row(2, RECORD));
    let stray = format!(
        "<sheetData>{rows}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>"
    );
    stops(&Made::sheet(&stray).bytes(), &["XLS-006"]);
}

/// A value in the last column of each row.
#[test]
fn a_wide_sheet() {
    let rows: String =
        (3..1000).map(|n| format!("<row r=\"{n}\"><c r=\"XFD{n}\"><v>1</v></c></row>")).collect();
    let made =
        Made::sheet(&format!("<sheetData>{}{}{rows}</sheetData>", row(1, HEADER), row(2, RECORD)));
    stops(&made.bytes(), &["XLS-010", "XLS-006"]);
}

/// One long string in very many cells.
#[test]
fn a_string_that_is_used_again_and_again() {
    let rows: String = (3..10_000)
        .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>0</v></c><c r=\"B{n}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    let made =
        Made::sheet(&format!("<sheetData>{}{}{rows}</sheetData>", row(1, HEADER), row(2, RECORD)));
    let made = made.with_strings(&[&format!("<t>{}</t>", "a".repeat(32_767))]);
    let table = made.layout();
    let mut codes = found_codes(&table);
    codes.dedup();
    assert_eq!(codes, ["XLS-005", "XLS-010"]);
    let held: usize = table.rows.iter().flat_map(|r| &r.cells).map(|c| c.text.len()).sum();
    assert!(held <= 96 << 20);
}

/// A billion laughs: each entity is ten of the one before.
#[test]
fn a_billion_laughs() {
    let mut entities = String::from("<!ENTITY l0 \"lol\">");
    for level in 1..10 {
        let ten = format!("&l{};", level - 1).repeat(10);
        entities += &format!("<!ENTITY l{level} \"{ten}\">");
    }
    let made = good().with_strings(&["<t>&l9;</t>"]).changed(
        "xl/sharedStrings.xml",
        "<sst",
        &format!("<!DOCTYPE sst [{entities}]><sst"),
    );
    stops(&made.bytes(), &["XLS-011"]);
}

/// Elements one inside the other, a hundred thousand deep.
#[test]
fn deep_elements() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let made =
        good().changed("xl/worksheets/sheet1.xml", "<sheetData>", &format!("{deep}<sheetData>"));
    stops(&made.bytes(), &[]);
}
