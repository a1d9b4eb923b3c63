//! Tables read through the built-in pack.

use proptest::prelude::*;

use super::*;
use crate::finding::{Code, Lang};
use crate::pack::{LayoutColumn, Pack};

const HEADER: &str = "事務手続コード,事務手続名,適用開始日";

fn layout(text: &str) -> Table {
    read_csv(text.as_bytes(), TableKind::Layout, Pack::standard()).unwrap()
}

fn codes(table: &Table) -> Vec<(Code, Option<CellPosition>)> {
    table.findings.iter().map(|f| (f.code, f.location.cell)).collect()
}

fn at(cell: &str) -> Option<CellPosition> {
    Some(cell.parse().unwrap())
}

fn text(table: &Table, row: usize, column: LayoutColumn) -> &str {
    &table.rows[row].cells[table.column(column).unwrap()].text
}

#[test]
fn a_header_is_found_below_titles_in_any_order_and_spelling() {
    let table = layout(
        "題名,,\n\n\"特定個人\n情報名\",改　版　区　分,\"事務手続\r\nコード\",事務手続名,備考\n\
         x,追加,ＪＴ01010000000214,認定の請求,自由\n",
    );
    assert_eq!(table.header_row, Some(3));
    assert_eq!(codes(&table), []);
    assert_eq!(table.above.len(), 2);
    let json = table.to_json(Lang::Ja);
    assert_eq!(json["rows"][0]["procedure_id"], "JT01010000000214");
    assert_eq!(json["rows"][0]["information_name"], "x");
    assert_eq!(json["rows"][0]["revision"], "added");
    assert_eq!(json["rows"][0]["other"]["E"], "自由");
    assert_eq!(json["rows"][0]["row"], 4);
    assert_eq!(json["columns"]["procedure_id"], "事務手続\r\nコード");
}

#[test]
fn a_missing_column_lists_what_was_seen_and_nothing_else_is_said() {
    let table = layout("事務手続コード,名称\nJT01010000000214,認定\n");
    assert_eq!(codes(&table), [(Code::Xls004, at("A1"))]);
    let message = table.findings[0].message(Lang::Ja);
    assert!(message.contains("事務手続名") && message.contains("名称"), "{message}");
    assert_eq!(table.rows.len(), 1);

    let without_header = layout("a,b\nc,d\n");
    assert_eq!(codes(&without_header), [(Code::Xls004, None), (Code::Xls004, None)]);
    assert_eq!(without_header.rows.len(), 2);
}

#[test]
fn a_header_below_the_thirtieth_row_is_not_found_and_at_it_is() {
    let at =
        |blank: usize| layout(&format!("{}{HEADER}\nJT01010000000214,n,\n", "\n".repeat(blank)));
    assert_eq!(at(29).header_row, Some(30));
    assert_eq!(at(30).header_row, None);
}

#[test]
fn a_cell_of_the_wrong_kind_is_named_and_kept() {
    let table = layout(&format!(
        "{HEADER}\n1.01E+15,a,2019-06-17\nJT01010000000214,b,6月\n,c,\nＪＴ０１０１０００００００２１５,d,2019/6/17\n"
    ));
    assert_eq!(
        codes(&table),
        [(Code::Xls005, at("A2")), (Code::Xls005, at("C3")), (Code::Frm001, at("A4"))]
    );
    assert_eq!(table.rows.len(), 4);
    assert_eq!(text(&table, 0, LayoutColumn::ProcedureId), "1.01E+15");
    let json = table.to_json(Lang::En);
    assert_eq!(json["rows"][0]["procedure_id"], "1.01E+15");
    assert_eq!(json["rows"][3]["procedure_id"], "JT01010000000215");
    assert_eq!(json["rows"][3]["valid_from"], "2019-06-17");
}

#[test]
fn a_column_twice_is_named_and_the_first_counts() {
    let table = layout("事務手続コード,事務手続名,事務手続名\nJT01010000000214,a,b\n");
    assert_eq!(codes(&table), [(Code::Xls015, at("C1"))]);
    assert_eq!(text(&table, 0, LayoutColumn::ProcedureName), "a");
    assert_eq!(table.to_json(Lang::Ja)["rows"][0]["other"]["C"], "b");
}

#[test]
fn undecodable_text_and_open_quotes_are_findings() {
    let bytes = b"\xff\xff\xff";
    let table = read_csv(bytes, TableKind::Layout, Pack::standard()).unwrap();
    assert_eq!(table.findings[0].code, Code::Xls014);
    let table = layout(&format!("{HEADER}\nJT01010000000214,\"a,\n"));
    assert_eq!(codes(&table), [(Code::Xls016, at("A2"))]);
    assert_eq!(text(&table, 0, LayoutColumn::ProcedureName), "a,\n");
}

#[test]
fn growth_stops_at_the_limit_with_a_finding() {
    let mut builder = TableBuilder::new(TableKind::Layout, None, Pack::standard()).unwrap();
    let row = || std::iter::repeat_n("x".to_owned(), 100_000);
    let taken = (1..1000).take_while(|n| builder.push(*n, row())).count();
    assert_eq!(taken, MAX_CELLS / 100_000);
    let table = builder.finish();
    assert!(table.findings.iter().any(|f| f.code == Code::Xls010));
}

proptest! {
    #[test]
    fn every_row_is_accounted_for(
        rows in prop::collection::vec(prop::collection::vec("(|JT01010000000214|全部|x|事務手続コード)", 1..4), 0..60)
    ) {
        let table = read_csv(&write_csv(rows.clone()), TableKind::Layout, Pack::standard()).unwrap();
        let header = usize::from(table.header_row.is_some());
        prop_assert_eq!(rows.len(), table.above.len() + header + table.rows.len() + table.blank_rows);
        let kept = table.rows.iter().map(|r| r.cells.iter().map(|c| c.text.clone()).collect::<Vec<_>>());
        for cells in kept {
            prop_assert!(rows.contains(&cells));
        }
    }
}
