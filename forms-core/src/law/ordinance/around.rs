//! Removes the lines of a page that surround the text of a rule: menus above its title, lists of its articles, links
//! to the top, what is told about rule and page behind its last provision.
//!
//! Nothing is removed that could be a provision: a line goes only if it cannot continue the sentence before it, and
//! only up to the next article, item, 附則 or table with words of its own.

mod opening;
mod sign;
mod words;

use std::collections::HashSet;

use super::head::Head;
use super::lines::Line;
use crate::document::{LONGEST_SENTENCE, REACH, SOME_WORDS};
use crate::text::numeral::is_digit;
use crate::text::squeezed;
pub(in crate::law) use sign::{Sign, sign};
pub(in crate::law) use words::is_polite;

/// Removes what surrounds the rule; `false` if nothing does.
pub(super) fn remove(lines: &mut Vec<Line<'_>>) -> bool {
    let signs = lines.iter().map(|l| if l.inside { Sign::Words } else { sign(l.words, &l.head) });
    let mut page = Page { signs: signs.collect(), lines, keep: Vec::new(), title: None };
    page.keep = vec![true; page.lines.len()];
    page.take_polite_rule();
    let begin = page.opening();
    page.body(begin);
    let Page { keep, .. } = page;
    for line in lines.iter_mut() {
        if !line.inside && !line.words.ends_with('。') && line.words.contains('。') {
            line.words = words::without_way(line.words);
        }
    }
    if keep.iter().all(|k| *k) {
        return false;
    }
    let mut keep = keep.into_iter();
    lines.retain(|_| keep.next().unwrap_or(true));
    true
}

struct Page<'p, 'a> {
    lines: &'p mut Vec<Line<'a>>,
    signs: Vec<Sign>,
    keep: Vec<bool>,
    /// The title of the rule, for comparing.
    title: Option<String>,
}

impl Page<'_, '_> {
    /// Counts polite sentences as those of the rule if its articles are written so, as in some agreements.
    fn take_polite_rule(&mut self) {
        let article =
            |(s, l): (&Sign, &Line<'_>)| matches!(s, Sign::Article { .. }) && is_polite(l.words);
        if !self.signs.iter().zip(self.lines.iter()).any(article) {
            return;
        }
        for (sign, line) in self.signs.iter_mut().zip(self.lines.iter()) {
            match sign {
                Sign::Polite => *sign = Sign::Sentence,
                Sign::Item { sentence } => *sentence |= sign::ends_sentence(line.words),
                _ => {}
            }
        }
    }

    fn sign(&self, at: usize) -> Option<Sign> {
        self.signs.get(at).copied()
    }

    fn words(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |l| l.words)
    }

    fn drop(&mut self, at: usize) {
        if let Some(keep) = self.keep.get_mut(at) {
            *keep = false;
        }
    }

    /// True if the words of the article or 附則 on a line follow on the next lines.
    fn words_follow(&self, at: usize) -> bool {
        for next in at + 1..at + 1 + REACH {
            match self.sign(next) {
                Some(Sign::Bracketed | Sign::Blank | Sign::Way | Sign::Issue) => {}
                Some(Sign::Sentence | Sign::Item { .. }) => return true,
                Some(Sign::Article { words, .. }) => {
                    return words && matches!(self.sign(at), Some(Sign::Supplementary { .. }));
                }
                Some(Sign::Words | Sign::Title) => {
                    let long = self.words(next).chars().nth(SOME_WORDS - 1).is_some();
                    return long || self.ends_in_sentence(next);
                }
                _ => return false,
            }
        }
        false
    }

    /// True if the lines of words that begin here end in a sentence.
    fn ends_in_sentence(&self, at: usize) -> bool {
        (at..at + LONGEST_SENTENCE)
            .map(|i| self.sign(i))
            .find(|s| !matches!(s, Some(Sign::Words | Sign::Title | Sign::Blank)))
            == Some(Some(Sign::Sentence))
    }

