use std::collections::BTreeSet;

use super::*;
use crate::application::Entered;
use crate::archive::Silent;
use crate::check::{CheckedPackage, Checker};
use crate::code::GovernmentKind;
use crate::finding::{Code, Finding, Lang};
use crate::reference::Reference;
use crate::submission::{self, AttachmentFile};

fn today() -> jiff::civil::Date {
    jiff::civil::date(2019, 5, 20)
}

fn build(member: &Member) -> (String, Vec<u8>) {
    let files: Vec<AttachmentFile<'_>> =
        member.files.iter().map(|(name, content)| AttachmentFile { name, content }).collect();
    let built =
        submission::build(&member.application, &files, &[], Pack::standard(), &mut Silent).unwrap();
    (built.name, built.bytes)
}

fn check(member: &Member) -> CheckedPackage {
    let (name, bytes) = build(member);
    Checker::new(Pack::standard(), today()).package(&name, &bytes, &mut Silent)
}

#[test]
fn no_municipality_of_any_prefecture_has_a_finding() {
    let names = Government::all().iter().filter(|g| g.kind == GovernmentKind::Prefecture);
    let mut count = 0;
    for government in names {
        let checked: Vec<CheckedPackage> =
            prefecture(government.name, 1).unwrap().members.iter().map(check).collect();
        for package in &checked {
            let messages: Vec<String> =
                package.report.findings.iter().map(|f| f.message(Lang::Ja)).collect();
            assert_eq!(messages, [""; 0], "{}", package.report.path);
        }
        assert_eq!(Checker::new(Pack::standard(), today()).across(&checked), []);
        count += checked.len();
    }
    assert_eq!(count, 47 + 1741);
}

#[test]
fn the_same_seed_gives_the_same_and_another_something_else() {
    let document = |seed| {
        let members = prefecture("佐賀県", seed).unwrap().members;
        members.iter().flat_map(|m| m.application.to_json()).collect::<Vec<u8>>()
    };
    assert_eq!(document(1), document(1));
    assert_ne!(document(1), document(2));
    assert_eq!(prefecture("佐賀", 1).unwrap_err(), NoSuchPrefecture("佐賀".into()));
}

#[test]
fn both_sides_and_every_kind_of_delegation_occur() {
    let saga = prefecture("佐賀県", 1).unwrap();
    let rows = || saga.members.iter().flat_map(|m| &m.application.delegations);
    let organs: BTreeSet<_> = rows().map(|d| (d.direction, d.counterpart.organ)).collect();
    assert_eq!(organs.len(), 4, "{organs:?}");
    assert!(rows().any(|d| d.side == Side::Provision));
}

#[test]
fn what_is_registered_is_kept_or_lapses_with_its_procedure() {
    let saga = prefecture("佐賀県", 1).unwrap();
    let registrations = saga.registry().registrations;
    let [old, new] = layouts();
    let (lapsing, kept): (Vec<_>, Vec<_>) = registrations
        .iter()
        .partition(|r| r.procedure.is_some_and(|id| new.procedure(id).is_none()));
    let rows = || saga.members.iter().flat_map(|m| &m.application.delegations);
    let given = rows().filter(|d| d.direction == Direction::Entrust && d.action.is_registered());
    assert_eq!(kept.len(), given.count());
    assert!(!kept.is_empty() && !lapsing.is_empty());
    for registration in registrations.iter().filter_map(|r| r.procedure) {
        assert!(old.procedure(registration).is_some(), "{registration} was never registered");
    }
    let successors: BTreeSet<ProcedureId> = rows()
        .filter(|d| !d.action.is_registered())
        .filter_map(|d| Some(replaced_by(*d.procedure.value()?)?.id()))
        .collect();
    assert!(lapsing.iter().all(|r| r.procedure.is_some_and(|id| successors.contains(&id))));
}

#[test]
fn registry_files_read_back() {
    let saga = prefecture("佐賀県", 1).unwrap();
    let pack = Pack::standard();
    let mut read = Registry::default();
    for (side, (_, csv)) in
        [Side::Inquiry, Side::Provision].into_iter().zip(saga.registry_files(pack))
    {
        let table = table::read_csv(&csv, TableKind::Registry(side), pack).unwrap();
        assert_eq!(table.findings, []);
        read.registrations.extend(Registry::from_table(&table).registrations);
    }
    let mut expected = saga.registry().registrations;
    expected.sort_by_key(|r| r.side);
    assert_eq!(read.registrations, expected);
}

/// Checks what was filed, and each by itself against the truth.
fn checked_by_truth(planted: &Planted, what: &str) -> Vec<CheckedPackage> {
    let checker = Checker::new(Pack::standard(), today());
    let check = |filed: &Filed| checker.package(&filed.path(), &filed.bytes, &mut Silent);
    let checked: Vec<CheckedPackage> = planted.filed.iter().map(check).collect();
    for package in &checked {
        let report = &package.report;
        let pointer = |f: &Finding| f.location.pointer.as_ref().map(ToString::to_string);
        let mut found: Vec<(Code, Option<String>)> =
            report.findings.iter().map(|f| (f.code, pointer(f))).collect();
        let own = |d: &&Defect| !d.is_across() && d.packages == [report.path.clone()];
        let truth = planted.defects.iter().filter(own);
        let mut truth: Vec<_> = truth.map(|d| (d.code, d.pointer.clone())).collect();
        found.sort();
        truth.sort();
        assert_eq!(found, truth, "{what} {}", report.path);
    }
    checked
}

