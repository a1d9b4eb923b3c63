//! The recipe of a case, and what it makes of the clean application and the built-in pack.

use std::path::Path;

use forms_core::application::Application;
use forms_core::pack::Pack;
use forms_core::submission::Override;

use super::table::{TableBytes, WorkbookBytes};
use super::zip::{Bytes, ZipBytes};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) code: String,
    pub(crate) fires: bool,
    pub(crate) why: String,
    #[serde(default)]
    pub(crate) also: Vec<String>,
    #[serde(default)]
    pub(crate) edit: Vec<Edit>,
    #[serde(default)]
    pub(crate) file: Vec<File>,
    #[serde(default)]
    pub(crate) pack: Vec<PackEdit>,
    pub(crate) workbook: Option<WorkbookBytes>,
    pub(crate) today: Option<jiff::civil::Date>,
    pub(crate) old_layout: Option<String>,
    pub(crate) layout: Option<String>,
    pub(crate) registry: Option<String>,
    pub(crate) old_ordinance: Option<String>,
    #[serde(default)]
    pub(crate) carry_over: bool,
    #[serde(default)]
    pub(crate) draft: bool,
    pub(crate) table: Option<TableBytes>,
    pub(crate) zip: Option<ZipBytes>,
    pub(crate) bytes: Option<Bytes>,
    pub(crate) medium: Option<Medium>,
    #[serde(default, rename = "override")]
    pub(crate) overrides: Vec<Override>,
    #[serde(default)]
    pub(crate) entry: Vec<EntryEdit>,
    pub(crate) name: Option<String>,
    pub(crate) made_with: Option<String>,
    #[serde(default)]
    pub(crate) repack: bool,
    #[serde(default)]
    pub(crate) package: Vec<Package>,
    #[serde(default)]
    pub(crate) expected: Vec<String>,
    #[serde(default)]
    pub(crate) pack_only: bool,
}

/// The medium that the package lies on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Medium {
    /// It fails at this byte and after it, in this way: gone, denied, shorter or failed.
    pub(crate) fails: Option<(u64, String)>,
    /// The largest number of bytes that one read gives.
    pub(crate) piece: usize,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum Edit {
    Set { set: String, to: Value, times: Option<usize> },
    Copy { copy: String },
    Remove { remove: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum PackEdit {
    Replace { find: String, replace: String },
    Append { append: String },
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum EntryEdit {
    Remove {
        remove: String,
    },
    Add {
        add: String,
        #[serde(default)]
        text: String,
        bytes: Option<Bytes>,
        #[serde(default)]
        listed: bool,
    },
    Workbook {
        workbook: String,
        find: String,
        replace: String,
    },
    Replace {
        replace: String,
        text: String,
    },
    Copy {
        copy: String,
        to: String,
    },
    Json {
        json: String,
        set: Option<String>,
        value: Option<Value>,
    },
    Outer {
        outer: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Package {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) edit: Vec<Edit>,
}

pub(crate) fn read(path: &Path) -> Case {
    let text = std::fs::read_to_string(path).unwrap();
    toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The built-in pack with some pieces replaced, which must be there, and others added at its end.
pub(crate) fn pack_text(edits: &[PackEdit]) -> String {
    let mut text = Pack::standard_toml().to_owned();
    for edit in edits {
        match edit {
            PackEdit::Replace { find, replace } => {
                assert!(text.contains(find), "the built-in pack has no {find:?}");
                text = text.replacen(find, replace, 1);
            }
            PackEdit::Append { append } => text += append,
        }
    }
    text
}

/// The clean application with the edits made.
pub(crate) fn application(edits: &[Edit]) -> Application {
    let mut app: Value = serde_json::to_value(clean()).unwrap();
    for edit in edits {
        match edit {
            Edit::Set { set, to, times } => {
                let value = match (to, times) {
                    (Value::String(text), Some(times)) => Value::String(text.repeat(*times)),
                    (value, _) => value.clone(),
                };
                *app.pointer_mut(set).unwrap_or_else(|| panic!("no field {set}")) = value;
            }
            Edit::Copy { copy } => {
                let row = app.pointer(copy).unwrap_or_else(|| panic!("no row {copy}")).clone();
                list(&mut app, copy).0.push(row);
            }
            Edit::Remove { remove } => {
                let (rows, index) = list(&mut app, remove);
                rows.remove(index);
            }
        }
    }
    serde_json::from_value(app).unwrap()
}

fn list<'v>(app: &'v mut Value, row: &str) -> (&'v mut Vec<Value>, usize) {
    let (list, index) = row.rsplit_once('/').unwrap();
    (app.pointer_mut(list).unwrap().as_array_mut().unwrap(), index.parse().unwrap())
}

fn clean() -> Application {
    Application::from_json(include_bytes!("../../../tests/cases/clean/application.json")).unwrap()
}

/// The attachments of the clean application.
pub(crate) fn clean_files() -> Vec<(String, Vec<u8>)> {
    vec![
        ("規則.txt".into(), include_bytes!("../../../tests/cases/clean/規則.txt").to_vec()),
        ("評価書.txt".into(), include_bytes!("../../../tests/cases/clean/評価書.txt").to_vec()),
    ]
}
