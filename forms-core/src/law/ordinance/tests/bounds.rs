//! Texts with deep nesting and long texts.

use super::*;

#[test]
fn ten_thousand_brackets_hide_nothing_that_follows() {
    let deep = format!(
        "第1条 {}市長{}は、別に定める。\n第2条 以上\n",
        "(".repeat(10_000),
        ")".repeat(10_000)
    );
    assert_eq!(outline(&deep), ["第1条第1項 L--", "第2条第1項 L--"]);
    let open = format!("第1条 別に定める。{}\n第2条 以上\n", "（「".repeat(5_000));
    assert_eq!(outline(&open), ["第1条第1項 L--", "第2条第1項 L--"]);
}

#[test]
fn marks_that_take_turns_do_not_nest_without_end() {
    let text = format!("第1条 次の事務\n{}", "(1) 事務\nア 事務\n".repeat(20_000));
    let ordinance = parse(&text);
    let deepest = ordinance.provisions.iter().map(|p| p.path.subitems.len()).max();
    assert!(deepest < Some(12), "{deepest:?}");
    assert_citations_resolve(&parse("委任事務\nイ 体育館\nロ 運動場\n一 学校\nイ 本校\n"));
}

#[test]
fn time_grows_with_the_length_only() {
    for piece in [
        "(1) 事務\n",
        "第1条 委任\n",
        "2 事務\n",
        "「\n",
        "(\n",
        "別表第1\n1 事務\n",
        "1 | 2 | 3\n",
        "附則\n",
        "イ 事務\n",
        "一 事務\n",
        "第9条 事務\n",
    ] {
        let text = piece.repeat(400_000 / piece.len());
        let started = std::time::Instant::now();
        let _ = parse(&text);
        assert!(started.elapsed().as_secs() < 20, "{piece}");
    }
}

#[test]
fn time_to_find_the_takers_grows_with_the_length_only() {
    for piece in [
        "委任",
        "委任し、",
        "委任する事務は",
        "者に",
        "長、",
        "に属する者",
        "を補助する職員に",
        "並びに",
        "別表第1から",
        "職員をして",
        "教育長に別表第1を委任し、又は",
        "この場合委任し、",
        "は、",
        "次の事務を長に委任し、",
    ] {
        let sentence = piece.repeat(6_000 / piece.chars().count());
        let text = format!("第1条 {sentence}委任する。\n").repeat(20)
            + &format!("2 次の事務を教育長に委任する。{sentence}\n").repeat(20);
        let started = std::time::Instant::now();
        let _ = parse(&text);
        assert!(started.elapsed().as_secs() < 20, "{piece}");
    }
}

#[test]
fn many_tables_and_many_short_names_take_no_longer() {
    let articles =
        "第1条 甲市福祉事務所長（以下「所長」という。）に別表第1に掲げる事務を委任する。\n";
    let text = articles.repeat(4_000) + "別表第2\n" + &"1 | 事務\n".repeat(4_000);
    let started = std::time::Instant::now();
    let _ = parse(&text);
    assert!(started.elapsed().as_secs() < 20);
}
