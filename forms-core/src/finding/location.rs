//! The location of a finding: an entry of the package, a cell, a field of the application.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::finding::{CellPosition, NoCell};

/// A JSON pointer (RFC 6901) into an application, such as `/delegations/3/bases/0/citation`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The whole application.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer as written; starts with `/` unless it is the root.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// One step down, to a named member.
    #[must_use]
    pub fn key(&self, name: &str) -> Self {
        Self(format!("{}/{}", self.0, name.replace('~', "~0").replace('/', "~1")))
    }

    /// One step down, to the member at an index from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// This pointer followed by another.
    #[must_use]
    pub fn join(&self, tail: &Self) -> Self {
        Self(format!("{}{}", self.0, tail.0))
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its steps, unescaped, outermost first.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|s| s.replace("~1", "/").replace("~0", "~"))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Numbers by value, so that row 10 comes after row 9.
impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_step = self.0.split('/').zip(other.0.split('/')).find_map(|(a, b)| {
            let order = match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(x), Ok(y)) => x.cmp(&y).then_with(|| a.cmp(b)),
                _ => a.cmp(b),
            };
            (order != Ordering::Equal).then_some(order)
        });
        by_step.unwrap_or_else(|| self.0.len().cmp(&other.0.len()))
    }
}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The place of a finding; null for what does not apply. The order of the fields is the order of a
/// report: what is absent comes first, names compare by code point, cells by row and column.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Location {
    /// The entry's name in the package, decoded.
    pub entry: Option<String>,
    /// The entry's raw name bytes in hex, where the decoded name alone would not identify it.
    pub entry_raw_hex: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The cell, such as `H12`.
    #[serde(default, deserialize_with = "read_cell")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", !default))]
    pub cell: Option<CellPosition>,
    /// The field of the application.
    pub pointer: Option<Pointer>,
}

impl Location {
    /// An entry of the package.
    #[must_use]
    pub fn entry(name: impl Into<String>) -> Self {
        Self { entry: Some(name.into()), ..Self::default() }
    }

    /// The same place with the entry's raw name.
    #[must_use]
    pub fn with_raw(mut self, raw: &[u8]) -> Self {
        let hex: Vec<String> = raw.iter().map(|b| format!("{b:02x}")).collect();
        self.entry_raw_hex = Some(hex.join(" "));
        self
    }
}

/// Reads the cell of a location. A CSV can have more rows than a sheet, so the limits of a sheet are
/// not applied.
fn read_cell<'de, D: Deserializer<'de>>(d: D) -> Result<Option<CellPosition>, D::Error> {
    let name = Option::<String>::deserialize(d)?;
    let parse = |name: String| {
        CellPosition::parse_unbounded(&name).ok_or_else(|| serde::de::Error::custom(NoCell(name)))
    };
    name.map(parse).transpose()
}

impl From<Pointer> for Location {
    fn from(pointer: Pointer) -> Self {
        Self { pointer: Some(pointer), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_sort_by_row_number_and_escape_names() {
        let row = |n| Pointer::root().key("delegations").index(n);
        assert!(row(9) < row(10));
        assert!(row(9).key("end") > row(9));
        assert_eq!(Pointer::root().key("a/b~c").as_str(), "/a~1b~0c");
        assert_eq!(Pointer::new("/a~1b~0c/0").steps().collect::<Vec<_>>(), ["a/b~c", "0"]);
    }

    #[test]
    fn a_cell_is_written_by_its_name_and_reads_back_even_outside_a_sheet() {
        for (row, column, name) in [
            (12, 7, "H12"),
            (2_000_000, 0, "A2000000"),
            (1, 16_384, "XFE1"),
            (u32::MAX, u32::MAX - 1, "MWLQKWU4294967295"),
        ] {
            let cell = Some(CellPosition { row, column });
            let location = Location { cell, ..Location::default() };
            let json = serde_json::to_value(&location).unwrap();
            assert_eq!(json["cell"], name);
            assert_eq!(serde_json::from_value::<Location>(json).unwrap(), location);
        }
        for wrong in ["", "H", "12", "H0", "h12", "MWLQKWW1", "A4294967296", "A1:B2"] {
            let json = serde_json::json!({ "cell": wrong });
            assert!(serde_json::from_value::<Location>(json).is_err(), "{wrong}");
        }
        assert_eq!(serde_json::from_str::<Location>("{}").unwrap(), Location::default());
    }
}
