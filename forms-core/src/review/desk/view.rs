//! The rows that a person wants to see, their order, and how many there are of each kind.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::{Desk, DeskRow, Need, folded};
use crate::application::Kind;
use crate::finding::Code;
use crate::review::session::ApplicantState;
use crate::review::summary::CheckResult;

/// A kind of value by which rows are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// 状態.
    State,
    /// 結果.
    Result,
    /// 指摘コード.
    Code,
    /// 種類.
    Kind,
    /// 管内.
    Area,
    /// 担当.
    Owner,
}

impl Facet {
    /// Every facet, in the order of the screen.
    pub const ALL: &'static [Self] =
        &[Self::State, Self::Result, Self::Owner, Self::Kind, Self::Area, Self::Code];
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FacetValue {
    /// 要対応: it needs the reviewer now, whatever its state.
    Needed,
    /// A state.
    State(ApplicantState),
    /// The result of a check; `None` while nothing has come.
    Result(Option<CheckResult>),
    /// A kind of application; `None` where none could be read.
    Kind(Option<Kind>),
    /// A part of the prefecture.
    Area(String),
    /// The person who looks after it; `None` for nobody.
    Owner(Option<String>),
    /// The code of a finding.
    Code(Code),
}

impl FacetValue {
    /// The facet that it belongs to.
    #[must_use]
    pub fn facet(&self) -> Facet {
        match self {
            Self::Needed | Self::State(_) => Facet::State,
            Self::Result(_) => Facet::Result,
            Self::Kind(_) => Facet::Kind,
            Self::Area(_) => Facet::Area,
            Self::Owner(_) => Facet::Owner,
            Self::Code(_) => Facet::Code,
        }
    }
}

/// The rows that a person wants to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words, each of which must stand in the row; width and case do not matter.
    pub text: String,
    /// Values of facets. A row has one of those of each facet that has any.
    pub chosen: BTreeSet<FacetValue>,
}

impl Filter {
    /// Chooses a value, or no longer.
    pub fn toggle(&mut self, value: FacetValue) {
        if !self.chosen.remove(&value) {
            self.chosen.insert(value);
        }
    }

    /// Returns whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty() && self.text.trim().is_empty()
    }
}

/// A value of a facet with the number of rows that choosing it would show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value.
    pub value: FacetValue,
    /// The number of rows that have it and pass the search and the other facets.
    pub count: usize,
    /// True if it is chosen.
    pub chosen: bool,
}

/// The column that rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// 要対応 first, the most urgent first, then by code.
    #[default]
    Need,
    /// 団体コード.
    Code,
    /// The number of rounds.
    Rounds,
    /// The result of the check.
    Result,
    /// The number of findings that stand, by severity.
    Findings,
    /// The state.
    State,
    /// The person who looks after it.
    Owner,
    /// When the last submission was received.
    Received,
}

/// The order of rows. Rows that are equal in it are in the order of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// The column.
    pub key: SortKey,
    /// True for the last first.
    pub descending: bool,
}

/// The rows to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Their numbers in [`Desk::rows`], in order.
    pub rows: Vec<usize>,
    /// The facets that tell rows apart, with their values.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
}

