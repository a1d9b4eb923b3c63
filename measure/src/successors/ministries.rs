//! A layout written by several ministries: names cite articles of the laws, distinguish persons and
//! queried information, and every ministry has its own wording and citations.

use std::collections::{BTreeMap, BTreeSet};

use super::generator::Dice;
use super::ordinance::{Ask, Number, next, pieces};
use super::statute::Affair;

const BOTH: &str = "都道府県知事又は市町村長";
pub(super) const PEOPLE: [&str; 3] = ["受給者", "配偶者", "扶養義務者"];
pub(super) const ALLOWANCE: [&str; 17] = [
    "受給資格及びその額についての認定の請求",
    "認定の更新の申請",
    "額の改定の請求",
    "額の改定の届出",
    "職権による額の改定",
    "現況の届出",
    "所得の状況の届出",
    "氏名の変更の届出",
    "住所の変更の届出",
    "支払の方法の変更の届出",
    "受給事由の消滅の届出",
    "支給の停止の解除の申請",
    "支払の一時差止め",
    "死亡の届出",
    "未支払分の請求",
    "証書の再交付の申請",
    "過誤払の調整",
];
pub(super) const CHARGE: [&str; 13] = [
    "額の算定",
    "減額の申請",
    "免除の申請",
    "猶予の申請",
    "納期限の延長の申請",
    "分割納付の申出",
    "口座振替の申出",
    "督促",
    "滞納処分",
    "還付の請求",
    "納付の証明の申請",
    "納付義務者の変更の届出",
    "第二次納付義務者の指定",
];
pub(super) const SERVICE: [&str; 15] = [
    "新規の申込み",
    "更新の申込み",
    "変更の申込み",
    "中止の届出",
    "実施の決定",
    "実施の決定の変更",
    "実施の解除",
    "利用者の負担額の算定",
    "利用者の登録の申請",
    "登録事項の変更の届出",
    "登録の抹消の申請",
    "登録証の再交付の申請",
    "収入の申告",
    "同居の承認の申請",
    "指導の記録",
];
const TITLES: [&str; 5] = [
    "",
    "番号法別表第二主務省令",
    "行政手続における特定の個人を識別するための番号の利用等に関する法律別表第二の主務省令で定める事務及び情報を定める命令",
    "平成二十六年内閣府・総務省令第七号",
    "別表第二省令",
];

/// The wording that a ministry uses under one law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wording {
    /// The prefix: 0 none, 1 the law, 2 its article.
    pub(super) head: usize,
    /// The suffix after the acts, see [`Desk::name`].
    pub(super) tail: usize,
    pub(super) person: usize,
    pub(super) party: usize,
    /// 認定請求 for 認定の請求.
    pub(super) tight: bool,
    /// 障がい for 障害, and または for 又は.
    pub(super) soft: bool,
    pub(super) kana: bool,
    pub(super) half: bool,
    /// The law's articles have been counted anew from this one on.
    pub(super) clause: u16,
}

/// The way a ministry cites the order.
#[derive(Debug, Clone)]
pub(super) struct Citing {
    pub(super) title: String,
    pub(super) script: usize,
    pub(super) gap: &'static str,
}

#[derive(Debug, Clone)]
struct Custom {
    count: usize,
    twins: bool,
    persons: bool,
    per_party: bool,
    joined: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Work {
    pub(super) id: u32,
    pub(super) from: BTreeSet<u32>,
    pub(super) inquirer: String,
    /// The law's article that speaks of it.
    pub(super) clause: u16,
    pub(super) things: Vec<String>,
    pub(super) acts: Vec<&'static str>,
    pub(super) people: Vec<&'static str>,
    /// Only the 受理, the 審査 or the 応答.
    pub(super) stage: Option<usize>,
    pub(super) party: Option<String>,
    pub(super) and_so_on: bool,
    pub(super) number: Number,
    pub(super) also: Option<Number>,
    pub(super) letter: Option<usize>,
    pub(super) asks: Vec<Ask>,
    pub(super) based: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) row: Number,
    pub(super) article: Number,
    pub(super) affair: String,
    pub(super) law: String,
    pub(super) wording: Wording,
    pub(super) citing: Citing,
    pub(super) works: Vec<Work>,
    /// Cells that repeat the row above are left blank.
    pub(super) sparse: bool,
    pub(super) coded: bool,
}

