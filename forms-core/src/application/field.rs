//! Reading and writing single fields by pointer, so that a form is data and not code.
//!
//! A pack names fields by JSON pointer (`/applicant/code`); these functions are the only bridge
//! between such a name and the types of the model.

use serde::Serialize;
use serde_json::Value;

use super::Application;
use crate::finding::Pointer;

/// Why a field could not be written. The application stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The pointer leads nowhere.
    #[error("{0} is no field of an application")]
    NoSuchField(Pointer),
    /// The value is none that the field can hold.
    #[error("{pointer} cannot hold {value:?}: {message}")]
    Value {
        /// Which field.
        pointer: Pointer,
        /// The value refused.
        value: String,
        /// Why.
        message: String,
    },
}

fn to_value(app: &impl Serialize) -> Value {
    serde_json::to_value(app).unwrap_or_default()
}

/// The text of the field at a pointer; `None` where there is no such field or it is no single value.
#[must_use]
pub fn field_text(app: &impl Serialize, pointer: &Pointer) -> Option<String> {
    text_at(&to_value(app), pointer)
}

/// The same of a document that is a JSON value already, as whoever reads many fields keeps it.
#[must_use]
pub fn text_at(document: &Value, pointer: &Pointer) -> Option<String> {
    match document.pointer(pointer.as_str())? {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        Value::Null => Some(String::new()),
        // Lists of choices, such as the reasons for a change, are written joined by commas.
        Value::Array(items) => items
            .iter()
            .map(|i| i.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
            .map(|v| v.join(",")),
        Value::Object(_) => None,
    }
}

/// Writes the field at a pointer.
///
/// # Errors
/// Where there is no such field, or it cannot hold the text.
pub fn set_field(
    app: &Application,
    pointer: &Pointer,
    text: &str,
) -> Result<Application, FieldError> {
    edit(app, pointer, text, |slot| {
        *slot = match slot {
            Value::Array(_) => Value::Array(
                text.split(',')
                    .filter(|s| !s.is_empty())
                    .map(|s| Value::String(s.to_owned()))
                    .collect(),
            ),
            _ => Value::String(text.to_owned()),
        };
        true
    })
}

/// Adds a row, such as a new delegation, to the list at a pointer before the row at `index`.
///
/// # Errors
/// Where the pointer names no list or the row does not fit it.
pub fn insert_row(
    app: &Application,
    list: &Pointer,
    index: usize,
    row: &impl Serialize,
) -> Result<Application, FieldError> {
    let row = to_value(row);
    edit(app, list, "row", |slot| match slot {
        Value::Array(rows) => {
            rows.insert(index.min(rows.len()), row.clone());
            true
        }
        _ => false,
    })
}

/// Removes the row at an index from the list at a pointer.
///
/// # Errors
/// Where there is no such row.
pub fn remove_row(
    app: &Application,
    list: &Pointer,
    index: usize,
) -> Result<Application, FieldError> {
    edit(app, list, "row", |slot| match slot {
        Value::Array(rows) if index < rows.len() => {
            rows.remove(index);
            true
        }
        _ => false,
    })
}

/// Moves the row at `from` so that it stands at `to`.
///
/// # Errors
/// Where there are no such rows.
pub fn move_row(
    app: &Application,
    list: &Pointer,
    from: usize,
    to: usize,
) -> Result<Application, FieldError> {
    edit(app, list, "row", |slot| match slot {
        Value::Array(rows) if from < rows.len() && to < rows.len() => {
            let row = rows.remove(from);
            rows.insert(to, row);
            true
        }
        _ => false,
    })
}

fn edit(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{ChangeReason, Delegation, Kind};

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
        assert!(matches!(
            set_field(&app, &pointer("/kind"), "maybe"),
            Err(FieldError::Value { .. })
        ));
        assert!(matches!(
            set_field(&app, &pointer("/nothing"), ""),
            Err(FieldError::NoSuchField(_))
        ));
    }

    #[test]
    fn rows_come_go_and_move() {
        let list = pointer("/delegations");
        let row = |name: &str| Delegation { name: name.into(), ..Default::default() };
        let app = Application::default();
        let app = insert_row(&app, &list, 0, &row("b")).unwrap();
        let app = insert_row(&app, &list, 0, &row("a")).unwrap();
        let app = insert_row(&app, &list, 99, &row("c")).unwrap();
        let names =
            |a: &Application| a.delegations.iter().map(|d| d.name.clone()).collect::<String>();
        assert_eq!(names(&app), "abc");
        assert_eq!(names(&move_row(&app, &list, 2, 0).unwrap()), "cab");
        assert_eq!(names(&remove_row(&app, &list, 1).unwrap()), "ac");
        assert!(remove_row(&app, &list, 3).is_err());
        assert!(insert_row(&app, &pointer("/kind"), 0, &row("x")).is_err());
    }
}
