use super::*;
use crate::finding::Code;
use crate::law::ordinance::parse;
use crate::rules::check_shift;
use crate::rules::testing::{clean, found};

const TEXT: &str = "委任規則\n平成25年8月26日\n規則第24号\n\
    第1条 この規則は、委任について定める。\n\
    第2条 区長は、次に掲げる事務を教育委員会に委任する。\n\
    (1) 児童手当に関すること。\n(2) 奨学金に関すること。\n(3) 削除\n\
    第3条 区長は、図書館の事務を教育委員会事務局の職員に補助執行させる。\n\
    第4条 区長は、次に掲げる事務を教育長に委任する。\n(1) 学校\n2 前項の事務は、報告する。\n\
    第5条 区長は、会計の事務を教育長に委任する。\n\
    附則\nこの規則は、平成25年9月1日から施行する。\n";

const CITATION: &str = "/delegations/0/bases/0/citation";

fn with_text(app: &Application, text: &str) -> Vec<(Code, String)> {
    let parsed = InstrumentText::Parsed(Box::new(parse(text)));
    with_instrument(app, parsed)
}

fn with_instrument(app: &Application, text: InstrumentText) -> Vec<(Code, String)> {
    let mut out = Vec::new();
    check_instruments(app, &BTreeMap::from([("規則.txt".to_owned(), text)]), &mut out);
    out.iter()
        .map(|f| (f.code, f.location.pointer.clone().unwrap_or_default().to_string()))
        .collect()
}

fn citing(citation: &str) -> Application {
    let mut app = clean();
    app.delegations[0].bases[0].citation = citation.into();
    app
}

#[test]
fn a_right_basis_shows_nothing() {
    for citation in
        ["第2条第1号", "第２条第１項第２号", "第5条", "第5条第1項", "第4条第1項第1号", "第4条第2項"]
    {
        assert_eq!(with_text(&citing(citation), TEXT), [], "{citation}");
    }
}

#[test]
fn law_001_cannot_read_what_is_no_provision() {
    for text in ["第条", "委任規則による"] {
        assert_eq!(found(&citing(text)), [(Code::Law001, CITATION.to_owned())], "{text}");
    }
    for text in ["第２条第１項第１号", "第二条第一号", "第2条第1項第(1)号"] {
        assert_eq!(found(&citing(text)), [], "{text}");
    }
}

#[test]
fn law_002_the_item_is_left_open() {
    for text in ["第2条", "第2条第1項"] {
        assert_eq!(with_text(&citing(text), TEXT), [(Code::Law002, CITATION.to_owned())], "{text}");
    }
    let mut out = Vec::new();
    let texts =
        BTreeMap::from([("規則.txt".to_owned(), InstrumentText::Parsed(Box::new(parse(TEXT))))]);
    check_instruments(&citing("第2条"), &texts, &mut out);
    assert_eq!(out[0].arg("items"), Some(&crate::finding::ArgValue::Number(2)));
    let names = vec!["第1号".to_owned(), "第2号".to_owned()];
    assert_eq!(out[0].arg("names"), Some(&crate::finding::ArgValue::List(names)));
}

#[test]
fn law_008_holds_the_numbers_of_every_issuer_against_the_text() {
    const NUMBER: &str = "/delegations/0/bases/0/number";
    for (actual, entered, differs) in [
        ("水道事業管理規程第3号", "平成25年水道事業管理規程第4号", true),
        ("水道事業管理規程第3号", "平成25年水道事業管理規程第3号", false),
        ("水道事業管理規程第3号", "平成25年水管規程第3号", false),
        ("水道事業管理規程第3号", "平成26年水管規程第3号", true),
        ("教育長訓令第5号", "平成25年教育長訓令第6号", true),
        ("教育長訓令第5号", "教育長訓令第5号", false),
        ("選管告示第8号", "選管告示第9号", true),
        ("選管告示第8号", "選挙管理委員会告示第8号", false),
        ("消防本部訓令第1号", "消防本部訓令第2号", true),
        ("訓令甲第1号", "訓令乙第1号", true),
        ("病院管理規程第2号", "病院管理規程第3号", true),
        ("監査委員告示第2号", "監査委員告示第2号", false),
    ] {
        let text = TEXT.replace("規則第24号", actual);
        let mut app = citing("第5条");
        app.delegations[0].bases[0].number = entered.into();
        let wanted = if differs { vec![(Code::Law008, NUMBER.to_owned())] } else { Vec::new() };
        assert_eq!(with_text(&app, &text), wanted, "{actual}: {entered}");
    }
}

