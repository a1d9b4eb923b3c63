//! Limits the cost of reading one file.

use std::cell::Cell;

/// Total bytes that the streams of a file may inflate to.
const INFLATED: u64 = 96 * 1024 * 1024;
/// Units of work (bytes read, operators run, glyphs placed) on top of three for each byte of the file.
const WORK: u64 = 128 * 1024 * 1024;

/// Counts down the cost of reading one file. Once a limit is reached, the rest of the file reads as empty
/// and [`Budget::spent`] returns true.
#[derive(Debug)]
pub(super) struct Budget {
    work: Cell<u64>,
    inflated: Cell<u64>,
    spent: Cell<bool>,
}

impl Budget {
    /// Creates the budget of a file of `bytes` bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            work: Cell::new(WORK + 3 * bytes as u64),
            inflated: Cell::new(INFLATED),
            spent: Cell::new(false),
        }
    }

    /// True if a limit was reached.
    pub(super) fn spent(&self) -> bool {
        self.spent.get()
    }

    /// Takes `amount` units of work; `false` if fewer are left.
    pub(super) fn work(&self, amount: u64) -> bool {
        self.take(&self.work, amount)
    }

    /// Number of bytes that may still be inflated.
    pub(super) fn left_to_inflate(&self) -> u64 {
        self.inflated.get()
    }

    /// Counts inflated bytes; `false` if they exceed the limit.
    pub(super) fn inflate(&self, bytes: usize) -> bool {
        self.take(&self.inflated, bytes as u64)
    }

    fn take(&self, counter: &Cell<u64>, amount: u64) -> bool {
        match counter.get().checked_sub(amount) {
            Some(left) if !self.spent.get() => {
                counter.set(left);
                true
            }
            _ => {
                self.spent.set(true);
                false
            }
        }
    }
}
