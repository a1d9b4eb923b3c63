//! Lists and ranges of numbers in front of 削除: 第5条から第8条まで 削除, (4)及び(5) 削除, 三及び四 削除.

use crate::text::enumeration::{
    after_conjunction, after_range_sign, after_range_word, after_separator, skip_range_end,
};
use crate::text::scan::{self, skip_spaces};

/// Largest number of provisions that one line deletes; a longer list is no list of provisions.
const LONGEST_LIST: usize = 1000;

/// Signs that join the two ends of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::law::ordinance) enum RangeSigns {
    /// から and ~.
    Words,
    /// Also dashes, which between bare numbers would be ambiguous.
    WordsAndDashes,
}

/// The numbers after the first of a list or range, and the index after them.
pub(super) type Further = (Vec<Vec<u32>>, usize);

/// Reads the numbers after `first` in a list or range; those inside a range are filled in. `next` reads one
/// number at an index and returns it with the index after it.
///
/// Returns `None` if no number follows.
pub(in crate::law::ordinance) fn further_numbers(
    line: &[char],
    end: usize,
    first: &[u32],
    signs: RangeSigns,
    next: impl Fn(usize) -> Option<(Vec<u32>, usize)>,
) -> Option<Further> {
    let mut more: Vec<Vec<u32>> = Vec::new();
    let mut place = end;
    loop {
        let range = match signs {
            RangeSigns::Words => after_range_word(line, place),
            RangeSigns::WordsAndDashes => after_range_sign(line, place),
        };
        let list = || after_conjunction(line, place).or_else(|| after_separator(line, place));
        let Some((number, after)) = range.or_else(list).and_then(&next) else { break };
        if range.is_some() {
            fill_range(more.last().map_or(first, Vec::as_slice).to_vec(), &number, &mut more);
        }
        more.push(number);
        if more.len() > LONGEST_LIST {
            return None;
        }
        place = skip_range_end(line, after);
    }
    (!more.is_empty()).then_some((more, place))
}

/// Returns further numbers of a line with the index of 削除; `None` if anything else follows them.
pub(super) fn before_deleted(line: &[char], (more, place): Further) -> Option<Further> {
    let body = skip_spaces(line, place);
    says_deleted(scan::from(line, body).iter().copied()).then_some((more, body))
}

/// Adds the whole numbers between two ends of a range; branches (第5条の2) in between are unknown.
fn fill_range(from: Vec<u32>, to: &[u32], out: &mut Vec<Vec<u32>>) {
    const LONGEST_RANGE: u32 = 500;
    let (Some(a), Some(b)) = (from.first(), to.first()) else { return };
    if let ([.., last], [.., end]) = (&from[..], to)
        && from.len() > 1
        && to.len() == from.len()
        && a == b
    {
        for n in last + 1..(*end).min(last + LONGEST_RANGE) {
            let mut number = from.clone();
            number.pop();
            number.push(n);
            out.push(number);
        }
        return;
    }
    out.extend((a + 1..(*b).min(a + LONGEST_RANGE)).map(|n| vec![n]));
}

/// True for 削除 and nothing else, with brackets and a full stop or without.
pub(in crate::law::ordinance) fn says_deleted(words: impl Iterator<Item = char>) -> bool {
    let words: String = words.filter(|c| !c.is_whitespace()).collect();
    matches!(words.trim_end_matches('。'), "削除" | "(削除)" | "（削除）")
}
