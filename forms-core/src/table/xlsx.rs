//! Reads tables from workbooks: finds the sheet by its header and reads its cells once, as a stream.

use std::collections::BTreeMap;

use super::header::{HeaderScore, Headers};
use super::seen::seen;
use super::{
    HEADER_ROWS, MAX_CELLS, Mapping, SheetPreview, Table, TableBuilder, TableRow, cell_at,
};
use crate::finding::word::{Xls008, Xls009, Xls010};
use crate::finding::{Finding, Location, column_letters, make};
use crate::pack::{Pack, TableKind};
use crate::text::{is_blank, quoted};
use crate::workbook::{AnyBook, AnyReader, CellValue, Sheet, SheetCell, SheetRow, Visibility};

/// Reads a table of a kind from a workbook.
///
/// `None` only if the pack defines no such table. Everything wrong with the workbook is a finding of
/// the table, also on sheets that are not read.
#[must_use]
pub(super) fn read_workbook(
    bytes: &[u8],
    kind: TableKind,
    pack: &Pack,
    mappings: &[Mapping],
) -> Option<Table> {
    let definition = pack.tables.get(kind.as_str())?;
    let builder = |sheet: Option<String>| TableBuilder::with_mappings(kind, sheet, pack, mappings);
    let mut book = match AnyBook::open(&bytes, &pack.limits.workbook()) {
        Ok(book) => book,
        Err(finding) => return Some(builder(None)?.fail(finding)),
    };
    let named = |sheet: &Sheet| {
        definition.sheets.is_empty()
            || definition.sheets.iter().any(|n| n.trim() == sheet.name.trim())
    };
    let survey = Survey::of(&mut book, &Headers::new(definition, kind, mappings), &named);
    let Some((sheet, xml)) = survey.chosen else {
        let seen = book.sheets().iter().map(|s| s.name.clone()).collect();
        let mut builder = builder(None)?;
        survey.findings.into_iter().for_each(|f| builder.report(f));
        return Some(match survey.unreadable {
            Some(finding) => builder.fail(finding),
            None => builder.fail(make::xls_003(definition.sheets.clone(), seen)),
        });
    };
    let mut builder = builder(Some(sheet.name.clone()))?;
    book.findings().iter().cloned().chain(survey.findings).for_each(|f| builder.report(f));
    let mut reader = book.reader(&sheet, &xml);
    match read_rows(&mut reader, &sheet, &mut builder) {
        Ok(()) => Some(builder.finish()),
        Err(finding) => Some(builder.fail(finding)),
    }
}

/// The first rows of every sheet that has any, visible sheets first.
///
/// # Errors
/// Why the workbook cannot be opened. A sheet that cannot be read is left out: reading the table
/// reports it.
pub(super) fn preview_workbook(bytes: &[u8], pack: &Pack) -> Result<Vec<SheetPreview>, Finding> {
    let mut book = AnyBook::open(&bytes, &pack.limits.workbook())?;
    let mut previews = Vec::new();
    for sheet in visible_first(&book) {
        let Ok(xml) = book.sheet_xml(&sheet) else { continue };
        let mut reader = book.reader(&sheet, &xml);
        let mut rows = Vec::new();
        while let Ok(Some(row)) = reader.next_row()
            && row.number <= HEADER_ROWS
        {
            rows.push(header_row(row));
        }
        let preview = SheetPreview::of(Some(sheet.name.clone()), &rows);
        if !preview.rows.is_empty() {
            previews.push(preview);
        }
    }
    Ok(previews)
}

/// The sheets of a workbook in order, hidden ones last.
fn visible_first(book: &AnyBook<'_>) -> Vec<Sheet> {
    let mut sheets = book.sheets().to_vec();
    sheets.sort_by_key(|sheet| sheet.visibility != Visibility::Visible);
    sheets
}

