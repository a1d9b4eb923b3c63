//! Changes that ministries make to their procedures between two layouts, several at once. Written from
//! the statute's table and the lists of changes of R1.6 and R2.6, without regard to the matcher.

use std::collections::{BTreeMap, BTreeSet};

use super::generator::{Dice, Pair};
use super::ministries::{
    ALLOWANCE, CHARGE, Desk, SERVICE, Wording, Work, by_party, by_person, desk, open, party_of,
    some,
};
use super::ministry_names::publish;
use super::ordinance::{Ask, Number};
use super::overhaul_numbers::{recount, settle_works};
use super::overhaul_words::{ASKED, INFORMATION, LAWS, NEW_AFFAIRS, NEW_TITLE, PARTED, WIDENED};
use super::statute::Affair;

fn ask((provider, information): &(&str, &str)) -> Ask {
    Ask { provider: (*provider).into(), information: (*information).into() }
}

/// Number of procedures in the old layout by name and inquirer.
type Names = BTreeMap<(String, String), usize>;

pub(crate) fn overhaul(statute: &[Affair], all_new: bool, per_affair: usize, seed: u64) -> Pair {
    let mut dice = Dice::new(seed);
    let mut serial = 0;
    let old = open(statute, per_affair, &mut serial, &mut dice);
    let mut names = Names::new();
    for (desk, work) in old.iter().flat_map(|d| d.works.iter().map(move |w| (d, w))) {
        *names.entry((desk.name(work), work.inquirer.clone())).or_default() += 1;
    }
    let mut new = revise(&old, &names, per_affair, &mut dice);
    let informed: Vec<_> = INFORMATION.into_iter().filter(|_| dice.chance(35)).collect();
    rename_information(&mut new, &informed, &mut dice);
    give_codes(&old, &mut new, all_new, &mut serial, &mut dice);

    let mut truth: BTreeMap<u32, BTreeSet<u32>> =
        old.iter().flat_map(|d| &d.works).map(|w| (w.id, BTreeSet::new())).collect();
    for work in new.iter().flat_map(|d| &d.works) {
        for from in &work.from {
            truth.entry(*from).or_default().insert(work.id);
        }
    }
    let kept: BTreeSet<u32> = new.iter().flat_map(|d| &d.works).map(|w| w.id).collect();
    let code = |id: u32| format!("JT0101{id:010}").parse().expect("a code");
    let truth = truth.into_iter().filter(|(id, _)| !kept.contains(id));
    let truth = truth.map(|(id, to)| (code(id), to.into_iter().map(code).collect())).collect();
    let mut numbers = BTreeMap::new();
    let known = |name: &str| {
        let first = INFORMATION.iter().find(|(_, long)| *long == name);
        first.map_or(name, |(short, _)| short).to_owned()
    };
    let old = publish(&old, known, &mut numbers, &mut dice);
    Pair { old, new: publish(&new, known, &mut numbers, &mut dice), truth }
}

fn revise(old: &[Desk], names: &Names, per_affair: usize, dice: &mut Dice) -> Vec<Desk> {
    let laws: Vec<_> = LAWS.into_iter().filter(|_| dice.chance(40)).collect();
    let widened: Vec<_> = WIDENED.into_iter().filter(|_| dice.chance(60)).collect();
    let retitled = dice.chance(40);
    let mut worded: BTreeMap<String, Wording> = BTreeMap::new();
    let mut new: Vec<Desk> = Vec::new();
    for was in old {
        let alone = |w: &Work| names[&(was.name(w), w.inquirer.clone())] == 1;
        if dice.chance(3) && was.works.iter().all(alone) {
            continue;
        }
        let mut desk = was.clone();
        let busy = dice.chance(45);
        desk.works = rework(was, alone, busy, dice);
        begin(&mut desk, was, names, dice);
        settle_works(&mut desk, was, dice);
        hand_over(&mut desk, names, dice);
        desk.wording =
            *worded.entry(was.law.clone()).or_insert_with(|| reworded(was.wording, dice));
        if retitled {
            desk.citing.title = NEW_TITLE.into();
        } else if dice.chance(10) {
            desk.citing.script = dice.below(3);
        }
        for (from, to) in laws.iter().chain(&widened) {
            replace(&mut desk, from, to);
        }
        new.push(desk);
        if dice.chance(3) {
            let (inquirer, affair) = dice.pick(&NEW_AFFAIRS);
            if new.iter().all(|d| d.affair != *affair) {
                let count = 1 + dice.below(3);
                let asks: Vec<Ask> = ASKED[..count].iter().map(ask).collect();
                let mut desk = desk_of(affair, inquirer, &asks, per_affair, dice);
                if retitled {
                    desk.citing.title = NEW_TITLE.into();
                }
                new.push(desk);
            }
        }
    }
    join(&mut new, dice);
    let was = |of: fn(&Desk) -> Number| old.iter().map(of).collect::<Vec<_>>();
    let now = |of: fn(&Desk) -> Number| new.iter().map(of).collect::<Vec<_>>();
    let articles = recount(&was(|d| d.article), &now(|d| d.article), retitled, dice);
    let rows = recount(&was(|d| d.row), &now(|d| d.row), false, dice);
    for ((desk, article), row) in new.iter_mut().zip(articles).zip(rows) {
        (desk.article, desk.row) = (article, row);
    }
    new
}

