//! A review of two weeks in small: what came, what people decided, and two who worked at the same time.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::*;
use crate::application::{Applicant, Application, Delegation, Direction, PackRef, Party, Scope};
use crate::check::{CheckedPackage, PackageReport};
use crate::finding::{Finding, Pointer, make, word};

mod merging;

fn at(day: i8, hour: i8) -> Timestamp {
    date(2019, 5, day).at(hour, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
}

fn basis() -> Basis {
    Basis {
        program: "renkei 0.1.0".into(),
        pack: PackRef { id: "standard".into(), version: "2019.06".into() },
        today: date(2019, 5, 20),
        reference: BTreeSet::new(),
    }
}

fn key(code: &str) -> ApplicantKey {
    ApplicantKey { code: code.parse().unwrap(), organ: Organ::Head }
}

fn otaru() -> ApplicantKey {
    key("012033")
}

fn delegation(code: &str) -> Delegation {
    Delegation {
        direction: Direction::Accept,
        procedure: "JT01010000000001".into(),
        name: "児童手当".into(),
        counterpart: Party { code: code.into(), ..Default::default() },
        ..Default::default()
    }
}

fn package(
    path: &str,
    sha: &str,
    delegations: Vec<Delegation>,
    findings: Vec<Finding>,
) -> CheckedPackage {
    let application = Application {
        applicant: Applicant {
            code: "012033".into(), name: "小樽市".into(), ..Default::default()
        },
        delegations,
        ..Default::default()
    };
    let report = PackageReport {
        path: path.into(),
        bytes: 9,
        sha256: sha.repeat(64),
        applicant: None,
        kind: None,
        findings,
    };
    CheckedPackage { report, application: Some(application), compared: BTreeSet::new() }
}

fn sent(session: &mut Session, when: Timestamp, package: &CheckedPackage) -> Sha256Hex {
    let submission = Submission::new(package, when, None, &basis()).unwrap();
    let sha256 = submission.sha256.clone();
    session.add_check(submission, basis());
    sha256
}

fn expect(session: &mut Session, key: ApplicantKey, name: &str) {
    session.act(at(1, 0), "佐藤", expected_as(key, Some(name)));
}

fn expected_as(applicant: ApplicantKey, name: Option<&str>) -> Act {
    let name = name.map(str::to_owned);
    Act::Expect { applicant, name, area: String::new(), members: BTreeSet::new() }
}

fn decide(key: ApplicantKey, submission: &Sha256Hex, decision: Decision) -> Act {
    Act::Decide {
        applicant: key,
        submission: Some(submission.clone()),
        decision: Some(decision),
        reason: String::new(),
    }
}

fn state(session: &Session, key: ApplicantKey) -> ApplicantState {
    session.rows().into_iter().find(|row| row.key == key).unwrap().state
}

#[test]
fn an_applicant_goes_from_not_arrived_to_accepted() {
    let mut session = Session::new();
    expect(&mut session, otaru(), "小樽市");
    expect(&mut session, key("018503"), "空知広域連合");
    assert_eq!(state(&session, otaru()), ApplicantState::NotArrived);
    assert_eq!(session.rows()[1].name, "空知広域連合");
    let first = sent(
        &mut session,
        at(20, 9),
        &package("a.zip", "1", vec![], vec![make::xap_001("a", "b", "c", 4, word::Xap001::Other)]),
    );
    assert_eq!(state(&session, otaru()), ApplicantState::Checked);
    session.act(at(20, 10), "佐藤", Act::Assign { applicant: otaru(), owner: Some("佐藤".into()) });
    assert_eq!(state(&session, otaru()), ApplicantState::InReview);
    session.act(at(20, 11), "佐藤", decide(otaru(), &first, Decision::Returned));
    assert_eq!(state(&session, otaru()), ApplicantState::Returned);
    let letter =
        Act::Letter {
            applicant: otaru(), submission: Some(first.clone()), text: "差戻し".into()
        };
    let letter = session.act(at(20, 12), "佐藤", letter);
    assert_eq!(state(&session, otaru()), ApplicantState::AwaitingResubmission);
    // A new submission reopens the decision; the letter stays in the history.
    let second = sent(&mut session, at(24, 9), &package("b.zip", "2", vec![], vec![]));
    assert_eq!(state(&session, otaru()), ApplicantState::InReview);
    let row = session.rows().remove(0);
    assert_eq!((row.rounds.len(), row.current()), (2, &[second.clone()][..]));
    assert_eq!(session.baseline(&row).unwrap().counts(), [0, 0, 1]);
    session.act(at(24, 10), "佐藤", decide(otaru(), &second, Decision::Accepted));
    assert_eq!(state(&session, otaru()), ApplicantState::Accepted);
    assert!(session.events().iter().any(|(id, _)| **id == letter));
    let totals = Totals::of(&session.rows());
    assert_eq!((totals.all(), totals.count(ApplicantState::Accepted)), (2, 1));
}

#[test]
fn a_decision_is_undone_to_the_one_before_and_a_letter_is_retracted() {
    let mut session = Session::new();
    let file = sent(&mut session, at(20, 9), &package("a.zip", "1", vec![], vec![]));
    session.act(at(20, 10), "佐藤", decide(otaru(), &file, Decision::Held));
    let wrong = session.act(at(20, 11), "佐藤", decide(otaru(), &file, Decision::Accepted));
    session.undo(at(20, 12), "佐藤", &wrong).unwrap();
    assert_eq!(state(&session, otaru()), ApplicantState::Held);
    let first = session.events()[0].0.clone();
    session.undo(at(20, 13), "佐藤", &first).unwrap();
    assert_eq!(state(&session, otaru()), ApplicantState::InReview, "no decision is left");
    session.act(at(20, 14), "佐藤", decide(otaru(), &file, Decision::Returned));
    let letter = Act::Letter { applicant: otaru(), submission: Some(file), text: "x".into() };
    let letter = session.act(at(20, 15), "佐藤", letter);
    assert_eq!(state(&session, otaru()), ApplicantState::AwaitingResubmission);
    session.undo(at(20, 16), "佐藤", &letter).unwrap();
    assert_eq!(state(&session, otaru()), ApplicantState::Returned);
    let unknown = Event {
        at: at(1, 1),
        by: "x".into(),
        after: BTreeSet::new(),
        act: Act::Deadline { day: None },
    };
    assert_eq!(session.undo(at(20, 17), "佐藤", &unknown.id()), None);
}

#[test]
fn files_received_at_one_time_have_no_order_until_a_person_says_so() {
    let mut session = Session::new();
    let a = sent(&mut session, at(20, 9), &package("a.zip", "1", vec![], vec![]));
    let b = sent(&mut session, at(20, 9), &package("b.zip", "2", vec![], vec![]));
    let row = session.rows().remove(0);
    assert_eq!(row.rounds.len(), 1);
    assert_eq!(row.current(), [a.clone(), b.clone()]);
    assert_eq!(session.baseline(&row), None);
    session.act(
        at(21, 9),
        "佐藤",
        Act::Receive { submission: a.clone(), received: Some(at(20, 10)) },
    );
    let row = session.rows().remove(0);
    assert_eq!((row.rounds.len(), row.current()), (2, &[a][..]));
    // The same bytes again are no new round.
    sent(&mut session, at(25, 9), &package("copy.zip", "2", vec![], vec![]));
    assert_eq!(session.rows()[0].rounds.len(), 2);
}

#[test]
fn a_file_is_attributed_by_a_person_then_by_content_then_by_name() {
    let mut session = Session::new();
    expect(&mut session, key("312011"), "鳥取市");
    let mut broken = package("鳥取市/申請.zip", "3", vec![], vec![]);
    broken.application = None;
    let file = sent(&mut session, at(20, 9), &broken);
    assert_eq!(session.rows()[0].current(), std::slice::from_ref(&file));
    broken.report.path = "申請.zip".into();
    broken.report.sha256 = "4".repeat(64);
    let nameless = sent(&mut session, at(20, 9), &broken);
    assert_eq!(session.unattributed().len(), 1);
    session.act(
        at(20, 9),
        "佐藤",
        Act::Attribute { submission: nameless, applicant: Some(otaru()) },
    );
    assert_eq!(session.unattributed().len(), 0);
    assert_eq!(session.rows()[0].key, otaru());
}

#[test]
fn a_file_that_could_not_be_read_is_open_until_it_was() {
    let mut session = Session::new();
    let failed = |at| NotRead {
        seen: at,
        at,
        finding: (&make::zip_026(word::Zip026::Denied, "in use")).into(),
    };
    session.add_not_read("a.zip", failed(at(20, 9)));
    assert_eq!(session.not_read().count(), 1);
    sent(&mut session, at(20, 10), &package("a.zip", "1", vec![], vec![]));
    assert_eq!(session.not_read().count(), 0);
    session.add_not_read("a.zip", failed(at(20, 11)));
    assert_eq!(session.not_read().count(), 1, "it failed again");
    // Tried again later, it is still a file that came at eleven.
    let again = NotRead { at: at(20, 12), ..failed(at(20, 11)) };
    session.add_not_read("a.zip", again.clone());
    assert_eq!(session.not_read().next(), Some(("a.zip", &again)));
    sent(&mut session, at(20, 11), &package("a.zip", "2", vec![], vec![]));
    assert_eq!(session.not_read().count(), 0);
}

#[test]
fn a_finding_is_the_same_where_its_row_moved_and_another_where_its_value_changed() {
    let finding = |row: usize| {
        make::dlg_002("x", "y").at(Pointer::new(format!("/delegations/{row}/scope_note")))
    };
    let part = |code: &str, note: &str| Delegation {
        scope: Scope::Part,
        scope_note: note.into(),
        ..delegation(code)
    };
    let app = |delegations: Vec<Delegation>| Application { delegations, ..Default::default() };
    let before = app(vec![part("412015", "認定")]);
    let moved = app(vec![part("412023", "支給"), part("412015", "認定")]);
    let other = app(vec![part("412015", "支給")]);
    let of = |row, app: &Application| Fingerprint::of(&[finding(row)], Some(app)).remove(0);
    assert_eq!(of(0, &before), of(1, &moved));
    assert_ne!(of(0, &before), of(0, &other));
    assert_ne!(of(0, &moved), of(1, &moved));
    let twice = app(vec![part("412015", "認定"), part("412015", "認定")]);
    assert_ne!(of(0, &twice), of(1, &twice), "two equal rows are two");
    let changes = compare_applications(&before, &moved);
    assert!(
        changes.iter().all(|c| c.before.is_none() && c.place.contains("412023")),
        "{changes:?}"
    );
    let changes = compare_applications(&before, &other);
    let [change] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("認定"), Some("支給")));
}

