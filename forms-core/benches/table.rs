//! How long importing a layout takes: 30,000 rows of 14 columns, and how that grows.
//!
//! `cargo bench -p forms-core --bench table`

use std::time::{Duration, Instant};

use forms_core::pack::{Pack, TableKind};
use forms_core::table::{read, write_csv};
use rust_xlsxwriter::Workbook;

const ROWS: u32 = 30_000;
const RUNS: usize = 5;

/// The rows of a layout as one is published: six rows for each procedure.
fn rows(count: u32) -> Vec<Vec<String>> {
    let layout = &Pack::standard().tables["layout"];
    let header = layout.columns.iter().map(|c| c.headers[0].clone()).collect();
    let record = |n: u32| -> Vec<String> {
        let procedure = n / 6;
        layout
            .columns
            .iter()
            .map(|column| match column.key.as_str() {
                "affair_number" => (procedure % 120 + 1).to_string(),
                "affair_id" => format!("JM{:014}", procedure / 10),
                "procedure_id" => format!("JT{procedure:014}"),
                "information_number" => (n % 60 + 1).to_string(),
                "valid_from" => "2019-06-17".to_owned(),
                "valid_to" => String::new(),
                "revision" => "変更".to_owned(),
                "version" => "1.10".to_owned(),
                key => format!("{key}に関する事務であって主務省令で定めるもの（{}）", n % 997),
            })
            .collect()
    };
    std::iter::once(header).chain((0..count).map(record)).collect()
}

fn xlsx(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, text).expect("a cell takes a text");
        }
    }
    book.save_to_buffer().expect("a workbook is written")
}

/// The shortest of a few runs.
fn time(bytes: &[u8], expected: usize) -> Duration {
    let run = |_| {
        let start = Instant::now();
        let table = read(bytes, TableKind::Layout, Pack::standard()).expect("the pack has layouts");
        let time = start.elapsed();
        assert_eq!(table.findings, []);
        assert_eq!(table.rows.len(), expected);
        time
    };
    (0..RUNS).map(run).min().unwrap_or_default()
}

fn main() {
    for factor in [1, 2] {
        let rows = rows(ROWS * factor);
        let expected = rows.len() - 1;
        let (workbook, csv) = (xlsx(&rows), write_csv(rows));
        println!(
            "{expected:>7} rows  xlsx {:>6} kB {:>4} ms  csv {:>6} kB {:>4} ms",
            workbook.len() / 1000,
            time(&workbook, expected).as_millis(),
            csv.len() / 1000,
            time(&csv, expected).as_millis(),
        );
    }
}
