//! Splits names that are lists: 「認定の請求又は額の改定の届出」 and 「請求の受理及び届出の審査」. A merger of
//! procedures joins their names in this way, and a split divides them.

use super::words::{Lexicon, TermId, Words};

/// Maximum number of conjunctions in a list of procedures. A longer name is running text, and
/// splitting it would be slow.
const MAX_CONJUNCTIONS: usize = 32;

impl Lexicon {
    /// Splits a list into names of their own: each gets the common beginning, as far as the other name
    /// has it too, and the end that follows the last item. Empty if the name is no list; a list that is
    /// part of the affair's name is not split.
    pub(super) fn items(&self, words: &Words, other: &Words, shared: &[&Words]) -> Vec<Words> {
        let bounds = self.bounds(words, shared);
        let (Some(first), Some(last)) = (bounds.first().copied(), bounds.last().copied()) else {
            return Vec::new();
        };
        let part = |from: usize, to: usize| words.terms.get(from..to).unwrap_or_default();
        // If an act comes before a bound, each item has its own acts.
        let own_acts = bounds.iter().any(|at| *at > words.subject_len);
        let end = if own_acts { words.remarks_start } else { words.subject_len };
        if last >= end {
            return Vec::new();
        }
        let begins = std::iter::once(0).chain(bounds.iter().copied());
        let ends = bounds.iter().copied().chain([end]);
        let tail = part(end, words.terms.len());
        begins
            .zip(ends)
            .map(|(from, to)| {
                let own = part(from, to);
                let begin = match from {
                    0 => &[],
                    _ => self.common_beginning(part(0, first), own, other),
                };
                let is_act = |t: &TermId| self.is_act(*t);
                let subject_len = own.iter().position(is_act).unwrap_or(own.len());
                let names_acts = own.len() > subject_len || !own_acts && words.names_acts;
                let head = if own_acts || !names_acts { own.last().copied() } else { words.head };
                let terms = [begin, own, tail].concat();
                // The item is followed by the acts that all share, then by the remarks.
                let remarks_start = begin.len() + own.len() + (words.remarks_start - end);
                let subject_len = begin.len() + subject_len;
                Words { terms, head, names_acts, breaks: Vec::new(), subject_len, remarks_start }
            })
            .collect()
    }

    /// Returns the indexes of the terms that start a further item.
    fn bounds(&self, words: &Words, shared: &[&Words]) -> Vec<usize> {
        if words.breaks.len() > MAX_CONJUNCTIONS {
            return Vec::new();
        }
        let around = |words: &Words, at: usize| {
            let before = at.checked_sub(1).and_then(|at| words.terms.get(at).copied());
            before.zip(words.terms.get(at).copied())
        };
        let of_affair = |at: usize| {
            let here = around(words, at);
            shared.iter().any(|w| w.breaks.iter().any(|other| around(w, *other) == here))
        };
        let ends = |at: usize| around(words, at).is_some_and(|(before, _)| self.ends_item(before));
        // 「…、その請求に係る事実についての審査」 is an act on what was named, not a further item.
        let subject = words.terms.get(..words.subject_len).unwrap_or_default();
        let is_formula = |at: usize| {
            let next = words.breaks.iter().copied().find(|next| *next > at);
            let end = next.map_or(words.remarks_start, |next| next.min(words.remarks_start));
            let part = words.terms.get(at..end).unwrap_or_default();
            part.iter().all(|t| self.is_act(*t) || self.ends_any(*t, subject))
        };
        let is_bound = |at: &usize| {
            *at < words.remarks_start
                && ends(*at)
                && !of_affair(*at)
                && (*at < words.subject_len || !is_formula(*at))
        };
        words.breaks.iter().copied().filter(is_bound).collect()
    }

