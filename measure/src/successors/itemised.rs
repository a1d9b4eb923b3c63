//! Revisions of a list that gives each item of the 主務省令 its procedure: articles and items come in and
//! shift the others, names gain the queried party, items are merged, split, moved or dropped.

use std::collections::{BTreeMap, BTreeSet};

use forms_core::code::ProcedureId;
use forms_core::layout::{Layout, LayoutRow};

use super::generator::{Dice, Pair};
use super::itemised_acts::{ADDED, Act, BANK, Style, base, shuffled, suits};
use super::itemised_office::{Item, Office};
use super::statute::Affair;

/// The change to an old item.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Dropped,
    MergedInto(usize),
    Takes(usize),
    SplitByParty,
    SplitByBase,
}

fn fates(office: &Office, may_drop: bool, dice: &mut Dice) -> Vec<Option<Fate>> {
    let mut fates: Vec<Option<Fate>> = vec![None; office.items.len()];
    for (place, item) in office.items.iter().enumerate() {
        let roll = dice.below(100);
        if fates[place].is_some() {
            continue;
        }
        let shares = |other: &Item| other.act.bases.iter().any(|b| item.act.bases.contains(b));
        if roll < 6 && may_drop {
            // Whatever handles the same goes with it; the claim (認定の請求) stays.
            let alike: Vec<usize> =
                (0..fates.len()).filter(|p| shares(&office.items[*p])).collect();
            if item.act.bases[0] > 0 && alike.iter().all(|p| fates[*p].is_none()) {
                alike.into_iter().for_each(|p| fates[p] = Some(Fate::Dropped));
            }
        } else if (6..11).contains(&roll) {
            let fits = |other: &Item| {
                let same = other.act.handlings == item.act.handlings;
                let kind = base(other.act.bases[0]).0 == base(item.act.bases[0]).0;
                let simple = other.act.bases.len() == 1 && item.act.bases.len() == 1;
                other.twin == item.twin && simple && kind && (same || shares(other))
            };
            let partner = (place + 1..fates.len().min(place + 6))
                .find(|p| fates[*p].is_none() && fits(&office.items[*p]));
            if let Some(partner) = partner {
                fates[place] = Some(Fate::Takes(partner));
                fates[partner] = Some(Fate::MergedInto(place));
            }
        } else if (11..18).contains(&roll) {
            if item.act.bases.len() > 1 {
                fates[place] = Some(Fate::SplitByBase);
            } else if office.providers(item).len() > 1 {
                fates[place] = Some(Fate::SplitByParty);
            }
        }
    }
    fates
}

/// The items as the fates leave them, not numbered anew.
fn settled(office: &Office, fates: &[Option<Fate>]) -> Vec<Item> {
    let mut items = Vec::new();
    for (place, (old, fate)) in office.items.iter().zip(fates).enumerate() {
        let mut item = Item { from: vec![place], touched: fate.is_some(), ..old.clone() };
        match fate {
            None => items.push(item),
            Some(Fate::Dropped | Fate::MergedInto(_)) => {}
            Some(Fate::Takes(partner)) => {
                let other = &office.items[*partner];
                item.from.push(*partner);
                let join = |one: &mut Vec<usize>, more: &[usize]| {
                    one.extend(more);
                    one.sort_unstable();
                    one.dedup();
                };
                join(&mut item.act.bases, &other.act.bases);
                join(&mut item.act.handlings, &other.act.handlings);
                join(&mut item.asks, &other.asks);
                items.push(item);
            }
            Some(Fate::SplitByParty) => {
                for (letter, provider) in office.providers(old).into_iter().enumerate() {
                    let mut part = Item { letter: Some(letter), names_party: true, ..item.clone() };
                    part.asks.retain(|ask| office.asks[*ask].0 == provider);
                    items.push(part);
                }
            }
            Some(Fate::SplitByBase) => {
                for one in &old.act.bases {
                    let mut part = item.clone();
                    part.act.bases = vec![*one];
                    items.push(part);
                }
            }
        }
    }
    items
}

/// Numbers the items; a dropped one leaves its number empty (削除) or the others move up.
fn renumber(items: &mut [Item], fates: &[Option<Fate>], leaves_gaps: bool) {
    let (mut number, mut seen) = (0, 0);
    for item in items {
        if let Some(first) = item.from.first().filter(|first| **first >= seen) {
            let passed = &fates[seen..*first];
            let dropped = (1..).zip(passed.iter().filter(|f| **f == Some(Fate::Dropped))).last();
            number += dropped.filter(|_| leaves_gaps).map_or(0, |(many, _)| many);
            seen = first + 1;
        }
        number += u32::from(item.letter.is_none_or(|letter| letter == 0));
        item.number = number;
    }
}

