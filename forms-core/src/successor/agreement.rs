//! How far two names say the same.

use std::cmp::Ordering;

use super::words::{FACTS, Lexicon, SAYS_NO_DEED, TermId, Words, alike};

/// How far two names agree.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Agreement {
    /// Of what the old name says, how much the new one says too; 0 to 1.
    pub(super) kept: f32,
    /// Of what the new name says, how much the old one said already; 0 to 1.
    pub(super) known: f32,
    /// Terms of the old name that the new one has no more.
    pub(super) lost: Vec<TermId>,
    /// Terms of the new name that the old one did not have, those that name a party left out.
    pub(super) gained: Vec<TermId>,
    /// Whether the new name has another deed: 応答 is none of 受理, however much else is the same.
    pub(super) other_deed: bool,
    /// Whether both names tell what the authority does, and nothing of it is the same.
    pub(super) deeds_apart: bool,
    /// Whether the new name only gained words that name a party or a kind of information.
    pub(super) gained_party: bool,
    /// Whether a term of the new name stands in the place of one that told two old ones apart.
    pub(super) contrast: bool,
    /// Which item of a list agrees, where one of the names lists several.
    pub(super) item: Option<Item>,
}

/// One of what a name lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// Of the old name, which was split.
    Old(usize),
    /// Of the new name, into which others went as well.
    New(usize),
}

impl Agreement {
    /// The agreement as one number from 0 to 1. What was lost weighs more than what was gained.
    pub(super) fn score(&self) -> f32 {
        let whole = if self.item.is_some() { ONE_OF_SEVERAL } else { 1.0 };
        whole * (0.65 * self.kept + 0.35 * self.known)
    }
}

/// How far a name agrees at most with one of those that another lists.
const ONE_OF_SEVERAL: f32 = 0.97;

/// What a term weighs that the affair's name has too, against one that it has not.
const OF_AFFAIR: f32 = 0.05;

/// What it weighs where one name has it in the place of another such term.
const EXCHANGED: f32 = 0.6;

/// How near such words are.
const NEARLY: f32 = 0.6;

/// How the deeds of two names stand to each other.
struct Deeds {
    /// Both name some, and none is the same.
    apart: bool,
    /// The old name lists several and the new one only some of them, which is no other deed.
    narrowed: bool,
}

impl Lexicon {
    /// Compares two names, or one with the nearest of those that the other lists, but for those that
    /// are another's. `parties` says whether a term names a party or a kind of information of the new
    /// procedure, which a name may gain without meaning anything else; `shared` holds the terms of
    /// their affairs, which say little about one procedure among those of its affair.
    pub(super) fn compare(
        &self,
        old: &Words,
        new: &Words,
        shared: &[&Words],
        parties: impl Fn(&str) -> bool,
        is_anothers: impl Fn(&Words) -> bool,
    ) -> Agreement {
        let whole = self.compare_whole(old, new, shared, &parties);
        if whole.score() > ONE_OF_SEVERAL {
            return whole;
        }
        let in_new = self.items(new, old, shared).into_iter().enumerate();
        let in_new = in_new.filter(|(_, one)| !is_anothers(one)).map(|(i, one)| Agreement {
            item: Some(Item::New(i)),
            ..self.compare_whole(old, &one, shared, &parties)
        });
        let in_old = self.items(old, new, shared).into_iter().enumerate();
        let in_old = in_old.map(|(i, one)| Agreement {
            item: Some(Item::Old(i)),
            ..self.compare_whole(&one, new, shared, &parties)
        });
        let better = |best: Agreement, one: Agreement| {
            if one.score() > best.score() { one } else { best }
        };
        in_new.chain(in_old).fold(whole, better)
    }

