//! Revisions in which everything moves as it likes: the statute gains and loses rows, the 主務省令
//! articles and items, ministries word their procedures anew, split and merge them, hand them on or
//! give them up. Written without regard to the matcher, to measure it without favour.

use std::collections::{BTreeMap, BTreeSet};

use super::generator::{Dice, Pair};
use super::ordinance::{
    Ask, GRANT, Item, LEVY, Number, OTHER, Section, by_party, enact, fill, next, section,
};
use super::statute::Affair;
use super::wording::{AMENDED, publish};

/// Affairs that come in: after which law's row, asked by whom, and their words.
const INSERTED: [(&str, &str, &str); 4] = [
    (
        "母子保健法",
        "市町村長",
        "母子保健法による保健指導、健康診査又は母子健康包括支援センターの事業の実施に関する事務",
    ),
    ("児童福祉法", "都道府県知事", "児童福祉法による療育の給付の支給に関する事務"),
    (
        "子ども・子育て支援法",
        "市町村長",
        "公的給付の支給等の迅速かつ確実な実施のための預貯金口座の登録等に関する法律による特定公的給付の支給に関する事務",
    ),
    (
        "老人福祉法",
        "都道府県知事",
        "戦没者等の妻に対する特別給付金支給法による特別給付金の支給に関する事務",
    ),
];
const ADDED: [(&str, &str); 5] = [
    ("市町村長", "住民票関係情報"),
    ("都道府県知事等", "生活保護関係情報"),
    ("地方公務員災害補償基金", "地方公務員災害補償関係情報"),
    ("都道府県知事等", "児童扶養手当関係情報"),
    ("市町村長", "地方税関係情報"),
];

/// The acts that an affair begins with; they are not dropped while the rest continues.
const LASTING: [&str; 4] = ["認定の請求", "支給の申請", "申請", "額の決定"];

pub(crate) fn amend(statute: &[Affair], all_new: bool, per_affair: usize, seed: u64) -> Pair {
    let mut dice = Dice::new(seed);
    let mut serial = 0;
    let old = enact(statute, per_affair, &mut serial, &mut dice);
    let new = revise(&old, all_new, per_affair, &mut serial, &mut dice);
    let mut truth: BTreeMap<u32, BTreeSet<u32>> =
        old.iter().flat_map(|s| &s.items).map(|i| (i.id, BTreeSet::new())).collect();
    for item in new.iter().flat_map(|s| &s.items) {
        for from in &item.from {
            truth.entry(*from).or_default().insert(item.id);
        }
    }
    let kept: BTreeSet<u32> = new.iter().flat_map(|s| &s.items).map(|i| i.id).collect();
    truth.retain(|id, _| !kept.contains(id));
    let code = |id: u32| format!("JT0101{id:010}").parse().expect("a code");
    let truth =
        truth.into_iter().map(|(id, to)| (code(id), to.into_iter().map(code).collect())).collect();
    let mut numbers = BTreeMap::new();
    Pair { old: publish(&old, &mut numbers), new: publish(&new, &mut numbers), truth }
}

fn revise(
    old: &[Section],
    all_new: bool,
    per_affair: usize,
    serial: &mut u32,
    dice: &mut Dice,
) -> Vec<Section> {
    let mut names: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (section, item) in old.iter().flat_map(|s| s.items.iter().map(move |i| (s, i))) {
        *names.entry((section.name(item), item.inquirer.clone())).or_default() += 1;
    }
    let laws: Vec<_> = AMENDED.into_iter().filter(|_| dice.chance(60)).collect();
    let mut new: Vec<Section> = Vec::new();
    let mut inserted = BTreeSet::new();
    for was in old {
        let alone = |item: &Item| names[&(was.name(item), item.inquirer.clone())] == 1;
        let repealed = dice.chance(3) && was.items.iter().all(alone);
        if !repealed {
            let mut section = was.clone();
            hand_on(&mut section, &names, dice);
            section.items = rewrite(&section, &was.items, alone, dice);
            insert_items(&mut section, was, dice);
            settle_items(&mut section, was, dice);
            for (from, to) in &laws {
                section.replace(from, to);
            }
            new.push(section);
        }
        for (after, inquirer, affair) in INSERTED {
            if was.law == after && inserted.insert(affair) && dice.chance(60) {
                let mut section = section(affair, &mut BTreeMap::new(), per_affair, dice);
                (section.row, section.article) = ((0, 0), (0, 0));
                let asks = ADDED.map(|(p, i)| Ask { provider: p.into(), information: i.into() });
                fill(&mut section, inquirer, &asks[..1 + dice.below(3)], serial, dice);
                new.push(section);
            }
        }
    }
    let articles = new.iter().map(|s| s.article).collect::<Vec<_>>();
    let rows = new.iter().map(|s| s.row).collect::<Vec<_>>();
    let articles = settle(&old.iter().map(|s| s.article).collect(), &articles, dice);
    let rows = settle(&(1..=121).map(|row| (row, 0)).collect(), &rows, dice);
    for ((section, article), row) in new.iter_mut().zip(articles).zip(rows) {
        (section.article, section.row) = (article, row);
    }
    give_codes(old, &mut new, all_new, serial, dice);
    new
}

