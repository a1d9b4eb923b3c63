//! Whose application a registry asks for, where nobody says.

use std::collections::BTreeMap;

use crate::application::{Applicant, Entered};
use crate::registry::{RegisteredParty, Registry};

/// The party that most rows name; of several the one that is named first. An empty registry names
/// nobody.
pub(super) fn most_named(registry: &Registry) -> Applicant {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let ends = registry.registrations.iter().flat_map(|r| {
        let both = [Some(&r.from), (r.to.name != r.from.name).then_some(&r.to)];
        both.into_iter().flatten()
    });
    let mut parties: Vec<&RegisteredParty> = Vec::new();
    for party in ends {
        let entry = counts.entry(party.name.as_str()).or_insert_with(|| {
            parties.push(party);
            (0, parties.len() - 1)
        });
        entry.0 += 1;
    }
    let most = counts.values().max_by_key(|(count, place)| (*count, usize::MAX - place));
    let Some(party) = most.and_then(|(_, place)| parties.get(*place)) else {
        return Applicant::default();
    };
    let denoted = party.denoted();
    Applicant {
        code: denoted.code().map(Entered::of).unwrap_or_default(),
        name: denoted.government.map_or_else(|| party.name.clone(), |g| g.name.to_owned()),
        agency_code: party.code.map(Entered::of).unwrap_or_default(),
        organ: denoted.organ,
        ..Applicant::default()
    }
}
