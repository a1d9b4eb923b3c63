//! Tells the rule on a page from what stands around it: menus of links, panels beside it, notes below it.

use super::layout::Layout;
use super::page::Page;
use crate::document::{LONGEST_SENTENCE, LineHeads, Part, REACH, SOME_WORDS};

/// The rule on a page.
#[derive(Debug)]
pub(super) struct Body {
    /// For each line, true if it can belong to the rule.
    pub(super) keep: Vec<bool>,
    /// The first line that surely belongs to it; `None` if no line does.
    pub(super) first: Option<usize>,
}

/// Finds the rule on a page.
pub(super) fn find(page: &Page, parts: &[Part], layout: &Layout) -> Body {
    let polite = parts.iter().any(|p| matches!(p, Part::Article { polite: true, .. }));
    let reader = Reader { polite, page, parts, layout };
    let strong = reader.strong();
    let opens = |i: &usize| {
        strong.get(*i) == Some(&true)
            && matches!(parts.get(*i), Some(Part::Article { first: true, .. }))
    };
    let first = (0..strong.len()).find(opens).or_else(|| strong.iter().position(|s| *s));
    let mut keep = vec![true; page.lines.len()];
    let Some(start) = first else { return Body { keep, first } };
    let last = strong.iter().rposition(|s| *s).unwrap_or(start);
    let within = reader.around(&strong, start, last);
    let mut below = false;
    for (at, keep) in keep.iter_mut().enumerate() {
        let Some(line) = page.lines.get(at) else { continue };
        if at > last {
            let words = matches!(
                parts.get(at),
                Some(Part::Words | Part::Around | Part::Polite | Part::Sentence)
            );
            below |= line.heading && words;
            *keep = !below && reader.goes_on_below(line.element, last, within);
        }
        *keep &= !reader.is_menu(at, &strong, last);
    }
    Body { keep, first }
}

struct Reader<'p> {
    /// True if the rule itself is written in polite sentences.
    polite: bool,
    page: &'p Page,
    parts: &'p [Part],
    layout: &'p Layout,
}

