//! The fields that a person has left. Findings are shown only there: nobody is told of a mistake in a
//! field that is still being typed.

use std::collections::BTreeSet;
use std::rc::Rc;

use forms_core::finding::Pointer;

/// The fields and rows that were left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitedFields {
    all: bool,
    /// Shared by the copies of a draft: a list that was left adds a place for each of its rows.
    places: Rc<BTreeSet<String>>,
}

impl VisitedFields {
    /// Marks a field, a row or a list as left. A row includes everything in it; a list only itself, so
    /// that a row added later is not full of errors.
    pub fn leave(&mut self, place: &Pointer) {
        Rc::make_mut(&mut self.places).insert(place.as_str().to_owned());
    }

    /// Marks the whole form as left, because it was handed in or looked over.
    pub fn leave_all(&mut self) {
        self.all = true;
    }

    /// Returns whether the whole form counts as left.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.all
    }

    /// Returns whether a place was left, itself or as part of a row.
    #[must_use]
    pub fn holds(&self, place: &Pointer) -> bool {
        self.all
            || self.places.contains(place.as_str())
            || rows_above(place.as_str()).any(|row| self.places.contains(row))
    }

    /// Moves the marks of the rows from `from` on by `by` places, as rows were inserted or removed there.
    /// If `by` is negative, the row at `from` is the one that was removed.
    pub fn shift(&mut self, list: &Pointer, from: usize, by: isize) {
        let moved =
            std::mem::take(Rc::make_mut(&mut self.places)).into_iter().filter_map(|place| {
                let Some((row, rest)) = split_row(&place, list.as_str()) else {
                    return Some(place);
                };
                if row < from {
                    return Some(place);
                }
                if by < 0 && row == from {
                    return None;
                }
                let row = row.checked_add_signed(by)?;
                Some(format!("{list}/{row}{rest}"))
            });
        self.places = Rc::new(moved.collect());
    }
}

/// Splits a place inside a list into the row number and the rest of the pointer.
fn split_row<'a>(place: &'a str, list: &str) -> Option<(usize, &'a str)> {
    let rest = place.strip_prefix(list)?.strip_prefix('/')?;
    let end = rest.find('/').unwrap_or(rest.len());
    let (row, rest) = rest.split_at(end);
    Some((row.parse().ok()?, rest))
}

/// Returns every row that contains a place, innermost first.
fn rows_above(place: &str) -> impl Iterator<Item = &str> {
    let parents =
        std::iter::successors(Some(place), |p| p.rsplit_once('/').map(|(parent, _)| parent));
    parents.skip(1).filter(|p| {
        p.rsplit_once('/').is_some_and(|(_, last)| last.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visited(places: &[&str]) -> VisitedFields {
        let mut visited = VisitedFields::default();
        places.iter().for_each(|p| visited.leave(&Pointer::new(*p)));
        visited
    }

    fn holds(visited: &VisitedFields, place: &str) -> bool {
        visited.holds(&Pointer::new(place))
    }

    #[test]
    fn a_row_stands_for_its_fields_and_a_list_only_for_itself() {
        let visited = visited(&["/delegations/1", "/procedures", "/applicant/code"]);
        assert!(holds(&visited, "/delegations/1/bases/0/citation"));
        assert!(!holds(&visited, "/delegations/10/name"));
        assert!(holds(&visited, "/procedures") && !holds(&visited, "/procedures/0/name"));
        assert!(holds(&visited, "/applicant/code") && !holds(&visited, "/applicant/name"));
    }

    #[test]
    fn rows_that_move_take_what_was_left_along() {
        let list = Pointer::new("/delegations");
        let mut visited =
            visited(&["/delegations/0/name", "/delegations/2", "/delegations/10/end"]);
        visited.shift(&list, 2, -1);
        assert!(holds(&visited, "/delegations/0/name"));
        assert!(!holds(&visited, "/delegations/2/name"), "it is gone");
        assert!(holds(&visited, "/delegations/9/end"));
        visited.shift(&list, 0, 1);
        assert!(holds(&visited, "/delegations/1/name") && holds(&visited, "/delegations/10/end"));
        assert!(!holds(&visited, "/delegations/0/name"));
    }
}
