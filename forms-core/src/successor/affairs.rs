//! Finds the affairs (事務) that continue in the new version under another name or authority.
//!
//! A successor is searched within the procedure's own affair. If a revision renames an affair (its
//! law got a short name or another title, it grew or was merged) or gives it to another authority,
//! all its procedures change in the same way, and together they show it.

use std::collections::{HashMap, HashSet};

use super::nearest::Nearest;
use super::parties::Parties;
use super::profile::{Corpus, Name, Profile, TextId};
use super::words::{Lexicon, TermId};

/// The affairs of both versions.
#[derive(Default)]
pub(super) struct Affairs {
    old: HashMap<TextId, Affair>,
    new: HashMap<TextId, Affair>,
    /// For each old affair that is gone, the new ones that it became.
    became: HashMap<TextId, Vec<TextId>>,
    /// The new affairs that an old affair of another name became.
    renewed: HashSet<TextId>,
    /// For each new affair that an old one became, that old one, if there is exactly one.
    was: HashMap<TextId, TextId>,
}

/// The procedures' names and the inquirers of an affair in one version.
#[derive(Default)]
struct Affair {
    names: HashSet<TextId>,
    inquirers: Parties,
}

/// Minimum share of the smaller affair's procedure names that the other must have too.
const MIN_SHARED_PART: f32 = 0.6;

/// Minimum number of procedure names that both affairs must have.
const MIN_SHARED_NAMES: usize = 3;

/// Minimum similarity of a gone and a new affair's names to count as a renaming.
const RENAMED_SIMILARITY: f32 = 0.8;

/// Minimum similarity of two affairs' names if only their procedures show a renaming.
const MIN_NAME_SIMILARITY: f32 = 0.25;