impl Reader<'_> {
    fn part(&self, at: usize) -> Option<Part> {
        self.parts.get(at).copied()
    }

    fn in_rows(&self, at: usize) -> bool {
        self.layout.in_rows.get(at) == Some(&true)
    }

    fn is_link(&self, at: usize) -> bool {
        self.page.lines.get(at).is_some_and(|l| l.link)
    }

    /// True if the words of a bare head follow it.
    fn words_follow(&self, at: usize) -> bool {
        for next in at + 1..at + 1 + REACH {
            match self.part(next) {
                Some(Part::Heading) => {}
                Some(Part::Sentence | Part::Item { .. }) => return true,
                Some(Part::Polite) => return self.polite,
                Some(Part::Article { words, .. }) => {
                    return words && matches!(self.part(at), Some(Part::Supplementary { .. }));
                }
                Some(Part::Words) => {
                    let long = self.page.words(next).chars().nth(SOME_WORDS - 1).is_some();
                    return (long || self.ends_in_sentence(next)) && !self.is_link(next);
                }
                _ => return false,
            }
        }
        false
    }

    /// Returns for each line whether it surely belongs to a rule.
    fn strong(&self) -> Vec<bool> {
        let mut strong: Vec<bool> = Vec::with_capacity(self.parts.len());
        let mut annex = false;
        for at in 0..self.parts.len() {
            let before = at.checked_sub(1);
            let follows = before.is_some_and(|b| strong.get(b) == Some(&true));
            let is = match self.part(at) {
                Some(Part::Article { words, .. } | Part::Supplementary { words }) => {
                    let is = words || self.words_follow(at);
                    annex &= !is;
                    is
                }
                Some(Part::Item { sentence }) => sentence || follows && !self.is_link(at),
                Some(Part::Annex) => {
                    annex |= !self.is_link(at);
                    annex
                        && (self.in_rows(at + 1)
                            || matches!(self.part(at + 1), Some(Part::Item { .. })))
                }
                Some(Part::Polite) if !self.polite => false,
                Some(Part::Sentence | Part::Polite) => {
                    follows && before.is_some_and(|b| self.goes_on(b, at))
                }
                Some(Part::Words) if follows && !self.is_link(at) => before.is_some_and(|b| {
                    self.is_open(b) || self.goes_on(b, at) && self.ends_in_sentence(at)
                }),
                _ => false,
            };
            if !annex
                && self.in_rows(at)
                && follows
                && before.is_some_and(|b| !self.in_rows(b) && self.page.words(b).contains('表'))
            {
                annex = true;
            }
            strong.push(is || annex && self.in_rows(at));
        }
        strong
    }

    /// True if the words of a line go on behind it: it is a bare head, or it breaks off.
    fn is_open(&self, at: usize) -> bool {
        match self.part(at) {
            Some(Part::Article { words: false, .. } | Part::Supplementary { words: false }) => true,
            _ => {
                let words = self.page.words(at);
                let long = words.chars().nth(SOME_WORDS).is_some();
                long && !words.ends_with(['。', ')', '）', '」', '〕'])
            }
        }
    }

    /// True if the lines of words that begin here end in a sentence.
    fn ends_in_sentence(&self, at: usize) -> bool {
        (at..at + LONGEST_SENTENCE).map(|i| self.part(i)).find(|p| !matches!(p, Some(Part::Words)))
            == Some(Some(Part::Sentence))
    }

    /// True if a sentence goes on from the line before it, or stands beside it.
    fn goes_on(&self, before: usize, at: usize) -> bool {
        let element = |at: usize| self.page.lines.get(at).map(|l| l.element);
        let parent = |at: usize| {
            element(at).and_then(|e| self.page.elements.get(e as usize)).map(|e| e.parent)
        };
        // On some pages every line is an element.
        let alone = before.checked_sub(1).is_none_or(|i| element(i) != element(before));
        self.is_open(before)
            || element(before) == element(at)
            || alone && parent(before) == parent(at)
    }

    /// Returns the innermost element that holds all lines of the rule.
    fn around(&self, strong: &[bool], first: usize, last: usize) -> u32 {
        let lines = self.page.lines.iter().zip(strong).take(last + 1).skip(first);
        let mut elements = lines.filter(|(_, s)| **s).map(|(l, _)| l.element);
        let mut around = elements.next().unwrap_or_default();
        for element in elements {
            while !self.lies_in(element, around) {
                around = self.page.elements.get(around as usize).map_or(0, |e| e.parent);
            }
        }
        around
    }

    /// True if an element behind the last line of the rule may hold more of its words: it lies in the same part of
    /// the element around the rule.
    fn goes_on_below(&self, element: u32, last: usize, around: u32) -> bool {
        let parent = |e: u32| self.page.elements.get(e as usize).map_or(0, |e| e.parent);
        let mut part = self.page.lines.get(last).map_or(0, |l| l.element);
        if part == around {
            return element == around;
        }
        while parent(part) != around && part != 0 {
            part = parent(part);
        }
        self.lies_in(element, part)
    }

    fn lies_in(&self, element: u32, around: u32) -> bool {
        let end = self.page.elements.get(around as usize).map_or(u32::MAX, |e| e.end);
        around == 0 || (around..end).contains(&element)
    }

    /// True for a line that only leads elsewhere, and for no provision.
    fn is_menu(&self, at: usize, strong: &[bool], last: usize) -> bool {
        let linked = self.page.lines.get(at).is_some_and(|l| l.link && !l.heading);
        if !linked || self.in_rows(at) || strong.get(at) == Some(&true) {
            return false;
        }
        match self.part(at) {
            Some(
                Part::Words
                | Part::Around
                | Part::Polite
                | Part::Article { .. }
                | Part::Supplementary { .. }
                | Part::Annex,
            ) => true,
            // The words of an item may all lead to the law that they name.
            Some(Part::Item { sentence: false }) => {
                let follows = at.checked_sub(1).is_some_and(|b| strong.get(b) == Some(&true));
                at > last || !follows
            }
            _ => false,
        }
    }
}

/// Returns what each line of a page can be.
pub(super) fn parts(page: &Page, heads: &dyn LineHeads) -> Vec<Part> {
    (0..page.lines.len()).map(|line| heads.part(page.words(line))).collect()
}
