//! Reports on what a check found, for people.

pub mod report;
