//! A second family of revisions, made on its own from other kinds of change: whole affairs that are
//! renamed, merged or handed to another minister, ordinances under a new title, reworded and
//! shortened names, twins of 都道府県 and 市町村, splits and mergers that overlap, and abolished
//! procedures among neighbours that share their words.

use std::collections::{BTreeMap, BTreeSet};

use forms_core::code::ProcedureId;
use forms_core::layout::{Layout, LayoutRow};

use super::generator::{Dice, Pair};
use super::numerals;
use super::statute::Affair;

/// The subject of a procedure, in the words of 主務省令.
const MATTERS: [&str; 16] = [
    "受給資格及びその額についての認定の請求",
    "額の改定の請求",
    "支給の申請",
    "現況の届出",
    "氏名又は住所の変更の届出",
    "支給の停止の解除の申請",
    "未支給の手当の支給の請求",
    "資格の取得の届出",
    "資格の喪失の届出",
    "被扶養者の届出",
    "減免の申請",
    "徴収の猶予の申請",
    "入所の申込み",
    "利用者負担の額の決定の申請",
    "支給認定の変更の認定の申請",
    "証の再交付の申請",
];

/// The acts about a subject.
const ACTS: [&str; 4] = ["の受理", "に係る事実についての審査", "に対する応答", "に係る事実の確認"];

/// Deeds of the authority itself.
const OWN: [&str; 6] =
    ["の支給", "の額の決定", "の返還の請求", "の徴収", "の措置の解除", "の支給の制限"];

/// Words that one office uses for another's.
const OTHER_WORDS: [(&str, &str); 10] = [
    ("に係る事実についての審査", "に係る審査"),
    ("の受理", "の受付"),
    ("現況の届出", "現況届"),
    ("の申請", "の申請（電子申請を含む。）"),
    ("氏名又は住所の変更", "氏名等の変更"),
    ("受給資格及びその額についての認定", "受給資格等の認定"),
    ("に対する応答", "に対する決定及び通知"),
    ("の請求", "に関する請求"),
    ("未支給の", "未支払の"),
    ("再交付", "再発行"),
];

/// Acts that no old procedure has.
const FRESH: [&str; 5] = [
    "特例給付に関する経過措置の適用の申出の受理",
    "公金受取口座の利用の意思の確認",
    "一時的な保育の利用の申込みの受理",
    "災害による特別の給付の実施",
    "マイナポータルによる届出の受理",
];

/// Laws with long names and what everybody calls them.
const SHORT: [(&str, &str); 4] = [
    ("障害者の日常生活及び社会生活を総合的に支援するための法律", "障害者総合支援法"),
    ("高齢者の医療の確保に関する法律", "高齢者医療確保法"),
    ("特別児童扶養手当等の支給に関する法律", "特別児童扶養手当法"),
    ("感染症の予防及び感染症の患者に対する医療に関する法律", "感染症法"),
];

#[derive(Debug, Clone)]
struct ReformedProcedure {
    /// The affair whose parties and information it has.
    of: usize,
    affair: String,
    number: usize,
    name: String,
    title: &'static str,
    /// Article, item and a letter below it.
    places: Vec<(u32, u32, Option<char>)>,
    inquirer: String,
    asks: Vec<(String, String)>,
    from: BTreeSet<usize>,
}

/// A pair of layouts. `all_new` gives every procedure another code.
pub(crate) fn reform(statute: &[Affair], all_new: bool, per_affair: usize, seed: u64) -> Pair {
    let mut dice = Dice::new(seed ^ 0x5eed_0f0f);
    let old = before(statute, per_affair, &mut dice);
    let mut touched = BTreeSet::new();
    let mut new = procedures(&old, &mut dice, &mut touched);
    affairs(&mut new, statute.len(), &mut dice, &mut touched);
    renumber(&mut new, &mut dice);
    publish(&old, new, all_new, &touched, &mut dice)
}

/// The words after 「による」: 児童手当の支給 of 児童手当法による児童手当の支給に関する事務.
fn subject(name: &str) -> &str {
    let tail = name.split_once("による").map_or(name, |(_, tail)| tail);
    let tail = tail.split("に関する事務").next().unwrap_or(tail);
    tail.split(['又', '若', '、', '（']).next().filter(|s| s.chars().count() > 2).unwrap_or(tail)
}

