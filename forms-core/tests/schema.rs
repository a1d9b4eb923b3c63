//! What is published under `docs` and generated is what the types and the catalogue have.
//! `RENKEI_UPDATE=1 cargo test -p forms-core --test schema` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use forms_core::application::Application;
use forms_core::finding::{Code, Lang, Report};
use forms_core::pack::Pack;
use forms_core::submission::Manifest;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn is_up_to_date(path: &str, generated: &str) {
    let path = root().join(path);
    if std::env::var_os("RENKEI_UPDATE").is_some() {
        std::fs::write(&path, generated).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == generated, "{} is out of date", path.display());
}

fn schema_is_up_to_date(name: &str, schema: &Value) {
    is_up_to_date(&format!("docs/schema/{name}.schema.json"), &format!("{schema:#}\n"));
}

#[test]
fn the_schema_of_applications_is_up_to_date() {
    schema_is_up_to_date("application", &Application::json_schema());
}

#[test]
fn the_schema_of_reports_is_up_to_date() {
    schema_is_up_to_date("report", &Report::json_schema());
}

#[test]
fn the_schema_of_manifests_is_up_to_date() {
    schema_is_up_to_date("manifest", &Manifest::json_schema());
}

#[test]
fn the_schema_of_packs_is_up_to_date() {
    schema_is_up_to_date("pack", &Pack::json_schema());
}

#[derive(serde::Deserialize)]
struct Case {
    code: String,
    fires: bool,
    why: String,
}

/// The first case of each code that fires, in one line.
fn examples() -> BTreeMap<String, String> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root().join("tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("case.toml"))
        .filter(|path| path.is_file())
        .collect();
    folders.sort();
    let mut examples = BTreeMap::new();
    for path in folders {
        let case: Case = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        if case.fires {
            examples.entry(case.code).or_insert(case.why);
        }
    }
    examples
}

#[test]
fn the_page_of_codes_is_up_to_date() {
    let examples = examples();
    let mut page = "# Codes\n\nEvery finding that a check can give, generated from the catalogue and the cases. \
                    A pack may give a code another severity.\n"
        .to_owned();
    let mut family = "";
    for code in Code::all() {
        let name = code.as_str();
        let own = name.split('-').next().unwrap_or_default();
        if own != family {
            family = own;
            let _ = write!(page, "\n## {family}\n");
        }
        let _ = write!(
            page,
            "\n### {name}\n\n`{}` · {}\n\n",
            code.default_severity().as_str(),
            code.source()
        );
        for (lang, cause, remedy) in [(Lang::Ja, "原因", "直し方"), (Lang::En, "Cause", "Remedy")]
        {
            let text = code.text(lang);
            let _ = writeln!(page, "- **{}**", text.title);
            let _ = writeln!(page, "  - {cause}: {}", text.cause);
            let _ = writeln!(page, "  - {remedy}: {}", text.remedy);
        }
        if let Some(example) = examples.get(name) {
            let _ = writeln!(page, "- 例: {example}");
        }
    }
    is_up_to_date("docs/codes.md", &page);
}
