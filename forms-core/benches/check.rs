//! How long one package with 3,000 delegations takes: `cargo bench -p forms-core --bench check`.
//!
//! Reported are medians of rounds: the rules once everything is read, the draft as the form checks it
//! while somebody types, the whole package from its bytes, and the reports of 5,000 findings.

mod large_application;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use forms_core::archive::Silent;
use forms_core::check::{Checker, PackageReport, Report};
use forms_core::finding::{Lang, Pointer, make};
use forms_core::law::InstrumentText;
use forms_core::pack::Pack;
use forms_core::review::report::{TextStyle, csv, html, text, xlsx};
use forms_core::rules::{Context, check_application};
use forms_core::submission::{AttachmentFile, FileFacts, build, package_name};
use large_application::{DELEGATIONS, application};

const FINDINGS: usize = 5_000;
const ROUNDS: usize = 15;

fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

fn findings() -> Report {
    let finding = |i: usize| {
        make::dlg_003(format!("児童手当に関する事務{i}"), "世田谷区教育委員会")
            .at(Pointer::new(format!("/delegations/{i}/bases")))
    };
    let package = PackageReport {
        path: "131121_世田谷区_接続開始申請_2019-06-17.zip".into(),
        bytes: 1,
        sha256: String::new(),
        applicant: None,
        kind: None,
        findings: (0..FINDINGS).map(finding).collect(),
    };
    let pack = ("standard".to_owned(), "2019.06".to_owned());
    Report { pack, today: jiff::civil::date(2019, 5, 20), packages: vec![package], cross: vec![] }
}

fn main() {
    let (app, pack) = (application(), Pack::standard());
    let today = jiff::civil::date(2019, 5, 20);
    let rule = include_bytes!("../../tests/cases/clean/規則.txt").to_vec();
    let assessment = include_bytes!("../../tests/cases/clean/評価書.txt").to_vec();
    let files = [
        AttachmentFile { name: "規則.txt", content: &rule },
        AttachmentFile { name: "評価書.txt", content: &assessment },
    ];
    let facts: Vec<FileFacts> = files
        .iter()
        .map(|f| FileFacts { name: f.name.into(), bytes: f.content.len(), sha256: None })
        .collect();
    let texts = BTreeMap::from([("規則.txt".to_owned(), InstrumentText::read("規則.txt", &rule))]);
    let built = build(&app, &files, &[], pack, &mut Silent).expect("it builds");
    let name = package_name(&app, pack);
    let found = Checker::new(pack, today).package(&name, &built.bytes, &mut Silent).report.findings;
    assert!(found.is_empty(), "the package is clean: {:?}", found.first());

    println!("{DELEGATIONS} delegations, {} kB, medians of {ROUNDS}", built.bytes.len() / 1024);
    let rules = median(|| check_application(&Context::new(&app, &facts, pack, today)));
    println!("  rules, once read        {rules:>10.1?}");
    println!(
        "  draft                   {:>10.1?}",
        median(|| Checker::new(pack, today).draft(&app, &facts, &texts))
    );
    let whole = median(|| Checker::new(pack, today).package(&name, &built.bytes, &mut Silent));
    println!("  whole package           {whole:>10.1?}");

    let report = findings();
    println!("reports of {FINDINGS} findings");
    println!("  text                    {:>10.1?}", median(|| text(&report, TextStyle::default())));
    println!("  HTML                    {:>10.1?}", median(|| html(&report, Lang::Ja)));
    println!("  CSV                     {:>10.1?}", median(|| csv(&report, Lang::Ja)));
    println!("  XLSX                    {:>10.1?}", median(|| xlsx(&report, Lang::Ja)));
    println!("  JSON                    {:>10.1?}", median(|| report.to_json(Lang::Ja)));
}
