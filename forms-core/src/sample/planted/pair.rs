//! Mistakes between the prefecture and a municipality: each side's application is right by itself.

use crate::application::{Application, Delegation, Direction, Scope};
use crate::finding::Code;
use crate::sample::Member;

/// The codes that two packages show together.
pub(super) const PAIRS: [Code; 6] =
    [Code::Xap001, Code::Xap002, Code::Xap003, Code::Xap004, Code::Xap008, Code::Xap009];

/// Returns whether a member has a delegation whose two sides can be made to disagree.
pub(super) fn fits(member: &Member, code: Code) -> bool {
    accepted_row(&member.application, code).is_some()
}

/// The row to spoil on the side that accepts. For another extent it is a whole one: the attached rule
/// itself would contradict a part that is made whole, and that is a mistake of its own.
fn accepted_row(app: &Application, code: Code) -> Option<usize> {
    let fits = |d: &Delegation| code != Code::Xap003 || d.scope == Scope::Whole;
    app.delegations.iter().position(|d| d.direction == Direction::Accept && fits(d))
}

/// Makes the two sides of one delegation between the prefecture, the first member, and a municipality disagree.
pub(super) fn spoil(members: &mut [Member], index: usize, code: Code) -> Option<()> {
    let own = members.get(index)?.government.code;
    let row = accepted_row(&members.get(index)?.application, code)?;
    let subject = members.get(index)?.application.delegations.get(row)?.subject();
    if code == Code::Xap002 {
        let rows = &mut members.first_mut()?.application.delegations;
        let given = rows
            .iter()
            .position(|d| d.counterpart.code.value() == Some(&own) && d.subject() == subject)?;
        rows.remove(given);
        return Some(());
    }
    let member = members.get_mut(index)?;
    let rows = &mut member.application.delegations;
    match code {
        Code::Xap001 => {
            rows.remove(row);
            member.drop_unlisted_files();
        }
        Code::Xap003 => {
            let row = rows.get_mut(row)?;
            row.scope = Scope::Part;
            row.scope_note = "申請の受理に限る。".into();
        }
        Code::Xap008 => return other_title(member, row),
        Code::Xap009 => {
            // The next release with another layout: right by itself, and another one than the prefecture's.
            let target = &mut member.application.target;
            target.layout = "R2.6".into();
            target.release = "2020-06-15".into();
        }
        _ => rows.get_mut(row)?.start = "2019-10-15".into(),
    }
    Some(())
}

/// Calls the ordinance by another title, in the application and in the attached text.
fn other_title(member: &mut Member, row: usize) -> Option<()> {
    let basis = member.application.delegations.get(row)?.bases.first()?.clone();
    let short = basis.title.replace("の権限に属する事務の", "の");
    let renamed = |title: &mut String| {
        if *title == basis.title {
            title.clone_from(&short);
        }
    };
    let rows = &mut member.application.delegations;
    rows.iter_mut().flat_map(|d| &mut d.bases).for_each(|b| renamed(&mut b.title));
    member.application.attachments.iter_mut().for_each(|a| renamed(&mut a.title));
    let (_, content) = member.files.iter_mut().find(|(name, _)| *name == basis.document)?;
    *content = String::from_utf8_lossy(content).replace(&basis.title, &short).into_bytes();
    (short != basis.title).then_some(())
}
