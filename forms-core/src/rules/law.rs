//! LAW: the legal basis, first as the application states it, then against the attached text.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::dlg::label;
use super::{Context, row};
use crate::application::{Action, Application, Delegation, InstrumentKind, LegalBasis, Scope};
use crate::finding::{Finding, Pointer, make, word};
use crate::law::citation::{self, Citation};
use crate::law::ordinance::Ordinance;
use crate::law::{Effect, Index, InstrumentNumber, InstrumentText, Kind, Provision, number_line};
use crate::text::{fold_ascii, is_blank, nfc};

/// LAW-001, LAW-004, LAW-007 and LAW-010, which the application alone shows.
pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for (i, delegation) in context.app.delegations.iter().enumerate() {
        for (j, basis) in delegation.bases.iter().enumerate() {
            let at = row("delegations", i).key("bases").index(j);
            stated(basis, &at, out);
        }
    }
}

fn stated(basis: &LegalBasis, at: &Pointer, out: &mut Vec<Finding>) {
    if !is_blank(&basis.citation) {
        let reading = citation::read(&basis.citation);
        let findings = reading.problems.iter().map(|p| p.finding(&basis.citation));
        out.extend(findings.map(|f| f.at(at.key("citation"))));
    }
    // A law of the state is known by its name.
    if basis.kind != InstrumentKind::Law && number_of(basis).is_none_or(|n| n.number.is_none()) {
        out.push(make::law_007(&basis.title, basis.number.trim()).at(at.key("number")));
    }
    if !can_delegate(basis) {
        out.push(make::law_010(&basis.title).at(at.key("kind")));
    }
}

fn number_of(basis: &LegalBasis) -> Option<InstrumentNumber> {
    let chars: Vec<char> = basis.number.trim().chars().collect();
    number_line(&chars).map(|(number, _)| number)
}

/// Returns whether authority can be delegated by such an instrument, by its kind and its own title.
fn can_delegate(basis: &LegalBasis) -> bool {
    use InstrumentKind as K;
    let by_kind = matches!(basis.kind, K::Law | K::Ordinance | K::Rule | K::BoardRule);
    let by_title = !matches!(
        Kind::of_title(basis.title.trim()),
        Some(Kind::Guideline | Kind::Regulation | Kind::Directive | Kind::Notice)
    );
    by_kind && by_title
}

/// LAW-002, LAW-003, LAW-005, LAW-006, LAW-008, LAW-009, LAW-011, LAW-013 and LAW-014, which the attached
/// texts show. `instruments` holds the texts by the file names that the application uses.
pub fn check_instruments<T: Borrow<InstrumentText>>(
    app: &Application,
    instruments: &BTreeMap<String, T>,
    out: &mut Vec<Finding>,
) {
    unreadable(app, instruments, out);
    let indices: BTreeMap<&str, Index<'_>> = instruments
        .iter()
        .filter_map(|(name, text)| match text.borrow() {
            InstrumentText::Parsed(o) if !o.provisions.is_empty() => {
                Some((name.as_str(), Index::new(o)))
            }
            _ => None,
        })
        .collect();
    for (i, delegation) in app.delegations.iter().enumerate() {
        for (j, basis) in delegation.bases.iter().enumerate() {
            let Some(index) = indices.get(basis.document.as_str()) else { continue };
            let at = row("delegations", i).key("bases").index(j);
            heading(basis, index.ordinance(), &at, out);
            provisions(delegation, basis, index, (&row("delegations", i), &at), out);
            in_force(delegation, index.ordinance(), &row("delegations", i), out);
        }
    }
}

/// LAW-009 and LAW-014, once for each attachment that a basis names.
fn unreadable<T: Borrow<InstrumentText>>(
    app: &Application,
    instruments: &BTreeMap<String, T>,
    out: &mut Vec<Finding>,
) {
    let named: BTreeSet<&str> =
        app.delegations.iter().flat_map(|d| &d.bases).map(|b| b.document.as_str()).collect();
    for (i, attachment) in app.attachments.iter().enumerate() {
        let found = match instruments.get(&attachment.file).map(Borrow::borrow) {
            Some(InstrumentText::Parsed(o)) if !o.provisions.is_empty() => {
                o.unread_tables(&attachment.file)
            }
            Some(InstrumentText::NoText | InstrumentText::Parsed(_)) => {
                Some(make::law_009(&attachment.file))
            }
            Some(InstrumentText::Missing) | None => None,
        };
        if named.contains(attachment.file.as_str()) {
            out.extend(found.map(|f| f.at(row("attachments", i).key("file"))));
        }
    }
}

