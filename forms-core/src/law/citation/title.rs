//! Reads the instrument before a provision: its title, its number and the short name that the text gives
//! it.

use std::collections::BTreeMap;

use super::brackets::{closing, note};
use super::chain::after_line_break;
use super::unit::begins_citation;
use crate::law::instrument::{Instrument, InstrumentNumber, Kind, number_line, number_prefix_of};
use crate::text::era::{Era, date_prefix};
use crate::text::scan::{self, skip_spaces, starts, starts_with_any};
use crate::text::{fold_ascii, fold_ascii_char};

/// Longest title of an instrument, in characters.
const LONGEST_TITLE: usize = 200;

/// Short names given in the text: 以下「法」という。
pub(super) type ShortNames = BTreeMap<String, Instrument>;

/// A mention of an instrument.
#[derive(Debug)]
pub(super) enum InstrumentMention {
    /// A new one, and the index after its title, number and notes.
    New(Instrument, usize),
    /// 同規則, 同法: the one named before; the index after it.
    Same(usize),
    /// この規則: the instrument that contains the text; the index after it.
    This(usize),
}

const SAME: &[&str] = &[
    "同条例",
    "同規則",
    "同規程",
    "同訓令",
    "同要綱",
    "同要領",
    "同告示",
    "同法",
    "同令",
    "同施行規則",
    "同施行令",
];
const THIS: &[&str] = &[
    "この条例",
    "この規則",
    "この規程",
    "この訓令",
    "この要綱",
    "この要領",
    "この告示",
    "本条例",
    "本規則",
    "本規程",
    "本訓令",
    "本要綱",
];

/// Reads an instrument at `at`; it ends where a provision begins, the bracket with its number closes, or the
/// text ends.
pub(super) fn instrument(
    chars: &[char],
    at: usize,
    names: &mut ShortNames,
) -> Option<InstrumentMention> {
    if let Some(end) = starts_with_any(chars, at, SAME) {
        return Some(InstrumentMention::Same(skip_join(chars, end)));
    }
    if let Some(end) = starts_with_any(chars, at, THIS) {
        return Some(InstrumentMention::This(skip_join(chars, end)));
    }
    if let Some((number, length)) = number_prefix_of(scan::from(chars, at)) {
        return Some(numbered(chars, at + length, number));
    }
    if let Some(shut) = closing(chars, at)
        && let Some((number, length)) = number_prefix_of(scan::from(chars, at + 1))
        && scan::at(chars, at + 1 + length) == shut
    {
        return Some(numbered(chars, at + length + 2, number));
    }
    let (title, end) = title(chars, at)?;
    let mut number = None;
    let mut short_names = Vec::new();
    let mut place = end;
    loop {
        let next = skip_spaces(chars, place);
        if let Some(close) = note(chars, next) {
            read_remark(chars, next + 1, close - 1, &mut number, &mut short_names);
            place = close;
        } else if number.is_none()
            && let Some((found, length)) = number_prefix_of(scan::from(chars, next))
        {
            number = Some(found);
            place = next + length;
        } else if let Some((found, end)) =
            number_on_next_line(chars, next).filter(|_| number.is_none())
        {
            number = Some(found);
            place = end;
        } else {
            break;
        }
    }
    let known = names.get(&title).cloned();
    let instrument = match known {
        Some(known) if number.is_none() => known,
        _ => Instrument::new(Some(title), number),
    };
    for name in short_names {
        names.insert(name, instrument.clone());
    }
    Some(InstrumentMention::New(instrument, skip_join(chars, place)))
}

/// Reads a number that fills the next line, or the next two with its date, after the title:
/// 平成27年4月1日, then 規則第3号.
fn number_on_next_line(chars: &[char], at: usize) -> Option<(InstrumentNumber, usize)> {
    let line = after_line_break(chars, at)?;
    let shut = closing(chars, line);
    let start = line + usize::from(shut.is_some());
    let dated = date_prefix(scan::from(chars, start));
    let next =
        dated.and_then(|(_, length)| after_line_break(chars, skip_spaces(chars, start + length)));
    let from = next.unwrap_or(start);
    let (mut number, length) = number_line(scan::from(chars, from))?;
    if let Some((date, _)) = dated.filter(|_| next.is_some() && number.year.is_none()) {
        number.era = date.year.era;
        number.year = Some(date.year.year);
    }
    let mut end = from + length;
    if let Some(shut) = shut {
        end = scan::from(chars, end).iter().take(80).position(|c| fold_ascii_char(*c) == shut)?
            + end
            + 1;
    }
    let end = skip_spaces(chars, end);
    matches!(scan::at(chars, end), '\0' | '\n' | '\r').then_some((number, end))
}

