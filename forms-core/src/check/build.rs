//! Building a package: the draft is checked before, the finished file once more.

use std::collections::{BTreeMap, BTreeSet};

use super::{CheckedPackage, Checker};
use crate::application::Application;
use crate::archive::{Progress, Silent};
use crate::finding::{Code, Finding};
use crate::law::InstrumentText;
use crate::submission::{self, AttachmentFile, BuildError, Built, FileFacts, Override};

/// The package that was built, or the findings that stopped it.
#[derive(Debug)]
pub struct BuildOutcome {
    /// The package, unless an error that was not overridden stopped it.
    pub built: Option<Built>,
    /// The findings that stopped it, or those about the finished package.
    pub findings: Vec<Finding>,
    /// Indices of the earlier ordinances whose later version is attached.
    pub compared: BTreeSet<usize>,
}

impl Checker<'_> {
    /// Builds a package unless an error is found, and checks the finished file once more.
    ///
    /// Each code among `overrides` lets the errors of that code pass; the package records the reason.
    ///
    /// # Errors
    /// If the package cannot be written; see [`BuildError`].
    pub fn build(
        &self,
        app: &Application,
        files: &[AttachmentFile<'_>],
        overrides: &[Override],
        progress: &mut dyn Progress,
    ) -> Result<BuildOutcome, BuildError> {
        let before = self.checked_draft(app, &facts(files), &self.attached_texts(app, files));
        if is_stopped(&before.findings, overrides) {
            let (findings, compared) = (before.findings, before.compared);
            return Ok(BuildOutcome { built: None, findings, compared });
        }
        let recorded = |findings: &[Finding]| -> Vec<Override> {
            let found = |o: &&Override| findings.iter().any(|f| f.code == o.code);
            overrides.iter().filter(found).cloned().collect()
        };
        let used = recorded(&before.findings);
        let mut built = submission::build(app, files, &used, self.pack, progress)?;
        let mut after = self.finished(&built);
        // What only the finished package shows is overridden there, and recorded too.
        let mut late = recorded(&after.report.findings);
        late.retain(|o| !used.contains(o));
        if !late.is_empty() {
            built = submission::build(app, files, &[used, late].concat(), self.pack, progress)?;
            after = self.finished(&built);
        }
        let (findings, compared) = (after.report.findings, after.compared);
        let built = Some(built).filter(|_| !is_stopped(&findings, overrides));
        Ok(BuildOutcome { built, findings, compared })
    }

    fn finished(&self, built: &Built) -> CheckedPackage {
        self.package(&built.name, &built.bytes, &mut Silent)
    }

    /// The texts of the attachments that legal bases rest on. One that cannot be read, or is larger
    /// than a document may be, is left to the check of the finished package.
    fn attached_texts(
        &self,
        app: &Application,
        files: &[AttachmentFile<'_>],
    ) -> BTreeMap<String, InstrumentText> {
        let cited = app.cited_documents();
        let most = self.pack.limits.document_bytes;
        let wanted = files.iter().filter(|f| cited.contains(f.name));
        wanted
            .filter_map(|f| Some((f.name.to_owned(), InstrumentText::of(f.name, f.content, most)?)))
            .collect()
    }
}

/// The facts about attachments that are at hand, without hashes.
fn facts(files: &[AttachmentFile<'_>]) -> Vec<FileFacts> {
    let facts = files.iter().map(|f| FileFacts {
        name: f.name.to_owned(),
        bytes: f.content.len(),
        sha256: None,
    });
    facts.collect()
}

/// Returns whether there is an error that no override lets pass.
fn is_stopped(findings: &[Finding], overrides: &[Override]) -> bool {
    let overridden = |code: Code| overrides.iter().any(|o| o.code == code);
    findings.iter().any(|f| f.severity.stops() && !overridden(f.code))
}
