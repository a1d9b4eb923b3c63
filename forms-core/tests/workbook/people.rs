//! Tables as offices really keep and exchange them: each of these is read whole, or says exactly
//! what is wrong with it.

use std::time::{Duration, Instant};

use forms_core::application::Side;
use forms_core::finding::Lang;
use forms_core::layout::Layout;
use forms_core::pack::{LayoutColumn, Pack, RegistryColumn, TableKind};
use forms_core::registry::Registry;
use forms_core::table::{
    Mapping, Table, guess, preview, read, read_registry, read_with, write_csv,
};

use super::made::*;

const INQUIRY: TableKind = TableKind::Registry(Side::Inquiry);

fn layout(bytes: &[u8]) -> Table {
    read(bytes, TableKind::Layout, Pack::standard()).unwrap()
}

fn registry(bytes: &[u8]) -> Table {
    read(bytes, INQUIRY, Pack::standard()).unwrap()
}

fn messages(table: &Table) -> Vec<String> {
    table.findings.iter().map(|f| f.message(Lang::Ja)).collect()
}

#[test]
fn headers_with_numbers_remarks_units_and_narrow_kana() {
    let csv = "データ標準レイアウト（令和元年６月版）\n\n\
        ①事務番号,②事務手続ｺｰﾄﾞ（JT＋14桁）,【必須】事務手続名,\"根拠規定\n（主務省令）\",版番号（n.n）,適用開始日※1,改版区分*\n\
        69の2,jt01010000000214,認定の請求,第74条第1号,4.1,R1.6.17,追加\n";
    let table = layout(csv.as_bytes());
    assert_eq!(found(&table), []);
    assert_eq!(table.header_row, Some(3));
    let row = &Layout::from_table(&table).rows()[0].clone();
    assert_eq!(
        (row.procedure_id.to_string().as_str(), row.version.as_str()),
        ("JT01010000000214", "4.1")
    );
    assert_eq!(row.legal_basis, "第74条第1号");
    assert_eq!(row.valid_from.map(|d| d.to_string()).as_deref(), Some("2019-06-17"));
}

#[test]
fn a_registry_under_the_words_that_offices_use() {
    let csv = "側,委任元,,受任者,,事務手続コード,全部/一部,範囲,根拠,開始日,終了日\n\
        ,機関コード,名称,機関コード,名称,,,,,,\n\
        照会,0220113112101700,世田谷区長,,世田谷区教育委員会,JT01010000000214,一部,保育,規則第2条,平成29年7月18日,\n";
    let table = registry(csv.as_bytes());
    assert_eq!(found(&table), []);
    let read = Registry::from_table(&table);
    assert_eq!(read.registrations.len(), 1);
    let one = &read.registrations[0];
    assert_eq!(
        (one.from.name.as_str(), one.to.name.as_str()),
        ("世田谷区長", "世田谷区教育委員会")
    );
    assert_eq!((one.scope_note.as_str(), one.basis.as_str()), ("保育", "規則第2条"));
    assert_eq!(one.valid_from.map(|d| d.to_string()).as_deref(), Some("2017-07-18"));
}

#[test]
fn what_excel_did_to_codes_and_dates_is_said() {
    let csv = "側,委任元機関コード,委任元機関名,受任者機関名,事務手続コード,委任範囲,開始日\n\
        照会,9.93E+15,a,b,JT01010000000214,全部,43633\n\
        照会,220113112101700,a,b,1.01E+15,全部,平成31年6月17日\n\
        照会,x,a,b,JT0101,全部,2019年2月30日\n";
    let table = registry(csv.as_bytes());
    let said = messages(&table);
    let cells: Vec<_> =
        table.findings.iter().filter_map(|f| Some(f.location.cell?.to_string())).collect();
    assert_eq!(cells, ["B2", "G2", "B3", "E3", "G3", "B4", "E4", "G4"]);
    for (at, words) in [
        (0, "下の桁が失われて"),
        (1, "通し番号"),
        (2, "先頭の0"),
        (3, "下の桁が失われて"),
        (4, "その元号にない"),
        (5, "形ではありません"),
        (6, "形ではありません"),
        (7, "暦にない"),
    ] {
        assert!(said[at].contains(words), "{}", said[at]);
    }
    assert!(found_codes(&table).iter().all(|code| *code == "XLS-005"));
    // A row whose code cannot be read delegates nothing else instead.
    assert_eq!(Registry::from_table(&table).registrations.len(), 1);
}

#[test]
fn remarks_and_totals_below_the_table_are_told_apart_from_rows() {
    let csv = "事務番号,事務手続コード,事務手続名,備考\n\
        74,JT01010000000214,認定,\n\
        合計,,,1件\n\
        ※ 表の値は令和元年6月現在,,,\n\
        75,,届出,\n";
    let table = layout(csv.as_bytes());
    assert_eq!(
        found(&table),
        [("XLS-019", in_cell("A3")), ("XLS-019", in_cell("A4")), ("FRM-001", in_cell("B5"))]
    );
    assert_eq!(table.rows.len(), 4, "nothing is dropped");
}

