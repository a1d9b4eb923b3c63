//! Measures how often the successors of retired procedures are found, on pairs of layouts made from
//! the statute. docs/layout.md gives the numbers.

mod amendment;
mod generator;
mod itemised;
mod itemised_acts;
mod itemised_office;
mod june;
mod june_acts;
mod june_changes;
mod june_list;
mod june_subjects;
mod june_table;
mod ministries;
mod ministry_names;
mod numerals;
mod order;
mod ordinance;
mod overhaul;
mod overhaul_numbers;
mod overhaul_words;
mod reforms;
mod statute;
mod worded;
mod wording;

use std::collections::BTreeMap;
use std::fmt;

use forms_core::code::ProcedureId;
use forms_core::layout::Layout;
use forms_core::layout_diff::{RetiredProcedure, diff};
use forms_core::pack::Pack;
use forms_core::successor::Candidate;

pub use generator::{Pair, Revision, pair};
pub use statute::{Affair, affairs};

/// Counts of right and wrong successors. Each field counts procedures of the old layout.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Procedures that others replaced.
    pub replaced: usize,
    /// Replaced ones whose first candidate is right.
    pub first: usize,
    /// Replaced ones with a right one among the first three candidates.
    pub among_three: usize,
    /// Procedures that nothing replaced.
    pub abolished: usize,
    /// Abolished ones that were offered a candidate all the same.
    pub offered: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.replaced += other.replaced;
        self.first += other.first;
        self.among_three += other.among_three;
        self.abolished += other.abolished;
        self.offered += other.offered;
    }

    /// The shares of right first candidates, of right ones among three, and of abolished procedures
    /// that were offered one, from 0 to 1.
    fn shares(&self) -> [f64; 3] {
        let share = |part, whole| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        [
            share(self.first, self.replaced),
            share(self.among_three, self.replaced),
            share(self.offered, self.abolished),
        ]
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, three, offered] = self.shares();
        write!(f, "{self:?} first {first:.4} three {three:.4} offered {offered:.4}")
    }
}

/// The size of a pair of layouts and the share of new codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Every procedure gets a new code, or only those that something happened to.
    pub all_new: bool,
    /// Procedures that an affair has, roughly: 4, 10 or 41.
    pub per_affair: usize,
}

impl Setting {
    /// The six settings that every family is measured in.
    pub fn all() -> impl Iterator<Item = Self> {
        [false, true].into_iter().flat_map(|all_new| {
            [4, 10, 41].into_iter().map(move |per_affair| Self { all_new, per_affair })
        })
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "all new {}, about {} an affair", self.all_new, self.per_affair)
    }
}

/// The shares that each setting of a family has to keep to, from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub struct Floor {
    /// The least share of right first candidates.
    first: f64,
    /// The least share of right ones among three.
    three: f64,
    /// The greatest share of abolished procedures that are offered a candidate.
    offered: f64,
    /// The same where an affair has about 41 procedures, many of them alike.
    crowded: f64,
}

impl Floor {
    /// Returns true if the result of a setting keeps to all limits.
    pub fn is_met(&self, setting: Setting, tally: &Tally) -> bool {
        let [first, three, offered] = tally.shares();
        let most = if setting.per_affair > 10 { self.crowded } else { self.offered };
        first >= self.first && three >= self.three && offered <= most
    }
}

/// Revisions by one hand.
pub struct Family {
    /// The name in docs/layout.md.
    pub name: &'static str,
    /// The limits that each setting has to keep to.
    pub floor: Floor,
    make: fn(&[Affair], Setting, u64) -> Pair,
    /// Each makes another pair; a setting's result is the sum over them.
    seeds: [u64; 3],
}

