//! Whether a template can take what a pack wants to write into it, before anybody fills it.

use std::collections::BTreeMap;

use super::edit::{Stop, edit};
use super::{FillError, Wanted, whole_sheet};
use crate::finding::{CellPosition, CellRange};
use crate::workbook::{Book, Limits};

/// Which entry of a template is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// One of its cells.
    Cell(usize),
    /// A column of one of its tables: the table's place, the column's place in it.
    Column(usize, usize),
    /// One of its tables as a whole.
    Table(usize),
}

/// Why a place of a template takes no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// There is no such sheet.
    NoSheet,
    /// A formula stands there, or its result reaches over it.
    Formula,
    /// It lies below another cell that it is merged with.
    Merged,
    /// Another entry takes the same place.
    Twice,
}

/// A place of a template that takes no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misplaced {
    /// Which entry wants to write there.
    pub target: Target,
    /// The sheet, as the entry names it.
    pub sheet: String,
    /// The cell; of a column the first that takes no value. None where the sheet is not there.
    pub cell: Option<CellPosition>,
    /// Why it takes none.
    pub obstacle: Obstacle,
}

/// What filling a template would come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateFacts {
    /// The places that take no value, in the order of the template's entries.
    pub misplaced: Vec<Misplaced>,
    /// The sheets whose formulas keep the results they were saved with.
    pub uncalculated: Vec<String>,
    /// The names of its sheets.
    pub sheets: Vec<String>,
    /// Whether it has macros.
    pub has_macros: bool,
}

/// The target of each cell of a sheet.
type Targets = BTreeMap<CellPosition, Target>;

/// One entry of a template's description: a place that it will fill, or a sheet that it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned<'p> {
    /// Which entry it is.
    pub target: Target,
    /// The sheet's name.
    pub sheet: &'p str,
    /// The cells that it fills. `None` where only the sheet must be there; cells of a sheet that is
    /// not there are passed over.
    pub cells: Option<CellRange>,
}

/// Tries to fill every planned place and tells those that take no value.
///
/// # Errors
/// Where the template cannot be read at all, or is signed.
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
            let wanted: Wanted<'_> = targets.keys().map(|cell| (*cell, "0")).collect();
            match edit(&xml, &wanted) {
                Ok(_) => break,
                Err(Stop::Fault(fault)) => return Err(fault.finding(&sheet.part).into()),
                Err(Stop::Formula(cell)) => {
                    let Some(target) = targets.remove(&cell) else { break };
                    facts.add(target, &sheet.name, Some(cell), Obstacle::Formula);
                    // One for a column is enough.
                    targets.retain(|_, t| *t != target);
                }
            }
        }
    }
    facts.misplaced.sort_by_key(|m| (m.target, m.cell));
    Ok(facts)
}

impl TemplateFacts {
    fn add(&mut self, target: Target, sheet: &str, cell: Option<CellPosition>, obstacle: Obstacle) {
        let told = |m: &Misplaced| m.target == target && m.obstacle == obstacle;
        if !self.misplaced.iter().any(told) {
            self.misplaced.push(Misplaced { target, sheet: sheet.to_owned(), cell, obstacle });
        }
    }
}

/// Every cell that is to be filled, by sheet. Notes the sheets that are not there and the cells that
/// two entries want.
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
