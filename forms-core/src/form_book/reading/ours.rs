//! A workbook of ours, or one made after it: sheets and cells are found by their names and labels.

use super::draft::Draft;
use super::grid::Grid;
use super::list::{Lines, ListColumn};
use crate::finding::{CellPosition, column_letters, make};
use crate::pack::{Field, List, Pack, Required};
use crate::table::fold;
use crate::text::{is_blank, quoted};

/// Among how many rows the header of a list is looked for.
const HEADER_ROWS: u32 = 30;

/// Reads a workbook; whether it is the form at all.
pub(super) fn read(grids: &[Grid], pack: &Pack, draft: &mut Draft) -> bool {
    let Some(cover) = cover(grids, pack) else { return false };
    read_cover(cover, pack, draft);
    let mut taken: Vec<&str> = vec![&cover.name];
    let mut missing = Vec::new();
    for list in &pack.lists {
        let Some((grid, header)) = sheet_of(grids, list, &taken) else {
            missing.push(list.sheet.clone());
            continue;
        };
        taken.push(&grid.name);
        read_list(grid, header, list, pack, draft);
    }
    if !missing.is_empty() {
        let seen = grids.iter().map(|g| g.name.clone()).collect();
        draft.report(make::xls_003(missing, seen));
    }
    for grid in grids.iter().filter(|g| taken.contains(&g.name.as_str())) {
        grid.hidden().into_iter().for_each(|f| draft.report(f));
    }
    true
}

/// A label as it is compared: without its mark that the field is needed, and without its colon.
fn plain(label: &str) -> String {
    let folded = fold(label);
    folded.trim_end_matches("(必須)").trim_matches([':', '*', '※']).to_owned()
}

fn labels(field: &Field) -> [String; 2] {
    [plain(&field.label.ja), plain(&field.label.en)]
}

fn names(field: &Field, text: &str) -> bool {
    let text = plain(text);
    !text.is_empty() && labels(field).contains(&text)
}

/// The sheet with the fields of the form: the one of that name if it has any of their labels, else
/// the one with most of them if these are at least half.
fn cover<'g>(grids: &'g [Grid], pack: &Pack) -> Option<&'g Grid> {
    let fields: Vec<&Field> = pack.form.iter().flat_map(|s| &s.fields).collect();
    let count = |grid: &Grid| {
        let named = |field: &&&Field| grid.cells().any(|(_, text)| names(field, text));
        fields.iter().filter(named).count()
    };
    let by_name = grids.iter().find(|g| fold(&g.name) == fold(&pack.package.cover_sheet));
    let by_name = by_name.filter(|g| count(g) * 4 >= fields.len().max(1));
    let best = || grids.iter().max_by_key(|g| count(g)).filter(|g| count(g) * 2 >= fields.len());
    by_name.or_else(best).filter(|_| !fields.is_empty())
}

/// Each field's value stands to the right of its label. Of two equal labels each is taken once, in
/// the order of the form.
fn read_cover(grid: &Grid, pack: &Pack, draft: &mut Draft) {
    let mut used: Vec<CellPosition> = Vec::new();
    let fields = || pack.form.iter().flat_map(|s| &s.fields);
    for section in &pack.form {
        let title = grid.cells().find(|(_, text)| fold(text) == fold(&section.title.ja));
        let from = title.map(|(cell, _)| cell);
        for field in &section.fields {
            let mut found =
                grid.cells().filter(|(cell, text)| names(field, text) && !used.contains(cell));
            let below = grid.cells().find(|(cell, text)| {
                names(field, text) && !used.contains(cell) && from.is_none_or(|f| *cell > f)
            });
            let Some((label, _)) = below.or_else(|| found.next()) else { continue };
            used.push(label);
            let after = grid.range_at(label).last.column + 1;
            let next = CellPosition { row: label.row, column: after };
            let is_label = |text: &str| fields().any(|f| names(f, text));
            let value = grid
                .row(label.row)
                .filter(|(cell, _)| cell.column >= after)
                .take_while(|(_, text)| !is_label(text))
                .next();
            let cell = value.map_or(next, |(cell, _)| cell);
            if let Some(fault) = grid.fault(cell) {
                draft.report(fault);
            }
            let text = value.map(|(_, text)| text).unwrap_or_default();
            draft.set(field.path.clone(), field, text, &grid.name, cell, pack);
        }
    }
}