/// Every row with values of the first visible sheet that has any, else of the first hidden one.
///
/// # Errors
/// Why the workbook or the sheet cannot be read, or XLS-010.
pub(super) fn workbook_rows(bytes: &[u8], pack: &Pack) -> Result<Vec<(u32, Vec<String>)>, Finding> {
    let mut book = AnyBook::open(&bytes, &pack.limits.workbook())?;
    for sheet in visible_first(&book) {
        let xml = book.sheet_xml(&sheet)?;
        let mut reader = book.reader(&sheet, &xml);
        let mut rows = Vec::new();
        let mut cells = 0;
        while let Some(row) = reader.next_row()? {
            let number = row.number;
            cells += row.cells.last().map_or(0, |cell| cell.column as usize + 1);
            if cells > MAX_CELLS {
                return Err(make::xls_010(Xls010::Cells, MAX_CELLS as u64));
            }
            rows.push((number, RowTexts::of(row).map(seen).collect()));
        }
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}

/// The result of scanning every sheet for the table.
struct Survey {
    /// The sheet to read, with its XML.
    chosen: Option<(Sheet, String)>,
    /// The findings on the other sheets: XLS-002, XLS-008, XLS-010, XLS-011.
    findings: Vec<Finding>,
    /// The finding on a possible sheet that cannot be read at all.
    unreadable: Option<Finding>,
}

impl Survey {
    /// Chooses the allowed sheet whose header fits best; of equal ones a visible one, then the first with
    /// values, then the first.
    fn of(book: &mut AnyBook<'_>, headers: &Headers<'_>, named: &dyn Fn(&Sheet) -> bool) -> Self {
        type Rank = (Option<HeaderScore>, bool, bool);
        let mut chosen: Option<(Rank, Sheet, String)> = None;
        let mut findings = Vec::new();
        let mut unreadable = None;
        let only = book.sheets().len() == 1;
        for sheet in book.sheets().to_vec() {
            let xml = match book.sheet_xml(&sheet) {
                Ok(xml) => xml,
                Err(finding) if named(&sheet) => {
                    findings.push(finding.clone());
                    unreadable = Some(finding);
                    continue;
                }
                Err(finding) => {
                    findings.push(finding);
                    continue;
                }
            };
            if only && named(&sheet) {
                if sheet.visibility == Visibility::Hidden {
                    findings.push(hidden_sheet(&sheet));
                }
                return Self { chosen: Some((sheet, xml)), findings, unreadable };
            }
            let seen = SheetScan::of(book.reader(&sheet, &xml), &sheet, headers);
            let visible = sheet.visibility == Visibility::Visible;
            if !visible && seen.holds_values {
                findings.push(hidden_sheet(&sheet));
            }
            findings.extend(seen.finding);
            let rank = (seen.header, visible, seen.holds_values);
            if named(&sheet) && chosen.as_ref().is_none_or(|(best, ..)| rank > *best) {
                chosen = Some((rank, sheet, xml));
            }
        }
        Self { chosen: chosen.map(|(_, sheet, xml)| (sheet, xml)), findings, unreadable }
    }
}

fn hidden_sheet(sheet: &Sheet) -> Finding {
    let at = Location { sheet: Some(sheet.name.clone()), ..Location::default() };
    make::xls_008(Xls008::Sheet, &sheet.name).at(at)
}

/// The result of scanning one sheet.
struct SheetScan {
    header: Option<HeaderScore>,
    holds_values: bool,
    finding: Option<Finding>,
}

impl SheetScan {
    fn of(mut reader: AnyReader<'_>, sheet: &Sheet, headers: &Headers<'_>) -> Self {
        let mut first_rows: Vec<TableRow> = Vec::new();
        let mut holds_values = false;
        let finding = loop {
            match reader.next_row() {
                Ok(Some(row)) => {
                    holds_values = true;
                    if row.number <= HEADER_ROWS {
                        first_rows.push(header_row(row));
                    }
                }
                Ok(None) => break None,
                Err(finding) => break Some(finding),
            }
        };
        let header = headers.find(&first_rows, Some(&sheet.name)).map(|found| found.score);
        Self { header, holds_values, finding }
    }
}

/// Converts a row for the search of the header.
fn header_row(row: SheetRow<'_>) -> TableRow {
    TableRow::of_texts(row.number, RowTexts::of(row))
}

/// Feeds every row of a sheet into the table.
fn read_rows(
    reader: &mut AnyReader<'_>,
    sheet: &Sheet,
    builder: &mut TableBuilder<'_>,
) -> Result<(), Finding> {
    let mut hidden = HiddenCells::default();
    let mut next = 1;
    while let Some(row) = reader.next_row()? {
        hidden.note(&row, reader);
        // Rows without a value are counted, except those after the last value.
        while next < row.number {
            builder.push(next, std::iter::empty());
            next += 1;
        }
        next = row.number + 1;
        for cell in &row.cells {
            if let Some(fault) = fault(&cell.value) {
                builder.fault(row.number, cell.column as usize, fault);
            }
        }
        if !builder.push(row.number, RowTexts::of(row)) {
            break;
        }
    }
    builder.report_merged(reader.merged());
    hidden.findings(sheet).into_iter().for_each(|f| builder.report(f));
    Ok(())
}

/// Iterates over the texts of a row from column A to its last value, each made on demand: all cells
/// of a row can refer to one long string.
struct RowTexts<'b> {
    cells: std::iter::Peekable<std::vec::IntoIter<SheetCell<'b>>>,
    columns: std::ops::Range<u32>,
}

