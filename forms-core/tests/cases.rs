//! Each code of the catalogue is shown by a case and kept from firing by a near miss: the folders of
//! `tests/cases`, whose README says how they are written. `RENKEI_UPDATE=1 cargo test -p forms-core
//! --test cases` writes each `expected.json` anew.

mod cases {
    #[allow(dead_code)] // shared with the tests of archives, which use more of it
    #[path = "../archive/crafted.rs"]
    mod crafted;
    pub(crate) mod expected;
    #[allow(dead_code)] // shared with the tests of workbooks
    #[path = "../workbook/made.rs"]
    mod made;
    pub(crate) mod package;
    pub(crate) mod recipe;
    pub(crate) mod run;
    mod table;
    mod zip;
}

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cases::recipe::{self, Case};
use cases::{expected, run};
use forms_core::finding::Code;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases")
}

/// The cases by the names of their folders. Each folder is a case, except the clean application.
fn all_cases() -> Vec<(String, Case)> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !path.ends_with("clean"))
        .collect();
    folders.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    folders.iter().map(|path| (name(path), recipe::read(&path.join("case.toml")))).collect()
}

/// Runs a case. The codes that `case.toml` names are compared first, so that an `expected.json`
/// written anew cannot lose a rule.
fn judge(name: &str, case: &Case) -> Result<(), String> {
    let mut wanted: Vec<Code> = case.also.iter().map(|code| code.parse().unwrap()).collect();
    let code: Code = case.code.parse().unwrap();
    let near = name.starts_with(&format!("{code}-near-"));
    assert_eq!(near, !case.fires, "{name}: the folder's name and `fires` disagree");
    assert!(name.starts_with(&format!("{code}-")) && !case.why.is_empty(), "{name}");
    assert!(!wanted.contains(&code), "{name}: `also` names the case's own code");
    if case.fires {
        wanted.push(code);
    }
    wanted.sort();
    let found = std::panic::catch_unwind(|| run::findings(case))
        .map_err(|_| "its recipe does not work, see above".to_owned())?;
    let mut codes: Vec<Code> = found.iter().map(|f| f.finding.code).collect();
    codes.sort();
    if codes != wanted {
        return Err(format!("expected {wanted:?}, found {codes:?}"));
    }
    expected::compare(&folder().join(name), &found)
}

#[test]
fn each_case_gives_the_findings_expected_and_nothing_else() {
    let judged = all_cases().into_iter().filter_map(|(name, case)| {
        let difference = judge(&name, &case).err()?;
        Some(format!("{name}: {difference}"))
    });
    let wrong: Vec<String> = judged.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_and_a_near_miss() {
    let shown: BTreeSet<(String, bool)> =
        all_cases().into_iter().map(|(_, case)| (case.code, case.fires)).collect();
    let mut missing = Vec::new();
    for code in Code::all() {
        for (fires, what) in [(true, "a case"), (false, "a near miss")] {
            if !shown.contains(&(code.to_string(), fires)) {
                missing.push(format!("{code} lacks {what}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
