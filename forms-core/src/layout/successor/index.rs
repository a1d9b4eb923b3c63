//! An inverted index over the new procedures, so that an old one is compared with those only that
//! share something telling with it.

use std::collections::HashMap;

use super::affairs::Affairs;
use super::profile::{Corpus, Profile, TextId};
use super::provisions::{Places, Provision};
use super::words::TermId;

/// What procedures can share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Feature {
    Name(TextId),
    NameInAffair(TextId, TextId),
    Term(TermId),
    TermInAffair(TermId, TextId),
    Basis(TextId),
    BasisInAffair(TextId, TextId),
    Affair(TextId),
}

impl Feature {
    fn is_within_affair(self) -> bool {
        match self {
            Self::NameInAffair(..)
            | Self::TermInAffair(..)
            | Self::BasisInAffair(..)
            | Self::Affair(_) => true,
            Self::Name(_) | Self::Term(_) | Self::Basis(_) => false,
        }
    }
}

/// A feature that more procedures have says too little to look them all up.
const MOST: usize = 192;

/// How many procedures are compared in full with each old one.
const KEPT: usize = 20;

/// The new procedures by what they can share with an old one.
pub(super) struct Index<'c> {
    places: HashMap<Feature, Vec<u32>>,
    provisions: HashMap<&'c Provision, Vec<u32>>,
    scores: Vec<f32>,
}

impl<'c> Index<'c> {
    pub(super) fn new(corpus: &'c Corpus, profiles: &[Profile]) -> Self {
        let mut places: HashMap<Feature, Vec<u32>> = HashMap::new();
        let mut provisions: HashMap<&Provision, Vec<u32>> = HashMap::new();
        for (i, profile) in (0u32..).zip(profiles) {
            for provision in corpus.bases.get(profile.basis).iter().flat_map(|b| &b.provisions) {
                provisions.entry(provision).or_default().push(i);
            }
            each_feature(corpus, profile, &[profile.affair], |feature, _| {
                let list = places.entry(feature).or_default();
                if list.len() <= MOST && list.last() != Some(&i) {
                    list.push(i);
                }
            });
        }
        Self { places, provisions, scores: vec![0.0; profiles.len()] }
    }

    /// The procedures that share most with an old one, in the order of the new ones; only those of
    /// its own affair where that lives on, and those that rest on one of `places`, where its provisions
    /// may stand now.
    pub(super) fn nearest(
        &mut self,
        corpus: &Corpus,
        profile: &Profile,
        affairs: &Affairs,
        places: &Places,
    ) -> Vec<u32> {
        let mut touched: Vec<u32> = Vec::new();
        let (lists, scores) = (&self.places, &mut self.scores);
        let mut add = |list: &Vec<u32>, weight: f32| {
            for i in list {
                if let Some(score) = scores.get_mut(*i as usize) {
                    if *score == 0.0 {
                        touched.push(*i);
                    }
                    *score += weight;
                }
            }
        };
        for place in places.all() {
            self.provisions.get(place).into_iter().for_each(|list| add(list, 2.0));
        }
        let within_affair = affairs.lives_on(corpus, profile);
        let names: Vec<TextId> = std::iter::once(profile.affair)
            .chain(affairs.became(profile).iter().copied())
            .collect();
        each_feature(corpus, profile, &names, |feature, weight| {
            if within_affair && !feature.is_within_affair() {
                return;
            }
            if let Some(list) = lists.get(&feature).filter(|l| l.len() <= MOST) {
                add(list, weight);
            }
        });
        let score = |i: &u32| self.scores.get(*i as usize).copied().unwrap_or(0.0);
        if touched.len() > KEPT {
            touched
                .select_nth_unstable_by(KEPT, |a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        }
        let mut kept: Vec<u32> = touched.iter().take(KEPT).copied().collect();
        for i in touched {
            if let Some(score) = self.scores.get_mut(i as usize) {
                *score = 0.0;
            }
        }
        kept.sort_unstable();
        kept
    }
}

/// Every feature of a procedure in one of these affairs, with the weight of sharing it.
fn each_feature(
    corpus: &Corpus,
    profile: &Profile,
    affairs: &[TextId],
    mut each: impl FnMut(Feature, f32),
) {
    each(Feature::Name(profile.name), 3.0);
    each(Feature::Basis(profile.basis), 1.0);
    for affair in affairs {
        each(Feature::NameInAffair(profile.name, *affair), 8.0);
        each(Feature::BasisInAffair(profile.basis, *affair), 2.0);
        each(Feature::Affair(*affair), 0.5);
    }
    for term in corpus.name(profile).iter().flat_map(|n| &n.words.terms) {
        let weight = corpus.lexicon.weight(*term);
        each(Feature::Term(*term), 0.5 * weight);
        for affair in affairs {
            each(Feature::TermInAffair(*term, *affair), weight);
        }
    }
}
