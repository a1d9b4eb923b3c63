//! Reads citations as officials write them and writes them in one normal form.
//!
//! `docs/law.md` lists every notation with an example.

mod blanks;
mod brackets;
mod chain;
pub(crate) mod document;
mod marks;
mod read;
mod style;
mod title;
mod unit;

use super::instrument::Instrument;
use super::path::{Granularity, ProvisionPath};
use crate::finding::{Finding, make, word};

pub use read::read;
pub use style::Style;
pub(super) use unit::quoted;

/// One provision that a text cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The instrument; `None` if the text names none.
    pub instrument: Option<Instrument>,
    /// The place in the instrument.
    pub path: ProvisionPath,
    /// Start and end of the citation in the text, in characters, without its instrument.
    pub span: (usize, usize),
}

impl Citation {
    /// Returns the place in the normal form of a style.
    #[must_use]
    pub fn canonical(&self, style: Style) -> String {
        self.path.canonical(style)
    }

    /// Returns the deepest level that it names.
    #[must_use]
    pub fn granularity(&self) -> Granularity {
        self.path.granularity()
    }
}

/// Why a citation does not name exactly one provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CitationProblem {
    /// The text names no provision, or only an instrument.
    NoProvision,
    /// The rest of the text is not a 条, 項 or 号.
    Unreadable,
    /// 同条, 前項 or a bare 号 without a citation before it.
    NothingBefore,
    /// A range, 各号, 等: more than one provision.
    Several,
    /// 第0条: a number that no provision has.
    Zero,
    /// The number of the instrument was left blank: 条例第　号.
    BlankNumber,
}

/// A piece of a text that does not name exactly one provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Index of its first character in the text, from 0.
    pub at: usize,
    /// Its first characters, at most 40.
    pub text: String,
    /// The reason why it names none, or more than one.
    pub reason: CitationProblem,
}

impl Problem {
    /// Returns whether the piece leaves open which provision is meant, unlike one that leaves open the number of its
    /// instrument.
    #[must_use]
    pub fn hides_provision(&self) -> bool {
        self.reason != CitationProblem::BlankNumber
    }

    /// Returns the finding about this piece of `input`: LAW-004 for several provisions, LAW-007 for a blank number,
    /// else LAW-001.
    #[must_use]
    pub fn finding(&self, input: &str) -> Finding {
        match self.reason {
            CitationProblem::Several => make::law_004(input, self.text.as_str()),
            CitationProblem::BlankNumber => make::law_007("", self.text.as_str()),
            reason => {
                let level = self.level_without_number(input);
                let problem = match reason {
                    CitationProblem::NoProvision => word::Law001::NoProvision,
                    CitationProblem::NothingBefore => word::Law001::NothingBefore,
                    CitationProblem::Zero => word::Law001::Zero,
                    _ if level.is_some() => word::Law001::NoNumber,
                    _ => word::Law001::Unreadable,
                };
                let place = self.at as u64 + 1;
                make::law_001(input, place, self.text.as_str(), problem, level.unwrap_or_default())
            }
        }
    }

    /// The level whose number is missing: 条 in 第条.
    fn level_without_number(&self, input: &str) -> Option<&'static str> {
        let before = input.chars().nth(self.at.checked_sub(1)?)?;
        let level = ["条", "項", "号"].into_iter().find(|level| self.text.starts_with(level));
        level.filter(|_| before == '第')
    }
}

/// The citations of a text, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The provisions.
    pub citations: Vec<Citation>,
    /// The pieces that do not name exactly one provision.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// Returns whether a piece of the text may be a provision that was not read.
    #[must_use]
    pub fn has_unread(&self) -> bool {
        self.problems.iter().any(Problem::hides_provision)
    }

    /// Returns the citation if the text is exactly one citation.
    #[must_use]
    pub fn single(&self) -> Option<&Citation> {
        match (&self.citations[..], &self.problems[..]) {
            ([only], []) => Some(only),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
