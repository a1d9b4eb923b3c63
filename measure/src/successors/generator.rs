//! Pairs of layouts made from the statute's rows by revisions as they happen, and what really became
//! of each procedure. The matcher sees the layouts only.

use std::collections::{BTreeMap, BTreeSet};

use forms_core::code::ProcedureId;
use forms_core::layout::{Layout, LayoutRow};

use super::statute::Affair;

/// A small deterministic generator (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// A procedure before it has a code.
#[derive(Debug, Clone)]
struct DraftProcedure {
    affair: usize,
    act: String,
    suffix: String,
    article: u32,
    items: Vec<u32>,
    ordinance: &'static str,
    inquirer: String,
    asks: Vec<(String, String)>,
    /// The procedures of the old layout that it came from.
    from: BTreeSet<usize>,
}

const ACTS: [&str; 24] = [
    "認定の請求の受理",
    "認定の請求に係る事実についての審査",
    "額の改定の請求の受理",
    "額の改定の請求に係る事実についての審査",
    "現況の届出の受理",
    "現況の届出に係る事実についての審査",
    "氏名変更の届出の受理",
    "住所変更の届出の受理",
    "支給停止の届出に係る事実についての審査",
    "未支払の手当の請求の受理",
    "受給資格の喪失の届出の受理",
    "給付の支給の申請に係る事実についての審査",
    "給付の支給の申請の受理",
    "保険料の減免の申請の受理",
    "保険料の徴収猶予の申請に係る事実についての審査",
    "被保険者の資格の取得の届出の受理",
    "被保険者の資格の喪失の届出の受理",
    "負担上限月額の認定の申請の受理",
    "費用の徴収",
    "過誤納金の還付",
    "職権による変更の決定",
    "医療費の支給の申請の受理",
    "証明書の再交付の申請の受理",
    "支給要件に該当する旨の申告の受理",
];

const NEW_ACTS: [&str; 5] = [
    "電子申請による変更の申出の受理",
    "災害時の特例の申請の受理",
    "家計急変者に係る認定の申請の受理",
    "オンライン資格確認に係る届出の受理",
    "指定訪問看護の利用の申請の受理",
];

/// The settings of one pair of layouts.
#[derive(Debug, Clone, Copy)]
pub struct Revision {
    /// Every procedure gets a new code, or only those that something happened to.
    pub all_new: bool,
    /// Procedures that an affair has, roughly.
    pub per_affair: usize,
    /// Each makes another pair; the same one makes the same pair.
    pub seed: u64,
}

/// Two versions of a layout and the truth about the revision between them.
pub struct Pair {
    /// The version in force.
    pub old: Layout,
    /// The version that comes.
    pub new: Layout,
    /// For each retired procedure those that really replace it; none where it was abolished.
    pub truth: BTreeMap<ProcedureId, BTreeSet<ProcedureId>>,
}

/// Makes a layout from the statute and revises it.
pub fn pair(statute: &[Affair], revision: Revision) -> Pair {
    let mut dice = Dice(revision.seed);
    let old = first_version(statute, revision.per_affair, &mut dice);
    let mut new = old.clone();
    let mut abolished = BTreeSet::new();
    let mut touched = BTreeSet::new();
    revise(&mut new, statute, &mut dice, &mut abolished, &mut touched);
    insert_articles(&mut new, &mut dice);
    publish(statute, &old, &new, revision.all_new, &touched, &mut dice)
}

/// The subject of an affair's name, such as 児童手当 of 児童手当法による児童手当の支給に関する事務.
fn subject(name: &str) -> &str {
    let tail = name.rsplit_once("による").map_or(name, |(_, tail)| tail);
    tail.split("に関する事務").next().unwrap_or(tail)
}

fn first_version(statute: &[Affair], per_affair: usize, dice: &mut Dice) -> Vec<DraftProcedure> {
    let mut drafts = Vec::new();
    for (affair, facts) in statute.iter().enumerate() {
        let count = 1 + dice.below(per_affair * 2 - 1);
        let style = dice.below(3);
        let mut acts: Vec<usize> = (0..ACTS.len()).collect();
        for n in 0..count {
            let act = acts.remove(dice.below(acts.len().max(1)));
            if acts.is_empty() {
                acts = (0..ACTS.len()).collect();
            }
            let name = match style {
                0 => ACTS[act].to_owned(),
                1 => format!("{}の{}", subject(facts.name), ACTS[act]),
                _ => format!("{}に関する{}", subject(facts.name), ACTS[act]),
            };
            let round = n / ACTS.len();
            let suffix =
                if round > 0 { format!("（第{}種）", round + 1) } else { String::new() };
            let mut asks: Vec<(String, String)> = facts
                .asks
                .iter()
                .filter(|_| dice.chance(70))
                .map(|(p, i)| ((*p).to_owned(), (*i).to_owned()))
                .collect();
            if asks.is_empty() {
                asks.push((facts.asks[0].0.to_owned(), facts.asks[0].1.to_owned()));
            }
            drafts.push(DraftProcedure {
                affair,
                act: name,
                suffix,
                article: affair as u32 + 2,
                items: vec![n as u32 / 2 + 1],
                ordinance: "",
                inquirer: facts.inquirer.to_owned(),
                asks,
                from: BTreeSet::from([drafts.len()]),
            });
        }
    }
    drafts
}

