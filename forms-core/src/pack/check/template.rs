//! PCK-004, PCK-010 and PCK-014 to PCK-016: the official workbook, and its cells and rows that take
//! values.

use super::names::name_problem;
use super::{Check, ReadFile};
use crate::finding::{
    CellPosition, CellRange, Finding, Lang, MAX_ROWS, make, word::Pck014, word::Pck015,
};
use crate::pack::{Pack, Template};
use crate::workbook::fill::{FillError, FillTarget, Misplaced, Obstacle, Planned, try_filling};

/// The largest official workbook that a pack may have.
const MOST_BYTES: usize = 32 << 20;

/// The largest number of cells in one table: more would only make filling slow.
const MOST_CELLS: u64 = 200_000;

/// The reason why the official workbook could not be read, with a detail.
pub(super) struct Unread(Pck014, String);

/// Takes the official workbook into a pack that does not hold it already.
pub(super) fn take_in(pack: &mut Pack, read_file: &ReadFile<'_>) -> Option<Unread> {
    let template = pack.template.as_mut()?;
    if template.content.is_empty() {
        // PCK-006 reports a name with a folder in it, and nothing is read by such a name.
        if name_problem(&template.file).is_some() {
            return None;
        }
        match read_file(&template.file) {
            Ok(bytes) => template.content = bytes.into(),
            Err(why) => return Some(Unread(Pck014::Missing, why)),
        }
    }
    let too_large = template.content.bytes().len() > MOST_BYTES;
    too_large.then(|| Unread(Pck014::TooLarge, String::new()))
}

impl Check<'_> {
    /// PCK-004 and PCK-010: the places by themselves.
    pub(super) fn template(&mut self) {
        let pack = self.pack;
        let Some(template) = &pack.template else { return };
        for (i, cell) in template.cells.iter().enumerate() {
            if !pack.form.iter().flat_map(|s| &s.fields).any(|f| f.path == cell.path) {
                self.no_field(&format!("template.cells.{i}.path"), &cell.path);
            }
        }
        for (i, table) in template.tables.iter().enumerate() {
            let at = format!("template.tables.{i}");
            self.number(&format!("{at}.first_row"), table.first_row, 1..=MAX_ROWS);
            let first = table.first_row.max(1);
            let most = MOST_CELLS / (table.columns.len() as u64).max(1);
            let most = u32::try_from(most).unwrap_or(MAX_ROWS).max(1);
            let last = first.saturating_add(most - 1).min(MAX_ROWS);
            self.number(&format!("{at}.last_row"), table.last_row, first..=last.max(first));
            let Some(list) = pack.lists.iter().find(|l| l.path == table.list) else {
                self.no_field(&format!("{at}.list"), &table.list);
                continue;
            };
            for (j, column) in table.columns.iter().enumerate() {
                if list.field_of_row(&column.path).is_none() {
                    self.no_field(&format!("{at}.columns.{j}.path"), &column.path);
                }
            }
        }
    }

    /// PCK-014 to PCK-016: the workbook itself, and whether the places are there in it. To be asked
    /// after everything else, since tables without an end are not tried.
    pub(super) fn template_file(&mut self, unread: Option<Unread>) {
        let pack = self.pack;
        let Some(template) = &pack.template else { return };
        if let Some(Unread(problem, detail)) = unread {
            return self.unusable(problem, detail);
        }
        if template.content.is_empty() {
            return;
        }
        let extension = |name: &str| name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        if extension(&template.file) != extension(&pack.package.workbook) {
            self.unusable(Pck014::OtherExtension, pack.package.workbook.clone());
        }
        if self.found.iter().any(|(_, finding)| is_about_rows(finding)) {
            return;
        }
        let (planned, limits) = (planned(template), pack.limits.workbook());
        match try_filling(template.content.bytes(), &planned, &limits) {
            Err(FillError::Signed) => self.unusable(Pck014::Signed, String::new()),
            Err(FillError::Template(damage)) => {
                self.unusable(Pck014::Unreadable, damage.message(Lang::Ja));
            }
            Err(other) => self.unusable(Pck014::Unreadable, other.to_string()),
            Ok(facts) => {
                if facts.has_macros && extension(&template.file).as_deref() != Some("xlsm") {
                    self.unusable(Pck014::MacrosInXlsx, String::new());
                }
                for misplaced in &facts.misplaced {
                    self.misplaced(misplaced);
                }
                if !facts.uncalculated.is_empty() {
                    let sheets = facts.uncalculated;
                    self.at("template.file", |l, c| make::pck_016(l, c, sheets));
                }
            }
        }
    }

    fn unusable(&mut self, problem: Pck014, detail: String) {
        let file = self.pack.template.as_ref().map(|t| t.file.as_str()).unwrap_or_default();
        self.at("template.file", |l, c| make::pck_014(l, c, file, problem, detail));
    }

    fn misplaced(&mut self, misplaced: &Misplaced) {
        let problem = match misplaced.obstacle {
            Obstacle::NoSheet => Pck015::NoSheet,
            Obstacle::Formula => Pck015::Formula,
            Obstacle::Merged => Pck015::Merged,
            Obstacle::Twice => Pck015::Twice,
        };
        let key = if misplaced.cell.is_none() { "sheet" } else { "cell" };
        let at = match misplaced.target {
            FillTarget::Cell(i) => format!("template.cells.{i}.{key}"),
            FillTarget::Column(i, j) => format!("template.tables.{i}.columns.{j}.column"),
            FillTarget::Table(i) => format!("template.tables.{i}.sheet"),
        };
        let place = match misplaced.cell {
            Some(cell) => format!("{}!{cell}", misplaced.sheet),
            None => misplaced.sheet.clone(),
        };
        self.at(&at, |l, c| make::pck_015(l, c, place, problem));
    }
}

/// Every cell that a template fills and every sheet that it names.
fn planned(template: &Template) -> Vec<Planned<'_>> {
    let mut planned = Vec::new();
    for (i, one) in template.cells.iter().enumerate() {
        let (target, sheet) = (FillTarget::Cell(i), one.sheet.as_str());
        let cells = Some(CellRange { first: one.cell, last: one.cell });
        planned.push(Planned { target, sheet, cells });
        planned.push(Planned { target, sheet, cells: None });
    }
    for (i, table) in template.tables.iter().enumerate() {
        let sheet = table.sheet.as_str();
        for (j, column) in table.columns.iter().enumerate() {
            let column = column.column.0;
            let cells = CellRange {
                first: CellPosition { row: table.first_row, column },
                last: CellPosition { row: table.last_row, column },
            };
            planned.push(Planned { target: FillTarget::Column(i, j), sheet, cells: Some(cells) });
        }
        planned.push(Planned { target: FillTarget::Table(i), sheet, cells: None });
    }
    planned
}

/// Returns whether a finding says that the rows of a table are out of range.
fn is_about_rows(finding: &Finding) -> bool {
    let key = finding.arg("key");
    matches!(key, Some(crate::finding::ArgValue::Text(key)) if key.starts_with("template."))
}
