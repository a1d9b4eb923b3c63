//! Every JSON document that the command writes fits its published schema, and the same document with
//! one key more or less does not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use forms_core::archive::content::{ReadBudget, read_entry};
use forms_core::archive::{Inventory, Silent};
use forms_core::pack::Pack;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Documents by the names of their schemas, each with what it was written by.
#[derive(Default)]
struct Documents(BTreeMap<String, Vec<(String, Value)>>);

impl Documents {
    /// Adds a document that names itself in its key `schema`.
    fn add(&mut self, origin: &str, document: Value) {
        let schema = document["schema"].as_str().unwrap_or_else(|| panic!("{origin}: no schema"));
        let name = schema.strip_prefix("renkei.").and_then(|s| s.strip_suffix("/1")).unwrap();
        self.0.entry(name.to_owned()).or_default().push((origin.to_owned(), document));
    }

    /// Runs the command in both languages, adds what it writes and returns the last document.
    fn run(&mut self, folder: &Path, words: &[&str]) -> Value {
        let mut last = Value::Null;
        for lang in ["ja", "en"] {
            let output = Command::new(env!("CARGO_BIN_EXE_renkei"))
                .current_dir(folder)
                .args(words)
                .args(["--format", "json", "--today", "2019-05-20", "--lang", lang])
                .output()
                .expect("the command runs");
            last = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
                panic!("{words:?}: {e}: {}", String::from_utf8_lossy(&output.stderr))
            });
            self.add(&format!("renkei {} --lang {lang}", words.join(" ")), last.clone());
        }
        last
    }

    fn read(&mut self, path: &Path) {
        let document = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        self.add(&path.display().to_string(), document);
    }
}

fn schemas() -> BTreeMap<String, Validator> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let schema = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(".schema.json")?.to_owned();
        let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        Some((name, jsonschema::draft202012::new(&schema).expect("a JSON schema")))
    };
    files.filter_map(schema).collect()
}

/// Every file under a folder, in the order of names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] }).collect()
}

fn ending<'f>(files: &'f [PathBuf], end: &str) -> Vec<&'f str> {
    files.iter().filter_map(|p| p.to_str()).filter(|p| p.ends_with(end)).collect()
}

/// The manifest inside a package.
fn manifest(zip: &Path) -> Value {
    let bytes = std::fs::read(zip).unwrap();
    let pack = Pack::standard();
    let (inventory, _) = Inventory::read(&bytes, &pack.limits.archive());
    let entry = inventory.entries.iter().find(|e| e.name == pack.package.manifest).unwrap();
    let mut budget = ReadBudget::new(&pack.limits.archive());
    let most = pack.limits.document_bytes;
    serde_json::from_slice(&read_entry(&bytes, entry, &mut budget, most, &mut Silent).unwrap())
        .unwrap()
}

/// A prefecture with planted mistakes: its packages, its applications and what it lists.
fn prefecture(folder: &Path, out: &mut Documents) -> Vec<PathBuf> {
    let made = ["sample", "prefecture", "--prefecture", "鳥取県", "--defects"];
    out.run(folder, &made);
    let all = files(&folder.join("prefecture"));
    let truth = folder.join("prefecture/truth.json");
    let truth: Value = serde_json::from_slice(&std::fs::read(truth).unwrap()).unwrap();
    assert!(truth.as_array().unwrap().iter().any(|d| d["packages"].is_array()), "{truth}");
    out.0.insert("truth".into(), vec![("truth.json".into(), truth)]);
    for application in ending(&all, "application.json") {
        out.read(Path::new(application));
    }
    all
}

fn packages(folder: &Path, all: &[PathBuf], out: &mut Documents) {
    let report = out.run(folder, &["check", "prefecture"]);
    assert!(!report["cross"].as_array().unwrap().is_empty(), "nothing across packages");
    for zip in ending(all, ".zip") {
        out.run(folder, &["inspect", zip]);
    }
    let review = ["review", "prefecture", "--out", "reviewed", "--prefecture", "鳥取県"];
    let session = out.run(folder, &[&review[..], &["--accept-clean"]].concat());
    assert!(!session["events"].as_array().unwrap().is_empty());
    std::fs::write(folder.join("broken.zip"), "no ZIP").unwrap();
    out.run(folder, &["inspect", "broken.zip"]);
    out.run(folder, &["check", "broken.zip"]);
    let mut built = 0;
    for application in ending(all, "application.json") {
        let attachments = Path::new(application).with_file_name("attachments");
        let attachments = attachments.to_str().unwrap();
        let words = ["build", application, "--attachments", attachments, "--out", "built"];
        if let Some(path) = out.run(folder, &words)["path"].as_str() {
            let zip = folder.join(path);
            out.add(path, manifest(&zip));
            built += 1;
        }
    }
    assert!(built > 0, "no application could be built");
}

