//! Reads who takes an affair from the clause of an act, as far as Japanese legal texts build it: the noun phrase before に, へ,
//! に対し or をして, with the clauses that describe it and every member of a list, without the adverbs before it.

use super::act::{Act, ends_with, find, starts_with_any};
use super::office::ends_in_office;
use crate::law::provision::Effect;
use crate::text::scan::{self, is_hiragana};

/// Longest name of a taker, in characters.
const LONGEST: usize = 120;

/// Beginnings of phrases whose に marks no taker.
const NOT_TAKER: &[&str] = &[
    "掲げ",
    "掲ぐ",
    "関す",
    "関し",
    "属す",
    "規定",
    "定め",
    "定む",
    "基づ",
    "基き",
    "より",
    "よる",
    "よって",
    "依り",
    "依る",
    "因り",
    "係",
    "おい",
    "おけ",
    "於",
    "つい",
    "つき",
    "限",
    "応じ",
    "当た",
    "あた",
    "伴",
    "従",
    "必要",
    "準",
    "かかわ",
    "拘",
    "要す",
    "は",
    "も",
    "代わ",
    "代っ",
    "かわ",
    "際",
    "先立",
    "加え",
    "代え",
];

/// Ends of adverbs and of phrases that stand before the name of a taker.
const BEFORE_NAME: &[&str] = &[
    "とおり",
    "通り",
    "により",
    "に依り",
    "に因り",
    "基づき",
    "基き",
    "引き続き",
    "引続き",
    "につき",
    "除き",
    "当分の間",
    "かかわらず",
    "拘らず",
    "ともに",
    "ほか",
    "外",
    "ため",
    "の上",
    "うえ",
    "限り",
    "あらかじめ",
    "予め",
    "おおむね",
    "それぞれ",
    "各々",
    "に応じ",
    "に従い",
    "に従ひ",
    "に伴い",
    "に際し",
    "に当たり",
    "にあたり",
    "に関し",
    "併せ",
    "」",
    "』",
    "全て",
    "すべて",
    "から",
];

/// Words after に, such as より in 規定により設置した; [`BEFORE_NAME`] has judged the phrase as a whole.
const BASES: &[&str] = &["より", "基づき", "基き", "従い", "応じ"];

/// The last characters of [`BEFORE_NAME`], which spare most characters the search.
const ENDS_BEFORE_NAME: &[char] = &[
    '々', '」', '』', 'い', 'え', 'か', 'き', 'し', 'じ', 'ず', 'せ', 'て', 'に', 'ね', 'ひ', 'め',
    'ら', 'り', 'れ', '上', '外', '間',
];

fn is_kanji(c: char) -> bool {
    scan::is_kanji(c) || c == '々'
}

fn is_katakana(c: char) -> bool {
    ('ァ'..='ー').contains(&c)
}

/// True if a verb that describes a noun begins at `from`: 補助する職員, 属する機関, 職にある者. It then belongs to
/// the name of the taker, together with the particle before it.
fn describes(chars: &[char], from: usize, end: usize) -> bool {
    const ADVERBS: &[&str] =
        &["別に", "特に", "現に", "直接", "主として", "専ら", "新たに", "常時"];
    const LONGEST_VERB: usize = 8;
    let chars = chars.get(..end).unwrap_or_default();
    let start = starts_with_any(chars, from, ADVERBS).unwrap_or(from);
    let stem = scan::from(chars, start).iter().take(LONGEST_VERB);
    let kanji = stem.take_while(|c| is_kanji(**c)).count();
    let kana = scan::from(chars, start + kanji).iter().take(LONGEST_VERB);
    let ending: String = kana.take_while(|c| is_hiragana(**c)).collect();
    let after = start + kanji + ending.chars().count();
    let noun = |c: char| is_kanji(c) || is_katakana(c);
    let closes = ending.ends_with(['る', 'う', 'く', 'す', 'つ', 'む', 'ぶ', 'ぐ', 'た', 'だ'])
        || ending.ends_with("ない")
        || ending.ends_with("べき");
    let verb =
        kanji > 0 || matches!(ending.as_str(), "ある" | "いる" | "おける" | "つかさどる" | "なる");
    verb && closes && noun(scan::at(chars, after)) && !ending.starts_with(['を', 'は'])
}

