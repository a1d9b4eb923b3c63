use proptest::prelude::*;

use super::*;
use crate::application::{
    Assessment, Attachment, ChangeReason, Delegation, Kind, LegalBasis, ProcedureUse,
    SharedApplication, sample_of_every_field,
};

fn pointer(s: &str) -> Pointer {
    Pointer::new(s)
}

#[test]
fn fields_are_read_and_written_by_name() {
    let app = Application::default();
    let app = set_field(&app, &pointer("/applicant/code"), "１３１１２１").unwrap();
    assert_eq!(app.applicant.code.canonical(), "131121");
    assert_eq!(field_text(&app, &pointer("/applicant/code")).as_deref(), Some("１３１１２１"));
    let app = set_field(&app, &pointer("/kind"), "change").unwrap();
    assert_eq!(app.kind, Kind::Change);
    let app = set_field(&app, &pointer("/reasons"), "law,other").unwrap();
    assert_eq!(app.reasons, [ChangeReason::Law, ChangeReason::Other]);
    assert_eq!(field_text(&app, &pointer("/reasons")).as_deref(), Some("law,other"));
    assert!(matches!(set_field(&app, &pointer("/kind"), "maybe"), Err(FieldError::Value { .. })));
    assert!(matches!(set_field(&app, &pointer("/nothing"), ""), Err(FieldError::NoSuchField(_))));
}

#[test]
fn rows_come_go_and_move() {
    let list = pointer("/delegations");
    let row = |name: &str| Delegation { name: name.into(), ..Default::default() };
    let app = Application::default();
    let app = insert_row(&app, &list, 0, &row("b")).unwrap();
    let app = insert_row(&app, &list, 0, &row("a")).unwrap();
    let app = insert_row(&app, &list, 99, &row("c")).unwrap();
    let names = |a: &Application| a.delegations.iter().map(|d| d.name.clone()).collect::<String>();
    assert_eq!(names(&app), "abc");
    assert_eq!(names(&move_row(&app, &list, 2, 0).unwrap()), "cab");
    assert_eq!(names(&remove_row(&app, &list, 1).unwrap()), "ac");
    assert!(remove_row(&app, &list, 3).is_err());
    assert!(insert_row(&app, &pointer("/kind"), 0, &row("x")).is_err());
}

/// A change through one JSON document of the whole application: slow and plain, so the judge of the
/// fast one.
fn edit_whole(
    app: &Application,
    pointer: &Pointer,
    value: &str,
    change: impl FnOnce(&mut Value) -> bool,
) -> Result<Application, FieldError> {
    let mut doc = to_value(app);
    let slot = doc
        .pointer_mut(pointer.as_str())
        .ok_or_else(|| FieldError::NoSuchField(pointer.clone()))?;
    if !change(slot) {
        return Err(FieldError::NoSuchField(pointer.clone()));
    }
    serde_json::from_value(doc).map_err(|e| FieldError::Value {
        pointer: pointer.clone(),
        value: value.to_owned(),
        message: e.to_string(),
    })
}

fn set_whole(app: &Application, pointer: &Pointer, text: &str) -> Result<Application, FieldError> {
    edit_whole(app, pointer, text, |slot| {
        *slot = match slot {
            Value::Array(_) => text.split(',').filter(|s| !s.is_empty()).map(Value::from).collect(),
            _ => Value::String(text.to_owned()),
        };
        true
    })
}

/// The pointers of everything in a document, the document itself included.
fn pointers(value: &Value, at: &Pointer, into: &mut Vec<Pointer>) {
    into.push(at.clone());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| pointers(value, &at.key(key), into));
        }
        Value::Array(items) => {
            (0..).zip(items).for_each(|(i, value)| pointers(value, &at.index(i), into));
        }
        _ => {}
    }
}

/// Pointers that lead nowhere, or that a careless reader would take for others.
const ASTRAY: [&str; 16] = [
    "/nothing",
    "/remark",
    "kind",
    "delegations/0/name",
    "/delegations/",
    "/delegations/-",
    "/delegations/-1",
    "/delegations/+0/name",
    "/delegations/00/name",
    "/delegations/x/name",
    "/delegations/99/name",
    "/delegations/0/",
    "/delegations/0/name/0",
    "/delegations/0/bases/01/title",
    "/delegations/0~1name",
    "/~0delegations/0/name",
];

fn all_pointers(app: &Application) -> Vec<Pointer> {
    let mut all: Vec<Pointer> = ASTRAY.iter().map(|p| pointer(p)).collect();
    pointers(&to_value(app), &Pointer::root(), &mut all);
    all
}

const KNOWN: [&str; 17] = [
    "",
    "　",
    ",",
    "change",
    "law,other",
    "entrust",
    "head",
    "part",
    "end",
    "rule",
    "131121",
    "１３１１２２",
    "JT01010000000214",
    "15",
    "2019-06-17",
    "令和元年６月１７日",
    "69の2、74",
];

/// A text that some field takes for what it wants, or any other.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![prop::sample::select(&KNOWN[..]).prop_map(str::to_owned), "\\PC{0,6}"]
}

