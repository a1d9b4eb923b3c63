//! Similarity of two procedure names.

use std::cmp::Ordering;

use super::words::{FACTS, Lexicon, NOT_ACTS, TermId, Words, alike};

/// Similarity of an old and a new name, and the terms in which they differ.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Agreement {
    /// Weighted share of the old name's terms that the new name has too; 0 to 1.
    pub(super) kept: f32,
    /// Weighted share of the new name's terms that the old name had already; 0 to 1.
    pub(super) known: f32,
    /// Terms of the old name that the new one lacks.
    pub(super) lost: Vec<TermId>,
    /// Terms of the new name that the old one lacks, except those that name a party.
    pub(super) gained: Vec<TermId>,
    /// True if the new name lacks the old one's act: 応答 is not 受理, even if all else is the same.
    pub(super) other_act: bool,
    /// True if both names have acts of the authority and share none of them.
    pub(super) acts_disjoint: bool,
    /// True if the new name only gained words that name a party or a kind of information.
    pub(super) gained_party: bool,
    /// True if a term that distinguished two old names was replaced by its counterpart.
    pub(super) contrast: bool,
    /// The list item that matched, if one of the names is a list.
    pub(super) item: Option<MatchedItem>,
}

/// Which side's name is a list, and the index of the list item that matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MatchedItem {
    /// An item of the old name, so the old procedure was split.
    Old(usize),
    /// An item of the new name, so other procedures were merged into it as well.
    New(usize),
}

impl Agreement {
    /// The similarity from 0 to 1. Lost terms weigh more than gained ones.
    pub(super) fn score(&self) -> f32 {
        let whole = if self.item.is_some() { LIST_ITEM_FACTOR } else { 1.0 };
        whole * (0.65 * self.kept + 0.35 * self.known)
    }
}

/// Upper bound of the score when only one item of a list matches.
const LIST_ITEM_FACTOR: f32 = 0.97;

/// Factor for the weight of a term that the affair's name has too.
const AFFAIR_TERM_WEIGHT: f32 = 0.05;

/// Factor for such a term if it replaces another term of the affair's name.
const EXCHANGED_TERM_WEIGHT: f32 = 0.6;

/// Similarity of two words that offices use for each other.
const SYNONYM_SIMILARITY: f32 = 0.6;

/// How the acts (受理, 審査, 応答) named by two procedures compare.
struct ActComparison {
    /// Both names have acts, and none is the same.
    disjoint: bool,
    /// The old name lists several acts and the new one only some of them.
    narrowed: bool,
}

impl Lexicon {
    /// Compares two names; if one is a list, also compares the other with each of its items and takes
    /// the best. `is_taken_by_other` excludes items of the new name that are another old procedure's.
    /// `parties` returns whether a term names a party or a kind of information of the new procedure:
    /// gaining one does not change the meaning. `shared` holds the names of their affairs, whose terms
    /// weigh little.
    pub(super) fn compare(
        &self,
        old: &Words,
        new: &Words,
        shared: &[&Words],
        parties: impl Fn(&str) -> bool,
        is_taken_by_other: impl Fn(&Words) -> bool,
    ) -> Agreement {
        let whole = self.compare_whole(old, new, shared, &parties);
        if whole.score() > LIST_ITEM_FACTOR {
            return whole;
        }
        let in_new = self.items(new, old, shared).into_iter().enumerate();
        let in_new = in_new.filter(|(_, one)| !is_taken_by_other(one)).map(|(i, one)| Agreement {
            item: Some(MatchedItem::New(i)),
            ..self.compare_whole(old, &one, shared, &parties)
        });
        let in_old = self.items(old, new, shared).into_iter().enumerate();
        let in_old = in_old.map(|(i, one)| Agreement {
            item: Some(MatchedItem::Old(i)),
            ..self.compare_whole(&one, new, shared, &parties)
        });
        let better = |best: Agreement, one: Agreement| {
            if one.score() > best.score() { one } else { best }
        };
        in_new.chain(in_old).fold(whole, better)
    }

