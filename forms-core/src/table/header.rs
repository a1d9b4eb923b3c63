//! Finds the header row and the column of the pack that each header names.

use std::collections::BTreeSet;

use super::{Mapping, TableColumn, TableRow};
use crate::pack::{self, ColumnKey, TableKind};
use crate::text::fold_header;

/// The name of a column in findings: its usual header.
pub(super) fn label(column: &pack::Column) -> &str {
    column.headers.first().map_or(column.key.as_str(), String::as_str)
}

/// Removes a leading number and trailing remarks from a folded header: 「①事務番号」, 「3.版番号」,
/// 「版番号(n.n)」, 「適用開始日※1」, 「委任範囲*」, 「[必須]側」.
fn bare(header: &str) -> &str {
    let mut name = header;
    loop {
        let trimmed = name.trim_end_matches(['※', '*', ':']);
        let unnumbered = trimmed.trim_end_matches(|c: char| c.is_ascii_digit());
        let before = match trimmed.strip_suffix([')', ']', '】', '〕']) {
            Some(rest) => rest.rfind(['(', '[', '【', '〔']).and_then(|at| rest.get(..at)),
            None if unnumbered.ends_with('※') || unnumbered.ends_with('注') => {
                unnumbered.strip_suffix(['※', '注'])
            }
            None => None,
        };
        let shorter = before.filter(|rest| !rest.is_empty()).unwrap_or(trimmed);
        if shorter == name {
            break;
        }
        name = shorter;
    }
    let inside = |name: &'_ str| name.find([')', ']', '】', '〕']);
    let after = match name.chars().next() {
        Some('(' | '[' | '【' | '〔') => inside(name).and_then(|at| {
            name.get(at..).map(|rest| rest.trim_start_matches([')', ']', '】', '〕']))
        }),
        Some('*' | '※') => Some(name.trim_start_matches(['*', '※'])),
        Some('0'..='9') => {
            let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
            Some(rest.trim_start_matches(['.', ')', '-', ':', '、']))
        }
        _ => None,
    };
    after.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// The number of the pack's columns that a header names; required ones count first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HeaderScore {
    /// 2 if a person assigned the columns of this header on this sheet, 1 if on another, else 0.
    by_hand: u8,
    required: usize,
    all: usize,
}

/// The header that was found among rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeaderMatch {
    /// The index of its row; of the lower one if it has two.
    pub(super) index: usize,
    /// True if the row above belongs to it.
    two_rows: bool,
    /// The score by which it was chosen.
    pub(super) score: HeaderScore,
    /// The index of the mapping that a person made for it.
    mapping: Option<usize>,
}

/// The headers that a table may have, folded once.
pub(super) struct Headers<'p> {
    definition: &'p pack::Table,
    folded: Vec<Vec<String>>,
    mappings: &'p [Mapping],
    kind: TableKind,
}

impl<'p> Headers<'p> {
    pub(super) fn new(
        definition: &'p pack::Table,
        kind: TableKind,
        mappings: &'p [Mapping],
    ) -> Self {
        let folded = definition
            .columns
            .iter()
            .map(|c| c.headers.iter().map(|h| fold_header(h)).collect())
            .collect();
        Self { definition, folded, mappings, kind }
    }

