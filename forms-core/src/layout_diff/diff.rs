//! Compares two versions of the layout: procedures added, retired, changed field by field, unchanged.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::code::ProcedureId;
use crate::layout::{Layout, LayoutRow, Procedure};
use crate::pack::{LayoutColumn, Pack};
use crate::successor::{self, Candidate, Revised};
use crate::table::TableRecord;

/// The fields that are compared. The days of validity and the 改版区分 are not part of the content.
const FIELDS: [LayoutColumn; 9] = [
    LayoutColumn::AffairNumber,
    LayoutColumn::AffairId,
    LayoutColumn::AffairName,
    LayoutColumn::ProcedureName,
    LayoutColumn::LegalBasis,
    LayoutColumn::Inquirer,
    LayoutColumn::Provider,
    LayoutColumn::InformationName,
    LayoutColumn::Version,
];

/// Fields that differ from row to row of one procedure: they are compared together with the number
/// of the information that they belong to.
const BY_INFORMATION: [LayoutColumn; 3] =
    [LayoutColumn::Provider, LayoutColumn::InformationName, LayoutColumn::Version];

/// The difference between two versions of the layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LayoutDiff {
    /// Procedures that only the new version has.
    pub added: Vec<ProcedureId>,
    /// Procedures that only the old version has, or that the new one marks as retired.
    pub retired: Vec<RetiredProcedure>,
    /// Procedures that both versions have with different content.
    pub changed: Vec<ChangedProcedure>,
    /// The number of procedures that both versions have with the same content.
    pub unchanged: usize,
}

/// A procedure that is not in force in the new version.
#[derive(Debug, Clone, PartialEq)]
pub struct RetiredProcedure {
    /// Its code in the old version.
    pub id: ProcedureId,
    /// Its name in the old version.
    pub name: String,
    /// The procedures that may replace it, best first; empty if it was abolished. A person decides.
    pub candidates: Vec<Candidate>,
}

/// A procedure whose content changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedProcedure {
    /// Its code in both versions.
    pub id: ProcedureId,
    /// The fields that changed; never empty.
    pub fields: Vec<FieldChange>,
}

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldChange {
    /// The key of the column.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub field: LayoutColumn,
    /// The text in the old version.
    pub old: String,
    /// The text in the new version.
    pub new: String,
}

impl ChangedProcedure {
    /// Returns whether a person must review its delegations. Every June the versions of most kinds of
    /// information rise and rows of the statute are renumbered; neither affects a delegation.
    #[must_use]
    pub fn concerns_delegations(&self) -> bool {
        use LayoutColumn::{AffairId, AffairNumber, Version};
        self.fields.iter().any(|f| !matches!(f.field, Version | AffairNumber | AffairId))
    }
}

impl LayoutDiff {
    /// The retired procedure with a code.
    #[must_use]
    pub fn retired(&self, id: ProcedureId) -> Option<&RetiredProcedure> {
        let index = self.retired.binary_search_by_key(&id, |r| r.id).ok()?;
        self.retired.get(index)
    }

    /// The changed procedure with a code.
    #[must_use]
    pub fn changed(&self, id: ProcedureId) -> Option<&ChangedProcedure> {
        let index = self.changed.binary_search_by_key(&id, |c| c.id).ok()?;
        self.changed.get(index)
    }

    /// Returns whether only the new version has a procedure.
    #[must_use]
    pub fn is_added(&self, id: ProcedureId) -> bool {
        self.added.binary_search(&id).is_ok()
    }
}

/// Compares two versions. Each procedure of either is counted exactly once; lists are sorted by code.
#[must_use]
pub fn diff(old: &Layout, new: &Layout, pack: &Pack) -> LayoutDiff {
    let mut result = LayoutDiff::default();
    let mut revised = Revised::default();
    for before in old.procedures().filter(|p| !p.is_retired()) {
        let id = before.id();
        match new.procedure(id).filter(|p| !p.is_retired()) {
            None => revised.retired.push(before),
            Some(after) => match changes(&before, &after, pack) {
                fields if fields.is_empty() => revised.unchanged.push((before, after)),
                fields => {
                    result.changed.push(ChangedProcedure { id, fields });
                    revised.changed.push((before, after));
                }
            },
        }
    }
    let in_force = |id| old.procedure(id).is_some_and(|p| !p.is_retired());
    revised.added = new.procedures().filter(|p| !p.is_retired() && !in_force(p.id())).collect();
    result.added = revised.added.iter().map(Procedure::id).collect();
    result.unchanged = revised.unchanged.len();
    let mut candidates = successor::find(&revised);
    result.retired = revised
        .retired
        .iter()
        .map(|before| RetiredProcedure {
            id: before.id(),
            name: before.name().to_owned(),
            candidates: candidates.remove(&before.id()).unwrap_or_default(),
        })
        .collect();
    result
}

