//! Reading and writing single fields by pointer, so that a form is data and not code.
//!
//! A pack names fields by JSON pointer (`/applicant/code`); these functions and
//! [`SharedApplication`](super::SharedApplication) are the only bridge between such a name and the
//! types of the model.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::Application;
use super::record::{
    Change, Place, change_list, change_row, edit_record, index, outside_lists, to_value, with_list,
};
use crate::finding::Pointer;

/// The reason why a field could not be written. The application stays as it was.
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

/// The text of the field at a pointer; `None` where there is no such field or it is no single value.
#[must_use]
pub fn field_text(app: &impl Serialize, pointer: &Pointer) -> Option<String> {
    text_at(&to_value(app), pointer).map(Cow::into_owned)
}

/// The text of the field at a pointer of a JSON value; `None` where there is no such field or it is
/// no single value. Whoever reads many fields turns the record into JSON once.
#[must_use]
pub fn text_at<'v>(document: &'v Value, pointer: &Pointer) -> Option<Cow<'v, str>> {
    text_of(value_at(document, pointer.as_str())?)
}

/// The text of a value; `None` for an object and for a list of anything but strings.
pub(super) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(s) => Some(Cow::Borrowed(s)),
        Value::Number(n) => Some(Cow::Owned(n.to_string())),
        Value::Bool(b) => Some(Cow::Borrowed(if *b { "true" } else { "false" })),
        Value::Null => Some(Cow::Borrowed("")),
        // Lists of choices, such as the reasons for a change, are written joined by commas.
        Value::Array(items) => {
            let texts = items.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
            Some(Cow::Owned(texts.join(",")))
        }
        Value::Object(_) => None,
    }
}

/// The value at a JSON pointer, as [`Value::pointer`] finds it. That method copies every step of the
/// pointer, which takes too long for a form of thousands of rows.
pub(crate) fn value_at<'v>(document: &'v Value, pointer: &str) -> Option<&'v Value> {
    if pointer.is_empty() {
        return Some(document);
    }
    if pointer.contains('~') {
        return document.pointer(pointer);
    }
    pointer.strip_prefix('/')?.split('/').try_fold(document, |value, step| match value {
        Value::Object(members) => members.get(step),
        Value::Array(items) => items.get(index(step)?),
        _ => None,
    })
}

/// Writes the field at a pointer.
///
/// # Errors
/// If there is no such field, or it cannot hold the text.
pub fn set_field(
    app: &Application,
    pointer: &Pointer,
    text: &str,
) -> Result<Application, FieldError> {
    edit(app, pointer, Change::Write(text))
}

/// Adds a row, such as a new delegation, to the list at a pointer before the row at `index`.
///
/// # Errors
/// If the pointer names no list or the row does not fit it.
pub fn insert_row(
    app: &Application,
    list: &Pointer,
    index: usize,
    row: &impl Serialize,
) -> Result<Application, FieldError> {
    edit(app, list, Change::Insert { at: index, row: to_value(row) })
}

/// Removes the row at an index from the list at a pointer.
///
/// # Errors
/// If there is no such row.
pub fn remove_row(
    app: &Application,
    list: &Pointer,
    index: usize,
) -> Result<Application, FieldError> {
    edit(app, list, Change::Remove { at: index })
}

/// Moves the row at `from` so that its index is `to`.
///
/// # Errors
/// If there are no such rows.
pub fn move_row(
    app: &Application,
    list: &Pointer,
    from: usize,
    to: usize,
) -> Result<Application, FieldError> {
    edit(app, list, Change::Move { from, to })
}

fn edit(
    app: &Application,
    pointer: &Pointer,
    change: Change<'_>,
) -> Result<Application, FieldError> {
    let mut app = app.clone();
    match Place::of(pointer) {
        Place::Outside => {
            let outside = edit_record(&outside_lists(&app), pointer.as_str(), change, pointer)?;
            let Application { procedures, delegations, assessments, attachments, .. } = app;
            app = Application { procedures, delegations, assessments, attachments, ..outside };
        }
        Place::List(list) => {
            with_list!(list, [&mut] app, |rows| change_list(rows, change, pointer))?;
        }
        Place::Row { list, row, field } => {
            with_list!(list, [&mut] app, |rows| change_row(rows, (row, field), change, pointer))?;
        }
    }
    Ok(app)
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
