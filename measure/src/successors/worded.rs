//! A third family of revisions, written from the real tables alone and without sight of the matcher
//! or of the other two: the wording of the 主務省令, the rates at which R1.6 and R2.6 changed rows,
//! and the amendments of 2018 to 2024 that renamed laws and moved affairs to another minister.

use std::collections::{BTreeMap, BTreeSet};

use forms_core::code::ProcedureId;
use forms_core::layout::{Layout, LayoutRow};

use super::generator::{Dice, Pair};
use super::order::{Article, acts, basis, subjects};
use super::statute::Affair;

/// Words that amendments really replaced: 2018 to 2020, and 2024 for the last.
const RENAMED: [(&str, &str); 6] = [
    (
        "雇用対策法",
        "労働施策の総合的な推進並びに労働者の雇用の安定及び職業生活の充実等に関する法律",
    ),
    ("学資の貸与", "学資の貸与及び支給"),
    ("就労自立給付金", "就労自立給付金若しくは進学準備給付金"),
    ("教育・保育給付", "教育・保育給付若しくは子育てのための施設等利用給付"),
    ("失業等給付", "失業等給付若しくは育児休業給付"),
    ("児童手当又は特例給付", "児童手当"),
];
/// Laws that the こども家庭庁 took over in 2023.
const CHILDREN: [&str; 4] = ["児童手当法", "児童扶養手当法", "子ども・子育て支援法", "母子保健法"];
#[derive(Clone, PartialEq)]
struct Step {
    subject: String,
    act: String,
    /// The remark in parentheses after the name.
    limit: String,
    inquirer: String,
    asks: Vec<(String, String)>,
    /// 号.
    item: usize,
}

impl Step {
    fn name(&self) -> String {
        format!("{}{}に関する事務{}", self.subject, self.act, self.limit)
    }

    fn key(&self) -> (String, String) {
        (self.name(), self.inquirer.clone())
    }
}

/// An article with its procedures and which old ones each continues.
type Chapter = (Article, Vec<(Step, Vec<usize>)>);

pub(crate) fn worded(statute: &[Affair], all_new: bool, per_affair: usize, seed: u64) -> Pair {
    let mut dice = Dice::new(seed);
    let before = first_layout(statute, per_affair, &mut dice);
    let old_steps: Vec<Step> =
        before.iter().flat_map(|(_, steps)| steps.iter().map(|(step, _)| step.clone())).collect();
    // The year of a big reform: one in three.
    let reform = seed.is_multiple_of(3);
    let mut known: BTreeSet<_> = old_steps.iter().map(Step::key).collect();
    let mut touched = BTreeSet::new();
    let mut after = before.clone();
    for chapter in &mut after {
        revise(chapter, reform, &mut known, &mut touched, &mut dice);
    }
    renumber(&mut after, reform, &mut dice);
    publish(&before, &after, (all_new, reform), &touched, &mut dice)
}

/// The kinds of information, one a row as the layout has them.
fn asks(affair: &Affair) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for (provider, information) in &affair.asks {
        let parts: Vec<&str> = information.split('、').flat_map(|p| p.split("又は")).collect();
        if parts.iter().all(|p| p.ends_with("関係情報")) {
            rows.extend(parts.iter().map(|p| ((*provider).to_owned(), (*p).to_owned())));
        } else {
            rows.push(((*provider).to_owned(), (*information).to_owned()));
        }
    }
    rows
}

fn some_of(rows: &[(String, String)], dice: &mut Dice) -> Vec<(String, String)> {
    let mut chosen: Vec<_> = rows.iter().filter(|_| dice.chance(60)).cloned().collect();
    if chosen.is_empty() {
        chosen.push(dice.pick(rows).clone());
    }
    chosen
}

