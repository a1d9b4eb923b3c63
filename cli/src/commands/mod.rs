//! One file for each command.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod cite;
pub(crate) mod codes;
pub(crate) mod inspect;
pub(crate) mod pack;
pub(crate) mod table;
