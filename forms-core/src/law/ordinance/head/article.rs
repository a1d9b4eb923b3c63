//! The head of a line that begins an article: 第3条の2（趣旨）.

use super::deleted::{RangeSigns, before_deleted, further_numbers};
use super::{Head, closing, goes_on_with_sentence};
use crate::law::marker::branches;
use crate::text::numeral::number_prefix;
use crate::text::scan::{self, skip_spaces, starts_with_any};

/// The head of a line that begins an article (第3条の2). Indexes are in characters of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::law) struct ArticleHead {
    pub(in crate::law) number: Vec<u32>,
    /// The other articles of a line such as 第5条から第8条まで 削除 or 第5条及び第6条 削除.
    pub(in crate::law) more: Vec<Vec<u32>>,
    /// The span of a heading on the same line, without its brackets.
    pub(in crate::law) heading: Option<(usize, usize)>,
    /// The index after the head.
    pub(in crate::law) body: usize,
    /// True if nothing separates the number from the words after it, so that they may be a quotation.
    pub(in crate::law) weak: bool,
}

/// Reads the head of an article at `at`. `heading` is the span of a heading in front of it.
pub(super) fn article(line: &[char], at: usize, heading: Option<(usize, usize)>) -> Option<Head> {
    let (number, mut end) = article_number(line, at)?;
    let next = |at| article_number(line, at);
    let further = further_numbers(line, end, &number, RangeSigns::WordsAndDashes, next);
    if let Some((more, body)) = further.and_then(|further| before_deleted(line, further)) {
        return Some(Head::Article(ArticleHead { number, more, heading, body, weak: false }));
    }
    let mut heading = heading;
    if scan::at(line, end) == '(' {
        let close = closing(line, end)?;
        heading = heading.or(Some((end + 1, close)));
        end = close + 1;
    }
    let mut body = skip_spaces(line, end);
    let spaced = body > end || body >= line.len();
    if heading.is_none()
        && spaced
        && let Some((from, to)) = heading_at(line, body)
    {
        heading = Some((from, to));
        body = skip_spaces(line, to + 1);
    }
    if goes_on_with_sentence(line, body) {
        return None;
    }
    if is_reference(scan::at(line, body), spaced) {
        return None;
    }
    let separated = starts_with_any(line, end, &[":", ".", "削除"]).is_some();
    Some(Head::Article(ArticleHead {
        number,
        more: Vec::new(),
        heading,
        body: if scan::at(line, body) == ':' { body + 1 } else { body },
        weak: !spaced && !separated && heading.is_none(),
    }))
}

/// True if the character after 第3条 shows that the number is a reference inside a sentence, which a line
/// break put at the head of a line. `spaced` is true if a space precedes the character.
fn is_reference(next: char, spaced: bool) -> bool {
    if spaced {
        return matches!(next, 'の' | 'を' | '、' | '。' | ')' | '」');
    }
    const AFTER_REFERENCE: &[char] = &[
        'の', 'に', 'を', 'は', 'が', 'で', 'と', 'へ', 'も', 'か', 'ま', '第', '、', '。', ',',
        '・', '等', '中', '各', ')', '」', '~', '―', '-',
    ];
    AFTER_REFERENCE.contains(&next)
}

/// Returns the span of a heading after the number, without its brackets:
/// 第6条　（会計管理者への委任）　市長は、….
pub(super) fn heading_at(line: &[char], at: usize) -> Option<(usize, usize)> {
    const LONGEST_HEADING: usize = 40;
    if scan::at(line, at) != '(' {
        return None;
    }
    let close = closing(line, at)?;
    let after = scan::at(line, close + 1);
    let set_off = matches!(after, ' ' | '\t' | '\0');
    let plain = !line.get(at..close)?.iter().any(|c| matches!(c, '。' | '「'));
    (set_off && plain && close - at < LONGEST_HEADING).then_some((at + 1, close))
}

/// Reads 第3条の2 at `at`: its number with branches, and the index after it.
fn article_number(line: &[char], at: usize) -> Option<(Vec<u32>, usize)> {
    if scan::at(line, at) != '第' {
        return None;
    }
    let start = skip_spaces(line, at + 1);
    let (n, length) = number_prefix(scan::from(line, start))?;
    let unit = skip_spaces(line, start + length);
    if scan::at(line, unit) != '条' || matches!(scan::at(line, unit + 1), '例' | '約') {
        return None;
    }
    let mut number = vec![n];
    let end = branches(line, unit + 1, &mut number);
    Some((number, end))
}
