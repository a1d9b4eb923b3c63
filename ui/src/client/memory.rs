//! The cache of a worker between requests: each pause in typing asks about the same files again. It
//! holds only what can be read again.

use super::instrument::InstrumentTexts;
use super::tables::KeptReference;

/// The cache of one worker.
#[derive(Default)]
pub struct Memory {
    /// The texts of instruments.
    pub(super) texts: InstrumentTexts,
    /// The reference data of the last request.
    pub(super) reference: Option<KeptReference>,
}
