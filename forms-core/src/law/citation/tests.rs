mod generated;

use serde_json::{Value, json};

use super::{CitationProblem, Style, read};

/// What a text cites, in normal form.
fn cited(text: &str) -> Vec<String> {
    let reading = read(text);
    assert_eq!(reading.problems, [], "{text}");
    reading.citations.iter().map(|c| c.canonical(Style::HalfWidth)).collect()
}

fn path(text: &str) -> Value {
    let reading = read(text);
    let citation = reading.single().unwrap_or_else(|| panic!("{text}: {reading:?}"));
    serde_json::to_value(&citation.path).unwrap()
}

#[test]
fn every_notation_of_one_place() {
    for text in [
        "第3条の2第1項第4号イ",
        "第３条の２第１項第４号イ",
        "第三条の二第一項第四号イ",
        "第三条ノ二第一項第四号イ",
        "第３条の2第一項第４号イ",
        "第3条の2 第1項 第4号 イ",
        "第 3 条の2　第 1 項　第 4 号　イ",
        "第3条の2第1項(4)イ",
        "第3条の2第1項⑷イ",
        "第3条の2第1項㈣イ",
        "第3条の2第1項（４）イ",
        "3条の2第1項4号イ",
        "第3条の2第1項の(4)のイ",
        "第3条の2第1項第4号ｲ",
        "第2章第3条の2第1項第4号イ",
        "第3条の2（委任事務）第1項第4号イ",
        "第3条の2第1項第4号イ（奨学金）",
        "根拠規定：第3条の2第1項第4号イ",
        "第3条の2第1項第4号イの規定による",
        "第3条の2第1項第4号イに掲げる事務",
        "「第3条の2第1項第4号イ」",
        "（第3条の2第1項第4号イ）",
        "第三條の二第一項第四號イ",
    ] {
        assert_eq!(cited(text), ["第3条の2第1項第4号イ"], "{text}");
    }
}

#[test]
fn a_path_is_what_the_contract_says() {
    assert_eq!(
        path("第3条の2第1項第4号イ(1)"),
        json!({"division": "main", "article": [3, 2], "paragraph": 1, "item": [4],
               "subitems": ["イ", "(1)"], "table": null, "part": null})
    );
    assert_eq!(
        path("附則第3項"),
        json!({"division": {"supplementary": 1}, "article": null, "paragraph": 3, "item": null,
               "subitems": [], "table": null, "part": null})
    );
    assert_eq!(path("付　則第３項"), path("附則第3項"));
    assert_eq!(
        path("附則（平成29年規則第3号）第2項"),
        json!({"division": {"supplementary": null, "amending": {"era": "平成", "year": 29,
                   "month": null, "issuer": null, "kind": "規則", "number": 3}},
               "article": null, "paragraph": 2, "item": null, "subitems": [],
               "table": null, "part": null})
    );
    assert_eq!(
        path("附則（平成29年規則第3号）第2項"),
        path("付則(平成二十九年三月三十日規則第三号抄)第二項")
    );
}

#[test]
fn tables_and_their_rows() {
    let row = |text: &str| path(text)["table"].clone();
    let table = |name: &str, row: Option<&str>, column: Option<&str>| json!({"name": name, "row": row, "column": column});
    assert_eq!(row("別表第1の6の項"), table("別表第1", Some("6"), None));
    assert_eq!(row("別表第一の六の項"), table("別表第1", Some("6"), None));
    assert_eq!(row("別表第４の１の項"), table("別表第4", Some("1"), None));
    assert_eq!(row("別表第2の69の2の項"), table("別表第2", Some("69の2"), None));
    assert_eq!(row("別表第1の2中3の項"), table("別表第1の2", Some("3"), None));
    assert_eq!(row("別表の6の項右欄"), table("別表", Some("6"), Some("右欄")));
    assert_eq!(row("別表6の項第2欄"), table("別表", Some("6"), Some("第2欄")));
    assert_eq!(row("別表第1（第2条関係）6の項"), table("別表第1", Some("6"), None));
    assert_eq!(row("別表第1（第2条関係）の6の項"), table("別表第1", Some("6"), None));
    assert_eq!(row("別表第1 6の項"), table("別表第1", Some("6"), None));
    assert_eq!(row("別表第1町長の項"), table("別表第1", Some("町長"), None));
    assert_eq!(row("別表第1"), table("別表第1", None, None));
    assert_eq!(row("第3条の表の2の項"), table("表", Some("2"), None));
    assert_eq!(path("第3条第1項の表2の項")["paragraph"], 1);
    let item = path("別表第１第24号");
    assert_eq!((&item["table"]["name"], &item["item"]), (&json!("別表第1"), &json!([24])));
    assert_eq!(path("別表第24号")["table"]["name"], "別表");
}