#[test]
fn other_systems_write_other_encodings_and_separators() {
    let text =
        "事務手続コード\t事務手続名\t版番号\r\nJT01010000000214\t\"認定, \"\"甲\"\"\t乙\"\t4.1\r\n";
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(text);
    let semicolons = text.replace('\t', ";").replace(";乙", "\t乙");
    for bytes in [text.as_bytes(), &utf16, &sjis, semicolons.as_bytes()] {
        let table = layout(bytes);
        assert_eq!(found(&table), []);
        assert_eq!(
            table.rows[0].text(table.column(LayoutColumn::ProcedureName)),
            "認定, \"甲\"\t乙"
        );
        assert_eq!(table.rows[0].text(table.column(LayoutColumn::Version)), "4.1");
    }
}

#[test]
fn a_million_blank_rows_behind_the_last_one_cost_nothing() {
    let start = Instant::now();
    let mut csv = String::from("事務手続コード,事務手続名,版番号\nJT01010000000214,認定,4.1\n");
    csv.push_str(&",,\n".repeat(1_048_574));
    let table = layout(csv.as_bytes());
    assert_eq!(found(&table), []);
    assert_eq!((table.rows.len(), table.blank_rows), (1, 1_048_574));
    let styled: String = (3..60_000)
        .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\" s=\"1\"/><c r=\"B{n}\" s=\"1\"/></row>"))
        .collect();
    let last = "<row r=\"1048576\"><c r=\"C1048576\" s=\"1\"/></row>";
    let made = Made::sheet(&format!(
        "<sheetData>{}{}{styled}{last}</sheetData>",
        row(1, HEADER),
        row(2, RECORD)
    ));
    let table = made.layout();
    assert_eq!((found(&table), table.rows.len()), (vec![], 1));
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn a_person_names_columns_once_for_every_table_with_that_header() {
    let text = |title: &str| {
        format!(
            "{title}\n側,委任元,まかされた者,事務手続コード,まるごとか否か\n照会,甲,乙,JT01010000000214,全部\n"
        )
    };
    let pack = Pack::standard();
    let first = text("台帳");
    let table = registry(first.as_bytes());
    let missing: Vec<&str> = table.missing(pack).iter().map(|c| c.key.as_str()).collect();
    assert_eq!(missing, ["to_name", "scope"]);
    let sheets = preview(first.as_bytes(), pack).unwrap();
    let header = &sheets[0].rows.iter().find(|(number, _)| *number == 2).unwrap().1;
    let columns =
        [(0, "side"), (1, "from_name"), (2, "to_name"), (3, "procedure_id"), (4, "scope")];
    let columns = columns.map(|(at, key)| (at, key.to_owned().into())).into();
    let mapping = Mapping::new(INQUIRY, header, None, columns);
    let written = serde_json::to_string(&mapping).unwrap();
    let said = [serde_json::from_str::<Mapping>(&written).unwrap()];
    // Next year the title is longer, the letters are wider, and the file is a workbook.
    let rows: Vec<Vec<String>> = text("令和２年度\n台帳")
        .replace("まるごと", "まる ごと")
        .lines()
        .map(|l| l.split(',').map(str::to_owned).collect())
        .collect();
    let xml: String = (1..)
        .zip(&rows)
        .map(|(n, cells)| row(n, &cells.iter().map(String::as_str).collect::<Vec<_>>()))
        .collect();
    let workbook = Made::sheet(&format!("<sheetData>{xml}</sheetData>")).bytes();
    for bytes in [first.as_bytes(), text("別の年").as_bytes(), &workbook] {
        let table = read_with(bytes.into(), INQUIRY, pack, &said).unwrap();
        assert_eq!(found(&table), []);
        assert_eq!(Registry::from_table(&table).registrations[0].to.name, "乙");
        assert_eq!(guess(bytes, pack, &said), Some(INQUIRY));
    }
    // Another header is not meant, and neither is another kind of table.
    let other = first.replace("まかされた者", "まかせた者");
    assert_eq!(
        read_with(other.as_bytes().into(), INQUIRY, pack, &said).unwrap().missing(pack).len(),
        2
    );
    let as_layout = read_with(first.as_bytes().into(), TableKind::Layout, pack, &said).unwrap();
    assert!(as_layout.column(RegistryColumn::Scope).is_none());
}

#[test]
fn tables_are_told_apart_by_their_headers_and_sides_by_their_rows_or_titles() {
    let pack = Pack::standard();
    let header = "委任元機関名,受任者機関名,事務手続コード,委任範囲";
    let record = "甲,乙,JT01010000000214,全部";
    let side = |text: &str| read_registry(text.as_bytes().into(), pack, &[]).unwrap().kind;
    let provision = TableKind::Registry(Side::Provision);
    assert_eq!(side(&format!("{header}\n{record}\n")), INQUIRY);
    assert_eq!(side(&format!("提供者事務委託情報マスター\n{header}\n{record}\n")), provision);
    assert_eq!(side(&format!("側,{header}\n提供,{record}\n")), provision);
    assert_eq!(guess(format!("{header}\n").as_bytes(), pack, &[]), Some(INQUIRY));
    assert_eq!(guess(b"\xe4\xba\x8b", pack, &[]), None);
    let layout = write_csv([HEADER.to_vec()]);
    assert_eq!(guess(&layout, pack, &[]), Some(TableKind::Layout));
}
