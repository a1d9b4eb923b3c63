//! A layout as the 主務省令 makes it of the statute: for each row an article, in it items with the
//! procedures, each in the words and with the citations of the ministry that wrote them.

use std::collections::{BTreeMap, BTreeSet};

use super::generator::Dice;
use super::statute::Affair;

const BOTH: &str = "都道府県知事又は市町村長";

pub(super) const GRANT: [&str; 10] = [
    "認定の請求",
    "支給の申請",
    "額の改定の請求",
    "現況の届出",
    "氏名又は住所の変更の届出",
    "支給の停止",
    "未支給分の請求",
    "受給資格の喪失の届出",
    "不正利得の徴収",
    "受給者証の再交付の申請",
];
pub(super) const LEVY: [&str; 9] = [
    "額の決定",
    "減免の申請",
    "徴収の猶予の申請",
    "滞納処分",
    "過誤納金の還付",
    "納付義務者の届出",
    "督促",
    "延滞金の免除の申請",
    "納付証明書の交付の申請",
];
pub(super) const OTHER: [&str; 10] = [
    "申請",
    "変更の申請",
    "収入の状況の報告",
    "決定の取消し",
    "台帳の作成",
    "職権による調査",
    "再交付の申請",
    "廃止の届出",
    "更新の申請",
    "費用の額の算定",
];
const VERBS: [&str; 15] = [
    "認定",
    "登録",
    "実施",
    "措置",
    "管理",
    "交付",
    "提供",
    "作成",
    "貸与",
    "決定",
    "変更",
    "供与",
    "貸付け",
    "免除",
    "納入",
];

pub(super) type Number = (u16, u16);

/// The style in which a ministry writes the procedures of one law.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) name: usize,
    pub(super) party: usize,
    pub(super) provision: usize,
    pub(super) count: usize,
    pub(super) joined: bool,
    pub(super) per_party: bool,
    pub(super) paragraphs: bool,
    pub(super) letters: bool,
    pub(super) shared: bool,
    pub(super) same_asks: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ask {
    pub(super) provider: String,
    pub(super) information: String,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) id: u32,
    pub(super) from: BTreeSet<u32>,
    pub(super) inquirer: String,
    pub(super) subjects: Vec<String>,
    pub(super) link: &'static str,
    pub(super) acts: Vec<&'static str>,
    pub(super) wording: usize,
    pub(super) party: Option<String>,
    pub(super) paragraph: u16,
    pub(super) number: Number,
    pub(super) letter: Option<usize>,
    pub(super) asks: Vec<Ask>,
}

/// A row of the statute's table and the article that the 主務省令 gives it.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) row: Number,
    pub(super) article: Number,
    pub(super) affair: String,
    pub(super) law: String,
    pub(super) style: Style,
    pub(super) items: Vec<Item>,
}

pub(super) fn enact(
    statute: &[Affair],
    per_affair: usize,
    serial: &mut u32,
    dice: &mut Dice,
) -> Vec<Section> {
    let mut styles = BTreeMap::new();
    let mut article = (0, 0);
    let mut sections = Vec::new();
    for (index, affair) in statute.iter().enumerate().filter(|(_, a)| !a.name.is_empty()) {
        let asks: Vec<Ask> = affair
            .asks
            .iter()
            .flat_map(|(provider, words)| {
                pieces(words).into_iter().map(|information| {
                    let provider = provider.split('（').next().unwrap_or(provider).into();
                    Ask { provider, information }
                })
            })
            .collect();
        article = next(article, dice.chance(8));
        let mut section = section(affair.name, &mut styles, per_affair, dice);
        (section.row, section.article) = ((index as u16 + 1, 0), article);
        fill(&mut section, affair.inquirer, &asks, serial, dice);
        sections.push(section);
    }
    sections
}

/// The number after a number: a branch of it, or the next one.
pub(super) fn next((number, branch): Number, as_branch: bool) -> Number {
    if as_branch && number > 0 { (number, branch.max(1) + 1) } else { (number + 1, 0) }
}

