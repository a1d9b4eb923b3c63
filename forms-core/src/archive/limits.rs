//! Limits on reading an archive from outside.

/// Upper bounds for reading one archive. Reading past any of them is the finding ZIP-010.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that one entry may expand to.
    pub entry_bytes: u64,
    /// Bytes that all entries together may expand to.
    pub total_bytes: u64,
    /// Largest ratio of expanded to compressed size, from 100 MiB of output on.
    pub ratio: u64,
    /// Number of entries.
    pub entries: u64,
    /// Bytes of a document that is kept in memory, such as an application or a manifest.
    pub document_bytes: u64,
}
