//! Goes through a text from left to right: instruments, citations, what joins them, and what is
//! none of these.

use super::chain::{Before, Chain, chain, note};
use super::marks::entry_mark;
use super::title::{Found, ShortNames, instrument};
use super::unit::begins_citation;
use super::{Citation, Problem, Reading, Reason};
use crate::law::instrument::Instrument;
use crate::text::numeral::{is_kanji_number, number_prefix};
use crate::text::scan::{self, skip_spaces, starts_with_any};

/// What may stand between two citations.
const JOINS: &[&str] = &[
    "及び",
    "および",
    "並びに",
    "ならびに",
    "又は",
    "または",
    "若しくは",
    "もしくは",
    "かつ",
    "、",
    "，",
    ",",
    ";",
    "/",
    "・",
    "･",
    "&",
    "+",
    "\n",
    "\r",
    "。",
    ".",
    "と",
    "」",
    "』",
    ")",
    "]",
    "〕",
];
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
/// A single one of these is the bullet of a list; two stand for a name left out (○○市).
const BULLETS: &[char] = &['○', '◯', '●'];
/// What opens a range, and what closes it.
const RANGE: &[&str] =
    &["から", "より", "乃至", "ないし", "~", "〜", "～", "－", "-", "―", "–", "—", "‐", "ー", "→"];
const RANGE_END: &[&str] = &["まで", "迄"];
/// Words that make one provision several.
const AND_OTHERS: &[&str] =
    &["等", "など", "ほか", "外", "他", "その他", "以下", "以降", "以後", "以上", "のいずれか"];
/// Particles with which the sentence goes on behind a citation.
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
}

/// Reads every citation of a text.
///
/// Never fails: what cannot be read is a [`Problem`] with its place. The time grows with the
/// length of the text.
#[must_use]
pub fn read(text: &str) -> Reading {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        chars: &chars,
        out: Reading::default(),
        names: ShortNames::new(),
        instrument: None,
        before: None,
    };
    reader.run();
    let mut out = reader.out;
    if out.citations.is_empty() && out.problems.is_empty() {
        out.problems.push(Problem {
            at: chars.len(),
            text: String::new(),
            reason: Reason::NoProvision,
        });
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
                self.problem(end, Reason::Unreadable);
                at = self.resume(end + 1);
            } else {
                at = next;
            }
        }
    }

    /// Reads one citation with its instrument, or reports why it is none; the place behind it.
    fn piece(&mut self, at: usize) -> usize {
        if let Some(found) = chain(self.chars, at, self.before.as_ref()) {
            return self.take(found, at);
        }
        let Some(found) = instrument(self.chars, at, &mut self.names) else {
            if let Some(end) = note(self.chars, at) {
                return end;
            }
            let place = at + usize::from(scan::at(self.chars, at) == '第');
            self.problem(place, Reason::Unreadable);
            let end = self.resume(place);
            // A provision that runs into unreadable words belongs to them: 様式第1号.
            return match chain(self.chars, end, None) {
                Some(Chain::One(_, behind) | Chain::Several(_, behind)) => behind,
                _ => end,
            };
        };
        let end = match found {
            Found::New(named, end) => {
                self.before = None;
                self.instrument = Some(named);
                end
            }
            Found::Same(end) => end,
            Found::This(end) => {
                self.before = None;
                self.instrument = None;
                end
            }
        };
        match chain(self.chars, end, self.before.as_ref()) {
            Some(found) => self.take(found, end),
            None => {
                self.problem(end, Reason::NoProvision);
                self.resume(end)
            }
        }
    }

    /// Takes a citation that was read and looks at what follows it.
    fn take(&mut self, found: Chain, start: usize) -> usize {
        match found {
            Chain::Dangling(end) => {
                self.problem_to(start, end, Reason::NothingBefore);
                end
            }
            Chain::Several(before, end) => {
                self.before = Some(before);
                self.problem_to(start, end, Reason::Several);
                self.sentence(end)
            }
            Chain::One(before, end) => {
                let after = skip_spaces(self.chars, end);
                if let Some(end) = self.range(after, &before) {
                    self.problem_to(start, end, Reason::Several);
                    return self.sentence(end);
                }
                if let Some(end) = starts_with_any(self.chars, after, AND_OTHERS) {
                    self.before = Some(before);
                    self.problem_to(start, end, Reason::Several);
                    return self.sentence(end);
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

    /// から第3号まで: the place behind the range, where one begins here.
    fn range(&mut self, at: usize, first: &Before) -> Option<usize> {
        let to = skip_spaces(self.chars, starts_with_any(self.chars, at, RANGE)?);
        let (Chain::One(last, end) | Chain::Several(last, end)) =
            chain(self.chars, to, Some(first))?
        else {
            return None;
        };
        self.before = Some(last);
        let after = skip_spaces(self.chars, end);
        Some(starts_with_any(self.chars, after, RANGE_END).unwrap_or(end))
    }

    /// Over a remark in brackets and over the sentence that goes on behind a citation, up to the
    /// next citation or the instrument before it.
    fn sentence(&mut self, mut at: usize) -> usize {
        loop {
            let next = skip_spaces(self.chars, at);
            match note(self.chars, next) {
                Some(end) => at = end,
                None => break,
            }
        }
        let start = skip_spaces(self.chars, at);
        // の2 is a branch that could not be read, not the sentence going on.
        let branch = scan::at(self.chars, start) == 'の'
            && number_prefix(scan::from(self.chars, start + 1)).is_some();
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

    /// Where the title of an instrument begins that ends at `end`, behind what the sentence says.
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
        let (Found::New(_, stop) | Found::Same(stop) | Found::This(stop)) = found;
        (stop == end).then_some(title_start)
    }

    /// The next place at which a citation can begin again, behind `at`.
    fn resume(&self, at: usize) -> usize {
        let mut place = at + 1;
        // 二十3号: what is left of a broken number is no new citation.
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
            let next = starts_with_any(self.chars, next, JOINS)
                .or_else(|| starts_with_any(self.chars, next, ANNOUNCE))
                .unwrap_or(next);
            // A citation in brackets or quotation marks is a citation all the same.
            let opens = matches!(scan::at(self.chars, next), '「' | '『' | '(' | '[' | '〔');
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

    fn problem(&mut self, at: usize, reason: Reason) {
        let end = self.resume(at);
        self.problem_to(at, end, reason);
    }

    fn problem_to(&mut self, at: usize, end: usize, reason: Reason) {
        const LONGEST: usize = 40;
        let end = end.min(self.chars.len()).min(at + LONGEST);
        let text = self.chars.get(at..end).unwrap_or_default().iter().collect();
        self.out.problems.push(Problem { at, text, reason });
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
