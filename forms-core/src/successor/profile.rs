//! The procedures of two layouts as the matcher compares them, each text read once.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::code::{AffairId, InformationNumber, ProcedureId};
use crate::layout::{LayoutRow, Procedure};

use super::name::fold;
use super::parties::Parties;
use super::provisions::Basis;
use super::title::Titles;
use super::words::{Lexicon, Words};

/// The index of a text in an [`InternedTexts`].
pub(super) type TextId = u32;

/// Texts that many procedures share, each read once.
pub(super) struct InternedTexts<T> {
    by_text: HashMap<String, TextId>,
    items: Vec<T>,
}

impl<T> Default for InternedTexts<T> {
    fn default() -> Self {
        Self { by_text: HashMap::new(), items: Vec::new() }
    }
}

impl<T> InternedTexts<T> {
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

/// The name of a procedure or an affair with its terms.
pub(super) struct Name {
    pub(super) folded: String,
    pub(super) words: Words,
    /// The content without acts, as one word; see [`Lexicon::content`].
    pub(super) content: String,
}

impl Name {
    pub(super) fn read(lexicon: &mut Lexicon, text: &str) -> Self {
        let folded = fold(text);
        let words = lexicon.learn(&folded);
        Self { content: lexicon.content(&words), words, folded }
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
    /// The agreement from 0 to 1; `None` if one asks for nothing.
    pub(super) fn agreement(&self, other: &Self) -> Option<f32> {
        share(&self.numbers, &other.numbers).or_else(|| share(&self.names, &other.names))
    }

    /// Returns whether all of it is in `one` and not all of it in `second`.
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

/// Similarity of two sets, from 0 to 1; `None` if one is empty. A subset counts nearly as equal: a
/// revision adds kinds of information.
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
    pub(super) names: InternedTexts<Name>,
    pub(super) affairs: InternedTexts<Name>,
    pub(super) inquirers: InternedTexts<Parties>,
    pub(super) providers: InternedTexts<Parties>,
    pub(super) bases: InternedTexts<Basis>,
    pub(super) titles: Titles,
    pub(super) information: InternedTexts<Information>,
}

impl Corpus {
    /// Reads a procedure. Texts that differ between its rows are joined.
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

    /// The names of the affairs of two procedures, as words.
    pub(super) fn affairs_of(&self, old: &Profile, new: &Profile) -> Vec<&Words> {
        let affairs = [old, new].into_iter().filter_map(|p| self.affairs.get(p.affair));
        affairs.map(|affair| &affair.words).collect()
    }

    pub(super) fn name(&self, profile: &Profile) -> Option<&Name> {
        self.names.get(profile.name)
    }
}