#[test]
fn of_equal_findings_as_many_remain_as_are_in_both() {
    let same = |count: usize| {
        std::iter::repeat_n(
            Fingerprint {
                code: crate::finding::Code::Frm001,
                place: "/a".into(),
                value: "x".into(),
            },
            count,
        )
        .collect::<Vec<_>>()
    };
    assert_eq!(Baseline::new(same(3), same(2)).counts(), [0, 2, 1]);
    assert_eq!(Baseline::new(same(2), same(3)).counts(), [1, 2, 0]);
}

#[test]
fn two_reviewers_merge_and_only_the_same_field_twice_is_a_conflict() {
    let mut base = Session::new();
    let codes: Vec<String> = crate::code::Government::municipalities_of("北海道")
        .take(60)
        .map(|g| g.code.to_string())
        .collect();
    let mut files = Vec::new();
    for (n, code) in codes.iter().enumerate() {
        let mut one = package(&format!("{n}.zip"), "0", vec![], vec![]);
        one.application.as_mut().unwrap().applicant.code = code.as_str().into();
        one.report.sha256 = format!("{n:064}");
        files.push(sent(&mut base, at(20, 9), &one));
    }
    let (mut left, mut right) = (base.clone(), base.clone());
    for (n, code) in codes.iter().enumerate() {
        let one = |decision| decide(key(code), &files[n], decision);
        match n {
            0..30 => drop(left.act(at(21, 9), "佐藤", one(Decision::Accepted))),
            30..33 => {
                left.act(at(21, 9), "佐藤", one(Decision::Accepted));
                right.act(at(21, 9), "高橋", one(Decision::Returned));
            }
            // Both decided the same without knowing of each other: no conflict.
            33..36 => {
                left.act(at(21, 9), "佐藤", one(Decision::Accepted));
                right.act(at(21, 9), "高橋", one(Decision::Accepted));
            }
            _ => drop(right.act(at(21, 9), "高橋", one(Decision::Accepted))),
        }
    }
    let mut merged = left.clone();
    merged.merge(right);
    assert_eq!(merged.fields().conflicts().count(), 3);
    let totals = Totals::of(&merged.rows());
    assert_eq!(
        (totals.count(ApplicantState::Disputed), totals.count(ApplicantState::Accepted)),
        (3, 57)
    );
    assert_eq!(merged.events().len(), 66, "nothing is lost");
    // The next decision replaces both.
    merged.act(at(22, 9), "課長", decide(key(&codes[30]), &files[30], Decision::Held));
    assert_eq!(merged.fields().conflicts().count(), 2);
    assert_eq!(state(&merged, key(&codes[30])), ApplicantState::Held);
    let settled = merged.events().last().unwrap().0.clone();
    assert_eq!(
        merged.undo(at(22, 10), "課長", &settled),
        None,
        "which of the two it was before is not known"
    );
}

