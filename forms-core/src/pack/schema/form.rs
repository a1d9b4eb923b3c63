//! The form: sections, lists and their fields.

use serde::{Deserialize, Serialize};

use crate::finding::{Pointer, Text};

/// A section of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// A short name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// One sentence below the title.
    #[serde(default)]
    pub lead: Text,
    /// Its fields, in the order they are shown.
    pub fields: Vec<Field>,
}

/// A list of rows, such as the delegations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct List {
    /// A short name.
    pub id: String,
    /// The pointer of the list in the application.
    pub path: Pointer,
    /// Its title.
    pub title: Text,
    /// One sentence below the title.
    #[serde(default)]
    pub lead: Text,
    /// The word for one row, as in 「委任・受任を追加」.
    pub row: Text,
    /// The sheet of the workbook it fills.
    pub sheet: String,
    /// The columns; each path starts at the row.
    pub fields: Vec<Field>,
    /// Rows inside each row, such as the legal bases of a delegation.
    #[serde(default)]
    pub rows: Option<SubList>,
}

/// Rows inside a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubList {
    /// A short name.
    pub id: String,
    /// The pointer of the list in its row.
    pub path: Pointer,
    /// Its title.
    pub title: Text,
    /// The word for one row.
    pub row: Text,
    /// The columns; each path starts at the inner row.
    pub fields: Vec<Field>,
}

/// One field of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The pointer of the field: from the application for a section, from the row for a list.
    pub path: Pointer,
    /// Its label.
    pub label: Text,
    /// Help on what to enter.
    #[serde(default)]
    pub help: Text,
    /// Mistakes often made.
    #[serde(default)]
    pub mistakes: Text,
    /// An example.
    #[serde(default)]
    pub example: String,
    /// True if the example belongs to nobody, so that finding it filled in means that it was left.
    #[serde(default)]
    pub fictitious: bool,
    /// The most characters that it may have.
    #[serde(default)]
    pub max_length: Option<usize>,
    /// The source of the help.
    #[serde(default)]
    pub source: String,
    /// The way it is entered.
    #[serde(default)]
    pub control: Control,
    /// When it must not be empty.
    #[serde(default)]
    pub required: Required,
}

/// The way a field is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Control {
    /// One line of text.
    #[default]
    Line,
    /// Several lines.
    Lines,
    /// A date.
    Date,
    /// A code of digits.
    Code,
    /// The code or name of a local government.
    Government,
    /// One of several values; names the table of labels under `choices`.
    Choice(String),
    /// Any number of several values.
    Choices(String),
    /// The file name of one of the attachments.
    Attachment,
    /// A provision of the attached instrument that the field `document` of the same row names.
    Provision,
}

impl Control {
    /// The table of labels it uses.
    #[must_use]
    pub fn choice(&self) -> Option<&str> {
        match self {
            Self::Choice(name) | Self::Choices(name) => Some(name),
            _ => None,
        }
    }
}

/// When a field must not be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Required {
    /// It may be empty.
    #[default]
    Never,
    /// It must be filled in.
    Always,
    /// It must be filled in where another field has a value; the path starts where this field's does.
    When {
        /// The other field.
        path: Pointer,
        /// Its value.
        equals: String,
    },
    /// One of this field and the other must be filled in.
    Unless {
        /// The other field.
        filled: Pointer,
    },
}
