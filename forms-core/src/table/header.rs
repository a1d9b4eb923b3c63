//! Finding the header row, and which column is which.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::{Column, Mapping, Row};
use crate::pack::{self, ColumnKey, TableKind};

/// A header as it is compared: compatibility forms folded (width, brackets), letters in lower case,
/// without any white space or line break.
pub fn fold(header: &str) -> String {
    header.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A folded header without a number before it and remarks behind it: 「①事務番号」, 「3.版番号」,
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
    let behind = match name.chars().next() {
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
    behind.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// How many of the pack's columns a header names; more of those that the table needs is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    /// A person said of this very header what its columns are: 2 on this sheet, 1 on another.
    by_hand: u8,
    required: usize,
    all: usize,
}

/// A header among rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The place of its row, of its lower one where it has two.
    pub(super) index: usize,
    /// Whether the row above belongs to it.
    two_rows: bool,
    /// How well it fits.
    pub(super) score: Score,
    /// What a person said of it, by its place among the mappings.
    mapping: Option<usize>,
}

/// The headers a table may have, folded once.
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
            .map(|c| c.headers.iter().map(|h| fold(h)).collect())
            .collect();
        Self { definition, folded, mappings, kind }
    }

    /// The column of the pack that a header names: as it stands, else without what people put around
    /// a name.
    fn named(&self, header: &str) -> Option<&'p pack::Column> {
        let header = fold(header);
        let exact =
            |name: &str| self.folded.iter().position(|names| names.iter().any(|n| n == name));
        let index = exact(&header).or_else(|| exact(bare(&header)))?;
        self.definition.columns.get(index)
    }

    /// The row that looks most like the header: first the one with the most of the columns that
    /// the table needs, then the one with the most columns; none without any. A header of two rows
    /// counts where it says more than each of them alone. What a person said of a header comes before
    /// all that, and what they said on the sheet of this name before the rest.
    pub(super) fn find(&self, rows: &[Row], sheet: Option<&str>) -> Option<Found> {
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
        let mut best: Option<Found> = None;
        for (index, two_rows, score) in single.chain(pairs) {
            if score.all > 0 && best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(Found { index, two_rows, score, mapping: None });
            }
        }
        best
    }

    fn score<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Score {
        let keys: BTreeSet<(&ColumnKey, bool)> = texts
            .filter_map(|text| self.named(text))
            .map(|column| (&column.key, column.required))
            .collect();
        let required = keys.iter().filter(|(_, required)| *required).count();
        Score { by_hand: 0, required, all: keys.len() }
    }

    /// The first row of which a person said what its columns are.
    fn by_hand(&self, rows: &[Row], sheet: Option<&str>) -> Option<Found> {
        let said = self.mappings.iter().enumerate().filter(|(_, m)| m.serves(self.kind));
        let found = said.filter_map(|(place, mapping)| {
            let index = rows.iter().position(|row| mapping.is_header(row))?;
            let by_hand = if mapping.sheet.as_deref() == sheet { 2 } else { 1 };
            let score = Score { by_hand, required: 0, all: mapping.columns.len() };
            Some(Found { index, two_rows: false, score, mapping: Some(place) })
        });
        found.max_by_key(|found| found.score)
    }

    /// The headers of two rows read as one. In the upper one a title may stand over several
    /// columns, of which only the first holds it, merged or not: 「委任元」 over 「機関コード」 and 「機関名」.
    fn joined(&self, upper: &Row, lower: &Row) -> Vec<String> {
        let text = |row: &Row, index: usize| -> String {
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
    pub(super) fn texts(&self, found: &Found, rows: &[Row]) -> Vec<String> {
        let Some(row) = rows.get(found.index) else { return Vec::new() };
        match found.index.checked_sub(1).and_then(|above| rows.get(above)) {
            Some(upper) if found.two_rows => self.joined(upper, row),
            _ => row.cells.iter().map(|c| c.text.clone()).collect(),
        }
    }

    /// The columns of a header that was found, as its texts name them or a person did. Of two columns
    /// with one meaning the first counts; the index of each further one is listed.
    pub(super) fn columns(&self, found: &Found, texts: Vec<String>) -> (Vec<Column>, Vec<usize>) {
        let mapping = found.mapping.and_then(|place| self.mappings.get(place));
        let by_hand = |mapping: &Mapping, index: usize| {
            let key = mapping.columns.get(&index)?;
            self.definition.columns.iter().find(|c| c.key == *key)
        };
        let mut columns: Vec<Column> = Vec::with_capacity(texts.len());
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
            columns.push(Column { header, key });
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
        assert_eq!(fold("事務ｺｰﾄﾞ"), fold("事務コード"));
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
            assert_eq!(bare(&fold(header)), "版番号", "{header}");
        }
        assert_eq!(bare("(備考)"), "(備考)");
        assert_eq!(bare("2019"), "2019");
        assert_eq!(bare(""), "");
    }
}