    /// Compares two names without splitting lists.
    pub(super) fn compare_whole(
        &self,
        old: &Words,
        new: &Words,
        shared: &[&Words],
        parties: &impl Fn(&str) -> bool,
    ) -> Agreement {
        if old.terms == new.terms {
            return Agreement { kept: 1.0, known: 1.0, ..Agreement::default() };
        }
        let (mut lost, mut gained) = unmatched(&old.terms, &new.terms);
        if lost.len() == old.terms.len() && gained.len() == new.terms.len() {
            return Agreement::default();
        }
        let acts = self.compare_acts(old, new);
        match (old.names_acts, new.names_acts) {
            (true, false) if self.ends_alike(old, new) => self.drop_acts(&mut lost, new),
            (false, true) if self.ends_alike(new, old) => self.drop_acts(&mut gained, old),
            _ => {}
        }
        self.drop_joined(&mut lost, &mut gained, &new.terms);
        self.drop_joined(&mut gained, &mut lost, &old.terms);
        if acts.narrowed {
            self.drop_acts(&mut lost, new);
        }
        let exchanged = self.exchanged_subjects(&lost, &gained, shared);
        let weight = |term: TermId| {
            self.weight(term)
                * match any_has(shared, term) {
                    true if exchanged.contains(&term) => EXCHANGED_TERM_WEIGHT,
                    true => AFFAIR_TERM_WEIGHT,
                    false => 1.0,
                }
        };
        let kept = self.share(old, &lost, &gained, weight);
        let any_gained = !gained.is_empty();
        if kept > 0.3 {
            // A remark such as 「（他の法令による給付を行う者への照会）」 names the party that is asked.
            let asked = self.asked(new);
            gained.retain(|t| !(parties(self.text(*t)) || asked.contains(t)));
        }
        let known = self.share(new, &gained, &lost, weight);
        let only_joins = gained.iter().all(|t| self.is_light(*t));
        Agreement {
            kept,
            known,
            gained_party: any_gained && only_joins && lost.is_empty(),
            other_act: !acts.narrowed && old.head.is_some_and(|head| lost.contains(&head)),
            acts_disjoint: acts.disjoint,
            contrast: lost.iter().any(|a| gained.iter().any(|b| self.tells_apart(*a, *b))),
            lost,
            gained,
            item: None,
        }
    }

    /// Returns the subjects of the affair that one name has in the place of others, as 一時金 instead
    /// of 年金である給付; empty if only one of the names lost some. A law is not a subject.
    fn exchanged_subjects(
        &self,
        lost: &[TermId],
        gained: &[TermId],
        shared: &[&Words],
    ) -> Vec<TermId> {
        let is_subject = |t: &TermId| {
            let text = self.text(*t);
            let says = !self.is_light(*t) && !NOT_ACTS.contains(&text);
            any_has(shared, *t) && says && !text.ends_with(['法', '律'])
        };
        if lost.iter().any(is_subject) && gained.iter().any(is_subject) {
            lost.iter().chain(gained).copied().filter(is_subject).collect()
        } else {
            Vec::new()
        }
    }

    fn compare_acts(&self, old: &Words, new: &Words) -> ActComparison {
        let of = |words: &Words| -> Vec<TermId> {
            let is_act = |t: &TermId| self.is_act(*t) && self.text(*t) != FACTS;
            words.terms.iter().copied().filter(is_act).collect()
        };
        let (before, after) = (of(old), of(new));
        let named = !before.is_empty() && !after.is_empty();
        let kept = after.iter().filter(|t| before.contains(t)).count();
        ActComparison {
            disjoint: named && kept == 0,
            narrowed: named && after.len() < before.len() && kept == after.len(),
        }
    }

    /// Returns whether the head of a name without acts ends like the subject of a name with acts:
    /// 再交付申請 and 申請.
    fn ends_alike(&self, with: &Words, without: &Words) -> bool {
        let end = with.subject_len.checked_sub(1).and_then(|at| with.terms.get(at));
        without.head.zip(end).is_some_and(|(head, end)| {
            let (head, end) = (self.text(head), self.text(*end));
            head.ends_with(end) || end.ends_with(head)
        })
    }

