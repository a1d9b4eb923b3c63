//! `docs/packs.md` holds what it promises: each piece of TOML in it fits into a pack, the steps lead
//! to a pack that passes, and a field is one entry.

use std::path::Path;

use forms_core::application::Application;
use forms_core::check::{Checker, NO_TEXTS};
use forms_core::finding::{Code, Finding};
use forms_core::form_book::WorkbookPlan;
use forms_core::pack::{self, Pack};
use forms_core::submission::FileFacts;
use toml::{Table, Value};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pieces of TOML in the tutorial, in order.
fn pieces() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs/packs.md")).unwrap();
    let blocks = text.split("```toml\n").skip(1);
    let dedented = |block: &str| {
        block.lines().map(|l| l.strip_prefix("   ").unwrap_or(l)).collect::<Vec<_>>().join("\n")
    };
    blocks.filter_map(|b| b.split_once("```")).map(|(block, _)| dedented(block)).collect()
}

/// Puts a piece into a pack: its tables over those of the pack, its fields in place of those with
/// the same path.
fn put(into: &mut Table, piece: Table) {
    for (key, value) in piece {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => put(old, new),
            // A piece that starts with [[form.fields]] belongs to the section that has the field.
            (Some(Value::Array(sections)), Value::Table(new)) => {
                for field in new["fields"].as_array().unwrap() {
                    replace_field(sections, field);
                }
            }
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn replace_field(sections: &mut [Value], field: &Value) {
    let path = &field["path"];
    let fields = sections.iter_mut().filter_map(|s| s.get_mut("fields")?.as_array_mut());
    let old = fields.flatten().find(|f| f.get("path") == Some(path));
    *old.unwrap_or_else(|| panic!("the built-in form has no {path:?}")) = field.clone();
}

#[test]
fn each_piece_of_the_tutorial_fits_into_a_pack_and_all_of_the_steps_make_one() {
    let pieces = pieces();
    assert!(pieces.len() >= 6, "{} pieces", pieces.len());
    let standard: Table = toml::from_str(Pack::standard_toml()).unwrap();
    let mut all = standard.clone();
    for piece in &pieces {
        let read: Table = toml::from_str(piece).unwrap_or_else(|e| panic!("{e}\n{piece}"));
        let mut one = standard.clone();
        put(&mut one, read.clone());
        let findings = pack::check(&toml::to_string(&one).unwrap()).findings;
        // The workbook of the example lies nowhere; everything else about it is right.
        let codes: Vec<Code> = findings.iter().map(|f| f.code).collect();
        let expected: &[Code] = if read.contains_key("template") { &[Code::Pck014] } else { &[] };
        assert_eq!(codes, expected, "{piece}\n{findings:#?}");
        if !read.contains_key("template") {
            put(&mut all, read);
        }
    }
    let checked = pack::check(&toml::to_string(&all).unwrap());
    assert_eq!(checked.findings, []);
    let made = checked.pack.unwrap();
    assert_eq!((made.id.as_str(), made.version.as_str()), ("coastal", "2031.04"));
}

fn application() -> Application {
    let text = std::fs::read(root().join("tests/cases/clean/application.json")).unwrap();
    Application { pack: Default::default(), ..Application::from_json(&text).unwrap() }
}

fn empty_items(pack: &Pack) -> Vec<Finding> {
    let facts = ["規則.txt", "評価書.txt"];
    let facts = facts.map(|name| FileFacts { name: name.into(), bytes: 1, sha256: None });
    let day = jiff::civil::date(2019, 5, 20);
    let found = Checker::new(pack, day).draft(&application(), &facts, &NO_TEXTS);
    found.into_iter().filter(|f| f.code == Code::Frm001).collect()
}

#[test]
fn a_field_is_one_entry_in_the_pack() {
    // The built-in pack without one of its fields, and then with an entry for it.
    let entry = r#"
[[form.fields]]
path = "/applicant/corporate_number"
label = { ja = "海浜法人番号", en = "Coastal corporate number" }
help = { ja = "13桁で書きます。", en = "Thirteen digits." }
control = "code"
required = "always"
"#;
    let mut table: Table = toml::from_str(Pack::standard_toml()).unwrap();
    let path = Value::String("/applicant/corporate_number".into());
    for section in table["form"].as_array_mut().unwrap() {
        let fields = section.get_mut("fields").and_then(Value::as_array_mut);
        fields.into_iter().for_each(|fields| fields.retain(|f| f.get("path") != Some(&path)));
    }
    let without = Pack::from_toml(&toml::to_string(&table).unwrap()).unwrap();
    let added: Table = toml::from_str(entry).unwrap();
    let field = added["form"]["fields"][0].clone();
    let section = table["form"].as_array_mut().unwrap().last_mut().unwrap();
    section["fields"].as_array_mut().unwrap().push(field);
    let with = Pack::from_toml(&toml::to_string(&table).unwrap()).unwrap();

    // The form is drawn from this model, the workbook from this plan, and the check asks for it.
    let at = forms_core::finding::Pointer::new("/applicant/corporate_number");
    assert!(without.field_at(&at).is_none());
    assert_eq!(with.field_at(&at).unwrap().label.ja, "海浜法人番号");
    let places = |pack: &Pack| {
        let app = application();
        let plan = WorkbookPlan::new(&app, pack);
        let places = plan.places();
        places.contains_key("/applicant/corporate_number")
    };
    assert!(!places(&without) && places(&with));
    assert_eq!(empty_items(&without), []);
    let empty = empty_items(&with);
    assert_eq!(empty.len(), 1);
    assert_eq!(empty[0].location.pointer, Some(at));
}
