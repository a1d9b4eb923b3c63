//! The format of a workbook by its content.

use super::compound::MAGIC;
use crate::archive::{Inventory, Limits};

/// Limits for reading only the names of parts.
const NAMES: Limits = Limits {
    entry_bytes: u64::MAX,
    total_bytes: u64::MAX,
    ratio: u64::MAX,
    entries: 10_000,
    document_bytes: 0,
};

/// A format of workbooks that tables are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML: `.xlsx`, `.xlsm`.
    Xlsx,
    /// Excel 97 to 2003: `.xls`.
    Xls,
    /// The binary form of Office Open XML: `.xlsb`.
    Xlsb,
    /// OpenDocument: `.ods`.
    Ods,
}

impl Format {
    /// All formats.
    pub const ALL: &[Self] = &[Self::Xlsx, Self::Xls, Self::Xlsb, Self::Ods];

    /// Recognises the format by the content; `None` if it is none of them. A file with a password may look like
    /// [`Self::Xls`].
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(MAGIC) {
            return Some(Self::Xls);
        }
        if !bytes.starts_with(b"PK") {
            return None;
        }
        let (inventory, _) = Inventory::read(&bytes, &NAMES);
        let mut xlsx = false;
        for entry in &inventory.entries {
            let name = entry.name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase();
            match name.as_str() {
                "xl/workbook.bin" => return Some(Self::Xlsb),
                "content.xml" => return Some(Self::Ods),
                _ => xlsx |= name.starts_with("xl/"),
            }
        }
        xlsx.then_some(Self::Xlsx)
    }

    /// The extensions of files in the format, in lower case and without the dot.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            Self::Xls => &["xls", "xlt"],
            Self::Xlsb => &["xlsb"],
            Self::Ods => &["ods", "ots"],
        }
    }

    /// Its name in findings about a part.
    pub(super) fn as_str(self) -> &'static str {
        self.endings().first().copied().unwrap_or_default()
    }
}
