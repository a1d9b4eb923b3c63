//! The records of an old workbook (MS-XLS): checks each one, and writes those that hold values anew.
//!
//! What is written has only records that are whole, in a grid without empty rows and columns, so that reading it takes
//! no more memory than its cells do, whatever size the original claims.

use super::bytes::{f64_at, u16_at, u32_at};
use super::compound;
use super::grid::{BLOCK_ROWS, Grid, GridSheet, Note, Used};
use super::strings::{Strings, label_bytes};
use super::{Budget, OldFault, Prepared};
use crate::finding::{CellPosition, CellRange};
use crate::workbook::Visibility;
use crate::workbook::number::NumberFormat;

mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000a;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002f;
    pub(super) const CONTINUE: u16 = 0x003c;
    pub(super) const CODE_PAGE: u16 = 0x0042;
    pub(super) const COLUMNS: u16 = 0x007d;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const NUMBERS: u16 = 0x00bd;
    pub(super) const RICH_LABEL: u16 = 0x00d6;
    pub(super) const STYLE: u16 = 0x00e0;
    pub(super) const MERGED: u16 = 0x00e5;
    pub(super) const STRINGS: u16 = 0x00fc;
    pub(super) const SHARED: u16 = 0x00fd;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL: u16 = 0x0205;
    pub(super) const TEXT: u16 = 0x0207;
    pub(super) const ROW: u16 = 0x0208;
    pub(super) const SMALL: u16 = 0x027e;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// Most formats and styles of a workbook: Excel allows 4,050 styles in this format.
const MOST_STYLES: usize = 16_384;
/// Most sheets and merged ranges.
const MOST_SHEETS: usize = 4096;
const MOST_MERGED: usize = 100_000;

/// The facts of a workbook before its sheets.
#[derive(Default)]
struct Globals {
    is_biff8: bool,
    code_page: u16,
    epoch_1904: bool,
    formats: Vec<(u16, NumberFormat)>,
    styles: Vec<u16>,
    sheets: Vec<BoundSheet>,
    strings: Strings,
    macros: bool,
}

struct BoundSheet {
    start: usize,
    visibility: Visibility,
    is_worksheet: bool,
    name: String,
}

/// Reads a `Workbook` stream and writes what it holds as a compound file.
pub(super) fn prepare(stream: &[u8], budget: &mut Budget) -> Result<Prepared, OldFault> {
    let globals = globals(stream, budget)?;
    let mut sheets = Vec::new();
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for bound in globals.sheets.iter().filter(|sheet| sheet.is_worksheet) {
        let from = stream.get(bound.start..).ok_or(OldFault::Damaged)?;
        let (grid, blocks) = sheet(from, &globals, budget)?;
        let first = parts.len();
        parts.extend(blocks);
        let name = bound.name.clone();
        sheets.push(GridSheet { name, visibility: bound.visibility, grid, first });
    }
    let style = |id: &u16| {
        let own = globals.formats.iter().rev().find(|(format, _)| format == id);
        own.map_or_else(|| NumberFormat::built_in(u32::from(*id)), |(_, format)| format.clone())
    };
    let styles = globals.styles.iter().map(style).collect();
    let bytes = compound::write("Workbook", &stream_of(&globals, &parts)?);
    Ok(Prepared { bytes, sheets, styles, epoch_1904: globals.epoch_1904, macros: globals.macros })
}

/// Records one after the other.
struct Records<'b> {
    bytes: &'b [u8],
}

impl<'b> Records<'b> {
    fn next(&mut self) -> Result<(u16, &'b [u8]), OldFault> {
        let kind = u16_at(self.bytes, 0).ok_or(OldFault::Damaged)?;
        let length = usize::from(u16_at(self.bytes, 2).ok_or(OldFault::Damaged)?);
        let data = self.bytes.get(4..4 + length).ok_or(OldFault::Damaged)?;
        self.bytes = self.bytes.get(4 + length..).unwrap_or_default();
        Ok((kind, data))
    }

