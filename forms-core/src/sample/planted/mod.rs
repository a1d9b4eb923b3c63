//! Planted defects: one mistake in a package, of which the truth is known.

mod application;
mod package;

use application::Spoil;
use package::{Damage, PackageParts};

use super::dice::Dice;
use super::{Member, SamplePrefecture};
use crate::application::{Application, Delegation, Direction, Scope};
use crate::archive::Silent;
use crate::finding::Code;
use crate::pack::Pack;
use crate::submission::{self, AttachmentFile, BuildError};

/// One planted mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The finding it must give.
    pub code: Code,
    /// The JSON pointer of the field, if it is at one.
    pub pointer: Option<String>,
    /// The packages it is about: one, or two for what shows only between packages.
    pub packages: Vec<String>,
}

/// A prefecture with mistakes.
#[derive(Debug, Clone)]
pub struct Planted {
    /// Every package: file name and content, in the order of the members.
    pub packages: Vec<(String, Vec<u8>)>,
    /// The mistakes.
    pub defects: Vec<Defect>,
    /// The members as their applications now are.
    pub members: Vec<Member>,
}

impl Planted {
    /// Returns every code that can be planted.
    pub fn codes() -> impl Iterator<Item = Code> {
        let single = application::MISTAKES.iter().map(|(code, _)| *code);
        single.chain(package::MISTAKES.iter().map(|(code, _)| *code)).chain(ACROSS)
    }
}

/// The codes that two packages show together.
const ACROSS: [Code; 4] = [Code::Xap001, Code::Xap002, Code::Xap003, Code::Xap004];

/// The mistakes of a prefecture, by the index of the member that makes them.
#[derive(Default)]
struct Plan {
    /// Mistakes in applications and packages, with the field of those in applications.
    singles: Vec<(Code, Option<String>, usize)>,
    /// Mistakes to be made in a package once it is built.
    damages: Vec<(usize, Damage)>,
    /// Mistakes between the prefecture and a municipality.
    pairs: Vec<(Code, usize)>,
}

/// Plants one mistake in each of as many packages as there are, all different as far as they go.
///
/// # Errors
/// If a package cannot be built.
pub fn plant(sample: &SamplePrefecture, seed: u64, pack: &Pack) -> Result<Planted, BuildError> {
    let mut dice = Dice::new(seed, "defects");
    let mut members = sample.members.clone();
    let mut free: Vec<usize> = (1..members.len()).collect();
    dice.shuffle(&mut free);
    let mut plan = Plan::default();
    plan.spoil_pairs(&mut members, &mut free);
    plan.spoil_singles(&mut members, free, &mut dice);

    let mut packages = Vec::with_capacity(members.len());
    for (index, member) in members.iter().enumerate() {
        let (name, mut bytes) = member.build(pack)?;
        if let Some((_, damage)) = plan.damages.iter().find(|(i, _)| *i == index) {
            let mut parts = PackageParts::read(&bytes, pack);
            damage(&mut parts, pack);
            bytes = parts.into_zip();
        }
        packages.push((name, bytes));
    }
    let defects = plan.defects(&packages);
    Ok(Planted { packages, defects, members })
}

impl Plan {
    /// Makes the two sides of some delegations disagree, in one municipality for each code.
    fn spoil_pairs(&mut self, members: &mut [Member], free: &mut Vec<usize>) {
        for code in ACROSS {
            let takes = |i: &usize| {
                members.get(*i).is_some_and(|m| accepted_row(&m.application, code).is_some())
            };
            let Some(place) = free.iter().position(takes) else { continue };
            let index = free.remove(place);
            if spoil_pair(members, index, code).is_some() {
                self.pairs.push((code, index));
            }
        }
    }

    /// Gives each of the other members a mistake of its own, until members or mistakes run out.
    fn spoil_singles(&mut self, members: &mut [Member], mut free: Vec<usize>, dice: &mut Dice) {
        let mut spoils: Vec<&(Code, Spoil)> = application::MISTAKES.iter().collect();
        let mut damages: Vec<&(Code, Damage)> = package::MISTAKES.iter().collect();
        dice.shuffle(&mut spoils);
        dice.shuffle(&mut damages);
        while !(free.is_empty() || spoils.is_empty() && damages.is_empty()) {
            if let (Some((code, spoil)), Some(index)) = (spoils.pop(), free.pop())
                && let Some(member) = members.get_mut(index)
                && let Some(pointer) = spoil(&mut member.application, dice)
            {
                member.drop_unlisted_files();
                self.singles.push((*code, Some(pointer), index));
            }
            if let Some(index) = free.pop_if(|_| !damages.is_empty())
                && let Some((code, damage)) = damages.pop()
            {
                self.singles.push((*code, None, index));
                self.damages.push((index, *damage));
            }
        }
    }

    /// The truth about the packages, which are in the order of the members.
    fn defects(self, packages: &[(String, Vec<u8>)]) -> Vec<Defect> {
        let name = |index: usize| packages.get(index).map(|(n, _)| n.clone()).unwrap_or_default();
        let mut defects = Vec::new();
        for (code, pointer, index) in self.singles {
            defects.push(Defect { code, pointer, packages: vec![name(index)] });
        }
        for (code, index) in self.pairs {
            // The side that filed comes first: for a missing delegation that is the one that accepts.
            let packages = if code == Code::Xap002 {
                vec![name(index), name(0)]
            } else {
                vec![name(0), name(index)]
            };
            defects.push(Defect { code, pointer: None, packages });
        }
        defects
    }
}

impl Member {
    /// The folder it is written to: code and name.
    #[must_use]
    pub fn folder_name(&self) -> String {
        format!("{}-{}", self.government.code, self.government.name)
    }

    /// Builds its package: file name and content.
    ///
    /// # Errors
    /// If the package cannot be built.
    pub fn build(&self, pack: &Pack) -> Result<(String, Vec<u8>), BuildError> {
        let files: Vec<AttachmentFile<'_>> =
            self.files.iter().map(|(name, content)| AttachmentFile { name, content }).collect();
        let built = submission::build(&self.application, &files, &[], pack, &mut Silent)?;
        Ok((built.name, built.bytes))
    }

    fn drop_unlisted_files(&mut self) {
        let listed = &self.application.attachments;
        self.files.retain(|(name, _)| listed.iter().any(|a| a.file == *name));
    }
}

/// The row to spoil on the side that accepts. For another extent it is a whole one: the attached rule
/// itself would contradict a part that is made whole, and that is a mistake of its own.
fn accepted_row(app: &Application, code: Code) -> Option<usize> {
    let fits = |d: &Delegation| code != Code::Xap003 || d.scope == Scope::Whole;
    app.delegations.iter().position(|d| d.direction == Direction::Accept && fits(d))
}

/// Makes the two sides of one delegation between the prefecture and a municipality disagree.
fn spoil_pair(members: &mut [Member], index: usize, code: Code) -> Option<()> {
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
    let rows = &mut members.get_mut(index)?.application.delegations;
    match code {
        Code::Xap001 => {
            rows.remove(row);
        }
        Code::Xap003 => {
            let row = rows.get_mut(row)?;
            row.scope = Scope::Part;
            row.scope_note = "申請の受理に限る。".into();
        }
        _ => rows.get_mut(row)?.start = "2019-10-15".into(),
    }
    Some(())
}
