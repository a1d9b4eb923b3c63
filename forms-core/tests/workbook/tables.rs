//! Tables as people keep them: what a workbook gives is what a CSV of it gives.

use forms_core::application::Side;
use forms_core::finding::Lang;
use forms_core::pack::{ColumnKey, LayoutColumn, Pack, RegistryColumn, TableKind};
use forms_core::table::{Table, read, read_csv, write_csv};
use proptest::prelude::*;

use super::made::*;

fn text(table: &Table, row: usize, column: impl Into<ColumnKey>) -> &str {
    table.rows[row].text(table.column(column))
}

#[test]
fn a_workbook_and_its_csv_give_the_same_table() {
    let rows: &[&[&str]] = &[
        &["データ標準レイアウト"],
        &["", "2019年6月版"],
        &[],
        &["項番", "事務手続\nコード", "事務手続名", "備考", "適用開始日"],
        &["1", "ＪＴ０１０１０００００００２１４", "認定の請求", "x", "令和元年6月17日"],
        &[],
        &["69の2", "1.01E+15", "届出", "", "2019/6/17"],
    ];
    let xml: String = (1..).zip(rows).map(|(number, cells)| row(number, cells)).collect();
    let workbook = Made::sheet(&format!("<sheetData>{xml}</sheetData>")).layout();
    let csv = write_csv(rows.iter().map(|r| r.to_vec()));
    let mut csv = read(&csv, TableKind::Layout, Pack::standard()).unwrap();
    assert_eq!(found(&workbook), [("XLS-005", in_cell("B7"))]);
    assert_eq!(workbook.header_row, Some(4));
    csv.sheet = workbook.sheet.clone();
    for finding in &mut csv.findings {
        finding.location.sheet = workbook.sheet.clone();
    }
    // A row of a CSV has at least one cell, be it empty.
    for row in csv.above.iter_mut().filter(|r| r.cells.iter().all(|c| c.text.is_empty())) {
        row.cells.clear();
    }
    assert_eq!(workbook, csv);
}

#[test]
fn a_header_in_two_merged_rows_is_joined() {
    let upper = row(2, &["側", "委任元", "", "受任者", "", "事務手続コード", "委任範囲"]);
    let lower = row(3, &["", "機関コード", "機関名", "機関コード", "機関名", "（16桁）"]);
    let record = row(
        4,
        &[
            "照会",
            "0220113112101700",
            "世田谷区長",
            "",
            "世田谷区教育委員会",
            "JT01010000000214",
            "全部",
        ],
    );
    let merged = ["A2:A3", "B2:C2", "D2:E2", "G2:G3", "A1:G1"]
        .map(|range| format!("<mergeCell ref=\"{range}\"/>"))
        .concat();
    let made = Made::sheet(&format!(
        "<sheetData>{}{upper}{lower}{record}</sheetData><mergeCells>{merged}</mergeCells>",
        row(1, &["照会者事務委託情報マスター"])
    ));
    let kind = TableKind::Registry(Side::Inquiry);
    let table = read(&made.bytes(), kind, Pack::standard()).unwrap();
    assert_eq!(found(&table), []);
    assert_eq!(table.header_row, Some(3));
    assert_eq!(table.above.len(), 2);
    assert_eq!(text(&table, 0, RegistryColumn::FromCode), "0220113112101700");
    assert_eq!(text(&table, 0, RegistryColumn::ToName), "世田谷区教育委員会");
    assert_eq!(text(&table, 0, RegistryColumn::ProcedureId), "JT01010000000214");
    assert_eq!(text(&table, 0, RegistryColumn::Scope), "全部");
    let headers: Vec<&str> = table.columns.iter().map(|c| c.header.as_str()).collect();
    assert_eq!(headers[1..3], ["委任元機関コード", "委任元機関名"]);

    // The same as a CSV, where nothing is merged.
    let csv = "側,委任元,,受任者,,事務手続コード,委任範囲\n,機関コード,機関名,機関コード,機関名,,\n\
               照会,0220113112101700,世田谷区長,,世田谷区教育委員会,JT01010000000214,全部\n";
    let table = read_csv(csv.as_bytes(), kind, Pack::standard()).unwrap();
    assert_eq!(found(&table), []);
    assert_eq!(table.header_row, Some(2));
}

#[test]
fn a_header_of_one_row_is_not_joined_with_a_title_or_a_record() {
    let title = row(1, &["事務手続", "", "適用開始日の一覧"]);
    let made =
        Made::sheet(&format!("<sheetData>{title}{}{}</sheetData>", row(2, HEADER), row(3, RECORD)));
    let table = made.layout();
    assert_eq!(found(&table), []);
    assert_eq!((table.header_row, table.rows.len()), (Some(2), 1));
}

#[test]
fn cells_of_every_type() {
    let cells = [
        "<c r=\"{}\" t=\"s\"><v>0</v></c>",
        "<c r=\"{}\" t=\"s\"><v>1</v></c>",
        "<c r=\"{}\" s=\"1\"><v>43633</v></c>",
        "<c r=\"{}\" s=\"2\"><v>69</v></c>",
        "<c r=\"{}\" t=\"b\"><v>1</v></c>",
        "<c r=\"{}\"><v>2.5</v></c>",
        "<c r=\"{}\" t=\"d\"><v>2019-06-17T00:00:00Z</v></c>",
        "<c r=\"{}\" s=\"3\"><v>0.5</v></c>",
    ];
    let header =
        row(1, &[HEADER[0], HEADER[1], HEADER[2], "事務番号", "e", "版番号", "適用終了日", "h"]);
    let made = Made::sheet(&format!("<sheetData>{header}{}</sheetData>", row(2, &cells)))
        .with_styles(&["yyyy\"年\"m\"月\"d\"日\"", "000", "h:mm"])
        .with_strings(&[
            "<t>JT01010000000214</t>",
            "<r><t>認定</t></r><r><t xml:space=\"preserve\">の 請求</t></r><rPh sb=\"0\" eb=\"2\"><t>ニンテイ</t></rPh>",
        ]);
    let table = made.layout();
    assert_eq!(found(&table), []);
    let texts: Vec<&str> = table.rows[0].cells.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "JT01010000000214",
            "認定の 請求",
            "2019-06-17",
            "069",
            "TRUE",
            "2.5",
            "2019-06-17",
            "12:00:00"
        ]
    );
}