    /// Drops acts, and the terms that a formula repeats before each act and the other name has once.
    fn drop_acts(&self, terms: &mut Vec<TermId>, other: &Words) {
        terms.retain(|t| !self.is_act(*t) && !self.ends_any(*t, &other.terms));
    }

    /// Returns the weighted share of a name's terms that the other has too, from 0 to 1. A term that
    /// only became longer or shorter counts in part.
    fn share(
        &self,
        words: &Words,
        missing: &[TermId],
        others: &[TermId],
        weight: impl Fn(TermId) -> f32,
    ) -> f32 {
        let near = |t: TermId| {
            let near = others.iter().map(|o| {
                let (one, other) = (self.text(t), self.text(*o));
                if alike(one, other) {
                    SYNONYM_SIMILARITY
                } else {
                    0.4 * dice(self.pairs(t), self.pairs(*o))
                }
            });
            near.fold(0.0, f32::max)
        };
        let missing: f32 = missing.iter().map(|t| weight(*t) * (1.0 - near(*t))).sum();
        let total: f32 = words.terms.iter().map(|t| weight(*t)).sum();
        if total > 0.0 { (1.0 - missing / total).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Drops each term that is several neighbouring terms of the other name written as one, and drops
    /// those neighbours from `theirs`.
    fn drop_joined(&self, own: &mut Vec<TermId>, theirs: &mut Vec<TermId>, other: &[TermId]) {
        own.retain(|term| match self.pieces(*term, other) {
            Some(pieces) => {
                theirs.retain(|t| !pieces.contains(t));
                false
            }
            None => true,
        });
    }

    /// Splits a term into neighbouring terms of another name, at least two; the last may be cut, as
    /// 届出 is in 現況届. `None` if it cannot be split.
    fn pieces(&self, term: TermId, others: &[TermId]) -> Option<Vec<TermId>> {
        let whole = self.text(term);
        let is_kanji = |t: &TermId| !self.is_light(*t);
        // Most terms have no prefix among the others, so test this first.
        if !others.iter().any(|t| is_kanji(t) && whole.starts_with(self.text(*t))) {
            return None;
        }
        let kanji: Vec<TermId> = others.iter().copied().filter(is_kanji).collect();
        (0..kanji.len()).find_map(|from| {
            let mut rest = whole;
            let mut used = Vec::new();
            for piece in kanji.get(from..)? {
                used.push(*piece);
                let text = self.text(*piece);
                rest = match rest.strip_prefix(text) {
                    Some(after) => after,
                    None if used.len() > 1 && text.starts_with(rest) => "",
                    None => return None,
                };
                if rest.is_empty() {
                    return (used.len() > 1).then_some(used);
                }
            }
            None
        })
    }
}

/// Returns whether any of several names has a term.
fn any_has(names: &[&Words], term: TermId) -> bool {
    names.iter().any(|words| words.terms.contains(&term))
}

/// Returns the terms that only `old` has and those that only `new` has, counting repetitions.
fn unmatched(old: &[TermId], new: &[TermId]) -> (Vec<TermId>, Vec<TermId>) {
    let mut gained = new.to_vec();
    let mut lost = Vec::new();
    for term in old {
        match gained.iter().position(|t| t == term) {
            Some(at) => {
                gained.remove(at);
            }
            None => lost.push(*term),
        }
    }
    (lost, gained)
}

/// Dice coefficient of the sorted character pairs of two terms, from 0 to 1.
fn dice(mut a: &[(char, char)], mut b: &[(char, char)]) -> f32 {
    let total = a.len() + b.len();
    let mut common = 0;
    while let (Some((x, after_x)), Some((y, after_y))) = (a.split_first(), b.split_first()) {
        match x.cmp(y) {
            Ordering::Less => a = after_x,
            Ordering::Greater => b = after_y,
            Ordering::Equal => {
                common += 2;
                (a, b) = (after_x, after_y);
            }
        }
    }
    if total == 0 { 0.0 } else { common as f32 / total as f32 }
}

#[cfg(test)]
mod tests;
