//! Each code of the catalogue is shown by a case and kept from firing by a near miss: the folders of
//! `tests/cases`, whose README says how they are written.

mod cases {
    #[allow(dead_code)] // shared with the tests of archives, which use more of it
    #[path = "../archive/crafted.rs"]
    mod crafted;
    #[allow(dead_code)] // shared with the tests of workbooks
    #[path = "../workbook/made.rs"]
    mod made;
    pub(crate) mod package;
    pub(crate) mod recipe;
    pub(crate) mod run;
    mod table;
    mod zip;
}

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cases::recipe::{self, Case};
use cases::run;
use forms_core::finding::Code;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn all_cases() -> Vec<(String, Case)> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root().join("tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("case.toml").is_file())
        .collect();
    folders.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    folders.iter().map(|path| (name(path), recipe::read(&path.join("case.toml")))).collect()
}

#[test]
fn each_case_shows_its_code_and_nothing_else() {
    let mut wrong = Vec::new();
    for (name, case) in all_cases() {
        let mut expected: Vec<Code> = case.also.iter().map(|code| code.parse().unwrap()).collect();
        let code: Code = case.code.parse().unwrap();
        let near = name.starts_with(&format!("{}-near-", case.code));
        assert_eq!(near, !case.fires, "{name}: the folder's name and `fires` disagree");
        assert!(name.starts_with(&case.code) && !case.why.is_empty(), "{name}");
        if case.fires {
            expected.push(code);
        }
        expected.sort();
        match std::panic::catch_unwind(|| run::codes(&case)) {
            Ok(found) if found == expected => {}
            Ok(found) => wrong.push(format!("{name}: expected {expected:?}, found {found:?}")),
            Err(_) => wrong.push(format!("{name}: its recipe does not work, see above")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The tests in Rust that show a code, and that keep it from firing.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    fires: String,
    near: String,
}

fn is_a_test(pointer: &str) -> bool {
    let Some((file, function)) = pointer.split_once("::") else { return false };
    let Ok(text) = std::fs::read_to_string(root().join(file)) else { return false };
    let Some((before, _)) = text.split_once(&format!("fn {function}(")) else { return false };
    before.lines().rev().take(3).any(|line| line.trim() == "#[test]")
}

#[test]
fn every_code_has_a_case_and_a_near_miss() {
    let text = std::fs::read_to_string(root().join("tests/cases/elsewhere.toml")).unwrap();
    let elsewhere: BTreeMap<String, Elsewhere> = toml::from_str(&text).unwrap();
    let mut shown: BTreeSet<(String, bool)> =
        all_cases().into_iter().map(|(_, case)| (case.code, case.fires)).collect();
    let mut wrong = Vec::new();
    for (code, tests) in &elsewhere {
        for (pointer, fires) in [(&tests.fires, true), (&tests.near, false)] {
            if !is_a_test(pointer) {
                wrong.push(format!("{code}: there is no test {pointer}"));
            }
            if !shown.insert((code.clone(), fires)) {
                wrong.push(format!("{code} has a folder too: take it out of elsewhere.toml"));
            }
        }
        if code.parse::<Code>().is_err() {
            wrong.push(format!("{code} is no code"));
        }
    }
    for code in Code::all() {
        for (fires, what) in [(true, "a case"), (false, "a near miss")] {
            if !shown.contains(&(code.to_string(), fires)) {
                wrong.push(format!("{code} lacks {what}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
