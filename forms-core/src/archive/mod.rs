//! ZIP archives: reading them record by record, and writing ours.

mod source;

pub use source::{Progress, Silent, Source, SourceReader};
