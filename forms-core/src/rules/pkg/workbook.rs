//! PKG-007: whether the workbook for people says what the application says.

use std::collections::HashMap;

use crate::application::Application;
use crate::archive::Source;
use crate::finding::{Finding, Location, make};
use crate::pack::Pack;
use crate::workbook::{Book, CellPlan, CellStyle, WorkbookPlan, cell_name};

/// Texts by sheet, row and column, all from 0.
type Cells = HashMap<(usize, usize, usize), String>;

/// Compares a package's workbook with its application, cell by cell.
///
/// `as_built` says that the manifest vouches for the workbook. Where headers are not in their places
/// it then comes from a program that lays it out otherwise, and is not compared; else somebody moved
/// them, and they are named.
#[must_use]
pub fn check_workbook(
    app: &Application,
    workbook: &dyn Source,
    entry: &str,
    as_built: bool,
    pack: &Pack,
) -> Vec<Finding> {
    let plan = WorkbookPlan::new(app, pack);
    let mut out = Vec::new();
    match read(workbook, &plan, pack) {
        Err(mut finding) => {
            finding.location.entry = Some(entry.to_owned());
            out.push(finding);
        }
        Ok(cells) => {
            let headers = differing(&plan, &cells, |cell| cell.style == CellStyle::Label);
            let values = differing(&plan, &cells, |cell| cell.pointer.is_some());
            let found = match headers.is_empty() {
                true => values,
                false if as_built => Vec::new(),
                false => headers,
            };
            out.extend(disagreement(entry, &found));
        }
    }
    super::super::apply_severities(&mut out, pack);
    out
}

/// A cell that says something else than the application.
struct Difference<'p> {
    sheet: &'p str,
    cell: String,
    planned: &'p str,
    actual: String,
}

fn disagreement(entry: &str, found: &[Difference<'_>]) -> Option<Finding> {
    let first = found.first()?;
    let cells = found
        .iter()
        .map(|d| format!("{}!{}「{}」≠「{}」", d.sheet, d.cell, d.actual, d.planned))
        .collect();
    let location = Location {
        sheet: Some(first.sheet.to_owned()),
        cell: Some(first.cell.clone()),
        ..Location::entry(entry)
    };
    Some(make::pkg_007(entry, cells).at(location))
}

fn differing<'p>(
    plan: &'p WorkbookPlan,
    cells: &Cells,
    wanted: fn(&CellPlan) -> bool,
) -> Vec<Difference<'p>> {
    let mut found = Vec::new();
    for (s, sheet) in plan.sheets.iter().enumerate() {
        for (r, row) in sheet.rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate().filter(|(_, cell)| wanted(cell)) {
                let actual = cells.get(&(s, r, c)).map_or("", String::as_str);
                if plain(actual) != plain(&cell.text) {
                    found.push(Difference {
                        sheet: &sheet.name,
                        cell: cell_name(r, c),
                        planned: &cell.text,
                        actual: actual.to_owned(),
                    });
                }
            }
        }
    }
    found
}

/// Excel writes line ends of its own and drops white space at the ends when a cell is edited.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The texts of the planned sheets; one that is missing has none.
fn read(workbook: &dyn Source, plan: &WorkbookPlan, pack: &Pack) -> Result<Cells, Finding> {
    let mut book = Book::open(workbook, &pack.limits)?;
    let mut cells = Cells::new();
    for (s, planned) in plan.sheets.iter().enumerate() {
        let Some(sheet) = book.sheets().iter().find(|sheet| sheet.name == planned.name).cloned()
        else {
            continue;
        };
        let xml = book.sheet_xml(&sheet)?;
        let mut reader = book.reader(&sheet, &xml);
        while let Some(row) = reader.next_row()? {
            let r = usize::try_from(row.number.saturating_sub(1)).unwrap_or(usize::MAX);
            for cell in row.cells {
                let c = usize::try_from(cell.column).unwrap_or(usize::MAX);
                // What stands outside the plan is not compared, so it need not be kept.
                if planned.rows.get(r).is_some_and(|row| c < row.len()) {
                    cells.insert((s, r, c), cell.value.into_text().into_owned());
                }
            }
        }
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{ArgValue, Code};
    use crate::rules::testing::clean;

    fn found(app: &Application, shown: &Application, as_built: bool, pack: &Pack) -> Vec<Finding> {
        let workbook = WorkbookPlan::new(shown, pack).to_xlsx().unwrap();
        check_workbook(app, &workbook, "申請書.xlsx", as_built, Pack::standard())
    }

    #[test]
    fn pkg_007_names_the_cells_that_differ() {
        let app = clean();
        let pack = Pack::standard();
        assert_eq!(found(&app, &app, false, pack), []);
        let mut other = clean();
        other.contact.department = "別の課".into();
        other.delegations[0].bases[0].citation = "第3条".into();
        let findings = found(&app, &other, true, pack);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, Code::Pkg007);
        let Some(ArgValue::List(cells)) = findings[0].arg("cells") else { panic!("no list") };
        assert_eq!(cells.len(), 2, "{cells:?}");
        assert!(cells[0].contains("「別の課」≠「情報政策課」"), "{cells:?}");
        assert_eq!(findings[0].location.sheet.as_deref(), Some("申請書"));
    }

    #[test]
    fn pkg_007_does_not_compare_another_layout_that_the_manifest_vouches_for() {
        let app = clean();
        let mut older = Pack::standard().clone();
        older.lists[1].fields.remove(2);
        assert_eq!(found(&app, &app, true, &older), []);
        let moved: Vec<Code> = found(&app, &app, false, &older).iter().map(|f| f.code).collect();
        assert_eq!(moved, [Code::Pkg007]);
    }

    #[test]
    fn a_workbook_that_is_none_has_its_own_finding() {
        let workbook = b"PK\x03\x04 no".to_vec();
        let app = clean();
        let found = check_workbook(&app, &workbook, "申請書.xlsx", true, Pack::standard());
        assert_eq!(found.len(), 1);
        assert!(found[0].code.as_str().starts_with("XLS-"));
        assert_eq!(found[0].location.entry.as_deref(), Some("申請書.xlsx"));
    }
}