impl Family {
    /// Measures one setting, and tells of every procedure where the candidates are wrong.
    pub fn measure(
        &self,
        statute: &[Affair],
        setting: Setting,
        mut missed: impl FnMut(Miss<'_>),
    ) -> Tally {
        let mut tally = Tally::default();
        for seed in self.seeds {
            tally.add(measure(&(self.make)(statute, setting, seed), &mut missed));
        }
        tally
    }
}

/// The goals are 0.98, 0.995 and 0.02. Where one is not reached, the limit is the result of today.
pub const FAMILIES: [Family; 7] = [
    Family {
        name: "revisions",
        floor: Floor { first: 0.99, three: 0.993, offered: 0.02, crowded: 0.037 },
        make: |statute, Setting { all_new, per_affair }, seed| {
            pair(statute, Revision { all_new, per_affair, seed })
        },
        seeds: [1, 2, 3],
    },
    Family {
        name: "reforms",
        floor: Floor { first: 0.995, three: 0.995, offered: 0.02, crowded: 0.02 },
        make: |statute, s, seed| reforms::reform(statute, s.all_new, s.per_affair, seed),
        seeds: [11, 12, 13],
    },
    Family {
        name: "orders",
        floor: Floor { first: 0.995, three: 0.995, offered: 0.02, crowded: 0.02 },
        make: |statute, s, seed| worded::worded(statute, s.all_new, s.per_affair, seed),
        seeds: [21, 22, 23],
    },
    Family {
        name: "amendments",
        floor: Floor { first: 0.995, three: 0.995, offered: 0.02, crowded: 0.02 },
        make: |statute, s, seed| amendment::amend(statute, s.all_new, s.per_affair, seed),
        seeds: [21, 22, 23],
    },
    Family {
        name: "ministries",
        floor: Floor { first: 0.99, three: 0.994, offered: 0.02, crowded: 0.02 },
        make: |statute, s, seed| overhaul::overhaul(statute, s.all_new, s.per_affair, seed),
        seeds: [31, 32, 33],
    },
    Family {
        name: "june",
        floor: Floor { first: 0.99, three: 0.993, offered: 0.031, crowded: 0.02 },
        make: |statute, s, seed| june::june(statute, s.all_new, s.per_affair, seed),
        seeds: [41, 42, 43],
    },
    Family {
        name: "itemised",
        floor: Floor { first: 0.995, three: 0.995, offered: 0.02, crowded: 0.02 },
        make: |statute, s, seed| itemised::itemised(statute, s.all_new, s.per_affair, seed),
        seeds: [51, 52, 53],
    },
];

/// A retired procedure whose first candidate is wrong, or that has one though it was abolished.
pub struct Miss<'p> {
    pair: &'p Pair,
    retired: &'p RetiredProcedure,
}

impl fmt::Display for Miss<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pair, retired } = self;
        write!(f, "OLD {}", described(retired.id, &pair.old))?;
        for right in &pair.truth[&retired.id] {
            write!(f, "\n  TRUE {}", described(*right, &pair.new))?;
        }
        for candidate in retired.candidates.iter().take(3) {
            write!(
                f,
                "\n  GOT {} {} +{:?} -{:?}",
                candidate.score,
                described(candidate.id, &pair.new),
                candidate.evidence.iter().map(|e| e.kind).collect::<Vec<_>>(),
                candidate.against.iter().map(|e| e.kind).collect::<Vec<_>>()
            )?;
        }
        Ok(())
    }
}

/// A procedure's name, provision, inquirer and the first 200 characters of its affair.
fn described(id: ProcedureId, layout: &Layout) -> String {
    layout.procedure(id).map_or_else(String::new, |procedure| {
        let row = procedure.first();
        let affair: String = row.affair_name.chars().take(200).collect();
        format!("{} | {} | {} | {affair}", procedure.name(), row.legal_basis, row.inquirer)
    })
}

fn measure(pair: &Pair, missed: &mut impl FnMut(Miss<'_>)) -> Tally {
    let result = diff(&pair.old, &pair.new, Pack::standard());
    let offered: BTreeMap<_, _> = result.retired.iter().map(|r| (r.id, r)).collect();
    assert_eq!(offered.len(), pair.truth.len(), "every retired procedure is listed");
    let mut tally = Tally::default();
    for (id, truth) in &pair.truth {
        let retired = offered[id];
        let right = |c: &&Candidate| truth.contains(&c.id);
        let wrong = if truth.is_empty() {
            tally.abolished += 1;
            let offered = !retired.candidates.is_empty();
            tally.offered += usize::from(offered);
            offered
        } else {
            tally.replaced += 1;
            let first = retired.candidates.first().as_ref().is_some_and(right);
            tally.first += usize::from(first);
            tally.among_three += usize::from(retired.candidates.iter().take(3).any(|c| right(&c)));
            !first
        };
        if wrong {
            missed(Miss { pair, retired });
        }
    }
    tally
}
