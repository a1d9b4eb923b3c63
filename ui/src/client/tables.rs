//! Reading layouts and registries, and what an application is held against: each table is read once
//! in a worker and then kept there, for it is asked for with every pause in typing.

use std::collections::BTreeMap;
use std::rc::Rc;

use forms_core::application::Side;
use forms_core::application::carry_over::{self, Input as CarryInput, parties};
use forms_core::archive::Progress;
use forms_core::finding::{Finding, Location};
use forms_core::layout::{Layout, LayoutDiff, diff};
use forms_core::pack::Pack;
use forms_core::registry::Registry;
use forms_core::rules::Background;
use forms_core::workbook::table::{
    self, MAX_FILE, Mapping, Table, TableKind, guess, read_registry, read_with, too_large,
};
use serde::{Deserialize, Serialize};

use super::memory::Memory;
use super::{CarriedOver, CarryOver, CoreFailure, Input, ReadTable, TableFacts};

/// What a table is to a carry-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TableRole {
    /// 照会者事務委託情報マスター.
    Inquiry,
    /// 提供者事務委託情報マスター.
    Provision,
    /// The layout in force.
    Old,
    /// The layout that comes.
    New,
}

impl TableRole {
    /// Every role, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Inquiry, Self::Provision, Self::Old, Self::New];

    /// What such a table lists.
    #[must_use]
    pub fn kind(self) -> TableKind {
        match self {
            Self::Inquiry => TableKind::Registry(Side::Inquiry),
            Self::Provision => TableKind::Registry(Side::Provision),
            Self::Old | Self::New => TableKind::Layout,
        }
    }
}

/// The tables that go with a request as its files, and what they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tables {
    /// Another one for every other set of tables: what a worker keeps is found again by it.
    pub key: String,
    /// What each file is, in the order of the files.
    pub roles: Vec<TableRole>,
    /// What a person said of headers.
    pub mappings: Vec<Mapping>,
}

/// Tables that were read and compared.
pub(super) struct Held {
    key: String,
    registry: Registry,
    old: Option<Layout>,
    new: Option<Layout>,
    diff: Option<LayoutDiff>,
    findings: Vec<Finding>,
}

