//! Publishes the offices' lists as layouts: numbers rows, articles and items, and gives codes.

use std::collections::{BTreeMap, BTreeSet};

use forms_core::code::ProcedureId;
use forms_core::layout::{Layout, LayoutRow};

use super::generator::{Dice, Pair};
use super::june_list::{JuneProcedure, OfficeStyle};
use super::numerals::{full_width, kanji};

/// The changes of a revision to the table as a whole.
#[derive(Debug, Default)]
pub(crate) struct TableChanges {
    /// Affairs that went to an order of the ministry's own, which begins anew.
    pub(crate) moved: Vec<(&'static str, Vec<usize>)>,
    /// Affairs that are no more.
    pub(crate) closed: Vec<usize>,
}

type Number = (u32, u32);

/// A provision of an order.
struct Provision {
    title: String,
    article: Number,
    item: Option<Number>,
    branch: u32,
}

impl Provision {
    fn text(&self, in_kanji: bool) -> String {
        let number = |n| if in_kanji { kanji(n) } else { full_width(n) };
        let of = |(n, branch): Number, unit: &str| match branch {
            0 => format!("第{}{unit}", number(n)),
            b => format!("第{}{unit}の{}", number(n), number(b)),
        };
        let item = self.item.map(|i| of(i, "号")).unwrap_or_default();
        let below =
            "・イロハニホヘトチ".chars().nth(self.branch as usize).filter(|_| self.branch > 0);
        let below = below.map(String::from).unwrap_or_default();
        format!("{}{}{item}{below}", self.title, of(self.article, "条"))
    }
}

/// The number of the row at an index of the statute.
fn row(place: usize) -> Number {
    match place {
        56 => (56, 2),
        121 => (69, 2),
        ..56 => (place as u32 + 1, 0),
        _ => (place as u32, 0),
    }
}

fn key(draft: &JuneProcedure) -> (usize, Vec<&'static str>, &'static str) {
    (draft.affair, draft.subjects.clone(), draft.act.text)
}

/// The items of one article's procedures, in their order.
type Items = BTreeMap<(usize, Vec<&'static str>, &'static str), Number>;

fn first_items(drafts: &[JuneProcedure]) -> Items {
    let mut items = Items::new();
    let mut last: BTreeMap<usize, u32> = BTreeMap::new();
    for draft in drafts {
        let next = last.entry(draft.affair).or_default();
        items.entry(key(draft)).or_insert_with(|| {
            *next += 1;
            (*next, 0)
        });
    }
    items
}

/// Items that keep their numbers, with branches for what came between them.
fn kept_items(before: &[Number], drafts: &[&JuneProcedure]) -> Items {
    let mut items = Items::new();
    let mut used = BTreeSet::new();
    let mut last = (0, 1);
    for draft in drafts {
        if items.contains_key(&key(draft)) {
            continue;
        }
        let old = draft.from.iter().map(|n| before[*n]).min().filter(|n| !used.contains(n));
        let mut number = old.unwrap_or((last.0.max(1), last.1.max(1) + u32::from(last.0 > 0)));
        while !used.insert(number) {
            number.1 = number.1.max(1) + 1;
        }
        last = number;
        items.insert(key(draft), number);
    }
    items
}

/// The numbering of the new list.
struct Numbering {
    in_kanji: bool,
    /// The title of the order.
    title: &'static str,
    items: Items,
    /// Articles and rows from each of these numbers on move up by one.
    articles: Vec<u32>,
    rows: Vec<u32>,
    /// True if the rows after a closed one move down.
    closing: bool,
}

impl Numbering {
    fn moved_on(&self, (n, branch): Number, by: &[u32], table: &TableChanges) -> Number {
        let up = by.iter().filter(|p| **p <= n).count() as u32;
        let down = table.closed.iter().filter(|c| self.closing && row(**c).0 < n).count() as u32;
        (n + up - down, branch)
    }