#[test]
fn law_007_in_the_citation_does_not_hide_the_provision() {
    let citation = "世田谷区教育委員会に対する事務委任規則（平成25年規則第　号）第2条";
    let app = citing(citation);
    assert_eq!(found(&app), [(Code::Law007, CITATION.to_owned())]);
    assert_eq!(with_text(&app, TEXT), [(Code::Law002, CITATION.to_owned())]);
}

#[test]
fn what_cannot_be_read_to_its_end_is_not_held_against_the_text() {
    for text in ["第2条第", "第2条第1項第1号及び第", "第9条第"] {
        assert_eq!(with_text(&citing(text), TEXT), [], "{text}: LAW-001 has said it");
    }
}

#[test]
fn law_003_there_is_no_such_provision() {
    for text in [
        "第2条第9号",
        "第9条",
        "第2条第2項第1号",
        "附則第3項",
        "別表第1の1の項",
        "第2条第1号イ",
        "第5条ただし書",
    ] {
        assert_eq!(with_text(&citing(text), TEXT), [(Code::Law003, CITATION.to_owned())], "{text}");
    }
}

#[test]
fn law_004_is_more_than_one_provision() {
    for text in ["第2条各号", "第2条第1号から第3号まで", "第2条第1号等"] {
        assert_eq!(found(&citing(text)), [(Code::Law004, CITATION.to_owned())], "{text}");
    }
}

#[test]
fn law_005_lends_staff_only() {
    assert_eq!(with_text(&citing("第3条"), TEXT), [(Code::Law005, CITATION.to_owned())]);
}

#[test]
fn law_006_was_deleted() {
    assert_eq!(with_text(&citing("第2条第3号"), TEXT), [(Code::Law006, CITATION.to_owned())]);
    let mut ended = citing("第2条第3号");
    ended.delegations[0].action = Action::End;
    assert_eq!(with_text(&ended, TEXT), []);
}

#[test]
fn law_007_has_no_number() {
    let number = "/delegations/0/bases/0/number".to_owned();
    for text in ["", "規則第　号", "平成25年規則第○号", "不明"] {
        let mut app = clean();
        app.delegations[0].bases[0].number = text.into();
        assert_eq!(found(&app), [(Code::Law007, number.clone())], "{text}");
    }
    for text in ["平成25年規則第24号", "平25規則24", "平成二十五年世田谷区規則第二十四号"]
    {
        let mut app = clean();
        app.delegations[0].bases[0].number = text.into();
        assert_eq!(found(&app), [], "{text}");
    }
}

#[test]
fn law_008_names_another_instrument() {
    let mut app = clean();
    app.delegations[0].bases[0].title = "補助執行規則".into();
    assert_eq!(with_text(&app, TEXT), [(Code::Law008, "/delegations/0/bases/0/title".to_owned())]);
    let mut app = clean();
    app.delegations[0].bases[0].number = "平成26年規則第24号".into();
    assert_eq!(with_text(&app, TEXT), [(Code::Law008, "/delegations/0/bases/0/number".to_owned())]);
    let mut app = clean();
    app.delegations[0].bases[0].title = "委任　規則".into();
    app.delegations[0].bases[0].number = "平成２５年世田谷区規則第２４号".into();
    assert_eq!(with_text(&app, TEXT), []);
}

