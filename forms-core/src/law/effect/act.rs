//! Finds the acts of a sentence: the verbs that delegate (委任する) or lend staff (補助執行させる), also as nouns (への委任とする),
//! apart from those in sentences about affairs that were delegated before.

use std::cell::OnceCell;

use crate::law::provision::Effect;
use crate::text::scan;

/// One act of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Act {
    pub(super) effect: Effect,
    /// Index of the first character of its clause: that after the act before it.
    pub(super) from: usize,
    /// Index of its verb or noun.
    pub(super) verb: usize,
    /// Index after the words that name the taker, if the act is a noun: 教育委員会への委任とする.
    pub(super) taker_end: Option<usize>,
    /// True if the affairs follow the verb: 委任する事務は、別表のとおりとする.
    pub(super) lists: bool,
}

/// Verb endings that follow 委任 and 補助執行 in a provision that delegates, longer ones before those that they begin with.
const VERBS: &[&str] = &[
    "する",
    "します",
    "いたします",
    "できる",
    "をする",
    "をさせる",
    "させる",
    "せしめる",
    "せしむる",
    "せしむ",
    "すべき",
    "すべし",
    "す",
    "し",
    "を行わせる",
    "を行う",
    "に当たらせる",
    "にあたらせる",
    "して行わせる",
    "して処理させる",
    "して執行させる",
    "して管理させる",
    "し行わせる",
    "し処理させる",
    "し執行させる",
];
/// Words that may follow such a verb up to the end of its sentence.
const ENDINGS: &[&str] = &[
    "",
    "ものとする",
    "ものとします",
    "こととする",
    "こととします",
    "ことができる",
    "ことができるものとする",
    "ことがある",
    "ものである",
    "ものとす",
    "こととす",
    "ことを得",
    "ことを得るものとす",
];
/// Verb endings before a second verb in the same sentence: 委任し、…補助執行させる.
const GOES_ON: &[&str] = &[
    "し、",
    "させ、",
    "をさせ、",
    "せしめ、",
    "するものとし、",
    "することとし、",
    "させるものとし、",
    "させることとし、",
    "をし、",
    "を行い、",
    "して、",
    "するとともに、",
    "させるとともに、",
];
/// Verb endings directly before a conjunction: 委任し又は…補助執行させる.
const GOES_ON_WITH: &[&str] = &["し", "させ", "をさせ", "せしめ"];
/// Conjunctions between two verbs.
pub(super) const CONJUNCTIONS: &[&str] =
    &["又は", "または", "若しくは", "もしくは", "及び", "並びに", "かつ", "且つ", "或は"];
/// Words after a noun that is the predicate of its sentence: とする in …への委任とする.
const NOUN_ENDINGS: &[&str] = &[
    "とする",
    "とします",
    "とするものとする",
    "とす",
    "によるものとする",
    "によることとする",
    "による",
    "により行う",
    "により行うものとする",
    "により処理する",
    "により処理するものとする",
    "により執行する",
    "により執行するものとする",
    "によって行う",
    "事項とする",
    "事務とする",
];
/// Words after such a noun if another predicate follows.
const NOUN_GOES_ON: &[&str] =
    &["とし、", "によるものとし、", "により行い、", "により行うものとし、"];
/// Words before 委任 in a sentence that mentions a delegation without making one.
const MENTIONS: &[&str] = &[
    "規則に",
    "条例に",
    "前条の規定により",
    "前項の規定により",
    "前2条の規定により",
    "この規則により",
    "再",
];
/// Predicates of provisions that state a purpose or leave details to other rules.
const STATES_PURPOSE: &[&str] =
    &["定める", "定めるものとする", "目的とする", "必要な事項", "規定する", "による", "しない"];
/// Words that make a clause a condition or a mention of something earlier.
const CONDITIONS: &[&str] =
    &["とき", "場合", "際", "に当たって", "にあたって", "た事務", "た者", "たもの"];

/// A sentence whose acts are looked for.
struct Sentence<'a> {
    chars: &'a [char],
    /// True if its last words state a purpose.
    sets_out: bool,
    /// True if it says 管理及び執行を, so that 委託 hands authority over (地方自治法252条の14).
    hands_over: bool,
    /// Index of the last words that point to a list: 次, 別表.
    last_list: OnceCell<Option<usize>>,
    /// True if it is in the katakana of texts from before 1946, which have no commas.
    old: bool,
}

/// A stem at an index.
#[derive(Clone, Copy)]
struct Stem {
    at: usize,
    length: usize,
    effect: Effect,
}

