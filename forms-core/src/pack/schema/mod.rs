//! The keys of a form pack, one file for each part of it.

mod calendar;
mod form;
mod letter;
mod package;
mod rules;
mod site;
mod tables;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use calendar::*;
pub use form::*;
pub use letter::*;
pub use package::*;
pub use rules::*;
pub use site::*;
pub use tables::*;

use super::Template;
use crate::finding::Text;

/// A whole pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// `renkei.pack/1`.
    pub schema: String,
    /// A short name, such as `standard`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: Text,
    /// A notice for users, such as that the pack is not official.
    pub notice: Text,
    /// The package: names, folders, budget.
    pub package: PackageLayout,
    /// Limits for reading files of others.
    pub limits: Limits,
    /// Parameters and severities of the rules.
    pub rules: RuleParameters,
    /// The release calendar.
    pub calendar: Calendar,
    /// The words around a revision of the layout.
    #[serde(default)]
    pub revision: RevisionWords,
    /// The words of the letter that returns an application.
    #[serde(default)]
    pub letter: LetterWords,
    /// Local governments that were founded, merged or given another code.
    #[serde(default)]
    pub organisations: Vec<OrganisationChange>,
    /// The words for the values of each choice, by choice and value, in the order they are offered.
    pub choices: BTreeMap<String, IndexMap<String, Text>>,
    /// The sections of the form, in the order they are shown.
    pub form: Vec<Section>,
    /// The lists of the form.
    pub lists: Vec<List>,
    /// The tables that can be imported, by kind.
    pub tables: BTreeMap<String, Table>,
    /// The site that applications are handed in through.
    pub site: Site,
    /// The official workbook that is filled in instead of one of ours, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}