    /// The data of the records that continue the last one.
    fn continued(&mut self) -> Result<Vec<&'b [u8]>, OldFault> {
        let mut parts = Vec::new();
        while u16_at(self.bytes, 0) == Some(kind::CONTINUE) {
            parts.push(self.next()?.1);
        }
        Ok(parts)
    }
}

fn globals(stream: &[u8], budget: &mut Budget) -> Result<Globals, OldFault> {
    let mut records = Records { bytes: stream };
    let (first, data) = records.next()?;
    let mut found = Globals { code_page: 1252, ..Globals::default() };
    found.is_biff8 = match (first, u16_at(data, 0)) {
        (kind::BEGIN, Some(0x0600)) => true,
        (kind::BEGIN, Some(0x0500)) => false,
        _ => return Err(OldFault::Unknown),
    };
    loop {
        let (kind, data) = records.next()?;
        let short = |at| u16_at(data, at).ok_or(OldFault::Damaged);
        match kind {
            kind::END => return Ok(found),
            kind::FILE_PASS => return Err(OldFault::Password),
            kind::CODE_PAGE => found.code_page = short(0)?,
            kind::DATE_MODE => found.epoch_1904 = short(0)? == 1,
            kind::STYLE => found.styles.push(short(2)?),
            kind::FORMAT => {
                let code = found.text(data.get(2..).unwrap_or_default(), !found.is_biff8)?;
                found.formats.push((short(0)?, NumberFormat::parse(&code)));
            }
            kind::SHEET => found.add_sheet(data)?,
            kind::STRINGS => {
                let mut parts = vec![data.get(8..).ok_or(OldFault::Damaged)?];
                parts.extend(records.continued()?);
                found.strings = Strings::read(&parts, budget)?;
            }
            _ => {}
        }
        if found.styles.len().max(found.formats.len()) > MOST_STYLES {
            return Err(OldFault::TooMany);
        }
    }
}

impl Globals {
    /// Reads a text with its length before it: one byte of length if `short`, else two.
    fn text(&self, data: &[u8], short: bool) -> Result<String, OldFault> {
        let first = *data.first().ok_or(OldFault::Damaged)?;
        let (length, rest) = match short {
            true => (usize::from(first), data.get(1..)),
            false => (usize::from(u16_at(data, 0).ok_or(OldFault::Damaged)?), data.get(2..)),
        };
        let rest = rest.ok_or(OldFault::Damaged)?;
        if !self.is_biff8 {
            let bytes = rest.get(..length).ok_or(OldFault::Damaged)?;
            let encoding = match self.code_page {
                932 | 10001 => encoding_rs::SHIFT_JIS,
                _ => encoding_rs::WINDOWS_1252,
            };
            return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
        }
        let (flags, chars) = rest.split_first().ok_or(OldFault::Damaged)?;
        let units: Option<Vec<u16>> = match flags & 1 {
            0 => chars.get(..length).map(|c| c.iter().map(|b| u16::from(*b)).collect()),
            _ => (0..length).map(|i| u16_at(chars, 2 * i)).collect(),
        };
        Ok(String::from_utf16_lossy(&units.ok_or(OldFault::Damaged)?))
    }

    fn add_sheet(&mut self, data: &[u8]) -> Result<(), OldFault> {
        let start = u32_at(data, 0).ok_or(OldFault::Damaged)? as usize;
        let (state, form) = (data.get(4), data.get(5));
        let name = self.text(data.get(6..).unwrap_or_default(), true)?;
        // Macro sheets and modules.
        self.macros |= matches!(form, Some(1 | 6));
        if self.sheets.len() >= MOST_SHEETS || self.sheets.iter().any(|s| s.start == start) {
            return Err(OldFault::Damaged);
        }
        let hidden = state.is_some_and(|state| state & 3 != 0);
        let visibility = if hidden { Visibility::Hidden } else { Visibility::Visible };
        self.sheets.push(BoundSheet { start, visibility, is_worksheet: form == Some(&0), name });
        Ok(())
    }
}

