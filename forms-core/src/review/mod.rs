//! Checking: a draft while it is typed, a finished package, and many packages against each other.

mod check;
mod cross;
mod expected;
pub mod report;

pub use check::{
    BuildOutcome, CheckedPackage, NO_TEXTS, build_checked, build_checked_against, check_draft,
    check_draft_against, check_package, check_package_beside, cited_documents,
};
pub use cross::{CrossOptions, cross_check, cross_check_with};
pub use expected::{ExpectedError, read_expected};
