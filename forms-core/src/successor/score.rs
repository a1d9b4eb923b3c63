//! Scores how likely a new procedure replaces an old one.

use std::collections::{HashMap, HashSet};

use super::affairs::{self, Affairs};
use super::agreement::Agreement;
use super::profile::{Corpus, Name, Profile, TextId};
use super::renumbering::{Fit, Places, Renumbering};
use super::words::{AND_OTHERS, Words};

/// The comparison of an old and a new procedure, part by part; each from 0 to 1, `None` if unknown.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    pub(super) name: Agreement,
    pub(super) affair: Option<f32>,
    pub(super) fit: Fit,
    pub(super) inquirer: Option<f32>,
    pub(super) provider: Option<f32>,
    pub(super) information: Option<f32>,
    /// Whether another old procedure has exactly the new name.
    pub(super) taken_by_other: bool,
    pub(super) score: f32,
}

/// The weight of each part of a comparison. Unknown parts are left out.
const NAME: f32 = 0.38;
const AFFAIR: f32 = 0.17;
const BASIS: f32 = 0.20;
const INQUIRER: f32 = 0.13;
const INFORMATION: f32 = 0.07;
const PROVIDER: f32 = 0.05;

/// Words that show in a name that a party is asked, as in 「市町村長に対する地方税関係情報の照会」.
const ASKING: [&str; 4] = ["照会", "提供", "情報", AND_OTHERS];

/// Minimum agreement of two procedures' affairs.
const SAME_AFFAIR: f32 = 0.5;

/// Minimum agreement of two affairs of which one became the other.
const RENAMED_AFFAIR: f32 = 0.85;

/// Score from which a name counts as nearly the same.
const NEARLY_SAME: f32 = 0.85;

/// Minimum agreement of the provisions if the name is exactly the same.
const MOVED: f32 = 0.75;

/// Factor for a name that is exactly another old procedure's.
const TAKEN_NAME: f32 = 0.8;

/// Agreement of two inquirers of which one replaced the other.
const HANDED_OVER: f32 = 0.8;

impl Comparison {
    /// Returns whether the new procedure may be the old one's successor. The similarity that the names
    /// need depends on the rest: a procedure of the same provision may be renamed, one of another
    /// affair may not.
    pub(super) fn is_candidate(&self) -> bool {
        let mut need: f32 = 0.68;
        need += match self.fit.score() {
            Some(_) if self.is_in_place() => -0.13,
            // A name that is kept in full may have moved to another provision.
            Some(fit) if fit < 0.3 && self.name.kept < 1.0 => 0.14,
            _ => 0.0,
        };
        if self.inquirer == Some(0.0) {
            need += 0.14;
        }
        // Under the same provision an act may have another word: 点検 for 確認.
        if self.name.acts_disjoint {
            need += 0.2;
        } else if self.name.other_act && !(self.is_in_place() && self.name.lost.len() == 1) {
            need += 0.12;
        }
        if self.is_about_another() {
            need += if self.is_in_place() { 0.2 } else { 0.35 };
        }
        match self.affair {
            Some(affair) if affair < 0.75 => need += 0.14,
            _ => {}
        }
        self.name.score() >= need.min(0.95) && self.score >= 0.6
    }

    /// Returns whether the new procedure cites the provision that the old one cited.
    fn is_in_place(&self) -> bool {
        self.fit.score().is_some_and(|fit| fit >= 0.9)
    }

    /// Returns whether the new name is that of another old procedure, or has the term that
    /// distinguished the two.
    fn is_about_another(&self) -> bool {
        self.taken_by_other || self.name.contrast
    }

    /// Sets the score to the weighted mean of the known parts. A procedure of the same name elsewhere in
    /// the article has moved; it must not lose to another name that has its number now.
    fn weigh(&mut self) {
        let name = self.name.score();
        let near = ((name - NEARLY_SAME) / (1.0 - NEARLY_SAME)).max(0.0);
        let basis = self.fit.score().map(|fit| fit.max(MOVED * near));
        let name = if self.is_about_another() { name * TAKEN_NAME } else { name };
        let parts = [
            (NAME, Some(name)),
            (AFFAIR, self.affair),
            (BASIS, basis),
            (INQUIRER, self.inquirer),
            (INFORMATION, self.information),
            (PROVIDER, self.provider),
        ];
        let known = || parts.iter().filter_map(|(weight, part)| Some((*weight, (*part)?)));
        self.score = known().map(|(weight, part)| weight * part).sum::<f32>()
            / known().map(|(weight, _)| weight).sum::<f32>();
    }

    /// Returns whether the old procedure may have been merged into the new one under another name: all
    /// else must agree. Such a pair is kept only if the new one shows that something was merged in.
    pub(super) fn may_be_merged(&self) -> bool {
        self.is_in_place()
            && self.fit != Fit::Nested
            && self.affair.is_some_and(|affair| affair >= 0.9)
            && self.inquirer.is_none_or(|inquirer| inquirer >= 0.8)
            && self.information.is_none_or(|information| information >= 0.8)
    }
}

