//! The provisions of the 主務省令 that procedures cite (根拠規定).

use std::collections::BTreeSet;

use crate::law::citation::{self, Style};
use crate::law::{Granularity, ProvisionPath};

use super::name::{fold, part_of_citation};
use super::title::{Title, Titles};
use super::words::JOINS;

/// One provision: the instrument's title as given, and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Provision {
    pub(super) instrument: Title,
    pub(super) path: ProvisionPath,
}

/// The provisions that a procedure cites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Basis {
    pub(super) provisions: BTreeSet<Provision>,
    /// The folded text; compared as a whole if it names no provision.
    pub(super) text: String,
}

impl Basis {
    pub(super) fn read(text: &str, titles: &mut Titles) -> Self {
        let folded = fold(text);
        if folded.is_empty() {
            return Self::default();
        }
        let mut provisions = BTreeSet::new();
        for (title, places) in split_by_title(&folded) {
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

    /// The provision, if there is exactly one.
    pub(super) fn single(&self) -> Option<&Provision> {
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

/// Splits a folded text into titles of instruments, each with the articles cited from it. The title
/// of an order may itself contain 別表 or 事務及び情報, so it ends only where an article follows a word
/// such as 命令, and starts after the previous citation.
fn split_by_title(text: &str) -> Vec<(&str, &str)> {
    const INSTRUMENTS: [char; 5] = ['令', '則', '法', '律', '例'];
    const BASED_ON: &str = "に基づ";
    let is_place = |c: char| matches!(c, '条' | '項' | '号' | '段' | '書' | 'ア'..='ン' | ')');
    let ends = text.match_indices('第').map(|(at, _)| at).filter(|at| {
        let (title, place) = text.split_at(*at);
        title.ends_with(INSTRUMENTS) && part_of_citation(place, false).is_some()
    });
    // Another title can only start after a conjunction that follows a citation.
    let joined = JOINS.iter().chain(&["、", "・"]).flat_map(|join| {
        let found = text.match_indices(join);
        let found = found.filter(|(at, _)| text.get(..*at).is_some_and(|t| t.ends_with(is_place)));
        found.map(|(at, join)| at + join.len())
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
                        // No citation ends before this title: it belongs to the previous one or continues
                        // it, as in 「…法律第十九条第八号に基づく…命令」.
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

/// Returns the last of some sorted positions that is after `from` and not after `to`.
fn last_between(places: &[usize], from: usize, to: usize) -> Option<usize> {
    let before = places.get(..places.partition_point(|at| *at <= to))?;
    before.last().copied().filter(|at| *at > from)
}

/// An instrument, and the number of an article of it with its branches.
pub(super) type Article = (Title, Vec<u32>);

impl Provision {
    pub(super) fn shown(&self) -> String {
        format!("{}{}", self.instrument, self.path.canonical(Style::HalfWidth))
    }

    pub(super) fn article(&self) -> Option<Article> {
        Some((self.instrument.clone(), self.path.article.clone()?))
    }

    /// Returns whether another provision is a subitem of this item, as 第3号イ is of 第3号.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let (above, below) = (&self.path, &other.path);
        let same_item = above.item.is_some()
            && (&above.article, above.paragraph, &above.item)
                == (&below.article, below.paragraph, &below.item)
            && self.instrument == other.instrument;
        same_item
            && above.subitems.len() < below.subitems.len()
            && below.subitems.starts_with(&above.subitems)
    }

    pub(super) fn number(&self) -> Option<u32> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Basis {
        Basis::read(text, &mut Titles::default())
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
            assert_eq!(split_by_title(text), parts);
        }
        let basis = read(&format!("{order}第十四条第一項第三号イ"));
        let paths: Vec<String> = basis.provisions.iter().map(Provision::shown).collect();
        assert_eq!(paths, [format!("{order}第14条第3号イ")]);
    }
}
