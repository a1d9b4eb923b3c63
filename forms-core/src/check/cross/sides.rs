//! XAP-001 to XAP-004 and XAP-009: the two sides of a delegation disagree.
//!
//! A delegation is compared with the package of its counterpart (same code and organ) where that
//! package is among those given. A counterpart that sent nothing is not judged here: whether it
//! was to send something is for the list of those expected.

use super::{Filed, Who, about, instruments};
use crate::application::{Delegation, Direction, Party};
use crate::check::CrossFinding;
use crate::finding::{Finding, make, word};
use crate::rules;
use crate::text::{fold_ascii, is_blank};

pub(super) type Row<'a> = (usize, &'a Delegation);

/// The rows of a package in one direction that name another organisation, with their places.
fn rows<'a>(filed: &Filed<'a>, direction: Direction, other: Who) -> Vec<Row<'a>> {
    let names = |party: &Party| party.code.value() == Some(&other.0) && party.organ == other.1;
    let rows = filed.app.delegations.iter().enumerate();
    rows.filter(|(_, d)| d.direction == direction && names(&d.counterpart)).collect()
}

/// Pairs what the giver entrusts with what the taker accepts, and says what is left or differs.
pub(super) fn compare(giver: &Filed<'_>, taker: &Filed<'_>, out: &mut Vec<CrossFinding>) {
    let mut given = rows(giver, Direction::Entrust, taker.who);
    let mut taken = rows(taker, Direction::Accept, giver.who);
    if !given.is_empty() && !taken.is_empty() {
        layouts(giver, taker, out);
    }
    let mut pairs = Vec::new();
    pair_up(
        &mut given,
        &mut taken,
        |a, b| a.side == b.side && a.subject() == b.subject(),
        |p| pairs.push(p),
    );
    instruments::compare(giver, taker, &pairs, out);
    let mut report = |at: usize, first: &Filed<'_>, second: &Filed<'_>, finding: Finding| {
        out.push(about(&[first, second], finding.at(rules::row("delegations", at))));
    };
    for ((i, a), (_, b)) in pairs {
        if let Some(what) = content_difference(a, b) {
            report(i, giver, taker, make::xap_003(giver.name(), taker.name(), label(a), what));
        }
        for what in date_differences(a, b) {
            report(i, giver, taker, make::xap_004(giver.name(), taker.name(), label(a), what));
        }
    }
    // The same subject on the other side is one mistake, not a missing and a superfluous row.
    pair_up(
        &mut given,
        &mut taken,
        |a, b| a.subject() == b.subject(),
        |((i, a), _)| {
            report(
                i,
                giver,
                taker,
                make::xap_003(giver.name(), taker.name(), label(a), word::Xap003::Side),
            );
        },
    );
    for (i, d) in given {
        report(i, giver, taker, make::xap_001(giver.name(), taker.name(), label(d)));
    }
    for (i, d) in taken {
        report(i, taker, giver, make::xap_002(giver.name(), taker.name(), label(d)));
    }
}

/// XAP-009: the same procedure is two procedures under two layouts.
fn layouts(giver: &Filed<'_>, taker: &Filed<'_>, out: &mut Vec<CrossFinding>) {
    let (a, b) = (&giver.app.target.layout, &taker.app.target.layout);
    let plain = |text: &str| fold_ascii(text).replace(' ', "").to_uppercase();
    if is_blank(a) || is_blank(b) || plain(a) == plain(b) {
        return;
    }
    let finding = make::xap_009(giver.name(), taker.name(), a, b);
    out.push(about(&[giver, taker], finding.at(crate::finding::Pointer::new("/target/layout"))));
}

/// Takes out of both lists, first come first served, the rows that belong together.
fn pair_up<'a>(
    given: &mut Vec<Row<'a>>,
    taken: &mut Vec<Row<'a>>,
    belong: impl Fn(&Delegation, &Delegation) -> bool,
    mut found: impl FnMut((Row<'a>, Row<'a>)),
) {
    given.retain(|a| match taken.iter().position(|b| belong(a.1, b.1)) {
        Some(place) => {
            found((*a, taken.remove(place)));
            false
        }
        None => true,
    });
}

fn content_difference(a: &Delegation, b: &Delegation) -> Option<word::Xap003> {
    if a.scope != b.scope {
        Some(word::Xap003::Scope)
    } else if a.scope_note.trim() != b.scope_note.trim() {
        Some(word::Xap003::ScopeNote)
    } else {
        None
    }
}

fn date_differences(a: &Delegation, b: &Delegation) -> Vec<word::Xap004> {
    let mut words = Vec::new();
    if a.start.canonical() != b.start.canonical() {
        words.push(word::Xap004::Start);
    }
    if a.end.canonical() != b.end.canonical() {
        words.push(word::Xap004::End);
    }
    words
}

fn label(delegation: &Delegation) -> String {
    if delegation.name.trim().is_empty() { delegation.subject() } else { delegation.name.clone() }
}
