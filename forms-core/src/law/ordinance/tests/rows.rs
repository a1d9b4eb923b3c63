//! Rows headed by words, and marks in a table without a row.

use proptest::prelude::*;

use super::*;

/// A 別表 whose rows these words head.
fn table(heads: &[String]) -> String {
    let rows = heads.iter().map(|head| format!("{head} | 住民票の交付 | 証明\n"));
    format!(
        "○試験市規則\n第1条　市長は、別表の事務を委任する。\n別表第1\n{}",
        rows.collect::<String>()
    )
}

fn found(ordinance: &Ordinance, cited: &str) -> Option<String> {
    let reading = read(cited);
    let citation = reading.single().unwrap_or_else(|| panic!("{cited}: {reading:?}"));
    ordinance.resolve(citation).ok().map(|r| r.provision.citation.clone())
}

#[test]
fn a_mark_in_a_table_without_rows_is_not_the_tables_number() {
    for (name, mark, last) in [
        ("別表", "Ⅰ", "別表中Ⅰ"),
        ("別表", "ⅰ", "別表中ⅰ"),
        ("別表第1", "Ⅰ", "別表第1中Ⅰ"),
        ("別表", "イ", "別表イ"),
        ("別表", "(1)", "別表第1号"),
    ] {
        let text = format!("○試験市規則\n第1条　別表の事務を委任する。\n{name}\n{mark}　住民票\n");
        let ordinance = parse(&text);
        assert_eq!(ordinance.provisions.last().map(|p| p.citation.as_str()), Some(last));
        assert_citations_resolve(&ordinance);
    }
    // The number of a table may be Roman as well.
    let ordinance =
        parse("○試験市規則\n第1条　別表の事務を委任する。\n別表Ⅰ\n1 | 住民票\n別表Ⅱ\n1 | 税\n");
    assert_citations_resolve(&ordinance);
    assert_eq!(found(&ordinance, "別表Ⅱの1の項").as_deref(), Some("別表第2の1の項"));
}

#[test]
fn rows_are_called_by_the_words_that_head_them() {
    let heads = [
        ("一般会計", "別表第1の「一般会計」の項"),
        ("主任（ＡＢ係長を含む。）", "別表第1の主任（ＡＢ係長を含む。）の項"),
        ("2級職員", "別表第1の「2級職員」の項"),
        ("市長、教育長", "別表第1の「市長、教育長」の項"),
        ("中学校", "別表第1の中学校の項"),
    ];
    let ordinance = parse(&table(&heads.map(|(head, _)| head.to_owned())));
    let told: Vec<&str> =
        ordinance.provisions.iter().map(|p| p.citation.as_str()).skip(1).collect();
    assert_eq!(told, heads.map(|(_, citation)| citation));
    assert_citations_resolve(&ordinance);
    for (cited, citation) in [
        ("別表第1の一般会計の項", heads[0].1),
        ("別表第１の一般会計の項", heads[0].1),
        ("別表第1の主任(AB係長を含む。)の項", heads[1].1),
        ("別表第1の2級職員の項", heads[2].1),
        ("別表第1の２級職員の項", heads[2].1),
        ("別表第1「市長、教育長」の項", heads[3].1),
        ("別表第1の中 学 校の項", heads[4].1),
    ] {
        assert_eq!(found(&ordinance, cited).as_deref(), Some(citation), "{cited}");
    }
    // A row that is not there is not found, and no other is given in its place.
    for cited in [
        "別表第1の特別会計の項",
        "別表第1の主任（係長を除く。）の項",
        "別表第1の一般の項",
        "別表第2の一般会計の項",
    ] {
        assert_eq!(found(&ordinance, cited), None, "{cited}");
    }
}

#[test]
fn a_branch_before_a_row_may_lack_its_particle() {
    let text =
        "○試験市規則\n第1条　別表の事務を委任する。\n別表第1の2\n町長 | 住民票\n議会 | 給与\n";
    let ordinance = parse(text);
    assert_eq!(found(&ordinance, "別表第1の2町長の項").as_deref(), Some("別表第1の2の町長の項"));
    assert_eq!(found(&ordinance, "別表第1の2の議会の項").as_deref(), Some("別表第1の2の議会の項"));
    assert_eq!(found(&ordinance, "別表第1の3町長の項"), None);
    assert_citations_resolve(&ordinance);
}

#[test]
fn words_that_no_citation_can_name_head_no_row() {
    let longest = "長".repeat(1_000);
    for (head, named) in [
        ("甲」の項の乙", true),
        ("甲』の項の乙", true),
        ("甲」の項と『乙』の項", true),
        ("甲」の項と乙』の項", false),
        (longest.as_str(), true),
        (&format!("{longest}長"), false),
    ] {
        let ordinance = parse(&table(&["町長".to_owned(), head.to_owned()]));
        assert_citations_resolve(&ordinance);
        let mut rows =
            ordinance.provisions.iter().filter_map(|p| p.path.table.as_ref()?.row_words());
        assert_eq!(rows.next_back() == Some(head), named, "{head}");
        let last = ordinance.provisions.last();
        assert!(named || last.is_some_and(|p| p.text.contains(head)), "{head}: no word is lost");
    }
}

#[test]
fn words_that_would_go_on_with_the_name_of_the_table_are_quoted() {
    for head in ["1則の部", "1級の部", "2の部長", "福祉の部"] {
        let ordinance = parse(&table(&[head.to_owned(), "町長".to_owned()]));
        let citation = &ordinance.provisions[1].citation;
        assert_eq!(citation.contains('「'), head != "福祉の部", "{citation}");
        assert_citations_resolve(&ordinance);
    }
}

proptest! {
    #[test]
    fn any_words_can_head_a_row(heads in prop::collection::vec("[一二般会計級12１のノ部項号第条附則別表中市長同前本文右欄番（）(),、。「」『』ａa 　]{1,14}", 1..5)) {
        assert_citations_resolve(&parse(&table(&heads)));
    }
}
