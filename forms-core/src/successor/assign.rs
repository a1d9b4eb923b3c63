//! Decides which of the possible pairs of an old and a new procedure are kept.
//!
//! A new procedure goes first to the old one that it fits best. Another old one may share it only
//! if the new one has something that the first does not explain and the other does: a merger.
//! Without this rule every abolished procedure would be offered its neighbours.

use std::collections::HashMap;

use super::agreement::MatchedItem;
use super::name::without_remarks;
use super::profile::{Corpus, Name, Profile};
use super::provisions::Provision;
use super::renumbering::Renumbering;
use super::score::Comparison;
use super::words::AND_OTHERS;

/// A possible pair: the indexes of the old and the new procedure, and their comparison.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) old: usize,
    pub(super) new: usize,
    /// True if the names agree well enough; otherwise the old one can only have been merged in.
    pub(super) by_name: bool,
    pub(super) comparison: Comparison,
}

/// A pair that is kept.
#[derive(Debug, Clone)]
pub(super) struct Assigned {
    pub(super) edge: Edge,
    /// Other old procedures become part of the same new one.
    pub(super) merged: bool,
    /// The old procedure becomes several new ones.
    pub(super) split: bool,
    /// The new procedure fits another old one better.
    pub(super) second_choice: bool,
}

/// Maximum difference in score to the best pair for a pair to be kept as well.
const NEAR: f32 = 0.1;

/// Decides on all pairs. `owners` has for each new procedure its own old version, if it kept its
/// code.
pub(super) fn assign(
    mut edges: Vec<Edge>,
    retired: &[Profile],
    new: &[Profile],
    owners: &[Option<&Profile>],
    corpus: &Corpus,
    renumbering: &Renumbering,
) -> Vec<Assigned> {
    edges.sort_by(|a, b| {
        b.comparison.score.total_cmp(&a.comparison.score).then((a.old, a.new).cmp(&(b.old, b.new)))
    });
    let first = first_choices(&edges, retired.len(), owners);
    let mut assigned: Vec<Assigned> = Vec::new();
    let mut taken_in: HashMap<usize, Vec<&Profile>> = HashMap::new();
    for edge in edges {
        let Some(profile) = new.get(edge.new) else { continue };
        let own = first.of_old.get(edge.old).copied().flatten();
        let (best_old, best_score) = match first.of_new.get(edge.new).copied().flatten() {
            Some((old, score)) => (Some(old), score),
            None => (None, 0.0),
        };
        let owner = match owners.get(edge.new).copied().flatten() {
            Some(before) => Some(before),
            None => best_old.filter(|old| *old != edge.old).and_then(|old| retired.get(old)),
        };
        let Some(old) = retired.get(edge.old) else { continue };
        let near_own = own.is_some_and(|(_, score)| edge.comparison.score >= score - NEAR);
        let better_than_own = own.is_none_or(|(_, score)| edge.comparison.score > score);
        if own.is_some() && owner.is_some() && !near_own {
            continue;
        }
        // A procedure that has its own successor was not merged into a worse match.
        let merged = owner.filter(|_| better_than_own).is_some_and(|owner| {
            let taken = taken_in.entry(edge.new).or_default();
            let mut explained_by = vec![owner];
            explained_by.extend(taken.iter().copied());
            let merger = Merger { corpus, renumbering, explained_by: &explained_by, new: profile };
            let merged = merger.takes_in(old, &edge);
            if merged {
                taken.push(old);
            }
            merged
        });
        let second_choice = owner.is_some() && !merged;
        let is_kept = match owner {
            _ if !edge.by_name => merged,
            None => own.is_none_or(|_| near_own) || best_score <= edge.comparison.score + NEAR,
            Some(_) if merged => true,
            // A pair whose new procedure goes to another is shown next to a better pair, never alone.
            Some(_) => near_own && owners.get(edge.new).copied().flatten().is_none(),
        };
        if is_kept {
            assigned.push(Assigned { edge, merged, split: false, second_choice });
        }
    }
    mark(&mut assigned);
    assigned
}

