//! Form packs: everything that the operator of the network may change without a new program.
//!
//! A pack is data in TOML: the form's sections and fields, labels and help, file names and folders
//! of the package, table columns, limits, severities, the release calendar, the site's screens.
//! The built-in one is `packs/standard`; another is read with [`Pack::from_toml`].

pub(crate) mod check;
mod columns;
mod differences;
mod embed;
mod required;
mod schema;
mod template;

use std::fmt;
use std::sync::OnceLock;

pub use check::{CheckedPack, ReadFile, check, check_with_files};
pub use columns::{ColumnKey, LayoutColumn, RegistryColumn, Revision, TableKind, UnknownTableKind};
pub use differences::PackDifference;
pub use embed::embed;
pub use schema::*;
pub use template::{Embedded, Template, TemplateCell, TemplateColumn, TemplateTable};

use crate::finding::{Code, Finding, Lang, Pointer, Severity};

/// The schema that this version reads.
pub const SCHEMA: &str = "renkei.pack/1";

/// The built-in pack is these files, read as one document.
const STANDARD: &str = concat!(
    include_str!("../../../packs/standard/pack.toml"),
    "\n",
    include_str!("../../../packs/standard/package.toml"),
    "\n",
    include_str!("../../../packs/standard/rules.toml"),
    "\n",
    include_str!("../../../packs/standard/calendar.toml"),
    "\n",
    include_str!("../../../packs/standard/revision.toml"),
    "\n",
    include_str!("../../../packs/standard/information.toml"),
    "\n",
    include_str!("../../../packs/standard/organisations.toml"),
    "\n",
    include_str!("../../../packs/standard/choices.toml"),
    "\n",
    include_str!("../../../packs/standard/form.toml"),
    "\n",
    include_str!("../../../packs/standard/tables.toml"),
    "\n",
    include_str!("../../../packs/standard/letter.toml"),
    "\n",
    include_str!("../../../packs/standard/site.toml"),
);

/// The error for a pack that cannot be used: every finding about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError(pub Vec<Finding>);

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.0.iter().filter(|finding| finding.severity.stops());
        let said: Vec<String> =
            errors.map(|e| format!("{} {}", e.code, e.message(Lang::En))).collect();
        f.write_str(&said.join("; "))
    }
}

impl std::error::Error for PackError {}

impl Pack {
    /// The built-in pack.
    #[must_use]
    pub fn standard() -> &'static Self {
        static PACK: OnceLock<Pack> = OnceLock::new();
        // A test reads the built-in text; it cannot change between that test and this call.
        #[allow(clippy::expect_used)]
        PACK.get_or_init(|| toml::from_str(STANDARD).expect("the built-in pack is tested"))
    }

    /// Reads a pack from one TOML document that needs no other file.
    ///
    /// # Errors
    /// If the pack has errors: every finding, with its line and column.
    pub fn from_toml(text: &str) -> Result<Self, PackError> {
        Self::from_toml_with_files(text, &|_| Err(String::new()))
    }

    /// Reads a pack with the official workbook in the same folder, if the pack names one.
    ///
    /// # Errors
    /// As [`Self::from_toml`].
    pub fn from_toml_with_files(text: &str, read_file: &ReadFile<'_>) -> Result<Self, PackError> {
        let checked = check_with_files(text, read_file);
        let errors = checked.has_errors();
        checked.pack.filter(|_| !errors).ok_or(PackError(checked.findings))
    }

    /// The built-in pack's text: what a new pack may start from.
    #[must_use]
    pub fn standard_toml() -> &'static str {
        STANDARD
    }

    /// The severity of a code under this pack.
    #[must_use]
    pub fn severity(&self, code: Code) -> Severity {
        self.rules.severities.get(&code).copied().unwrap_or(code.default_severity())
    }

    /// Gives every finding the severity of its code under this pack.
    pub fn set_severities<'f>(&self, findings: impl IntoIterator<Item = &'f mut Finding>) {
        for finding in findings {
            finding.severity = self.severity(finding.code);
        }
    }

    /// The label of a choice, such as `delegation.scope` = `part`; the raw word where the pack has none.
    #[must_use]
    pub fn choice_label<'a>(&'a self, choice: &str, value: &'a str, lang: Lang) -> &'a str {
        self.choices.get(choice).and_then(|c| c.get(value)).map_or(value, |label| label.get(lang))
    }

    /// The usual header of a table's column; the key where the pack has none.
    #[must_use]
    pub fn column_label<'a>(&'a self, table: &str, key: &'a str) -> &'a str {
        let column =
            self.tables.get(table).and_then(|t| t.columns.iter().find(|c| c.key.as_str() == key));
        column.and_then(|c| c.headers.first()).map_or(key, String::as_str)
    }

    /// The field at a pointer into an application, with the rows' numbers left out of account.
    #[must_use]
    pub fn field_at(&self, pointer: &Pointer) -> Option<&Field> {
        let text = pointer.as_str();
        let in_section = self.form.iter().flat_map(|s| &s.fields).find(|f| f.path.as_str() == text);
        in_section.or_else(|| {
            let list = self.list_at(pointer)?;
            let rest = rest_after_row(text, list.path.as_str())?;
            list.fields.iter().find(|f| f.path.as_str() == rest).or_else(|| {
                let sub = list.rows.as_ref()?;
                let rest = rest_after_row(rest, sub.path.as_str())?;
                sub.fields.iter().find(|f| f.path.as_str() == rest)
            })
        })
    }

    /// The list that a pointer leads into.
    #[must_use]
    pub fn list_at(&self, pointer: &Pointer) -> Option<&List> {
        let text = pointer.as_str();
        self.lists.iter().find(|l| {
            text == l.path.as_str()
                || text.strip_prefix(l.path.as_str()).is_some_and(|r| r.starts_with('/'))
        })
    }
}