impl Desk {
    /// Filters, counts and sorts the rows.
    #[must_use]
    pub fn view(&self, filter: &Filter, sort: Sort) -> View {
        let words: Vec<String> =
            folded(&filter.text).split_whitespace().map(str::to_owned).collect();
        let mut chosen: BTreeMap<Facet, Vec<&FacetValue>> = BTreeMap::new();
        for value in &filter.chosen {
            chosen.entry(value.facet()).or_default().push(value);
        }
        let mut counts: BTreeMap<Facet, BTreeMap<FacetValue, usize>> = BTreeMap::new();
        let mut rows = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            if !words.is_empty() {
                let haystack = row.haystack();
                if !words.iter().all(|word| haystack.contains(word)) {
                    continue;
                }
            }
            let values: Vec<(Facet, Vec<FacetValue>)> =
                Facet::ALL.iter().map(|facet| (*facet, row.values(*facet))).collect();
            let failed: Vec<Facet> = values
                .iter()
                .filter(|(facet, values)| {
                    chosen.get(facet).is_some_and(|any| !any.iter().any(|v| values.contains(v)))
                })
                .map(|(facet, _)| *facet)
                .collect();
            if failed.is_empty() {
                rows.push(at);
            }
            for (facet, values) in values {
                // It counts for a facet if no other facet hides it.
                if failed.iter().all(|other| *other == facet) {
                    let counts = counts.entry(facet).or_default();
                    values.into_iter().for_each(|v| *counts.entry(v).or_default() += 1);
                }
            }
        }
        // A value that was chosen stays, so that it can be taken back.
        for value in &filter.chosen {
            counts.entry(value.facet()).or_default().entry(value.clone()).or_default();
        }
        self.sort(&mut rows, sort);
        View { rows, facets: facets(counts, filter) }
    }

    fn sort(&self, rows: &mut [usize], sort: Sort) {
        let order = |a: &usize, b: &usize| {
            let (Some(x), Some(y)) = (self.rows.get(*a), self.rows.get(*b)) else {
                return Ordering::Equal;
            };
            let order = compare(x, y, sort.key);
            // The number of a row follows its code.
            if sort.descending { order.reverse() } else { order }.then(a.cmp(b))
        };
        rows.sort_unstable_by(order);
    }
}

/// The facets in the order of the screen, their values in the order of the field, of codes and owners by name.
fn facets(
    counts: BTreeMap<Facet, BTreeMap<FacetValue, usize>>,
    filter: &Filter,
) -> Vec<(Facet, Vec<FacetCount>)> {
    let mut counts = counts;
    let one = |facet: &Facet| {
        let values = counts.remove(facet)?;
        let values: Vec<FacetCount> = values
            .into_iter()
            .map(|(value, count)| {
                let chosen = filter.chosen.contains(&value);
                FacetCount { value, count, chosen }
            })
            .collect();
        (!values.is_empty()).then_some((*facet, values))
    };
    Facet::ALL.iter().filter_map(one).collect()
}

fn compare(a: &DeskRow, b: &DeskRow, key: SortKey) -> Ordering {
    let need = |row: &DeskRow| (row.need.is_none(), row.need);
    let open = |row: &DeskRow| (row.open.fatal, row.open.error, row.open.warning);
    let owner = |row: &'_ DeskRow| {
        let owner = row.applicant().owner.clone();
        (owner.is_none(), owner)
    };
    match key {
        SortKey::Need => need(a).cmp(&need(b)),
        SortKey::Code => a.key().cmp(&b.key()),
        SortKey::Rounds => a.applicant().rounds.len().cmp(&b.applicant().rounds.len()),
        SortKey::Result => a.summary.result.cmp(&b.summary.result),
        SortKey::Findings => open(a).cmp(&open(b)),
        SortKey::State => a.state().cmp(&b.state()),
        SortKey::Owner => owner(a).cmp(&owner(b)),
        SortKey::Received => a.summary.received.cmp(&b.summary.received),
    }
}

impl DeskRow {
    /// The values of a facet that the row has.
    #[must_use]
    pub fn values(&self, facet: Facet) -> Vec<FacetValue> {
        match facet {
            Facet::State => {
                let needed = self.need.map(|_: Need| FacetValue::Needed);
                needed.into_iter().chain([FacetValue::State(self.state())]).collect()
            }
            Facet::Result => vec![FacetValue::Result(self.summary.result)],
            Facet::Kind if self.applicant().rounds.is_empty() => Vec::new(),
            Facet::Kind => vec![FacetValue::Kind(self.kind)],
            Facet::Area if self.applicant().area.is_empty() => Vec::new(),
            Facet::Area => vec![FacetValue::Area(self.applicant().area.clone())],
            Facet::Owner => vec![FacetValue::Owner(self.applicant().owner.clone())],
            Facet::Code => self.codes().into_iter().map(FacetValue::Code).collect(),
        }
    }
}
