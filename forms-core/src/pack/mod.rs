//! Form packs: everything that the operator of the network may change without a new program.
//!
//! A pack is data in TOML: the form's sections and fields, labels and help, file names and folders
//! of the package, table columns, limits, severities, the release calendar, the site's screens.
//! The built-in one is `packs/standard`; another is read with [`Pack::from_toml`].

mod schema;

use std::sync::OnceLock;

pub use schema::*;

use crate::finding::{Code, Lang, Pointer, Severity};
use crate::workbook::{MAX_ROWS, column_number};

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
    include_str!("../../../packs/standard/choices.toml"),
    "\n",
    include_str!("../../../packs/standard/form.toml"),
    "\n",
    include_str!("../../../packs/standard/tables.toml"),
    "\n",
    include_str!("../../../packs/standard/site.toml"),
);

/// Why a text is no pack this version can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not TOML, or a key is unknown, missing or of the wrong kind. The text names line and column.
    #[error("{0}")]
    Shape(String),
    /// A schema that this version does not know.
    #[error("schema {0:?} is not {SCHEMA}")]
    Schema(String),
    /// The parts of the pack contradict each other.
    #[error("{place}: {message}")]
    Content {
        /// Which key.
        place: String,
        /// What is wrong with it.
        message: String,
    },
}

