//! How likely it is that a new procedure replaces an old one, and why.

use std::collections::{HashMap, HashSet};

use super::affairs::{self, Affairs};
use super::agreement::Agreement;
use super::profile::{Corpus, Name, Profile, TextId};
use super::provisions::{Fit, Places, Renumbering};
use super::words::{AND_OTHERS, Words};

/// Everything that speaks for and against one pair.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    pub(super) name: Agreement,
    pub(super) affair: Option<f32>,
    pub(super) fit: Fit,
    pub(super) inquirer: Option<f32>,
    pub(super) provider: Option<f32>,
    pub(super) information: Option<f32>,
    /// Whether the new name is to the letter another old one's.
    pub(super) anothers: bool,
    pub(super) score: f32,
}

/// How much each part of a comparison weighs. Parts of which nothing is known are left out.
const NAME: f32 = 0.38;
const AFFAIR: f32 = 0.17;
const BASIS: f32 = 0.20;
const INQUIRER: f32 = 0.13;
const INFORMATION: f32 = 0.07;
const PROVIDER: f32 = 0.05;

/// Words by which a name says that somebody is asked, as in 「市町村長に対する地方税関係情報の照会」.
const ASKING: [&str; 4] = ["照会", "提供", "情報", AND_OTHERS];

/// Below this two affairs are not the same one.
const SAME_AFFAIR: f32 = 0.5;

/// How far two affairs agree at least of which one became the other; the nearer name comes first.
const RENAMED_AFFAIR: f32 = 0.85;

/// From here on a name is nearly the same.
const NEARLY_SAME: f32 = 0.85;

/// What a provision counts at least where the name is the same to the letter.
const MOVED: f32 = 0.75;

/// What a name counts that is another's to the letter.
const OTHERS_NAME: f32 = 0.8;

/// How far two authorities agree of which one came in the other's place.
const HANDED_OVER: f32 = 0.8;

impl Comparison {
    /// Whether the new procedure may be the old one's successor at all. How much of the name must
    /// agree depends on what else does: a procedure of the same provision may be renamed, one of
    /// another affair may not.
    pub(super) fn is_candidate(&self) -> bool {
        let mut need: f32 = 0.68;
        need += match self.fit.score() {
            Some(_) if self.is_in_place() => -0.13,
            // A name that is there in full need not stand where it stood.
            Some(fit) if fit < 0.3 && self.name.kept < 1.0 => 0.14,
            _ => 0.0,
        };
        if self.inquirer == Some(0.0) {
            need += 0.14;
        }
        // In its own provision a deed may be called by another word: 点検 for 確認.
        if self.name.deeds_apart {
            need += 0.2;
        } else if self.name.other_deed && !(self.is_in_place() && self.name.lost.len() == 1) {
            need += 0.12;
        }
        if self.says_another() {
            need += if self.is_in_place() { 0.2 } else { 0.35 };
        }
        match self.affair {
            Some(affair) if affair < 0.75 => need += 0.14,
            _ => {}
        }
        self.name.score() >= need.min(0.95) && self.score >= 0.6
    }

    /// Whether the new procedure rests on what the old one rested on.
    fn is_in_place(&self) -> bool {
        self.fit.score().is_some_and(|fit| fit >= 0.9)
    }

    /// Whether the new name says what told the old procedure apart from another.
    fn says_another(&self) -> bool {
        self.anothers || self.name.contrast
    }

    /// Works out the score from all that is known. The same name elsewhere in the article moved; it
    /// is not to lose against another name that now has its number.
    fn weigh(&mut self) {
        let name = self.name.score();
        let near = ((name - NEARLY_SAME) / (1.0 - NEARLY_SAME)).max(0.0);
        let basis = self.fit.score().map(|fit| fit.max(MOVED * near));
        let name = if self.says_another() { name * OTHERS_NAME } else { name };
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

    /// Whether the old procedure may have become part of the new one though its name did not: all
    /// else must agree. Stands only where the new one shows that it took something in.
    pub(super) fn may_be_taken_in(&self) -> bool {
        self.is_in_place()
            && self.fit != Fit::Nested
            && self.affair.is_some_and(|affair| affair >= 0.9)
            && self.inquirer.is_none_or(|inquirer| inquirer >= 0.8)
            && self.information.is_none_or(|information| information >= 0.8)
    }
}

/// Compares procedures; what repeats from pair to pair is compared once.
pub(super) struct Scorer<'c> {
    corpus: &'c Corpus,
    pub(super) renumbering: Renumbering,
    pub(super) affairs: Affairs,
    affair_names: HashMap<(TextId, TextId), f32>,
    inquirers: HashMap<(TextId, TextId), Option<f32>>,
    providers: HashMap<(TextId, TextId), Option<f32>>,
    information: HashMap<(TextId, TextId), Option<f32>>,
    /// What the names of the old version say in each affair.
    said: HashMap<TextId, HashSet<&'c str>>,
}

impl<'c> Scorer<'c> {
    pub(super) fn new<'p>(
        corpus: &'c Corpus,
        renumbering: Renumbering,
        affairs: Affairs,
        old: impl Iterator<Item = &'p Profile>,
    ) -> Self {
        let mut said: HashMap<TextId, HashSet<&str>> = HashMap::new();
        for profile in old {
            let name = corpus.name(profile).map(|n| n.said.as_str());
            said.entry(profile.affair).or_default().extend(name);
        }
        Self {
            said,
            corpus,
            renumbering,
            affairs,
            affair_names: HashMap::new(),
            inquirers: HashMap::new(),
            providers: HashMap::new(),
            information: HashMap::new(),
        }
    }

    /// Compares two procedures, of which the old one's provisions may stand at `places` now; `None`
    /// where their affairs are two affairs.
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
        let anothers = name.score() < 1.0
            && corpus
                .name(old)
                .zip(corpus.name(new))
                .is_some_and(|(before, after)| self.is_anothers(old, before, &after.said));
        let mut comparison =
            Comparison { name, affair, fit, inquirer, provider, information, anothers, score: 0.0 };
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
        let is_anothers = |one: &Words| self.is_anothers(old, before, &corpus.lexicon.said(one));
        corpus.lexicon.compare(&before.words, &after.words, &shared, parties, is_anothers)
    }

    /// Whether a name says what another old one of the affair said.
    fn is_anothers(&self, old: &Profile, before: &Name, said: &str) -> bool {
        said != before.said && self.said.get(&old.affair).is_some_and(|names| names.contains(said))
    }

    /// How far the affairs agree: by their names; the code helps where it is the same. Numbers are
    /// counted anew at every revision and say nothing.
    fn affair(&mut self, old: &Profile, new: &Profile) -> Option<f32> {
        let corpus = self.corpus;
        let same_id = old.affair_id.is_some() && old.affair_id == new.affair_id;
        let (before, after) = (corpus.affairs.get(old.affair)?, corpus.affairs.get(new.affair)?);
        if before.folded.is_empty() || after.folded.is_empty() {
            let both = old.affair_id.is_some() && new.affair_id.is_some();
            return both.then_some(if same_id { 1.0 } else { 0.5 });
        }
        if self.affairs.stand_apart(corpus, old, new) {
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
