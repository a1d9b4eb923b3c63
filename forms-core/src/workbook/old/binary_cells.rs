//! The cells of a sheet in a binary workbook (MS-XLSB): reads each record, and writes those with a value anew.

use super::binary::{Globals, Records, kind, put, wide};
use super::bytes::{f64_at, known_error, long, rk_at, u16_at, u32_at};
use super::grid::{BLOCK_ROWS, Grid, Note, Used};
use super::{Budget, OldFault};
use crate::finding::{CellPosition, CellRange};

/// A cell as a record has it.
type Item<'b> = super::grid::Item<ItemValue<'b>>;

enum ItemValue<'b> {
    Number(f64),
    Shared(u32),
    /// In UTF-16.
    Text(&'b [u8]),
    Bool(u8),
    Error(u8),
}

/// Reads the records of a sheet and gives each cell to `take`; the others are noted.
fn each_cell<'b>(
    bytes: &'b [u8],
    grid: &mut Grid,
    mut take: impl FnMut(Item<'b>) -> Result<(), OldFault>,
) -> Result<(), OldFault> {
    let mut records = Records { bytes };
    let (mut row, mut column, mut ended) = (0_u32, 0_u32, false);
    while let Some((kind, data)) = records.next()? {
        let long = |at| long(data, at);
        match kind {
            kind::ROW => {
                row = long(0)?.checked_add(1).ok_or(OldFault::Damaged)?;
                column = u32::MAX;
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    grid.hidden_rows.insert(row);
                }
            }
            kind::END_ROWS => ended = true,
            kind::BLANK..=kind::SHORT_SHARED | kind::RICH_TEXT if !ended => {
                let short = (kind::SHORT_BLANK..=kind::SHORT_SHARED).contains(&kind);
                // A short record is that of the column after the last one.
                column = if short { column.wrapping_add(1) } else { long(0)? };
                let style = long(if short { 0 } else { 4 })? & 0x00ff_ffff;
                let rest = data.get(if short { 4 } else { 8 }..).unwrap_or_default();
                let plain = if short { kind - kind::SHORT_BLANK + kind::BLANK } else { kind };
                let formula = (kind::FORMULA_TEXT..=kind::FORMULA_ERROR).contains(&plain);
                if let Some(value) = value(plain, rest).ok_or(OldFault::Damaged)? {
                    take(Item { row, column, style, formula, value })?;
                }
            }
            kind::COLUMN if u16_at(data, 16).is_some_and(|flags| flags & 1 != 0) => {
                grid.hidden_columns.push((long(0)?, long(4)?));
            }
            kind::MERGED => {
                let at = |row, column| -> Result<CellPosition, OldFault> {
                    Ok(CellPosition { row: long(row)?.saturating_add(1), column: long(column)? })
                };
                grid.merged.push(CellRange { first: at(0, 8)?, last: at(4, 12)? });
            }
            _ => {}
        }
        grid.check_ranges()?;
    }
    // A part that was cut off between two records.
    if ended { Ok(()) } else { Err(OldFault::Damaged) }
}

/// The value in a cell's record; `Some(None)` for a blank cell.
#[allow(clippy::option_option)]
fn value(kind: u16, data: &[u8]) -> Option<Option<ItemValue<'_>>> {
    Some(Some(match kind {
        kind::BLANK => return Some(None),
        2 => ItemValue::Number(rk_at(data, 0)?),
        kind::ERROR | kind::FORMULA_ERROR => ItemValue::Error(*data.first()?),
        kind::BOOL | 10 => ItemValue::Bool(*data.first()?),
        kind::REAL | 9 => ItemValue::Number(f64_at(data, 0)?),
        kind::TEXT | kind::FORMULA_TEXT => ItemValue::Text(wide(data)?),
        kind::SHARED => ItemValue::Shared(u32_at(data, 0)?),
        kind::RICH_TEXT => ItemValue::Text(wide(data.get(1..)?)?),
        _ => return None,
    }))
}

/// Reads a sheet: its facts, and its cells in blocks of rows.
pub(super) fn sheet(
    bytes: &[u8],
    globals: &Globals,
    budget: &mut Budget,
) -> Result<(Grid, Vec<Vec<u8>>), OldFault> {
    let mut grid = Grid::default();
    let mut used = Used::default();
    each_cell(bytes, &mut grid, |item| {
        let text = match item.value {
            ItemValue::Shared(index) => {
                *globals.sizes.get(index as usize).ok_or(OldFault::Damaged)? as usize
            }
            ItemValue::Text(text) => text.len() / 2 * 3,
            _ => 0,
        };
        budget.text(text)?;
        used.take(item.row, item.column);
        Ok(())
    })?;
    grid.lay_out(used, budget)?;
    let mut blocks: Vec<(usize, Vec<u8>)> =
        vec![(usize::MAX, Vec::new()); grid.rows.len().div_ceil(BLOCK_ROWS)];
    each_cell(bytes, &mut Grid::default(), |item| {
        let (row, column) = grid.place(item.row, item.column).ok_or(OldFault::Damaged)?;
        if !grid.set_note(row, column, Note::of(item.style, item.formula)) {
            return Err(OldFault::Damaged);
        }
        let Some((last, out)) = blocks.get_mut(row / BLOCK_ROWS) else { return Ok(()) };
        if *last != row {
            *last = row;
            put(out, kind::ROW, &[&number(row % BLOCK_ROWS), &[0; 13]]);
        }
        put_cell(out, column, &item.value)
    })?;
    Ok((grid, blocks.into_iter().map(|(_, block)| block).collect()))
}

/// A number in four bytes.
pub(super) fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

fn put_cell(out: &mut Vec<u8>, column: usize, value: &ItemValue<'_>) -> Result<(), OldFault> {
    let column = number(column);
    let style = [0; 4];
    match value {
        ItemValue::Number(value) if value.is_finite() => {
            put(out, kind::REAL, &[&column, &style, &value.to_le_bytes()]);
        }
        ItemValue::Number(_) => return Err(OldFault::Damaged),
        ItemValue::Shared(index) => {
            put(out, kind::SHARED, &[&column, &style, &index.to_le_bytes()]);
        }
        ItemValue::Text(text) => {
            put(out, kind::TEXT, &[&column, &style, &number(text.len() / 2), text]);
        }
        ItemValue::Bool(truth) => put(out, kind::BOOL, &[&column, &style, &[*truth]]),
        ItemValue::Error(code) => {
            put(out, kind::ERROR, &[&column, &style, &[known_error(*code)]]);
        }
    }
    Ok(())
}
