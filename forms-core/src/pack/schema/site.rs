//! The site that applications are handed in through.

use serde::{Deserialize, Serialize};

use crate::finding::{Pointer, Text};

/// The site that applications are handed in through, as its screens can be recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its name.
    pub title: Text,
    /// Its screens.
    pub screens: Vec<Screen>,
}

/// A screen of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// A short name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// A CSS selector that matches on this screen and on no other.
    pub recognise: String,
    /// The fields that help and values are known for.
    #[serde(default)]
    pub fields: Vec<ScreenField>,
    /// A CSS selector of the file field that takes the package.
    #[serde(default)]
    pub package_slot: String,
}

/// A field of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScreenField {
    /// A CSS selector inside the screen.
    pub selector: String,
    /// The field of the application whose help and value belong there.
    pub path: Pointer,
}