#[test]
fn a_document_reads_back_and_what_was_changed_by_hand_is_told() {
    let mut session = Session::new();
    let part = Delegation { scope: Scope::Part, ..delegation("412015") };
    let file = sent(
        &mut session,
        at(20, 9),
        &package("a.zip", "1", vec![part], vec![make::dlg_002("児童手当", "佐賀市")]),
    );
    session.act(at(20, 10), "佐藤", decide(otaru(), &file, Decision::Returned));
    session.act(at(20, 11), "佐藤", Act::Deadline { day: Some(date(2019, 5, 31)) });
    let text = write(&session);
    assert_eq!(read(&text).unwrap(), session);
    assert_eq!(session.deadline(), Some(date(2019, 5, 31)));
    let forged = text.replacen("\"returned\"", "\"accepted\"", 1);
    assert!(matches!(read(&forged), Err(SessionError::Changed(_))));
    let newer = text.replacen("renkei.review/1", "renkei.review/2", 1);
    assert!(matches!(read(&newer), Err(SessionError::Newer(_))));
    assert!(matches!(read("{}"), Err(SessionError::Shape(_))));
    let unknown = text.replacen("\"bases\"", "\"basis\"", 1);
    assert!(matches!(read(&unknown), Err(SessionError::Shape(_))));
}

