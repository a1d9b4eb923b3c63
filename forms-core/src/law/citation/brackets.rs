//! The brackets in which citations carry remarks: （）, 〔〕, ［］, 【】 and others.

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

/// Index after a remark in brackets at `at`, such as （委任事務）; `None` if there is none.
pub(super) fn note(chars: &[char], at: usize) -> Option<usize> {
    let close = closing(chars, at)?;
    let open = scan::at(chars, at);
    let mut depth = 0usize;
    for place in at..at + LONGEST {
        match scan::at(chars, place) {
            '\0' | '\n' => return None,
            c if c == open => depth += 1,
            c if c == close && depth == 1 => return Some(place + 1),
            c if c == close => depth -= 1,
            _ => {}
        }
    }
    None
}
