//! The provisions of the 主務省令 that procedures rest on, and how a revision renumbered them.
//!
//! An article that is inserted shifts the numbers of all that follow. What moved where is learnt
//! from procedures that are the same before and after beyond doubt, so that the same number is not
//! taken for the same provision, nor another number for another one.

use std::collections::{BTreeMap, BTreeSet};

use crate::law::citation::{self, Style};
use crate::law::{Granularity, ProvisionPath};

use super::words::fold;

/// One provision: the instrument's title as given, and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Provision {
    instrument: String,
    path: ProvisionPath,
}

/// What a procedure rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Basis {
    pub(super) provisions: BTreeSet<Provision>,
    /// A text that names no provision is compared as it stands.
    pub(super) text: String,
}

impl Basis {
    pub(super) fn read(text: &str) -> Self {
        let folded = fold(text);
        if folded.is_empty() {
            return Self::default();
        }
        let provisions = citation::read(text).citations.into_iter().map(|c| Provision {
            instrument: c.instrument.and_then(|i| i.title).map(|t| fold(&t)).unwrap_or_default(),
            path: normal(c.path),
        });
        Self { provisions: provisions.collect(), text: folded }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The only provision, where there is just one.
    fn single(&self) -> Option<&Provision> {
        self.provisions.first().filter(|_| self.provisions.len() == 1)
    }

    pub(super) fn shown(&self) -> String {
        if self.provisions.is_empty() {
            return self.text.clone();
        }
        let shown: Vec<String> = self.provisions.iter().map(Provision::shown).collect();
        shown.join("、")
    }
}

impl Provision {
    pub(super) fn shown(&self) -> String {
        format!("{}{}", self.instrument, self.path.canonical(Style::HalfWidth))
    }

    fn article(&self) -> Option<Article> {
        Some((self.instrument.clone(), self.path.article.clone()?))
    }

    fn number(&self) -> Option<u32> {
        self.path.article.as_ref()?.first().copied()
    }
}

/// The first 項 carries no number, so a citation of its 号 may leave it out.
fn normal(mut path: ProvisionPath) -> ProvisionPath {
    if path.granularity() >= Granularity::Item && path.paragraph == Some(1) {
        path.paragraph = None;
    }
    path.without_part()
}

type Article = (String, Vec<u32>);

/// How far the provisions of two procedures agree, after what is known of the renumbering.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fit {
    /// One of them names none.
    Unknown,
    /// The same provision under the same number.
    Same,
    /// The same provision under another number.
    Renumbered,
    /// One names all that the other names, and more.
    Partly,
    /// The same article, another item.
    SameArticle,
    /// The same number, which now means another provision.
    NumberOnly,
    /// Other provisions.
    Different,
}

impl Fit {
    /// From 0 to 1; `None` where nothing can be said.
    pub(super) fn score(self) -> Option<f32> {
        match self {
            Self::Unknown => None,
            Self::Same | Self::Renumbered => Some(1.0),
            Self::Partly => Some(0.9),
            Self::SameArticle => Some(0.4),
            Self::NumberOnly => Some(0.1),
            Self::Different => Some(0.0),
        }
    }
}

/// Where the provisions of the old version stand in the new one.
#[derive(Debug, Default)]
pub(super) struct Renumbering {
    provisions: BTreeMap<Provision, Provision>,
    articles: BTreeMap<Article, Article>,
}

