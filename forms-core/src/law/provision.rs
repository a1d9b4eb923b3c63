//! One provision of an ordinance, as the reader of texts finds it and the other modules use it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::path::ProvisionPath;

/// What a provision does with an affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// 委任: hands over authority.
    Entrust,
    /// 補助執行: lets another's staff carry the work out.
    Auxiliary,
}

/// One provision of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Provision {
    /// Its place.
    pub path: ProvisionPath,
    /// Its citation in normal form.
    pub citation: String,
    /// Its own words, without those of the provisions below it.
    pub text: String,
    /// Whether it has no provision below it.
    pub leaf: bool,
    /// Whether it was deleted (削除) and only its number is left.
    pub deleted: bool,
    /// Its effect, if it delegates or lends staff.
    pub effect: Option<Effect>,
    /// To whom.
    pub counterpart: Option<String>,
    /// The heading of its article.
    #[serde(skip)]
    pub heading: Option<String>,
}

/// The cells of one row of a table in an ordinance, or of an item that is a row.
#[derive(Debug)]
pub(super) struct TableRow {
    /// The header of each column; empty if the table has none.
    pub(super) labels: Rc<[String]>,
    /// The column whose words or numbers name the row.
    pub(super) key: usize,
    /// Number of columns at the left that only hold numbers of rows.
    pub(super) numbers: usize,
    /// The text of each column; that of a cell that spans several rows in each of them.
    pub(super) cells: Rc<Vec<Rc<str>>>,
    /// The column in whose list an item stands, and the words of the item.
    pub(super) item: Option<(usize, Rc<str>)>,
    /// True if an empty cell may stand for a part of the one above it, since a text has no spans.
    pub(super) ditto: bool,
}

/// The cells of the provisions that are rows of a table, by index into the provisions.
#[derive(Debug, Default)]
pub(super) struct TableRows(Vec<(usize, TableRow)>);

impl TableRows {
    /// Adds the cells of a provision that stands behind all others with cells, or replaces those of the last one.
    pub(super) fn push(&mut self, at: usize, row: TableRow) {
        self.truncate(at);
        self.0.push((at, row));
    }

    /// Removes the cells of the provisions from an index on.
    pub(super) fn truncate(&mut self, from: usize) {
        while self.0.last().is_some_and(|(at, _)| *at >= from) {
            self.0.pop();
        }
    }

    /// Returns the cells of a provision.
    pub(super) fn get(&self, at: usize) -> Option<&TableRow> {
        let place = self.place(at)?;
        self.0.get(place).map(|(_, row)| row)
    }

    /// Returns the cells of a provision to change them.
    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut TableRow> {
        let place = self.place(at)?;
        self.0.get_mut(place).map(|(_, row)| row)
    }

    fn place(&self, at: usize) -> Option<usize> {
        // The last row is asked for most often.
        match self.0.last() {
            Some((last, _)) if *last == at => Some(self.0.len() - 1),
            _ => self.0.binary_search_by_key(&at, |(at, _)| *at).ok(),
        }
    }
}

impl TableRow {
    /// Returns the text of a column; for an item in a list of that column its own words.
    pub(super) fn cell(&self, column: usize) -> Option<&Rc<str>> {
        match &self.item {
            Some((at, words)) if *at == column => Some(words),
            _ => self.cells.get(column),
        }
    }
}