#[test]
fn several_acts_at_once_are_one_after_the_other_and_are_taken_back_together() {
    let mut session = Session::new();
    let otaru = otaru();
    let owner = |name: &str| Act::Assign { applicant: otaru, owner: Some(name.into()) };
    let note = Act::Note { applicant: otaru, text: "電話する".into() };
    session.act(at(20, 9), "佐藤", owner("佐藤"));
    let before = session.clone();
    let done = session.act_all(at(20, 10), "佐藤", vec![owner("高橋"), note, owner("鈴木")]);
    assert_eq!(done.len(), 3);
    let value = |session: &Session| session.fields().value(&Field::Owner(otaru));
    assert_eq!(value(&session), Some(Value::Text(Some("鈴木".into()))));
    assert_eq!(session.fields().conflicts().count(), 0);
    assert_eq!(value(&before), Some(Value::Text(Some("佐藤".into()))), "a copy stays as it was");
    let undone = session.undo_all(at(20, 11), "佐藤", &done);
    assert_eq!(undone.len(), 3);
    assert_eq!(value(&session), Some(Value::Text(Some("佐藤".into()))));
    assert_eq!(session.fields().conflicts().count(), 0);
}

#[test]
fn files_of_one_name_are_told_apart_where_they_are_compared() {
    let mut session = Session::new();
    sent(&mut session, at(20, 9), &package("申請.zip", "1", vec![], vec![]));
    sent(&mut session, at(21, 9), &package("申請.zip", "2", vec![], vec![]));
    sent(&mut session, at(22, 9), &package("a.zip", "3", vec![], vec![]));
    let names: Vec<String> = session.package_names().into_values().collect();
    assert_eq!(names, ["申請.zip [11111111]", "申請.zip [22222222]", "a.zip"]);
    let compared = session.compared(&session.rows());
    assert_eq!(compared.packages[0].report.path, "a.zip", "only the last round is compared");
}
