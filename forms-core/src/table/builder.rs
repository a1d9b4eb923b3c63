//! Builds a table from a stream of rows, whatever file they come from.

use std::collections::BTreeMap;

use super::alike;
use super::header::{HeaderMatch, Headers, label};
use super::seen::seen;
use super::value::CellType;
use super::{
    HEADER_ROWS, MAX_BYTES, MAX_CELLS, MAX_FINDINGS, Mapping, Table, TableCell, TableColumn,
    TableRow, Value, cell_at,
};
use crate::application::Side;
use crate::finding::word::Xls010;
use crate::finding::{CellPosition, CellRange, Finding, Location, column_letters, make};
use crate::pack::{self, ColumnKey, Pack, RegistryColumn, TableKind};
use crate::text::quoted;

/// Maximum number of headers that a finding about a missing one lists.
const MOST_SEEN: usize = 100;

/// Takes rows in the order of the file and makes a [`Table`] of them.
pub struct TableBuilder<'p> {
    pack: &'p Pack,
    headers: Headers<'p>,
    types: Vec<ColumnType<'p>>,
    table: Table,
    /// The first rows, kept until the header among them is known.
    waiting: Option<Vec<TableRow>>,
    /// The reader's findings on cells that were not pushed yet, by row and column.
    faults: BTreeMap<(u32, usize), Finding>,
    /// Values in columns without a header, by column.
    stray: BTreeMap<usize, Stray>,
    cells: usize,
    /// Size of rows, cells and texts in bytes.
    bytes: usize,
    stopped: bool,
}

/// The values in a column without a header: the first one, its row, and their number.
struct Stray {
    row: u32,
    value: String,
    count: u64,
}

/// The type of a column's cells.
struct ColumnType<'p> {
    cells: CellType,
    wanted: Option<&'p pack::Column>,
    /// True if its header is not blank.
    labelled: bool,
}

impl<'p> TableBuilder<'p> {
    /// Starts a table; `None` if the pack does not define one of this kind.
    #[must_use]
    pub fn new(kind: TableKind, sheet: Option<String>, pack: &'p Pack) -> Option<Self> {
        Self::with_mappings(kind, sheet, pack, &[])
    }

    /// Starts a table with the mappings that a person made; `None` as for [`Self::new`].
    #[must_use]
    pub fn with_mappings(
        kind: TableKind,
        sheet: Option<String>,
        pack: &'p Pack,
        mappings: &'p [Mapping],
    ) -> Option<Self> {
        let definition = pack.tables.get(kind.as_str())?;
        let table = Table {
            kind,
            sheet,
            header_row: None,
            columns: Vec::new(),
            above: Vec::new(),
            rows: Vec::new(),
            blank_rows: 0,
            findings: Vec::new(),
        };
        let headers = Headers::new(definition, kind, mappings);
        let waiting = Some(Vec::new());
        Some(Self {
            pack,
            headers,
            types: Vec::new(),
            table,
            waiting,
            faults: BTreeMap::new(),
            stray: BTreeMap::new(),
            cells: 0,
            bytes: 0,
            stopped: false,
        })
    }

    /// Announces a finding on a cell of the next row. If the cell is in a column with a header, it is
    /// reported in the place of any other finding on the cell.
    pub fn fault(&mut self, row: u32, column: usize, finding: Finding) {
        self.faults.insert((row, column), finding);
    }

    /// Takes the next row. Returns false once the table is larger than [`MAX_CELLS`], [`MAX_BYTES`] or
    /// [`MAX_FINDINGS`], which is XLS-010; further rows are ignored.
    pub fn push(&mut self, number: u32, texts: impl IntoIterator<Item = String>) -> bool {
        if self.stopped {
            return false;
        }
        if number > HEADER_ROWS {
            self.settle_header();
        }
        if self.table.findings.len() + self.faults.len() > MAX_FINDINGS {
            self.stop(number, Xls010::Findings, MAX_FINDINGS);
            return false;
        }
        let mut bytes = size_of::<TableRow>();
        let texts = texts.into_iter();
        let mut cells: Vec<TableCell> = Vec::with_capacity(texts.size_hint().0.min(MAX_CELLS));
        // Rows without any value are not kept: a million of them after the last one take no memory.
        let mut any = self.waiting.is_some();
        for text in texts {
            if self.cells + cells.len() >= MAX_CELLS {
                self.stop(number, Xls010::Cells, MAX_CELLS);
                return false;
            }
            let text = seen(text);
            bytes = bytes.saturating_add(size_of::<TableCell>() + text.len());
            if self.bytes.saturating_add(bytes) > MAX_BYTES {
                self.stop(number, Xls010::Text, MAX_BYTES);
                return false;
            }
            let value = if crate::text::is_blank(&text) { Value::Blank } else { Value::Text };
            any |= value != Value::Blank;
            cells.push(TableCell { text, value });
        }
        if any {
            self.cells += cells.len();
            self.bytes = self.bytes.saturating_add(bytes);
        }
        let row = TableRow { number, cells };
        match &mut self.waiting {
            Some(waiting) => waiting.push(row),
            None => self.take(row),
        }
        true
    }