#[test]
fn law_009_has_no_text() {
    let at = "/attachments/0/file".to_owned();
    assert_eq!(with_instrument(&clean(), InstrumentText::NoText), [(Code::Law009, at.clone())]);
    assert_eq!(with_text(&clean(), "請求書\n"), [(Code::Law009, at)]);
    assert_eq!(with_instrument(&clean(), InstrumentText::Missing), []);
}

#[test]
fn law_010_is_neither_ordinance_nor_rule() {
    let at = "/delegations/0/bases/0/kind".to_owned();
    let mut app = clean();
    app.delegations[0].bases[0].kind = InstrumentKind::Guideline;
    assert_eq!(found(&app), [(Code::Law010, at.clone())]);
    let mut app = clean();
    app.delegations[0].bases[0].title = "事務取扱要領".into();
    assert_eq!(found(&app), [(Code::Law010, at)]);
    let mut app = clean();
    app.delegations[0].bases[0].kind = InstrumentKind::BoardRule;
    assert_eq!(found(&app), []);
}

#[test]
fn law_011_the_paragraph_is_left_open() {
    for text in ["第4条", "第4条第1号"] {
        assert_eq!(with_text(&citing(text), TEXT), [(Code::Law011, CITATION.to_owned())], "{text}");
    }
}

#[test]
fn law_012_the_numbers_have_shifted() {
    let shifted = TEXT.replace(
        "(1) 児童手当に関すること。\n(2)",
        "(1) 体育館に関すること。\n(2) 児童手当に関すること。\n(2)の2",
    );
    let (old, new) = (parse(TEXT), parse(&shifted));
    let found = check_shift("第2条第1号", &old, &new);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].arg("now"),
        Some(&crate::finding::ArgValue::Text("第2条第1項第2号".into()))
    );
    assert_eq!(check_shift("第5条", &old, &new), []);
    assert_eq!(check_shift("第2条第1号", &old, &old), []);
}

#[test]
fn law_013_takes_effect_too_late() {
    let mut app = clean();
    app.delegations[0].start = "2013-08-31".into();
    assert_eq!(with_text(&app, TEXT), [(Code::Law013, "/delegations/0/start".to_owned())]);
    app.delegations[0].start = "2013-09-01".into();
    assert_eq!(with_text(&app, TEXT), []);
}

#[test]
fn a_law_named_beside_the_rule_is_not_looked_up_in_it() {
    assert_eq!(with_text(&citing("地方自治法第180条の2及び委任規則第2条第1号"), TEXT), []);
}

#[test]
fn dlg_009_the_provision_delegates_only_part() {
    let limited = |own: &str, list: &str| {
        TEXT.replace("児童手当に関すること。", own).replace("次に掲げる事務を教育委員会", list)
    };
    let plain = "次に掲げる事務を教育委員会";
    let scope = "/delegations/0/scope".to_owned();
    for text in [
        limited("児童手当に関すること(認定に限る。)。", plain),
        limited("児童手当に関すること。(支払を除く。)", plain),
        limited("児童手当に関することの一部", plain),
        limited("児童手当に関すること。", "次に掲げる事務(支払を除く。)を教育委員会"),
    ] {
        let told = with_text(&citing("第2条第1号"), &text);
        assert_eq!(told, [(Code::Dlg009, scope.clone())], "{text}");
        let mut part = citing("第2条第1号");
        part.delegations[0].scope = crate::application::Scope::Part;
        assert_eq!(with_text(&part, &text), [], "{text}");
    }
    for text in [
        limited(
            "児童手当に関すること。",
            "市長の権限に属する事務の一部として次に掲げる事務を教育委員会",
        ),
        limited("児童手当に係るもの", plain),
    ] {
        assert_eq!(with_text(&citing("第2条第1号"), &text), [], "{text}");
    }
}
