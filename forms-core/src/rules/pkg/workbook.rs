//! PKG-007: the workbook for people and the application say different things.

use std::collections::{HashMap, HashSet};

use crate::application::Application;
use crate::archive::Source;
use crate::finding::{CellPosition, Code, Finding, Location, make};
use crate::form_book::{CellRole, ShownApplication, ShownCell};
use crate::pack::Pack;
use crate::text::{is_blank, quoted};
use crate::workbook::Book;

/// Compares a package's workbook with its application, cell by cell.
///
/// `as_built` says that the manifest vouches for the workbook. Where labels are not in their places
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
    let mut out =
        compare(app, workbook, entry, as_built, pack).unwrap_or_else(|damage| vec![damage]);
    for finding in &mut out {
        finding.location.entry = Some(entry.to_owned());
    }
    out
}

fn compare(
    app: &Application,
    workbook: &dyn Source,
    entry: &str,
    as_built: bool,
    pack: &Pack,
) -> Result<Vec<Finding>, Finding> {
    let mut shown = ShownApplication::new(app, pack);
    let mut has_macros = false;
    if let Some(template) = &pack.template {
        // A pack is only read with a workbook that can be.
        has_macros = shown.add_labels(template, &pack.limits.workbook())?;
    }
    let read = ReadCells::new(workbook, &shown, pack)?;
    let mut out = read.findings;
    // The macros of the official workbook are the operator's.
    out.retain(|f| f.code != Code::Xls007 || !has_macros);
    if !as_built && !read.missing.is_empty() {
        out.push(make::xls_003(read.missing, read.present));
        return Ok(out);
    }
    let (mut labels, mut values) = (Vec::new(), Vec::new());
    for (cell, actual) in shown.cells.iter().zip(read.texts) {
        if normalised(&actual) != normalised(&cell.text) {
            let differs =
                Difference { sheet: &cell.sheet, cell: cell.cell, planned: &cell.text, actual };
            if cell.role == CellRole::Label { labels.push(differs) } else { values.push(differs) }
        }
    }
    values.extend(read.added.into_iter().map(|(sheet, cell, actual)| Difference {
        sheet,
        cell,
        planned: "",
        actual,
    }));
    let found = match labels.is_empty() {
        true => values,
        false if as_built => Vec::new(),
        false => labels,
    };
    out.extend(disagreement(entry, &found));
    Ok(out)
}

/// A cell whose text differs from the one that the application plans for it.
struct Difference<'p> {
    sheet: &'p str,
    cell: CellPosition,
    planned: &'p str,
    actual: String,
}

fn disagreement(entry: &str, found: &[Difference<'_>]) -> Option<Finding> {
    let first = found.first()?;
    let cells = found
        .iter()
        .map(|d| {
            format!("{}!{}「{}」≠「{}」", d.sheet, d.cell, quoted(&d.actual), quoted(d.planned))
        })
        .collect();
    let location = Location {
        sheet: Some(first.sheet.to_owned()),
        cell: Some(first.cell),
        ..Location::entry(entry)
    };
    Some(make::pkg_007(entry, cells).at(location))
}

/// Excel writes line ends of its own and drops white space at the ends when a cell is edited.
fn normalised(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The texts of a workbook in the cells in which an application is shown.
struct ReadCells<'p> {
    /// The text in each of the cells shown.
    texts: Vec<String>,
    /// Values in rows that should be empty.
    added: Vec<(&'p str, CellPosition, String)>,
    /// Names of the sheets that are missing.
    missing: Vec<String>,
    /// Names of the sheets that are there.
    present: Vec<String>,
    /// Findings about the workbook as a whole.
    findings: Vec<Finding>,
}

impl<'p> ReadCells<'p> {
    fn new(
        workbook: &dyn Source,
        shown: &'p ShownApplication,
        pack: &Pack,
    ) -> Result<Self, Finding> {
        let mut book = Book::open(workbook, &pack.limits.workbook())?;
        let sheets = book.sheets().to_vec();
        let mut places: HashMap<&str, HashMap<CellPosition, usize>> = HashMap::new();
        for (i, ShownCell { sheet, cell, .. }) in shown.cells.iter().enumerate() {
            places.entry(sheet).or_default().insert(*cell, i);
        }
        let wanted: HashSet<&'p str> = shown.sheets();
        let mut missing: Vec<String> = wanted
            .iter()
            .filter(|name| !sheets.iter().any(|s| s.name == **name))
            .map(|name| (*name).to_owned())
            .collect();
        missing.sort();
        let mut read = Self {
            texts: vec![String::new(); shown.cells.len()],
            added: Vec::new(),
            missing,
            present: sheets.iter().map(|s| s.name.clone()).collect(),
            findings: book.findings().to_vec(),
        };
        for sheet in &sheets {
            let Some(name) = wanted.get(sheet.name.as_str()).copied() else { continue };
            let none = HashMap::new();
            let places = places.get(name).unwrap_or(&none);
            let xml = book.sheet_xml(sheet)?;
            let mut reader = book.reader(sheet, &xml);
            while let Some(row) = reader.next_row()? {
                for cell in row.cells {
                    let at = CellPosition { row: row.number, column: cell.column };
                    if let Some(text) = places.get(&at).and_then(|i| read.texts.get_mut(*i)) {
                        *text = cell.value.into_text().into_owned();
                    } else if shown.empty.iter().any(|e| e.contains(name, at)) {
                        let text = cell.value.into_text();
                        if !is_blank(&text) {
                            read.added.push((name, at, text.into_owned()));
                        }
                    }
                }
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::ArgValue;
    use crate::form_book::WorkbookPlan;
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