    /// True if a line surely belongs to the rule.
    fn is_strong(&self, at: usize) -> bool {
        match self.sign(at) {
            Some(Sign::Article { words, .. } | Sign::Supplementary { words }) => {
                words || self.words_follow(at)
            }
            Some(Sign::Item { sentence }) => sentence,
            Some(Sign::Table) => matches!(
                (at + 1..at + REACH)
                    .filter_map(|i| self.sign(i))
                    .find(|s| !matches!(s, Sign::Bracketed | Sign::Blank)),
                Some(
                    Sign::Cells { issue: false } | Sign::Item { .. } | Sign::Words | Sign::Sentence
                )
            ),
            Some(Sign::Bracketed | Sign::Chapter) => (at + 1..at + REACH)
                .find(|i| {
                    !matches!(self.sign(*i), Some(Sign::Bracketed | Sign::Chapter | Sign::Blank))
                })
                .is_some_and(|next| {
                    matches!(self.sign(next), Some(Sign::Article { .. } | Sign::Item { .. }))
                        && self.is_strong(next)
                }),
            Some(Sign::Sentence) => {
                let words = self.words(at);
                ["ただし", "但し", "この場合"].iter().any(|w| words.starts_with(w))
            }
            _ => false,
        }
    }

    /// Removes links, and what is told about the page between and behind the provisions.
    fn body(&mut self, begin: usize) {
        let last = (begin..self.lines.len()).rev().find(|i| self.is_strong(*i)).unwrap_or(begin);
        let mut walk = Walk {
            before: None,
            foreign: false,
            last,
            supplementary: false,
            tabular: false,
            articles: HashSet::new(),
        };
        for at in begin..self.lines.len() {
            if self.lines.get(at).is_none_or(|l| l.inside) {
                if walk.foreign {
                    self.drop(at)
                }
                continue;
            }
            match self.sign(at) {
                Some(Sign::Blank) => continue,
                Some(Sign::Way) => {
                    self.drop(at);
                    continue;
                }
                _ => {}
            }
            if walk.foreign {
                let item = matches!(self.sign(at), Some(Sign::Item { .. })) && at < walk.last;
                walk.foreign = !(item || self.is_strong(at));
            } else if self.is_running_title(at) {
                self.drop(at);
                continue;
            } else if self.begins_foreign(at, &walk) {
                walk.foreign = true;
                if at > walk.last {
                    self.drop_words_before(at, begin);
                }
            }
            if walk.foreign {
                self.drop(at);
            } else {
                self.take_own(at, &mut walk);
            }
        }
    }

    /// Takes note of a line of the rule.
    fn take_own(&self, at: usize, walk: &mut Walk) {
        walk.before = Some(at);
        match self.sign(at) {
            Some(Sign::Supplementary { .. }) => walk.supplementary = true,
            Some(Sign::Table | Sign::Form | Sign::Cells { .. }) => walk.supplementary = false,
            _ => {}
        }
        let article = self.article(at);
        let goes_on = walk.tabular && article.is_none() && !walk.supplementary;
        walk.tabular = goes_on || self.announces_table(at);
        if let Some(number) = article
            && !walk.supplementary
            && self.is_strong(at)
        {
            walk.articles.insert(number.to_vec());
        }
    }

    /// Returns the number of the article that a line begins.
    fn article(&self, at: usize) -> Option<&[u32]> {
        match self.lines.get(at).map(|l| &l.head) {
            Some(Head::Article(article)) => Some(&article.number),
            _ => None,
        }
    }

    /// True for the title of the rule beside the number of a page, on the next line or on its own.
    fn is_running_title(&self, at: usize) -> bool {
        if !matches!(self.sign(at), Some(Sign::Title | Sign::Words)) {
            return false;
        }
        let beside = [at.checked_sub(1), Some(at + 1)];
        let number = beside.into_iter().flatten().any(|i| self.sign(i) == Some(Sign::Blank));
        if number && self.is_own_title(at) {
            return true;
        }
        let Some(title) = &self.title else { return false };
        let words = self.words(at);
        if !words.contains(is_digit) || words.chars().count() > title.chars().count() + 24 {
            return false;
        }
        let words = comparable(words);
        let rest = words.strip_prefix(title.as_str()).or(words.strip_suffix(title.as_str()));
        rest.is_some_and(|r| super::head::is_page_number(&r.chars().collect::<Vec<_>>()))
    }

    fn is_own_title(&self, at: usize) -> bool {
        self.sign(at) == Some(Sign::Title)
            && self.title.as_deref().is_some_and(|t| t == comparable(self.words(at)))
    }

