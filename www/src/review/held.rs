//! The reference files that are held for the session: registries, layouts and earlier ordinances. Pure state.

use std::collections::BTreeSet;

use forms_core::application::Side;
use forms_core::pack::TableKind;
use forms_core::reference::TableRole;
use forms_core::review::session::{ReferenceFile, Sha256Hex};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ui::client::{FileHandle, NamedFile, ReferenceContent, ReferenceFacts, TableSet};

/// The role of a reference file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum ReferenceRole {
    /// A registry or layout.
    Table(TableRole),
    /// The text of an ordinance at the time of registration.
    Ordinance,
}

impl ReferenceRole {
    /// Its name in a [`ReferenceFile`].
    fn name(self) -> &'static str {
        match self {
            Self::Table(TableRole::Inquiry | TableRole::Provision) => "registry",
            Self::Table(TableRole::OldLayout) => "old_layout",
            Self::Table(TableRole::NewLayout) => "new_layout",
            Self::Ordinance => "old_ordinance",
        }
    }
}

/// Why a reference file is not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ReferenceProblem {
    /// It is neither a table that the pack knows nor the text of an ordinance.
    Unknown,
    /// The table lacks columns, by the keys of the pack.
    Columns(Vec<String>),
    /// It could not be read on this machine; the browser's message.
    Unread(String),
}

/// The kind of content of a reference file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Content {
    Layout { latest: Option<Date> },
    Registry(Side),
    Ordinance,
    None,
}

/// What is known of a reference file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HeldFacts {
    /// Its name.
    pub(crate) name: String,
    /// Its SHA-256; empty if it could not be read.
    sha256: Sha256Hex,
    content: Content,
    /// The number of rows or provisions.
    pub(crate) rows: usize,
    /// The role it is used in; `None` if it is not used.
    pub(crate) role: Option<ReferenceRole>,
    /// True if a person chose the role.
    chosen: bool,
    /// Why it cannot be used, if so.
    pub(crate) problem: Option<ReferenceProblem>,
}

/// A reference file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeldFile {
    /// What is known of it.
    pub(crate) facts: HeldFacts,
    file: Option<FileHandle>,
}

/// The reference files of the session.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct HeldReference {
    files: Vec<HeldFile>,
    /// The number of files that are still being read.
    pub(crate) reading: usize,
}

impl HeldReference {
    /// The files, in the order in which they came.
    pub(crate) fn files(&self) -> &[HeldFile] {
        &self.files
    }

    /// Adds a file that was read, unless it is there. Returns whether it is new.
    pub(super) fn add(&mut self, name: &str, facts: ReferenceFacts, file: FileHandle) -> bool {
        if self.files.iter().any(|held| held.facts.sha256 == facts.sha256) {
            return false;
        }
        let facts = HeldFacts::new(name, facts);
        self.files.push(HeldFile { facts, file: Some(file) });
        self.assign_roles();
        true
    }

    /// Adds a file that could not be read.
    pub(super) fn add_unread(&mut self, name: &str, message: String) {
        let facts = HeldFacts {
            name: name.to_owned(),
            sha256: Sha256Hex(String::new()),
            content: Content::None,
            rows: 0,
            role: None,
            chosen: false,
            problem: Some(ReferenceProblem::Unread(message)),
        };
        self.files.push(HeldFile { facts, file: None });
    }

    /// Removes a file.
    pub(super) fn remove(&mut self, at: usize) {
        if at < self.files.len() {
            self.files.remove(at);
            self.assign_roles();
        }
    }

    /// Gives a layout the role that a person chose; `None` to leave it out.
    pub(super) fn choose(&mut self, at: usize, role: Option<ReferenceRole>) {
        let Some(held) = self.files.get_mut(at).filter(|h| h.facts.may_be(role)) else { return };
        (held.facts.role, held.facts.chosen) = (role, true);
        self.assign_roles();
    }

