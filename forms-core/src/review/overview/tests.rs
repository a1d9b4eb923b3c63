//! A review of three applicants in small.

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::application::{Applicant, Application, Organ, PackRef};
use crate::check::{CheckedPackage, PackagePlace, PackageReport};
use crate::finding::{make, word};
use crate::review::session::{Basis, NotRead, ReferenceFile, Submission};
use crate::review::summary::summarise;

fn at(day: i8, hour: i8) -> Timestamp {
    date(2019, 5, day).at(hour, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
}

fn key(code: &str) -> ApplicantKey {
    ApplicantKey { code: code.parse().unwrap(), organ: Organ::Head }
}

fn send(session: &mut Session, path: &str, code: &str, sha: &str, findings: Vec<Finding>) {
    let applicant = Applicant { code: code.into(), name: "x".into(), ..Default::default() };
    let report = PackageReport {
        path: path.into(),
        bytes: 9,
        sha256: sha.repeat(64),
        applicant: None,
        kind: None,
        findings,
    };
    let application = Some(Application { applicant, ..Default::default() });
    let package = CheckedPackage { report, application, compared: BTreeSet::new() };
    let basis = Basis {
        program: "renkei 0.1.0".into(),
        pack: PackRef { id: "standard".into(), version: "2019.06".into() },
        today: date(2019, 5, 20),
        reference: BTreeSet::from([ReferenceFile::new("registry", "master.csv", b"x")]),
    };
    session.add_check(Submission::new(&package, at(20, 9), None, &basis).unwrap(), basis);
}

/// 小樽市 is accepted, 函館市 to be corrected, of 空知広域連合 nothing has come.
pub(in crate::review) fn review() -> (Session, Vec<SummaryRow>, Vec<CrossFinding>) {
    let mut session = Session::new();
    let association = Act::Expect {
        applicant: key("018503"),
        name: Some("空知<広域>連合".into()),
        area: "空知".into(),
        members: BTreeSet::new(),
    };
    session.act(at(1, 0), "佐藤", association);
    session.act(at(1, 1), "佐藤", Act::Deadline { day: Some(date(2019, 5, 31)) });
    send(&mut session, "a.zip", "012033", "1", vec![make::pia_001()]);
    send(&mut session, "b.zip", "012025", "2", vec![make::pia_001(), make::law_009("x.txt")]);
    // A file whose content and name say nothing, and one that could not be read.
    send(&mut session, "c.zip", "999999", "3", vec![]);
    let failed = make::zip_026(word::Zip026::Failed, "x");
    session.add_not_read(
        "d.zip",
        NotRead { seen: at(20, 9), at: at(20, 9), finding: (&failed).into() },
    );
    for (code, decision, hour) in [
        ("012033", Decision::Held, 1),
        ("012033", Decision::Accepted, 2),
        ("012025", Decision::Returned, 23),
    ] {
        let decide = Act::Decide {
            applicant: key(code),
            submission: None,
            decision: Some(decision),
            reason: "よし".into(),
        };
        session.act(at(21, hour), "高橋", decide);
    }
    let call = Act::Call { applicant: key("012025"), with: "鈴木".into(), text: "x".into() };
    session.act(at(21, 3), "高橋", call);
    let places = vec![PackagePlace::whole("a.zip"), PackagePlace::whole("b.zip")];
    let cross = vec![CrossFinding::new(
        make::xap_001("小樽市", "函館市", "手当", 1, word::Xap001::Other),
        places,
    )];
    let rows = summarise(&session, session.rows(), &cross);
    (session, rows, cross)
}

#[test]
fn states_days_and_codes_are_counted() {
    let (session, rows, cross) = review();
    let overview = Overview::new(&session, &rows, &cross, date(2019, 5, 22));
    assert_eq!((overview.totals.all(), overview.arrived), (3, 2));
    assert_eq!((overview.of_nobody, overview.not_read), (1, 1));
    let codes: Vec<_> = overview.codes.iter().map(|c| (c.code, c.findings, c.applicants)).collect();
    let first = [(Code::Pia001, 2, 2), (Code::Xap001, 1, 2), (Code::Law009, 1, 1)];
    assert_eq!(codes, first);
    // 23 o'clock of Greenwich is the next day in Japan; of two decisions of one day the last one counts.
    let day = |day| overview.days[&date(2019, 5, day)];
    assert_eq!(day(20), DayCounts { received: 2, ..Default::default() });
    assert_eq!(day(21), DayCounts { accepted: 1, calls: 1, ..Default::default() });
    assert_eq!(day(22), DayCounts { returned: 1, ..Default::default() });
    let open: Vec<_> = overview.open.iter().map(|(state, names)| (*state, names.len())).collect();
    assert_eq!(open, [(ApplicantState::NotArrived, 1), (ApplicantState::Returned, 1)]);
}

#[test]
fn the_page_says_it_and_nothing_in_it_becomes_markup() {
    let (session, rows, cross) = review();
    for lang in [Lang::Ja, Lang::En] {
        let page = Overview::new(&session, &rows, &cross, date(2019, 5, 22)).html(lang);
        assert!(page.contains("空知&lt;広域&gt;連合") && !page.contains("<script"), "{page}");
        assert_eq!(page.matches("<rect ").count(), 3);
        assert!(page.contains("<svg") && page.contains("XAP-001"));
    }
    let told = |day| Overview::new(&session, &rows, &cross, date(2019, 5, day)).html(Lang::Ja);
    assert!(told(22).contains("2019-05-31（あと9日）"));
    assert!(told(31).contains("2019-05-31（今日まで）"));
    let mut late = Overview::new(&session, &rows, &cross, date(2019, 6, 3));
    assert!(late.html(Lang::Ja).contains("（3日過ぎています）"));
    // More than a page can hold: the rest is counted, not left out.
    late.open = vec![(ApplicantState::NotArrived, vec!["町".to_owned(); 100])];
    late.days = (1..=20)
        .map(|day| (date(2019, 5, day), DayCounts { calls: 1, ..Default::default() }))
        .collect();
    let page = late.html(Lang::Ja);
    assert!(page.contains("ほか76団体"));
    assert!(page.contains("それより前</th><td class=\"count\">0</td><td class=\"count\">0</td><td class=\"count\">0</td><td class=\"count\">0</td><td class=\"count\">10</td>"));
}

#[test]
fn a_review_without_findings_says_so() {
    let session = Session::new();
    let page = Overview::new(&session, &[], &[], date(2019, 5, 22)).html(Lang::Ja);
    assert!(page.contains("指摘はありません。") && page.contains("ありません。"));
}