/// True if the に before `from` belongs to the words that follow: 議会に直接関連のある, 市長に報告し、, 者に事故があるときは.
fn belongs_to_next(chars: &[char], from: usize) -> bool {
    const PARTICLES: &[&str] = &["を", "は", "に", "の", "と", "が", "も", "へ", "で", "や"];
    if starts_with_any(chars, from, NOT_TAKER).is_some() || describes(chars, from, chars.len()) {
        return true;
    }
    let kanji = scan::from(chars, from).iter().take(6).take_while(|c| is_kanji(**c)).count();
    let kana = scan::from(chars, from + kanji).iter().take(6);
    let ending: String = kana.take_while(|c| is_hiragana(**c)).collect();
    let after = scan::at(chars, from + kanji + ending.chars().count());
    if ["がある", "があった", "があり", "が欠け", "の上", "を経"]
        .iter()
        .any(|w| ending.starts_with(w))
    {
        return kanji > 0;
    }
    kanji > 0
        && (ending == "の" && matches!(after, '上' | '際')
            || !ending.is_empty() && after == '、' && !PARTICLES.contains(&ending.as_str()))
}

/// Returns the index at which the name that ends before `end` begins; `low` is the start of the clause.
fn name_start(chars: &[char], low: usize, end: usize) -> usize {
    let low = low.max(end.saturating_sub(LONGEST));
    let mut at = end;
    while at > low {
        let c = scan::at(chars, at - 1);
        let head = chars.get(..at).unwrap_or_default();
        let word = head.get(at.saturating_sub(6).max(low)..).unwrap_or_default();
        let over = match c {
            '、' | ',' => !is_member(chars, at, end),
            'は' => !["又は", "または", "若しくは", "もしくは", "或は"]
                .iter()
                .any(|w| ends_with(word, w)),
            'を' => !describes(chars, at, end) || is_shared_object(chars, low, at),
            'に' if is_and(chars, at - 1) || starts_with_any(chars, at, BASES).is_some() => false,
            'が' | 'に' if is_in_place_name(chars, at) => false,
            'が' | 'に' => !describes(chars, at, end),
            'て' => !matches!(scan::at(chars, at), 'い' | 'あ' | 'お'),
            ' ' | '\t' | '」' | '』' => true,
            'ち' => {
                ends_with(word, "うち")
                    && !ends_with(word, "職員のうち")
                    && !ends_with(word, "者のうち")
            }
            // 条例の規定により設置した支所の長.
            'れ' if scan::at(chars, at) == 'の' => false,
            c if !ENDS_BEFORE_NAME.contains(&c) => false,
            _ => BEFORE_NAME.iter().any(|w| ends_with(word, w)) && !describes(chars, at, end),
        };
        if over {
            return at;
        }
        at -= 1;
    }
    at
}

/// True if the kana before `at` is one of the name of a municipality: にかほ市, かすみがうら市.
fn is_in_place_name(chars: &[char], at: usize) -> bool {
    let kana = scan::from(chars, at).iter().take(8).take_while(|c| is_hiragana(**c)).count();
    let points = starts_with_any(chars, at, &["その", "この", "これ"]).is_some();
    kana > 0 && !points && matches!(scan::at(chars, at + kana), '市' | '町' | '村' | '区')
}

/// True if the に at `at` ends 並びに.
fn is_and(chars: &[char], at: usize) -> bool {
    let before = chars.get(..at).unwrap_or_default();
    ["並び", "ならび", "並"].iter().any(|w| ends_with(before, w))
}

/// True if the comma before `at` joins members of one list: 校長、公民館長及び図書館長.
fn is_member(chars: &[char], at: usize, end: usize) -> bool {
    let before = ends_in_office(chars, at - 1);
    // 課長、その他の職員 goes on; 教育長、次の… does not.
    let affairs = starts_with_any(chars, at, &["次の", "次に", "左の", "左に", "別表", "別に"]);
    before && affairs.is_none() && at < end
}

/// True if the を before `at` marks the affairs that are delegated, the only ones of the clause, so that it is no part of a
/// description: 次の事務を所管する課の長に委任する.
fn is_shared_object(chars: &[char], low: usize, at: usize) -> bool {
    const LISTS: &[&str] =
        &["次", "別表", "前項", "前条", "各号", "左", "下記", "上記", "これ", "当該"];
    let before = chars.get(..at - 1).unwrap_or_default();
    let part =
        before.iter().rposition(|c| matches!(c, '、' | 'は')).map_or(low, |i| low.max(i + 1));
    let other = before.get(low..).unwrap_or_default().contains(&'を');
    !other && starts_with_any(before, part, LISTS).is_some()
}