impl Affairs {
    /// Reads the affairs of both versions and finds those that were renamed.
    pub(super) fn learn<'p>(
        corpus: &Corpus,
        old: impl Iterator<Item = &'p Profile>,
        new: impl Iterator<Item = &'p Profile>,
    ) -> Self {
        let mut affairs = Self {
            old: read_affairs(corpus, old),
            new: read_affairs(corpus, new),
            ..Self::default()
        };
        affairs.find_renamed(corpus);
        affairs
    }

    /// Returns whether the affair of an old procedure is in the new version under the same name with
    /// the same inquirer: several funds may have affairs of one name.
    pub(super) fn continues(&self, corpus: &Corpus, old: &Profile) -> bool {
        is_there(&self.new, corpus, old)
            || !self.became.contains_key(&old.affair) && self.new.contains_key(&old.affair)
    }

    /// Returns whether the affair of a new procedure was in the old version under the same name.
    fn existed_before(&self, corpus: &Corpus, new: &Profile) -> bool {
        is_there(&self.old, corpus, new)
            || !self.renewed.contains(&new.affair) && self.old.contains_key(&new.affair)
    }

    /// The new names of an old procedure's affair.
    pub(super) fn became(&self, old: &Profile) -> &[TextId] {
        self.became.get(&old.affair).map_or(&[], Vec::as_slice)
    }

    /// The old name of a new procedure's affair; the current one if it was not renamed.
    pub(super) fn before(&self, new: &Profile) -> TextId {
        self.was.get(&new.affair).copied().unwrap_or(new.affair)
    }

    /// Returns whether an old affair became a new one of another name.
    pub(super) fn is_renamed(&self, old: TextId, new: TextId) -> bool {
        self.became.get(&old).is_some_and(|names| names.contains(&new))
    }

    /// Returns whether two affairs of different names are different affairs: the old one still exists,
    /// or the new one existed before.
    pub(super) fn are_distinct(&self, corpus: &Corpus, old: &Profile, new: &Profile) -> bool {
        old.affair != new.affair
            && (self.continues(corpus, old) || self.existed_before(corpus, new))
    }

    /// Returns whether the new procedure's inquirer replaced the old one's: none of the old inquirers
    /// is left in the affair, and none of the new ones was in it before.
    pub(super) fn is_handed_over(&self, corpus: &Corpus, old: &Profile, new: &Profile) -> bool {
        let of = |p: &Profile| corpus.inquirers.get(p.inquirer);
        let (Some(from), Some(to)) = (of(old), of(new)) else { return false };
        let (Some(before), Some(after)) = (self.old.get(&old.affair), self.new.get(&new.affair))
        else {
            return false;
        };
        let known = !from.is_empty() && !to.is_empty();
        known && !after.inquirers.share_any(from) && !before.inquirers.share_any(to)
    }

    fn find_renamed(&mut self, corpus: &Corpus) {
        let gone = only_in(&self.old, &self.new);
        let come = only_in(&self.new, &self.old);
        let name = |id: TextId| corpus.affairs.get(id).filter(|n| !n.folded.is_empty());
        // The number of affairs in both versions that have a subject, each name counted once.
        let mut subjects: HashMap<&str, usize> = HashMap::new();
        let everywhere: HashSet<TextId> = self.old.keys().chain(self.new.keys()).copied().collect();
        for title in everywhere.into_iter().filter_map(name).filter_map(AffairTitle::read) {
            *subjects.entry(title.subject).or_default() += 1;
        }
        let mut by_term: HashMap<TermId, Vec<u32>> = HashMap::new();
        for (i, affair) in (0u32..).zip(come.iter().map(|id| name(*id))) {
            for term in affair.into_iter().flat_map(|name| &name.words.terms) {
                let list = by_term.entry(*term).or_default();
                if list.last() != Some(&i) {
                    list.push(i);
                }
            }
        }
        let mut nearest = Nearest::new(come.len());
        for old in &gone {
            for term in name(*old).into_iter().flat_map(|name| &name.words.terms) {
                if let Some(list) = by_term.get(term) {
                    nearest.add(list, corpus.lexicon.weight(*term));
                }
            }
            let alike = nearest.take().into_iter().filter_map(|i| come.get(i as usize));
            for new in alike.filter(|new| *new != old) {
                let (Some(before), Some(after)) = (name(*old), name(*new)) else { continue };
                let by_title = AffairTitle::read(before).zip(AffairTitle::read(after)).is_some_and(
                    |(a, b)| {
                        let only_these = subjects.get(a.subject).is_some_and(|n| *n <= 2);
                        a.subject == b.subject
                            && (only_these || a.law == b.law || same_law(a.law, b.law))
                    },
                );
                let by_name = || agreement(&corpus.lexicon, before, after) >= RENAMED_SIMILARITY;
                if by_title
                    || by_name()
                    || self.share_procedures(*old, *new) && may_be_one_affair(corpus, before, after)
                {
                    self.became.entry(*old).or_default().push(*new);
                }
            }
        }
        let mut origins: HashMap<TextId, Vec<TextId>> = HashMap::new();
        for (old, names) in &self.became {
            names.iter().for_each(|new| origins.entry(*new).or_default().push(*old));
        }
        self.renewed = origins.keys().copied().collect();
        let only = origins.into_iter().filter_map(|(new, olds)| match olds[..] {
            [old] => Some((new, old)),
            _ => None,
        });
        self.was = only.collect();
    }

    /// Returns whether most procedures of the smaller affair are in the other under the same name, and
    /// both have an inquirer in common.
    fn share_procedures(&self, old: TextId, new: TextId) -> bool {
        let (Some(before), Some(after)) = (self.old.get(&old), self.new.get(&new)) else {
            return false;
        };
        let shared = before.names.intersection(&after.names).count();
        let smaller = before.names.len().min(after.names.len());
        shared >= MIN_SHARED_NAMES
            && shared as f32 >= MIN_SHARED_PART * smaller as f32
            && before.inquirers.share_any(&after.inquirers)
    }
}

fn read_affairs<'p>(
    corpus: &Corpus,
    profiles: impl Iterator<Item = &'p Profile>,
) -> HashMap<TextId, Affair> {
    let mut affairs: HashMap<TextId, Affair> = HashMap::new();
    for profile in profiles {
        let affair = affairs.entry(profile.affair).or_default();
        affair.names.insert(profile.name);
        if let Some(parties) = corpus.inquirers.get(profile.inquirer) {
            affair.inquirers.add(parties);
        }
    }
    affairs
}

/// Returns whether a version has the procedure's affair with one of its inquirers.
fn is_there(affairs: &HashMap<TextId, Affair>, corpus: &Corpus, profile: &Profile) -> bool {
    affairs.get(&profile.affair).is_some_and(|affair| {
        let asks = corpus.inquirers.get(profile.inquirer).filter(|asks| !asks.is_empty());
        affair.inquirers.is_empty() || asks.is_none_or(|asks| asks.share_any(&affair.inquirers))
    })
}

