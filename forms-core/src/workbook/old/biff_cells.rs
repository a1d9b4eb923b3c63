//! The cells of a sheet in an old workbook (MS-XLS): reads each record, and writes those with a value anew.

use super::biff::{Globals, Records, kind, put};
use super::bytes::{f64_at, known_error, long, rk_at, short, u16_at};
use super::grid::{BLOCK_ROWS, Grid, Note, Used};
use super::strings::label_bytes;
use super::{Budget, OldFault};
use crate::finding::{CellPosition, CellRange};

/// A cell as a record has it.
type Item<'b> = super::grid::Item<ItemValue<'b>>;

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
                let (row, first) = (u32::from(short(data, 0)?) + 1, u32::from(short(data, 2)?));
                let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
                for (column, cell) in (first..=255).zip(cells.chunks_exact(6)) {
                    let value = ItemValue::Number(rk_at(cell, 2).ok_or(OldFault::Damaged)?);
                    let style = u32::from(short(cell, 0)?);
                    take(Item { row, column, style, formula: false, value })?;
                }
            }
            _ => match value(kind, data)? {
                Some(value) => {
                    let (row, column, style) = place(data)?;
                    take(Item { row, column, style, formula: false, value })?;
                }
                None => note(kind, data, grid)?,
            },
        }
    }
}

/// The row, column and style with which a cell's record begins: the row from 1, the column from 0.
fn place(data: &[u8]) -> Result<(u32, u32, u32), OldFault> {
    let number = |at| short(data, at).map(u32::from);
    Ok((number(0)? + 1, number(2)?, number(4)?))
}

/// The value of a record with one cell; `None` for other records.
fn value(kind: u16, data: &[u8]) -> Result<Option<ItemValue<'_>>, OldFault> {
    let byte = |at: usize| data.get(at).copied().ok_or(OldFault::Damaged);
    Ok(Some(match kind {
        kind::NUMBER => ItemValue::Number(f64_at(data, 6).ok_or(OldFault::Damaged)?),
        kind::SMALL => ItemValue::Number(rk_at(data, 6).ok_or(OldFault::Damaged)?),
        kind::SHARED => ItemValue::Shared(long(data, 6)?),
        kind::LABEL | kind::RICH_LABEL => ItemValue::Text(data.get(6..).ok_or(OldFault::Damaged)?),
        kind::BOOL if byte(7)? == 0 => ItemValue::Bool(byte(6)?),
        kind::BOOL => ItemValue::Error(byte(6)?),
        _ => return Ok(None),
    }))
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
    let (row, column, style) = place(data)?;
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
    grid.check_ranges()
}

/// Reads a sheet: its facts, and its cells in blocks of rows.
pub(super) fn sheet(
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
        used.take(item.row, item.column);
        Ok(())
    })?;
    grid.lay_out(used, budget)?;
    // Libraries that cannot calculate write every result as an empty text.
    let never_calculated = formulas == blank;
    let mut blocks = vec![Vec::new(); grid.rows.len().div_ceil(BLOCK_ROWS)];
    each_cell(bytes, &mut Grid::default(), |item| {
        let (row, column) = grid.place(item.row, item.column).ok_or(OldFault::Damaged)?;
        let note = match (&item.value, item.formula) {
            (ItemValue::Pending, _) => Note::UNCALCULATED,
            (ItemValue::Blank, _) if never_calculated => Note::UNCALCULATED,
            (_, formula) => Note::of(item.style, formula),
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
            data.extend_from_slice(&[known_error(*code), 1]);
            kind::BOOL
        }
        ItemValue::Pending => return Ok(()),
    };
    put(out, kind, &data)
}
