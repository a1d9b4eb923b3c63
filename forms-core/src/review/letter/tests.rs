//! What a letter says, and that nothing in it can become markup.

use jiff::civil::date;

use super::*;
use crate::finding::{ArgValue, Pointer, make, word};

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

/// A letter with a finding of each kind of place.
fn whole_letter() -> Letter {
    let listed = |items: &[&str]| items.iter().map(|i| (*i).to_owned()).collect::<Vec<_>>();
    let mut twice = make::dlg_001("児童手当の認定の請求", "小樽市教育委員会", listed(&["1", "4"]));
    twice.set_arg("cells", ArgValue::List(listed(&["J3", "J6"])));
    let mut scope = make::xap_003(
        "北海道",
        "小樽市",
        "児童手当の認定の請求",
        word::Xap003::Scope,
        "全部",
        "一部",
    );
    scope.set_arg("from_cell", ArgValue::Text("J59".into()));
    scope.set_arg("to_cell", ArgValue::Text("J4".into()));
    let missing = make::pkg_003("評価書/評価書1.txt");
    let code = make::org_001(
        "012034",
        word::Org001::WrongCheckDigit,
        vec![],
        word::Org001::ByName,
        "小樽市",
        "012033",
    );
    let registered = make::dlg_012("児童手当の額の改定", "小樽市教育委員会", word::Dlg012::Whole);
    let found = [
        (&code, vec!["「申請書」シート　団体コード（セルB12）"]),
        (&missing, vec!["ファイル「評価書/評価書1.txt」"]),
        (&twice, vec!["「委任受任」シート　No.4　委任の範囲（セルJ6）"]),
        (&registered, vec!["「委任・受任」（登録にあり、申請にない）"]),
        (
            &scope,
            vec![
                "北海道：「委任受任」シート　No.57　委任の範囲（セルJ59）",
                "小樽市：「委任受任」シート　No.2　委任の範囲（セルJ4）",
            ],
        ),
    ];
    let findings =
        found.map(|(finding, places)| LetterFinding { finding, places: listed(&places) });
    let key = ApplicantKey { code: "012033".parse().unwrap(), organ: Organ::Head };
    let file = LetterFile {
        name: "012034_小樽市_変更申請_2019-06-17.zip".into(),
        received: "2019-05-20 09:00".into(),
        sha256: Sha256Hex("0123456789abcdef".repeat(4)),
    };
    Letter::new(
        Recipient { key, name: "小樽市" },
        file,
        &findings,
        date(2019, 5, 21),
        Some(date(2019, 5, 31)),
        "012033_小樽市_変更申請_2019-06-17.zip",
        Pack::standard(),
    )
}

/// The whole letter as people get it. After a change of its words: `RENKEI_UPDATE=1`, and read the difference aloud.
#[test]
fn a_letter_reads_as_it_is_kept() {
    let letter = whole_letter();
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/src/review/letter/kept.txt");
    let text = letter.text().replace(env!("CARGO_PKG_VERSION"), "0.0.0");
    if std::env::var_os("RENKEI_UPDATE").is_some() {
        std::fs::write(kept, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(kept).unwrap());
    let html = letter.html();
    for line in text.lines().filter_map(|line| line.trim().strip_prefix("補正：")) {
        assert!(html.contains(line), "{line}");
    }
}

#[test]
fn what_never_stands_in_a_letter_is_no_item() {
    let key = ApplicantKey { code: "012033".parse().unwrap(), organ: Organ::Head };
    let not_read = make::zip_026(word::Zip026::Gone, "");
    let file = LetterFile {
        name: "a.zip".into(),
        received: String::new(),
        sha256: Sha256Hex(String::new()),
    };
    let findings = [LetterFinding { finding: &not_read, places: vec![] }];
    let to = Recipient { key, name: "小樽市" };
    let letter =
        Letter::new(to, file, &findings, date(2019, 5, 21), None, "a.zip", Pack::standard());
    assert_eq!(letter.items, []);
}

/// The name of the next file is told only where no correction changes it.
#[test]
fn a_name_that_a_correction_changes_is_not_told() {
    let says_name = |at: &str, next: &str| {
        let finding = make::frm_005("2019-06-31", word::Frm005::NoSuchDay).at(Pointer::new(at));
        let key = ApplicantKey { code: "012033".parse().unwrap(), organ: Organ::Head };
        let file = LetterFile {
            name: "a.zip".into(),
            received: String::new(),
            sha256: Sha256Hex(String::new()),
        };
        let findings = [LetterFinding { finding: &finding, places: vec![] }];
        let to = Recipient { key, name: "小樽市" };
        let pack = Pack::standard();
        let text = Letter::new(to, file, &findings, date(2019, 5, 21), None, next, pack).text();
        assert!(!text.contains("「」"), "{text}");
        text.contains("012033_小樽市_変更申請_2019-06-31.zip")
    };
    let next = "012033_小樽市_変更申請_2019-06-31.zip";
    assert!(says_name("/delegations/0/start", next));
    assert!(!says_name("/target/release", next));
    assert!(!says_name("/applicant/code", next));
    assert!(!says_name("/delegations/0/start", ""));
}
