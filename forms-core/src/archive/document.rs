//! The document `renkei.inventory/1`.

use serde::Serialize;
use serde_json::Value;

use super::{Entry, Inventory, NameEncoding};
use crate::finding::{Finding, FindingDocument, Lang, to_value};

/// The document `renkei.inventory/1`: every record of a ZIP's directory.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Inventory"))]
pub(crate) struct InventoryDocument<'a> {
    /// Always `renkei.inventory/1`.
    schema: &'static str,
    /// One entry for each record, in the directory's order.
    entries: Vec<EntryDocument<'a>>,
    /// The findings about the archive.
    findings: Vec<FindingDocument>,
}

/// One record of the directory.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Entry"))]
struct EntryDocument<'a> {
    /// The name as text, with the separators that it was stored with.
    name: &'a str,
    /// The name's bytes in lower-case hex, with a space between bytes.
    raw_hex: String,
    /// The encoding that the name was decoded with.
    encoding: NameEncoding,
    /// The compression method (APPNOTE 4.4.5): 0 is stored, 8 is deflate.
    method: u16,
    /// Its size in the archive, in bytes.
    compressed: u64,
    /// The size of its content, in bytes.
    size: u64,
    /// CRC-32 of its content, as eight digits of lower-case hex.
    crc32: String,
    /// The offset of its local header in the file, in bytes.
    offset: u64,
}

impl Inventory {
    /// The document `renkei.inventory/1`, with the findings about the archive.
    #[must_use]
    pub fn to_json(&self, findings: &[Finding], lang: Lang) -> Value {
        to_value(&InventoryDocument {
            schema: "renkei.inventory/1",
            entries: self.entries.iter().map(EntryDocument::new).collect(),
            findings: FindingDocument::list(findings, lang),
        })
    }
}

impl<'a> EntryDocument<'a> {
    fn new(entry: &'a Entry) -> Self {
        let raw: Vec<String> = entry.raw_name.iter().map(|b| format!("{b:02x}")).collect();
        Self {
            name: &entry.name,
            raw_hex: raw.join(" "),
            encoding: entry.encoding,
            method: entry.method,
            compressed: entry.compressed,
            size: entry.size,
            crc32: format!("{:08x}", entry.crc32),
            offset: entry.offset,
        }
    }
}
