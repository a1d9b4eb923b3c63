//! Resolves citations in a text: to a provision, or to the nearest ones if there is none.

pub(crate) mod document;
mod readings;

use std::collections::HashMap;

use super::citation::{Citation, Style};
use super::ordinance::Ordinance;
use super::path::{Division, ProvisionPath, SentencePart, TableRef};
use super::provision::Provision;
use crate::finding::{Finding, make};
use crate::text::squeezed;
use readings::readings;

/// The provision that a citation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved<'a> {
    /// The provision.
    pub provision: &'a Provision,
    /// The 号 below it, if the citation names none of them.
    pub items: Vec<&'a Provision>,
    /// Number of 項 of the article, if it has several and the citation names none of them.
    pub paragraphs: Option<usize>,
}

/// Why a citation resolves to no provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unresolved {
    /// There is no such provision.
    NotFound {
        /// The citations of the nearest provisions, at most 12.
        nearest: Vec<String>,
    },
    /// It was deleted.
    Deleted {
        /// Its citation.
        citation: String,
    },
}

/// The provisions that the citations in a text name.
#[derive(Debug, Default)]
pub struct CitedProvisions<'a> {
    /// The provision of each citation; `None` if there is none.
    pub provisions: Vec<Option<&'a Provision>>,
    /// The findings about the citations.
    pub problems: Vec<Finding>,
    /// True if one of them is in a table that cannot be read whole.
    pub unread: bool,
}

impl CitedProvisions<'_> {
    /// True if there are citations and each names a provision.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.provisions.is_empty() && self.provisions.iter().all(Option::is_some)
    }
}

/// Finds provisions by their place. Build it once for a text in which many citations are resolved.
#[derive(Debug)]
pub struct Index<'a> {
    ordinance: &'a Ordinance,
    places: HashMap<ProvisionPath, usize>,
    /// The places of rows that words head, by the words in half width without spaces.
    worded: HashMap<ProvisionPath, usize>,
    /// The provisions of each article, 附則 or table, by the part of the path down to it.
    groups: HashMap<Group, Vec<usize>>,
}

type Group = (Division, Option<Vec<u32>>, Option<String>);

fn group_of(path: &ProvisionPath) -> Group {
    (path.division.clone(), path.article.clone(), path.table.as_ref().map(|t| t.name.clone()))
}

impl<'a> Index<'a> {
    /// Builds the index of a text.
    #[must_use]
    pub fn new(ordinance: &'a Ordinance) -> Self {
        let mut places = HashMap::new();
        let mut worded = HashMap::new();
        let mut groups: HashMap<Group, Vec<usize>> = HashMap::new();
        for (i, provision) in ordinance.provisions.iter().enumerate() {
            places.entry(provision.path.clone()).or_insert(i);
            if let Some(folded) = with_row_folded(&provision.path) {
                worded.entry(folded).or_insert(i);
            }
            groups.entry(group_of(&provision.path)).or_default().push(i);
        }
        Self { ordinance, places, worded, groups }
    }

