//! How long the reviewer's desk takes for all 1,788 local governments: `cargo bench -p forms-core --bench desk`.
//!
//! Reported are medians of rounds: the rows from nothing, the rows after one decision, filtering and sorting, the findings
//! by code, the pairs, and one applicant.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use forms_core::application::{
    Applicant, Application, Delegation, Direction, Organ, PackRef, Party,
};
use forms_core::check::{CheckedPackage, Checker, PackageReport};
use forms_core::code::Government;
use forms_core::finding::{Lang, Pointer, make};
use forms_core::pack::Pack;
use forms_core::reference::ExpectedApplicant;
use forms_core::review::desk::{Desk, Filter, KnownFiles, Sort, detail, groups, pairs};
use forms_core::review::session::{
    Act, ApplicantKey, Basis, Decision, Session, Sha256Hex, Submission,
};
use jiff::Timestamp;
use jiff::civil::date;

const ROUNDS: usize = 15;
const DELEGATIONS: usize = 30;

fn median(name: &str, mut run: impl FnMut()) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{name}: {:.2} ms", times[ROUNDS / 2].as_secs_f64() * 1000.0);
}

fn basis() -> Basis {
    Basis {
        program: "renkei 0.1.0".into(),
        pack: PackRef { id: "standard".into(), version: "2019.06".into() },
        today: date(2019, 5, 20),
        reference: BTreeSet::new(),
    }
}

/// The package of an applicant: each row accepts from its prefecture, every third has three findings.
fn package(number: usize, government: &Government, prefecture: &Government) -> CheckedPackage {
    let row = |n: usize| Delegation {
        direction: Direction::Accept,
        procedure: format!("JT{n:014}").as_str().into(),
        name: format!("児童手当に関する事務{n}"),
        counterpart: Party {
            code: prefecture.code.to_string().as_str().into(),
            ..Default::default()
        },
        ..Default::default()
    };
    let applicant = Applicant {
        code: government.code.to_string().as_str().into(),
        name: government.name.into(),
        ..Default::default()
    };
    let delegations = (0..DELEGATIONS).map(row).collect();
    let finding = |n: usize| {
        make::dlg_003(format!("児童手当に関する事務{n}"), government.name)
            .at(Pointer::new(format!("/delegations/{n}/bases")))
    };
    let report = PackageReport {
        path: format!("{}_{}.zip", government.code, government.name),
        bytes: 1,
        sha256: format!("{number:064}"),
        applicant: None,
        kind: None,
        findings: if number.is_multiple_of(3) { (0..3).map(finding).collect() } else { vec![] },
    };
    let application = Some(Application { applicant, delegations, ..Default::default() });
    CheckedPackage { report, application, compared: BTreeSet::new() }
}

/// Every local government with its package, an owner, and for most a decision.
fn session(start: Timestamp) -> Session {
    let mut session = Session::new();
    let mut events = Vec::new();
    let all = Government::all().iter().filter(|g| g.can_apply() && g.has_office());
    for (number, government) in all.enumerate() {
        let prefecture = Government::prefecture_named(government.prefecture).unwrap();
        let checked = package(number, government, prefecture);
        session.add_check(Submission::new(&checked, start, None, &basis()).unwrap(), basis());
        let applicant = ApplicantKey { code: government.code, organ: Organ::Head };
        events.push(Act::expect(&ExpectedApplicant::from(government.code)));
        events.push(Act::Assign { applicant, owner: Some(format!("担当{}", number % 5)) });
        if !number.is_multiple_of(4) {
            events.push(decision(applicant, number, Decision::Accepted));
        }
    }
    for act in events {
        let event = forms_core::review::session::Event {
            at: start,
            by: "佐藤".into(),
            after: BTreeSet::new(),
            act,
        };
        session.add(event);
    }
    session
}

fn decision(applicant: ApplicantKey, number: usize, decision: Decision) -> Act {
    let submission = Some(Sha256Hex(format!("{number:064}")));
    Act::Decide { applicant, submission, decision: Some(decision), reason: String::new() }
}

fn main() {
    let start: Timestamp = "2019-05-20T00:00:00Z".parse().unwrap();
    let mut session = session(start);
    let pack = Pack::standard();
    let rows = session.rows();
    let cross = Checker::new(pack, date(2019, 5, 20)).across(&session.current_packages(&rows));
    // Of the findings between a prefecture and its municipalities some hundreds, as in a bad year.
    let cross: Vec<_> = cross.into_iter().step_by(100).take(400).collect();
    println!("{} applicants, {} findings across packages", rows.len(), cross.len());
    median("the rows from nothing", || {
        std::hint::black_box(Desk::new(&session, Some(&cross), &mut KnownFiles::default()));
    });
    let mut known = KnownFiles::default();
    let desk = Desk::new(&session, Some(&cross), &mut known);
    let applicant = rows[4].key;
    let mut decided = [Decision::Held, Decision::Returned].into_iter().cycle();
    median("the act of one decision", || {
        session.act(start, "佐藤", decision(applicant, 4, decided.next().unwrap()));
    });
    median("the rows after one decision", || {
        std::hint::black_box(Desk::new(&session, Some(&cross), &mut known));
    });
    let mut filter = Filter { text: "市".into(), ..Filter::default() };
    median("filtering, counting and sorting", || {
        std::hint::black_box(desk.view(&filter, Sort::default()));
    });
    filter.text.clear();
    median("the findings by code", || drop(std::hint::black_box(groups(&desk))));
    median("the pairs", || {
        std::hint::black_box(pairs(&session, &desk, Some(&cross), pack, Lang::Ja));
    });
    median("one applicant", || {
        std::hint::black_box(detail(&session, &desk, applicant, &mut known, pack, Lang::Ja));
    });
}
