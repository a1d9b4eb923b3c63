//! Each code of the family with a package that shows it and nothing else.

use std::io::{Cursor, Read as _, Write as _};

use super::*;
use crate::archive::Silent;
use crate::check::Checker;
use crate::finding::Pointer;
use crate::rules::testing::clean;
use crate::submission::AttachmentFile;

const NAME: &str = "131121_世田谷区_接続開始申請_2019-06-17.zip";
const RULE: &[u8] = "○委任規則\n平成25年8月26日\n規則第24号\n第2条 区長は、次の事務を教育委員会に委任する。\n(1) 児童手当に関すること。\n".as_bytes();

fn today() -> jiff::civil::Date {
    jiff::civil::date(2019, 5, 20)
}

fn build(app: &Application, overrides: &[Override]) -> crate::check::BuildOutcome {
    let files = [
        AttachmentFile { name: "規則.txt", content: &RULE },
        AttachmentFile { name: "評価書.txt", content: &&b"x"[..] },
    ];
    Checker::new(Pack::standard(), today()).build(app, &files, overrides, &mut Silent).unwrap()
}

fn clean_zip() -> Vec<u8> {
    build(&clean(), &[]).built.unwrap().bytes
}

/// The same package with its files passed through `edit`; a file that gives several is written
/// several times.
fn repack(zip: &[u8], edit: impl Fn(&str, Vec<u8>) -> Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut file = old.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        for (name, content) in edit(&name, content) {
            new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            new.write_all(&content).unwrap();
        }
    }
    new.finish().unwrap().into_inner()
}

fn codes(zip: &[u8]) -> Vec<(Code, Option<String>)> {
    let checked = Checker::new(Pack::standard(), today()).package(NAME, &zip, &mut Silent);
    checked.report.findings.into_iter().map(|f| (f.code, f.location.entry)).collect()
}

fn same(name: &str, content: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    vec![(name.to_owned(), content)]
}

#[test]
fn a_package_is_clean_the_same_twice_and_still_clean_when_zipped_by_another_program() {
    let zip = clean_zip();
    assert_eq!(zip, clean_zip());
    assert_eq!(codes(&zip), []);
    assert_eq!(codes(&repack(&zip, same)), []);
}

#[test]
fn pkg_001_misses_the_application() {
    let zip = repack(&clean_zip(), |name, content| match name {
        "application.json" => vec![],
        _ => same(name, content),
    });
    assert_eq!(codes(&zip), [(Code::Pkg001, None)]);
}

#[test]
fn pkg_002_finds_a_second_application_but_not_a_file_of_another_name() {
    let zip = repack(&clean_zip(), |name, content| match name {
        "application.json" => {
            vec![(name.into(), content.clone()), ("旧/application.json".into(), content)]
        }
        _ => same(name, content),
    });
    assert_eq!(codes(&zip), [(Code::Pkg002, None)]);
    let zip = repack(&clean_zip(), |name, content| match name {
        "application.json" => {
            vec![(name.into(), content.clone()), ("application-2.json".into(), content)]
        }
        _ => same(name, content),
    });
    assert_eq!(codes(&zip), [(Code::Pkg004, Some("application-2.json".into()))]);
}

#[test]
fn pkg_004_leaves_the_droppings_of_systems_to_zip_015() {
    let zip = repack(&clean_zip(), |name, content| match name {
        "application.json" => {
            vec![(name.into(), content), ("__MACOSX/._application.json".into(), b"x".to_vec())]
        }
        _ => same(name, content),
    });
    assert_eq!(codes(&zip), [(Code::Zip015, Some("__MACOSX/._application.json".into()))]);
}

#[test]
fn one_outer_folder_is_read_as_if_it_were_not_there() {
    let zip = repack(&clean_zip(), |name, content| same(&format!("提出/{name}"), content));
    assert_eq!(codes(&zip), [(Code::Zip018, None)]);
}

#[test]
fn pkg_003_misses_a_listed_file_once() {
    let zip = repack(&clean_zip(), |name, content| {
        if name.ends_with("規則.txt") { vec![] } else { same(name, content) }
    });
    assert_eq!(codes(&zip), [(Code::Pkg003, Some("条例・規則/規則.txt".into()))]);
}

#[test]
fn pkg_005_sees_that_a_file_changed() {
    let zip = repack(&clean_zip(), |name, content| {
        same(name, if name.ends_with("評価書.txt") { b"y".to_vec() } else { content })
    });
    assert_eq!(codes(&zip), [(Code::Pkg005, Some("評価書/評価書.txt".into()))]);
}

