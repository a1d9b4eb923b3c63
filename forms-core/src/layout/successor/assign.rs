//! Which of the likely pairs stand when all are looked at together.
//!
//! A new procedure goes first to the old one that it fits best. Another old one may share it only
//! where the new one says something that the first does not explain and the other does: that is how
//! a merger shows. Without this rule every abolished procedure would be offered its neighbours.

use super::profile::{Corpus, Name, Profile};
use super::provisions::Renumbering;
use super::score::Comparison;
use super::words::AND_OTHERS;

/// A likely pair: the places of the old and the new procedure, and how they compare.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) old: usize,
    pub(super) new: usize,
    /// Whether the names agree well enough; else the old one can only have been taken in.
    pub(super) by_name: bool,
    pub(super) comparison: Comparison,
}

/// A pair that stands.
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

/// How much worse than the best a pair may be and still be meant as well.
const NEAR: f32 = 0.1;

/// Decides on all pairs. `owners` gives for each new procedure the one that it was before, where it
/// is under the same code.
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
        let merged = owner
            .is_some_and(|owner| explains_more(old, owner, profile, &edge, corpus, renumbering));
        let second_choice = owner.is_some() && !merged;
        let near_own = own.is_some_and(|(_, score)| edge.comparison.score >= score - NEAR);
        let stands = match owner {
            _ if !edge.by_name => merged,
            None => own.is_none_or(|_| near_own) || best_score <= edge.comparison.score + NEAR,
            Some(_) if merged => true,
            // A pair that another takes is shown beside the better one, never alone.
            Some(_) => near_own && owners.get(edge.new).copied().flatten().is_none(),
        };
        if stands {
            assigned.push(Assigned { edge, merged, split: false, second_choice });
        }
    }
    mark(&mut assigned);
    assigned
}

/// For each side the pair it was given when the best pairs chose first.
struct FirstChoices {
    of_old: Vec<Option<(usize, f32)>>,
    of_new: Vec<Option<(usize, f32)>>,
}

/// Lets the best pairs choose first. A new procedure that nobody has chosen then goes to the old
/// one that it fits best, even if that has chosen already: it may be split.
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

/// Whether the new procedure has something of the old one that its owner does not explain: words, a
/// provision, a party or information.
fn explains_more(
    old: &Profile,
    owner: &Profile,
    new: &Profile,
    edge: &Edge,
    corpus: &Corpus,
    renumbering: &Renumbering,
) -> bool {
    let comparison = &edge.comparison;
    let names = (corpus.name(old), corpus.name(owner), corpus.name(new));
    let (Some(old_name), Some(owner_name), Some(new_name)) = names else { return false };
    let words = new_name.words.terms.iter().any(|t| {
        old_name.words.terms.contains(t)
            && !owner_name.words.terms.contains(t)
            && corpus.lexicon.weight(*t) > 0.3
    });
    let bases =
        (corpus.bases.get(old.basis), corpus.bases.get(owner.basis), corpus.bases.get(new.basis));
    let basis = if let (Some(a), Some(b), Some(n)) = bases {
        let of_owner = renumbering.covered(b, n);
        renumbering.covered(a, n).into_iter().any(|p| !of_owner.contains(&p))
            && !of_owner.is_empty()
    } else {
        false
    };
    let same_name = comparison.name.score() >= 0.9;
    let parties = (
        corpus.inquirers.get(old.inquirer),
        corpus.inquirers.get(owner.inquirer),
        corpus.inquirers.get(new.inquirer),
    );
    let party = if let (Some(a), Some(b), Some(n)) = parties {
        n.without(b).any(|p| a.contains(p)) && n.share_any(b)
    } else {
        false
    };
    let asked = (
        corpus.information.get(old.information),
        corpus.information.get(owner.information),
        corpus.information.get(new.information),
    );
    let information = if let (Some(a), Some(b), Some(n)) = asked {
        !a.numbers.is_empty()
            && a.numbers.is_subset(&n.numbers)
            && !a.numbers.is_subset(&b.numbers)
            && comparison.fit.score().is_none_or(|fit| fit >= 0.9)
    } else {
        false
    };
    if !edge.by_name {
        // 「等」 put behind a word says that something was taken in, not what.
        let others = |name: &Name| name.folded.matches(AND_OTHERS).count();
        return basis || others(new_name) > others(owner_name);
    }
    words || basis || (same_name && (party || information))
}

/// Marks splits and mergers.
fn mark(assigned: &mut [Assigned]) {
    let firsts: Vec<(usize, usize)> =
        assigned.iter().filter(|a| !a.second_choice).map(|a| (a.edge.old, a.edge.new)).collect();
    let mut olds = std::collections::HashMap::new();
    let mut news = std::collections::HashMap::new();
    for (old, new) in &firsts {
        *olds.entry(*old).or_insert(0u32) += 1;
        *news.entry(*new).or_insert(0u32) += 1;
    }
    for pair in assigned.iter_mut().filter(|a| !a.second_choice) {
        pair.split = olds.get(&pair.edge.old).is_some_and(|n| *n > 1);
        pair.merged |= news.get(&pair.edge.new).is_some_and(|n| *n > 1);
    }
}
