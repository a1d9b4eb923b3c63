//! Evidence for and against a candidate: facts that a person can check.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code::ProcedureId;
use crate::finding::choice;

use super::Candidate;
use super::assign::Assigned;
use super::difference::marked;
use super::profile::{Corpus, Profile};
use super::renumbering::Fit;
use super::score::Comparison;

choice! {
    /// A kind of fact that speaks for a candidate.
    EvidenceKind {
        /// Exactly the same name.
        SameName = "same_name",
        /// The name only gained the party or the information that is queried.
        NameGainedParty = "name_gained_party",
        /// Most words of the name are the same; the difference is marked.
        WordsInCommon = "words_in_common",
        /// The same provision of the 主務省令.
        SameLegalBasis = "same_legal_basis",
        /// The same provision under a new number.
        RenumberedLegalBasis = "renumbered_legal_basis",
        /// One cites all that the other cites, and more.
        OverlappingLegalBasis = "overlapping_legal_basis",
        /// The same affair.
        SameAffair = "same_affair",
        /// The same inquirer.
        SameInquirer = "same_inquirer",
        /// The same provider.
        SameProvider = "same_provider",
        /// The same information.
        SameInformation = "same_information",
        /// The retired procedure became several.
        Split = "split",
        /// Several procedures became this one.
        Merged = "merged",
    }
}

choice! {
    /// A kind of fact that speaks against a candidate.
    AgainstKind {
        /// The name differs in words that matter.
        DifferentName = "different_name",
        /// Another provision.
        DifferentLegalBasis = "different_legal_basis",
        /// The same number, which means another provision since the renumbering.
        NumberReused = "number_reused",
        /// Another affair.
        DifferentAffair = "different_affair",
        /// Another inquirer.
        DifferentInquirer = "different_inquirer",
        /// Another provider.
        DifferentProvider = "different_provider",
        /// Other information.
        DifferentInformation = "different_information",
        /// Another retired procedure fits it better.
        BetterForAnother = "better_for_another",
    }
}

/// A fact that speaks for a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// The kind of fact.
    pub kind: EvidenceKind,
    /// The fact itself, in the words of the layouts.
    pub detail: String,
}

/// A fact that speaks against a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Against {
    /// The kind of fact.
    pub kind: AgainstKind,
    /// The fact itself, in the words of the layouts.
    pub detail: String,
}

/// Turns the pairs that were kept into candidates, best first, at most `most` for each procedure.
pub(super) fn candidates(
    assigned: Vec<Assigned>,
    retired: &[Profile],
    new: &[Profile],
    corpus: &Corpus,
    most: usize,
) -> BTreeMap<ProcedureId, Vec<Candidate>> {
    let mut by_old: BTreeMap<usize, Vec<Assigned>> = BTreeMap::new();
    for pair in assigned {
        by_old.entry(pair.edge.old).or_default().push(pair);
    }
    let mut out = BTreeMap::new();
    for (i, mut pairs) in by_old {
        let Some(old) = retired.get(i) else { continue };
        pairs.sort_by(|a, b| {
            a.second_choice
                .cmp(&b.second_choice)
                .then(b.edge.comparison.score.total_cmp(&a.edge.comparison.score))
                .then(a.edge.new.cmp(&b.edge.new))
        });
        let offered = pairs.iter().take(most).filter_map(|pair| {
            let profile = new.get(pair.edge.new)?;
            Some(candidate(pair, old, profile, corpus))
        });
        out.insert(old.id, offered.collect());
    }
    out
}

fn candidate(pair: &Assigned, old: &Profile, new: &Profile, corpus: &Corpus) -> Candidate {
    let mut facts = Facts { old, new, corpus, evidence: Vec::new(), against: Vec::new() };
    let comparison = &pair.edge.comparison;
    facts.name(comparison);
    facts.basis(comparison.fit);
    facts.affair(comparison.affair);
    facts.parties(comparison);
    if pair.split {
        facts.add(EvidenceKind::Split, String::new());
    }
    if pair.merged {
        facts.add(EvidenceKind::Merged, String::new());
    }
    if pair.second_choice {
        facts.object(AgainstKind::BetterForAnother, String::new());
    }
    // One that fits another better ranks below every own candidate, in its score too.
    let factor = if pair.second_choice { 0.8 } else { 1.0 };
    Candidate {
        id: new.id,
        name: facts.name_of(new).to_owned(),
        score: (comparison.score * factor * 100.0).round() / 100.0,
        evidence: facts.evidence,
        against: facts.against,
    }
}

