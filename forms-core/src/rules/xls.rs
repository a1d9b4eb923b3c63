//! XLS-017 and XLS-018: rows and texts that the official workbook has no room for.
//!
//! The other XLS codes are found where workbooks and tables are read, in `workbook`.

use super::Context;
use crate::finding::{Finding, make};
use crate::form_book::{CellRole, Overflow, ShownApplication};
use crate::workbook::fill::can_hold;

/// XLS-017 and XLS-018: rows and texts that the pack's workbook cannot hold.
pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    // Ours grows with the lists, and what no cell of it could hold is too long for any field.
    if context.pack.template.is_none() {
        return;
    }
    let shown = ShownApplication::new(context.app, context.pack);
    for Overflow { sheet, list, room, rows } in shown.overflow {
        out.push(make::xls_017(sheet, room as u64, rows as u64).at(list));
    }
    let mut told = Vec::new();
    for cell in shown.cells {
        if let CellRole::Value(pointer) = cell.role
            && !can_hold(&cell.text)
            && !told.contains(&pointer)
        {
            let name = format!("{}!{}", cell.sheet, cell.cell);
            out.push(make::xls_018(name).at(pointer.clone()));
            told.push(pointer);
        }
    }
}
