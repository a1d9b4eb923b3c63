//! Numbers and kinds of instruments as citations and headings write them.

use super::*;

fn read(text: &str) -> Option<(InstrumentNumber, String)> {
    let chars: Vec<char> = text.chars().collect();
    let (number, length) = number_prefix_of(&chars)?;
    Some((number, chars[length..].iter().collect()))
}

fn number(
    era: Option<Era>,
    year: Option<u32>,
    issuer: Option<&str>,
    kind: &str,
    number: Option<u32>,
) -> InstrumentNumber {
    InstrumentNumber {
        era,
        year,
        month: None,
        issuer: issuer.map(str::to_owned),
        kind: Some(kind.to_owned()),
        number,
    }
}

#[test]
fn numbers_as_they_are_written() {
    let heisei = Some(Era::Heisei);
    for (text, want) in [
        ("条例第34号", number(None, None, None, "条例", Some(34))),
        ("大和郡山市条例第27号", number(None, None, Some("大和郡山市"), "条例", Some(27))),
        ("平29条例2", number(heisei, Some(29), None, "条例", Some(2))),
        ("平成２９年条例第２号", number(heisei, Some(29), None, "条例", Some(2))),
        ("平成二十九年条例第二号", number(heisei, Some(29), None, "条例", Some(2))),
        ("平成28年大和市条例第　号", number(heisei, Some(28), Some("大和市"), "条例", None)),
        ("平成28年大和市条例第○号", number(heisei, Some(28), Some("大和市"), "条例", None)),
        ("平成28年規則第0号", number(heisei, Some(28), None, "規則", None)),
        ("平成28年規則第〇号", number(heisei, Some(28), None, "規則", None)),
        ("令和元年規則第8号", number(Some(Era::Reiwa), Some(1), None, "規則", Some(8))),
        ("令元規則8", number(Some(Era::Reiwa), Some(1), None, "規則", Some(8))),
        (
            "平成24年長岡市教育委員会規則第13号",
            number(heisei, Some(24), Some("長岡市"), "教育委員会規則", Some(13)),
        ),
        ("平25教委規則9", number(heisei, Some(25), None, "教育委員会規則", Some(9))),
        (
            "昭和46年厚生省令第33号",
            number(Some(Era::Showa), Some(46), Some("厚生省"), "省令", Some(33)),
        ),
        (
            "平成26年内閣府・総務省令第7号",
            number(heisei, Some(26), Some("内閣府・総務省"), "省令", Some(7)),
        ),
        ("平成30年3月30日規則第3号", number(heisei, Some(30), None, "規則", Some(3))),
        ("令7訓令1", number(Some(Era::Reiwa), Some(7), None, "訓令", Some(1))),
    ] {
        assert_eq!(read(text), Some((want, String::new())), "{text}");
    }
}

#[test]
fn a_month_without_a_day_is_part_of_the_number() {
    let (got, rest) = read("平成14年3月条例第8号)").unwrap();
    assert_eq!((got.month, got.number, rest.as_str()), (Some(3), Some(8), ")"));
    assert_eq!(got.to_string(), "平成14年3月条例第8号");
}

#[test]
fn what_is_no_number() {
    for text in ["第3号", "委任規則第3号", "規則", "事務の委任に関する規則第3号", "平成27年", ""]
    {
        assert_eq!(read(text), None, "{text}");
    }
}