/// A procedure of the affair that the layout does not have yet.
fn another(
    affair: (&str, &str, &[(String, String)]),
    known: &mut BTreeSet<(String, String)>,
    dice: &mut Dice,
) -> Option<Step> {
    let (name, inquirer, rows) = affair;
    let parts = subjects(name);
    for _ in 0..20 {
        let (subject, acts) = acts(&parts[dice.below(parts.len())]);
        let act = (*dice.pick(acts)).to_owned();
        let asks = some_of(rows, dice);
        let (subject, inquirer, limit) = (subject.to_owned(), inquirer.to_owned(), String::new());
        let step = Step { subject, act, limit, inquirer, asks, item: 0 };
        if known.insert(step.key()) {
            return Some(step);
        }
    }
    None
}

fn first_layout(statute: &[Affair], per_affair: usize, dice: &mut Dice) -> Vec<Chapter> {
    let (mut chapters, mut known) = (Vec::new(), BTreeSet::new());
    let (mut count, mut number, mut branch) = (0, 1, 0);
    for (row, affair) in statute.iter().enumerate() {
        // 56の2 is counted with 56. 36 is 削除.
        let rows = asks(affair);
        if affair.name.is_empty() {
            continue;
        }
        // One article in eight was inserted as 第N条の2 by an earlier amendment.
        (number, branch) =
            if dice.chance(12) { (number, branch.max(1) + 1) } else { (number + 1, 0) };
        let style = (*dice.pick(&[0, 1, 1, 1, 2]), dice.below(3), dice.chance(30));
        let paragraph = dice.chance(15);
        let article = Article {
            affair: affair.name.to_owned(),
            row: row + usize::from(row < 56),
            number,
            branch,
            paragraph,
            style,
        };
        let mut steps = Vec::new();
        for item in 1..=1 + dice.below(2 * per_affair - 1) {
            let asked = (affair.name, affair.inquirer, rows.as_slice());
            let Some(mut step) = another(asked, &mut known, dice) else { break };
            step.item = item;
            // Governor and mayor share the same 号.
            if step.inquirer == "都道府県知事又は市町村長" && dice.chance(50) {
                for who in ["都道府県知事", "市町村長"] {
                    let twin = Step { inquirer: who.to_owned(), ..step.clone() };
                    if known.insert(twin.key()) {
                        steps.push((twin, vec![count]));
                        count += 1;
                    }
                }
            } else {
                steps.push((step, vec![count]));
                count += 1;
            }
        }
        chapters.push((article, steps));
    }
    chapters
}

fn revise(
    chapter: &mut Chapter,
    reform: bool,
    known: &mut BTreeSet<(String, String)>,
    touched: &mut BTreeSet<usize>,
    dice: &mut Dice,
) {
    let (article, steps) = chapter;
    let rows: Vec<_> = steps.iter().flat_map(|(step, _)| step.asks.clone()).collect();
    let before = steps.clone();
    if reform || dice.chance(20) {
        for (from, to) in RENAMED {
            if !article.affair.contains(to) {
                article.affair = article.affair.replace(from, to);
                steps.iter_mut().for_each(|(s, _)| s.subject = s.subject.replace(from, to));
            }
        }
    }
    if reform && CHILDREN.iter().any(|law| article.affair.contains(law)) {
        let moved = |who: &mut String| *who = who.replace("厚生労働大臣", "内閣総理大臣");
        for (step, _) in steps.iter_mut() {
            moved(&mut step.inquirer);
            step.asks.iter_mut().for_each(|(provider, _)| moved(provider));
        }
    }
    // R2.6 added information to 5 of 120 affairs; the big reform touches most articles.
    if dice.chance(if reform { 60 } else { 20 }) {
        *steps = amend(std::mem::take(steps), dice);
        let asked = (article.affair.as_str(), steps.first().map(|(s, _)| s.inquirer.clone()));
        if let (name, Some(inquirer)) = asked
            && dice.chance(30)
            && let Some(step) = another((name, &inquirer, &rows), known, dice)
            && before.iter().all(|(s, _)| s.name() != step.name())
        {
            let at = dice.below(steps.len() + 1);
            let item = steps.get(at).map_or(steps.len() + 1, |(s, _)| s.item);
            // An inserted 号 shifts the later ones.
            steps.iter_mut().filter(|(s, _)| s.item >= item).for_each(|(s, _)| s.item += 1);
            steps.insert(at, (Step { item, ..step }, Vec::new()));
        }
    }
    // What changed in more than its number comes back under another ID.
    for (step, from) in before {
        let same =
            steps.iter().any(|(s, f)| *f == from && Step { item: step.item, ..s.clone() } == step);
        let unmoved = steps.iter().any(|(s, f)| *f == from && *s == step);
        if !same || !unmoved && dice.chance(50) {
            touched.extend(from);
        }
    }
}

