//! Finding the header row, and which column is which.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::{Column, Row};
use crate::pack;

/// A header as it is compared: compatibility forms folded (width, brackets), letters in lower case,
/// without any white space or line break.
fn fold(header: &str) -> String {
    header.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The headers a table may have, folded once.
pub(super) struct Headers<'p> {
    definition: &'p pack::Table,
    folded: Vec<Vec<String>>,
}

impl<'p> Headers<'p> {
    pub(super) fn new(definition: &'p pack::Table) -> Self {
        let folded = definition
            .columns
            .iter()
            .map(|c| c.headers.iter().map(|h| fold(h)).collect())
            .collect();
        Self { definition, folded }
    }

    /// The column of the pack that a header names.
    fn named(&self, header: &str) -> Option<&'p pack::Column> {
        let header = fold(header);
        let index = self.folded.iter().position(|names| names.contains(&header))?;
        self.definition.columns.get(index)
    }

    /// The index of the row that looks most like the header: first the one with the most of the
    /// columns that the table needs, then the one with the most columns; none without any.
    pub(super) fn best_row(&self, rows: &[Row]) -> Option<usize> {
        let score = |row: &Row| {
            let keys: BTreeSet<(&str, bool)> = row
                .cells
                .iter()
                .filter_map(|c| self.named(&c.text))
                .map(|c| (c.key.as_str(), c.required))
                .collect();
            (keys.iter().filter(|(_, required)| *required).count(), keys.len())
        };
        let best = rows.iter().map(score).max().filter(|best| best.1 > 0)?;
        rows.iter().position(|row| score(row) == best)
    }

    /// The columns of a header row. Of two columns with one meaning the first counts; the index of
    /// each further one is listed.
    pub(super) fn columns(&self, header: &Row) -> (Vec<Column>, Vec<usize>) {
        let mut columns: Vec<Column> = Vec::with_capacity(header.cells.len());
        let mut repeated = Vec::new();
        for (index, cell) in header.cells.iter().enumerate() {
            let mut key = self.named(&cell.text).map(|c| c.key.clone());
            if key.is_some() && columns.iter().any(|c| c.key == key) {
                repeated.push(index);
                key = None;
            }
            columns.push(Column { header: cell.text.clone(), key });
        }
        (columns, repeated)
    }

    /// The needed columns that are not among those found.
    pub(super) fn missing(&self, columns: &[Column]) -> Vec<&'p pack::Column> {
        self.definition
            .columns
            .iter()
            .filter(|wanted| wanted.required)
            .filter(|wanted| !columns.iter().any(|c| c.key.as_ref() == Some(&wanted.key)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_spaces_and_line_breaks_do_not_matter_and_other_words_do() {
        assert_eq!(fold("事務番号\n（別表第二）"), fold("事務番号(別表第二)"));
        assert_eq!(fold("　版　番　号 "), fold("版番号"));
        assert_ne!(fold("事務手続コード"), fold("事務コード"));
    }
}
