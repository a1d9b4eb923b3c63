use super::*;

#[test]
fn every_code_reads_back_and_has_words() {
    for &code in Code::all() {
        assert_eq!(code.as_str().parse::<Code>(), Ok(code));
        for lang in [Lang::Ja, Lang::En] {
            let text = code.text(lang);
            for part in [text.title, text.message, text.hint, text.cause, text.remedy] {
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
