//! When a field must be filled in: the one place that decides it, for the rule and for the form.

use std::borrow::Cow;

use super::Required;
use crate::finding::Pointer;
use crate::text::is_blank;

impl Required {
    /// Returns whether the field must be filled in. `text` returns the text of another field of the
    /// same record, by its path in that record; a field that is not there has the empty text.
    ///
    /// A text of white space alone, full-width spaces included, counts as empty.
    #[must_use]
    pub fn applies<'t>(&self, text: impl FnOnce(&Pointer) -> Cow<'t, str>) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::When { path, equals } => text(path) == equals.as_str(),
            Self::Unless { filled } => is_blank(&text(filled)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applies(required: &Required, other: &str) -> bool {
        required.applies(|path| {
            assert_eq!(path.as_str(), "/other");
            Cow::Borrowed(other)
        })
    }

    #[test]
    fn a_condition_reads_the_other_field() {
        let path = Pointer::new("/other");
        assert!(applies(&Required::Always, "") && !applies(&Required::Never, ""));
        let when = Required::When { path: path.clone(), equals: "end".into() };
        assert!(applies(&when, "end") && !applies(&when, "add") && !applies(&when, ""));
        let unless = Required::Unless { filled: path };
        for blank in ["", " ", "\u{3000}", "\t\n", "\u{a0}"] {
            assert!(applies(&unless, blank), "{blank:?}");
        }
        // Characters without width are characters: whoever pasted one has filled the field in.
        for filled in ["15", "\u{3000}15", "\u{200b}", "\u{feff}"] {
            assert!(!applies(&unless, filled), "{filled:?}");
        }
    }
}
