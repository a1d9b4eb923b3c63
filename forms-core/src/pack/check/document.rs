//! The document `renkei.pack-check/1`.

use serde::Serialize;
use serde_json::Value;

use super::CheckedPack;
use crate::finding::{FindingDocument, Lang, to_value};

/// The document `renkei.pack-check/1`: the findings about a form pack.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PackCheck"))]
pub(crate) struct PackCheckDocument<'a> {
    /// Always `renkei.pack-check/1`.
    schema: &'static str,
    /// The path of the pack.
    path: &'a str,
    /// The pack; null if its text does not have the shape of one.
    pack: Option<PackName<'a>>,
    /// The findings, in order of line and column.
    findings: Vec<FindingDocument>,
}

/// A form pack.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Pack"))]
struct PackName<'a> {
    /// Its id.
    id: &'a str,
    /// Its version.
    version: &'a str,
}

impl CheckedPack {
    /// The document `renkei.pack-check/1` of a pack that was read from `path`.
    #[must_use]
    pub fn to_json(&self, path: &str, lang: Lang) -> Value {
        let pack = self.pack.as_ref();
        to_value(&PackCheckDocument {
            schema: "renkei.pack-check/1",
            path,
            pack: pack.map(|p| PackName { id: &p.id, version: &p.version }),
            findings: FindingDocument::list(&self.findings, lang),
        })
    }
}
