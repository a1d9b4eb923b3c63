//! A layout as several ministries write it: the names cite the laws' own articles, tell persons and
//! queried information apart, and every ministry words and cites in its own way.

use std::collections::{BTreeMap, BTreeSet};

use forms_core::layout::{Layout, LayoutRow};

use super::generator::Dice;
use super::numerals;
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

/// How a ministry words what it does under one law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wording {
    /// What stands before: nothing, the law, or its article.
    pub(super) head: usize,
    /// What stands behind the deed.
    pub(super) tail: usize,
    person: usize,
    party: usize,
    /// 認定請求 for 認定の請求.
    pub(super) tight: bool,
    /// 障がい for 障害, and または for 又は.
    pub(super) soft: bool,
    pub(super) kana: bool,
    pub(super) half: bool,
    /// The law's articles have been counted anew from this one on.
    pub(super) clause: u16,
}

/// How a ministry cites the order.
#[derive(Debug, Clone)]
pub(super) struct Citing {
    pub(super) title: String,
    pub(super) script: usize,
    gap: &'static str,
}

#[derive(Debug, Clone)]
struct Custom {
    count: usize,
    twins: bool,
    persons: bool,
    apart: bool,
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
    pub(super) deeds: Vec<&'static str>,
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

/// What an affair is about, and what is done there.
pub(super) fn matters(affair: &str) -> Vec<(String, &'static [&'static str])> {
    let words = affair.strip_suffix("に関する事務").unwrap_or(affair);
    let words = words.split_once("による").map_or(words, |(_, rest)| rest);
    let whole = words.chars().count() > 60 || words.contains("扶養しているもの");
    let words = if whole {
        words.into()
    } else {
        words.replace("又は", "、").replace("若しくは", "、")
    };
    let mut deeds: &'static [&'static str] = &SERVICE;
    let mut found = Vec::new();
    for part in words.split('、').rev() {
        let given = part.strip_suffix("の支給");
        let taken = part.strip_suffix("の賦課徴収").or(part.strip_suffix("の徴収"));
        deeds = match (given, taken) {
            (Some(_), _) => &ALLOWANCE,
            (_, Some(_)) => &CHARGE,
            _ if ["実施", "認定", "登録", "措置", "管理", "提供"]
                .iter()
                .any(|w| part.ends_with(w)) =>
            {
                &SERVICE
            }
            _ => deeds,
        };
        found.push((given.or(taken).unwrap_or(part).to_owned(), deeds));
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
    let (wording, citing, [twins, persons, apart, joined]) =
        customs.entry(law.clone()).or_insert_with(|| custom(dice)).clone();
    let count = 1 + dice.below(2 * per_affair - 1);
    let custom = Custom { count, twins, persons, apart, joined };
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

fn fill(affair: &str, inquirer: &str, asks: &[Ask], custom: &Custom, dice: &mut Dice) -> Vec<Work> {
    let mut matters: Vec<(Vec<String>, _)> =
        matters(affair).into_iter().map(|(thing, deeds)| (vec![thing], deeds)).collect();
    if custom.joined {
        matters.dedup_by(|next, last| {
            let join = next.1 == last.1 && last.0.len() < 3;
            if join {
                last.0.append(&mut next.0);
            }
            join
        });
    }
    let inquirers = match inquirer.strip_suffix(BOTH) {
        Some(whose) if custom.twins => {
            vec![format!("{whose}都道府県知事"), format!("{whose}市町村長")]
        }
        _ => vec![inquirer.to_owned()],
    };
    let (mut works, mut number): (Vec<Work>, Number) = (Vec::new(), (0, 0));
    let clause = 3 + dice.below(40) as u16;
    let each = custom.count.div_ceil(matters.len());
    for (things, deeds) in matters {
        let (mut made, mut deeds) = (0, deeds.iter().copied().filter(|_| true).peekable());
        while let Some(deed) = deeds.next().filter(|_| made < each && works.len() < custom.count) {
            if dice.chance(25) && deeds.peek().is_some() && made > 0 {
                continue;
            }
            let pair = dice.chance(6).then(|| deeds.next()).flatten();
            number = next(number, dice.chance(5));
            let asks = some(asks, dice);
            let work = Work {
                id: 0,
                from: BTreeSet::new(),
                inquirer: String::new(),
                clause: clause + deed.len() as u16 / 3,
                things: things.clone(),
                deeds: [Some(deed), pair].into_iter().flatten().collect(),
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
            } else if custom.apart {
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

/// What a name says of whom it queries: the information where it is one with a short name.
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

impl Desk {
    pub(super) fn name(&self, work: &Work) -> String {
        let w = self.wording;
        let mut deed = listed(&work.deeds);
        if w.tight {
            for of in ["請求", "申請", "届出", "申込み", "申出", "変更", "改定", "再交付"]
            {
                deed = deed.replace(&format!("の{of}"), of);
            }
        }
        let kinds = ["請求", "申請", "届出", "申込み", "申出", "申告"];
        let kind = kinds.into_iter().find(|k| work.deeds.iter().all(|d| d.ends_with(k)));
        if work.and_so_on {
            deed += "等";
        }
        let article = work.clause + u16::from(work.clause >= w.clause);
        let head = match w.head {
            1 if !self.law.is_empty() => format!("{}による", self.law),
            2 if !self.law.is_empty() => format!("{}第{}条の", self.law, kanji(article)),
            _ => String::new(),
        };
        let people = listed(&work.people);
        let whose = if !people.is_empty() && w.person == 0 {
            people.clone() + "に係る"
        } else {
            people.clone()
        };
        let before = if w.person == 0 { whose } else { String::new() };
        let plain = format!("{before}{}の{deed}", listed(&work.things));
        let tail = match (work.stage, w.tail, kind) {
            (Some(0), _, _) => "の受理に関する事務".to_owned(),
            (Some(1), _, _) => "に係る事実についての審査に関する事務".to_owned(),
            (Some(_), _, _) => "に対する応答に関する事務".to_owned(),
            (_, 0, _) => String::new(),
            (_, 2, Some(_)) => "に係る事実についての審査に関する事務".to_owned(),
            (_, 3, Some(kind)) => format!(
                "の受理、その{kind}に係る事実についての審査又はその{kind}に対する応答に関する事務"
            ),
            _ => "に関する事務".to_owned(),
        };
        let mut name = plain + &tail;
        if !people.is_empty() && w.person > 0 {
            let note = if w.person == 1 { "に係るもの" } else { "" };
            name += &format!("（{people}{note}）");
        }
        if let Some(party) = &work.party {
            let asked = if party.ends_with("情報") { "を照会" } else { "へ照会" };
            name = match w.party {
                0 => format!("{name}（{party}{asked}）"),
                1 => format!("{name}（照会：{party}）"),
                _ => format!("{name}＜{party}＞"),
            };
        }
        let turns: [(bool, &[(&str, &str)]); 3] = [
            (w.soft, &[("障害児", "障がい児"), ("障害者", "障がい者"), ("障害福祉", "障がい福祉")]),
            (w.kana, &[("又は", "または"), ("及び", "および"), ("取消し", "取り消し")]),
            (w.half, &[("（", "("), ("）", ")"), ("：", ":"), ("＜", "<"), ("＞", ">")]),
        ];
        for (from, to) in turns.iter().filter(|(on, _)| *on).flat_map(|(_, turns)| *turns) {
            name = name.replace(from, to);
        }
        // The titles of laws stay as they are.
        head + &name
    }

    fn provision(&self, work: &Work) -> String {
        let number = |n: u16| match self.citing.script {
            0 => n.to_string(),
            1 => numerals::full_width(n.into()),
            _ => kanji(n),
        };
        let part = |(n, branch): Number, unit: &str| match branch {
            0 => format!("第{}{unit}", number(n)),
            branch => format!("第{}{unit}の{}", number(n), number(branch)),
        };
        let Citing { title, gap, .. } = &self.citing;
        let mut text = format!("{title}{gap}{}", part(self.article, "条"));
        if self.works.iter().any(|w| w.number != work.number) {
            text = text + gap + &part(work.number, "号");
        }
        if let Some(letter) = work.letter {
            text.extend(['イ', 'ロ', 'ハ', 'ニ', 'ホ'].get(letter));
        }
        work.also.map_or(text.clone(), |also| format!("{text}及び{}", part(also, "号")))
    }
}

fn kanji(n: u16) -> String {
    numerals::kanji(n.into())
}

/// `known` gives the number that an information keeps, under whatever name.
pub(super) fn publish(
    desks: &[Desk],
    known: impl Fn(&str) -> String,
    numbers: &mut BTreeMap<String, usize>,
    dice: &mut Dice,
) -> Layout {
    let number = |(row, branch): Number| match branch {
        0 => row.to_string(),
        branch => format!("{row}の{branch}"),
    };
    let mut rows = Vec::new();
    for (desk, work) in desks.iter().flat_map(|d| d.works.iter().map(move |w| (d, w))) {
        for (at, ask) in work.asks.iter().enumerate() {
            let count = numbers.len() + 1;
            let information = *numbers.entry(known(&ask.information)).or_insert(count);
            let told = !(desk.sparse && at > 0);
            let tell = |text: String, told: bool| if told { text } else { String::new() };
            rows.push(LayoutRow {
                affair_number: number(desk.row).parse().ok(),
                affair_id: format!("JM01000000{:03}{:03}", desk.row.0, desk.row.1)
                    .parse()
                    .ok()
                    .filter(|_| desk.coded),
                affair_name: desk.affair.clone(),
                procedure_id: format!("JT0101{:010}", work.id).parse().expect("a code"),
                procedure_name: desk.name(work),
                legal_basis: tell(desk.provision(work), told && work.based),
                inquirer: tell(work.inquirer.clone(), told),
                provider: tell(ask.provider.clone(), !dice.chance(2)),
                information_number: information
                    .to_string()
                    .parse()
                    .ok()
                    .filter(|_| !dice.chance(3)),
                information_name: ask.information.clone(),
                version: "4.1".into(),
                valid_from: None,
                valid_to: None,
                revision: None,
            });
        }
    }
    Layout::from_rows(rows)
}
