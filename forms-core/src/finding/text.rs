//! Words in both languages.

use serde::{Deserialize, Serialize};

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Japanese, the first language of everything shown.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// What separates the items of a list.
    #[must_use]
    pub fn comma(self) -> &'static str {
        match self {
            Self::Ja => "、",
            Self::En => ", ",
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }

    /// The text with numbers in its `{name}` places.
    #[must_use]
    pub fn fill(&self, lang: Lang, numbers: &[(&str, usize)]) -> String {
        let mut text = self.get(lang).to_owned();
        for (name, number) in numbers {
            text = text.replace(&format!("{{{name}}}"), &number.to_string());
        }
        text
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

/// One wording for both languages.
impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        let ja = text.into();
        Self { en: ja.clone(), ja }
    }
}