fn desk_of(affair: &str, inquirer: &str, asks: &[Ask], per_affair: usize, dice: &mut Dice) -> Desk {
    let mut new = desk(affair, inquirer, asks, per_affair, &mut BTreeMap::new(), dice);
    (new.row, new.article) = ((0, 0), (0, 0));
    new
}

/// Drops, merges, splits and rewrites procedures.
fn rework(was: &Desk, alone: impl Fn(&Work) -> bool, busy: bool, dice: &mut Dice) -> Vec<Work> {
    let rate = if busy { 2 } else { 1 };
    let mut out: Vec<Work> = Vec::new();
    for old in &was.works {
        let work = Work { from: BTreeSet::from([old.id]), based: !dice.chance(3), ..old.clone() };
        let roll = dice.below(100) / rate;
        let mut parts = match roll {
            0..3 if alone(old) => continue,
            3..7 => match out.last().and_then(|before| merge(before, &work, dice)) {
                Some(merged) => {
                    out.pop();
                    vec![merged]
                }
                None => vec![work],
            },
            7..12 => split(&work, dice),
            _ => vec![work],
        };
        for part in &mut parts {
            if dice.chance(4 * rate) && part.party.is_none() {
                part.party = Some(party_of(&part.asks)).filter(|p| p.chars().count() < 60);
            }
            if dice.chance(3 * rate) {
                part.and_so_on = true;
            }
            if dice.chance(6 * rate) {
                let added = ask(dice.pick(&ASKED));
                if part.party.is_none()
                    && part.asks.iter().all(|a| a.information != added.information)
                {
                    part.asks.push(added);
                }
            }
            if dice.chance(3 * rate) {
                part.asks = some(&part.asks, dice);
            }
        }
        out.extend(parts);
    }
    out
}

/// Merges two neighbours that differ in one thing.
fn merge(a: &Work, b: &Work, dice: &mut Dice) -> Option<Work> {
    let same = [a.things == b.things, a.acts == b.acts, a.people == b.people, a.party == b.party];
    let alike = a.inquirer == b.inquirer && a.stage.is_none() && b.stage.is_none();
    let differ = same.iter().filter(|same| !**same).count() == 1 && a.from.len() == 1;
    if !alike || !differ || a.from == b.from || a.and_so_on || b.and_so_on {
        return None;
    }
    let mut one = Work { from: a.from.union(&b.from).copied().collect(), ..a.clone() };
    if !same[0] {
        one.things.extend(b.things.iter().filter(|t| !a.things.contains(t)).cloned());
    } else if !same[1] {
        one.acts.extend(&b.acts);
    } else if !same[2] {
        one.people.extend(&b.people);
    } else {
        one.party = [&a.party, &b.party]
            .into_iter()
            .cloned()
            .collect::<Option<Vec<_>>>()
            .map(|p| p.join("及び"));
    }
    one.letter = one.letter.filter(|_| same[2] && same[3]);
    one.asks.extend(b.asks.iter().filter(|ask| !a.asks.contains(ask)).cloned());
    one.also = Some(b.number).filter(|n| *n != a.number && dice.chance(50));
    one.based |= one.also.is_some();
    Some(one)
}

