//! Limits on reading a workbook from outside.

use crate::archive;

/// Upper bounds for reading one workbook. Reading past any of them is the finding XLS-010.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The bounds of the ZIP container; `entry_bytes` bounds the declared size of a part.
    pub archive: archive::Limits,
    /// Bytes that one XML part may expand to.
    pub part_bytes: u64,
    /// Bytes that all XML parts together may expand to.
    pub total_bytes: u64,
}
