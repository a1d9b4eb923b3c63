//! Reference data that applications are checked against: the registry, the layout in force and the
//! new one, earlier texts of ordinances, and the list of expected applicants.
//!
//! Every shell reads these files through [`ReferenceReader`] and passes one [`Reference`] to the
//! checker. A rule whose reference data is missing reports nothing.

mod expected;
mod reader;

pub use expected::{ExpectedApplicant, ExpectedList, expected_of_prefecture, read_expected};
pub use reader::{NoSuchTable, ReferenceReader, TableRole, read_ordinance};

use std::sync::OnceLock;

use crate::application::Applicant;
use crate::code::{MunicipalityCode, ProcedureId};
use crate::finding::Finding;
use crate::law::ordinance::Ordinance;
use crate::layout::Layout;
use crate::layout_diff::{LayoutDiff, diff};
use crate::pack::Pack;
use crate::registry::{DenotedParties, Registry, Relation};
use crate::successor::Candidate;

/// The reference data of a check; each part may be missing.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    registry: Option<Registry>,
    /// What the parties of the registry denote, once an applicant was looked for.
    parties: OnceLock<DenotedParties>,
    old_layout: Option<Layout>,
    new_layout: Option<Layout>,
    diff: Option<LayoutDiff>,
    earlier: Vec<Ordinance>,
    expected: Vec<ExpectedApplicant>,
    prefecture: Option<String>,
    findings: Vec<Finding>,
}

impl Reference {
    /// Takes layouts and registry, and compares the two layouts once.
    #[must_use]
    pub fn new(
        old_layout: Option<Layout>,
        new_layout: Option<Layout>,
        registry: Option<Registry>,
        pack: &Pack,
    ) -> Self {
        let both = old_layout.as_ref().zip(new_layout.as_ref());
        let diff = both.map(|(old, new)| diff(old, new, pack));
        Self { registry, old_layout, new_layout, diff, ..Self::default() }
    }

    /// Adds the texts of ordinances at the time of registration.
    #[must_use]
    pub fn with_earlier(self, earlier: Vec<Ordinance>) -> Self {
        Self { earlier, ..self }
    }

    /// Sets the organisations that a package is expected from, by their codes.
    #[must_use]
    pub fn with_expected(self, expected: Vec<MunicipalityCode>) -> Self {
        self.with_expected_applicants(expected.into_iter().map(Into::into).collect())
    }

    /// Sets the organisations that a package is expected from.
    #[must_use]
    pub fn with_expected_applicants(self, expected: Vec<ExpectedApplicant>) -> Self {
        Self { expected, ..self }
    }

    /// Sets the prefecture of the packages by its name, such as 佐賀県. Without it, the prefecture of
    /// most applicants is taken.
    #[must_use]
    pub fn with_prefecture(self, prefecture: impl Into<String>) -> Self {
        Self { prefecture: Some(prefecture.into()), ..self }
    }

    /// The registered delegations of one side or both.
    #[must_use]
    pub fn registry(&self) -> Option<&Registry> {
        self.registry.as_ref()
    }

    /// The registered delegations of an applicant, from its side.
    #[must_use]
    pub fn relations_of(&self, applicant: &Applicant) -> Vec<Relation<'_>> {
        let Some(registry) = self.registry() else { return Vec::new() };
        let parties = self.parties.get_or_init(|| DenotedParties::new(registry));
        parties.relations(registry, applicant)
    }

    /// The layout in force.
    #[must_use]
    pub fn old_layout(&self) -> Option<&Layout> {
        self.old_layout.as_ref()
    }

    /// The layout that the applications are for.
    #[must_use]
    pub fn new_layout(&self) -> Option<&Layout> {
        self.new_layout.as_ref()
    }

    /// The difference of the two layouts, if both are given.
    #[must_use]
    pub fn diff(&self) -> Option<&LayoutDiff> {
        self.diff.as_ref()
    }

    /// The texts of ordinances at the time of registration, in the order given.
    #[must_use]
    pub fn earlier(&self) -> &[Ordinance] {
        &self.earlier
    }

    /// The organisations that a package is expected from; empty if not known.
    #[must_use]
    pub fn expected(&self) -> &[ExpectedApplicant] {
        &self.expected
    }

    /// The name of the prefecture whose packages are checked, if it was set.
    #[must_use]
    pub fn prefecture(&self) -> Option<&str> {
        self.prefecture.as_deref()
    }

    /// The findings on the reference files, each with the name of its file.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns whether a procedure was in force and is not in the new layout.
    #[must_use]
    pub fn is_retired(&self, id: ProcedureId) -> bool {
        let in_new = self.new_layout().and_then(|layout| layout.procedure(id));
        let marked = in_new.is_some_and(|procedure| procedure.is_retired());
        marked || self.diff().is_some_and(|diff| diff.retired(id).is_some())
    }

    /// The candidates for a retired procedure, each as `CODE NAME`.
    #[must_use]
    pub fn candidates(&self, id: ProcedureId) -> Vec<String> {
        let retired = self.diff().and_then(|diff| diff.retired(id));
        let shown = |candidate: &Candidate| format!("{} {}", candidate.id, candidate.name);
        retired.map(|r| r.candidates.iter().map(shown).collect()).unwrap_or_default()
    }
}