fn before(statute: &[Affair], per_affair: usize, dice: &mut Dice) -> Vec<ReformedProcedure> {
    let mut drafts: Vec<ReformedProcedure> = Vec::new();
    for (of, facts) in statute.iter().enumerate() {
        let thing = subject(facts.name).trim_end_matches("の支給").to_owned();
        let mut names: Vec<String> = MATTERS
            .iter()
            .flat_map(|subject| ACTS.map(|act| format!("{thing}の{subject}{act}")))
            .chain(OWN.iter().map(|own| format!("{thing}{own}")))
            .collect();
        let count = 1 + dice.below(per_affair * 2 - 1).min(names.len() - 1);
        for n in 0..count {
            let name = names.remove(dice.below(names.len()));
            let asks: Vec<(String, String)> = facts
                .asks
                .iter()
                .enumerate()
                .filter(|(at, _)| *at == n % facts.asks.len() || dice.chance(50))
                .map(|(_, (p, i))| ((*p).to_owned(), (*i).to_owned()))
                .collect();
            let draft = ReformedProcedure {
                of,
                affair: facts.name.to_owned(),
                number: of + 1,
                name,
                title: "",
                places: vec![(of as u32 + 3, n as u32 + 1, None)],
                inquirer: facts.inquirer.to_owned(),
                asks,
                from: BTreeSet::from([drafts.len()]),
            };
            // 都道府県 and 市町村 often have the same procedure under one name.
            if facts.inquirer.contains("都道府県知事") && dice.chance(25) && n + 1 < count {
                let twin = ReformedProcedure {
                    inquirer: "市町村長".to_owned(),
                    places: vec![(of as u32 + 3, count as u32 + n as u32 + 1, None)],
                    from: BTreeSet::from([drafts.len() + 1]),
                    ..draft.clone()
                };
                drafts
                    .push(ReformedProcedure { inquirer: "都道府県知事".to_owned(), ..draft });
                drafts.push(twin);
            } else {
                drafts.push(draft);
            }
        }
    }
    drafts
}

/// The changes to single procedures.
fn procedures(
    old: &[ReformedProcedure],
    dice: &mut Dice,
    touched: &mut BTreeSet<usize>,
) -> Vec<ReformedProcedure> {
    let mut new: Vec<ReformedProcedure> = Vec::new();
    let mut at = 0;
    while let Some(draft) = old.get(at) {
        let mut draft = draft.clone();
        let next = old.get(at + 1).filter(|n| n.of == draft.of && n.inquirer == draft.inquirer);
        at += 1;
        match dice.below(100) {
            0..7 => draft.name = in_other_words(&draft.name, dice),
            7..11 => {
                let party = queried_party(&draft, dice);
                draft.name += &party;
            }
            11..14 => {
                touched.extend(&draft.from);
                new.extend(split(draft, dice));
                continue;
            }
            14..17 => {
                let Some(next) = next else {
                    new.push(draft);
                    continue;
                };
                at += 1;
                touched.extend(draft.from.iter().chain(&next.from));
                // One of the two may continue next to the merged one.
                if dice.chance(25) {
                    let name = format!("{}（経過措置に係るもの）", next.name);
                    new.push(ReformedProcedure { name, ..next.clone() });
                }
                new.push(merged(draft, next));
                continue;
            }
            17..21 => {
                touched.extend(&draft.from);
                if dice.chance(50) {
                    let thing = draft.name.split('の').next().unwrap_or_default();
                    let name = format!("{thing}の{}", dice.pick::<&str>(&FRESH));
                    new.push(ReformedProcedure { name, from: BTreeSet::new(), ..draft });
                }
                continue;
            }
            21..23 => draft.places.iter_mut().for_each(|p| p.2 = Some('イ')),
            23..25 if draft.asks.len() > 1 => drop(draft.asks.pop()),
            25..27 => {}
            _ => {
                new.push(draft);
                continue;
            }
        }
        touched.extend(&draft.from);
        new.push(draft);
    }
    new
}