    /// The provision of a procedure of the new list.
    fn provision(&self, draft: &JuneProcedure, table: &TableChanges) -> String {
        let order = table.moved.iter().position(|m| m.1.contains(&draft.affair));
        let (title, article) = match order {
            Some(n) => {
                let (ministry, affairs) = &table.moved[n];
                let at = affairs.iter().position(|a| *a == draft.affair).unwrap_or(0);
                (format!("令和五年{ministry}令第{}号", kanji(n as u32 * 2 + 3)), (at as u32 + 2, 0))
            }
            None => {
                let article = article_of(draft.affair);
                (self.title.to_owned(), self.moved_on(article, &self.articles, table))
            }
        };
        let item = Some(self.items[&key(draft)]).filter(|_| !is_alone(&self.items, draft.affair));
        Provision { title, article, item, branch: draft.branch }.text(self.in_kanji)
    }
}

/// True if an affair has only one item, whose provision is then the article.
fn is_alone(items: &Items, affair: usize) -> bool {
    items.keys().filter(|k| k.0 == affair).count() == 1
}

fn article_of(affair: usize) -> Number {
    match affair {
        121 => (71, 2),
        _ => (affair as u32 + 2, 0),
    }
}

fn procedure_id(n: usize) -> ProcedureId {
    format!("JT{:014}", 1_010_000_000_000 + n as u64).parse().expect("a code")
}

/// Gives each kind of information its number, in the order of their first rows.
#[derive(Default)]
struct Printer {
    numbers: BTreeMap<String, usize>,
}

impl Printer {
    /// The rows of one procedure, one for each information that it asks for.
    fn print(
        &mut self,
        hand: &OfficeStyle,
        draft: &JuneProcedure,
        id: ProcedureId,
        (row, branch): Number,
        basis: &str,
    ) -> Vec<LayoutRow> {
        let mut rows = Vec::new();
        for ask in &draft.asks {
            let next = self.numbers.len() + 1;
            let number = *self.numbers.entry(ask.information.clone()).or_insert(next);
            let affair_number =
                if branch > 0 { format!("{row}の{branch}") } else { row.to_string() };
            rows.push(LayoutRow {
                affair_number: affair_number.parse().ok(),
                affair_id: format!("JM01000000{row:03}{branch:03}").parse().ok(),
                affair_name: hand.affair.clone(),
                procedure_id: id,
                procedure_name: hand.name(draft),
                legal_basis: basis.to_owned(),
                inquirer: draft.inquirer.clone(),
                provider: ask.provider.clone(),
                information_number: number.to_string().parse().ok(),
                information_name: ask.information.clone(),
                version: format!("{}.{}", 1 + number % 6, number % 3),
                valid_from: None,
                valid_to: None,
                revision: None,
            });
        }
        rows
    }
}

/// Makes both layouts, and says which procedures replace each retired one.
pub(crate) fn publish(
    old: (Vec<OfficeStyle>, Vec<JuneProcedure>),
    mut new: (Vec<OfficeStyle>, Vec<JuneProcedure>),
    all_new: bool,
    table: &TableChanges,
    dice: &mut Dice,
) -> Pair {
    new.1.sort_by_key(|d| if d.affair == 121 { 70 } else { d.affair });
    let in_kanji = dice.chance(60);
    let in_kanji_later = in_kanji != dice.chance(15);
    let title = "番号法別表第二主務省令";
    let later = *dice.pick(&[title, title, "利用特定個人情報の提供に関する命令"]);
    let old_items = first_items(&old.1);
    let items_before: Vec<Number> = old.1.iter().map(|d| old_items[&key(d)]).collect();
    let numbering = numbering(&new, &items_before, table, (in_kanji_later, later), dice);
    let mut printer = Printer::default();
    let mut old_rows = Vec::new();
    for (n, draft) in old.1.iter().enumerate() {
        let item = Some(items_before[n]).filter(|_| !is_alone(&old_items, draft.affair));
        let (title, article) = (title.to_owned(), article_of(draft.affair));
        let basis = Provision { title, article, item, branch: 0 }.text(in_kanji);
        let hand = &old.0[draft.affair];
        let id = procedure_id(n + 1);
        old_rows.extend(printer.print(hand, draft, id, row(draft.affair), &basis));
    }
    let (new_rows, truth) = print_new(&old, &new, all_new, (&numbering, table), &mut printer);
    Pair { old: Layout::from_rows(old_rows), new: Layout::from_rows(new_rows), truth }
}

/// Numbers the new list: anew, or in some articles with the old items' numbers.
fn numbering(
    new: &(Vec<OfficeStyle>, Vec<JuneProcedure>),
    items_before: &[Number],
    table: &TableChanges,
    (in_kanji, title): (bool, &'static str),
    dice: &mut Dice,
) -> Numbering {
    let mut items = first_items(&new.1);
    for affair in 0..new.0.len() {
        let mine: Vec<&JuneProcedure> = new.1.iter().filter(|d| d.affair == affair).collect();
        let moved = table.moved.iter().any(|m| m.1.contains(&affair));
        if !moved && dice.chance(45) {
            items.extend(kept_items(items_before, &mine));
        }
    }
    let shifts = |dice: &mut Dice, many: usize| -> Vec<u32> {
        (0..many).map(|_| 4 + dice.below(112) as u32).collect()
    };
    let many = 1 + dice.below(3);
    let (articles, rows) = (shifts(dice, many), shifts(dice, 2));
    let rows = if dice.chance(70) { rows } else { Vec::new() };
    let closing = dice.chance(50);
    Numbering { in_kanji, title, items, articles, rows, closing }
}

type Truth = BTreeMap<ProcedureId, BTreeSet<ProcedureId>>;

/// The rows of the new list, and which procedures replace each retired one.
fn print_new(
    old: &(Vec<OfficeStyle>, Vec<JuneProcedure>),
    new: &(Vec<OfficeStyle>, Vec<JuneProcedure>),
    all_new: bool,
    (numbering, table): (&Numbering, &TableChanges),
    printer: &mut Printer,
) -> (Vec<LayoutRow>, Truth) {
    let old_ids: Vec<ProcedureId> = (1..=old.1.len()).map(procedure_id).collect();
    let mut truth: Truth = old_ids.iter().map(|id| (*id, BTreeSet::new())).collect();
    let mut fresh = old.1.len() + 1;
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for draft in &new.1 {
        let hand = &new.0[draft.affair];
        let name = hand.name(draft);
        assert!(seen.insert((draft.affair, draft.inquirer.clone(), name.clone())), "{name} twice");
        let same = draft.from.first().filter(|n| {
            let before = &old.1[**n];
            !all_new && !draft.touched && old.0[before.affair].name(before) == name
        });
        let id = match same {
            Some(n) => {
                truth.remove(&old_ids[*n]);
                old_ids[*n]
            }
            None => {
                fresh += 1;
                procedure_id(fresh)
            }
        };
        for n in &draft.from {
            if let Some(to) = truth.get_mut(&old_ids[*n]) {
                to.insert(id);
            }
        }
        let row = numbering.moved_on(row(draft.affair), &numbering.rows, table);
        rows.extend(printer.print(hand, draft, id, row, &numbering.provision(draft, table)));
    }
    (rows, truth)
}
