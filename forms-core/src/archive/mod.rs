//! ZIP archives: reading them record by record, and writing ours.
//!
//! Reading goes from the raw records up: [`inventory`] lists what is there without merging or
//! repairing anything, [`content`] reads one entry under limits, [`mod@write`] makes our packages.

pub mod content;
mod directory;
pub(crate) mod document;
mod fold;
pub mod inventory;
mod layout;
mod limits;
mod local;
mod magic;
mod name;
mod path;
mod record;
mod second;
mod source;
mod stream;
mod tail;
mod window;
pub mod write;
mod zip64;

pub use fold::{difference, fold_path, is_decomposed};
pub use inventory::{Entry, Inventory, SecondName};
pub use limits::Limits;
pub use magic::document_kind;
pub(crate) use magic::kind_of_bytes;
pub use name::NameEncoding;
pub(crate) use path::separated;
pub use path::{by_product, unsafe_path, windows_problem};
pub(crate) use second::{spelled_alike, with_words_lost};
pub use source::{Progress, Share, Silent, Source, SourceReader};
