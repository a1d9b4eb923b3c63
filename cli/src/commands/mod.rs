//! One file for each command.

pub(crate) mod build;
pub(crate) mod carry_over;
pub(crate) mod check;
pub(crate) mod cite;
pub(crate) mod codes;
pub(crate) mod inspect;
pub(crate) mod layout;
pub(crate) mod ordinance;
pub(crate) mod pack;
pub(crate) mod reference;
pub(crate) mod resolve;
pub(crate) mod review;
pub(crate) mod sample;
pub(crate) mod table;
