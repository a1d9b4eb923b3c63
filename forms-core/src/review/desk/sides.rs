//! The applicants by the names of their last files, as findings across packages call them.

use std::collections::BTreeMap;

use super::Desk;
use crate::review::session::{ApplicantKey, Session, Sha256Hex};

/// An applicant whose last file has a name.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub(super) key: ApplicantKey,
    pub(super) name: String,
    pub(super) file: Sha256Hex,
}

/// The applicants by the names of their last files; see [`Session::package_names`].
pub(super) fn sides(session: &Session, desk: &Desk) -> BTreeMap<String, Side> {
    let mut names = session.package_names();
    let mut sides = BTreeMap::new();
    for row in desk.rows() {
        for sha256 in row.applicant().current() {
            if let Some(package) = names.remove(sha256.0.as_str()) {
                let (key, name) = (row.key(), row.applicant().name.clone());
                sides.insert(package, Side { key, name, file: sha256.clone() });
            }
        }
    }
    sides
}
