use super::*;
use crate::finding::{ArgValue, Code, Lang};

fn list(text: &str) -> ExpectedList {
    read_expected(text.as_bytes(), Pack::standard())
}

fn codes(text: &str) -> Vec<String> {
    let list = list(text);
    let messages: Vec<String> = list.findings.iter().map(|f| f.message(Lang::Ja)).collect();
    assert_eq!(messages, [""; 0]);
    list.applicants.iter().map(|applicant| applicant.code.to_string()).collect()
}

/// The lines with findings and what is wrong with each.
fn bad(text: &str) -> Vec<(String, String)> {
    let of = |finding: &Finding, name| match finding.arg(name) {
        Some(ArgValue::Number(number)) => number.to_string(),
        Some(ArgValue::Text(text)) => text.clone(),
        other => format!("{other:?}"),
    };
    let findings = list(text).findings;
    findings.iter().map(|f| (of(f, "line"), of(f, "problem"))).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn codes_and_names_of_one_are_read() {
    let list = "団体コード,団体名\n312011,鳥取市\n\n# 済\n,米子市\n\"３１２０３７\"\n";
    assert_eq!(codes(list), ["312011", "312029", "312037"]);
    assert_eq!(codes("東京都,府中市\n312011,鳥取市"), ["132063", "312011"]);
    assert_eq!(codes("北海道,古宇郡,泊村\n塩釜市\n鹿嶋市"), ["014036", "042030", "082228"]);
    assert_eq!(codes("1,鳥取市\n2,米子市"), ["312011", "312029"], "numbers of lines are no codes");
    assert_eq!(codes("鳥取市\n鳥取市\n312011"), ["312011"], "twice the same is once");
    assert_eq!(codes(""), [""; 0]);
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("鳥取市\n米子市");
    assert_eq!(read_expected(&sjis, Pack::standard()).applicants.len(), 2);
}

#[test]
fn every_bad_line_is_named_at_once_the_first_too() {
    let text = "鳥鳥市\n鳥取市\n府中市\n312012,鳥取市\n12033,小樽市\n311120,x\n312011,米子市\n鳥取県八頭郡岩美町\n";
    let found = pairs(&[
        ("1", "nobody"),
        ("3", "several"),
        ("4", "check-digit"),
        ("5", "digits"),
        ("6", "unknown-code"),
        ("7", "other-name"),
        ("8", "nobody"),
    ]);
    assert_eq!(bad(text), found);
    let findings = list(text).findings;
    assert!(findings.iter().all(|f| f.code == Code::Xls020));
    assert_eq!(
        findings[0].message(Lang::Ja),
        "1行目「鳥鳥市」：この名前の地方公共団体はありません。"
    );
    let undecoded = read_expected(b"a\n\xff\xff", Pack::standard());
    assert_eq!(undecoded.findings, [crate::finding::make::xls_014(2)]);
}

#[test]
fn a_heading_is_known_by_its_words_and_what_is_above_is_a_title() {
    let text = "令和元年6月　提出団体,,\nNo.,団体名,団体コード,管内\n1,小樽市,012033,後志\n";
    let list = list(text);
    assert_eq!(list.findings, []);
    assert_eq!(
        (list.applicants[0].name.as_str(), list.applicants[0].area.as_str()),
        ("小樽市", "後志")
    );
    // Nothing that names somebody is passed over for a heading below it.
    assert_eq!(codes("小樽市\n函館市").len(), 2);
    assert_eq!(bad("小樽市\n市町村\n函館市"), pairs(&[("2", "nobody")]));
    // A wrong first line is no heading, though it looks like a word of one.
    assert_eq!(bad("名奇市\n小樽市"), pairs(&[("1", "nobody")]));
    assert_eq!(
        bad("団体コード,団体名\n012034,小樽市\n01203,小樽市"),
        pairs(&[("2", "check-digit"), ("3", "digits")])
    );
    // A ward of a city files nothing.
    assert_eq!(bad("011011,札幌市中央区"), pairs(&[("1", "unknown-code")]));
}

#[test]
fn an_association_has_the_name_of_the_list_and_its_members() {
    let text = "コード,名称,構成団体,管内\n\
                018503,空知広域連合,\"砂川市、歌志内市、奈井江町・上砂川町、浦臼町、新十津川町\",空知\n\
                012033,小樽市,,\n";
    let list = list(text);
    assert_eq!(list.findings, []);
    let [city, association] = &list.applicants[..] else { panic!("{list:?}") };
    assert_eq!(city.area, "後志総合振興局", "the table knows");
    assert_eq!((association.name.as_str(), association.area.as_str()), ("空知広域連合", "空知"));
    assert_eq!(association.members.len(), 6);
    let of = |text: &str| {
        let list = super::read_expected(text.as_bytes(), Pack::standard());
        list.applicants[0].members.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    // Without a heading, what follows the name; 府中市 is that of its prefecture.
    assert_eq!(of("138550,多摩何某組合,府中市,調布市"), ["132063", "132080"]);
    let wrong =
        "コード,名称,構成団体\n018503,空知広域連合,砂川市、砂山市\n018503,空知,\n018511,,\n";
    let problems: Vec<String> = bad(wrong).into_iter().map(|(_, problem)| problem).collect();
    assert_eq!(problems[..2], ["member", "twice"]);
}

#[test]
fn an_association_without_a_name_cannot_be_missed() {
    assert_eq!(bad("018503"), pairs(&[("1", "unnamed")]));
    assert_eq!(bad("018503,空知広域連合"), pairs(&[]));
}

#[test]
fn a_prefecture_is_its_offices() {
    let hokkaido = expected_of_prefecture("北海道").unwrap();
    assert_eq!(hokkaido.len(), 180);
    assert_eq!(hokkaido[0].name, "北海道");
    assert_eq!(expected_of_prefecture("佐賀"), None);
}
