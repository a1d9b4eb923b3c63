//! FRM-006: items that contradict each other.

use super::{Context, row};
use crate::application::{Action, Application, ChangeReason, Kind, Scope};
use crate::finding::{Finding, Pointer, make, word};
use crate::text::is_blank;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let app = context.app;
    if app.kind == Kind::Start {
        first_connection(app, out);
    }
    // With another reason it says little; alone it says that a delegation changes.
    if app.reasons == [ChangeReason::Delegation]
        && app.delegations.iter().all(|d| d.action == Action::Keep)
    {
        let finding = make::frm_006(word::Frm006::NoDelegationChanges, Vec::new());
        out.push(finding.at(Pointer::new("/reasons")));
    }
    for (i, delegation) in app.delegations.iter().enumerate() {
        if delegation.scope == Scope::Whole && says_a_part(&delegation.scope_note) {
            let finding = make::frm_006(word::Frm006::WholeWithPart, vec![(i + 1).to_string()]);
            out.push(finding.at(row("delegations", i).key("scope_note")));
        }
    }
}

/// Nothing is registered before the first connection, so nothing can be kept, changed or ended. One
/// finding for each list: a wrong kind is one mistake, however many rows follow from it.
fn first_connection(app: &Application, out: &mut Vec<Finding>) {
    if !app.reasons.is_empty() {
        let finding = make::frm_006(word::Frm006::ReasonsForStart, Vec::new());
        out.push(finding.at(Pointer::new("/reasons")));
    }
    let procedures = app.procedures.iter().map(|p| p.action);
    let delegations = app.delegations.iter().map(|d| d.action);
    for (list, problem, actions) in [
        ("procedures", word::Frm006::ProceduresForStart, procedures.collect::<Vec<_>>()),
        ("delegations", word::Frm006::DelegationsForStart, delegations.collect()),
    ] {
        let rows: Vec<usize> =
            (0..).zip(actions).filter(|(_, a)| *a != Action::Add).map(|(i, _)| i).collect();
        if let Some(first) = rows.first() {
            let numbers = rows.iter().map(|i| (i + 1).to_string()).collect();
            out.push(make::frm_006(problem, numbers).at(row(list, *first).key("action")));
        }
    }
}

/// Returns whether a note on the scope describes a part; 「全部」 and 「なし」 do not.
fn says_a_part(note: &str) -> bool {
    let note = note.trim().trim_end_matches('。');
    !is_blank(note)
        && !matches!(note, "全部" | "すべて" | "全て" | "なし" | "無し" | "-" | "－" | "ー")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::rules::testing::{clean, found};

    #[test]
    fn frm_006_a_first_connection_keeps_and_ends_nothing() {
        let mut app = clean();
        app.delegations[0].action = Action::Keep;
        app.delegations.push(crate::rules::testing::delegation());
        app.delegations[1].procedure = "JT01010000000002".into();
        app.delegations[1].action = Action::Change;
        assert_eq!(found(&app), [(Code::Frm006, "/delegations/0/action".into())]);
        app.kind = Kind::Change;
        app.reasons = vec![ChangeReason::Law];
        assert!(found(&app).iter().all(|(code, _)| *code != Code::Frm006));
    }

    #[test]
    fn frm_006_reasons_belong_to_a_change() {
        let mut app = clean();
        app.reasons = vec![ChangeReason::Law];
        assert_eq!(found(&app), [(Code::Frm006, "/reasons".into())]);
        app.kind = Kind::Change;
        assert_eq!(found(&app), []);
        app.reasons = vec![ChangeReason::Delegation];
        assert_eq!(found(&app), []);
        app.delegations[0].action = Action::Keep;
        assert!(found(&app).contains(&(Code::Frm006, "/reasons".into())));
    }

    #[test]
    fn frm_006_the_whole_has_no_part() {
        let mut app = clean();
        app.delegations[0].scope_note = "保育に関する事務に限る。".into();
        assert_eq!(found(&app), [(Code::Frm006, "/delegations/0/scope_note".into())]);
        app.delegations[0].scope_note = "全部".into();
        assert_eq!(found(&app), []);
    }
}
