use super::*;
use crate::finding::{Code as C, Location, Pointer};

fn at_field(code: Code, pointer: &str) -> Finding {
    Finding::new(code, Vec::new()).at(Pointer::new(pointer))
}

fn at_entry(code: Code, entry: &str) -> Finding {
    Finding::new(code, Vec::new()).at(Location::entry(entry))
}

fn of_package(code: Code) -> Finding {
    Finding::new(code, Vec::new())
}

fn settled(mut findings: Vec<Finding>) -> Vec<Code> {
    settle(&mut findings, Some("申請書.xlsx"));
    findings.iter().map(|f| f.code).collect()
}

/// For a row of the table: findings of which it drops some, the codes that are left of them, and
/// findings that look alike but are all left.
type Example = (Vec<Finding>, Vec<Code>, Vec<Finding>);

/// Examples of the rows about fields of the application, in their order.
fn of_fields() -> Vec<Example> {
    let name = "/applicant/name";
    vec![
        (
            vec![at_field(C::Org003, name), at_field(C::Frm007, name)],
            vec![C::Frm007],
            vec![at_field(C::Org003, name), at_field(C::Frm007, "/applicant/code")],
        ),
        (
            vec![at_field(C::Frm002, name), at_field(C::Org003, name)],
            vec![C::Frm002],
            vec![at_field(C::Frm002, "/contact/mail"), at_field(C::Org003, name)],
        ),
        (
            vec![at_field(C::Frm003, name), at_field(C::Org003, name)],
            vec![C::Org003],
            // Two rare characters in one field are still only rare characters.
            vec![at_field(C::Frm003, name), at_field(C::Frm003, name)],
        ),
        (
            vec![
                at_field(C::Frm005, "/assessments/0/published"),
                at_field(C::Pia004, "/assessments/0/published"),
            ],
            vec![C::Pia004],
            vec![
                at_field(C::Frm005, "/assessments/1/published"),
                at_field(C::Pia004, "/assessments/0/published"),
            ],
        ),
        (
            vec![at_field(C::Law001, "/a/citation"), at_field(C::Law001, "/a/citation")],
            vec![C::Law001],
            // Two provisions in one field can both be wrong.
            vec![at_field(C::Law006, "/a/citation"), at_field(C::Law006, "/a/citation")],
        ),
        (
            vec![
                at_field(C::Dlg006, "/delegations/1/counterpart"),
                at_field(C::Org003, "/delegations/1/counterpart/name"),
            ],
            vec![C::Dlg006],
            vec![
                at_field(C::Dlg006, "/delegations/1/counterpart"),
                at_field(C::Org003, "/delegations/10/counterpart/name"),
            ],
        ),
        (
            vec![
                at_field(C::Pkg010, "/attachments/0/file"),
                at_field(C::Pkg009, "/attachments/0/file"),
            ],
            vec![C::Pkg009],
            vec![
                at_field(C::Pkg010, "/attachments/0/file"),
                at_field(C::Pkg009, "/attachments/1/file"),
            ],
        ),
    ]
}

/// Examples of the rows about the package, in their order.
fn of_packages() -> Vec<Example> {
    let workbook = "申請書.xlsx";
    vec![
        (
            vec![at_entry(C::Pkg004, "Thumbs.db"), at_entry(C::Zip015, "Thumbs.db")],
            vec![C::Zip015],
            vec![at_entry(C::Pkg004, "a.txt"), at_entry(C::Zip015, "Thumbs.db")],
        ),
        (
            vec![at_entry(C::Pkg005, workbook), at_entry(C::Pkg007, workbook)],
            vec![C::Pkg007],
            vec![at_entry(C::Pkg005, "規則.txt"), at_entry(C::Pkg007, workbook)],
        ),
        (
            vec![at_entry(C::Pkg005, workbook), at_entry(C::Xls002, workbook)],
            vec![C::Xls002],
            // A workbook that the application was read from is compared with nothing.
            vec![at_entry(C::Pkg005, "様式.xlsx"), at_entry(C::Xls002, "様式.xlsx")],
        ),
        (
            vec![of_package(C::Pkg001), at_entry(C::Zip019, "中.zip")],
            vec![C::Zip019],
            vec![of_package(C::Pkg001), at_entry(C::Zip015, "Thumbs.db")],
        ),
        (
            vec![of_package(C::Pkg001), of_package(C::Zip010)],
            vec![C::Zip010],
            vec![of_package(C::Pkg001), at_entry(C::Zip010, "大.pdf")],
        ),
    ]
}

#[test]
fn each_row_silences_in_its_place_and_nowhere_else() {
    let examples = [of_fields(), of_packages()].concat();
    assert_eq!(examples.len(), SILENCINGS.len(), "a row has no example");
    for (row, (fires, left, near)) in SILENCINGS.iter().zip(examples) {
        let silences = |findings: &[Finding]| {
            let found = FoundCodes::new(findings, Some("申請書.xlsx"));
            let mut all = findings.iter().enumerate();
            all.any(|(i, f)| row.silenced.contains(f.code) && found.silences(row, f, i))
        };
        assert!(silences(&fires), "{row:?}");
        assert!(!silences(&near), "{row:?}");
        assert_eq!(settled(fires), left, "{row:?}");
        let near_codes: Vec<Code> = near.iter().map(|f| f.code).collect();
        assert_eq!(settled(near), near_codes, "{row:?}");
        assert!(row.reason.ends_with('.'), "{row:?}");
    }
}

#[test]
fn an_example_left_is_the_mistake_and_a_rare_character_is_not() {
    use crate::finding::make;
    let at = |finding: Finding| finding.at(Pointer::new("/applicant/name"));
    let other = make::frm_003("宛先", vec!["髙".into()]).at(Pointer::new("/contact/mail"));
    let wrong = || at(make::org_003("131121", "○○", "世田谷区"));
    let left = at(make::frm_007("名称", "○○"));
    assert_eq!(settled(vec![wrong(), left, other.clone()]), [Code::Frm007, Code::Frm003]);
    let rare = at(make::frm_003("名称", vec!["髙".into()]));
    assert_eq!(settled(vec![rare.clone(), wrong()]), [Code::Org003]);
    assert_eq!(settled(vec![rare, other]), [Code::Frm003, Code::Frm003]);
    // Two provisions in one field can both be wrong.
    let deleted = || at(make::law_006("第2条"));
    assert_eq!(settled(vec![deleted(), deleted()]).len(), 2);
}

#[test]
fn a_silenced_finding_still_silences() {
    let name = "/delegations/0/counterpart/name";
    let findings = vec![
        at_field(Code::Dlg006, "/delegations/0/counterpart"),
        at_field(Code::Org003, name),
        at_field(Code::Frm003, name),
    ];
    assert_eq!(settled(findings), [Code::Dlg006]);
}

#[test]
fn the_files_that_decide_for_themselves_say_so() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for row in DECIDED_WHERE_FOUND {
        let text = std::fs::read_to_string(source.join(row.file)).unwrap();
        let comments = || text.lines().filter(|line| line.trim_start().starts_with("//"));
        for code in row.by {
            let said = comments().any(|line| line.contains(code.as_str()));
            assert!(said, "{} has no comment that names {code}", row.file);
        }
        assert!(!row.codes.is_empty() && row.reason.ends_with('.'), "{row:?}");
    }
}