/// The partner and the score that each side got when pairs were taken from the best down.
struct FirstChoices {
    of_old: Vec<Option<(usize, f32)>>,
    of_new: Vec<Option<(usize, f32)>>,
}

/// Takes pairs from the best down. A new procedure that is left then goes to the old one that it
/// fits best, even if that has a partner already: it may have been split.
fn first_choices(edges: &[Edge], old: usize, owners: &[Option<&Profile>]) -> FirstChoices {
    let mut of_old = vec![None; old];
    let mut of_new = vec![None; owners.len()];
    let mut best_of_new: Vec<f32> = vec![0.0; owners.len()];
    for edge in edges {
        if let Some(best) = best_of_new.get_mut(edge.new)
            && edge.by_name
        {
            *best = best.max(edge.comparison.score);
        }
    }
    let free = |new: usize| owners.get(new).is_some_and(Option::is_none);
    for edge in edges.iter().filter(|e| free(e.new)) {
        let best = best_of_new.get(edge.new).copied().unwrap_or(0.0);
        if let (Some(mine @ None), Some(its @ None)) =
            (of_old.get_mut(edge.old), of_new.get_mut(edge.new))
            && edge.by_name
            && edge.comparison.score >= best - NEAR
        {
            *mine = Some((edge.new, edge.comparison.score));
            *its = Some((edge.old, edge.comparison.score));
        }
    }
    for edge in edges.iter().filter(|e| free(e.new)) {
        if let Some(its @ None) = of_new.get_mut(edge.new)
            && edge.by_name
        {
            *its = Some((edge.old, edge.comparison.score));
        }
    }
    FirstChoices { of_old, of_new }
}

/// Looks for parts of a new procedure that come from an old one and that no other explains.
struct Merger<'m> {
    corpus: &'m Corpus,
    renumbering: &'m Renumbering,
    /// The procedures that explain parts of it already; the first is its owner.
    explained_by: &'m [&'m Profile],
    new: &'m Profile,
}

/// How the provisions of a new procedure are covered by an old one and by those that explain it
/// already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coverage {
    /// One that is not explained yet is the old one's.
    Open,
    /// One is not explained yet, and it is not the old one's.
    Others,
    /// It cites several, and all are explained without the old one.
    All,
    /// Nothing follows from the provisions.
    Nothing,
}

