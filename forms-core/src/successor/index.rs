//! An inverted index of the new procedures, so that an old one is compared only with those that
//! share a distinctive feature with it.

use std::collections::HashMap;

use super::affairs::Affairs;
use super::nearest::{MOST, Nearest};
use super::profile::{Corpus, Profile, TextId};
use super::provisions::Provision;
use super::renumbering::Places;
use super::words::TermId;

/// A feature that procedures can share.
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

/// The new procedures, by feature and by provision.
pub(super) struct Index<'c> {
    places: HashMap<Feature, Vec<u32>>,
    provisions: HashMap<&'c Provision, Vec<u32>>,
    nearest: Nearest,
}

impl<'c> Index<'c> {
    pub(super) fn new(corpus: &'c Corpus, profiles: &[Profile]) -> Self {
        let mut places: HashMap<Feature, Vec<u32>> = HashMap::new();
        let mut provisions: HashMap<&Provision, Vec<u32>> = HashMap::new();
        let list = |list: &mut Vec<u32>, i: u32| {
            if list.len() <= MOST && list.last() != Some(&i) {
                list.push(i);
            }
        };
        for (i, profile) in (0u32..).zip(profiles) {
            for provision in corpus.bases.get(profile.basis).iter().flat_map(|b| &b.provisions) {
                list(provisions.entry(provision).or_default(), i);
            }
            each_feature(corpus, profile, &[profile.affair], |feature, _| {
                list(places.entry(feature).or_default(), i);
            });
        }
        Self { places, provisions, nearest: Nearest::new(profiles.len()) }
    }

    /// Returns the indexes of the new procedures that share most with an old one, in ascending order.
    /// They are of its own affair, if that continues, or cite one of `places`, the provisions that its
    /// own may have become.
    pub(super) fn nearest(
        &mut self,
        corpus: &Corpus,
        profile: &Profile,
        affairs: &Affairs,
        places: &Places,
    ) -> Vec<u32> {
        for list in places.all().filter_map(|place| self.provisions.get(place)) {
            self.nearest.add(list, 2.0);
        }
        let within_affair = affairs.continues(corpus, profile);
        let names: Vec<TextId> = std::iter::once(profile.affair)
            .chain(affairs.became(profile).iter().copied())
            .collect();
        each_feature(corpus, profile, &names, |feature, weight| {
            if (!within_affair || feature.is_within_affair())
                && let Some(list) = self.places.get(&feature)
            {
                self.nearest.add(list, weight);
            }
        });
        self.nearest.take()
    }
}

/// Calls `each` with every feature that a procedure has in one of these affairs and its weight.
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