/// Collects the facts about one pair.
struct Facts<'a> {
    old: &'a Profile,
    new: &'a Profile,
    corpus: &'a Corpus,
    evidence: Vec<Evidence>,
    against: Vec<Against>,
}

impl<'a> Facts<'a> {
    fn add(&mut self, kind: EvidenceKind, detail: String) {
        self.evidence.push(Evidence { kind, detail });
    }

    fn object(&mut self, kind: AgainstKind, detail: String) {
        self.against.push(Against { kind, detail });
    }

    fn name_of(&self, profile: &Profile) -> &'a str {
        self.corpus.name(profile).map_or("", |n| n.folded.as_str())
    }

    fn name(&mut self, comparison: &Comparison) {
        let (old, new) = (self.name_of(self.old), self.name_of(self.new));
        if old == new {
            self.add(EvidenceKind::SameName, new.to_owned());
        } else if comparison.name.gained_party {
            self.add(EvidenceKind::NameGainedParty, marked(old, new));
        } else if comparison.name.score() >= 0.8 {
            self.add(EvidenceKind::WordsInCommon, marked(old, new));
        } else {
            self.object(AgainstKind::DifferentName, marked(old, new));
        }
    }

    fn basis(&mut self, fit: Fit) {
        let shown = |p: &Profile| self.corpus.bases.get(p.basis).map(|b| b.shown());
        let (Some(old), Some(new)) = (shown(self.old), shown(self.new)) else { return };
        let moved = || format!("{old}→{new}");
        match fit {
            Fit::Unknown => {}
            Fit::Same => self.add(EvidenceKind::SameLegalBasis, new),
            Fit::Renumbered => self.add(EvidenceKind::RenumberedLegalBasis, moved()),
            Fit::Partly | Fit::Nested => self.add(EvidenceKind::OverlappingLegalBasis, moved()),
            Fit::SameArticle | Fit::Different => {
                self.object(AgainstKind::DifferentLegalBasis, moved());
            }
            Fit::NumberOnly => self.object(AgainstKind::NumberReused, new),
        }
    }

    fn affair(&mut self, agreement: Option<f32>) {
        let folded = |p: &Profile| self.corpus.affairs.get(p.affair).map(|n| n.folded.clone());
        let (Some(old), Some(new)) = (folded(self.old), folded(self.new)) else { return };
        match agreement {
            None => {}
            Some(agreement) if agreement >= 0.8 => {
                self.add(
                    EvidenceKind::SameAffair,
                    if old == new { new } else { marked(&old, &new) },
                );
            }
            Some(_) => self.object(AgainstKind::DifferentAffair, marked(&old, &new)),
        }
    }

    fn parties(&mut self, comparison: &Comparison) {
        let corpus = self.corpus;
        let inquirer = |p: &Profile| corpus.inquirers.get(p.inquirer).map(|x| x.shown());
        let provider = |p: &Profile| corpus.providers.get(p.provider).map(|x| x.shown());
        let asked = |p: &Profile| corpus.information.get(p.information).map(|x| x.shown());
        let both = |shown: &dyn Fn(&Profile) -> Option<String>| {
            (shown(self.old).unwrap_or_default(), shown(self.new).unwrap_or_default())
        };
        let rows = [
            (
                comparison.inquirer,
                both(&inquirer),
                EvidenceKind::SameInquirer,
                AgainstKind::DifferentInquirer,
            ),
            (
                comparison.provider,
                both(&provider),
                EvidenceKind::SameProvider,
                AgainstKind::DifferentProvider,
            ),
            (
                comparison.information,
                both(&asked),
                EvidenceKind::SameInformation,
                AgainstKind::DifferentInformation,
            ),
        ];
        for (agreement, (old, new), same, different) in rows {
            match agreement {
                Some(agreement) if agreement >= 0.999 => self.add(same, new),
                Some(_) => self.object(different, format!("{old}→{new}")),
                None => {}
            }
        }
    }
}
