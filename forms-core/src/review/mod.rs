//! Reviewing what applicants sent: reports on what a check found, and the session in which people decide.

pub mod report;
pub mod session;
