//! Finds, for each retired procedure, the procedures that may replace it, and the evidence.
//!
//! Codes are opaque serial numbers and rows are renumbered at every revision, so only the content
//! counts: names, affair, provision, parties, information. A new procedure that is fully explained
//! as the successor of one old procedure is no candidate for another; an abolished procedure has no
//! candidate, and that is an answer. docs/layout.md tells how it works and how well.

mod affairs;
mod agreement;
mod assign;
mod difference;
pub(crate) mod document;
mod evidence;
mod index;
mod items;
mod name;
mod nearest;
mod parties;
mod profile;
mod provisions;
mod renumbering;
mod score;
mod title;
mod words;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::code::ProcedureId;
use crate::layout::Procedure;

use affairs::Affairs;
use assign::{Edge, assign};
use index::Index;
use profile::{Corpus, Profile, TextId};
use renumbering::Renumbering;
use score::Scorer;

pub use evidence::{Against, AgainstKind, Evidence, EvidenceKind};

/// A procedure that may replace a retired one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its code.
    pub id: ProcedureId,
    /// Its name.
    pub name: String,
    /// From 0 to 1; only the order means anything.
    pub score: f32,
    /// Facts that speak for it.
    pub evidence: Vec<Evidence>,
    /// Facts that speak against it.
    pub against: Vec<Against>,
}

/// The procedures that a revision leaves to be matched.
#[derive(Debug, Clone, Default)]
pub struct Revised<'l> {
    /// Procedures of the old version that are not in force in the new one.
    pub retired: Vec<Procedure<'l>>,
    /// Procedures that only the new version has.
    pub added: Vec<Procedure<'l>>,
    /// Procedures (old, new) with the same code in both versions and different content.
    pub changed: Vec<(Procedure<'l>, Procedure<'l>)>,
    /// Procedures (old, new) with the same code and the same content in both versions.
    pub unchanged: Vec<(Procedure<'l>, Procedure<'l>)>,
}

/// Maximum number of candidates offered for one procedure.
const OFFERED: usize = 5;

/// Finds the candidates for each retired procedure, best first.
#[must_use]
pub fn find(revised: &Revised<'_>) -> BTreeMap<ProcedureId, Vec<Candidate>> {
    let mut corpus = Corpus::default();
    let mut read = |list: &mut dyn Iterator<Item = Procedure<'_>>| -> Vec<Profile> {
        list.map(|p| corpus.profile(&p)).collect()
    };
    let retired = read(&mut revised.retired.iter().copied());
    // A retired procedure may be merged into one that keeps its code, so changed ones count as new.
    let new = read(
        &mut revised.added.iter().copied().chain(revised.changed.iter().map(|(_, after)| *after)),
    );
    let before = read(&mut revised.changed.iter().map(|(before, _)| *before));
    let kept_before = read(&mut revised.unchanged.iter().map(|(before, _)| *before));
    if retired.is_empty() || new.is_empty() {
        return BTreeMap::new();
    }
    corpus.lexicon.weigh();
    let old = || retired.iter().chain(&before).chain(&kept_before);
    learn_contrasts(&mut corpus, old());
    let affairs = Affairs::learn(&corpus, old(), new.iter().chain(&kept_before));
    let added = revised.added.len();
    let survivors = before.iter().zip(new.iter().skip(added));
    let renumbering = Renumbering::learn(
        certain_pairs(&corpus, &affairs, &retired, new.get(..added).unwrap_or_default())
            .into_iter()
            .chain(survivors.filter(|(b, a)| b.name == a.name && b.affair == a.affair))
            .filter_map(|(old, new)| {
                Some((corpus.bases.get(old.basis)?, corpus.bases.get(new.basis)?))
            })
            // An unchanged procedure cites the same provision as before.
            .chain(kept_before.iter().filter_map(|p| corpus.bases.get(p.basis)).map(|b| (b, b))),
    );
    let mut scorer = Scorer::new(&corpus, renumbering, affairs, old());
    let mut index = Index::new(&corpus, &new);
    let mut edges = Vec::new();
    for (i, old) in retired.iter().enumerate() {
        let basis = corpus.bases.get(old.basis);
        let places = basis.map(|basis| scorer.renumbering.places_of(basis)).unwrap_or_default();
        for j in index.nearest(&corpus, old, &scorer.affairs, &places) {
            let Some(profile) = new.get(j as usize) else { continue };
            let Some(comparison) = scorer.compare(old, profile, &places) else { continue };
            let by_name = comparison.is_candidate();
            if by_name || comparison.may_be_merged() {
                edges.push(Edge { old: i, new: j as usize, by_name, comparison });
            }
        }
    }
    let owners: Vec<Option<&Profile>> =
        std::iter::repeat_n(None, added).chain(before.iter().map(Some)).collect();
    let assigned = assign(edges, &retired, &new, &owners, &corpus, &scorer.renumbering);
    evidence::candidates(assigned, &retired, &new, &corpus, OFFERED)
}

/// Learns from the old version's names which terms distinguish the procedures of an affair.
fn learn_contrasts<'p>(corpus: &mut Corpus, old: impl Iterator<Item = &'p Profile>) {
    let mut names: HashMap<TextId, Vec<TextId>> = HashMap::new();
    for profile in old {
        names.entry(profile.affair).or_default().push(profile.name);
    }
    for names in names.values() {
        let names = names.iter().filter_map(|name| corpus.names.get(*name)).map(|n| &n.words);
        corpus.lexicon.contrast(names);
    }
}

/// Returns the pairs of a retired and an added procedure that are alike except for the provision
/// they cite, if the match is unique. The affair may have been renamed or given to another authority.
fn certain_pairs<'p>(
    corpus: &Corpus,
    affairs: &Affairs,
    retired: &'p [Profile],
    added: &'p [Profile],
) -> Vec<(&'p Profile, &'p Profile)> {
    type Key = (TextId, TextId, TextId);
    let mut seen: HashMap<Key, (Vec<&Profile>, Vec<&Profile>)> = HashMap::new();
    for old in retired {
        seen.entry((old.name, old.affair, old.information)).or_default().0.push(old);
    }
    for new in added {
        seen.entry((new.name, affairs.before(new), new.information)).or_default().1.push(new);
    }
    let named = |p: &Profile| corpus.name(p).is_some_and(|n| !n.folded.is_empty());
    let mut pairs = Vec::new();
    for (old, new) in seen.values() {
        for one in old.iter().filter(|p| named(p)) {
            let same = |p: &&&Profile| p.inquirer == one.inquirer;
            let other = match (
                old.iter().filter(same).count(),
                &*new.iter().filter(same).collect::<Vec<_>>(),
            ) {
                (1, [other]) => Some(**other),
                _ => None,
            };
            let handed = || match (&old[..], &new[..]) {
                ([_], [other]) => affairs.is_handed_over(corpus, one, other).then_some(*other),
                _ => None,
            };
            pairs.extend(other.or_else(handed).map(|other| (*one, other)));
        }
    }
    pairs.sort_unstable_by_key(|(old, _)| old.id);
    pairs
}

#[cfg(test)]
mod tests;
