//! Reads the files of reference data for every shell.

use serde::{Deserialize, Serialize};

use super::expected::read_expected;
use super::{Reference, diff};
use crate::application::Side;
use crate::document::{DocumentError, DocumentText};
use crate::finding::{Finding, Location, make};
use crate::law::ordinance::{self, Ordinance};
use crate::law::read_text;
use crate::layout::Layout;
use crate::pack::{Pack, TableKind};
use crate::registry::Registry;
use crate::table::{self, Mapping, Table, TableFile, read_with};

/// Which reference table a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TableRole {
    /// 照会者事務委託情報マスター.
    Inquiry,
    /// 提供者事務委託情報マスター.
    Provision,
    /// The layout in force.
    #[serde(rename = "Old")]
    OldLayout,
    /// The layout that replaces it.
    #[serde(rename = "New")]
    NewLayout,
}

impl TableRole {
    /// Every role, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Inquiry, Self::Provision, Self::OldLayout, Self::NewLayout];

    /// The kind of table that has this role.
    #[must_use]
    pub fn kind(self) -> TableKind {
        match self {
            Self::Inquiry => TableKind::Registry(Side::Inquiry),
            Self::Provision => TableKind::Registry(Side::Provision),
            Self::OldLayout | Self::NewLayout => TableKind::Layout,
        }
    }
}

/// The form pack defines no table of a kind, so that no file can be read as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the pack defines no table {}", .0.as_str())]
pub struct NoSuchTable(pub TableKind);

/// Reads an ordinance from a document of the given file name, with LAW-009 if it has no provision to read and LAW-014
/// if a table of it cannot be read.
///
/// # Errors
/// If the bytes are not a document of a supported format.
pub fn read_ordinance(
    name: &str,
    bytes: &[u8],
) -> Result<(Ordinance, Option<Finding>), DocumentError> {
    Ok(match read_text(name, bytes)? {
        DocumentText::Text(text) => {
            let ordinance = ordinance::read(&text);
            let nothing = ordinance.provisions.is_empty().then(|| make::law_009(name));
            let finding = ordinance.unread_tables(name).or(nothing);
            (ordinance, finding)
        }
        DocumentText::NoText => (ordinance::parse(""), Some(make::law_009(name))),
    })
}

/// Reads reference files one after another and gathers them into a [`Reference`].
#[derive(Debug)]
pub struct ReferenceReader<'p> {
    pack: &'p Pack,
    mappings: &'p [Mapping],
    reference: Reference,
}

impl<'p> ReferenceReader<'p> {
    /// Starts without data. `mappings` are the columns that a person assigned by hand.
    #[must_use]
    pub fn new(pack: &'p Pack, mappings: &'p [Mapping]) -> Self {
        Self { pack, mappings, reference: Reference::default() }
    }

    /// Reads a table whose role is known. `name` is what findings call the file.
    ///
    /// # Errors
    /// The pack defines no such table.
    pub fn table(&mut self, role: TableRole, name: &str, bytes: &[u8]) -> Result<(), NoSuchTable> {
        let kind = role.kind();
        let file = TableFile { name, bytes };
        let table = read_with(file, kind, self.pack, self.mappings).ok_or(NoSuchTable(kind))?;
        match role {
            TableRole::Inquiry | TableRole::Provision => self.add_registry(&table),
            TableRole::OldLayout => self.reference.old_layout = Some(Layout::from_table(&table)),
            TableRole::NewLayout => self.reference.new_layout = Some(Layout::from_table(&table)),
        }
        self.add_findings(table, name);
        Ok(())
    }

    /// Reads a registry; its rows or its title say of which side it is.
    ///
    /// # Errors
    /// The pack defines no registry.
    pub fn registry(&mut self, name: &str, bytes: &[u8]) -> Result<(), NoSuchTable> {
        let kind = TableKind::Registry(Side::Inquiry);
        let file = TableFile { name, bytes };
        let read = table::read_registry(file, self.pack, self.mappings);
        let table = read.ok_or(NoSuchTable(kind))?;
        self.add_registry(&table);
        self.add_findings(table, name);
        Ok(())
    }

    /// Reads the text of an ordinance at the time of registration. One without text is LAW-009, one with a table
    /// that cannot be read LAW-014.
    ///
    /// # Errors
    /// The bytes are not a document of a supported kind.
    pub fn ordinance(&mut self, name: &str, bytes: &[u8]) -> Result<(), DocumentError> {
        let (ordinance, finding) = read_ordinance(name, bytes)?;
        self.reference.findings.extend(finding);
        self.reference.earlier.push(ordinance);
        Ok(())
    }

    /// Reads the list of expected applicants; see [`read_expected`].
    ///
    /// # Errors
    /// Returns every line that cannot be used, or why the file cannot be read; nobody is then expected.
    pub fn expected(&mut self, bytes: &[u8]) -> Result<(), Vec<Finding>> {
        let list = read_expected(bytes, self.pack);
        if !list.findings.is_empty() {
            return Err(list.findings);
        }
        self.reference.expected.extend(list.applicants);
        Ok(())
    }

    /// Compares the two layouts, if both were read, and returns all reference data.
    #[must_use]
    pub fn finish(self) -> Reference {
        let Self { pack, mut reference, .. } = self;
        let both = reference.old_layout.as_ref().zip(reference.new_layout.as_ref());
        reference.diff = both.map(|(old, new)| diff(old, new, pack));
        reference
    }

    fn add_registry(&mut self, table: &Table) {
        let registry = self.reference.registry.get_or_insert_default();
        registry.registrations.extend(Registry::from_table(table).registrations);
    }

    fn add_findings(&mut self, table: Table, name: &str) {
        self.reference.findings.extend(table.findings.into_iter().map(|finding| {
            let entry = Some(name.to_owned());
            Finding { location: Location { entry, ..finding.location.clone() }, ..finding }
        }));
    }
}
