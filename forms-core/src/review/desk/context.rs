//! A place of an application as it was written, with its neighbours.

use serde_json::Value;

use crate::application::text_at;
use crate::finding::{Lang, Pointer};
use crate::pack::{Field, List, Pack};
use crate::text::is_blank;

/// A row of an application with the rows before and after it; of a field outside of lists the field alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowContext {
    /// The name of the list or of the section.
    pub title: String,
    /// The labels of the columns that have something in one of the rows.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<ContextRow>,
    /// The column that is meant; `None` for the whole row.
    pub marked: Option<usize>,
}

/// A row as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextRow {
    /// Its number from 1; `None` outside of lists.
    pub number: Option<usize>,
    /// True for the row that is meant.
    pub here: bool,
    /// The text of each column; choices by their labels.
    pub cells: Vec<String>,
}

/// The rows around a place of an application, which is given as JSON. `None` for the application as a whole and for a
/// place that neither pack nor application has.
#[must_use]
pub fn row_context(
    document: &Value,
    place: &Pointer,
    pack: &Pack,
    lang: Lang,
) -> Option<RowContext> {
    match pack.list_at(place) {
        Some(list) => in_list(document, place, list, pack, lang),
        None => alone(document, place, pack, lang),
    }
}

fn alone(document: &Value, place: &Pointer, pack: &Pack, lang: Lang) -> Option<RowContext> {
    let of_section = |f: &Field| f.path == *place;
    let section = pack.form.iter().find(|section| section.fields.iter().any(of_section))?;
    let field = pack.field_at(place)?;
    let text = shown(document, place, field, pack, lang);
    Some(RowContext {
        title: section.title.get(lang).to_owned(),
        columns: vec![field.label.get(lang).to_owned()],
        rows: vec![ContextRow { number: None, here: true, cells: vec![text] }],
        marked: Some(0),
    })
}

fn in_list(
    document: &Value,
    place: &Pointer,
    list: &List,
    pack: &Pack,
    lang: Lang,
) -> Option<RowContext> {
    let rows = document.pointer(list.path.as_str())?.as_array()?.len();
    let rest = place.as_str().strip_prefix(list.path.as_str())?.strip_prefix('/')?;
    let (number, inside) = rest.split_once('/').unwrap_or((rest, ""));
    let here: usize = number.parse().ok().filter(|n| *n < rows)?;
    let inside = format!("/{inside}");
    let near = here.saturating_sub(1)..rows.min(here + 2);
    let columns = columns(list);
    let table: Vec<(usize, Vec<String>)> = near
        .map(|number| {
            let row = list.path.index(number);
            (number, columns.iter().map(|c| c.text(document, &row, pack, lang)).collect())
        })
        .collect();
    let kept: Vec<usize> = (0..columns.len())
        .filter(|at| {
            let filled = |cells: &Vec<String>| cells.get(*at).is_some_and(|text| !is_blank(text));
            let meant = columns.get(*at).is_some_and(|c| c.holds(&inside));
            meant || table.iter().any(|(_, cells)| filled(cells))
        })
        .collect();
    let pick = |cells: Vec<String>| kept.iter().filter_map(|at| cells.get(*at).cloned()).collect();
    Some(RowContext {
        title: list.title.get(lang).to_owned(),
        columns: kept.iter().filter_map(|at| Some(columns.get(*at)?.label(lang))).collect(),
        marked: kept.iter().position(|at| columns.get(*at).is_some_and(|c| c.holds(&inside))),
        rows: table
            .into_iter()
            .map(|(number, cells)| ContextRow {
                number: Some(number + 1),
                here: number == here,
                cells: pick(cells),
            })
            .collect(),
    })
}

/// A column of a list as a reviewer sees it: a field, or all inner rows together.
enum Column<'p> {
    Field(&'p Field),
    Inner(&'p crate::pack::SubList),
}

fn columns(list: &List) -> Vec<Column<'_>> {
    let fields = list.fields.iter().map(Column::Field);
    fields.chain(list.rows.as_ref().map(Column::Inner)).collect()
}

impl Column<'_> {
    fn label(&self, lang: Lang) -> String {
        match self {
            Self::Field(field) => field.label.get(lang).to_owned(),
            Self::Inner(inner) => inner.title.get(lang).to_owned(),
        }
    }

    /// Returns whether a place in a row is this column.
    fn holds(&self, inside: &str) -> bool {
        match self {
            Self::Field(field) => field.path.as_str() == inside,
            Self::Inner(inner) => inside.starts_with(inner.path.as_str()),
        }
    }

    fn text(&self, document: &Value, row: &Pointer, pack: &Pack, lang: Lang) -> String {
        let inner = match self {
            Self::Field(field) => {
                return shown(document, &row.join(&field.path), field, pack, lang);
            }
            Self::Inner(inner) => inner,
        };
        let list = row.join(&inner.path);
        let rows = document.pointer(list.as_str()).and_then(Value::as_array).map_or(0, Vec::len);
        let line = |number: usize| {
            let row = list.index(number);
            let fields = inner.fields.iter();
            let texts = fields.map(|f| shown(document, &row.join(&f.path), f, pack, lang));
            texts.filter(|text| !is_blank(text)).collect::<Vec<_>>().join(" ")
        };
        (0..rows).map(line).collect::<Vec<_>>().join("\n")
    }
}

/// The text of a field for people.
pub(super) fn shown(
    document: &Value,
    place: &Pointer,
    field: &Field,
    pack: &Pack,
    lang: Lang,
) -> String {
    let text = text_at(document, place).unwrap_or_default();
    match field.control.choice() {
        Some(choice) => {
            let values = text.split(',').filter(|value| !value.is_empty());
            let labels = values.map(|value| pack.choice_label(choice, value, lang).to_owned());
            labels.collect::<Vec<_>>().join(lang.comma())
        }
        None => text.into_owned(),
    }
}