impl<'b> RowTexts<'b> {
    fn of(row: SheetRow<'b>) -> Self {
        let end = row.cells.last().map_or(0, |cell| cell.column + 1);
        Self { cells: row.cells.into_iter().peekable(), columns: 0..end }
    }
}

impl Iterator for RowTexts<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let column = self.columns.next()?;
        let cell = self.cells.next_if(|cell| cell.column == column);
        Some(cell.map(|cell| cell.value.into_text().into_owned()).unwrap_or_default())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.columns.size_hint()
    }
}

/// XLS-009 for a formula that has no result.
fn fault(value: &CellValue<'_>) -> Option<Finding> {
    match value {
        CellValue::Error(text) => Some(make::xls_009(quoted(text), Xls009::Error)),
        CellValue::Uncalculated => Some(make::xls_009("", Xls009::Uncalculated)),
        _ => None,
    }
}

/// Hidden rows and columns that hold values.
#[derive(Default)]
struct HiddenCells {
    /// Runs of rows, first and last.
    rows: Vec<(u32, u32)>,
    /// Columns with the first row that has a value there.
    columns: BTreeMap<u32, u32>,
}

impl HiddenCells {
    fn note(&mut self, row: &SheetRow<'_>, reader: &AnyReader<'_>) {
        let holds = |value: &CellValue<'_>| !matches!(value, CellValue::Text(t) if is_blank(t));
        let mut any = false;
        for cell in row.cells.iter().filter(|c| holds(&c.value)) {
            any = true;
            if reader.is_hidden(cell.column) {
                self.columns.entry(cell.column).or_insert(row.number);
            }
        }
        if !row.hidden || !any {
            return;
        }
        match self.rows.last_mut() {
            Some((_, last)) if *last + 1 == row.number => *last = row.number,
            _ => self.rows.push((row.number, row.number)),
        }
    }

    fn findings(self, sheet: &Sheet) -> Vec<Finding> {
        let at = |cell| Location {
            sheet: Some(sheet.name.clone()),
            cell: Some(cell),
            ..Location::default()
        };
        let rows = self.rows.into_iter().map(|(first, last)| {
            let name = if first == last { first.to_string() } else { format!("{first}-{last}") };
            make::xls_008(Xls008::Rows, name).at(at(cell_at(0, first)))
        });
        let columns = self.columns.into_iter().map(|(column, row)| {
            let column = column as usize;
            make::xls_008(Xls008::Columns, column_letters(column)).at(at(cell_at(column, row)))
        });
        rows.chain(columns).collect()
    }
}
