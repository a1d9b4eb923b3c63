//! Writes a path in its normal form, in three styles.

use super::unit::{quoted, reads_as_banded, reads_as_row};
use crate::law::path::{
    Division, ProvisionPath, SentencePart, TableRef, is_row_number, is_zero_row,
};
use crate::text::numeral::{kanji, number_prefix, widen};

/// The notation of numbers in a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// 第3条の2第1項第4号イ.
    #[default]
    HalfWidth,
    /// 第３条の２第１項第４号イ.
    FullWidth,
    /// 第三条の二第一項第四号イ.
    Kanji,
}

impl Style {
    /// Every style.
    pub const ALL: [Self; 3] = [Self::HalfWidth, Self::FullWidth, Self::Kanji];

    fn number(self, n: u32) -> String {
        match self {
            Self::HalfWidth => n.to_string(),
            Self::FullWidth => widen(&n.to_string()),
            Self::Kanji => kanji(n),
        }
    }

    /// Returns a text with its digits in this style.
    fn words(self, text: &str) -> String {
        if self == Self::HalfWidth {
            return text.to_owned();
        }
        let mut out = String::new();
        let mut digits = String::new();
        for c in text.chars().chain(['\0']) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            match digits.parse() {
                Ok(n) => out.push_str(&self.number(n)),
                Err(_) => out.push_str(&widen(&digits)),
            }
            digits.clear();
            if c != '\0' {
                out.push(c);
            }
        }
        widen(&out)
    }
}

fn branched(style: Style, unit: char, numbers: &[u32], out: &mut String) {
    let Some((first, branches)) = numbers.split_first() else { return };
    out.push('第');
    out.push_str(&style.number(*first));
    out.push(unit);
    for branch in branches {
        out.push('の');
        out.push_str(&style.number(*branch));
    }
}

fn table(style: Style, table: &TableRef, inside: bool, out: &mut String) {
    if inside {
        out.push('の');
    }
    out.push_str(&style.words(&table.name));
    // 別表第1の2 and its row 3 would read as the row 2の3 of 別表第1.
    let branched_name = table.name.contains('の');
    if let Some(row) = &table.row
        && let Some((band, in_band)) = table.band()
        && let joint = if branched_name { '中' } else { 'の' }
        && !is_zero_row(row)
        && reads_as_banded(row, joint)
    {
        let counted = |part: &str| match is_row_number(part) {
            true => style.words(part),
            false => part.to_owned(),
        };
        out.push(joint);
        out.push_str(&counted(band));
        out.push_str("の部");
        if let Some(in_band) = in_band {
            out.push('の');
            out.push_str(&counted(in_band));
            out.push_str("の項");
        }
    } else if let Some(row) = &table.row {
        let words = table.row_words();
        out.push(if branched_name && words.is_none() { '中' } else { 'の' });
        // A row headed by words is cited by exactly those words.
        match words {
            None => out.push_str(&style.words(row)),
            Some(words) if reads_as_row(words) => out.push_str(words),
            Some(words) => match quoted(words) {
                Some(quoted) => out.push_str(&quoted),
                None => out.push_str(words),
            },
        }
        out.push_str("の項");
    }
    if let Some(column) = &table.column {
        out.push_str(&style.words(column));
    }
}

/// Returns the first and last character of an item for [`runs_on`]: a branch (第4号の2) ends with a digit.
fn ends_of(item: &[u32]) -> (char, char) {
    ('第', if item.len() > 1 { '0' } else { '号' })
}

/// True if a mark would be read as part of the one before, given by its first and last character: the 1 below
/// 6 or below イの2, and the イ below a.
fn runs_on((first, last): (char, char), label: &str) -> bool {
    let Some(next) = label.chars().next() else { return false };
    let kana = |c: char| ('ァ'..='ヺ').contains(&c);
    let named = kana(first) || first.is_ascii_lowercase();
    // ノ is の in old texts.
    first == 'ノ'
        || last.is_ascii_digit() && next.is_ascii_digit()
        || named && kana(next)
        || first.is_ascii_lowercase() && next.is_ascii_lowercase()
}

/// True if a mark is a number without brackets, like the number of a table.
fn counts(label: &str) -> bool {
    label.chars().next().is_some_and(|c| number_prefix(&[c]).is_some())
}

impl ProvisionPath {
    /// Returns the path in the normal form of a style; the empty path is 本則.
    #[must_use]
    pub fn canonical(&self, style: Style) -> String {
        let mut out = String::new();
        self.write_division(style, &mut out);
        if let Some(article) = &self.article {
            branched(style, '条', article, &mut out);
        }
        if let Some(paragraph) = self.paragraph {
            branched(style, '項', &[paragraph], &mut out);
        }
        if let Some(reference) = &self.table {
            let inside = self.article.is_some() || self.paragraph.is_some();
            table(style, reference, inside, &mut out);
        }
        if let Some(item) = &self.item {
            branched(style, '号', item, &mut out);
        }
        self.write_subitems(style, &mut out);
        if let Some(part) = self.part {
            out.push_str(match part {
                SentencePart::Proviso => "ただし書",
                SentencePart::MainText => "本文",
                SentencePart::FirstSentence => "前段",
                SentencePart::SecondSentence => "後段",
                SentencePart::Chapeau if self.item.is_some() => "柱書",
                SentencePart::Chapeau => "各号列記以外の部分",
            });
        }
        out
    }

    fn write_division(&self, style: Style, out: &mut String) {
        match &self.division {
            Division::Main if self.without_part().is_empty() => out.push_str("本則"),
            Division::Main => {}
            Division::Supplementary(1) => out.push_str("附則"),
            // The Nth 附則 has no name of its own, so its number is written in brackets.
            Division::Supplementary(n) => {
                out.push_str("附則〔");
                out.push_str(&style.number(*n));
                out.push('〕');
            }
            Division::Amending(number) => {
                out.push_str("附則");
                out.push_str(&match style {
                    Style::HalfWidth => format!("({number})"),
                    _ => format!("（{}）", style.words(&number.to_string())),
                });
            }
        }
    }

    fn write_subitems(&self, style: Style, out: &mut String) {
        // 別表 and the Ⅰ in it would read as 別表第1.
        let of_table = self.item.is_none() && self.table.as_ref().is_some_and(|t| t.row.is_none());
        if of_table && self.subitems.first().is_some_and(|label| counts(label)) {
            out.push('中');
        }
        let mut before = self.item.as_ref().map(|item| ends_of(item));
        for label in &self.subitems {
            if before.is_some_and(|before| runs_on(before, label)) {
                out.push('中');
            }
            before = label.chars().next().zip(label.chars().last());
            out.push_str(&match style {
                // Brackets hold Arabic numbers in kanji texts as well.
                Style::Kanji if label.starts_with(|c: char| c == '(' || c.is_ascii_digit()) => {
                    widen(label)
                }
                _ => style.words(label),
            });
        }
    }
}
