//! What the page and the panel share: the client of the core, the draft and the form's components.

pub mod browser;
pub mod client;
pub mod draft;
pub mod form;
mod keep;
mod live;
pub mod open_draft;
pub mod pack;
pub mod shell;
pub mod words;
mod workspace;

pub use keep::{PAUSE_AFTER_FAILURE, SaveState, use_autosave};
pub use live::use_live_check;
pub use workspace::{Workspace, use_workspace};