impl List {
    /// The field that a path from a row leads to, and whether it is one of an inner row, as in
    /// `/bases/*/citation`.
    #[must_use]
    pub fn field_of_row(&self, path: &Pointer) -> Option<(&Field, bool)> {
        let outer = self.fields.iter().find(|f| f.path == *path).map(|f| (f, false));
        outer.or_else(|| {
            let rows = self.rows.as_ref()?;
            let rest = path.as_str().strip_prefix(rows.path.as_str())?.strip_prefix("/*")?;
            rows.fields.iter().find(|f| f.path.as_str() == rest).map(|f| (f, true))
        })
    }
}

/// The rest of a pointer after `LIST/<number>`.
fn rest_after_row<'a>(pointer: &'a str, list: &str) -> Option<&'a str> {
    let rest = pointer.strip_prefix(list)?.strip_prefix('/')?;
    let end = rest.find('/').unwrap_or(rest.len());
    let (row, rest) = rest.split_at(end);
    row.bytes().all(|b| b.is_ascii_digit()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pack_reads() {
        let checked = check(STANDARD);
        assert_eq!(checked.findings, []);
        let pack = checked.pack.unwrap();
        assert_eq!(&pack, Pack::standard());
        assert_eq!(pack.schema, SCHEMA);
        let field = pack.field_at(&Pointer::new("/delegations/12/bases/0/citation"));
        assert!(field.is_some());
        assert!(pack.field_at(&Pointer::new("/applicant/code")).is_some());
        let kinds: Vec<&str> = pack.choices["kind"].keys().map(String::as_str).collect();
        assert_eq!(kinds, ["start", "change"], "choices keep the pack's order");
        assert!(pack.field_at(&Pointer::new("/delegations/x/name")).is_none());
    }

    #[test]
    fn a_wrong_pack_is_refused_with_all_its_findings() {
        let two = STANDARD.replacen("\"/applicant/name\"", "\"/applicant/nome\"", 1).replacen(
            "path_budget = 120",
            "path_budget = 0",
            1,
        );
        let error = Pack::from_toml(&two).unwrap_err();
        let mut codes: Vec<Code> = error.0.iter().map(|f| f.code).collect();
        codes.sort();
        assert_eq!(codes, [Code::Pck004, Code::Pck010]);
        assert!(error.to_string().contains("PCK-004") && error.to_string().contains("PCK-010"));
    }

    #[test]
    fn a_template_for_fields_that_are_not_there_is_refused() {
        const TEMPLATE: &str = r#"
            [template]
            file = "様式.xlsx"
            cells = [{ sheet = "申請書", cell = "C3", path = "/applicant/name" }]
            [[template.tables]]
            sheet = "委任"
            list = "/delegations"
            first_row = 10
            last_row = 29
            columns = [{ column = "E", path = "/bases/*/citation" }]
        "#;
        let mut book = rust_xlsxwriter::Workbook::new();
        for name in ["申請書", "委任"] {
            book.add_worksheet().set_name(name).unwrap();
        }
        let workbook = book.save_to_buffer().unwrap();
        let read = |from: &str, to: &str| {
            let template = TEMPLATE.replacen(from, to, 1);
            Pack::from_toml_with_files(
                &format!("{STANDARD}\n{template}"),
                &|_| Ok(workbook.clone()),
            )
        };
        let pack = read("", "").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(pack.template.map(|t| t.cells[0].cell.to_string()).as_deref(), Some("C3"));
        for (from, to, code) in [
            ("/applicant/name", "/applicant/nome", Code::Pck004),
            ("/delegations", "/delegation", Code::Pck004),
            ("/bases/*/", "/bases/0/", Code::Pck004),
            ("29", "9", Code::Pck010),
            ("10", "0", Code::Pck010),
            ("\"E\"", "\"e\"", Code::Pck002),
            ("C3", "C0", Code::Pck002),
        ] {
            let codes: Vec<Code> = read(from, to).unwrap_err().0.iter().map(|f| f.code).collect();
            assert_eq!(codes, [code], "{to}");
        }
    }
}
