//! The fields of an application that offer a choice.

use crate::finding::choice;
use crate::law;

choice! {
    #[derive(Default)]
    /// The kind of application.
    Kind {
        /// 接続開始申請: the first.
        #[default] Start = "start",
        /// 変更申請: something changed.
        Change = "change",
    }
}

choice! {
    #[derive(Default)]
    /// A reason for a change.
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
    #[derive(Default)]
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
    #[derive(Default)]
    /// The part an organisation plays in a procedure.
    Role {
        /// 情報照会者.
        #[default] Inquirer = "inquirer",
        /// 情報提供者.
        Provider = "provider",
    }
}

choice! {
    #[derive(Default)]
    /// Which of the two masters a delegation belongs to.
    Side {
        /// 照会者事務委託情報.
        #[default] Inquiry = "inquiry",
        /// 提供者事務委託情報.
        Provision = "provision",
    }
}

choice! {
    #[derive(Default)]
    /// The applicant's end of a delegation.
    Direction {
        /// 委任: the applicant gives.
        #[default] Entrust = "entrust",
        /// 受任: the applicant takes.
        Accept = "accept",
    }
}

choice! {
    #[derive(Default)]
    /// The extent of a delegation (番号法19条: 「事務の全部又は一部」).
    Scope {
        /// 全部.
        #[default] Whole = "whole",
        /// 一部; the note says which.
        Part = "part",
    }
}

choice! {
    #[derive(Default)]
    /// The action on a row that may be registered already.
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
    #[derive(Default)]
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
    #[derive(Default)]
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
    #[derive(Default)]
    /// The role of an attachment.
    AttachmentRole {
        /// 条例・規則: the text of an instrument.
        #[default] Instrument = "instrument",
        /// 特定個人情報保護評価書.
        Assessment = "assessment",
        /// Anything else.
        Other = "other",
    }
}

impl Action {
    /// Returns whether the row is registered before the application takes effect.
    #[must_use]
    pub fn is_registered(self) -> bool {
        self != Self::Add
    }
}
