//! The records that an application consists of, and one change to one of them.
//!
//! A record is a row of one of the four lists, or everything outside the lists. Only the record that
//! holds a field is turned into JSON and back when the field is written: an application may have
//! thousands of rows, and a person types letter by letter.

use std::convert::Infallible;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Application, Assessment, Attachment, Delegation, FieldError, ProcedureUse};
use crate::finding::Pointer;

/// A list of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListName {
    Procedures,
    Delegations,
    Assessments,
    Attachments,
}

impl ListName {
    fn of(step: &str) -> Option<Self> {
        match step {
            "procedures" => Some(Self::Procedures),
            "delegations" => Some(Self::Delegations),
            "assessments" => Some(Self::Assessments),
            "attachments" => Some(Self::Attachments),
            _ => None,
        }
    }
}

/// Runs one piece of code with the list of `$owner` that a [`ListName`] names: the lists have rows of
/// different types.
macro_rules! with_list {
    ($name:expr, [$($borrow:tt)+] $owner:ident, |$rows:ident| $body:expr) => {
        match $name {
            $crate::application::record::ListName::Procedures => {
                let $rows = $($borrow)+ $owner.procedures;
                $body
            }
            $crate::application::record::ListName::Delegations => {
                let $rows = $($borrow)+ $owner.delegations;
                $body
            }
            $crate::application::record::ListName::Assessments => {
                let $rows = $($borrow)+ $owner.assessments;
                $body
            }
            $crate::application::record::ListName::Attachments => {
                let $rows = $($borrow)+ $owner.attachments;
                $body
            }
        }
    };
}
pub(super) use with_list;

/// The record that a pointer leads into.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place<'p> {
    /// No list. The pointer may also lead nowhere.
    Outside,
    /// A list as a whole.
    List(ListName),
    /// A row, counted from 0, which need not exist; `field` is the pointer inside it.
    Row { list: ListName, row: usize, field: &'p str },
}

impl<'p> Place<'p> {
    pub(super) fn of(pointer: &'p Pointer) -> Self {
        let Some(path) = pointer.as_str().strip_prefix('/') else { return Self::Outside };
        let (list, rest) = split_step(path);
        let Some(list) = ListName::of(list) else { return Self::Outside };
        let Some(rest) = rest.strip_prefix('/') else { return Self::List(list) };
        let (row, field) = split_step(rest);
        match index(row) {
            Some(row) => Self::Row { list, row, field },
            // Nor does it lead anywhere outside the lists.
            None => Self::Outside,
        }
    }
}

/// The first step of a path without its leading slash, and the rest with it.
fn split_step(path: &str) -> (&str, &str) {
    path.find('/').and_then(|at| path.split_at_checked(at)).unwrap_or((path, ""))
}

/// The index that a step of a JSON pointer names: digits without a sign or a leading zero.
pub(super) fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || !step.starts_with(['0', '+']);
    if plain { step.parse().ok() } else { None }
}

/// One change to the value that a pointer names.
#[derive(Debug, Clone)]
pub(super) enum Change<'a> {
    /// Writes a text; a list of choices takes a text joined by commas.
    Write(&'a str),
    /// Adds a row to a list before the row at `at`, or at its end.
    Insert { at: usize, row: Value },
    /// Removes a row of a list.
    Remove { at: usize },
    /// Takes a row of a list out and puts it in again so that it has the index `to`.
    Move { from: usize, to: usize },
}

impl<'a> Change<'a> {
    /// The value that an error names.
    fn value(&self) -> &'a str {
        match self {
            Self::Write(text) => text,
            Self::Insert { .. } | Self::Remove { .. } | Self::Move { .. } => "row",
        }
    }

    /// Changes a value; returns `false` where it is not of a kind that can change so.
    fn apply(self, slot: &mut Value) -> bool {
        match (self, slot) {
            (change, Value::Array(items)) => {
                change.apply_to_list(items, Ok::<Value, Infallible>).unwrap_or_else(|e| match e {})
            }
            (Self::Write(text), slot) => {
                *slot = Value::String(text.to_owned());
                true
            }
            _ => false,
        }
    }

    /// Changes a list; returns `false` where it has no such row. `read` makes an item from JSON.
    fn apply_to_list<R, E>(
        self,
        items: &mut Vec<R>,
        read: impl Fn(Value) -> Result<R, E>,
    ) -> Result<bool, E> {
        match self {
            Self::Write(text) => {
                let choices = text.split(',').filter(|choice| !choice.is_empty());
                *items =
                    choices.map(|c| read(Value::String(c.to_owned()))).collect::<Result<_, _>>()?;
            }
            Self::Insert { at, row } => items.insert(at.min(items.len()), read(row)?),
            Self::Remove { at } if at < items.len() => drop(items.remove(at)),
            Self::Move { from, to } if from < items.len() && to < items.len() => {
                let item = items.remove(from);
                items.insert(to, item);
            }
            Self::Remove { .. } | Self::Move { .. } => return Ok(false),
        }
        Ok(true)
    }
}

