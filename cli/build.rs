//! Lists the cases of each code, as `renkei codes` shows them: the folders of `tests/cases`. A code
//! without a case and a near miss stops the build.

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

/// The names of the cases that fire, of those that do not, and what the first one shows.
#[derive(Default)]
struct Of {
    fires: Vec<String>,
    near: Vec<String>,
    example: String,
}

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder");
    let folder = Path::new(&root).join("../tests/cases");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut all: BTreeMap<String, Of> = BTreeMap::new();
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("tests/cases is there")
        .filter_map(|entry| entry.expect("it can be listed").file_name().into_string().ok())
        .collect();
    names.sort();
    for name in names {
        let Ok(text) = fs::read_to_string(folder.join(&name).join("case.toml")) else { continue };
        let case: Case = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let of = all.entry(case.code).or_default();
        if case.fires && of.example.is_empty() {
            of.example = case.why;
        }
        if case.fires { &mut of.fires } else { &mut of.near }.push(name);
    }
    let mut out = "const CASES: &[(&str, CodeCases)] = &[
"
    .to_owned();
    for (code, of) in &all {
        assert!(!of.fires.is_empty() && !of.near.is_empty(), "{code} needs a case and a near miss");
        let Of { fires, near, example } = of;
        let _ = writeln!(
            out,
            "    ({code:?}, CodeCases {{ fires: &{fires:?}, near: &{near:?}, example: {example:?} }}),"
        );
    }
    out.push_str("];\n");
    let target = env::var("OUT_DIR").expect("cargo sets the folder");
    fs::write(Path::new(&target).join("cases.rs"), out).expect("write cases.rs");
}