    /// Adds a finding of the reader, such as text that it could not decode.
    pub fn report(&mut self, finding: Finding) {
        self.table.findings.push(finding);
    }

    /// Reports merged ranges within the table's rows that have a value: XLS-013.
    pub fn report_merged(&mut self, merged: &[CellRange]) {
        self.settle_header();
        let Some(header) = self.table.header_row else { return };
        for range in merged {
            let (row, column) = (range.first.row, range.first.column as usize);
            let found = self.table.rows.binary_search_by_key(&row, |r| r.number);
            let cell = found.ok().and_then(|i| self.table.rows.get(i)?.cells.get(column));
            let holds_value = cell.is_some_and(|c| c.value != Value::Blank);
            if row > header && range.first != range.last && holds_value && self.is_labelled(column)
            {
                let at = self.at(cell_at(column, row));
                self.report(make::xls_013(range.to_string()).at(at));
            }
        }
    }

    /// Ends a table that cannot be read, with the finding that says why.
    #[must_use]
    pub fn fail(mut self, finding: Finding) -> Table {
        // The search for the sheet may have reported it already.
        if !self.table.findings.contains(&finding) {
            self.report(finding);
        }
        self.table.above.clear();
        self.table.rows.clear();
        self.with_severities()
    }

    /// The finished table.
    #[must_use]
    pub fn finish(mut self) -> Table {
        self.settle_header();
        for (column, stray) in std::mem::take(&mut self.stray) {
            let at = self.at(cell_at(column, stray.row));
            self.report(make::xls_006(column_letters(column), stray.value, stray.count).at(at));
        }
        self.with_severities()
    }

    fn with_severities(mut self) -> Table {
        for finding in &mut self.table.findings {
            finding.severity = self.pack.severity(finding.code);
        }
        self.table
    }

    fn stop(&mut self, row: u32, problem: Xls010, limit: usize) {
        self.stopped = true;
        let at = self.at(cell_at(0, row));
        self.report(make::xls_010(problem, limit as u64).at(at));
    }

    fn at(&self, cell: CellPosition) -> Location {
        Location { sheet: self.table.sheet.clone(), cell: Some(cell), ..Location::default() }
    }

    /// Chooses the header among the waiting rows, and takes the rows below it.
    fn settle_header(&mut self) {
        let Some(mut waiting) = self.waiting.take() else { return };
        let below = match self.headers.find(&waiting, self.table.sheet.as_deref()) {
            Some(found) => {
                let texts = self.headers.texts(&found, &waiting);
                let below = waiting.split_off(found.index + 1);
                if let Some(header) = waiting.pop() {
                    self.take_header(header.number, &found, texts);
                }
                self.table.above = waiting;
                below
            }
            None => waiting,
        };
        self.report_missing(&below);
        below.into_iter().for_each(|row| self.take(row));
    }

    fn take_header(&mut self, row: u32, found: &HeaderMatch, texts: Vec<String>) {
        let (columns, repeated) = self.headers.columns(found, texts);
        for index in repeated {
            let text = columns.get(index).map(|c| quoted(&c.header)).unwrap_or_default();
            let at = self.at(cell_at(index, row));
            self.report(make::xls_015(text).at(at));
        }
        let definition = self.pack.tables.get(self.table.kind.as_str());
        self.types = columns
            .iter()
            .map(|c| ColumnType {
                cells: c.key.as_ref().map_or(CellType::Text, CellType::of_key),
                labelled: !crate::text::is_blank(&c.header),
                wanted: definition
                    .and_then(|d| d.columns.iter().find(|w| Some(&w.key) == c.key.as_ref())),
            })
            .collect();
        self.table.header_row = Some(row);
        self.table.columns = columns;
    }

    /// Reports missing columns with the headers that were seen; without a header row, with the first row
    /// that has text.
    fn report_missing(&mut self, below: &[TableRow]) {
        let missing = self.headers.missing(&self.table.columns);
        let wanted = || missing.iter().flat_map(|c| c.headers.iter().map(String::as_str));
        let seen = |cells: &mut dyn Iterator<Item = &str>| -> Vec<String> {
            let filled = cells.filter(|t| !crate::text::is_blank(t)).take(MOST_SEEN);
            filled.map(|text| alike::header(text, wanted())).collect()
        };
        let seen = match self.table.header_row {
            Some(_) => {
                seen(&mut self.table.columns.iter().map(|c: &TableColumn| c.header.as_str()))
            }
            None => below
                .iter()
                .map(|r| seen(&mut r.cells.iter().map(|c| c.text.as_str())))
                .find(|texts| !texts.is_empty())
                .unwrap_or_default(),
        };
        let place = Location {
            sheet: self.table.sheet.clone(),
            cell: self.table.header_row.map(|row| cell_at(0, row)),
            ..Location::default()
        };
        for column in missing {
            let name = label(column);
            self.table.findings.push(make::xls_004(name, seen.clone()).at(place.clone()));
        }
    }

