//! PRC: procedures.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, row};
use crate::application::{Action, Delegation, Direction, Entered, Role};
use crate::carry_over::new_procedures;
use crate::code::{Government, GovernmentKind, MunicipalityCode, ProcedureId};
use crate::finding::{Finding, Pointer, make, word};
use crate::layout::Procedure;
use crate::text::{Day, fold_ascii, is_blank, nfc};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let app = context.app;
    for (i, used) in app.procedures.iter().enumerate() {
        let at = row("procedures", i);
        readable(&used.procedure, at.key("procedure"), out);
        if let Some(id) = used.procedure.value() {
            let entered =
                Use { id: *id, name: &used.name, action: used.action, start: &app.target.release };
            against_layouts(context, &entered, &at, out);
            // Where it acts for another, PRC-005 is found at the delegation that it accepts.
            let accepted = app.delegations.iter().any(|d| d.procedure.value() == Some(id));
            if !accepted {
                party(
                    context,
                    *id,
                    used.role,
                    Some(&app.applicant.code),
                    &app.applicant.name,
                    &at,
                    out,
                );
            }
        }
    }
    twice(context, out);
    for (i, delegation) in app.delegations.iter().enumerate() {
        let at = row("delegations", i);
        readable(&delegation.procedure, at.key("procedure"), out);
        readable(&delegation.information, at.key("information"), out);
        if let Some(id) = delegation.procedure.value() {
            let Delegation { name, action, start, .. } = delegation;
            against_layouts(context, &Use { id: *id, name, action: *action, start }, &at, out);
            giver(context, *id, delegation, &at, out);
        }
    }
    not_mentioned(context, out);
}

/// PRC-001: a text that cannot be the code of any procedure or the number of any information.
fn readable<T: std::str::FromStr>(code: &Entered<T>, at: Pointer, out: &mut Vec<Finding>) {
    if code.error().is_some() {
        out.push(make::prc_001(code.text()).at(at));
    }
}

/// A procedure as a row of the application uses it.
struct Use<'a> {
    id: ProcedureId,
    name: &'a str,
    action: Action,
    start: &'a Entered<Day>,
}

/// PRC-001 to PRC-004 and PRC-007: a row compared with the layouts.
fn against_layouts(context: &Context<'_>, used: &Use<'_>, at: &Pointer, out: &mut Vec<Finding>) {
    let Some(reference) = context.reference() else { return };
    let Some(target) = reference.new_layout() else { return };
    let id = used.id.to_string();
    if reference.is_retired(used.id) {
        if used.action != Action::End {
            let candidates = reference.candidates(used.id);
            let layout = context.app.target.layout.as_str();
            let finding = make::prc_002(id, named(context, used), layout, candidates);
            out.push(finding.at(at.key("procedure")));
        }
        return;
    }
    let Some(procedure) = target.procedure(used.id) else {
        out.push(make::prc_001(id).at(at.key("procedure")));
        return;
    };
    if !is_blank(used.name) && fold(used.name) != fold(procedure.name()) {
        out.push(make::prc_004(&id, used.name, procedure.name()).at(at.key("name")));
    }
    let known_before = reference.old_layout().is_some_and(|old| old.procedure(used.id).is_some());
    let valid_from = procedure.rows().filter_map(|r| r.valid_from).min();
    if let (Some(start), Some(from)) = (used.start.value(), valid_from)
        && used.action == Action::Add
        && !known_before
        && start.0 < from
    {
        let finding = make::prc_003(&id, procedure.name(), from.to_string(), start.to_string());
        out.push(finding.at(at.key("procedure")));
    }
    let changed = reference.diff().and_then(|d| d.changed(used.id));
    if let Some(changed) =
        changed.filter(|c| used.action == Action::Keep && c.concerns_delegations())
    {
        let shown = |c: &crate::layout_diff::FieldChange| {
            format!(
                "{}: {} → {}",
                context.pack.column_label("layout", c.field.as_str()),
                c.old,
                c.new
            )
        };
        let changes = changed.fields.iter().map(shown).collect();
        out.push(make::prc_007(&id, procedure.name(), changes).at(at.key("procedure")));
    }
}