#[test]
fn how_deep_a_citation_goes() {
    for (text, want) in [
        ("第2条", "article"),
        ("第2条第1項", "paragraph"),
        ("第2条第1項第3号", "item"),
        ("第2条第3号の2", "item"),
        ("第3号", "item"),
        ("第2条第1項第3号ア(ア)a", "subitem"),
        ("別表第1", "table"),
        ("別表第1の6の項", "table_row"),
        ("附則", "supplementary"),
        ("附則第3項", "paragraph"),
        ("附則第2条", "article"),
        ("第2条ただし書", "article"),
    ] {
        let citation = read(text).single().cloned().unwrap_or_else(|| panic!("{text}"));
        assert_eq!(json!(citation.granularity()), want, "{text}");
    }
}

#[test]
fn parts_of_a_provision() {
    for (text, part) in [
        ("第2条ただし書", "proviso"),
        ("第2条第2項但書", "proviso"),
        ("第2条第2項本文", "main_text"),
        ("第2条第2項前段", "first_sentence"),
        ("第2条第2項後段", "second_sentence"),
        ("第2条第1項各号列記以外の部分", "chapeau"),
        ("第2条第1項第3号柱書", "chapeau"),
    ] {
        assert_eq!(path(text)["part"], part, "{text}");
    }
}

#[test]
fn several_citations_share_what_stands_before() {
    for (text, want) in [
        ("第2条第3号及び第4号", &["第2条第3号", "第2条第4号"][..]),
        (
            "第2条第1項第3号、第5号並びに第3条第1号",
            &["第2条第1項第3号", "第2条第1項第5号", "第3条第1号"],
        ),
        (
            "第2条第1項第4号イ、ロ及びハ",
            &["第2条第1項第4号イ", "第2条第1項第4号ロ", "第2条第1項第4号ハ"],
        ),
        ("第2条(4)及び(5)", &["第2条第4号", "第2条第5号"]),
        ("第2条第4号イ(1)、(2)及びロ", &["第2条第4号イ(1)", "第2条第4号イ(2)", "第2条第4号ロ"]),
        ("第2条第1項及び同条第2項", &["第2条第1項", "第2条第2項"]),
        ("第5条第2項第1号及び同項第3号", &["第5条第2項第1号", "第5条第2項第3号"]),
        ("第5条第2項及び前項", &["第5条第2項", "第5条第1項"]),
        ("第5条第2項及び前条", &["第5条第2項", "第4条"]),
        ("第3条の2及び前条", &["第3条の2", "第3条"]),
        ("別表第1の6の項及び7の項", &["別表第1の6の項", "別表第1の7の項"]),
        ("附則第2項及び第3項", &["附則第2項", "附則第3項"]),
        ("附則第2条及び第3条", &["附則第2条", "附則第3条"]),
        ("附則第2項及び第3条", &["附則第2項", "第3条"]),
        ("第2条第1号 第3条第2号", &["第2条第1号", "第3条第2号"]),
        ("第2条第1号\n第3条第2号", &["第2条第1号", "第3条第2号"]),
        ("第2条第1号・第2号", &["第2条第1号", "第2条第2号"]),
        ("第2条本文及びただし書", &["第2条本文", "第2条ただし書"]),
    ] {
        assert_eq!(cited(text), want, "{text}");
    }
}

#[test]
fn instruments_with_title_and_number() {
    let instrument = |text: &str| {
        let reading = read(text);
        let citation = reading.single().cloned().unwrap_or_else(|| panic!("{text}: {reading:?}"));
        serde_json::to_value(citation.instrument).unwrap()
    };
    let number = |issuer: Option<&str>, kind: &str, n: Option<u32>| json!({"era": "平成", "year": 27, "month": null, "issuer": issuer, "kind": kind, "number": n});
    let title = "桜野台市教育委員会への事務の委任及び補助執行に関する規則";
    for text in [
        format!("{title}（平成27年規則第24号）第2条第3号"),
        format!("{title}(平成２７年規則第２４号。以下「規則」という。)第２条第３号"),
        format!("{title} 平成27年規則第24号 第2条第3号"),
        format!("○{title}（平成27年8月26日規則第24号）の第2条第3号"),
        format!("「{title}」（平成27年規則第24号）第2条第3号"),
    ] {
        assert_eq!(
            instrument(&text),
            json!({"title": title, "kind": "規則", "number": number(None, "規則", Some(24))}),
            "{text}"
        );
    }
    assert_eq!(instrument("第2条第3号"), Value::Null);
    assert_eq!(instrument("この規則第2条第3号"), Value::Null);
    // The number that was left blank is a problem of its own.
    let blank = read("大和市手数料条例（平成27年大和市条例第　号）第2条");
    assert_eq!(
        serde_json::to_value(&blank.citations[0].instrument).unwrap()["number"],
        number(Some("大和市"), "条例", None)
    );
    assert_eq!(
        instrument("平成27年大和市教育委員会規則第3号第2条第1号"),
        json!({"title": null, "kind": "教育委員会規則",
               "number": number(Some("大和市"), "教育委員会規則", Some(3))})
    );
    assert_eq!(instrument("法第19条第4項"), json!({"title": "法", "kind": "法律", "number": null}));
    assert_eq!(instrument("（平成27年規則第28号）第2条第3号")["number"]["number"], 28);
    assert_eq!(instrument("条例第34号第2条")["number"]["number"], 34);
    assert_eq!(instrument("生活保護法施行細則第3条第2号")["kind"], "規則");
    assert_eq!(instrument("事務委任規則第3号")["number"], Value::Null);
}

