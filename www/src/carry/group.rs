//! The registrations of a result, grouped by state and procedure.

use std::collections::BTreeMap;
use std::rc::Rc;

use forms_core::application::CarriedState;
use forms_core::carry_over::CarryOver;
use forms_core::code::ProcedureId;
use forms_core::finding::Lang;
use ui::form::{MoreButton, use_paging};
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::entry::EntryView;
use super::session::Session;

/// Number of entries of a group shown at first, and added by the button.
const PAGE: usize = 40;

/// A procedure with all its registrations, in the registry's order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ProcedureEntry {
    /// The state before any decision, which is the group that shows it.
    pub(super) state: CarriedState,
    pub(super) procedure: Option<ProcedureId>,
    /// Indices of the rows in the result.
    pub(super) rows: Vec<usize>,
}

/// Returns the entries of a result. Every row is in exactly one.
pub(super) fn entries(result: &CarryOver) -> Vec<ProcedureEntry> {
    let mut entries: Vec<ProcedureEntry> = Vec::new();
    let mut places: BTreeMap<(CarriedState, String), usize> = BTreeMap::new();
    for (at, row) in result.rows.iter().enumerate() {
        let subject = row.registered.as_ref().map(|r| r.subject());
        let subject = subject.or(row.procedure.map(|p| p.to_string())).unwrap_or_default();
        let place = *places.entry((row.state, subject)).or_insert_with(|| {
            entries.push(ProcedureEntry {
                state: row.state,
                procedure: row.procedure,
                rows: Vec::new(),
            });
            entries.len() - 1
        });
        entries[place].rows.push(at);
    }
    entries
}

/// Returns the heading of a group.
fn title(state: CarriedState, lang: Lang) -> &'static str {
    match state {
        CarriedState::Lapsed => words::carry::group_lapsed(lang),
        CarriedState::Changed => words::carry::group_changed(lang),
        CarriedState::New => words::carry::group_new(lang),
        CarriedState::Kept => words::carry::group_kept(lang),
    }
}

#[derive(Properties)]
pub(super) struct EntryGroupProps {
    pub(super) state: CarriedState,
    pub(super) session: UseReducerHandle<Session>,
    pub(super) entries: Rc<Vec<ProcedureEntry>>,
    /// Text that the name or code of a shown entry contains.
    pub(super) filter: String,
}

impl PartialEq for EntryGroupProps {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && self.session == other.session
            && Rc::ptr_eq(&self.entries, &other.entries)
            && self.filter == other.filter
    }
}

/// True if the name or code of an entry contains the text that a person searches for.
fn is_sought(entry: &ProcedureEntry, result: &CarryOver, filter: &str) -> bool {
    let filter = filter.trim();
    let row = entry.rows.first().and_then(|at| result.rows.get(*at));
    filter.is_empty()
        || row.is_some_and(|row| {
            let code = row.procedure.map(|p| p.to_string()).unwrap_or_default();
            row.name.contains(filter) || code.contains(&filter.to_ascii_uppercase())
        })
}

/// Shows the entries in one state, a page at a time.
#[component]
pub(super) fn EntryGroup(props: &EntryGroupProps) -> Html {
    let lang = use_shell().lang;
    let (shown, more) = use_paging(PAGE);
    let Some(carried) = props.session.result() else { return html! {} };
    let result = &carried.result;
    let own = props.entries.iter().filter(|e| e.state == props.state);
    let rows: usize = own.clone().map(|e| e.rows.len()).sum();
    if rows == 0 {
        return html! {};
    }
    let sought: Vec<&ProcedureEntry> =
        own.filter(|e| is_sought(e, result, &props.filter)).collect();
    let left = sought.len().saturating_sub(*shown);
    let open = props.state != CarriedState::Kept;
    html! {
        <details class={classes!("group", props.state.as_str())} open={open}>
            <summary><h3>{ words::carry::group_count(lang, title(props.state, lang), rows) }</h3></summary>
            if sought.is_empty() {
                <p class="empty">{ words::carry::none_found(lang) }</p>
            }
            <ul class="entries">
                { for sought.iter().take(*shown).map(|entry| html! {
                    <EntryView session={props.session.clone()} entry={(*entry).clone()}
                        key={entry.rows.first().copied().unwrap_or_default()} />
                }) }
            </ul>
            <MoreButton {left} onclick={more} />
        </details>
    }
}

#[cfg(test)]
pub(super) mod tests {
    use forms_core::application::Application;
    use forms_core::carry_over::CarriedRow;

    use super::*;

    pub(crate) fn row(procedure: &str, state: CarriedState) -> CarriedRow {
        CarriedRow {
            registered: None,
            state,
            procedure: procedure.parse().ok(),
            name: "認定".into(),
            changes: Vec::new(),
            candidates: Vec::new(),
            decision: None,
            delegations: Vec::new(),
        }
    }

    fn result(rows: Vec<CarriedRow>) -> CarryOver {
        CarryOver {
            application: Application::default(),
            rows,
            information: Vec::new(),
            findings: Vec::new(),
        }
    }

    #[test]
    fn registrations_of_one_procedure_stand_together_and_none_is_left_out() {
        let (a, b) = ("JT01010000000001", "JT01010000000002");
        let result = result(vec![
            row(a, CarriedState::Kept),
            row(b, CarriedState::Lapsed),
            row(a, CarriedState::Kept),
        ]);
        let all = entries(&result);
        assert_eq!(all.iter().map(|e| e.rows.clone()).collect::<Vec<_>>(), [vec![0, 2], vec![1]]);
        assert!(is_sought(&all[1], &result, "jt01010000000002"));
        assert!(!is_sought(&all[0], &result, "届出"));
    }
}