/// The kinds of information that the table's words list, by their short names where they have one.
pub(super) fn pieces(words: &str) -> Vec<String> {
    let words = words.replace("（以下「", "\u{1}").replace("」という。）", "\u{2}");
    let mut found = vec![String::new()];
    let mut rest = words.as_str();
    while let Some(c) = rest.chars().next() {
        let done = found.last().is_some_and(|p| p.ends_with("情報") || p.ends_with('\u{2}'));
        let between = ["、", "又は", "若しくは"].into_iter().find(|b| done && rest.starts_with(b));
        if let Some(between) = between {
            found.push(String::new());
            rest = &rest[between.len()..];
        } else {
            found.last_mut().expect("the first element is there").push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    let short = |p: &String| p.split('\u{1}').next_back().unwrap_or(p).replace('\u{2}', "");
    found.iter().map(short).collect()
}

pub(super) fn section(
    affair: &str,
    styles: &mut BTreeMap<String, Style>,
    per_affair: usize,
    dice: &mut Dice,
) -> Section {
    let law = affair.split_once("による").map_or("", |(law, _)| law).to_owned();
    let key = if law.is_empty() { affair.to_owned() } else { law.clone() };
    let style = *styles.entry(key).or_insert_with(|| Style {
        name: dice.below(4),
        party: dice.below(3),
        provision: dice.below(7),
        count: 1 + dice.below(2 * per_affair - 1),
        joined: dice.chance(40),
        per_party: dice.chance(10),
        paragraphs: dice.chance(20),
        letters: dice.chance(10),
        shared: dice.chance(30),
        same_asks: dice.chance(60),
    });
    Section { row: (1, 0), article: (1, 0), affair: affair.into(), law, style, items: Vec::new() }
}

/// The subjects of an affair, each with the word that links it to its acts and those acts.
fn affair_subjects(section: &Section) -> Vec<(Vec<String>, &'static str, &'static [&'static str])> {
    let words = section.affair.strip_suffix("に関する事務").unwrap_or(&section.affair);
    let words = words.split_once("による").map_or(words, |(_, rest)| rest);
    // These parts refer to each other, so they are not split at 又は.
    let joint = !words.contains("に対して") && !words.contains("いるもの");
    let words = if joint {
        words.replace("又は", "、").replace("若しくは", "、")
    } else {
        words.into()
    };
    let mut kind: (&'static str, &'static [&'static str]) = ("に係る", &OTHER);
    let mut found: Vec<(Vec<String>, &'static str, &'static [&'static str])> = Vec::new();
    for part in words.split('、').rev() {
        let grant = part.strip_suffix("の支給");
        let levy = part.strip_suffix("の賦課徴収").or(part.strip_suffix("の徴収"));
        let ends = VERBS.iter().any(|verb| part.ends_with(verb));
        kind = if grant.is_some() {
            ("の", &GRANT)
        } else if levy.is_some() {
            ("の", &LEVY)
        } else if ends {
            ("に係る", &OTHER)
        } else {
            kind
        };
        let subject = grant.or(levy).unwrap_or(part).to_owned();
        match found.last_mut() {
            Some(last) if section.style.joined && last.2 == kind.1 && last.0.len() < 3 => {
                last.0.insert(0, subject);
            }
            _ => found.push((vec![subject], kind.0, kind.1)),
        }
    }
    found.reverse();
    found
}

/// One or more of the parties that may be asked.
fn some_of(asks: &[Ask], dice: &mut Dice) -> Vec<Ask> {
    let mut asks = asks.to_vec();
    if asks.len() > 1 {
        let keep = dice.below(asks.len());
        let mut at = 0;
        asks.retain(|_| (at == keep || dice.chance(60), at += 1).0);
    }
    asks
}

pub(super) fn fill(
    section: &mut Section,
    inquirer: &str,
    asks: &[Ask],
    serial: &mut u32,
    dice: &mut Dice,
) {
    let style = section.style;
    let mut number = (0, 0);
    let listed = affair_subjects(section);
    let each = style.count.div_ceil(listed.len()).max(1);
    let first = listed[0].2;
    for (subjects, link, acts) in listed.into_iter().take(style.count) {
        let paragraph = if style.paragraphs { 1 + u16::from(acts != first) } else { 0 };
        if section.items.last().is_some_and(|last| last.paragraph != paragraph) {
            number = (0, 0);
        }
        let mut acts = acts.iter().copied().take(each).peekable();
        while let Some(act) = acts.next() {
            let pair = dice.chance(8).then(|| acts.next()).flatten();
            let acts: Vec<_> = [Some(act), pair].into_iter().flatten().collect();
            let asks = if style.same_asks { asks.to_vec() } else { some_of(asks, dice) };
            if number.0 == 0 || !(style.shared && dice.chance(40)) {
                number = next(number, dice.chance(5));
            }
            let inquirers = if inquirer.ends_with(BOTH) {
                vec!["都道府県知事", "市町村長"]
            } else {
                vec![inquirer]
            };
            for inquirer in inquirers {
                *serial += 1;
                let item = Item {
                    id: *serial,
                    from: BTreeSet::new(),
                    inquirer: inquirer.into(),
                    subjects: subjects.clone(),
                    link,
                    acts: acts.clone(),
                    wording: style.name,
                    party: None,
                    paragraph,
                    number,
                    letter: None,
                    asks: asks.clone(),
                };
                let parts = if style.per_party { by_party(&item) } else { vec![item] };
                for mut part in parts {
                    *serial += 1;
                    part.id = *serial;
                    section.items.push(part);
                }
            }
        }
    }
}

/// One procedure for each party that is asked.
pub(super) fn by_party(item: &Item) -> Vec<Item> {
    let parties: BTreeSet<&String> = item.asks.iter().map(|a| &a.provider).collect();
    let part = |(letter, party): (usize, &String)| Item {
        party: Some(party.clone()),
        letter: Some(letter),
        asks: item.asks.iter().filter(|a| a.provider == *party).cloned().collect(),
        ..item.clone()
    };
    if parties.len() < 2 {
        vec![item.clone()]
    } else {
        parties.into_iter().enumerate().map(part).collect()
    }
}
