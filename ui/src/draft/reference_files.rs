//! The tables that a draft was carried over from, the person's decisions, and the mark of each registered
//! delegation.

use std::collections::BTreeMap;

use forms_core::application::{CarriedState, Delegation};
use forms_core::carry_over::{CarryOver, Decisions};
use serde::{Deserialize, Serialize};

use crate::client::{NamedFile, TableSet};

/// The mark at the row of a registered delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// 継続: its procedure is unchanged.
    Kept,
    /// 変更: its procedure changed, and a person must look at it.
    Changed,
    /// 失効: its procedure is retired, without a decision yet.
    Lapsed,
    /// It replaces one whose procedure is retired, as a person decided.
    Replaces,
    /// It ends with its procedure, as a person decided.
    Ends,
}

impl Mark {
    /// Every mark, in the order in which they are counted.
    pub const ALL: [Self; 5] =
        [Self::Kept, Self::Changed, Self::Replaces, Self::Ends, Self::Lapsed];
}

/// The files that a draft is checked against, with the decisions and marks of its carry-over.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceFiles {
    /// The role of each file and the meaning of its columns.
    pub tables: TableSet,
    /// The files, in the order of the roles.
    pub files: Vec<NamedFile>,
    /// The decisions on retired procedures.
    pub decisions: Decisions,
    /// The mark of each registered delegation, by the subject of its row.
    pub marks: BTreeMap<String, Mark>,
}

/// The part of [`ReferenceFiles`] that is kept as JSON; the browser keeps the files themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReferenceFilesText {
    tables: TableSet,
    decisions: Decisions,
    marks: BTreeMap<String, Mark>,
}

impl ReferenceFilesText {
    /// Adds the files again.
    #[must_use]
    pub fn with(self, files: Vec<NamedFile>) -> ReferenceFiles {
        let Self { tables, decisions, marks } = self;
        ReferenceFiles { tables, files, decisions, marks }
    }
}

impl ReferenceFiles {
    /// Returns everything except the files.
    #[must_use]
    pub fn text(&self) -> ReferenceFilesText {
        ReferenceFilesText {
            tables: self.tables.clone(),
            decisions: self.decisions.clone(),
            marks: self.marks.clone(),
        }
    }

    /// Makes the reference files of a draft from the carry-over that drafted it.
    #[must_use]
    pub fn of(
        result: &CarryOver,
        tables: TableSet,
        files: Vec<NamedFile>,
        decisions: Decisions,
    ) -> Self {
        let mut marks = BTreeMap::new();
        for row in &result.rows {
            let mark = match (row.state, &row.decision) {
                (CarriedState::Kept, _) => Mark::Kept,
                (CarriedState::Changed, Some(_)) => Mark::Replaces,
                (CarriedState::Changed, None) => Mark::Changed,
                (CarriedState::Lapsed, Some(_)) => Mark::Ends,
                (CarriedState::Lapsed, None) => Mark::Lapsed,
                (CarriedState::New, _) => continue,
            };
            let drafted = row.delegations.iter();
            let drafted = drafted.filter_map(|at| result.application.delegations.get(*at));
            marks.extend(drafted.map(|delegation| (about(delegation), mark)));
        }
        Self { tables, files, decisions, marks }
    }

    /// Returns the mark of the delegation in a row; `None` for one that was not registered.
    #[must_use]
    pub fn mark(&self, delegation: &Delegation) -> Option<Mark> {
        self.marks.get(&about(delegation)).copied()
    }

    /// Counts the delegations with each mark; marks without any are left out.
    #[must_use]
    pub fn counts<'d>(
        &self,
        delegations: impl Iterator<Item = &'d Delegation>,
    ) -> Vec<(Mark, usize)> {
        let marks: Vec<Mark> = delegations.filter_map(|d| self.mark(d)).collect();
        let count = |mark| marks.iter().filter(|m| **m == mark).count();
        Mark::ALL.map(|mark| (mark, count(mark))).into_iter().filter(|(_, n)| *n > 0).collect()
    }
}

/// Returns the subject of a row, which is the key of its mark. Row numbers would not do, as rows are
/// added and removed; and a row that a person gives another subject is no longer the carried one.
fn about(delegation: &Delegation) -> String {
    let party = &delegation.counterpart;
    let parts = [
        delegation.side.as_str(),
        delegation.direction.as_str(),
        &delegation.subject(),
        &party.code.canonical(),
        party.organ.as_str(),
        &party.name,
    ];
    parts.join("\t")
}

#[cfg(test)]
mod tests {
    use forms_core::application::Application;
    use forms_core::carry_over::CarriedRow;

    use super::*;

    #[test]
    fn a_row_keeps_its_mark_wherever_it_stands_and_loses_it_with_its_procedure() {
        let row =
            |procedure: &str| Delegation { procedure: procedure.into(), ..Delegation::default() };
        let delegations = vec![row("JT01010000000001"), row("JT01010000000002")];
        let carried = |state, at| CarriedRow {
            registered: None,
            state,
            procedure: None,
            name: String::new(),
            changes: Vec::new(),
            candidates: Vec::new(),
            decision: None,
            delegations: vec![at],
        };
        let result = CarryOver {
            application: Application { delegations, ..Application::default() },
            rows: vec![carried(CarriedState::Lapsed, 1), carried(CarriedState::Kept, 0)],
            information: Vec::new(),
            findings: Vec::new(),
        };
        let tables =
            TableSet { key: String::new(), roles: Vec::new(), mappings: Vec::new(), earlier: 0 };
        let reference = ReferenceFiles::of(&result, tables, Vec::new(), Decisions::default());
        assert_eq!(reference.mark(&row("JT01010000000002")), Some(Mark::Lapsed));
        assert_eq!(reference.mark(&row("JT01010000000009")), None);
        assert_eq!(
            reference.counts(result.application.delegations.iter()),
            [(Mark::Kept, 1), (Mark::Lapsed, 1)]
        );
    }
}