pub(super) fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match &words[..] {
        [most @ .., last] if !most.is_empty() => format!("{}又は{last}", most.join("、")),
        all => all.concat(),
    }
}

/// The things that an affair is about, each with the acts performed on it.
pub(super) fn subjects(affair: &str) -> Vec<(String, &'static [&'static str])> {
    let words = affair.strip_suffix("に関する事務").unwrap_or(affair);
    let words = words.split_once("による").map_or(words, |(_, rest)| rest);
    let whole = words.chars().count() > 60 || words.contains("扶養しているもの");
    let words = if whole {
        words.into()
    } else {
        words.replace("又は", "、").replace("若しくは", "、")
    };
    let mut acts: &'static [&'static str] = &SERVICE;
    let mut found = Vec::new();
    for part in words.split('、').rev() {
        let given = part.strip_suffix("の支給");
        let taken = part.strip_suffix("の賦課徴収").or(part.strip_suffix("の徴収"));
        acts = match (given, taken) {
            (Some(_), _) => &ALLOWANCE,
            (_, Some(_)) => &CHARGE,
            _ if ["実施", "認定", "登録", "措置", "管理", "提供"]
                .iter()
                .any(|w| part.ends_with(w)) =>
            {
                &SERVICE
            }
            _ => acts,
        };
        found.push((given.or(taken).unwrap_or(part).to_owned(), acts));
    }
    found.reverse();
    found
}

pub(super) fn open(
    statute: &[Affair],
    per_affair: usize,
    serial: &mut u32,
    dice: &mut Dice,
) -> Vec<Desk> {
    let mut customs = BTreeMap::new();
    let (mut article, mut desks) = ((0, 0), Vec::new());
    for (at, affair) in statute.iter().enumerate().filter(|(_, a)| !a.name.is_empty()) {
        let mut asks = Vec::new();
        for (provider, words) in &affair.asks {
            let provider = provider.split('（').next().unwrap_or(provider);
            let ask = |information| Ask { provider: provider.into(), information };
            asks.extend(pieces(words).into_iter().map(ask));
        }
        article = next(article, dice.chance(6));
        let mut desk = desk(affair.name, affair.inquirer, &asks, per_affair, &mut customs, dice);
        (desk.row, desk.article) = ((at as u16 + 1, 0), article);
        for work in &mut desk.works {
            *serial += 1;
            work.id = *serial;
        }
        desks.push(desk);
    }
    desks
}

type Customs = BTreeMap<String, (Wording, Citing, [bool; 4])>;

pub(super) fn desk(
    affair: &str,
    inquirer: &str,
    asks: &[Ask],
    per_affair: usize,
    customs: &mut Customs,
    dice: &mut Dice,
) -> Desk {
    let law = affair.split_once("による").map_or("", |(law, _)| law).to_owned();
    let (wording, citing, [twins, persons, per_party, joined]) =
        customs.entry(law.clone()).or_insert_with(|| custom(dice)).clone();
    let count = 1 + dice.below(2 * per_affair - 1);
    let custom = Custom { count, twins, persons, per_party, joined };
    let works = fill(affair, inquirer, asks, &custom, dice);
    Desk {
        row: (1, 0),
        article: (1, 0),
        affair: affair.into(),
        law,
        wording,
        citing,
        works,
        sparse: dice.chance(10),
        coded: !dice.chance(5),
    }
}

fn custom(dice: &mut Dice) -> (Wording, Citing, [bool; 4]) {
    let wording = Wording {
        head: dice.below(3),
        tail: dice.below(4),
        person: dice.below(3),
        party: dice.below(3),
        tight: dice.chance(20),
        soft: dice.chance(8),
        kana: dice.chance(8),
        half: dice.chance(15),
        clause: 200,
    };
    let gap = if dice.chance(15) { "　" } else { "" };
    let citing = Citing { title: (*dice.pick(&TITLES)).to_owned(), script: dice.below(3), gap };
    (wording, citing, [50, 35, 15, 35].map(|percent| dice.chance(percent)))
}

