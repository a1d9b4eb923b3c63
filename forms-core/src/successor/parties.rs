//! The parties of a procedure: inquirers (情報照会者) and providers (情報提供者).

use std::collections::BTreeSet;

use super::name::fold;
use crate::text::enumeration::{CONJUNCTIONS, SEPARATORS};

/// The organisations that texts name, such as 都道府県知事又は市町村長.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parties {
    names: BTreeSet<String>,
}

impl Parties {
    /// Reads the names in texts, without remarks in brackets and without 等 at their ends.
    pub(super) fn read<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut names = BTreeSet::new();
        for text in texts {
            let mut plain = without_brackets(&fold(text));
            for join in CONJUNCTIONS.iter().chain(&SEPARATORS) {
                plain = plain.replace(join, "\n");
            }
            let parts = plain.split('\n').map(|name| name.strip_suffix('等').unwrap_or(name));
            names.extend(parts.filter(|n| !n.is_empty()).map(str::to_owned));
        }
        Self { names }
    }

    /// Takes in the names of another.
    pub(super) fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names that the other lacks.
    pub(super) fn without<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = &'s String> {
        self.names.difference(&other.names)
    }

    pub(super) fn share_any(&self, other: &Self) -> bool {
        !self.names.is_disjoint(&other.names)
    }

    /// The agreement: 1 for the same names, 0.8 if one contains the other, 0.6 if some are shared, 0 if
    /// none is; `None` if one names nobody.
    pub(super) fn agreement(&self, other: &Self) -> Option<f32> {
        if self.is_empty() || other.is_empty() {
            None
        } else if self == other {
            Some(1.0)
        } else if self.names.is_subset(&other.names) || other.names.is_subset(&self.names) {
            Some(0.8)
        } else if self.share_any(other) {
            Some(0.6)
        } else {
            Some(0.0)
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Returns whether one of the names contains a term.
    pub(super) fn mentions(&self, term: &str) -> bool {
        self.names.iter().any(|name| name.contains(term))
    }

    pub(super) fn shown(&self) -> String {
        self.names.iter().map(String::as_str).collect::<Vec<_>>().join("、")
    }
}

/// Removes brackets, nested ones too, and what they enclose.
fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_are_read_apart_and_compared() {
        let read = |text| Parties::read([text]);
        let both = read("都道府県知事又は市町村長（特別区の区長を含む。）");
        assert_eq!(both.shown(), "市町村長、都道府県知事");
        assert_eq!(both.agreement(&read("市町村長")), Some(0.8));
        assert_eq!(read("都道府県知事等").agreement(&read("都道府県知事")), Some(1.0));
        assert_eq!(read("都道府県知事").agreement(&read("市町村長")), Some(0.0));
        assert_eq!(both.agreement(&read("市町村長及び厚生労働大臣")), Some(0.6));
        assert_eq!(both.agreement(&read("　")), None);
    }
}
