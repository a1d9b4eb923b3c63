//! The place of a value in the text of a pack, as line and column from 1.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text of a pack with the places of its keys and values.
pub(super) struct Places<'t> {
    text: &'t str,
    root: Spanned<DeTable<'t>>,
}

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: u64,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str, root: Spanned<DeTable<'t>>) -> Self {
        Self { text, root }
    }

    /// The place of a value by the keys and numbers that lead to it, such as `form.0.fields.2.path`;
    /// where it is not there, that of what would hold it.
    pub(super) fn value(&self, path: &str) -> Place {
        place_of(self.text, self.find(path).0)
    }

    /// The place of the last key of such a path.
    pub(super) fn key(&self, path: &str) -> Place {
        let (value, key) = self.find(path);
        place_of(self.text, key.unwrap_or(value))
    }

    fn find(&self, path: &str) -> (Range<usize>, Option<Range<usize>>) {
        let mut steps = path.split('.');
        let mut found = (self.root.span(), None);
        let first = steps.next().unwrap_or_default();
        let Some((key, value)) = entry(self.root.get_ref(), first) else { return found };
        found = (value.span(), Some(key));
        let mut value = value;
        for step in steps {
            let next = match value.get_ref() {
                DeValue::Table(table) => entry(table, step).map(|(key, value)| (value, Some(key))),
                DeValue::Array(items) => {
                    step.parse::<usize>().ok().and_then(|i| items.get(i)).map(|v| (v, None))
                }
                _ => None,
            };
            let Some((inner, key)) = next else { return found };
            found = (inner.span(), key);
            value = inner;
        }
        found
    }
}

/// Behind which byte of a text the value of a path ends; the end of the text where there is none.
pub(in crate::pack) fn end_of_value(text: &str, path: &str) -> usize {
    let (root, _) = DeTable::parse_recoverable(text);
    Places::new(text, root).find(path).0.end
}

fn entry<'a, 't>(
    table: &'a DeTable<'t>,
    key: &str,
) -> Option<(Range<usize>, &'a Spanned<DeValue<'t>>)> {
    let (key, value) = table.iter().find(|(k, _)| k.get_ref() == key)?;
    Some((key.span(), value))
}

/// The place of the start of a range of bytes.
pub(super) fn place_of(text: &str, range: Range<usize>) -> Place {
    let before = text.get(..range.start).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Place { line: before.matches('\n').count() as u64 + 1, column: line.chars().count() as u64 + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_keys_are_found_and_what_is_missing_points_to_its_holder() {
        let text = "あ = 1\n[t]\nlist = [{ x = 'あ', y = 2 }]\n".replace('あ', "a");
        let root = DeTable::parse(&text).unwrap();
        let places = Places::new(&text, root);
        assert_eq!(places.value("t.list.0.y"), Place { line: 3, column: 24 });
        assert_eq!(places.key("t.list.0.y"), Place { line: 3, column: 20 });
        assert_eq!(places.value("t.list.0.z"), places.value("t.list.0"));
        assert_eq!(place_of("あい\nうえ", 10..11), Place { line: 2, column: 2 });
    }
}