    /// The column of the pack that a header names: exactly, else without numbers and remarks around it.
    fn named(&self, header: &str) -> Option<&'p pack::Column> {
        let header = fold_header(header);
        let exact =
            |name: &str| self.folded.iter().position(|names| names.iter().any(|n| n == name));
        let index = exact(&header).or_else(|| exact(bare(&header)))?;
        self.definition.columns.get(index)
    }

    /// Finds the header row: the one with the most required columns, then with the most columns; `None`
    /// if no row names any. A header of two rows is chosen if it names more than each row alone. A
    /// mapping that a person made comes first, and one made on the sheet of this name before others.
    pub(super) fn find(&self, rows: &[TableRow], sheet: Option<&str>) -> Option<HeaderMatch> {
        if let Some(found) = self.by_hand(rows, sheet) {
            return Some(found);
        }
        let single = rows.iter().enumerate().map(|(index, row)| {
            (index, false, self.score(row.cells.iter().map(|c| c.text.as_str())))
        });
        let pairs =
            rows.iter().zip(rows.iter().skip(1)).enumerate().map(|(index, (upper, lower))| {
                let texts = self.joined(upper, lower);
                (index + 1, true, self.score(texts.iter().map(String::as_str)))
            });
        let mut best: Option<HeaderMatch> = None;
        for (index, two_rows, score) in single.chain(pairs) {
            if score.all > 0 && best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(HeaderMatch { index, two_rows, score, mapping: None });
            }
        }
        best
    }

    fn score<'t>(&self, texts: impl Iterator<Item = &'t str>) -> HeaderScore {
        let keys: BTreeSet<(&ColumnKey, bool)> = texts
            .filter_map(|text| self.named(text))
            .map(|column| (&column.key, column.required))
            .collect();
        let required = keys.iter().filter(|(_, required)| *required).count();
        HeaderScore { by_hand: 0, required, all: keys.len() }
    }

    /// Finds the first row that a person made a mapping for.
    fn by_hand(&self, rows: &[TableRow], sheet: Option<&str>) -> Option<HeaderMatch> {
        let said = self.mappings.iter().enumerate().filter(|(_, m)| m.serves(self.kind));
        let found = said.filter_map(|(place, mapping)| {
            let index = rows.iter().position(|row| mapping.is_header(row))?;
            let by_hand = if mapping.sheet.as_deref() == sheet { 2 } else { 1 };
            let score = HeaderScore { by_hand, required: 0, all: mapping.columns.len() };
            Some(HeaderMatch { index, two_rows: false, score, mapping: Some(place) })
        });
        found.max_by_key(|found| found.score)
    }

    /// Joins the headers of two rows. In the upper row a title may cover several columns, with its text
    /// in the first one only, merged or not: 「委任元」 over 「機関コード」 and 「機関名」.
    fn joined(&self, upper: &TableRow, lower: &TableRow) -> Vec<String> {
        let text = |row: &TableRow, index: usize| -> String {
            row.cells.get(index).map(|c| c.text.trim().to_owned()).unwrap_or_default()
        };
        let mut group = String::new();
        let join = |index| {
            let (above, below) = (text(upper, index), text(lower, index));
            if !above.is_empty() {
                group.clone_from(&above);
            }
            if below.is_empty() {
                return above;
            }
            let both = format!("{group}{below}");
            let named = |text: &String| self.named(text).is_some();
            if named(&both) || !named(&below) && !named(&above) && !above.is_empty() {
                both
            } else if named(&below) || above.is_empty() {
                below
            } else {
                above
            }
        };
        (0..upper.cells.len().max(lower.cells.len())).map(join).collect()
    }

    /// The texts of a header that was found.
    pub(super) fn texts(&self, found: &HeaderMatch, rows: &[TableRow]) -> Vec<String> {
        let Some(row) = rows.get(found.index) else { return Vec::new() };
        match found.index.checked_sub(1).and_then(|above| rows.get(above)) {
            Some(upper) if found.two_rows => self.joined(upper, row),
            _ => row.cells.iter().map(|c| c.text.clone()).collect(),
        }
    }

    /// Returns the columns of a header, by its texts or by a person's mapping, and the indexes of columns
    /// that repeat a key; these get none.
    pub(super) fn columns(
        &self,
        found: &HeaderMatch,
        texts: Vec<String>,
    ) -> (Vec<TableColumn>, Vec<usize>) {
        let mapping = found.mapping.and_then(|place| self.mappings.get(place));
        let by_hand = |mapping: &Mapping, index: usize| {
            let key = mapping.columns.get(&index)?;
            self.definition.columns.iter().find(|c| c.key == *key)
        };
        let mut columns: Vec<TableColumn> = Vec::with_capacity(texts.len());
        let mut repeated = Vec::new();
        for (index, header) in texts.into_iter().enumerate() {
            let column = match mapping {
                Some(mapping) => by_hand(mapping, index),
                None => self.named(&header),
            };
            let mut key = column.map(|c| c.key.clone());
            if key.is_some() && columns.iter().any(|c| c.key == key) {
                repeated.push(index);
                key = None;
            }
            columns.push(TableColumn { header, key });
        }
        (columns, repeated)
    }

    /// The required columns that are not among those found.
    pub(super) fn missing(&self, columns: &[TableColumn]) -> Vec<&'p pack::Column> {
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
        assert_eq!(fold_header("事務番号\n（別表第二）"), fold_header("事務番号(別表第二)"));
        assert_eq!(fold_header("　版　番　号 "), fold_header("版番号"));
        assert_ne!(fold_header("事務手続コード"), fold_header("事務コード"));
        assert_eq!(fold_header("事務ｺｰﾄﾞ"), fold_header("事務コード"));
    }

    #[test]
    fn numbers_and_remarks_around_a_name_fall_off() {
        for header in [
            "①版番号",
            "3.版番号",
            "版番号（n.n）",
            "版番号※1",
            "版番号*",
            "【必須】版番号",
            "(7)版番号[例:4.1]",
            "版番号（注2）",
            "※版番号（半角）※3",
        ] {
            assert_eq!(bare(&fold_header(header)), "版番号", "{header}");
        }
        assert_eq!(bare("(備考)"), "(備考)");
        assert_eq!(bare("2019"), "2019");
        assert_eq!(bare(""), "");
    }
}