    /// Gives each file the role that its content suggests, unless a person chose one. Of two layouts the one with the
    /// latest start date of a row is the new one; a single one is the new one, as applications are for it.
    fn assign_roles(&mut self) {
        let mut layouts: Vec<(Option<Date>, usize)> = Vec::new();
        let mut free = vec![TableRole::NewLayout, TableRole::OldLayout];
        for (at, HeldFile { facts, .. }) in self.files.iter_mut().enumerate() {
            match (&facts.content, facts.chosen) {
                (_, true) => free.retain(|role| facts.role != Some(ReferenceRole::Table(*role))),
                (Content::Layout { latest }, _) if facts.problem.is_none() => {
                    facts.role = None;
                    layouts.push((*latest, at));
                }
                (Content::Registry(side), _) if facts.problem.is_none() => {
                    let is_side = |r: &TableRole| r.kind() == TableKind::Registry(*side);
                    facts.role = TableRole::ALL.into_iter().find(is_side).map(ReferenceRole::Table);
                }
                (Content::Ordinance, _) => facts.role = Some(ReferenceRole::Ordinance),
                _ => facts.role = None,
            }
        }
        layouts.sort_unstable();
        for ((_, at), role) in layouts.into_iter().rev().zip(free) {
            if let Some(held) = self.files.get_mut(at) {
                held.facts.role = Some(ReferenceRole::Table(role));
            }
        }
    }

    /// The files that are used, by role.
    fn used(&self) -> Vec<(ReferenceRole, &HeldFile)> {
        let used = self.files.iter().filter_map(|held| Some((held.facts.role?, held)));
        let mut used: Vec<_> = used.collect();
        used.sort_by_key(|(role, _)| *role);
        used
    }

    /// The tables for a request, with their files; `None` if none is held.
    pub(super) fn tables(&self) -> Option<(TableSet, Vec<NamedFile>)> {
        let mut tables = TableSet {
            key: String::from("review"),
            roles: Vec::new(),
            mappings: Vec::new(),
            earlier: 0,
        };
        let mut files = Vec::new();
        for (role, HeldFile { facts, file }) in self.used() {
            let Some(file) = file.clone() else { continue };
            match role {
                ReferenceRole::Table(role) => tables.roles.push(role),
                ReferenceRole::Ordinance => tables.earlier += 1,
            }
            // The same files in the same roles are the same reference data, in any visit.
            tables.key.push_str(&format!(" {}={}", role.name(), facts.sha256));
            files.push(NamedFile { name: facts.name.clone(), file });
        }
        (!files.is_empty()).then_some((tables, files))
    }

    /// The records of the files that are used.
    pub(crate) fn records(&self) -> BTreeSet<ReferenceFile> {
        let record = |(role, held): (ReferenceRole, &HeldFile)| ReferenceFile {
            role: role.name().to_owned(),
            name: held.facts.name.clone(),
            sha256: held.facts.sha256.clone(),
        };
        self.used().into_iter().map(record).collect()
    }

    /// What the browser keeps: the facts as JSON and the files, of those that were read.
    pub(super) fn to_keep(&self) -> (String, Vec<NamedFile>) {
        let read = || self.files.iter().filter_map(|held| Some((&held.facts, held.file.clone()?)));
        let facts: Vec<&HeldFacts> = read().map(|(facts, _)| facts).collect();
        let named =
            |(facts, file): (&HeldFacts, FileHandle)| NamedFile { name: facts.name.clone(), file };
        // Strings, numbers and lists of them always serialise.
        (serde_json::to_string(&facts).unwrap_or_default(), read().map(named).collect())
    }

    /// Makes the reference files of what the browser kept; `None` if another version kept it.
    pub(super) fn kept(text: &str, files: Vec<NamedFile>) -> Option<Self> {
        let facts: Vec<HeldFacts> = serde_json::from_str(text).ok()?;
        if facts.len() != files.len() {
            return None;
        }
        let held =
            |(facts, file): (HeldFacts, NamedFile)| HeldFile { facts, file: Some(file.file) };
        Some(Self { files: facts.into_iter().zip(files).map(held).collect(), reading: 0 })
    }
}

