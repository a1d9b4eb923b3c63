//! What a letter says, and that nothing in it can become markup.

use jiff::civil::date;

use super::*;
use crate::finding::{make, word};

fn letter(code: &str, organ: Organ, name: &str, value: &str, deadline: Option<Date>) -> Letter {
    let key = ApplicantKey { code: code.parse().unwrap(), organ };
    let finding = make::xap_001("北海道", name, value, 4, word::Xap001::Other);
    let places = vec!["北海道 / J59".to_owned(), format!("{name}：なし")];
    let file = LetterFile {
        name: "a.zip".into(),
        received: "2019-05-20 09:00".into(),
        sha256: Sha256Hex("0123456789abcdef".repeat(4)),
    };
    Letter::new(
        Recipient { key, name },
        file,
        &[LetterFinding { finding: &finding, places }],
        date(2019, 5, 21),
        deadline,
        "012033_小樽市_変更申請_2019-06-17.zip",
        Pack::standard(),
    )
}

#[test]
fn a_letter_names_addressee_file_places_of_both_sides_and_the_deadline() {
    let letter = letter("012033", Organ::Head, "小樽市", "児童手当", Some(date(2019, 5, 31)));
    let text = letter.text();
    for said in [
        "令和元年5月21日",
        "小樽市長　様",
        "北海道 一次審査担当",
        "令和元年5月31日までに",
        "a.zip（SHA-256 0123456789ab…、受信 2019-05-20 09:00）",
        "北海道 / J59",
        "小樽市：なし",
        "XAP-001",
        "「012033_小樽市_変更申請_2019-06-17.zip」",
        "事実と異なる場合",
        "以上",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
        assert!(letter.html().contains(said), "{said}");
    }
    assert!(!text.contains('{') && !letter.html().contains("<script"));
}

#[test]
fn the_addressee_follows_who_files_and_a_missing_deadline_is_not_left_blank() {
    let to = |code, organ, name| letter(code, organ, name, "x", None);
    assert_eq!(to("010006", Organ::Head, "北海道").addressee, "北海道知事");
    assert_eq!(to("012033", Organ::BoardOfEducation, "小樽市").addressee, "小樽市 教育委員会");
    assert_eq!(to("018503", Organ::Head, "空知広域連合").addressee, "空知広域連合長");
    assert_eq!(to("018503", Organ::Head, "空知広域連合").sender, "北海道 一次審査担当");
    assert!(!to("012033", Organ::Head, "小樽市").opening.contains("、までに"));
}

#[test]
fn no_value_becomes_markup() {
    let plain = letter("012033", Organ::Head, "小樽市", "x", None).html();
    let page = letter("012033", Organ::Head, "小樽市", "<b>&\"'\u{202e}", None).html();
    assert_eq!(page.matches('<').count(), plain.matches('<').count());
    assert!(!page.contains('\u{202e}'));
}
