//! The official workbook of a pack: a file that is filled in, and which of its cells take what.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::finding::{CellPosition, ColumnName, Pointer};

/// A workbook handed out by the operator, and which of its cells take which fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The workbook's file name, in the folder of the pack.
    pub file: String,
    /// The workbook itself in base64, if the pack holds it instead of a file in its folder.
    #[serde(default, skip_serializing_if = "Embedded::is_empty")]
    pub content: Embedded,
    /// Cells that take one field each.
    #[serde(default)]
    pub cells: Vec<TemplateCell>,
    /// Ranges that take the rows of a list.
    #[serde(default)]
    pub tables: Vec<TemplateTable>,
}

/// A cell of a template that takes a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateCell {
    /// The sheet's name.
    pub sheet: String,
    /// The cell, such as `C5`; of merged cells the first.
    pub cell: CellPosition,
    /// The field, from the application.
    pub path: Pointer,
}

/// Rows of a template that take a list, one for each of its rows, or for each of its inner rows
/// with the outer values repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateTable {
    /// The sheet's name.
    pub sheet: String,
    /// The list, as one of the form's.
    pub list: Pointer,
    /// The first row that takes values.
    pub first_row: u32,
    /// The last row that takes values.
    pub last_row: u32,
    /// The columns that take values; all others are left alone.
    pub columns: Vec<TemplateColumn>,
}

/// A column of a template's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateColumn {
    /// Its letters, such as `B`.
    pub column: ColumnName,
    /// The field, from the list's row; `/bases/*/citation` is one of an inner row.
    pub path: Pointer,
}

/// The bytes of a file inside a document: base64 as text. Copies share the bytes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Embedded(Arc<[u8]>);

impl Embedded {
    /// Returns whether there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as base64, as a document holds them.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.0)
    }
}

impl From<Vec<u8>> for Embedded {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Embedded({} bytes)", self.0.len())
    }
}

impl Serialize for Embedded {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_base64())
    }
}

impl<'de> Deserialize<'de> for Embedded {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        // People wrap long texts.
        let text: String =
            String::deserialize(d)?.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        STANDARD.decode(text).map(Self::from).map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Embedded {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Embedded".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <String as schemars::JsonSchema>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_base64_in_documents_and_may_be_wrapped() {
        let file = Embedded::from(vec![0, 255, 16, 7]);
        assert_eq!(serde_json::to_string(&file).unwrap(), "\"AP8QBw==\"");
        let read = |text: &str| serde_json::from_str::<Embedded>(text);
        assert_eq!(read("\"AP8Q\\n  Bw==\"").unwrap(), file);
        assert!(read("\"AP8QBw=\"").is_err() && read("\"*\"").is_err());
        assert!(read("\"\"").unwrap().is_empty());
    }
}
