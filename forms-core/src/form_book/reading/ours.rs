//! Reads our own workbook, or one made after it: finds sheets by their names and cells by labels.

use super::builder::ApplicationBuilder;
use super::grid::SheetGrid;
use super::list::{ListColumn, ListReader};
use crate::finding::{CellPosition, column_letters, make};
use crate::pack::{Field, List, Pack, Required};
use crate::table::fold_header;
use crate::text::{is_blank, quoted};

/// Number of rows from the top in which the header of a list is searched.
const HEADER_ROWS: u32 = 30;

/// Reads a workbook. Returns false if it is not the form.
pub(super) fn read(grids: &[SheetGrid], pack: &Pack, builder: &mut ApplicationBuilder) -> bool {
    let Some(cover) = cover(grids, pack) else { return false };
    read_cover(cover, pack, builder);
    let mut taken: Vec<&str> = vec![&cover.name];
    let mut missing = Vec::new();
    for list in &pack.lists {
        let Some((grid, header)) = sheet_of(grids, list, &taken) else {
            missing.push(list.sheet.clone());
            continue;
        };
        taken.push(&grid.name);
        read_list(grid, header, list, pack, builder);
    }
    if !missing.is_empty() {
        let seen = grids.iter().map(|g| g.name.clone()).collect();
        builder.report(make::xls_003(missing, seen));
    }
    for grid in grids.iter().filter(|g| taken.contains(&g.name.as_str())) {
        grid.hidden().into_iter().for_each(|f| builder.report(f));
    }
    true
}

/// Folds a label for comparison, without required marks (必須, *) and colons.
fn folded_label(label: &str) -> String {
    let folded = fold_header(label);
    folded.trim_end_matches("(必須)").trim_matches([':', '*', '※']).to_owned()
}

fn labels(field: &Field) -> [String; 2] {
    [folded_label(&field.label.ja), folded_label(&field.label.en)]
}

/// Returns true if a text is a label of the field.
fn is_label_of(field: &Field, text: &str) -> bool {
    let text = folded_label(text);
    !text.is_empty() && labels(field).contains(&text)
}

/// Finds the sheet with the fields of the form: by its name if it has a quarter of their labels, else the
/// one with most labels if these are at least half.
fn cover<'g>(grids: &'g [SheetGrid], pack: &Pack) -> Option<&'g SheetGrid> {
    let fields: Vec<&Field> = pack.form.iter().flat_map(|s| &s.fields).collect();
    let count = |grid: &SheetGrid| {
        let named = |field: &&&Field| grid.cells().any(|(_, text)| is_label_of(field, text));
        fields.iter().filter(named).count()
    };
    let by_name =
        grids.iter().find(|g| fold_header(&g.name) == fold_header(&pack.package.cover_sheet));
    let by_name = by_name.filter(|g| count(g) * 4 >= fields.len().max(1));
    let best = || grids.iter().max_by_key(|g| count(g)).filter(|g| count(g) * 2 >= fields.len());
    by_name.or_else(best).filter(|_| !fields.is_empty())
}

/// Reads each field from the first value to the right of its label. Equal labels are used in the order of
/// the form.
fn read_cover(grid: &SheetGrid, pack: &Pack, builder: &mut ApplicationBuilder) {
    let mut used: Vec<CellPosition> = Vec::new();
    let fields = || pack.form.iter().flat_map(|s| &s.fields);
    for section in &pack.form {
        let title =
            grid.cells().find(|(_, text)| fold_header(text) == fold_header(&section.title.ja));
        let from = title.map(|(cell, _)| cell);
        for field in &section.fields {
            let mut found = grid
                .cells()
                .filter(|(cell, text)| is_label_of(field, text) && !used.contains(cell));
            let below = grid.cells().find(|(cell, text)| {
                is_label_of(field, text) && !used.contains(cell) && from.is_none_or(|f| *cell > f)
            });
            let Some((label, _)) = below.or_else(|| found.next()) else { continue };
            used.push(label);
            let after = grid.range_at(label).last.column + 1;
            let next = CellPosition { row: label.row, column: after };
            let is_label = |text: &str| fields().any(|f| is_label_of(f, text));
            let value = grid
                .row(label.row)
                .filter(|(cell, _)| cell.column >= after)
                .take_while(|(_, text)| !is_label(text))
                .next();
            let cell = value.map_or(next, |(cell, _)| cell);
            if let Some(fault) = grid.fault(cell) {
                builder.report(fault);
            }
            let text = value.map(|(_, text)| text).unwrap_or_default();
            builder.set(field.path.clone(), field, text, &grid.name, cell, pack);
        }
    }
}

