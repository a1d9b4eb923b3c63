//! Turns the catalogue of findings, the words of messages/ and the table of local governments into
//! Rust.
//!
//! A code without its Japanese or English texts, a text without its code, or a placeholder that no
//! argument fills stops the build with a sentence saying which.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

#[path = "build/governments.rs"]
mod governments;
#[path = "build/messages.rs"]
mod messages;

use messages::{CodeEntry, MessageEntry, check_same_words, check_texts, split_arg};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the folder"));
    fs::write(out.join("catalogue.rs"), catalogue(&root)).expect("write catalogue.rs");
    fs::write(out.join("governments.rs"), governments::source(&root))
        .expect("write governments.rs");
    fs::write(out.join("report_words.rs"), report_words(&root)).expect("write report_words.rs");
    fs::write(out.join("value_words.rs"), value_words(&root)).expect("write value_words.rs");
    fs::write(out.join("sources.rs"), sources(&root)).expect("write sources.rs");
}

fn read(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn parse<T: for<'de> Deserialize<'de>>(path: &Path) -> BTreeMap<String, T> {
    toml::from_str(&read(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn catalogue(root: &Path) -> String {
    let codes: BTreeMap<String, CodeEntry> = parse(&root.join("catalogue/codes.toml"));
    let mut languages = Vec::new();
    for lang in ["ja", "en"] {
        let messages: BTreeMap<String, MessageEntry> =
            parse(&root.join(format!("messages/{lang}.toml")));
        for code in codes.keys() {
            assert!(messages.contains_key(code), "messages/{lang}.toml has no text for {code}");
        }
        for (code, text) in &messages {
            let entry = codes
                .get(code)
                .unwrap_or_else(|| panic!("messages/{lang}.toml: {code} is not in codes.toml"));
            check_texts(code, lang, text, entry);
        }
        languages.push((lang, messages));
    }
    check_same_words(&languages);

    let mut enum_body = String::new();
    let mut all = String::new();
    let mut facts = String::new();
    let mut make = String::new();
    let mut words = String::new();
    for (code, entry) in &codes {
        let variant = variant_name(code);
        let severity = match entry.severity.as_str() {
            "fatal" => "Fatal",
            "error" => "Error",
            "warning" => "Warning",
            "info" => "Info",
            other => panic!("codes.toml: {code} has an unknown severity {other}"),
        };
        let args: Vec<(&str, &str)> = entry.args.iter().map(|a| split_arg(code, a)).collect();
        let names: Vec<&str> = args.iter().map(|(n, _)| *n).collect();
        let of_kind = |wanted: &str| -> Vec<&str> {
            args.iter().filter(|(_, kind)| *kind == wanted).map(|(n, _)| *n).collect()
        };
        let (word_args, code_args) = (of_kind("word"), of_kind("code"));
        let place_args = ["row", "rows", "cell", "cells"].map(of_kind).concat();
        let _ =
            writeln!(enum_body, "    #[doc = {:?}]\n    {variant},", entry_title(&languages, code));
        let _ = writeln!(all, "    Code::{variant},");
        let _ = writeln!(
            facts,
            "    CodeFacts {{ name: {code:?}, severity: Severity::{severity}, source: {:?}, args: &{names:?}, word_args: &{word_args:?}, code_args: &{code_args:?}, place_args: &{place_args:?}, no_letter: {:?} }},",
            entry.source, entry.no_letter
        );
        make.push_str(&constructor(code, &variant, &args));
        if !word_args.is_empty() {
            words.push_str(&word_enum(code, &variant, &languages[0].1[code]));
        }
    }

    let mut out = format!(
        "/// A finding's code: stable for ever, never reused.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         pub enum Code {{\n{enum_body}}}\n\n\
         /// Every code, in order.\npub(crate) const ALL: &[Code] = &[\n{all}];\n\
         const FACTS: &[CodeFacts] = &[\n{facts}];\n\n\
         /// One constructor for each code, with its typed arguments.\n\
         pub mod make {{\nuse super::{{ArgValue, Code, Finding, Text, word}};\n{make}}}\n\n\
         /// The values of the `word` arguments of each code; `messages/` has their wordings.\n\
         pub mod word {{\n{words}}}\n"
    );
    for (lang, messages) in &languages {
        let _ = writeln!(out, "const MESSAGES_{}: &[CodeText] = &[", lang.to_uppercase());
        for m in messages.values() {
            let _ = writeln!(
                out,
                "    CodeText {{ title: {:?}, message: {:?}, hint: {:?}, review: {:?}, letter: {:?}, cause: {:?}, remedy: {:?}, words: &{:?} }},",
                m.title,
                m.message,
                m.hint,
                m.review,
                m.letter,
                m.cause,
                m.remedy.as_ref().unwrap_or(&m.hint),
                m.words.iter().collect::<Vec<_>>()
            );
        }
        out.push_str("];\n");
    }
    out
}

fn entry_title(languages: &[(&str, BTreeMap<String, MessageEntry>)], code: &str) -> String {
    let titles: Vec<&str> =
        languages.iter().filter_map(|(_, m)| m.get(code)).map(|m| m.title.as_str()).collect();
    format!("{code}: {}", titles.join(" / "))
}

fn variant_name(code: &str) -> String {
    let (family, number) = code.split_once('-').unwrap_or_else(|| panic!("{code} has no hyphen"));
    let (first, rest) = family.split_at(1);
    format!("{first}{}{number}", rest.to_lowercase())
}

fn constructor(code: &str, variant: &str, args: &[(&str, &str)]) -> String {
    let name = code.to_lowercase().replace('-', "_");
    let params: Vec<String> = args
        .iter()
        // What is filled in later is not asked for.
        .filter(|(_, kind)| !matches!(*kind, "cell" | "cells"))
        .map(|(n, kind)| {
            let ty = match *kind {
                "number" | "row" => "u64".to_owned(),
                "list" | "rows" => "Vec<String>".to_owned(),
                "word" => format!("word::{variant}"),
                "label" => "impl Into<Text>".to_owned(),
                "code" => "Code".to_owned(),
                _ => "impl Into<String>".to_owned(),
            };
            format!("{n}: {ty}")
        })
        .collect();
    let fills: Vec<String> = args
        .iter()
        .map(|(n, kind)| {
            // What the pack words in two languages is kept in both: `name` and `name_en`.
            if *kind == "label" {
                return format!(
                    "({n:?}, ArgValue::Text({n}.ja)), (\"{n}_en\", ArgValue::Text({n}.en))"
                );
            }
            let value = match *kind {
                "number" | "row" => format!("ArgValue::Number({n})"),
                "list" | "rows" => format!("ArgValue::List({n})"),
                "cell" => "ArgValue::Text(String::new())".to_owned(),
                "cells" => "ArgValue::List(Vec::new())".to_owned(),
                "word" => format!("ArgValue::Text({n}.key().to_owned())"),
                "code" => format!("ArgValue::Text({n}.as_str().to_owned())"),
                _ => format!("ArgValue::Text({n}.into())"),
            };
            format!("({n:?}, {value})")
        })
        .collect();
    let labels: String = args
        .iter()
        .filter(|(_, kind)| *kind == "label")
        .map(|(n, _)| format!("let {n}: Text = {n}.into(); "))
        .collect();
    format!(
        "/// Makes a finding with the code {code}.\n#[must_use]\n\
         pub fn {name}({}) -> Finding {{ {labels}Finding::new(Code::{variant}, vec![{}]) }}\n",
        params.join(", "),
        fills.join(", ")
    )
}

/// The enum of a code's words: `absolute-path` becomes `AbsolutePath`.
fn word_enum(code: &str, variant: &str, text: &MessageEntry) -> String {
    let mut variants = String::new();
    let mut arms = String::new();
    for (key, wording) in &text.words {
        let name: String =
            key.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
        let _ = writeln!(variants, "    #[doc = {wording:?}]\n    {name},");
        let _ = writeln!(arms, "            Self::{name} => {key:?},");
    }
    format!(
        "/// What {code} can say.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]\n\
         pub enum {variant} {{\n{variants}}}\n\
         impl {variant} {{\n    /// The key that documents show.\n    #[must_use]\n    \
         pub fn key(self) -> &'static str {{\n        match self {{\n{arms}        }}\n    }}\n}}\n"
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InBoth {
    ja: String,
    en: String,
}

/// `messages/report.toml`: `code_of` becomes `Label::CodeOf`.
fn report_words(root: &Path) -> String {
    let words: BTreeMap<String, InBoth> = parse(&root.join("messages/report.toml"));
    let mut variants = String::new();
    let mut arms = String::new();
    for (key, text) in &words {
        let name: String =
            key.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
        let _ = writeln!(variants, "    {name},");
        let _ = writeln!(arms, "            Self::{name} => ({:?}, {:?}),", text.ja, text.en);
    }
    format!(
        "/// A word of a report.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\n\
         pub(super) enum Label {{\n{variants}}}\n\n\
         impl Label {{\n    /// In Japanese and in English.\n    \
         fn words(self) -> (&'static str, &'static str) {{\n        \
         match self {{\n{arms}        }}\n    }}\n}}\n"
    )
}

/// `catalogue/sources.toml`: the short name of each source with how letters name it.
fn sources(root: &Path) -> String {
    let names: BTreeMap<String, String> = parse(&root.join("catalogue/sources.toml"));
    let pairs: String =
        names.iter().map(|(short, name)| format!("    ({short:?}, {name:?}),\n")).collect();
    format!(
        "/// The short names of sources, and how letters name them.\nconst SOURCES: &[(&str, &str)] = &[\n{pairs}];\n"
    )
}

/// `messages/values.toml`: `changed_rows` becomes the constant `CHANGED_ROWS`.
fn value_words(root: &Path) -> String {
    let words: BTreeMap<String, String> = parse(&root.join("messages/values.toml"));
    let constant = |(key, text): (&String, &String)| {
        format!("pub(crate) const {}: &str = {text:?};\n", key.to_uppercase())
    };
    words.iter().map(constant).collect()
}