/// A taker in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taker {
    /// Index of the first character of its name.
    pub(super) at: usize,
    /// Index after its name.
    pub(super) end: usize,
}

/// Returns the takers of an act in the order of the text.
pub(super) fn takers(chars: &[char], act: &Act) -> Vec<Taker> {
    let low = act.from;
    let clause = chars.get(..act.verb).unwrap_or_default();
    let named = |end: usize| {
        let at = trimmed(clause, name_start(clause, low, end), end);
        (at < end).then_some(Taker { at, end })
    };
    if let Some(end) = act.taker_end {
        let at = trimmed(chars, name_start(chars, low, end), end);
        return (at < end).then_some(Taker { at, end }).into_iter().collect();
    }
    // 職員をして補助執行させる. 会計管理者をして出納員に委任させる names the one who delegates.
    let causes: &[&str] = match act.effect {
        Effect::Auxiliary => &["をして", "をもって", "を以て", "を以って"],
        Effect::Entrust => &["をして"],
    };
    let caused = find(clause, low, causes).filter(|at| ends_in_office(clause, *at));
    if let Some(at) = caused.filter(|_| act.effect == Effect::Auxiliary) {
        return named(at).into_iter().collect();
    }
    let ends: Vec<usize> =
        (low + 1..clause.len()).filter(|at| matches!(scan::at(clause, *at), 'に' | 'へ')).collect();
    let after = |at: usize| starts_with_any(clause, at + 1, &["対して", "対し"]).unwrap_or(at + 1);
    let takes = |at: &&usize| !belongs_to_next(clause, after(**at));
    let offices: Vec<Taker> = ends
        .iter()
        .filter(takes)
        .filter(|at| ends_in_office(clause, **at))
        .filter_map(|at| named(*at))
        .collect();
    if !offices.is_empty() {
        return offices;
    }
    if let Some(at) = caused {
        return named(at).into_iter().collect();
    }
    // 職員が補助執行する.
    if act.effect == Effect::Auxiliary
        && let Some(at) = (low..clause.len())
            .find(|at| scan::at(clause, *at) == 'が' && ends_in_office(clause, *at))
    {
        return named(at).into_iter().collect();
    }
    // 福祉事務所長に専決させ、又は委任する.
    let shared = ends.iter().filter(|at| ends_in_office(clause, **at)).find(|at| {
        ["させ、又は", "させ、若しくは"].iter().any(|w| find(clause, **at, &[w]).is_some())
    });
    let other = ends.iter().rev().filter(takes).find(|at| is_noun(clause, low, **at));
    shared.or(other).and_then(|at| named(*at)).into_iter().collect()
}

/// True if the words before `end` are a noun that may name an office that is not listed, not an adverb such as 臨時に.
fn is_noun(chars: &[char], low: usize, end: usize) -> bool {
    const ADVERBS: &[&str] = &[
        "的", "臨時", "直", "速", "特", "別", "新", "共", "同時", "併", "更", "常", "次", "前",
        "後", "円滑", "適切", "一緒", "個別", "相互", "自由", "随時", "よう", "とも", "ため",
        "もの", "ほか", "間", "様",
    ];
    let head = chars.get(..end).unwrap_or_default();
    let last = scan::at(chars, end.wrapping_sub(1));
    let two = end >= low + 2 && is_kanji(scan::at(chars, end - 2));
    (is_kanji(last) && two || is_katakana(last)) && !ADVERBS.iter().any(|w| ends_with(head, w))
}

/// Returns the start of a name without the words that only point or join.
fn trimmed(chars: &[char], start: usize, end: usize) -> usize {
    const LEADING: &[&str] =
        &["又は", "若しくは", "及び", "並びに", "かつ", "それぞれ", "、", " ", "これを", "他の"];
    let mut at = start;
    loop {
        let word = starts_with_any(chars, at, LEADING);
        // それぞれの学校の校長.
        let word = word.filter(|next| scan::at(chars, *next) != 'の');
        let next = word.or_else(|| {
            // 当該各号に定める者 points to its 号.
            starts_with_any(chars, at, &["当該"]).filter(|next| {
                starts_with_any(chars, *next, &["各号", "各欄", "号", "各項"]).is_none()
            })
        });
        match next.filter(|next| *next < end) {
            Some(next) => at = next,
            None => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_before_a_name_is_looked_for() {
        for phrase in BEFORE_NAME {
            assert!(phrase.chars().next_back().is_some_and(|c| ENDS_BEFORE_NAME.contains(&c)));
        }
    }
}
