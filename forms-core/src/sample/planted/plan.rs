//! Who makes which mistake.

use super::application::{self, Spoil};
use super::package::{self, Damage};
use super::{Defect, Filed, Resubmission, pair};
use crate::application::Application;
use crate::finding::Code;
use crate::sample::dice::Dice;
use crate::sample::{Member, SamplePrefecture};

/// The folder of those who send again, a later day's.
const LATER: &str = "再提出_2019-05-24";

/// Mistakes that do not touch each other, for a package with two.
const TWO: [(Code, Code); 2] = [(Code::Frm001, Code::Law001), (Code::Frm001, Code::Pkg005)];

/// Mistakes that leave no application with the applicant's own code to be read: for a list of those expected it did not
/// file.
const HIDES_APPLICANT: [Code; 5] =
    [Code::Org001, Code::Org002, Code::Zip001, Code::Zip002, Code::Pkg001];

/// A mistake of one member.
struct Single {
    code: Code,
    /// The field, of a mistake in the application.
    pointer: Option<String>,
    member: usize,
}

/// The mistakes of a prefecture, by the index of the member that makes them.
#[derive(Default)]
pub(super) struct Plan {
    /// Mistakes in applications and packages.
    singles: Vec<Single>,
    /// Mistakes to be made in a package once it is built.
    damages: Vec<(usize, Damage)>,
    /// Mistakes between the prefecture and a municipality.
    pairs: Vec<(Code, usize)>,
    /// The member who sends nothing.
    missing: Option<usize>,
    /// Who sends again, and its application, if the mistake is mended.
    again: Vec<(usize, Option<Member>)>,
}

impl Plan {
    /// Makes the two sides of some delegations disagree, in one municipality for each code.
    pub(super) fn spoil_pairs(&mut self, members: &mut [Member], free: &mut Vec<usize>) {
        for code in pair::PAIRS {
            let takes = |i: &usize| members.get(*i).is_some_and(|m| pair::fits(m, code));
            let Some(place) = free.iter().position(takes) else { continue };
            let index = free.remove(place);
            if pair::spoil(members, index, code).is_some() {
                self.pairs.push((code, index));
            }
        }
    }

    /// Lets one of the members send nothing.
    pub(super) fn lose_one(&mut self, free: &mut Vec<usize>) {
        self.missing = free.pop();
    }

    /// Gives some members two mistakes each.
    pub(super) fn spoil_twice(
        &mut self,
        members: &mut [Member],
        free: &mut Vec<usize>,
        dice: &mut Dice,
    ) {
        for (first, second) in TWO {
            let Some(index) = free.pop() else { return };
            for code in [first, second] {
                if let Some((_, spoil)) = application::MISTAKES.iter().find(|(c, _)| *c == code) {
                    self.spoil(members, index, (code, *spoil), dice);
                } else if let Some((_, damage)) = package::MISTAKES.iter().find(|(c, _)| *c == code)
                {
                    self.damage(index, code, *damage);
                }
            }
        }
    }

    /// Gives each of the other members a mistake of its own, until members or mistakes run out.
    pub(super) fn spoil_singles(
        &mut self,
        members: &mut [Member],
        mut free: Vec<usize>,
        dice: &mut Dice,
    ) {
        let mut spoils: Vec<&(Code, Spoil)> = application::MISTAKES.iter().collect();
        let mut damages: Vec<&(Code, Damage)> = package::MISTAKES.iter().collect();
        dice.shuffle(&mut spoils);
        dice.shuffle(&mut damages);
        while !(free.is_empty() || spoils.is_empty() && damages.is_empty()) {
            if let (Some(mistake), Some(index)) = (spoils.pop(), free.pop()) {
                self.spoil(members, index, *mistake, dice);
            }
            if let Some(index) = free.pop_if(|_| !damages.is_empty())
                && let Some((code, damage)) = damages.pop()
            {
                self.damage(index, *code, *damage);
            }
        }
    }

    fn spoil(
        &mut self,
        members: &mut [Member],
        index: usize,
        (code, spoil): (Code, Spoil),
        dice: &mut Dice,
    ) {
        if let Some(member) = members.get_mut(index)
            && let Some(pointer) = spoil(&mut member.application, dice)
        {
            member.drop_unlisted_files();
            self.singles.push(Single { code, pointer: Some(pointer), member: index });
        }
    }

    fn damage(&mut self, index: usize, code: Code, damage: Damage) {
        self.singles.push(Single { code, pointer: None, member: index });
        self.damages.push((index, damage));
    }