/// A remark that names one of the parties that a procedure asks.
fn queried_party(draft: &ReformedProcedure, dice: &mut Dice) -> String {
    let party = dice.pick(&draft.asks).0.clone();
    let party = party.split(['（', '又', '若']).next().unwrap_or(&party);
    match dice.below(3) {
        0 => format!("（{party}への照会）"),
        1 => format!("のための{party}に対する照会"),
        _ => format!("（{party}が保有する情報に係るもの）"),
    }
}

fn in_other_words(name: &str, dice: &mut Dice) -> String {
    let first = dice.below(OTHER_WORDS.len());
    let ways = (0..OTHER_WORDS.len()).map(|i| OTHER_WORDS[(first + i) % OTHER_WORDS.len()]);
    let found = ways.map(|(from, to)| name.replacen(from, to, 1)).find(|new| new != name);
    found.unwrap_or_else(|| format!("{name}に関する事務"))
}

fn split(draft: ReformedProcedure, dice: &mut Dice) -> Vec<ReformedProcedure> {
    let (article, item, _) = draft.places[0];
    let place = |letter| vec![(article, item, Some(letter))];
    if draft.inquirer.contains("又は") && !draft.inquirer.contains('（') {
        let parties = draft.inquirer.split("又は").map(str::to_owned).collect::<Vec<_>>();
        return parties
            .into_iter()
            .map(|inquirer| ReformedProcedure { inquirer, ..draft.clone() })
            .collect();
    }
    let ways: [[&str; 2]; 3] = [
        ["（新規の申請に係るもの）", "（継続の申請に係るもの）"],
        ["（本人に係るもの）", "（扶養義務者に係るもの）"],
        ["（世帯の構成に係るもの）", "（所得の状況に係るもの）"],
    ];
    let way = dice.pick(&ways);
    let part = |(end, letter): (&str, char)| ReformedProcedure {
        name: format!("{}{end}", draft.name),
        places: place(letter),
        ..draft.clone()
    };
    way.iter().copied().zip(['イ', 'ロ']).map(part).collect()
}

fn merged(first: ReformedProcedure, second: &ReformedProcedure) -> ReformedProcedure {
    let stem = |name: &str| -> String {
        let at = name.find('の').map_or(0, |at| at + 'の'.len_utf8());
        name[at..].to_owned()
    };
    let name = format!("{}及び{}", first.name, stem(&second.name));
    let mut asks = first.asks.clone();
    asks.extend(second.asks.iter().filter(|a| !first.asks.contains(a)).cloned());
    let places = [first.places.clone(), second.places.clone()].concat();
    let from = first.from.union(&second.from).copied().collect();
    ReformedProcedure { name, asks, places, from, ..first }
}

/// The changes to whole affairs.
fn affairs(
    new: &mut [ReformedProcedure],
    count: usize,
    dice: &mut Dice,
    touched: &mut BTreeSet<usize>,
) {
    let shorter: BTreeSet<usize> = (0..SHORT.len()).filter(|_| dice.chance(50)).collect();
    let handed: BTreeSet<usize> = (0..count).filter(|_| dice.chance(4)).collect();
    let extended: BTreeSet<usize> = (0..count).filter(|_| dice.chance(5)).collect();
    let joined: BTreeMap<usize, usize> =
        (1..count).filter(|_| dice.chance(2)).map(|of| (of, of - 1)).collect();
    let names: BTreeMap<usize, String> = new.iter().map(|d| (d.of, d.affair.clone())).collect();
    for draft in new {
        let before = (draft.affair.clone(), draft.inquirer.clone(), draft.name.clone());
        for (long, short) in shorter.iter().map(|at| SHORT[*at]) {
            draft.affair = draft.affair.replace(long, short);
            draft.name = draft.name.replace(long, short);
        }
        if handed.contains(&draft.of) {
            draft.inquirer = draft.inquirer.replace("厚生労働大臣", "内閣総理大臣");
            draft.title = "内閣府・総務省令";
        }
        if extended.contains(&draft.of) {
            draft.affair = draft.affair.replace("の支給に関する", "の支給又は支援の実施に関する");
        }
        let other =
            joined.get(&draft.of).or(joined.iter().find(|(_, b)| **b == draft.of).map(|(a, _)| a));
        if let Some(other) = other.and_then(|of| names.get(of)) {
            let (first, second) = if joined.contains_key(&draft.of) {
                (other.clone(), draft.affair.clone())
            } else {
                (draft.affair.clone(), other.clone())
            };
            draft.affair = format!("{}及び{second}", first.trim_end_matches("に関する事務"));
        }
        if before != (draft.affair.clone(), draft.inquirer.clone(), draft.name.clone()) {
            touched.extend(&draft.from);
        }
    }
}