/// Returns the acts of a sentence in their order. `chars` has hiragana only where the text has katakana in it, if `old`.
pub(super) fn acts(chars: &[char], old: bool) -> Vec<Act> {
    let ends = |words: &[&str]| words.iter().any(|w| ends_with(chars, w));
    // 委任 … を委任し、…ことをいう: a definition delegates nothing.
    if ends(&["をいう", "を謂う"]) {
        return Vec::new();
    }
    let sentence = Sentence {
        last_list: OnceCell::new(),
        chars,
        sets_out: ends(STATES_PURPOSE),
        hands_over: chars.contains(&'託')
            && find(chars, 0, &["管理及び執行を", "管理及び執行は"]).is_some(),
        old,
    };
    let stems = sentence.stems();
    let mut found: Vec<Act> = Vec::new();
    let mut next: Option<(usize, bool)> = None;
    for stem in stems.iter().rev() {
        let act = sentence.act(*stem, next);
        next = Some((stem.at, act.is_some()));
        found.extend(act);
    }
    found.reverse();
    let mut from = 0;
    for act in &mut found {
        act.from = from;
        from = sentence.after_verb(act.verb);
    }
    found
}

impl Sentence<'_> {
    fn stems(&self) -> Vec<Stem> {
        const STEMS: &[(&str, Effect)] = &[
            ("委任", Effect::Entrust),
            ("補助執行", Effect::Auxiliary),
            ("委託", Effect::Entrust),
        ];
        let mut out = Vec::new();
        for (at, c) in self.chars.iter().enumerate() {
            if !matches!(c, '委' | '補') {
                continue;
            }
            let found =
                STEMS.iter().find(|(stem, _)| starts_with_any(self.chars, at, &[stem]).is_some());
            if let Some((stem, effect)) = found
                && (*stem != "委託" || self.hands_over)
            {
                out.push(Stem { at, length: stem.chars().count(), effect: *effect });
            }
        }
        out
    }

    /// Returns the act of a stem; `next` is the place of the stem after it, and whether that one is an act.
    fn act(&self, stem: Stem, next: Option<(usize, bool)>) -> Option<Act> {
        let Stem { at, effect, .. } = stem;
        let act = |taker_end, lists| Some(Act { effect, from: 0, verb: at, taker_end, lists });
        let tail = at + stem.length;
        if let Some(end) = self.noun(stem, tail).or_else(|| self.done_by(stem, tail)) {
            return act(Some(end), false);
        }
        let before = scan::from(self.chars, at.saturating_sub(12));
        let before = before.get(..at.min(12)).unwrap_or_default();
        if MENTIONS.iter().any(|w| ends_with(before, w)) {
            return None;
        }
        if self.ends(tail) || self.goes_on(at, tail, next) {
            return act(None, false);
        }
        if self.lists(tail) { act(None, true) } else { None }
    }

    /// True if the words after a stem are a verb that ends the sentence.
    fn ends(&self, tail: usize) -> bool {
        let rest = |at: usize| -> String {
            let rest: String = scan::from(self.chars, at).iter().take(20).collect();
            rest.trim_matches(['。', ' ', ':', '　', '\t']).to_owned()
        };
        let verbs = VERBS.iter().filter(|v| self.old || **v != "し");
        let mut ends = verbs.filter_map(|v| starts_with_any(self.chars, tail, &[v]));
        ends.any(|end| ENDINGS.contains(&rest(end).as_str()))
    }

    /// True if the words after a stem are a verb before another one, and both together say what is done, not when: 委任し、又は
    /// 補助執行させるときは only speaks of it.
    fn goes_on(&self, at: usize, tail: usize, next: Option<(usize, bool)>) -> bool {
        if self.sets_out {
            return false;
        }
        let chars = self.chars;
        let comma = GOES_ON.iter().find_map(|v| starts_with_any(chars, tail, &[v]));
        let bare = || {
            let end = GOES_ON_WITH.iter().find_map(|v| starts_with_any(chars, tail, &[v]))?;
            let joined = starts_with_any(chars, end, CONJUNCTIONS).is_some();
            let old = self.old && !matches!(scan::at(chars, end), 'た' | 'て' | '得' | 'あ' | 'め');
            (joined || old).then_some(end)
        };
        let Some(rest) = comma.or_else(bare) else { return false };
        let stop = chars.len().min(rest + 80);
        let clause = (rest..stop).find(|i| scan::at(chars, *i) == '、').unwrap_or(stop);
        let condition = find(chars.get(..clause).unwrap_or_default(), rest, CONDITIONS).is_some();
        if starts_with_any(chars, rest, CONJUNCTIONS).is_some() {
            return match next {
                Some((place, is_act)) if place < clause => is_act,
                _ => !condition,
            };
        }
        const NAMES: &[&str] =
            &["に", "へ", "をして", "次", "別表", "左", "下記", "各号", "掲げる"];
        let from = at.saturating_sub(80);
        let names = find(chars.get(..at).unwrap_or_default(), from, NAMES).is_some();
        names || !condition
    }

    /// True if the words after a stem introduce a list: する事務は、次のとおりとする; 事項は、別表に掲げる事務とする.
    fn lists(&self, tail: usize) -> bool {
        const NOUNS: &[&str] =
            &["事務", "事項", "権限", "もの", "職務", "範囲", "受任者", "相手方", "受任機関"];
        const LISTS: &[&str] = &["次", "別表", "左", "下記", "各号", "右"];
        let verbs = VERBS.iter().chain(&["とする"]);
        let end = verbs.into_iter().find_map(|v| starts_with_any(self.chars, tail, &[v]));
        let rest = scan::from(self.chars, end.unwrap_or(tail));
        let Some(topic) = rest.iter().take(21).position(|c| *c == 'は') else { return false };
        let place = self.chars.len() - rest.len() + topic;
        let subject: String = rest.iter().take(topic).collect();
        // 補助執行職員に…: a noun with the stem in it.
        let own = subject.strip_prefix('の').unwrap_or(&subject);
        let direct = end.is_some() || NOUNS.iter().any(|n| own.starts_with(n));
        let named = NOUNS.iter().any(|n| subject.ends_with(n));
        let last = || {
            let places = (0..self.chars.len()).rev();
            places.into_iter().find(|at| starts_with_any(self.chars, *at, LISTS).is_some())
        };
        let follows = || self.last_list.get_or_init(last).is_some_and(|last| last > place);
        let listed =
            ["定めるところによる", "定めるとおりとする"].iter().any(|w| ends_with(self.chars, w));
        // を受けた事務は、次に定めるところにより…: about affairs delegated before.
        let mentions =
            ["処理", "受け", "された", "した", "専決", "代決"].iter().any(|w| subject.contains(w));
        direct && named && follows() && (listed || !self.sets_out) && !mentions
    }

    /// Returns the index after the words that name the taker if a stem is a noun and the predicate of its sentence.
    fn noun(&self, stem: Stem, tail: usize) -> Option<usize> {
        let rest: String = scan::from(self.chars, tail).iter().take(20).collect();
        let goes_on = starts_with_any(self.chars, tail, NOUN_GOES_ON).is_some();
        if !goes_on && !NOUN_ENDINGS.contains(&rest.trim_end_matches(['。', ' ', '　', ':'])) {
            return None;
        }
        let before = self.chars.get(..stem.at)?;
        let joins: &[&str] = match stem.effect {
            Effect::Entrust => &[
                "への",
                "に対する",
                "への事務",
                "への事務の",
                "に対する事務",
                "に対する事務の",
                "への権限の",
            ],
            Effect::Auxiliary => &["による", "に依る", "への", "による事務の", "の"],
        };
        let join = joins.iter().find(|j| ends_with(before, j))?;
        let end = stem.at - join.chars().count();
        let named = super::office::ends_in_office(self.chars, end);
        named.then_some(end)
    }

    /// Returns the index after the words that name the taker if 補助執行 is the topic: 補助執行は、職員が行う.
    fn done_by(&self, stem: Stem, tail: usize) -> Option<usize> {
        const ENDS: &[&str] = &["が行う", "が行うものとする", "に行わせる", "に行わせるものとする"];
        starts_with_any(self.chars, tail, &["は、"])
            .filter(|_| stem.effect == Effect::Auxiliary)?;
        let end = ENDS.iter().find(|w| ends_with(self.chars, w))?;
        let at = self.chars.len() - end.chars().count();
        super::office::ends_in_office(self.chars, at).then_some(at)
    }

    /// Index after the verb or noun at `at` and the comma behind it.
    fn after_verb(&self, at: usize) -> usize {
        let stem = if starts_with_any(self.chars, at, &["補助執行"]).is_some() { 4 } else { 2 };
        let end = at + stem;
        let verbs = || VERBS.iter().find_map(|v| starts_with_any(self.chars, end, &[v]));
        GOES_ON
            .iter()
            .chain(NOUN_GOES_ON)
            .find_map(|v| starts_with_any(self.chars, end, &[v]))
            .or_else(verbs)
            .unwrap_or(end)
    }
}

/// True if characters end with a word.
pub(super) fn ends_with(chars: &[char], word: &str) -> bool {
    let mut last = chars.iter().rev();
    word.chars().rev().all(|c| last.next() == Some(&c))
}

/// Returns the index after the first of some words that begins at `at`. Unlike [`scan::starts_with_any`] it folds nothing,
/// since the words of a provision are folded once.
pub(super) fn starts_with_any(chars: &[char], at: usize, words: &[&str]) -> Option<usize> {
    let rest = chars.get(at..)?;
    words.iter().find_map(|word| {
        let mut next = rest.iter();
        let mut length = 0;
        for c in word.chars() {
            if next.next() != Some(&c) {
                return None;
            }
            length += 1;
        }
        Some(at + length)
    })
}

/// Returns the first index from `from` on at which one of some words begins.
pub(super) fn find(chars: &[char], from: usize, words: &[&str]) -> Option<usize> {
    (from..chars.len()).find(|at| starts_with_any(chars, *at, words).is_some())
}
