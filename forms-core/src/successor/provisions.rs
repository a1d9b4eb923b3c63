//! The provisions of the 主務省令 that procedures rest on, and how a revision renumbered them.
//!
//! An article that is inserted shifts the numbers of all that follow. What moved where is learnt
//! from procedures that are the same before and after beyond doubt, so that the same number is not
//! taken for the same provision, nor another number for another one.

use std::collections::{BTreeMap, BTreeSet};

use crate::law::citation::{self, Style};
use crate::law::{Granularity, ProvisionPath};

use super::name::{fold, part_of_citation};
use super::title::{Title, Titles};
use super::words::JOINS;

/// One provision: the instrument's title as given, and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Provision {
    instrument: Title,
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
    pub(super) fn read(text: &str, titles: &mut Titles) -> Self {
        let folded = fold(text);
        if folded.is_empty() {
            return Self::default();
        }
        let mut provisions = BTreeSet::new();
        for (title, places) in titled(&folded) {
            for citation in citation::read(places).citations {
                let own = citation.instrument.and_then(|i| i.title).filter(|_| title.is_empty());
                let instrument = match own {
                    Some(own) => titles.keep(&fold(&own)),
                    None => titles.keep(title),
                };
                provisions.insert(Provision { instrument, path: normal(citation.path) });
            }
        }
        Self { provisions, text: folded }
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

/// Parts a folded text into titles of instruments, each with the places cited of it. The title of an
/// order may itself speak of a 別表 and of 事務及び情報, so it ends only where an article follows a word
/// such as 命令, and begins behind the place before it.
fn titled(text: &str) -> Vec<(&str, &str)> {
    const INSTRUMENTS: [char; 5] = ['令', '則', '法', '律', '例'];
    const BASED_ON: &str = "に基づ";
    let is_place = |c: char| matches!(c, '条' | '項' | '号' | '段' | '書' | 'ア'..='ン' | ')');
    let ends = text.match_indices('第').map(|(at, _)| at).filter(|at| {
        let (title, place) = text.split_at(*at);
        title.ends_with(INSTRUMENTS) && part_of_citation(place, false).is_some()
    });
    // Where a text may go on with another title: behind a join behind a place.
    let joined = JOINS.iter().chain(&["、", "・"]).flat_map(|join| {
        let behind = text.match_indices(join);
        let behind =
            behind.filter(|(at, _)| text.get(..*at).is_some_and(|t| t.ends_with(is_place)));
        behind.map(|(at, join)| at + join.len())
    });
    let mut joins: Vec<usize> = joined.collect();
    joins.sort_unstable();
    let based: Vec<usize> = text.match_indices(BASED_ON).map(|(at, _)| at).collect();
    let mut parts: Vec<(&str, usize, usize)> = Vec::new();
    for end in ends {
        let start = match parts.last() {
            None => 0,
            Some(&(.., from)) => {
                match last_between(&joins, from, end) {
                    Some(at) => at,
                    None => {
                        // No place ends before this title: it belongs to the one before, or goes on from
                        // there, as that of 「…法律第十九条第八号に基づく…命令」.
                        let goes_on = last_between(&based, from, end).is_some();
                        if goes_on && let Some((title, begin, place)) = parts.last_mut() {
                            (*title, *place) = (text.get(*begin..end).unwrap_or_default(), end);
                        }
                        continue;
                    }
                }
            }
        };
        let title = text.get(start..end).unwrap_or_default();
        let same = parts.last().filter(|_| title.starts_with('同')).map(|(title, ..)| *title);
        parts.push((same.unwrap_or(title), start, end));
    }
    if parts.is_empty() {
        return vec![("", text)];
    }
    let ends = parts.iter().skip(1).map(|(_, start, _)| *start).chain([text.len()]);
    let places = parts.iter().zip(ends);
    places.map(|((title, _, from), to)| (*title, text.get(*from..to).unwrap_or_default())).collect()
}

/// The last of some places in their order that stands behind one and not behind the other.
fn last_between(places: &[usize], from: usize, to: usize) -> Option<usize> {
    let before = places.get(..places.partition_point(|at| *at <= to))?;
    before.last().copied().filter(|at| *at > from)
}

impl Provision {
    pub(super) fn shown(&self) -> String {
        format!("{}{}", self.instrument, self.path.canonical(Style::HalfWidth))
    }

    fn article(&self) -> Option<Article> {
        Some((self.instrument.clone(), self.path.article.clone()?))
    }

    /// Whether another is a mark below this item.
    fn holds(&self, other: &Self) -> bool {
        let (above, below) = (&self.path, &other.path);
        let same_item = above.item.is_some()
            && (&above.article, above.paragraph, &above.item)
                == (&below.article, below.paragraph, &below.item)
            && self.instrument == other.instrument;
        same_item
            && above.subitems.len() < below.subitems.len()
            && below.subitems.starts_with(&above.subitems)
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

type Article = (Title, Vec<u32>);

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
    /// One names what stands below a provision of the other.
    Nested,
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
            Self::Partly | Self::Nested => Some(0.9),
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
    /// What an instrument is called now.
    titles: BTreeMap<Title, Title>,
}

impl Renumbering {
    /// Learns from pairs of procedures that are surely the same.
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

    /// Where a provision may stand now. What no pair shows follows its neighbours; where they do not
    /// agree there are several places.
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

    /// By how much the nearest articles below and above that are known moved, and where to.
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
        if self.is_below_or_above(new) {
            return Fit::Nested;
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

    /// Whether one names what stands below a provision of the other: 第3号イ for 第3号.
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

/// What more than half of the votes are for.
fn majority<T: Ord>(votes: BTreeMap<T, u32>) -> Option<T> {
    let total: u32 = votes.values().sum();
    votes.into_iter().find(|(_, n)| n * 2 > total).map(|(what, _)| what)
}

#[cfg(test)]
mod tests {
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
    fn the_title_of_an_order_is_no_place() {
        let order = "番号の利用等に関する法律別表第二の主務省令で定める事務及び情報を定める命令";
        for (text, parts) in [
            ("第四十条第一号", vec![("", "第四十条第一号")]),
            ("別表第二主務省令第40条第1号", vec![("別表第二主務省令", "第40条第1号")]),
            (
                &format!("{order}第十四条第三号イ及び第四号"),
                vec![(order, "第十四条第三号イ及び第四号")],
            ),
            (
                "内閣府・総務省令第8条第1号及び厚生労働省令第3条第2号、同令第5条",
                vec![
                    ("内閣府・総務省令", "第8条第1号及び"),
                    ("厚生労働省令", "第3条第2号、"),
                    ("厚生労働省令", "第5条"),
                ],
            ),
            (
                "番号法第19条第8号に基づく利用特定個人情報の提供に関する命令第5条第1号",
                vec![("番号法第19条第8号に基づく利用特定個人情報の提供に関する命令", "第5条第1号")],
            ),
            ("未定", vec![("", "未定")]),
        ] {
            assert_eq!(titled(text), parts);
        }
        let basis = read(&format!("{order}第十四条第一項第三号イ"));
        let paths: Vec<String> = basis.provisions.iter().map(Provision::shown).collect();
        assert_eq!(paths, [format!("{order}第14条第3号イ")]);
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
