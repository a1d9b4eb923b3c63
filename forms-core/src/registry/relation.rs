//! Matches registered delegations with the rows of an application.

use std::collections::HashMap;

use super::{Denoted, RegisteredParty, Registration, Registry};
use crate::application::{Applicant, Delegation, Direction};
use crate::code::Government;

/// A registered delegation from the view of one of its two parties.
#[derive(Debug, Clone)]
pub struct Relation<'r> {
    /// The delegation.
    pub registration: &'r Registration,
    /// The party delegates (委任) or acts for the other (受任).
    pub direction: Direction,
    /// The other party.
    pub counterpart: &'r RegisteredParty,
    /// The local government and organ that the other party's name denotes.
    pub denoted: Denoted,
}

/// What the parties of a registry denote, each name read once: to find the delegations of many applicants.
#[derive(Debug, Clone)]
pub struct DenotedParties {
    /// What each name denotes.
    names: Vec<Denoted>,
    /// The places in `names` of both parties of each registration: who delegates, and who acts.
    ends: Vec<(usize, usize)>,
}

impl DenotedParties {
    /// Reads the names of a registry.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut names = Vec::new();
        let mut place = |name| {
            *places.entry(name).or_insert_with(|| {
                names.push(Denoted::of(name));
                names.len() - 1
            })
        };
        let registrations = registry.registrations.iter();
        let ends = registrations.map(|r| (place(&r.from.name), place(&r.to.name))).collect();
        Self { names, ends }
    }

    /// The registered delegations of an applicant, as [`Registration::seen_by`] gives each. `registry` is the one whose names
    /// these are.
    #[must_use]
    pub fn relations<'r>(
        &self,
        registry: &'r Registry,
        applicant: &Applicant,
    ) -> Vec<Relation<'r>> {
        let (code, name) =
            (applicant.code.value().copied(), Government::comparable(&applicant.name));
        let is = |denoted: &Denoted| denoted.is_comparable(code, applicant.organ, &name);
        let own: Vec<bool> = self.names.iter().map(is).collect();
        let is_own = |place: usize| own.get(place).copied().unwrap_or_default();
        let all = registry.registrations.iter().zip(&self.ends);
        let relations = all.filter_map(|(registration, (from, to))| {
            let (direction, counterpart, other) = match (is_own(*from), is_own(*to)) {
                (true, _) => (Direction::Entrust, &registration.to, to),
                (false, true) => (Direction::Accept, &registration.from, from),
                (false, false) => return None,
            };
            let denoted = self.names.get(*other)?.clone();
            Some(Relation { registration, direction, counterpart, denoted })
        });
        relations.collect()
    }
}

impl Registration {
    /// The delegation from the view of an applicant; `None` if it is neither party.
    #[must_use]
    pub fn seen_by(&self, applicant: &Applicant) -> Option<Relation<'_>> {
        let is = |party: &RegisteredParty| {
            party.denoted().is(applicant.code.value().copied(), applicant.organ, &applicant.name)
        };
        let (direction, counterpart) = if is(&self.from) {
            (Direction::Entrust, &self.to)
        } else if is(&self.to) {
            (Direction::Accept, &self.from)
        } else {
            return None;
        };
        let denoted = counterpart.denoted();
        Some(Relation { registration: self, direction, counterpart, denoted })
    }

    /// The code of the procedure or the number of the information that is delegated.
    #[must_use]
    pub fn subject(&self) -> String {
        match (&self.procedure, &self.information) {
            (Some(procedure), _) => procedure.to_string(),
            (None, Some(information)) => information.to_string(),
            (None, None) => String::new(),
        }
    }
}

impl Relation<'_> {
    /// Returns whether a row of an application is about this delegation.
    #[must_use]
    pub fn is_row(&self, delegation: &Delegation) -> bool {
        let same_subject = match (self.registration.procedure, self.registration.information) {
            (Some(procedure), information) => {
                let narrower = delegation.information.value();
                delegation.procedure.value() == Some(&procedure)
                    && (information.is_none()
                        || narrower.is_none()
                        || narrower == information.as_ref())
            }
            (None, information) => {
                delegation.procedure.is_blank()
                    && delegation.information.value() == information.as_ref()
            }
        };
        same_subject && self.has_same_ends(delegation)
    }

    /// Returns whether a row of an application has the same side, direction and counterpart.
    #[must_use]
    pub fn has_same_ends(&self, delegation: &Delegation) -> bool {
        delegation.side == self.registration.side
            && delegation.direction == self.direction
            && self.denoted.is_party(&delegation.counterpart)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{Organ, Party, Scope, Side};

    #[test]
    fn a_row_speaks_of_a_registration_with_the_same_ends_and_subject() {
        let party = |name: &str| RegisteredParty { code: None, name: name.to_owned() };
        let registration = Registration {
            side: Side::Inquiry,
            from: party("佐賀市"),
            to: party("佐賀市教育委員会"),
            procedure: "JT01010000000001".parse().ok(),
            information: None,
            scope: Scope::Whole,
            scope_note: String::new(),
            basis: String::new(),
            valid_from: None,
            valid_to: None,
        };
        let mayor =
            Applicant { code: "412015".into(), name: "佐賀市".into(), ..Default::default() };
        let board = Applicant { organ: Organ::BoardOfEducation, ..mayor.clone() };
        let given = registration.seen_by(&mayor).unwrap();
        assert_eq!(given.direction, Direction::Entrust);
        assert_eq!(registration.seen_by(&board).unwrap().direction, Direction::Accept);
        let other =
            Applicant { code: "131121".into(), name: "世田谷区".into(), ..Default::default() };
        assert!(registration.seen_by(&other).is_none());
        let mut row = Delegation {
            procedure: "ＪＴ01010000000001".into(),
            counterpart: Party {
                code: "412015".into(),
                name: "教育委員会".into(),
                organ: Organ::BoardOfEducation,
            },
            ..Default::default()
        };
        assert!(given.is_row(&row));
        row.side = Side::Provision;
        assert!(!given.is_row(&row));
        row.side = Side::Inquiry;
        row.counterpart.organ = Organ::WelfareOffice;
        assert!(!given.is_row(&row));
    }
}
