//! Numbers of rows, articles and items after an overhaul.

use std::collections::BTreeSet;

use super::generator::Dice;
use super::ministries::Desk;
use super::ordinance::{Number, next};

/// Numbers the items of an affair after its procedures were changed.
pub(super) fn settle_works(desk: &mut Desk, was: &Desk, dice: &mut Dice) {
    let numbers = |d: &Desk| d.works.iter().map(|w| w.number).collect::<Vec<_>>();
    let now = recount(&numbers(was), &numbers(desk), false, dice);
    for (work, number) in desk.works.iter_mut().zip(&now) {
        // A merged procedure is cited with both items, as long as the order is unchanged.
        let moved = |also: Number| (also.0 + number.0 - work.number.0, also.1);
        work.also = work.also.filter(|also| also.0 >= work.number.0).map(moved);
        work.also = work.also.filter(|also| !now.contains(also));
        work.number = *number;
    }
}

/// Numbers after a revision. A new entry (0) becomes a branch or moves the later ones; a dropped one
/// leaves its number unused or lets the others move up; a new order counts all anew.
pub(super) fn recount(old: &[Number], kept: &[Number], anew: bool, dice: &mut Dice) -> Vec<Number> {
    let (branches, closes) = (!anew && dice.chance(50), !anew && dice.chance(50));
    let (mut last, mut first, mut gone, mut came) = ((0, 0), (0, 0), 0, 0);
    let mut found: Vec<Number> = Vec::new();
    for (at, number) in kept.iter().enumerate() {
        if at > 0 && *number == kept[at - 1] && *number != (0, 0) {
            found.push(last);
            continue;
        }
        if *number == (0, 0) {
            let follows = kept[at..].iter().find(|n| n.0 > 0);
            let free = follows.is_none_or(|n| n.1 == 0) && last.0 > 0;
            last = next(last, branches && free);
            came += u16::from(!(branches && free));
        } else if anew {
            last = next(last, false);
        } else {
            let between: BTreeSet<&Number> = old
                .iter()
                .filter(|n| first < **n && **n < *number && n.1 == 0 && n.0 != number.0)
                .collect();
            gone += if closes { between.len() as u16 } else { 0 };
            first = *number;
            last = (number.0 + came - gone, number.1);
        }
        found.push(last);
    }
    found
}
