//! The applications of the made-up prefecture and its municipalities: who hands over which procedures.

use super::dice::Dice;
use super::member_draft::{HandedOver, Instrument, MemberDraft, whole};
use super::{Member, texts};
use crate::application::{Action, Direction, Entered, InstrumentKind, Kind, Organ, Party};
use crate::code::Government;

const INTAKE: &str = "申請の受理及び事実の調査に限る。";
const INTAKE_AND_CERTIFICATE: &str = "申請の受理及び証明書の交付に限る。";

/// To the board of education, as `texts/education.txt` has it.
const EDUCATION: &[HandedOver] = &[
    whole("JT99010000000034", 1),
    whole("JT99010000000035", 1),
    // New in the layout: the delegation of the procedure it replaced lapses.
    whole("JT99010000000207", 1),
    whole("JT99010000000006", 2),
    HandedOver { procedure: "JT99010000000043", item: 3, part: INTAKE },
];

/// To the head of the welfare office, as `texts/welfare.txt` has it.
const WELFARE: &[HandedOver] = &[
    whole("JT99010000000011", 1),
    whole("JT99010000000012", 1),
    whole("JT99010000000023", 2),
    whole("JT99010000000024", 2),
    whole("JT99010000000009", 3),
    whole("JT99010000000022", 4),
];

/// From the prefecture to a municipality, as `texts/prefecture.txt` has it.
const PREFECTURE: &[HandedOver] = &[
    HandedOver { procedure: "JT99010000000002", item: 1, part: INTAKE_AND_CERTIFICATE },
    HandedOver { procedure: "JT99010000000045", item: 2, part: INTAKE_AND_CERTIFICATE },
    whole("JT99010000000010", 3),
];

/// The prefecture's application: what it hands over to its municipalities.
pub(super) fn prefecture(
    government: &'static Government,
    municipalities: &[&'static Government],
    seed: u64,
) -> Member {
    let mut draft = MemberDraft::new(government, seed);
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
    let mut draft = MemberDraft::new(government, seed);
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

/// The procedures that the prefecture hands over to a municipality, for both sides' applications.
fn handed_to(municipality: &Government, seed: u64) -> Vec<(&'static HandedOver, Action)> {
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