/// The name a person knows: as entered, else as the old layout has it.
fn named(context: &Context<'_>, used: &Use<'_>) -> String {
    let old = context.reference().and_then(|r| r.old_layout()?.procedure(used.id));
    if is_blank(used.name) {
        old.map(|p| p.name().to_owned()).unwrap_or_default()
    } else {
        used.name.to_owned()
    }
}

fn fold(name: &str) -> String {
    fold_ascii(&nfc(name)).chars().filter(|c| !c.is_whitespace()).collect()
}

/// PRC-005 for a delegation: whoever gives must be a party of the procedure.
fn giver(
    context: &Context<'_>,
    id: ProcedureId,
    delegation: &Delegation,
    at: &Pointer,
    out: &mut Vec<Finding>,
) {
    let applicant = &context.app.applicant;
    let (code, name) = match delegation.direction {
        Direction::Entrust => (&applicant.code, &applicant.name),
        Direction::Accept => (&delegation.counterpart.code, &delegation.counterpart.name),
    };
    let role = match delegation.side {
        crate::application::Side::Inquiry => Role::Inquirer,
        crate::application::Side::Provision => Role::Provider,
    };
    if delegation.action != Action::End {
        party(context, id, role, Some(code), name, at, out);
    }
}

/// PRC-005: a municipality where only prefectures may, or the other way round.
fn party(
    context: &Context<'_>,
    id: ProcedureId,
    role: Role,
    code: Option<&Entered<MunicipalityCode>>,
    name: &str,
    at: &Pointer,
    out: &mut Vec<Finding>,
) {
    let procedure = context.reference().and_then(|r| r.new_layout()?.procedure(id));
    let government = code.and_then(|c| c.value()).and_then(|c| Government::find(*c));
    let (Some(procedure), Some(government)) = (procedure, government) else { return };
    let (texts, role) = match role {
        Role::Inquirer => (vec![procedure.first().inquirer.as_str()], word::Prc005::Inquirer),
        Role::Provider => (providers(&procedure), word::Prc005::Provider),
    };
    let allowed = texts.join("、");
    if !allowed.is_empty() && texts.iter().all(|text| excludes(text, government.kind)) {
        let finding = make::prc_005(name, procedure.name(), role, allowed);
        out.push(finding.at(at.key("procedure")));
    }
}

