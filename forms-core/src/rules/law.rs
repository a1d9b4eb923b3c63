//! LAW: the legal basis.

use super::Context;
use crate::finding::Finding;

pub(super) fn check(_context: &Context<'_>, _out: &mut Vec<Finding>) {}
