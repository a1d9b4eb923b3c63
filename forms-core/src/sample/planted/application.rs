//! Mistakes in one application, as a person could make them.

use crate::application::{Application, AttachmentRole, Delegation, Entered, Organ, Scope};
use crate::code::{Government, MunicipalityCode};
use crate::finding::Code;
use crate::sample::dice::Dice;

/// Makes the mistake in an application. Returns the JSON pointer of the field, or `None` if the
/// application has no place for it.
pub(super) type Spoil = fn(&mut Application, &mut Dice) -> Option<String>;

/// Each code with the mistake that gives it.
pub(super) const MISTAKES: &[(Code, Spoil)] = &[
    (Code::Org001, |app, _| {
        let wrong = other_check_digit(&app.applicant.code.canonical())?;
        app.applicant.code = wrong.as_str().into();
        Some("/applicant/code".into())
    }),
    (Code::Org002, |app, _| {
        app.applicant.code = Entered::of(unused_code(*app.applicant.code.value()?)?);
        Some("/applicant/code".into())
    }),
    (Code::Org003, |app, dice| {
        let own = app.applicant.name.clone();
        let others: Vec<&str> = Government::all()
            .iter()
            .filter(|g| g.can_apply() && g.name != own)
            .map(|g| g.name)
            .collect();
        let place = usize::try_from(dice.below(others.len() as u64)).ok()?;
        app.applicant.name = (*others.get(place)?).to_owned();
        Some("/applicant/name".into())
    }),
    (Code::Frm001, |app, _| {
        app.contact.department.clear();
        Some("/contact/department".into())
    }),
    (Code::Frm005, |app, _| {
        app.target.release = "2019-06-31".into();
        Some("/target/release".into())
    }),
    (Code::Dlg001, |app, dice| {
        let row = Delegation {
            scope: Scope::Part,
            scope_note: "申請の受理に限る。".into(),
            ..whole_row(app, dice)?
        };
        app.delegations.push(row);
        Some(format!("/delegations/{}/scope", app.delegations.len() - 1))
    }),
    (Code::Dlg002, |app, dice| {
        let i = inside(app, dice)?;
        let row = app.delegations.get_mut(i)?;
        row.scope = Scope::Part;
        row.scope_note.clear();
        Some(format!("/delegations/{i}/scope_note"))
    }),
    (Code::Dlg003, |app, dice| {
        let i = inside(app, dice)?;
        app.delegations.get_mut(i)?.bases.clear();
        Some(format!("/delegations/{i}/bases"))
    }),
    (Code::Dlg004, |app, dice| {
        let i = inside(app, dice)?;
        let basis = app.delegations.get_mut(i)?.bases.first_mut()?;
        basis.document = format!("旧{}", basis.document);
        Some(format!("/delegations/{i}/bases/0/document"))
    }),
    (Code::Dlg006, |app, dice| {
        let i = inside(app, dice)?;
        let head = app.applicant.name.clone();
        let party = &mut app.delegations.get_mut(i)?.counterpart;
        party.organ = Organ::Head;
        party.name = head;
        Some(format!("/delegations/{i}/counterpart"))
    }),
    (Code::Dlg007, |app, dice| {
        let i = inside(app, dice)?;
        let row = app.delegations.get(i)?.clone();
        app.delegations.push(row);
        Some(format!("/delegations/{}", app.delegations.len() - 1))
    }),
    (Code::Law001, |app, dice| {
        let i = inside(app, dice)?;
        app.delegations.get_mut(i)?.bases.first_mut()?.citation = "第条".into();
        Some(format!("/delegations/{i}/bases/0/citation"))
    }),
    (Code::Pia001, |app, _| {
        app.assessments.clear();
        app.attachments.retain(|a| a.role != AttachmentRole::Assessment);
        Some("/assessments".into())
    }),
];

/// A row that stays inside the organisation, so that spoiling it touches no other package.
fn inside(app: &Application, dice: &mut Dice) -> Option<usize> {
    let rows: Vec<usize> = app
        .delegations
        .iter()
        .enumerate()
        .filter(|(_, d)| d.counterpart.organ != Organ::Head)
        .map(|(i, _)| i)
        .collect();
    rows.get(usize::try_from(dice.below(rows.len() as u64)).ok()?).copied()
}

/// A row inside the organisation that hands over the whole of a procedure.
fn whole_row(app: &Application, dice: &mut Dice) -> Option<Delegation> {
    let i = inside(app, dice)?;
    let row = app.delegations.get(i).filter(|d| d.scope == Scope::Whole);
    let first = || {
        app.delegations
            .iter()
            .find(|d| d.scope == Scope::Whole && d.counterpart.organ != Organ::Head)
    };
    row.or_else(first).cloned()
}

/// The code with another last digit.
fn other_check_digit(code: &str) -> Option<String> {
    let (leading, check) = (code.get(..5)?, code.get(5..)?.parse::<u32>().ok()?);
    Some(format!("{leading}{}", (check + 1) % 10))
}

/// A code of the same prefecture with a right check digit that nobody has.
fn unused_code(code: MunicipalityCode) -> Option<MunicipalityCode> {
    let prefecture = code.as_str().get(..2)?.to_owned();
    (700..800)
        .flat_map(|n| (0..10).map(move |check| (n, check)))
        .filter_map(|(n, check)| format!("{prefecture}{n}{check}").parse().ok())
        .find(|c| !Government::may_exist(*c))
}
