//! What an application can be held against beside itself: the layouts and what is registered.

use std::borrow::Cow;

use crate::code::ProcedureId;
use crate::layout::{Layout, LayoutDiff, diff};
use crate::pack::Pack;
use crate::registry::Registry;

use super::Earlier;

/// The layouts, the registry and earlier texts, as far as they are at hand. A rule that needs what is not there is
/// silent.
#[derive(Debug, Clone, Default)]
pub struct Background<'a> {
    /// The layout in force.
    pub old: Option<&'a Layout>,
    /// The layout that the application is for.
    pub target: Option<&'a Layout>,
    /// What is registered.
    pub registry: Option<&'a Registry>,
    /// The texts of instruments as they were when something was registered.
    pub earlier: &'a [Earlier],
    diff: Option<Cow<'a, LayoutDiff>>,
}

impl<'a> Background<'a> {
    /// Gathers the background; the layouts are compared once, here.
    #[must_use]
    pub fn new(
        old: Option<&'a Layout>,
        target: Option<&'a Layout>,
        registry: Option<&'a Registry>,
        pack: &Pack,
    ) -> Self {
        let diff = old.zip(target).map(|(old, target)| Cow::Owned(diff(old, target, pack)));
        Self { old, target, registry, earlier: &[], diff }
    }

    /// Gathers a background whose layouts, where both are there, were compared before.
    #[must_use]
    pub fn of(
        old: Option<&'a Layout>,
        target: Option<&'a Layout>,
        registry: Option<&'a Registry>,
        diff: Option<&'a LayoutDiff>,
    ) -> Self {
        Self { old, target, registry, earlier: &[], diff: diff.map(Cow::Borrowed) }
    }

    /// Adds the texts of instruments as they were when something was registered.
    #[must_use]
    pub fn with_earlier(self, earlier: &'a [Earlier]) -> Self {
        Self { earlier, ..self }
    }

    /// What the revision did, where both layouts are at hand.
    #[must_use]
    pub fn diff(&self) -> Option<&LayoutDiff> {
        self.diff.as_deref()
    }

    /// Whether a procedure was in force and is no more in the target layout.
    pub(super) fn is_retired(&self, id: ProcedureId) -> bool {
        let marked = self.target.and_then(|t| t.procedure(id)).is_some_and(|p| p.is_retired());
        marked || self.diff().is_some_and(|d| d.retired(id).is_some())
    }

    /// The candidates for a retired procedure as people read them: code and name.
    pub(super) fn candidates(&self, id: ProcedureId) -> Vec<String> {
        let retired = self.diff().and_then(|d| d.retired(id));
        let shown = |c: &crate::layout::Candidate| format!("{} {}", c.id, c.name);
        retired.map(|r| r.candidates.iter().map(shown).collect()).unwrap_or_default()
    }
}
