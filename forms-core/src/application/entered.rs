//! A value as a person entered it, kept to the letter, together with its parsed form.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::is_blank;

/// A field of the application: the text as entered and, where it can be read as a `T`, its value.
///
/// A draft must be able to hold a wrong value without losing a character of it, and a rule must
/// not parse again what the edge has parsed. In documents it is a plain string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered<T> {
    text: String,
    value: Option<T>,
}

impl<T: FromStr> Entered<T> {
    /// Takes a text as entered.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let value = if is_blank(&text) { None } else { text.parse().ok() };
        Self { text, value }
    }

    /// The reason why the text has no value; `None` where it has one or is blank.
    pub fn error(&self) -> Option<T::Err> {
        if self.value.is_some() || self.is_blank() { None } else { self.text.parse::<T>().err() }
    }
}

impl<T> Entered<T> {
    /// The text as entered.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parsed value, or `None` if the text cannot be parsed.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Returns whether nothing was entered.
    pub fn is_blank(&self) -> bool {
        is_blank(&self.text)
    }
}

impl<T: fmt::Display> Entered<T> {
    /// The text of a value.
    pub fn of(value: T) -> Self {
        Self { text: value.to_string(), value: Some(value) }
    }

    /// The text in its normal form where it has a value, else as entered.
    pub fn canonical(&self) -> Cow<'_, str> {
        match &self.value {
            Some(v) => Cow::Owned(v.to_string()),
            None => Cow::Borrowed(&self.text),
        }
    }
}

impl<T> Default for Entered<T> {
    fn default() -> Self {
        Self { text: String::new(), value: None }
    }
}

impl<T: FromStr> From<&str> for Entered<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T> Serialize for Entered<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Entered<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(Self::new)
    }
}

#[cfg(feature = "schema")]
impl<T> schemars::JsonSchema for Entered<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Entered".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <String as schemars::JsonSchema>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::MunicipalityCode;

    #[test]
    fn a_wrong_value_is_kept_to_the_letter() {
        let field: Entered<MunicipalityCode> = serde_json::from_str("\" １３１１２２ \"").unwrap();
        assert_eq!(field.text(), " １３１１２２ ");
        assert!(field.value().is_none() && field.error().is_some());
        assert_eq!(serde_json::to_string(&field).unwrap(), "\" １３１１２２ \"");
        let right = Entered::<MunicipalityCode>::new("１３１１２１");
        assert_eq!(right.canonical(), "131121");
        assert_eq!(right.text(), "１３１１２１");
        let blank = Entered::<MunicipalityCode>::new("　");
        assert!(blank.is_blank() && blank.error().is_none());
    }
}
