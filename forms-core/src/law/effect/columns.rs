//! Finds the recipients of a delegation in the rows of a table, if the sentence only refers to one of its
//! columns: 左欄に掲げる事務を右欄に掲げる者に委任する.

use crate::law::path::{ProvisionPath, TableRef};
use crate::law::provision::TableRow;
use crate::text::fold_ascii;
use crate::text::numeral::number_prefix;

/// Reads the recipients of rows one after another; an empty cell repeats that of the row above.
#[derive(Default)]
pub(super) struct TableCounterparts {
    /// The table of the row before, and its recipient.
    last: Option<(ProvisionPath, Option<String>)>,
}

impl TableCounterparts {
    /// Returns the recipient of a row, or of an item in a row. `to` is the recipient of the sentence.
    pub(super) fn counterpart(
        &mut self,
        path: &ProvisionPath,
        row: Option<&TableRow>,
        to: Option<&String>,
    ) -> Option<String> {
        let points = to.filter(|t| t.contains(['表', '欄']));
        let (Some(pointer), Some(table)) = (points, &path.table) else {
            return to.cloned();
        };
        let whole = table_of(path, table);
        let before = self.last.as_ref().filter(|(table, _)| *table == whole);
        let before = before.and_then(|(_, named)| named.clone());
        let is_row = path.item.is_none() && path.subitems.is_empty();
        if !is_row {
            return before.or_else(|| to.cloned());
        }
        // A cell that is left empty goes on with the one above it.
        let named = row
            .and_then(|row| cell(pointer, row))
            .or(before)
            .or_else(|| table.row_words().map(str::to_owned))
            .or_else(|| to.cloned());
        self.last = Some((whole, named.clone()));
        named
    }
}

/// Returns the path of the whole table that a row belongs to.
fn table_of(path: &ProvisionPath, table: &TableRef) -> ProvisionPath {
    let whole = TableRef { name: table.name.clone(), row: None, column: None };
    ProvisionPath {
        division: path.division.clone(),
        article: path.article.clone(),
        paragraph: path.paragraph,
        table: Some(whole),
        ..ProvisionPath::default()
    }
}

/// Returns the cell of a row that 右欄, 第3欄 or 受任者の欄 names; `None` if there is none or it is empty.
fn cell(pointer: &str, row: &TableRow) -> Option<String> {
    let by_head = |head: &str| {
        let at = row.headers.iter().position(|h| squeezed(h) == squeezed(head))?;
        row.cells.get(at)
    };
    // The number of the row is not counted as a column.
    let cells = row.cells.get(usize::from(row.numbered)..)?;
    let found = if let Some((before, _)) = pointer.split_once("の欄") {
        by_head(before.rsplit("表の").next().unwrap_or(before))
    } else if pointer.contains("右欄") || pointer.contains("下欄") {
        cells.last().filter(|_| cells.len() > 1)
    } else if pointer.contains("左欄") || pointer.contains("上欄") {
        cells.first()
    } else if pointer.contains("中欄") {
        cells.get(1).filter(|_| cells.len() == 3)
    } else {
        let (_, numbered) = pointer.split_once('第')?;
        let chars: Vec<char> = numbered.chars().collect();
        let (n, length) = number_prefix(&chars)?;
        let column = chars.get(length) == Some(&'欄');
        let place = usize::try_from(n).ok()?.checked_sub(1)?;
        by_head(&format!("第{n}欄")).or_else(|| cells.get(place)).filter(|_| column)
    };
    found.filter(|c| !c.is_empty()).cloned()
}

fn squeezed(words: &str) -> String {
    fold_ascii(words).chars().filter(|c| !c.is_whitespace()).collect()
}
