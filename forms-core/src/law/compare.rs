//! Compares two versions of one instrument: which provision moved, which changed, which is new or
//! gone.

use std::collections::HashMap;

use super::citation::Citation;
use super::ordinance::Ordinance;
use super::path::ProvisionPath;
use super::provision::Provision;
use super::resolve::Index;
use crate::text::squeezed;

/// The change of a provision between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// The same words under the same number.
    Same,
    /// The same words under another number (号ずれ).
    Moved,
    /// Other words under the same number.
    Changed,
    /// Similar words under another number.
    MovedAndChanged,
    /// Only in the new version.
    New,
    /// Only in the old version.
    Gone,
}

/// A provision of the old version and its counterpart in the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing<'a> {
    /// The change between the two.
    pub change: Change,
    /// The provision of the old version.
    pub old: Option<&'a Provision>,
    /// The provision of the new version.
    pub new: Option<&'a Provision>,
}

/// Least similarity (0 to 1) of the words of one provision under another number.
const ALIKE: f32 = 0.75;
/// Least similarity of the words of one provision under the same number.
const ALIKE_IN_PLACE: f32 = 0.4;

/// Pairs the provisions of two versions: those of the old one in its order, then the new ones.
#[must_use]
pub fn compare<'a>(old: &'a Ordinance, new: &'a Ordinance) -> Vec<Pairing<'a>> {
    let partner = partners(&old.provisions, &new.provisions);
    let mut taken = vec![false; new.provisions.len()];
    let mut out = Vec::with_capacity(old.provisions.len());
    for (before, partner) in old.provisions.iter().zip(partner) {
        let Some(after) = partner.and_then(|j| {
            if let Some(flag) = taken.get_mut(j) {
                *flag = true;
            }
            new.provisions.get(j)
        }) else {
            out.push(Pairing { change: Change::Gone, old: Some(before), new: None });
            continue;
        };
        let same_words = words(before) == words(after);
        let change = match (before.path == after.path, same_words) {
            (true, true) => Change::Same,
            (false, true) => Change::Moved,
            (true, false) => Change::Changed,
            (false, false) => Change::MovedAndChanged,
        };
        out.push(Pairing { change, old: Some(before), new: Some(after) });
    }
    let added = new.provisions.iter().zip(taken).filter(|(_, taken)| !taken).map(|(p, _)| p);
    out.extend(added.map(|p| Pairing { change: Change::New, old: None, new: Some(p) }));
    out
}

/// Returns the citation in the new version of the provision that a citation names in the old one, if its number
/// changed.
#[must_use]
pub fn moved_to(old: &Ordinance, new: &Ordinance, citation: &Citation) -> Option<String> {
    let before = Index::new(old).resolve(citation).ok()?.provision;
    Moves::new(old, new).of(before)
}

/// The provisions that moved between two versions. Build it once for many citations.
#[derive(Debug)]
pub struct Moves<'a>(HashMap<&'a ProvisionPath, &'a str>);

impl<'a> Moves<'a> {
    /// Compares two versions.
    #[must_use]
    pub fn new(old: &'a Ordinance, new: &'a Ordinance) -> Self {
        let moved = compare(old, new).into_iter().filter_map(|pairing| {
            let (before, after) = (pairing.old?, pairing.new?);
            (before.path != after.path).then_some((&before.path, after.citation.as_str()))
        });
        Self(moved.collect())
    }

    /// Returns the new citation of a provision of the old version, if its number changed.
    #[must_use]
    pub fn of(&self, before: &Provision) -> Option<String> {
        self.0.get(&before.path).map(|now| (*now).to_owned())
    }
}

/// Returns the words of a provision for comparison: folded to half width, without spaces.
fn words(provision: &Provision) -> String {
    squeezed(&provision.text)
}

/// Returns for each old provision the index of its partner among the new ones.
fn partners(old: &[Provision], new: &[Provision]) -> Vec<Option<usize>> {
    let mut pairs = Pairs { partner: vec![None; old.len()], taken: vec![false; new.len()] };
    let places: HashMap<_, usize> = new.iter().enumerate().map(|(j, p)| (&p.path, j)).collect();
    let new_words: Vec<String> = new.iter().map(words).collect();
    let old_words: Vec<String> = old.iter().map(words).collect();
    // The same words in the same place, then the same words elsewhere in their order.
    for (i, (provision, said)) in old.iter().zip(&old_words).enumerate() {
        if let Some(&j) = places.get(&provision.path)
            && new_words.get(j) == Some(said)
        {
            pairs.join(i, j);
        }
    }
    let mut by_words: HashMap<&str, Vec<usize>> = HashMap::new();
    for (j, said) in new_words.iter().enumerate().rev() {
        by_words.entry(said).or_default().push(j);
    }
    for (i, (provision, said)) in old.iter().zip(&old_words).enumerate() {
        if pairs.is_open(i) && !provision.deleted {
            let waiting = by_words.get_mut(said.as_str());
            let next =
                waiting.and_then(|w| std::iter::from_fn(|| w.pop()).find(|j| pairs.is_free(*j)));
            if let Some(j) = next {
                pairs.join(i, j);
            }
        }
    }
    alike_in_place(old, &old_words, &new_words, &places, &mut pairs);
    alike_elsewhere(old, new, &old_words, &new_words, &mut pairs);
    pairs.partner
}