fn tables(folder: &Path, all: &[PathBuf], out: &mut Documents) {
    let layouts = ending(all, ".csv").into_iter().filter(|p| p.contains("/layout/"));
    let layouts: Vec<&str> = layouts.collect();
    let registries: Vec<&str> =
        all.iter().filter_map(|p| p.to_str()).filter(|p| p.contains("/registry/")).collect();
    let odd =
        "覚,事務番号,事務手続コード,事務手続名,版番号\nx,74,JT1,認定,1.0\n,,JT01010000000001,,\n";
    std::fs::write(folder.join("odd.csv"), odd).unwrap();
    std::fs::write(folder.join("none.csv"), "no table\n").unwrap();
    for layout in layouts.iter().copied().chain(["odd.csv", "none.csv"]) {
        out.run(folder, &["table", layout, "--as", "layout"]);
    }
    for registry in &registries {
        out.run(folder, &["table", registry, "--as", "inquiry-registry"]);
        out.run(folder, &["table", registry, "--as", "provision-registry"]);
    }
    let [old, new] = layouts[..] else { panic!("{layouts:?}") };
    out.run(folder, &["layout", "diff", old, new]);
    out.run(folder, &["layout", "diff", "odd.csv", new]);

    let mut words = vec!["carry-over", "--old", old, "--new", new, "--registry"];
    words.extend(&registries);
    let carried = out.run(folder, &words);
    let retired = carried["rows"].as_array().unwrap().iter().find(|r| {
        r["registered"].is_object() && r["candidates"].as_array().is_some_and(|c| !c.is_empty())
    });
    let retired = retired.expect("a registered procedure is retired");
    let successor = &retired["candidates"][0]["id"];
    let decisions = json!({"schema": "renkei.decisions/1", "decisions": {
        retired["procedure"].as_str().unwrap(): {"successors": [successor], "note": "確認済み"}
    }});
    std::fs::write(folder.join("decisions.json"), decisions.to_string()).unwrap();
    out.add("decisions.json", decisions);
    words.extend(["--decisions", "decisions.json", "--draft", "draft.json"]);
    let decided = out.run(folder, &words);
    assert!(decided["rows"].as_array().unwrap().iter().any(|r| r["decision"].is_object()));
    out.read(&folder.join("draft.json"));
}

fn law(folder: &Path, out: &mut Documents) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut texts = files(&root.join("samples/texts"));
    texts.extend(files(&root.join("forms-core/tests/fixtures/law")));
    for text in texts.iter().filter_map(|p| p.to_str()) {
        if [".txt", ".html", ".pdf"].iter().any(|end| text.ends_with(end)) {
            out.run(folder, &["ordinance", text]);
            out.run(folder, &["resolve", text, "第2条第1項第1号"]);
        }
    }
    for text in [
        "第３条の2第1項第4号イ、附則第3項及び別表第1の69の2の項右欄",
        "大和市手数料条例（平成27年大和市条例第32号）第2条ただし書",
        "附則（平成29年規則第3号）第2項",
        "第2条各号",
        "なし",
    ] {
        out.run(folder, &["cite", text]);
    }
}

fn forms(folder: &Path, out: &mut Documents) {
    out.run(folder, &["codes"]);
    let standard = Pack::standard_toml();
    out.add("renkei pack standard", toml::from_str(standard).unwrap());
    for (name, text) in [("pack.toml", standard), ("no-pack.toml", "schema = 1\n")] {
        std::fs::write(folder.join(name), text).unwrap();
        out.run(folder, &["pack", "check", name]);
    }
}

/// One pointer for each kind of object in a document: those that differ only in an index are of one
/// kind.
fn objects(value: &Value, at: String, kind: String, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let key = key.replace('~', "~0").replace('/', "~1");
                objects(value, format!("{at}/{key}"), format!("{kind}/{key}"), out);
            }
            out.entry(kind).or_insert(at);
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                objects(item, format!("{at}/{i}"), format!("{kind}/*"), out);
            }
        }
        _ => {}
    }
}

