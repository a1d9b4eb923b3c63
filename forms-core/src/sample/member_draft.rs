//! The application of one organisation of the made-up prefecture, put together row by row.

use super::dice::Dice;
use super::{Member, layout, texts};
use crate::application::{
    Action, Applicant, Application, Assessment, Attachment, AttachmentRole, ChangeReason, Contact,
    Delegation, Direction, Entered, InstrumentKind, Kind, LegalBasis, Organ, PackRef, Party,
    ProcedureUse, Role, Scope, Side, Target,
};
use crate::code::{CorporateNumber, Government};
use crate::pack::Pack;

/// The release all applications are for, the layout in force then, and a release before it.
const RELEASE: &str = "2019-06-17";
const LAYOUT: &str = "R1.6";
const EARLIER: &str = "2017-07-18";

/// 生活保護関係情報, which the welfare office provides.
const PUBLIC_ASSISTANCE: (&str, &str) =
    ("15", "生活保護法による保護の実施若しくは就労自立給付金の支給に関する情報");

/// A procedure that a rule hands over: its code, the 号, and the part; empty for the whole.
pub(super) struct HandedOver {
    pub(super) procedure: &'static str,
    pub(super) item: u32,
    pub(super) part: &'static str,
}

/// The whole of a procedure, by the 号 that hands it over.
pub(super) const fn whole(procedure: &'static str, item: u32) -> HandedOver {
    HandedOver { procedure, item, part: "" }
}

/// An ordinance or rule with its text.
pub(super) struct Instrument {
    pub(super) kind: InstrumentKind,
    pub(super) title: String,
    pub(super) number: String,
    pub(super) file: String,
    pub(super) text: String,
}

impl Instrument {
    /// A rule of a municipality; `year` is its 平成 year.
    pub(super) fn new(
        government: &Government,
        dice: &mut Dice,
        template: &str,
        title: &str,
        year: u32,
    ) -> Self {
        let number = (dice.below(60) + 1).to_string();
        let amendment = (dice.below(40) + 1).to_string();
        let title = format!("{}{title}", government.name);
        Self {
            kind: InstrumentKind::Rule,
            number: format!("平成{year}年規則第{number}号"),
            file: format!("{title}.txt"),
            text: texts::fill(
                template,
                &[
                    ("name", government.name),
                    ("head", &texts::short_head(government)),
                    ("number", &number),
                    ("amendment", &amendment),
                ],
            ),
            title,
        }
    }
}

/// The application and the attachments of a member while they are made up.
pub(super) struct MemberDraft {
    government: &'static Government,
    pub(super) dice: Dice,
    pub(super) app: Application,
    files: Vec<(String, Vec<u8>)>,
}

impl MemberDraft {
    pub(super) fn new(government: &'static Government, seed: u64) -> Self {
        let mut dice = Dice::new(seed, government.code.as_str());
        let kind = if dice.one_in(3) { Kind::Start } else { Kind::Change };
        let pack = Pack::standard();
        let (exchange, line) = (dice.below(100), dice.below(10_000));
        let mut app = Application {
            pack: PackRef { id: pack.id.clone(), version: pack.version.clone() },
            remark: "架空の見本です。団体名と団体コード以外は実在の申請と関係がありません。"
                .to_owned(),
            kind,
            target: Target { layout: LAYOUT.to_owned(), release: RELEASE.into() },
            applicant: Applicant {
                code: Entered::of(government.code),
                name: government.name.to_owned(),
                corporate_number: Entered::of(CorporateNumber::of_government(government.code)),
                organ: Organ::Head,
                ..Applicant::default()
            },
            contact: Contact {
                department: "総務部情報政策課".to_owned(),
                telephone: format!("050-00{exchange:02}-{line:04}"),
                mail: format!("joho-{}@example.lg.jp", government.code),
            },
            ..Application::default()
        };
        if kind == Kind::Change {
            app.reasons = vec![ChangeReason::Layout];
            app.reason_note =
                "データ標準レイアウトの改版に伴い、委任・受任を見直しました。".to_owned();
            // Organisation code in the middle, the rest made up: only the length is known.
            app.applicant.agency_code = format!("99{}00000000", government.code).as_str().into();
        }
        Self { government, dice, app, files: Vec::new() }
    }

    /// Draws a number from 1 to `count`.
    pub(super) fn some_of(&mut self, count: usize) -> usize {
        1 + usize::try_from(self.dice.below(count as u64)).unwrap_or(0)
    }

    /// Draws an action: a first connection only adds, a change keeps most rows.
    pub(super) fn action(&mut self) -> Action {
        if self.app.kind == Kind::Start || self.dice.one_in(4) { Action::Add } else { Action::Keep }
    }

