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
