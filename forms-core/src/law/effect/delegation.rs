//! What a provision delegates (委任) or lends staff for (補助執行): its effect, the taker, and the 別表 that it names.

use super::LONGEST;
use super::act::{Act, CONJUNCTIONS, acts, ends_with, find, starts_with_any};
use super::clause::{Taker, takers};
use crate::law::provision::Effect;
use crate::text::fold_ascii_char;
use crate::text::scan::is_hiragana;

/// The delegation (委任) or loan of staff (補助執行) that a provision makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Delegation {
    /// The effect of its first act.
    pub(super) effect: Effect,
    /// The takers of that act, as the text writes them.
    pub(super) to: Option<String>,
    /// The 別表 that it names, each with the effect of its own verb and its own taker.
    pub(super) tables: Vec<(String, Effect, Option<String>)>,
}

/// The words of a provision without those in brackets.
struct Words {
    /// The characters as they are shown, in half width.
    shown: Vec<char>,
    /// The characters as they are read: with 、 for every comma, and the katakana of old texts in hiragana, so that one
    /// grammar reads both.
    read: Vec<char>,
    old: bool,
}

/// Returns the first [`LONGEST`] characters of a text without those in brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for c in text.chars().take(LONGEST) {
        match c {
            '(' | '（' | '〔' | '［' => depth += 1,
            ')' | '）' | '〕' | '］' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

impl Words {
    fn new(text: &str) -> Self {
        let shown: Vec<char> = without_brackets(text).chars().map(fold_ascii_char).collect();
        let old = !shown.iter().any(|c| is_hiragana(*c));
        let read = |c: &char| match *c {
            ',' => '、',
            '條' => '条',
            '號' => '号',
            c @ 'ァ'..='ヶ' if old => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
            c => c,
        };
        let read = shown.iter().map(read).collect();
        Self { shown, read, old }
    }

    /// Returns the start and end of each sentence. In old texts only 但シ begins a second one.
    fn sentences(&self) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut start = 0;
        for (at, c) in self.read.iter().enumerate() {
            if *c == '。' || self.old && starts_with_any(&self.read, at, &["但し"]).is_some() {
                out.push((start, at));
                start = at + usize::from(*c == '。');
            }
        }
        out.push((start, self.read.len()));
        out
    }
}

/// One act with its takers and the 別表 in its clause, by their places in its sentence.
struct Found {
    act: Act,
    takers: Vec<(Taker, String)>,
    /// True if the clause has a subject of its own.
    topic: bool,
    /// True if 又は or the like joins it to the act before it.
    joined: bool,
}

/// Returns the 別表 that a 号 of a provision that delegates names.
pub(super) fn tables_of_item(text: &str) -> Vec<String> {
    if !text.contains("別表") {
        return Vec::new();
    }
    tables_named(&Words::new(text).read).into_iter().map(|(_, name)| name).collect()
}

/// Returns the delegation of a 号 whose words are the heading of those below it: 教育委員会に委任する事務, then ア, イ.
pub(super) fn delegation_of_heading(text: &str) -> Option<Delegation> {
    let words = text.trim_end_matches(['。', ' ', '　', ':', '：']);
    let heads =
        ["事務", "事項", "もの"].iter().any(|w| words.ends_with(w)) && !words.contains('。');
    let found = if heads {
        delegation_of(&format!("{words}は、次のとおりとする。"))
    } else {
        None
    };
    found.filter(|found| found.to.is_some())
}

/// Returns the delegation that the words of a provision make, or `None` if they delegate nothing.
pub(super) fn delegation_of(text: &str) -> Option<Delegation> {
    // Nearly every provision of a text delegates nothing.
    if !["委任", "補助執行", "委託"].iter().any(|stem| text.contains(stem)) {
        return None;
    }
    let words = Words::new(text);
    let mut first: Option<Delegation> = None;
    let mut open: Vec<String> = Vec::new();
    let mut tables = Vec::new();
    for (start, end) in words.sentences() {
        let read = words.read.get(start..end).unwrap_or_default();
        let shown = words.shown.get(start..end).unwrap_or_default();
        let found = of_sentence(read, shown, words.old);
        let named = tables_named(read);
        let proviso = starts_with_any(read, 0, &["ただし", "但し"]).is_some();
        if found.is_empty() {
            let leaves_out = proviso
                || ["しない", "ならない", "できない", "除く"].iter().any(|w| ends_with(read, w));
            open.extend(named.into_iter().filter(|_| !leaves_out).map(|(_, name)| name));
            continue;
        }
        if first.is_none() && !proviso {
            first = primary(&found);
        }
        assign(&found, named, &mut tables);
    }
    let mut first = first?;
    let to = first.to.clone();
    for name in open {
        if !tables.iter().any(|(known, ..)| *known == name) {
            tables.push((name, first.effect, to.clone()));
        }
    }
    first.tables = tables;
    Some(first)
}