#[test]
fn pkg_006_cannot_read_a_document() {
    let broken = |which: &'static str| {
        repack(&clean_zip(), move |name, content| {
            same(name, if name == which { b"{\"schema\":".to_vec() } else { content })
        })
    };
    let found = codes(&broken("manifest.json"));
    assert_eq!(found, [(Code::Pkg006, Some("manifest.json".into()))]);
    let found: Vec<Code> = codes(&broken("application.json")).into_iter().map(|f| f.0).collect();
    assert_eq!(found, [Code::Pkg006]);
}

#[test]
fn pkg_009_and_012_look_at_the_attachments() {
    let files = |a: &'static [u8], b: &'static [u8]| {
        crate::submission::build(
            &clean(),
            &[
                AttachmentFile { name: "規則.txt", content: Box::leak(Box::new(a)) },
                AttachmentFile { name: "評価書.txt", content: Box::leak(Box::new(b)) },
            ],
            &[],
            Pack::standard(),
            &mut Silent,
        )
        .unwrap()
        .bytes
    };
    let found: Vec<Code> = codes(&files(RULE, b"")).into_iter().map(|f| f.0).collect();
    assert_eq!(found, [Code::Pkg009]);
    let found: Vec<Code> = codes(&files(RULE, RULE)).into_iter().map(|f| f.0).collect();
    assert_eq!(found, [Code::Pkg012]);
}

#[test]
fn pkg_014_tells_the_reviewer_what_was_overridden() {
    let mut app = clean();
    app.contact.mail.clear();
    assert!(build(&app, &[]).built.is_none());
    let overrides = [Override { code: Code::Frm001, reason: "窓口なし".into() }];
    let zip = build(&app, &overrides).built.unwrap().bytes;
    let found: Vec<Code> = codes(&zip).into_iter().map(|f| f.0).collect();
    assert_eq!(found, [Code::Pkg014, Code::Frm001]);
    // An override that nothing needs leaves no trace.
    assert!(build(&clean(), &overrides).findings.is_empty());
}

/// What is found in a package of attachments under some names, with its attachments' places.
fn with_files(names: [&str; 2], contents: [&[u8]; 2]) -> Vec<(Code, Option<Pointer>)> {
    let mut app = clean();
    for (i, name) in names.into_iter().enumerate() {
        app.attachments[i].file = name.into();
    }
    app.delegations[0].bases[0].document = names[0].into();
    app.assessments[0].document = names[1].into();
    let files = [
        AttachmentFile { name: names[0], content: &contents[0] },
        AttachmentFile { name: names[1], content: &contents[1] },
    ];
    let zip = crate::submission::build(&app, &files, &[], Pack::standard(), &mut Silent).unwrap();
    let checked = Checker::new(Pack::standard(), today()).package(NAME, &zip.bytes, &mut Silent);
    checked.report.findings.into_iter().map(|f| (f.code, f.location.pointer)).collect()
}

fn at(code: Code, pointer: &str) -> Vec<(Code, Option<Pointer>)> {
    vec![(code, Some(Pointer::new(pointer)))]
}

#[test]
fn pkg_008_compares_the_name_with_the_rule() {
    let zip = clean_zip();
    let problem = |name: &str| {
        let found = Checker::new(Pack::standard(), today())
            .package(name, &zip, &mut Silent)
            .report
            .findings;
        assert!(found.iter().all(|f| f.code == Code::Pkg008) && found.len() < 2, "{name}");
        found.first().and_then(|f| f.arg("problem").cloned())
    };
    let key = |word: word::Pkg008| Some(ArgValue::Text(word.key().to_owned()));
    for name in ["a.zip", "131121_世田谷区_接続開始申請_2019-06-17 (1).zip", "世田谷区.zip"]
    {
        assert_eq!(problem(name), key(word::Pkg008::Rule), "{name}");
    }
    for name in ["131130_渋谷区_接続開始申請_2019-06-17.zip", "渋谷区申請.zip"] {
        assert_eq!(problem(name), key(word::Pkg008::OtherApplicant), "{name}");
    }
    assert_eq!(problem(NAME), None);
    assert_eq!(problem(&format!("佐賀県/{NAME}")), None);
}

