//! What reading one file may cost.

use std::cell::Cell;

/// Everything that streams inflate to, together.
const INFLATED: u64 = 96 * 1024 * 1024;
/// Bytes looked at, operators run and glyphs placed, beyond those of the file itself.
const WORK: u64 = 128 * 1024 * 1024;

/// Counts down what one file costs. Once a limit is met everything that is left reads as nothing
/// and [`Budget::spent`] tells it.
#[derive(Debug)]
pub(super) struct Budget {
    work: Cell<u64>,
    inflated: Cell<u64>,
    spent: Cell<bool>,
}

impl Budget {
    /// For a file of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            work: Cell::new(WORK + 3 * bytes as u64),
            inflated: Cell::new(INFLATED),
            spent: Cell::new(false),
        }
    }

    /// Whether a limit was met.
    pub(super) fn spent(&self) -> bool {
        self.spent.get()
    }

    /// Takes some work; `false` where none is left.
    pub(super) fn work(&self, amount: u64) -> bool {
        self.take(&self.work, amount)
    }

    /// How many bytes may still be inflated.
    pub(super) fn left_to_inflate(&self) -> u64 {
        self.inflated.get()
    }

    /// Counts bytes that were inflated; `false` where that was too many.
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
