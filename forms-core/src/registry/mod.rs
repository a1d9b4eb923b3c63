//! The registry: the delegations in the 照会者事務委託情報 and 提供者事務委託情報 masters.

mod party;
mod relation;

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::application::{Scope, Side};
use crate::code::{AgencyCode, InformationNumber, ProcedureId};
use crate::finding::Lang;
use crate::pack::{Pack, RegistryColumn, TableKind};
use crate::table::{
    ColumnIndexes, Table, TableRecord, TableRow, Value, records_to_csv, text_or_empty,
};

pub use party::Denoted;
pub use relation::{DenotedParties, Relation};

/// One end of a registered delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredParty {
    /// 機関コード, if the master has it.
    pub code: Option<AgencyCode>,
    /// The name of the organisation or office.
    pub name: String,
}

/// One registered delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The master that it is in.
    pub side: Side,
    /// 委任元.
    pub from: RegisteredParty,
    /// 受任者.
    pub to: RegisteredParty,
    /// 事務手続コード; `None` if a kind of information is delegated.
    pub procedure: Option<ProcedureId>,
    /// 特定個人情報番号; `None` if a procedure is delegated.
    pub information: Option<InformationNumber>,
    /// 全部 or 一部.
    pub scope: Scope,
    /// The part that is delegated, in words.
    pub scope_note: String,
    /// The provision that it rests on, as registered.
    pub basis: String,
    /// Its first day.
    pub valid_from: Option<Date>,
    /// Its last day; `None` if open.
    pub valid_to: Option<Date>,
}

/// The registered delegations of one side or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    /// The delegations, in the order of the masters.
    pub registrations: Vec<Registration>,
}

impl Registry {
    /// Takes the rows that say what is delegated and how much of it; the table's findings report the
    /// others. Empty for the table of a layout.
    #[must_use]
    pub fn from_table(table: &Table) -> Self {
        let TableKind::Registry(side) = table.kind else { return Self::default() };
        let columns = ColumnIndexes::new(table, RegistryColumn::ALL);
        let registrations = table.rows.iter().filter_map(|row| read_row(row, &columns, side));
        Self { registrations: registrations.collect() }
    }

    /// The registrations of one side.
    pub fn side(&self, side: Side) -> impl Iterator<Item = &Registration> {
        self.registrations.iter().filter(move |r| r.side == side)
    }

    /// One master as a CSV under the pack's headers.
    #[must_use]
    pub fn to_csv(&self, side: Side, pack: &Pack) -> Vec<u8> {
        records_to_csv(self.side(side), TableKind::Registry(side), pack)
    }
}

/// Reads a row of a registry; `None` if it does not say what is delegated and how much of it.
fn read_row(
    row: &TableRow,
    columns: &ColumnIndexes<RegistryColumn>,
    side: Side,
) -> Option<Registration> {
    use RegistryColumn as C;
    let value = |column| row.value(columns.get(column));
    let text = |column| row.text(columns.get(column)).to_owned();
    let party = |code, name| RegisteredParty { code: value(code).agency(), name: text(name) };
    // A code that cannot be read is reported; without it the row would delegate something else.
    if [C::ProcedureId, C::InformationNumber].into_iter().any(|c| value(c) == Value::Wrong) {
        return None;
    }
    let procedure = value(C::ProcedureId).procedure();
    let information = value(C::InformationNumber).information();
    if procedure.is_none() && information.is_none() {
        return None;
    }
    Some(Registration {
        side,
        from: party(C::FromCode, C::FromName),
        to: party(C::ToCode, C::ToName),
        procedure,
        information,
        scope: value(C::Scope).scope()?,
        scope_note: text(C::ScopeNote),
        basis: text(C::Basis),
        valid_from: value(C::ValidFrom).date(),
        valid_to: value(C::ValidTo).date(),
    })
}

impl TableRecord for Registration {
    type Column = RegistryColumn;

    fn field(&self, column: RegistryColumn, pack: &Pack) -> Cow<'_, str> {
        use RegistryColumn as C;
        let label = |choice, value| pack.choice_label(choice, value, Lang::Ja).to_owned().into();
        match column {
            C::Side => label("side", self.side.as_str()),
            C::FromCode => text_or_empty(&self.from.code),
            C::FromName => self.from.name.as_str().into(),
            C::ToCode => text_or_empty(&self.to.code),
            C::ToName => self.to.name.as_str().into(),
            C::ProcedureId => text_or_empty(&self.procedure),
            C::InformationNumber => text_or_empty(&self.information),
            C::Scope => label("scope", self.scope.as_str()),
            C::ScopeNote => self.scope_note.as_str().into(),
            C::Basis => self.basis.as_str().into(),
            C::ValidFrom => text_or_empty(&self.valid_from),
            C::ValidTo => text_or_empty(&self.valid_to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::table::read_csv;

    #[test]
    fn a_master_reads_and_writes_back() {
        let text = "側,委任元機関名,受任者機関コード,受任者機関名,事務手続コード,特定個人情報番号,委任範囲,範囲の説明,根拠規定,開始日\n\
                    提供,佐賀市,0220113112101700,佐賀市福祉事務所長,,15,一部,\"保護の決定、\n実施\",第2条第1号,2017/7/18\n\
                    提供,佐賀市,,佐賀市教育委員会,,,全部,,,\n";
        let pack = Pack::standard();
        let kind = TableKind::Registry(Side::Provision);
        let table = read_csv(text.as_bytes(), kind, pack).unwrap();
        let registry = Registry::from_table(&table);
        assert_eq!(registry.registrations.len(), 1);
        assert_eq!(table.findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::Frm001]);
        assert_eq!(table.findings[0].location.cell, Some("E3".parse().unwrap()));
        let first = &registry.registrations[0];
        assert_eq!(first.scope, Scope::Part);
        assert_eq!(first.information.map(|n| n.to_string()).as_deref(), Some("15"));
        let again = read_csv(&registry.to_csv(Side::Provision, pack), kind, pack).unwrap();
        assert_eq!(Registry::from_table(&again), registry);
        assert_eq!(registry.side(Side::Inquiry).count(), 0);
    }
}
