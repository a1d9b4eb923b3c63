//! What the screens of the desk share: the rows, the person's choice of them, and where the person is.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::rc::Rc;

use forms_core::check::CrossFinding;
use forms_core::review::desk::{Desk, DeskRow, Filter, KnownFiles, Sort, View};
use forms_core::review::session::{Act, ApplicantKey, Decision};
use yew::prelude::*;

use crate::review::workbench::Workbench;

/// Something shared that is compared by where it lies, as it is large and replaced as a whole.
#[derive(Debug)]
pub(crate) struct Shared<T>(pub(crate) Rc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A screen of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tab {
    /// 受付簿.
    #[default]
    Register,
    /// 指摘別.
    Codes,
    /// 突合.
    Pairs,
    /// 通知・出力.
    Output,
    /// 届いたファイル.
    Files,
}

impl Tab {
    /// The screens in their order.
    pub(crate) const ALL: [Self; 5] =
        [Self::Register, Self::Codes, Self::Pairs, Self::Output, Self::Files];
}

/// Where the person is and what the person chose.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Place {
    /// The screen.
    pub(crate) tab: Tab,
    /// The rows that are shown.
    pub(crate) filter: Filter,
    /// Their order.
    pub(crate) sort: Sort,
    /// The rows that are chosen to be done together.
    pub(crate) chosen: BTreeSet<ApplicantKey>,
    /// The row that the person is at.
    pub(crate) current: Option<ApplicantKey>,
    /// True if its detail is shown.
    pub(crate) open: bool,
    /// True if the keys are explained.
    pub(crate) help: bool,
}

/// A change of the [`Place`].
pub(crate) struct Change(Box<dyn Fn(&mut Place)>);

impl Reducible for Place {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut place = (*self).clone();
        (change.0)(&mut place);
        place.into()
    }
}

/// The context of the desk's screens.
#[derive(Clone, PartialEq)]
pub(crate) struct DeskState {
    /// The session and what can be done with it.
    pub(crate) bench: Workbench,
    /// The rows.
    pub(crate) desk: Shared<Desk>,
    /// Those that are shown.
    pub(crate) view: Shared<View>,
    /// The findings across the applicants as they were known last. They may be a moment behind the session: whether they
    /// hold for it, [`Workbench::cross`] says.
    pub(crate) cross: Option<Rc<Vec<CrossFinding>>>,
    /// What is known of files.
    pub(crate) known: Shared<RefCell<KnownFiles>>,
    place: UseReducerHandle<Place>,
}

/// Returns the context.
///
/// # Panics
/// Outside of the desk.
#[hook]
pub(crate) fn use_desk() -> DeskState {
    use_context::<DeskState>().expect("the review view provides it")
}

/// Makes the context of the desk's screens.
#[hook]
pub(crate) fn use_desk_state(bench: &Workbench) -> DeskState {
    let known = use_memo((), |()| RefCell::new(KnownFiles::default()));
    let place = use_reducer(Place::default);
    let last = use_mut_ref(|| None::<Rc<Vec<CrossFinding>>>);
    // While they are compared again, the rows stay as they were: they would jump at each decision.
    if bench.cross.is_some() || bench.session.submissions().next().is_none() {
        last.borrow_mut().clone_from(&bench.cross);
    }
    let cross = last.borrow().clone();
    let desk = {
        let known = Rc::clone(&known);
        let made_of = (Shared(Rc::clone(&bench.session)), cross.clone().map(Shared));
        use_memo(made_of, move |(session, cross)| {
            let cross = cross.as_ref().map(|cross| cross.as_slice());
            Desk::new(session, cross, &mut known.borrow_mut())
        })
    };
    let shown = (Shared(Rc::clone(&desk)), place.filter.clone(), place.sort);
    let view = use_memo(shown, |(desk, filter, sort)| desk.view(filter, *sort));
    let (desk, view, known) = (Shared(desk), Shared(view), Shared(known));
    DeskState { bench: bench.clone(), desk, view, cross, known, place }
}

impl DeskState {
    /// Where the person is.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Changes where the person is.
    pub(crate) fn change(&self, change: impl Fn(&mut Place) + 'static) {
        self.place.dispatch(Change(Box::new(change)));
    }

    /// The rows that are shown, in order.
    pub(crate) fn shown(&self) -> impl ExactSizeIterator<Item = &DeskRow> {
        self.view.rows.iter().map(|at| &self.desk.rows()[*at])
    }

    /// The row that the person is at; the first one before the person went to any.
    pub(crate) fn current(&self) -> Option<ApplicantKey> {
        self.place.current.or_else(|| self.shown().next().map(DeskRow::key))
    }

    /// The position of the current row among those that are shown.
    pub(crate) fn position(&self) -> Option<usize> {
        let current = self.current()?;
        self.shown().position(|row| row.key() == current)
    }

    /// Goes on by some rows, back if negative, as far as there are rows.
    pub(crate) fn step(&self, by: isize) {
        let last = self.shown().len().saturating_sub(1);
        let to = match self.position() {
            Some(at) => at.saturating_add_signed(by).min(last),
            None => 0,
        };
        if let Some(row) = self.shown().nth(to) {
            let key = row.key();
            self.change(move |place| place.current = Some(key));
        }
    }

    /// Opens the detail of an applicant; one that the filter hides is shown among all.
    pub(crate) fn open(&self, key: ApplicantKey) {
        let hidden = !self.shown().any(|row| row.key() == key);
        self.change(move |place| {
            if hidden {
                place.filter = Filter::default();
            }
            place.tab = Tab::Register;
            place.current = Some(key);
            place.open = true;
        });
    }

    /// The applicants that something is done about: those chosen, else the current one.
    pub(crate) fn acted_on(&self) -> Vec<ApplicantKey> {
        match self.place.chosen.is_empty() {
            false => self.place.chosen.iter().copied().collect(),
            true => self.current().into_iter().collect(),
        }
    }

    /// Decides about the chosen applicants, else about the current one, and goes on to the next. Returns the number of
    /// those decided about, and of those about which nobody can decide so: of several files of one time nobody has said
    /// which one holds, and what has not come can be neither accepted nor returned.
    pub(crate) fn decide(&self, decision: Option<Decision>, reason: &str) -> (usize, usize) {
        let keys = self.acted_on();
        let acts: Vec<Act> =
            keys.iter().filter_map(|key| decide(self.desk.row(*key)?, decision, reason)).collect();
        let (done, left) = (acts.len(), keys.len() - acts.len());
        if done > 0 {
            let next = self.next_after(&keys);
            self.bench.act(acts);
            self.change(move |place| {
                place.chosen.clear();
                place.current = next.or(place.current);
            });
        }
        (done, left)
    }

    /// The row after the current one that is none of those; before it, if there is none after.
    fn next_after(&self, keys: &[ApplicantKey]) -> Option<ApplicantKey> {
        let at = self.position()?;
        let other = |row: &&DeskRow| !keys.contains(&row.key());
        let after = self.shown().skip(at).find(other);
        after.or_else(|| self.shown().take(at).filter(other).last()).map(DeskRow::key)
    }
}

/// The act that decides about an applicant's last file; `None` if nobody can decide so.
fn decide(row: &DeskRow, decision: Option<Decision>, reason: &str) -> Option<Act> {
    let submission = match (row.applicant().current(), decision) {
        ([one], _) => Some(one.clone()),
        ([], Some(Decision::Withdrawn | Decision::Excluded) | None) => None,
        (_, Some(Decision::Excluded)) => None,
        _ => return None,
    };
    Some(Act::Decide { applicant: row.key(), submission, decision, reason: reason.to_owned() })
}
