//! The tables that can be imported.

use serde::{Deserialize, Serialize};

use crate::finding::Text;
use crate::pack::ColumnKey;

/// A table that can be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its title.
    pub title: Text,
    /// The sheets of a workbook that may hold it; without any the sheet whose header fits best.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A column of a table that can be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The key in our documents, such as `procedure_id`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub key: ColumnKey,
    /// The header, first the usual one, then its variants.
    pub headers: Vec<String>,
    /// True if the table is of no use without it.
    #[serde(default)]
    pub required: bool,
}
