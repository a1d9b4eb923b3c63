//! Maps the values of an application to the cells of a pack's template.

use serde_json::Value;

use super::people::{array_len, shown};
use crate::application::Application;
use crate::finding::Pointer;
use crate::pack::{Field, List, Pack, Template, TemplateCell, TemplateTable};
use crate::workbook::fill::{CellFilling, Filling, TableFilling};

/// What an application shows in a template.
pub(super) struct InTemplate<'t> {
    /// The cells with their texts.
    pub(super) cells: Vec<(&'t TemplateCell, String)>,
    /// The tables, those without room for all rows too.
    pub(super) tables: Vec<InTable<'t>>,
}

/// What a list shows in its table.
pub(super) struct InTable<'t> {
    pub(super) table: &'t TemplateTable,
    /// The columns, from 0.
    pub(super) columns: Vec<u32>,
    /// The rows, with one cell for each column.
    pub(super) rows: Vec<ShownLine>,
}

impl<'t> InTemplate<'t> {
    /// Collects the texts of an application for the cells and tables of a template.
    pub(super) fn new(app: &Application, template: &'t Template, pack: &Pack) -> Self {
        // Strings and lists of them always serialise.
        let doc = serde_json::to_value(app).unwrap_or_default();
        let fields = || pack.form.iter().flat_map(|s| &s.fields);
        let cells = template.cells.iter().filter_map(|cell| {
            let field = fields().find(|f| f.path == cell.path)?;
            Some((cell, shown(&doc, &cell.path, field, pack)))
        });
        let tables = template.tables.iter().filter_map(|table| {
            let list = pack.lists.iter().find(|l| l.path == table.list)?;
            let (columns, rows) = table_rows(&doc, table, list, pack);
            Some(InTable { table, columns, rows })
        });
        Self { cells: cells.collect(), tables: tables.collect() }
    }

    /// The same for writing it into the template's file.
    pub(super) fn filling(self) -> Filling {
        let cells = self.cells.into_iter().map(|(at, text)| CellFilling {
            sheet: at.sheet.clone(),
            cell: at.cell,
            text,
        });
        let texts = |row: ShownLine| row.into_iter().map(|(text, _)| text).collect();
        let tables = self.tables.into_iter().map(|InTable { table, columns, rows }| TableFilling {
            sheet: table.sheet.clone(),
            first_row: table.first_row,
            last_row: table.last_row,
            columns,
            rows: rows.into_iter().map(texts).collect(),
        });
        Filling { cells: cells.collect(), tables: tables.collect() }
    }
}

/// The cells of one row of a table: each text with the field that it shows.
pub(super) type ShownLine = Vec<(String, Option<Pointer>)>;

/// The columns of a table from 0, and its rows with one cell for each column.
fn table_rows(
    doc: &Value,
    table: &TemplateTable,
    list: &List,
    pack: &Pack,
) -> (Vec<u32>, Vec<ShownLine>) {
    let columns: Vec<(u32, &Field, bool)> = table
        .columns
        .iter()
        .filter_map(|column| {
            let (field, inner) = list.field_of_row(&column.path)?;
            Some((column.column.0, field, inner))
        })
        .collect();
    let mut rows = Vec::new();
    for index in 0..array_len(doc, &list.path) {
        let outer = list.path.index(index);
        let inner_rows = inner_rows(doc, &outer, list, columns.iter().any(|(_, _, inner)| *inner));
        for inner_row in &inner_rows {
            let text = |(_, field, inner): &(u32, &Field, bool)| {
                let base = if *inner { inner_row.as_ref() } else { Some(&outer) };
                let pointer = base.map(|base| base.join(&field.path));
                let text = pointer.as_ref().map(|p| shown(doc, p, field, pack));
                (text.unwrap_or_default(), pointer)
            };
            rows.push(columns.iter().map(text).collect());
        }
    }
    (columns.iter().map(|(column, _, _)| *column).collect(), rows)
}

/// The inner rows of a list row, each of which takes a table row; one `None` if there are none.
fn inner_rows(doc: &Value, outer: &Pointer, list: &List, wanted: bool) -> Vec<Option<Pointer>> {
    let inner = list.rows.as_ref().filter(|_| wanted).map(|sub| outer.join(&sub.path));
    let count = inner.as_ref().map_or(0, |inner| array_len(doc, inner));
    match inner {
        Some(inner) if count > 0 => (0..count).map(|i| Some(inner.index(i))).collect(),
        _ => vec![None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{Delegation, LegalBasis, Scope};
    use crate::pack::TemplateColumn;

    fn template(pack: &Pack) -> Template {
        let delegations = pack.lists.iter().find(|l| l.path.as_str() == "/delegations").unwrap();
        let column = |column: &str, path: &str| TemplateColumn {
            column: column.to_owned().try_into().unwrap(),
            path: Pointer::new(path),
        };
        Template {
            file: "様式.xlsx".to_owned(),
            content: Default::default(),
            cells: vec![TemplateCell {
                sheet: "申請書".to_owned(),
                cell: "C3".parse().unwrap(),
                path: Pointer::new("/applicant/name"),
            }],
            tables: vec![TemplateTable {
                sheet: "委任".to_owned(),
                list: delegations.path.clone(),
                first_row: 10,
                last_row: 29,
                columns: vec![
                    column("B", "/name"),
                    column("C", "/scope"),
                    column("E", "/bases/*/citation"),
                ],
            }],
        }
    }

    fn application() -> Application {
        let mut app = crate::application::sample_of_every_field();
        app.applicant.name = "世田谷区".to_owned();
        let mut first = app.delegations.swap_remove(0);
        first.scope = Scope::Whole;
        let mut basis = first.bases.swap_remove(0);
        basis.citation = "第2条".to_owned();
        let second_basis = LegalBasis { citation: "第3条".to_owned(), ..basis.clone() };
        first.bases = vec![basis, second_basis];
        let second = Delegation { scope: Scope::Part, bases: Vec::new(), ..first.clone() };
        app.delegations = vec![first, second];
        app
    }

    #[test]
    fn fields_go_where_the_pack_says() {
        let pack = Pack::standard();
        let filling = InTemplate::new(&application(), &template(pack), pack).filling();
        assert_eq!(filling.cells[0].text, "世田谷区");
        let table = &filling.tables[0];
        assert_eq!(table.columns, [1, 2, 4]);
        let rows: Vec<Vec<&str>> =
            table.rows.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
        let name = application().delegations[0].name.clone();
        assert_eq!(rows, [[&name, "全部", "第2条"], [&name, "全部", "第3条"], [&name, "一部", ""]]);
    }
}
