//! The law engine: citations as officials write them, the text of an ordinance as provisions, and
//! whether the one points into the other.

pub mod citation;
mod instrument;
mod marker;
mod path;

pub use instrument::{Instrument, InstrumentNumber, Kind, number_prefix_of};
pub use path::{Division, Granularity, Part, ProvisionPath, TableRef};
