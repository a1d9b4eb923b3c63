//! The document `renkei.table/1`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::{Table, TableCell, TableRow, Value};
use crate::finding::{FindingDocument, Lang, column_letters, to_value};
use crate::pack::TableKind;

/// The document `renkei.table/1`: a layout or a registry as it was read.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Table"))]
pub(crate) struct TableDocument<'a> {
    /// Always `renkei.table/1`.
    schema: &'static str,
    /// What the table lists.
    kind: TableKind,
    /// The sheet that it was found on; null for a CSV.
    sheet: Option<&'a str>,
    /// The row number of its header, from 1; null if no row looks like one.
    header_row: Option<u32>,
    /// The headers as written, by the keys of their columns.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Cells"))]
    columns: BTreeMap<&'a str, &'a str>,
    /// The rows below the header that are not empty.
    rows: Vec<RowDocument<'a>>,
    /// The findings of reading the table, in the order of the file.
    findings: Vec<FindingDocument>,
}

/// One row of the table.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Row"))]
struct RowDocument<'a> {
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(with = "schema::Cells"))]
    cells: BTreeMap<&'a str, String>,
    /// The row's number in the file, from 1.
    row: u32,
    /// The cells of columns without a key, as written, by the letters of their columns.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    other: BTreeMap<String, &'a str>,
}

impl Table {
    /// The document `renkei.table/1` with its findings in one language.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Json {
        let known = self.columns.iter();
        let columns =
            known.filter_map(|c| Some((c.key.as_ref()?.as_str(), c.header.as_str()))).collect();
        to_value(&TableDocument {
            schema: "renkei.table/1",
            kind: self.kind,
            sheet: self.sheet.as_deref(),
            header_row: self.header_row,
            columns,
            rows: self.rows.iter().map(|row| RowDocument::new(self, row)).collect(),
            findings: FindingDocument::list(&self.findings, lang),
        })
    }
}

impl<'a> RowDocument<'a> {
    /// Cells in a column without a key go by their column's letters, so that two columns with the
    /// same header stay two.
    fn new(table: &'a Table, row: &'a TableRow) -> Self {
        let mut cells = BTreeMap::new();
        for (index, column) in table.columns.iter().enumerate() {
            if let Some(key) = &column.key {
                cells.insert(
                    key.as_str(),
                    row.cells.get(index).map(TableCell::canonical).unwrap_or_default(),
                );
            }
        }
        let mut other = BTreeMap::new();
        for (index, cell) in row.cells.iter().enumerate() {
            let known = table.columns.get(index).is_some_and(|c| c.key.is_some());
            if !known && cell.value != Value::Blank {
                other.insert(column_letters(index), cell.text.as_str());
            }
        }
        Self { cells, row: row.number, other }
    }
}

/// The schemas of objects whose keys are those of a table's columns.
#[cfg(feature = "schema")]
pub(crate) mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};
    use serde_json::{Map, Value as Json, json};

    use crate::pack::{LayoutColumn, Pack, RegistryColumn};

    /// Texts by the keys of a layout's or a registry's columns.
    pub(crate) struct Cells;

    /// Texts by the keys of a registry's columns.
    pub(crate) struct RegistryCells;

    impl JsonSchema for Cells {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            "Cells".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            let mut properties = described("layout", LayoutColumn::ALL.iter().map(|c| c.as_str()));
            properties.extend(described(
                "inquiry-registry",
                RegistryColumn::ALL.iter().map(|c| c.as_str()),
            ));
            schemars::json_schema!({"type": "object", "properties": properties})
        }
    }

    impl JsonSchema for RegistryCells {
        fn schema_name() -> Cow<'static, str> {
            "RegistryCells".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            let properties =
                described("inquiry-registry", RegistryColumn::ALL.iter().map(|c| c.as_str()));
            schemars::json_schema!({"type": "object", "properties": properties})
        }
    }

    /// A text property for each column, described by the header that the built-in pack gives it.
    fn described(table: &str, keys: impl Iterator<Item = &'static str>) -> Map<String, Json> {
        let property = |key: &'static str| {
            let header = Pack::standard().column_label(table, key);
            (key.to_owned(), json!({"type": "string", "description": header}))
        };
        keys.map(property).collect()
    }
}