impl HeldFacts {
    fn new(name: &str, facts: ReferenceFacts) -> Self {
        let ReferenceFacts { sha256, content } = facts;
        let (content, rows, problem) = match content {
            ReferenceContent::Table(table) => {
                let missing = table.missing.iter().map(ToString::to_string).collect::<Vec<_>>();
                let problem = (!missing.is_empty()).then_some(ReferenceProblem::Columns(missing));
                let content = match table.kind {
                    Some(TableKind::Layout) => Content::Layout { latest: table.latest },
                    Some(TableKind::Registry(side)) => Content::Registry(side),
                    None => Content::None,
                };
                (content, table.rows, problem)
            }
            ReferenceContent::Ordinance { provisions, .. } => {
                (Content::Ordinance, provisions, None)
            }
            ReferenceContent::Unknown => (Content::None, 0, Some(ReferenceProblem::Unknown)),
        };
        Self { name: name.to_owned(), sha256, content, rows, role: None, chosen: false, problem }
    }

    /// The roles that a person may choose for it: a layout may be that in force or the new one.
    pub(crate) fn roles(&self) -> &'static [TableRole] {
        match self.content {
            Content::Layout { .. } if self.problem.is_none() => {
                &[TableRole::OldLayout, TableRole::NewLayout]
            }
            _ => &[],
        }
    }

    fn may_be(&self, role: Option<ReferenceRole>) -> bool {
        match role {
            Some(ReferenceRole::Table(role)) => self.roles().contains(&role),
            Some(ReferenceRole::Ordinance) => self.content == Content::Ordinance,
            None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use ui::client::TableFacts;

    use super::*;

    fn table(sha: &str, kind: TableKind, latest: Option<Date>) -> ReferenceFacts {
        let facts = TableFacts { kind: Some(kind), latest, rows: 3, ..TableFacts::default() };
        let content = ReferenceContent::Table(Box::new(facts));
        ReferenceFacts { sha256: Sha256Hex(sha.repeat(64)), content }
    }

    fn add(held: &mut HeldReference, name: &str, facts: ReferenceFacts) -> bool {
        held.add(name, facts, FileHandle::from_bytes(vec![1]))
    }

    fn roles(held: &HeldReference) -> Vec<Option<&'static str>> {
        held.files().iter().map(|f| f.facts.role.map(ReferenceRole::name)).collect()
    }

    #[test]
    fn the_later_layout_is_the_new_one_unless_a_person_says_otherwise() {
        let mut held = HeldReference::default();
        let layout = |sha, year| table(sha, TableKind::Layout, Some(date(year, 6, 1)));
        assert!(add(&mut held, "new.xlsx", layout("a", 2019)));
        assert_eq!(roles(&held), [Some("new_layout")], "applications are for the only one");
        add(&mut held, "old.xlsx", layout("b", 2018));
        assert_eq!(roles(&held), [Some("new_layout"), Some("old_layout")]);
        assert!(!add(&mut held, "copy.xlsx", layout("b", 2018)), "it is there already");
        held.choose(1, Some(ReferenceRole::Table(TableRole::NewLayout)));
        assert_eq!(roles(&held), [Some("old_layout"), Some("new_layout")]);
        held.choose(1, Some(ReferenceRole::Ordinance));
        assert_eq!(roles(&held), [Some("old_layout"), Some("new_layout")], "it is no ordinance");
    }

    #[test]
    fn what_is_used_goes_with_each_request_and_is_recorded() {
        let mut held = HeldReference::default();
        assert_eq!(held.tables(), None);
        let rule = ReferenceContent::Ordinance { provisions: 9, finding: None };
        add(
            &mut held,
            "旧規則.txt",
            ReferenceFacts { sha256: Sha256Hex("c".into()), content: rule },
        );
        add(&mut held, "registry.csv", table("d", TableKind::Registry(Side::Inquiry), None));
        let unknown = ReferenceContent::Unknown;
        add(&mut held, "x.pdf", ReferenceFacts { sha256: Sha256Hex("e".into()), content: unknown });
        held.add_unread("gone.csv", "NotFoundError".into());
        let (tables, files) = held.tables().unwrap();
        assert_eq!((tables.roles, tables.earlier), (vec![TableRole::Inquiry], 1));
        let names: Vec<&str> = files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["registry.csv", "旧規則.txt"], "the tables come first");
        let records: Vec<String> = held.records().into_iter().map(|r| r.role).collect();
        assert_eq!(records, ["old_ordinance", "registry"]);
        let (text, files) = held.to_keep();
        let kept = HeldReference::kept(&text, files).unwrap();
        assert_eq!(kept.records(), held.records());
        assert_eq!(kept.files().len(), 3, "what could not be read is not kept");
    }
}
