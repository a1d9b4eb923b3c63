//! Every form of a report says everything, and none can be made to do something.

use proptest::prelude::*;

use super::*;
use crate::application::Kind;
use crate::check::{ApplicantName, PackageReport};
use crate::finding::{make, word};

fn package(path: &str, findings: Vec<Finding>) -> PackageReport {
    PackageReport {
        path: path.into(),
        bytes: 9,
        sha256: String::new(),
        applicant: Some(ApplicantName { code: "131121".into(), name: "世田谷区".into() }),
        kind: Some(Kind::Start),
        findings,
    }
}

fn report(packages: Vec<PackageReport>, cross: Vec<CrossFinding>) -> Report {
    Report {
        pack: ("standard".into(), "2019.06".into()),
        today: jiff::civil::date(2019, 5, 20),
        packages,
        cross,
    }
}

fn of_one_value(value: &str) -> Report {
    let finding = make::frm_001(value).at(crate::finding::Pointer::new("/contact/mail"));
    let place = PackagePlace { package: value.to_owned(), location: Location::default() };
    let cross =
        CrossFinding::new(make::xap_001(value, value, value, 4, word::Xap001::Other), vec![place]);
    report(vec![package(value, vec![finding])], vec![cross])
}

fn many(count: usize) -> Report {
    let finding = |i: usize| {
        make::frm_001(format!("項目{i}")).at(crate::finding::Pointer::new(format!("/a/{i}")))
    };
    report(vec![package("a.zip", (0..count).map(finding).collect())], vec![])
}

#[test]
fn a_text_is_quiet_where_nothing_is_wrong_and_groups_what_is_alike() {
    let style = TextStyle::default();
    let clean = report(vec![package("a.zip", vec![])], vec![]);
    assert_eq!(text(&clean, style), "1件：誤りなし1\n");
    let listed = text(&clean, TextStyle { all: true, ..style });
    assert_eq!(listed, "誤りなし a.zip  131121 世田谷区\n1件：誤りなし1\n");
    let out = text(&many(3), style);
    assert_eq!(out.matches("FRM-001").count(), 1, "{out}");
    assert_eq!(out.matches('→').count(), 1, "{out}");
    assert!(out.contains("3件") && out.contains("項目0") && out.contains("項目2"), "{out}");
    assert!(!out.contains('\x1b'));
    assert!(text(&many(1), TextStyle { colour: true, ..style }).contains("\x1b[31m"));
}

#[test]
fn a_page_links_each_summary_line_to_its_findings_and_back() {
    for lang in [Lang::Ja, Lang::En] {
        let page = html(&of_one_value("x"), lang);
        let targets: Vec<&str> =
            page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(targets.len() >= 4, "{targets:?}");
        for target in targets {
            assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
        }
        assert!(page.contains("Content-Security-Policy") && !page.contains("<script"));
    }
}

#[test]
fn a_finding_between_two_packages_counts_for_both_and_is_placed_in_each() {
    let at = |package: &str, row: usize| PackagePlace {
        package: package.to_owned(),
        location: crate::finding::Pointer::new(format!("/delegations/{row}")).into(),
    };
    let cross = CrossFinding::new(
        make::xap_001("甲", "乙", "丙", 4, word::Xap001::Other),
        vec![at("a.zip", 3), at("b.zip", 7)],
    );
    let packages = ["a.zip", "b.zip", "c.zip"].map(|path| package(path, vec![]));
    let report = report(packages.to_vec(), vec![cross]);
    let out = text(&report, TextStyle::default());
    for name in ["a.zip", "b.zip"] {
        assert!(out.contains(&format!("誤りあり {name}  131121 世田谷区  [誤り 1]")), "{out}");
    }
    assert!(!out.contains("誤りなし c.zip") && out.contains("@ b.zip / /delegations/7"), "{out}");
    assert!(out.ends_with("3件：誤りなし1、誤りあり2\n"), "{out}");
    let rows = String::from_utf8(csv(&report, Lang::Ja)).unwrap();
    assert_eq!(rows.matches("XAP-001").count(), 2, "{rows}");
    assert!(rows.contains("\"/delegations/3\"") && rows.contains("\"/delegations/7\""));
    let page = html(&report, Lang::Ja);
    assert_eq!(page.matches("<td class=\"status Invalid\">").count(), 2);
    let json = report.to_json(Lang::Ja);
    assert_eq!(json["packages"][0]["counts"]["error"], 0, "its own findings only");
    assert_eq!(json["cross"][0]["places"][1]["pointer"], "/delegations/7");
}

#[test]
fn nothing_is_left_out_of_many() {
    let report = many(5000);
    let (page, rows) = (html(&report, Lang::Ja), csv(&report, Lang::Ja));
    let rows = String::from_utf8(rows).unwrap();
    assert_eq!(page.matches("<li><p>").count(), 5000);
    assert_eq!(rows.lines().count(), 5001);
    assert!(page.contains("「項目4999」") && rows.contains("「項目4999」"));
}

#[test]
fn a_csv_has_a_mark_and_no_formula() {
    for value in ["=1+1", "+1", "-1", "@a", "\t=1", "＝1"] {
        let bytes = csv(&of_one_value(value), Lang::Ja);
        assert!(bytes.starts_with(b"\xef\xbb\xbf"));
        let text = String::from_utf8(bytes).unwrap();
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 2, "one of a package and one across packages");
        for record in &records {
            assert!(record.iter().any(|cell| cell.contains(value)), "{record:?}");
            for cell in record {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '＝']), "{value:?}: {cell:?}");
            }
        }
    }
}

#[test]
fn a_workbook_holds_every_row_and_only_text() {
    let long = "あ".repeat(40_000);
    for value in ["=1+1", long.as_str()] {
        let bytes = xlsx(&of_one_value(value), Lang::Ja).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut all = String::new();
        for i in 0..zip.len() {
            std::io::Read::read_to_string(&mut zip.by_index(i).unwrap(), &mut all).unwrap();
        }
        assert!(!all.contains("<f>"));
        // Cells of one text share it: the path, in two sheets, and the two messages.
        assert!(all.matches('あ').count() >= value.matches('あ').count());
    }
    assert_eq!(
        xlsx(&many(2), Lang::En).unwrap(),
        xlsx(&many(2), Lang::En).unwrap(),
        "the same bytes"
    );
}

proptest! {
    #[test]
    fn no_value_becomes_markup_or_steers_a_terminal(value in "[<>&\"'=\\x1b\\u{202e}a-c/ \\n]{1,20}") {
        let report = of_one_value(&value);
        let page = html(&report, Lang::En);
        let plain = html(&of_one_value("x"), Lang::En);
        let tags = |page: &str| page.matches('<').count() - page.matches("<br>").count();
        prop_assert_eq!(tags(&page), tags(&plain));
        let steers = |text: &str| text.contains(['\u{202e}', '\x1b']);
        prop_assert!(!steers(&page), "{page}");
        let out = text(&report, TextStyle::default());
        prop_assert!(!steers(&out), "{out}");
        prop_assert_eq!(out.lines().count(), text(&of_one_value("x"), TextStyle::default()).lines().count());
    }
}