/// A cell as a record has it.
struct Item<'b> {
    row: u16,
    column: u16,
    style: u16,
    formula: bool,
    value: ItemValue<'b>,
}

enum ItemValue<'b> {
    Number(f64),
    Shared(u32),
    Text(&'b [u8]),
    Bool(u8),
    Error(u8),
    /// A formula whose result is an empty text, or was never calculated.
    Blank,
    /// A formula whose result follows in the next record of text.
    Pending,
}

/// Reads the records of a sheet up to its end and gives each cell to `take`; the others are noted.
fn each_cell<'b>(
    bytes: &'b [u8],
    grid: &mut Grid,
    mut take: impl FnMut(Item<'b>) -> Result<(), OldFault>,
) -> Result<(), OldFault> {
    let mut records = Records { bytes };
    let mut depth = 0_usize;
    let mut pending: Option<Item<'b>> = None;
    loop {
        let (kind, data) = records.next()?;
        match kind {
            // A chart inside the sheet has records of its own.
            kind::BEGIN => depth += 1,
            kind::END if depth > 1 => depth -= 1,
            kind::END => return pending.map_or(Ok(()), &mut take),
            _ if depth > 1 => {}
            kind::TEXT => {
                // A text that goes on in another record is longer than any cell of a table.
                if u16_at(records.bytes, 0) == Some(kind::CONTINUE) {
                    return Err(OldFault::TooLarge);
                }
                if let Some(item) = pending.take() {
                    take(Item { value: ItemValue::Text(data), ..item })?;
                }
            }
            kind::FORMULA => {
                if let Some(item) = pending.take() {
                    take(item)?;
                }
                let item = formula(data)?;
                match item.value {
                    ItemValue::Pending => pending = Some(item),
                    _ => take(item)?,
                }
            }
            kind::NUMBERS => {
                let row = short(data, 0)?;
                let first = short(data, 2)?;
                let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
                for (column, cell) in (first..=255).zip(cells.chunks_exact(6)) {
                    let value = ItemValue::Number(small(cell, 2)?);
                    take(Item { row, column, style: short(cell, 0)?, formula: false, value })?;
                }
            }
            _ => match value(kind, data)? {
                Some(value) => take(Item {
                    row: short(data, 0)?,
                    column: short(data, 2)?,
                    style: short(data, 4)?,
                    formula: false,
                    value,
                })?,
                None => note(kind, data, grid)?,
            },
        }
    }
}

fn short(data: &[u8], at: usize) -> Result<u16, OldFault> {
    u16_at(data, at).ok_or(OldFault::Damaged)
}

/// The value of a record with one cell; `None` for other records.
fn value(kind: u16, data: &[u8]) -> Result<Option<ItemValue<'_>>, OldFault> {
    let byte = |at: usize| data.get(at).copied().ok_or(OldFault::Damaged);
    Ok(Some(match kind {
        kind::NUMBER => ItemValue::Number(f64_at(data, 6).ok_or(OldFault::Damaged)?),
        kind::SMALL => ItemValue::Number(small(data, 6)?),
        kind::SHARED => ItemValue::Shared(u32_at(data, 6).ok_or(OldFault::Damaged)?),
        kind::LABEL | kind::RICH_LABEL => ItemValue::Text(data.get(6..).ok_or(OldFault::Damaged)?),
        kind::BOOL if byte(7)? == 0 => ItemValue::Bool(byte(6)?),
        kind::BOOL => ItemValue::Error(byte(6)?),
        _ => return Ok(None),
    }))
}

/// A number in four bytes (RkNumber): an integer or the upper half of a number, whole or in hundredths.
fn small(data: &[u8], at: usize) -> Result<f64, OldFault> {
    let bits = u32_at(data, at).ok_or(OldFault::Damaged)?;
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    Ok(if bits & 1 == 0 { number } else { number / 100.0 })
}

