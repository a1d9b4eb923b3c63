//! What a place of the application is called: 「委任・受任 3行目 条・項・号」.

use forms_core::finding::{Lang, Pointer};
use forms_core::pack::Pack;

use super::Task;
use crate::words;

/// The name of a place: its task, the rows it lies in, its field. A place that the pack does not
/// know is shown as it is written.
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
}
