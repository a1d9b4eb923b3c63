//! The law engine: citations as officials write them, the text of an ordinance as provisions, and
//! whether the one points into the other.

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
pub(crate) mod resolve;

pub use compare::{Change, Moves, Pairing, compare, moved_to};
pub use effect::{Effect, effect_of, limits};
pub use instrument::{Instrument, InstrumentNumber, Kind, number_prefix_of};
pub use instrument_text::InstrumentText;
pub use line_heads::{OrdinanceHeads, read_text};
pub use ordinance::Provision;
pub use path::{Division, Granularity, Part, ProvisionPath, TableRef};
pub use resolve::{Found, Index, Resolved, Unresolved};
