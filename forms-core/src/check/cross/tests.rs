//! Each code across packages with the packages that show it and nothing else.

use jiff::civil::{Date, date};

use super::*;
use crate::application::{
    Applicant, Application, Delegation, Direction, LegalBasis, Organ, Party, Scope,
};
use crate::check::Checker;
use crate::check::PackageReport;
use crate::finding::{ArgValue, Code, Lang};

fn package(path: &str, code: &str, name: &str, delegations: Vec<Delegation>) -> CheckedPackage {
    let application = Application {
        applicant: Applicant { code: code.into(), name: name.into(), ..Default::default() },
        delegations,
        ..Default::default()
    };
    let report = PackageReport {
        path: path.into(),
        bytes: 0,
        sha256: String::new(),
        applicant: None,
        kind: None,
        findings: vec![],
    };
    CheckedPackage { report, application: Some(application), compared: Default::default() }
}

fn today() -> Date {
    date(2019, 5, 20)
}

fn row(direction: Direction, code: &str) -> Delegation {
    Delegation {
        direction,
        procedure: "JT01010000000001".into(),
        name: "児童手当".into(),
        counterpart: Party { code: code.into(), ..Default::default() },
        start: "2019-06-17".into(),
        ..Default::default()
    }
}

fn found(given: Vec<Delegation>, taken: Vec<Delegation>) -> Vec<(Code, Vec<String>)> {
    let packages = [
        package("pref.zip", "410004", "佐賀県", given),
        package("city.zip", "412015", "佐賀市", taken),
    ];
    let out = Checker::new(Pack::standard(), today()).across(&packages);
    out.into_iter().map(|c| (c.finding.code, c.packages().map(str::to_owned).collect())).collect()
}

fn entrust() -> Delegation {
    row(Direction::Entrust, "412015")
}

fn accept() -> Delegation {
    row(Direction::Accept, "410004")
}

#[test]
fn two_sides_that_agree_are_silent() {
    assert_eq!(found(vec![entrust()], vec![accept()]), []);
    assert_eq!(found(vec![], vec![]), []);
}

#[test]
fn xap_001_and_002_name_the_side_that_filed_first() {
    let files = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
    assert_eq!(found(vec![entrust()], vec![]), [(Code::Xap001, files("pref.zip", "city.zip"))]);
    assert_eq!(found(vec![], vec![accept()]), [(Code::Xap002, files("city.zip", "pref.zip"))]);
}

#[test]
fn a_counterpart_that_sent_nothing_or_is_another_organ_is_not_judged() {
    let mut board = entrust();
    board.counterpart.organ = Organ::BoardOfEducation;
    assert_eq!(found(vec![board], vec![]), []);
    assert_eq!(found(vec![row(Direction::Entrust, "412023")], vec![]), []);
}

#[test]
fn xap_003_tells_scope_and_side_apart_from_a_missing_row() {
    let part = Delegation { scope: Scope::Part, scope_note: "認定".into(), ..accept() };
    assert_eq!(found(vec![entrust()], vec![part])[0].0, Code::Xap003);
    let side = Delegation { side: crate::application::Side::Provision, ..accept() };
    let codes: Vec<Code> = found(vec![entrust()], vec![side]).into_iter().map(|f| f.0).collect();
    assert_eq!(codes, [Code::Xap003]);
}

#[test]
fn xap_004_compares_dates_by_value_not_by_width() {
    let later = Delegation { start: "2019-10-15".into(), ..accept() };
    assert_eq!(found(vec![entrust()], vec![later])[0].0, Code::Xap004);
}

#[test]
fn both_sides_are_named_with_their_organs() {
    let sides = |organ: Organ, code: &str, called: &str| {
        let mut given = row(Direction::Entrust, code);
        (given.counterpart.organ, given.counterpart.name) = (organ, called.into());
        let giver = package("a.zip", "412015", "佐賀市", vec![given]);
        let name = Government::find(code.parse().unwrap()).map_or("", |g| g.name);
        let mut taker = package("b.zip", code, name, vec![]);
        taker.application.as_mut().unwrap().applicant.organ = organ;
        let out = Checker::new(Pack::standard(), today()).across(&[giver, taker]);
        let arg = |name| match out[0].finding.arg(name) {
            Some(ArgValue::Text(text)) => text.clone(),
            other => panic!("{other:?}"),
        };
        (arg("from"), arg("to"))
    };
    let are = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let board = Organ::BoardOfEducation;
    assert_eq!(sides(board, "412015", ""), are("佐賀市長", "佐賀市教育委員会"));
    assert_eq!(sides(board, "412015", "佐賀市"), are("佐賀市長", "佐賀市教育委員会"));
    assert_eq!(sides(board, "410004", ""), are("佐賀市", "佐賀県教育委員会"));
    let named = sides(Organ::OtherBoard, "412015", "佐賀市農業委員会");
    assert_eq!(named, are("佐賀市長", "佐賀市農業委員会"));
    assert_eq!(sides(Organ::Head, "410004", "佐賀県知事"), are("佐賀市", "佐賀県"));
}