impl Held {
    /// The tables of a request: those that are kept, or the files that came with it.
    pub(super) fn get(
        tables: &Tables,
        files: &[Input<'_>],
        pack: &Pack,
        memory: &mut Memory,
        progress: &mut dyn Progress,
    ) -> Result<Rc<Self>, CoreFailure> {
        if let Some(kept) = memory.tables.as_ref().filter(|held| held.key == tables.key) {
            return Ok(Rc::clone(kept));
        }
        let read = Rc::new(Self::read(tables, files, pack, progress)?);
        memory.tables = Some(Rc::clone(&read));
        Ok(read)
    }

    fn read(
        tables: &Tables,
        files: &[Input<'_>],
        pack: &Pack,
        progress: &mut dyn Progress,
    ) -> Result<Self, CoreFailure> {
        let mut held = Self {
            key: tables.key.clone(),
            registry: Registry::default(),
            old: None,
            new: None,
            diff: None,
            findings: Vec::new(),
        };
        let total = files.iter().map(|f| f.content.len()).sum();
        let mut done = 0;
        for (role, file) in tables.roles.iter().zip(files) {
            let bytes = bytes_of(file, done, total, progress)?;
            done += file.content.len();
            let Some(table) = table_of(&bytes, role.kind(), pack, &tables.mappings) else {
                continue;
            };
            match role {
                TableRole::Inquiry | TableRole::Provision => {
                    let read = Registry::from_table(&table).registrations;
                    held.registry.registrations.extend(read);
                }
                TableRole::Old => held.old = Some(Layout::from_table(&table)),
                TableRole::New => held.new = Some(Layout::from_table(&table)),
            }
            held.findings.extend(table.findings.into_iter().map(|finding| {
                let entry = Some(file.name.to_owned());
                Finding { location: Location { entry, ..finding.location.clone() }, ..finding }
            }));
        }
        let both = held.old.as_ref().zip(held.new.as_ref());
        held.diff = both.map(|(old, new)| diff(old, new, pack));
        Ok(held)
    }

    /// The tables as rules see them.
    pub(super) fn background(&self) -> Background<'_> {
        let diff = self.diff.as_ref();
        Background::of(self.old.as_ref(), self.new.as_ref(), Some(&self.registry), diff)
    }
}

fn table_of(bytes: &[u8], kind: TableKind, pack: &Pack, mappings: &[Mapping]) -> Option<Table> {
    if bytes.len() as u64 > MAX_FILE {
        return too_large(kind, pack);
    }
    read_with(bytes, kind, pack, mappings)
}

/// The bytes of a file, and one more than may be read where it is larger.
fn bytes_of(
    file: &Input<'_>,
    done: u64,
    total: u64,
    progress: &mut dyn Progress,
) -> Result<Vec<u8>, CoreFailure> {
    const STEP: usize = 1 << 20;
    let failed = |message: String| CoreFailure::File { name: file.name.to_owned(), message };
    let size = file.content.len().min(MAX_FILE + 1);
    let mut bytes = vec![0; usize::try_from(size).map_err(|e| failed(e.to_string()))?];
    let mut at = 0;
    while at < bytes.len() {
        let end = bytes.len().min(at + STEP);
        let read = file.content.read_at(at as u64, &mut bytes[at..end]);
        match read.map_err(|e| failed(e.to_string()))? {
            0 => break,
            count => at += count,
        }
        progress.advance(done + at as u64, total);
    }
    bytes.truncate(at);
    Ok(bytes)
}

/// Reads one table and says what it is.
pub(super) fn read_table(
    request: &ReadTable,
    file: &Input<'_>,
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Result<TableFacts, CoreFailure> {
    let ReadTable { role, mappings } = request;
    let bytes = bytes_of(file, 0, file.content.len(), progress)?;
    let fits = bytes.len() as u64 <= MAX_FILE;
    let kind = match role {
        Some(role) => Some(role.kind()),
        None if fits => guess(&bytes, pack, mappings),
        None => Some(TableKind::Layout),
    };
    let sheets = if fits { table::preview(&bytes, pack) } else { Ok(Vec::new()) };
    let Some(kind) = kind else {
        // What is no table at all says so; of others nobody knows yet which one it is.
        let findings = sheets.as_ref().err().cloned().into_iter().collect();
        return Ok(TableFacts {
            findings,
            sheets: sheets.unwrap_or_default(),
            ..TableFacts::default()
        });
    };
    let table = match (role, kind) {
        (None, TableKind::Registry(_)) => read_registry(&bytes, pack, mappings),
        _ => table_of(&bytes, kind, pack, mappings),
    };
    let Some(table) = table else { return Ok(TableFacts::default()) };
    let columns = table.columns.iter().enumerate();
    let columns: BTreeMap<usize, String> =
        columns.filter_map(|(at, column)| Some((at, column.key.clone()?))).collect();
    let missing = table.missing(pack).into_iter().map(|column| column.key.clone()).collect();
    let from = table.column("valid_from");
    Ok(TableFacts {
        kind: Some(table.kind),
        header_row: table.header_row,
        rows: table.rows.len(),
        blank_rows: table.blank_rows,
        latest: table.rows.iter().filter_map(|row| row.value(from).date()).max(),
        sheet: table.sheet,
        findings: table.findings,
        columns,
        missing,
        sheets: sheets.unwrap_or_default(),
    })
}

/// Drafts a change application from the tables.
pub(super) fn carry_over(
    request: &CarryOver,
    files: &[Input<'_>],
    pack: &Pack,
    memory: &mut Memory,
    progress: &mut dyn Progress,
) -> Result<Option<Box<CarriedOver>>, CoreFailure> {
    let held = Held::get(&request.tables, files, pack, memory, progress)?;
    let (Some(old), Some(new), Some(diff)) = (&held.old, &held.new, &held.diff) else {
        return Ok(None);
    };
    let result = carry_over::carry_over(&CarryInput {
        registry: &held.registry,
        old,
        new,
        diff,
        decisions: &request.decisions,
        applicant: request.applicant.as_ref(),
        pack,
    });
    let parties = parties(&held.registry);
    let name = |id| new.procedure(id).map(|p| p.name().to_owned()).unwrap_or_default();
    let added = diff.added.iter().map(|id| (*id, name(*id))).collect();
    let findings = held.findings.clone();
    Ok(Some(Box::new(CarriedOver { result, parties, added, findings })))
}
