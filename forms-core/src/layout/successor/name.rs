//! Names as texts: how they are compared, what they are about, and what they list.

use unicode_normalization::UnicodeNormalization;

use super::words::JOINS;

/// A text as it is compared: compatibility forms folded, no white space.
pub(super) fn fold(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// A folded name without the remarks in brackets behind it.
pub(super) fn without_remarks(name: &str) -> &str {
    let mut rest = name;
    while rest.ends_with(')') {
        let mut depth = 0usize;
        let open = rest.char_indices().rev().find(|(_, c)| {
            depth = match c {
                ')' => depth + 1,
                '(' => depth - 1,
                _ => depth,
            };
            depth == 0
        });
        match open {
            Some((at, _)) => rest = rest.get(..at).unwrap_or_default(),
            None => break,
        }
    }
    rest
}

/// What a folded name is about: without the deeds, remarks and 「に関する事務」 behind it.
fn matter(name: &str) -> &str {
    let plain = without_remarks(name);
    let plain = plain.strip_suffix("に関する事務").unwrap_or(plain);
    let deeds = ["の受理", "に係る事実", "に対する応答"];
    let end = deeds.iter().filter_map(|deed| plain.find(deed)).min().unwrap_or(plain.len());
    plain.get(..end).unwrap_or(plain)
}

/// Whether a folded name lists what another is about, and more: 「認定の請求又は支給の申請」.
pub(super) fn lists(name: &str, other: &str) -> bool {
    let matter = matter(other);
    let mut behind = name.match_indices(matter).filter_map(|(at, _)| name.get(at + matter.len()..));
    let goes_on = |rest: &str| rest.starts_with('、') || JOINS.iter().any(|j| rest.starts_with(j));
    !matter.is_empty() && behind.any(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_behind_a_name_are_left_out() {
        assert_eq!(without_remarks("a(b)c(d(e))(f)"), "a(b)c");
        assert_eq!(without_remarks("a)"), "a)");
    }

    #[test]
    fn lists_are_known_by_what_stands_between() {
        let (claim, both) = (
            "給付の認定の請求に係る事実についての審査に関する事務",
            "給付の認定の請求又は支給の申請",
        );
        assert!(
            lists(both, claim) && lists("決定の取消し、台帳の作成", "決定の取消しに関する事務")
        );
        for (name, other) in
            [(claim, both), ("給付の認定の請求の却下", claim), (both, "認定の請"), (both, "")]
        {
            assert!(!lists(name, other), "{name} {other}");
        }
    }
}
