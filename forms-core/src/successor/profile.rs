//! What the matcher looks at: every procedure of two layouts with its texts read once.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::code::{AffairId, InformationNumber, ProcedureId};
use crate::layout::{LayoutRow, Procedure};

use super::name::fold;
use super::parties::Parties;
use super::provisions::Basis;
use super::title::Titles;
use super::words::{Lexicon, Words};

/// A text's place in a [`Texts`].
pub(super) type TextId = u32;

/// Texts that repeat from procedure to procedure, each read once.
pub(super) struct Texts<T> {
    by_text: HashMap<String, TextId>,
    items: Vec<T>,
}

impl<T> Default for Texts<T> {
    fn default() -> Self {
        Self { by_text: HashMap::new(), items: Vec::new() }
    }
}

impl<T> Texts<T> {
    fn intern(&mut self, text: &str, read: impl FnOnce(&str) -> T) -> TextId {
        if let Some(id) = self.by_text.get(text) {
            return *id;
        }
        let id = TextId::try_from(self.items.len()).unwrap_or(TextId::MAX);
        self.by_text.insert(text.to_owned(), id);
        self.items.push(read(text));
        id
    }

    pub(super) fn get(&self, id: TextId) -> Option<&T> {
        self.items.get(id as usize)
    }
}

/// A name with its terms.
pub(super) struct Name {
    pub(super) folded: String,
    pub(super) words: Words,
    /// What it says without the deeds, as one word.
    pub(super) said: String,
}

impl Name {
    pub(super) fn read(lexicon: &mut Lexicon, text: &str) -> Self {
        let folded = fold(text);
        let words = lexicon.learn(&folded);
        Self { said: lexicon.said(&words), words, folded }
    }
}

/// One procedure.
pub(super) struct Profile {
    pub(super) id: ProcedureId,
    pub(super) name: TextId,
    pub(super) affair: TextId,
    pub(super) affair_id: Option<AffairId>,
    pub(super) inquirer: TextId,
    pub(super) provider: TextId,
    pub(super) basis: TextId,
    pub(super) information: TextId,
}

/// The kinds of information that a procedure asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Information {
    pub(super) numbers: BTreeSet<InformationNumber>,
    pub(super) names: BTreeSet<String>,
}

impl Information {
    /// How far two procedures ask for the same; `None` where one asks for nothing.
    pub(super) fn agreement(&self, other: &Self) -> Option<f32> {
        share(&self.numbers, &other.numbers).or_else(|| share(&self.names, &other.names))
    }

    /// Whether all of it is in one other and not in the second.
    pub(super) fn is_only_in(&self, one: &Self, second: &Self) -> bool {
        if self.numbers.is_empty() {
            let names = &self.names;
            return !names.is_empty()
                && names.is_subset(&one.names)
                && !names.is_subset(&second.names);
        }
        self.numbers.is_subset(&one.numbers) && !self.numbers.is_subset(&second.numbers)
    }

    pub(super) fn shown(&self) -> String {
        if self.numbers.is_empty() {
            return self.names.iter().map(String::as_str).collect::<Vec<_>>().join("、");
        }
        self.numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
    }
}

/// What two sets have in common. A set that lies in the other counts nearly as if it were the same:
/// a revision adds kinds of information.
fn share<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> Option<f32> {
    let smaller = a.len().min(b.len());
    if smaller == 0 {
        return None;
    }
    let common = a.intersection(b).count() as f32;
    let all = a.union(b).count() as f32;
    Some((common / all).max(0.8 * common / smaller as f32))
}

/// Every text of the procedures compared.
#[derive(Default)]
pub(super) struct Corpus {
    pub(super) lexicon: Lexicon,
    pub(super) names: Texts<Name>,
    pub(super) affairs: Texts<Name>,
    pub(super) inquirers: Texts<Parties>,
    pub(super) providers: Texts<Parties>,
    pub(super) bases: Texts<Basis>,
    pub(super) titles: Titles,
    pub(super) information: Texts<Information>,
}

impl Corpus {
    /// Reads a procedure. Rows of one procedure share most of their texts; those that differ are
    /// taken together.
    pub(super) fn profile(&mut self, procedure: &Procedure<'_>) -> Profile {
        let first = procedure.first();
        let lexicon = &mut self.lexicon;
        let mut name = |text: &str| Name::read(lexicon, text);
        let all = |field: fn(&LayoutRow) -> &str| -> Cow<'_, str> {
            let one = field(first);
            if procedure.rows().all(|row| field(row) == one) {
                return Cow::Borrowed(one);
            }
            let mut texts: Vec<&str> = procedure.rows().map(field).collect();
            texts.sort_unstable();
            texts.dedup();
            texts.retain(|t| !t.is_empty());
            Cow::Owned(texts.join("\n"))
        };
        let numbers: BTreeSet<InformationNumber> =
            procedure.rows().filter_map(|r| r.information_number).collect();
        let names = all(|r| &r.information_name);
        let mut key = names.clone().into_owned();
        for number in &numbers {
            key.push('\n');
            key.push_str(&number.to_string());
        }
        Profile {
            id: procedure.id(),
            name: self.names.intern(&first.procedure_name, &mut name),
            affair: self.affairs.intern(&first.affair_name, &mut name),
            affair_id: first.affair_id,
            inquirer: self.inquirers.intern(&all(|r| &r.inquirer), |t| Parties::read(t.lines())),
            provider: self.providers.intern(&all(|r| &r.provider), |t| Parties::read(t.lines())),
            basis: self
                .bases
                .intern(&all(|r| &r.legal_basis), |t| Basis::read(t, &mut self.titles)),
            information: self.information.intern(&key, |_| Information {
                names: names.lines().map(fold).collect(),
                numbers,
            }),
        }
    }

    /// The words of the affairs of two procedures.
    pub(super) fn affairs_of(&self, old: &Profile, new: &Profile) -> Vec<&Words> {
        let affairs = [old, new].into_iter().filter_map(|p| self.affairs.get(p.affair));
        affairs.map(|affair| &affair.words).collect()
    }

    pub(super) fn name(&self, profile: &Profile) -> Option<&Name> {
        self.names.get(profile.name)
    }
}
