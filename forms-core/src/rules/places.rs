//! Where the fields that findings point at stand in the workbook.

use std::collections::HashMap;

use crate::application::Application;
use crate::finding::{ArgValue, CellPosition, Finding, Location, Pointer};
use crate::form_book::{CellRole, ReadBack, ShownApplication, ShownCell};
use crate::pack::Pack;

/// The cells of an application in the workbook that is made from it.
struct Places<'a> {
    cells: HashMap<&'a str, &'a ShownCell>,
    pack: &'a Pack,
}

impl Places<'_> {
    /// The cell of a field. The place of a whole row, and of an empty list in it, is the cell of its first field.
    fn cell(&self, pointer: &Pointer) -> Option<&ShownCell> {
        let mut place = self.cells.get(pointer.as_str()).copied();
        let mut above = pointer.as_str();
        while place.is_none() && !above.is_empty() {
            let prefix = format!("{above}/");
            let inside = self.cells.values().filter(|cell| match &cell.role {
                CellRole::Value(p) => p.as_str().starts_with(&prefix),
                _ => false,
            });
            place = inside.min_by_key(|c| (&c.sheet, c.cell)).copied();
            above = above.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
        place
    }

    /// Adds entry, sheet and cell to a location that points at a field; of a whole list only the sheet.
    fn place(&self, location: &mut Location) {
        let Some(pointer) = &location.pointer else { return };
        if let Some(at) = self.cell(pointer) {
            location.cell = (!is_list(pointer, self.pack)).then_some(at.cell);
            location.sheet = Some(at.sheet.clone());
            location.entry = Some(self.pack.package.workbook.clone());
        }
    }
}

/// Adds entry, sheet and cell to locations that point at a field.
pub fn place_in_workbook<'f>(
    locations: impl IntoIterator<Item = &'f mut Location>,
    app: &Application,
    pack: &Pack,
) {
    let mut locations = locations.into_iter().filter(|l| l.pointer.is_some()).peekable();
    if locations.peek().is_none() {
        return;
    }
    let shown = ShownApplication::new(app, pack);
    let places = Places { cells: shown.places(), pack };
    locations.for_each(|location| places.place(location));
}

/// Adds entry, sheet and cell to findings about fields, and the cells of all rows that a finding is about.
pub fn place_findings(findings: &mut [Finding], app: &Application, pack: &Pack) {
    if findings.iter().all(|f| f.location.pointer.is_none()) {
        return;
    }
    let shown = ShownApplication::new(app, pack);
    let places = Places { cells: shown.places(), pack };
    for finding in findings {
        places.place(&mut finding.location);
        add_cells(finding, |pointer| places.cell(pointer).map(|shown| shown.cell));
    }
}

/// Like [`place_findings`], for an application that was read from a workbook.
pub fn place_where_read(findings: &mut [Finding], entry: &str, read: &ReadBack, pack: &Pack) {
    for finding in findings {
        let Some(pointer) = &finding.location.pointer else { continue };
        if let Some((sheet, cell)) = read.place(pointer) {
            finding.location.cell = (!is_list(pointer, pack)).then_some(*cell);
            finding.location.sheet = Some(sheet.clone());
            finding.location.entry = Some(entry.to_owned());
        }
        add_cells(finding, |pointer| read.place(pointer).map(|(_, cell)| *cell));
    }
}

/// A finding about a list as a whole has no cell: any cell would be that of a row that is right.
fn is_list(pointer: &Pointer, pack: &Pack) -> bool {
    pack.lists.iter().any(|list| list.path == *pointer)
}

/// Sets `cells` to the cells of the same field in all rows that the finding names.
fn add_cells(finding: &mut Finding, cell: impl Fn(&Pointer) -> Option<CellPosition>) {
    let Some(ArgValue::List(rows)) = finding.arg("rows") else { return };
    let Some(pointer) = &finding.location.pointer else { return };
    let fields = rows.iter().filter_map(|row| in_row(pointer, row));
    let cells = fields.filter_map(|at| Some(cell(&at)?.to_string())).collect();
    finding.set_arg("cells", ArgValue::List(cells));
}

/// The same field in the row of a number from 1.
fn in_row(pointer: &Pointer, number: &str) -> Option<Pointer> {
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    let mut placed = false;
    let field = pointer.steps().fold(Pointer::root(), |at, step| {
        let is_row = !placed && step.parse::<usize>().is_ok();
        placed |= is_row;
        if is_row { at.index(index) } else { at.key(&step) }
    });
    placed.then_some(field)
}