impl Renumbering {
    /// Learns from pairs of procedures that are surely the same.
    pub(super) fn learn<'b>(pairs: impl IntoIterator<Item = (&'b Basis, &'b Basis)>) -> Self {
        let mut provisions: BTreeMap<&Provision, BTreeMap<&Provision, u32>> = BTreeMap::new();
        let mut articles: BTreeMap<Article, BTreeMap<Article, u32>> = BTreeMap::new();
        for (old, new) in pairs {
            let (Some(old), Some(new)) = (old.single(), new.single()) else { continue };
            *provisions.entry(old).or_default().entry(new).or_default() += 1;
            if let (Some(from), Some(to)) = (old.article(), new.article()) {
                *articles.entry(from).or_default().entry(to).or_default() += 1;
            }
        }
        Self {
            provisions: provisions
                .into_iter()
                .filter_map(|(old, votes)| Some((old.clone(), majority(votes)?.clone())))
                .collect(),
            articles: articles
                .into_iter()
                .filter_map(|(old, votes)| Some((old, majority(votes)?)))
                .collect(),
        }
    }

    /// Where a provision may stand now. What no pair shows follows its neighbours; where they do not
    /// agree there are several places.
    fn places(&self, old: &Provision) -> Vec<Provision> {
        if let Some(known) = self.provisions.get(old) {
            return vec![known.clone()];
        }
        let moved = |article: Vec<u32>, instrument: String| Provision {
            instrument,
            path: ProvisionPath { article: Some(article), ..old.path.clone() },
        };
        let Some(article) = old.article() else { return vec![old.clone()] };
        let mut places: Vec<Provision> = match self.articles.get(&article) {
            Some((instrument, to)) => vec![moved(to.clone(), instrument.clone())],
            None => self
                .shifts(&article)
                .into_iter()
                .map(|(by, instrument)| moved(shifted(&article.1, by), instrument))
                .collect(),
        };
        let items: Vec<Provision> =
            places.iter().filter_map(|p| self.shifted_item(old, p)).collect();
        places.extend(items);
        if places.is_empty() { vec![old.clone()] } else { places }
    }

    /// By how much the nearest articles below and above that are known moved, and where to.
    fn shifts(&self, article: &Article) -> Vec<(i64, String)> {
        let same = |other: &Article| other.0 == article.0;
        let below = self.articles.range(..article.clone()).next_back();
        let above = self.articles.range(article.clone()..).next();
        let mut shifts = Vec::new();
        for (from, to) in [below, above].into_iter().flatten().filter(|(from, _)| same(from)) {
            let (Some(a), Some(b)) = (from.1.first(), to.1.first()) else { continue };
            let shift = (i64::from(*b) - i64::from(*a), to.0.clone());
            if !shifts.contains(&shift) {
                shifts.push(shift);
            }
        }
        shifts
    }

    /// Where an item stands if it moved like the nearest known item before it in its article.
    fn shifted_item(&self, old: &Provision, place: &Provision) -> Option<Provision> {
        let item = old.path.item.as_ref()?;
        let (from, to) = self
            .provisions
            .range(..old.clone())
            .rev()
            .take_while(|(from, _)| from.article() == old.article())
            .find(|(from, to)| {
                from.path.paragraph == old.path.paragraph && to.path.item.is_some()
            })?;
        let before = i64::from(*from.path.item.as_ref()?.first()?);
        let by = i64::from(*to.path.item.as_ref()?.first()?) - before;
        (by != 0).then(|| Provision {
            instrument: place.instrument.clone(),
            path: ProvisionPath { item: Some(shifted(item, by)), ..place.path.clone() },
        })
    }

    /// Where each provision of an old procedure may stand now.
    pub(super) fn places_of(&self, old: &Basis) -> Places {
        Places(old.provisions.iter().map(|p| self.places(p)).collect())
    }
}

/// For each provision of an old procedure the places where it may stand now.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Vec<Provision>>);

impl Places {
    /// Compares the provisions of an old and a new procedure.
    pub(super) fn fit(&self, old: &Basis, new: &Basis) -> Fit {
        if old.is_empty() || new.is_empty() {
            return Fit::Unknown;
        }
        if old.provisions.is_empty() || new.provisions.is_empty() {
            return if old.text == new.text { Fit::Same } else { Fit::Different };
        }
        let is_new = |places: &&Vec<Provision>| places.iter().any(|p| new.provisions.contains(p));
        let found = self.0.iter().filter(is_new).count();
        let reached = self.covered(new).len();
        if found == self.0.len() && reached == new.provisions.len() {
            return if old.provisions == new.provisions { Fit::Same } else { Fit::Renumbered };
        }
        if found == self.0.len() || reached == new.provisions.len() {
            return Fit::Partly;
        }
        if old.provisions == new.provisions {
            return Fit::NumberOnly;
        }
        let same_article = |a: &Provision, b: &Provision| {
            a.number().is_some() && a.number() == b.number() && a.instrument == b.instrument
        };
        let near = self.all().any(|p| new.provisions.iter().any(|n| same_article(p, n)));
        if near || found > 0 { Fit::SameArticle } else { Fit::Different }
    }