/// Returns whether two rows have the same content, whatever their validity and 改版区分.
fn same_content(a: &LayoutRow, b: &LayoutRow) -> bool {
    a.affair_number == b.affair_number
        && a.affair_id == b.affair_id
        && a.affair_name == b.affair_name
        && a.procedure_name == b.procedure_name
        && a.legal_basis == b.legal_basis
        && a.inquirer == b.inquirer
        && a.provider == b.provider
        && a.information_number == b.information_number
        && a.information_name == b.information_name
        && a.version == b.version
}

fn changes(old: &Procedure<'_>, new: &Procedure<'_>, pack: &Pack) -> Vec<FieldChange> {
    // Nearly every procedure has the same rows in the same order, so test this first.
    let same_rows = old.rows().count() == new.rows().count()
        && old.rows().zip(new.rows()).all(|(a, b)| same_content(a, b));
    if same_rows {
        return Vec::new();
    }
    FIELDS
        .into_iter()
        .filter_map(|field| {
            let (before, after) = (values(old, field, pack), values(new, field, pack));
            (before != after).then(|| FieldChange {
                field,
                old: joined(before),
                new: joined(after),
            })
        })
        .collect()
}

/// The values a field has over all rows of a procedure, whatever the rows' order.
fn values(procedure: &Procedure<'_>, field: LayoutColumn, pack: &Pack) -> BTreeSet<String> {
    procedure
        .rows()
        .map(|row| {
            let value = row.field(field, pack);
            match row.information_number.filter(|_| BY_INFORMATION.contains(&field)) {
                Some(number) if !value.is_empty() => format!("{number} {value}"),
                _ => value.into_owned(),
            }
        })
        .collect()
}

fn joined(values: BTreeSet<String>) -> String {
    let values: Vec<Cow<'_, str>> = values.into_iter().map(Cow::Owned).collect();
    values.join("、")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pack::TableKind;
    use crate::table::read_csv;

    const HEADER: &str = "事務手続コード,事務手続名,特定個人情報番号,版番号,適用開始日,改版区分\n";

    fn layout(rows: &str) -> Layout {
        let text = format!("{HEADER}{rows}");
        let table = read_csv(text.as_bytes(), TableKind::Layout, Pack::standard()).unwrap();
        assert_eq!(table.findings, []);
        Layout::from_table(&table)
    }

    fn compare(old: &str, new: &str) -> LayoutDiff {
        diff(&layout(old), &layout(new), Pack::standard())
    }

    #[test]
    fn a_version_of_one_kind_of_information_is_a_change_and_another_order_or_date_is_none() {
        let old = "JT00000000000001,a,2,4.0,2018-07-01,\nJT00000000000001,a,15,5.0,2018-07-01,\n";
        let same = "JT00000000000001,a,15,5.0,2019-06-17,\nJT00000000000001,a,2,4.0,2019-06-17,\n";
        assert_eq!(compare(old, same), LayoutDiff { unchanged: 1, ..Default::default() });
        let newer = same.replace("4.0", "4.1");
        let changed = compare(old, &newer).changed;
        assert_eq!(changed.len(), 1);
        let field = &changed[0].fields[0];
        assert_eq!((field.field, changed[0].fields.len()), (LayoutColumn::Version, 1));
        assert_eq!((field.old.as_str(), field.new.as_str()), ("15 5.0、2 4.0", "15 5.0、2 4.1"));
    }

    #[test]
    fn a_procedure_that_is_gone_or_marked_as_retired_is_retired() {
        let old = "JT00000000000001,a,,,,\nJT00000000000002,b,,,,\nJT00000000000003,c,,,,\n";
        let new =
            "JT00000000000001,a,,,,廃止\nJT00000000000003,c,,,,\nJT00000000000004,a,,,,追加\n";
        let result = compare(old, new);
        let retired: Vec<&str> = result.retired.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(retired, ["a", "b"]);
        assert_eq!(result.added, ["JT00000000000004".parse().unwrap()]);
        assert_eq!((result.unchanged, result.changed.len()), (1, 0));
    }

    proptest! {
        #[test]
        fn every_procedure_is_counted_once(
            old in prop::collection::btree_map(0u8..20, "[ab]", 0..20),
            new in prop::collection::btree_map(0u8..20, "[ab]", 0..20),
        ) {
            let text = |rows: &std::collections::BTreeMap<u8, String>| -> String {
                rows.iter().map(|(n, name)| format!("JT{n:014},{name},,,,\n")).collect()
            };
            let result = compare(&text(&old), &text(&new));
            let both = old.keys().filter(|k| new.contains_key(k)).count();
            prop_assert_eq!(result.retired.len(), old.len() - both);
            prop_assert_eq!(result.added.len(), new.len() - both);
            prop_assert_eq!(result.changed.len() + result.unchanged, both);
            prop_assert!(result.changed.iter().all(|c| !c.fields.is_empty()));
        }
    }
}