/// A new code for all, or for what is no longer the same, and now and then for what is.
fn give_codes(
    old: &[Section],
    new: &mut [Section],
    all_new: bool,
    serial: &mut u32,
    dice: &mut Dice,
) {
    let known: BTreeMap<u32, (String, &Item)> =
        old.iter().flat_map(|s| s.items.iter().map(move |i| (i.id, (s.name(i), i)))).collect();
    let mut heirs: BTreeMap<u32, usize> = BTreeMap::new();
    for from in new.iter().flat_map(|s| &s.items).flat_map(|i| &i.from) {
        *heirs.entry(*from).or_default() += 1;
    }
    for section in new {
        for at in 0..section.items.len() {
            let name = section.name(&section.items[at]);
            let item = &mut section.items[at];
            let same = item.from.len() == 1
                && item.from.iter().all(|from| {
                    let (known, was) = &known[from];
                    let again = dice.chance(if was.asks == item.asks { 10 } else { 50 });
                    heirs[from] == 1 && *known == name && was.inquirer == item.inquirer && !again
                });
            if all_new || !same {
                *serial += 1;
                item.id = *serial;
            }
        }
    }
}

/// An affair goes to another ministry or from the prefecture to its municipalities, or a provider does.
fn hand_on(section: &mut Section, names: &BTreeMap<(String, String), usize>, dice: &mut Dice) {
    let moves = [("厚生労働大臣", "内閣総理大臣"), ("都道府県知事", "市町村長")];
    let whose = |inquirer: &str| section.items.iter().all(|i| i.inquirer == inquirer);
    let fitting = moves.into_iter().find(|(from, _)| whose(from));
    if let Some((_, to)) = fitting.filter(|_| dice.chance(8)) {
        let taken = |i: &Item| names.contains_key(&(section.name(i), to.to_owned()));
        if !section.items.iter().any(taken) {
            section.items.iter_mut().for_each(|i| i.inquirer = to.into());
        }
    }
    if dice.chance(4) {
        for ask in section.items.iter_mut().flat_map(|i| &mut i.asks) {
            ask.provider = ask.provider.replace(moves[0].0, moves[0].1);
        }
    }
    if dice.chance(3) {
        let wording = dice.below(4);
        section.items.iter_mut().for_each(|i| i.wording = wording);
    }
    if dice.chance(20) {
        section.style.provision = dice.below(7);
    }
}

/// The change to each item of an article. Twins of prefecture and municipality mostly share it.
fn rewrite(
    section: &Section,
    was: &[Item],
    alone: impl Fn(&Item) -> bool,
    dice: &mut Dice,
) -> Vec<Item> {
    let named = dice.chance(6);
    let mut out: Vec<Item> = Vec::new();
    let mut roll = 0;
    let mut last: Option<&Item> = None;
    for (item, old) in section.items.iter().zip(was) {
        let twin = last.is_some_and(|l| l.acts == old.acts && l.inquirer != old.inquirer);
        if !twin || (roll < 5 && dice.chance(50)) {
            roll = dice.below(100);
        }
        last = Some(old);
        let ends = !old.acts.iter().any(|act| LASTING.contains(act));
        let mut item = Item { from: BTreeSet::from([item.id]), ..item.clone() };
        match roll {
            0..5 if ends && alone(old) => continue,
            5..8 => {
                if let Some(merged) = out.last().and_then(|before| merge(before, &item)) {
                    out.pop();
                    item = merged;
                }
            }
            8..12 => {
                out.extend(split(&item));
                continue;
            }
            12..19 => section.name_party(&mut item),
            19..22 => item.wording = dice.below(4),
            22..29 => {
                let (provider, information) = *dice.pick(&ADDED);
                let ask = Ask { provider: provider.into(), information: information.into() };
                if item.party.is_none() && item.asks.iter().all(|a| a.information != information) {
                    item.asks.push(ask);
                }
            }
            29..32 if item.asks.len() > 1 => drop(item.asks.remove(dice.below(item.asks.len()))),
            _ => {}
        }
        if named {
            section.name_party(&mut item);
        }
        out.push(item);
    }
    out
}

