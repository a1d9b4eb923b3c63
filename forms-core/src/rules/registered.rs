//! DLG-009 to DLG-013: the application compared with the registry.

use super::dlg::label;
use super::{Context, row};
use crate::application::{Action, Delegation, Kind, Scope};
use crate::code::ProcedureId;
use crate::finding::{Finding, Pointer, make, word};
use crate::registry::Relation;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    if !context.has_registry() {
        return;
    }
    for (i, delegation) in context.app.delegations.iter().enumerate() {
        row_beside_registry(context, i, delegation, out);
    }
    if context.app.kind == Kind::Change {
        for relation in context.relations() {
            registered_beside_rows(context, relation, out);
        }
    }
}

/// DLG-009, DLG-010 and DLG-011 for one row of the application.
fn row_beside_registry(
    context: &Context<'_>,
    index: usize,
    delegation: &Delegation,
    out: &mut Vec<Finding>,
) {
    let at = row("delegations", index);
    let counterpart = &delegation.counterpart.name;
    let same: Vec<&Relation<'_>> =
        context.relations().iter().filter(|r| r.is_row(delegation)).collect();
    match delegation.action {
        Action::End if same.is_empty() => {
            out.push(make::dlg_010(label(delegation), counterpart).at(at.key("action")));
        }
        Action::Add if same.iter().any(|r| in_force(context, r)) => {
            out.push(make::dlg_011(label(delegation), counterpart).at(at.key("action")));
        }
        _ => {}
    }
    if delegation.action == Action::End || delegation.scope != Scope::Whole {
        return;
    }
    let replaced =
        context.relations().iter().filter(|r| replaces(context, delegation, r)).collect();
    let before = if same.is_empty() { replaced } else { same };
    let part = before.iter().find(|r| r.registration.scope == Scope::Part);
    if let Some(part) = part.filter(|_| before.iter().all(|r| r.registration.scope == Scope::Part))
    {
        let note = part.registration.scope_note.as_str();
        let why = word::Dlg009::Registered;
        out.push(make::dlg_009(label(delegation), counterpart, why, note).at(at.key("scope")));
    }
}

/// DLG-012 and DLG-013 for one registered delegation that no row mentions.
fn registered_beside_rows(context: &Context<'_>, relation: &Relation<'_>, out: &mut Vec<Finding>) {
    let rows = &context.app.delegations;
    if !in_force(context, relation) || rows.iter().any(|d| relation.is_row(d)) {
        return;
    }
    let registration = relation.registration;
    let reference = context.reference();
    let at = Pointer::root().key("delegations");
    let counterpart = relation.counterpart.name.as_str();
    let subject = subject(context, relation);
    let retired = registration.procedure.filter(|id| reference.is_some_and(|r| r.is_retired(*id)));
    let finding = match retired {
        Some(_) if rows.iter().any(|d| replaces(context, d, relation)) => return,
        Some(id) => {
            let candidates = reference.map(|r| r.candidates(id)).unwrap_or_default();
            make::dlg_013(subject, counterpart, candidates)
        }
        None => {
            let scope = match registration.scope {
                Scope::Whole => word::Dlg012::Whole,
                Scope::Part => word::Dlg012::Part,
            };
            make::dlg_012(subject, counterpart, scope)
        }
    };
    out.push(finding.at(at));
}

/// Returns whether a row replaces a registered delegation whose procedure is retired: one of the
/// candidates, or another new procedure of the same affair.
pub(super) fn replaces(
    context: &Context<'_>,
    delegation: &Delegation,
    relation: &Relation<'_>,
) -> bool {
    let Some(reference) = context.reference() else { return false };
    let (Some(old), Some(new)) =
        (relation.registration.procedure, delegation.procedure.value().copied())
    else {
        return false;
    };
    let Some(diff) = reference.diff() else { return false };
    let Some(retired) = diff.retired(old) else { return false };
    let affair = |layout: Option<&'_ crate::layout::Layout>, id: ProcedureId| {
        layout.and_then(|l| l.procedure(id)).map(|p| p.first().affair_name.clone())
    };
    let fits = retired.candidates.iter().any(|c| c.id == new)
        || diff.is_added(new)
            && affair(reference.old_layout(), old) == affair(reference.new_layout(), new);
    fits && delegation.action != Action::End && relation.has_same_ends(delegation)
}

/// Returns whether a registered delegation still holds when the application is to take effect.
fn in_force(context: &Context<'_>, relation: &Relation<'_>) -> bool {
    let day = context.app.target.release.value().map_or(context.today, |day| day.0);
    relation.registration.valid_to.is_none_or(|end| end >= day)
}

/// The subject of a registered delegation, by its name in the layouts if they have one.
fn subject(context: &Context<'_>, relation: &Relation<'_>) -> String {
    let code = relation.registration.subject();
    let layouts = context.reference().map(|r| [r.old_layout(), r.new_layout()]).unwrap_or_default();
    let name = relation.registration.procedure.and_then(|id| {
        layouts.into_iter().flatten().find_map(|l| Some(l.procedure(id)?.name().to_owned()))
    });
    name.map_or(code.clone(), |name| format!("{name}（{code}）"))
}