    /// Reads the cells of a row below the header.
    fn take(&mut self, mut row: TableRow) {
        if row.cells.iter().all(|c| c.value == Value::Blank) {
            self.table.blank_rows += 1;
            return;
        }
        let kind = self.table.kind;
        // A row with values only in columns without a header does not belong to the table.
        let is_outside = self.note_stray(&row);
        if !is_outside && self.is_note(&row) {
            self.report_note(&row);
            self.table.rows.push(row);
            return;
        }
        for (index, column) in self.types.iter().enumerate() {
            let cell = row.cells.get_mut(index);
            let value =
                cell.as_ref().map_or(Value::Blank, |c| column.cells.read(&c.text, kind, self.pack));
            let fault = self.faults.remove(&(row.number, index));
            let finding = match (fault, column.wanted, value) {
                (Some(fault), _, _) => column.labelled.then_some(fault),
                (None, Some(wanted), Value::Wrong) => {
                    let text = cell.as_ref().map(|c| c.text.as_str()).unwrap_or_default();
                    let example = column.cells.example(kind, self.pack);
                    let problem = column.cells.problem(&quoted(text), kind, self.pack);
                    Some(make::xls_005(label(wanted), alike::code(text), problem, example))
                }
                (None, Some(wanted), Value::Blank) if wanted.required && !is_outside => {
                    Some(make::frm_001(label(wanted)))
                }
                _ => None,
            };
            if let (Some(cell), Some(_)) = (cell, column.wanted) {
                cell.value = value;
            }
            if let Some(finding) = finding {
                let at = Location {
                    sheet: self.table.sheet.clone(),
                    cell: Some(cell_at(index, row.number)),
                    ..Location::default()
                };
                self.table.findings.push(finding.at(at));
            }
        }
        if let Some(finding) = self.without_subject(&row).filter(|_| !is_outside) {
            self.report(finding);
        }
        self.table.rows.push(row);
    }

    /// Returns whether a row is a remark or a total below the table: at most two cells, none of them in
    /// a required column.
    fn is_note(&self, row: &TableRow) -> bool {
        let filled = |(at, cell): (usize, &TableCell)| (cell.value != Value::Blank).then_some(at);
        let filled: Vec<usize> = row.cells.iter().enumerate().filter_map(filled).collect();
        let needed = |at: usize| {
            self.types.get(at).and_then(|column| column.wanted).is_some_and(|c| c.required)
        };
        let needs_any = self.types.iter().any(|c| c.wanted.is_some_and(|w| w.required));
        needs_any
            && filled.len() <= 2
            && !filled.iter().any(|at| needed(*at))
            && !self.has_subject(row)
    }

    /// Returns whether a row names a procedure or a kind of information; both kinds of tables call
    /// these columns the same.
    fn has_subject(&self, row: &TableRow) -> bool {
        [RegistryColumn::ProcedureId, RegistryColumn::InformationNumber]
            .into_iter()
            .any(|column| row.value(self.table.column(column)) != Value::Blank)
    }

    fn report_note(&mut self, row: &TableRow) {
        let first = row.cells.iter().position(|cell| cell.value != Value::Blank);
        let Some((at, cell)) = first.and_then(|at| Some((at, row.cells.get(at)?))) else { return };
        let finding = make::xls_019(cell.text.trim());
        let place = self.at(cell_at(at, row.number));
        self.report(finding.at(place));
    }

    /// Counts the values in columns without a header. Returns whether the row has no others.
    fn note_stray(&mut self, row: &TableRow) -> bool {
        if self.table.header_row.is_none() {
            return false;
        }
        let mut others = false;
        for (column, cell) in row.cells.iter().enumerate() {
            if cell.value == Value::Blank {
                continue;
            }
            if self.is_labelled(column) {
                others = true;
                continue;
            }
            let first = || Stray { row: row.number, value: quoted(&cell.text), count: 0 };
            self.stray.entry(column).or_insert_with(first).count += 1;
        }
        !others
    }

    fn is_labelled(&self, column: usize) -> bool {
        self.types.get(column).is_some_and(|c| c.labelled)
    }

    /// FRM-001 for a row of the provider's registry that names neither a procedure nor a kind of
    /// information.
    fn without_subject(&self, row: &TableRow) -> Option<Finding> {
        let registry = matches!(self.table.kind, TableKind::Registry(Side::Provision));
        if !registry || self.has_subject(row) {
            return None;
        }
        let definition = self.pack.tables.get(self.table.kind.as_str())?;
        let procedure = ColumnKey::from(RegistryColumn::ProcedureId);
        let label = definition.columns.iter().find(|c| c.key == procedure)?.headers.first()?;
        let index = self.table.column(procedure).unwrap_or(0);
        Some(make::frm_001(label).at(self.at(cell_at(index, row.number))))
    }
}