/// LAW-008: title and number against the first lines of the text.
fn heading(basis: &LegalBasis, text: &Ordinance, at: &Pointer, out: &mut Vec<Finding>) {
    if let Some(title) = &text.title
        && !is_blank(&basis.title)
        && comparable(title) != comparable(&basis.title)
    {
        let finding = make::law_008(basis.title.trim(), title, &basis.document);
        out.push(finding.at(at.key("title")));
    }
    if let (Some(number), Some(entered)) = (&text.number, number_of(basis))
        && entered.number.is_some()
        && !same_number(&entered, number)
    {
        let finding = make::law_008(basis.number.trim(), number.to_string(), &basis.document);
        out.push(finding.at(at.key("number")));
    }
}

/// The issuer is often left out or shortened: 水管規程 is 水道事業管理規程.
fn same_number(entered: &InstrumentNumber, actual: &InstrumentNumber) -> bool {
    let bare = |n: &InstrumentNumber| InstrumentNumber {
        issuer: None,
        kind: n.kind.as_deref().map(|k| k.strip_prefix("管理").unwrap_or(k).to_owned()),
        ..n.clone()
    };
    bare(entered).agrees_with(&bare(actual))
}

/// A title for comparing: in one width, without spaces and without the ○ in front.
pub(super) fn comparable(title: &str) -> String {
    nfc(&fold_ascii(title)).chars().filter(|c| !c.is_whitespace() && *c != '○').collect()
}

fn provisions(
    delegation: &Delegation,
    basis: &LegalBasis,
    index: &Index<'_>,
    (row, at): (&Pointer, &Pointer),
    out: &mut Vec<Finding>,
) {
    let at = at.key("citation");
    // A delegation that ends may rest on a provision that is gone.
    let ends = delegation.action == Action::End;
    let reading = citation::read(&basis.citation);
    // One that cannot be read to its end has LAW-001, and what was read of it is not what was meant.
    if reading.has_unread() {
        return;
    }
    for cited in reading.citations.iter().filter(|c| speaks_of(c, index.ordinance())) {
        let (provision, finding) = index.judge(cited);
        if let Some(provision) = provision
            && !ends
        {
            out.extend(only_part(delegation, index, provision).map(|f| f.at(row.key("scope"))));
        }
        let gone = provision.is_none();
        // What is not found in a table that cannot be read has LAW-014.
        let unread = gone && index.ordinance().has_unread(&cited.path);
        out.extend(finding.filter(|_| !(ends && gone || unread)).map(|f| f.at(at.clone())));
        if let Some(provision) = provision
            && provision.effect == Some(Effect::Auxiliary)
            && !ends
        {
            let to = provision.counterpart.clone().unwrap_or_default();
            out.push(make::law_005(&provision.citation, to).at(at.clone()));
        }
    }
}

/// DLG-009: the whole is applied for although the provision's own words, or those of the list that
/// it belongs to, leave something out.
fn only_part(delegation: &Delegation, index: &Index<'_>, provision: &Provision) -> Option<Finding> {
    let whole = delegation.scope == Scope::Whole && provision.effect == Some(Effect::Entrust);
    let part = index.limits_of(provision).into_iter().next().filter(|_| whole)?;
    let counterpart = &delegation.counterpart.name;
    Some(make::dlg_009(label(delegation), counterpart, word::Dlg009::Provision, part))
}

/// Returns whether a citation is about this text: 地方自治法第180条の2, cited together with the rule's
/// own provision, is not.
pub(super) fn speaks_of(citation: &Citation, text: &Ordinance) -> bool {
    let Some(named) = &citation.instrument else { return true };
    let of_the_state =
        matches!(named.kind, Kind::Act | Kind::CabinetOrder | Kind::MinisterialOrdinance);
    let own = text.instrument();
    let same_title = named.title.as_deref().map(comparable) == own.title.as_deref().map(comparable);
    !of_the_state || own.kind == named.kind || same_title
}

/// LAW-013: the instrument comes into force after the delegation starts.
fn in_force(delegation: &Delegation, text: &Ordinance, at: &Pointer, out: &mut Vec<Finding>) {
    if let (Some(effective), Some(start)) = (text.effective, delegation.start.value())
        && effective > start.0
        && delegation.action != Action::End
    {
        let title = text.title.clone().unwrap_or_default();
        let finding = make::law_013(title, effective.to_string(), start.to_string());
        out.push(finding.at(at.key("start")));
    }
}

#[cfg(test)]
#[path = "law_tests.rs"]
mod tests;
