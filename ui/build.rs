//! Generates a function for each message of the interface from `messages/`.
//!
//! A message that one language lacks, or whose `{names}` differ between the two, stops the build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

type Messages = BTreeMap<String, BTreeMap<String, String>>;

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the folder"));
    let read = |lang: &str| -> Messages {
        let path = root.join(format!("messages/{lang}.toml"));
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let (ja, en) = (read("ja"), read("en"));
    same_keys(&ja, &en, "en");
    same_keys(&en, &ja, "ja");
    let mut code = String::new();
    for (section, messages) in &ja {
        let _ = writeln!(
            code,
            "/// The words of `{section}`.\npub mod {section} {{\n#[allow(unused_imports)] use super::{{Display, Lang, fill}};"
        );
        for (key, ja) in messages {
            code.push_str(&function(section, key, ja, &en[section][key]));
        }
        code.push_str("}\n");
    }
    fs::write(out.join("words.rs"), code).expect("write words.rs");
}

fn same_keys(one: &Messages, other: &Messages, lang: &str) {
    for (section, messages) in one {
        for key in messages.keys() {
            let there = other.get(section).is_some_and(|m| m.contains_key(key));
            assert!(there, "messages/{lang}.toml has no words for {section}.{key}");
        }
    }
}

fn function(section: &str, key: &str, ja: &str, en: &str) -> String {
    let places = places(ja);
    let mut sorted = (places.clone(), self::places(en));
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    assert!(sorted.0 == sorted.1, "{section}.{key}: the two languages have different places");
    for text in [ja, en] {
        assert!(!text.trim().is_empty(), "{section}.{key} has no words");
    }
    let doc = format!("#[doc = {ja:?}]\n#[must_use]\n");
    if places.is_empty() {
        return format!(
            "{doc}pub fn {key}(lang: Lang) -> &'static str {{ match lang {{ Lang::Ja => {ja:?}, Lang::En => {en:?} }} }}\n"
        );
    }
    let parameters: String = places.iter().map(|p| format!(", {p}: impl Display")).collect();
    let values: String = places.iter().map(|p| format!("({p:?}, &{p}), ")).collect();
    format!(
        "{doc}pub fn {key}(lang: Lang{parameters}) -> String {{ fill(match lang {{ Lang::Ja => {ja:?}, Lang::En => {en:?} }}, &[{values}]) }}\n"
    )
}

/// Returns the names in `{braces}`, each once, in order of appearance.
fn places(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (name, _) in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
