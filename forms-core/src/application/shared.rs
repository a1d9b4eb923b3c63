//! An application that is edited again and again while every earlier state is kept for undo.

use std::cell::OnceCell;
use std::mem::take;
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::field::{text_of, value_at};
use super::record::{
    Change, Place, Row, change_list, change_row, edit_record, outside_lists, to_value, with_list,
};
use super::{
    Applicant, Application, Assessment, Attachment, Delegation, FieldError, Kind, ProcedureUse,
    Target,
};
use crate::finding::Pointer;

/// An application whose copies share everything that was not changed since.
///
/// To copy it costs a handful of reference counts, to write a field of a copy the record that holds
/// the field: one row of a list, or all that is outside the lists. The other rows stay shared. Each
/// record also has its JSON, from which [`text`](Self::text) reads fields by pointer.
#[derive(Debug, Clone)]
pub struct SharedApplication {
    /// Everything outside the lists; its lists are empty.
    outside: Shared<Application>,
    procedures: Rows<ProcedureUse>,
    delegations: Rows<Delegation>,
    assessments: Rows<Assessment>,
    attachments: Rows<Attachment>,
    /// The records put together, once somebody has asked for that.
    whole: OnceCell<Rc<Application>>,
}

type Rows<T> = Rc<Vec<Shared<T>>>;

/// A record with its JSON.
#[derive(Debug)]
struct Shared<T>(Rc<(T, Value)>);

impl<T> Shared<T> {
    fn get(&self) -> &T {
        &self.0.0
    }

    fn json(&self) -> &Value {
        &self.0.1
    }
}

impl<T: Serialize> Shared<T> {
    fn of(record: T) -> Self {
        let json = to_value(&record);
        Self(Rc::new((record, json)))
    }
}

// Derived, it would ask for records that can be copied.
impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.get() == other.get()
    }
}

impl<T: Serialize + DeserializeOwned + PartialEq> Row for Shared<T> {
    type Record = T;

    fn record(&self) -> &T {
        self.get()
    }

    fn new(record: T) -> Self {
        Self::of(record)
    }
}

impl PartialEq for SharedApplication {
    fn eq(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(a: &Rows<T>, b: &Rows<T>) -> bool {
            Rc::ptr_eq(a, b) || a == b
        }
        self.outside == other.outside
            && same(&self.procedures, &other.procedures)
            && same(&self.delegations, &other.delegations)
            && same(&self.assessments, &other.assessments)
            && same(&self.attachments, &other.attachments)
    }
}

impl From<Application> for SharedApplication {
    fn from(mut app: Application) -> Self {
        fn rows<T: Serialize>(records: Vec<T>) -> Rows<T> {
            Rc::new(records.into_iter().map(Shared::of).collect())
        }
        Self {
            procedures: rows(take(&mut app.procedures)),
            delegations: rows(take(&mut app.delegations)),
            assessments: rows(take(&mut app.assessments)),
            attachments: rows(take(&mut app.attachments)),
            outside: Shared::of(app),
            whole: OnceCell::new(),
        }
    }
}

impl SharedApplication {
    /// The application as one document. The first call after a change copies every record, so it is
    /// for a check or a file, not for each letter that is typed.
    #[must_use]
    pub fn whole(&self) -> &Application {
        fn records<T: Clone>(rows: &Rows<T>) -> Vec<T> {
            rows.iter().map(|row| row.get().clone()).collect()
        }
        self.whole.get_or_init(|| {
            Rc::new(Application {
                procedures: records(&self.procedures),
                delegations: records(&self.delegations),
                assessments: records(&self.assessments),
                attachments: records(&self.attachments),
                ..outside_lists(self.outside.get())
            })
        })
    }

    /// Drops what [`whole`](Self::whole) put together, as for a state that is kept only for undo.
    pub fn forget_whole(&mut self) {
        self.whole.take();
    }

    /// The applicant.
    #[must_use]
    pub fn applicant(&self) -> &Applicant {
        &self.outside.get().applicant
    }

