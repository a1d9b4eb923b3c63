//! The numbers that a browser shows before the items of a list.

use super::style::Attributes;
use crate::text::numeral::{aiueo, iroha, kanji};

/// The notation of the numbers of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Decimal,
    Letters,
    Roman,
    CapitalRoman,
    Katakana,
    Iroha,
    Kanji,
    /// Without numbers; the items have their own or none.
    Unnumbered,
}

/// A list with numbers.
#[derive(Debug)]
pub(super) struct List {
    start: Option<i32>,
    reversed: bool,
    style: Style,
    /// The number of its items.
    pub(super) items: i32,
    /// The list in an item of which it lies.
    pub(super) parent: Option<usize>,
}

/// The provisions that the numbers of a list count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    Paragraphs,
    Items,
    /// Provisions below the items of another list, by the number of levels between.
    Below(usize),
}

impl List {
    pub(super) fn of(attributes: &Attributes<'_>, parent: Option<usize>) -> Self {
        let style = attributes.get("style").unwrap_or_default();
        let named = style.split(';').find_map(|declaration| {
            let (name, value) = declaration.split_once(':')?;
            if !matches!(name.trim(), "list-style" | "list-style-type") {
                return None;
            }
            value.split_whitespace().find_map(Self::style_of_name)
        });
        let typed = match attributes.letter("type") {
            Some('a' | 'A') => Style::Letters,
            Some('i') => Style::Roman,
            Some('I') => Style::CapitalRoman,
            _ => Style::Decimal,
        };
        Self {
            start: attributes.number("start"),
            reversed: attributes.has("reversed"),
            style: named.unwrap_or(typed),
            items: 0,
            parent,
        }
    }

    fn style_of_name(name: &str) -> Option<Style> {
        Some(match name {
            "decimal" | "decimal-leading-zero" => Style::Decimal,
            "lower-alpha" | "upper-alpha" | "lower-latin" | "upper-latin" => Style::Letters,
            "lower-roman" => Style::Roman,
            "upper-roman" => Style::CapitalRoman,
            "katakana" => Style::Katakana,
            "katakana-iroha" => Style::Iroha,
            "cjk-ideographic"
            | "japanese-informal"
            | "japanese-formal"
            | "cjk-decimal"
            | "trad-chinese-informal"
            | "simp-chinese-informal" => Style::Kanji,
            "none" | "disc" | "circle" | "square" => Style::Unnumbered,
            _ => return None,
        })
    }

    /// Returns the number of the first item.
    pub(super) fn first(&self) -> i32 {
        self.start.unwrap_or(if self.reversed { self.items } else { 1 })
    }

    /// Returns the number after one.
    pub(super) fn next(&self, number: i32) -> i32 {
        number.saturating_add(if self.reversed { -1 } else { 1 })
    }

    pub(super) fn is_numbered(&self) -> bool {
        self.style != Style::Unnumbered
    }

    /// Returns the mark of a number as a rule writes it; `None` if it has none in this style.
    pub(super) fn mark(&self, number: i32, counts: Counts) -> Option<String> {
        let n = u32::try_from(number).ok()?;
        let place = n.checked_sub(1)?;
        let from = |first: char, most: u32| {
            (place < most)
                .then(|| char::from_u32(u32::from(first) + place))
                .flatten()
                .map(String::from)
        };
        match self.style {
            Style::Decimal => Some(match counts {
                Counts::Items => format!("({n})"),
                Counts::Paragraphs | Counts::Below(0) => n.to_string(),
                Counts::Below(_) => return from('①', 20),
            }),
            Style::Letters => from('a', 26),
            Style::Roman => from('ⅰ', 12),
            Style::CapitalRoman => from('Ⅰ', 12),
            Style::Katakana => aiueo(n).map(String::from),
            Style::Iroha => iroha(n).map(String::from),
            // From 100 on a mark is written in digits.
            Style::Kanji => Some(if n < 100 { kanji(n) } else { n.to_string() }),
            Style::Unnumbered => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(attributes: &[(&str, &str)], items: i32) -> Vec<String> {
        let attributes =
            Attributes::of(attributes.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())));
        let mut list = List::of(&attributes, None);
        list.items = items;
        let mut number = list.first();
        (0..items)
            .map(|_| {
                let mark = list.mark(number, Counts::Items).unwrap_or_default();
                number = list.next(number);
                mark
            })
            .collect()
    }

    #[test]
    fn lists_count_as_in_a_browser() {
        for (attributes, marks) in [
            (&[][..], ["(1)", "(2)", "(3)"]),
            (&[("start", "4")], ["(4)", "(5)", "(6)"]),
            (&[("reversed", "")], ["(3)", "(2)", "(1)"]),
            (&[("reversed", ""), ("start", "9")], ["(9)", "(8)", "(7)"]),
            (&[("type", "a")], ["a", "b", "c"]),
            (&[("type", "i")], ["ⅰ", "ⅱ", "ⅲ"]),
            (&[("type", "I")], ["Ⅰ", "Ⅱ", "Ⅲ"]),
            (&[("style", "list-style-type: katakana-iroha")], ["イ", "ロ", "ハ"]),
            (&[("style", "list-style:katakana inside")], ["ア", "イ", "ウ"]),
            (&[("style", "list-style-type:cjk-ideographic"), ("start", "9")], ["九", "十", "十一"]),
            (
                &[("style", "list-style-type:cjk-ideographic"), ("start", "98")],
                ["九十八", "九十九", "100"],
            ),
            (&[("style", "list-style-type:katakana"), ("start", "45")], ["ヲ", "ン", ""]),
            (&[("style", "list-style:none")], ["", "", ""]),
            (&[("start", "0")], ["", "(1)", "(2)"]),
        ] {
            assert_eq!(list(attributes, 3), marks, "{attributes:?}");
        }
    }
}
