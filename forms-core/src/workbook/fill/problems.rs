//! Checks that a template can take the values that a pack will write into it.

use std::collections::BTreeMap;

use super::edit::{EditError, edit};
use super::{FillError, WantedTexts, whole_sheet};
use crate::finding::{CellPosition, CellRange};
use crate::workbook::{Book, Limits};

/// An entry of a pack's template description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FillTarget {
    /// One of its cells.
    Cell(usize),
    /// A column of one of its tables: the table's index, the column's index in it.
    Column(usize, usize),
    /// One of its tables as a whole.
    Table(usize),
}

/// Why a cell of a template takes no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// There is no such sheet.
    NoSheet,
    /// The cell has a formula, or lies in the range of an array formula.
    Formula,
    /// The cell is merged into another one, which hides it.
    Merged,
    /// Another entry fills the same cell.
    Twice,
}

/// An entry of a template description whose cell takes no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misplaced {
    /// The entry.
    pub target: FillTarget,
    /// The sheet, as the entry names it.
    pub sheet: String,
    /// The cell; for a column the first that takes no value. `None` if there is no such sheet.
    pub cell: Option<CellPosition>,
    /// The reason.
    pub obstacle: Obstacle,
}

/// The result of trying to fill a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateFacts {
    /// The cells that take no value, in the order of the template's entries.
    pub misplaced: Vec<Misplaced>,
    /// The sheets whose formulas keep their saved results.
    pub uncalculated: Vec<String>,
    /// The names of its sheets.
    pub sheets: Vec<String>,
    /// True if it has macros.
    pub has_macros: bool,
}

/// The target of each cell of a sheet.
type Targets = BTreeMap<CellPosition, FillTarget>;

/// The cells that an entry of a template description will fill, or a sheet that it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned<'p> {
    /// The entry.
    pub target: FillTarget,
    /// The sheet's name.
    pub sheet: &'p str,
    /// The cells that it fills; `None` if it only needs the sheet. Cells of a missing sheet are
    /// ignored.
    pub cells: Option<CellRange>,
}

/// Tries to fill every planned cell and reports those that take no value.
///
/// # Errors
/// Fails if the template cannot be read or is signed.
pub fn try_filling(
    bytes: &[u8],
    planned: &[Planned<'_>],
    limits: &Limits,
) -> Result<TemplateFacts, FillError> {
    let source = bytes;
    let mut book = Book::open(&source, limits)?;
    if book.is_signed() {
        return Err(FillError::Signed);
    }
    let mut facts = TemplateFacts {
        sheets: book.sheets().iter().map(|s| s.name.clone()).collect(),
        has_macros: book.has_macros(),
        ..TemplateFacts::default()
    };
    let mut by_sheet = targets(planned, &mut facts);
    for sheet in book.sheets().to_vec() {
        let xml = book.sheet_xml(&sheet)?;
        let read = whole_sheet(&book, &sheet, &xml)?;
        if read.has_formulas && !book.calculates_on_load {
            facts.uncalculated.push(sheet.name.clone());
        }
        let Some(mut targets) = by_sheet.remove(&sheet.name) else { continue };
        for range in &read.merged {
            let rows = range.first..=CellPosition { column: u32::MAX, ..range.last };
            let below = targets.range(rows).map(|(cell, target)| (*cell, *target));
            let below = below.filter(|(cell, _)| range.contains(*cell) && *cell != range.first);
            for (cell, target) in below.collect::<Vec<_>>() {
                facts.add(target, &sheet.name, Some(cell), Obstacle::Merged);
            }
        }
        loop {
            let wanted: WantedTexts<'_> = targets.keys().map(|cell| (*cell, "0")).collect();
            match edit(&xml, &wanted) {
                Ok(_) => break,
                Err(EditError::Fault(fault)) => return Err(fault.finding(&sheet.part).into()),
                Err(EditError::Formula(cell)) => {
                    let Some(target) = targets.remove(&cell) else { break };
                    facts.add(target, &sheet.name, Some(cell), Obstacle::Formula);
                    // One cell of a column is enough.
                    targets.retain(|_, t| *t != target);
                }
            }
        }
    }
    facts.misplaced.sort_by_key(|m| (m.target, m.cell));
    Ok(facts)
}

impl TemplateFacts {
    fn add(
        &mut self,
        target: FillTarget,
        sheet: &str,
        cell: Option<CellPosition>,
        obstacle: Obstacle,
    ) {
        let told = |m: &Misplaced| m.target == target && m.obstacle == obstacle;
        if !self.misplaced.iter().any(told) {
            self.misplaced.push(Misplaced { target, sheet: sheet.to_owned(), cell, obstacle });
        }
    }
}

/// Collects the cells to fill, by sheet. Reports missing sheets and cells that two entries fill.
fn targets(planned: &[Planned<'_>], facts: &mut TemplateFacts) -> BTreeMap<String, Targets> {
    let mut by_sheet: BTreeMap<String, Targets> =
        facts.sheets.iter().map(|name| (name.clone(), Targets::new())).collect();
    for plan in planned {
        let Some(range) = plan.cells else { continue };
        let Some(targets) = by_sheet.get_mut(plan.sheet) else { continue };
        for row in range.first.row..=range.last.row {
            for column in range.first.column..=range.last.column {
                let cell = CellPosition { row, column };
                if targets.insert(cell, plan.target).is_some() {
                    facts.add(plan.target, plan.sheet, Some(cell), Obstacle::Twice);
                }
            }
        }
    }
    for plan in planned.iter().filter(|plan| plan.cells.is_none()) {
        if !facts.sheets.iter().any(|name| name == plan.sheet) {
            facts.add(plan.target, plan.sheet, None, Obstacle::NoSheet);
        }
    }
    by_sheet.retain(|_, targets| !targets.is_empty());
    by_sheet
}
