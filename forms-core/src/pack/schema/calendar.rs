//! What changes from time to time: releases, revisions of the layout, local governments.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::finding::{Lang, Text};

/// The releases of the master data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// In order of date.
    pub releases: Vec<Release>,
}

/// One release of the master data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The day from which it holds.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// The layout in force then.
    pub layout: String,
    /// The first day on which applications for it are taken, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub opens: Option<Date>,
    /// The last day on which applications for it are taken, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub closes: Option<Date>,
    /// The source of the date.
    pub source: String,
}

/// A local government that another one took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrganisationChange {
    /// Its 団体コード until then.
    pub code: String,
    /// Its name until then.
    pub name: String,
    /// The day from which the other exists in its place.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// 団体コード of the other.
    pub successor_code: String,
    /// The name of the other.
    pub successor_name: String,
    /// Whether the other was there before: one was merged into it, or only the name changed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub existed: bool,
    /// The source of the change.
    pub source: String,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The words around a revision of the layout.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevisionWords {
    /// One line on a carry-over; `{registered}`, `{kept}`, `{changed}`, `{lapsed}` and `{new}` are
    /// filled in.
    pub summary: Text,
    /// One line on a comparison; `{added}`, `{retired}`, `{changed}` and `{unchanged}` are filled in.
    pub counts: Text,
    /// Said of a retired procedure without candidates.
    pub no_candidate: Text,
    /// What speaks for and against a candidate, by the kind in documents.
    pub labels: BTreeMap<String, Text>,
    /// What each way of registering copies again asks for, by the number of the pattern; 0 where the
    /// layout's paper names none.
    pub copy_patterns: BTreeMap<String, Text>,
    /// The kinds of information that revisions changed.
    pub information: Vec<InformationChange>,
}

impl RevisionWords {
    /// The words for a kind of evidence; the kind itself where the pack has none.
    #[must_use]
    pub fn label<'a>(&'a self, kind: &'a str, lang: Lang) -> &'a str {
        self.labels.get(kind).map_or(kind, |text| text.get(lang))
    }
}

/// A kind of information whose layout a revision changed, and how its copies (副本) follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InformationChange {
    /// The layout that brought the change, such as `R1.6`.
    pub layout: String,
    /// 特定個人情報番号.
    pub number: u16,
    /// The version from then on, such as `4.1`.
    pub version: String,
    /// 副本登録のパターン: 1 nothing to do, 2 past data too, 3 from the date on; 0 where none is named.
    pub pattern: u8,
    /// 特定個人情報名.
    pub name: String,
}