/// Inserts new items in the order of the bank.
fn add_items(
    office: &mut Office,
    old: &Office,
    gone: &BTreeSet<String>,
    style: Style,
    dice: &mut Dice,
) {
    for _ in &old.items {
        if !dice.chance(5) {
            continue;
        }
        let used =
            |b: &usize| old.items.iter().chain(&office.items).any(|i| i.act.bases.contains(b));
        let Some(fresh) =
            shuffled(BANK, dice).into_iter().find(|b| suits(*b, &old.name) && !used(b))
        else {
            return;
        };
        let act = Act { bases: vec![fresh], handlings: vec![*dice.pick(&[0, 1, 1])] };
        let twin = office.halves.is_some() && dice.chance(50);
        let item = Item::new(act, office.some_asks(dice), twin);
        if gone.contains(&office.item_name(&item, style)) {
            continue;
        }
        let after =
            |other: &Item| other.act.bases[0] > fresh && other.letter.is_none_or(|l| l == 0);
        let at = office.items.iter().position(after).unwrap_or(office.items.len());
        office.items.insert(at, item);
    }
}

/// The next version of an affair, under its old article.
fn revised(
    old: &Office,
    fates: &[Option<Fate>],
    gone: &BTreeSet<String>,
    style: Style,
    dice: &mut Dice,
) -> Office {
    let mut office = Office { items: settled(old, fates), ..old.clone() };
    add_items(&mut office, old, gone, style, dice);
    renumber(&mut office.items, fates, dice.chance(50));
    let roll = dice.below(100);
    if roll < 18 {
        for item in &mut office.items {
            item.names_party = true;
            item.touched = true;
        }
    } else if roll < 25 && ["大臣", "知事", "市町村長"].iter().any(|w| old.inquirer.contains(w))
    {
        office.ordinance = "内閣府関係命令";
        for minister in ["厚生労働大臣", "文部科学大臣"] {
            office.inquirer = office.inquirer.replace(minister, "内閣総理大臣");
            for half in office.halves.iter_mut().flatten() {
                *half = half.replace(minister, "内閣総理大臣");
            }
        }
        office.items.iter_mut().for_each(|item| item.touched = true);
    }
    office
}

/// The affairs of the statute, under the numbers of their rows and articles.
fn first_version(statute: &[Affair], per_affair: usize, dice: &mut Dice) -> Vec<Office> {
    let mut offices = Vec::new();
    for (index, affair) in (0..).zip(statute) {
        if affair.name.ends_with("事務") {
            let mut office = Office::new(affair, per_affair, dice);
            office.row = match index {
                0..56 => (index + 1, 0),
                56 => (56, 2),
                _ => (index, 0),
            };
            office.article = (index + 2, 0);
            offices.push(office);
        }
    }
    offices
}

/// Inserts the affairs of new laws; later rows and articles move, or the new ones get branch numbers.
fn with_added(
    kept: Vec<(Option<usize>, Office)>,
    mut added: Vec<Office>,
    dice: &mut Dice,
) -> Vec<(Option<usize>, Office)> {
    let (mut row_shift, mut article_shift, mut moved) = (0, 0, 1);
    let places: BTreeSet<usize> =
        shuffled(kept.len(), dice).into_iter().take(added.len()).collect();
    let mut all = Vec::new();
    for (place, (origin, mut office)) in kept.into_iter().enumerate() {
        office.row.0 += row_shift;
        office.article.0 += article_shift;
        let (row, article) = (office.row, office.article);
        if !office.ordinance.is_empty() {
            moved += 1;
            office.article = (moved, 0);
        }
        all.push((origin, office));
        if !places.contains(&place) {
            continue;
        }
        let mut fresh = added.pop().expect("there is one for every place");
        (fresh.row, row_shift) = match dice.chance(50) {
            true => ((row.0 + 1, 0), row_shift + 1),
            false => ((row.0, row.1.max(1) + 1), row_shift),
        };
        (fresh.article, article_shift) = match dice.chance(70) {
            true => ((article.0 + 1, 0), article_shift + 1),
            false => ((article.0, 2), article_shift),
        };
        all.push((None, fresh));
    }
    all
}

type Procedure<'a> = (ProcedureId, &'a Office, &'a Item, String);

fn to_layout(procedures: &[Procedure], kinds: &[&str], style: Style, new: bool) -> Layout {
    let mut rows = Vec::new();
    for (id, office, item, inquirer) in procedures {
        let (row, branch) = office.row;
        let affair = if branch > 0 { format!("{row}の{branch}") } else { row.to_string() };
        for ask in &item.asks {
            let (provider, information) = &office.asks[*ask];
            let n = kinds.iter().position(|k| k == information).expect("is listed") + 1;
            let major = 1 + n % 6 + usize::from(new && n % 3 == 0);
            rows.push(LayoutRow {
                affair_number: affair.parse().ok(),
                affair_id: format!("JM01000000{row:03}{branch:03}").parse().ok(),
                affair_name: office.name.clone(),
                procedure_id: *id,
                procedure_name: office.item_name(item, style),
                legal_basis: office.provision(item, style),
                inquirer: inquirer.clone(),
                provider: provider.clone(),
                information_number: n.to_string().parse().ok(),
                information_name: information.clone(),
                version: format!("{major}.{}", n % 2),
                valid_from: None,
                valid_to: None,
                revision: None,
            });
        }
    }
    Layout::from_rows(rows)
}

