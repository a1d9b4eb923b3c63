//! How much of a foreign workbook is read before reading stops.

use crate::archive;

/// Upper bounds for reading one workbook. Reading past any of them is the finding XLS-010.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The bounds of the ZIP that holds the parts; `entry_bytes` bounds the size that a part says.
    pub archive: archive::Limits,
    /// Bytes that one XML part may expand to.
    pub part_bytes: u64,
    /// Bytes that all XML parts together may expand to.
    pub total_bytes: u64,
}