#[cfg(test)]
mod tests {
    use crate::application::{Action, Application, ChangeReason, Kind, Scope};
    use crate::carry_over::{CarryOverInput, Decision, Decisions, carry_over};
    use crate::finding::{ArgValue, Code};
    use crate::pack::Pack;
    use crate::reference::Reference;
    use crate::rules::testing::{clean, found_against, layouts, registry};

    /// The clean application as a change that keeps what is registered.
    fn change() -> Application {
        let mut app = clean();
        app.kind = Kind::Change;
        app.reasons = vec![ChangeReason::Layout];
        app.delegations[0].action = Action::Keep;
        app.procedures[0].action = Action::Keep;
        app
    }

    fn found(app: &Application, rows: &str) -> Vec<(Code, String)> {
        let registry = registry(rows);
        let reference = Reference::new(None, None, Some(registry), Pack::standard());
        let codes = found_against(app, &reference);
        codes.into_iter().map(|f| (f.0, f.1)).collect()
    }

    const WHOLE: &str = "照会,世田谷区,世田谷区教育委員会,JT01010000000001,全部,,\n";
    const PART: &str = "照会,世田谷区,世田谷区教育委員会,JT01010000000001,一部,保育に限る。,\n";

    #[test]
    fn dlg_009_finds_a_part_filed_as_whole() {
        assert_eq!(found(&change(), PART), [(Code::Dlg009, "/delegations/0/scope".into())]);
        assert_eq!(found(&change(), WHOLE), []);
        let mut app = change();
        app.delegations[0].scope = Scope::Part;
        app.delegations[0].scope_note = "保育に限る。".into();
        assert_eq!(found(&app, PART), []);
    }

    #[test]
    fn dlg_010_ends_only_what_is_registered() {
        let mut app = change();
        app.delegations[0].action = Action::End;
        app.delegations[0].end = "2019-06-17".into();
        assert_eq!(found(&app, WHOLE), []);
        assert_eq!(found(&app, ""), [(Code::Dlg010, "/delegations/0/action".into())]);
    }

    #[test]
    fn dlg_011_adds_only_what_is_not_registered() {
        let mut app = change();
        app.delegations[0].action = Action::Add;
        assert_eq!(found(&app, WHOLE), [(Code::Dlg011, "/delegations/0/action".into())]);
        assert_eq!(found(&app, &WHOLE.replace("全部,,", "全部,,2019-03-31")), []);
    }

    #[test]
    fn dlg_012_misses_what_is_registered_but_not_what_has_ended_or_is_anothers() {
        let more = format!("{WHOLE}{}", WHOLE.replace("0001,", "0002,"));
        assert_eq!(found(&change(), &more), [(Code::Dlg012, "/delegations".into())]);
        let ended = more.replace("0002,全部,,", "0002,全部,,2019-03-31");
        assert_eq!(found(&change(), &ended), []);
        let other = format!("{WHOLE}{}", WHOLE.replace("世田谷区", "杉並区"));
        assert_eq!(found(&change(), &other), []);
    }

    #[test]
    fn dlg_013_names_the_candidates_until_a_row_replaces_the_retired() {
        let (old, new) = layouts();
        let rows = format!("{WHOLE}{}", WHOLE.replace("0001,", "0002,"));
        let registry = registry(&rows);
        let reference = Reference::new(Some(old), Some(new), Some(registry), Pack::standard());
        let found = found_against(&change(), &reference);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0, found[0].1.as_str()), (Code::Dlg013, "/delegations"));
        let Some(ArgValue::List(candidates)) = &found[0].2 else { panic!("no candidates") };
        assert_eq!(candidates.len(), 1);
        assert!(candidates[0].starts_with("JT01010000000009"), "{candidates:?}");
        let mut app = change();
        let mut replacing = app.delegations[0].clone();
        replacing.procedure = "JT01010000000009".into();
        replacing.name = "現況の届出の受理（市町村長への照会）".into();
        replacing.action = Action::Add;
        app.delegations.push(replacing);
        assert!(found_against(&app, &reference).is_empty());
    }

    #[test]
    fn a_draft_that_a_person_completed_has_none_of_these() {
        let (old, new) = layouts();
        let rows = format!("{WHOLE}{}", WHOLE.replace("0001,", "0002,"));
        let (registry, pack) = (registry(&rows), Pack::standard());
        let reference = Reference::new(Some(old), Some(new), Some(registry), pack);
        let draft = |decisions: &Decisions| {
            let applicant = Some(&clean().applicant).cloned();
            let input =
                CarryOverInput::new(&reference, decisions, applicant.as_ref(), pack).unwrap();
            let codes = found_against(&carry_over(&input).application, &reference);
            // What a registry does not hold, such as the attached rule, is for the person to add.
            let family = |c: &Code| !matches!(c, Code::Frm001 | Code::Dlg003 | Code::Pia001);
            codes.into_iter().map(|f| f.0).filter(family).collect::<Vec<_>>()
        };
        assert_eq!(draft(&Decisions::default()), [Code::Prc002]);
        let mut decided = Decisions::default();
        let retired = "JT01010000000002".parse().unwrap();
        let successors = vec!["JT01010000000009".parse().unwrap()];
        decided.record(retired, Decision { successors, note: String::new() });
        assert_eq!(draft(&decided), []);
        decided.record(retired, Decision::default());
        assert_eq!(draft(&decided), []);
    }
}
