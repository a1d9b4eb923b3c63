//! The offices' lists before June: the procedures of each affair, and how an office words them.

use std::collections::BTreeSet;

use super::generator::Dice;
use super::june_acts::{Act, WAYS, acts, akin, fits};
use super::june_subjects::subjects;
use super::statute::Affair;

const KNOWN: [&str; 17] = [
    "特別児童扶養手当関係情報",
    "地方税関係情報",
    "住民票関係情報",
    "介護保険給付等関係情報",
    "年金給付関係情報",
    "医療保険給付関係情報",
    "生活保護関係情報",
    "児童扶養手当関係情報",
    "児童手当関係情報",
    "障害者関係情報",
    "失業等給付関係情報",
    "労働者災害補償関係情報",
    "中国残留邦人等支援給付等関係情報",
    "戦傷病者戦没者遺族等援護関係情報",
    "石綿健康被害救済給付等関係情報",
    "職業訓練受講給付金関係情報",
    "地方公務員災害補償関係情報",
];

/// Who is asked for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) provider: String,
    pub(crate) information: String,
}

pub(crate) fn asks(affair: &Affair) -> Vec<Ask> {
    let mut all = Vec::new();
    for (provider, text) in &affair.asks {
        let mut text = (*text).to_owned();
        let before = all.len();
        let ask = |information: &str| Ask {
            provider: (*provider).to_owned(),
            information: information.to_owned(),
        };
        for known in KNOWN {
            if text.contains(known) {
                all.push(ask(known));
                text = text.replace(known, "");
            }
        }
        if all.len() == before {
            all.push(ask(&text));
        }
    }
    all
}

/// A provider or a kind of information as the name of a procedure mentions it.
pub(crate) fn shortened(text: &str) -> String {
    let first = text.split(['、']).flat_map(|t| t.split("又は")).flat_map(|t| t.split("若しくは"));
    let first = first.into_iter().next().unwrap_or(text);
    match text.chars().count() {
        ..13 => text.to_owned(),
        _ if text.ends_with("関係情報") => text.to_owned(),
        _ if first.chars().count() < 18 && text.ends_with("情報") => format!("{first}等の情報"),
        _ if text.ends_with("情報") => "他の法令による給付の情報".to_owned(),
        _ if first.chars().count() < 18 => format!("{}等", first.trim_end_matches('等')),
        _ => "他の法令による給付の実施機関".to_owned(),
    }
}

/// The law at the head of an affair's name.
pub(crate) fn law_of(name: &str) -> String {
    let head = name.split("による").next().unwrap_or(name);
    match head.split_once("法第") {
        Some((law, _)) => format!("{law}法"),
        None => head.to_owned(),
    }
}

pub(crate) const ACCEPT: u8 = 1;
pub(crate) const EXAMINE: u8 = 2;
pub(crate) const ANSWER: u8 = 4;

/// A procedure before it has a code.
#[derive(Debug, Clone)]
pub(crate) struct JuneProcedure {
    pub(crate) affair: usize,
    /// More than one where benefits are named together.
    pub(crate) subjects: Vec<&'static str>,
    pub(crate) act: &'static Act,
    pub(crate) stages: u8,
    pub(crate) party: Option<String>,
    /// Its place below the item, from 1, where an item was divided by whom is asked.
    pub(crate) branch: u32,
    pub(crate) inquirer: String,
    pub(crate) asks: Vec<Ask>,
    pub(crate) from: BTreeSet<usize>,
    pub(crate) touched: bool,
}

/// The wording in which an office writes the procedures of an affair.
#[derive(Debug, Clone)]
pub(crate) struct OfficeStyle {
    pub(crate) affair: String,
    /// Set before every name where it is not empty.
    pub(crate) law: String,
    pub(crate) tail: bool,
    pub(crate) ways: u32,
}

