//! DLG: who acts for whom (委任・受任).

use std::collections::BTreeMap;

use super::{Context, row};
use crate::application::{Action, Delegation, Direction, Scope};
use crate::code::Government;
use crate::finding::{Finding, make, word};
use crate::text::is_blank;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for (i, delegation) in context.app.delegations.iter().enumerate() {
        single(context, i, delegation, out);
    }
    among_rows(&context.app.delegations, out);
    onward(context, out);
}

/// DLG-002 to DLG-006 and DLG-008, which one row shows alone.
fn single(context: &Context<'_>, index: usize, delegation: &Delegation, out: &mut Vec<Finding>) {
    let at = row("delegations", index);
    let party = &delegation.counterpart;
    if delegation.scope == Scope::Part && is_blank(&delegation.scope_note) {
        out.push(make::dlg_002(label(delegation), &party.name).at(at.key("scope_note")));
    }
    if delegation.bases.is_empty() {
        out.push(make::dlg_003(label(delegation), &party.name).at(at.key("bases")));
    }
    for (j, basis) in delegation.bases.iter().enumerate() {
        if !is_blank(&basis.document) && !listed(context, &basis.document) {
            let place = at.key("bases").index(j).key("document");
            out.push(make::dlg_004(&basis.title, &basis.document).at(place));
        }
    }
    if let Some(code) = party.code.value() {
        if !Government::may_exist(*code) {
            out.push(
                make::dlg_005(party.code.text(), &party.name).at(at.key("counterpart").key("code")),
            );
        }
        let applicant = &context.app.applicant;
        if applicant.code.value() == Some(code) && applicant.organ == party.organ {
            out.push(make::dlg_006(&party.name).at(at.key("counterpart")));
        }
    }
    if let (Some(start), Some(end)) = (delegation.start.value(), delegation.end.value())
        && end < start
    {
        let finding = make::dlg_008(
            label(delegation),
            word::Dlg008::EndFirst,
            vec![start.to_string(), end.to_string()],
            Vec::new(),
        );
        out.push(finding.at(at.key("end")));
    }
}

/// Returns whether the application lists the document. A listed file that is missing is PKG-003.
fn listed(context: &Context<'_>, document: &str) -> bool {
    context.app.attachments.iter().any(|a| a.file == document)
}

/// DLG-001, DLG-007 and DLG-008, which only several rows together show.
fn among_rows(delegations: &[Delegation], out: &mut Vec<Finding>) {
    let mut by_pair: BTreeMap<PairKey<'_>, Vec<usize>> = BTreeMap::new();
    for (i, delegation) in delegations.iter().enumerate() {
        if !delegation.subject().is_empty() {
            by_pair.entry(pair_key(delegation)).or_default().push(i);
        }
    }
    for rows in by_pair.values().filter(|r| r.len() > 1) {
        twice(delegations, rows, out);
        whole_and_part(delegations, rows, out);
        overlaps_itself(delegations, rows, out);
    }
}

/// The key by which rows belong to one delegation: side, direction, subject, counterpart and organ.
type PairKey<'a> = (u8, u8, String, String, u8);

fn pair_key(d: &Delegation) -> PairKey<'_> {
    let party = &d.counterpart;
    let who = if party.code.is_blank() {
        party.name.clone()
    } else {
        party.code.canonical().into_owned()
    };
    (d.side as u8, d.direction as u8, d.subject(), who, party.organ as u8)
}

/// DLG-007: the same row twice, to the letter.
fn twice(delegations: &[Delegation], rows: &[usize], out: &mut Vec<Finding>) {
    let mut seen: Vec<(&Delegation, Vec<usize>)> = Vec::new();
    for &i in rows {
        let Some(delegation) = delegations.get(i) else { continue };
        match seen.iter_mut().find(|(d, _)| *d == delegation) {
            Some((_, indices)) => indices.push(i),
            None => seen.push((delegation, vec![i])),
        }
    }
    for (delegation, indices) in seen.iter().filter(|(_, i)| i.len() > 1) {
        let second = indices.get(1).copied().unwrap_or_default();
        let finding =
            make::dlg_007(label(delegation), &delegation.counterpart.name, numbers(indices));
        out.push(finding.at(row("delegations", second)));
    }
}