fn fields_of(list: &List) -> impl Iterator<Item = (&Field, bool)> {
    let inner = list.rows.as_ref().map(|s| s.fields.as_slice()).unwrap_or_default();
    list.fields.iter().map(|f| (f, false)).chain(inner.iter().map(|f| (f, true)))
}

/// The sheet of a list and its header's row: by the name, else by a header with at least half of the
/// list's columns.
fn sheet_of<'g>(grids: &'g [Grid], list: &List, taken: &[&str]) -> Option<(&'g Grid, u32)> {
    let free = || grids.iter().filter(|g| !taken.contains(&g.name.as_str()));
    let by_name = free().find(|g| fold(&g.name) == fold(&list.sheet));
    let wanted = fields_of(list).count();
    let scored = |grid: &'g Grid| {
        let rows = grid.rows_from(1).into_iter().take_while(|row| *row <= HEADER_ROWS);
        let best = rows
            .map(|row| (columns(grid, row, list).len(), row))
            .max_by_key(|(n, row)| (*n, u32::MAX - row));
        best.map(|(count, row)| (grid, row, count))
    };
    if let Some(grid) = by_name {
        let (_, row, count) = scored(grid)?;
        return (count > 0).then_some((grid, row));
    }
    let best = free().filter_map(scored).max_by_key(|(_, _, count)| *count)?;
    (best.2 * 2 >= wanted).then_some((best.0, best.1))
}

/// The columns of a header: of two fields with one label each takes one, in the order of the list.
fn columns<'p>(grid: &Grid, row: u32, list: &'p List) -> Vec<ListColumn<'p>> {
    let header: Vec<(u32, &str)> = grid.row(row).map(|(cell, text)| (cell.column, text)).collect();
    let mut columns: Vec<ListColumn<'p>> = Vec::new();
    for (field, inner) in fields_of(list) {
        let is_free = |column: u32| !columns.iter().any(|c| c.column == column);
        let found = header.iter().find(|(column, text)| is_free(*column) && names(field, text));
        if let Some((column, _)) = found {
            columns.push(ListColumn { column: *column, field, inner });
        }
    }
    columns
}

fn read_list(grid: &Grid, header: u32, list: &List, pack: &Pack, draft: &mut Draft) {
    let columns = columns(grid, header, list);
    let seen: Vec<String> = grid.row(header).take(100).map(|(_, text)| quoted(text)).collect();
    for (field, _) in fields_of(list).filter(|(f, _)| f.required == Required::Always) {
        if !columns.iter().any(|c| std::ptr::eq(c.field, field)) {
            let place = super::at(&grid.name, CellPosition { row: header, column: 0 });
            draft.report(make::xls_004(&field.label.ja, seen.clone()).at(place));
        }
    }
    let is_number = |text: &str| ["no.", "no", "番号", "#"].contains(&fold(text).as_str());
    let is_field = |column: u32| columns.iter().any(|c| c.column == column);
    let number = grid.row(header).find(|(cell, text)| !is_field(cell.column) && is_number(text));
    let number = number.map(|(cell, _)| cell.column);
    let rows = grid.rows_from(header + 1);
    stray(grid, header, &rows, draft);
    let last = rows.last().copied().unwrap_or(header);
    let lines = Lines { list, columns, number, grid, pack };
    lines.read(rows.into_iter(), draft);
    lines.report_merged(header + 1, last, draft);
}

/// XLS-006: values in columns that have no header.
fn stray(grid: &Grid, header: u32, rows: &std::collections::BTreeSet<u32>, draft: &mut Draft) {
    let mut strays: std::collections::BTreeMap<u32, (CellPosition, String, u64)> =
        Default::default();
    for row in rows {
        for (cell, text) in grid.row(*row) {
            let at_header = CellPosition { row: header, column: cell.column };
            if is_blank(grid.text(at_header)) {
                let stray = strays.entry(cell.column).or_insert((cell, quoted(text), 0));
                stray.2 += 1;
            }
        }
    }
    for (column, (cell, value, count)) in strays {
        let finding = make::xls_006(column_letters(column as usize), value, count);
        draft.report(finding.at(super::at(&grid.name, cell)));
    }
}
