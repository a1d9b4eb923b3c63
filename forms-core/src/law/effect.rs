//! What a provision does: delegates an affair (委任), only lends staff (補助執行), or neither; to
//! whom; and whether its own words limit it.

mod columns;

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ordinance::{Provision, Row};
use super::path::{Division, ProvisionPath};
use crate::text::era::date_prefix;
use crate::text::fold_ascii;
use columns::Columns;

/// What a provision does with an affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// 委任: hands over authority.
    Entrust,
    /// 補助執行: lets another's staff carry the work out.
    Auxiliary,
}

/// Verbs behind 委任 and 補助執行 in the provision that does it.
const VERBS: &[&str] = &[
    "する",
    "します",
    "させる",
    "をさせる",
    "せしめる",
    "すべき",
    "スル",
    "セシムル",
    "ス",
    "シ",
    "セシム",
    "を行わせる",
    "を行う",
];
/// What may follow such a verb up to the end of its sentence.
const ENDINGS: &[&str] = &[
    "",
    "ものとする",
    "こととする",
    "ことができる",
    "ことがある",
    "ものである",
    "モノトス",
    "コトヲ得",
];
/// The verbs where the sentence goes on with another one: 委任し、…補助執行させる。
const GOES_ON: &[&str] = &["し、", "し,", "し，", "させ、", "させ,", "させ，", "をさせ、", "シ"];
/// What speaks of a delegation without making one.
const SPEAKS: &[&str] = &[
    "規則に",
    "条例に",
    "前条の規定により",
    "前項の規定により",
    "前2条の規定により",
    "この規則により",
    "再",
];
/// Predicates of provisions that set a purpose or leave details to others.
const SETS_OUT: &[&str] =
    &["定める", "定めるものとする", "目的とする", "必要な事項", "規定する", "による", "しない"];
/// No provision needs more words to say what it does.
const LONGEST: usize = 6000;

/// Marks what every provision of a text does.
/// `rows` holds the cells of those that are rows of a table, by their place.
pub(super) fn mark(provisions: &mut [Provision], rows: &HashMap<usize, Row>, title: Option<&str>) {
    let aliases = Aliases::of(provisions);
    let mut tables: Vec<(String, Effect, Option<String>)> = Vec::new();
    let mut above: Option<(ProvisionPath, Effect, Option<String>)> = None;
    let mut columns = Columns::default();
    for (i, provision) in provisions.iter_mut().enumerate() {
        let row = rows.get(&i);
        if let Some((path, effect, counterpart)) = &above
            && provision.path != *path
            && provision.path.lies_in(path)
        {
            provision.effect = Some(*effect);
            provision.counterpart = columns.counterpart(&provision.path, row, counterpart.as_ref());
        } else if provision.path.division == Division::Main && provision.path.table.is_none() {
            above = None;
            if let Some(effect) = effect_of(&provision.text) {
                let to = counterpart(&provision.text, effect)
                    .filter(|to| !to.contains("各号に"))
                    .or_else(|| provision.heading.as_deref().and_then(named_in_heading))
                    .or_else(|| title.and_then(named_in_heading))
                    .map(|name| aliases.full(&name));
                for table in tables_named(&provision.text) {
                    tables.push((table, effect, to.clone()));
                }
                provision.effect = Some(effect);
                provision.counterpart.clone_from(&to);
                above = Some((provision.path.clone(), effect, to));
            }
        } else if let Some(table) = &provision.path.table {
            above = None;
            if let Some((_, effect, to)) = tables.iter().find(|(name, ..)| *name == table.name) {
                provision.effect = Some(*effect);
                provision.counterpart = columns.counterpart(&provision.path, row, to.as_ref());
            }
        }
        if provision.deleted {
            provision.effect = None;
            provision.counterpart = None;
        }
    }
}

/// What the words of a provision do.
#[must_use]
pub fn effect_of(text: &str) -> Option<Effect> {
    let words = without_brackets(text);
    sentences(&words).find_map(|sentence| deed(sentence).map(|(effect, _)| effect))
}

/// The sentences of a text. Before 1946 only 但シ tells where the second one begins.
fn sentences(words: &str) -> impl Iterator<Item = &str> {
    words.split('。').flat_map(|sentence| sentence.split("但シ"))
}

/// What a sentence does and where its verb stands.
fn deed(sentence: &str) -> Option<(Effect, usize)> {
    // 委任 … を委任し、…ことをいう: what says what a word means does nothing itself.
    let defines = sentence.trim_end().ends_with("をいう");
    if defines || sentence.starts_with("ただし") || sentence.starts_with("この場合") {
        return None;
    }
    let entrusts = verb_at(sentence, "委任")
        .or_else(|| commission_at(sentence))
        .map(|at| (Effect::Entrust, at));
    let lends = verb_at(sentence, "補助執行").map(|at| (Effect::Auxiliary, at));
    match (entrusts, lends) {
        (Some(e), Some(l)) => Some(if e.1 < l.1 { e } else { l }),
        (e, l) => e.or(l),
    }
}