/// The fields of a list; `true` marks those of the inner rows.
fn fields_of(list: &List) -> impl Iterator<Item = (&Field, bool)> {
    let inner = list.rows.as_ref().map(|s| s.fields.as_slice()).unwrap_or_default();
    list.fields.iter().map(|f| (f, false)).chain(inner.iter().map(|f| (f, true)))
}

/// Finds the sheet of a list and its header row: by the sheet's name, else by a header with at least
/// half of the list's columns.
fn sheet_of<'g>(
    grids: &'g [SheetGrid],
    list: &List,
    taken: &[&str],
) -> Option<(&'g SheetGrid, u32)> {
    let free = || grids.iter().filter(|g| !taken.contains(&g.name.as_str()));
    let by_name = free().find(|g| fold_header(&g.name) == fold_header(&list.sheet));
    let wanted = fields_of(list).count();
    let scored = |grid: &'g SheetGrid| {
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

/// Finds the list's columns in a header row. Fields with equal labels take columns in the list's order.
fn columns<'p>(grid: &SheetGrid, row: u32, list: &'p List) -> Vec<ListColumn<'p>> {
    let header: Vec<(u32, &str)> = grid.row(row).map(|(cell, text)| (cell.column, text)).collect();
    let mut columns: Vec<ListColumn<'p>> = Vec::new();
    for (field, inner) in fields_of(list) {
        let is_free = |column: u32| !columns.iter().any(|c| c.column == column);
        let found =
            header.iter().find(|(column, text)| is_free(*column) && is_label_of(field, text));
        if let Some((column, _)) = found {
            columns.push(ListColumn { column: *column, field, inner });
        }
    }
    columns
}

fn read_list(
    grid: &SheetGrid,
    header: u32,
    list: &List,
    pack: &Pack,
    builder: &mut ApplicationBuilder,
) {
    let columns = columns(grid, header, list);
    let seen: Vec<String> = grid.row(header).take(100).map(|(_, text)| quoted(text)).collect();
    for (field, _) in fields_of(list).filter(|(f, _)| f.required == Required::Always) {
        if !columns.iter().any(|c| std::ptr::eq(c.field, field)) {
            let place = super::at(&grid.name, CellPosition { row: header, column: 0 });
            builder.report(make::xls_004(&field.label.ja, seen.clone()).at(place));
        }
    }
    let is_number = |text: &str| ["no.", "no", "番号", "#"].contains(&fold_header(text).as_str());
    let is_field = |column: u32| columns.iter().any(|c| c.column == column);
    let number = grid.row(header).find(|(cell, text)| !is_field(cell.column) && is_number(text));
    let number = number.map(|(cell, _)| cell.column);
    let rows = grid.rows_from(header + 1);
    stray(grid, header, &rows, builder);
    let last = rows.last().copied().unwrap_or(header);
    let reader = ListReader { list, columns, number, grid, pack };
    reader.read(rows.into_iter(), builder);
    reader.report_merged(header + 1, last, builder);
}

/// Reports XLS-006 for values in columns without a header.
fn stray(
    grid: &SheetGrid,
    header: u32,
    rows: &std::collections::BTreeSet<u32>,
    builder: &mut ApplicationBuilder,
) {
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
        builder.report(finding.at(super::at(&grid.name, cell)));
    }
}
