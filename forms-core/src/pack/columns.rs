//! The kinds of tables that can be imported, and what their columns may hold.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::application::Side;
use crate::finding::choice;

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

choice! {
    /// 改版区分: what a revision of the layout did to a row.
    Revision {
        /// 追加.
        Added = "added",
        /// 変更.
        Changed = "changed",
        /// 廃止.
        Retired = "retired",
    }
}

choice! {
    /// A column of the layout (データ標準レイアウト) that this program reads.
    LayoutColumn {
        /// 事務番号.
        AffairNumber = "affair_number",
        /// 事務コード.
        AffairId = "affair_id",
        /// 事務名.
        AffairName = "affair_name",
        /// 事務手続コード.
        ProcedureId = "procedure_id",
        /// 事務手続名.
        ProcedureName = "procedure_name",
        /// The provision of the 主務省令 that the procedure rests on.
        LegalBasis = "legal_basis",
        /// 情報照会者.
        Inquirer = "inquirer",
        /// 情報提供者.
        Provider = "provider",
        /// 特定個人情報番号.
        InformationNumber = "information_number",
        /// 特定個人情報名.
        InformationName = "information_name",
        /// 版番号 of the information.
        Version = "version",
        /// The first day on which the row applies.
        ValidFrom = "valid_from",
        /// The last day on which the row applies.
        ValidTo = "valid_to",
        /// 改版区分.
        Revision = "revision",
    }
}

choice! {
    /// A column of a registry (事務委託情報マスター) that this program reads.
    RegistryColumn {
        /// 照会 or 提供.
        Side = "side",
        /// 機関コード of the organisation that delegates (委任元).
        FromCode = "from_code",
        /// Name of the organisation that delegates.
        FromName = "from_name",
        /// 機関コード of the organisation that acts for it (受任者).
        ToCode = "to_code",
        /// Name of the organisation that acts for it.
        ToName = "to_name",
        /// 事務手続コード.
        ProcedureId = "procedure_id",
        /// 特定個人情報番号.
        InformationNumber = "information_number",
        /// 全部 or 一部.
        Scope = "scope",
        /// Which part is delegated.
        ScopeNote = "scope_note",
        /// The provision that the delegation rests on.
        Basis = "basis",
        /// The first day on which the delegation applies.
        ValidFrom = "valid_from",
        /// The last day on which the delegation applies.
        ValidTo = "valid_to",
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
        Self(Cow::Borrowed(column.as_str()))
    }
}

impl From<RegistryColumn> for ColumnKey {
    fn from(column: RegistryColumn) -> Self {
        Self(Cow::Borrowed(column.as_str()))
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
        for column in LayoutColumn::ALL {
            assert_eq!(column.as_str().parse(), Ok(*column));
            assert_eq!(serde_json::to_value(column).unwrap(), column.as_str());
            assert_eq!(ColumnKey::from(*column).layout(), Some(*column));
        }
        for column in RegistryColumn::ALL {
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
