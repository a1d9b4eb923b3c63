//! A table's bytes: a small workbook without fault whose parts a case changes, or a text.

use forms_core::finding::Finding;
use forms_core::pack::{Pack, TableKind};
use forms_core::reference::read_expected;
use forms_core::table::read;
use serde::Deserialize;

use super::made::{Made, good};
use super::zip::Bytes;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableBytes {
    #[serde(rename = "as")]
    kind: String,
    /// Takes the place of the workbook.
    bytes: Option<Bytes>,
    /// Further sheets after the first: the name, and the XML inside `worksheet`.
    #[serde(default)]
    sheet: Vec<Sheet>,
    #[serde(default)]
    part: Vec<Part>,
}

/// The workbook that the template of the case's pack fills, made in the same way.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkbookBytes {
    bytes: Option<Bytes>,
    #[serde(default)]
    sheet: Vec<Sheet>,
    #[serde(default)]
    part: Vec<Part>,
}

impl WorkbookBytes {
    pub(crate) fn make(&self) -> Vec<u8> {
        made(self.bytes.as_ref(), &self.sheet, &self.part)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    name: String,
    #[serde(default)]
    attributes: String,
    inside: String,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Part {
    Change { change: String, find: String, replace: String, times: Option<usize> },
    Add { add: String, text: String },
    Remove { remove: String },
}

/// What reading the table finds.
pub(crate) fn findings(table: &TableBytes, pack: &Pack) -> Vec<Finding> {
    let bytes = made(table.bytes.as_ref(), &table.sheet, &table.part);
    if table.kind == "expected" {
        return read_expected(&bytes, pack).findings;
    }
    let kind: TableKind = table.kind.parse().unwrap();
    read(&bytes, kind, pack).unwrap().findings
}

fn made(bytes: Option<&Bytes>, sheets: &[Sheet], parts: &[Part]) -> Vec<u8> {
    bytes.map_or_else(|| workbook(sheets, parts).bytes(), Bytes::make)
}

fn workbook(sheets: &[Sheet], parts: &[Part]) -> Made {
    let mut made = match sheets {
        [] => good(),
        sheets => {
            let rows = super::made::good_rows();
            let mut all = vec![("表", "", rows.as_str())];
            all.extend(sheets.iter().map(|s| (&*s.name, &*s.attributes, &*s.inside)));
            Made::sheets(&all)
        }
    };
    for part in parts {
        made = match part {
            Part::Change { change, find, replace, times } => {
                made.changed(change, find, &replace.repeat(times.unwrap_or(1)))
            }
            Part::Add { add, text } => made.with(add, text),
            Part::Remove { remove } => made.without(remove),
        };
    }
    made
}
