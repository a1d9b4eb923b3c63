//! What ministries do to their procedures between two layouts, several things at once. Written from
//! the statute's table and the lists of what R1.6 and R2.6 changed, apart from the matcher.

use std::collections::{BTreeMap, BTreeSet};

use super::generator::{Dice, Pair};
use super::ministries::{
    ALLOWANCE, CHARGE, Desk, SERVICE, Wording, Work, by_party, by_person, desk, open, party_of,
    publish, some,
};
use super::ordinance::{Ask, Number, next};
use super::statute::Affair;

/// Titles of laws as they were amended, or as the ministries shorten them.
const LAWS: [(&str, &str); 10] = [
    (
        "雇用対策法",
        "労働施策の総合的な推進並びに労働者の雇用の安定及び職業生活の充実等に関する法律",
    ),
    ("高齢者の医療の確保に関する法律", "高齢者医療確保法"),
    ("障害者の日常生活及び社会生活を総合的に支援するための法律", "障害者総合支援法"),
    ("精神保健及び精神障害者福祉に関する法律", "精神保健福祉法"),
    ("感染症の予防及び感染症の患者に対する医療に関する法律", "感染症法"),
    ("難病の患者に対する医療等に関する法律", "難病法"),
    ("母子及び父子並びに寡婦福祉法", "母子父子寡婦福祉法"),
    ("原子爆弾被爆者に対する援護に関する法律", "被爆者援護法"),
    ("職業訓練の実施等による特定求職者の就職の支援に関する法律", "求職者支援法"),
    ("高等学校等就学支援金の支給に関する法律", "高等学校等就学支援金法"),
];
/// Affairs and what they give, as laws of 2016 to 2022 added to them.
const WIDENED: [(&str, &str); 5] = [
    ("学資の貸与", "学資の貸与及び支給"),
    ("失業等給付の支給", "失業等給付又は育児休業給付の支給"),
    ("養育里親の登録", "養育里親若しくは養子縁組里親の登録"),
    ("就労自立給付金の支給", "就労自立給付金若しくは進学準備給付金の支給"),
    (
        "子どものための教育・保育給付の支給",
        "子どものための教育・保育給付若しくは子育てのための施設等利用給付の支給",
    ),
];
/// The layout's list gives the information its full name.
const INFORMATION: [(&str, &str); 6] = [
    (
        "地方税関係情報",
        "地方税法その他の地方税に関する法律に基づく条例の規定により算定した税額若しくはその算定の基礎となる事項に関する情報",
    ),
    (
        "介護保険給付等関係情報",
        "介護保険法による保険給付の支給、地域支援事業の実施若しくは保険料の徴収に関する情報",
    ),
    ("児童扶養手当関係情報", "児童扶養手当法による児童扶養手当の支給に関する情報"),
    (
        "年金給付関係情報",
        "国民年金法又は被用者年金各法による年金である給付の支給又は保険料の徴収に関する情報",
    ),
    ("生活保護関係情報", "生活保護法による保護の実施若しくは就労自立給付金の支給に関する情報"),
    ("住民票関係情報", "住民票情報"),
];
const PARTED: (&str, [&str; 3]) = (
    "障害者関係情報",
    ["身体障害者手帳関係情報", "精神障害者保健福祉手帳関係情報", "知的障害者関係情報"],
);
const NEW_TITLE: &str = "行政手続における特定の個人を識別するための番号の利用等に関する法律第十九条第八号に基づく利用特定個人情報の提供に関する命令";
const NEW_AFFAIRS: [(&str, &str); 4] = [
    ("市町村長", "母子保健法による産後ケア事業の実施に関する事務"),
    ("市町村長", "児童手当法による出産育児応援給付金の支給に関する事務"),
    ("都道府県知事", "旧優生保護法一時金支給法による一時金の支給に関する事務"),
    ("厚生労働大臣", "雇用保険法による教育訓練休暇給付金の支給に関する事務"),
];
const ASKED: [(&str, &str); 5] = [
    ("市町村長", "住民票関係情報"),
    ("地方公務員災害補償基金", "地方公務員災害補償関係情報"),
    ("都道府県知事等", "生活保護関係情報"),
    ("市町村長", "児童手当関係情報"),
    ("市町村長", "健康診査情報"),
];

fn ask((provider, information): &(&str, &str)) -> Ask {
    Ask { provider: (*provider).into(), information: (*information).into() }
}