/// Documents that people write too, in which keys with a default may be left out.
const WRITTEN_BY_PEOPLE: [&str; 4] = ["application", "decisions", "manifest", "pack"];

/// Whether a document may lack a key: a column that its table does not have, an argument, an entry of
/// a map, a part that people write.
fn may_lack(name: &str, pointer: &str, key: &str) -> bool {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    match name {
        "table" if last == "columns" => true,
        "table" if pointer.starts_with("/rows/") => key != "row",
        "carry-over" if pointer.starts_with("/application") || last == "registered" => true,
        "carry-over" if last == "decision" => key == "note",
        "review" if ["bases", "checks", "not_read"].contains(&last) => true,
        "review" if pointer.contains("/application") || key == "after" => true,
        _ => last == "args" || WRITTEN_BY_PEOPLE.contains(&name),
    }
}

/// The document with the object at a pointer changed.
fn with(document: &Value, pointer: &str, change: impl Fn(&mut Map<String, Value>)) -> Value {
    let mut changed = document.clone();
    change(changed.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object"));
    changed
}

/// Says how many near misses there are: the document with one key more, and without each key that
/// it must have, in each object at the pointers.
fn near_misses_do_not_fit(
    name: &str,
    schema: &Validator,
    document: &Value,
    pointers: &[String],
) -> usize {
    let mut count = 0;
    for pointer in pointers {
        let more = with(document, pointer, |o| drop(o.insert("no_such_key".into(), Value::Null)));
        assert!(!schema.is_valid(&more), "{name}: fits with one key more at {pointer:?}");
        count += 1;
        let keys = document.pointer(pointer).and_then(Value::as_object).expect("an object").keys();
        for key in keys.filter(|key| !may_lack(name, pointer, key)) {
            let fewer = with(document, pointer, |o| drop(o.remove(key)));
            assert!(!schema.is_valid(&fewer), "{name}: fits without {key} at {pointer:?}");
            count += 1;
        }
    }
    count
}

#[test]
fn documents_fit_their_schemas_and_near_misses_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut documents = Documents::default();
    let all = prefecture(folder, &mut documents);
    packages(folder, &all, &mut documents);
    tables(folder, &all, &mut documents);
    law(folder, &mut documents);
    forms(folder, &mut documents);

    let schemas = schemas();
    let written: BTreeSet<&String> = documents.0.keys().collect();
    assert_eq!(written, schemas.keys().collect(), "documents and schemas");
    for (name, documents) in &documents.0 {
        let schema = &schemas[name];
        let mut tried = BTreeSet::new();
        let mut misses = 0;
        for (origin, document) in documents {
            let errors = schema.iter_errors(document);
            let errors: Vec<String> =
                errors.map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{name}: {origin}: {errors:#?}");
            let mut found = BTreeMap::new();
            objects(document, String::new(), String::new(), &mut found);
            let untried = found.into_iter().filter(|(kind, _)| tried.insert(kind.clone()));
            let untried: Vec<String> = untried.map(|(_, pointer)| pointer).collect();
            misses += near_misses_do_not_fit(name, schema, document, &untried);
        }
        assert!(misses >= 3, "{name}: {misses} near misses");
    }
}

#[test]
fn a_document_under_another_name_or_with_a_renamed_key_does_not_fit() {
    let schemas = schemas();
    let mut documents = Documents::default();
    let folder = tempfile::tempdir().unwrap();
    let cited = documents.run(folder.path(), &["cite", "第2条第1項"]);
    let schema = &schemas["citation"];
    assert!(schema.is_valid(&cited));
    let other = with(&cited, "", |o| drop(o.insert("schema".into(), "renkei.citation/2".into())));
    assert!(!schema.is_valid(&other));
    let renamed = with(&cited, "/citations/0", |o| {
        let path = o.remove("path").expect("a path");
        o.insert("place".into(), path);
    });
    assert!(!schema.is_valid(&renamed));
    let unknown = with(&cited, "/citations/0", |o| {
        o.insert("granularity".into(), "chapter".into());
    });
    assert!(!schema.is_valid(&unknown));
    assert!(!schemas["report"].is_valid(&cited));
}