    /// The new provisions that the old ones stand for.
    pub(super) fn covered<'n>(&self, new: &'n Basis) -> Vec<&'n Provision> {
        new.provisions.iter().filter(|n| self.all().any(|p| p == *n)).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Provision> {
        self.0.iter().flatten()
    }
}

fn shifted(numbers: &[u32], by: i64) -> Vec<u32> {
    let mut numbers = numbers.to_vec();
    if let Some(first) = numbers.first_mut() {
        *first = u32::try_from(i64::from(*first) + by).unwrap_or(0);
    }
    numbers
}

/// What more than half of the votes are for.
fn majority<T: Ord>(votes: BTreeMap<T, u32>) -> Option<T> {
    let total: u32 = votes.values().sum();
    votes.into_iter().find(|(_, n)| n * 2 > total).map(|(what, _)| what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learnt(pairs: &[(&str, &str)]) -> Renumbering {
        let pairs: Vec<(Basis, Basis)> =
            pairs.iter().map(|(a, b)| (Basis::read(a), Basis::read(b))).collect();
        Renumbering::learn(pairs.iter().map(|(a, b)| (a, b)))
    }

    fn fit(known: &Renumbering, old: &str, new: &str) -> Fit {
        let old = Basis::read(old);
        known.places_of(&old).fit(&old, &Basis::read(new))
    }

    #[test]
    fn notation_does_not_matter() {
        let none = Renumbering::default();
        assert_eq!(fit(&none, "第四十条第一号", "第40条第１項第1号"), Fit::Same);
        assert_eq!(fit(&none, "第四十条第一号", "第四十条第二号"), Fit::SameArticle);
        assert_eq!(fit(&none, "第四十条第一号", "第四十一条第一号"), Fit::Different);
        assert_eq!(fit(&none, "第四十条第一号", "第四十条第一号及び第二号"), Fit::Partly);
        assert_eq!(fit(&none, "", "第四十条第一号"), Fit::Unknown);
        assert_eq!(fit(&none, "未定", "未定"), Fit::Same);
    }

    #[test]
    fn an_inserted_article_shifts_all_that_follow() {
        let known = learnt(&[
            ("第38条第1号", "第38条第1号"),
            ("第41条第1号", "第42条第1号"),
            ("第45条第1号", "第46条第1号"),
        ]);
        assert_eq!(fit(&known, "第43条第2号", "第44条第2号"), Fit::Renumbered);
        assert_eq!(fit(&known, "第43条第2号", "第43条第2号"), Fit::NumberOnly);
        assert_eq!(fit(&known, "第37条", "第37条"), Fit::Same);
        // Between an article that stayed and one that moved both places are possible.
        assert_eq!(fit(&known, "第40条", "第40条"), Fit::Same);
        assert_eq!(fit(&known, "第40条", "第41条"), Fit::Renumbered);
        assert_eq!(fit(&known, "第90条", "第91条"), Fit::Renumbered);
    }

    #[test]
    fn an_inserted_item_shifts_the_items_that_follow() {
        let known = learnt(&[("第40条第1号", "第40条第1号"), ("第40条第2号", "第40条第3号")]);
        assert_eq!(fit(&known, "第40条第5号", "第40条第6号"), Fit::Renumbered);
        assert_eq!(fit(&known, "第40条第2号", "第40条第2号"), Fit::NumberOnly);
    }
}
