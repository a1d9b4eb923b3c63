//! Finds the title of the rule among the lines above its first provision.

use super::words::{Says, says};
use super::{Page, Sign, TITLE_SIGNS, comparable};

/// Number of lines between a title and the date or number of its rule.
const NEAR: usize = 6;

impl Page<'_, '_> {
    /// Removes what stands above the title and the list of articles below it; returns the index of the first provision.
    pub(super) fn opening(&mut self) -> usize {
        let first = (0..self.lines.len()).find(|i| {
            matches!(self.sign(*i), Some(Sign::Article { first: true, .. })) && self.is_strong(*i)
        });
        let first = first.filter(|first| !(0..*first).any(|i| self.is_provision(i)));
        let limit = first
            .or_else(|| {
                (0..self.lines.len())
                    .find(|i| self.is_provision(*i) || self.sign(*i) == Some(Sign::Sentence))
            })
            .unwrap_or(self.lines.len());
        let Some(title) = self.title_above(limit, first.is_some()) else {
            return first.unwrap_or_else(|| self.first_head());
        };
        self.title = Some(comparable(&self.joined(title)));
        if (0..title.from).any(|i| self.sign(i) == Some(Sign::Sentence)) {
            return first.unwrap_or_else(|| self.first_head());
        }
        for place in 0..title.from {
            self.drop(place);
        }
        let Some(first) = first else { return self.first_head().max(title.to) };
        for place in title.to + 1..first {
            let listed = matches!(
                self.sign(place),
                Some(
                    Sign::Article { .. }
                        | Sign::Supplementary { .. }
                        | Sign::Table
                        | Sign::Form
                        | Sign::Way
                        | Sign::Button
                        | Sign::Label
                        | Sign::Polite
                        | Sign::Cells { issue: true }
                )
            );
            if listed {
                self.drop(place);
            }
        }
        first
    }

    /// True for a provision with words of its own.
    fn is_provision(&self, at: usize) -> bool {
        matches!(
            self.sign(at),
            Some(
                Sign::Article { words: true, .. }
                    | Sign::Supplementary { words: true }
                    | Sign::Item { sentence: true }
            )
        )
    }

    /// Returns the first line that begins a provision, as far as it alone tells.
    fn first_head(&self) -> usize {
        let head = |s: &Sign| {
            matches!(s, Sign::Article { .. } | Sign::Item { .. } | Sign::Supplementary { .. })
        };
        self.signs.iter().position(head).unwrap_or(self.lines.len())
    }

    /// Returns the lines of the title above `limit`: the last one that a date or number follows, else the last one.
    fn title_above(&self, limit: usize, certain: bool) -> Option<Lines> {
        let titles: Vec<usize> =
            (0..limit).filter(|i| self.sign(*i) == Some(Sign::Title)).collect();
        let marked = titles.iter().rev().find(|i| self.words(**i).starts_with(TITLE_SIGNS));
        let issued = |from: usize, to: usize| (from..to.min(limit)).any(|i| self.is_issue(i));
        let followed = titles.iter().rev().find(|i| issued(**i + 1, **i + 1 + NEAR));
        // 甲市規則第5号 may stand above its title.
        let below = titles.last().filter(|i| (i.saturating_sub(2)..**i).any(|i| self.is_issue(i)));
        let last = titles.last().filter(|_| certain);
        let to = *marked.or(followed).or(below).or(last)?;
        let mut from = to;
        while let Some(above) = from.checked_sub(1)
            && self.is_part_of_title(above, to)
        {
            from = above;
        }
        // Date and number above the title belong to it if none follow.
        if !issued(to + 1, to + 1 + NEAR) {
            while let Some(above) = from.checked_sub(1)
                && (self.is_issue(above)
                    || (above > 0
                        && self.is_issue(above - 1)
                        && self.sign(above) == Some(Sign::Words)))
            {
                from = above;
            }
        }
        Some(Lines { from, to })
    }

    fn is_issue(&self, at: usize) -> bool {
        match self.sign(at) {
            Some(Sign::Issue) => true,
            Some(Sign::Bracketed) => super::sign::is_issue(self.words(at)),
            _ => {
                self.words(at)
                    .split_once([':', '：'])
                    .is_some_and(|(_, rest)| super::sign::is_issue(rest))
                    && self.sign(at) != Some(Sign::Label)
            }
        }
    }

    /// True if a title that goes on below begins on a line: 甲市, or 甲市長の権限に属する事務の委任に.
    fn is_part_of_title(&self, at: usize, title: usize) -> bool {
        const LONGEST_NAME: usize = 15;
        if self.sign(at) != Some(Sign::Words) {
            return false;
        }
        let words = comparable(self.words(at));
        let end = comparable(self.words(title));
        let name = words.ends_with(['市', '町', '村', '区', '県', '都', '府', '道'])
            || words.ends_with("組合")
            || words.ends_with("連合");
        let whole = self.words(at).trim_start().starts_with(TITLE_SIGNS);
        let goes_on = words.ends_with(['の', 'に', 'を', 'び', 'が', 'と', '、', '・'])
            || [
                "する",
                "関する",
                "係る",
                "おける",
                "よる",
                "対する",
                "基づく",
                "定める",
                "及",
                "又は",
            ]
            .iter()
            .any(|w| words.ends_with(w));
        let begins = words.chars().count() >= 4 && goes_on && says(&words) == Says::Other;
        begins || whole || name && words.chars().count() <= LONGEST_NAME && !end.contains(&words)
    }

    fn joined(&self, lines: Lines) -> String {
        (lines.from..=lines.to).filter(|i| !self.is_issue(*i)).map(|i| self.words(i)).collect()
    }
}

/// The first and last line of a title.
#[derive(Clone, Copy)]
struct Lines {
    from: usize,
    to: usize,
}