/// The result that a formula's record holds.
fn formula(data: &[u8]) -> Result<Item<'_>, OldFault> {
    let result = data.get(6..14).ok_or(OldFault::Damaged)?;
    let value = match result {
        [0, .., 0xff, 0xff] => ItemValue::Pending,
        [1, _, value, .., 0xff, 0xff] => ItemValue::Bool(*value),
        [2, _, value, .., 0xff, 0xff] => ItemValue::Error(*value),
        [3, .., 0xff, 0xff] => ItemValue::Blank,
        _ => ItemValue::Number(f64_at(data, 6).ok_or(OldFault::Damaged)?),
    };
    let (row, column, style) = (short(data, 0)?, short(data, 2)?, short(data, 4)?);
    Ok(Item { row, column, style, formula: true, value })
}

/// Notes hidden rows and columns and merged ranges.
fn note(kind: u16, data: &[u8], grid: &mut Grid) -> Result<(), OldFault> {
    match kind {
        kind::ROW if short(data, 12)? & 0x20 != 0 => {
            grid.hidden_rows.insert(u32::from(short(data, 0)?) + 1);
        }
        kind::COLUMNS if short(data, 8)? & 1 != 0 => {
            grid.hidden_columns.push((u32::from(short(data, 0)?), u32::from(short(data, 2)?)));
        }
        kind::MERGED => {
            for range in data.get(2..).unwrap_or_default().chunks_exact(8) {
                let at = |row, column| -> Result<CellPosition, OldFault> {
                    let (row, column) = (short(range, row)?, short(range, column)?);
                    Ok(CellPosition { row: u32::from(row) + 1, column: u32::from(column) })
                };
                grid.merged.push(CellRange { first: at(0, 4)?, last: at(2, 6)? });
            }
        }
        _ => {}
    }
    if grid.merged.len().max(grid.hidden_columns.len()) > MOST_MERGED {
        return Err(OldFault::TooMany);
    }
    Ok(())
}

/// Reads a sheet: its facts, and its cells in blocks of rows.
fn sheet(
    bytes: &[u8],
    globals: &Globals,
    budget: &mut Budget,
) -> Result<(Grid, Vec<Vec<u8>>), OldFault> {
    let mut grid = Grid::default();
    let mut used = Used::default();
    let (mut formulas, mut blank) = (0_usize, 0_usize);
    each_cell(bytes, &mut grid, |item| {
        formulas += usize::from(item.formula);
        blank += usize::from(matches!(item.value, ItemValue::Blank));
        let text = match item.value {
            ItemValue::Shared(index) => globals.strings.size(index).ok_or(OldFault::Damaged)?,
            ItemValue::Text(text) => 3 * text.len(),
            _ => 0,
        };
        budget.text(text)?;
        used.take(u32::from(item.row) + 1, u32::from(item.column));
        Ok(())
    })?;
    grid.lay_out(used, budget)?;
    // Libraries that cannot calculate write every result as an empty text.
    let never_calculated = formulas == blank;
    let mut blocks = vec![Vec::new(); grid.rows.len().div_ceil(BLOCK_ROWS)];
    each_cell(bytes, &mut Grid::default(), |item| {
        let place = (u32::from(item.row) + 1, u32::from(item.column));
        let (row, column) = grid.place(place.0, place.1).ok_or(OldFault::Damaged)?;
        let note = match (&item.value, item.formula) {
            (ItemValue::Pending, _) => Note::UNCALCULATED,
            (ItemValue::Blank, _) if never_calculated => Note::UNCALCULATED,
            (_, formula) => Note::of(u32::from(item.style), formula),
        };
        // Two records of one cell: programs differ in the one that they show.
        if !grid.set_note(row, column, note) {
            return Err(OldFault::Damaged);
        }
        if let Some(block) = blocks.get_mut(row / BLOCK_ROWS) {
            put_cell(block, row % BLOCK_ROWS, column, &item.value, globals.is_biff8)?;
        }
        Ok(())
    })?;
    Ok((grid, blocks))
}

