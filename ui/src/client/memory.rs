//! What a worker remembers between requests, since each pause in typing asks about the same files
//! again: only what it could work out once more.

use super::instrument::InstrumentTexts;
use super::tables::KeptReference;

/// The memory of one worker.
#[derive(Default)]
pub struct Memory {
    /// The texts of instruments.
    pub(super) texts: InstrumentTexts,
    /// The reference data that was asked for last.
    pub(super) reference: Option<KeptReference>,
}