    /// True if something else than the rule begins on a line.
    fn begins_foreign(&self, at: usize, walk: &Walk) -> bool {
        let tail = at > walk.last;
        let complete = || {
            walk.before.is_some_and(|before| self.is_complete(before))
                || tail && self.words_before(at, 0).is_some()
        };
        match self.sign(at) {
            Some(Sign::Label) => {
                let whole = || words::is_label(self.words(at)) && !self.breaks_off(at);
                complete() || tail && walk.before.is_some() && whole()
            }
            Some(Sign::Button) => complete() && (tail || self.is_strong(at + 1)),
            Some(Sign::Polite) => complete(),
            Some(Sign::Title) => {
                let ends = tail && walk.supplementary && !self.ends_in_sentence(at);
                // Another rule begins.
                let issued = (at + 1..at + REACH).any(|i| self.sign(i) == Some(Sign::Issue));
                complete() && (self.is_own_title(at) || ends || issued)
            }
            Some(Sign::Issue) => complete(),
            Some(Sign::Cells { issue: true }) => complete(),
            Some(Sign::Article { words: false, .. }) => {
                // A list of the articles that were read already.
                let again = self.article(at).is_some_and(|n| walk.articles.contains(n));
                again && complete() && !self.words_follow(at)
            }
            Some(Sign::Supplementary { words: false }) => complete() && tail,
            // Words that are no sentence cannot go on behind the last sentence of a 附則, nor before an article.
            Some(Sign::Words | Sign::Bracketed) if complete() => {
                // A cell of a table that was written one cell a line can stand there.
                let article = !walk.tabular
                    && matches!(self.sign(at + 1), Some(Sign::Article { .. }))
                    && self.sign(at) == Some(Sign::Words)
                    && self.is_strong(at + 1);
                article || tail && walk.supplementary && !self.ends_in_sentence(at)
            }
            _ => false,
        }
    }

    /// True if the rows of a table may follow a line: 次の表の左欄に掲げる, 別表.
    fn announces_table(&self, at: usize) -> bool {
        const COLUMNS: [&str; 8] =
            ["次の表", "下表", "左表", "左欄", "右欄", "上欄", "下欄", "各欄"];
        let words = self.words(at);
        self.sign(at) == Some(Sign::Table)
            || words.contains(['表', '欄']) && COLUMNS.iter().any(|w| words.contains(w))
    }

    /// True if the sentence on a line ends with it, and no list or table is announced.
    fn is_complete(&self, at: usize) -> bool {
        let words = self.words(at);
        let sentence = sign::ends_sentence(words);
        let last = words.trim_end_matches('。').rsplit('。').next().unwrap_or_default();
        sentence
            && !["次の", "次に", "左の", "下記", "以下の", "とおり"]
                .iter()
                .any(|w| last.contains(w))
    }

    /// True if the line before one stops in the middle of a sentence.
    fn breaks_off(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |i| self.words(i));
        super::body::breaks_off(before)
    }

    /// Removes the words between the last sentence and what is told about the page: 甲市役所, above 電話.
    fn drop_words_before(&mut self, at: usize, begin: usize) {
        if let Some(from) = self.words_before(at, begin) {
            for place in from..at {
                self.drop(place);
            }
        }
    }

    /// Returns the first of the words between a complete sentence and a line.
    fn words_before(&self, at: usize, begin: usize) -> Option<usize> {
        const MOST: usize = 6;
        let plain =
            |i: &usize| matches!(self.sign(*i), Some(Sign::Words | Sign::Button | Sign::Title));
        let from = (begin.max(at.saturating_sub(MOST))..at).rev().take_while(plain).last()?;
        from.checked_sub(1).filter(|before| self.is_complete(*before)).map(|_| from)
    }
}

/// The state of the walk through the body at the current line.
struct Walk {
    /// The last line of the rule.
    before: Option<usize>,
    /// True between the rule's lines.
    foreign: bool,
    /// The last line that surely belongs to the rule.
    last: usize,
    /// True in a 附則.
    supplementary: bool,
    /// True where the rows of a table may follow.
    tabular: bool,
    /// The articles of the 本則 that have words.
    articles: HashSet<Vec<u32>>,
}

/// The signs in front of the title of a rule.
const TITLE_SIGNS: [char; 5] = ['○', '◯', '●', '◎', '〇'];

/// A title for comparing: in one width, without spaces and without the ○ in front.
fn comparable(words: &str) -> String {
    squeezed(words).trim_start_matches(TITLE_SIGNS).to_owned()
}
