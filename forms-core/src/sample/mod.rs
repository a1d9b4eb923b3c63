//! A made-up prefecture: real names and codes, real affairs, made-up applications.
//!
//! The same name and seed give the same prefecture. Everything that is made up says so in its own
//! text; `samples/README.md` lists what is real.

mod dice;
pub(crate) mod document;
mod member;
mod member_draft;
mod planted;
mod texts;

use std::sync::OnceLock;

use crate::application::{Application, Delegation, Direction, Side};
use crate::code::{Government, ProcedureId};
use crate::layout::{Layout, Procedure};
use crate::pack::{Pack, TableKind};
use crate::registry::{RegisteredParty, Registration, Registry};
use crate::table::{self};

pub use document::WrittenSample;
pub use planted::{Defect, Filed, Planted, Resubmission, plant};

/// The two versions of the layout that the applications are made from: file name and content.
pub const LAYOUTS: [(&str, &str); 2] = [
    ("layout-H30.7.csv", include_str!("../../../samples/layout-H30.7.csv")),
    ("layout-R1.6.csv", include_str!("../../../samples/layout-R1.6.csv")),
];

/// A prefecture with what each of its organisations files.
#[derive(Debug, Clone)]
pub struct SamplePrefecture {
    /// The prefecture.
    pub government: &'static Government,
    /// Its organisations: the prefecture itself first, then its municipalities in the order of codes.
    pub members: Vec<Member>,
}

/// One organisation with its application and attachments.
#[derive(Debug, Clone)]
pub struct Member {
    /// The organisation.
    pub government: &'static Government,
    /// The application.
    pub application: Application,
    /// The attachments: name and content.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The error for a name that no prefecture has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no prefecture; write its full name, such as 佐賀県")]
pub struct NoSuchPrefecture(pub String);

/// Makes a prefecture.
///
/// # Errors
/// If no prefecture has the name.
pub fn prefecture(name: &str, seed: u64) -> Result<SamplePrefecture, NoSuchPrefecture> {
    let government =
        Government::prefecture_named(name).ok_or_else(|| NoSuchPrefecture(name.to_owned()))?;
    let municipalities: Vec<&'static Government> =
        Government::municipalities_of(government.name).filter(|g| g.has_office()).collect();
    let mut members = vec![member::prefecture(government, &municipalities, seed)];
    members.extend(municipalities.iter().map(|m| member::municipality(m, government, seed)));
    Ok(SamplePrefecture { government, members })
}

/// One city's application, for trying the page; `None` only if the table lost the city.
#[must_use]
pub fn demo() -> Option<Member> {
    let city = Government::municipalities_of("鳥取県").find(|g| g.name == "倉吉市")?;
    Some(member::municipality(city, Government::prefecture_named(city.prefecture)?, 1))
}

/// The layout before the revision, and the one in force for the applications.
fn layouts() -> &'static [Layout; 2] {
    static LAYOUT: OnceLock<[Layout; 2]> = OnceLock::new();
    LAYOUT.get_or_init(|| {
        LAYOUTS.map(|(_, text)| {
            let table = table::read_csv(text.as_bytes(), TableKind::Layout, Pack::standard());
            table.map(|t| Layout::from_table(&t)).unwrap_or_default()
        })
    })
}

/// The layout in force for the applications.
fn layout() -> &'static Layout {
    let [_, new] = layouts();
    new
}

/// The procedure that a new one replaced under another code: of the same affair and provision, and
/// gone from the new layout.
fn replaced_by(id: ProcedureId) -> Option<Procedure<'static>> {
    let [old, new] = layouts();
    let successor = new.procedure(id).filter(|_| old.procedure(id).is_none())?.first();
    old.procedures().filter(|p| new.procedure(p.id()).is_none()).find(|p| {
        let before = p.first();
        before.affair_number == successor.affair_number
            && before.legal_basis == successor.legal_basis
    })
}

impl SamplePrefecture {
    /// What is registered already: what the change applications keep or change, and delegations of
    /// retired procedures, whose successors the applications add.
    #[must_use]
    pub fn registry(&self) -> Registry {
        let registrations = self.members.iter().flat_map(|member| {
            let rows = &member.application.delegations;
            let given = rows.iter().filter(|d| d.direction == Direction::Entrust);
            given.filter_map(|d| match d.action.is_registered() {
                true => Some(registration(member, d)),
                false => lapsing(member, d),
            })
        });
        Registry { registrations: registrations.collect() }
    }

    /// The list of those expected as a CSV file in UTF-8: code and name of each member.
    #[must_use]
    pub fn expected_file(&self) -> Vec<u8> {
        let lines = self.members.iter().map(|member| {
            let Government { code, name, .. } = member.government;
            format!("{code},{name}\r\n")
        });
        format!("\u{feff}団体コード,団体名\r\n{}", lines.collect::<String>()).into_bytes()
    }

    /// Both masters as CSV files: name and content.
    #[must_use]
    pub fn registry_files(&self, pack: &Pack) -> [(&'static str, Vec<u8>); 2] {
        let registry = self.registry();
        [
            ("inquiry-registry.csv", registry.to_csv(Side::Inquiry, pack)),
            ("provision-registry.csv", registry.to_csv(Side::Provision, pack)),
        ]
    }
}

/// The registration that an added row replaces: of the procedure that its own one replaced,
/// where the same provision is registered for a procedure that stayed.
fn lapsing(member: &Member, added: &Delegation) -> Option<Registration> {
    let replaced = replaced_by(*added.procedure.value()?)?;
    let rows = member.application.delegations.iter();
    let before = rows
        .filter(|d| d.action.is_registered())
        .find(|d| d.bases == added.bases && d.counterpart == added.counterpart)?;
    Some(Registration { procedure: Some(replaced.id()), ..registration(member, before) })
}

fn registration(member: &Member, delegation: &Delegation) -> Registration {
    let applicant = &member.application.applicant;
    let basis = delegation.bases.first();
    Registration {
        side: delegation.side,
        from: RegisteredParty {
            code: applicant.agency_code.value().copied(),
            name: texts::head(member.government),
        },
        to: RegisteredParty { code: None, name: delegation.counterpart.name.clone() },
        procedure: delegation.procedure.value().copied(),
        information: delegation.information.value().copied(),
        scope: delegation.scope,
        scope_note: delegation.scope_note.clone(),
        basis: basis.map(|b| format!("{}{}", b.title, b.citation)).unwrap_or_default(),
        valid_from: delegation.start.value().map(|d| d.0),
        valid_to: None,
    }
}

#[cfg(test)]
mod tests;
