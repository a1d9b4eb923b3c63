//! Finds the recipients of a delegation in the rows of a table: in the column that the sentence names
//! (左欄に掲げる事務を右欄に掲げる者に委任する), or in the one whose cells name offices.

use std::collections::BTreeSet;

use crate::law::ordinance::names_an_office;
use crate::law::path::{ProvisionPath, TableRef};
use crate::law::provision::TableRow;
use crate::text::numeral::number_prefix;
use crate::text::squeezed;

/// Number of characters of the longest cell that names recipients.
const LONGEST: usize = 1_000;

/// Reads the recipients of rows one after another.
#[derive(Default)]
pub(super) struct TableCounterparts {
    /// The table of the row before, and its recipient.
    last: Option<(ProvisionPath, Option<String>)>,
    /// The tables without the column that the sentence names.
    pub(super) unread: BTreeSet<ProvisionPath>,
}

impl TableCounterparts {
    /// Returns the recipient of a row, or of an item in a row. `to` is the recipient of the sentence.
    pub(super) fn counterpart(
        &mut self,
        path: &ProvisionPath,
        row: Option<&TableRow>,
        to: Option<&String>,
    ) -> Option<String> {
        let Some(table) = &path.table else { return to.cloned() };
        let points = to.is_none_or(|t| t.contains(['表', '欄']));
        if !points {
            return to.cloned();
        }
        let goes_on = self.last.as_ref().is_some_and(|(last, _)| is_table_of(last, path, table));
        let whole = || table_of(path, table);
        let before = self.last.as_ref().filter(|_| goes_on).and_then(|(_, named)| named.as_ref());
        let is_item = path.item.is_some() || !path.subitems.is_empty();
        let Some(row) = row else {
            // An item of the row above, or a row without cells, which its words name.
            if is_item && table.row.is_some() {
                return before.cloned();
            }
            let words = table.row_words().filter(|_| to.is_some() && !is_item);
            let named = words.map(str::to_owned);
            if named.is_none() && to.is_some() {
                self.unread.insert(whole());
            }
            self.last = Some((whole(), named.clone()));
            return named;
        };
        let pointer = to.map_or("", String::as_str);
        let own = |column: usize| {
            let cell = row.cell(column).filter(|c| c.chars().count() <= LONGEST)?;
            // A part of a cell that spans rows is an empty cell in a text.
            let above = || before.cloned().filter(|_| row.ditto);
            if cell.is_empty() { above() } else { Some(cell.to_string()) }
        };
        let named = match column(pointer, row) {
            Column::At(column) => own(column),
            Column::Missing => {
                self.unread.insert(whole());
                None
            }
            Column::Unnamed => None,
        };
        if !(is_item && table.row.is_some()) {
            match &mut self.last {
                Some((_, last)) if goes_on => last.clone_from(&named),
                last => *last = Some((whole(), named.clone())),
            }
        }
        named
    }
}

/// True for the path of the whole table that a row belongs to.
fn is_table_of(whole: &ProvisionPath, path: &ProvisionPath, table: &TableRef) -> bool {
    whole.table.as_ref().is_some_and(|t| t.name == table.name)
        && whole.division == path.division
        && whole.article == path.article
        && whole.paragraph == path.paragraph
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

/// The column of the recipients.
enum Column {
    At(usize),
    /// The sentence names a column that the row does not have.
    Missing,
    /// Neither the sentence nor the cells tell.
    Unnamed,
}

/// Returns the column that 右欄, 第3欄, 受任者の欄 or the noun of the sentence (別表に掲げる職員) names.
fn column(pointer: &str, row: &TableRow) -> Column {
    let by_head = |head: &str| row.labels.iter().position(|h| squeezed(h) == squeezed(head));
    // Numbers of rows are not counted as a column.
    let from = row.numbers.min(row.cells.len());
    let width = row.cells.len() - from;
    let place = |column: Option<usize>| column.map_or(Column::Missing, Column::At);
    if let Some((before, _)) = pointer.split_once("の欄") {
        return place(by_head(before.rsplit("表の").next().unwrap_or(before)));
    }
    if pointer.contains("右欄") || pointer.contains("下欄") {
        let last = row.cells.len().checked_sub(1).filter(|_| row.cells.len() > 1);
        // Beside the number of the row the only column must be that of the recipients.
        return place(last.filter(|c| width > 1 || is_taker(row, *c)));
    }
    if pointer.contains("左欄") || pointer.contains("上欄") {
        return place(Some(from).filter(|_| width > 0));
    }
    if pointer.contains("中欄") {
        return place(Some(from + 1).filter(|_| width == 3));
    }
    if let Some(n) = ordinal_column(pointer) {
        let counted = (n > 0 && n <= width).then(|| from + n - 1);
        return place(by_head(&format!("第{n}欄")).or(counted));
    }
    match by_kind(pointer, row, from) {
        Some(column) => Column::At(column),
        None if pointer.is_empty() => Column::Unnamed,
        None => Column::At(row.key),
    }
}

/// Words in the header of a column of affairs.
const AFFAIRS: [&str; 4] = ["事務", "事項", "権限", "手続"];
/// Words in the header of a column by what is done with an affair.
const DELEGATES: [&str; 3] = ["委任", "受任", "補助執行"];

/// True if a column can only be that of the recipients, by its header and its cell.
fn is_taker(row: &TableRow, column: usize) -> bool {
    let label = row.labels.get(column).map_or("", String::as_str);
    let office = row.cell(column).is_some_and(|cell| names_an_office(cell));
    !label.is_empty()
        && !AFFAIRS.iter().any(|w| label.contains(w))
        && (office || DELEGATES.iter().any(|w| label.contains(w)))
}

/// Returns the number of a column: 2 for 第2欄.
fn ordinal_column(pointer: &str) -> Option<usize> {
    pointer.match_indices('第').find_map(|(at, mark)| {
        let chars: Vec<char> = pointer.get(at + mark.len()..)?.chars().take(8).collect();
        let (n, length) = number_prefix(&chars)?;
        (chars.get(length) == Some(&'欄')).then(|| usize::try_from(n).ok()).flatten()
    })
}

/// Returns the only column whose cell names an office; its header decides between several. Without headers and
/// without a noun in the sentence a cell alone does not tell.
fn by_kind(pointer: &str, row: &TableRow, from: usize) -> Option<usize> {
    let label = |c: &usize| row.labels.get(*c).map_or("", String::as_str);
    let affairs = |c: &usize| AFFAIRS.iter().any(|w| label(c).ends_with(w));
    let takers = |c: &usize| !affairs(c) && DELEGATES.iter().any(|w| label(c).contains(w));
    let noun = pointer.rsplit("掲げる").next().unwrap_or_default();
    let called = |c: &usize| !noun.is_empty() && label(c).contains(noun);
    let columns = || from..row.cells.len();
    if let Some(column) = columns().find(called).or_else(|| columns().find(takers)) {
        return Some(column);
    }
    if pointer.is_empty() && row.labels.is_empty() {
        return None;
    }
    let office = |c: &usize| row.cells.get(*c).is_some_and(|t| names_an_office(t)) && !affairs(c);
    let mut found = columns().filter(office);
    found.next().filter(|_| found.next().is_none())
}
