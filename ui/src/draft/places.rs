//! Names of places of the application for people, such as 「委任・受任 3行目 条・項・号」.

use forms_core::finding::{Lang, Pointer};
use forms_core::pack::{Field, Pack};

use super::Task;
use crate::words;

/// Returns the name of a place: its task, the rows around it, its field. A place that the pack does not
/// know is shown as its pointer.
#[must_use]
pub fn place_name(pack: &Pack, place: &Pointer, lang: Lang) -> String {
    let Some(task) = Task::at(pack, place) else { return place.to_string() };
    let mut parts = vec![task.title().get(lang).to_owned()];
    let mut steps = place.steps().peekable();
    while let Some(step) = steps.next() {
        if let Ok(row) = step.parse::<usize>() {
            parts.push(words::form::row_number(lang, row + 1));
        } else if let Task::List(list) = task
            && let Some(inner) = &list.rows
            && inner.path.as_str().strip_prefix('/') == Some(&step)
            && steps.peek().is_some()
        {
            parts.push(inner.title.get(lang).to_owned());
        }
    }
    if let Some(field) = pack.field_at(place) {
        parts.push(field.label.get(lang).to_owned());
    }
    parts.dedup();
    parts.join(" ")
}

/// Returns the position of a place in the form as a sort key: task, then row and field at each level.
#[must_use]
pub fn place_order(pack: &Pack, place: &Pointer) -> (usize, Vec<usize>) {
    let task = Task::all(pack).position(|task| task.holds(place)).unwrap_or(usize::MAX);
    let position =
        |fields: &[Field], rest: &str| fields.iter().position(|f| f.path.as_str() == rest);
    let text = place.as_str();
    let steps = match Task::at(pack, place) {
        Some(Task::Section(section)) => position(&section.fields, text).into_iter().collect(),
        Some(Task::List(list)) => {
            let (row, rest) = row_and_rest(text, list.path.as_str());
            // The row itself comes before its fields, and its fields before the rows inside it.
            let inner = list.rows.as_ref().filter(|sub| rest.starts_with(sub.path.as_str()));
            let tail = match inner {
                Some(sub) => {
                    let (inner_row, rest) = row_and_rest(rest, sub.path.as_str());
                    let field = position(&sub.fields, rest).map(|at| at + 1);
                    vec![list.fields.len() + 1, inner_row, field.unwrap_or(0)]
                }
                None => vec![position(&list.fields, rest).map_or(0, |at| at + 1)],
            };
            std::iter::once(row).chain(tail).collect()
        }
        None => Vec::new(),
    };
    (task, steps)
}

/// Returns the number of the row in `LIST/<index>`, from 1 (0 for the list itself), and the rest of the
/// pointer.
fn row_and_rest<'a>(place: &'a str, list: &str) -> (usize, &'a str) {
    let rest = place.strip_prefix(list).unwrap_or_default();
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find('/').unwrap_or(rest.len());
    let (row, rest) = rest.split_at(end);
    (row.parse::<usize>().map_or(0, |row| row + 1), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_called_as_people_call_them() {
        let name = |p: &str| place_name(Pack::standard(), &Pointer::new(p), Lang::Ja);
        assert_eq!(name("/applicant/code"), "申請する機関 団体コード");
        assert_eq!(name("/kind"), "申請の種類");
        assert_eq!(
            name("/delegations/2/bases/0/citation"),
            "委任・受任 3行目 根拠規定 1行目 条・項・号"
        );
        assert_eq!(name("/delegations/2"), "委任・受任 3行目");
        assert_eq!(name("/elsewhere"), "/elsewhere");
    }

    #[test]
    fn places_sort_as_the_form_shows_them() {
        let shown = [
            "/kind",
            "/applicant/code",
            "/contact/telephone",
            "/contact/mail",
            "/delegations",
            "/delegations/0",
            "/delegations/0/side",
            "/delegations/0/action",
            "/delegations/0/bases",
            "/delegations/0/bases/0",
            "/delegations/0/bases/0/kind",
            "/delegations/0/bases/1/kind",
            "/delegations/2/name",
            "/delegations/10/name",
            "/elsewhere",
        ];
        let mut sorted = shown;
        sorted.reverse();
        sorted.sort_by_key(|p| place_order(Pack::standard(), &Pointer::new(*p)));
        assert_eq!(sorted, shown);
    }
}
