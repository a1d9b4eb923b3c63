//! FRM: the form. Which items must not be empty is the pack's to say.

use serde_json::Value;

use super::{Context, row};
use crate::application::Entered;
use crate::finding::{Finding, Lang, Pointer, make, word};
use crate::pack::{Field, Required};
use crate::text::era::DateError;
use crate::text::{Day, is_blank};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    required(context, out);
    dates(context, out);
}

/// FRM-001: a required item is empty.
fn required(context: &Context<'_>, out: &mut Vec<Finding>) {
    // Strings and lists of them always serialise.
    let doc = serde_json::to_value(context.app).unwrap_or_default();
    for section in &context.pack.form {
        missing(&doc, &Pointer::root(), &section.fields, out);
    }
    for list in &context.pack.lists {
        for index in 0..rows(&doc, &list.path) {
            let at = list.path.index(index);
            missing(&doc, &at, &list.fields, out);
            let Some(sub) = &list.rows else { continue };
            let inner_list = at.join(&sub.path);
            for inner in 0..rows(&doc, &inner_list) {
                missing(&doc, &inner_list.index(inner), &sub.fields, out);
            }
        }
    }
}

fn missing(doc: &Value, base: &Pointer, fields: &[Field], out: &mut Vec<Finding>) {
    for field in fields {
        let pointer = base.join(&field.path);
        let wanted = match &field.required {
            Required::Never => false,
            Required::Always => true,
            Required::When { path, equals } => {
                doc.pointer(base.join(path).as_str()).and_then(Value::as_str) == Some(equals)
            }
            Required::Unless { filled } => empty(doc, &base.join(filled)),
        };
        if wanted && empty(doc, &pointer) {
            out.push(make::frm_001(field.label.get(Lang::Ja)).at(pointer));
        }
    }
}

fn rows(doc: &Value, list: &Pointer) -> usize {
    doc.pointer(list.as_str()).and_then(Value::as_array).map_or(0, Vec::len)
}

fn empty(doc: &Value, pointer: &Pointer) -> bool {
    match doc.pointer(pointer.as_str()) {
        Some(Value::String(s)) => is_blank(s),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Null) | None => true,
        Some(_) => false,
    }
}

/// FRM-005: a date that no calendar has.
fn dates(context: &Context<'_>, out: &mut Vec<Finding>) {
    let mut check = |field: &Entered<Day>, pointer: Pointer| {
        if let Some(error) = field.error() {
            let problem = match error {
                DateError::NoSuchDay => word::Frm005::NoSuchDay,
                DateError::OutsideEra(_) => word::Frm005::OutsideEra,
                DateError::NotADate => word::Frm005::NotADate,
            };
            out.push(make::frm_005(field.text(), problem).at(pointer));
        }
    };
    check(&context.app.target.release, Pointer::new("/target/release"));
    for (i, d) in context.app.delegations.iter().enumerate() {
        check(&d.start, row("delegations", i).key("start"));
        check(&d.end, row("delegations", i).key("end"));
    }
    for (i, a) in context.app.assessments.iter().enumerate() {
        check(&a.published, row("assessments", i).key("published"));
    }
}

#[cfg(test)]
mod tests {
    use crate::application::{Action, ChangeReason, Kind};
    use crate::finding::Code;
    use crate::rules::testing::{clean, found};

    #[test]
    fn frm_001_names_the_empty_item_and_nothing_else() {
        let mut app = clean();
        app.contact.department = "　".into();
        assert_eq!(found(&app), [(Code::Frm001, "/contact/department".into())]);
        let mut app = clean();
        app.delegations[0].bases[0].citation.clear();
        assert_eq!(found(&app), [(Code::Frm001, "/delegations/0/bases/0/citation".into())]);
    }

    #[test]
    fn frm_001_follows_the_conditions_of_the_pack() {
        let mut app = clean();
        app.kind = Kind::Change;
        assert_eq!(found(&app), [(Code::Frm001, "/reasons".into())]);
        app.reasons = vec![ChangeReason::Law];
        assert_eq!(found(&app), []);
        app.delegations[0].action = Action::End;
        assert_eq!(found(&app), [(Code::Frm001, "/delegations/0/end".into())]);
        app.delegations[0].end = "2019-10-15".into();
        assert_eq!(found(&app), []);
    }

    #[test]
    fn frm_001_accepts_information_in_place_of_a_procedure() {
        let mut app = clean();
        app.delegations[0].procedure = "".into();
        assert_eq!(found(&app), [(Code::Frm001, "/delegations/0/procedure".into())]);
        app.delegations[0].information = "15".into();
        assert_eq!(found(&app), []);
    }

    #[test]
    fn frm_005_finds_days_that_do_not_exist() {
        let mut app = clean();
        app.delegations[0].start = "2019-02-29".into();
        assert_eq!(found(&app), [(Code::Frm005, "/delegations/0/start".into())]);
        app.target.release = "平成31年5月1日".into();
        assert_eq!(found(&app).len(), 2);
        app.delegations[0].start = "2020-02-29".into();
        app.target.release = "令和元年６月１７日".into();
        assert_eq!(found(&app), []);
    }
}
