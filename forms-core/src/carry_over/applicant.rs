//! Finds the applicant in a registry.

use std::collections::BTreeMap;

use crate::application::{Applicant, Entered, Organ};
use crate::code::{Government, MunicipalityCode};
use crate::registry::{Denoted, RegisteredParty, Registry};

/// Returns the parties of a registry with the number of rows that name each, the most frequent first;
/// of equal ones the one named first. 佐賀市 and 佐賀市長 are one party.
#[must_use]
pub fn parties(registry: &Registry) -> Vec<(Applicant, usize)> {
    let mut places: BTreeMap<(Option<MunicipalityCode>, Organ, String), usize> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    let mut parties: Vec<(Applicant, usize)> = Vec::new();
    for registration in &registry.registrations {
        let mut other_end = None;
        for party in [&registration.from, &registration.to] {
            let place = *by_name.entry(party.name.as_str()).or_insert_with(|| {
                let denoted = party.denoted();
                // A local government is identified by its code, others by their name.
                let name = if denoted.government.is_some() { "" } else { party.name.as_str() };
                let key = (denoted.code(), denoted.organ, name.to_owned());
                *places.entry(key).or_insert_with(|| {
                    parties.push((applicant(party, &denoted), 0));
                    parties.len() - 1
                })
            });
            let Some((known, rows)) = parties.get_mut(place) else { continue };
            if other_end.replace(place) != Some(place) {
                *rows += 1;
            }
            if let Some(code) = party.code.filter(|_| known.agency_code.is_blank()) {
                known.agency_code = Entered::of(code);
            }
        }
    }
    parties.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
    parties
}

/// The party that most rows name; a blank one for an empty registry.
pub(super) fn most_named(registry: &Registry) -> Applicant {
    parties(registry).into_iter().next().map(|(party, _)| party).unwrap_or_default()
}

impl Applicant {
    /// The head (長) of a local government as applicant.
    #[must_use]
    pub fn head_of(code: MunicipalityCode) -> Self {
        Self {
            code: Entered::of(code),
            name: Government::find(code).map(|g| g.name.to_owned()).unwrap_or_default(),
            organ: Organ::Head,
            ..Self::default()
        }
    }
}

fn applicant(party: &RegisteredParty, denoted: &Denoted) -> Applicant {
    Applicant {
        code: denoted.code().map(Entered::of).unwrap_or_default(),
        name: denoted.government.map_or_else(|| party.name.clone(), |g| g.name.to_owned()),
        agency_code: party.code.map(Entered::of).unwrap_or_default(),
        organ: denoted.organ,
        ..Applicant::default()
    }
}
