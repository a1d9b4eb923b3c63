use super::super::name::fold;
use super::*;

fn compare(old: &str, new: &str) -> (Agreement, Lexicon) {
    let mut lexicon = Lexicon::default();
    for other in ["届出の受理", "現況の届出の受理", "申請の受理", "支給に関する事務"]
    {
        lexicon.learn(&fold(other));
    }
    let (old, new) = (lexicon.learn(&fold(old)), lexicon.learn(&fold(new)));
    lexicon.weigh();
    (lexicon.compare(&old, &new, &[], |t| t == "市町村長" || t == "照会", |_| false), lexicon)
}

fn score(old: &str, new: &str) -> f32 {
    compare(old, new).0.score()
}

#[test]
fn terms_that_only_look_alike_do_not_agree() {
    assert!(score("児童手当の支給", "児童扶養手当の支給") < 0.65);
    assert!(score("児童扶養手当の支給", "特別児童扶養手当の支給") < 0.75);
    assert_eq!(score("児童手当の支給", "児童手当の支給"), 1.0);
}

#[test]
fn a_name_without_acts_means_them_all() {
    let formula =
        "認定の請求の受理、その請求に係る事実についての審査又はその請求に対する応答に関する事務";
    assert!(score(formula, "認定の請求") > 0.9, "{:?}", compare(formula, "認定の請求").0);
    assert!(score("認定の請求", formula) > 0.8);
    assert!(score("認定の請求の受理", "認定の請求に対する応答") < 0.8);
    assert!(score(formula, "額の改定の請求") < 0.8);
}

#[test]
fn another_act_is_seen_before_the_remarks() {
    for (old, new, other) in [
        ("申請の受理", "申請に対する応答", true),
        ("申請の受理（継続に係るもの）", "申請に対する応答（継続に係るもの）", true),
        ("申請の受理", "申請の受理（応答に係るもの（一部））", false),
        ("申請の受理", "申請の受理及び届出の審査", false),
        ("申請に係る審査", "申請の受理等", true),
        ("申請に係る審査に関する事務", "申請の受理に関する事務", true),
        ("申請の受理に関する事務", "申請の受理", false),
    ] {
        assert_eq!(compare(old, new).0.other_act, other, "{old} {new}");
    }
}

#[test]
fn particles_and_width_do_not_matter() {
    for (old, new) in [
        ("認定の請求の受理", "認定請求の受理"),
        ("認定請求の受理", "認定の請求の受理"),
        ("氏名変更の届出の受理", "氏名変更届の受理"),
        ("氏名変更届の受理", "氏名変更の届出の受理"),
        ("認定（第1子）の請求", "認定（第１子）の　請求"),
    ] {
        assert!(score(old, new) > 0.99, "{old} {new} {:?}", compare(old, new).0);
    }
}

#[test]
fn a_name_may_gain_the_party_that_is_asked() {
    let (agreement, _) = compare("認定の請求の受理", "認定の請求の受理（市町村長への照会）");
    assert!(agreement.gained_party && agreement.score() > 0.97, "{agreement:?}");
    let (agreement, lexicon) = compare("認定の請求の受理", "認定の請求の却下");
    assert!(!agreement.gained_party);
    let texts = |ids: &[TermId]| ids.iter().map(|id| lexicon.text(*id)).collect::<Vec<_>>();
    assert_eq!(texts(&agreement.lost), ["受理"]);
    assert_eq!(texts(&agreement.gained), ["却下"]);
}

#[test]
fn other_words_for_receipt_and_answer_are_the_same() {
    for (old, new) in [("申請の受理", "申請の受付"), ("申請に対する応答", "申請に対する決定の通知")]
    {
        let (agreement, _) = compare(old, new);
        assert!(agreement.score() >= 1.0 && !agreement.other_act, "{old} {agreement:?}");
    }
    assert!(compare("資格の決定の通知", "資格の応答").0.score() < 0.9);
}

#[test]
fn a_remark_that_speaks_of_an_inquiry_says_who_is_asked() {
    let asked = "認定の請求の受理（他の法令による給付を行う者への照会）";
    assert!(compare("認定の請求の受理", asked).0.gained_party);
    assert_eq!(score("認定の請求の受理", asked), 1.0);
    assert!(score("認定の請求の受理", "認定の請求の受理（他の法令による給付を行う者）") < 1.0);
}

#[test]
fn a_text_in_the_place_of_a_name_is_compared_by_its_beginning() {
    let text = |end: &str| format!("{}{end}", "給付、".repeat(300));
    assert_eq!(score(&text("の申請"), &text("の取消し")), 1.0);
    assert!(score("申請", &text("の申請")) < 0.5);
}

#[test]
fn terms_that_told_names_apart_stand_in_contrast() {
    let mut lexicon = Lexicon::default();
    let [spouse, payee, other, longer] = [
        "配偶者に係る手当の額の改定",
        "受給者に係る手当の額の改定",
        "扶養義務者に係る手当の現況",
        "配偶者に係る手当の額の改定の届出",
    ]
    .map(|name| lexicon.learn(&fold(name)));
    lexicon.contrast([&spouse, &payee, &other, &longer].into_iter());
    lexicon.weigh();
    let contrast = |a: &Words, b: &Words| lexicon.compare(a, b, &[], |_| false, |_| false).contrast;
    assert!(contrast(&spouse, &payee) && contrast(&payee, &longer));
    assert!(!contrast(&spouse, &longer) && !contrast(&spouse, &other));
}

#[test]
fn one_of_several_agrees_less_than_the_same_name() {
    let both = "認定の請求の受理及び現況の届出の受理";
    for (old, new, item) in [
        ("認定の請求の受理", both, MatchedItem::New(0)),
        ("現況の届出の受理", both, MatchedItem::New(1)),
        (both, "現況の届出の受理", MatchedItem::Old(1)),
    ] {
        let agreement = compare(old, new).0;
        assert_eq!(agreement.item, Some(item), "{old}");
        assert!((0.9..1.0).contains(&agreement.score()), "{agreement:?}");
    }
    assert_eq!(compare(both, both).0.item, None);
    assert!(score("住所の変更の届出の受理", both) < 0.9);
}

#[test]
fn terms_of_the_affair_say_little() {
    let mut lexicon = Lexicon::default();
    let affair = lexicon.learn(&fold("災害共済給付の支給に関する事務"));
    let old = lexicon.learn(&fold("災害共済給付の支給に関する氏名変更の届出"));
    let new = lexicon.learn(&fold("災害共済給付の支給に関する認定の請求"));
    lexicon.weigh();
    assert!(lexicon.compare(&old, &new, &[&affair], |_| false, |_| false).score() < 0.3);
}

#[test]
fn one_subject_of_the_affair_is_not_another() {
    let mut lexicon = Lexicon::default();
    let affair = lexicon.learn(&fold("国民年金法による年金である給付又は一時金の支給に関する事務"));
    let [lump, pension, bare] = [
        "国民年金法による一時金の現況の届出",
        "国民年金法による年金である給付の現況の届出",
        "一時金の現況の届出",
    ]
    .map(|name| lexicon.learn(&fold(name)));
    lexicon.weigh();
    let score =
        |a: &Words, b: &Words| lexicon.compare(a, b, &[&affair], |_| false, |_| false).score();
    assert!(score(&lump, &pension) < 0.75, "{}", score(&lump, &pension));
    assert!(score(&lump, &bare) > 0.9);
}