/// Reads a title that fills the line after its number; the kinds of both must agree.
fn title_on_next_line(
    chars: &[char],
    at: usize,
    number: &InstrumentNumber,
) -> Option<(String, usize)> {
    let line = after_line_break(chars, at)?;
    if begins_citation(chars, line) {
        return None;
    }
    let (title, end) = title(chars, line)?;
    let end = skip_spaces(chars, end);
    let of_title = Kind::of_title(&title)?;
    let of_number = Kind::of_number(number.kind.as_deref().unwrap_or_default());
    let agree = of_title == of_number
        || matches!(of_number, Kind::Notice | Kind::Directive | Kind::Other)
        || of_title == Kind::Rule && of_number == Kind::BoardOfEducationRule;
    let alone = matches!(scan::at(chars, end), '\0' | '\n' | '\r') || begins_citation(chars, end);
    (agree && alone && number_prefix_of(scan::from(chars, line)).is_none()).then_some((title, end))
}

/// Reads an instrument whose number comes first; its title may follow, also in brackets or on the next line:
/// 平成25年規則第24号（霧山市事務委任規則）.
fn numbered(chars: &[char], at: usize, number: InstrumentNumber) -> InstrumentMention {
    const JOINS: &[&str] = &["及", "並", "又", "若", "第", "附", "付", "別", "等", "外", "他"];
    let place = skip_spaces(chars, at);
    let first = scan::at(chars, place);
    let begins = scan::is_kanji(first) && starts_with_any(chars, place, JOINS).is_none();
    let found = match note(chars, place) {
        Some(close) => {
            let inside = text(chars, place + 1, close - 1);
            Kind::of_title(&inside).is_some().then_some((inside, close))
        }
        None if begins => title(chars, place),
        None => title_on_next_line(chars, place, &number),
    };
    let (title, end) = found.map_or((None, at), |(title, end)| (Some(title), end));
    InstrumentMention::New(Instrument::new(title, Some(number)), skip_join(chars, end))
}

/// Index after the の or line break that joins an instrument to its provision; `at` if there is none.
fn skip_join(chars: &[char], at: usize) -> usize {
    let at = skip_spaces(chars, at);
    if let Some(next) = after_line_break(chars, at)
        && begins_citation(chars, next)
    {
        return next;
    }
    let joined = starts_with_any(chars, at, &["の", "中"]).map(|j| skip_spaces(chars, j));
    match joined {
        Some(place) if begins_citation(chars, place) => place,
        _ => at,
    }
}

/// Reads the title at `at`, and the index after it.
pub(super) fn title(chars: &[char], at: usize) -> Option<(String, usize)> {
    let quote = match scan::at(chars, at) {
        '「' => Some('」'),
        '『' => Some('』'),
        _ => None,
    };
    if let Some(close) = quote {
        let length =
            scan::from(chars, at + 1).iter().take(LONGEST_TITLE).position(|&c| c == close)?;
        let title = text(chars, at + 1, at + 1 + length);
        return Kind::of_title(&title).map(|_| (title, at + length + 2));
    }
    let mut place = at;
    while place < at + LONGEST_TITLE {
        let c = scan::at(chars, place);
        let over = matches!(c, '\0' | '\n' | '。' | '「' | '」')
            || begins_citation(chars, place)
            || begins_number(chars, place);
        let so_far = || Some(text(chars, at, place)).filter(|t| Kind::of_title(t).is_some());
        if over {
            return so_far().map(|t| (t, place));
        }
        if let Some(close) = note(chars, place) {
            if let Some(title) = so_far() {
                return Some((title, place));
            }
            place = close;
            continue;
        }
        if c == '(' {
            return None;
        }
        place += 1;
    }
    None
}

/// True if the number of an instrument, with its era, begins at `at`.
fn begins_number(chars: &[char], at: usize) -> bool {
    Era::ALL.iter().any(|e| starts(chars, at, e.name()))
        && number_prefix_of(scan::from(chars, at)).is_some()
}

fn text(chars: &[char], from: usize, to: usize) -> String {
    let raw: String = chars.get(from..to).unwrap_or_default().iter().collect();
    fold_ascii(&raw).trim().trim_end_matches('の').to_owned()
}

/// Reads the note in brackets after a title: （平成25年法律第27号。以下「法」という。）.
fn read_remark(
    chars: &[char],
    from: usize,
    to: usize,
    number: &mut Option<InstrumentNumber>,
    names: &mut Vec<String>,
) {
    let inside = chars.get(..to).unwrap_or_default();
    let start = skip_spaces(inside, from);
    if number.is_none()
        && let Some((found, _)) = number_prefix_of(scan::from(inside, start))
    {
        *number = Some(found);
    }
    let words: String = scan::from(inside, from).iter().collect();
    if let Some((_, tail)) = words.split_once("以下")
        && let Some((_, quoted)) = tail.split_once('「')
        && let Some((name, after)) = quoted.split_once('」')
        && (after.starts_with("という") || after.starts_with("と略"))
    {
        names.push(fold_ascii(name));
    }
}