/// Writes a cell as the record that holds its value.
fn put_cell(
    out: &mut Vec<u8>,
    row: usize,
    column: usize,
    value: &ItemValue<'_>,
    is_biff8: bool,
) -> Result<(), OldFault> {
    let at = |n: usize| u16::try_from(n).map_err(|_| OldFault::Damaged);
    let mut data = Vec::new();
    for part in [at(row)?, at(column)?, 0] {
        data.extend_from_slice(&part.to_le_bytes());
    }
    let kind = match value {
        ItemValue::Number(number) if number.is_finite() => {
            data.extend_from_slice(&number.to_le_bytes());
            kind::NUMBER
        }
        ItemValue::Number(_) => return Err(OldFault::Damaged),
        ItemValue::Shared(index) => {
            data.extend_from_slice(&index.to_le_bytes());
            kind::SHARED
        }
        ItemValue::Text(text) => {
            data.extend_from_slice(label_bytes(text, is_biff8).ok_or(OldFault::Damaged)?);
            kind::LABEL
        }
        ItemValue::Blank => {
            data.extend_from_slice(label_bytes(&[0, 0, 0], is_biff8).ok_or(OldFault::Damaged)?);
            kind::LABEL
        }
        ItemValue::Bool(truth) => {
            data.extend_from_slice(&[*truth, 0]);
            kind::BOOL
        }
        ItemValue::Error(code) => {
            let known = matches!(code, 0 | 0x07 | 0x0f | 0x17 | 0x1d | 0x24 | 0x2a | 0x2b);
            data.extend_from_slice(&[if known { *code } else { 0x2a }, 1]);
            kind::BOOL
        }
        ItemValue::Pending => return Ok(()),
    };
    put(out, kind, &data)
}

fn put(out: &mut Vec<u8>, kind: u16, data: &[u8]) -> Result<(), OldFault> {
    let length = u16::try_from(data.len()).map_err(|_| OldFault::TooLarge)?;
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(data);
    Ok(())
}

/// The stream of a workbook whose sheets are blocks of rows, named by their number.
fn stream_of(globals: &Globals, parts: &[Vec<u8>]) -> Result<Vec<u8>, OldFault> {
    let version: u16 = if globals.is_biff8 { 0x0600 } else { 0x0500 };
    let begin = |form: u16| [version.to_le_bytes(), form.to_le_bytes(), [0; 2], [0; 2]].concat();
    let code_page = match globals.code_page {
        _ if globals.is_biff8 => 1200,
        10001 => 932,
        known @ (437 | 850 | 874 | 932 | 936 | 949 | 950 | 1250..=1258) => known,
        _ => 1252,
    };
    let mut head = Vec::new();
    put(&mut head, kind::BEGIN, &begin(5))?;
    put(&mut head, kind::CODE_PAGE, &u16::to_le_bytes(code_page))?;
    let mut tail = Vec::new();
    for (kind, data) in globals.strings.records() {
        put(&mut tail, kind, &data)?;
    }
    put(&mut tail, kind::END, &[])?;
    let names: Vec<String> = (0..parts.len()).map(|n| n.to_string()).collect();
    let encoded = if globals.is_biff8 { 1 } else { 0 };
    let listed: usize = names.iter().map(|name| 4 + 7 + encoded + name.len()).sum();
    let mut at = head.len() + listed + tail.len();
    let mut out = head;
    for (name, part) in names.iter().zip(parts) {
        let start = u32::try_from(at).map_err(|_| OldFault::TooLarge)?;
        let mut data = start.to_le_bytes().to_vec();
        data.extend_from_slice(&[0, 0, u8::try_from(name.len()).unwrap_or(0)]);
        data.extend(std::iter::repeat_n(0, encoded));
        data.extend_from_slice(name.as_bytes());
        put(&mut out, kind::SHEET, &data)?;
        at += 4 + 8 + part.len() + 4;
    }
    out.extend_from_slice(&tail);
    for part in parts {
        put(&mut out, kind::BEGIN, &begin(0x10))?;
        out.extend_from_slice(part);
        put(&mut out, kind::END, &[])?;
    }
    Ok(out)
}