fn sorted(all: impl Iterator<Item = (Code, Vec<String>)>) -> Vec<(Code, Vec<String>)> {
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

#[test]
fn each_planted_defect_gives_its_code_and_nothing_else() {
    let mut seen = BTreeSet::new();
    for (name, seed) in [
        ("富山県", 1),
        ("富山県", 2),
        ("佐賀県", 3),
        ("長野県", 4),
        ("香川県", 5),
        ("北海道", 5),
        ("東京都", 6),
    ] {
        let what = format!("{name} {seed}");
        let sample = prefecture(name, seed).unwrap();
        let planted = plant(&sample, seed, Pack::standard()).unwrap();
        let checked = checked_by_truth(&planted, &what);
        let expected = sample.members.iter().map(|m| m.government.code).collect();
        for (reference, with_list) in
            [(Reference::default(), false), (Reference::default().with_expected(expected), true)]
        {
            let checker = Checker::new(Pack::standard(), today()).with_reference(&reference);
            let cross = checker.across(&checked).into_iter();
            let cross = cross.map(|c| (c.finding.code, c.packages().map(str::to_owned).collect()));
            let truth = planted.defects.iter().filter(|d| d.is_across());
            let truth = truth.filter(|d| with_list || d.absent.is_none());
            let truth = truth.map(|d| (d.code, d.packages.clone()));
            assert_eq!(sorted(cross), sorted(truth), "{what}, list {with_list}");
        }
        let twice = planted.filed.iter().filter(|filed| {
            let own = |d: &&Defect| !d.is_across() && d.packages == [filed.path()];
            planted.defects.iter().filter(own).count() == 2
        });
        assert_eq!(twice.count(), 2, "{what}: packages with two mistakes");
        let again: Vec<bool> = planted
            .defects
            .iter()
            .filter_map(|d| Some(d.resubmission.as_ref()?.repaired))
            .collect();
        let mended = again.iter().filter(|repaired| **repaired).count();
        assert!(mended > 0 && mended < again.len(), "{what}: {again:?}");
        seen.extend(planted.defects.iter().map(|d| d.code));
    }
    assert_eq!(seen, Planted::codes().collect(), "every defect was planted somewhere");
}

#[test]
fn the_truth_says_what_was_sent_again_and_who_sent_nothing() {
    let sample = prefecture("佐賀県", 3).unwrap();
    let planted = plant(&sample, 3, Pack::standard()).unwrap();
    let truth = planted.truth();
    let all = truth.as_array().unwrap();
    let repaired = all.iter().find(|d| d["resubmission"]["repaired"] == true).unwrap();
    let later = repaired["resubmission"]["package"].as_str().unwrap();
    assert!(later.starts_with("再提出_2019-05-24/") && later.ends_with(".zip"), "{later}");
    assert_eq!(repaired["packages"][1], later);
    assert!(all.iter().all(|d| d["package"] != later), "what is mended has no mistake");
    let missing = all.iter().find(|d| d["packages"] == serde_json::json!([])).unwrap();
    assert_eq!(
        (&missing["code"], missing["expected"].as_str().map(str::len)),
        (&"XAP-006".into(), Some(6))
    );
    let list = crate::reference::read_expected(&sample.expected_file(), Pack::standard());
    assert_eq!((list.applicants.len(), list.findings.len()), (sample.members.len(), 0));
}

#[test]
fn the_demo_is_a_city_with_a_welfare_office() {
    let demo = demo().unwrap();
    assert_eq!(demo.government.name, "倉吉市");
    assert_eq!(demo.application.applicant.code, Entered::of(demo.government.code));
    assert_eq!(check(&demo).report.findings, []);
}

#[test]
fn the_checked_in_prefecture_is_up_to_date() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/tottori");
    let sample = prefecture("鳥取県", 1).unwrap();
    let update = std::env::var_os("RENKEI_UPDATE").is_some();
    if update && folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    let mut expected = BTreeSet::new();
    for member in &sample.members {
        let member_folder = folder.join(member.folder_name());
        let attachments = member_folder.join("attachments");
        let mut files =
            vec![(member_folder.join("application.json"), member.application.to_json())];
        files.extend(member.files.iter().map(|(n, b)| (attachments.join(n), b.clone())));
        for (path, bytes) in files {
            if update {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, &bytes).unwrap();
            }
            assert!(std::fs::read(&path).ok() == Some(bytes), "{} is out of date", path.display());
            expected.insert(path);
        }
    }
    assert_eq!(files_below(&folder), expected, "files that no application lists");
}

fn files_below(folder: &std::path::Path) -> BTreeSet<std::path::PathBuf> {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.insert(path);
        }
    }
    files
}