    /// Returns the beginning of the first item that belongs to another item too: as far as the other
    /// name has it, and without the first item's own subject.
    fn common_beginning<'w>(
        &self,
        first: &'w [TermId],
        own: &[TermId],
        other: &Words,
    ) -> &'w [TermId] {
        let acts = first.iter().rev().take_while(|t| self.is_act(**t)).count();
        let first = first.get(..first.len() - acts).unwrap_or_default();
        let is_bare = |t: &TermId| self.text(*t).chars().count() <= 2;
        let least = match own {
            [only] if is_bare(only) => 1,
            _ if first.last().is_some_and(is_bare) => 2,
            _ => 1,
        };
        let is_shared = |t: &TermId| other.terms.contains(t) && !own.contains(t);
        let begin = first.get(..first.len().saturating_sub(least)).unwrap_or_default();
        let shared = begin.iter().rposition(is_shared).map_or(0, |at| at + 1);
        let short = begin.get(..shared).unwrap_or_default();
        // If the other name has a further subject, the whole beginning counts.
        let is_told = |t: &TermId| {
            self.is_light(*t) || self.is_act(*t) || short.contains(t) || own.contains(t)
        };
        let joined: String = own.iter().map(|t| self.text(*t)).collect();
        let subject = other.terms.get(..other.subject_len).unwrap_or_default();
        let all = subject.iter().all(|t| is_told(t) || joined.contains(self.text(*t)));
        if all { short } else { begin }
    }

    /// Returns the content of a name as one word, without acts and without the party that is asked:
    /// 「認定の請求（第2種）」 and 「認定請求の受理（第2種）」 have the same.
    pub(super) fn content(&self, words: &Words) -> String {
        let part = |from: usize, to: usize| words.terms.get(from..to).unwrap_or_default();
        let remarks = part(words.remarks_start, words.terms.len() - self.asked(words).len());
        let content = part(0, words.subject_len).iter().chain(remarks);
        content.filter(|t| !self.is_light(**t)).map(|t| self.text(*t)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::name::fold;
    use super::*;

    /// Returns the terms of each item of the first name, compared with the second.
    fn items(name: &str, other: &str, affair: &str) -> Vec<String> {
        let mut lexicon = Lexicon::default();
        lexicon.learn(&fold("費用の額の算定に関する事務"));
        let [name, other, affair] = [name, other, affair].map(|text| lexicon.learn(&fold(text)));
        let items = lexicon.items(&name, &other, &[&affair]);
        let text = |words: &Words| words.terms.iter().map(|t| lexicon.text(*t)).collect();
        items.iter().map(text).collect()
    }

    const AFFAIR: &str = "児童手当法による児童手当又は特例給付の支給に関する事務";

    #[test]
    fn a_list_is_several_names_that_begin_alike() {
        for (name, other, expected) in [
            (
                "児童手当の認定の請求又は額の改定の届出",
                "児童手当の額の改定の届出",
                vec!["児童手当認定請求", "児童手当額改定届出"],
            ),
            (
                "児童手当の認定請求、額改定届出又は氏名の変更の届出に関する事務",
                "児童手当の額の改定の届出に関する事務",
                vec!["児童手当認定請求事務", "児童手当額改定届出事務", "児童手当氏名変更届出事務"],
            ),
            // Each with its own act.
            (
                "認定の請求の受理並びに額の改定の届出に係る事実についての審査",
                "額の改定の届出の審査",
                vec!["認定請求受理", "額改定届出事実審査"],
            ),
            // What was learnt to end names ends an item too.
            ("費用の額の算定又は徴収の猶予", "徴収の猶予", vec!["費用額算定", "徴収猶予"]),
        ] {
            assert_eq!(items(name, other, AFFAIR), expected, "{name}");
        }
    }

    #[test]
    fn the_remarks_after_a_list_are_each_items() {
        let mut lexicon = Lexicon::default();
        let name = "認定の請求又は額の改定の届出の受理（第２種）";
        let [name, other] = [name, "認定の請求"].map(|text| lexicon.learn(&fold(text)));
        let items = lexicon.items(&name, &other, &[]);
        let contents: Vec<String> = items.iter().map(|item| lexicon.content(item)).collect();
        assert_eq!(contents, ["認定請求第2種", "額改定届出第2種"]);
    }

    #[test]
    fn what_else_the_other_is_about_is_looked_for_in_the_beginning() {
        let list = "養育里親の登録に係る変更の申請又は活動の休止の届出";
        let bare = items(list, "活動の休止の届出", AFFAIR);
        assert_eq!(bare.last().map(String::as_str), Some("活動休止届出"));
        let of_another = items(list, "里親の認定に係る活動の休止の届出", AFFAIR);
        assert_eq!(of_another.last().map(String::as_str), Some("養育里親登録活動休止届出"));
    }

    #[test]
    fn the_acts_on_one_subject_and_the_lists_of_an_affair_are_no_lists_of_procedures() {
        for (name, affair) in [
            ("認定の請求の受理、その請求に係る事実についての審査又はその請求に対する応答", AFFAIR),
            ("児童手当又は特例給付の現況の届出", AFFAIR),
            ("入院措置又は費用の徴収の申請の受理", "入院措置又は費用の徴収に関する事務"),
            ("徴収又は納入の届出", "保険料の徴収又は納入に関する事務"),
            ("認定の請求", AFFAIR),
            ("", AFFAIR),
        ] {
            assert_eq!(items(name, "納入の届出", affair), [""; 0], "{name}");
        }
        let list = |count: usize| vec!["認定の請求"; count].join("又は");
        assert_eq!(items(&list(33), "認定の請求", AFFAIR).len(), 33);
        assert_eq!(items(&list(34), "認定の請求", AFFAIR), [""; 0]);
    }

    #[test]
    fn what_is_said_does_not_depend_on_particles_and_acts() {
        let mut lexicon = Lexicon::default();
        let mut said = |name: &str| {
            let words = lexicon.learn(&fold(name));
            lexicon.content(&words)
        };
        let bare = said("認定の請求（第２種）");
        assert_eq!(bare, "認定請求第2種");
        assert_eq!(said("認定請求の受理（第２種）"), bare);
        assert_ne!(said("認定の請求"), bare);
        assert_eq!(said("認定の請求の受理（照会先：市町村長）"), said("認定の請求"));
    }
}
