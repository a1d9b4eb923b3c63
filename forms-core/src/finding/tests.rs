//! What the words of findings are made of, and that every code has words for each of its readers.

use super::*;

#[test]
fn every_code_reads_back_and_has_words() {
    for &code in Code::all() {
        assert_eq!(code.as_str().parse::<Code>(), Ok(code));
        for lang in [Lang::Ja, Lang::En] {
            let text = code.text(lang);
            for part in [text.title, text.message, text.hint, text.review, text.cause, text.remedy]
            {
                assert!(!part.trim().is_empty(), "{code} lacks words");
            }
        }
    }
    assert!("ZIP-999".parse::<Code>().is_err());
}

#[test]
fn a_value_with_braces_is_not_a_template() {
    let args = vec![
        ("a".to_owned(), ArgValue::Text("{b}".to_owned())),
        ("b".to_owned(), ArgValue::List(vec!["x".to_owned(), "y".to_owned()])),
    ];
    assert_eq!(fill("〔{a}〕{b}{c}", &args, Lang::Ja), "〔{b}〕x、y");
    assert_eq!(fill("{b}", &args, Lang::En), "x, y");
    let args = [("e".to_owned(), ArgValue::List(vec![])), ("n".to_owned(), ArgValue::Number(1))];
    assert_eq!(fill("a<<（{e}）>>b<<（{n}）>>", &args, Lang::Ja), "ab（1）");
}

#[test]
fn a_word_is_a_key_in_documents_and_a_wording_for_people() {
    let finding = make::zip_005(
        "a\\b",
        word::Zip005::Backslash,
        word::Zip005::PackSlashes,
        1,
        vec!["a\\b".to_owned()],
    );
    assert_eq!(finding.arg("problem"), Some(&ArgValue::Text("backslash".to_owned())));
    for (lang, wording) in [(Lang::Ja, "「\\」"), (Lang::En, "backslash")] {
        let message = finding.message(lang);
        assert!(message.contains(wording), "{message}");
    }
    assert!(!finding.message(Lang::Ja).contains("backslash"));
}

#[test]
fn a_source_is_named_so_that_its_reader_can_look_it_up() {
    let named = super::source_named;
    let paper = "「情報提供ネットワークシステムの接続運用に関する説明資料」（令和元年6月）";
    assert_eq!(named("S2 p.13-14"), format!("{paper}13～14頁"));
    assert_eq!(named("S2 p.6, p.11"), format!("{paper}6頁、11頁"));
    assert_eq!(named("番号法19条"), "番号法19条");
    assert_eq!(named("APPNOTE 4.3.6"), "ZIPファイル形式の仕様4.3.6");
    for code in Code::all() {
        let words = code.source_words();
        assert!(
            !words.is_empty() && !words.contains(" p.") && !words.contains("ours"),
            "{code}: {words}"
        );
    }
}

#[test]
fn labels_and_codes_are_said_in_the_language_asked_for() {
    let label = Text { ja: "担当".into(), en: "Department".into() };
    let empty = make::frm_001(label);
    assert_eq!(empty.arg("label"), Some(&ArgValue::Text("担当".into())));
    assert!(empty.message(Lang::Ja).contains("「担当」"), "{}", empty.message(Lang::Ja));
    assert!(empty.message(Lang::En).contains("Department"), "{}", empty.message(Lang::En));
    assert!(make::frm_001("列").message(Lang::En).contains("列"));
    let overridden = make::pkg_014(Code::Frm001, "窓口は電話のみ");
    let title = |lang| Code::Frm001.text(lang).title;
    for lang in [Lang::Ja, Lang::En] {
        assert!(overridden.message(lang).contains(title(lang)));
    }
}

#[test]
fn severities_are_ordered_from_harmless_to_fatal() {
    assert!(Severity::Info < Severity::Warning && Severity::Error < Severity::Fatal);
    assert!(Severity::Error.stops() && !Severity::Warning.stops());
}

#[test]
fn numbers_of_rows_sizes_and_cells_are_said_as_a_person_says_them() {
    let list = |items: &[&str]| ArgValue::List(items.iter().map(|i| (*i).to_owned()).collect());
    let said =
        |template: &str, value: ArgValue, lang| fill(template, &[("a".to_owned(), value)], lang);
    assert_eq!(said("{a:no}", list(&["1", "4"]), Lang::Ja), "No.1とNo.4");
    assert_eq!(said("{a:no}", list(&["1", "4"]), Lang::En), "No. 1 and No. 4");
    assert_eq!(said("{a:no}", list(&["1", "2", "5"]), Lang::Ja), "No.1、No.2、No.5");
    assert_eq!(said("{a:no}", list(&["7"]), Lang::Ja), "No.7");
    assert_eq!(said("<<（セル{a:dot}）>>", list(&["J3", "J6"]), Lang::Ja), "（セルJ3・J6）");
    assert_eq!(said("<<（セル{a:dot}）>>", list(&[]), Lang::Ja), "");
    for (bytes, size) in [
        (0, "0 B"),
        (1023, "1023 B"),
        (1 << 10, "1 KB"),
        (32 << 20, "32 MB"),
        ((1 << 30) + (1 << 29), "1.5 GB"),
        (u64::MAX, "17179869183.9 GB"),
    ] {
        assert_eq!(said("{a:size}", ArgValue::Number(bytes), Lang::Ja), size);
    }
}

