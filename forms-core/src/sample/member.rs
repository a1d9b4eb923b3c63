//! What one organisation of the made-up prefecture files.

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

/// What a rule hands over: procedure, 号, and which part if not the whole.
struct Handed {
    procedure: &'static str,
    item: u32,
    part: &'static str,
}

const fn whole(procedure: &'static str, item: u32) -> Handed {
    Handed { procedure, item, part: "" }
}

const INTAKE: &str = "申請の受理及び事実の調査に限る。";
const INTAKE_AND_CERTIFICATE: &str = "申請の受理及び証明書の交付に限る。";

/// To the board of education, as `texts/education.txt` has it.
const EDUCATION: &[Handed] = &[
    whole("JT99010000000034", 1),
    whole("JT99010000000035", 1),
    // New in the layout: the delegation of the procedure it replaced lapses.
    whole("JT99010000000207", 1),
    whole("JT99010000000006", 2),
    Handed { procedure: "JT99010000000043", item: 3, part: INTAKE },
];

/// To the head of the welfare office, as `texts/welfare.txt` has it.
const WELFARE: &[Handed] = &[
    whole("JT99010000000011", 1),
    whole("JT99010000000012", 1),
    whole("JT99010000000023", 2),
    whole("JT99010000000024", 2),
    whole("JT99010000000009", 3),
    whole("JT99010000000022", 4),
];

/// From the prefecture to a municipality, as `texts/prefecture.txt` has it.
const PREFECTURE: &[Handed] = &[
    Handed { procedure: "JT99010000000002", item: 1, part: INTAKE_AND_CERTIFICATE },
    Handed { procedure: "JT99010000000045", item: 2, part: INTAKE_AND_CERTIFICATE },
    whole("JT99010000000010", 3),
];

/// 生活保護関係情報, which the welfare office provides.
const PUBLIC_ASSISTANCE: (&str, &str) =
    ("15", "生活保護法による保護の実施若しくは就労自立給付金の支給に関する情報");

/// The prefecture's application: what it hands over to its municipalities.
pub(super) fn prefecture(
    government: &'static Government,
    municipalities: &[&'static Government],
    seed: u64,
) -> Member {
    let mut draft = Draft::new(government, seed);
    let instrument = prefecture_instrument(government, seed);
    for municipality in municipalities {
        for (handed, action) in handed_to(municipality, seed) {
            let party = Party {
                code: Entered::of(municipality.code),
                name: texts::head(municipality),
                organ: Organ::Head,
            };
            draft.delegate(&instrument, handed, Direction::Entrust, party, action);
        }
    }
    draft.attach_instrument(&instrument);
    draft.finish(&["JT99010000000201", "JT99010000000016", "JT99010000000003"])
}

/// A municipality's application: what it hands over inside and takes over from its prefecture.
pub(super) fn municipality(
    government: &'static Government,
    prefecture: &'static Government,
    seed: u64,
) -> Member {
    let mut draft = Draft::new(government, seed);
    let education = Instrument::new(
        government,
        &mut draft.dice,
        texts::EDUCATION,
        "教育委員会に対する事務の委任及び補助執行に関する規則",
        27,
    );
    let party = |organ: Organ, name: &str| Party {
        code: Entered::of(government.code),
        name: format!("{}{name}", government.name),
        organ,
    };
    for handed in EDUCATION.iter().take(draft.some_of(EDUCATION.len())) {
        let action = draft.action();
        let board = party(Organ::BoardOfEducation, "教育委員会");
        draft.delegate(&education, handed, Direction::Entrust, board, action);
    }
    draft.attach_instrument(&education);
    if has_welfare_office(government) {
        let welfare = Instrument::new(
            government,
            &mut draft.dice,
            texts::WELFARE,
            "福祉事務所長に対する事務委任規則",
            18,
        );
        let office = party(Organ::WelfareOffice, "福祉事務所長");
        for handed in WELFARE.iter().take(draft.some_of(WELFARE.len())) {
            let action = draft.action();
            draft.delegate(&welfare, handed, Direction::Entrust, office.clone(), action);
        }
        let action = draft.action();
        draft.delegate_information(&welfare, office, action);
        draft.attach_instrument(&welfare);
    }
    let taken = handed_to(government, seed);
    if !taken.is_empty() {
        let instrument = prefecture_instrument(prefecture, seed);
        let giver = Party {
            code: Entered::of(prefecture.code),
            name: texts::head(prefecture),
            organ: Organ::Head,
        };
        for (handed, action) in taken {
            let action = if draft.app.kind == Kind::Start { Action::Add } else { action };
            draft.delegate(&instrument, handed, Direction::Accept, giver.clone(), action);
        }
        draft.attach_instrument(&instrument);
    }
    draft.finish(&["JT99010000000014", "JT99010000000005", "JT99010000000039", "JT99010000000209"])
}

/// What the prefecture hands over to a municipality, and whether it is new: both sides ask here.
fn handed_to(municipality: &Government, seed: u64) -> Vec<(&'static Handed, Action)> {
    let mut dice = Dice::new(seed, &format!("{}/prefecture", municipality.code));
    if dice.one_in(3) {
        return Vec::new();
    }
    let count = 1 + usize::try_from(dice.below(PREFECTURE.len() as u64)).unwrap_or(0);
    PREFECTURE.iter().take(count).map(|h| (h, Action::Add)).collect()
}

/// Every city and special ward has one; towns and villages as a rule do not.
fn has_welfare_office(government: &Government) -> bool {
    government.name.ends_with(['市', '区'])
}

/// An ordinance or rule with its text.
struct Instrument {
    kind: InstrumentKind,
    title: String,
    number: String,
    file: String,
    text: String,
}

impl Instrument {
    /// A rule of a municipality; `year` is its 平成 year.
    fn new(
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

/// The prefecture's ordinance, the same text in its own package and in those of its municipalities.
fn prefecture_instrument(government: &Government, seed: u64) -> Instrument {
    let number = (Dice::new(seed, government.name).below(60) + 1).to_string();
    let title = format!("{}知事の権限に属する事務の処理の特例に関する条例", government.name);
    Instrument {
        kind: InstrumentKind::Ordinance,
        number: format!("平成12年条例第{number}号"),
        file: format!("{title}.txt"),
        text: texts::fill(texts::PREFECTURE, &[("name", government.name), ("number", &number)]),
        title,
    }
}

/// An application being made up.
struct Draft {
    government: &'static Government,
    dice: Dice,
    app: Application,
    files: Vec<(String, Vec<u8>)>,
}

impl Draft {
    fn new(government: &'static Government, seed: u64) -> Self {
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

    /// How many of several things: at least one.
    fn some_of(&mut self, count: usize) -> usize {
        1 + usize::try_from(self.dice.below(count as u64)).unwrap_or(0)
    }

    /// A first connection only adds; a change keeps most of what there is.
    fn action(&mut self) -> Action {
        if self.app.kind == Kind::Start || self.dice.one_in(4) { Action::Add } else { Action::Keep }
    }

    fn delegate(
        &mut self,
        instrument: &Instrument,
        handed: &Handed,
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

    fn delegate_information(&mut self, instrument: &Instrument, party: Party, action: Action) {
        let (number, name) = PUBLIC_ASSISTANCE;
        self.app.delegations.push(Delegation {
            side: Side::Provision,
            information: number.into(),
            name: name.to_owned(),
            ..base(instrument, 1, party, action)
        });
    }

    fn attach_instrument(&mut self, instrument: &Instrument) {
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
    fn finish(mut self, more: &[&'static str]) -> Member {
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

/// What every delegation of the samples has in common.
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
