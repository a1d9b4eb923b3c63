//! Splits names into terms and weighs how distinctive each term is.
//!
//! Japanese sets no spaces, so a term is a run of kanji, katakana, letters or digits; hiragana only
//! joins them. 児童手当 is therefore another term than 児童扶養手当 although it shares every
//! character with it, while 認定請求 is the same as 認定の請求.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::name::{separate_terms, without_remarks};
use crate::text::enumeration::CONJUNCTIONS;

/// A term, by its number in a [`Lexicon`].
pub(super) type TermId = u32;

/// Every term of two layouts with its weight: the rarer, the heavier.
#[derive(Default)]
pub(super) struct Lexicon {
    by_text: HashMap<String, TermId>,
    texts: Vec<String>,
    /// True for terms that say little: hiragana, and articles of laws, which are renumbered at times.
    light: Vec<bool>,
    /// True for terms that can end the subject of a name: 請求, 届出, 徴収.
    ends: Vec<bool>,
    pairs: Vec<Vec<(char, char)>>,
    names: Vec<u32>,
    total: u32,
    weights: Vec<f32>,
    /// Pairs of terms in which two otherwise equal names of one affair differ.
    contrasts: HashSet<(TermId, TermId)>,
}

/// The terms of one name, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) terms: Vec<TermId>,
    /// The last term before remarks in brackets, which says what is done: 受理 in
    /// 「申請の受理（継続に係るもの）」.
    pub(super) head: Option<TermId>,
    /// True if the name has an act of the authority; a name may leave them out.
    pub(super) names_acts: bool,
    /// Indexes of the terms that follow a conjunction of a list, 又は or 、.
    pub(super) breaks: Vec<usize>,
    /// Number of leading terms that say what the procedure is about, before acts and remarks.
    pub(super) subject_len: usize,
    /// Index of the first term of the remarks.
    pub(super) remarks_start: usize,
}

/// Conjunctions that begin with a kanji.
pub(super) const JOINS: [&str; 5] = {
    let [or_within, and_between, or, and] = CONJUNCTIONS;
    [or_within, and_between, or, and, "並び"]
};

/// Kanji of words that only connect terms: に係る, に対する, に関する, に基づく.
const JOINING_KANJI: [&str; 4] = ["係", "対", "関", "基"];

/// Hiragana of more than one character that only connects terms.
const JOINING_KANA: [&str; 8] =
    ["その", "する", "づく", "ついての", "について", "についての", "による", "により"];

/// A suffix that means "and others".
pub(super) const AND_OTHERS: &str = "等";

/// Terms that can end a name and are not acts: 「…の受理に関する事務」.
pub(super) const NOT_ACTS: [&str; 2] = [AND_OTHERS, "事務"];

/// The authority's acts as orders list them: 「申請の受理、その申請に係る事実についての審査又はその申請に
/// 対する応答」. A name without any of them means them all.
const ACTS: [&str; 4] = [RECEIPT, FACTS, "審査", "応答"];

/// Ends of a subject: what citizens file.
const ENDS: [&str; 5] = ["請求", "申請", "申出", "申込", "届出"];

/// The first act of an authority, and its synonym.
const RECEIPT: &str = "受理";
const ALSO_RECEIPT: &str = "受付";

/// A word of remarks that name the party that is asked.
const INQUIRY: &str = "照会";

/// The object of an examination, which is no act by itself.
pub(super) const FACTS: &str = "事実";

/// Groups of words that offices use for each other.
const ALIKE: [&[&str]; 2] = [&["請求", "申請", "申出", "申込"], &["応答", "決定", "通知"]];

/// Maximum number of terms of a name that are compared; the longest in the statute has about 100.
const LONGEST_NAME: usize = 256;

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

/// Splits a folded text into runs of one script, each with whether a 、 comes before it. Words that
/// only connect terms are left out; 等 at the end of a run is a run of its own.
fn runs(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    let mut waiting = None;
    let mut goes_on = false;
    std::iter::from_fn(move || {
        if let Some(run) = waiting.take() {
            return Some((run, false));
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
            if kind == Script::Mark {
                goes_on |= run.ends_with('、');
            } else if !joins {
                let named = run.strip_suffix(AND_OTHERS).filter(|named| !named.is_empty());
                waiting = named.and(Some(AND_OTHERS));
                return Some((named.unwrap_or(run), std::mem::take(&mut goes_on)));
            }
        }
        None
    })
}