    pub(super) fn delegate(
        &mut self,
        instrument: &Instrument,
        handed: &HandedOver,
        direction: Direction,
        counterpart: Party,
        action: Action,
    ) {
        let [before, _] = super::layouts();
        let known = handed.procedure.parse().is_ok_and(|id| before.procedure(id).is_some());
        let action = if known { action } else { Action::Add };
        let delegation = Delegation {
            direction,
            procedure: handed.procedure.into(),
            name: procedure_name(handed.procedure),
            ..base(instrument, handed.item, counterpart, action)
        };
        let part = if handed.part.is_empty() { Scope::Whole } else { Scope::Part };
        self.app.delegations.push(Delegation {
            scope: part,
            scope_note: handed.part.to_owned(),
            ..delegation
        });
    }

    pub(super) fn delegate_information(
        &mut self,
        instrument: &Instrument,
        party: Party,
        action: Action,
    ) {
        let (number, name) = PUBLIC_ASSISTANCE;
        self.app.delegations.push(Delegation {
            side: Side::Provision,
            information: number.into(),
            name: name.to_owned(),
            ..base(instrument, 1, party, action)
        });
    }

    pub(super) fn attach_instrument(&mut self, instrument: &Instrument) {
        let used = self.app.delegations.iter().flat_map(|d| &d.bases);
        if used.into_iter().all(|b| b.document != instrument.file) {
            return;
        }
        self.attach(
            instrument.file.clone(),
            AttachmentRole::Instrument,
            instrument.title.clone(),
            &instrument.text,
        );
    }

    fn attach(&mut self, file: String, role: AttachmentRole, title: String, text: &str) {
        // As a Windows editor of a town hall saves it.
        self.files.push((file.clone(), text.replace('\n', "\r\n").into_bytes()));
        self.app.attachments.push(Attachment { file, role, title });
    }

    /// Adds the procedures used, of which `more` are not delegated, and their assessments.
    pub(super) fn finish(mut self, more: &[&'static str]) -> Member {
        let mut used: Vec<String> = self
            .app
            .delegations
            .iter()
            .map(Delegation::subject)
            .filter(|s| s.starts_with("JT"))
            .collect();
        used.extend(more.iter().take(self.some_of(more.len())).map(|p| (*p).to_owned()));
        used.sort_unstable();
        used.dedup();
        for id in &used {
            let action = self.action();
            let delegated = self.app.delegations.iter().find(|d| d.subject() == *id);
            self.app.procedures.push(ProcedureUse {
                role: Role::Inquirer,
                procedure: id.as_str().into(),
                name: procedure_name(id),
                action: delegated.map_or(action, |d| d.action),
            });
        }
        let delegations_change = self.app.delegations.iter().any(|d| d.action != Action::Keep);
        if self.app.kind == Kind::Change && delegations_change {
            self.app.reasons.push(ChangeReason::Delegation);
        }
        let mut affairs: Vec<String> = used.iter().filter_map(|id| affair_name(id)).collect();
        affairs.dedup();
        for (i, affair) in affairs.iter().enumerate() {
            self.assess(i + 1, affair);
        }
        Member { government: self.government, application: self.app, files: self.files }
    }

    fn assess(&mut self, number: usize, affair: &str) {
        let number = number.to_string();
        let head = texts::head(self.government);
        let title = format!("{}　基礎項目評価書", short_affair(affair));
        let published = format!("2019-0{}-{:02}", 1 + self.dice.below(3), 1 + self.dice.below(28));
        let file = format!("評価書{number}_{}.txt", self.government.name);
        let text = texts::fill(
            texts::ASSESSMENT,
            &[
                ("number", &number),
                ("title", &title),
                ("head", &head),
                ("published", &published),
                ("affair", affair),
            ],
        );
        self.app.assessments.push(Assessment {
            number,
            name: title.clone(),
            organisation: head,
            published: published.as_str().into(),
            document: file.clone(),
            ..Assessment::default()
        });
        self.attach(file, AttachmentRole::Assessment, title, &text);
    }
}

/// A delegation with what all of the samples have in common.
fn base(instrument: &Instrument, item: u32, counterpart: Party, action: Action) -> Delegation {
    Delegation {
        counterpart,
        bases: vec![LegalBasis {
            kind: instrument.kind,
            title: instrument.title.clone(),
            number: instrument.number.clone(),
            citation: format!("第2条第1項第{item}号"),
            document: instrument.file.clone(),
        }],
        start: if action.is_registered() { EARLIER } else { RELEASE }.into(),
        action,
        ..Delegation::default()
    }
}

fn procedure_name(id: &str) -> String {
    let procedure = id.parse().ok().and_then(|id| layout().procedure(id));
    procedure.map(|p| p.name().to_owned()).unwrap_or_default()
}

fn affair_name(id: &str) -> Option<String> {
    Some(layout().procedure(id.parse().ok()?)?.first().affair_name.clone())
}

/// The first words of an affair's name: the law it belongs to.
fn short_affair(affair: &str) -> &str {
    affair
        .split_once('法')
        .map_or(affair, |(law, _)| affair.get(..law.len() + '法'.len_utf8()).unwrap_or(affair))
}
