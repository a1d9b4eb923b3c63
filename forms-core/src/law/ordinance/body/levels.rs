//! Tracks the levels of marks inside one paragraph: 号, then イ, then (1), and so on.

use crate::law::marker::{Marker, MarkerKind};
use crate::law::path::ProvisionPath;
use crate::text::numeral::{aiueo_place, iroha_place};

/// The order of the kana of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KanaOrder {
    Iroha,
    Aiueo,
}

#[derive(Debug, Clone)]
struct Level {
    kind: MarkerKind,
    order: KanaOrder,
    last: Vec<u32>,
    marker: Marker,
    /// True if its marks so far are one that is not the first, or count down from there.
    down: bool,
}

/// The level that a mark belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It continues the level at this depth.
    On(usize),
    /// It begins a new level below all others.
    Below,
}

/// Deepest level; alternating marks, (1) ア (1) ア, would otherwise nest without end.
const DEEPEST: usize = 10;

/// The open levels, outermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct Levels(Vec<Level>);

/// Returns the number of a mark with its branches; that of a kana depends on the order.
fn value(marker: &Marker, order: KanaOrder) -> Option<Vec<u32>> {
    let place = |c: char| {
        let place = match order {
            KanaOrder::Iroha => iroha_place(c),
            KanaOrder::Aiueo => aiueo_place(c),
        };
        place.and_then(|p| u32::try_from(p).ok())
    };
    let with = |first: u32, branches: &[u32]| {
        let mut out = vec![first];
        out.extend_from_slice(branches);
        out
    };
    Some(match marker {
        Marker::Ordinal(n)
        | Marker::Arabic(n)
        | Marker::Kanji(n)
        | Marker::Bracketed(n)
        | Marker::Circled(n) => n.clone(),
        Marker::Roman(c) => {
            let base = if *c >= 'ⅰ' { 'ⅰ' } else { 'Ⅰ' };
            vec![u32::from(*c) - u32::from(base) + 1]
        }
        Marker::Kana(c, b) | Marker::BracketedKana(c, b) => with(place(*c)?, b),
        Marker::CircledKana(c) => vec![u32::from(*c) - u32::from('㋐') + 1],
        Marker::Letter(c) | Marker::BracketedLetter(c) => vec![u32::from(*c) - u32::from('a') + 1],
    })
}

fn is_successor(last: &[u32], next: &[u32]) -> bool {
    match (last.split_last(), next.split_last()) {
        (Some((a, head)), Some((b, tail))) if head == tail => *b == a + 1,
        // (2)の2 follows (2), and (3) follows (2)の5.
        (Some(_), Some((2, tail))) if tail == last => true,
        _ => matches!((last.first(), next), (Some(a), [b]) if *b == a + 1),
    }
}

impl Levels {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if a level of a kind is open.
    pub(super) fn has(&self, kind: MarkerKind) -> bool {
        self.0.iter().any(|l| l.kind == kind)
    }

    /// True if a number is the next one of an open level of a kind.
    pub(super) fn goes_on_with(&self, kind: MarkerKind, n: u32) -> bool {
        self.0.iter().any(|l| l.kind == kind && is_successor(&l.last, &[n]))
    }

    /// Returns the kind of the innermost level.
    pub(super) fn innermost(&self) -> Option<MarkerKind> {
        self.0.last().map(|l| l.kind)
    }

    /// Returns the kind and last number of the outermost level.
    pub(super) fn outermost(&self) -> Option<(MarkerKind, &[u32])> {
        self.0.first().map(|l| (l.kind, &l.last[..]))
    }

    /// Returns the level of a mark; `None` if it neither continues nor begins a level, so that it is a word of the
    /// text. `next` is the next mark of the same kind in the text.
    pub(super) fn step(&self, marker: &Marker, next: Option<&Marker>) -> Option<Step> {
        let same = |l: &&Level| l.kind == marker.kind();
        let follows = |l: &Level, exact: bool| {
            value(marker, l.order)
                .is_some_and(|v| if exact { is_successor(&l.last, &v) } else { v > l.last })
        };
        let open = || self.0.iter().enumerate().rev().filter(|(_, l)| same(l));
        if let Some((depth, _)) = open().find(|(_, l)| follows(l, true)) {
            return Some(Step::On(depth));
        }
        let first = self.is_first(marker, next);
        let innermost = self.0.last().is_some_and(|l| l.kind == marker.kind());
        if first && !innermost && self.0.len() < DEEPEST {
            return Some(Step::Below);
        }
        if let Some((depth, _)) = open().find(|(_, l)| follows(l, false)) {
            return Some(Step::On(depth));
        }
        // A page may let a list count down.
        let down = |l: &Level| {
            l.down
                && same(&l)
                && matches!(value(marker, l.order).as_deref(), Some([n]) if n.checked_add(1).is_some_and(|above| l.last == [above]))
        };
        if let Some(level) = self.0.last().filter(|l| down(l))
            && next.is_none_or(|next| value(next, level.order) < value(marker, level.order))
        {
            return Some(Step::On(self.0.len() - 1));
        }
        // The first line of a list may be lost, but its marks are still marks.
        let lost_first = self.0.is_empty() && matches!(marker, Marker::Bracketed(_));
        lost_first.then_some(Step::Below)
    }

    fn is_first(&self, marker: &Marker, next: Option<&Marker>) -> bool {
        match marker {
            // イ begins イロハ; inside アイウ it would be the second and follow exactly.
            Marker::Kana(c, b) | Marker::BracketedKana(c, b) => {
                matches!(c, 'ア' | 'イ') && b.is_empty()
            }
            // 一 may begin a list, but without a 二 after it, it is a word.
            Marker::Kanji(n) => {
                *n == [1] && (next.is_some_and(|m| m.numbers() == Some(&[2])) || self.0.is_empty())
            }
            _ => value(marker, KanaOrder::Iroha).is_some_and(|v| v == [1]),
        }
    }

    /// Adds a mark at its level.
    pub(super) fn take(&mut self, step: Step, marker: &Marker) {
        let order = match (step, marker) {
            (Step::On(depth), _) => self.0.get(depth).map_or(KanaOrder::Iroha, |l| l.order),
            (Step::Below, Marker::Kana('ア', _) | Marker::BracketedKana('ア', _)) => {
                KanaOrder::Aiueo
            }
            (Step::Below, _) => KanaOrder::Iroha,
        };
        let last = value(marker, order).unwrap_or_default();
        let down = match step {
            Step::On(depth) => self.0.get(depth).is_some_and(|l| l.down && last < l.last),
            Step::Below => last.first().is_some_and(|n| *n > 1),
        };
        if let Step::On(depth) = step {
            self.0.truncate(depth);
        }
        self.0.push(Level { kind: marker.kind(), order, last, marker: marker.clone(), down });
    }

    /// Returns the path of the innermost mark below a base. The outermost level is 号 if its marks are numbers.
    pub(super) fn path(&self, base: ProvisionPath) -> ProvisionPath {
        let mut path = base;
        for (depth, level) in self.0.iter().enumerate() {
            match level.marker.numbers() {
                Some(numbers) if depth == 0 => path.item = Some(numbers.to_vec()),
                _ => path.subitems.push(level.marker.label()),
            }
        }
        path
    }
}