/// DLG-001: whole and part of one subject at the same time.
fn whole_and_part(delegations: &[Delegation], rows: &[usize], out: &mut Vec<Finding>) {
    let of = |scope: Scope| {
        rows.iter()
            .filter_map(move |&i| delegations.get(i).map(|d| (i, d)))
            .filter(move |(_, d)| d.scope == scope)
    };
    for (i, whole) in of(Scope::Whole) {
        let clashing: Vec<usize> =
            of(Scope::Part).filter(|(_, part)| overlap(whole, part)).map(|(j, _)| j).collect();
        if let Some(first) = clashing.first() {
            let at = row("delegations", i.max(*first)).key("scope");
            let mut indices = clashing.clone();
            indices.push(i);
            indices.sort_unstable();
            let finding = make::dlg_001(label(whole), &whole.counterpart.name, numbers(&indices));
            out.push(finding.at(at));
            return;
        }
    }
}

/// DLG-008: the same extent twice for some days, in rows that are not the same to the letter.
fn overlaps_itself(delegations: &[Delegation], rows: &[usize], out: &mut Vec<Finding>) {
    let standing = |&&i: &&usize| delegations.get(i).is_some_and(|d| d.action != Action::End);
    let rows: Vec<usize> = rows.iter().filter(standing).copied().collect();
    for (place, &j) in rows.iter().enumerate() {
        let Some(later) = delegations.get(j) else { continue };
        let twice = rows.iter().take(place).find(|&&i| {
            delegations.get(i).is_some_and(|earlier| {
                let same_extent = earlier.scope == later.scope
                    && earlier.scope_note.trim() == later.scope_note.trim();
                same_extent && earlier != later && overlap(earlier, later)
            })
        });
        if let Some(&i) = twice {
            let days = vec![later.start.text().to_owned(), later.end.text().to_owned()];
            let days = days.into_iter().filter(|day| !is_blank(day)).collect();
            let (what, both) = (word::Dlg008::Overlap, numbers(&[i, j]));
            let finding = make::dlg_008(label(later), what, days, both);
            out.push(finding.at(row("delegations", j).key("start")));
            return;
        }
    }
}

/// DLG-014 and DLG-015: what is accepted from one and entrusted to another, or back.
fn onward(context: &Context<'_>, out: &mut Vec<Finding>) {
    let rows = &context.app.delegations;
    let mut accepted: BTreeMap<(u8, String), Vec<&Delegation>> = BTreeMap::new();
    for row in rows.iter().filter(|d| d.action != Action::End && !d.subject().is_empty()) {
        if row.direction == Direction::Accept {
            accepted.entry((row.side as u8, row.subject())).or_default().push(row);
        }
    }
    for (i, given) in rows.iter().enumerate() {
        if given.direction != Direction::Entrust || given.action == Action::End {
            continue;
        }
        let Some(from) = accepted.get(&(given.side as u8, given.subject())) else { continue };
        let at = row("delegations", i).key("counterpart");
        let from = || from.iter().filter(|taken| overlap(taken, given));
        let who =
            |d: &Delegation| (d.counterpart.code.canonical().into_owned(), d.counterpart.organ);
        let to = given.counterpart.name.as_str();
        if from().any(|taken| who(taken) == who(given)) {
            let own = context.app.applicant.name.as_str();
            out.push(make::dlg_014(label(given), format!("{own} → {to} → {own}")).at(at));
        } else if let Some(taken) = from().next() {
            out.push(make::dlg_015(label(given), &taken.counterpart.name, to).at(at));
        }
    }
}

/// Returns whether there may be a day on which both hold; an end that is open never passes.
fn overlap(a: &Delegation, b: &Delegation) -> bool {
    let before = |x: &Delegation, y: &Delegation| match (x.end.value(), y.start.value()) {
        (Some(end), Some(start)) => end < start,
        _ => false,
    };
    !before(a, b) && !before(b, a)
}

/// Row numbers as people count them, from 1.
fn numbers(indices: &[usize]) -> Vec<String> {
    indices.iter().map(|i| (i + 1).to_string()).collect()
}