fn merge(a: &Item, b: &Item) -> Option<Item> {
    let same = (a.subjects == b.subjects, a.acts == b.acts, a.party == b.party);
    let alike = a.inquirer == b.inquirer && a.paragraph == b.paragraph && a.link == b.link;
    let mut one = Item { from: a.from.union(&b.from).copied().collect(), ..a.clone() };
    match same {
        (true, false, true) => one.acts.extend(&b.acts),
        (false, true, true) => one.subjects.extend(b.subjects.clone()),
        (true, true, false) => {
            let named = [&a.party, &b.party].map(|p| p.as_deref().unwrap_or_default());
            (one.party, one.letter) = (Some(named.join("及び")), None);
        }
        _ => return None,
    }
    one.asks.extend(b.asks.iter().filter(|ask| !a.asks.contains(ask)).cloned());
    (alike && a.from.len() == 1).then_some(one)
}

fn split(item: &Item) -> Vec<Item> {
    if item.acts.len() > 1 {
        item.acts.iter().map(|act| Item { acts: vec![act], ..item.clone() }).collect()
    } else if item.subjects.len() > 1 {
        item.subjects.iter().map(|s| Item { subjects: vec![s.clone()], ..item.clone() }).collect()
    } else if item.party.is_none() {
        by_party(item)
    } else {
        vec![item.clone()]
    }
}

/// Acts that the affair did not know come in between the groups.
fn insert_items(section: &mut Section, was: &Section, dice: &mut Dice) {
    if section.items.is_empty() || !dice.chance(18) {
        return;
    }
    let like = dice.pick(&section.items).clone();
    let known: BTreeSet<&str> = was.items.iter().flat_map(|i| i.acts.iter().copied()).collect();
    let acts: &[&'static str] =
        [&GRANT[..], &LEVY, &OTHER].into_iter().find(|k| k.contains(&like.acts[0])).unwrap_or(&[]);
    if let Some(act) = acts.iter().find(|act| !known.contains(*act)) {
        let places: Vec<usize> = (0..section.items.len())
            .filter(|at| section.items[*at].paragraph == like.paragraph)
            .filter(|at| *at == 0 || section.items[at - 1].number != section.items[*at].number)
            .collect();
        let (from, acts) = (BTreeSet::new(), vec![*act]);
        let item = Item { from, acts, number: (0, 0), letter: None, party: None, ..like };
        section.items.insert(*dice.pick(&places), item);
    }
}

fn settle_items(section: &mut Section, was: &Section, dice: &mut Dice) {
    for paragraph in 0..3 {
        let of = |s: &Section| -> Vec<Number> {
            s.items.iter().filter(|i| i.paragraph == paragraph).map(|i| i.number).collect()
        };
        let numbers = settle(&of(was).into_iter().collect(), &of(section), dice);
        let items = section.items.iter_mut().filter(|i| i.paragraph == paragraph);
        items.zip(numbers).for_each(|(item, number)| item.number = number);
    }
}

/// New numbers for what was kept and what came in (0): as branches or by moving the later ones. What
/// went leaves a 削除 or lets the later ones move up.
fn settle(old: &BTreeSet<Number>, kept: &[Number], dice: &mut Dice) -> Vec<Number> {
    let (closes, branches) = (dice.chance(50), dice.chance(50));
    let (mut shift, mut last, mut seen) = (0, (0, 0), (0, 0));
    let mut numbers = Vec::new();
    for (at, number) in kept.iter().enumerate() {
        if *number == (0, 0) {
            let follows = kept[at..].iter().find(|n| n.0 > 0);
            let free = follows.is_none_or(|n| i32::from(n.0) + shift != i32::from(last.0));
            let branch = branches && free && last.0 > 0;
            shift += i32::from(!branch);
            last = next(last, branch);
        } else {
            let gone = old.iter().filter(|n| seen < **n && **n < *number && n.1 == 0);
            let gone = gone.filter(|n| closes && n.0 != number.0 && !kept.contains(n)).count();
            shift -= gone as i32;
            seen = seen.max(*number);
            last = ((i32::from(number.0) + shift) as u16, number.1);
        }
        numbers.push(last);
    }
    numbers
}
