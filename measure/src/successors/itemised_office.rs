//! An affair of the itemised list: its article, its items, and how they are named and cited.

use super::generator::Dice;
use super::itemised_acts::{
    Act, BANK, Style, base, halves, informations, shuffled, suits, without_brackets,
};
use super::numerals::{full_width, kanji};
use super::statute::Affair;

/// One item of an article: a procedure, or two of the same name if two kinds of offices have one each.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) act: Act,
    /// Indices in the affair's list.
    pub(super) asks: Vec<usize>,
    pub(super) twin: bool,
    pub(super) names_party: bool,
    pub(super) number: u32,
    /// イ, ロ, … of a split item.
    pub(super) letter: Option<usize>,
    /// The old items it comes from, by index.
    pub(super) from: Vec<usize>,
    pub(super) touched: bool,
}

/// An affair with its article.
#[derive(Clone)]
pub(super) struct Office {
    pub(super) row: (u32, u32),
    pub(super) ordinance: &'static str,
    pub(super) article: (u32, u32),
    pub(super) inquirer: String,
    pub(super) halves: Option<[String; 2]>,
    pub(super) name: String,
    pub(super) asks: Vec<(String, String)>,
    pub(super) items: Vec<Item>,
}

impl Office {
    pub(super) fn new(affair: &Affair, per_affair: usize, dice: &mut Dice) -> Self {
        let mut asks = Vec::new();
        for (provider, cell) in &affair.asks {
            asks.extend(informations(cell).into_iter().map(|i| (without_brackets(provider), i)));
        }
        let mut office = Self {
            row: (0, 0),
            ordinance: "",
            article: (0, 0),
            inquirer: affair.inquirer.to_owned(),
            halves: halves(affair.inquirer),
            name: affair.name.to_owned(),
            asks,
            items: Vec::new(),
        };
        let many = per_affair.div_ceil(2) + dice.below(per_affair + 1);
        let mut bases = shuffled(BANK, dice);
        bases.retain(|place| suits(*place, affair.name));
        while let Some(first) = bases.pop().filter(|_| office.items.len() < many) {
            let alike = bases.iter().position(|other| base(*other).0 == base(first).0);
            let asked = office.some_asks(dice);
            let twin = office.halves.is_some() && dice.chance(50);
            if let Some(at) = alike.filter(|_| dice.chance(8)) {
                let mut both = vec![first, bases.remove(at)];
                both.sort_unstable();
                office.items.push(Item::new(Act { bases: both, handlings: vec![1] }, asked, twin));
                continue;
            }
            let handlings = *dice.pick(&[&[1_usize][..], &[1], &[0], &[0, 1]]);
            for handling in handlings {
                let act = Act { bases: vec![first], handlings: vec![*handling] };
                office.items.push(Item::new(act, asked.clone(), twin));
            }
        }
        office.items.sort_by_key(|item| (item.act.bases.clone(), item.act.handlings.clone()));
        for (number, item) in (1..).zip(&mut office.items) {
            item.number = number;
        }
        office
    }

    pub(super) fn some_asks(&self, dice: &mut Dice) -> Vec<usize> {
        let many = 1 + dice.below(self.asks.len().min(3));
        let mut asks: Vec<usize> = shuffled(self.asks.len(), dice).into_iter().take(many).collect();
        asks.sort_unstable();
        asks
    }

    pub(super) fn providers(&self, item: &Item) -> Vec<&str> {
        let mut providers = Vec::new();
        for ask in &item.asks {
            let provider = self.asks[*ask].0.as_str();
            if !providers.contains(&provider) {
                providers.push(provider);
            }
        }
        providers
    }

    pub(super) fn inquirers(&self, item: &Item) -> Vec<String> {
        match &self.halves {
            Some(halves) if item.twin => halves.to_vec(),
            _ => vec![self.inquirer.clone()],
        }
    }

    pub(super) fn item_name(&self, item: &Item, style: Style) -> String {
        let whole = self.name.strip_suffix("に関する事務").unwrap_or(&self.name);
        let law = whole.match_indices("による").find(|(at, _)| {
            let before = &whole[..*at];
            before.ends_with("法") || before.ends_with("法律") || before.ends_with("号")
        });
        // 同法 would have nothing to refer to.
        let short = match law.map(|(at, word)| &whole[at + word.len()..]) {
            Some(rest) if !rest.contains("同法") => rest,
            _ => whole,
        };
        let party = self.providers(item).join("、");
        let act = item.act.text();
        let (mut name, party) = match style {
            Style::Short => (format!("{short}に係る{act}"), format!("（{party}への照会）")),
            Style::Lawful => (format!("{whole}に関する{act}"), format!("（照会先：{party}）")),
            Style::ActFirst => (format!("{act}（{short}）"), format!("（{party}に対する照会）")),
        };
        if item.names_party {
            name.push_str(&party);
        }
        name
    }

    pub(super) fn provision(&self, item: &Item, style: Style) -> String {
        let number = if style == Style::ActFirst { full_width } else { kanji };
        let mut text = format!("{}第{}条", self.ordinance, number(self.article.0));
        if self.article.1 > 0 {
            text = format!("{text}の{}", number(self.article.1));
        }
        if self.items.iter().any(|other| other.number > 1) {
            text = format!("{text}第{}号", number(item.number));
        }
        text.extend(item.letter.and_then(|at| "イロハニホヘト".chars().nth(at)));
        text
    }
}

impl Item {
    pub(super) fn new(act: Act, asks: Vec<usize>, twin: bool) -> Self {
        let from = vec![];
        Self { act, asks, twin, names_party: false, number: 0, letter: None, from, touched: false }
    }
}