#[test]
fn days_are_counted_from_1904_where_the_workbook_says_so() {
    let record = row(2, &[RECORD[0], RECORD[1], "<c r=\"{}\" s=\"1\"><v>42171</v></c>"]);
    let made = Made::sheet(&format!("<sheetData>{}{record}</sheetData>", row(1, HEADER)))
        .with_styles(&["yyyy/m/d"]);
    assert_eq!(text(&made.layout(), 0, LayoutColumn::ValidFrom), "2015-06-16");
    let made = made.changed("xl/workbook.xml", "<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
    assert_eq!(text(&made.layout(), 0, LayoutColumn::ValidFrom), "2019-06-17");
}

#[test]
fn a_code_that_became_a_number_is_named_unless_its_format_keeps_it() {
    let header = row(
        1,
        &["側", "委任元機関コード", "委任元機関名", "受任者機関名", "事務手続コード", "委任範囲"],
    );
    let read_code = |cell: &str| {
        let record =
            row(2, &["照会", cell, "世田谷区長", "教育委員会", "JT01010000000214", "全部"]);
        let made = Made::sheet(&format!("<sheetData>{header}{record}</sheetData>"))
            .with_styles(&["0000000000000000", "0"]);
        let table =
            read(&made.bytes(), TableKind::Registry(Side::Inquiry), Pack::standard()).unwrap();
        let said = table.findings.first().map(|f| f.message(Lang::Ja)).unwrap_or_default();
        (found_codes(&table), text(&table, 0, RegistryColumn::FromCode).to_owned(), said)
    };
    let kept = read_code("<c r=\"{}\" s=\"1\"><v>220113112101700</v></c>");
    assert_eq!((kept.0, kept.1.as_str()), (vec![], "0220113112101700"));
    let (codes, text, _) = read_code("<c r=\"{}\" s=\"2\"><v>220113112101700</v></c>");
    assert_eq!((codes, text.as_str()), (vec!["XLS-005"], "220113112101700"));
    // Sixteen digits do not fit into a number: the last one is gone.
    let (codes, text, said) = read_code("<c r=\"{}\" s=\"2\"><v>1220113112101700</v></c>");
    assert_eq!((codes, text.as_str()), (vec!["XLS-005"], "1.2201131121017E+15"));
    assert!(said.contains("1.2201131121017E+15"));
}

#[test]
fn the_sheet_is_found_by_its_header() {
    let notes = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>事務手続名</t></is></c></row></sheetData>";
    let made = Made::sheets(&[
        ("表紙", "", notes),
        ("一覧", "", &good_rows()),
        ("控え", "", &good_rows()),
    ]);
    let table = made.layout();
    assert_eq!(found(&table), []);
    assert_eq!(table.sheet.as_deref(), Some("一覧"));
    // Of two that fit the one that can be seen.
    let made = Made::sheets(&[("旧", "state=\"hidden\"", &good_rows()), ("新", "", &good_rows())]);
    let table = made.layout();
    assert_eq!(found_codes(&table), ["XLS-008"]);
    assert_eq!(table.sheet.as_deref(), Some("新"));
}

#[test]
fn blank_rows_between_are_counted_and_those_behind_are_not() {
    let last = "<row r=\"1048576\" s=\"1\" customFormat=\"1\"><c r=\"A1048576\" s=\"1\"/></row>";
    let rows = format!("{}{}{last}", row(1, HEADER), row(40, RECORD));
    let table = Made::sheet(&format!("<sheetData>{rows}</sheetData>")).layout();
    assert_eq!(found(&table), []);
    assert_eq!((table.rows.len(), table.blank_rows), (1, 38));
    assert_eq!(table.rows[0].number, 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_row_is_accounted_for(
        rows in prop::collection::vec(
            prop::collection::vec("(|JT01010000000214|全部|x|事務手続コード|事務手続名)", 0..5), 0..60)
    ) {
        let xml: String = (1..).zip(&rows).map(|(number, cells)| {
            row(number, &cells.iter().map(String::as_str).collect::<Vec<_>>())
        }).collect();
        let table = Made::sheet(&format!("<sheetData>{xml}</sheetData>")).layout();
        let last = rows.iter().rposition(|r| r.iter().any(|c| !c.is_empty())).map_or(0, |i| i + 1);
        let header = usize::from(table.header_row.is_some());
        prop_assert_eq!(last, table.above.len() + header + table.rows.len() + table.blank_rows);
        for kept in &table.rows {
            let index = usize::try_from(kept.number).unwrap() - 1;
            let mut written = rows[index].clone();
            written.truncate(written.iter().rposition(|c| !c.is_empty()).map_or(0, |i| i + 1));
            let texts: Vec<&str> = kept.cells.iter().map(|c| c.text.as_str()).collect();
            prop_assert_eq!(texts, written);
        }
    }
}