    /// The text.
    #[must_use]
    pub fn ordinance(&self) -> &'a Ordinance {
        self.ordinance
    }

    /// Resolves a citation.
    ///
    /// # Errors
    /// [`Unresolved`] if there is no such provision or it was deleted.
    pub fn resolve(&self, citation: &Citation) -> Result<Resolved<'a>, Unresolved> {
        let path = self.with_division(citation);
        let Some((found, paragraphs)) = readings(&path).iter().find_map(|p| self.find(p)) else {
            return Err(Unresolved::NotFound { nearest: self.nearest(&path) });
        };
        if found.deleted {
            return Err(Unresolved::Deleted { citation: found.citation.clone() });
        }
        if !has_part(found, path.part) {
            return Err(Unresolved::NotFound { nearest: vec![found.citation.clone()] });
        }
        let stops_above = paragraphs.is_none() && path.part != Some(SentencePart::Chapeau);
        let items = if stops_above { self.items_below(&found.path) } else { Vec::new() };
        Ok(Resolved { provision: found, items, paragraphs })
    }

    /// Returns the clauses that leave something out of the delegation of a provision: its own, and those of
    /// the provisions above it (次に掲げる事務（…を除く。）). 事務の一部 above a list only announces the list.
    #[must_use]
    pub fn limits_of(&self, provision: &Provision) -> Vec<String> {
        const LEAVES_OUT: &[&str] = &["に限る", "に限り", "を除く", "を除き"];
        let mut found = super::limits(&provision.text);
        found.retain(|l| l.contains("の一部") || LEAVES_OUT.iter().any(|w| l.contains(w)));
        let mut path = provision.path.clone();
        while let Some(up) = path.parent() {
            let above = self.at(&up).map(|p| super::limits(&p.text)).unwrap_or_default();
            found.extend(above.into_iter().filter(|l| LEAVES_OUT.iter().any(|w| l.contains(w))));
            path = up;
        }
        found
    }

    /// Returns the path of a citation with the 附則 of an amending rule looked up in this text.
    fn with_division(&self, citation: &Citation) -> ProvisionPath {
        let mut path = citation.path.clone();
        let by_number = |number: &super::InstrumentNumber| {
            let listed = &self.ordinance.supplementary;
            let with = |fits: &dyn Fn(&super::InstrumentNumber) -> bool| {
                listed.iter().position(|s| s.number.as_ref().is_some_and(fits))
            };
            // An equal number is preferred to one that agrees because it leaves something out.
            let place = with(&|n| n == number).or_else(|| with(&|n| n.agrees_with(number)))?;
            Some(Division::Supplementary(u32::try_from(place + 1).ok()?))
        };
        match &path.division {
            Division::Amending(number) => {
                // The first 附則 may carry the number of the rule itself.
                let own = self.ordinance.number.as_ref().is_some_and(|n| n.agrees_with(number));
                let first = own.then_some(Division::Supplementary(1));
                if let Some(division) = by_number(number).or(first) {
                    path.division = division;
                }
            }
            // 平成29年規則第3号附則第2項 names the amending rule in front.
            Division::Supplementary(1) => {
                let named = citation.instrument.as_ref().and_then(|i| i.number.as_ref());
                let other = named.filter(|n| {
                    self.ordinance.number.as_ref().is_some_and(|own| !own.agrees_with(n))
                });
                if let Some(division) = other.and_then(by_number) {
                    path.division = division;
                }
            }
            _ => {}
        }
        path
    }

    fn at(&self, path: &ProvisionPath) -> Option<&'a Provision> {
        let worded = || self.worded.get(&with_row_folded(path)?);
        self.places.get(path).or_else(worded).and_then(|i| self.ordinance.provisions.get(*i))
    }

    fn group(&self, path: &ProvisionPath) -> impl Iterator<Item = &'a Provision> {
        let provisions = &self.ordinance.provisions;
        self.groups.get(&group_of(path)).into_iter().flatten().filter_map(|i| provisions.get(*i))
    }

    /// Finds the provision at a place. If the place names none of several 項, returns the first 項 that fits
    /// and their number.
    fn find(&self, path: &ProvisionPath) -> Option<(&'a Provision, Option<usize>)> {
        let path = path.without_part();
        if path.paragraph.is_some() || (path.table.is_some() && path.article.is_none()) {
            return self.at(&path).or_else(|| self.first_of_table(&path)).map(|p| (p, None));
        }
        if let Some(exact) = self.at(&path) {
            return Some((exact, None));
        }
        let outer = ProvisionPath { table: None, ..path.clone() };
        let mut paragraphs: Vec<u32> = self
            .group(&outer)
            .filter(|p| p.path.item.is_none() && p.path.subitems.is_empty())
            .filter_map(|p| p.path.paragraph)
            .collect();
        paragraphs.dedup();
        let with = |n: u32| ProvisionPath { paragraph: Some(n), ..path.clone() };
        let found = paragraphs.iter().find_map(|n| self.at(&with(*n)))?;
        Some((found, Some(paragraphs.len()).filter(|n| *n > 1)))
    }

    /// Returns the first row or item of a table for a citation of the whole table or of a band (部) of its rows.
    fn first_of_table(&self, path: &ProvisionPath) -> Option<&'a Provision> {
        let table = path.table.as_ref()?;
        if path.item.is_some() || !path.subitems.is_empty() {
            return None;
        }
        match (&table.row, table.band()) {
            (None, _) => self.group(path).next(),
            (Some(_), Some((_, None))) => self.group(path).find(|p| p.path.lies_in(path)),
            _ => None,
        }
    }

    /// Returns the 号 directly below a place.
    fn items_below(&self, path: &ProvisionPath) -> Vec<&'a Provision> {
        let items = |p: &&Provision| p.path.item.is_some() || p.path.table.is_some();
        if path.item.is_some() || !path.subitems.is_empty() || path.table.is_some() {
            return Vec::new();
        }
        self.group(path)
            .filter(items)
            .filter(|p| !p.deleted && p.path.subitems.is_empty() && p.path.lies_in(path))
            .collect()
    }

    /// Returns the citations nearest to a place that does not exist: those under the deepest existing place
    /// above it.
    fn nearest(&self, path: &ProvisionPath) -> Vec<String> {
        const ENOUGH: usize = 12;
        let mut up = path.without_part();
        while let Some(parent) = up.parent() {
            up = parent;
            let mut children: Vec<&Provision> = self
                .ordinance
                .provisions
                .iter()
                .filter(|p| !p.deleted && p.path.lies_in(&up) && same_table(&p.path, &up))
                .collect();
            if children.is_empty() {
                continue;
            }
            // Those with the nearest number first, then in the order of the text.
            children.sort_by_key(|p| distance(&p.path, path));
            children.truncate(ENOUGH);
            let mut citations: Vec<(usize, String)> = children
                .iter()
                .filter_map(|p| self.places.get(&p.path).map(|i| (*i, p.citation.clone())))
                .collect();
            citations.sort();
            return citations.into_iter().map(|(_, c)| c).collect();
        }
        Vec::new()
    }
}

