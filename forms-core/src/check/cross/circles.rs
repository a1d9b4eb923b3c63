//! DLG-014 across packages: a delegation that comes back to where it started by way of others.
//!
//! A circle of two shows in one package, or as two sides that do not agree; here it takes three.

use std::collections::{BTreeMap, BTreeSet};

use super::{Filed, Who, about};
use crate::application::{Action, Delegation, Direction};
use crate::check::CrossFinding;
use crate::finding::make;
use crate::rules;
use crate::text::is_blank;

/// To whom each giver delegates one subject.
type Edges = BTreeMap<Who, BTreeSet<Who>>;

/// The delegations by side and subject.
type Given = BTreeMap<(u8, String), Edges>;

pub(super) fn check(current: &[&Filed<'_>], out: &mut Vec<CrossFinding>) {
    for (subject, edges) in given(current) {
        let mut told = BTreeSet::new();
        for &start in edges.keys() {
            let Some(circle) = circle_from(start, &edges).filter(|_| !told.contains(&start)) else {
                continue;
            };
            told.extend(circle.iter().copied());
            let filed: Vec<&Filed<'_>> = circle
                .iter()
                .flat_map(|w| current.iter().filter(move |f| f.who == *w).copied())
                .collect();
            let Some((first, row, delegation)) = filed.iter().find_map(|f| entrusting(f, &subject))
            else {
                continue;
            };
            let names: Vec<String> =
                circle.iter().chain([&start]).map(|who| name(who, current)).collect();
            let label = match is_blank(&delegation.name) {
                true => delegation.subject(),
                false => delegation.name.clone(),
            };
            let finding = make::dlg_014(label, names.join(" → "));
            let at = rules::row("delegations", row).key("counterpart");
            let others = filed.iter().filter(|f| f.who != first.who).map(|f| f.whole());
            out.push(about(finding, [first.at(at)].into_iter().chain(others)));
        }
    }
}

fn given(current: &[&Filed<'_>]) -> Given {
    let mut all = Given::new();
    for filed in current {
        for row in filed.app.delegations.iter().filter(|d| d.action != Action::End) {
            let Some(code) = row.counterpart.code.value() else { continue };
            let other = (*code, row.counterpart.organ);
            let edge = match row.direction {
                Direction::Entrust => (filed.who, other),
                Direction::Accept => (other, filed.who),
            };
            if !row.subject().is_empty() {
                let edges = all.entry((row.side as u8, row.subject())).or_default();
                edges.entry(edge.0).or_default().insert(edge.1);
            }
        }
    }
    all
}

/// The shortest way of three or more from an organisation back to itself.
fn circle_from(start: Who, edges: &Edges) -> Option<Vec<Who>> {
    let mut before: BTreeMap<Who, Who> = BTreeMap::new();
    let mut reached = vec![start];
    let mut known = BTreeSet::from([start]);
    let mut next = 0;
    while let Some(&at) = reached.get(next) {
        next += 1;
        for &to in edges.get(&at).into_iter().flatten() {
            if to == start {
                let mut way = vec![at];
                while let Some(&from) = way.last().and_then(|last| before.get(last)) {
                    way.push(from);
                }
                way.reverse();
                return Some(way).filter(|way| way.len() > 2);
            }
            if known.insert(to) {
                before.insert(to, at);
                reached.push(to);
            }
        }
    }
    None
}

/// The row of a package that entrusts the subject.
fn entrusting<'f, 'a>(
    filed: &&'f Filed<'a>,
    subject: &(u8, String),
) -> Option<(&'f Filed<'a>, usize, &'a Delegation)> {
    let fits = |d: &Delegation| {
        d.direction == Direction::Entrust && (d.side as u8, d.subject()) == *subject
    };
    let row = filed.app.delegations.iter().position(fits)?;
    Some((filed, row, filed.app.delegations.get(row)?))
}

/// An organisation by its own name, else by the one that others give it.
fn name(who: &Who, current: &[&Filed<'_>]) -> String {
    let own = current.iter().find(|f| f.who == *who).map(|f| f.name().to_owned());
    let others = current.iter().flat_map(|f| &f.app.delegations).map(|d| &d.counterpart);
    let mut others = others.filter(|p| p.code.value() == Some(&who.0) && p.organ == who.1);
    own.or_else(|| others.next().map(|p| p.name.clone())).unwrap_or_else(|| who.0.to_string())
}
