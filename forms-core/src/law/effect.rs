//! Finds the effect of each provision: it delegates an affair (委任), lends staff (補助執行), or neither;
//! to whom; and which of its own words limit it.

mod act;
mod clause;
mod columns;
mod counterpart;
mod delegation;
mod items;
mod office;

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::path::{Division, ProvisionPath, TableRef};
use super::provision::{Effect, Provision, TableRows};
use crate::text::era::date_prefix;
use crate::text::fold_ascii;
use columns::TableCounterparts;
use counterpart::{Aliases, named_in_heading};
use delegation::{Delegation, delegation_of, delegation_of_heading, tables_of_item};
use items::{ItemTakers, Side};

/// Number of characters of a provision that are read for its effect.
const LONGEST: usize = 6000;

/// The effect and the taker of the rows of each 別表, by its name; the first sentence that names it counts.
type Tables = HashMap<String, (Effect, Option<String>)>;

/// A provision that delegates, as far as those below it need it.
struct Above {
    path: ProvisionPath,
    effect: Effect,
    to: Option<String>,
    items: Option<ItemTakers>,
}

/// Fills in `effect` and `counterpart` of every provision of a text.
/// `rows` holds the cells of the provisions that are rows of a table, by index into `provisions`. Returns the
/// tables without the column that a sentence names.
pub(super) fn mark(
    provisions: &mut [Provision],
    rows: &TableRows,
    title: Option<&str>,
) -> BTreeSet<ProvisionPath> {
    let aliases = Aliases::of(provisions);
    let mut tables = Tables::new();
    let mut above: Option<Above> = None;
    let mut columns = TableCounterparts::default();
    for (i, provision) in provisions.iter_mut().enumerate() {
        // What is deleted delegates nothing.
        if provision.deleted {
            continue;
        }
        let row = rows.get(i);
        if let Some(above) = &mut above
            && provision.path != above.path
            && provision.path.lies_in(&above.path)
        {
            provision.effect = Some(above.effect);
            let own = above.items.as_mut().and_then(|items| items.taker(provision, &aliases));
            provision.counterpart =
                own.or_else(|| columns.counterpart(&provision.path, row, above.to.as_ref()));
            if provision.path.table.is_none() {
                let to = &provision.counterpart;
                for name in tables_of_item(&provision.text) {
                    tables.entry(name).or_insert_with(|| (above.effect, to.clone()));
                }
            }
        } else if provision.path.division == Division::Main && provision.path.table.is_none() {
            let heading = provision.heading.as_deref().and_then(named_in_heading);
            let named = || heading.or_else(|| title.and_then(named_in_heading));
            let of_heading = || delegation_of_heading(&provision.text);
            above = delegation_of(&provision.text)
                .or_else(|| if provision.leaf { None } else { of_heading() })
                .map(|found| take(found, provision, named(), &aliases, &mut tables));
        } else if let Some(table) = &provision.path.table {
            above = None;
            if let Some((effect, to)) = tables.get(&table.name) {
                provision.effect = Some(*effect);
                provision.counterpart = columns.counterpart(&provision.path, row, to.as_ref());
            }
        }
    }
    columns.unread.extend(without_rows(provisions));
    columns.unread
}

/// Writes what a provision does into it, and what it does with 別表 into `tables`; returns what those below it inherit.
/// `named` is the office that its heading or the title names.
fn take(
    found: Delegation,
    provision: &mut Provision,
    named: Option<String>,
    aliases: &Aliases,
    tables: &mut Tables,
) -> Above {
    let full = |name: String| aliases.full(&name);
    let side = found.to.as_deref().and_then(Side::of);
    let to = found.to.filter(|_| side.is_none()).or_else(|| named.clone()).map(full);
    for (table, effect, own) in found.tables {
        let own = own.filter(|name| Side::of(name).is_none()).map(full);
        let to = own.or_else(|| to.clone().filter(|_| effect == found.effect));
        tables.entry(table).or_insert((effect, to));
    }
    provision.effect = Some(found.effect);
    provision.counterpart.clone_from(&to);
    let items = side.map(ItemTakers::new);
    Above { path: provision.path.clone(), effect: found.effect, to, items }
}

/// Returns the tables inside articles that delegate by them (次の表の左欄に掲げる事務), of which no row was read.
fn without_rows(provisions: &[Provision]) -> impl Iterator<Item = ProvisionPath> {
    let below = provisions.iter().skip(1).map(Some).chain([None]);
    let without = provisions.iter().zip(below).filter(|(provision, next)| {
        if provision.effect.is_none() || provision.path.table.is_some() {
            return false;
        }
        let rows = next.is_some_and(|n| n.path.table.is_some() && n.path.lies_in(&provision.path));
        let named = ["次の表の", "次の表に", "下表の", "下表に"];
        let points = named.iter().any(|w| provision.text.contains(w));
        points && !rows
    });
    without.map(|(provision, _)| {
        let table = TableRef { name: "表".to_owned(), row: None, column: None };
        ProvisionPath { table: Some(table), ..provision.path.clone() }
    })
}

/// Returns the effect that the words of a provision have, or `None` if they delegate nothing.
#[must_use]
pub fn effect_of(text: &str) -> Option<Effect> {
    delegation_of(text).map(|found| found.effect)
}

/// Returns the clauses of a provision that limit its delegation: に限る, を除く, の一部.
#[must_use]
pub fn limits(text: &str) -> Vec<String> {
    const LIMITS: &[&str] = &["に限る", "を除く", "の一部", "を除き", "に限り", "に係るもの"];
    let mut out: Vec<String> = Vec::new();
    for clause in text.split(['。', '(', ')', '（', '）', '、']) {
        if LIMITS.iter().any(|w| clause.contains(w)) && !out.iter().any(|o| o == clause) {
            out.push(clause.trim().to_owned());
        }
    }
    out
}

/// Returns the date from which a text is in force: the first 附則 names a date or the day of promulgation.
pub(super) fn effective_date(provisions: &[Provision], promulgated: Option<Date>) -> Option<Date> {
    let first = provisions
        .iter()
        .filter(|p| p.path.division == Division::Supplementary(1))
        .find(|p| p.text.contains("施行する"))?;
    let text = fold_ascii(&first.text);
    if text.contains("公布の日から施行") {
        return promulgated;
    }
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).find_map(|at| date_prefix(chars.get(at..)?)?.0.civil().ok())
}
