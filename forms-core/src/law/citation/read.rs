//! Reads a text from left to right: instruments, citations, the words that join them, and pieces that are
//! none of these.

use std::collections::HashSet;

use super::blanks::Closed;
use super::brackets::{closing, note};
use super::chain::{Before, Chain, after_line_break, chain};
use super::marks::{begins_mark, entry_mark};
use super::title::{InstrumentMention, ShortNames, instrument, title};
use super::unit::begins_citation;
use super::{Citation, CitationProblem, Problem, Reading};
use crate::law::instrument::{Instrument, InstrumentNumber};
use crate::law::path::Division;
use crate::text::enumeration::{
    after_any_conjunction, after_old_conjunction, after_range_sign, after_separator, skip_range_end,
};
use crate::text::numeral::{is_kanji_number, number_prefix};
use crate::text::scan::{self, skip_spaces, starts_with_any};

/// Words and signs between two citations, besides conjunctions and list separators.
const JOINS: &[&str] =
    &["かつ", ";", "/", "&", "+", "\n", "\r", "。", ".", "と", "」", "』", ")", "]", "〕", "】"];
/// Words that only announce a citation.
const ANNOUNCE: &[&str] = &[
    "根拠規定",
    "根拠条文",
    "根拠法令",
    "根拠条項",
    "根拠",
    "該当条文",
    "該当規定",
    "条項",
    "■",
    "※",
    "-",
    ":",
    "=",
];
/// Bullets of a list if alone; two of them replace a name (○○市).
const BULLETS: &[char] = &['○', '◯', '●'];
/// Words and signs between the ends of a range of citations, besides から, ~ and dashes.
const RANGE: &[&str] = &["より", "ヨリ", "カラ", "乃至", "ないし", "‐", "ー", "→"];
/// Words after a provision that include others.
const AND_OTHERS: &[&str] =
    &["等", "など", "ほか", "外", "他", "その他", "以下", "以降", "以後", "以上", "のいずれか"];
/// Particles with which a sentence continues after a citation.
const GOES_ON: &[&str] = &[
    "の",
    "に",
    "で",
    "を",
    "は",
    "が",
    "も",
    "へ",
    "関係",
    "による",
    "より",
    "として",
    "第",
    "ノ",
    "ニ",
    "ヲ",
];

struct Reader<'a> {
    chars: &'a [char],
    out: Reading,
    names: ShortNames,
    instrument: Option<Instrument>,
    before: Option<Before>,
    /// The blank numbers that were told already.
    blank: HashSet<InstrumentNumber>,
}