impl OfficeStyle {
    pub(crate) fn name(&self, draft: &JuneProcedure) -> String {
        let core = draft.act.text.replace("{}", &draft.subjects.join("又は"));
        let form = draft.act.form;
        let accept = format!("{core}の{form}の受理");
        let examine = "に係る事実についての審査";
        let answer = "に対する応答";
        let text = match draft.stages {
            0 => core,
            1 => accept,
            2 => format!("{core}の{form}{examine}"),
            3 => format!("{accept}又はその{form}{examine}"),
            4 => format!("{core}の{form}{answer}"),
            6 => format!("{core}の{form}{examine}又はその{form}{answer}"),
            _ => format!("{accept}、その{form}{examine}又はその{form}{answer}"),
        };
        let mut name =
            if self.law.is_empty() { text } else { format!("{}による{text}", self.law) };
        for (bit, (one, other)) in WAYS.iter().enumerate() {
            if self.ways & 1 << bit != 0 {
                name = name.replace(one, other);
            }
        }
        name = name.replace("そ届の", "その届の");
        if self.tail {
            name.push_str("に関する事務");
        }
        name + draft.party.as_deref().unwrap_or_default()
    }
}

/// The statute, and the lists that the offices made of it.
pub(crate) struct Draftsman<'d> {
    pub(crate) dice: &'d mut Dice,
    pub(crate) affairs: Vec<Affair>,
    /// Of each affair, the title of its law.
    pub(crate) laws: Vec<String>,
    pub(crate) kept_back: BTreeSet<(String, &'static str)>,
    pub(crate) hands: Vec<OfficeStyle>,
    pub(crate) drafts: Vec<JuneProcedure>,
}

