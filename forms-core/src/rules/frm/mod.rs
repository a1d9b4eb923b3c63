//! FRM: the form. Which items must not be empty and how long they may be is the pack's to say.

mod contact;
mod sense;
mod text;

use serde_json::Value;

use super::{Context, row};
use crate::application::{Entered, text_at, value_at};
use crate::finding::{Finding, Pointer, make, word};
use crate::pack::{Field, Pack};
use crate::text::era::DateError;
use crate::text::{Day, is_blank};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    // Strings and lists of them always serialise.
    let doc = serde_json::to_value(context.app).unwrap_or_default();
    let texts = text::TextRules::new(context.pack);
    records(&doc, context.pack, &mut |record, at, fields| {
        missing(record, at, fields, out);
        texts.check(record, at, fields, out);
    });
    contact::check(context, out);
    dates(context, out);
    sense::check(context, out);
}

/// Goes through the application with each section's fields, and through each row with its list's.
fn records(doc: &Value, pack: &Pack, visit: &mut dyn FnMut(&Value, &Pointer, &[Field])) {
    for section in &pack.form {
        visit(doc, &Pointer::root(), &section.fields);
    }
    for list in &pack.lists {
        for (index, row) in rows(doc, &list.path) {
            let at = list.path.index(index);
            visit(row, &at, &list.fields);
            let Some(sub) = &list.rows else { continue };
            for (inner, inner_row) in rows(row, &sub.path) {
                visit(inner_row, &at.join(&sub.path).index(inner), &sub.fields);
            }
        }
    }
}

fn rows<'v>(record: &'v Value, list: &Pointer) -> impl Iterator<Item = (usize, &'v Value)> {
    value_at(record, list.as_str()).and_then(Value::as_array).into_iter().flatten().enumerate()
}

/// FRM-001: a required item is empty.
fn missing(record: &Value, at: &Pointer, fields: &[Field], out: &mut Vec<Finding>) {
    let text = |path: &Pointer| text_at(record, path).unwrap_or_default();
    for field in fields {
        if field.required.applies(text) && is_blank(&text(&field.path)) {
            out.push(make::frm_001(&field.label).at(at.join(&field.path)));
        }
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
        check(&a.ended, row("assessments", i).key("ended"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{Action, Application, ChangeReason, Kind};
    use crate::finding::Code;
    use crate::pack::Required;
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
    fn frm_001_follows_a_condition_on_several_choices() {
        let mut field = Pack::standard().form[0].fields[0].clone();
        field.path = Pointer::new("/reason_note");
        let path = Pointer::new("/reasons");
        field.required = Required::When { path, equals: "law,other".into() };
        let asked = |reasons: &[ChangeReason]| {
            let app = Application { reasons: reasons.to_vec(), ..clean() };
            let mut out = Vec::new();
            let document = serde_json::to_value(&app).unwrap();
            missing(&document, &Pointer::root(), std::slice::from_ref(&field), &mut out);
            out.len()
        };
        assert_eq!(asked(&[ChangeReason::Law, ChangeReason::Other]), 1);
        assert_eq!(asked(&[ChangeReason::Law]), 0);
        assert_eq!(asked(&[]), 0);
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
