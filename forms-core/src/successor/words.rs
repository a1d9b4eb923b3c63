//! The words of names: a name as the terms it is made of, and what each of them says.
//!
//! Japanese sets no spaces, so a term is a run of kanji, katakana, letters or digits; hiragana only
//! joins them. 児童手当 is therefore another term than 児童扶養手当 although it shares every
//! character with it, while 認定請求 is the same as 認定の請求.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

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
    /// Which terms end what a name is about: 請求, 届出, 徴収.
    ends: Vec<bool>,
    pairs: Vec<Vec<(char, char)>>,
    names: Vec<u32>,
    total: u32,
    weights: Vec<f32>,
    /// Terms of which one stands for the other in two names of one affair.
    contrasts: HashSet<(TermId, TermId)>,
}

/// The terms of one name, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) terms: Vec<TermId>,
    /// The term that says what is done, the last before remarks in brackets: 受理 of
    /// 「申請の受理（継続に係るもの）」.
    pub(super) head: Option<TermId>,
    /// Whether any of the authority's deeds is named; a name may leave them out.
    pub(super) names_deeds: bool,
    /// The terms before which a list goes on, with 又は or 、.
    pub(super) breaks: Vec<usize>,
    /// How many terms stand before the deeds and the remarks: what the name is about.
    pub(super) matter: usize,
    /// How many terms stand before the remarks.
    pub(super) plain: usize,
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
pub(super) const SAYS_NO_DEED: [&str; 2] = [AND_OTHERS, "事務"];

/// The authority's deeds as orders list them: 「申請の受理、その申請に係る事実についての審査又はその申請に
/// 対する応答」. A name that has none of them means them all.
const DEEDS: [&str; 4] = [RECEIPT, FACTS, "審査", "応答"];

/// What people do, at the end of what a name is about.
const ENDS: [&str; 5] = ["請求", "申請", "申出", "申込", "届出"];

/// What an authority does first, and the other word for it.
const RECEIPT: &str = "受理";
const ALSO_RECEIPT: &str = "受付";

/// What a remark speaks of that says who is asked.
const INQUIRY: &str = "照会";

/// What is examined, and no deed by itself.
pub(super) const FACTS: &str = "事実";

/// Words that one office writes for another's.
const ALIKE: [&[&str]; 2] = [&["請求", "申請", "申出", "申込"], &["応答", "決定", "通知"]];

/// No more terms of a name are compared; the longest of the statute has some hundred.
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

/// The runs of one script in a folded text, and whether 、 stands before each. Words that only join are
/// none; a 等 at the end is a run of its own.
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
    /// The terms of a name, which counts as one more name that uses them.
    pub(super) fn learn(&mut self, folded: &str) -> Words {
        let mut terms = Vec::new();
        let mut breaks = Vec::new();
        let apart = apart(folded);
        for (run, goes_on) in runs(&apart).take(LONGEST_NAME) {
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
        let plain =
            runs(without_remarks(&apart)).map(|(run, _)| run).take(LONGEST_NAME).enumerate();
        let head =
            plain.filter(|(_, run)| !SAYS_NO_DEED.contains(run) && !starts_with_kana(run)).last();
        let last = head.map_or(0, |(at, _)| at + 1);
        let deed = terms.iter().position(|t| self.is_deed(*t));
        let matter = deed.map_or(last, |deed| deed.min(last));
        if let Some(end) = matter.checked_sub(1).and_then(|at| terms.get(at))
            && let Some(ends) = self.ends.get_mut(*end as usize)
        {
            *ends = true;
        }
        let head = head.and_then(|(at, _)| terms.get(at).copied());
        Words { head, names_deeds: deed.is_some(), breaks, matter, plain: last, terms }
    }

    pub(super) fn text(&self, id: TermId) -> &str {
        self.texts.get(id as usize).map_or("", String::as_str)
    }

    pub(super) fn pairs(&self, id: TermId) -> &[(char, char)] {
        self.pairs.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether it ends what a name is about, or says a deed.
    pub(super) fn ends_item(&self, id: TermId) -> bool {
        self.ends.get(id as usize).copied().unwrap_or(false) || self.is_deed(id)
    }

    pub(super) fn is_deed(&self, id: TermId) -> bool {
        DEEDS.contains(&self.text(id))
    }

    /// Whether one of some terms says what a term says, alone or at its end: 再交付申請 says 申請.
    pub(super) fn is_said(&self, id: TermId, by: &[TermId]) -> bool {
        by.iter().any(|term| self.text(*term).ends_with(self.text(id)))
    }

    pub(super) fn is_light(&self, id: TermId) -> bool {
        self.light.get(id as usize).copied().unwrap_or(false)
    }

    /// The remarks behind a name, where they say who is asked: 「（照会先：市町村長）」.
    pub(super) fn asked<'w>(&self, words: &'w Words) -> &'w [TermId] {
        let remarks = words.terms.get(words.plain..).unwrap_or_default();
        let asks = remarks.iter().any(|t| self.text(*t).contains(INQUIRY));
        if asks { remarks } else { &[] }
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

    /// Learns from the names of an affair which terms tell its procedures apart: 受給者 and 配偶者 in names
    /// that are the same otherwise.
    pub(super) fn contrast<'w>(&mut self, names: impl Iterator<Item = &'w Words>) {
        let mut by_rest: HashMap<u64, Vec<TermId>> = HashMap::new();
        for words in names {
            for (at, term) in words.terms.iter().enumerate() {
                let (before, behind) = words.terms.split_at(at);
                let mut rest = DefaultHasher::new();
                (before, behind.get(1..)).hash(&mut rest);
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

    /// Whether two terms tell two old names apart.
    pub(super) fn tells_apart(&self, a: TermId, b: TermId) -> bool {
        self.contrasts.contains(&(a.min(b), a.max(b))) && !alike(self.text(a), self.text(b))
    }

    /// What a term says.
    pub(super) fn weight(&self, id: TermId) -> f32 {
        self.weights.get(id as usize).copied().unwrap_or(0.0)
    }
}

/// Whether one office may write a word for another's.
pub(super) fn alike(one: &str, other: &str) -> bool {
    ALIKE.iter().any(|words| words.contains(&one) && words.contains(&other))
}

fn starts_with_kana(text: &str) -> bool {
    text.starts_with(|c| script(c) == Script::Kana)
}

/// Whether a term is the article of a law, which [`apart`] has set apart.
fn is_article(text: &str) -> bool {
    text.starts_with('第') && text.contains('条')
}

/// The pairs of neighbouring characters of a term, sorted.
fn pairs(text: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<_> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}