    /// The kind of application.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.outside.get().kind
    }

    /// The layout and the release that it is for.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.outside.get().target
    }

    /// The remark on the document itself; empty where there is none.
    #[must_use]
    pub fn remark(&self) -> &str {
        &self.outside.get().remark
    }

    /// The delegations, in order.
    pub fn delegations(&self) -> impl ExactSizeIterator<Item = &Delegation> {
        self.delegations.iter().map(Shared::get)
    }

    /// The delegation in a row, counted from 0.
    #[must_use]
    pub fn delegation(&self, row: usize) -> Option<&Delegation> {
        self.delegations.get(row).map(Shared::get)
    }

    /// The assessments, in order.
    pub fn assessments(&self) -> impl ExactSizeIterator<Item = &Assessment> {
        self.assessments.iter().map(Shared::get)
    }

    /// The attachments, in order.
    pub fn attachments(&self) -> impl ExactSizeIterator<Item = &Attachment> {
        self.attachments.iter().map(Shared::get)
    }

    /// The text of the field at a pointer, as [`field_text`](super::field_text) returns it.
    #[must_use]
    pub fn text(&self, pointer: &Pointer) -> Option<String> {
        match Place::of(pointer) {
            // A list of rows is no single value; an empty one has the text of a list of nothing.
            Place::List(list) => {
                with_list!(list, [&] self, |rows| rows.is_empty()).then(String::new)
            }
            _ => text_of(self.value(pointer)?).map(Into::into),
        }
    }

    /// The number of rows of the list at a pointer, which may be a list inside a row; 0 where there is
    /// no list.
    #[must_use]
    pub fn row_count(&self, list: &Pointer) -> usize {
        match Place::of(list) {
            Place::List(list) => with_list!(list, [&] self, |rows| rows.len()),
            _ => self.value(list).and_then(Value::as_array).map_or(0, Vec::len),
        }
    }

    /// The JSON of a row or of anything inside a record; `None` for a list and for the whole document.
    #[must_use]
    pub fn value(&self, pointer: &Pointer) -> Option<&Value> {
        match Place::of(pointer) {
            Place::Outside if pointer.as_str().is_empty() => None,
            Place::Outside => value_at(self.outside.json(), pointer.as_str()),
            Place::List(_) => None,
            Place::Row { list, row, field } => {
                with_list!(list, [&] self, |rows| value_at(rows.get(row)?.json(), field))
            }
        }
    }

    /// Writes the field at a pointer; returns whether that made a difference.
    ///
    /// # Errors
    /// As [`set_field`](super::set_field); nothing is changed then.
    pub fn set(&mut self, pointer: &Pointer, text: &str) -> Result<bool, FieldError> {
        self.edit(pointer, Change::Write(text))
    }

    /// Adds a row to the list at a pointer before the row at `at`, or at its end.
    ///
    /// # Errors
    /// As [`insert_row`](super::insert_row); nothing is changed then.
    pub fn insert_row(
        &mut self,
        list: &Pointer,
        at: usize,
        row: &impl Serialize,
    ) -> Result<(), FieldError> {
        self.edit(list, Change::Insert { at, row: to_value(row) }).map(drop)
    }

    /// Removes the row at an index from the list at a pointer.
    ///
    /// # Errors
    /// As [`remove_row`](super::remove_row); nothing is changed then.
    pub fn remove_row(&mut self, list: &Pointer, at: usize) -> Result<(), FieldError> {
        self.edit(list, Change::Remove { at }).map(drop)
    }

    fn edit(&mut self, pointer: &Pointer, change: Change<'_>) -> Result<bool, FieldError> {
        let differs = match Place::of(pointer) {
            Place::Outside => {
                let record = self.outside.get();
                let edited = edit_record(record, pointer.as_str(), change, pointer)?;
                let differs = edited != *record;
                if differs {
                    self.outside = Shared::of(edited);
                }
                differs
            }
            Place::List(list) => with_list!(list, [&mut] self, |rows| {
                change_list(Rc::make_mut(rows), change, pointer)
            })?,
            Place::Row { list, row, field } => with_list!(list, [&mut] self, |rows| {
                change_row(Rc::make_mut(rows).as_mut_slice(), (row, field), change, pointer)
            })?,
        };
        if differs {
            self.whole.take();
        }
        Ok(differs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_shares_all_but_the_row_that_was_written() {
        let row = |name: &str| Delegation { name: name.into(), ..Delegation::default() };
        let delegations = vec![row("a"), row("b"), row("c")];
        let kept = SharedApplication::from(Application { delegations, ..Application::default() });
        let mut now = kept.clone();
        assert_eq!(now.set(&Pointer::new("/delegations/1/name"), "B"), Ok(true));
        let is_shared = |i: usize| Rc::ptr_eq(&kept.delegations[i].0, &now.delegations[i].0);
        assert_eq!([is_shared(0), is_shared(1), is_shared(2)], [true, false, true]);
        assert!(Rc::ptr_eq(&kept.outside.0, &now.outside.0));
        assert!(Rc::ptr_eq(&kept.attachments, &now.attachments));
        assert_eq!(kept.delegation(1).map(|d| d.name.as_str()), Some("b"));
        assert_eq!(now.whole().delegations[1].name, "B");
        assert!(now != kept);
    }

    #[test]
    fn what_was_put_together_follows_each_change() {
        let mut app = SharedApplication::from(Application::default());
        assert_eq!(app.whole().delegations.len(), 0);
        let list = Pointer::new("/delegations");
        assert_eq!(app.insert_row(&list, 0, &Delegation::default()), Ok(()));
        assert_eq!(app.whole().delegations.len(), 1);
        assert_eq!(app.set(&list.index(0).key("name"), "a"), Ok(true));
        assert_eq!(app.whole().delegations[0].name, "a");
        assert_eq!(app.set(&list.index(0).key("name"), "a"), Ok(false));
        assert_eq!(app.set(&Pointer::new("/applicant/name"), "b"), Ok(true));
        assert_eq!(app.whole().applicant.name, "b");
        assert_eq!(app.remove_row(&list, 0), Ok(()));
        assert_eq!(app.whole().delegations.len(), 0);
    }
}
