//! ZIP archives: reading them record by record, and writing ours.
//!
//! Reading goes from the raw records up: [`inventory`] lists what is there without merging or
//! repairing anything, [`content`] reads one entry under limits, [`write`] makes our packages.

pub mod content;
pub mod inventory;
mod magic;
mod name;
mod path;
mod record;
mod source;
mod tail;
mod window;
pub mod write;

pub use inventory::{Entry, Inventory};
pub use name::NameEncoding;
pub use path::unsafe_path;
pub use source::{Progress, Silent, Source, SourceReader};
