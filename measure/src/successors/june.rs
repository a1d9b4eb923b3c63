//! Pairs of layouts as June revisions make them: every law has its office, which leaves its list
//! alone, touches it up, or writes it anew after its law was amended or went to another ministry.

use std::collections::BTreeSet;

use super::generator::{Dice, Pair};
use super::june_acts::{TITLES, WAYS, acts, fits};
use super::june_list::{Draftsman, EXAMINE, JuneProcedure, OfficeStyle, asks, law_of};
use super::june_subjects::subjects;
use super::june_table::{TableChanges, publish};
use super::statute::Affair;

pub(crate) fn june(statute: &[Affair], all_new: bool, per_affair: usize, seed: u64) -> Pair {
    let mut dice = Dice::new(seed);
    let laws: Vec<String> = statute.iter().map(|a| law_of(a.name)).collect();
    let hands = Vec::new();
    let (kept_back, drafts) = (BTreeSet::new(), Vec::new());
    let affairs = statute.to_vec();
    let mut office = Draftsman { dice: &mut dice, affairs, laws, kept_back, hands, drafts };
    office.keep_back();
    office.first_version(per_affair);
    let old = (office.hands.clone(), office.drafts.clone());
    for (n, draft) in office.drafts.iter_mut().enumerate() {
        draft.from = BTreeSet::from([n]);
    }
    let mut table = TableChanges::default();
    let all: BTreeSet<String> = office.laws.iter().cloned().collect();
    for law in &all {
        office.revise(law, &mut table);
    }
    for affair in [73, 102, 115] {
        if office.dice.chance(40) {
            office.drafts.retain(|d| d.affair != affair);
            table.closed.push(affair);
        }
    }
    office.new_affair();
    let (hands, drafts) = (office.hands, office.drafts);
    publish(old, (hands, drafts), all_new, &table, &mut dice)
}