struct Pairs {
    partner: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    fn join(&mut self, i: usize, j: usize) {
        if let (Some(partner), Some(taken)) = (self.partner.get_mut(i), self.taken.get_mut(j)) {
            *partner = Some(j);
            *taken = true;
        }
    }

    fn is_open(&self, i: usize) -> bool {
        self.partner.get(i).is_some_and(Option::is_none)
    }

    fn is_free(&self, j: usize) -> bool {
        self.taken.get(j) == Some(&false)
    }
}

fn alike_in_place(
    old: &[Provision],
    old_words: &[String],
    new_words: &[String],
    places: &HashMap<&super::ProvisionPath, usize>,
    pairs: &mut Pairs,
) {
    for (i, (provision, said)) in old.iter().zip(old_words).enumerate() {
        let Some(&j) = places.get(&provision.path) else { continue };
        if pairs.is_open(i)
            && pairs.is_free(j)
            && new_words.get(j).is_some_and(|n| likeness(said, n) >= ALIKE_IN_PLACE)
        {
            pairs.join(i, j);
        }
    }
}

/// Pairs provisions that moved and changed a little; candidates share at least one rare pair of characters.
fn alike_elsewhere(
    old: &[Provision],
    new: &[Provision],
    old_words: &[String],
    new_words: &[String],
    pairs: &mut Pairs,
) {
    const COMMON: usize = 24;
    let mut holders: HashMap<(char, char), Vec<usize>> = HashMap::new();
    for (j, said) in new_words.iter().enumerate() {
        if pairs.is_free(j) && new.get(j).is_some_and(|p| !p.deleted) {
            for pair in bigrams(said) {
                holders.entry(pair).or_default().push(j);
            }
        }
    }
    for (i, (provision, said)) in old.iter().zip(old_words).enumerate() {
        if !pairs.is_open(i) || provision.deleted {
            continue;
        }
        let mut candidates: Vec<usize> = bigrams(said)
            .filter_map(|pair| holders.get(&pair))
            .filter(|who| who.len() <= COMMON)
            .flatten()
            .copied()
            .filter(|j| pairs.is_free(*j))
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let best = candidates
            .into_iter()
            .filter_map(|j| new_words.get(j).map(|n| (likeness(said, n), j)))
            .filter(|(score, _)| *score >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, j)) = best {
            pairs.join(i, j);
        }
    }
}

fn bigrams(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1))
}

/// Returns the share of pairs of neighbouring characters that two texts have in common, from 0 to 1.
fn likeness(a: &str, b: &str) -> f32 {
    let mut counts: HashMap<(char, char), i32> = HashMap::new();
    for pair in bigrams(a) {
        *counts.entry(pair).or_default() += 1;
    }
    let shared = bigrams(b)
        .filter(|pair| {
            counts.get_mut(pair).is_some_and(|n| {
                *n -= 1;
                *n >= 0
            })
        })
        .count();
    let total = bigrams(a).count() + bigrams(b).count();
    if total == 0 { f32::from(u8::from(a == b)) } else { 2.0 * shared as f32 / total as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::ordinance::parse;

    const OLD: &str = "第1条 次に掲げる事務を教育長に委任する。\n(1) 奨学金の貸与に関すること。\n(2) 図書館の管理に関すること。\n(3) 学校給食の実施に関すること。\n(4) 体育館の使用の許可に関すること。\n第2条 教育長は、報告する。\n";

    #[test]
    fn what_moved_what_changed_what_is_new_and_what_is_gone() {
        let new = parse(
            "第1条 次に掲げる事務を教育長に委任する。\n(1) 奨学金の貸与に関すること。\n(2) 児童館の運営に関すること。\n(3) 図書館の管理に関すること。\n(4) 学校給食及び食育の実施に関すること。\n第2条 教育長は、毎月報告する。\n",
        );
        let old = parse(OLD);
        let told: Vec<(Change, Option<&str>, Option<&str>)> = compare(&old, &new)
            .iter()
            .map(|p| {
                (p.change, p.old.map(|o| o.citation.as_str()), p.new.map(|n| n.citation.as_str()))
            })
            .collect();
        let head = "第1条第1項";
        let item = |n: u32| format!("第1条第1項第{n}号");
        let (i1, i2, i3, i4) = (item(1), item(2), item(3), item(4));
        assert_eq!(
            told,
            [
                (Change::Same, Some(head), Some(head)),
                (Change::Same, Some(i1.as_str()), Some(i1.as_str())),
                (Change::Moved, Some(i2.as_str()), Some(i3.as_str())),
                (Change::MovedAndChanged, Some(i3.as_str()), Some(i4.as_str())),
                (Change::Gone, Some(i4.as_str()), None),
                (Change::Changed, Some("第2条第1項"), Some("第2条第1項")),
                (Change::New, None, Some(i2.as_str())),
            ]
        );
    }

    #[test]
    fn a_version_is_the_same_as_itself() {
        let old = parse(OLD);
        let pairs = compare(&old, &old);
        assert!(pairs.iter().all(|p| p.change == Change::Same));
        assert_eq!(pairs.len(), old.provisions.len());
        assert!(pairs.len() > 3, "{}", pairs.len());
    }
}