/// Changes a share of the procedures: merged, split, abolished, renamed, moved.
fn revise(
    drafts: &mut Vec<DraftProcedure>,
    statute: &[Affair],
    dice: &mut Dice,
    abolished: &mut BTreeSet<usize>,
    touched: &mut BTreeSet<usize>,
) {
    let mut out: Vec<DraftProcedure> = Vec::new();
    let mut waiting: Option<DraftProcedure> = None;
    for mut draft in std::mem::take(drafts) {
        // A procedure waits for its neighbour to be merged with.
        if let Some(first) = waiting.take() {
            if first.affair == draft.affair {
                touched.extend(first.from.iter().chain(&draft.from));
                out.push(merge(first, draft, dice));
                continue;
            }
            out.push(first);
        }
        let all: Vec<usize> = draft.from.iter().copied().collect();
        let roll = dice.below(100);
        if roll < 30 && !(8..12).contains(&roll) {
            touched.extend(&all);
        }
        match roll {
            8..12 => waiting = Some(draft.clone()),
            12..15 => {
                split(&draft, dice, &mut out);
                continue;
            }
            15..19 => {
                abolished.extend(&all);
                // Something really new often comes where something else goes.
                if dice.chance(40) {
                    out.push(DraftProcedure {
                        act: draft.act.replace(act_of(&draft.act), dice.pick::<&str>(&NEW_ACTS)),
                        items: vec![draft.items[0] + dice.below(2) as u32],
                        from: BTreeSet::new(),
                        ..draft.clone()
                    });
                }
                continue;
            }
            _ => rewrite(&mut draft, roll, statute, dice),
        }
        if waiting.is_none() {
            out.push(draft);
        }
    }
    out.extend(waiting);
    *drafts = out;
}

/// Changes one procedure in place: it names the queried party, is reworded, moves to the Cabinet Office or
/// asks for more.
fn rewrite(draft: &mut DraftProcedure, roll: usize, statute: &[Affair], dice: &mut Dice) {
    match roll {
        0..8 => {
            let provider = dice.pick(&draft.asks).0.clone();
            let party = provider.split(['（', '又']).next().unwrap_or(&provider);
            draft.suffix += &match dice.below(4) {
                0 => format!("（{party}への照会）"),
                1 => format!("（{party}に対する照会）"),
                2 => format!("（{party}）"),
                _ => format!("【照会先：{party}】"),
            };
        }
        19..22 => draft.act = reworded(&draft.act, dice),
        22..24 => {
            draft.ordinance = "内閣府令";
            draft.article += 200;
            draft.inquirer = draft.inquirer.replace("厚生労働大臣", "内閣総理大臣");
        }
        24..27 => {
            let other = &statute[dice.below(statute.len())];
            let extra = *dice.pick(&other.asks);
            draft.asks.push((extra.0.to_owned(), extra.1.to_owned()));
        }
        _ => {}
    }
}

fn act_of(name: &str) -> &str {
    ACTS.iter().find(|a| name.ends_with(**a)).copied().unwrap_or(name)
}

fn merge(first: DraftProcedure, second: DraftProcedure, dice: &mut Dice) -> DraftProcedure {
    let act = match dice.below(3) {
        0 => format!("{}及び{}", first.act, act_of(&second.act)),
        1 => format!("{}並びに{}", first.act, second.act),
        _ => match first.act.strip_suffix("の受理") {
            Some(stem) => format!("{stem}等の受理"),
            None => format!("{}等", first.act),
        },
    };
    let mut items = first.items.clone();
    items.extend(second.items.iter().filter(|i| !first.items.contains(i)));
    let mut asks = first.asks.clone();
    asks.extend(second.asks.iter().filter(|a| !first.asks.contains(a)).cloned());
    let from = first.from.union(&second.from).copied().collect();
    DraftProcedure { act, items, asks, from, ..first }
}

fn split(draft: &DraftProcedure, dice: &mut Dice, out: &mut Vec<DraftProcedure>) {
    let parties: Vec<&str> = draft.inquirer.split("又は").collect();
    if parties.len() == 2 && !draft.inquirer.contains('（') {
        for party in parties {
            out.push(DraftProcedure { inquirer: party.to_owned(), ..draft.clone() });
        }
    } else if draft.asks.len() > 1 {
        let (a, b) = draft.asks.split_at(draft.asks.len() / 2);
        for asks in [a, b] {
            let suffix = format!("（{}）", asks[0].0.split('（').next().unwrap_or(""));
            out.push(DraftProcedure { asks: asks.to_vec(), suffix, ..draft.clone() });
        }
    } else {
        for part in *dice.pick(&[["（新規）", "（更新）"], ["（本人）", "（扶養義務者）"]])
        {
            out.push(DraftProcedure { suffix: part.to_owned(), ..draft.clone() });
        }
    }
}

