//! The entries of `catalogue/codes.toml` and `messages/`, and what makes them whole. A fault stops the build with a
//! sentence saying which.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One code of `catalogue/codes.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeEntry {
    pub(crate) severity: String,
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) args: Vec<String>,
    /// The reason why the code never stands in a letter; every other code needs the text for one.
    pub(crate) no_letter: Option<String>,
}

/// The texts of one code in one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageEntry {
    pub(crate) title: String,
    pub(crate) message: String,
    /// For the applicant.
    pub(crate) hint: String,
    /// For the reviewer.
    pub(crate) review: String,
    /// For the letter to the applicant.
    pub(crate) letter: Option<String>,
    pub(crate) cause: String,
    pub(crate) remedy: Option<String>,
    /// The wordings of the code's `word` arguments, by key.
    #[serde(default)]
    pub(crate) words: BTreeMap<String, String>,
}

/// The kinds of arguments.
const KINDS: [&str; 10] =
    ["text", "number", "list", "word", "label", "code", "row", "rows", "cell", "cells"];

/// The forms in which a text may show an argument, with the kinds that have them.
const FORMS: [(&str, &[&str]); 3] =
    [("no", &["rows"]), ("size", &["number"]), ("dot", &["cells", "list"])];

/// Splits `name: kind`.
pub(crate) fn split_arg<'a>(code: &str, arg: &'a str) -> (&'a str, &'a str) {
    let (name, kind) = arg
        .split_once(':')
        .unwrap_or_else(|| panic!("codes.toml: {code}: argument {arg:?} is not `name: kind`"));
    let kind = kind.trim();
    assert!(
        KINDS.contains(&kind),
        "codes.toml: {code}: argument kind {kind:?} is none of {}",
        KINDS.join(", ")
    );
    (name.trim(), kind)
}

/// The texts of a code are all there, have words for its `word` arguments, and name only its arguments.
pub(crate) fn check_texts(code: &str, lang: &str, text: &MessageEntry, entry: &CodeEntry) {
    check_letter(code, lang, text, entry);
    check_placeholders(code, lang, text, entry);
    check_words(code, lang, text, entry);
}

/// A code has a text for the letter, or a reason why it needs none.
fn check_letter(code: &str, lang: &str, text: &MessageEntry, entry: &CodeEntry) {
    match (&entry.no_letter, &text.letter) {
        (None, None) => panic!(
            "messages/{lang}.toml: {code} has no `letter`; write one, or say in codes.toml why it never stands in a letter (`no_letter`)"
        ),
        (Some(_), Some(_)) => panic!(
            "messages/{lang}.toml: {code} has a `letter`, but codes.toml says that it never stands in one"
        ),
        (Some(why), None) => {
            assert!(!why.trim().is_empty(), "codes.toml: {code}: `no_letter` says why");
        }
        (None, Some(_)) => {}
    }
}

/// A code has words exactly if it has a `word` argument, and no word is blank.
fn check_words(code: &str, lang: &str, text: &MessageEntry, entry: &CodeEntry) {
    let wanted = entry.args.iter().any(|a| split_arg(code, a).1 == "word");
    assert!(
        wanted != text.words.is_empty(),
        "messages/{lang}.toml: {code}: `words` and a `word` argument go together"
    );
    for (key, wording) in &text.words {
        let ascii = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(
            ascii && key.split('-').all(|part| !part.is_empty()) && !wording.trim().is_empty(),
            "messages/{lang}.toml: {code}: the word {key:?} needs a key-like-this and a wording"
        );
    }
}

/// Both languages know the same words.
pub(crate) fn check_same_words(languages: &[(&str, BTreeMap<String, MessageEntry>)]) {
    let [(first, messages), others @ ..] = languages else { return };
    for (lang, other) in others {
        for (code, text) in messages {
            assert!(
                text.words.keys().eq(other[code].words.keys()),
                "{code}: messages/{first}.toml and messages/{lang}.toml have different words"
            );
        }
    }
}

/// Every `{name}` of a text must be an argument of its code, and every word in it is a wording of its own; a
/// `remedy` in the list of codes has no arguments to fill it.
fn check_placeholders(code: &str, lang: &str, text: &MessageEntry, entry: &CodeEntry) {
    let args: Vec<(&str, &str)> = entry.args.iter().map(|a| split_arg(code, a)).collect();
    let check = |part: &str, body: &str| {
        assert!(!body.trim().is_empty(), "messages/{lang}.toml: {code}.{part} is blank");
        for place in placeholders(body) {
            let (name, form) = place.split_once(':').unwrap_or((place, ""));
            let Some((_, kind)) = args.iter().find(|(n, _)| *n == name) else {
                panic!(
                    "messages/{lang}.toml: {code}.{part} uses {{{name}}}, which codes.toml does not list"
                )
            };
            let fits = form.is_empty()
                || FORMS.iter().any(|(f, kinds)| *f == form && kinds.contains(kind));
            assert!(
                fits,
                "messages/{lang}.toml: {code}.{part}: {{{name}}} is a {kind} and has no form {form:?}"
            );
            assert!(
                *kind != "word" || !part.starts_with("words."),
                "messages/{lang}.toml: {code}.{part} uses {{{name}}}, a word inside a word"
            );
        }
    };
    for (part, body) in [("message", &text.message), ("hint", &text.hint), ("review", &text.review)]
    {
        check(part, body);
    }
    if let Some(letter) = &text.letter {
        check("letter", letter);
    }
    for (key, wording) in &text.words {
        check(&format!("words.{key}"), wording);
    }
    assert!(
        text.remedy.is_some() || placeholders(&text.hint).is_empty(),
        "messages/{lang}.toml: {code}: a hint with placeholders needs a `remedy` without them"
    );
    for body in [Some(&text.title), Some(&text.cause), text.remedy.as_ref()].into_iter().flatten() {
        assert!(
            placeholders(body).is_empty() && !body.trim().is_empty(),
            "messages/{lang}.toml: {code}: title, cause and remedy are plain sentences"
        );
    }
}

fn placeholders(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}
