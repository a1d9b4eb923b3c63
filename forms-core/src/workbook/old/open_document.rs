//! The content of an OpenDocument spreadsheet: reads its cells under limits, and writes those with a value anew.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write;

use quick_xml::events::{BytesStart, Event};

use super::binary::zip;
use super::grid::{BLOCK_ROWS, Grid, GridSheet, Used};
use super::open_document_cell::OdsCell;
use super::open_document_text::shown_text;
use super::{Budget, MOST_CELLS, MOST_FILE, MOST_RANGES, MOST_SHEETS, OldFault, Prepared};
use crate::finding::word::Xls001;
use crate::finding::{CellPosition, CellRange, Finding, MAX_ROWS, make};
use crate::workbook::container::Container;
use crate::workbook::{Limits, Visibility};
use crate::xml::{Xml, XmlFault, attribute};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Why the content cannot be read.
pub(super) enum ContentFault {
    Xml(XmlFault),
    Old(OldFault),
}

impl From<XmlFault> for ContentFault {
    fn from(fault: XmlFault) -> Self {
        Self::Xml(fault)
    }
}

impl From<OldFault> for ContentFault {
    fn from(fault: OldFault) -> Self {
        Self::Old(fault)
    }
}

/// Reads a spreadsheet and writes what it holds as another.
pub(super) fn prepare(
    source: &[u8],
    limits: &Limits,
    budget: &mut Budget,
) -> Result<Prepared, Finding> {
    let source: &dyn crate::archive::Source = &source;
    let mut container = Container::open(source, limits)?;
    let kind = container.bytes("mimetype")?.unwrap_or_default();
    if !kind.starts_with(MIMETYPE.as_bytes()) {
        let open_document = kind.starts_with(b"application/vnd.oasis.opendocument");
        let (kind, remedy) = match open_document {
            true => (Xls001::OpenDocument, Xls001::ChooseAnother),
            false => (Xls001::Archive, Xls001::OpenArchive),
        };
        return Err(make::xls_001(kind, remedy));
    }
    let has = |part: &str| container.names().any(|name| name.starts_with(part));
    let (macros, packed) = (has("Basic/") || has("Scripts/"), has("encrypted-package"));
    let manifest = container.bytes("META-INF/manifest.xml")?.unwrap_or_default();
    let mark = b"encryption-data";
    if packed || manifest.windows(mark.len()).any(|window| window == mark) {
        return Err(OldFault::Password.finding("ods"));
    }
    let text = container.text("content.xml")?;
    drop(container);
    let (sheets, parts) = content(&text, budget).map_err(|fault| match fault {
        ContentFault::Xml(fault) => fault.finding("content.xml"),
        ContentFault::Old(fault) => fault.finding("content.xml"),
    })?;
    drop(text);
    let bytes = package(parts).ok_or_else(|| OldFault::TooLarge.finding("ods"))?;
    Ok(Prepared { bytes, sheets, styles: Vec::new(), epoch_1904: false, macros })
}

fn package(tables: String) -> Option<Vec<u8>> {
    let manifest = "<manifest:manifest/>".as_bytes().to_vec();
    zip(vec![
        ("mimetype".to_owned(), MIMETYPE.as_bytes().to_vec()),
        ("META-INF/manifest.xml".to_owned(), manifest),
        ("content.xml".to_owned(), tables.into_bytes()),
    ])
}

/// A row of a sheet with how often it is repeated.
struct OdsRow<'x, 'c> {
    /// Its number, from 1.
    number: u32,
    repeated: u32,
    hidden: bool,
    /// Its cells with a value.
    cells: &'c [OdsCell<'x>],
}