/// The subjects of an affair; neighbours with the same acts share their procedures if `joined`.
fn joined_subjects(affair: &str, joined: bool) -> Vec<(Vec<String>, &'static [&'static str])> {
    let mut subjects: Vec<(Vec<String>, _)> =
        subjects(affair).into_iter().map(|(thing, acts)| (vec![thing], acts)).collect();
    if joined {
        subjects.dedup_by(|next, last| {
            let join = next.1 == last.1 && last.0.len() < 3;
            if join {
                last.0.append(&mut next.0);
            }
            join
        });
    }
    subjects
}

fn fill(affair: &str, inquirer: &str, asks: &[Ask], custom: &Custom, dice: &mut Dice) -> Vec<Work> {
    let subjects = joined_subjects(affair, custom.joined);
    let inquirers = match inquirer.strip_suffix(BOTH) {
        Some(whose) if custom.twins => {
            vec![format!("{whose}都道府県知事"), format!("{whose}市町村長")]
        }
        _ => vec![inquirer.to_owned()],
    };
    let (mut works, mut number): (Vec<Work>, Number) = (Vec::new(), (0, 0));
    let clause = 3 + dice.below(40) as u16;
    let each = custom.count.div_ceil(subjects.len());
    for (things, acts) in subjects {
        let (mut made, mut acts) = (0, acts.iter().copied().filter(|_| true).peekable());
        while let Some(act) = acts.next().filter(|_| made < each && works.len() < custom.count) {
            if dice.chance(25) && acts.peek().is_some() && made > 0 {
                continue;
            }
            let pair = dice.chance(6).then(|| acts.next()).flatten();
            number = next(number, dice.chance(5));
            let asks = some(asks, dice);
            let work = Work {
                id: 0,
                from: BTreeSet::new(),
                inquirer: String::new(),
                clause: clause + act.len() as u16 / 3,
                things: things.clone(),
                acts: [Some(act), pair].into_iter().flatten().collect(),
                people: Vec::new(),
                stage: None,
                party: None,
                and_so_on: false,
                number,
                also: None,
                letter: None,
                asks,
                based: !dice.chance(3),
            };
            let parts = if custom.persons && dice.chance(40) {
                by_person(&work, dice)
            } else if custom.per_party {
                by_party(&work)
            } else {
                vec![work]
            };
            for (part, inquirer) in parts.iter().flat_map(|p| inquirers.iter().map(move |i| (p, i)))
            {
                made += 1;
                works.push(Work { inquirer: inquirer.clone(), ..part.clone() });
            }
        }
    }
    works
}

/// One or more of those that may be asked.
pub(super) fn some(asks: &[Ask], dice: &mut Dice) -> Vec<Ask> {
    let keep = dice.below(asks.len());
    let kept = asks.iter().enumerate().filter(|(at, _)| *at == keep || dice.chance(60));
    kept.map(|(_, ask)| ask.clone()).collect()
}

pub(super) fn by_person(work: &Work, dice: &mut Dice) -> Vec<Work> {
    let part = |(at, person): (usize, &&'static str)| Work {
        people: vec![person],
        letter: Some(at),
        asks: some(&work.asks, dice),
        ..work.clone()
    };
    PEOPLE.iter().enumerate().map(part).collect()
}

/// One for each information that is queried, or for each party where few are.
pub(super) fn by_party(work: &Work) -> Vec<Work> {
    let parties: BTreeSet<&String> = work.asks.iter().map(|a| &a.provider).collect();
    if !(2..=5).contains(&parties.len()) {
        return vec![work.clone()];
    }
    let part = |(at, party): (usize, &String)| {
        let asks: Vec<Ask> = work.asks.iter().filter(|a| a.provider == *party).cloned().collect();
        Work { party: Some(party_of(&asks)), letter: Some(at), asks, ..work.clone() }
    };
    parties.into_iter().enumerate().map(part).collect()
}

/// The queried party in a name: the information, if it is a single one with a short name.
pub(super) fn party_of(asks: &[Ask]) -> String {
    let short = |a: &&Ask| a.information.chars().count() <= 16;
    match asks {
        [only] if short(&only) => only.information.clone(),
        _ => {
            let parties: BTreeSet<&str> = asks.iter().map(|a| a.provider.as_str()).collect();
            parties.into_iter().collect::<Vec<_>>().join("及び")
        }
    }
}
