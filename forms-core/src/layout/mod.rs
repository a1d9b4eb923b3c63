//! データ標準レイアウト: the procedures of one version and the information each of them asks for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::code::{AffairId, AffairNumber, InformationNumber, ProcedureId};
use crate::finding::Lang;
use crate::pack::{LayoutColumn, Pack, Revision, TableKind};
use crate::table::{
    ColumnIndexes, Table, TableRecord, TableRow, Value, records_to_csv, text_or_empty,
};

/// One row of the layout: a procedure and one kind of information that it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutRow {
    /// 事務番号.
    pub affair_number: Option<AffairNumber>,
    /// 事務コード.
    pub affair_id: Option<AffairId>,
    /// 事務名.
    pub affair_name: String,
    /// 事務手続コード.
    pub procedure_id: ProcedureId,
    /// 事務手続名.
    pub procedure_name: String,
    /// 根拠規定: the provision of the 主務省令.
    pub legal_basis: String,
    /// 情報照会者.
    pub inquirer: String,
    /// 情報提供者.
    pub provider: String,
    /// 特定個人情報番号.
    pub information_number: Option<InformationNumber>,
    /// 特定個人情報名.
    pub information_name: String,
    /// 版番号, such as `4.1`; counted by the operator, not a decimal fraction.
    pub version: String,
    /// 適用開始日.
    pub valid_from: Option<Date>,
    /// 適用終了日.
    pub valid_to: Option<Date>,
    /// 改版区分.
    pub revision: Option<Revision>,
}

/// One version of the layout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    rows: Vec<LayoutRow>,
    by_procedure: BTreeMap<ProcedureId, Vec<usize>>,
    by_information: BTreeMap<InformationNumber, usize>,
}

/// A procedure with all its rows, of which there is at least one.
#[derive(Debug, Clone, Copy)]
pub struct Procedure<'l> {
    layout: &'l Layout,
    first: &'l LayoutRow,
    rows: &'l [usize],
}

impl Layout {
    /// Takes the rows that name a procedure; the table's findings report the others.
    #[must_use]
    pub fn from_table(table: &Table) -> Self {
        let columns = ColumnIndexes::new(table, LayoutColumn::ALL);
        Self::from_rows(table.rows.iter().filter_map(|row| read_row(row, &columns)))
    }

    /// A layout of the given rows, in their order.
    #[must_use]
    pub fn from_rows(rows: impl IntoIterator<Item = LayoutRow>) -> Self {
        let mut layout = Self::default();
        for row in rows {
            let place = layout.rows.len();
            layout.by_procedure.entry(row.procedure_id).or_default().push(place);
            if let Some(number) = row.information_number {
                layout.by_information.entry(number).or_insert(place);
            }
            layout.rows.push(row);
        }
        layout
    }

    /// Every row, in the order of the table.
    #[must_use]
    pub fn rows(&self) -> &[LayoutRow] {
        &self.rows
    }

    /// The procedure with a code.
    #[must_use]
    pub fn procedure(&self, id: ProcedureId) -> Option<Procedure<'_>> {
        let rows = self.by_procedure.get(&id)?;
        let first = self.rows.get(*rows.first()?)?;
        Some(Procedure { layout: self, first, rows })
    }

    /// The first row that asks for a kind of information.
    #[must_use]
    pub fn information(&self, number: InformationNumber) -> Option<&LayoutRow> {
        self.rows.get(*self.by_information.get(&number)?)
    }

    /// Every procedure, in the order of codes.
    pub fn procedures(&self) -> impl Iterator<Item = Procedure<'_>> {
        self.by_procedure.keys().filter_map(|id| self.procedure(*id))
    }

    /// The layout as a CSV under the pack's headers.
    #[must_use]
    pub fn to_csv(&self, pack: &Pack) -> Vec<u8> {
        records_to_csv(&self.rows, TableKind::Layout, pack)
    }
}

impl<'l> Procedure<'l> {
    /// 事務手続コード.
    #[must_use]
    pub fn id(&self) -> ProcedureId {
        self.first.procedure_id
    }

