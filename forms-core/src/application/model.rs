//! The fields of an application.

use serde::{Deserialize, Serialize};

use super::Entered;
use crate::code::{
    AffairNumbers, AgencyCode, CorporateNumber, InformationNumber, MunicipalityCode, ProcedureId,
};
use crate::law;
use crate::text::Day;

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// Every choice, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in documents; a pack has its label.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

choice! {
    /// What is applied for.
    Kind {
        /// 接続開始申請: the first.
        #[default] Start = "start",
        /// 変更申請: something changed.
        Change = "change",
    }
}

choice! {
    /// Why a change is applied for.
    ChangeReason {
        /// A law or an order of a ministry changed.
        #[default] Law = "law",
        /// The データ標準レイアウト was revised.
        Layout = "layout",
        /// The organisation changed: a merger, a new office, another executive organ.
        Organisation = "organisation",
        /// A delegation began, changed or ended.
        Delegation = "delegation",
        /// The contact changed.
        Contact = "contact",
        /// Something else; the note says what.
        Other = "other",
    }
}

choice! {
    /// The executive organ (執行機関) or office that acts.
    Organ {
        /// 長: governor or mayor.
        #[default] Head = "head",
        /// 教育委員会.
        BoardOfEducation = "board_of_education",
        /// 福祉事務所長, a subordinate of the head.
        WelfareOffice = "welfare_office",
        /// 公営企業管理者.
        PublicEnterprise = "public_enterprise",
        /// Another board or committee.
        OtherBoard = "other_board",
        /// Another subordinate office.
        OtherOffice = "other_office",
    }
}

choice! {
    /// The part an organisation plays in a procedure.
    Role {
        /// 情報照会者.
        #[default] Inquirer = "inquirer",
        /// 情報提供者.
        Provider = "provider",
    }
}

choice! {
    /// Which of the two masters a delegation belongs to.
    Side {
        /// 照会者事務委託情報.
        #[default] Inquiry = "inquiry",
        /// 提供者事務委託情報.
        Provision = "provision",
    }
}

choice! {
    /// Which end of a delegation the applicant stands on.
    Direction {
        /// 委任: the applicant gives.
        #[default] Entrust = "entrust",
        /// 受任: the applicant takes.
        Accept = "accept",
    }
}

choice! {
    /// How much of the procedure is delegated (番号法19条: 「事務の全部又は一部」).
    Scope {
        /// 全部.
        #[default] Whole = "whole",
        /// 一部; the note says which.
        Part = "part",
    }
}

choice! {
    /// What happens to a row that may be registered already.
    Action {
        /// 追加.
        #[default] Add = "add",
        /// 継続.
        Keep = "keep",
        /// 変更.
        Change = "change",
        /// 終了.
        End = "end",
    }
}

choice! {
    /// The kind of instrument a delegation rests on.
    InstrumentKind {
        /// 条例.
        #[default] Ordinance = "ordinance",
        /// 規則.
        Rule = "rule",
        /// 教育委員会規則 and other boards' rules.
        BoardRule = "board_rule",
        /// 規程.
        Regulation = "regulation",
        /// 訓令.
        Directive = "directive",
        /// 要綱, 要領.
        Guideline = "guideline",
        /// 告示.
        Notice = "notice",
        /// 法律, 政令, 省令.
        Law = "law",
        /// Anything else.
        Other = "other",
    }
}

impl From<law::Kind> for InstrumentKind {
    fn from(kind: law::Kind) -> Self {
        match kind {
            law::Kind::Act | law::Kind::CabinetOrder | law::Kind::MinisterialOrdinance => Self::Law,
            law::Kind::Ordinance => Self::Ordinance,
            law::Kind::Rule => Self::Rule,
            law::Kind::BoardOfEducationRule => Self::BoardRule,
            law::Kind::Regulation => Self::Regulation,
            law::Kind::Directive => Self::Directive,
            law::Kind::Guideline => Self::Guideline,
            law::Kind::Notice => Self::Notice,
            law::Kind::Other => Self::Other,
        }
    }
}

choice! {
    /// The kind of a 特定個人情報保護評価書.
    AssessmentKind {
        /// 基礎項目評価書.
        #[default] Basic = "basic",
        /// 重点項目評価書.
        Priority = "priority",
        /// 全項目評価書.
        Full = "full",
    }
}

choice! {
    /// What an attachment is.
    AttachmentRole {
        /// 条例・規則: the text of an instrument.
        #[default] Instrument = "instrument",
        /// 特定個人情報保護評価書.
        Assessment = "assessment",
        /// Anything else.
        Other = "other",
    }
}

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
    /// Why a change is applied for; empty for a first connection.
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
    /// Whom to ask.
    #[serde(default)]
    pub contact: Contact,
    /// The procedures used.
    #[serde(default)]
    pub procedures: Vec<ProcedureUse>,
    /// Who acts for whom.
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

/// Whom to ask about the application.
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

impl Action {
    /// Whether the row is registered before the application takes effect.
    #[must_use]
    pub fn is_registered(self) -> bool {
        self != Self::Add
    }
}

impl Delegation {
    /// What is delegated: the procedure's code or the information's number, in normal form.
    #[must_use]
    pub fn subject(&self) -> String {
        if self.procedure.is_blank() {
            self.information.canonical().into_owned()
        } else {
            self.procedure.canonical().into_owned()
        }
    }
}