fn procedure_id(serial: usize) -> ProcedureId {
    format!("JT0101{serial:010}").parse().expect("fourteen digits")
}

/// Makes the list and its next version.
pub(crate) fn itemised(statute: &[Affair], all_new: bool, per_affair: usize, seed: u64) -> Pair {
    let dice = &mut Dice::new(seed);
    let style = [Style::Short, Style::Lawful, Style::ActFirst][(seed % 3) as usize];
    let old = first_version(statute, per_affair, dice);
    let kept = next_version(&old, style, dice);
    let like = |row: u32| &statute[row as usize - usize::from(row < 57)];
    let mut added = Vec::new();
    for (inquirer, name, row) in ADDED {
        let affair = Affair { inquirer, name, asks: like(row).asks.clone() };
        added.push(Office::new(&affair, per_affair, dice));
    }
    let new = with_added(kept, added, dice);
    publish(&old, &new, all_new, style, dice)
}

/// The old affairs as the revision leaves them, each with its old index.
fn next_version(old: &[Office], style: Style, dice: &mut Dice) -> Vec<(Option<usize>, Office)> {
    // One affair is dropped as a whole, and it is the only one of its law.
    let law = |office: &Office| office.name.split_once("による").map(|(law, _)| law.to_owned());
    let alone = |office: &Office| old.iter().filter(|o| law(o) == law(office)).count() == 1;
    let lonely: Vec<usize> = (0..old.len()).filter(|p| alone(&old[*p])).collect();
    let whole = *dice.pick(&lonely);

    let mut all_fates = Vec::new();
    let mut gone = BTreeSet::new();
    for (place, office) in old.iter().enumerate() {
        let single = old.iter().filter(|other| other.name == office.name).count() == 1;
        let mut fates = fates(office, single, dice);
        if place == whole {
            fates.fill(Some(Fate::Dropped));
        }
        let dropped = fates.iter().zip(&office.items).filter(|(f, _)| **f == Some(Fate::Dropped));
        gone.extend(dropped.map(|(_, item)| office.item_name(item, style)));
        all_fates.push(fates);
    }
    let mut kept = Vec::new();
    for (place, office) in old.iter().enumerate().filter(|(place, _)| *place != whole) {
        kept.push((Some(place), revised(office, &all_fates[place], &gone, style, dice)));
    }
    kept
}

/// Gives the codes, makes both layouts, and says which procedures replace each retired one.
fn publish(
    old: &[Office],
    new: &[(Option<usize>, Office)],
    all_new: bool,
    style: Style,
    dice: &mut Dice,
) -> Pair {
    let listed: BTreeSet<&str> =
        old.iter().flat_map(|office| &office.asks).map(|(_, kind)| kind.as_str()).collect();
    let kinds: Vec<&str> = listed.into_iter().collect();

    let mut olds: Vec<Procedure> = Vec::new();
    let mut ids: BTreeMap<(usize, usize), Vec<ProcedureId>> = BTreeMap::new();
    for (place, office) in old.iter().enumerate() {
        for (at, item) in office.items.iter().enumerate() {
            for inquirer in office.inquirers(item) {
                let id = procedure_id(olds.len() + 1);
                ids.entry((place, at)).or_default().push(id);
                olds.push((id, office, item, inquirer));
            }
        }
    }
    let mut truth: BTreeMap<ProcedureId, BTreeSet<ProcedureId>> =
        olds.iter().map(|(id, ..)| (*id, BTreeSet::new())).collect();
    // Serial numbers say nothing of the order of the list.
    let mut serials = shuffled(olds.len() * 2, dice).into_iter();
    let mut news: Vec<Procedure> = Vec::new();
    for (origin, office) in new {
        for item in &office.items {
            let before: Vec<&Vec<ProcedureId>> =
                item.from.iter().filter_map(|at| ids.get(&((*origin)?, *at))).collect();
            for (half, inquirer) in office.inquirers(item).into_iter().enumerate() {
                let mut id = procedure_id(serials.next().expect("enough") + olds.len() + 1);
                if let Some(one) = before.first().filter(|_| !all_new && !item.touched) {
                    id = one[half];
                    truth.remove(&id);
                } else {
                    for one in &before {
                        truth.entry(one[half]).or_default().insert(id);
                    }
                }
                news.push((id, office, item, inquirer));
            }
        }
    }
    Pair {
        old: to_layout(&olds, &kinds, style, false),
        new: to_layout(&news, &kinds, style, true),
        truth,
    }
}
