//! Parameters of the rules and severities of the codes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::application::{AttachmentRole, Kind};
use crate::finding::{Code, Severity, Text};

/// Parameters of rules, and severities that differ from the catalogue's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleParameters {
    /// Severities that differ.
    #[serde(default)]
    pub severities: BTreeMap<Code, Severity>,
    /// The kinds of application that need a 特定個人情報保護評価書 attached.
    pub assessment_required: Vec<Kind>,
    /// Other documents that must be attached.
    #[serde(default)]
    pub required_attachments: Vec<RequiredAttachment>,
    /// Characters that one line of text may have where its field says nothing else.
    #[serde(default = "line_length")]
    pub line_length: usize,
    /// Characters that a text of several lines may have where its field says nothing else.
    #[serde(default = "lines_length")]
    pub lines_length: usize,
    /// Words and signs of examples that no real answer has, such as ○○.
    #[serde(default)]
    pub placeholders: Vec<String>,
}

impl Default for RuleParameters {
    fn default() -> Self {
        Self {
            severities: BTreeMap::new(),
            assessment_required: Vec::new(),
            required_attachments: Vec::new(),
            line_length: line_length(),
            lines_length: lines_length(),
            placeholders: Vec::new(),
        }
    }
}

fn line_length() -> usize {
    200
}

fn lines_length() -> usize {
    2000
}

/// A document that some kinds of application must have attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequiredAttachment {
    /// Its name.
    pub name: Text,
    /// The role it is attached under.
    pub role: AttachmentRole,
    /// A word that its title or file name holds, where the role alone does not tell it.
    #[serde(default)]
    pub titled: String,
    /// The kinds of application that need it.
    pub kinds: Vec<Kind>,
}
