//! Decides if a number at the head of a line continues the numbering, or if a wrapped sentence or a quoted law
//! only happens to begin the line with it.

use super::levels::Levels;
use crate::law::marker::{Marker, MarkerKind};
use crate::law::ordinance::head::{ArticleHead, Head};
use crate::law::ordinance::lines::Line;
use crate::text::enumeration::ends_with_conjunction;

/// Number of lines after a doubtful number that are compared with it.
const LOOK_AHEAD: usize = 400;

fn is_direct_successor(last: Option<&[u32]>, next: &[u32]) -> bool {
    let Some(last) = last else { return next.first() == Some(&1) };
    match (last.split_last(), next.split_last()) {
        (Some((a, head)), Some((b, tail))) if head == tail => *b == a + 1,
        (Some(_), Some((2, tail))) if tail == last => true,
        // 第4条 follows 第3条の5, and 第3条の3 follows 第3条の2の4.
        _ => {
            next.len() < last.len()
                && next.split_last().is_some_and(|(n, head)| {
                    last.get(..next.len())
                        .and_then(<[u32]>::split_last)
                        .is_some_and(|(l, h)| h == head && *n == l + 1)
                })
        }
    }
}

/// True if an article begins on a line.
pub(super) fn is_next_article(
    lines: &[Line<'_>],
    at: usize,
    last: Option<&[u32]>,
    head: &ArticleHead,
) -> bool {
    if is_direct_successor(last, &head.number) {
        return true;
    }
    if head.weak || last.is_some_and(|l| head.number[..] <= *l) {
        return false;
    }
    // A gap in the numbering, unless the expected number follows further down: then this line quotes
    // another law.
    let later = lines
        .iter()
        .skip(at + 1)
        .take(LOOK_AHEAD)
        .take_while(|l| !matches!(l.head, Head::Supplementary { .. } | Head::Table { .. }));
    !later.filter(|l| l.is_own()).any(|l| {
        matches!(&l.head, Head::Article(other)
            if !other.weak && other.number < head.number && is_direct_successor(last, &other.number))
    })
}

/// Returns the next mark of a kind in the same article.
pub(super) fn next_of_kind<'a>(
    lines: &'a [Line<'_>],
    at: usize,
    kind: MarkerKind,
) -> Option<&'a Marker> {
    rest_of_article(lines, at).find_map(|l| match &l.head {
        Head::Mark { marker, .. } if marker.kind() == kind => Some(marker),
        _ => None,
    })
}

fn rest_of_article<'a>(lines: &'a [Line<'a>], at: usize) -> impl Iterator<Item = &'a Line<'a>> {
    lines
        .iter()
        .skip(at + 1)
        .take(LOOK_AHEAD)
        .take_while(|l| {
            !matches!(
                &l.head,
                Head::Article(_) | Head::Supplementary { .. } | Head::Table { .. } | Head::Form
            )
        })
        .filter(|l| l.is_own())
}

/// True if the paragraph `n` begins on a line after the paragraph `current`.
pub(super) fn is_next_paragraph(
    lines: &[Line<'_>],
    at: usize,
    current: u32,
    n: u32,
    levels: &Levels,
) -> bool {
    if n <= current || (n > current + 1 && !levels.is_empty()) {
        return false;
    }
    let before = at.checked_sub(1).and_then(|i| lines.get(i)).map_or("", |l| l.words);
    if n > current + 1 {
        // A gap can only be a lost paragraph; the sentence before must be complete.
        return before.ends_with(['。', ')', '）']) && n < current + 10;
    }
    if breaks_off(before) {
        return false;
    }
    let Some((kind, last)) = levels.outermost() else { return true };
    if levels.has(MarkerKind::Arabic) {
        // After 1, 2 and 3 of a list a second 2 is the paragraph.
        return kind == MarkerKind::Arabic
            && last.first().is_some_and(|l| *l >= n)
            && !levels.goes_on_with(MarkerKind::Arabic, n);
    }
    // 2 … between (1) and (2) is a line of (1); a new paragraph counts its items from (1).
    for line in rest_of_article(lines, at) {
        let Head::Mark { marker, .. } = &line.head else { continue };
        if marker.kind() == MarkerKind::Arabic {
            if marker.numbers() == Some(&[n]) && !before.ends_with('。') {
                return false;
            }
            if marker.numbers() == Some(&[n + 1]) {
                break;
            }
        }
        if marker.kind() == kind {
            let restarts = marker.numbers() == Some(&[1]);
            let goes_on = marker.numbers().is_some_and(|m| m > last);
            return restarts || !goes_on;
        }
    }
    true
}

/// True if a line stops in the middle of a sentence.
pub(in crate::law::ordinance) fn breaks_off(words: &str) -> bool {
    // Entries of a list end in these words, not in the particles they end with.
    if ["もの", "こと", "その他", "ほか"].iter().any(|w| words.ends_with(w)) {
        return false;
    }
    words.ends_with([
        'の', 'に', 'を', 'は', 'が', 'で', 'と', 'へ', 'も', 'や', '、', '，', ',', '(', '（',
        '「', '第', '・', '及', '又',
    ]) || ends_with_conjunction(words)
}
