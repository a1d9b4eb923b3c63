//! The words of names: a name as the terms it is made of, and how far two names say the same.
//!
//! Japanese sets no spaces, so a term is a run of kanji, katakana, letters or digits; hiragana only
//! joins them. 児童手当 is therefore another term than 児童扶養手当 although it shares every
//! character with it, while 認定請求 is the same as 認定の請求.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::name::{apart, without_remarks};

/// A term, by its number in a [`Lexicon`].
pub(super) type TermId = u32;

/// Every term of two layouts, and how much it says: the rarer, the more.
#[derive(Default)]
pub(super) struct Lexicon {
    by_text: HashMap<String, TermId>,
    texts: Vec<String>,
    /// Which terms say little: hiragana, and articles of laws, which are counted anew now and then.
    light: Vec<bool>,
    pairs: Vec<Vec<(char, char)>>,
    names: Vec<u32>,
    total: u32,
    weights: Vec<f32>,
}

/// The terms of one name, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) terms: Vec<TermId>,
    /// The term that says what is done, the last before remarks in brackets: 受理 of
    /// 「申請の受理（継続に係るもの）」.
    head: Option<TermId>,
    /// Whether any of the authority's deeds is named; a name may leave them out.
    names_deeds: bool,
}

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
}

impl Agreement {
    /// The agreement as one number from 0 to 1. What was lost weighs more than what was gained.
    pub(super) fn score(&self) -> f32 {
        0.65 * self.kept + 0.35 * self.known
    }
}

/// Words that join terms and begin with a kanji.
pub(super) const JOINS: [&str; 5] = ["若しくは", "並びに", "又は", "及び", "並び"];

/// Kanji that only join, as in に係る, に対する, に関する, に基づく.
const JOINING_KANJI: [&str; 4] = ["係", "対", "関", "基"];

/// Hiragana of more than one character that only joins, between such kanji too.
const JOINING_KANA: [&str; 8] =
    ["その", "する", "づく", "ついての", "について", "についての", "による", "により"];

/// Behind a word: and others.
pub(super) const AND_OTHERS: &str = "等";

/// What may end a name and is no deed: 「…の受理に関する事務」.
const SAYS_NO_DEED: [&str; 2] = [AND_OTHERS, "事務"];

/// The authority's deeds as orders list them: 「申請の受理、その申請に係る事実についての審査又はその申請に
/// 対する応答」. A name that has none of them means them all.
const DEEDS: [&str; 4] = ["受理", FACTS, "審査", "応答"];

/// What is examined, and no deed by itself.
const FACTS: &str = "事実";

/// What a term weighs that the affair's name has too, against one that it has not.
const OF_AFFAIR: f32 = 0.05;

/// What it weighs where one name has it in the place of another such term.
const EXCHANGED: f32 = 0.6;

/// Words that one office writes for another's.
const ALIKE: [&[&str]; 3] =
    [&["請求", "申請", "申出", "申込"], &["受理", "受付"], &["応答", "決定", "通知"]];

/// How near such words are.
const NEARLY: f32 = 0.6;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Term,
    Kana,
    Mark,
}

fn script(c: char) -> Script {
    match c {
        'ぁ'..='ゟ' => Script::Kana,
        'ー' => Script::Term,
        _ if c.is_alphanumeric() || matches!(c, '々' | '〆' | 'ヶ' | 'ヵ') => Script::Term,
        _ => Script::Mark,
    }
}

/// The runs of one script in a folded text. Words that only join are none; a 等 at the end is a run of
/// its own.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut waiting = None;
    std::iter::from_fn(move || {
        if waiting.is_some() {
            return waiting.take();
        }
        while let Some(first) = rest.chars().next() {
            let kind = script(first);
            let end = rest.find(|c| script(c) != kind).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            rest = after;
            let joins = match kind {
                Script::Kana => run.chars().nth(1).is_none() || JOINING_KANA.contains(&run),
                _ => JOINING_KANJI.contains(&run),
            };
            if kind != Script::Mark && !joins {
                let named = run.strip_suffix(AND_OTHERS).filter(|named| !named.is_empty());
                waiting = named.and(Some(AND_OTHERS));
                return Some(named.unwrap_or(run));
            }
        }
        None
    })
}

impl Lexicon {
    /// The terms of a name, which counts as one more name that uses them.
    pub(super) fn learn(&mut self, folded: &str) -> Words {
        let mut terms = Vec::new();
        let apart = apart(folded);
        for run in runs(&apart) {
            let id = match self.by_text.get(run) {
                Some(id) => *id,
                None => {
                    let id = TermId::try_from(self.texts.len()).unwrap_or(TermId::MAX);
                    self.by_text.insert(run.to_owned(), id);
                    self.texts.push(run.to_owned());
                    self.light.push(starts_with_kana(run) || is_article(run));
                    self.pairs.push(pairs(run));
                    self.names.push(0);
                    id
                }
            };
            if !terms.contains(&id)
                && let Some(count) = self.names.get_mut(id as usize)
            {
                *count += 1;
            }
            terms.push(id);
        }
        self.total += 1;
        let head = runs(without_remarks(&apart))
            .filter(|run| !SAYS_NO_DEED.contains(run) && !starts_with_kana(run))
            .last()
            .and_then(|run| self.by_text.get(run).copied());
        let names_deeds = terms.iter().any(|t| DEEDS.contains(&self.text(*t)));
        Words { terms, head, names_deeds }
    }

