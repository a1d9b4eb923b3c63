//! How a ministry words its procedures and cites its provisions, and the layout made of it.

use std::collections::{BTreeMap, BTreeSet};

use forms_core::layout::{Layout, LayoutRow};

use super::numerals;
use super::ordinance::{Item, Number, Section};

const TITLE: &str = "行政手続における特定の個人を識別するための番号の利用等に関する法律別表第二の主務省令で定める事務及び情報を定める命令";
const LETTERS: [char; 12] =
    ['イ', 'ロ', 'ハ', 'ニ', 'ホ', 'ヘ', 'ト', 'チ', 'リ', 'ヌ', 'ル', 'ヲ'];
/// Words of the table that laws of 2018 to 2020 really replaced.
pub(super) const AMENDED: [(&str, &str); 5] = [
    (
        "雇用対策法",
        "労働施策の総合的な推進並びに労働者の雇用の安定及び職業生活の充実等に関する法律",
    ),
    ("就労自立給付金", "就労自立給付金若しくは進学準備給付金"),
    ("学資の貸与", "学資の貸与及び支給"),
    (
        "子どものための教育・保育給付",
        "子どものための教育・保育給付若しくは子育てのための施設等利用給付",
    ),
    ("失業等給付", "失業等給付若しくは育児休業給付"),
];

/// 「A、B又はC」.
fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match &words[..] {
        [most @ .., last] if !most.is_empty() => format!("{}又は{last}", most.join("、")),
        all => all.concat(),
    }
}

impl Section {
    pub(super) fn name(&self, item: &Item) -> String {
        let (act, several) = (listed(&item.acts), item.acts.len() > 1);
        let subjects = listed(&item.subjects);
        let plain = format!("{subjects}{}{act}", item.link);
        let full = if self.law.is_empty() {
            plain.clone()
        } else {
            format!("{}による{plain}", self.law)
        };
        let name = match (
            item.wording,
            ["申請", "請求", "届出"].into_iter().find(|k| act.ends_with(k)),
        ) {
            (0, _) => plain,
            (1, _) => full,
            (2, Some(_)) => format!("{full}に係る事実についての審査に関する事務"),
            (_, Some(kind)) => {
                let kind = if several { "申請等" } else { kind };
                format!(
                    "{full}の受理、その{kind}に係る事実についての審査又はその{kind}に対する応答に関する事務"
                )
            }
            _ => format!("{full}に関する事務"),
        };
        match (&item.party, self.style.party) {
            (None, _) => name,
            (Some(party), 0) => format!("{name}（{party}への照会）"),
            (Some(party), 1) => format!("{name}（照会先：{party}）"),
            (Some(party), _) => format!("【{party}】{name}"),
        }
    }

    pub(super) fn name_party(&self, item: &mut Item) {
        let parties: BTreeSet<&str> = item.asks.iter().map(|a| a.provider.as_str()).collect();
        if parties.len() <= 2 {
            let named = parties.into_iter().collect::<Vec<_>>().join("及び");
            item.party.get_or_insert(named);
        }
    }

    pub(super) fn replace(&mut self, from: &str, to: &str) {
        let asks = self.items.iter_mut().flat_map(|i| &mut i.asks).map(|a| &mut a.information);
        asks.for_each(|text| *text = text.replace(from, to));
        let subjects = self.items.iter_mut().flat_map(|i| &mut i.subjects);
        for text in subjects.chain([&mut self.affair, &mut self.law]) {
            *text = text.replace(from, to);
        }
    }

    fn provision(&self, item: &Item) -> String {
        let (script, title, gap) = match self.style.provision {
            0 => (0, "", ""),
            1 => (1, "", ""),
            2 => (2, "", ""),
            3 => (0, "別表第二主務省令", ""),
            4 => (2, TITLE, ""),
            5 => (1, "命令", ""),
            _ => (0, "番号法別表第二の主務省令", "　"),
        };
        let part = |(number, branch): Number, unit: &str| match branch {
            0 => format!("第{}{unit}", written(number, script)),
            branch => format!("第{}{unit}の{}", written(number, script), written(branch, script)),
        };
        let mut text = format!("{title}{gap}{}", part(self.article, "条"));
        if item.paragraph > 0 {
            text += &part((item.paragraph, 0), "項");
        }
        if self.items.iter().any(|i| i.number != item.number) {
            text = text + gap + &part(item.number, "号");
        }
        match (item.letter, item.asks.len()) {
            (Some(letter), _) => text.extend(LETTERS.get(letter)),
            (None, 2) if self.style.letters => text += "イ及びロ",
            (None, n @ 3..=12) if self.style.letters => {
                text += &format!("イから{}まで", LETTERS[n - 1])
            }
            _ => {}
        }
        text
    }
}

/// A number in half width, full width or kanji.
fn written(number: u16, script: usize) -> String {
    match script {
        0 => number.to_string(),
        1 => numerals::full_width(number.into()),
        _ => numerals::kanji(number.into()),
    }
}

pub(super) fn publish(sections: &[Section], numbers: &mut BTreeMap<String, usize>) -> Layout {
    let number = |(row, branch): Number| match branch {
        0 => row.to_string(),
        branch => format!("{row}の{branch}"),
    };
    let mut rows = Vec::new();
    for section in sections {
        for (item, ask) in section.items.iter().flat_map(|i| i.asks.iter().map(move |a| (i, a))) {
            let first = |text: String, (from, to): &(&str, &str)| text.replace(to, from);
            let known = AMENDED.iter().fold(ask.information.clone(), first);
            let count = numbers.len() + 1;
            let information = *numbers.entry(known).or_insert(count);
            rows.push(LayoutRow {
                affair_number: number(section.row).parse().ok(),
                affair_id: format!("JM01000000{:03}{:03}", section.row.0, section.row.1)
                    .parse()
                    .ok(),
                affair_name: section.affair.clone(),
                procedure_id: format!("JT0101{:010}", item.id).parse().expect("a code"),
                procedure_name: section.name(item),
                legal_basis: section.provision(item),
                inquirer: item.inquirer.clone(),
                provider: ask.provider.clone(),
                information_number: information.to_string().parse().ok(),
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
