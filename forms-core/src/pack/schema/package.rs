//! Names, folders and limits of the package.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::application::AttachmentRole;
use crate::{archive, workbook};

/// The names inside the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PackageLayout {
    /// The file name of the package; `{code}`, `{name}`, `{kind}` and `{release}` are filled in.
    pub name: String,
    /// The manifest's file name.
    pub manifest: String,
    /// The application's file name.
    pub application: String,
    /// The file name of the workbook for people.
    pub workbook: String,
    /// The title of the workbook's first sheet.
    pub cover_sheet: String,
    /// The folder for each role of an attachment.
    pub folders: BTreeMap<AttachmentRole, String>,
    /// The longest path inside the package, in UTF-16 units, folder of the package included, so
    /// that extracting on a desktop stays under 260.
    pub path_budget: usize,
    /// Extensions (lower case, without the dot) that are compressed already and only stored.
    pub stored: Vec<String>,
}

/// Limits for reading one file of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes one entry may expand to.
    pub entry_bytes: u64,
    /// Bytes all entries together may expand to.
    pub total_bytes: u64,
    /// The largest ratio of an archive's expanded size to its size. It only counts from 100 MiB on.
    pub ratio: u64,
    /// Number of entries.
    pub entries: u64,
    /// Folders one inside the other.
    pub depth: usize,
    /// Bytes of an application or a manifest.
    pub document_bytes: u64,
    /// Bytes one XML part of a workbook may expand to.
    pub workbook_part_bytes: u64,
    /// Bytes all XML parts of a workbook may expand to.
    pub workbook_bytes: u64,
}

impl Limits {
    /// The bounds for reading an archive.
    #[must_use]
    pub fn archive(&self) -> archive::Limits {
        archive::Limits {
            entry_bytes: self.entry_bytes,
            total_bytes: self.total_bytes,
            ratio: self.ratio,
            entries: self.entries,
            document_bytes: self.document_bytes,
        }
    }

    /// The bounds for reading a workbook.
    #[must_use]
    pub fn workbook(&self) -> workbook::Limits {
        workbook::Limits {
            archive: self.archive(),
            part_bytes: self.workbook_part_bytes,
            total_bytes: self.workbook_bytes,
        }
    }
}
