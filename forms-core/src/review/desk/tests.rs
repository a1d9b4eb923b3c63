//! A small review at the desk: who comes first, what is counted, what is shown of a pair and of an applicant.

mod rounds;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::application::{
    Applicant, Application, Delegation, Direction, Organ, PackRef, Party, Scope,
};
use crate::check::{CheckedPackage, Checker, PackageReport};
use crate::finding::{Finding, Lang, Pointer, make};
use crate::pack::Pack;
use crate::review::session::{
    Act, Basis, Decision, Fingerprint, Sha256Hex, Standing, Submission, Waiver,
};
use crate::review::summary::{summarise, totals_line};

const OTARU: &str = "012033";
const HAKODATE: &str = "012025";
const HOKKAIDO: &str = "010006";

fn at(day: i8, hour: i8) -> Timestamp {
    date(2019, 5, day).at(hour, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
}

fn key(code: &str) -> ApplicantKey {
    ApplicantKey { code: code.parse().unwrap(), organ: Organ::Head }
}

fn delegation(direction: Direction, other: &str, scope: Scope) -> Delegation {
    Delegation {
        direction,
        scope,
        procedure: "JT01010000000001".into(),
        name: "児童手当".into(),
        counterpart: Party { code: other.into(), ..Default::default() },
        ..Default::default()
    }
}

/// A review that is made step by step.
#[derive(Default)]
struct Review {
    session: Session,
    known: KnownFiles,
    files: usize,
}

impl Review {
    fn expect(&mut self, code: &str, name: &str) {
        let act = Act::Expect {
            applicant: key(code),
            name: Some(name.into()),
            area: String::new(),
            members: BTreeSet::new(),
        };
        self.act(at(1, 0), act);
    }

    fn act(&mut self, when: Timestamp, act: Act) {
        self.session.act(when, "佐藤", act);
    }

    fn send(
        &mut self,
        when: Timestamp,
        code: &str,
        delegations: Vec<Delegation>,
        findings: Vec<Finding>,
    ) -> Sha256Hex {
        self.files += 1;
        let applicant = Applicant { code: code.into(), name: code.into(), ..Default::default() };
        let report = PackageReport {
            path: format!("{code}-{}.zip", self.files),
            bytes: 9,
            sha256: format!("{:064}", self.files),
            applicant: None,
            kind: None,
            findings,
        };
        let application = Some(Application { applicant, delegations, ..Default::default() });
        let checked = CheckedPackage { report, application, compared: BTreeSet::new() };
        let basis = Basis {
            program: "renkei 0.1.0".into(),
            pack: PackRef { id: "standard".into(), version: "2019.06".into() },
            today: date(2019, 5, 20),
            reference: BTreeSet::new(),
        };
        let submission = Submission::new(&checked, when, None, &basis).unwrap();
        let sha256 = submission.sha256.clone();
        self.session.add_check(submission, basis);
        sha256
    }

    fn decide(&mut self, when: Timestamp, code: &str, decision: Decision) {
        let row = self.desk().row(key(code)).unwrap().applicant().clone();
        let submission = row.current().first().cloned();
        let reason = String::new();
        let act =
            Act::Decide { applicant: key(code), submission, decision: Some(decision), reason };
        self.act(when, act);
    }

    fn waive(&mut self, code: &str, finding: Fingerprint) {
        let waiver = Some(Waiver { reason: "前年と同じ".into(), approver: "課長".into() });
        self.act(at(21, 9), Act::Waive { applicant: key(code), finding, waiver });
    }

    fn cross(&self) -> Vec<CrossFinding> {
        let rows = self.session.rows();
        let checker = Checker::new(Pack::standard(), date(2019, 5, 20));
        checker.across(&self.session.current_packages(&rows))
    }

    fn desk(&mut self) -> Desk {
        let cross = self.cross();
        Desk::new(&self.session, Some(&cross), &mut self.known)
    }

    fn need(&mut self, code: &str) -> Option<Need> {
        self.desk().row(key(code)).unwrap().need
    }

    fn detail(&mut self, code: &str) -> Detail {
        let desk = self.desk();
        let pack = Pack::standard();
        detail(&self.session, &desk, key(code), &mut self.known, pack, Lang::Ja).unwrap()
    }
}

/// 北海道 entrusts 小樽市 with the whole, 小樽市 accepts a part; 函館市 has a warning; 札幌市 has sent nothing.
fn review() -> Review {
    let mut review = Review::default();
    for (code, name) in
        [(HOKKAIDO, "北海道"), (OTARU, "小樽市"), (HAKODATE, "函館市"), ("011002", "札幌市")]
    {
        review.expect(code, name);
    }
    let gives = delegation(Direction::Entrust, OTARU, Scope::Whole);
    let takes = delegation(Direction::Accept, HOKKAIDO, Scope::Part);
    review.send(at(20, 9), HOKKAIDO, vec![gives], vec![]);
    review.send(at(20, 9), OTARU, vec![takes], vec![]);
    let warning = make::dlg_002("児童手当", "函館市").at(Pointer::new("/delegations/0/scope_note"));
    let warning = Finding { severity: Severity::Warning, ..warning };
    let row = delegation(Direction::Accept, "013048", Scope::Part);
    review.send(at(20, 9), HAKODATE, vec![row], vec![warning]);
    review
}

fn codes(desk: &Desk, view: &View) -> Vec<String> {
    view.rows.iter().map(|at| desk.rows()[*at].key().code.to_string()).collect()
}

#[test]
fn who_needs_the_reviewer_comes_first_then_by_code() {
    let mut review = review();
    let desk = review.desk();
    let view = desk.view(&Filter::default(), Sort::default());
    // Both parties of the broken pair, the warning, then who has sent nothing.
    assert_eq!(codes(&desk, &view), [HOKKAIDO, OTARU, HAKODATE, "011002"]);
    let needs: Vec<Option<Need>> = view.rows.iter().map(|at| desk.rows()[*at].need).collect();
    let broken = Some(Need::BrokenPair);
    assert_eq!(needs, [broken, broken, Some(Need::Warnings), None]);
    let by_code = Sort { key: SortKey::Code, descending: true };
    let view = desk.view(&Filter::default(), by_code);
    assert_eq!(codes(&desk, &view), [OTARU, HAKODATE, "011002", HOKKAIDO]);
    assert_eq!(totals_line(desk.applicants(), Lang::Ja), "4団体：受領3・未着1・検査済3");
}

#[test]
fn a_need_follows_what_was_decided_and_what_came() {
    let mut review = review();
    review.decide(at(20, 10), OTARU, Decision::Returned);
    assert_eq!(review.need(OTARU), Some(Need::Letter));
    let submission = review.desk().row(key(OTARU)).unwrap().applicant().current().first().cloned();
    review.act(at(20, 11), Act::Letter { applicant: key(OTARU), submission, text: "x".into() });
    assert_eq!(review.need(OTARU), None, "it is the applicant's turn");
    review.decide(at(20, 12), HAKODATE, Decision::Accepted);
    assert_eq!(review.need(HAKODATE), None, "a warning does not stop an acceptance");
    review.decide(at(20, 12), HOKKAIDO, Decision::Accepted);
    assert_eq!(review.need(HOKKAIDO), Some(Need::AcceptedWithErrors));
    // The corrected application comes: the error is gone on both sides.
    let takes = delegation(Direction::Accept, HOKKAIDO, Scope::Whole);
    review.send(at(24, 9), OTARU, vec![takes], vec![]);
    assert_eq!((review.need(OTARU), review.need(HOKKAIDO)), (Some(Need::Undecided), None));
    // Two files of one time.
    review.send(at(25, 9), HAKODATE, vec![], vec![]);
    review.send(at(25, 9), HAKODATE, vec![], vec![]);
    assert_eq!(review.need(HAKODATE), Some(Need::Unordered));
}

#[test]
fn two_who_decided_differently_need_a_third_decision_and_both_are_shown() {
    let mut review = review();
    let mut other = Review { session: review.session.clone(), files: 9, ..Default::default() };
    review.decide(at(20, 10), HAKODATE, Decision::Accepted);
    other.decide(at(20, 10), HAKODATE, Decision::Held);
    review.session.merge(other.session);
    assert_eq!(review.need(HAKODATE), Some(Need::Disputed));
    let decisions: BTreeSet<_> =
        review.detail(HAKODATE).dispute.into_iter().map(|d| d.decision).collect();
    assert_eq!(decisions, BTreeSet::from([Some(Decision::Accepted), Some(Decision::Held)]));
    review.decide(at(20, 11), HAKODATE, Decision::Held);
    assert_eq!(review.need(HAKODATE), Some(Need::Held));
    assert!(review.detail(HAKODATE).dispute.is_empty());
}

#[test]
fn a_facet_counts_what_choosing_it_would_show() {
    let mut review = review();
    review.act(at(20, 9), Act::Assign { applicant: key(OTARU), owner: Some("高橋".into()) });
    let desk = review.desk();
    let count = |view: &View, value: FacetValue| {
        let (_, values) = view.facets.iter().find(|(f, _)| *f == value.facet()).unwrap();
        values.iter().find(|c| c.value == value).map(|c| (c.count, c.chosen))
    };
    let mut filter = Filter::default();
    let view = desk.view(&filter, Sort::default());
    assert_eq!(count(&view, FacetValue::Needed), Some((3, false)));
    assert_eq!(count(&view, FacetValue::Result(Some(CheckResult::Defective))), Some((2, false)));
    assert_eq!(count(&view, FacetValue::Area("渡島総合振興局".into())), Some((1, false)));
    let xap = FacetValue::Code(Code::Xap003);
    filter.toggle(xap.clone());
    filter.toggle(FacetValue::Owner(Some("高橋".into())));
    let view = desk.view(&filter, Sort::default());
    assert_eq!(codes(&desk, &view), [OTARU]);
    // Of the code both parties count for 高橋's facet, but only one passes 高橋 for the code's.
    assert_eq!(count(&view, xap.clone()), Some((1, true)));
    assert_eq!(count(&view, FacetValue::Owner(None)), Some((1, false)));
    filter.toggle(xap);
    filter.text = "おたる".into();
    assert_eq!(codes(&desk, &desk.view(&filter, Sort::default())), [OTARU]);
    filter.text = "ｘａｐ-003 012".into();
    assert_eq!(codes(&desk, &desk.view(&filter, Sort::default())), [OTARU], "width and case");
    filter.text = "松前".into();
    let view = desk.view(&filter, Sort::default());
    assert!(view.rows.is_empty());
    let owner = FacetValue::Owner(Some("高橋".into()));
    assert_eq!(count(&view, owner), Some((0, true)), "what is chosen can be taken back");
}

#[test]
fn a_waived_finding_no_longer_counts_and_is_still_shown() {
    let mut review = review();
    let desk = review.desk();
    let row = desk.row(key(OTARU)).unwrap();
    let print = row.findings[0].found.fingerprint.clone();
    assert_eq!((row.open.error, row.waived()), (1, 0));
    review.waive(OTARU, print.clone());
    let desk = review.desk();
    let row = desk.row(key(OTARU)).unwrap();
    assert_eq!((row.open.error, row.waived(), row.need), (0, 1, Some(Need::Undecided)));
    let hokkaido = desk.row(key(HOKKAIDO)).unwrap();
    assert_eq!(hokkaido.open.error, 1, "a waiver is of one applicant");
    let groups = groups(&desk);
    assert_eq!((groups[0].code, groups[0].applicants, groups[0].open), (Code::Xap003, 2, 1));
    // The same rule decides what stands in a letter.
    let cross = review.cross();
    let rows = summarise(&review.session, review.session.rows(), &cross);
    let letters = crate::review::letter::notices(
        &review.session,
        &rows,
        &cross,
        date(2019, 5, 21),
        Pack::standard(),
    );
    let to: Vec<String> = letters.iter().map(|notice| notice.key.code.to_string()).collect();
    assert_eq!(to, [HOKKAIDO]);
}

#[test]
fn groups_have_the_worst_first_and_count_applicants_once() {
    let mut review = review();
    let twice = || vec![make::dlg_003("児童手当", "小樽市"), make::dlg_003("保育", "小樽市")];
    review.send(at(20, 9), "011002", vec![], twice());
    let groups = groups(&review.desk());
    let told: Vec<_> = groups.iter().map(|g| (g.code, g.applicants, g.places.len())).collect();
    assert_eq!(
        told,
        [(Code::Xap003, 2, 2), (Code::Dlg003, 1, 2), (Code::Dlg002, 1, 1)],
        "{groups:?}"
    );
}

#[test]
fn a_pair_marks_what_both_sides_must_write_alike_and_nothing_else() {
    let mut review = review();
    let (desk, cross) = (review.desk(), review.cross());
    let all = pairs(&review.session, &desk, Some(&cross), Pack::standard(), Lang::Ja);
    let [pair] = &all.pairs[..] else { panic!("{all:?}") };
    assert_eq!(
        pair.sides.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(),
        ["北海道", "小樽市"]
    );
    let cells = &pair.differences[0].cells;
    let differing: Vec<_> = cells.iter().filter(|cell| cell.differs).collect();
    let [scope] = &differing[..] else { panic!("{differing:?}") };
    assert_eq!(scope.texts, [Some("全部".to_owned()), Some("一部".to_owned())]);
    // Direction and counterpart differ too, as they must.
    assert!(cells.iter().any(|c| !c.differs && c.texts[0] != c.texts[1]));
    assert!(!all.compared.is_complete(), "札幌市 has sent nothing");
    assert_eq!((all.compared.compared, all.compared.missing), (3, 1));
    let unknown = pairs(&review.session, &desk, None, Pack::standard(), Lang::Ja);
    assert!(unknown.pairs.is_empty() && !unknown.compared.is_complete());
}

#[test]
fn a_side_without_the_row_has_no_cells_and_all_that_came_is_all_only_then() {
    let mut review = review();
    review.send(at(24, 9), OTARU, vec![], vec![]);
    let (desk, cross) = (review.desk(), review.cross());
    let all = pairs(&review.session, &desk, Some(&cross), Pack::standard(), Lang::Ja);
    let cells = &all.pairs[0].differences[0].cells;
    assert!(cells.iter().all(|cell| cell.texts[1].is_none()));
    assert!(cells.iter().any(|cell| cell.differs));
    let act = Act::Decide {
        applicant: key("011002"),
        submission: None,
        decision: Some(Decision::Excluded),
        reason: String::new(),
    };
    review.act(at(24, 10), act);
    let desk = review.desk();
    let all = pairs(&review.session, &desk, Some(&cross), Pack::standard(), Lang::Ja);
    assert!(all.compared.is_complete(), "nothing is expected of 札幌市: {:?}", all.compared);
}

#[test]
fn the_detail_shows_the_row_as_written_with_its_neighbours_and_the_other_side() {
    let mut review = review();
    let rows: Vec<Delegation> = ["013048", HOKKAIDO, "013056", "013331"]
        .into_iter()
        .map(|other| delegation(Direction::Accept, other, Scope::Part))
        .collect();
    review.send(at(24, 9), OTARU, rows, vec![]);
    let detail = review.detail(OTARU);
    let [finding] = &detail.findings[..] else { panic!("{:?}", detail.findings) };
    let context = finding.context.as_ref().unwrap();
    let numbers: Vec<_> = context.rows.iter().map(|row| (row.number, row.here)).collect();
    assert_eq!(numbers, [(Some(1), false), (Some(2), true), (Some(3), false)]);
    let marked = context.marked.map(|at| context.columns[at].as_str());
    assert_eq!(marked, Some("委任の範囲"), "the cell that differs is meant");
    let [other] = &finding.others[..] else { panic!("{:?}", finding.others) };
    assert_eq!((other.key, other.name.as_str()), (Some(key(HOKKAIDO)), "北海道"));
    assert_eq!(other.context.as_ref().unwrap().rows.len(), 1);
    // A finding at a field marks its column.
    let hakodate = review.detail(HAKODATE);
    let context = hakodate.findings[0].context.as_ref().unwrap();
    assert_eq!(context.columns[context.marked.unwrap()], "範囲の説明");
}
