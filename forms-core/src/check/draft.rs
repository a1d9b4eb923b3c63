//! Checking a draft: everything that does not need a finished package.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::Checker;
use crate::application::Application;
use crate::finding::Finding;
use crate::law::InstrumentText;
use crate::rules;
use crate::submission::FileFacts;

/// No instrument texts: for checks that run before any attachment is read.
pub const NO_TEXTS: BTreeMap<String, InstrumentText> = BTreeMap::new();

/// The findings about a draft.
pub(super) struct CheckedDraft {
    pub(super) findings: Vec<Finding>,
    /// Indices of the earlier ordinances whose later version is attached.
    pub(super) compared: BTreeSet<usize>,
}

impl Checker<'_> {
    /// Checks a draft, in the order of fields.
    ///
    /// `files` are the attachments that are really there, `texts` those of the instruments among them
    /// that were read, by the names that the application uses.
    #[must_use]
    pub fn draft<T: Borrow<InstrumentText>>(
        &self,
        app: &Application,
        files: &[FileFacts],
        texts: &BTreeMap<String, T>,
    ) -> Vec<Finding> {
        self.checked_draft(app, files, texts).findings
    }

    pub(super) fn checked_draft<T: Borrow<InstrumentText>>(
        &self,
        app: &Application,
        files: &[FileFacts],
        texts: &BTreeMap<String, T>,
    ) -> CheckedDraft {
        let context = self.context(app, files);
        let mut findings = rules::check_application(&context);
        rules::check_instruments(app, texts, &mut findings);
        let compared = rules::check_shifts(&context, texts, &mut findings);
        findings.extend(rules::check_attachments(app, files, self.pack));
        self.settle(&mut findings, None);
        findings.sort_by(Finding::by_place);
        CheckedDraft { findings, compared }
    }
}