impl Merger<'_> {
    fn takes_in(&self, old: &Profile, edge: &Edge) -> bool {
        let comparison = &edge.comparison;
        // A procedure that is merged in brings its inquirer with it.
        if comparison.inquirer == Some(0.0) {
            return false;
        }
        let coverage = self.coverage(old);
        if !edge.by_name {
            return coverage == Coverage::Open
                || coverage != Coverage::Others && self.gained_and_others();
        }
        if coverage == Coverage::All {
            return false;
        }
        let same_name = comparison.name.score() >= 0.9;
        let same_provision = comparison.fit.score().is_none_or(|fit| fit >= 0.9);
        self.has_words_of(old, edge)
            || coverage == Coverage::Open
            || same_name
                && (self.has_party_of(old) || same_provision && self.has_information_of(old))
    }

    fn owner(&self) -> Option<&Profile> {
        self.explained_by.first().copied()
    }

    /// Returns whether the new name has words of the old name that the owner's name lacks.
    fn has_words_of(&self, old: &Profile, edge: &Edge) -> bool {
        let owner = self.owner().and_then(|owner| self.corpus.name(owner));
        let (Some(old), Some(owner), Some(new)) =
            (self.corpus.name(old), owner, self.corpus.name(self.new))
        else {
            return false;
        };
        let lexicon = &self.corpus.lexicon;
        let own = |t| {
            old.words.terms.contains(t)
                && !owner.words.terms.contains(t)
                && !owner.content.contains(lexicon.text(*t))
        };
        let whole = |name: &Name| !old.folded.is_empty() && name.folded.contains(&old.folded);
        new.words.terms.iter().any(|t| own(t) && lexicon.weight(*t) > 0.25)
            || whole(new) && !whole(owner)
            || self.has_own_item(&edge.comparison)
    }

    /// Returns whether the old name matches a list item of the new name that no other matches.
    fn has_own_item(&self, comparison: &Comparison) -> bool {
        let item = |p: &&Profile| {
            let (old, new) = (self.corpus.name(p)?, self.corpus.name(self.new)?);
            let shared = self.corpus.affairs_of(p, self.new);
            let lexicon = &self.corpus.lexicon;
            lexicon.compare(&old.words, &new.words, &shared, |_| false, |_| false).item
        };
        let own = comparison.name.item.filter(|item| matches!(item, MatchedItem::New(_)));
        own.is_some()
            && comparison.name.score() >= 0.9
            && self.explained_by.iter().all(|p| item(p).is_some_and(|its| Some(its) != own))
    }

    /// Returns the provisions of the new procedure that an old one explains.
    fn covered(&self, by: &Profile) -> Vec<&Provision> {
        let basis = |p: &Profile| self.corpus.bases.get(p.basis);
        let both = basis(by).zip(basis(self.new));
        both.map_or(Vec::new(), |(by, new)| self.renumbering.places_of(by).covered(new))
    }

    /// Returns how the provisions of the new procedure are covered.
    fn coverage(&self, old: &Profile) -> Coverage {
        let new = self.corpus.bases.get(self.new.basis).map_or(0, |new| new.provisions.len());
        let mut explained: Vec<&Provision> =
            self.explained_by.iter().flat_map(|p| self.covered(p)).collect();
        explained.sort_unstable();
        explained.dedup();
        let own = self.covered(old);
        match explained.len() {
            0 => Coverage::Nothing,
            count if count < new => {
                let is_open = own.iter().any(|p| explained.binary_search(p).is_err());
                if is_open { Coverage::Open } else { Coverage::Others }
            }
            1 => Coverage::Nothing,
            _ if own.is_empty() => Coverage::All,
            _ => Coverage::Nothing,
        }
    }

    /// Returns whether the new name has more 「等」 than the owner's: something was merged in, which may
    /// be the first procedure that fits.
    fn gained_and_others(&self) -> bool {
        // 等 in a remark after the name does not count: 「（都道府県知事等への照会）」.
        let others = |p: &Profile| {
            let name = self.corpus.name(p).map_or("", |n| without_remarks(&n.folded));
            name.matches(AND_OTHERS).count()
        };
        self.explained_by.len() == 1 && self.owner().is_some_and(|o| others(self.new) > others(o))
    }

    fn has_party_of(&self, old: &Profile) -> bool {
        let of = |p: &Profile| self.corpus.inquirers.get(p.inquirer);
        let (Some(old), Some(owner), Some(new)) =
            (of(old), self.owner().and_then(of), of(self.new))
        else {
            return false;
        };
        new.without(owner).any(|p| old.contains(p)) && new.share_any(owner)
    }

    fn has_information_of(&self, old: &Profile) -> bool {
        let of = |p: &Profile| self.corpus.information.get(p.information);
        match (of(old), self.owner().and_then(of), of(self.new)) {
            (Some(old), Some(owner), Some(new)) => old.is_only_in(new, owner),
            _ => false,
        }
    }
}

/// Marks splits and mergers.
fn mark(assigned: &mut [Assigned]) {
    let firsts: Vec<(usize, usize)> =
        assigned.iter().filter(|a| !a.second_choice).map(|a| (a.edge.old, a.edge.new)).collect();
    let mut olds = HashMap::new();
    let mut news = HashMap::new();
    for (old, new) in &firsts {
        *olds.entry(*old).or_insert(0u32) += 1;
        *news.entry(*new).or_insert(0u32) += 1;
    }
    for pair in assigned.iter_mut().filter(|a| !a.second_choice) {
        pair.split = olds.get(&pair.edge.old).is_some_and(|n| *n > 1);
        pair.merged |= news.get(&pair.edge.new).is_some_and(|n| *n > 1);
    }
}
