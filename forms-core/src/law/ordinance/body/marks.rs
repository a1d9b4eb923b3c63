//! Lines that begin with a mark: paragraphs, 号 and the levels below.

use super::levels::Step;
use super::{Reader, sequence};
use crate::law::marker::{Marker, MarkerKind};
use crate::law::ordinance::head::{Head, head};
use crate::law::path::Division;

impl Reader<'_> {
    /// Takes a line that begins with a mark.
    pub(super) fn mark(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        let Head::Mark { marker, more, body } = &line.head else { return };
        let words = line.from(*body);
        if matches!(marker, Marker::Ordinal(_))
            && (self.has_articles || self.division != Division::Main)
        {
            self.text(line.words);
            return;
        }
        if marker.kind() != MarkerKind::Arabic && self.item_of_inner_row(marker, words) {
            return;
        }
        if let Marker::Arabic(numbers) | Marker::Circled(numbers) = marker
            && let [n] = numbers[..]
            && self.begins_paragraph(at, n, marker.kind())
        {
            self.close_inner();
            self.open_paragraph(n, words);
            return;
        }
        let nested_arabic = marker.kind() == MarkerKind::Arabic
            && self.levels.is_empty()
            && self.paragraph.is_some()
            && !self.begins_bare_items(at, marker);
        // イ without a 号, 項 or 条 above it has no citation.
        let alone = self.paragraph.is_none()
            && self.article.is_none()
            && self.levels.is_empty()
            && marker.numbers().is_none();
        let followed = sequence::next_of_kind(self.lines, at, marker.kind());
        match self.levels.step(marker, followed).filter(|_| !nested_arabic && !alone) {
            Some(step) => {
                self.close_inner();
                self.take_step(step, marker, words);
                for number in more {
                    let marker = match marker {
                        Marker::Kanji(_) => Marker::Kanji(number.clone()),
                        Marker::Arabic(_) => Marker::Arabic(number.clone()),
                        _ => Marker::Bracketed(number.clone()),
                    };
                    if let Some(step) = self.levels.step(&marker, None) {
                        self.take_step(step, &marker, words);
                    }
                }
            }
            None => self.text(line.words),
        }
    }

    /// Takes a 号 whose words and taker are set apart with tabs, where the paragraph says 当該各号: (1) ⇥ 保育に関する事務 ⇥
    /// こども課長. `false` if the line is none.
    pub(super) fn item_with_taker(&mut self, at: usize) -> bool {
        let Some((first, words)) = self.lines.get(at).and_then(|l| l.words.split_once('\t')) else {
            return false;
        };
        let paragraph = self.open_paragraph_at.and_then(|at| self.body.provisions.get(at));
        if paragraph.is_none_or(|p| !p.text.contains("各号")) {
            return false;
        }
        let chars: Vec<char> = first.trim().chars().collect();
        let marker = match head(&chars) {
            Head::Mark { marker, body, .. } if body >= chars.len() => marker,
            _ => return false,
        };
        let numbered = matches!(marker, Marker::Bracketed(_) | Marker::Kanji(_));
        let Some(step) = self.levels.step(&marker, None).filter(|_| numbered) else { return false };
        self.inner = None;
        self.take_step(step, &marker, words);
        true
    }

    fn begins_paragraph(&self, at: usize, n: u32, kind: MarkerKind) -> bool {
        // In an article circled numbers count paragraphs only where the first goes without one.
        let in_supplementary = self.division != Division::Main && self.levels.is_empty();
        if kind == MarkerKind::Circled
            && (n == 1 || self.levels.has(MarkerKind::Circled))
            && !(in_supplementary && self.article.is_none())
        {
            return false;
        }
        if self.levels.has(MarkerKind::Ordinal) {
            return false;
        }
        let Some(current) = self.paragraph else {
            return self.levels.is_empty() && (n == 1 || self.article.is_none());
        };
        sequence::is_next_paragraph(self.lines, at, current, n, &self.levels)
    }

    /// True if 1 directly below the words of a paragraph begins its 号. In an article 2 must follow, and the
    /// sentence before must be complete, since a line of a sentence may begin with a number.
    fn begins_bare_items(&self, at: usize, marker: &Marker) -> bool {
        if marker.numbers() != Some(&[1]) {
            return false;
        }
        let before = at.checked_sub(1).and_then(|i| self.lines.get(i)).map_or("", |l| l.words);
        let has_words = || self.body.provisions.last().is_some_and(|p| !p.text.is_empty());
        let second = || sequence::next_of_kind(self.lines, at, MarkerKind::Arabic);
        self.article.is_none()
            || has_words()
                && !sequence::breaks_off(before)
                && second().and_then(Marker::numbers) == Some(&[2])
    }

    fn take_step(&mut self, step: Step, marker: &Marker, words: &str) {
        self.levels.take(step, marker);
        let path = self.levels.path(self.base());
        self.push(path, words);
    }
}