#[test]
fn a_wording_may_name_arguments_and_no_value_is_read_as_one() {
    let finding = make::org_001(
        "{likely}",
        word::Org001::NotSixDigits,
        vec![],
        word::Org001::ByName,
        "豊頃{entered}町",
        "016454",
    );
    let message = finding.message(Lang::Ja);
    assert!(message.contains("団体コード「{likely}」"), "{message}");
    assert!(message.contains("名称が「豊頃{entered}町」なので、016454と思われます。"), "{message}");
}

/// What a reviewer is asked to do. Nobody else is addressed.
const REVIEWER_DOES: [&str; 18] = [
    "依頼して",
    "確かめて",
    "見て",
    "見比べて",
    "選んで",
    "選び直して",
    "入手し直して",
    "読み込んで",
    "決めて",
    "伝えて",
    "相談して",
    "再検査して",
    "試して",
    "置いて",
    "考えて",
    "使わないで",
    "展開しないで",
    "押さないで",
];
/// Words of the program's makers.
const JARGON: [&str; 10] = [
    "ポインタ",
    "フィンガープリント",
    "ハッシュ",
    "pointer",
    "fingerprint",
    "hash",
    "JSON",
    "突合",
    "ペイロード",
    "提出書類作成",
];

#[test]
fn every_code_that_can_stand_in_a_letter_asks_there_as_a_letter_does() {
    for &code in Code::all() {
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| code.text(lang).letter);
        let (Some(ja), Some(en)) = (ja, en) else {
            assert!(code.no_letter().is_some() && ja.is_none() && en.is_none(), "{code}");
            continue;
        };
        assert!(code.no_letter().is_none(), "{code}");
        assert!(ja.ends_with('。') && !ja.contains("ください"), "{code}: {ja}");
        for sentence in ja.split_terminator('。') {
            assert!(sentence.ends_with("願います"), "{code}: {sentence}");
        }
        assert!(en.contains("lease "), "{code}: {en}");
        assert!(ja.chars().count() <= 100 && en.chars().count() <= 180, "{code}");
    }
}

#[test]
fn a_reviewer_is_told_what_a_reviewer_can_do() {
    for &code in Code::all() {
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| code.text(lang));
        assert!(ja.review.ends_with('。') && en.review.ends_with('.'), "{code}");
        let words = [word::Xap001::Own.key(), word::Xap001::Other.key()];
        let asks =
            words.into_iter().filter_map(|key| ja.word(key)).filter(|_| ja.review == "{ask}。");
        let asks: Vec<&str> = asks.chain([ja.review]).collect();
        for sentence in asks.iter().flat_map(|text| text.split_terminator('。')) {
            assert!(!sentence.contains("願います") && !sentence.contains("貴団体"), "{code}");
            let Some(asked) = sentence.strip_suffix("ください") else {
                assert!(!sentence.contains("ください"), "{code}: {sentence}");
                continue;
            };
            assert!(REVIEWER_DOES.iter().any(|does| asked.ends_with(does)), "{code}: {sentence}");
        }
        assert!(ja.review.chars().count() <= 90 && en.review.chars().count() <= 180, "{code}");
    }
}

#[test]
fn neither_text_has_words_of_the_makers() {
    for &code in Code::all() {
        for text in [Lang::Ja, Lang::En].map(|lang| code.text(lang)) {
            for said in [Some(text.review), text.letter].into_iter().flatten() {
                let found = JARGON.iter().find(|word| said.contains(**word));
                assert_eq!(found, None, "{code}: {said}");
            }
        }
    }
}

#[test]
fn a_finding_says_the_same_to_each_reader_in_their_words() {
    let missing = make::pkg_003("規則.txt");
    assert!(missing.hint(Lang::Ja).ends_with("ください。"));
    assert!(missing.review_hint(Lang::Ja).starts_with("「規則.txt」がないと審査できません。"));
    let letter = missing.letter_text(Lang::Ja).unwrap();
    assert_eq!(letter, "「規則.txt」を入れて再提出願います。");
    assert_eq!(missing.message(Lang::Ja), "添付一覧にある「規則.txt」が入っていません。");
    assert_eq!(make::zip_026(word::Zip026::Gone, "").letter_text(Lang::Ja), None);
}
