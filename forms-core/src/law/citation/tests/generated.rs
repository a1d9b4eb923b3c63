//! Generated citations read back, and no text panics or takes long.

use proptest::prelude::*;

use super::*;
use crate::law::path::{ProvisionPath, TableRef};

fn any_path() -> impl Strategy<Value = String> {
    let branch = prop::collection::vec(1u32..120, 1..3);
    (branch.clone(), prop::option::of(1u32..40), prop::option::of(branch), 0usize..4).prop_map(
        |(article, paragraph, item, deep)| {
            let number = |n: &[u32], unit: &str| {
                let rest: String = n[1..].iter().map(|b| format!("の{b}")).collect();
                format!("第{}{unit}{rest}", n[0])
            };
            let mut out = number(&article, "条");
            if let Some(p) = paragraph {
                out += &format!("第{p}項");
            }
            if let Some(item) = item {
                out += &number(&item, "号");
                out += ["", "イ", "ア(1)", "ロ(ア)a"][deep];
            }
            out
        },
    )
}

/// Any place that the lines of a text can give: every kind of mark below every other.
fn any_marks() -> impl Strategy<Value = ProvisionPath> {
    const COUNTING: &[&str] = &["1", "12", "6の2", "(1)", "(2)の2", "①", "㉑の3"];
    const NAMED: &[&str] =
        &["イ", "ロの2", "ハ", "ノ", "ノの2", "(ア)", "(イ)の2", "㋐", "Ⅰ", "ⅱ", "a", "z", "(a)"];
    let label = || prop::sample::select([COUNTING, NAMED].concat()).prop_map(str::to_owned);
    let article = prop::option::of(prop::collection::vec(1u32..30, 1..3));
    let item = prop::collection::vec(1u32..30, 1..3);
    let below = prop::collection::vec(label(), 0..5);
    let directly = prop::sample::select(NAMED).prop_map(|l| vec![l.to_owned()]);
    let marks = prop_oneof![
        (item.prop_map(Some), Just(Vec::new()), below.clone()),
        (Just(None), directly, below),
    ];
    let names = prop::sample::select(vec!["別表", "別表第1", "別表第2の3"]);
    let row = prop::option::of(prop::sample::select(vec![
        "6",
        "69の2",
        "町長",
        "中学校",
        "一般会計",
        "主任（係長を含む。）",
        "市長、教育長",
        "2級職員",
        "前段の課長",
        "第3条の者",
        "「甲」及び「乙」",
        "課　長",
        "1の項",
        "007",
        "別表",
        "１０",
        "の者",
        "番号2",
        "甲」の項の乙",
        "『甲』",
        "甲』の項「乙」",
    ]));
    let table = (names, row).prop_map(|(name, row)| TableRef {
        name: name.to_owned(),
        row: row.map(str::to_owned),
        column: None,
    });
    let above = prop_oneof![
        (article, 1u32..9).prop_map(|(article, paragraph)| ProvisionPath {
            article,
            paragraph: Some(paragraph),
            ..ProvisionPath::default()
        }),
        table.prop_map(|table| ProvisionPath { table: Some(table), ..ProvisionPath::default() }),
    ];
    (above, marks).prop_map(|(above, (item, first, rest))| ProvisionPath {
        item,
        subitems: [first, rest].concat(),
        ..above
    })
}

proptest! {
    #[test]
    fn any_marks_read_back_in_every_style(path in any_marks()) {
        for style in Style::ALL {
            let written = path.canonical(style);
            let reading = read(&written);
            let Some(citation) = reading.single() else { panic!("{written}: {reading:?}") };
            prop_assert_eq!(&citation.path, &path, "{}", written);
        }
    }

    #[test]
    fn a_normal_form_reads_back_in_every_style(text in any_path()) {
        let reading = read(&text);
        let citation = reading.single().unwrap();
        prop_assert_eq!(citation.canonical(Style::HalfWidth), text);
        for style in Style::ALL {
            let again = read(&citation.canonical(style));
            prop_assert_eq!(&again.single().unwrap().path, &citation.path);
        }
    }

    #[test]
    fn no_text_panics(text in "[第条項号別表の附則()（）イロ1２三及びから各同前規則法平成年。、 ただし書\n]{0,60}") {
        let _ = read(&text).to_json(&text, crate::finding::Lang::Ja);
    }

    #[test]
    fn no_foreign_text_panics(text in any::<String>()) {
        let _ = read(&text);
    }
}

proptest! {
    #[test]
    fn blanks_and_line_breaks_inside_a_place_change_nothing(text in any_path(), at in 0usize..40) {
        let chars: Vec<char> = text.chars().collect();
        // Between 第 and its number, between a number and its unit, and around の.
        let inside = |i: usize| {
            let (a, b) = (chars[i], chars[i + 1]);
            let unit = matches!(b, '条' | '項' | '号');
            let counts = |c: char| c.is_ascii_digit();
            a == '第' || counts(a) && unit || b == 'の' || a == 'の'
        };
        let places: Vec<usize> = (0..chars.len() - 1).filter(|i| inside(*i)).collect();
        let cut = places[at % places.len()] + 1;
        for blank in [" ", "　", "\t", "\n", "\r\n", "　\n ", "\u{200b}"] {
            let (head, tail): (String, String) =
                (chars[..cut].iter().collect(), chars[cut..].iter().collect());
            let written = format!("{head}{blank}{tail}");
            let reading = read(&written);
            let Some(citation) = reading.single() else { panic!("{written:?}: {reading:?}") };
            prop_assert_eq!(citation.canonical(Style::HalfWidth), text.clone(), "{:?}", written);
            prop_assert_eq!(citation.span, (0, written.chars().count()));
        }
    }
}

#[test]
fn time_grows_with_the_length_only() {
    for text in [
        "(".repeat(10_000),
        "（".repeat(10_000) + &"）".repeat(10_000),
        "第".repeat(20_000),
        "一".repeat(20_000),
        "第2条第3号及び".repeat(5_000),
        "規則".repeat(10_000),
        "の規定による".repeat(5_000),
        "同条前項".repeat(5_000),
        "平成27年".repeat(5_000),
        "及".repeat(20_000),
        "第 2 条 の ".repeat(5_000),
        "の \n".repeat(8_000),
        "「 ".repeat(10_000),
        "〔【".repeat(10_000),
        "第 2 条 ".to_owned() + &" ".repeat(20_000) + "1 " + &"条 号 項 の ".repeat(2_000),
        "規則\n".repeat(8_000),
        "平成27年規則第　号".repeat(3_000),
        "同条同項".repeat(5_000),
    ] {
        let started = std::time::Instant::now();
        let _ = read(&text);
        assert!(started.elapsed().as_secs() < 5, "{}", text.chars().take(10).collect::<String>());
    }
}