    /// 事務手続名.
    #[must_use]
    pub fn name(&self) -> &'l str {
        &self.first.procedure_name
    }

    /// Its first row, for the values that all its rows share.
    #[must_use]
    pub fn first(&self) -> &'l LayoutRow {
        self.first
    }

    /// All its rows, in the order of the table.
    pub fn rows(&self) -> impl Iterator<Item = &'l LayoutRow> {
        let layout = self.layout;
        self.rows.iter().filter_map(move |index| layout.rows.get(*index))
    }

    /// Returns whether the layout marks all its rows as retired (廃止).
    #[must_use]
    pub fn is_retired(&self) -> bool {
        self.rows().all(|row| row.revision == Some(Revision::Retired))
    }
}

/// Reads a row of the table; `None` if it does not name a procedure.
fn read_row(row: &TableRow, columns: &ColumnIndexes<LayoutColumn>) -> Option<LayoutRow> {
    use LayoutColumn as C;
    let value = |column| row.value(columns.get(column));
    let text = |column| row.text(columns.get(column)).to_owned();
    let Value::Procedure(procedure_id) = value(C::ProcedureId) else { return None };
    Some(LayoutRow {
        affair_number: value(C::AffairNumber).affair_number(),
        affair_id: value(C::AffairId).affair(),
        affair_name: text(C::AffairName),
        procedure_id,
        procedure_name: text(C::ProcedureName),
        legal_basis: text(C::LegalBasis),
        inquirer: text(C::Inquirer),
        provider: text(C::Provider),
        information_number: value(C::InformationNumber).information(),
        information_name: text(C::InformationName),
        version: text(C::Version),
        valid_from: value(C::ValidFrom).date(),
        valid_to: value(C::ValidTo).date(),
        revision: value(C::Revision).revision(),
    })
}

impl TableRecord for LayoutRow {
    type Column = LayoutColumn;

    fn field(&self, column: LayoutColumn, pack: &Pack) -> Cow<'_, str> {
        use LayoutColumn as C;
        match column {
            C::AffairNumber => text_or_empty(&self.affair_number),
            C::AffairId => text_or_empty(&self.affair_id),
            C::AffairName => self.affair_name.as_str().into(),
            C::ProcedureId => self.procedure_id.to_string().into(),
            C::ProcedureName => self.procedure_name.as_str().into(),
            C::LegalBasis => self.legal_basis.as_str().into(),
            C::Inquirer => self.inquirer.as_str().into(),
            C::Provider => self.provider.as_str().into(),
            C::InformationNumber => text_or_empty(&self.information_number),
            C::InformationName => self.information_name.as_str().into(),
            C::Version => self.version.as_str().into(),
            C::ValidFrom => text_or_empty(&self.valid_from),
            C::ValidTo => text_or_empty(&self.valid_to),
            C::Revision => self.revision.map_or(Cow::Borrowed(""), |r| {
                pack.choice_label("revision", r.as_str(), Lang::Ja).to_owned().into()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::read_csv;

    #[test]
    fn rows_without_a_procedure_are_reported_and_the_rest_reads_back() {
        let text = "事務番号,事務手続コード,事務手続名,特定個人情報番号,改版区分\n\
                    69の2,JT01010000000002,健診,86,追加\n\
                    74,,認定,3,\n\
                    74,JT01010000000001,認定,2,\n\
                    74,JT01010000000001,認定,1,\n";
        let pack = Pack::standard();
        let table = read_csv(text.as_bytes(), TableKind::Layout, pack).unwrap();
        let layout = Layout::from_table(&table);
        assert_eq!(layout.rows().len(), 3);
        assert_eq!(table.findings.len(), 1);
        let claims = layout.procedure("JT01010000000001".parse().unwrap()).unwrap();
        let numbers: Vec<String> =
            claims.rows().filter_map(|r| r.information_number).map(|n| n.to_string()).collect();
        assert_eq!((claims.name(), numbers), ("認定", vec!["2".into(), "1".into()]));
        assert!(layout.procedure("JT01010000000009".parse().unwrap()).is_none());
        let again = read_csv(&layout.to_csv(pack), TableKind::Layout, pack).unwrap();
        assert_eq!(Layout::from_table(&again), layout);
    }
}
