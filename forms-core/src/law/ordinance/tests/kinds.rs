//! What looks like a list, a row or a note, and what does not.

use super::*;

#[test]
fn a_bare_one_begins_items_only_where_it_counts() {
    let items = "第1条 市長は、次の事務を教育長に委任する。\n1 備品\n2 転入学\n2 教育長は、報告する。\n3 前項の報告は、毎月行う。\n";
    assert_eq!(
        outline(items),
        [
            "第1条第1項 --E",
            "第1条第1項第1号 L-E",
            "第1条第1項第2号 L-E",
            "第1条第2項 L--",
            "第1条第3項 L--"
        ]
    );
    // A line of a sentence, and a first paragraph that carries its number.
    let wrapped = "第1条 市長は、10の施設のうち\n1 件を、定めるものとし、その数は\n1 つとする。\n2 前項の施設は、別に定める。\n";
    assert_eq!(outline(wrapped), ["第1条第1項 L--", "第1条第2項 L--"]);
    let numbered = "第1条\n1 市長は、別に定める。\n2 前項の定めは、公表する。\n";
    assert_eq!(outline(numbered), ["第1条第1項 L--", "第1条第2項 L--"]);
    for text in [items, wrapped, numbered] {
        assert_citations_resolve(&parse(text));
    }
}

#[test]
fn a_note_in_tortoise_brackets_is_no_word_of_the_provision() {
    let text = "第1条 委任\n一部改正〔平成19年規則8号〕\n第2条 削除\n削除〔平成12年規則21号・平成19年規則8号〕\n第3条 削除〔平成12年規則21号〕\n第4条 事務は、〔別表〕のとおりとする。〔平成12年規則21号〕\n〔別表〕に限る。\n";
    assert_eq!(
        texts_of(text),
        ["委任", "削除", "削除", "事務は、〔別表〕のとおりとする。〔別表〕に限る。"]
    );
    assert!(outline(text)[1..3].iter().all(|line| line.ends_with("LD-")));
}

#[test]
fn a_tab_behind_the_number_of_a_paragraph_makes_no_row() {
    let text = "第1条 次の表の左欄に掲げる事務を右欄に掲げる者に委任する。\n1 住民票\t支所長\n2 税\t支所長\n3 戸籍\t出張所長\n2\t前項の者は、報告する。\n";
    let ordinance = parse(text);
    let told: Vec<_> = ordinance
        .provisions
        .iter()
        .map(|p| (p.citation.as_str(), p.counterpart.as_deref()))
        .collect();
    assert_eq!(told.last(), Some(&("第1条第2項", None)));
    assert!(told.contains(&("第1条第1項の表の3の項", Some("出張所長"))), "{told:?}");
}

#[test]
fn what_stands_below_a_deleted_row_is_none_of_the_row_before_it() {
    let text = "第1条 別表第1の事務の欄に掲げる事務を同表の受任者の欄に掲げる者に委任する。\n別表第1\n項 | 受任者 | 事務\n1 | 支所長 | 住民票\n2から4まで | 削除 |\n | 出張所長 | 戸籍\n";
    let ordinance = parse(text);
    let first = ordinance.provisions.iter().find(|p| p.citation == "別表第1の1の項");
    assert_eq!(first.and_then(|p| p.counterpart.as_deref()), Some("支所長"), "{ordinance:?}");
}

#[test]
fn only_a_body_that_acts_by_its_own_authority_is_entrusted() {
    for (text, effect) in [
        ("甲町は、事務の管理及び執行を乙市に委託する。", Some(Effect::Entrust)),
        ("市長は、清掃の業務を業者に委託する。", None),
        ("委任　事務の一部を委任し、その名で行わせることをいう。", None),
        ("委任を受けた事務は、次に定めるところにより処理する。", None),
        ("村長ハ事務ヲ助役ニ委任ス但シ異例ノモノハ此ノ限ニ在ラズ", Some(Effect::Entrust)),
        ("村長ハ事務ヲ書記ヲシテ補助執行セシム", Some(Effect::Auxiliary)),
    ] {
        assert_eq!(crate::law::effect_of(text), effect, "{text}");
    }
}
