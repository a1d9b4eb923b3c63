//! How a revision renumbered the provisions that procedures cite.
//!
//! An inserted article shifts the numbers of all that follow. The shifts are learnt from pairs of
//! procedures that are certainly the same before and after, so that the same number is not taken
//! for the same provision, nor another number for another one.

use std::collections::BTreeMap;

use crate::law::ProvisionPath;

use super::provisions::{Article, Basis, Provision};
use super::title::Title;

/// How the provisions of an old and a new procedure compare, given the renumbering.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fit {
    /// One of them cites none.
    Unknown,
    /// The same provision under the same number.
    Same,
    /// The same provision under another number.
    Renumbered,
    /// One cites all that the other cites, and more.
    Partly,
    /// One cites a subitem of a provision of the other.
    Nested,
    /// The same article, another item.
    SameArticle,
    /// The same number, which means another provision since the renumbering.
    NumberOnly,
    /// Other provisions.
    Different,
}

impl Fit {
    /// The agreement from 0 to 1; `None` if one of them cites no provision.
    pub(super) fn score(self) -> Option<f32> {
        match self {
            Self::Unknown => None,
            Self::Same | Self::Renumbered => Some(1.0),
            Self::Partly | Self::Nested => Some(0.9),
            Self::SameArticle => Some(0.4),
            Self::NumberOnly => Some(0.1),
            Self::Different => Some(0.0),
        }
    }
}

/// The new numbers of the old version's provisions.
#[derive(Debug, Default)]
pub(super) struct Renumbering {
    provisions: BTreeMap<Provision, Provision>,
    articles: BTreeMap<Article, Article>,
    /// The new titles of instruments.
    titles: BTreeMap<Title, Title>,
}

impl Renumbering {
    /// Learns from the provisions of procedures that are certainly the same, as (old, new).
    pub(super) fn learn<'b>(pairs: impl IntoIterator<Item = (&'b Basis, &'b Basis)>) -> Self {
        let mut provisions: BTreeMap<&Provision, BTreeMap<&Provision, u32>> = BTreeMap::new();
        let mut articles: BTreeMap<Article, BTreeMap<Article, u32>> = BTreeMap::new();
        let mut titles: BTreeMap<&Title, BTreeMap<&Title, u32>> = BTreeMap::new();
        for (old, new) in pairs {
            let (Some(old), Some(new)) = (old.single(), new.single()) else { continue };
            *provisions.entry(old).or_default().entry(new).or_default() += 1;
            *titles.entry(&old.instrument).or_default().entry(&new.instrument).or_default() += 1;
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
            titles: titles
                .into_iter()
                .filter_map(|(old, votes)| Some((old.clone(), majority(votes)?.clone())))
                .collect(),
        }
    }

    /// Returns the numbers that a provision may have now. A provision that no pair shows is shifted like
    /// its neighbours; if these disagree there are several.
    fn places(&self, old: &Provision) -> Vec<Provision> {
        if let Some(known) = self.provisions.get(old) {
            return vec![known.clone()];
        }
        let moved = |article: Vec<u32>, instrument: Title| Provision {
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
        if places.is_empty() {
            let instrument = self.titles.get(&old.instrument).unwrap_or(&old.instrument).clone();
            places.push(Provision { instrument, path: old.path.clone() });
        }
        places
    }

    /// Returns the shifts of the nearest known articles before and after, with the new title.
    fn shifts(&self, article: &Article) -> Vec<(i64, Title)> {
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

    /// Returns the item shifted like the nearest known item before it in its article.
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

    /// Returns the numbers that each provision of an old procedure may have now.
    pub(super) fn places_of(&self, old: &Basis) -> Places {
        Places(old.provisions.iter().map(|p| self.places(p)).collect())
    }
}

/// For each provision of an old procedure, the numbers that it may have now.
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
        if self.is_below_or_above(new) {
            return Fit::Nested;
        }
        let same_article = |a: &Provision, b: &Provision| {
            a.number().is_some() && a.number() == b.number() && a.instrument == b.instrument
        };
        let near = self.all().any(|p| new.provisions.iter().any(|n| same_article(p, n)));
        if near || found > 0 { Fit::SameArticle } else { Fit::Different }
    }

    /// Returns the new procedure's provisions that an old provision may have become.
    pub(super) fn covered<'n>(&self, new: &'n Basis) -> Vec<&'n Provision> {
        new.provisions.iter().filter(|n| self.all().any(|p| p == *n)).collect()
    }

    /// Returns whether one cites a subitem of a provision of the other: 第3号イ for 第3号.
    fn is_below_or_above(&self, new: &Basis) -> bool {
        self.all().any(|p| new.provisions.iter().any(|n| p.holds(n) || n.holds(p)))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Provision> {
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

/// Returns the value that has more than half of the votes.
fn majority<T: Ord>(votes: BTreeMap<T, u32>) -> Option<T> {
    let total: u32 = votes.values().sum();
    votes.into_iter().find(|(_, n)| n * 2 > total).map(|(what, _)| what)
}

#[cfg(test)]
mod tests {
    use super::super::title::Titles;
    use super::*;

    fn read(text: &str) -> Basis {
        Basis::read(text, &mut Titles::default())
    }

    fn learnt(pairs: &[(&str, &str)]) -> Renumbering {
        let pairs: Vec<(Basis, Basis)> = pairs.iter().map(|(a, b)| (read(a), read(b))).collect();
        Renumbering::learn(pairs.iter().map(|(a, b)| (a, b)))
    }

    fn fit(known: &Renumbering, old: &str, new: &str) -> Fit {
        let old = read(old);
        known.places_of(&old).fit(&old, &read(new))
    }

    #[test]
    fn notation_does_not_matter() {
        let none = Renumbering::default();
        assert_eq!(fit(&none, "第四十条第一号", "第40条第１項第1号"), Fit::Same);
        assert_eq!(fit(&none, "第四十条第一号", "第四十条第二号"), Fit::SameArticle);
        assert_eq!(fit(&none, "第四十条第一号", "第四十一条第一号"), Fit::Different);
        assert_eq!(fit(&none, "第四十条第一号", "第四十条第一号及び第二号"), Fit::Partly);
        assert_eq!(fit(&none, "", "第四十条第一号"), Fit::Unknown);
        assert_eq!(fit(&none, "第四十条第一号", "第四十条第一号イ"), Fit::Nested);
        assert_eq!(fit(&none, "第四十条第一号ロ", "第四十条第一号"), Fit::Nested);
        assert_eq!(fit(&none, "第四十条第一号ロ", "第四十条第一号イ"), Fit::SameArticle);
        assert_eq!(fit(&none, "第四十条", "第四十条第一号イ"), Fit::SameArticle);
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

    #[test]
    fn an_order_may_get_another_title() {
        let known = learnt(&[("旧命令第38条第1号", "新命令第38条第1号")]);
        assert_eq!(fit(&known, "旧命令第12条第3号", "新命令第12条第3号"), Fit::Renumbered);
        assert_eq!(fit(&known, "旧命令第12条第3号", "他命令第12条第3号"), Fit::Different);
    }
}
