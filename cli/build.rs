//! Generates the list of cases of each code for `renkei codes` from the folders of `tests/cases` (a code
//! without a case or a near miss stops the build), and the Japanese words of the help.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    code: String,
    fires: bool,
    why: String,
}

/// The cases of one code: names of those that fire and of the near misses, and the first one's reason.
#[derive(Default)]
struct CasesOfCode {
    fires: Vec<String>,
    near: Vec<String>,
    example: String,
}

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder");
    let target = env::var("OUT_DIR").expect("cargo sets the folder");
    fs::write(Path::new(&target).join("words.rs"), words(&root)).expect("write words.rs");
    let folder = Path::new(&root).join("../tests/cases");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut all: BTreeMap<String, CasesOfCode> = BTreeMap::new();
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("tests/cases is there")
        .filter_map(|entry| entry.expect("it can be listed").file_name().into_string().ok())
        .collect();
    names.sort();
    for name in names {
        let Ok(text) = fs::read_to_string(folder.join(&name).join("case.toml")) else { continue };
        let case: Case = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let cases = all.entry(case.code).or_default();
        if case.fires && cases.example.is_empty() {
            cases.example = case.why;
        }
        if case.fires { &mut cases.fires } else { &mut cases.near }.push(name);
    }
    let mut out = "const CASES: &[(&str, CodeCases)] = &[
"
    .to_owned();
    for (code, cases) in &all {
        assert!(
            !cases.fires.is_empty() && !cases.near.is_empty(),
            "{code} needs a case and a near miss"
        );
        let CasesOfCode { fires, near, example } = cases;
        let _ = writeln!(
            out,
            "    ({code:?}, CodeCases {{ fires: &{fires:?}, near: &{near:?}, example: {example:?} }}),"
        );
    }
    out.push_str("];\n");
    fs::write(Path::new(&target).join("cases.rs"), out).expect("write cases.rs");
}

/// The words of `messages/ja.toml` by section and key, sorted.
fn words(root: &str) -> String {
    let path = Path::new(root).join("messages/ja.toml");
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(&path).expect("messages/ja.toml is there");
    let sections: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut out =
        "/// Section, key and text.\nconst WORDS: &[(&str, &str, &str)] = &[\n".to_owned();
    for (section, words) in &sections {
        for (key, text) in words {
            let _ = writeln!(out, "    ({section:?}, {key:?}, {text:?}),");
        }
    }
    out + "];\n"
}