/// Reads every sheet twice: where its values are, then the values.
fn content(text: &str, budget: &mut Budget) -> Result<(Vec<GridSheet>, String), ContentFault> {
    let mut xml = Xml::new(text);
    let mut hidden_styles = HashSet::new();
    let mut style = String::new();
    let mut sheets: Vec<GridSheet> = Vec::new();
    // What is written is mostly a third of what is read; growth by doubling would hold it twice.
    let mut out = String::with_capacity(text.len() / 3 + 64);
    out.push_str("<office:document-content>");
    let mut first = 0;
    loop {
        match xml.next()? {
            Event::Eof => break,
            Event::Start(e) | Event::Empty(e) if e.name().0 == "style:style" => {
                style = attribute(&e, "style:name")?.unwrap_or_default().into_owned();
            }
            Event::Start(e) | Event::Empty(e)
                if e.name().0 == "style:table-properties"
                    && attribute(&e, "table:display")?.as_deref() == Some("false") =>
            {
                hidden_styles.insert(style.clone());
            }
            Event::Start(e) if e.name().0 == "table:tracked-changes" => xml.skip()?,
            Event::Start(e) if e.name().0 == "table:table" => {
                if sheets.len() >= MOST_SHEETS {
                    return Err(OldFault::TooMany.into());
                }
                let name = attribute(&e, "table:name")?.unwrap_or_default().into_owned();
                let style = attribute(&e, "table:style-name")?.unwrap_or_default();
                let visibility = Visibility::of(hidden_styles.contains(&*style));
                let start = xml.position();
                let grid = survey(&mut xml, budget)?;
                let body = text.get(start..xml.position()).unwrap_or_default();
                let grid = write(body, grid, first, &mut out)?;
                let blocks = grid.rows.len().div_ceil(BLOCK_ROWS);
                sheets.push(GridSheet { name, visibility, grid, first });
                first += blocks;
            }
            _ => {}
        }
    }
    out.push_str("</office:document-content>");
    Ok((sheets, out))
}

/// Finds the rows and columns with values of the table whose start was the last event.
fn survey(xml: &mut Xml<'_>, budget: &mut Budget) -> Result<Grid, ContentFault> {
    let mut grid = Grid::default();
    let mut used = Used::default();
    let mut merged = Vec::new();
    let mut hidden_rows = std::collections::BTreeSet::new();
    each_row(xml, &mut grid, &mut |row| {
        let mut cells: usize = 0;
        for cell in row.cells {
            cells = cells.saturating_add(cell.repeated as usize);
            budget.text(cell.text_size().saturating_mul(cell.repeated as usize))?;
            if let Some((rows, columns)) = cell.spans.filter(|_| merged.len() < MOST_RANGES) {
                let first = CellPosition { row: row.number, column: cell.column };
                let last = CellPosition {
                    row: row.number.saturating_add(rows.saturating_sub(1)),
                    column: cell.column.saturating_add(columns.saturating_sub(1)),
                };
                merged.push(CellRange { first, last });
            }
        }
        let places = cells.saturating_mul(row.repeated as usize);
        if places > MOST_CELLS {
            return Err(OldFault::TooManyCells.into());
        }
        // Each is a place of the grid, which counts them all.
        for number in row.number..row.number + row.repeated {
            budget.item()?;
            if row.hidden {
                hidden_rows.insert(number);
            }
            for cell in row.cells {
                for column in cell.column..cell.column + cell.repeated {
                    budget.item()?;
                    used.take(number, column);
                }
            }
        }
        Ok(())
    })?;
    (grid.merged, grid.hidden_rows) = (merged, hidden_rows);
    grid.lay_out(used, budget)?;
    Ok(grid)
}

/// Writes the cells of a table as tables of one block of rows each, and notes what is known about them.
fn write(body: &str, mut grid: Grid, first: usize, out: &mut String) -> Result<Grid, ContentFault> {
    // The text starts behind the table's start tag and ends behind its end tag.
    let whole = format!("<table:table>{body}");
    let mut xml = Xml::new(&whole);
    xml.next()?;
    let mut place = 0;
    each_row(&mut xml, &mut Grid::default(), &mut |row| {
        for _ in 0..row.repeated {
            if place % BLOCK_ROWS == 0 {
                if place > 0 {
                    out.push_str("</table:table>");
                }
                let number = first + place / BLOCK_ROWS;
                let _ = write!(out, "<table:table table:name=\"{number}\">");
            }
            write_row(row, place, &mut grid, out)?;
            place += 1;
        }
        Ok(())
    })?;
    if place > 0 {
        out.push_str("</table:table>");
    }
    if place == grid.rows.len() { Ok(grid) } else { Err(OldFault::Damaged.into()) }
}

fn write_row(
    row: &OdsRow<'_, '_>,
    place: usize,
    grid: &mut Grid,
    out: &mut String,
) -> Result<(), ContentFault> {
    out.push_str("<table:table-row>");
    let mut next = 0;
    for cell in row.cells {
        for column in cell.column..cell.column + cell.repeated {
            let at = grid.columns.binary_search(&column).map_err(|_| OldFault::Damaged)?;
            if at > next {
                let gap = at - next;
                let _ = write!(out, "<table:table-cell table:number-columns-repeated=\"{gap}\"/>");
            }
            next = at + 1;
            if !grid.set_note(place, at, cell.note()) {
                return Err(OldFault::Damaged.into());
            }
            cell.write(out);
        }
    }
    out.push_str("</table:table-row>");
    // A block holds what the budget for text and cells allows, many times over.
    if out.len() as u64 > 2 * MOST_FILE { Err(OldFault::TooLarge.into()) } else { Ok(()) }
}