/// Reads every citation of a text.
///
/// Never fails: a piece that cannot be read is a [`Problem`]. The time grows with the
/// length of the text.
#[must_use]
pub fn read(text: &str) -> Reading {
    let closed = Closed::new(text);
    let chars = &closed.chars[..];
    let mut reader = Reader {
        chars,
        out: Reading::default(),
        names: ShortNames::new(),
        instrument: None,
        before: None,
        blank: HashSet::new(),
    };
    reader.run();
    let mut out = reader.out;
    if out.citations.is_empty() && out.problems.is_empty() {
        out.problems.push(Problem {
            at: chars.len(),
            text: String::new(),
            reason: CitationProblem::NoProvision,
        });
    }
    for citation in &mut out.citations {
        let (start, end) = citation.span;
        citation.span = (closed.place(start), closed.end(end));
    }
    for problem in &mut out.problems {
        problem.at = closed.place(problem.at);
    }
    out
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut at = self.skip_joins(0);
        while at < self.chars.len() {
            let end = self.piece(at);
            // Every piece takes at least one character.
            let end = end.max(at + 1);
            let next = self.skip_joins(end);
            let parted = matches!(scan::at(self.chars, end - 1), '\n' | '\r' | ')');
            if next == end && !parted && begins_citation(self.chars, end) {
                self.problem(end, CitationProblem::Unreadable);
                at = self.resume(end + 1);
            } else {
                at = next;
            }
        }
    }

    /// Reads one citation with its instrument, or adds a problem; returns the index after it.
    fn piece(&mut self, at: usize) -> usize {
        if let Some(found) = chain(self.chars, at, self.before.as_ref()) {
            return self.take(found, at);
        }
        let Some(found) = instrument(self.chars, at, &mut self.names) else {
            if let Some(end) = note(self.chars, at) {
                return end;
            }
            let place = at + usize::from(scan::at(self.chars, at) == '第');
            self.problem(place, CitationProblem::Unreadable);
            let end = self.resume(place);
            // A provision that runs into unreadable words belongs to them: 様式第1号.
            return match chain(self.chars, end, None) {
                Some(Chain::One(_, after) | Chain::Several(_, after)) => after,
                _ => end,
            };
        };
        let mut blank = false;
        let end = match found {
            InstrumentMention::New(named, end) => {
                self.before = None;
                blank = named.number.as_ref().is_some_and(|n| self.blank_number(n, at));
                self.instrument = Some(named);
                end
            }
            InstrumentMention::Same(end) => end,
            InstrumentMention::This(end) => {
                self.before = None;
                self.instrument = None;
                end
            }
        };
        match chain(self.chars, end, self.before.as_ref()) {
            Some(found) => self.take(found, end),
            // Without its number nobody can look the provision up anyway.
            None if blank => self.resume(end.saturating_sub(1)),
            None => {
                self.problem(end, CitationProblem::NoProvision);
                self.resume(end)
            }
        }
    }

    /// True if there are quotation marks between two indexes.
    fn is_quoted(&self, start: usize, end: usize) -> bool {
        let span = self.chars.get(start..end).unwrap_or_default();
        span.iter().any(|c| matches!(c, '「' | '『'))
    }

    /// Adds a citation that was read; returns the index after it and the sentence that follows.
    fn take(&mut self, found: Chain, start: usize) -> usize {
        match found {
            Chain::Dangling(end) => {
                self.problem_to(start, end, CitationProblem::NothingBefore);
                end
            }
            Chain::Several(before, end) => {
                self.before = Some(before);
                self.problem_to(start, end, CitationProblem::Several);
                self.sentence(end)
            }
            Chain::One(before, end) if before.path.has_zero(self.is_quoted(start, end)) => {
                self.before = Some(before);
                self.problem_to(start, end, CitationProblem::Zero);
                self.sentence(end)
            }
            Chain::One(before, end) => {
                let after = skip_spaces(self.chars, end);
                if let Some(end) = self.range(after, &before) {
                    self.problem_to(start, end, CitationProblem::Several);
                    return self.sentence(end);
                }
                if let Some(end) = starts_with_any(self.chars, after, AND_OTHERS) {
                    self.before = Some(before);
                    self.problem_to(start, end, CitationProblem::Several);
                    return self.sentence(end);
                }
                if let Division::Amending(number) = &before.path.division {
                    self.blank_number(number, start);
                }
                self.out.citations.push(Citation {
                    instrument: self.instrument.clone(),
                    path: before.path.clone(),
                    span: (start, end),
                });
                self.before = Some(before);
                self.sentence(end)
            }
        }
    }

    /// Adds a problem if a number was left open (条例第　号) and was not told before; returns whether it is open.
    fn blank_number(&mut self, number: &InstrumentNumber, at: usize) -> bool {
        let blank = number.number.is_none();
        if blank && self.blank.insert(number.clone()) {
            self.out.problems.push(Problem {
                at,
                text: number.to_string(),
                reason: CitationProblem::BlankNumber,
            });
        }
        blank
    }

    /// Index after the second half of a range (から第3号まで) at `at`, or `None` if there is none.
    fn range(&mut self, at: usize, first: &Before) -> Option<usize> {
        let line = |at: usize| after_line_break(self.chars, at).unwrap_or(at);
        let at = line(at);
        let sign =
            after_range_sign(self.chars, at).or_else(|| starts_with_any(self.chars, at, RANGE))?;
        let to = line(skip_spaces(self.chars, sign));
        let (Chain::One(last, end) | Chain::Several(last, end)) =
            chain(self.chars, to, Some(first))?
        else {
            return None;
        };
        self.before = Some(last);
        let after = skip_spaces(self.chars, end);
        let closed = skip_range_end(self.chars, after);
        Some(if closed > after { closed } else { end })
    }

    /// Skips a note in brackets and the rest of the sentence after a citation, up to the next citation or the
    /// instrument before it.
    fn sentence(&mut self, mut at: usize) -> usize {
        loop {
            let next = skip_spaces(self.chars, at);
            match note(self.chars, next) {
                Some(end) => at = end,
                None => break,
            }
        }
        let start = skip_spaces(self.chars, at);
        // の2 is a branch that could not be read, not the rest of the sentence.
        let branch = scan::at(self.chars, start) == 'の'
            && number_prefix(scan::from(self.chars, skip_spaces(self.chars, start + 1))).is_some();
        if branch
            || starts_with_any(self.chars, start, GOES_ON).is_none()
            || begins_citation(self.chars, start)
            || scan::at(self.chars, start) == '第'
        {
            return at;
        }
        let end = self.resume(start);
        self.instrument_start(start, end).unwrap_or(end)
    }

    /// Index at which the title of an instrument begins that ends at `end`, after the words of a sentence.
    fn instrument_start(&mut self, start: usize, end: usize) -> Option<usize> {
        const MARKS: &[&str] = &[
            "、",
            "。",
            "の規定に基づく",
            "の規定による",
            "の規定により",
            "の規定に基づき",
            "に基づく",
            "に基づき",
            "に規定する",
            "による",
            "により",
            "を根拠とする",
        ];
        const REACH: usize = 200;
        let from = start.max(end.saturating_sub(REACH));
        let title_start = (from..end)
            .rev()
            .find_map(|place| starts_with_any(self.chars, place, MARKS).filter(|e| *e < end))?;
        let title_start = skip_spaces(self.chars, title_start);
        let found = instrument(self.chars, title_start, &mut self.names)?;
        let (InstrumentMention::New(_, stop)
        | InstrumentMention::Same(stop)
        | InstrumentMention::This(stop)) = found;
        (stop == end).then_some(title_start)
    }

    /// Index after `at` at which the next citation can begin.
    fn resume(&self, at: usize) -> usize {
        let mut place = at + 1;
        // 二十3号: the rest of a malformed number is no new citation.
        let broken = scan::at(self.chars, at.wrapping_sub(1)) == '第';
        while broken
            && (is_kanji_number(scan::at(self.chars, place))
                || matches!(scan::at(self.chars, place), '0'..='9' | '条' | '項' | '号'))
        {
            place += 1;
        }
        while place < self.chars.len() {
            if matches!(scan::at(self.chars, place), '、' | '。' | '\n' | ',' | ';')
                || begins_citation(self.chars, place)
            {
                return place;
            }
            place = note(self.chars, place).unwrap_or(place + 1);
        }
        place
    }

    fn skip_joins(&self, mut at: usize) -> usize {
        loop {
            let next = skip_spaces(self.chars, at);
            let next = after_any_conjunction(self.chars, next)
                .or_else(|| self.after_old_conjunction(next))
                .or_else(|| after_separator(self.chars, next))
                .or_else(|| starts_with_any(self.chars, next, JOINS))
                .or_else(|| starts_with_any(self.chars, next, ANNOUNCE))
                .unwrap_or(next);
            // Brackets and quotation marks around a citation are skipped.
            let quote = matches!(scan::at(self.chars, next), '「' | '『');
            let opens = quote || closing(self.chars, next).is_some();
            let next = if opens && begins_citation(self.chars, next + 1) { next + 1 } else { next };
            let next = entry_mark(self.chars, next).unwrap_or(next);
            let bullet = scan::at(self.chars, next);
            let next = if BULLETS.contains(&bullet) && scan::at(self.chars, next + 1) != bullet {
                next + 1
            } else {
                next
            };
            if next == at {
                return at;
            }
            at = next;
        }
    }

    /// Index after 及ビ, or after a bare 及 before another provision or instrument; `None` if there is none.
    fn after_old_conjunction(&self, at: usize) -> Option<usize> {
        let end = after_old_conjunction(self.chars, at)?;
        let next = after_separator(self.chars, end).unwrap_or_else(|| skip_spaces(self.chars, end));
        let next = after_line_break(self.chars, next).unwrap_or(next);
        let goes_on = begins_citation(self.chars, next)
            || begins_mark(self.chars, next)
            || title(self.chars, next).is_some();
        goes_on.then_some(end)
    }

    fn problem(&mut self, at: usize, reason: CitationProblem) {
        let end = self.resume(at);
        self.problem_to(at, end, reason);
    }

    fn problem_to(&mut self, at: usize, end: usize, reason: CitationProblem) {
        const LONGEST: usize = 40;
        let end = end.min(self.chars.len()).min(at + LONGEST);
        let text = self.chars.get(at..end).unwrap_or_default().iter().collect();
        self.out.problems.push(Problem { at, text, reason });
    }
}
