//! Reads citations as officials write them and the texts of ordinances as provisions, and resolves the
//! citations in the texts.

pub mod citation;
mod compare;
mod effect;
mod instrument;
mod instrument_text;
mod line_heads;
mod marker;
#[cfg(test)]
mod marker_forms;
pub mod ordinance;
mod path;
mod provision;
pub(crate) mod resolve;

pub use compare::{Change, Moves, Pairing, compare, moved_to};
pub use effect::{effect_of, limits};
pub use instrument::{Instrument, InstrumentNumber, Kind, number_line, number_prefix_of};
pub use instrument_text::InstrumentText;
pub use line_heads::{OrdinanceHeads, read_text};
pub use path::{Division, Granularity, ProvisionPath, SentencePart, TableRef};
pub use provision::{Effect, Provision};
pub use resolve::{CitedProvisions, Index, Resolved, Unresolved};
