//! The words that join the entries of a list or the ends of a range in Japanese legal text: 及び, 又は,
//! 、, から…まで.

use super::scan::{skip_spaces, starts, starts_with_any};

/// The conjunctions of lists: 及び and 並びに (and), 若しくは and 又は (or). In this order no later one is
/// found inside an earlier one.
pub(crate) const CONJUNCTIONS: [&str; 4] = ["若しくは", "並びに", "又は", "及び"];

/// The conjunctions that some write in kana, each with its kanji spelling.
pub(crate) const KANA_CONJUNCTIONS: [(&str, &str); 4] =
    [("または", "又は"), ("および", "及び"), ("ならびに", "並びに"), ("もしくは", "若しくは")];

/// The conjunctions in the spelling of texts from before 1946, and some spellings without kana.
const OLD_CONJUNCTIONS: [&str; 9] =
    ["及ビ", "並ニ", "並ビニ", "又ハ", "若クハ", "若シクハ", "若ハ", "或ハ", "或は"];

/// Conjunctions without kana; what follows must tell that they are none of a word: 及, but 及第.
const BARE_CONJUNCTIONS: [&str; 3] = ["及", "並", "又"];

/// Commas and middle dots between the entries of a list.
pub(crate) const SEPARATORS: [&str; 4] = ["、", ",", "・", "･"];

/// Words and signs between the two ends of a range. A dash is no such sign: it may also join the parts of
/// one number.
const RANGE_WORDS: [&str; 3] = ["から", "~", "〜"];

/// Dashes that some write between the ends of a range.
const RANGE_DASHES: [&str; 4] = ["―", "-", "—", "–"];

/// Words after the second end of a range.
const RANGE_ENDS: [&str; 5] = ["まで", "迄", "マデ", "に至る", "ニ至ル"];

/// True if a text ends with a conjunction, so that the sentence goes on.
pub(crate) fn ends_with_conjunction(text: &str) -> bool {
    CONJUNCTIONS.iter().any(|word| text.ends_with(word))
}

/// Index of the first character after a conjunction at `at`, or `None` if there is none.
pub(crate) fn after_conjunction(chars: &[char], at: usize) -> Option<usize> {
    starts_with_any(chars, at, &CONJUNCTIONS)
}

/// Like [`after_conjunction`], also for conjunctions in kana (または).
pub(crate) fn after_any_conjunction(chars: &[char], at: usize) -> Option<usize> {
    after_conjunction(chars, at).or_else(|| {
        let (kana, _) = KANA_CONJUNCTIONS.iter().find(|(kana, _)| starts(chars, at, kana))?;
        Some(at + kana.chars().count())
    })
}

/// Like [`after_conjunction`], for the spellings of old texts (及ビ) and those without kana (及).
pub(crate) fn after_old_conjunction(chars: &[char], at: usize) -> Option<usize> {
    starts_with_any(chars, at, &OLD_CONJUNCTIONS)
        .or_else(|| starts_with_any(chars, at, &BARE_CONJUNCTIONS))
}

/// Index of the first character after a list separator (、 or ・) at `at`, or `None` if there is none.
/// Spaces around the separator belong to it.
pub(crate) fn after_separator(chars: &[char], at: usize) -> Option<usize> {
    let next = starts_with_any(chars, skip_spaces(chars, at), &SEPARATORS)?;
    Some(skip_spaces(chars, next))
}

/// Index of the first character after から or ~ at `at`, or `None` if there is none.
pub(crate) fn after_range_word(chars: &[char], at: usize) -> Option<usize> {
    starts_with_any(chars, at, &RANGE_WORDS)
}

/// Like [`after_range_word`], also for a dash.
pub(crate) fn after_range_sign(chars: &[char], at: usize) -> Option<usize> {
    after_range_word(chars, at).or_else(|| starts_with_any(chars, at, &RANGE_DASHES))
}

/// Index of the first character after まで at `at`, or `at` itself if there is none.
pub(crate) fn skip_range_end(chars: &[char], at: usize) -> usize {
    starts_with_any(chars, at, &RANGE_ENDS).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_entries_and_ends() {
        let at = |text: &str, read: fn(&[char], usize) -> Option<usize>| {
            read(&text.chars().collect::<Vec<_>>(), 0)
        };
        assert_eq!(at("若しくは第3号", after_conjunction), Some(4));
        assert_eq!(at("または第3号", after_conjunction), None);
        assert_eq!(at("または第3号", after_any_conjunction), Some(3));
        assert_eq!(at("及ビ第3号", after_old_conjunction), Some(2));
        assert_eq!(at("及第3号", after_old_conjunction), Some(1));
        assert_eq!(at(" ，　3号", after_separator), Some(3));
        assert_eq!(at("及び3号", after_separator), None);
        assert_eq!(at("～3", after_range_word), Some(1));
        assert_eq!(at("－3", after_range_word), None);
        assert_eq!(at("－3", after_range_sign), Some(1));
        assert_eq!(skip_range_end(&['迄', '3'], 0), 1);
        assert_eq!(skip_range_end(&['3'], 0), 0);
        assert!(ends_with_conjunction("第1号及び") && !ends_with_conjunction("第1号"));
    }
}
