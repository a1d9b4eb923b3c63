//! Reviewing what applicants sent: reports on what a check found, the session in which people decide, and what
//! comes out of it.

pub mod bundle;
pub mod letter;
pub mod report;
pub mod session;
pub mod summary;