fn same_table(path: &ProvisionPath, up: &ProvisionPath) -> bool {
    up.table.is_some() == path.table.is_some() || up.article.is_some()
}

/// Returns the distance of a place from another one, for sorting suggestions.
fn distance(path: &ProvisionPath, wanted: &ProvisionPath) -> (u32, u32, u32, usize) {
    let gap = |a: Option<u32>, b: Option<u32>| match (a, b) {
        (Some(a), Some(b)) => a.abs_diff(b),
        (None, None) => 0,
        _ => 1,
    };
    let first = |n: &Option<Vec<u32>>| n.as_ref().and_then(|n| n.first().copied());
    (
        gap(first(&path.article), first(&wanted.article)),
        gap(path.paragraph, wanted.paragraph.or(path.paragraph)),
        gap(first(&path.item), first(&wanted.item)),
        path.subitems.len(),
    )
}

fn has_part(provision: &Provision, part: Option<SentencePart>) -> bool {
    let sentences = provision.text.matches('。').count();
    match part {
        None | Some(SentencePart::MainText) => true,
        Some(SentencePart::Proviso) => {
            provision.text.contains("ただし") || provision.text.contains("但し")
        }
        Some(SentencePart::Chapeau) => !provision.leaf,
        Some(SentencePart::FirstSentence | SentencePart::SecondSentence) => sentences > 1,
    }
}

/// Returns a path whose row is headed by words with the words folded to half width, without spaces; `None` if
/// no words head its row.
fn with_row_folded(path: &ProvisionPath) -> Option<ProvisionPath> {
    let table = path.table.as_ref()?;
    let row = squeezed(table.row_words()?);
    let table = TableRef { row: Some(row), ..table.clone() };
    Some(ProvisionPath { table: Some(table), ..path.clone() })
}

/// Returns the citation of a provision within its paragraph: 第2号の2, 表の6の項.
fn short_name(provision: &Provision) -> String {
    let path = &provision.path;
    ProvisionPath { division: Division::Main, article: None, paragraph: None, ..path.clone() }
        .canonical(Style::HalfWidth)
}

impl<'a> Index<'a> {
    /// Resolves a citation; returns the provision, if there is one, and the finding about the citation: LAW-002,
    /// LAW-003, LAW-006 or LAW-011.
    #[must_use]
    pub fn judge(&self, citation: &Citation) -> (Option<&'a Provision>, Option<Finding>) {
        let text = citation.canonical(Style::HalfWidth);
        match self.resolve(citation) {
            Err(Unresolved::NotFound { nearest }) => (None, Some(make::law_003(text, nearest))),
            Err(Unresolved::Deleted { citation }) => (None, Some(make::law_006(citation))),
            Ok(Resolved { provision, paragraphs: Some(n), .. }) => {
                (Some(provision), Some(make::law_011(text, n as u64)))
            }
            Ok(Resolved { provision, items, .. }) if !items.is_empty() => {
                let names: Vec<String> = items.iter().map(|p| short_name(p)).collect();
                (Some(provision), Some(make::law_002(text, items.len() as u64, names)))
            }
            Ok(Resolved { provision, .. }) => (Some(provision), None),
        }
    }
}

impl Ordinance {
    /// Looks up the citations in a text that a person typed; no provisions if a part of it cannot be read.
    #[must_use]
    pub fn look_up(&self, text: &str) -> CitedProvisions<'_> {
        let reading = super::citation::read(text);
        let problems: Vec<Finding> = reading.problems.iter().map(|p| p.finding(text)).collect();
        let mut found = CitedProvisions { provisions: Vec::new(), problems, unread: false };
        if !reading.has_unread() {
            let index = Index::new(self);
            for citation in &reading.citations {
                let (provision, finding) = index.judge(citation);
                let unread = self.has_unread(&citation.path);
                found.unread |= unread;
                found.provisions.push(provision);
                // What is not found in such a table may be there.
                found.problems.extend(finding.filter(|_| provision.is_some() || !unread));
            }
        }
        found
    }

    /// Resolves one citation; see [`Index`] for many.
    ///
    /// # Errors
    /// [`Unresolved`] if there is no such provision or it was deleted.
    pub fn resolve(&self, citation: &Citation) -> Result<Resolved<'_>, Unresolved> {
        Index::new(self).resolve(citation)
    }

    /// Returns the citation of a provision in every style.
    #[must_use]
    pub fn styles(&self, provision: &Provision) -> [String; 3] {
        Style::ALL.map(|style| self.cite(&provision.path, style))
    }
}