#[test]
fn instruments_carry_over_and_short_names_stand_for_them() {
    let reading = read(
        "生活保護法（昭和25年法律第144号。以下「法」という。）第19条第4項、第24条及び○○市規則第2条第3号並びに法第63条",
    );
    assert_eq!(reading.problems, []);
    let titles: Vec<_> = reading
        .citations
        .iter()
        .map(|c| c.instrument.as_ref().unwrap().title.clone().unwrap())
        .collect();
    assert_eq!(titles, ["生活保護法", "生活保護法", "○○市規則", "生活保護法"]);
    let reading = read("生活保護法第19条第4項の規定に基づく福祉事務所長委任規則第2条第1号");
    assert_eq!(reading.problems, []);
    assert_eq!(
        reading.citations[1].instrument.as_ref().unwrap().title.as_deref(),
        Some("福祉事務所長委任規則")
    );
}

#[test]
fn parts_of_a_text_without_articles() {
    for text in ["第2号1(1)ア", "第2の1(1)ア", "第２の１の（１）のア"] {
        let got = path(text);
        assert_eq!(
            (&got["item"], &got["subitems"]),
            (&json!([2]), &json!(["1", "(1)", "ア"])),
            "{text}"
        );
    }
    assert_eq!(path("第2条ア")["subitems"], json!(["ア"]));
}

#[test]
fn bare_numbers_below_an_item() {
    for (text, item, subitems, canonical) in [
        ("第2条第4号イ1", [4].as_slice(), ["イ", "1"].as_slice(), "第2条第4号イ1"),
        ("第２条第４号イ１", &[4], &["イ", "1"], "第2条第4号イ1"),
        ("第2条第4号イ一", &[4], &["イ", "1"], "第2条第4号イ1"),
        ("第2条第4号イの1", &[4], &["イの1"], "第2条第4号イの1"),
        ("第2条第4号イ(1)", &[4], &["イ", "(1)"], "第2条第4号イ(1)"),
        ("第2条第4号イ中1", &[4], &["イ", "1"], "第2条第4号イ1"),
        ("第2号1", &[2], &["1"], "第2号1"),
        ("第2号一", &[2], &["1"], "第2号1"),
        ("第2号1ア", &[2], &["1", "ア"], "第2号1ア"),
        ("第2号6の1", &[2], &["6の1"], "第2号6の1"),
        ("第2号6のうち1", &[2], &["6", "1"], "第2号6中1"),
        ("第2号の2のうち1", &[2, 2], &["1"], "第2号の2中1"),
        ("第2号の21", &[2, 21], &[], "第2号の21"),
        ("第2条第4号アa", &[4], &["ア", "a"], "第2条第4号アa"),
        ("第2条第4号アa1", &[4], &["ア", "a", "1"], "第2条第4号アa1"),
    ] {
        let read = path(text);
        assert_eq!((&read["item"], &read["subitems"]), (&json!(item), &json!(subitems)), "{text}");
        assert_eq!(cited(text), [canonical], "{text}");
    }
    assert_eq!(cited("第2号イ1及び2"), ["第2号イ1", "第2号イ2"]);
    assert_eq!(cited("第2号一、二及び第3号"), ["第2号1", "第2号2", "第3号"]);
    // A mark below several provisions is below none of them.
    assert_eq!(read("前2号イ1、イ2").citations, []);
    // 一部 is a word.
    assert_eq!(path("第2条第3号（一部）")["subitems"], json!([]));
    assert_eq!(read("第2条第3号一部").problems.len(), 1);
    assert_eq!(read("第2条第3号二十条").single(), None);
}

#[test]
fn what_nobody_sees_is_no_part_of_a_citation() {
    for text in [
        "第\u{200b}2条第3号",
        "\u{feff}第2条第3号",
        "第2条\u{ad}第3号\u{200e}",
        "第\u{2060}2条第3\u{200f}号",
        "第2\t条\u{200b}　第3\r\n号",
    ] {
        assert_eq!(cited(text), ["第2条第3号"], "{text:?}");
    }
}