/// Compares procedures; texts that recur from pair to pair are compared once.
pub(super) struct Scorer<'c> {
    corpus: &'c Corpus,
    pub(super) renumbering: Renumbering,
    pub(super) affairs: Affairs,
    affair_names: HashMap<(TextId, TextId), f32>,
    inquirers: HashMap<(TextId, TextId), Option<f32>>,
    providers: HashMap<(TextId, TextId), Option<f32>>,
    information: HashMap<(TextId, TextId), Option<f32>>,
    /// The contents of the old version's names, by affair; see [`Name::content`].
    contents: HashMap<TextId, HashSet<&'c str>>,
}

impl<'c> Scorer<'c> {
    pub(super) fn new<'p>(
        corpus: &'c Corpus,
        renumbering: Renumbering,
        affairs: Affairs,
        old: impl Iterator<Item = &'p Profile>,
    ) -> Self {
        let mut contents: HashMap<TextId, HashSet<&str>> = HashMap::new();
        for profile in old {
            let name = corpus.name(profile).map(|n| n.content.as_str());
            contents.entry(profile.affair).or_default().extend(name);
        }
        Self {
            contents,
            corpus,
            renumbering,
            affairs,
            affair_names: HashMap::new(),
            inquirers: HashMap::new(),
            providers: HashMap::new(),
            information: HashMap::new(),
        }
    }

    /// Compares two procedures, where the old one's provisions may have become `places`; `None` if they
    /// are of different affairs.
    pub(super) fn compare(
        &mut self,
        old: &Profile,
        new: &Profile,
        places: &Places,
    ) -> Option<Comparison> {
        let corpus = self.corpus;
        let affair = self.affair(old, new);
        if affair.is_some_and(|affair| affair < SAME_AFFAIR) {
            return None;
        }
        let inquirer = *self.inquirers.entry((old.inquirer, new.inquirer)).or_insert_with(|| {
            corpus.inquirers.get(old.inquirer)?.agreement(corpus.inquirers.get(new.inquirer)?)
        });
        let inquirer = match inquirer {
            Some(0.0) if self.affairs.is_handed_over(corpus, old, new) => Some(HANDED_OVER),
            other => other,
        };
        let provider = *self.providers.entry((old.provider, new.provider)).or_insert_with(|| {
            corpus.providers.get(old.provider)?.agreement(corpus.providers.get(new.provider)?)
        });
        let asked = (old.information, new.information);
        let information = *self.information.entry(asked).or_insert_with(|| {
            corpus.information.get(asked.0)?.agreement(corpus.information.get(asked.1)?)
        });
        let fit = match (corpus.bases.get(old.basis), corpus.bases.get(new.basis)) {
            (Some(before), Some(after)) => places.fit(before, after),
            _ => Fit::Unknown,
        };
        let name = self.names(old, new);
        let taken_by_other = name.score() < 1.0
            && corpus
                .name(old)
                .zip(corpus.name(new))
                .is_some_and(|(before, after)| self.is_taken_by_other(old, before, &after.content));
        let mut comparison = Comparison {
            name,
            affair,
            fit,
            inquirer,
            provider,
            information,
            taken_by_other,
            score: 0.0,
        };
        comparison.weigh();
        Some(comparison)
    }

    fn names(&self, old: &Profile, new: &Profile) -> Agreement {
        let corpus = self.corpus;
        let (Some(before), Some(after)) = (corpus.name(old), corpus.name(new)) else {
            return Agreement::default();
        };
        let provider = corpus.providers.get(new.provider);
        let information = corpus.information.get(new.information);
        let shared = corpus.affairs_of(old, new);
        let parties = |term: &str| {
            ASKING.contains(&term)
                || provider.is_some_and(|p| p.mentions(term))
                || information.is_some_and(|i| i.names.iter().any(|n| n.contains(term)))
        };
        let is_taken_by_other =
            |one: &Words| self.is_taken_by_other(old, before, &corpus.lexicon.content(one));
        corpus.lexicon.compare(&before.words, &after.words, &shared, parties, is_taken_by_other)
    }

    /// Returns whether the content of a name is that of another old procedure of the affair.
    fn is_taken_by_other(&self, old: &Profile, before: &Name, content: &str) -> bool {
        content != before.content
            && self.contents.get(&old.affair).is_some_and(|names| names.contains(content))
    }

    /// The agreement of the affairs from 0 to 1, by their names and codes; `None` if unknown. Their
    /// numbers change at every revision and say nothing.
    fn affair(&mut self, old: &Profile, new: &Profile) -> Option<f32> {
        let corpus = self.corpus;
        let same_id = old.affair_id.is_some() && old.affair_id == new.affair_id;
        let (before, after) = (corpus.affairs.get(old.affair)?, corpus.affairs.get(new.affair)?);
        if before.folded.is_empty() || after.folded.is_empty() {
            let both = old.affair_id.is_some() && new.affair_id.is_some();
            return both.then_some(if same_id { 1.0 } else { 0.5 });
        }
        if self.affairs.are_distinct(corpus, old, new) {
            return Some(0.0);
        }
        let renamed = self.affairs.is_renamed(old.affair, new.affair);
        let names = *self.affair_names.entry((old.affair, new.affair)).or_insert_with(|| {
            let names = affairs::agreement(&corpus.lexicon, before, after);
            if renamed { RENAMED_AFFAIR + (1.0 - RENAMED_AFFAIR) * names } else { names }
        });
        Some(if same_id { 0.15 + 0.85 * names } else { names })
    }
}
