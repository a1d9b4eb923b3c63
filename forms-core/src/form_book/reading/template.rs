//! Reads the pack's template filled in by hand: the pack names sheet and cell of each field.

use super::builder::ApplicationBuilder;
use super::grid::SheetGrid;
use super::list::{ListColumn, ListReader};
use crate::application::Application;
use crate::form_book::{CellRole, ShownApplication};
use crate::pack::{Pack, Template};

/// Reads a filled template. Returns false if the workbook is not one.
pub(super) fn read(
    grids: &[SheetGrid],
    template: &Template,
    pack: &Pack,
    builder: &mut ApplicationBuilder,
) -> bool {
    if !is_filled(grids, template, pack) {
        return false;
    }
    let grid = |name: &str| grids.iter().find(|g| g.name == name);
    let mut sheets: Vec<&str> = Vec::new();
    for one in &template.cells {
        let field = pack.form.iter().flat_map(|s| &s.fields).find(|f| f.path == one.path);
        let (Some(grid), Some(field)) = (grid(&one.sheet), field) else { continue };
        sheets.push(&one.sheet);
        if let Some(fault) = grid.fault(one.cell) {
            builder.report(fault);
        }
        let text = grid.text(one.cell);
        builder.set(one.path.clone(), field, text, &one.sheet, one.cell, pack);
    }
    for table in &template.tables {
        let list = pack.lists.iter().find(|l| l.path == table.list);
        let (Some(grid), Some(list)) = (grid(&table.sheet), list) else { continue };
        sheets.push(&table.sheet);
        let column = |c: &crate::pack::TemplateColumn| {
            // A pack with paths that lead nowhere is not read.
            let (field, inner) = list.field_of_row(&c.path)?;
            Some(ListColumn { column: c.column.0, field, inner })
        };
        let columns = table.columns.iter().filter_map(column).collect();
        let reader = ListReader { list, columns, number: None, grid, pack };
        reader.read(table.first_row..=table.last_row, builder);
    }
    sheets.sort_unstable();
    sheets.dedup();
    for name in sheets {
        grid(name).into_iter().flat_map(SheetGrid::hidden).for_each(|f| builder.report(f));
    }
    true
}

/// Returns true if the workbook has the template's sheets and at least 80 % of its labels.
fn is_filled(grids: &[SheetGrid], template: &Template, pack: &Pack) -> bool {
    let mut shown = ShownApplication::new(&Application::default(), pack);
    let has = |name: &str| grids.iter().any(|g| g.name == name);
    if !shown.sheets().into_iter().all(has)
        || shown.add_labels(template, &pack.limits.workbook()).is_err()
    {
        return false;
    }
    let labels: Vec<_> = shown.cells.iter().filter(|c| c.role == CellRole::Label).collect();
    let same = labels.iter().filter(|label| {
        let grid = grids.iter().find(|g| g.name == label.sheet);
        grid.is_some_and(|g| g.text(label.cell).trim() == label.text.trim())
    });
    // Where somebody inserted a row, most labels have moved and every value with them.
    same.count() * 5 >= labels.len() * 4
}
