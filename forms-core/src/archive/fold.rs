//! Folds names that some system treats as equal: macOS composes them, Windows ignores letter case
//! and trailing dots and spaces, and people and tools mix up full and half width.

use unicode_normalization::UnicodeNormalization;

use super::path::{path_of, separated};
use crate::finding::word::Zip004;
use crate::text::nfc;

/// Folds a path for comparison: Unicode composition, letter case, width, trailing dots and spaces.
/// Two paths with the same fold are one file on some system.
#[must_use]
pub fn fold_path(path: &str) -> String {
    trim_parts(&one_case(&one_width(&nfc(path))))
}

/// The difference between two paths that fold to the same text.
#[must_use]
pub fn difference(a: &str, b: &str) -> Zip004 {
    if path_of(a) == path_of(b) {
        return if separated(a) == separated(b) { Zip004::Separator } else { Zip004::Unseen };
    }
    let (a, b) = (nfc(a), nfc(b));
    if a == b {
        Zip004::Composition
    } else if one_case(&a) == one_case(&b) {
        Zip004::LetterCase
    } else if one_width(&a) == one_width(&b) {
        Zip004::Width
    } else if trim_parts(&a) == trim_parts(&b) {
        Zip004::Trailing
    } else {
        Zip004::Several
    }
}

/// Returns true if the NFC form is shorter, so that combining marks follow their letters. A compatibility
/// ideograph such as 神 (U+FA19) has another composed form too, but is not decomposed.
#[must_use]
pub fn is_decomposed(name: &str) -> bool {
    !name.is_ascii() && nfc(name).chars().count() < name.chars().count()
}

/// Folds letter case through upper case, as file systems do: only so ß, İ and final ς get one form.
fn one_case(path: &str) -> String {
    path.to_uppercase().to_lowercase()
}

/// Turns full-width ASCII into ASCII and half-width kana into full-width kana.
fn one_width(path: &str) -> String {
    let narrow = |c: char| matches!(c, '\u{3000}' | '\u{ff01}'..='\u{ffef}');
    if !path.contains(narrow) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if narrow(c) { out.extend(std::iter::once(c).nfkc()) } else { out.push(c) }
    }
    // A half-width voiced mark has become a combining one.
    out.nfc().collect()
}

fn trim_parts(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').map(|part| part.trim_end_matches(['.', ' '])).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_system_forgets_is_forgotten() {
        let cases = [
            ("がく.pdf", "か\u{3099}く.pdf", Zip004::Composition),
            ("A/b.PDF", "a/B.pdf", Zip004::LetterCase),
            ("別表１.pdf", "別表1.pdf", Zip004::Width),
            ("ﾃﾞｰﾀ.csv", "データ.csv", Zip004::Width),
            ("a. /b", "a/b", Zip004::Trailing),
            ("Ａ.pdf", "a.PDF", Zip004::Several),
        ];
        for (a, b, reason) in cases {
            assert_eq!(fold_path(a), fold_path(b), "{a} {b}");
            assert_eq!(difference(a, b), reason, "{a} {b}");
        }
    }

    #[test]
    fn what_every_system_keeps_apart_stays_apart() {
        let pairs =
            [("①.pdf", "1.pdf"), ("ヶ", "ケ"), ("は", "ば"), ("a.b", "ab"), ("葛\u{e0100}", "葛")];
        for (a, b) in pairs {
            assert_ne!(fold_path(a), fold_path(b), "{a} {b}");
        }
    }

    #[test]
    fn decomposed_is_not_merely_another_form() {
        assert!(is_decomposed("か\u{3099}") && is_decomposed("e\u{301}"));
        assert!(
            !is_decomposed("が") && !is_decomposed("\u{fa19}社") && !is_decomposed("葛\u{e0100}")
        );
    }
}
