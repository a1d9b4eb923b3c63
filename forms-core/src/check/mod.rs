//! The one checker: a draft while it is typed, a package that is built, a finished package, and many
//! packages against each other.

mod build;
mod cross;
pub(crate) mod document;
mod draft;
mod hashed;
mod package;
pub(crate) mod report;

use jiff::civil::Date;

use crate::application::Application;
use crate::finding::Finding;
use crate::pack::Pack;
use crate::reference::Reference;
use crate::rules::{Context, settle};
use crate::submission::FileFacts;

pub use build::BuildOutcome;
pub use cross::ComparedPackage;
pub(crate) use cross::names_applicant;
pub use draft::NO_TEXTS;
pub use package::CheckedPackage;
pub use report::{
    ApplicantName, Counts, CrossFinding, PackagePlace, PackageReport, Report, Status,
};

/// Checks applications and packages by one form pack, on one day, against one set of reference data.
#[derive(Debug, Clone, Copy)]
pub struct Checker<'a> {
    pack: &'a Pack,
    today: Date,
    reference: Option<&'a Reference>,
}

impl<'a> Checker<'a> {
    /// A checker without reference data. `today` is the day of the check: nothing here reads a clock.
    #[must_use]
    pub fn new(pack: &'a Pack, today: Date) -> Self {
        Self { pack, today, reference: None }
    }

    /// Compares everything that is checked with the layouts, the registry, the earlier ordinances and
    /// the list of expected applicants, as far as the reference has them.
    #[must_use]
    pub fn with_reference(self, reference: &'a Reference) -> Self {
        Self { reference: Some(reference), ..self }
    }

    /// Compares packages with each other (XAP and DLG-014): the two sides of each delegation, several
    /// packages of one applicant, missing applicants, applicants of another prefecture.
    #[must_use]
    pub fn across(&self, packages: &[CheckedPackage]) -> Vec<CrossFinding> {
        self.across_of(&packages.iter().map(ComparedPackage::from).collect::<Vec<_>>())
    }

    /// As [`Self::across`], of packages that lie elsewhere.
    #[must_use]
    pub fn across_of(&self, packages: &[ComparedPackage<'_>]) -> Vec<CrossFinding> {
        cross::compare(packages, self.pack, self.reference)
    }

    fn context<'c>(&self, app: &'c Application, files: &'c [FileFacts]) -> Context<'c>
    where
        'a: 'c,
    {
        let context = Context::new(app, files, self.pack, self.today);
        match self.reference {
            Some(reference) => context.with_reference(reference),
            None => context,
        }
    }

    /// Drops the findings that another one silences, and gives each of the rest the severity that
    /// the pack wants. `compared` is the entry of the workbook that was compared.
    fn settle(&self, findings: &mut Vec<Finding>, compared: Option<&str>) {
        settle(findings, compared);
        self.pack.set_severities(findings);
    }
}
