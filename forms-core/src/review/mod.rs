//! Reviewing what applicants sent: reports on what a check found, the session in which people decide, and what
//! comes out of it.

/// The name and version of this program, as documents for people name it.
pub const PROGRAM: &str = concat!("renkei ", env!("CARGO_PKG_VERSION"));

pub mod bundle;
pub mod desk;
pub mod evidence;
pub mod letter;
pub mod overview;
mod place;
pub mod report;
pub mod session;
pub mod summary;
