//! Checks a form pack as its writer wrote it: every finding says in which line and column.

pub(crate) mod document;
mod form;
mod names;
mod place;
mod template;
pub(crate) mod values;

use toml::de::DeTable;

pub(super) use self::place::end_of_value;
use self::place::{Place, Places, place_of};
use super::{Pack, SCHEMA};
use crate::finding::{Finding, Severity, Text, make, word};
use crate::text::is_blank;

/// A pack that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedPack {
    /// The pack, where its text has the shape of one; with an error it is of no use.
    pub pack: Option<Pack>,
    /// Everything found, in order of place.
    pub findings: Vec<Finding>,
}

impl CheckedPack {
    /// Returns whether there is a finding that stops the pack from being used.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|f| f.severity >= Severity::Error)
    }
}

/// Reads a file in the folder of a pack by its name; the error says why it cannot be read.
pub type ReadFile<'a> = dyn Fn(&str) -> Result<Vec<u8>, String> + 'a;

/// Reads and checks a pack that needs no other file.
#[must_use]
pub fn check(text: &str) -> CheckedPack {
    check_with_files(text, &|_| Err(String::new()))
}

/// Reads and checks a pack with the official workbook in the same folder, if it names one; the
/// pack then holds that workbook.
#[must_use]
pub fn check_with_files(text: &str, read_file: &ReadFile<'_>) -> CheckedPack {
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let finding = |error: &toml::de::Error| {
            let Place { line, column } = place_of(text, error.span().unwrap_or_default());
            make::pck_001(line, column, error.message())
        };
        return CheckedPack { pack: None, findings: errors.iter().map(finding).collect() };
    }
    let places = Places::new(text, root);
    if let Some(finding) = other_schema(text, &places) {
        return CheckedPack { pack: None, findings: vec![finding] };
    }
    match toml::from_str::<Pack>(text) {
        Err(error) => CheckedPack { pack: None, findings: vec![shape(text, &error)] },
        Ok(mut pack) => {
            let unread = template::take_in(&mut pack, read_file);
            let mut check = Check { pack: &pack, places, found: Vec::new() };
            check.all();
            check.template_file(unread);
            check.found.sort_by_key(|(place, f)| (place.line, place.column, f.code));
            let findings = check.found.into_iter().map(|(_, finding)| finding).collect();
            CheckedPack { pack: Some(pack), findings }
        }
    }
}

/// PCK-003, before the shape: a newer schema has other keys.
fn other_schema(text: &str, places: &Places<'_>) -> Option<Finding> {
    #[derive(serde::Deserialize)]
    struct Head {
        schema: String,
    }
    let head: Head = toml::from_str(text).ok()?;
    let Place { line, column } = places.value("schema");
    (head.schema != SCHEMA).then(|| make::pck_003(line, column, head.schema))
}

/// PCK-002: an unknown or missing key, or a value of the wrong kind.
fn shape(text: &str, error: &toml::de::Error) -> Finding {
    let span = error.span().unwrap_or_default();
    let Place { line, column } = place_of(text, span.clone());
    let key = text.get(span).filter(|key| !key.contains('\n') && key.chars().count() <= 40);
    make::pck_002(line, column, key.unwrap_or_default().trim(), error.message())
}

/// A pack under check.
struct Check<'p> {
    pack: &'p Pack,
    places: Places<'p>,
    found: Vec<(Place, Finding)>,
}

impl Check<'_> {
    fn all(&mut self) {
        self.names();
        self.numbers();
        self.calendar();
        self.choices();
        self.tables();
        self.form();
        self.site();
        self.template();
    }

    /// A finding at the value of a path.
    fn at(&mut self, path: &str, make: impl FnOnce(u64, u64) -> Finding) {
        let place = self.places.value(path);
        self.found.push((place, make(place.line, place.column)));
    }

    /// A finding at the key of a path.
    fn at_key(&mut self, path: &str, make: impl FnOnce(u64, u64) -> Finding) {
        let place = self.places.key(path);
        self.found.push((place, make(place.line, place.column)));
    }

    /// PCK-008: words that must be there in both languages.
    fn words(&mut self, path: &str, text: &Text) {
        for (key, words, language) in
            [("ja", &text.ja, word::Pck008::Japanese), ("en", &text.en, word::Pck008::English)]
        {
            if is_blank(words) {
                self.at(&format!("{path}.{key}"), |l, c| make::pck_008(l, c, path, language));
            }
        }
    }

    /// PCK-008: words that may be left out, but not in one language only.
    fn words_or_none(&mut self, path: &str, text: &Text) {
        if !is_blank(&text.ja) || !is_blank(&text.en) {
            self.words(path, text);
        }
    }
}