fn city(path: &str, code: &str, name: &str) -> CheckedPackage {
    package(path, code, name, vec![])
}

fn all(packages: &[CheckedPackage], reference: &Reference) -> Vec<(Code, Vec<String>)> {
    let checker = Checker::new(Pack::standard(), today());
    let out = checker.with_reference(reference).across(packages);
    out.into_iter().map(|c| (c.finding.code, c.packages().map(str::to_owned).collect())).collect()
}

fn edit(mut package: CheckedPackage, change: impl FnOnce(&mut Application)) -> CheckedPackage {
    change(package.application.as_mut().unwrap());
    package
}

fn across(packages: &[CheckedPackage]) -> Vec<CrossFinding> {
    Checker::new(Pack::standard(), today()).across(packages)
}

fn list(finding: &Finding, name: &str) -> Vec<String> {
    let Some(ArgValue::List(items)) = finding.arg(name) else { panic!("no list {name}") };
    items.clone()
}

#[test]
fn xap_005_names_what_differs_and_who_was_not_compared() {
    let released = |path: &str, release: &str| {
        edit(city(path, "412015", "佐賀市"), |app| app.target.release = release.into())
    };
    let out = across(&[released("new.zip", "2019-10-15"), released("old.zip", "2019-06-17")]);
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].finding.code, Code::Xap005);
    assert_eq!(out[0].packages().collect::<Vec<_>>(), ["new.zip", "old.zip"]);
    assert_eq!(list(&out[0].finding, "changes"), ["申請の種類"]);
    assert_eq!(list(&out[0].finding, "earlier"), ["old.zip"]);
    let mut board = city("board.zip", "412015", "佐賀市");
    board.application.as_mut().unwrap().applicant.organ = Organ::BoardOfEducation;
    assert_eq!(all(&[released("a.zip", "2019-06-17"), board], &Reference::default()), []);
}

/// Nothing in two packages of one release says which came last: whichever is the corrected one, its pair is complete
/// and the other's is not.
#[test]
fn every_version_is_compared_whatever_the_order_of_names() {
    let giver = package("pref.zip", "410004", "佐賀県", vec![entrust()]);
    let with = package("b.zip", "412015", "佐賀市", vec![accept()]);
    let without = package("a.zip", "412015", "佐賀市", vec![]);
    for order in [[&giver, &with, &without], [&without, &with, &giver]] {
        let out = across(&order.map(CheckedPackage::clone));
        let found: Vec<(Code, Vec<&str>)> =
            out.iter().map(|c| (c.finding.code, c.packages().collect())).collect();
        assert!(found.contains(&(Code::Xap001, vec!["pref.zip", "a.zip"])), "{found:?}");
        assert_eq!(found.len(), 2, "the version with the acceptance is complete: {found:?}");
    }
}

#[test]
fn packages_of_the_same_bytes_are_compared_once() {
    let copy = |path: &str| {
        let mut copy = package(path, "412015", "佐賀市", vec![]);
        copy.report.sha256 = "5e".repeat(32);
        copy
    };
    let giver = package("pref.zip", "410004", "佐賀県", vec![entrust()]);
    let out = across(&[giver, copy("a.zip"), copy("b.zip")]);
    let codes: Vec<Code> = out.iter().map(|c| c.finding.code).collect();
    assert_eq!(codes, [Code::Xap005, Code::Xap001]);
    assert_eq!(list(&out[0].finding, "same"), ["a.zip＝b.zip"]);
    assert_eq!(list(&out[0].finding, "changes"), [""; 0]);
}

#[test]
fn a_difference_is_placed_in_both_packages_and_shows_both_values() {
    let part = Delegation { scope: Scope::Part, scope_note: "認定".into(), ..accept() };
    let packages = [
        package("pref.zip", "410004", "佐賀県", vec![row(Direction::Entrust, "412023"), entrust()]),
        package("city.zip", "412015", "佐賀市", vec![part]),
    ];
    let out = across(&packages);
    let pointer = |at: usize| out[0].places[at].location.pointer.clone().unwrap().to_string();
    assert_eq!([pointer(0), pointer(1)], ["/delegations/1/scope", "/delegations/0/scope"]);
    assert!(out[0].places.iter().all(|p| p.location.cell.is_some()));
    let message = out[0].finding.message(Lang::Ja);
    assert!(
        message.contains("佐賀県（委任）「全部」（J4）／佐賀市（受任）「一部」（J3）"),
        "{message}"
    );
    let late = Delegation { end: "2020-03-31".into(), ..accept() };
    let message = across(&[
        package("pref.zip", "410004", "佐賀県", vec![entrust()]),
        package("city.zip", "412015", "佐賀市", vec![late]),
    ])[0]
        .finding
        .message(Lang::Ja);
    assert!(
        message.contains("佐賀県（委任）「（空欄）」（M3）／佐賀市（受任）「2020-03-31」（M3）"),
        "{message}"
    );
}