/// Reads the rows with values of the table whose start was the last event, and gives each to `take`.
fn each_row<'x>(
    xml: &mut Xml<'x>,
    grid: &mut Grid,
    take: &mut dyn FnMut(&OdsRow<'x, '_>) -> Result<(), ContentFault>,
) -> Result<(), ContentFault> {
    let (mut row, mut column, mut depth) = (1_u32, 0_u32, 0_usize);
    loop {
        match xml.next()? {
            Event::Start(e) if e.name().0 == "table:table-row" => {
                let repeated = repeated(&e, "table:number-rows-repeated")?;
                let hidden = is_hidden(&e)?;
                let cells = cells(xml)?;
                let repeated_in_sheet = repeated.min((MAX_ROWS + 1).saturating_sub(row));
                if !cells.is_empty() {
                    let row =
                        OdsRow { number: row, repeated: repeated_in_sheet, hidden, cells: &cells };
                    take(&row)?;
                }
                row = row.saturating_add(repeated);
            }
            Event::Empty(e) if e.name().0 == "table:table-row" => {
                row = row.saturating_add(repeated(&e, "table:number-rows-repeated")?);
            }
            Event::Start(e) | Event::Empty(e) if e.name().0 == "table:table-column" => {
                let count = repeated(&e, "table:number-columns-repeated")?;
                if is_hidden(&e)? && grid.hidden_columns.len() < MOST_RANGES {
                    let last = column.saturating_add(count - 1);
                    grid.hidden_columns.push((column, last));
                }
                column = column.saturating_add(count);
            }
            Event::End(e) if e.name().0 == "table:table-column" => {}
            // Groups of rows and columns.
            Event::Start(e)
                if matches!(
                    e.name().0,
                    "table:table-row-group"
                        | "table:table-header-rows"
                        | "table:table-rows"
                        | "table:table-column-group"
                        | "table:table-header-columns"
                        | "table:table-columns"
                ) =>
            {
                depth += 1;
            }
            Event::Start(_) => xml.skip()?,
            Event::End(_) if depth > 0 => depth -= 1,
            Event::End(_) => return Ok(()),
            Event::Eof => return Err(XmlFault::Malformed.into()),
            _ => {}
        }
    }
}

/// Reads the cells of the row whose start was the last event, without empty ones.
fn cells<'x>(xml: &mut Xml<'x>) -> Result<Vec<OdsCell<'x>>, ContentFault> {
    let mut cells = Vec::new();
    let mut column = 0_u32;
    loop {
        let event = xml.next()?;
        let (e, has_content) = match event {
            Event::Start(e) => (e, true),
            Event::Empty(e) => (e, false),
            Event::End(_) => return Ok(cells),
            Event::Eof => return Err(XmlFault::Malformed.into()),
            _ => continue,
        };
        if !matches!(e.name().0, "table:table-cell" | "table:covered-table-cell") {
            if has_content {
                xml.skip()?;
            }
            continue;
        }
        let repeated = repeated(&e, "table:number-columns-repeated")?;
        let shown = if has_content { Some(Cow::Owned(shown_text(xml)?)) } else { None };
        if let Some(cell) = OdsCell::read(&e, shown, column, repeated)? {
            if column.saturating_add(repeated) > crate::finding::MAX_COLUMNS {
                return Err(OldFault::TooManyCells.into());
            }
            cells.push(cell);
        }
        column = column.saturating_add(repeated);
    }
}

/// Reads the number of times that a row, column or cell is repeated; at least once.
fn repeated(e: &BytesStart<'_>, name: &str) -> Result<u32, XmlFault> {
    let Some(count) = attribute(e, name)? else { return Ok(1) };
    count.trim().parse::<u32>().map(|count| count.max(1)).map_err(|_| XmlFault::Value)
}

fn is_hidden(e: &BytesStart<'_>) -> Result<bool, XmlFault> {
    let visibility = attribute(e, "table:visibility")?;
    Ok(matches!(visibility.as_deref(), Some("collapse" | "filter")))
}