/// An application with some rows in each list, and some of its fields written.
fn application() -> impl Strategy<Value = Application> {
    let rows = (0usize..3, 0usize..4, 0usize..3, 0usize..3);
    let writes = prop::collection::vec((any::<prop::sample::Index>(), text()), 0..30);
    (rows, writes).prop_map(|((procedures, delegations, assessments, attachments), writes)| {
        let delegation = |n: usize| Delegation {
            bases: vec![LegalBasis::default(); n % 3],
            ..Delegation::default()
        };
        let app = Application {
            procedures: vec![ProcedureUse::default(); procedures],
            delegations: (0..delegations).map(delegation).collect(),
            assessments: vec![Assessment::default(); assessments],
            attachments: vec![Attachment::default(); attachments],
            remark: "架空のデータ".into(),
            ..Application::default()
        };
        let fields = all_pointers(&app);
        writes
            .iter()
            .fold(app, |app, (at, text)| set_whole(&app, at.get(&fields), text).unwrap_or(app))
    })
}

/// Holds a changed application, as it is and shared, against what the slow way says.
fn agree(
    before: &Application,
    slow: &Result<Application, FieldError>,
    fast: Result<Application, FieldError>,
    change: impl FnOnce(&mut SharedApplication) -> Result<(), FieldError>,
) {
    let kept = SharedApplication::from(before.clone());
    let mut shared = kept.clone();
    assert_eq!(kept.whole(), before);
    let changed = change(&mut shared);
    assert_eq!(&changed.map(|()| shared.whole().clone()), slow);
    assert_eq!(&fast, slow);
    assert_eq!(kept, SharedApplication::from(before.clone()), "what is kept for undo stays");
    assert_eq!(shared == kept, shared.whole() == before);
}

/// Holds what is read by pointer against the whole document.
fn reads_agree(shared: &SharedApplication) {
    let app = shared.whole();
    let document = to_value(app);
    for pointer in all_pointers(app) {
        let value = document.pointer(pointer.as_str());
        assert_eq!(value_at(&document, pointer.as_str()), value, "{pointer}");
        let text = text_at(&document, &pointer).map(Cow::into_owned);
        assert_eq!(shared.text(&pointer), text, "{pointer}");
        let rows = value.and_then(Value::as_array).map_or(0, Vec::len);
        assert_eq!(shared.row_count(&pointer), rows, "{pointer}");
        if pointer != Pointer::root() && !matches!(Place::of(&pointer), Place::List(_)) {
            assert_eq!(shared.value(&pointer), value, "{pointer}");
        }
    }
}

fn set_agrees(app: &Application, pointer: &Pointer, text: &str) {
    let slow = set_whole(app, pointer, text);
    let fast = set_field(app, pointer, text);
    agree(app, &slow, fast, |shared| {
        let differs = shared.set(pointer, text)?;
        assert_eq!(differs, slow.as_ref() != Ok(app), "{pointer} {text:?}");
        reads_agree(shared);
        Ok(())
    });
}

#[test]
fn every_field_of_the_model_is_written_as_through_the_whole_document() {
    let app = sample_of_every_field();
    for pointer in all_pointers(&app) {
        for text in ["", "a", "a,b", "change", "law", "131121", "2019-06-17", "　"] {
            set_agrees(&app, &pointer, text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn writing_agrees_with_the_whole_document(app in application(), text in text()) {
        for pointer in all_pointers(&app) {
            set_agrees(&app, &pointer, &text);
        }
    }

    #[test]
    fn rows_come_go_and_move_as_in_the_whole_document(
        app in application(),
        (from, to) in (0usize..4, 0usize..4),
        text in text(),
    ) {
        let row = Delegation { name: text.clone(), ..Delegation::default() };
        let basis = LegalBasis { title: text, ..LegalBasis::default() };
        for list in all_pointers(&app) {
            for row in [to_value(&row), to_value(&basis), Value::Null] {
                let slow = edit_whole(&app, &list, "row", |slot| match slot {
                    Value::Array(rows) => {
                        rows.insert(from.min(rows.len()), row.clone());
                        true
                    }
                    _ => false,
                });
                let fast = insert_row(&app, &list, from, &row);
                agree(&app, &slow, fast, |shared| shared.insert_row(&list, from, &row));
            }
            let slow = edit_whole(&app, &list, "row", |slot| match slot {
                Value::Array(rows) if from < rows.len() => {
                    rows.remove(from);
                    true
                }
                _ => false,
            });
            let fast = remove_row(&app, &list, from);
            agree(&app, &slow, fast, |shared| shared.remove_row(&list, from));
            let slow = edit_whole(&app, &list, "row", |slot| match slot {
                Value::Array(rows) if from < rows.len() && to < rows.len() => {
                    let row = rows.remove(from);
                    rows.insert(to, row);
                    true
                }
                _ => false,
            });
            prop_assert_eq!(move_row(&app, &list, from, to), slow);
        }
    }
}
