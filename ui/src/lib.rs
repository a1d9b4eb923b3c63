//! What the page and the panel share: the client of the core, the draft and the form's components.

pub mod browser;
pub mod client;
pub mod draft;
pub mod words;