/// Where a stem is the verb of a sentence: at its end, before another verb, or as what the
/// sentence lists (委任する事務は、次のとおりとする).
fn verb_at(sentence: &str, stem: &str) -> Option<usize> {
    let sets_out = SETS_OUT.iter().any(|w| sentence.trim_end().ends_with(w));
    sentence.match_indices(stem).map(|(at, _)| at).find(|at| {
        let (before, tail) = sentence.split_at(*at);
        let tail = tail.strip_prefix(stem).unwrap_or_default();
        if SPEAKS.iter().any(|w| before.ends_with(w)) {
            return false;
        }
        let ends = VERBS.iter().filter_map(|v| tail.strip_prefix(v)).any(|rest| {
            ENDINGS.contains(&rest.trim_end_matches(['。', ' ', ':', '　']).trim_end())
        });
        let goes_on = GOES_ON.iter().any(|v| tail.starts_with(v)) && !sets_out;
        ends || goes_on || lists(tail)
    })
}

/// Where a sentence hands the 管理及び執行 of an affair over to another body (地方自治法252条の14):
/// that body then acts by its own authority, unlike one that only takes on work.
fn commission_at(sentence: &str) -> Option<usize> {
    let hands_over = ["管理及び執行を", "管理及び執行は"].iter().any(|w| sentence.contains(w));
    verb_at(sentence, "委託").filter(|_| hands_over)
}

/// する事務は、次のとおりとする; 事項は、別表に掲げる事務とする.
fn lists(tail: &str) -> bool {
    const NOUNS: &[&str] = &["事務", "事項", "権限", "もの", "職務", "範囲"];
    let tail = VERBS.iter().find_map(|v| tail.strip_prefix(v)).unwrap_or(tail);
    let Some((subject, predicate)) = tail.split_once('は') else { return false };
    let short = subject.chars().count() <= 20;
    let named = NOUNS.iter().any(|n| subject.ends_with(n));
    let follows = ["次", "別表", "左", "下記", "各号", "右"].iter().any(|w| predicate.contains(w));
    let listed =
        predicate.ends_with("定めるところによる") || predicate.ends_with("定めるとおりとする");
    let sets_out = SETS_OUT.iter().any(|w| predicate.ends_with(w)) && !listed;
    // を受けた事務は、次に定めるところにより…: speaks of what was delegated.
    let speaks = ["処理", "受け", "された"].iter().any(|w| subject.contains(w));
    short && named && follows && !sets_out && !speaks
}

/// The words without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for c in text.chars().take(LONGEST) {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The one to whom a provision delegates: the word before に or に対し that belongs to the verb.
fn counterpart(text: &str, effect: Effect) -> Option<String> {
    let words = without_brackets(text);
    let (sentence, verb) = sentences(&words)
        .find_map(|s| deed(s).filter(|(e, _)| *e == effect).map(|(_, verb)| (s, verb)))?;
    let before = sentence.get(..verb)?;
    // 職員をして補助執行させる, 職員が補助執行する.
    let subject = before
        .strip_suffix("をして")
        .or_else(|| before.strip_suffix("ヲシテ"))
        .or_else(|| before.strip_suffix('が').filter(|_| effect == Effect::Auxiliary));
    if let Some(subject) = subject {
        let name = subject.rsplit(['、', 'を', 'ヲ', '，', ',']).next().unwrap_or_default();
        if is_a_name(name) {
            return Some(fold_ascii(name));
        }
    }
    recipients(before).last()
}

/// The words that a に of recipient stands behind, in order.
fn recipients(before: &str) -> impl Iterator<Item = String> {
    /// に that belongs to another verb.
    const OTHER: &[&str] = &[
        "に掲げ",
        "に関す",
        "に関し",
        "に属す",
        "に規定",
        "に定め",
        "に基づ",
        "により",
        "による",
        "に係",
        "におい",
        "につい",
        "に限",
        "に応じ",
        "に当た",
        "に伴",
        "に従",
        "に必要",
        "に準",
        "において",
        "にかかわ",
        "に要す",
        "には",
        "ニ関",
        "ニ属",
        "ニ依",
        "ニ基",
        "ニ係",
        "ニ限",
        "ニ掲",
        "ニ於",
    ];
    const BOUNDS: &[&str] = &[
        "、",
        "，",
        ",",
        "を",
        "」",
        "により",
        "に基づき",
        "に基づいて",
        "よって",
        "うち",
        "は",
        "長が",
        "会が",
        "者が",
        "　",
        " ",
        "ヲ",
        "ハ",
    ];
    let mut found = Vec::new();
    // Texts from before 1946 write their particles in katakana.
    let old = !before.chars().any(|c| ('ぁ'..='ん').contains(&c));
    let particles: &[char] = if old { &['ニ', 'ヘ'] } else { &['に', 'へ'] };
    for (at, _) in before.match_indices(particles) {
        let (head, tail) = before.split_at(at);
        if OTHER.iter().any(|w| tail.starts_with(w)) {
            continue;
        }
        let from = BOUNDS.iter().filter_map(|b| head.rfind(b).map(|i| i + b.len())).max();
        let name = head.get(from.unwrap_or(0)..).unwrap_or_default().trim();
        let name = ["当該", "それぞれ"].iter().find_map(|w| name.strip_prefix(w)).unwrap_or(name);
        if is_a_name(name) {
            found.push(fold_ascii(name));
        }
    }
    found.into_iter()
}