fn providers<'l>(procedure: &Procedure<'l>) -> Vec<&'l str> {
    let mut texts: Vec<&str> = procedure.rows().map(|r| r.provider.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Returns whether a text names the other kind of local government and surely not this one. 都道府県知事等 are
/// cities with a welfare office too, and a text that names neither says nothing for sure.
fn excludes(text: &str, kind: GovernmentKind) -> bool {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    let municipal =
        ["市町村", "市長", "区長", "町長", "村長", "市の長", "知事等", "事業主体", "施行者"];
    let prefectural = ["都道府県", "知事"];
    match kind {
        GovernmentKind::Prefecture => has(&["市町村長"]) && !has(&prefectural),
        GovernmentKind::Municipality => has(&["都道府県知事"]) && !has(&municipal),
        GovernmentKind::Ward => false,
    }
}

/// PRC-006: the same procedure twice in the same role.
fn twice(context: &Context<'_>, out: &mut Vec<Finding>) {
    let mut rows: BTreeMap<(Role, ProcedureId), Vec<usize>> = BTreeMap::new();
    for (i, used) in context.app.procedures.iter().enumerate() {
        if let Some(id) = used.procedure.value() {
            rows.entry((used.role, *id)).or_default().push(i);
        }
    }
    for ((_, id), rows) in rows {
        let (Some(first), Some(second)) = (rows.first(), rows.get(1)) else { continue };
        let name = context.app.procedures.get(*first).map_or("", |p| p.name.as_str());
        let numbers = rows.iter().map(|i| (i + 1).to_string()).collect();
        let at = row("procedures", *second);
        out.push(make::prc_006(id.to_string(), name, numbers).at(at.key("procedure")));
    }
}

/// PRC-008: new procedures of affairs that the applicant delegates or accepts already. One look through the layout's new
/// procedures settles them all, so they are one finding.
fn not_mentioned(context: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(reference) = context.reference() else { return };
    let (Some(old), Some(target), Some(diff)) =
        (reference.old_layout(), reference.new_layout(), reference.diff())
    else {
        return;
    };
    let app = context.app;
    let delegated = app.delegations.iter().filter_map(|d| d.procedure.value());
    let used = app.procedures.iter().filter_map(|p| p.procedure.value());
    let mentioned: BTreeSet<ProcedureId> = delegated.chain(used).copied().collect();
    let registered = context.relations().iter().filter_map(|r| r.registration.procedure).collect();
    let (mut affairs, mut procedures) = (Vec::new(), Vec::new());
    for id in new_procedures(&registered, old, target, diff) {
        let Some(procedure) = target.procedure(id).filter(|_| !mentioned.contains(&id)) else {
            continue;
        };
        let affair = &procedure.first().affair_name;
        if !affairs.contains(affair) {
            affairs.push(affair.clone());
        }
        procedures.push(format!("{id} {}", procedure.name()));
    }
    if !procedures.is_empty() {
        let finding = make::prc_008(affairs, procedures.len() as u64, procedures);
        out.push(finding.at(Pointer::root().key("delegations")));
    }
}

#[cfg(test)]
mod tests {
    use crate::application::{Action, Application};
    use crate::finding::Code;
    use crate::layout::Layout;
    use crate::pack::Pack;
    use crate::reference::Reference;
    use crate::rules::testing::{
        clean, clean_change, found, found_against, layout, layouts, registry,
    };

    #[test]
    fn prc_001_finds_what_can_be_no_code() {
        let mut app = clean();
        app.procedures[0].procedure = "JT0101000000001".into();
        assert_eq!(found(&app), [(Code::Prc001, "/procedures/0/procedure".into())]);
        app.procedures[0].procedure = "ＪＴ０１０１０００００００００１".into();
        assert_eq!(found(&app), []);
        app.delegations[0].information = "千".into();
        assert_eq!(found(&app), [(Code::Prc001, "/delegations/0/information".into())]);
    }

    fn beside(app: &Application, old: Option<&Layout>, new: &Layout) -> Vec<(Code, String)> {
        let reference = Reference::new(old.cloned(), Some(new.clone()), None, Pack::standard());
        found_against(app, &reference).into_iter().map(|f| (f.0, f.1)).collect()
    }

    #[test]
    fn prc_001_does_not_know_a_code_that_no_layout_has() {
        let (old, new) = layouts();
        let mut app = clean();
        assert_eq!(beside(&app, Some(&old), &new), []);
        app.procedures[0].procedure = "JT01010000000777".into();
        let found = beside(&app, Some(&old), &new);
        assert_eq!(found, [(Code::Prc001, "/procedures/0/procedure".into())]);
    }

    #[test]
    fn prc_002_finds_a_retired_procedure_unless_it_ends() {
        let (old, new) = layouts();
        let mut app = clean_change();
        app.procedures[0].procedure = "JT01010000000002".into();
        app.procedures[0].name = "現況の届出の受理".into();
        let found = beside(&app, Some(&old), &new);
        assert_eq!(found, [(Code::Prc002, "/procedures/0/procedure".into())]);
        app.procedures[0].action = Action::End;
        assert_eq!(beside(&app, Some(&old), &new), []);
    }

    #[test]
    fn prc_003_waits_for_a_new_procedure() {
        let (old, new) = layouts();
        let mut app = clean();
        app.delegations[0].procedure = "JT01010000000009".into();
        app.delegations[0].name = "現況の届出の受理（市町村長への照会）".into();
        app.delegations[0].start = "2019-06-16".into();
        let found = beside(&app, Some(&old), &new);
        assert_eq!(found, [(Code::Prc003, "/delegations/0/procedure".into())]);
        app.delegations[0].start = "2019-06-17".into();
        assert_eq!(beside(&app, Some(&old), &new), []);
        // One that both versions have is older than the row that the new version gives it.
        app.delegations[0].procedure = "JT01010000000001".into();
        app.delegations[0].name = "認定の請求の受理".into();
        app.delegations[0].start = "2017-07-18".into();
        assert_eq!(beside(&app, Some(&old), &new), []);
    }

    #[test]
    fn prc_004_compares_names_without_regard_to_width() {
        let (old, new) = layouts();
        let mut app = clean();
        app.procedures[0].name = "認定の　請求の受理".into();
        assert_eq!(beside(&app, Some(&old), &new), []);
        app.procedures[0].name = "額の改定の請求の受理".into();
        let found = beside(&app, Some(&old), &new);
        assert_eq!(found, [(Code::Prc004, "/procedures/0/name".into())]);
    }

    #[test]
    fn prc_005_keeps_prefectures_and_municipalities_apart() {
        let of = |inquirer: &str| {
            let row = format!(
                "74,児童手当,JT01010000000001,認定の請求の受理,,{inquirer},市町村長,2,2018-07-01\n"
            );
            let layout = layout(&row);
            beside(&clean(), None, &layout)
        };
        for allowed in
            ["市町村長", "都道府県知事等", "都道府県知事又は市町村長", "厚生労働大臣", ""]
        {
            assert_eq!(of(allowed), [], "{allowed}");
        }
        assert_eq!(of("都道府県知事"), [(Code::Prc005, "/delegations/0/procedure".into())]);
    }

    #[test]
    fn prc_006_finds_a_procedure_twice_but_not_in_another_role() {
        let mut app = clean();
        app.procedures.push(app.procedures[0].clone());
        assert_eq!(found(&app), [(Code::Prc006, "/procedures/1/procedure".into())]);
        app.procedures[1].role = crate::application::Role::Provider;
        assert_eq!(found(&app), []);
    }

    #[test]
    fn prc_007_shows_what_changed_in_a_procedure_that_is_kept() {
        let (old, _) = layouts();
        let changed = layout(
            "74,児童手当,JT01010000000001,認定の請求の受理,第四十条第一号,市町村長,市町村長,15,2019-06-17\n",
        );
        let mut app = clean_change();
        assert_eq!(beside(&app, Some(&old), &changed), []);
        app.delegations[0].action = Action::Keep;
        let found = beside(&app, Some(&old), &changed);
        assert_eq!(found, [(Code::Prc007, "/delegations/0/procedure".into())]);
    }

    #[test]
    fn prc_008_tells_of_new_procedures_of_delegated_affairs() {
        let (old, new) = layouts();
        let rows = "照会,世田谷区,世田谷区教育委員会,JT01010000000001,全部,,\n";
        let (registry, mut app) = (registry(rows), clean_change());
        app.delegations[0].action = Action::Keep;
        let reference = Reference::new(Some(old), Some(new), Some(registry), Pack::standard());
        let found = |app: &Application| -> Vec<Code> {
            found_against(app, &reference).into_iter().map(|f| f.0).collect()
        };
        assert_eq!(found(&app), [Code::Prc008]);
        // What others have registered says nothing about this applicant.
        let mut other = app.clone();
        other.applicant.code = "131130".into();
        other.applicant.name = "渋谷区".into();
        assert!(!found(&other).contains(&Code::Prc008));
        app.procedures[0].procedure = "JT01010000000009".into();
        app.procedures[0].name = "現況の届出の受理（市町村長への照会）".into();
        assert_eq!(found(&app), []);
    }
}