/// Reads the acts of one sentence. この場合 begins a sentence that only speaks of the one before, unless it names affairs and
/// a taker of its own.
fn of_sentence(read: &[char], shown: &[char], old: bool) -> Vec<Found> {
    let case = starts_with_any(read, 0, &["この場合"]).is_some();
    let all: Vec<Found> = acts(read, old)
        .into_iter()
        .map(|act| {
            let clause = read.get(act.from..act.verb).unwrap_or_default();
            let named = |taker: Taker| {
                let name = shown.get(taker.at..taker.end).unwrap_or_default().iter().collect();
                (taker, name)
            };
            let takers = takers(read, &act).into_iter().map(named).collect();
            let joined = starts_with_any(read, act.from, CONJUNCTIONS).is_some() && act.from > 0;
            Found { act, takers, topic: clause.contains(&'は'), joined }
        })
        .collect();
    let own = |found: &Found| {
        let clause = read.get(..found.act.verb).unwrap_or_default();
        !found.takers.is_empty() && find(clause, 4, &["次の", "次に", "別表", "掲げる"]).is_some()
    };
    if case && !all.iter().any(own) { Vec::new() } else { all }
}

/// Returns the effect and takers of the first act of a sentence, and those of later acts that only go on with it.
fn primary(found: &[Found]) -> Option<Delegation> {
    let (first, rest) = found.split_first()?;
    let going_on = rest.iter().take_while(|f| f.act.effect == first.act.effect && !f.topic);
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in std::iter::once(first).chain(going_on).flat_map(|f| &f.takers) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let to = Some(names.join("、")).filter(|to| !to.is_empty());
    Some(Delegation { effect: first.act.effect, to, tables: Vec::new() })
}

/// Gives each 別表 of a sentence the effect of its verb and the taker beside it.
fn assign(
    found: &[Found],
    named: Vec<(usize, String)>,
    tables: &mut Vec<(String, Effect, Option<String>)>,
) {
    let of = |place: usize| {
        if let Some(at) = found.iter().rposition(|f| f.act.lists && f.act.verb < place) {
            // 委任し、又は補助執行させる事務は、別表のとおりとする: the first verb counts.
            let joined = found.get(1..=at).into_iter().flatten().rev().take_while(|f| f.joined);
            return Some(at - joined.count());
        }
        found.iter().position(|f| place < f.act.verb).or(found.len().checked_sub(1))
    };
    let mut ahead: Option<(usize, bool)> = None;
    for (place, name) in named {
        let Some((at, Found { act, takers, .. })) =
            of(place).and_then(|at| Some((at, found.get(at)?)))
        else {
            continue;
        };
        // 教育長に別表第1…を、館長に別表第2…を, or 別表第1…を教育長に、別表第2…を館長に: the first of a clause tells.
        if ahead.is_none_or(|(clause, _)| clause != at) {
            ahead = Some((at, takers.first().is_some_and(|(taker, _)| taker.at < place)));
        }
        let beside = if ahead.is_some_and(|(_, ahead)| ahead) {
            takers.iter().rev().find(|(taker, _)| taker.at < place)
        } else {
            takers.iter().find(|(taker, _)| taker.end > place)
        };
        let to = beside.or(takers.first()).map(|(_, name)| name.clone());
        if !tables.iter().any(|(known, ..)| *known == name) {
            tables.push((name, act.effect, to));
        }
    }
}

/// Returns the 別表 that a sentence names, with their places, without those that it leaves out: 別表第2に掲げるものを除き.
fn tables_named(chars: &[char]) -> Vec<(usize, String)> {
    const LONGEST_NAME: usize = 20;
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut range = None;
    for at in 0..chars.len() {
        if starts_with_any(chars, at, &["別表"]).is_none() {
            continue;
        }
        let words: String = chars.iter().skip(at).take(LONGEST_NAME).collect();
        let words = words.split("から").next().unwrap_or_default();
        let reading = crate::law::citation::read(words);
        let Some(name) =
            reading.citations.into_iter().next().and_then(|c| Some(c.path.table?.name))
        else {
            continue;
        };
        let end = at + name.chars().count();
        if let (Some(first), Some(last)) = (std::mem::take(&mut range), number_of(&name)) {
            // 別表第1から別表第3まで.
            let between = (first + 1..last).take(20);
            found.extend(between.map(|n| (at, format!("別表第{n}"))));
        }
        range = number_of(&name).filter(|_| starts_with_any(chars, end, &["から別表"]).is_some());
        if !is_left_out(chars, end) {
            found.push((at, name));
        }
    }
    found
}

fn number_of(table: &str) -> Option<u32> {
    table.strip_prefix("別表第")?.parse().ok()
}

/// True if を除く or を除き follows in the same part of the sentence.
fn is_left_out(chars: &[char], from: usize) -> bool {
    const REACH: usize = 24;
    let stop = chars.len().min(from + REACH);
    let part = chars.get(from..stop).unwrap_or_default();
    let end = part.iter().position(|c| *c == '、').map_or(part.len(), |i| i + 1);
    let part = part.get(..end).unwrap_or_default();
    let next = find(part, 0, &["別表"]).unwrap_or(part.len());
    find(part, 0, &["を除"]).is_some_and(|at| at < next)
}
