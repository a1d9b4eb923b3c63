//! Column assignments and decisions, kept in the browser: for the next table with the same header, and
//! for a person who closes the page before there is a draft.

use std::rc::Rc;

use forms_core::carry_over::{CarryOver, Decision, Decisions};
use forms_core::code::ProcedureId;
use forms_core::table::Mapping;

const KEY: &str = "renkei-mappings";
const DECISIONS: &str = "renkei-decisions";

/// Most column assignments that are kept; the oldest is dropped first.
const MOST: usize = 50;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Returns the kept column assignments; none if another version wrote them.
pub(super) fn remembered() -> Vec<Mapping> {
    let text = storage().and_then(|s| s.get_item(KEY).ok().flatten()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Returns the known column assignments with a new one, which replaces the one for the same header.
pub(super) fn with(known: &[Mapping], said: Mapping) -> Rc<Vec<Mapping>> {
    let mut all: Vec<Mapping> =
        known.iter().filter(|m| !m.is_about_the_same(&said)).cloned().collect();
    all.push(said);
    let first = all.len().saturating_sub(MOST);
    Rc::new(all.split_off(first))
}

/// Keeps the column assignments. Returns false if the browser refuses.
pub(super) fn remember(mappings: &[Mapping]) -> bool {
    let Ok(text) = serde_json::to_string(mappings) else { return false };
    storage().is_some_and(|storage| storage.set_item(KEY, &text).is_ok())
}

/// Keeps the decisions.
pub(super) fn keep_decisions(decisions: &Decisions) {
    let text = String::from_utf8(decisions.to_json()).unwrap_or_default();
    // If the browser refuses, they can still be saved to a file.
    let _ = storage().map(|storage| storage.set_item(DECISIONS, &text));
}

/// Returns the kept decisions on procedures that the result asks for and `since` does not decide.
pub(super) fn kept_decisions(
    result: &CarryOver,
    since: &Decisions,
) -> Vec<(ProcedureId, Decision)> {
    let text = storage().and_then(|s| s.get_item(DECISIONS).ok().flatten()).unwrap_or_default();
    let kept = Decisions::from_json(text.as_bytes()).unwrap_or_default();
    let is_asked = |id: ProcedureId| {
        result.rows.iter().any(|row| row.procedure == Some(id) && row.awaits_decision())
    };
    let open = kept.iter().filter(|(id, _)| since.on(*id).is_none() && is_asked(*id));
    open.map(|(id, decision)| (id, decision.clone())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use forms_core::pack::{LayoutColumn, TableKind};

    use super::*;

    #[test]
    fn what_is_said_last_of_a_header_holds_and_the_oldest_go() {
        let said = |header: &str, column: usize| {
            let columns = BTreeMap::from([(column, LayoutColumn::ProcedureId.into())]);
            Mapping::new(TableKind::Layout, &[header], None, columns)
        };
        let mut known = with(&[], said("a", 0));
        known = with(&known, said("ａ", 1));
        assert_eq!(*known, [said("a", 1)]);
        for n in 0..MOST {
            known = with(&known, said(&n.to_string(), 0));
        }
        assert_eq!((known.len(), known.contains(&said("a", 1))), (MOST, false));
    }
}