impl Draftsman<'_> {
    pub(crate) fn affairs_of(&self, law: &str) -> Vec<usize> {
        (0..self.laws.len()).filter(|a| self.laws[*a] == law).collect()
    }

    pub(crate) fn subjects_of(&self, law: &str) -> Vec<(char, &'static str)> {
        let mut all = Vec::new();
        for affair in self.affairs_of(law) {
            for subject in if affair < 121 { subjects(affair) } else { Vec::new() } {
                if !all.contains(&subject) {
                    all.push(subject);
                }
            }
        }
        all
    }

    /// Some acts and benefits are not in the old layout: those that may come.
    pub(crate) fn keep_back(&mut self) {
        let all: BTreeSet<String> = self.laws.iter().cloned().collect();
        for law in all {
            let of_law = self.subjects_of(&law);
            let kinds: BTreeSet<char> = of_law.iter().map(|s| s.0).collect();
            for kind in kinds {
                let later = &acts(kind)[1..];
                self.kept_back.insert((law.clone(), self.dice.pick(later).text));
            }
            if of_law.len() > 3 && self.dice.chance(50) {
                let (_, subject) = *self.dice.pick(&of_law);
                let places = self.affairs_of(&law);
                if places.iter().all(|a| subjects(*a).iter().any(|s| s.1 != subject)) {
                    self.kept_back.insert((law.clone(), subject));
                }
            }
        }
    }

    pub(crate) fn is_kept_back(&self, affair: usize, text: &'static str) -> bool {
        self.kept_back.contains(&(self.laws[affair].clone(), text))
    }

    pub(crate) fn first_version(&mut self, per_affair: usize) {
        let mut seen = BTreeSet::new();
        let mut owed = 0;
        for affair in 0..self.affairs.len() {
            let law = self.laws[affair].clone();
            let titled = law.ends_with('法') || law.ends_with("法律");
            self.hands.push(OfficeStyle {
                affair: self.affairs[affair].name.to_owned(),
                law: if titled && self.dice.chance(40) { law.clone() } else { String::new() },
                tail: self.dice.chance(25),
                ways: (0..WAYS.len()).filter(|_| self.dice.chance(15)).fold(0, |w, b| w | 1 << b),
            });
            let wanted = 1 + self.dice.below(per_affair * 2 - 1) + owed / 3;
            let before = self.drafts.len();
            self.list(affair, wanted, &mut seen);
            owed = (owed + wanted).saturating_sub(owed / 3 + self.drafts.len() - before);
        }
    }

    /// Writes the list of one affair, about `wanted` procedures long.
    fn list(&mut self, affair: usize, wanted: usize, seen: &mut BTreeSet<String>) {
        let known = asks(&self.affairs[affair]);
        let groups = self.groups(affair);
        let inquirer = self.affairs[affair].inquirer;
        let both = ["都道府県知事", "市町村長"];
        let parties: Vec<&str> = if inquirer == both.join("又は") && self.dice.chance(60) {
            both.to_vec()
        } else {
            vec![inquirer]
        };
        let mut choices = self.choices(affair, groups, &known, seen);
        let wanted = wanted.div_ceil(parties.len());
        let whole = self.dice.chance(50);
        while choices.len() > wanted {
            let out = if whole { choices.len() - 1 } else { self.dice.below(choices.len()) };
            choices.remove(out);
        }
        let crowded = wanted > choices.len();
        let usual = *self.dice.pick(&[EXAMINE, ACCEPT, 3, 6, 7]);
        for (names, act) in choices {
            for name in &names {
                seen.insert(self.key(affair, name, act));
            }
            let stages = self.stages(act, usual, crowded);
            let asked = self.asked(act, &known);
            for stages in stages {
                for party in &parties {
                    self.drafts.push(JuneProcedure {
                        affair,
                        subjects: names.clone(),
                        act,
                        stages,
                        party: None,
                        branch: 0,
                        inquirer: (*party).to_owned(),
                        asks: asked.clone(),
                        from: BTreeSet::new(),
                        touched: false,
                    });
                }
            }
        }
    }

    /// The subjects of an affair by kind; in some affairs two similar ones share their procedures.
    fn groups(&mut self, affair: usize) -> Vec<(char, Vec<&'static str>)> {
        let mut groups: Vec<(char, Vec<&'static str>)> = Vec::new();
        let joint = self.dice.chance(20);
        for (kind, subject) in subjects(affair) {
            if self.is_kept_back(affair, subject) {
                continue;
            }
            match groups.last_mut() {
                Some((k, names))
                    if joint && *k == kind && names.len() < 2 && akin(names[0], subject) =>
                {
                    names.push(subject)
                }
                _ => groups.push((kind, vec![subject])),
            }
        }
        groups
    }

    /// Identifies an inquirer's act about a subject of a law: only one affair may list it.
    fn key(&self, affair: usize, subject: &str, act: &Act) -> String {
        let inquirer = self.affairs[affair].inquirer;
        format!("{inquirer} {} {subject} {}", self.laws[affair], act.text)
    }

    /// All acts that the list of an affair could have: their information is asked for, and no other
    /// affair lists them.
    fn choices(
        &self,
        affair: usize,
        groups: Vec<(char, Vec<&'static str>)>,
        known: &[Ask],
        seen: &BTreeSet<String>,
    ) -> Vec<(Vec<&'static str>, &'static Act)> {
        let mut choices: Vec<(Vec<&'static str>, &'static Act)> = Vec::new();
        for (kind, names) in groups {
            for act in acts(kind) {
                let there = known.iter().any(|a| a.information.contains(act.about));
                let fresh = names.iter().all(|n| !seen.contains(&self.key(affair, n, act)));
                let fit = names.iter().all(|n| fits(act, n));
                if there && fresh && fit && !self.is_kept_back(affair, act.text) {
                    choices.push((names.clone(), act));
                }
            }
        }
        choices
    }

    /// The stages of an act (受理, 審査, 応答 as bits), one value for each procedure.
    fn stages(&mut self, act: &Act, usual: u8, crowded: bool) -> Vec<u8> {
        let stages: &[u8] = match act.form {
            "" => &[0][..],
            "届出" | "申告" | "申出" if crowded => &[ACCEPT, EXAMINE],
            _ if crowded && self.dice.chance(60) => &[ACCEPT, EXAMINE, ANSWER],
            _ if crowded => &[ACCEPT, 6],
            "届出" | "申告" | "申出" => {
                self.dice.pick::<&[u8]>(&[&[ACCEPT], &[EXAMINE], &[3]])
            }
            _ if self.dice.chance(70) => &[usual],
            _ => self.dice.pick::<&[u8]>(&[&[EXAMINE], &[6], &[7]]),
        };
        stages.to_vec()
    }

    /// One to four of the parties that may be asked, or those with the information that the act requires.
    fn asked(&mut self, act: &Act, known: &[Ask]) -> Vec<Ask> {
        let mut asked: Vec<Ask> = known.to_vec();
        let most = 1 + self.dice.below(4);
        while asked.len() > most {
            asked.remove(self.dice.below(asked.len()));
        }
        if !act.about.is_empty() {
            asked = known.iter().filter(|a| a.information.contains(act.about)).cloned().collect();
        }
        asked
    }
}