fn reworded(act: &str, dice: &mut Dice) -> String {
    let ways: [(&str, &str); 6] = [
        ("の請求の受理", "請求の受理"),
        ("に係る事実についての審査", "の審査"),
        ("の届出の受理", "届の受理"),
        ("の受理", "の受付"),
        ("の申請の受理", "申請の受理又はその申請に対する応答"),
        ("に関する", "の"),
    ];
    let first = dice.below(ways.len());
    let turned = (0..ways.len()).map(|i| ways[(first + i) % ways.len()]);
    turned
        .map(|(from, to)| act.replacen(from, to, 1))
        .find(|new| new != act)
        .unwrap_or_else(|| format!("{act}に関する事務"))
}

/// Inserted articles shift all that follow; inserted items those of one article.
fn insert_articles(drafts: &mut [DraftProcedure], dice: &mut Dice) {
    let places: Vec<u32> = (0..2 + dice.below(3)).map(|_| 3 + dice.below(110) as u32).collect();
    let in_article: Vec<u32> = (0..8).map(|_| 2 + dice.below(120) as u32).collect();
    for draft in drafts {
        if in_article.contains(&draft.article) {
            draft.items.iter_mut().filter(|i| **i >= 2).for_each(|i| *i += 1);
        }
        draft.article += places.iter().filter(|p| draft.article >= **p).count() as u32;
    }
}

fn publish(
    statute: &[Affair],
    old: &[DraftProcedure],
    new: &[DraftProcedure],
    all_new: bool,
    touched: &BTreeSet<usize>,
    dice: &mut Dice,
) -> Pair {
    let id = |n: usize| format!("JT{:014}", 1_010_000_000_000 + n as u64).parse().expect("a code");
    let old_ids: Vec<ProcedureId> = (0..old.len()).map(|n| id(n * 3 + 1)).collect();
    let mut serials: Vec<usize> = (0..new.len()).map(|n| n * 3 + 2).collect();
    for i in (1..serials.len()).rev() {
        serials.swap(i, dice.below(i + 1));
    }
    let mut truth: BTreeMap<ProcedureId, BTreeSet<ProcedureId>> = BTreeMap::new();
    let mut rows = Vec::new();
    let shift = usize::from(dice.chance(80));
    for (draft, serial) in new.iter().zip(serials) {
        let kept = !all_new && draft.from.len() == 1 && draft.from.is_disjoint(touched);
        let own = match draft.from.first() {
            Some(first) if kept => old_ids[*first],
            _ => id(serial),
        };
        for from in draft.from.iter().filter(|_| !kept) {
            truth.entry(old_ids[*from]).or_default().insert(own);
        }
        // The statute's own numbers move, too.
        let moved = if draft.affair > 60 { shift } else { 0 };
        rows.extend(layout_rows(statute, draft, own, draft.affair + 1 + moved));
    }
    let mut old_rows = Vec::new();
    for (i, draft) in old.iter().enumerate() {
        old_rows.extend(layout_rows(statute, draft, old_ids[i], draft.affair + 1));
    }
    let (old, new) = (Layout::from_rows(old_rows), Layout::from_rows(rows));
    for before in old.procedures() {
        if new.procedure(before.id()).is_none() {
            truth.entry(before.id()).or_default();
        }
    }
    Pair { old, new, truth }
}

fn layout_rows(
    statute: &[Affair],
    draft: &DraftProcedure,
    id: ProcedureId,
    number: usize,
) -> Vec<LayoutRow> {
    let items: Vec<String> = draft.items.iter().map(|i| format!("第{i}号")).collect();
    let basis = format!("{}第{}条{}", draft.ordinance, draft.article, items.join("及び"));
    let row = |(provider, information): &(String, String)| LayoutRow {
        affair_number: number.to_string().parse().ok(),
        affair_id: format!("JM{:014}", 1_000_000_000_000 + number as u64 * 1000).parse().ok(),
        affair_name: statute[draft.affair].name.to_owned(),
        procedure_id: id,
        procedure_name: format!("{}{}", draft.act, draft.suffix),
        legal_basis: basis.clone(),
        inquirer: draft.inquirer.clone(),
        provider: provider.clone(),
        information_number: number_of(information).to_string().parse().ok(),
        information_name: information.chars().take(40).collect(),
        version: "4.0".to_owned(),
        valid_from: None,
        valid_to: None,
        revision: None,
    };
    draft.asks.iter().map(row).collect()
}

/// A number for a kind of information: the same words, the same number.
fn number_of(information: &str) -> u32 {
    let sum = information.chars().fold(7u32, |n, c| n.wrapping_mul(31).wrapping_add(c as u32));
    sum % 90 + 1
}
