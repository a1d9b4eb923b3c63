//! Tables with spans, headers, lists and bands, from pages, Word and plain text.

use proptest::prelude::*;

use super::*;
use crate::document::DocumentText;
use crate::law::read_text;

#[test]
fn tables_of_many_kinds_read_as_written_by_hand() {
    let all = readable("tests/fixtures/law/tables");
    assert!(all.len() >= 60, "{}", all.len());
    for (name, ordinance, expected) in all {
        assert_reads_as(&name, &ordinance, &expected);
    }
}

fn page(table: &str) -> Ordinance {
    let page = format!(
        "<html><meta charset=utf-8><p>○霧山市規則</p><p>第1条　別表の左欄に掲げる事務を同表の右欄に掲げる者に委任する。</p><p>別表</p>{table}"
    );
    match read_text("a.html", page.as_bytes()) {
        Ok(DocumentText::Text(text)) => super::super::read(&text),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_band_is_looked_up_with_and_without_its_rows() {
    let ordinance = page(
        "<table><tr><td>部<td>項<td>事務<td>受任者<tr><td rowspan=2>1<td>1<td>保護<td>福祉事務所長<tr><td>2<td>手当<td>福祉事務所長<tr><td>2<td>1<td>農地<td>農業委員会</table>",
    );
    let found = |cited: &str| {
        let reading = read(cited);
        let citation = reading.single().unwrap_or_else(|| panic!("{cited}: {reading:?}"));
        ordinance.resolve(citation).ok().map(|r| r.provision.citation.clone())
    };
    for (cited, citation) in [
        ("別表の2の部の1の項", Some("別表の2の部の1の項")),
        ("別表第二の部の一の項", Some("別表の2の部の1の項")),
        ("別表の1の部の2の項", Some("別表の1の部の2の項")),
        ("別表の2の部", Some("別表の2の部の1の項")),
        // A row of no band, a band and a row that are not there.
        ("別表の1の項", None),
        ("別表の2の部の2の項", None),
        ("別表の3の部", None),
    ] {
        assert_eq!(found(cited).as_deref(), citation, "{cited}");
    }
}

#[test]
fn spans_without_end_take_no_time() {
    let started = std::time::Instant::now();
    for table in [
        format!("<table>{}", "<tr><td rowspan=2000 colspan=1000>a".repeat(20_000)),
        format!("<table><tr>{}{}", "<td rowspan=2000>a".repeat(20_000), "<tr><td>b".repeat(20_000)),
        "<table><tr><td>".repeat(20_000),
        format!(
            "<table><tr><td rowspan=2000>{}{}",
            "長".repeat(100_000),
            "<tr><td>b<td>c".repeat(20_000)
        ),
        format!("<table>{}", "<tr><td>部<td>1<td>a長".repeat(20_000)),
    ] {
        let _ = page(&table);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// A cell of a page with any spans, and what may stand in it.
fn any_cell() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        Just("1"),
        Just("2"),
        Just("2の2"),
        Just("福祉"),
        Just("福祉事務所長"),
        Just("(1)　保護<br>(2)　手当"),
        Just("1　住民票"),
        Just(""),
        Just("備考"),
        Just("第1部　福祉"),
        Just("受任者"),
        Just("3から5まで"),
        Just("削除"),
    ];
    (words, 0u8..4, 1u8..4, any::<bool>()).prop_map(|(words, rows, columns, head)| {
        let name = if head { "th" } else { "td" };
        format!("<{name} rowspan={rows} colspan={columns}>{words}</{name}>")
    })
}

#[test]
fn items_that_count_again_outside_of_rows_are_one_place_and_told() {
    let text = "第1条　次の表及び別表の左欄に掲げる事務を同表の右欄に掲げる者に委任する。\n(1)\u{3000}保護|\n備考\n1|\n備考\n(1)\u{3000}保護1|\n";
    let ordinance = parse(text);
    assert_citations_resolve(&ordinance);
    assert!(!ordinance.unread.is_empty());
}

proptest! {
    #[test]
    fn any_grid_tells_each_row_once(rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..5), 0..8)) {
        let rows: String = rows.iter().map(|cells| format!("<tr>{}</tr>", cells.concat())).collect();
        assert_citations_resolve(&page(&format!("<table>{rows}</table>")));
    }

    #[test]
    fn any_lines_of_cells_tell_each_row_once(text in "((1|2|福祉|福祉事務所長|\\(1\\)　保護|第1部　福祉|備考|削除|こと。)[\\t|　]{0,2}((1|保護|農業委員会)[\\t\\|]?){0,2}\n){0,12}") {
        for head in ["別表\n", ""] {
            assert_citations_resolve(&parse(&format!("第1条　次の表及び別表の左欄に掲げる事務を同表の右欄に掲げる者に委任する。\n{head}{text}")));
        }
    }
}