#[test]
fn xap_006_finds_a_package_that_names_the_applicant_though_it_cannot_be_read() {
    let unreadable = |path: &str| CheckedPackage { application: None, ..city(path, "412015", "x") };
    let expected = |code: &str| Reference::default().with_expected(vec![code.parse().unwrap()]);
    let files = |path: &str, code: &str| {
        let checker = Checker::new(Pack::standard(), today());
        let expected = expected(code);
        let out = checker.with_reference(&expected).across(&[unreadable(path)]);
        assert_eq!(out.len(), 1, "{path}");
        list(&out[0].finding, "files")
    };
    for path in [
        "412015_佐賀市_接続開始申請.zip",
        "in/佐賀市/申請.zip",
        "in/佐賀県佐賀市申請書.zip",
        "in\\412015\\a.zip",
        "【佐賀市】申請.zip",
    ] {
        assert_eq!(files(path, "412015"), [path]);
    }
    for path in ["唐津市.zip", "4120151_申請.zip", "a.zip", "小佐賀市.zip", "佐賀県.zip"]
    {
        assert_eq!(files(path, "412015"), [""; 0], "{path}");
    }
    // A slip in the code of the content: the file name still says whose it is.
    let slipped = city("佐賀市.zip", "412023", "佐賀市");
    let checker = Checker::new(Pack::standard(), today());
    let out = checker.with_reference(&expected("412015")).across(&[slipped]);
    assert_eq!(list(&out[0].finding, "files"), ["佐賀市.zip"]);
    assert!(out[0].finding.message(Lang::Ja).contains("読める申請がありません"));
}

#[test]
fn xap_006_misses_those_expected() {
    let expected = vec!["412015".parse().unwrap(), "412023".parse().unwrap()];
    let reference = Reference::default().with_expected(expected);
    let found = all(&[city("a.zip", "412015", "佐賀市")], &reference);
    assert_eq!(found, [(Code::Xap006, vec![])]);
    let both = [city("a.zip", "412015", "佐賀市"), city("b.zip", "412023", "唐津市")];
    assert_eq!(all(&both, &reference), []);
}

#[test]
fn xap_007_finds_the_stranger() {
    let packages = [
        city("a.zip", "412015", "佐賀市"),
        city("b.zip", "412023", "唐津市"),
        city("c.zip", "410004", "佐賀県"),
        city("d.zip", "131121", "世田谷区"),
    ];
    let stranger = [(Code::Xap007, vec!["d.zip".to_owned()])];
    assert_eq!(all(&packages, &Reference::default()), stranger);
    assert_eq!(all(&packages[1..], &Reference::default()), [], "two of three say little");
    let told = Reference::default().with_prefecture("佐賀県");
    assert_eq!(all(&packages[2..], &told), stranger);
}

#[test]
fn xap_008_compares_what_the_two_sides_call_the_instrument() {
    let with_basis = |row: Delegation, title: &str, number: &str| {
        let basis = LegalBasis { title: title.into(), number: number.into(), ..Default::default() };
        Delegation { bases: vec![basis], ..row }
    };
    let both = |a: (&str, &str), b: (&str, &str)| {
        let rows =
            found(vec![with_basis(entrust(), a.0, a.1)], vec![with_basis(accept(), b.0, b.1)]);
        rows.into_iter().map(|f| f.0).collect::<Vec<_>>()
    };
    let title = "佐賀県事務処理の特例に関する条例";
    assert_eq!(
        both((title, "平成11年条例第43号"), ("事務処理特例条例", "平成11年条例第43号")),
        [Code::Xap008]
    );
    assert_eq!(both((title, "平成11年条例第43号"), (title, "平成11年条例第34号")), [Code::Xap008]);
    assert_eq!(both((title, "平成11年条例第43号"), (title, "平成１１年条例第４３号")), []);
    let otherwise = "佐賀縣 事務処理の\u{200b}特例に関する条例";
    assert_eq!(both((title, "平成11年条例第43号"), (otherwise, "平成11年条例第43号")), []);
    assert_eq!(
        both(("事務委任規則", "平成11年規則第1号"), ("事務委任規則", "平成12年規則第9号")),
        []
    );
}

#[test]
fn xap_009_wants_one_layout_on_both_sides() {
    let sides = |a: &str, b: &str| {
        let packages = [
            edit(package("pref.zip", "410004", "佐賀県", vec![entrust()]), |x| {
                x.target.layout = a.into()
            }),
            edit(package("city.zip", "412015", "佐賀市", vec![accept()]), |x| {
                x.target.layout = b.into()
            }),
        ];
        all(&packages, &Reference::default())
    };
    assert_eq!(sides("R1.6", "R2.6")[0].0, Code::Xap009);
    assert_eq!(sides("R1.6", "R2.6").len(), 1);
    assert_eq!(sides("R1.6", "Ｒ１.６"), []);
}