/// Amends the procedures of one article: drops, merges, splits and rewords them.
fn amend(steps: Vec<(Step, Vec<usize>)>, dice: &mut Dice) -> Vec<(Step, Vec<usize>)> {
    let mut amended: Vec<(Step, Vec<usize>)> = Vec::new();
    // A deleted item keeps its number (削除), or the later ones move up.
    let (close_up, mut gone) = (dice.chance(60), 0);
    let names: Vec<_> = steps.iter().map(|(s, _)| s.name()).collect();
    for (mut step, from) in steps {
        step.item -= gone;
        let alone = names.iter().filter(|name| **name == step.name()).count() == 1;
        match dice.below(100) {
            0..15 => {
                let who = step.asks.first().map(|(p, _)| p.split('（').next().unwrap_or(p));
                step.limit = format!("（{}への照会）", who.unwrap_or_default());
            }
            15..22 if alone => {
                gone += usize::from(close_up);
                continue;
            }
            22..27 if alone => {
                if let Some(last) = amended.last_mut()
                    && is_mergeable(last, &step)
                {
                    merge(last, step, from);
                    gone += 1;
                    continue;
                }
            }
            27..32 if alone && step.asks.len() > 1 => match split(step) {
                Ok(halves) => {
                    amended.extend(halves.map(|half| (half, from.clone())));
                    continue;
                }
                Err(whole) => step = whole,
            },
            32..35 if alone && step.inquirer == "都道府県知事" => {
                "市町村長".clone_into(&mut step.inquirer)
            }
            35..45 => {
                step.act = step.act.replace("に係る事実についての審査", "についての審査");
            }
            45..50 => step.act = step.act.replace("請求", "申請"),
            50..58 => step.asks.push(("市町村長".into(), "住民票関係情報".into())),
            58..62 if step.asks.len() > 1 => step.asks.truncate(step.asks.len() - 1),
            _ => {}
        }
        amended.push((step, from));
    }
    amended
}

/// True if a procedure can be merged into the one before, which is about the same subject.
fn is_mergeable((last, origin): &(Step, Vec<usize>), step: &Step) -> bool {
    last.subject == step.subject
        && last.inquirer == step.inquirer
        && last.limit.is_empty()
        && origin.len() == 1
}

fn merge((last, origin): &mut (Step, Vec<usize>), step: Step, from: Vec<usize>) {
    let act = step.act.trim_start_matches("に係る").trim_start_matches('の');
    last.act = format!("{}又は{act}", last.act);
    last.asks.extend(step.asks);
    let mut seen = BTreeSet::new();
    last.asks.retain(|ask| seen.insert(ask.clone()));
    origin.extend(from);
}

/// Splits a procedure by the queried party; returns it whole if both halves would query the same one.
fn split(mut step: Step) -> Result<[Step; 2], Step> {
    let rest = step.asks.split_off(step.asks.len() / 2);
    let other = Step { asks: rest, item: step.item, ..step.clone() };
    if step.asks[0].0 == other.asks[0].0 {
        step.asks.extend(other.asks);
        return Err(step);
    }
    Ok([step, other].map(|half| {
        let who = half.asks[0].0.split('（').next().unwrap_or_default();
        let limit = format!("（{who}への照会に係るものに限る。）");
        Step { limit, ..half }
    }))
}