    /// Lets some send again: of a missing acceptance and of a mistake in an application one that is mended, of another
    /// extent and of another mistake one that is not.
    pub(super) fn send_again(&mut self, sample: &SamplePrefecture) {
        let of_pair = |code| self.pairs.iter().find(|(c, _)| *c == code).map(|(_, i)| *i);
        // Whoever's code is wrong is another applicant.
        let known = |single: &&Single| {
            single.pointer.is_some()
                && !HIDES_APPLICANT.contains(&single.code)
                && self.singles.iter().filter(|s| s.member == single.member).count() == 1
        };
        let mut singles = self.singles.iter().filter(known).map(|single| single.member);
        let all = [
            (of_pair(Code::Xap001), true),
            (of_pair(Code::Xap003), false),
            (singles.next(), true),
            (singles.next(), false),
        ];
        let again = all.into_iter().filter_map(|(index, repaired)| {
            let index = index?;
            let mended = match repaired {
                true => Some(sample.members.get(index)?.clone()),
                false => None,
            };
            Some((index, mended))
        });
        self.again = again.collect();
    }

    /// The mistake to be made in a member's package once it is built.
    pub(super) fn damage_of(&self, member: usize) -> Option<Damage> {
        self.damages.iter().find(|(i, _)| *i == member).map(|(_, damage)| *damage)
    }

    /// Returns whether a member sends something.
    pub(super) fn files(&self, member: usize) -> bool {
        self.missing != Some(member)
    }

    /// What is sent again: its folder, and the application. What is not mended differs in another way.
    pub(super) fn resubmissions(&self, members: &[Member]) -> Vec<(usize, String, Member)> {
        let again = self.again.iter().filter_map(|(index, mended)| {
            let first = members.get(*index)?;
            let folder = format!("{LATER}/{}", first.folder_name());
            let member = match mended {
                Some(mended) => mended.clone(),
                None => Member { application: told_again(&first.application), ..first.clone() },
            };
            Some((*index, folder, member))
        });
        again.collect()
    }

    /// The truth about what was filed: the members' first packages by their index, what was sent again, the stranger's.
    pub(super) fn defects(
        self,
        members: &[Member],
        first: &[Option<Filed>],
        again: &[(usize, Filed)],
        stranger: Option<&Filed>,
    ) -> Vec<Defect> {
        let name = |index: usize| {
            first.get(index).and_then(Option::as_ref).map(Filed::path).unwrap_or_default()
        };
        let is_mended = |index: usize| self.again.iter().any(|(i, m)| *i == index && m.is_some());
        // The same mistake in what was sent again.
        let still = |index: usize| {
            let later = again.iter().filter(move |(i, _)| *i == index && !is_mended(index));
            later.map(|(_, filed)| filed.path())
        };
        let mut defects = Vec::new();
        for Single { code, pointer, member } in &self.singles {
            for package in [name(*member)].into_iter().chain(still(*member)) {
                defects.push(Defect { pointer: pointer.clone(), ..Defect::new(*code, [package]) });
            }
        }
        for (code, index) in &self.pairs {
            for package in [name(*index)].into_iter().chain(still(*index)) {
                // The side that filed comes first: for a missing delegation that is the one that accepts.
                let packages = match code {
                    Code::Xap002 => [package, name(0)],
                    _ => [name(0), package],
                };
                defects.push(Defect::new(*code, packages));
            }
        }
        for (index, filed) in again {
            let resubmission = Resubmission { package: filed.path(), repaired: is_mended(*index) };
            let twice = Defect::new(Code::Xap005, [name(*index), filed.path()]);
            defects.push(Defect { resubmission: Some(resubmission), ..twice });
        }
        defects.extend(stranger.map(|filed| Defect::new(Code::Xap007, [filed.path()])));
        defects.extend(self.not_filed(members, name));
        defects
    }

    /// Those of whom, beside a list of those expected, no application is read.
    fn not_filed(&self, members: &[Member], name: impl Fn(usize) -> String) -> Vec<Defect> {
        let hidden = self.singles.iter().filter(|s| HIDES_APPLICANT.contains(&s.code));
        let hidden = hidden.map(|single| (single.member, vec![name(single.member)]));
        let missing = self.missing.map(|index| (index, Vec::new()));
        let defect = |(index, packages): (usize, Vec<String>)| {
            let absent = Some(members.get(index)?.government.code);
            Some(Defect { absent, ..Defect::new(Code::Xap006, packages) })
        };
        missing.into_iter().chain(hidden).filter_map(defect).collect()
    }
}

/// The application with another remark, as somebody writes who sends again what is not mended.
fn told_again(app: &Application) -> Application {
    Application { remark: format!("{}再提出します。", app.remark), ..app.clone() }
}
