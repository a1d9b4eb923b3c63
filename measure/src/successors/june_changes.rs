//! The changes of a June revision to single procedures of an affair: merged, split, and asking others.

use std::collections::BTreeSet;

use super::june_acts::akin;
use super::june_list::{Ask, Draftsman, EXAMINE, JuneProcedure, asks, shortened};
use super::june_subjects::subjects;

impl Draftsman<'_> {
    /// Joins later drafts into earlier ones that the test pairs with them.
    fn join(&mut self, affair: usize, pairs: impl Fn(&JuneProcedure, &JuneProcedure) -> bool) {
        let mut out: Vec<JuneProcedure> = Vec::new();
        for draft in std::mem::take(&mut self.drafts) {
            let met = out.iter_mut().find(|d| d.affair == affair && pairs(d, &draft));
            let Some(earlier) = met.filter(|_| draft.affair == affair) else {
                out.push(draft);
                continue;
            };
            earlier.stages |= draft.stages;
            for subject in draft.subjects {
                if !earlier.subjects.contains(&subject) {
                    earlier.subjects.push(subject);
                }
            }
            for ask in draft.asks {
                if !earlier.asks.contains(&ask) {
                    earlier.asks.push(ask);
                }
            }
            earlier.from.extend(draft.from);
            earlier.touched = true;
        }
        self.drafts = out;
    }

    pub(super) fn merge_stages(&mut self, affair: usize) {
        self.join(affair, |d, e| {
            d.act == e.act && d.subjects == e.subjects && d.inquirer == e.inquirer
        });
    }

    pub(super) fn merge_benefits(&mut self, affair: usize) {
        let own = subjects(affair);
        let neighbours = own
            .windows(2)
            .filter(|w| w[0].0 == w[1].0 && akin(w[0].1, w[1].1))
            .map(|w| (w[0].1, w[1].1));
        let neighbours: Vec<_> = neighbours.collect();
        if neighbours.is_empty() {
            return;
        }
        let (one, other) = *self.dice.pick(&neighbours);
        self.join(affair, |d, e| {
            let alike = d.act == e.act && d.stages == e.stages && d.inquirer == e.inquirer;
            alike && d.subjects == [one] && e.subjects == [other]
        });
    }

    pub(super) fn split_stages(&mut self, affair: usize) {
        self.each(affair, |dice, draft| {
            let parts: &[u8] = match draft.stages {
                7 => dice.pick::<&[u8]>(&[&[1, 6], &[1, 2, 4], &[3, 4]]),
                6 => &[2, 4],
                3 => &[1, 2],
                _ => return vec![draft],
            };
            parts
                .iter()
                .map(|p| JuneProcedure { stages: *p, touched: true, ..draft.clone() })
                .collect()
        });
    }

    pub(super) fn split_benefits(&mut self, affair: usize) {
        self.each(affair, |_, draft| match draft.subjects.len() {
            2.. => {
                let part = |s: &&'static str| JuneProcedure {
                    subjects: vec![*s],
                    touched: true,
                    ..draft.clone()
                };
                draft.subjects.iter().map(part).collect()
            }
            _ => vec![draft],
        });
    }

    pub(super) fn split_by_inquirer(&mut self, affair: usize) {
        self.each(affair, |_, draft| match draft.inquirer.as_str() {
            "都道府県知事又は市町村長" => ["都道府県知事", "市町村長"]
                .map(|party| JuneProcedure {
                    inquirer: party.to_owned(),
                    touched: true,
                    ..draft.clone()
                })
                .to_vec(),
            _ => vec![draft],
        });
    }

    /// The designated cities come to do what the prefectures go on doing.
    pub(super) fn for_cities_too(&mut self, affair: usize) {
        if self.affairs[affair].inquirer != "都道府県知事" {
            return;
        }
        self.each(affair, |_, draft| match draft.inquirer.as_str() {
            "都道府県知事" => {
                let inquirer = "指定都市の長".to_owned();
                let from = BTreeSet::new();
                let city = JuneProcedure { inquirer, from, touched: true, ..draft.clone() };
                vec![draft, city]
            }
            _ => vec![draft],
        });
    }

    pub(super) fn name_the_asked(&mut self, affair: usize) {
        let way = self.dice.below(4);
        self.each(affair, |_, mut draft| {
            let providers = way != 1;
            let mut asked: Vec<String> = Vec::new();
            for ask in &draft.asks {
                let short = shortened(if providers { &ask.provider } else { &ask.information });
                if !asked.contains(&short) {
                    asked.push(short);
                }
            }
            let listed = match asked.len() {
                0..3 => asked.join("及び"),
                _ => format!("{}等", asked[0].trim_end_matches('等')),
            };
            draft.party = Some(match way {
                0 => format!("（{listed}への照会）"),
                1 => format!("（{listed}の照会）"),
                2 => format!("（照会先：{listed}）"),
                _ => format!("（{listed}）"),
            });
            vec![draft]
        });
    }

    /// A procedure for each party that is asked.
    pub(super) fn split_by_asked(&mut self, affair: usize) {
        self.each(affair, |_, draft| {
            let mut parts: Vec<(String, Vec<Ask>)> = Vec::new();
            for ask in &draft.asks {
                let short = shortened(&ask.provider);
                match parts.iter_mut().find(|p| p.0 == short) {
                    Some(part) => part.1.push(ask.clone()),
                    None => parts.push((short, vec![ask.clone()])),
                }
            }
            let many = parts.len() > 1;
            let part = |(n, (short, asks))| JuneProcedure {
                party: Some(format!("（{short}への照会）")),
                branch: if many { n + 1 } else { 0 },
                asks,
                touched: true,
                ..draft.clone()
            };
            (0u32..).zip(parts).map(part).collect()
        });
    }

    pub(super) fn ask_more(&mut self, affair: usize) {
        let from = self.dice.below(self.affairs.len());
        let more = asks(&self.affairs[from]);
        let more: Vec<Ask> =
            more.into_iter().filter(|a| a.information.ends_with("関係情報")).collect();
        if more.is_empty() {
            return;
        }
        let more = self.dice.pick(&more).clone();
        self.each(affair, |dice, mut draft| {
            if draft.stages & EXAMINE != 0 && !draft.asks.contains(&more) {
                draft.asks.push(more.clone());
                draft.touched |= dice.chance(50);
            }
            vec![draft]
        });
    }
}