/// The number of an instrument as it is written, its issuer, kind and number.
type Issued = (&'static str, Option<&'static str>, &'static str, u32);

const ISSUED: &[Issued] = &[
    ("水道事業管理規程第3号", Some("水道事業"), "管理規程", 3),
    ("甲市水道事業管理規程第3号", Some("甲市水道事業"), "管理規程", 3),
    ("教育長訓令第3号", Some("教育長"), "訓令", 3),
    ("教育委員会訓令第2号", Some("教育委員会"), "訓令", 2),
    ("教委訓令第2号", Some("教委"), "訓令", 2),
    ("教育委員会告示第5号", Some("教育委員会"), "告示", 5),
    ("教委告示第5号", Some("教委"), "告示", 5),
    ("教育委員会規程第5号", Some("教育委員会"), "規程", 5),
    ("選挙管理委員会告示第4号", Some("選挙管理委員会"), "告示", 4),
    ("選管告示第4号", Some("選管"), "告示", 4),
    ("甲市選管告示第4号", Some("甲市選管"), "告示", 4),
    ("選管規程第4号", Some("選管"), "規程", 4),
    ("選挙管理委員会規程第4号", Some("選挙管理委員会"), "規程", 4),
    ("消防本部訓令第1号", Some("消防本部"), "訓令", 1),
    ("消防長訓令第1号", Some("消防長"), "訓令", 1),
    ("消防訓令第1号", Some("消防"), "訓令", 1),
    ("消防本部告示第1号", Some("消防本部"), "告示", 1),
    ("消本訓令第1号", Some("消本"), "訓令", 1),
    ("水管規程第3号", Some("水管"), "規程", 3),
    ("企業管理規程第3号", Some("企業"), "管理規程", 3),
    ("企管規程第3号", Some("企管"), "規程", 3),
    ("企業局管理規程第3号", Some("企業局"), "管理規程", 3),
    ("病院事業管理規程第2号", Some("病院事業"), "管理規程", 2),
    ("病院局管理規程第2号", Some("病院局"), "管理規程", 2),
    ("上下水道局管理規程第2号", Some("上下水道局"), "管理規程", 2),
    ("公営企業管理規程第1号", Some("公営企業"), "管理規程", 1),
    ("下水道事業管理規程第1号", Some("下水道事業"), "管理規程", 1),
    ("交通局規程第1号", Some("交通局"), "規程", 1),
    ("水道局規程第7号", Some("水道局"), "規程", 7),
    ("農業委員会規程第1号", Some("農業委員会"), "規程", 1),
    ("農委規程第1号", Some("農委"), "規程", 1),
    ("農業委員会告示第1号", Some("農業委員会"), "告示", 1),
    ("議会規則第1号", Some("議会"), "規則", 1),
    ("議会告示第1号", Some("議会"), "告示", 1),
    ("議会規程第1号", Some("議会"), "規程", 1),
    ("甲市議会規則第1号", Some("甲市議会"), "規則", 1),
    ("議会議長訓令第2号", Some("議会議長"), "訓令", 2),
    ("監査委員告示第2号", Some("監査委員"), "告示", 2),
    ("監査委員規程第2号", Some("監査委員"), "規程", 2),
    ("監査告示第1号", Some("監査"), "告示", 1),
    ("公平委員会規則第1号", Some("公平委員会"), "規則", 1),
    ("固定資産評価審査委員会規程第1号", Some("固定資産評価審査委員会"), "規程", 1),
    ("乙広域連合条例第1号", Some("乙広域連合"), "条例", 1),
    ("乙広域連合規則第2号", Some("乙広域連合"), "規則", 2),
    ("甲乙一部事務組合条例第3号", Some("甲乙一部事務組合"), "条例", 3),
    ("甲地区消防組合規則第5号", Some("甲地区消防組合"), "規則", 5),
    ("後期高齢者医療広域連合告示第6号", Some("後期高齢者医療広域連合"), "告示", 6),
    ("甲乙水道企業団管理規程第3号", Some("甲乙水道企業団"), "管理規程", 3),
    ("甲乙水道企業団規程第3号", Some("甲乙水道企業団"), "規程", 3),
    ("訓令甲第3号", None, "訓令甲", 3),
    ("甲市訓令甲第3号", Some("甲市"), "訓令甲", 3),
    ("訓令乙第4号", None, "訓令乙", 4),
    ("教育委員会訓令甲第1号", Some("教育委員会"), "訓令甲", 1),
    ("庁達第1号", None, "庁達", 1),
    ("通達第2号", None, "通達", 2),
    ("達第7号", None, "達", 7),
    ("達甲第7号", None, "達甲", 7),
    ("告示乙第1号", None, "告示乙", 1),
    ("警察本部訓令第1号", Some("警察本部"), "訓令", 1),
    ("公安委員会規則第4号", Some("公安委員会"), "規則", 4),
    ("人事委員会規則第3号", Some("人事委員会"), "規則", 3),
    ("会計管理者訓令第1号", Some("会計管理者"), "訓令", 1),
    ("教育委員会教育長訓令第5号", Some("教育委員会教育長"), "訓令", 5),
    ("市訓令第3号", Some("市"), "訓令", 3),
    ("町告示第5号", Some("町"), "告示", 5),
    ("ガス事業管理規程第2号", Some("ガス事業"), "管理規程", 2),
    ("水道事業管理者訓令第1号", Some("水道事業管理者"), "訓令", 1),
    ("消防署訓令第2号", Some("消防署"), "訓令", 2),
    ("選挙管理委員会規則第2号", Some("選挙管理委員会"), "規則", 2),
    ("甲町教育委員会訓令第７号", Some("甲町教育委員会"), "訓令", 7),
    ("水道事業管理規程第三号", Some("水道事業"), "管理規程", 3),
    ("下水道局規程第1号", Some("下水道局"), "規程", 1),
    ("企業局訓令第2号", Some("企業局"), "訓令", 2),
    ("上下水道事業管理規程第10号", Some("上下水道事業"), "管理規程", 10),
    ("簡易水道事業管理規程第2号", Some("簡易水道事業"), "管理規程", 2),
    ("自動車運送事業管理規程第2号", Some("自動車運送事業"), "管理規程", 2),
    ("農委告示第3号", Some("農委"), "告示", 3),
    ("公平委規則第1号", Some("公平委"), "規則", 1),
    ("固定資産評価審査委員会告示第1号", Some("固定資産評価審査委員会"), "告示", 1),
    ("監査委員訓令第1号", Some("監査委員"), "訓令", 1),
    ("代表監査委員訓令第1号", Some("代表監査委員"), "訓令", 1),
    ("選管訓令第1号", Some("選管"), "訓令", 1),
    ("議会訓令第1号", Some("議会"), "訓令", 1),
    ("市議会規程第1号", Some("市議会"), "規程", 1),
    ("市議会告示第1号", Some("市議会"), "告示", 1),
    ("消防団訓令第1号", Some("消防団"), "訓令", 1),
    ("消防組合訓令第1号", Some("消防組合"), "訓令", 1),
    ("広域行政組合規則第7号", Some("広域行政組合"), "規則", 7),
    ("衛生組合条例第1号", Some("衛生組合"), "条例", 1),
    ("企業団企業管理規程第3号", Some("企業団企業"), "管理規程", 3),
    ("甲乙企業団条例第3号", Some("甲乙企業団"), "条例", 3),
    ("教育庁訓令第1号", Some("教育庁"), "訓令", 1),
    ("教育長達第3号", Some("教育長"), "達", 3),
    ("市民病院訓令第1号", Some("市民病院"), "訓令", 1),
    ("区訓令甲第5号", Some("区"), "訓令甲", 5),
    ("港湾局管理規程第1号", Some("港湾局"), "管理規程", 1),
    ("消防局訓令第2号", Some("消防局"), "訓令", 2),
    ("地方公営企業管理規程第3号", Some("地方公営企業"), "管理規程", 3),
    ("水道企業管理規程第3号", Some("水道企業"), "管理規程", 3),
    ("収用委員会規程第1号", Some("収用委員会"), "規程", 1),
    ("海区漁業調整委員会告示第1号", Some("海区漁業調整委員会"), "告示", 1),
    ("水道事業管理規程　第3号", Some("水道事業"), "管理規程", 3),
    ("選管告示第 4 号", Some("選管"), "告示", 4),
    ("教育長訓令第３号", Some("教育長"), "訓令", 3),
    ("庁訓第1号", None, "庁訓", 1),
    ("内規第4号", None, "内規", 4),
    ("甲市病院事業管理規程第3号", Some("甲市病院事業"), "管理規程", 3),
    ("水道事業管理者告示第3号", Some("水道事業管理者"), "告示", 3),
    ("事務組合公告第3号", Some("事務組合"), "公告", 3),
];

#[test]
fn bodies_and_offices_issue_instruments() {
    for &(text, issuer, kind, n) in ISSUED {
        let want = number(None, None, issuer, kind, Some(n));
        assert_eq!(read(text), Some((want.clone(), String::new())), "{text}");
        assert_eq!(read(&want.to_string()), Some((want.clone(), String::new())), "{text}");
        let dated = format!("平成27年4月1日{text}");
        assert_eq!(read(&dated).map(|(n, _)| (n.issuer, n.kind)), Some((want.issuer, want.kind)));
    }
}

#[test]
fn the_item_of_a_titled_regulation_is_no_number() {
    for text in [
        "委任規則第3号",
        "事務の委任に関する規則第3号",
        "事務決裁規程第3号",
        "学校管理規則第3号",
        "文書管理規程第3号",
        "財務規則第3号",
        "教育委員会事務委任規則第3号",
        "水道事業管理者事務決裁規程第3号",
        "消防本部組織規程第3号",
        "公印規程第3号",
        "水道給水条例第3号",
        "議会委員会条例第3号",
        "庁舎管理規則第3号",
        "監査基準第3号",
        "職員服務規程第3号",
        "個人情報管理規程第3号",
        "様式第3号",
        "消防団員服務規則第3号",
        "指定金融機関事務取扱規程第3号",
        "告示に関する規則第3号",
        "職員安全衛生管理規程第3号",
        "自動車管理規程第3号",
        "審議会規則第3号",
        "総合計画審議会規則第3号",
        "公文書取扱規程第3号",
        "会計規則第3号",
        "事務局組織規則第3号",
        "議会事務局処務規程第3号",
        "消防長専決規程第3号",
        "教育長専決規程第3号",
        "水道局組織規程第3号",
        "物品保管規程第3号",
        "市税条例第3号",
        "職員の勤務時間に関する訓令第3号",
        "教育委員会公印規則第3号",
        "給水条例施行規程第3号",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    // Alone on its line it can be nothing else.
    let chars: Vec<char> = "病院管理規程第2号".chars().collect();
    let alone = number(None, None, Some("病院"), "管理規程", Some(2));
    assert_eq!(number_line(&chars), Some((alone, chars.len())));
    assert_eq!(read("病院管理規程第2号"), None);
}

#[test]
fn a_year_may_be_left_open_with_the_number() {
    for text in ["令和　年条例第　号", "令和○年○月○日条例第○号", "令和 年条例第_号"]
    {
        let want = number(Some(Era::Reiwa), None, None, "条例", None);
        assert_eq!(read(text), Some((want, String::new())), "{text}");
    }
}

#[test]
fn a_short_issuer_agrees_with_the_full_one() {
    for (a, b, agree) in [
        ("水管規程第3号", "水道事業管理規程第3号", true),
        ("水管規程第3号", "水道事業管理規程第4号", false),
        ("選管告示第8号", "選挙管理委員会告示第8号", true),
        ("選管告示第8号", "監査委員告示第8号", false),
        ("農委規程第1号", "農業委員会規程第1号", true),
        ("教育長訓令第1号", "消防長訓令第1号", false),
        ("大和市規則第1号", "大和郡山市規則第1号", false),
        ("規則第1号", "大和市規則第1号", true),
    ] {
        let (a, b) = (read(a).unwrap().0, read(b).unwrap().0);
        assert_eq!((a.agrees_with(&b), b.agrees_with(&a)), (agree, agree), "{a} {b}");
    }
}

#[test]
fn a_number_prints_as_it_is_cited() {
    for text in
        ["平成27年大和市条例第32号", "令和元年規則第8号", "昭和46年厚生省令第33号", "条例第　号"]
    {
        assert_eq!(read(text).unwrap().0.to_string(), text);
    }
}

#[test]
fn the_kind_comes_from_title_and_number() {
    let rule = read("平成24年教育委員会規則第9号").unwrap().0;
    let notice = read("平成20年告示第5号").unwrap().0;
    assert_eq!(Kind::of(Some("児童手当事務処理規則"), Some(&rule)), Kind::BoardOfEducationRule);
    assert_eq!(Kind::of(Some("事務取扱要綱"), Some(&notice)), Kind::Guideline);
    assert_eq!(Kind::of(Some("児童手当法施行規則"), None), Kind::MinisterialOrdinance);
    assert_eq!(Kind::of(Some("法"), None), Kind::Act);
    assert_eq!(Kind::of(None, Some(&rule)), Kind::BoardOfEducationRule);
    assert_eq!(Kind::of(None, None), Kind::Other);
}
