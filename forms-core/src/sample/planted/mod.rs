//! Planted defects: mistakes of which the truth is known, in packages, between them, and in what is sent again.

mod application;
mod package;
mod pair;
mod plan;

use package::PackageParts;
use plan::Plan;

use super::dice::Dice;
use super::{Member, SamplePrefecture, member};
use crate::archive::Silent;
use crate::code::{Government, MunicipalityCode};
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
    /// The packages it is about, each as [`Filed::path`] says: one, or several for what shows only between packages; none
    /// for an applicant who sent nothing.
    pub packages: Vec<String>,
    /// The package that came later, where an applicant sent a second one.
    pub resubmission: Option<Resubmission>,
    /// The code of an applicant of whom nothing can be read: found only beside the list of those expected.
    pub absent: Option<MunicipalityCode>,
}

/// A package that an applicant sent in place of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resubmission {
    /// The package.
    pub package: String,
    /// True if the mistake of the earlier one is mended in it.
    pub repaired: bool,
}

impl Defect {
    fn new(code: Code, packages: impl Into<Vec<String>>) -> Self {
        Self { code, pointer: None, packages: packages.into(), resubmission: None, absent: None }
    }

    /// Returns whether it shows only when packages are compared with each other or with those expected.
    #[must_use]
    pub fn is_across(&self) -> bool {
        ACROSS.contains(&self.code)
    }
}

/// A package as it was filed.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The folder it lies in.
    pub folder: String,
    /// The member with its application as it is in the package, unless the package is damaged.
    pub member: Member,
    /// The name of the ZIP.
    pub name: String,
    /// The ZIP.
    pub bytes: Vec<u8>,
    /// True if the applicant sent another one before.
    pub is_resubmission: bool,
}

impl Filed {
    /// The name that says which package it is: the file's, with its folder where an earlier one has the same.
    #[must_use]
    pub fn path(&self) -> String {
        match self.is_resubmission {
            true => format!("{}/{}", self.folder, self.name),
            false => self.name.clone(),
        }
    }
}

/// A prefecture with mistakes.
#[derive(Debug, Clone)]
pub struct Planted {
    /// Every package: those of the members in their order, one of another prefecture, and those that were sent again.
    pub filed: Vec<Filed>,
    /// The mistakes.
    pub defects: Vec<Defect>,
}

impl Planted {
    /// Returns every code that can be planted.
    pub fn codes() -> impl Iterator<Item = Code> {
        let single = application::MISTAKES.iter().map(|(code, _)| *code);
        single.chain(package::MISTAKES.iter().map(|(code, _)| *code)).chain(ACROSS)
    }
}

/// The codes that no package shows alone.
const ACROSS: [Code; 9] = [
    Code::Xap001,
    Code::Xap002,
    Code::Xap003,
    Code::Xap004,
    Code::Xap005,
    Code::Xap006,
    Code::Xap007,
    Code::Xap008,
    Code::Xap009,
];

/// Plants mistakes, all different as far as there are members: between two packages, two in one package, one in one package;
/// one member sends nothing, somebody of another prefecture something, and some send again.
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
    plan.lose_one(&mut free);
    plan.spoil_twice(&mut members, &mut free, &mut dice);
    plan.spoil_singles(&mut members, free, &mut dice);
    plan.send_again(sample);

    let mut first = Vec::with_capacity(members.len());
    for (index, member) in members.iter().enumerate() {
        let mut filed = filed(member.folder_name(), member.clone(), pack, false)?;
        if let Some(damage) = plan.damage_of(index) {
            let mut parts = PackageParts::read(&filed.bytes, pack);
            damage(&mut parts, pack);
            filed.bytes = parts.into_zip();
        }
        first.push(plan.files(index).then_some(filed));
    }
    let mut again = Vec::new();
    for (index, folder, member) in plan.resubmissions(&members) {
        again.push((index, filed(folder, member, pack, true)?));
    }
    let stranger = match stranger(sample.government, seed, &mut dice) {
        Some(member) => Some(filed(member.folder_name(), member, pack, false)?),
        None => None,
    };
    let defects = plan.defects(&members, &first, &again, stranger.as_ref());
    let later = again.into_iter().map(|(_, filed)| filed);
    Ok(Planted {
        filed: first.into_iter().flatten().chain(stranger).chain(later).collect(),
        defects,
    })
}

fn filed(
    folder: String,
    member: Member,
    pack: &Pack,
    is_resubmission: bool,
) -> Result<Filed, BuildError> {
    let (name, bytes) = member.build(pack)?;
    Ok(Filed { folder, member, name, bytes, is_resubmission })
}

/// A municipality of another prefecture, which sends its application to the wrong place.
fn stranger(prefecture: &Government, seed: u64, dice: &mut Dice) -> Option<Member> {
    let others = Government::all().iter().filter(|g| g.prefecture != prefecture.name);
    let cities: Vec<&'static Government> = others.filter(|g| g.name.ends_with('市')).collect();
    let place = usize::try_from(dice.below(cities.len() as u64)).ok()?;
    let city = *cities.get(place)?;
    Some(member::municipality(city, Government::prefecture_named(city.prefecture)?, seed))
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