/// The name of the delegated procedure or information; its code or number if it has no name.
pub(super) fn label(delegation: &Delegation) -> String {
    if is_blank(&delegation.name) { delegation.subject() } else { delegation.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::Organ;
    use crate::finding::Code;
    use crate::rules::testing::{clean, delegation, found};

    fn part(note: &str) -> Delegation {
        Delegation { scope: Scope::Part, scope_note: note.into(), ..delegation() }
    }

    #[test]
    fn dlg_001_finds_whole_and_part_at_once() {
        let mut app = clean();
        app.delegations.push(part("保育に限る。"));
        assert_eq!(found(&app), [(Code::Dlg001, "/delegations/1/scope".into())]);
    }

    #[test]
    fn dlg_001_lets_one_follow_the_other_or_go_to_another_organ() {
        let mut app = clean();
        app.delegations[0].end = "2019-10-14".into();
        app.delegations
            .push(Delegation { start: "2019-10-15".into(), ..part("保育に限る。") });
        assert_eq!(found(&app), []);
        let mut app = clean();
        let mut other = part("保育に限る。");
        other.counterpart.organ = Organ::OtherOffice;
        app.delegations.push(other);
        assert_eq!(found(&app), []);
    }

    #[test]
    fn dlg_002_wants_to_know_which_part() {
        let mut app = clean();
        app.delegations[0] = part("　");
        assert_eq!(found(&app), [(Code::Dlg002, "/delegations/0/scope_note".into())]);
        app.delegations[0] = part("保育に限る。");
        assert_eq!(found(&app), []);
    }

    #[test]
    fn dlg_003_and_004_want_a_basis_with_its_text() {
        let mut app = clean();
        app.delegations[0].bases[0].document = "別の規則.txt".into();
        assert_eq!(found(&app), [(Code::Dlg004, "/delegations/0/bases/0/document".into())]);
        app.delegations[0].bases.clear();
        assert_eq!(found(&app), [(Code::Dlg003, "/delegations/0/bases".into())]);
    }

    #[test]
    fn dlg_005_does_not_know_the_counterpart() {
        let mut app = clean();
        app.delegations[0].counterpart.code = "137006".into();
        assert_eq!(found(&app), [(Code::Dlg005, "/delegations/0/counterpart/code".into())]);
    }

    #[test]
    fn dlg_006_finds_oneself_but_not_ones_own_board() {
        let mut app = clean();
        app.delegations[0].counterpart.organ = Organ::Head;
        app.delegations[0].counterpart.name = "世田谷区長".into();
        assert_eq!(found(&app), [(Code::Dlg006, "/delegations/0/counterpart".into())]);
        app.delegations[0].counterpart.organ = Organ::WelfareOffice;
        assert_eq!(found(&app), []);
    }

    #[test]
    fn dlg_007_finds_the_same_row_but_not_a_row_that_differs() {
        let mut app = clean();
        app.delegations.push(delegation());
        app.delegations.push(delegation());
        assert_eq!(found(&app), [(Code::Dlg007, "/delegations/1".into())]);
        app.delegations.truncate(2);
        app.delegations[1].procedure = "JT01010000000002".into();
        assert_eq!(found(&app), []);
    }

    #[test]
    fn dlg_008_cannot_end_before_it_starts() {
        let mut app = clean();
        app.delegations[0].end = "2019-06-16".into();
        assert_eq!(found(&app), [(Code::Dlg008, "/delegations/0/end".into())]);
        app.delegations[0].end = "2019-06-17".into();
        assert_eq!(found(&app), []);
    }

    #[test]
    fn dlg_008_does_not_hold_twice_on_one_day() {
        let mut app = clean();
        app.delegations.push(Delegation { start: "2019-10-15".into(), ..delegation() });
        assert_eq!(found(&app), [(Code::Dlg008, "/delegations/1/start".into())]);
        app.delegations[0].end = "2019-10-14".into();
        assert_eq!(found(&app), []);
        let mut app = clean();
        app.delegations = vec![part("保育に限る。"), part("奨学金に限る。")];
        assert_eq!(found(&app), []);
    }

    #[test]
    fn dlg_014_and_015_tell_a_circle_from_passing_on() {
        let taken = |code: &str, name: &str| {
            let mut taken = Delegation { direction: Direction::Accept, ..delegation() };
            taken.counterpart.code = code.into();
            taken.counterpart.name = name.into();
            taken
        };
        let at = "/delegations/0/counterpart";
        let mut app = clean();
        app.delegations.push(taken("131121", "世田谷区教育委員会"));
        assert_eq!(found(&app), [(Code::Dlg014, at.into())]);
        let mut app = clean();
        app.delegations.push(taken("131130", "渋谷区教育委員会"));
        assert_eq!(found(&app), [(Code::Dlg015, at.into())]);
        app.delegations[1].end = "2019-06-16".into();
        app.delegations[1].start = "2019-06-01".into();
        assert_eq!(found(&app), []);
        app.delegations[1] = taken("131130", "渋谷区教育委員会");
        app.delegations[1].procedure = "JT01010000000002".into();
        assert_eq!(found(&app), []);
    }
}
