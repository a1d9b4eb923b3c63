//! How ministries name and cite their procedures, and the layout that this makes.

use std::collections::BTreeMap;

use forms_core::layout::{Layout, LayoutRow};

use super::generator::Dice;
use super::ministries::{Citing, Desk, Work, listed};
use super::numerals;
use super::ordinance::Number;

impl Desk {
    /// The name of a procedure in the desk's wording.
    pub(super) fn name(&self, work: &Work) -> String {
        let w = self.wording;
        let people = listed(&work.people);
        let before = if people.is_empty() || w.person > 0 {
            String::new()
        } else {
            format!("{people}に係る")
        };
        let mut name = format!("{before}{}の{}", listed(&work.things), self.act(work));
        name += &self.tail(work);
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
        // The titles of laws are not reworded.
        self.head(work) + &name
    }

    /// The acts of a procedure: 認定の請求, or 認定請求 in tight wording.
    fn act(&self, work: &Work) -> String {
        let mut act = listed(&work.acts);
        if self.wording.tight {
            for of in ["請求", "申請", "届出", "申込み", "申出", "変更", "改定", "再交付"]
            {
                act = act.replace(&format!("の{of}"), of);
            }
        }
        if work.and_so_on {
            act += "等";
        }
        act
    }

    /// The law, or its article, before the name.
    fn head(&self, work: &Work) -> String {
        let w = self.wording;
        let article = work.clause + u16::from(work.clause >= w.clause);
        match w.head {
            1 if !self.law.is_empty() => format!("{}による", self.law),
            2 if !self.law.is_empty() => format!("{}第{}条の", self.law, kanji(article)),
            _ => String::new(),
        }
    }

    /// The stages (受理, 審査, 応答) after the acts.
    fn tail(&self, work: &Work) -> String {
        let kinds = ["請求", "申請", "届出", "申込み", "申出", "申告"];
        let kind = kinds.into_iter().find(|k| work.acts.iter().all(|d| d.ends_with(k)));
        match (work.stage, self.wording.tail, kind) {
            (Some(0), _, _) => "の受理に関する事務".to_owned(),
            (Some(1), _, _) => "に係る事実についての審査に関する事務".to_owned(),
            (Some(_), _, _) => "に対する応答に関する事務".to_owned(),
            (_, 0, _) => String::new(),
            (_, 2, Some(_)) => "に係る事実についての審査に関する事務".to_owned(),
            (_, 3, Some(kind)) => format!(
                "の受理、その{kind}に係る事実についての審査又はその{kind}に対する応答に関する事務"
            ),
            _ => "に関する事務".to_owned(),
        }
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
