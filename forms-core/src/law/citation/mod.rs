//! Reads citations as officials write them and writes them in one normal form.
//!
//! `docs/law.md` lists every notation with an example.

mod chain;
pub(crate) mod document;
mod marks;
mod read;
mod style;
mod title;
mod unit;

use super::instrument::Instrument;
use super::path::{Granularity, ProvisionPath};
use crate::finding::{Finding, make};

pub use read::read;
pub use style::Style;
pub(super) use unit::quoted;

/// One provision that a text cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The instrument, where the text names one.
    pub instrument: Option<Instrument>,
    /// Where in it.
    pub path: ProvisionPath,
    /// Where the provision's own words begin and end in the text, in characters.
    pub span: (usize, usize),
}

impl Citation {
    /// The place in the normal form of one style.
    #[must_use]
    pub fn canonical(&self, style: Style) -> String {
        self.path.canonical(style)
    }

    /// How deep it goes.
    #[must_use]
    pub fn granularity(&self) -> Granularity {
        self.path.granularity()
    }
}

/// What keeps a piece of a text from being one provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The text names no provision at all, or only an instrument.
    NoProvision,
    /// From here on it is no 条, 項 or 号.
    Unreadable,
    /// 同条, 前項 or a bare 号 with nothing before it to relate to.
    NothingBefore,
    /// A range, 各号, 等: more than one provision.
    Several,
}

/// A place of a text that is not one provision, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The place in the text, in characters from 0.
    pub at: usize,
    /// The words from there that cannot be read, or that name several provisions.
    pub text: String,
    /// Why.
    pub reason: Reason,
}

impl Problem {
    /// The finding for a text with this problem: LAW-004 for several provisions, else LAW-001.
    #[must_use]
    pub fn finding(&self, input: &str) -> Finding {
        match self.reason {
            Reason::Several => make::law_004(input, self.text.as_str()),
            _ => make::law_001(input, self.at as u64 + 1, self.text.as_str()),
        }
    }
}

/// What a text cites, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The provisions.
    pub citations: Vec<Citation>,
    /// The places that are none.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// The only citation of a text that holds one and nothing else.
    #[must_use]
    pub fn single(&self) -> Option<&Citation> {
        match (&self.citations[..], &self.problems[..]) {
            ([only], []) => Some(only),
            _ => None,
        }
    }
}