/// Returns the affairs that only one version has, or has with more inquirers, in the order in which
/// they were read.
fn only_in(here: &HashMap<TextId, Affair>, there: &HashMap<TextId, Affair>) -> Vec<TextId> {
    let is_whole = |id: &TextId, affair: &Affair| {
        there
            .get(id)
            .is_some_and(|other| affair.inquirers.without(&other.inquirers).next().is_none())
    };
    let changed = here.iter().filter(|(id, affair)| !is_whole(id, affair));
    let mut only: Vec<TextId> = changed.map(|(id, _)| *id).collect();
    only.sort_unstable();
    only
}

/// Similarity of two affairs' names, from 0 to 1. A different law lowers it: 児童手当法 is not
/// 児童扶養手当法.
pub(super) fn agreement(lexicon: &Lexicon, before: &Name, after: &Name) -> f32 {
    let agreement = lexicon.compare_whole(&before.words, &after.words, &[], &|_| false);
    let names_law =
        |terms: &[TermId]| terms.iter().any(|t| lexicon.text(*t).ends_with(['法', '律']));
    let other_law = names_law(&agreement.lost) && names_law(&agreement.gained);
    agreement.score() * if other_law { 0.6 } else { 1.0 }
}

/// Returns whether two names can be of one affair: not too different, and not of different laws.
fn may_be_one_affair(corpus: &Corpus, before: &Name, after: &Name) -> bool {
    let laws = AffairTitle::read(before).zip(AffairTitle::read(after));
    laws.is_none_or(|(a, b)| a.law == b.law || same_law(a.law, b.law))
        && agreement(&corpus.lexicon, before, after) >= MIN_NAME_SIMILARITY
}

/// The name of an affair as 「…法による…に関する事務」.
struct AffairTitle<'n> {
    law: &'n str,
    subject: &'n str,
}

impl<'n> AffairTitle<'n> {
    fn read(name: &'n Name) -> Option<Self> {
        // The title of a law may itself hold による, as that of 「職業訓練の実施等による…の支援に関する法律」.
        const BY: &str = "による";
        let mut splits = name.folded.match_indices(BY).map(|(at, _)| name.folded.split_at(at));
        let (law, by) = splits.find(|(law, _)| law.ends_with(['法', '律']))?;
        let subject = by.strip_prefix(BY).filter(|subject| !subject.is_empty())?;
        Some(Self { law, subject })
    }
}

/// Returns whether one title of a law is the short form of the other, as 障害者総合支援法 is of
/// 障害者の日常生活及び社会生活を総合的に支援するための法律: it begins alike and leaves characters out of a
/// title that describes what the law is for. 児童手当法 is no short form of 児童扶養手当法.
fn same_law(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let Some(stem) = short.strip_suffix('法').filter(|stem| stem.chars().count() >= 3) else {
        return false;
    };
    let in_full = long.ends_with("法律");
    let mut rest = long.chars();
    let begins_alike = stem.chars().take(2).eq(long.chars().take(2));
    in_full && begins_alike && stem.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::super::words::Lexicon;
    use super::{AffairTitle, Name, same_law};

    #[test]
    fn a_title_that_speaks_of_means_is_read_to_its_end() {
        let split = |name: &str| {
            let name = Name::read(&mut Lexicon::default(), name);
            AffairTitle::read(&name).map(|t| (t.law.to_owned(), t.subject.to_owned()))
        };
        let law = "職業訓練の実施等による特定求職者の就職の支援に関する法律";
        let subject = "給付金の支給に関する事務";
        assert_eq!(split(&format!("{law}による{subject}")), Some((law.into(), subject.into())));
        assert_eq!(split("児童手当法による"), None);
        assert_eq!(split("訓練の実施による給付金の支給"), None);
    }

    #[test]
    fn short_titles_of_laws_are_known_by_what_they_leave_out() {
        for (short, long) in [
            ("障害者総合支援法", "障害者の日常生活及び社会生活を総合的に支援するための法律"),
            ("高齢者医療確保法", "高齢者の医療の確保に関する法律"),
            ("感染症法", "感染症の予防及び感染症の患者に対する医療に関する法律"),
            ("特別児童扶養手当法", "特別児童扶養手当等の支給に関する法律"),
        ] {
            assert!(same_law(short, long) && same_law(long, short), "{short}");
        }
        for (a, b) in [
            ("児童手当法", "特別児童扶養手当等の支給に関する法律"),
            ("児童福祉法", "児童扶養手当法"),
            ("国民年金法", "国民健康保険法"),
            ("障害者雇用法", "障害者の日常生活及び社会生活を総合的に支援するための法律"),
            ("児童手当法", "児童扶養手当法"),
            ("介護保険法", "介護保険法施行法"),
        ] {
            assert!(!same_law(a, b), "{a} {b}");
        }
    }
}