    /// Compares two names as they stand.
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
        let deeds = self.deeds(old, new);
        match (old.names_deeds, new.names_deeds) {
            (true, false) if self.end_alike(old, new) => self.drop_deeds(&mut lost, new),
            (false, true) if self.end_alike(new, old) => self.drop_deeds(&mut gained, old),
            _ => {}
        }
        self.drop_joined(&mut lost, &mut gained, &new.terms);
        self.drop_joined(&mut gained, &mut lost, &old.terms);
        if deeds.narrowed {
            self.drop_deeds(&mut lost, new);
        }
        let common = |term: TermId| shared.iter().any(|words| words.terms.contains(&term));
        // One subject of the affair for another: 一時金 is not 年金である給付. A law that is left out is none.
        let is_subject = |t: &TermId| {
            let text = self.text(*t);
            let says = !self.is_light(*t) && !SAYS_NO_DEED.contains(&text);
            common(*t) && says && !text.ends_with(['法', '律'])
        };
        let exchanged = lost.iter().any(is_subject) && gained.iter().any(is_subject);
        let apart: Vec<TermId> = match exchanged {
            true => lost.iter().chain(&gained).copied().filter(is_subject).collect(),
            false => Vec::new(),
        };
        let weight = |term: TermId| {
            self.weight(term)
                * match common(term) {
                    true if apart.contains(&term) => EXCHANGED,
                    true => OF_AFFAIR,
                    false => 1.0,
                }
        };
        let kept = self.share(old, &lost, &gained, weight);
        let any_gained = !gained.is_empty();
        if kept > 0.3 {
            // 「（他の法令による給付を行う者への照会）」 says by its form who is asked.
            let asked = self.asked(new);
            gained.retain(|t| !(parties(self.text(*t)) || asked.contains(t)));
        }
        let known = self.share(new, &gained, &lost, weight);
        let only_joins = gained.iter().all(|t| self.is_light(*t));
        Agreement {
            kept,
            known,
            gained_party: any_gained && only_joins && lost.is_empty(),
            other_deed: !deeds.narrowed && old.head.is_some_and(|head| lost.contains(&head)),
            deeds_apart: deeds.apart,
            contrast: lost.iter().any(|a| gained.iter().any(|b| self.tells_apart(*a, *b))),
            lost,
            gained,
            item: None,
        }
    }

    fn deeds(&self, old: &Words, new: &Words) -> Deeds {
        let of = |words: &Words| -> Vec<TermId> {
            let is_deed = |t: &TermId| self.is_deed(*t) && self.text(*t) != FACTS;
            words.terms.iter().copied().filter(is_deed).collect()
        };
        let (before, after) = (of(old), of(new));
        let named = !before.is_empty() && !after.is_empty();
        let kept = after.iter().filter(|t| before.contains(t)).count();
        Deeds {
            apart: named && kept == 0,
            narrowed: named && after.len() < before.len() && kept == after.len(),
        }
    }

    /// Whether a name without deeds ends like what another one's deeds are about: 再交付申請 and 申請.
    fn end_alike(&self, with: &Words, without: &Words) -> bool {
        let end = with.matter.checked_sub(1).and_then(|at| with.terms.get(at));
        without.head.zip(end).is_some_and(|(head, end)| {
            let (head, end) = (self.text(head), self.text(*end));
            head.ends_with(end) || end.ends_with(head)
        })
    }

    /// Drops deeds, and what the formula says again before each deed of what the other name says once.
    fn drop_deeds(&self, terms: &mut Vec<TermId>, other: &Words) {
        terms.retain(|t| !self.is_deed(*t) && !self.is_said(*t, &other.terms));
    }

    /// The share of a name that the other has too. A term that only became longer or shorter counts
    /// a bit.
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
                if alike(one, other) { NEARLY } else { 0.4 * dice(self.pairs(t), self.pairs(*o)) }
            });
            near.fold(0.0, f32::max)
        };
        let missing: f32 = missing.iter().map(|t| weight(*t) * (1.0 - near(*t))).sum();
        let total: f32 = words.terms.iter().map(|t| weight(*t)).sum();
        if total > 0.0 { (1.0 - missing / total).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Drops terms that are several neighbouring terms of the other name written as one, and those
    /// neighbours where they are missing here.
    fn drop_joined(&self, own: &mut Vec<TermId>, theirs: &mut Vec<TermId>, other: &[TermId]) {
        own.retain(|term| match self.pieces(*term, other) {
            Some(pieces) => {
                theirs.retain(|t| !pieces.contains(t));
                false
            }
            None => true,
        });
    }

    /// The neighbouring terms that a term is made of; the last may be cut, as 届出 is in 現況届.
    fn pieces(&self, term: TermId, others: &[TermId]) -> Option<Vec<TermId>> {
        let whole = self.text(term);
        let is_kanji = |t: &TermId| !self.is_light(*t);
        // Most terms begin like no other; only then are the neighbours worth a look.
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

/// What each of two lists has that the other has not, counting repetitions.
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

/// The share of sorted pairs that two terms have in common.
fn dice(mut a: &[(char, char)], mut b: &[(char, char)]) -> f32 {
    let total = a.len() + b.len();
    let mut common = 0;
    while let (Some((x, behind_x)), Some((y, behind_y))) = (a.split_first(), b.split_first()) {
        match x.cmp(y) {
            Ordering::Less => a = behind_x,
            Ordering::Greater => b = behind_y,
            Ordering::Equal => {
                common += 2;
                (a, b) = (behind_x, behind_y);
            }
        }
    }
    if total == 0 { 0.0 } else { common as f32 / total as f32 }
}

#[cfg(test)]
mod tests {
    use super::super::name::fold;
    use super::*;

    fn compare(old: &str, new: &str) -> (Agreement, Lexicon) {
        let mut lexicon = Lexicon::default();
        for other in ["届出の受理", "現況の届出の受理", "申請の受理", "支給に関する事務"]
        {
            lexicon.learn(&fold(other));
        }
        let (old, new) = (lexicon.learn(&fold(old)), lexicon.learn(&fold(new)));
        lexicon.weigh();
        (lexicon.compare(&old, &new, &[], |t| t == "市町村長" || t == "照会", |_| false), lexicon)
    }

    fn score(old: &str, new: &str) -> f32 {
        compare(old, new).0.score()
    }

    #[test]
    fn terms_that_only_look_alike_do_not_agree() {
        assert!(score("児童手当の支給", "児童扶養手当の支給") < 0.65);
        assert!(score("児童扶養手当の支給", "特別児童扶養手当の支給") < 0.75);
        assert_eq!(score("児童手当の支給", "児童手当の支給"), 1.0);
    }

    #[test]
    fn a_name_without_deeds_means_them_all() {
        let formula = "認定の請求の受理、その請求に係る事実についての審査又はその請求に対する応答に関する事務";
        assert!(score(formula, "認定の請求") > 0.9, "{:?}", compare(formula, "認定の請求").0);
        assert!(score("認定の請求", formula) > 0.8);
        assert!(score("認定の請求の受理", "認定の請求に対する応答") < 0.8);
        assert!(score(formula, "額の改定の請求") < 0.8);
    }

    #[test]
    fn another_deed_is_seen_before_the_remarks() {
        for (old, new, other) in [
            ("申請の受理", "申請に対する応答", true),
            ("申請の受理（継続に係るもの）", "申請に対する応答（継続に係るもの）", true),
            ("申請の受理", "申請の受理（応答に係るもの（一部））", false),
            ("申請の受理", "申請の受理及び届出の審査", false),
            ("申請に係る審査", "申請の受理等", true),
            ("申請に係る審査に関する事務", "申請の受理に関する事務", true),
            ("申請の受理に関する事務", "申請の受理", false),
        ] {
            assert_eq!(compare(old, new).0.other_deed, other, "{old} {new}");
        }
    }

    #[test]
    fn particles_and_width_do_not_matter() {
        for (old, new) in [
            ("認定の請求の受理", "認定請求の受理"),
            ("認定請求の受理", "認定の請求の受理"),
            ("氏名変更の届出の受理", "氏名変更届の受理"),
            ("氏名変更届の受理", "氏名変更の届出の受理"),
            ("認定（第1子）の請求", "認定（第１子）の　請求"),
        ] {
            assert!(score(old, new) > 0.99, "{old} {new} {:?}", compare(old, new).0);
        }
    }

    #[test]
    fn a_name_may_gain_the_party_that_is_asked() {
        let (agreement, _) = compare("認定の請求の受理", "認定の請求の受理（市町村長への照会）");
        assert!(agreement.gained_party && agreement.score() > 0.97, "{agreement:?}");
        let (agreement, lexicon) = compare("認定の請求の受理", "認定の請求の却下");
        assert!(!agreement.gained_party);
        let texts = |ids: &[TermId]| ids.iter().map(|id| lexicon.text(*id)).collect::<Vec<_>>();
        assert_eq!(texts(&agreement.lost), ["受理"]);
        assert_eq!(texts(&agreement.gained), ["却下"]);
    }

    #[test]
    fn other_words_for_receipt_and_answer_are_the_same() {
        for (old, new) in
            [("申請の受理", "申請の受付"), ("申請に対する応答", "申請に対する決定の通知")]
        {
            let (agreement, _) = compare(old, new);
            assert!(agreement.score() >= 1.0 && !agreement.other_deed, "{old} {agreement:?}");
        }
        assert!(compare("資格の決定の通知", "資格の応答").0.score() < 0.9);
    }

    #[test]
    fn a_remark_that_speaks_of_an_inquiry_says_who_is_asked() {
        let asked = "認定の請求の受理（他の法令による給付を行う者への照会）";
        assert!(compare("認定の請求の受理", asked).0.gained_party);
        assert_eq!(score("認定の請求の受理", asked), 1.0);
        assert!(score("認定の請求の受理", "認定の請求の受理（他の法令による給付を行う者）") < 1.0);
    }

    #[test]
    fn a_text_in_the_place_of_a_name_is_compared_by_its_beginning() {
        let text = |end: &str| format!("{}{end}", "給付、".repeat(300));
        assert_eq!(score(&text("の申請"), &text("の取消し")), 1.0);
        assert!(score("申請", &text("の申請")) < 0.5);
    }

    #[test]
    fn terms_that_told_names_apart_stand_in_contrast() {
        let mut lexicon = Lexicon::default();
        let [spouse, payee, other, longer] = [
            "配偶者に係る手当の額の改定",
            "受給者に係る手当の額の改定",
            "扶養義務者に係る手当の現況",
            "配偶者に係る手当の額の改定の届出",
        ]
        .map(|name| lexicon.learn(&fold(name)));
        lexicon.contrast([&spouse, &payee, &other, &longer].into_iter());
        lexicon.weigh();
        let contrast =
            |a: &Words, b: &Words| lexicon.compare(a, b, &[], |_| false, |_| false).contrast;
        assert!(contrast(&spouse, &payee) && contrast(&payee, &longer));
        assert!(!contrast(&spouse, &longer) && !contrast(&spouse, &other));
    }

    #[test]
    fn one_of_several_agrees_less_than_the_same_name() {
        let both = "認定の請求の受理及び現況の届出の受理";
        for (old, new, item) in [
            ("認定の請求の受理", both, Item::New(0)),
            ("現況の届出の受理", both, Item::New(1)),
            (both, "現況の届出の受理", Item::Old(1)),
        ] {
            let agreement = compare(old, new).0;
            assert_eq!(agreement.item, Some(item), "{old}");
            assert!((0.9..1.0).contains(&agreement.score()), "{agreement:?}");
        }
        assert_eq!(compare(both, both).0.item, None);
        assert!(score("住所の変更の届出の受理", both) < 0.9);
    }

    #[test]
    fn terms_of_the_affair_say_little() {
        let mut lexicon = Lexicon::default();
        let affair = lexicon.learn(&fold("災害共済給付の支給に関する事務"));
        let old = lexicon.learn(&fold("災害共済給付の支給に関する氏名変更の届出"));
        let new = lexicon.learn(&fold("災害共済給付の支給に関する認定の請求"));
        lexicon.weigh();
        assert!(lexicon.compare(&old, &new, &[&affair], |_| false, |_| false).score() < 0.3);
    }

    #[test]
    fn one_subject_of_the_affair_is_not_another() {
        let mut lexicon = Lexicon::default();
        let affair =
            lexicon.learn(&fold("国民年金法による年金である給付又は一時金の支給に関する事務"));
        let [lump, pension, bare] = [
            "国民年金法による一時金の現況の届出",
            "国民年金法による年金である給付の現況の届出",
            "一時金の現況の届出",
        ]
        .map(|name| lexicon.learn(&fold(name)));
        lexicon.weigh();
        let score =
            |a: &Words, b: &Words| lexicon.compare(a, b, &[&affair], |_| false, |_| false).score();
        assert!(score(&lump, &pension) < 0.75, "{}", score(&lump, &pension));
        assert!(score(&lump, &bare) > 0.9);
    }
}
