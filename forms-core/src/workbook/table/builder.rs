//! Turning a stream of rows into a table, whatever file they come from.

use super::header::Headers;
use super::value::CellType;
use super::{Cell, Column, HEADER_ROWS, MAX_CELLS, Row, Table, TableKind, Value, cell_name};
use crate::application::Side;
use crate::finding::word::Xls010;
use crate::finding::{Finding, Location, make};
use crate::pack::{self, Pack};

/// Takes rows in the order of the file and makes a [`Table`] of them.
pub struct TableBuilder<'p> {
    pack: &'p Pack,
    headers: Headers<'p>,
    types: Vec<ColumnType<'p>>,
    table: Table,
    /// The first rows, kept until the header among them is known.
    waiting: Option<Vec<Row>>,
    cells: usize,
    stopped: bool,
}

/// What the cells of a column must be.
struct ColumnType<'p> {
    cells: CellType,
    wanted: Option<&'p pack::Column>,
}

impl<'p> TableBuilder<'p> {
    /// Starts a table; `None` where the pack does not define one of this kind.
    #[must_use]
    pub fn new(kind: TableKind, sheet: Option<String>, pack: &'p Pack) -> Option<Self> {
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
        let headers = Headers::new(definition);
        let waiting = Some(Vec::new());
        Some(Self { pack, headers, types: Vec::new(), table, waiting, cells: 0, stopped: false })
    }

    /// Takes the next row. Returns whether it is worth reading on: not once the table grew past
    /// [`MAX_CELLS`], which is a finding.
    pub fn push(&mut self, number: u32, texts: impl IntoIterator<Item = String>) -> bool {
        if self.stopped {
            return false;
        }
        if number > HEADER_ROWS {
            self.settle_header();
        }
        let mut cells: Vec<Cell> = Vec::new();
        for text in texts {
            if self.cells == MAX_CELLS {
                self.stop(number);
                return false;
            }
            self.cells += 1;
            let value = if crate::text::is_blank(&text) { Value::Blank } else { Value::Text };
            cells.push(Cell { text, value });
        }
        let row = Row { number, cells };
        match &mut self.waiting {
            Some(waiting) => waiting.push(row),
            None => self.take(row),
        }
        true
    }

    /// Adds what the reader itself found, such as text it could not decode.
    pub fn report(&mut self, finding: Finding) {
        self.table.findings.push(finding);
    }

    /// The finished table.
    #[must_use]
    pub fn finish(mut self) -> Table {
        self.settle_header();
        for finding in &mut self.table.findings {
            finding.severity = self.pack.severity(finding.code);
        }
        self.table
    }

    fn stop(&mut self, row: u32) {
        self.stopped = true;
        let at = self.at(cell_name(0, row));
        self.report(make::xls_010(Xls010::Cells, MAX_CELLS as u64).at(at));
    }

    fn at(&self, cell: String) -> Location {
        Location { sheet: self.table.sheet.clone(), cell: Some(cell), ..Location::default() }
    }

    /// Chooses the header among the rows that wait, and lets the rows below it in.
    fn settle_header(&mut self) {
        let Some(mut waiting) = self.waiting.take() else { return };
        let below = match self.headers.best_row(&waiting) {
            Some(index) => {
                let below = waiting.split_off(index + 1);
                if let Some(header) = waiting.pop() {
                    self.take_header(&header);
                }
                self.table.above = waiting;
                below
            }
            None => waiting,
        };
        self.report_missing(&below);
        below.into_iter().for_each(|row| self.take(row));
    }

    fn take_header(&mut self, header: &Row) {
        let (columns, repeated) = self.headers.columns(header);
        for index in repeated {
            let text = header.cells.get(index).map(|c| c.text.clone()).unwrap_or_default();
            let at = self.at(cell_name(index, header.number));
            self.report(make::xls_015(text).at(at));
        }
        let definition = self.pack.tables.get(self.table.kind.as_str());
        self.types = columns
            .iter()
            .map(|c| ColumnType {
                cells: c.key.as_deref().map_or(CellType::Text, CellType::of_key),
                wanted: definition
                    .and_then(|d| d.columns.iter().find(|w| Some(&w.key) == c.key.as_ref())),
            })
            .collect();
        self.table.header_row = Some(header.number);
        self.table.columns = columns;
    }

    /// Without any header row the first row that holds text is shown as what was seen.
    fn report_missing(&mut self, below: &[Row]) {
        let seen = |cells: &mut dyn Iterator<Item = &str>| -> Vec<String> {
            cells.filter(|t| !crate::text::is_blank(t)).map(str::to_owned).collect()
        };
        let seen = match self.table.header_row {
            Some(_) => seen(&mut self.table.columns.iter().map(|c: &Column| c.header.as_str())),
            None => below
                .iter()
                .map(|r| seen(&mut r.cells.iter().map(|c| c.text.as_str())))
                .find(|texts| !texts.is_empty())
                .unwrap_or_default(),
        };
        let place = Location {
            sheet: self.table.sheet.clone(),
            cell: self.table.header_row.map(|row| cell_name(0, row)),
            ..Location::default()
        };
        for column in self.headers.missing(&self.table.columns) {
            let name = column.headers.first().cloned().unwrap_or_else(|| column.key.clone());
            self.table.findings.push(make::xls_004(name, seen.clone()).at(place.clone()));
        }
    }

    /// Reads the cells of a row below the header.
    fn take(&mut self, mut row: Row) {
        if row.cells.iter().all(|c| c.value == Value::Blank) {
            self.table.blank_rows += 1;
            return;
        }
        let kind = self.table.kind;
        for (index, column) in self.types.iter().enumerate() {
            let cell = row.cells.get_mut(index);
            let value =
                cell.as_ref().map_or(Value::Blank, |c| column.cells.read(&c.text, kind, self.pack));
            let Some(wanted) = column.wanted else { continue };
            let header = wanted.headers.first().unwrap_or(&wanted.key);
            let finding = match value {
                Value::Wrong => {
                    let text = cell.as_ref().map(|c| c.text.clone()).unwrap_or_default();
                    Some(make::xls_005(header, text, column.cells.example(kind, self.pack)))
                }
                Value::Blank if wanted.required => Some(make::frm_001(header)),
                _ => None,
            };
            if let Some(cell) = cell {
                cell.value = value;
            }
            if let Some(finding) = finding {
                let at = Location {
                    sheet: self.table.sheet.clone(),
                    cell: Some(cell_name(index, row.number)),
                    ..Location::default()
                };
                self.table.findings.push(finding.at(at));
            }
        }
        if let Some(finding) = self.without_subject(&row) {
            self.report(finding);
        }
        self.table.rows.push(row);
    }

    /// A registry's row must name a procedure or a kind of information, though either column may be
    /// missing or blank.
    fn without_subject(&self, row: &Row) -> Option<Finding> {
        let blank = |key| row.value(self.table.column(key)) == Value::Blank;
        let registry = matches!(self.table.kind, TableKind::Registry(Side::Provision));
        if !registry || !blank("procedure_id") || !blank("information_number") {
            return None;
        }
        let definition = self.pack.tables.get(self.table.kind.as_str())?;
        let label = definition.columns.iter().find(|c| c.key == "procedure_id")?.headers.first()?;
        let index = self.table.column("procedure_id").unwrap_or(0);
        Some(make::frm_001(label).at(self.at(cell_name(index, row.number))))
    }
}
