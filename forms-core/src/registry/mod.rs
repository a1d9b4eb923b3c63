//! What is registered today: the rows of the 照会者事務委託情報 and 提供者事務委託情報 masters.

mod party;
mod relation;

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::application::{Scope, Side};
use crate::code::{AgencyCode, InformationNumber, ProcedureId};
use crate::finding::Lang;
use crate::pack::{Pack, TableKind};
use crate::table::{Record, Row, Table, Value, records_to_csv};

pub use party::Denoted;
pub use relation::Relation;

/// One end of a registered delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredParty {
    /// 機関コード, where the master gives it.
    pub code: Option<AgencyCode>,
    /// The name of the organisation or office.
    pub name: String,
}

/// One registered delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Which of the two masters it stands in.
    pub side: Side,
    /// 委任元.
    pub from: RegisteredParty,
    /// 受任者.
    pub to: RegisteredParty,
    /// 事務手続コード; `None` where a kind of information is delegated.
    pub procedure: Option<ProcedureId>,
    /// 特定個人情報番号; `None` where a procedure is delegated.
    pub information: Option<InformationNumber>,
    /// 全部 or 一部.
    pub scope: Scope,
    /// Which part.
    pub scope_note: String,
    /// The provision it rests on, as registered.
    pub basis: String,
    /// Holds from.
    pub valid_from: Option<Date>,
    /// Holds until; `None` where open.
    pub valid_to: Option<Date>,
}

/// What is registered, of one side or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    /// In the order of the masters.
    pub registrations: Vec<Registration>,
}

impl Registry {
    /// Takes the rows that say what is delegated and how much of it; the table's findings name the
    /// others. A layout's table holds none.
    #[must_use]
    pub fn from_table(table: &Table) -> Self {
        let TableKind::Registry(side) = table.kind else { return Self::default() };
        let columns = Columns::of(table);
        Self {
            registrations: table.rows.iter().filter_map(|row| columns.read(row, side)).collect(),
        }
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

/// The columns of a registry, looked up once for a table.
struct Columns {
    from_code: Option<usize>,
    from_name: Option<usize>,
    to_code: Option<usize>,
    to_name: Option<usize>,
    procedure_id: Option<usize>,
    information_number: Option<usize>,
    scope: Option<usize>,
    scope_note: Option<usize>,
    basis: Option<usize>,
    valid_from: Option<usize>,
    valid_to: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Self {
        Self {
            from_code: table.column("from_code"),
            from_name: table.column("from_name"),
            to_code: table.column("to_code"),
            to_name: table.column("to_name"),
            procedure_id: table.column("procedure_id"),
            information_number: table.column("information_number"),
            scope: table.column("scope"),
            scope_note: table.column("scope_note"),
            basis: table.column("basis"),
            valid_from: table.column("valid_from"),
            valid_to: table.column("valid_to"),
        }
    }

    fn read(&self, row: &Row, side: Side) -> Option<Registration> {
        let text = |column| row.text(column).to_owned();
        let party =
            |code, name| RegisteredParty { code: row.value(code).agency(), name: text(name) };
        // A code that cannot be read is reported; without it the row would delegate something else.
        let subjects = [self.procedure_id, self.information_number];
        if subjects.iter().any(|column| row.value(*column) == Value::Wrong) {
            return None;
        }
        let procedure = row.value(self.procedure_id).procedure();
        let information = row.value(self.information_number).information();
        if procedure.is_none() && information.is_none() {
            return None;
        }
        Some(Registration {
            side,
            from: party(self.from_code, self.from_name),
            to: party(self.to_code, self.to_name),
            procedure,
            information,
            scope: row.value(self.scope).scope()?,
            scope_note: text(self.scope_note),
            basis: text(self.basis),
            valid_from: row.value(self.valid_from).date(),
            valid_to: row.value(self.valid_to).date(),
        })
    }
}

impl Record for Registration {
    fn field(&self, key: &str, pack: &Pack) -> Cow<'_, str> {
        fn shown<T: ToString>(value: &Option<T>) -> Cow<'static, str> {
            value.as_ref().map(ToString::to_string).unwrap_or_default().into()
        }
        let label = |choice, value| pack.choice_label(choice, value, Lang::Ja).to_owned().into();
        match key {
            "side" => label("side", self.side.as_str()),
            "from_code" => shown(&self.from.code),
            "from_name" => self.from.name.as_str().into(),
            "to_code" => shown(&self.to.code),
            "to_name" => self.to.name.as_str().into(),
            "procedure_id" => shown(&self.procedure),
            "information_number" => shown(&self.information),
            "scope" => label("scope", self.scope.as_str()),
            "scope_note" => self.scope_note.as_str().into(),
            "basis" => self.basis.as_str().into(),
            "valid_from" => shown(&self.valid_from),
            "valid_to" => shown(&self.valid_to),
            _ => "".into(),
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
