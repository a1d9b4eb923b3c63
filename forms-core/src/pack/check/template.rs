//! PCK-004 and PCK-010: the cells and rows of the official workbook that take values.

use super::Check;
use crate::workbook::MAX_ROWS;

impl Check<'_> {
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
            self.number(&format!("{at}.last_row"), table.last_row, first..=MAX_ROWS);
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
}
