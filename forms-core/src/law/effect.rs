//! What a provision does: delegates an affair (委任), only lends staff (補助執行), or neither; to
//! whom; and whether its own words limit it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ordinance::Provision;
use super::path::{Division, ProvisionPath};
use crate::text::era::date_prefix;
use crate::text::fold_ascii;

/// What a provision does with an affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// 委任: hands over authority.
    Entrust,
    /// 補助執行: lets another's staff carry the work out.
    Auxiliary,
}

/// Verbs of a provision that delegates.
const ENTRUSTS: &[&str] = &[
    "委任する",
    "委任します",
    "委任し、",
    "委任し,",
    "委任すべき",
    "委任させる",
    "委任事務は",
    "委任事務の範囲は",
    "委任の範囲は",
    "に委任の",
    "委任できる",
    "委任することができる",
    "委任とする",
    "委任事項は",
    "委任ス",
];
/// Verbs of a provision that lends staff.
const LENDS: &[&str] = &[
    "補助執行させ",
    "補助執行をさせ",
    "補助執行する",
    "補助執行事務は",
    "補助執行の範囲は",
    "補助執行させるものとする",
    "補助執行事項は",
    "補助執行せしめ",
    "補助執行し、",
];
/// What speaks of a delegation without making one.
const SPEAKS: &[&str] = &[
    "委任しない",
    "委任することができない",
    "委任してはならない",
    "再委任",
    "規則に委任",
    "条例に委任",
    "委任されたもの",
    "委任された",
    "委任を受けた",
    "補助執行しない",
    "補助執行させない",
];
/// Predicates of provisions that set a purpose or leave details to others.
const SETS_OUT: &[&str] = &[
    "定めるものとする",
    "を定める",
    "別に定める",
    "規則で定める",
    "目的とする",
    "を定めることを",
    "について定める",
    "し必要な事項",
];

/// Marks what every provision of a text does.
pub(super) fn mark(provisions: &mut [Provision], title: Option<&str>) {
    let aliases = Aliases::of(provisions);
    let mut tables: Vec<(String, Effect, Option<String>)> = Vec::new();
    let mut above: Option<(ProvisionPath, Effect, Option<String>)> = None;
    for provision in provisions.iter_mut() {
        if let Some((path, effect, counterpart)) = &above
            && provision.path != *path
            && provision.path.lies_in(path)
        {
            provision.effect = Some(*effect);
            provision.counterpart.clone_from(counterpart);
        } else if provision.path.division == Division::Main && provision.path.table.is_none() {
            above = None;
            if let Some(effect) = effect_of(&provision.text) {
                let to = counterpart(&provision.text, effect)
                    .or_else(|| provision.heading.as_deref().and_then(named_in_heading))
                    .or_else(|| title.and_then(named_in_heading))
                    .map(|name| aliases.full(&name));
                for table in tables_named(&provision.text, effect) {
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
                provision.counterpart.clone_from(to);
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
    words.split('。').find_map(effect_of_sentence)
}

fn effect_of_sentence(sentence: &str) -> Option<Effect> {
    if sentence.starts_with("ただし") || sentence.starts_with("この場合") {
        return None;
    }
    let last = |verbs: &[&str]| verbs.iter().filter_map(|v| sentence.rfind(v)).max();
    let first = |verbs: &[&str]| verbs.iter().filter_map(|v| sentence.find(v)).min();
    let (entrusts, lends) = (first(ENTRUSTS), first(LENDS));
    let verb = entrusts.max(lends)?;
    if last(SETS_OUT).is_some_and(|at| at > verb) || first(SPEAKS).is_some() {
        return None;
    }
    match (entrusts, lends) {
        (Some(e), Some(l)) if e < l => Some(Effect::Entrust),
        (_, Some(_)) => Some(Effect::Auxiliary),
        (Some(_), None) => Some(Effect::Entrust),
        (None, None) => None,
    }
}

/// The words without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
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
    let verbs = match effect {
        Effect::Entrust => ENTRUSTS,
        Effect::Auxiliary => LENDS,
    };
    let sentence = words.split('。').find(|s| effect_of_sentence(s) == Some(effect))?;
    let verb = verbs.iter().filter_map(|v| sentence.find(v)).min()?;
    let before = sentence.get(..verb)?;
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
        let name = name.strip_prefix("当該").unwrap_or(name);
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
    (2..=60).contains(&length)
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
fn tables_named(text: &str, effect: Effect) -> Vec<String> {
    let words = fold_ascii(text);
    let chars: Vec<char> = words.chars().collect();
    let mut out = Vec::new();
    let verbs = match effect {
        Effect::Entrust => ENTRUSTS,
        Effect::Auxiliary => LENDS,
    };
    let bound = verbs.iter().filter_map(|v| words.find(v)).max().unwrap_or(words.len());
    for (byte, _) in words.match_indices("別表").filter(|(byte, _)| *byte < bound || bound == 0) {
        let at = words.get(..byte).map_or(0, |s| s.chars().count());
        let tail: String = chars.iter().skip(at).take(30).collect();
        let reading = super::citation::read(&tail);
        if let Some(table) = reading.citations.first().and_then(|c| c.path.table.clone()) {
            out.push(table.name);
        }
    }
    out
}

/// Short names that a text gives to offices: 柚木市福祉事務所長（以下「所長」という。）.
struct Aliases(Vec<(String, String)>);

impl Aliases {
    fn of(provisions: &[Provision]) -> Self {
        let mut found = Vec::new();
        for provision in provisions {
            let text = fold_ascii(&provision.text);
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
                // Only where the short name is the end of the full one it is surely the same.
                if full.ends_with(name) && is_a_name(full) {
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
