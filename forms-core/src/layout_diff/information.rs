//! New versions of kinds of information (特定個人情報), and how their copies (副本) must follow.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::code::InformationNumber;
use crate::finding::Lang;
use crate::layout::Layout;
use crate::pack::Pack;

/// A kind of information whose version a revision changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationRevision {
    /// 特定個人情報番号.
    pub number: InformationNumber,
    /// 特定個人情報名.
    pub name: String,
    /// Its old version, such as `4.0`.
    pub old: String,
    /// Its new version.
    pub new: String,
    /// 副本登録のパターン: 1 nothing to do, 2 past data too, 3 from the date on; `None` if the pack has
    /// none for this version.
    pub pattern: Option<u8>,
}

impl InformationRevision {
    /// The pattern in words; empty if the pack has none.
    #[must_use]
    pub fn meaning<'p>(&self, pack: &'p Pack, lang: Lang) -> &'p str {
        let pattern = self.pattern.unwrap_or(0).to_string();
        pack.revision.copy_patterns.get(&pattern).map_or("", |text| text.get(lang))
    }
}

/// The kinds of information that both layouts have in different versions, in the order of numbers.
#[must_use]
pub fn information_revisions(old: &Layout, new: &Layout, pack: &Pack) -> Vec<InformationRevision> {
    let (before, after) = (versions(old), versions(new));
    let mut revised = Vec::new();
    for (number, (name, versions)) in after {
        let Some((_, earlier)) = before.get(&number).filter(|(_, v)| *v != versions) else {
            continue;
        };
        let joined = |v: &BTreeSet<&str>| v.iter().copied().collect::<Vec<_>>().join("、");
        let known = pack.revision.information.iter().find(|change| {
            change.number.to_string() == number.to_string()
                && versions.contains(change.version.as_str())
                && !earlier.contains(change.version.as_str())
        });
        revised.push(InformationRevision {
            number,
            name: name.to_owned(),
            old: joined(earlier),
            new: joined(&versions),
            pattern: known.map(|k| k.pattern).filter(|p| *p > 0),
        });
    }
    revised
}

type Versions<'l> = BTreeMap<InformationNumber, (&'l str, BTreeSet<&'l str>)>;

fn versions(layout: &Layout) -> Versions<'_> {
    let mut versions = Versions::new();
    for row in layout.rows() {
        if let Some(number) = row.information_number
            && !row.version.is_empty()
        {
            let entry = versions.entry(number).or_insert((&row.information_name, BTreeSet::new()));
            entry.1.insert(&row.version);
        }
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::TableKind;
    use crate::table::read_csv;

    fn layout(rows: &str) -> Layout {
        let text =
            format!("事務手続コード,事務手続名,特定個人情報番号,特定個人情報名,版番号\n{rows}");
        let table = read_csv(text.as_bytes(), TableKind::Layout, Pack::standard()).unwrap();
        Layout::from_table(&table)
    }

    #[test]
    fn a_new_version_says_how_its_copies_follow_and_the_same_version_nothing() {
        let id = "JT01010000000001,認定";
        let old =
            layout(&format!("{id},2,地方税,4.0\n{id},16,児童扶養手当,3.1\n{id},15,生活保護,5.1\n"));
        let new = layout(&format!(
            "{id},2,地方税,4.1\n{id},16,児童扶養手当,4.0\n{id},15,生活保護,5.1\n{id},72,船員,9.9\n"
        ));
        let pack = Pack::standard();
        let revised = information_revisions(&old, &new, pack);
        let seen: Vec<_> = revised
            .iter()
            .map(|r| (r.number.to_string(), r.old.as_str(), r.new.as_str(), r.pattern))
            .collect();
        assert_eq!(
            seen,
            [("2".into(), "4.0", "4.1", Some(3)), ("16".into(), "3.1", "4.0", Some(2))]
        );
        assert!(revised[1].meaning(pack, Lang::Ja).contains("過去の分"));
        let unknown = InformationRevision { pattern: None, ..revised[0].clone() };
        assert!(unknown.meaning(pack, Lang::Ja).contains("確認"));
    }
}