/// A row of a list as its owner stores it: the record itself, or a shared one.
pub(super) trait Row: Sized {
    /// The type of the model.
    type Record: Serialize + DeserializeOwned + PartialEq;

    fn record(&self) -> &Self::Record;

    fn new(record: Self::Record) -> Self;
}

macro_rules! rows_of_the_model {
    ($($record:ty),+) => {
        $(impl Row for $record {
            type Record = Self;

            fn record(&self) -> &Self {
                self
            }

            fn new(record: Self) -> Self {
                record
            }
        })+
    };
}

rows_of_the_model!(ProcedureUse, Delegation, Assessment, Attachment);

/// Strings and lists of them always serialise.
pub(super) fn to_value(record: &impl Serialize) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

/// The record after a change at `field`, a pointer inside it. Errors name `pointer`.
pub(super) fn edit_record<T: Serialize + DeserializeOwned>(
    record: &T,
    field: &str,
    change: Change<'_>,
    pointer: &Pointer,
) -> Result<T, FieldError> {
    let mut json = to_value(record);
    let value = change.value();
    let slot = json.pointer_mut(field).ok_or_else(|| no_such_field(pointer))?;
    if !change.apply(slot) {
        return Err(no_such_field(pointer));
    }
    serde_json::from_value(json).map_err(|e| refused(pointer, value, &e))
}

/// Changes a field of a row; returns whether that made a difference.
pub(super) fn change_row<R: Row>(
    rows: &mut [R],
    (row, field): (usize, &str),
    change: Change<'_>,
    pointer: &Pointer,
) -> Result<bool, FieldError> {
    let slot = rows.get_mut(row).ok_or_else(|| no_such_field(pointer))?;
    let edited = edit_record(slot.record(), field, change, pointer)?;
    let differs = edited != *slot.record();
    if differs {
        *slot = R::new(edited);
    }
    Ok(differs)
}

/// Changes a list as a whole; returns whether that made a difference.
pub(super) fn change_list<R: Row>(
    rows: &mut Vec<R>,
    change: Change<'_>,
    pointer: &Pointer,
) -> Result<bool, FieldError> {
    let (value, was_empty) = (change.value(), rows.is_empty());
    let read = |row| serde_json::from_value(row).map(R::new);
    match change.apply_to_list(rows, read).map_err(|e| refused(pointer, value, &e))? {
        true => Ok(!(was_empty && rows.is_empty())),
        false => Err(no_such_field(pointer)),
    }
}

/// A copy of everything outside the lists; the lists of the copy are empty.
pub(super) fn outside_lists(app: &Application) -> Application {
    let Application {
        schema,
        pack,
        remark,
        kind,
        reasons,
        reason_note,
        target,
        applicant,
        contact,
        procedures: _,
        delegations: _,
        assessments: _,
        attachments: _,
    } = app;
    Application {
        schema: schema.clone(),
        pack: pack.clone(),
        remark: remark.clone(),
        kind: *kind,
        reasons: reasons.clone(),
        reason_note: reason_note.clone(),
        target: target.clone(),
        applicant: applicant.clone(),
        contact: contact.clone(),
        procedures: Vec::new(),
        delegations: Vec::new(),
        assessments: Vec::new(),
        attachments: Vec::new(),
    }
}

fn no_such_field(pointer: &Pointer) -> FieldError {
    FieldError::NoSuchField(pointer.clone())
}

fn refused(pointer: &Pointer, value: &str, error: &serde_json::Error) -> FieldError {
    FieldError::Value {
        pointer: pointer.clone(),
        value: value.to_owned(),
        message: error.to_string(),
    }
}