impl Lexicon {
    /// Splits a name into terms and counts it as one more name that uses them.
    pub(super) fn learn(&mut self, folded: &str) -> Words {
        let mut terms = Vec::new();
        let mut breaks = Vec::new();
        let separated = separate_terms(folded);
        for (run, goes_on) in runs(&separated).take(LONGEST_NAME) {
            let run = if run == ALSO_RECEIPT { RECEIPT } else { run };
            if goes_on {
                breaks.push(terms.len());
            }
            let id = match self.by_text.get(run) {
                Some(id) => *id,
                None => {
                    let id = TermId::try_from(self.texts.len()).unwrap_or(TermId::MAX);
                    self.by_text.insert(run.to_owned(), id);
                    self.texts.push(run.to_owned());
                    self.light.push(starts_with_kana(run) || is_article(run));
                    self.ends.push(ENDS.iter().any(|end| run.ends_with(end)));
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
        let before_remarks =
            runs(without_remarks(&separated)).map(|(run, _)| run).take(LONGEST_NAME).enumerate();
        let head = before_remarks
            .filter(|(_, run)| !NOT_ACTS.contains(run) && !starts_with_kana(run))
            .last();
        let last = head.map_or(0, |(at, _)| at + 1);
        let act = terms.iter().position(|t| self.is_act(*t));
        let subject_len = act.map_or(last, |act| act.min(last));
        if let Some(end) = subject_len.checked_sub(1).and_then(|at| terms.get(at))
            && let Some(ends) = self.ends.get_mut(*end as usize)
        {
            *ends = true;
        }
        let head = head.and_then(|(at, _)| terms.get(at).copied());
        Words { head, names_acts: act.is_some(), breaks, subject_len, remarks_start: last, terms }
    }

    pub(super) fn text(&self, id: TermId) -> &str {
        self.texts.get(id as usize).map_or("", String::as_str)
    }

    pub(super) fn pairs(&self, id: TermId) -> &[(char, char)] {
        self.pairs.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// Returns whether a term can end the subject of a name or is an act.
    pub(super) fn ends_item(&self, id: TermId) -> bool {
        self.ends.get(id as usize).copied().unwrap_or(false) || self.is_act(id)
    }

    pub(super) fn is_act(&self, id: TermId) -> bool {
        ACTS.contains(&self.text(id))
    }

    /// Returns whether one of the terms `of` is or ends with a term: 再交付申請 ends with 申請.
    pub(super) fn ends_any(&self, id: TermId, of: &[TermId]) -> bool {
        of.iter().any(|term| self.text(*term).ends_with(self.text(id)))
    }

    pub(super) fn is_light(&self, id: TermId) -> bool {
        self.light.get(id as usize).copied().unwrap_or(false)
    }

    /// Returns the remarks of a name if they name the party that is asked: 「（照会先：市町村長）」.
    pub(super) fn asked<'w>(&self, words: &'w Words) -> &'w [TermId] {
        let remarks = words.terms.get(words.remarks_start..).unwrap_or_default();
        let asks = remarks.iter().any(|t| self.text(*t).contains(INQUIRY));
        if asks { remarks } else { &[] }
    }

    /// Computes the weight of each term, once all names are learnt: about 1.1 for a term of a single
    /// name, 0.15 for a term of all names. A term that says little gets a fifth.
    pub(super) fn weigh(&mut self) {
        let total = self.total as f32;
        let weight = |(light, names): (&bool, &u32)| {
            let rarity = ((total + 1.0) / (*names as f32 + 0.5)).ln() / (total + 2.0).ln();
            (0.15 + rarity.max(0.0)) * if *light { 0.2 } else { 1.0 }
        };
        self.weights = self.light.iter().zip(&self.names).map(weight).collect();
    }

    /// Learns from the names of an affair which terms distinguish its procedures: 受給者 and 配偶者 in
    /// names that are otherwise equal.
    pub(super) fn contrast<'w>(&mut self, names: impl Iterator<Item = &'w Words>) {
        let mut by_rest: HashMap<u64, Vec<TermId>> = HashMap::new();
        for words in names {
            for (at, term) in words.terms.iter().enumerate() {
                let (before, after) = words.terms.split_at(at);
                let mut rest = DefaultHasher::new();
                (before, after.get(1..)).hash(&mut rest);
                let seen = by_rest.entry(rest.finish()).or_default();
                for other in seen.iter().filter(|o| *o != term) {
                    self.contrasts.insert((*term.min(other), *term.max(other)));
                }
                if !seen.contains(term) {
                    seen.push(*term);
                }
            }
        }
    }

    /// Returns whether two terms distinguish two old names.
    pub(super) fn tells_apart(&self, a: TermId, b: TermId) -> bool {
        self.contrasts.contains(&(a.min(b), a.max(b))) && !alike(self.text(a), self.text(b))
    }

    /// The weight of a term.
    pub(super) fn weight(&self, id: TermId) -> f32 {
        self.weights.get(id as usize).copied().unwrap_or(0.0)
    }
}

/// Returns whether offices use two words for each other.
pub(super) fn alike(one: &str, other: &str) -> bool {
    ALIKE.iter().any(|words| words.contains(&one) && words.contains(&other))
}

fn starts_with_kana(text: &str) -> bool {
    text.starts_with(|c| script(c) == Script::Kana)
}

/// Returns whether a term is the article of a law, which [`separate_terms`] has separated.
fn is_article(text: &str) -> bool {
    text.starts_with('第') && text.contains('条')
}

/// The pairs of neighbouring characters of a term, sorted.
fn pairs(text: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<_> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}