    pub(super) fn text(&self, id: TermId) -> &str {
        self.texts.get(id as usize).map_or("", String::as_str)
    }

    fn pairs(&self, id: TermId) -> &[(char, char)] {
        self.pairs.get(id as usize).map_or(&[], Vec::as_slice)
    }

    fn is_light(&self, id: TermId) -> bool {
        self.light.get(id as usize).copied().unwrap_or(false)
    }

    /// Works out what each term says, once all names are learnt: about 1.1 for one that stands in a
    /// single name, 0.15 for one that stands in all of them. One that says little counts a fifth.
    pub(super) fn weigh(&mut self) {
        let total = self.total as f32;
        let weight = |(light, names): (&bool, &u32)| {
            let rarity = ((total + 1.0) / (*names as f32 + 0.5)).ln() / (total + 2.0).ln();
            (0.15 + rarity.max(0.0)) * if *light { 0.2 } else { 1.0 }
        };
        self.weights = self.light.iter().zip(&self.names).map(weight).collect();
    }

    /// What a term says.
    pub(super) fn weight(&self, id: TermId) -> f32 {
        self.weights.get(id as usize).copied().unwrap_or(0.0)
    }

    /// Compares two names. `parties` says whether a term names a party or a kind of information of
    /// the new procedure, which a name may gain without meaning anything else; `shared` holds the
    /// terms of their affairs, which say little about one procedure among those of its affair.
    pub(super) fn compare(
        &self,
        old: &Words,
        new: &Words,
        shared: &[&Words],
        parties: impl Fn(&str) -> bool,
    ) -> Agreement {
        if old == new {
            return Agreement { kept: 1.0, known: 1.0, ..Agreement::default() };
        }
        let (mut lost, mut gained) = unmatched(&old.terms, &new.terms);
        if lost.len() == old.terms.len() && gained.len() == new.terms.len() {
            return Agreement::default();
        }
        let (more, less) = if old.names_deeds { (&mut lost, new) } else { (&mut gained, old) };
        let other = if old.names_deeds { old } else { new };
        let only_matter = less.head.is_some_and(|head| other.terms.contains(&head));
        if old.names_deeds != new.names_deeds && only_matter {
            // The formula says the matter again before each deed.
            let said = |t: TermId| less.terms.iter().any(|l| self.text(*l).ends_with(self.text(t)));
            more.retain(|t| !DEEDS.contains(&self.text(*t)) && !said(*t));
        }
        self.drop_joined(&mut lost, &mut gained, &new.terms);
        self.drop_joined(&mut gained, &mut lost, &old.terms);
        let common = |term: TermId| shared.iter().any(|words| words.terms.contains(&term));
        // One subject of the affair for another: 一時金 is not 年金である給付. A law that is left out is none.
        let is_subject =
            |t: &TermId| common(*t) && !self.is_light(*t) && !self.text(*t).ends_with(['法', '律']);
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
            gained.retain(|t| !parties(self.text(*t)));
        }
        let known = self.share(new, &gained, &lost, weight);
        let only_joins = gained.iter().all(|t| self.is_light(*t));
        let gained_party = any_gained && only_joins && lost.is_empty();
        let is_deed = |t: &TermId| DEEDS.contains(&self.text(*t)) && self.text(*t) != FACTS;
        let own_deeds = |words: &Words| -> Vec<TermId> {
            words.terms.iter().copied().filter(is_deed).collect()
        };
        let (before, after) = (own_deeds(old), own_deeds(new));
        let named = !before.is_empty() && !after.is_empty();
        let deeds_apart = named && !before.iter().any(|t| after.contains(t));
        // What lists all deeds and then one of them only is no other deed.
        let narrowed =
            named && after.len() < before.len() && after.iter().all(|t| before.contains(t));
        let other_deed = !narrowed && old.head.is_some_and(|head| lost.contains(&head));
        Agreement { kept, known, lost, gained, other_deed, deeds_apart, gained_party }
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
                let alike =
                    ALIKE.iter().any(|words| words.contains(&one) && words.contains(&other));
                if alike { NEARLY } else { 0.4 * dice(self.pairs(t), self.pairs(*o)) }
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

fn starts_with_kana(text: &str) -> bool {
    text.starts_with(|c| script(c) == Script::Kana)
}

/// Whether a term is the article of a law, which [`apart`] has set apart.
fn is_article(text: &str) -> bool {
    text.starts_with('第') && text.contains('条')
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

/// The pairs of neighbouring characters of a term, sorted.
fn pairs(text: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<_> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs
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
        (lexicon.compare(&old, &new, &[], |t| t == "市町村長" || t == "照会"), lexicon)
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
    fn terms_of_the_affair_say_little() {
        let mut lexicon = Lexicon::default();
        let affair = lexicon.learn(&fold("災害共済給付の支給に関する事務"));
        let old = lexicon.learn(&fold("災害共済給付の支給に関する氏名変更の届出"));
        let new = lexicon.learn(&fold("災害共済給付の支給に関する認定の請求"));
        lexicon.weigh();
        assert!(lexicon.compare(&old, &new, &[&affair], |_| false).score() < 0.3);
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
        let score = |a: &Words, b: &Words| lexicon.compare(a, b, &[&affair], |_| false).score();
        assert!(score(&lump, &pension) < 0.75, "{}", score(&lump, &pension));
        assert!(score(&lump, &bare) > 0.9);
    }
}
