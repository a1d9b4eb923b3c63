//! The difference between two versions of the layout: procedures added, retired and changed, the
//! successors that a retired procedure may have, and kinds of information whose copies follow.

mod diff;
pub(crate) mod document;
mod information;

pub use diff::{ChangedProcedure, FieldChange, LayoutDiff, RetiredProcedure, diff};
pub use information::{InformationRevision, information_revisions};
