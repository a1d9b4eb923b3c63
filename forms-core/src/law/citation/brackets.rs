//! The brackets in which citations carry remarks: （）, 〔〕, ［］, 【】 and others.

use crate::law::marker;
use crate::text::numeral::number_prefix;
use crate::text::scan;

/// Number of characters of the longest remark.
const LONGEST: usize = 200;

const PAIRS: &[(char, char)] =
    &[('(', ')'), ('〔', '〕'), ('[', ']'), ('【', '】'), ('〈', '〉'), ('《', '》'), ('{', '}')];

/// Returns the bracket that closes the one at `at`; `None` if none opens there.
pub(super) fn closing(chars: &[char], at: usize) -> Option<char> {
    let open = scan::at(chars, at);
    PAIRS.iter().find(|(o, _)| *o == open).map(|(_, close)| *close)
}

/// Index after a remark in brackets at `at`, such as （委任事務）; `None` if there is none. In brackets other than （） a mark or
/// a number is no remark: 第2条第3号〔ア〕 may be the ア below.
pub(super) fn note(chars: &[char], at: usize) -> Option<usize> {
    let close = closing(chars, at)?;
    let open = scan::at(chars, at);
    let mut depth = 0usize;
    for place in at..at + LONGEST {
        match scan::at(chars, place) {
            '\0' | '\n' => return None,
            c if c == open => depth += 1,
            c if c == close && depth == 1 => {
                return (open == '(' || !is_mark(chars, at + 1, place)).then_some(place + 1);
            }
            c if c == close => depth -= 1,
            _ => {}
        }
    }
    None
}

/// True if the characters between two places are a mark: ア, 3, ⑴.
fn is_mark(chars: &[char], from: usize, to: usize) -> bool {
    let from = scan::skip_spaces(chars, from);
    let inside = chars.get(from..to).unwrap_or_default();
    let number = number_prefix(inside).map(|(_, length)| length);
    let mark = marker::closed(inside, 0).or_else(|| marker::open(inside, 0)).map(|(_, end)| end);
    number.or(mark).is_some_and(|end| scan::skip_spaces(inside, end) == inside.len())
}
