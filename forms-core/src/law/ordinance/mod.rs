//! Reads the text of an ordinance into its provisions: each 項, 号, row of a table and paragraph
//! of a 附則 once, with its place, its own words and its effect.
//!
//! `docs/law.md` describes the layouts that are read and what is left out on purpose.

mod amending;
pub(super) mod around;
mod body;
pub(crate) mod document;
pub(super) mod head;
mod lines;
mod opening;
mod table;

pub(super) use table::plan::names_an_office;

use jiff::civil::Date;

use super::citation::Style;
use super::effect;
use super::instrument::{Instrument, InstrumentNumber};
use super::path::{Division, ProvisionPath};
use super::provision::Provision;
use crate::document::{Blocks, Grid};
use crate::finding::{Finding, make};
use head::deleted::says_deleted;

/// A 附則 of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supplementary {
    /// The number of the amending rule that added it.
    pub number: Option<InstrumentNumber>,
}

/// An instrument read from its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ordinance {
    /// Its title.
    pub title: Option<String>,
    /// Its number.
    pub number: Option<InstrumentNumber>,
    /// The date under its title.
    pub promulgated: Option<Date>,
    /// The date from which it is in force, if its first 附則 names one.
    pub effective: Option<Date>,
    /// Its 附則, in the order of the text.
    pub supplementary: Vec<Supplementary>,
    /// Its provisions, in the order of the text.
    pub provisions: Vec<Provision>,
    /// The tables that cannot be read whole.
    pub unread: Vec<ProvisionPath>,
}

/// Reads a plain text. Never fails: a text that is no ordinance has no provisions. The time grows with the
/// length of the text.
#[must_use]
pub fn parse(text: &str) -> Ordinance {
    read_parts(text, &[])
}

/// Reads a document with its tables, as [`parse`] reads a plain text.
#[must_use]
pub fn read(document: &Blocks) -> Ordinance {
    read_parts(document.text(), document.grids())
}

fn read_parts(text: &str, grids: &[Grid]) -> Ordinance {
    let lines = lines::lines(text);
    let opening = opening::read(&lines);
    let mut body = body::read(&lines, grids, opening.lines);
    finish(&mut body.provisions, &body.supplementary);
    let unread = effect::mark(&mut body.provisions, &body.rows, opening.title.as_deref());
    body.unread.extend(unread);
    let effective = effect::effective_date(&body.provisions, opening.promulgated);
    Ordinance {
        title: opening.title,
        number: opening.number,
        promulgated: opening.promulgated,
        effective,
        supplementary: body.supplementary,
        provisions: body.provisions,
        unread: unique(body.unread),
    }
}

/// Returns the paths of tables, each once.
fn unique(mut tables: Vec<ProvisionPath>) -> Vec<ProvisionPath> {
    tables.sort();
    tables.dedup();
    tables
}

/// Fills in the fields that depend on the whole text: leaves, deletions and citations.
fn finish(provisions: &mut [Provision], supplementary: &[Supplementary]) {
    let parents: Vec<bool> = provisions
        .iter()
        .enumerate()
        .map(|(i, p)| provisions.get(i + 1).is_some_and(|next| next.path.lies_in(&p.path)))
        .collect();
    for (provision, parent) in provisions.iter_mut().zip(parents) {
        provision.leaf = !parent;
        let text = &provision.text;
        provision.deleted |= text.contains('削') && says_deleted(text.chars());
        provision.citation = citation(&provision.path, supplementary, Style::HalfWidth);
    }
}

/// Returns the citation of a place; a later 附則 is named by the number of its amending rule.
fn citation(path: &ProvisionPath, supplementary: &[Supplementary], style: Style) -> String {
    let Division::Supplementary(n) = path.division else { return path.canonical(style) };
    let place = usize::try_from(n).unwrap_or(usize::MAX).saturating_sub(1);
    let Some(number) = supplementary.get(place).and_then(|s| s.number.as_ref()) else {
        return path.canonical(style);
    };
    let alone = supplementary.iter().filter(|s| s.number.as_ref() == Some(number)).count() == 1;
    if !alone || number.number.is_none() {
        return path.canonical(style);
    }
    ProvisionPath { division: Division::Amending(number.clone()), ..path.clone() }.canonical(style)
}

impl Ordinance {
    /// Returns the citation of a place in a style.
    #[must_use]
    pub fn cite(&self, path: &ProvisionPath, style: Style) -> String {
        citation(path, &self.supplementary, style)
    }

    /// Returns LAW-014 if tables of the text cannot be read. `document` is the name of its file.
    #[must_use]
    pub fn unread_tables(&self, document: &str) -> Option<Finding> {
        let tables: Vec<String> =
            self.unread.iter().map(|path| self.cite(path, Style::HalfWidth)).collect();
        (!tables.is_empty()).then(|| make::law_014(document, tables))
    }

    /// True if a place is in a table that cannot be read whole.
    #[must_use]
    pub fn has_unread(&self, path: &ProvisionPath) -> bool {
        self.unread.iter().any(|table| path.table.is_some() && in_table(path, table))
    }

    /// Returns the instrument as a citation names it.
    #[must_use]
    pub fn instrument(&self) -> Instrument {
        Instrument::new(self.title.clone(), self.number.clone())
    }
}

/// True if a citation, which may leave out the 項, names a place in a table.
fn in_table(path: &ProvisionPath, table: &ProvisionPath) -> bool {
    let paragraph = path.paragraph.or(table.paragraph);
    ProvisionPath { paragraph, ..path.clone() }.lies_in(table)
}

#[cfg(test)]
mod tests;
