//! What earlier rounds, the history and kept files show.

use super::*;

#[test]
fn an_earlier_round_shows_what_was_resolved_and_what_changed() {
    let mut review = review();
    let new = make::dlg_003("児童手当", "函館市").at(Pointer::new("/delegations/0/bases"));
    let row = delegation(Direction::Accept, "013048", Scope::Whole);
    review.send(at(24, 9), HAKODATE, vec![row], vec![new]);
    let detail = review.detail(HAKODATE);
    let [second, first] = &detail.rounds[..] else { panic!("{:?}", detail.rounds) };
    assert_eq!((second.number, second.standing), (2, Some([1, 0, 1])));
    assert_eq!(second.resolved[0].0.finding.code, Code::Dlg002);
    assert_eq!(detail.findings[0].standing, Some(Standing::New));
    let changes = second.changes.as_ref().unwrap();
    let [change] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("一部"), Some("全部")));
    assert_eq!(
        change.place,
        "委任・受任 照会 受任 JT01010000000001 新篠津村 長（知事・市区町村長） 委任の範囲"
    );
    let named = |place: &str| place_words(place, Pack::standard(), Lang::Ja);
    assert_eq!(named("/applicant/name"), "申請する機関 団体名");
    assert_eq!(named("/elsewhere"), "/elsewhere");
    assert_eq!(
        named("/delegations/inquiry accept 013048/bases/a/b 規則/citation"),
        "委任・受任 照会 受任 新篠津村 根拠規定 a/b 規則 条・項・号"
    );
    assert_eq!((first.number, first.standing, &first.changes), (1, None, &None));
    assert_eq!(review.desk().row(key(HAKODATE)).unwrap().standing, Some([1, 0, 1]));
}

#[test]
fn history_says_what_no_longer_holds() {
    let mut review = review();
    review.decide(at(20, 10), OTARU, Decision::Held);
    review.decide(at(20, 11), OTARU, Decision::Returned);
    review.act(at(20, 12), Act::Note { applicant: key(OTARU), text: "電話する".into() });
    let note = review.session.events().last().unwrap().0.clone();
    review.session.undo(at(20, 13), "佐藤", &note).unwrap();
    let history = review.detail(OTARU).history;
    let told: Vec<_> = history
        .iter()
        .filter(|e| !matches!(e.event.act, Act::Expect { .. }))
        .map(|e| e.replaced)
        .collect();
    assert_eq!(told, [true, false, true]);
}

#[test]
fn what_is_kept_of_files_gives_the_same_rows_as_computing_anew() {
    let mut review = review();
    let kept = review.desk();
    review.decide(at(20, 10), HAKODATE, Decision::Accepted);
    let again = review.desk();
    assert_ne!(kept, again);
    let cross = review.cross();
    let anew = Desk::new(&review.session, Some(&cross), &mut KnownFiles::default());
    assert_eq!(again, anew);
    // A file that was checked again is not taken from what is kept.
    let sha256 = anew.row(key(HAKODATE)).unwrap().applicant().current()[0].clone();
    let mut submission = review.session.submission(&sha256).unwrap().clone();
    let basis = review.session.basis(submission.last_check().unwrap().0).unwrap().clone();
    for check in submission.checks.values_mut() {
        check.at = at(22, 9);
        check.findings.clear();
    }
    review.session.add_check(submission, basis);
    assert!(review.desk().row(key(HAKODATE)).unwrap().findings.is_empty());
}
