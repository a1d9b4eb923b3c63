//! The kinds of tables that can be imported, and what their columns may hold.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

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

/// A column of the layout (データ標準レイアウト) that this program reads.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LayoutColumn {
    /// 事務番号.
    AffairNumber,
    /// 事務コード.
    AffairId,
    /// 事務名.
    AffairName,
    /// 事務手続コード.
    ProcedureId,
    /// 事務手続名.
    ProcedureName,
    /// The provision of the 主務省令 that the procedure rests on.
    LegalBasis,
    /// 情報照会者.
    Inquirer,
    /// 情報提供者.
    Provider,
    /// 特定個人情報番号.
    InformationNumber,
    /// 特定個人情報名.
    InformationName,
    /// 版番号 of the information.
    Version,
    /// The first day on which the row applies.
    ValidFrom,
    /// The last day on which the row applies.
    ValidTo,
    /// 改版区分.
    Revision,
}

/// A column of a registry (事務委託情報マスター) that this program reads.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum RegistryColumn {
    /// 照会 or 提供.
    Side,
    /// 機関コード of the organisation that delegates (委任元).
    FromCode,
    /// Name of the organisation that delegates.
    FromName,
    /// 機関コード of the organisation that acts for it (受任者).
    ToCode,
    /// Name of the organisation that acts for it.
    ToName,
    /// 事務手続コード.
    ProcedureId,
    /// 特定個人情報番号.
    InformationNumber,
    /// 全部 or 一部.
    Scope,
    /// Which part is delegated.
    ScopeNote,
    /// The provision that the delegation rests on.
    Basis,
    /// The first day on which the delegation applies.
    ValidFrom,
    /// The last day on which the delegation applies.
    ValidTo,
}

impl LayoutColumn {
    /// The key used in documents and packs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl RegistryColumn {
    /// The key used in documents and packs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The key of a column in documents and packs: that of a [`LayoutColumn`] or a [`RegistryColumn`],
/// or another that a pack adds, whose cells are text. Both kinds of tables have a `procedure_id`,
/// which is the same key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ColumnKey(Cow<'static, str>);

impl ColumnKey {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The column of the layout with this key.
    #[must_use]
    pub fn layout(&self) -> Option<LayoutColumn> {
        self.0.parse().ok()
    }

    /// The column of a registry with this key.
    #[must_use]
    pub fn registry(&self) -> Option<RegistryColumn> {
        self.0.parse().ok()
    }
}

impl From<LayoutColumn> for ColumnKey {
    fn from(column: LayoutColumn) -> Self {
        Self(Cow::Borrowed(column.into()))
    }
}

impl From<RegistryColumn> for ColumnKey {
    fn from(column: RegistryColumn) -> Self {
        Self(Cow::Borrowed(column.into()))
    }
}

impl From<String> for ColumnKey {
    fn from(key: String) -> Self {
        Self(Cow::Owned(key))
    }
}

impl fmt::Display for ColumnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_one_name_in_packs_and_documents() {
        for column in LayoutColumn::VARIANTS {
            assert_eq!(column.as_str().parse(), Ok(*column));
            assert_eq!(serde_json::to_value(column).unwrap(), column.as_str());
            assert_eq!(ColumnKey::from(*column).layout(), Some(*column));
        }
        for column in RegistryColumn::VARIANTS {
            assert_eq!(ColumnKey::from(*column).registry(), Some(*column));
        }
        assert_eq!(LayoutColumn::InformationNumber.as_str(), "information_number");
        assert_eq!(
            ColumnKey::from(LayoutColumn::ProcedureId),
            ColumnKey::from(RegistryColumn::ProcedureId)
        );
        let added = ColumnKey::from("remark".to_owned());
        assert_eq!((added.layout(), added.registry()), (None, None));
    }
}
