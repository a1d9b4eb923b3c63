//! The kinds of tables that can be imported, and what their columns may hold.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::application::Side;

/// What a table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum TableKind {
    /// データ標準レイアウト: procedures and the information they ask for.
    Layout,
    /// 照会者事務委託情報マスター or 提供者事務委託情報マスター.
    Registry(Side),
}

impl TableKind {
    /// Every kind.
    pub const ALL: [Self; 3] =
        [Self::Layout, Self::Registry(Side::Inquiry), Self::Registry(Side::Provision)];

    /// The name used on the command line and in packs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Layout => "layout",
            Self::Registry(Side::Inquiry) => "inquiry-registry",
            Self::Registry(Side::Provision) => "provision-registry",
        }
    }
}

/// A word that names no kind of table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not layout, inquiry-registry or provision-registry")]
pub struct UnknownTableKind(pub String);

impl FromStr for TableKind {
    type Err = UnknownTableKind;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|k| k.as_str() == s)
            .ok_or_else(|| UnknownTableKind(s.to_owned()))
    }
}

impl TryFrom<String> for TableKind {
    type Error = UnknownTableKind;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TableKind> for String {
    fn from(kind: TableKind) -> Self {
        kind.as_str().to_owned()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for TableKind {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TableKind".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "enum": Self::ALL.map(Self::as_str)})
    }
}

/// 改版区分: what a revision of the layout did to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revision {
    /// 追加.
    Added,
    /// 変更.
    Changed,
    /// 廃止.
    Retired,
}

impl Revision {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Added, Self::Changed, Self::Retired];

    /// The name used in documents; a pack has its label.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Retired => "retired",
        }
    }
}
