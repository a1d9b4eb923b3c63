//! The fields of an application.

use serde::{Deserialize, Serialize};

use super::{
    Action, AssessmentKind, AttachmentRole, ChangeReason, Direction, Entered, InstrumentKind, Kind,
    Organ, Role, Scope, Side,
};
use crate::code::{
    AffairNumbers, AgencyCode, CorporateNumber, InformationNumber, MunicipalityCode, ProcedureId,
};
use crate::text::Day;

/// The name of the document's schema; a field so that no document goes without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SchemaName(String);

impl Default for SchemaName {
    fn default() -> Self {
        Self(super::SCHEMA.to_owned())
    }
}

/// An application, 接続開始申請 or 変更申請.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Always `renkei.application/1`.
    pub schema: SchemaName,
    /// The pack it was made with.
    #[serde(default)]
    pub pack: PackRef,
    /// A remark on the document itself, such as that it is made up.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// 接続開始 or 変更.
    pub kind: Kind,
    /// The reasons for a change; empty for a first connection.
    #[serde(default)]
    pub reasons: Vec<ChangeReason>,
    /// More about the reasons.
    #[serde(default)]
    pub reason_note: String,
    /// The layout and release it is for.
    #[serde(default)]
    pub target: Target,
    /// Who applies.
    #[serde(default)]
    pub applicant: Applicant,
    /// The contact for questions.
    #[serde(default)]
    pub contact: Contact,
    /// The procedures used.
    #[serde(default)]
    pub procedures: Vec<ProcedureUse>,
    /// The delegations: who acts for whom.
    #[serde(default)]
    pub delegations: Vec<Delegation>,
    /// The 特定個人情報保護評価書.
    #[serde(default)]
    pub assessments: Vec<Assessment>,
    /// The files that go with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

/// The form pack a document was made with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PackRef {
    /// The pack's id.
    pub id: String,
    /// The pack's version.
    pub version: String,
}

/// The layout and the release of the master data that an application is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The version of the データ標準レイアウト, such as `R1.6`.
    #[serde(default)]
    pub layout: String,
    /// The date from which it is to hold: a release date of the master data.
    #[serde(default)]
    pub release: Entered<Day>,
}

/// Who applies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// 団体コード.
    #[serde(default)]
    pub code: Entered<MunicipalityCode>,
    /// The organisation's name.
    #[serde(default)]
    pub name: String,
    /// 機関コード.
    #[serde(default)]
    pub agency_code: Entered<AgencyCode>,
    /// 法人番号.
    #[serde(default)]
    pub corporate_number: Entered<CorporateNumber>,
    /// The executive organ that applies.
    #[serde(default)]
    pub organ: Organ,
}

/// The contact for questions about the application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The department.
    #[serde(default)]
    pub department: String,
    /// The telephone number.
    #[serde(default)]
    pub telephone: String,
    /// The mail address.
    #[serde(default)]
    pub mail: String,
}

/// A procedure that the applicant uses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProcedureUse {
    /// As inquirer or provider.
    pub role: Role,
    /// 事務手続コード.
    pub procedure: Entered<ProcedureId>,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Added, kept, changed or ended.
    #[serde(default)]
    pub action: Action,
}

/// One delegation (委任・受任), filed per procedure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// 照会 or 提供.
    pub side: Side,
    /// 委任 or 受任.
    pub direction: Direction,
    /// 事務手続コード; blank where a kind of information is delegated.
    #[serde(default)]
    pub procedure: Entered<ProcedureId>,
    /// 特定個人情報番号; blank where a procedure is delegated.
    #[serde(default)]
    pub information: Entered<InformationNumber>,
    /// The name of the procedure or the information.
    #[serde(default)]
    pub name: String,
    /// The other side.
    pub counterpart: Party,
    /// 全部 or 一部.
    #[serde(default)]
    pub scope: Scope,
    /// Which part; required for 一部.
    #[serde(default)]
    pub scope_note: String,
    /// The provisions it rests on.
    #[serde(default)]
    pub bases: Vec<LegalBasis>,
    /// Holds from.
    #[serde(default)]
    pub start: Entered<Day>,
    /// Holds until; blank where open.
    #[serde(default)]
    pub end: Entered<Day>,
    /// Added, kept, changed or ended.
    #[serde(default)]
    pub action: Action,
}

/// The other side of a delegation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// 団体コード.
    #[serde(default)]
    pub code: Entered<MunicipalityCode>,
    /// The name of the organisation or office.
    #[serde(default)]
    pub name: String,
    /// The executive organ or office.
    #[serde(default)]
    pub organ: Organ,
}

/// A provision that a delegation rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// 条例, 規則, ….
    pub kind: InstrumentKind,
    /// The title of the instrument.
    pub title: String,
    /// Its number, such as 平成25年規則第24号.
    #[serde(default)]
    pub number: String,
    /// The provision, down to the 号.
    pub citation: String,
    /// The file name of the attachment that holds the instrument's text.
    #[serde(default)]
    pub document: String,
}

/// A 特定個人情報保護評価書.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// 評価書番号, counted by the organisation itself.
    #[serde(default)]
    pub number: String,
    /// 評価書名.
    pub name: String,
    /// 基礎, 重点 or 全項目.
    #[serde(default)]
    pub kind: AssessmentKind,
    /// 実施機関: the name of the organisation that made it.
    #[serde(default)]
    pub organisation: String,
    /// 公表日.
    #[serde(default)]
    pub published: Entered<Day>,
    /// 終了日: filled where the assessment is marked as that of an affair that has ended.
    #[serde(default)]
    pub ended: Entered<Day>,
    /// The affairs (事務) that it covers, by their numbers: rows of 別表第二 of the Number Act, such as
    /// 「69の2、74」. Blank where it is not known.
    #[serde(default)]
    pub affairs: Entered<AffairNumbers>,
    /// The file name of the attachment.
    #[serde(default)]
    pub document: String,
}

/// A file that goes with the application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The file's name without a folder; the pack says which folder it gets.
    pub file: String,
    /// What it is.
    pub role: AttachmentRole,
    /// Its title.
    #[serde(default)]
    pub title: String,
}

impl Delegation {
    /// The subject of the delegation: the procedure's code or the information's number, in normal
    /// form.
    #[must_use]
    pub fn subject(&self) -> String {
        if self.procedure.is_blank() {
            self.information.canonical().into_owned()
        } else {
            self.procedure.canonical().into_owned()
        }
    }
}
