//! Finds the effect of each provision: it delegates an affair (委任), lends staff (補助執行), or neither;
//! to whom; and which of its own words limit it.

mod columns;
mod counterpart;

use std::collections::HashMap;

use jiff::civil::Date;

use super::path::{Division, ProvisionPath};
use super::provision::{Effect, Provision, TableRow};
use crate::text::era::date_prefix;
use crate::text::fold_ascii;
use columns::TableCounterparts;
use counterpart::{Aliases, counterpart, named_in_heading};

/// Verb endings that follow 委任 and 補助執行 in a provision that delegates.
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
/// Words that may follow such a verb up to the end of its sentence.
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
/// Verb endings before a second verb in the same sentence: 委任し、…補助執行させる。
const GOES_ON: &[&str] = &["し、", "し,", "し，", "させ、", "させ,", "させ，", "をさせ、", "シ"];
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
/// Number of characters of a provision that are read for its effect.
const LONGEST: usize = 6000;

/// Fills in `effect` and `counterpart` of every provision of a text.
/// `rows` holds the cells of the provisions that are rows of a table, by index into `provisions`.
pub(super) fn mark(
    provisions: &mut [Provision],
    rows: &HashMap<usize, TableRow>,
    title: Option<&str>,
) {
    let aliases = Aliases::of(provisions);
    let mut tables: Vec<(String, Effect, Option<String>)> = Vec::new();
    let mut above: Option<(ProvisionPath, Effect, Option<String>)> = None;
    let mut columns = TableCounterparts::default();
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

/// Returns the effect that the words of a provision have, or `None` if they delegate nothing.
#[must_use]
pub fn effect_of(text: &str) -> Option<Effect> {
    let words = without_brackets(text);
    sentences(&words).find_map(|sentence| act_of(sentence).map(|(effect, _)| effect))
}

/// Splits a text into sentences. In texts from before 1946 only 但シ begins a second one.
fn sentences(words: &str) -> impl Iterator<Item = &str> {
    words.split('。').flat_map(|sentence| sentence.split("但シ"))
}

/// Returns the effect of a sentence and the byte offset of its verb.
fn act_of(sentence: &str) -> Option<(Effect, usize)> {
    // 委任 … を委任し、…ことをいう: a definition delegates nothing.
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

/// Returns the byte offset at which a stem is the verb of a sentence: at its end, before another verb,
/// or before the noun of a list (委任する事務は、次のとおりとする).
fn verb_at(sentence: &str, stem: &str) -> Option<usize> {
    let sets_out = STATES_PURPOSE.iter().any(|w| sentence.trim_end().ends_with(w));
    sentence.match_indices(stem).map(|(at, _)| at).find(|at| {
        let (before, tail) = sentence.split_at(*at);
        let tail = tail.strip_prefix(stem).unwrap_or_default();
        if MENTIONS.iter().any(|w| before.ends_with(w)) {
            return false;
        }
        let ends = VERBS.iter().filter_map(|v| tail.strip_prefix(v)).any(|rest| {
            ENDINGS.contains(&rest.trim_end_matches(['。', ' ', ':', '　']).trim_end())
        });
        let goes_on = GOES_ON.iter().any(|v| tail.starts_with(v)) && !sets_out;
        ends || goes_on || lists(tail)
    })
}

/// Returns the byte offset of 委託 if the sentence hands the 管理及び執行 of an affair over to another body
/// (地方自治法252条の14), which then acts by its own authority, unlike one that only takes on work.
fn commission_at(sentence: &str) -> Option<usize> {
    let hands_over = ["管理及び執行を", "管理及び執行は"].iter().any(|w| sentence.contains(w));
    verb_at(sentence, "委託").filter(|_| hands_over)
}

/// True if the words after a verb introduce a list: する事務は、次のとおりとする; 事項は、別表に掲げる事務とする.
fn lists(tail: &str) -> bool {
    const NOUNS: &[&str] = &["事務", "事項", "権限", "もの", "職務", "範囲"];
    let tail = VERBS.iter().find_map(|v| tail.strip_prefix(v)).unwrap_or(tail);
    let Some((subject, predicate)) = tail.split_once('は') else { return false };
    let short = subject.chars().count() <= 20;
    let named = NOUNS.iter().any(|n| subject.ends_with(n));
    let follows = ["次", "別表", "左", "下記", "各号", "右"].iter().any(|w| predicate.contains(w));
    let listed =
        predicate.ends_with("定めるところによる") || predicate.ends_with("定めるとおりとする");
    let sets_out = STATES_PURPOSE.iter().any(|w| predicate.ends_with(w)) && !listed;
    // を受けた事務は、次に定めるところにより…: about affairs delegated before.
    let mentions = ["処理", "受け", "された"].iter().any(|w| subject.contains(w));
    short && named && follows && !sets_out && !mentions
}

/// Returns the first [`LONGEST`] characters of a text without those in brackets.
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

/// Returns the names of the tables whose rows a provision delegates: 別表第1に掲げる事務を….
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

/// Returns the clauses of a provision that limit its delegation: に限る, を除く, の一部.
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

/// Returns the date from which a text is in force: the first 附則 names a date or the day of promulgation.
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
