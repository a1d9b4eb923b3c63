//! Whom the rows of a table name, where the sentence only points to one of its columns:
//! 左欄に掲げる事務を右欄に掲げる者に委任する.

use crate::law::ordinance::{Provision, Row};
use crate::law::path::{ProvisionPath, TableRef};
use crate::text::fold_ascii;
use crate::text::numeral::number_prefix;

/// The rows of the tables at hand, as far as they were looked at.
#[derive(Default)]
pub(super) struct Columns {
    /// The table of the row before, and whom it named.
    last: Option<(ProvisionPath, Option<String>)>,
}

impl Columns {
    /// Whom a row, or an item in a row, names.
    pub(super) fn counterpart(
        &mut self,
        provision: &Provision,
        to: Option<&String>,
    ) -> Option<String> {
        let points = to.filter(|t| t.contains(['表', '欄']));
        let (Some(pointer), Some(table)) = (points, &provision.path.table) else {
            return to.cloned();
        };
        let path = table_of(&provision.path, table);
        let before = self.last.as_ref().filter(|(table, _)| *table == path);
        let before = before.and_then(|(_, named)| named.clone());
        let is_row = provision.path.item.is_none() && provision.path.subitems.is_empty();
        if !is_row {
            return before.or_else(|| to.cloned());
        }
        // A cell that is left empty goes on with the one above it.
        let named = provision
            .row
            .as_ref()
            .and_then(|row| cell(pointer, row))
            .or(before)
            .or_else(|| headed_by_words(table).cloned())
            .or_else(|| to.cloned());
        self.last = Some((path, named.clone()));
        named
    }
}

/// The place of a whole table.
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

/// The words that head a row, where no number does.
fn headed_by_words(table: &TableRef) -> Option<&String> {
    table.row.as_ref().filter(|r| !r.starts_with(|c: char| c.is_ascii_digit()))
}

/// The cell of a row that 右欄, 第3欄 or 受任者の欄 means.
fn cell(pointer: &str, row: &Row) -> Option<String> {
    let by_head = |head: &str| {
        let at = row.heads.iter().position(|h| squeezed(h) == squeezed(head))?;
        row.cells.get(at)
    };
    // The number of the row stands beside its columns.
    let numbered = row.cells.first().is_some_and(|c| is_number(c));
    let cells = row.cells.get(usize::from(numbered)..)?;
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

fn is_number(cell: &str) -> bool {
    let chars: Vec<char> = cell.chars().collect();
    number_prefix(&chars).is_some_and(|(_, length)| {
        chars
            .get(length..)
            .unwrap_or_default()
            .iter()
            .all(|c| "の項 ".contains(*c) || c.is_numeric())
    })
}

fn squeezed(words: &str) -> String {
    fold_ascii(words).chars().filter(|c| !c.is_whitespace()).collect()
}
