//! A list of rows: each in a line, one of them open.

use forms_core::finding::Pointer;
use forms_core::pack::List;
use yew::prelude::*;

use super::mark::MarkCounts;
use super::paging::{MoreButton, use_paging};
use super::problems::Problems;
use super::row::{RowFields, RowHead};
use crate::browser::field_id;
use crate::draft::Edit;
use crate::shell::{Shell, use_arrival, use_shell};
use crate::words;

/// Number of rows shown at first, and added by the button.
const PAGE: usize = 50;

/// Properties of [`ListForm`].
#[derive(Properties, PartialEq)]
pub struct ListFormProps {
    /// The pack's definition of the list.
    pub list: &'static List,
}

/// Returns the index of the list's row that a place is in, or `None` if it is in no row.
pub(super) fn row_of(list: &Pointer, place: &Pointer) -> Option<usize> {
    let rest = place.as_str().strip_prefix(list.as_str())?.strip_prefix('/')?;
    rest.split('/').next()?.parse().ok()
}

/// Shows a list of rows, each in a line, one of them open.
#[component]
pub fn ListForm(props: &ListFormProps) -> Html {
    let shell = use_shell();
    let list = props.list;
    let rows = shell.draft.rows(&list.path);
    let open = use_state(|| None::<usize>);
    let (shown, more) = use_paging(PAGE);
    let id = field_id(&list.path);
    use_arrival(&list.path, &id);
    use_open_on_arrival(&shell, list, &open, &shown);
    let toggle = on_toggle(&shell, list, &open);
    let moved = on_moved(&open);
    let add = {
        let (shell, open, shown) = (shell.clone(), open.clone(), shown.clone());
        let first = list.fields.first().map(|f| f.path.clone()).unwrap_or_default();
        Callback::from(move |_: MouseEvent| {
            if let Some(before) = *open {
                shell.edit(Edit::Leave { places: vec![list.path.index(before)] });
            }
            shell.edit(Edit::AddRow { list: list.path.clone() });
            open.set(Some(rows));
            shown.set((*shown).max(rows + 1));
            shell.go_to.emit(list.path.index(rows).join(&first));
        })
    };
    let own: Vec<_> = shell.shown_at(&list.path);
    let row_name = list.row.get(shell.lang);
    let line = |row: usize| {
        let place = list.path.index(row);
        let is_open = *open == Some(row);
        html! {
            <li class={classes!("row", is_open.then_some("open"))} key={row}>
                <RowHead {list} {row} open={is_open} toggle={toggle.clone()} moved={moved.clone()} />
                if is_open {
                    <RowFields {list} {place} />
                }
            </li>
        }
    };
    html! {
        <div class="list" {id} tabindex="-1" aria-label={list.title.get(shell.lang)} role="group">
            <Problems findings={own} />
            if rows == 0 {
                <p class="empty">{ words::list::empty(shell.lang, row_name) }</p>
            }
            if list.path.as_str() == "/delegations" {
                <MarkCounts />
            }
            <ol class="rows">{ for (0..rows.min(*shown)).map(line) }</ol>
            <MoreButton left={rows.saturating_sub(*shown)} onclick={more} />
            <button type="button" class="add" onclick={add}>{ words::list::add(shell.lang, row_name) }</button>
        </div>
    }
}

/// Opens the row that a person is on the way to, such as the row of a finding.
#[hook]
fn use_open_on_arrival(
    shell: &Shell,
    list: &'static List,
    open: &UseStateHandle<Option<usize>>,
    shown: &UseStateHandle<usize>,
) {
    let wanted = shell.target.as_ref().and_then(|place| row_of(&list.path, place));
    let (open, shown) = (open.clone(), shown.clone());
    use_effect_with(wanted, move |wanted| {
        if let Some(row) = *wanted {
            open.set(Some(row));
            shown.set((*shown).max(row + 1));
        }
    });
}

/// Returns the callback that opens a row, or closes it if it is open.
fn on_toggle(
    shell: &Shell,
    list: &'static List,
    open: &UseStateHandle<Option<usize>>,
) -> Callback<usize> {
    let (open, draft) = (open.clone(), shell.draft.dispatcher());
    Callback::from(move |row: usize| {
        if let Some(before) = *open {
            draft.dispatch(Edit::Leave { places: vec![list.path.index(before)] });
        }
        open.set((*open != Some(row)).then_some(row));
    })
}

/// Returns the callback that keeps the same row open when rows were added (`by` 1) or removed (`by`
/// -1) at an index.
fn on_moved(open: &UseStateHandle<Option<usize>>) -> Callback<(usize, isize)> {
    let open = open.clone();
    Callback::from(move |(at, by): (usize, isize)| {
        open.set(match *open {
            Some(row) if by < 0 && row == at => None,
            Some(row) if row >= at => row.checked_add_signed(by),
            other => other,
        });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_of_a_place() {
        let row = |p: &str| row_of(&Pointer::new("/delegations"), &Pointer::new(p));
        assert_eq!(row("/delegations/12/bases/0/citation"), Some(12));
        assert_eq!(row("/delegations"), None);
        assert_eq!(row("/delegationsx/1"), None);
        assert_eq!(row("/procedures/1"), None);
    }
}
