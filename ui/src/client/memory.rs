//! What a worker remembers between requests, since each pause in typing asks about the same files
//! again: only what it could work out once more.

use std::rc::Rc;

use super::instrument::Texts;
use super::tables::Held;

/// The memory of one worker.
#[derive(Default)]
pub struct Memory {
    /// The texts of instruments.
    pub(super) texts: Texts,
    /// The tables that were asked for last.
    pub(super) tables: Option<Rc<Held>>,
}