/// A few articles are inserted: as branches in most years, with every later one renumbered in a reform.
fn renumber(chapters: &mut [Chapter], reform: bool, dice: &mut Dice) {
    let mut shift = 0;
    for (article, _) in chapters {
        if reform && article.branch == 0 && dice.chance(3) {
            shift += 1;
        }
        // The statute numbers its rows again as well (百十八の項 → 百十九の項).
        article.row += usize::from(reform && article.row > 69);
        article.number += shift;
        article.branch = if reform {
            article.branch
        } else {
            article.branch + usize::from(article.branch > 1 && dice.chance(10))
        };
        if dice.chance(10) {
            article.style = (dice.below(3), dice.below(3), article.style.2);
        }
    }
}

/// The numbers and versions that kinds of information have in both layouts.
#[derive(Default)]
struct Printer {
    information: BTreeMap<String, usize>,
    versions: BTreeMap<(bool, usize), usize>,
}

impl Printer {
    /// The rows of one procedure, one for each information that it asks for.
    fn print(
        &mut self,
        article: &Article,
        step: &Step,
        code: usize,
        (new, reform): (bool, bool),
        dice: &mut Dice,
    ) -> Vec<LayoutRow> {
        let mut rows = Vec::new();
        for (at, (provider, name)) in step.asks.iter().enumerate() {
            let count = self.information.len() + 1;
            let number = *self.information.entry(name.clone()).or_insert(count);
            let version: &mut usize = self.versions.entry((new, number)).or_insert(1);
            // R1.6 gave 30 of 86 kinds of information another version.
            if *version == 1 {
                *version = 2 + usize::from(new && dice.chance(35));
            }
            rows.push(LayoutRow {
                affair_number: article.row.to_string().parse().ok(),
                affair_id: format!("JM0100000{:04}000", article.row).parse().ok(),
                affair_name: article.affair.clone(),
                procedure_id: procedure_id(code),
                procedure_name: step.name(),
                legal_basis: basis(article, step.item, at, new && reform),
                inquirer: step.inquirer.clone(),
                provider: provider.clone(),
                information_number: number.to_string().parse().ok(),
                information_name: name.clone(),
                version: format!("{version}.0"),
                valid_from: None,
                valid_to: None,
                revision: None,
            });
        }
        rows
    }
}

fn procedure_id(n: usize) -> ProcedureId {
    format!("JT0101{n:010}").parse().expect("a code")
}

fn publish(
    before: &[Chapter],
    after: &[Chapter],
    (all_new, reform): (bool, bool),
    touched: &BTreeSet<usize>,
    dice: &mut Dice,
) -> Pair {
    let total: usize = before.iter().map(|(_, steps)| steps.len()).sum();
    let mut heirs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut next = total;
    let mut printer = Printer::default();
    let mut layouts = Vec::new();
    for (new, chapters) in [(false, before), (true, after)] {
        let mut rows = Vec::new();
        for (article, steps) in chapters {
            for (step, from) in steps {
                let kept = matches!(from[..], [one] if !all_new && !touched.contains(&one));
                let code = if !new || kept { from[0] } else { next };
                next += usize::from(code == next);
                if new {
                    from.iter().for_each(|old| heirs.entry(*old).or_default().push(code));
                }
                rows.extend(printer.print(article, step, code, (new, reform), dice));
            }
        }
        layouts.push(Layout::from_rows(rows));
    }
    let new = layouts.pop().unwrap_or_default();
    let old = layouts.pop().unwrap_or_default();
    let truth = (0..total)
        .map(|n| (procedure_id(n), heirs.remove(&n).unwrap_or_default()))
        .filter(|(old, _)| new.procedure(*old).is_none())
        .map(|(old, heirs)| (old, heirs.into_iter().map(procedure_id).collect()))
        .collect();
    Pair { old, new, truth }
}