fn split(work: &Work, dice: &mut Dice) -> Vec<Work> {
    let kinds = ["請求", "申請", "届出"];
    let applied = work.acts.len() == 1 && kinds.iter().any(|k| work.acts[0].ends_with(k));
    let one = work.people.is_empty() && work.party.is_none() && work.letter.is_none();
    if work.acts.len() > 1 {
        work.acts.iter().map(|act| Work { acts: vec![act], ..work.clone() }).collect()
    } else if work.things.len() > 1 {
        let part = |thing: &String| Work { things: vec![thing.clone()], ..work.clone() };
        work.things.iter().map(part).collect()
    } else if one && dice.chance(40) {
        by_person(work, dice)
    } else if one && dice.chance(60) {
        by_party(work)
    } else if applied {
        (0..3).map(|stage| Work { stage: Some(stage), ..work.clone() }).collect()
    } else {
        vec![work.clone()]
    }
}

/// A act that the affair did not know, often where another went.
fn begin(desk: &mut Desk, was: &Desk, names: &Names, dice: &mut Dice) {
    if desk.works.is_empty() || !dice.chance(20) {
        return;
    }
    let like = dice.pick(&desk.works).clone();
    let kinds: [&[&'static str]; 3] = [&ALLOWANCE, &CHARGE, &SERVICE];
    let acts = kinds.into_iter().find(|k| k.contains(&like.acts[0])).unwrap_or(&[]);
    let known: BTreeSet<&str> = was.works.iter().flat_map(|w| w.acts.iter().copied()).collect();
    let Some(act) = acts.iter().filter(|d| !known.contains(*d)).nth(dice.below(3)) else {
        return;
    };
    let places: Vec<usize> = (0..desk.works.len())
        .filter(|at| *at == 0 || desk.works[at - 1].number != desk.works[*at].number)
        .collect();
    let work = Work {
        from: BTreeSet::new(),
        acts: vec![*act],
        people: Vec::new(),
        party: None,
        stage: None,
        also: None,
        letter: None,
        number: (0, 0),
        ..like
    };
    if !names.contains_key(&(desk.name(&work), work.inquirer.clone())) {
        desk.works.insert(*dice.pick(&places), work);
    }
}

/// Another ministry, or the municipalities in the prefecture's place.
fn hand_over(desk: &mut Desk, names: &Names, dice: &mut Dice) {
    let moves = [
        ("厚生労働大臣", "内閣総理大臣"),
        ("都道府県知事", "市町村長"),
        ("市町村長", "都道府県知事"),
        ("都道府県知事等", "市町村長"),
        ("文部科学大臣又は都道府県教育委員会", "都道府県教育委員会"),
    ];
    let all = |who: &str| desk.works.iter().all(|w| w.inquirer == who);
    let fitting = moves.into_iter().find(|(from, _)| all(from)).filter(|_| dice.chance(7));
    if let Some((_, to)) = fitting {
        let taken = |w: &Work| names.contains_key(&(desk.name(w), to.to_owned()));
        if !desk.works.iter().any(taken) {
            desk.works.iter_mut().for_each(|w| w.inquirer = to.into());
            desk.citing.title = ["内閣府令", "番号法別表第二主務省令"][dice.below(2)].into();
        }
    }
    if dice.chance(4) {
        for ask in desk.works.iter_mut().flat_map(|w| &mut w.asks) {
            ask.provider = ask.provider.replace(moves[0].0, moves[0].1);
        }
    }
}

/// A ministry writes all that belongs to a law anew.
fn reworded(mut wording: Wording, dice: &mut Dice) -> Wording {
    if dice.chance(15) {
        wording.head = dice.below(3);
    }
    if dice.chance(15) {
        wording.tail = dice.below(4);
    }
    if dice.chance(12) {
        wording.clause = 6 + dice.below(40) as u16;
    }
    wording.tight ^= dice.chance(12);
    wording.soft ^= dice.chance(12);
    wording.kana ^= dice.chance(12);
    wording.half ^= dice.chance(12);
    wording
}

fn replace(desk: &mut Desk, from: &str, to: &str) {
    let (thing, things) = (from.strip_suffix("の支給"), to.strip_suffix("の支給"));
    desk.affair = desk.affair.replace(from, to);
    desk.law = desk.law.replace(from, to);
    for work in &mut desk.works {
        for text in &mut work.things {
            match (thing, things) {
                (Some(thing), Some(things)) if text == thing => *text = things.to_owned(),
                _ => *text = text.replace(from, to),
            }
        }
        for ask in &mut work.asks {
            ask.information = ask.information.replace(from, to);
        }
    }
}

/// Two rows of one law become one, as those of 障害児福祉手当 and 特別障害者手当 did.
fn join(desks: &mut Vec<Desk>, dice: &mut Dice) {
    let mut at = 1;
    while at < desks.len() {
        let (a, b) = (&desks[at - 1], &desks[at]);
        let same = a.law == b.law && !a.law.is_empty() && a.wording == b.wording;
        let names = |d: &Desk| -> BTreeSet<(String, String)> {
            d.works.iter().map(|w| (d.name(w), w.inquirer.clone())).collect()
        };
        let things = |d: &Desk| -> BTreeSet<String> {
            d.works.iter().flat_map(|w| w.things.clone()).collect()
        };
        let whose =
            |d: &Desk| -> BTreeSet<String> { d.works.iter().map(|w| w.inquirer.clone()).collect() };
        let same = same && whose(a) == whose(b);
        let clash = !names(a).is_disjoint(&names(b)) || !things(a).is_disjoint(&things(b));
        let ends =
            a.affair.ends_with("の支給に関する事務") == b.affair.ends_with("の支給に関する事務");
        if same && !clash && ends && dice.chance(25) && a.row.0 > 0 && b.row.0 > 0 {
            let b = desks.remove(at);
            let a = &mut desks[at - 1];
            let end = if a.affair.ends_with("の支給に関する事務") {
                "の支給に関する事務"
            } else {
                "に関する事務"
            };
            let first = a.affair.strip_suffix(end).unwrap_or(&a.affair);
            let second = b.affair.split_once("による").map_or("", |(_, rest)| rest);
            a.affair = format!("{first}又は{second}");
            let after = a.works.iter().map(|w| w.number.0).max().unwrap_or(0);
            a.works.extend(b.works.into_iter().map(|w| Work {
                number: (w.number.0 + after, w.number.1),
                also: w.also.map(|(n, branch)| (n + after, branch)),
                ..w
            }));
        }
        at += 1;
    }
}

fn rename_information(desks: &mut [Desk], renamed: &[(&str, &str)], dice: &mut Dice) {
    let parted = dice.chance(40);
    for work in desks.iter_mut().flat_map(|d| &mut d.works) {
        let asks = std::mem::take(&mut work.asks);
        for ask in asks {
            if parted && ask.information == PARTED.0 {
                let part = |name: &str| Ask { information: name.into(), ..ask.clone() };
                work.asks.extend(PARTED.1.into_iter().map(part));
                continue;
            }
            let long = renamed.iter().find(|(short, _)| *short == ask.information);
            let information = long.map_or(ask.information.clone(), |(_, long)| (*long).into());
            work.asks.push(Ask { information, ..ask });
        }
    }
}

/// A new code for all, or for what reads otherwise, and now and then for what does not.
fn give_codes(old: &[Desk], new: &mut [Desk], all_new: bool, serial: &mut u32, dice: &mut Dice) {
    let known: BTreeMap<u32, (String, &Work)> =
        old.iter().flat_map(|d| d.works.iter().map(move |w| (w.id, (d.name(w), w)))).collect();
    let mut heirs: BTreeMap<u32, usize> = BTreeMap::new();
    for from in new.iter().flat_map(|d| &d.works).flat_map(|w| &w.from) {
        *heirs.entry(*from).or_default() += 1;
    }
    for desk in new {
        for at in 0..desk.works.len() {
            let name = desk.name(&desk.works[at]);
            let work = &mut desk.works[at];
            let stays = work.from.len() == 1
                && work.from.iter().all(|from| {
                    let (was, before) = &known[from];
                    let again = if before.asks == work.asks { 6 } else { 30 };
                    let again = dice.chance(again);
                    heirs[from] == 1 && *was == name && before.inquirer == work.inquirer && !again
                });
            if all_new || !stays {
                *serial += 1;
                work.id = *serial;
            }
        }
    }
}