#[test]
fn places_in_a_text_count_its_blanks() {
    let reading = read("第\u{200b} ２ 条　第 ３ 号 及び 別紙");
    assert_eq!(reading.citations[0].span, (0, 12));
    assert_eq!((reading.problems[0].at, reading.problems[0].text.as_str()), (16, "別紙"));
    let reading = read("規則第　号第 2 条");
    assert_eq!((reading.problems[0].at, reading.citations[0].span), (0, (5, 10)));
}

#[test]
fn a_blank_number_is_told_once_for_each_instrument() {
    let blank = |text: &str| {
        let reading = read(text);
        let told = reading.problems.iter().filter(|p| p.reason == CitationProblem::BlankNumber);
        (told.count(), reading.has_unread())
    };
    assert_eq!(blank("平成28年規則第　号第2条、平成28年規則第　号第3条"), (1, false));
    assert_eq!(blank("平成28年規則第　号第2条、平成29年規則第　号第3条"), (2, false));
    assert_eq!(
        blank("手数料条例（平成28年条例第　号。以下「条例」という。）第2条及び条例第3条"),
        (1, false)
    );
    assert_eq!(blank("附則（平成29年規則第○号）第2項"), (1, false));
    assert_eq!(blank("平成28年規則第　号第2条及び別紙"), (1, true));
    assert_eq!(blank("平成28年規則第8号第2条"), (0, false));
}

#[test]
fn what_is_more_than_one_provision() {
    for text in [
        "第2条第1号から第3号まで",
        "第2条第1号～第3号",
        "第2条から第4条まで",
        "第2条各号",
        "第2条第1項各号",
        "第2条第1号等",
        "第2条第1号ほか",
        "第2章",
        "各号",
        "別表第1の1の項から6の項まで",
        "第5条の前各号",
    ] {
        let reading = read(text);
        assert_eq!(reading.citations, [], "{text}");
        assert_eq!(reading.problems.len(), 1, "{text}: {reading:?}");
        assert_eq!(reading.problems[0].reason, CitationProblem::Several, "{text}");
    }
    let reading = read("第2条第1号から第3号まで及び第5号");
    assert_eq!(reading.citations[0].canonical(Style::HalfWidth), "第2条第5号");
}

#[test]
fn what_cannot_be_read_has_a_place_and_a_reason() {
    for (text, at, reason) in [
        ("", 0, CitationProblem::NoProvision),
        ("　", 1, CitationProblem::NoProvision),
        ("第条", 1, CitationProblem::Unreadable),
        ("第2条第号", 4, CitationProblem::Unreadable),
        ("第2条第二十3号", 4, CitationProblem::Unreadable),
        ("第2条第十十号", 4, CitationProblem::Unreadable),
        ("別紙のとおり", 0, CitationProblem::Unreadable),
        ("桜野台市事務委任規則", 10, CitationProblem::NoProvision),
        ("同条第2項", 0, CitationProblem::NothingBefore),
        ("イ", 0, CitationProblem::NothingBefore),
        ("第2条第3号第1項", 6, CitationProblem::Unreadable),
        ("様式第1号", 0, CitationProblem::Unreadable),
        ("平成28年大和市条例第　号", 0, CitationProblem::BlankNumber),
        ("第2条第0項", 0, CitationProblem::Zero),
        ("第2条第3号ホゲ", 6, CitationProblem::Unreadable),
        ("第2条3", 3, CitationProblem::Unreadable),
        ("第2", 1, CitationProblem::Unreadable),
        ("別記第1号様式", 0, CitationProblem::Unreadable),
    ] {
        let reading = read(text);
        assert_eq!(reading.problems.len(), 1, "{text}: {reading:?}");
        let problem = &reading.problems[0];
        assert_eq!((problem.at, problem.reason), (at, reason), "{text}: {problem:?}");
    }
}

#[test]
fn what_cannot_be_read_is_said_in_words() {
    use crate::finding::Lang;
    for (text, said) in [
        ("第条", "「第条」に条番号がありません。"),
        ("第2条第号", "「第号」に号番号がありません。"),
        ("同条第2項", "「同条第2項」の前に、もとになる条がありません。"),
        ("第2条第0項", "「第2条第0項」のような0番の条・項・号はありません。"),
        ("桜野台市事務委任規則", "条・項・号が書かれていません。"),
        ("別紙のとおり", "1文字目の「別紙のとおり」から先が、条・項・号ではありません。"),
    ] {
        let message = read(text).problems[0].finding(text).message(Lang::Ja);
        assert!(message.ends_with(said), "{message}");
    }
}