/// Whether words can name an office: the head of a clause such as 次のよう cannot.
fn is_a_name(words: &str) -> bool {
    const NOT: &[&str] = &[
        "次",
        "次の各号",
        "前項",
        "前条",
        "とも",
        "よう",
        "ほか",
        "ため",
        "それぞれ",
        "特",
        "別",
        "もの",
    ];
    let length = words.chars().count();
    PARTIES.contains(&words)
        || (2..=60).contains(&length)
            && !NOT.contains(&words)
            && !words.ends_with(['よ', 'た', 'る', 'い', 'と'])
}

/// 教育委員会への委任, ○○市教育委員会に対する事務の委任等に関する規則.
fn named_in_heading(heading: &str) -> Option<String> {
    let words = fold_ascii(heading);
    let at = ["への事務", "への委任", "に対する", "への補助"]
        .iter()
        .filter_map(|w| words.find(w))
        .min()?;
    let name = words.get(..at)?;
    let name = ["権限に属する事務の", "事務の一部の"]
        .iter()
        .find_map(|w| name.rsplit_once(w).map(|(_, n)| n))
        .unwrap_or(name);
    is_a_name(name).then(|| name.to_owned())
}

/// The tables whose rows a provision delegates: 別表第1に掲げる事務を….
fn tables_named(text: &str) -> Vec<String> {
    const LONGEST_NAME: usize = 20;
    let chars: Vec<char> = without_brackets(text).chars().collect();
    let starts = (0..chars.len()).filter(|at| chars.get(*at..at + 2) == Some(&['別', '表']));
    starts
        .filter_map(|at| {
            let name: String = chars.iter().skip(at).take(LONGEST_NAME).collect();
            let reading = super::citation::read(&name);
            Some(reading.citations.into_iter().next()?.path.table?.name)
        })
        .collect()
}

/// Short names that say too little without the full one.
const VAGUE: &[&str] = &[
    "所長",
    "委員会",
    "局長",
    "部長",
    "課長",
    "館長",
    "管理者",
    "事務局長",
    "長",
    "事務所長",
    "委員",
    "支所長",
];

/// What an agreement calls the bodies that make it.
const PARTIES: &[&str] = &["甲", "乙", "丙", "丁"];

/// Short names that a text gives to offices: 柚木市福祉事務所長（以下「所長」という。）.
struct Aliases(Vec<(String, String)>);

impl Aliases {
    fn of(provisions: &[Provision]) -> Self {
        let mut found = Vec::new();
        for provision in provisions {
            let text: String = provision.text.chars().take(LONGEST).collect();
            let text = fold_ascii(&text);
            for (at, _) in text.match_indices("(以下「") {
                let (before, after) = text.split_at(at);
                let Some((name, _)) =
                    after.strip_prefix("(以下「").and_then(|a| a.split_once("」と"))
                else {
                    continue;
                };
                let from = ["、", "。", "を", "により", "は", "及び", "又は", "に", ")", " "]
                    .iter()
                    .filter_map(|b| before.rfind(b).map(|i| i + b.len()))
                    .max()
                    .unwrap_or(0);
                let full = before.get(from..).unwrap_or_default();
                // 教育委員会 says enough by itself; 所長 does not.
                let vague = VAGUE.contains(&name) && full.ends_with(name);
                if (vague || PARTIES.contains(&name)) && is_a_name(full) {
                    found.push((name.to_owned(), full.to_owned()));
                }
            }
        }
        Self(found)
    }

    fn full(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(short, _)| short == name)
            .map_or_else(|| name.to_owned(), |(_, full)| full.clone())
    }
}

/// The words of a provision that limit what it delegates: に限る, を除く, の一部.
#[must_use]
pub fn limits(text: &str) -> Vec<String> {
    const LIMITS: &[&str] = &["に限る", "を除く", "の一部", "を除き", "に限り", "に係るもの"];
    let mut out: Vec<String> = Vec::new();
    for clause in text.split(['。', '(', ')', '（', '）', '、']) {
        if LIMITS.iter().any(|w| clause.contains(w)) && !out.iter().any(|o| o == clause) {
            out.push(clause.trim().to_owned());
        }
    }
    out
}

/// The date from which a text holds: the first 附則 says a date or the day of promulgation.
pub(super) fn effective_date(provisions: &[Provision], promulgated: Option<Date>) -> Option<Date> {
    let first = provisions
        .iter()
        .filter(|p| p.path.division == Division::Supplementary(1))
        .find(|p| p.text.contains("施行する"))?;
    let text = fold_ascii(&first.text);
    if text.contains("公布の日から施行") {
        return promulgated;
    }
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).find_map(|at| date_prefix(chars.get(at..)?)?.0.civil().ok())
}