/// Articles inserted with a branch or by shifting, and items inserted in some articles.
fn renumber(new: &mut [ReformedProcedure], dice: &mut Dice) {
    let inserted: Vec<u32> = (0..1 + dice.below(4)).map(|_| 4 + dice.below(115) as u32).collect();
    let items: BTreeMap<u32, u32> =
        (0..12).map(|_| (3 + dice.below(120) as u32, 1 + dice.below(4) as u32)).collect();
    for place in new.iter_mut().flat_map(|draft| &mut draft.places) {
        if let Some(from) = items.get(&place.0)
            && place.1 >= *from
        {
            place.1 += 1;
        }
        place.0 += inserted.iter().filter(|at| place.0 >= **at).count() as u32;
    }
}

fn publish(
    old: &[ReformedProcedure],
    new: Vec<ReformedProcedure>,
    all_new: bool,
    touched: &BTreeSet<usize>,
    dice: &mut Dice,
) -> Pair {
    let code = |n: usize| -> ProcedureId {
        format!("JT{:014}", 20_000_000_000_000 + n as u64).parse().expect("a code")
    };
    let old_code = |n: usize| code(n * 2);
    let mut serials: Vec<usize> = (0..new.len()).map(|n| n * 2 + 1).collect();
    for at in (1..serials.len()).rev() {
        serials.swap(at, dice.below(at + 1));
    }
    let kanji = dice.chance(50);
    let mut truth: BTreeMap<ProcedureId, BTreeSet<ProcedureId>> = BTreeMap::new();
    let mut rows = Vec::new();
    for (draft, serial) in new.into_iter().zip(serials) {
        let lives_on = !all_new && draft.from.len() == 1 && draft.from.is_disjoint(touched);
        let own = match draft.from.first() {
            Some(first) if lives_on => old_code(*first),
            _ => code(serial),
        };
        for from in draft.from.iter().filter(|_| !lives_on) {
            truth.entry(old_code(*from)).or_default().insert(own);
        }
        rows.extend(draft.rows(own, kanji));
    }
    let before = old.iter().enumerate().flat_map(|(n, draft)| draft.rows(old_code(n), false));
    let (old, new) = (Layout::from_rows(before), Layout::from_rows(rows));
    for procedure in old.procedures().filter(|p| new.procedure(p.id()).is_none()) {
        truth.entry(procedure.id()).or_default();
    }
    Pair { old, new, truth }
}

impl ReformedProcedure {
    fn rows(&self, id: ProcedureId, kanji: bool) -> Vec<LayoutRow> {
        let number = |n: u32| if kanji { numerals::kanji(n) } else { n.to_string() };
        let places: Vec<String> = self
            .places
            .iter()
            .map(|(article, item, letter)| {
                let letter = letter.map(String::from).unwrap_or_default();
                format!("第{}条第{}号{letter}", number(*article), number(*item))
            })
            .collect();
        let row = |(provider, information): &(String, String)| LayoutRow {
            affair_number: self.number.to_string().parse().ok(),
            affair_id: None,
            affair_name: self.affair.clone(),
            procedure_id: id,
            procedure_name: self.name.clone(),
            legal_basis: format!("{}{}", self.title, places.join("及び")),
            inquirer: self.inquirer.clone(),
            provider: provider.clone(),
            information_number: None,
            information_name: information.clone(),
            version: "1.0".to_owned(),
            valid_from: None,
            valid_to: None,
            revision: None,
        };
        self.asks.iter().map(row).collect()
    }
}
