//! What is published under `docs` and generated is what the types and the catalogue have.
//! `RENKEI_UPDATE=1 cargo test -p forms-core --test schema` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use forms_core::finding::{Code, Lang};
use forms_core::schema::documents;

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

#[test]
fn the_published_schemas_are_up_to_date() {
    let folder = root().join("docs/schema");
    let index = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let mut published: BTreeSet<String> = ["README.md".to_owned()].into();
    for (name, schema) in documents() {
        let file = format!("{name}.schema.json");
        is_up_to_date(&format!("docs/schema/{file}"), &format!("{schema:#}\n"));
        assert!(index.contains(&format!("]({file})")), "README.md does not list {file}");
        let named = &schema["properties"]["schema"]["const"];
        assert!(name == "truth" || *named == format!("renkei.{name}/1"), "{name}: {named}");
        published.insert(file);
    }
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(published, files);
}

/// The names of all documents that a source file mentions: `report` for `renkei.report/1`.
fn named_in(source: &str) -> impl Iterator<Item = &str> {
    source.split("renkei.").skip(1).filter_map(|rest| {
        let (name, version) = rest.split_once('/')?;
        let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        (is_name && version.starts_with('1')).then_some(name)
    })
}

fn sources(folder: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_document_that_the_sources_name_has_a_schema() {
    let mut texts = Vec::new();
    for part in ["forms-core/src", "cli/src", "ui/src", "www/src", "extension/src"] {
        sources(&root().join(part), &mut texts);
    }
    let named: BTreeSet<&str> = texts.iter().flat_map(|text| named_in(text)).collect();
    let mut with_schema: BTreeSet<&str> = documents().iter().map(|(name, _)| *name).collect();
    with_schema.remove("truth");
    assert_eq!(named, with_schema);
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

/// A text with `…` where a finding has a value.
fn with_gaps(template: &str) -> String {
    let mut out = String::new();
    for part in template.replace("<<", "").replace(">>", "").split('{') {
        match part.split_once('}') {
            Some((_, rest)) => out.push_str(&format!("…{rest}")),
            None => out.push_str(part),
        }
    }
    out
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
        let heads = [
            (Lang::Ja, ["原因", "直し方", "審査では", "通知の補正"]),
            (Lang::En, ["Cause", "Remedy", "For the reviewer", "In the letter"]),
        ];
        for (lang, [cause, remedy, review, letter]) in heads {
            let text = code.text(lang);
            let _ = writeln!(page, "- **{}**", text.title);
            let _ = writeln!(page, "  - {cause}: {}", text.cause);
            let _ = writeln!(page, "  - {remedy}: {}", text.remedy);
            let _ = writeln!(page, "  - {review}: {}", with_gaps(text.review));
            if let Some(text) = text.letter {
                let _ = writeln!(page, "  - {letter}: {}", with_gaps(text));
            }
        }
        if let Some(why) = code.no_letter() {
            let _ = writeln!(page, "- Never in a letter: {why}");
        }
        if let Some(example) = examples.get(name) {
            let _ = writeln!(page, "- 例: {example}");
        }
    }
    is_up_to_date("docs/codes.md", &page);
}
