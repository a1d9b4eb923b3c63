//! Reads layouts and registries for requests. A worker keeps the reference data of the last request,
//! because every pause in typing asks for it again.

use std::collections::BTreeMap;
use std::rc::Rc;

use forms_core::archive::Progress;
use forms_core::carry_over::{self, CarryOverInput, parties};
use forms_core::document::DocumentError;
use forms_core::pack::{ColumnKey, LayoutColumn, Pack, TableKind};
use forms_core::reference::{
    self, ExpectedList, NoSuchTable, Reference, ReferenceReader, TableRole, read_ordinance,
};
use forms_core::review::session::ReferenceFile;
use forms_core::table::{self, MAX_FILE, Mapping, TableFile, guess, read_registry, read_with};
use serde::{Deserialize, Serialize};

use super::memory::Memory;
use super::{
    Answer, AnswerFile, CarriedOver, CarryOver, CoreFailure, ReadTable, ReferenceContent,
    ReferenceFacts, RequestFile, Response, TableFacts,
};

/// The reference tables that go with a request as its first files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableSet {
    /// The key under which workers keep the tables; different for each set of tables.
    pub key: String,
    /// The role of each file, in the order of the files.
    pub roles: Vec<TableRole>,
    /// The columns that a person assigned to headers.
    pub mappings: Vec<Mapping>,
    /// The number of earlier ordinances, whose files follow those of the tables.
    #[serde(default)]
    pub earlier: usize,
}

impl TableSet {
    /// The number of files that go with a request.
    #[must_use]
    pub fn files(&self) -> usize {
        self.roles.len() + self.earlier
    }
}

/// Reference data as a worker keeps it from one request to the next.
pub(super) struct KeptReference {
    key: String,
    reference: Rc<Reference>,
}

/// Returns the reference data of a request: the kept one if the key is the same, else read from the
/// files that came with it, and then kept.
pub(super) fn reference(
    tables: &TableSet,
    files: &[RequestFile<'_>],
    pack: &Pack,
    memory: &mut Memory,
    progress: &mut dyn Progress,
) -> Result<Rc<Reference>, CoreFailure> {
    if let Some(kept) = memory.reference.as_ref().filter(|kept| kept.key == tables.key) {
        return Ok(Rc::clone(&kept.reference));
    }
    let mut reader = ReferenceReader::new(pack, &tables.mappings);
    let total = files.iter().map(|f| f.content.len()).sum();
    let mut done = 0;
    for (role, file) in tables.roles.iter().zip(files) {
        let bytes = bytes_of(file, done, total, progress)?;
        done += file.content.len();
        let failed = |e: NoSuchTable| CoreFailure::File {
            name: file.name.to_owned(),
            message: e.to_string(),
        };
        reader.table(*role, file.name, &bytes).map_err(failed)?;
    }
    for file in files.iter().skip(tables.roles.len()) {
        let bytes = bytes_of(file, done, total, progress)?;
        done += file.content.len();
        let name = file.name.to_owned();
        let failed = |e: DocumentError| CoreFailure::File { name, message: e.to_string() };
        reader.ordinance(file.name, &bytes).map_err(failed)?;
    }
    let reference = Rc::new(reader.finish());
    memory.reference =
        Some(KeptReference { key: tables.key.clone(), reference: Rc::clone(&reference) });
    Ok(reference)
}

/// Reads a file, but at most one byte more than [`MAX_FILE`].
fn bytes_of(
    file: &RequestFile<'_>,
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

/// Reads the list of those who are expected.
pub(super) fn read_expected(
    file: &RequestFile<'_>,
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Result<ExpectedList, CoreFailure> {
    let bytes = bytes_of(file, 0, file.content.len(), progress)?;
    Ok(reference::read_expected(&bytes, pack))
}

/// Reads a file of reference data and says what it is. The file comes with the answer, so that the page need not read it
/// from the disk again.
pub(super) fn read_reference(
    file: &RequestFile<'_>,
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Result<Response, CoreFailure> {
    let bytes = bytes_of(file, 0, file.content.len(), progress)?;
    let sha256 = ReferenceFile::new("", file.name, &bytes).sha256;
    let content = match guess(&bytes, pack, &[]) {
        Some(_) => {
            let request = ReadTable { role: None, mappings: Vec::new() };
            let facts = read_table(&request, file, pack, progress)?;
            ReferenceContent::Table(Box::new(facts))
        }
        None => match read_ordinance(file.name, &bytes) {
            Ok((ordinance, finding)) if !ordinance.provisions.is_empty() => {
                ReferenceContent::Ordinance { provisions: ordinance.provisions.len(), finding }
            }
            _ => ReferenceContent::Unknown,
        },
    };
    let answer = Answer::ReadReference(Box::new(ReferenceFacts { sha256, content }));
    let name = file.name.to_owned();
    Ok(Response { answer, files: vec![AnswerFile { name, bytes }] })
}

/// Reads one table and returns its facts.
pub(super) fn read_table(
    request: &ReadTable,
    file: &RequestFile<'_>,
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Result<TableFacts, CoreFailure> {
    let ReadTable { role, mappings } = request;
    let bytes = bytes_of(file, 0, file.content.len(), progress)?;
    let kind = match role {
        Some(role) => Some(role.kind()),
        None => guess(&bytes, pack, mappings),
    };
    let sheets = table::preview(&bytes, pack);
    let Some(kind) = kind else {
        // A file that is no table at all has a finding; a table of unknown kind has none.
        let findings = sheets.as_ref().err().cloned().into_iter().collect();
        return Ok(TableFacts {
            findings,
            sheets: sheets.unwrap_or_default(),
            ..TableFacts::default()
        });
    };
    let table = TableFile { name: file.name, bytes: &bytes };
    let table = match (role, kind) {
        (None, TableKind::Registry(_)) => read_registry(table, pack, mappings),
        _ => read_with(table, kind, pack, mappings),
    };
    let Some(table) = table else { return Ok(TableFacts::default()) };
    let columns = table.columns.iter().enumerate();
    let columns: BTreeMap<usize, ColumnKey> =
        columns.filter_map(|(at, column)| Some((at, column.key.clone()?))).collect();
    let missing = table.missing(pack).into_iter().map(|column| column.key.clone()).collect();
    let from = table.column(LayoutColumn::ValidFrom);
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
    files: &[RequestFile<'_>],
    pack: &Pack,
    memory: &mut Memory,
    progress: &mut dyn Progress,
) -> Result<Option<Box<CarriedOver>>, CoreFailure> {
    let reference = self::reference(&request.tables, files, pack, memory, progress)?;
    let (decisions, applicant) = (&request.decisions, request.applicant.as_ref());
    let Some(input) = CarryOverInput::new(&reference, decisions, applicant, pack) else {
        return Ok(None);
    };
    let result = carry_over::carry_over(&input);
    let parties = parties(input.registry);
    let name = |id| input.new.procedure(id).map(|p| p.name().to_owned()).unwrap_or_default();
    let added = input.diff.added.iter().map(|id| (*id, name(*id))).collect();
    let findings = reference.findings().to_vec();
    Ok(Some(Box::new(CarriedOver { result, parties, added, findings })))
}
