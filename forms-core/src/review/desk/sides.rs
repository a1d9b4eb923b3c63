//! The applicants by the paths of their last files: findings across packages name paths.

use std::collections::BTreeMap;

use super::Desk;
use crate::review::session::{ApplicantKey, Session, Sha256Hex};

/// An applicant whose last file lies at a path.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub(super) key: ApplicantKey,
    pub(super) name: String,
    pub(super) file: Sha256Hex,
}

/// The applicants by the paths of their last files.
pub(super) fn sides<'s>(session: &'s Session, desk: &Desk) -> BTreeMap<&'s str, Side> {
    let mut sides = BTreeMap::new();
    for row in desk.rows() {
        for sha256 in row.applicant().current() {
            if let Some(submission) = session.submission(sha256) {
                let (key, name) = (row.key(), row.applicant().name.clone());
                sides.insert(submission.path(), Side { key, name, file: sha256.clone() });
            }
        }
    }
    sides
}