impl Pack {
    /// The built-in pack.
    #[must_use]
    pub fn standard() -> &'static Self {
        static PACK: OnceLock<Pack> = OnceLock::new();
        // A test reads the built-in text; it cannot change between that test and this call.
        #[allow(clippy::expect_used)]
        PACK.get_or_init(|| Self::from_toml(STANDARD).expect("the built-in pack is tested"))
    }

    /// Reads a pack from one TOML document.
    ///
    /// # Errors
    /// Says which key is wrong and where; see [`PackError`].
    pub fn from_toml(text: &str) -> Result<Self, PackError> {
        let pack: Self = toml::from_str(text).map_err(|e| PackError::Shape(e.to_string()))?;
        if pack.schema != SCHEMA {
            return Err(PackError::Schema(pack.schema));
        }
        pack.validate()?;
        Ok(pack)
    }

    /// The severity of a code under this pack.
    #[must_use]
    pub fn severity(&self, code: Code) -> Severity {
        self.rules.severities.get(&code).copied().unwrap_or(code.default_severity())
    }

    /// The label of a choice, such as `delegation.scope` = `part`; the raw word where the pack has none.
    #[must_use]
    pub fn choice_label<'a>(&'a self, choice: &str, value: &'a str, lang: Lang) -> &'a str {
        self.choices.get(choice).and_then(|c| c.get(value)).map_or(value, |label| label.get(lang))
    }

    /// The usual header of a table's column; the key where the pack has none.
    #[must_use]
    pub fn column_label<'a>(&'a self, table: &str, key: &'a str) -> &'a str {
        let column = self.tables.get(table).and_then(|t| t.columns.iter().find(|c| c.key == key));
        column.and_then(|c| c.headers.first()).map_or(key, String::as_str)
    }

    /// The field at a pointer into an application, with the rows' numbers left out of account.
    #[must_use]
    pub fn field_at(&self, pointer: &Pointer) -> Option<&Field> {
        let text = pointer.as_str();
        let plain = self.form.iter().flat_map(|s| &s.fields).find(|f| f.path.as_str() == text);
        plain.or_else(|| {
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

    fn validate(&self) -> Result<(), PackError> {
        let content = |place: String, message: &str| {
            Err(PackError::Content { place, message: message.to_owned() })
        };
        let sample = crate::application::sample_of_every_field();
        let sections = self.form.iter().map(|s| (&s.id, String::new(), &s.fields));
        let lists = self.lists.iter().flat_map(|l| {
            let own = (&l.id, format!("{}/0", l.path), &l.fields);
            let sub =
                l.rows.as_ref().map(|s| (&s.id, format!("{}/0{}/0", l.path, s.path), &s.fields));
            std::iter::once(own).chain(sub)
        });
        for (id, prefix, fields) in sections.chain(lists) {
            for field in fields {
                let pointer = Pointer::new(format!("{prefix}{}", field.path));
                if crate::application::field_text(&sample, &pointer).is_none() {
                    return content(format!("{id}{}", field.path), "no field of an application");
                }
                if let Some(choice) = field.control.choice()
                    && !self.choices.contains_key(choice)
                {
                    return content(format!("{id}{}", field.path), "its choices have no labels");
                }
            }
        }
        let names = [&self.package.manifest, &self.package.application, &self.package.workbook];
        if names.iter().any(|n| n.is_empty() || n.contains(['/', '\\'])) {
            return content(
                "package".into(),
                "file names must not be empty or contain a separator",
            );
        }
        self.template.as_ref().map_or(Ok(()), |template| self.validate_template(template))
    }

    /// Every field that a template takes must be one that the form shows, and every cell one that a
    /// sheet can have.
    fn validate_template(&self, template: &Template) -> Result<(), PackError> {
        let refuse = |place: &str, message: &str| {
            let place = format!("template{place}");
            Err(PackError::Content { place, message: message.to_owned() })
        };
        for cell in &template.cells {
            if !self.form.iter().flat_map(|s| &s.fields).any(|f| f.path == cell.path) {
                return refuse(cell.path.as_str(), "no field of the form's sections");
            }
        }
        for table in &template.tables {
            let Some(list) = self.lists.iter().find(|l| l.path == table.list) else {
                return refuse(table.list.as_str(), "no list of the form");
            };
            if table.first_row == 0 || table.first_row > table.last_row || table.last_row > MAX_ROWS
            {
                return refuse(table.list.as_str(), "no rows of a sheet");
            }
            for column in &table.columns {
                if column_number(&column.column).is_none() {
                    return refuse(&column.column, "no column of a sheet");
                }
                if list.field_of_row(&column.path).is_none() {
                    return refuse(column.path.as_str(), "no field of the list");
                }
            }
        }
        Ok(())
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

/// What follows `LIST/<number>` in a pointer.
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
        let pack = Pack::from_toml(STANDARD).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(pack.schema, SCHEMA);
        let field = pack.field_at(&Pointer::new("/delegations/12/bases/0/citation"));
        assert!(field.is_some());
        assert!(pack.field_at(&Pointer::new("/applicant/code")).is_some());
        let kinds: Vec<&str> = pack.choices["kind"].keys().map(String::as_str).collect();
        assert_eq!(kinds, ["start", "change"], "choices keep the pack's order");
        assert!(pack.field_at(&Pointer::new("/delegations/x/name")).is_none());
    }

    #[test]
    fn a_wrong_pack_says_where() {
        let unknown = STANDARD.replacen("path_budget", "path_bugdet", 1);
        assert!(
            matches!(Pack::from_toml(&unknown), Err(PackError::Shape(m)) if m.contains("path_bugdet"))
        );
        let newer = STANDARD.replacen("renkei.pack/1", "renkei.pack/2", 1);
        assert!(matches!(Pack::from_toml(&newer), Err(PackError::Schema(_))));
        let field = STANDARD.replacen("\"/applicant/name\"", "\"/applicant/nome\"", 1);
        assert!(matches!(Pack::from_toml(&field), Err(PackError::Content { .. })));
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
        let read = |from: &str, to: &str| {
            let template = TEMPLATE.replacen(from, to, 1);
            Pack::from_toml(&format!("{STANDARD}\n{template}"))
        };
        let pack = read("", "").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(pack.template.map(|t| t.cells[0].cell.to_string()).as_deref(), Some("C3"));
        for (from, to) in [
            ("/applicant/name", "/applicant/nome"),
            ("/delegations", "/delegation"),
            ("/bases/*/", "/bases/0/"),
            ("\"E\"", "\"e\""),
            ("29", "9"),
        ] {
            assert!(matches!(read(from, to), Err(PackError::Content { .. })), "{to}");
        }
        assert!(matches!(read("C3", "C0"), Err(PackError::Shape(_))));
    }
}
