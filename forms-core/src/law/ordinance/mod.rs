//! Reads the text of an ordinance into its provisions: each 項, 号, row of a table and paragraph
//! of a 附則 once, with its place, its own words and what it does.
//!
//! `docs/law.md` describes the layouts that are read and what is left out on purpose.

mod amending;
mod body;
pub(crate) mod document;
pub(super) mod head;
mod lines;
mod opening;
mod table;

use std::rc::Rc;

use jiff::civil::Date;
use serde::Serialize;

use super::citation::Style;
use super::effect::{self, Effect};
use super::instrument::{Instrument, InstrumentNumber};
use super::path::{Division, ProvisionPath};

/// One provision of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Provision {
    /// Its place.
    pub path: ProvisionPath,
    /// Its citation in normal form.
    pub citation: String,
    /// Its own words, without those of the provisions below it.
    pub text: String,
    /// Whether it has no provision below it.
    pub leaf: bool,
    /// Whether it was deleted (削除) and only its number is left.
    pub deleted: bool,
    /// Its effect, if it delegates or lends staff.
    pub effect: Option<Effect>,
    /// To whom.
    pub counterpart: Option<String>,
    /// The heading of its article.
    #[serde(skip)]
    pub heading: Option<String>,
}

/// The cells of a row of a table.
#[derive(Debug)]
pub(super) struct Row {
    /// What heads the columns, where the table says so.
    pub(super) heads: Rc<[String]>,
    /// Whether the first cell is the number of the row.
    pub(super) numbered: bool,
    pub(super) cells: Vec<String>,
}

/// A 附則 of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supplementary {
    /// The number of the amending rule that brought it.
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
    /// The date from which it holds, where its first 附則 names one.
    pub effective: Option<Date>,
    /// Its 附則, in the order of the text.
    pub supplementary: Vec<Supplementary>,
    /// Its provisions, in the order of the text.
    pub provisions: Vec<Provision>,
}

/// Reads a text. Never fails: a text without provisions gives none. The time grows with the
/// length of the text.
#[must_use]
pub fn parse(text: &str) -> Ordinance {
    let lines = lines::lines(text);
    let opening = opening::read(&lines);
    let mut body = body::read(&lines, opening.lines);
    finish(&mut body.provisions, &body.supplementary);
    effect::mark(&mut body.provisions, &body.rows, opening.title.as_deref());
    let effective = effect::effective_date(&body.provisions, opening.promulgated);
    Ordinance {
        title: opening.title,
        number: opening.number,
        promulgated: opening.promulgated,
        effective,
        supplementary: body.supplementary,
        provisions: body.provisions,
    }
}

/// Fills in what only the whole text tells: leaves, deletions and the citations.
fn finish(provisions: &mut [Provision], supplementary: &[Supplementary]) {
    let parents: Vec<bool> = provisions
        .iter()
        .enumerate()
        .map(|(i, p)| provisions.get(i + 1).is_some_and(|next| next.path.lies_in(&p.path)))
        .collect();
    for (provision, parent) in provisions.iter_mut().zip(parents) {
        provision.leaf = !parent;
        let words: String = provision.text.chars().filter(|c| !c.is_whitespace()).collect();
        provision.deleted |= matches!(words.trim_end_matches('。'), "削除" | "(削除)" | "（削除）");
        provision.citation = citation(&provision.path, supplementary, Style::HalfWidth);
    }
}

/// The citation of a place; a later 附則 is named by the number of its amending rule.
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
    /// The citation of one of its places in a style.
    #[must_use]
    pub fn cite(&self, path: &ProvisionPath, style: Style) -> String {
        citation(path, &self.supplementary, style)
    }

    /// The instrument as a citation would name it.
    #[must_use]
    pub fn instrument(&self) -> Instrument {
        Instrument::new(self.title.clone(), self.number.clone())
    }
}

#[cfg(test)]
mod tests;