/// How often each name of an inquirer stands in the old layout.
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

/// What becomes of each procedure: what it is first, how it is written after.
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

/// Two that stand side by side and differ in one thing become one.
fn merge(a: &Work, b: &Work, dice: &mut Dice) -> Option<Work> {
    let same = [a.things == b.things, a.deeds == b.deeds, a.people == b.people, a.party == b.party];
    let alike = a.inquirer == b.inquirer && a.stage.is_none() && b.stage.is_none();
    let differ = same.iter().filter(|same| !**same).count() == 1 && a.from.len() == 1;
    if !alike || !differ || a.from == b.from || a.and_so_on || b.and_so_on {
        return None;
    }
    let mut one = Work { from: a.from.union(&b.from).copied().collect(), ..a.clone() };
    if !same[0] {
        one.things.extend(b.things.iter().filter(|t| !a.things.contains(t)).cloned());
    } else if !same[1] {
        one.deeds.extend(&b.deeds);
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
    let applied = work.deeds.len() == 1 && kinds.iter().any(|k| work.deeds[0].ends_with(k));
    let one = work.people.is_empty() && work.party.is_none() && work.letter.is_none();
    if work.deeds.len() > 1 {
        work.deeds.iter().map(|deed| Work { deeds: vec![deed], ..work.clone() }).collect()
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

/// A deed that the affair did not know, often where another went.
fn begin(desk: &mut Desk, was: &Desk, names: &Names, dice: &mut Dice) {
    if desk.works.is_empty() || !dice.chance(20) {
        return;
    }
    let like = dice.pick(&desk.works).clone();
    let kinds: [&[&'static str]; 3] = [&ALLOWANCE, &CHARGE, &SERVICE];
    let deeds = kinds.into_iter().find(|k| k.contains(&like.deeds[0])).unwrap_or(&[]);
    let known: BTreeSet<&str> = was.works.iter().flat_map(|w| w.deeds.iter().copied()).collect();
    let Some(deed) = deeds.iter().filter(|d| !known.contains(*d)).nth(dice.below(3)) else {
        return;
    };
    let places: Vec<usize> = (0..desk.works.len())
        .filter(|at| *at == 0 || desk.works[at - 1].number != desk.works[*at].number)
        .collect();
    let work = Work {
        from: BTreeSet::new(),
        deeds: vec![*deed],
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

fn settle_works(desk: &mut Desk, was: &Desk, dice: &mut Dice) {
    let numbers = |d: &Desk| d.works.iter().map(|w| w.number).collect::<Vec<_>>();
    let now = recount(&numbers(was), &numbers(desk), false, dice);
    for (work, number) in desk.works.iter_mut().zip(&now) {
        // Where the order was left alone, what was merged is cited with both its items.
        let moved = |also: Number| (also.0 + number.0 - work.number.0, also.1);
        work.also = work.also.filter(|also| also.0 >= work.number.0).map(moved);
        work.also = work.also.filter(|also| !now.contains(also));
        work.number = *number;
    }
}

/// Numbers after a revision. What came in (0) is a branch or moves the later ones; what went leaves
/// its number unused or lets the others move up; a new order counts all anew.
fn recount(old: &[Number], kept: &[Number], anew: bool, dice: &mut Dice) -> Vec<Number> {
    let (branches, closes) = (!anew && dice.chance(50), !anew && dice.chance(50));
    let (mut last, mut first, mut gone, mut came) = ((0, 0), (0, 0), 0, 0);
    let mut found: Vec<Number> = Vec::new();
    for (at, number) in kept.iter().enumerate() {
        if at > 0 && *number == kept[at - 1] && *number != (0, 0) {
            found.push(last);
            continue;
        }
        if *number == (0, 0) {
            let follows = kept[at..].iter().find(|n| n.0 > 0);
            let free = follows.is_none_or(|n| n.1 == 0) && last.0 > 0;
            last = next(last, branches && free);
            came += u16::from(!(branches && free));
        } else if anew {
            last = next(last, false);
        } else {
            let between: BTreeSet<&Number> = old
                .iter()
                .filter(|n| first < **n && **n < *number && n.1 == 0 && n.0 != number.0)
                .collect();
            gone += if closes { between.len() as u16 } else { 0 };
            first = *number;
            last = (number.0 + came - gone, number.1);
        }
        found.push(last);
    }
    found
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