#[test]
fn pkg_010_looks_into_the_files() {
    let found = with_files(["規則.txt", "評価書.pdf"], [RULE, b"<html>404</html>"]);
    assert_eq!(found, at(Code::Pkg010, "/attachments/1/file"));
    let found =
        with_files(["規則.txt", "評価書.xlsx"], [RULE, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]);
    assert_eq!(found, at(Code::Pkg010, "/attachments/1/file"));
    assert_eq!(with_files(["規則.txt", "評価書.pdf"], [RULE, b"%PDF-1.4\n%%EOF"]), vec![]);
    assert_eq!(with_files(["規則.txt", "評価書.xyz"], [RULE, b"\0\x01"]), vec![]);
}

#[test]
fn pkg_011_asks_for_no_password() {
    let found =
        with_files(["規則.txt", "評価書.pdf"], [RULE, b"%PDF-1.6\ntrailer <</Encrypt 5 0 R>>"]);
    assert_eq!(found, at(Code::Pkg011, "/attachments/1/file"));
    let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wrapped = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &package].concat();
    let found = with_files(["規則.txt", "評価書.docx"], [RULE, &wrapped]);
    assert_eq!(found, at(Code::Pkg011, "/attachments/1/file"));
}

#[test]
fn pkg_013_names_the_characters() {
    for name in ["評価書①.txt", "評価書 1.txt", "ﾋｮｳｶ.txt", "評価書Ⅱ.txt", "評価書　.txt"]
    {
        let found = with_files(["規則.txt", name], [RULE, b"x"]);
        assert_eq!(found, at(Code::Pkg013, "/attachments/1/file"), "{name}");
    }
    assert_eq!(with_files(["規則.txt", "評価書（1）_ヶ・ー〜.txt"], [RULE, b"x"]), vec![]);
}

#[test]
fn pkg_015_misses_what_the_pack_requires() {
    let mut pack = Pack::standard().clone();
    pack.rules.required_attachments.push(crate::pack::RequiredAttachment {
        name: crate::finding::Text { ja: "組織図".into(), en: "organisation chart".into() },
        role: crate::application::AttachmentRole::Other,
        titled: "組織図".into(),
        kinds: vec![crate::application::Kind::Start],
    });
    let found = |app: &Application| {
        let files = crate::rules::testing::files();
        let found = check_attachments(app, &files, &pack);
        found.into_iter().map(|f| f.code).collect::<Vec<_>>()
    };
    let mut app = clean();
    assert_eq!(found(&app), [Code::Pkg015]);
    app.attachments[0].role = crate::application::AttachmentRole::Other;
    assert_eq!(found(&app), [Code::Pkg015], "the role alone does not make it one");
    app.attachments[0].title = "行政組織図".into();
    assert_eq!(found(&app), []);
    app.kind = crate::application::Kind::Change;
    app.attachments[0].title.clear();
    assert_eq!(found(&app), []);
}

#[test]
fn pkg_016_tells_that_another_pack_made_it() {
    let mut other = Pack::standard().clone();
    (other.version, other.package.application) = ("2020.06".into(), "data.json".into());
    let mut app = clean();
    app.pack = crate::application::PackRef { id: "standard".into(), version: "2019.06".into() };
    let found = check_attachments(&app, &crate::rules::testing::files(), &other);
    assert_eq!(found.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::Pkg016]);
    let Some(ArgValue::List(differences)) = found[0].arg("differences") else { panic!("no list") };
    assert!(differences.iter().any(|d| d.contains("data.json")), "{differences:?}");
    let same = check_attachments(&app, &crate::rules::testing::files(), Pack::standard());
    assert_eq!(same, []);
}

#[test]
fn what_only_the_finished_package_shows_is_overridden_and_recorded_too() {
    let mut app = clean();
    app.attachments[1].file = "評価書.pdf".into();
    app.assessments[0].document = "評価書.pdf".into();
    let files = [
        AttachmentFile { name: "規則.txt", content: &RULE },
        AttachmentFile { name: "評価書.pdf", content: &&b"no pdf"[..] },
    ];
    let outcome = |overrides: &[Override]| {
        Checker::new(Pack::standard(), today()).build(&app, &files, overrides, &mut Silent).unwrap()
    };
    assert!(outcome(&[]).built.is_none());
    let found = outcome(&[Override { code: Code::Pkg010, reason: "古い書庫のまま".into() }]);
    let codes: Vec<Code> = found.findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, [Code::Pkg014, Code::Pkg010]);
    assert_eq!(found.built.unwrap().manifest.overrides.len(), 1);
}
