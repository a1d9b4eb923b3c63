//! The domain of Renkei Forms: what an application states, how its package is built and read, and
//! what is wrong with it.
//!
//! Bytes and a date go in, a report or bytes come out. Nothing here knows a browser, a clock, a
//! network or a file system, and nothing panics on input: bad input becomes a
//! [`finding::Finding`] or a typed error of the module that met it.

#![deny(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod application;
pub mod archive;
pub mod carry_over;
pub mod check;
pub mod code;
pub mod document;
pub mod finding;
pub mod form_book;
pub mod law;
pub mod layout;
pub mod layout_diff;
pub mod pack;
pub mod reference;
pub mod registry;
pub mod review;
pub mod rules;
pub mod sample;
#[cfg(feature = "schema")]
pub mod schema;
pub mod submission;
pub mod successor;
pub mod table;
pub mod text;
pub mod workbook;
mod xml;