impl Draftsman<'_> {
    /// One law's June.
    fn revise(&mut self, law: &str, table: &mut TableChanges) {
        let mine = self.affairs_of(law);
        let kind = self.dice.below(100);
        if kind < 30 {
            return;
        }
        let amended = kind >= 65;
        if amended {
            let reach = self.dice.below(3);
            if kind >= 90 {
                self.move_to(law, &mine, table);
            } else if reach == 0 {
                self.retitle(&mine);
            }
            match self.dice.below(4) {
                0 => self.new_benefit(law, &mine),
                1 | 2 => self.abolish_benefit(law, &mine),
                _ => {}
            }
        }
        if self.dice.chance(if amended { 50 } else { 20 }) {
            self.abolish_act(&mine);
        }
        if self.dice.chance(if amended { 50 } else { 25 }) {
            self.new_act(law, &mine);
        }
        for affair in mine {
            match self.dice.below(if amended { 8 } else { 14 }) {
                0 => self.merge_stages(affair),
                1 => self.split_stages(affair),
                2 => self.merge_benefits(affair),
                3 => self.split_benefits(affair),
                4 => self.split_by_inquirer(affair),
                5 => self.for_cities_too(affair),
                _ => {}
            }
            match self.dice.below(10) {
                0..3 => self.name_the_asked(affair),
                3 => self.split_by_asked(affair),
                4 => self.ask_more(affair),
                _ => {}
            }
            if self.dice.chance(if amended { 60 } else { 40 }) {
                self.touch_up(affair);
            }
        }
    }

    pub(super) fn each(
        &mut self,
        affair: usize,
        mut change: impl FnMut(&mut Dice, JuneProcedure) -> Vec<JuneProcedure>,
    ) {
        let mut out = Vec::new();
        for draft in std::mem::take(&mut self.drafts) {
            if draft.affair == affair {
                out.extend(change(self.dice, draft));
            } else {
                out.push(draft);
            }
        }
        self.drafts = out;
    }

    /// The ministry takes the law's affairs into an order of its own; those of children go to the
    /// Cabinet Office, whose minister is the inquirer then.
    fn move_to(&mut self, law: &str, mine: &[usize], table: &mut TableChanges) {
        let has = |words: &[&str]| words.iter().any(|w| law.contains(w));
        let children = has(&["児童", "母子", "子ども"]);
        let ministry = match () {
            () if children => "内閣府",
            () if has(&["地方", "災害", "被災"]) => "総務省",
            () if has(&["国家公務員"]) => "財務省",
            () if has(&["学校", "学生", "スポーツ"]) => "文部科学省",
            () if has(&["住宅"]) => "国土交通省",
            () => "厚生労働省",
        };
        table.moved.push((ministry, mine.to_vec()));
        let inquirers = children && self.dice.chance(70);
        for draft in self.drafts.iter_mut().filter(|d| inquirers && mine.contains(&d.affair)) {
            let governors = "都道府県知事、市長又は福祉事務所を管理する町村長";
            let new = draft.inquirer.replace("厚生労働大臣", "内閣総理大臣");
            let new = if new == "都道府県知事等" { governors.to_owned() } else { new };
            draft.touched |= new != draft.inquirer;
            draft.inquirer = new;
        }
    }

    fn retitle(&mut self, mine: &[usize]) {
        for affair in mine {
            let hand = &mut self.hands[*affair];
            for (old, new) in TITLES {
                hand.affair = hand.affair.replace(old, new);
                hand.law = hand.law.replace(old, new);
            }
        }
    }

    fn new_benefit(&mut self, law: &str, mine: &[usize]) {
        let coming = self.subjects_of(law).into_iter().find(|s| self.is_kept_back(mine[0], s.1));
        let Some((kind, subject)) = coming else { return };
        for affair in mine.iter().filter(|a| subjects(**a).contains(&(kind, subject))) {
            let models: Vec<JuneProcedure> =
                self.drafts.iter().filter(|d| d.affair == *affair).cloned().collect();
            let Some(model) = models.iter().find(|d| acts(kind).contains(d.act)) else { continue };
            let first = model.subjects.clone();
            for draft in models.iter().filter(|d| d.subjects == first) {
                let subjects = vec![subject];
                let from = BTreeSet::new();
                self.drafts.push(JuneProcedure { subjects, from, touched: true, ..draft.clone() });
            }
        }
    }

    /// A benefit that no other law knows and that the affairs' names can do without; of the pensions
    /// only those that were of an earlier law.
    fn abolish_benefit(&mut self, law: &str, mine: &[usize]) {
        let all: Vec<_> = self.subjects_of(law).into_iter().map(|s| s.1).collect();
        let others = |s: &str| {
            self.drafts.iter().any(|d| !mine.contains(&d.affair) && d.subjects.contains(&s))
        };
        let named = |s: &str| {
            let cut = format!("又は{s}の");
            mine.iter().map(|a| &self.hands[*a].affair).any(|n| n.contains(s) && !n.contains(&cut))
        };
        let distinct = |s: &str| all.iter().all(|o| *o == s || !o.contains(s) && !s.contains(*o));
        let of_pensions = |s: &str| s.ends_with("年金") && !s.starts_with('旧');
        let could = all.iter().copied().filter(|s| distinct(s) && !named(s) && !others(s));
        let could = could.filter(|s| !of_pensions(s));
        let could: Vec<&str> = could.collect();
        if all.len() < 2 || could.is_empty() {
            return;
        }
        let gone = *self.dice.pick(&could);
        for affair in mine {
            self.each(*affair, |_, mut draft| {
                if draft.subjects == [gone] {
                    return Vec::new();
                }
                draft.subjects.retain(|s| *s != gone);
                vec![draft]
            });
            let hand = &mut self.hands[*affair];
            hand.affair = hand.affair.replace(&format!("又は{gone}"), "");
        }
    }

    /// An act that is done away with for the law's benefits, none of which another law has too.
    fn abolish_act(&mut self, mine: &[usize]) {
        let there: BTreeSet<&str> = self
            .drafts
            .iter()
            .filter(|d| mine.contains(&d.affair) && d.act.fades)
            .map(|d| d.act.text)
            .collect();
        let shared = |text: &str| {
            let (own, others): (Vec<&JuneProcedure>, Vec<&JuneProcedure>) = self
                .drafts
                .iter()
                .filter(|d| d.act.text == text)
                .partition(|d| mine.contains(&d.affair));
            let mut named = own.iter().flat_map(|d| &d.subjects);
            named.any(|s| others.iter().any(|d| d.subjects.contains(s)))
        };
        let there: Vec<&str> = there.into_iter().filter(|text| !shared(text)).collect();
        if !there.is_empty() {
            let gone = *self.dice.pick(&there);
            self.drafts.retain(|d| !mine.contains(&d.affair) || d.act.text != gone);
        }
    }

    fn new_act(&mut self, law: &str, mine: &[usize]) {
        for affair in mine {
            let mut out: Vec<JuneProcedure> = Vec::new();
            let mut done = BTreeSet::new();
            for draft in std::mem::take(&mut self.drafts) {
                let act = self
                    .subjects_of(law)
                    .iter()
                    .filter(|s| draft.subjects.contains(&s.1))
                    .flat_map(|s| acts(s.0))
                    .find(|a| {
                        let fit = draft.subjects.iter().all(|s| fits(a, s));
                        fit && self.is_kept_back(*affair, a.text)
                    });
                let key = (draft.subjects.clone(), draft.inquirer.clone());
                let fits = draft.affair == *affair && act.is_some() && done.insert(key);
                let added = act.filter(|_| fits).map(|act| JuneProcedure {
                    act,
                    stages: if act.form.is_empty() { 0 } else { EXAMINE },
                    from: BTreeSet::new(),
                    touched: true,
                    ..draft.clone()
                });
                out.push(draft);
                out.extend(added);
            }
            self.drafts = out;
        }
    }

    fn touch_up(&mut self, affair: usize) {
        let hand = &mut self.hands[affair];
        for _ in 0..1 + self.dice.below(3) {
            hand.ways ^= 1 << self.dice.below(WAYS.len());
        }
        if self.dice.chance(15) {
            hand.tail = !hand.tail;
        }
        let law = &self.laws[affair];
        if self.dice.chance(15) && (law.ends_with('法') || law.ends_with("法律")) {
            let law = TITLES.iter().find(|t| hand.affair.starts_with(t.1)).map_or(&**law, |t| t.1);
            hand.law = if hand.law.is_empty() { law.to_owned() } else { String::new() };
        }
    }

    /// 69の2, as the statute really gained it.
    fn new_affair(&mut self) {
        let name = "母子保健法による保健指導、新生児の訪問指導、健康診査、妊産婦の訪問指導、未熟児の訪問指導又は母子健康包括支援センターの事業の実施に関する事務";
        let asked = vec![("市町村長", "健康診査情報")];
        self.affairs.push(Affair { inquirer: "市町村長", name, asks: asked });
        let affair = self.affairs.len() - 1;
        let (law, ways) = (String::new(), 0);
        self.hands.push(OfficeStyle { affair: name.to_owned(), law, tail: false, ways });
        for subject in ["保健指導", "新生児の訪問指導", "健康診査", "未熟児の訪問指導"]
        {
            self.drafts.push(JuneProcedure {
                affair,
                subjects: vec![subject],
                act: &acts('R')[3],
                stages: 0,
                party: None,
                branch: 0,
                inquirer: "市町村長".to_owned(),
                asks: asks(&self.affairs[affair]),
                from: BTreeSet::new(),
                touched: true,
            });
        }
    }
}
