//! The words of the desk's values.

use forms_core::application::Organ;
use forms_core::finding::{Lang, Location};
use forms_core::review::desk::{DeskRow, Facet, FacetValue, Need, SortKey};
use forms_core::review::session::{Act, ApplicantKey, Decision, Standing};
use forms_core::review::summary::{in_japan, result_word, state_word};
use jiff::Timestamp;
use ui::draft::place_name;
use ui::words;

use super::state::Tab;

/// The name of a screen.
pub(super) fn tab(tab: Tab, lang: Lang) -> &'static str {
    match tab {
        Tab::Register => words::desk::register(lang),
        Tab::Codes => words::desk::codes(lang),
        Tab::Pairs => words::desk::pairs(lang),
        Tab::Output => words::desk::output(lang),
        Tab::Files => words::desk::files(lang),
    }
}

/// The word for a decision.
pub(super) fn decision(decision: Option<Decision>, lang: Lang) -> &'static str {
    match decision {
        Some(Decision::Accepted) => words::desk::accepted(lang),
        Some(Decision::Returned) => words::desk::returned(lang),
        Some(Decision::Held) => words::desk::held(lang),
        Some(Decision::Withdrawn) => words::desk::withdrawn(lang),
        Some(Decision::Excluded) => words::desk::excluded(lang),
        None => words::desk::undecided(lang),
    }
}

/// Why an applicant needs the reviewer.
pub(super) fn need(need: Need, lang: Lang) -> &'static str {
    match need {
        Need::Disputed => words::desk::need_disputed(lang),
        Need::Unordered => words::desk::need_unordered(lang),
        Need::AcceptedWithErrors => words::desk::need_accepted(lang),
        Need::BrokenPair => words::desk::need_pair(lang),
        Need::Errors => words::desk::need_errors(lang),
        Need::Warnings => words::desk::need_warnings(lang),
        Need::Undecided => words::desk::need_undecided(lang),
        Need::Letter => words::desk::need_letter(lang),
        Need::Held => words::desk::need_held(lang),
    }
}

/// The name of a facet.
pub(super) fn facet(facet: Facet, lang: Lang) -> &'static str {
    match facet {
        Facet::State => words::desk::state(lang),
        Facet::Result => words::desk::result(lang),
        Facet::Code => words::desk::code_facet(lang),
        Facet::Kind => words::review::kind(lang),
        Facet::Area => words::desk::branch(lang),
        Facet::Owner => words::desk::owner(lang),
    }
}

/// The value of a facet.
pub(super) fn value(value: &FacetValue, lang: Lang) -> String {
    match value {
        FacetValue::Needed => words::desk::needed(lang).to_owned(),
        FacetValue::State(state) => state_word(*state, lang).to_owned(),
        FacetValue::Result(Some(result)) => result_word(*result, lang).to_owned(),
        FacetValue::Result(None) => words::desk::no_result(lang).to_owned(),
        FacetValue::Kind(Some(kind)) => {
            ui::pack::in_use().choice_label("kind", kind.as_str(), lang).to_owned()
        }
        FacetValue::Kind(None) => words::desk::no_kind(lang).to_owned(),
        FacetValue::Area(area) => area.clone(),
        FacetValue::Owner(Some(owner)) => owner.clone(),
        FacetValue::Owner(None) => words::desk::no_owner(lang).to_owned(),
        FacetValue::Code(code) => format!("{code} {}", code.text(lang).title),
    }
}

/// The columns of the register that can be sorted by, with their names.
pub(super) fn columns(lang: Lang) -> [(Option<SortKey>, &'static str); 8] {
    [
        (Some(SortKey::Code), words::desk::code(lang)),
        (None, words::desk::applicant(lang)),
        (Some(SortKey::Rounds), words::desk::round(lang)),
        (Some(SortKey::Result), words::desk::result(lang)),
        (Some(SortKey::Findings), words::desk::findings(lang)),
        (None, words::desk::against_before(lang)),
        (Some(SortKey::State), words::desk::state(lang)),
        (Some(SortKey::Owner), words::desk::owner(lang)),
    ]
}

/// The name of an applicant, with its organ if it is not the head's.
pub(super) fn name(row: &DeskRow, lang: Lang) -> String {
    called(row.key(), &row.applicant().name, lang)
}

/// A name with the organ if it is not the head's.
pub(super) fn called(key: ApplicantKey, name: &str, lang: Lang) -> String {
    match key.organ {
        Organ::Head => name.to_owned(),
        organ => {
            let label = ui::pack::in_use().choice_label("organ", organ.as_str(), lang);
            format!("{name} {label}")
        }
    }
}

/// The number of findings that stand: 「誤り2 注意1 免除1」.
pub(super) fn counts(row: &DeskRow, lang: Lang) -> String {
    let open = row.open;
    let parts = [
        (words::severity::fatal(lang), open.fatal),
        (words::severity::error(lang), open.error),
        (words::severity::warning(lang), open.warning),
        (words::desk::waived(lang), row.waived()),
    ];
    let said = parts.iter().filter(|(_, count)| *count > 0);
    let said: Vec<String> = said.map(|(word, count)| format!("{word}{count}")).collect();
    said.join(" ")
}

/// New, remaining and resolved: 「新1 残0 解2」.
pub(super) fn against(standing: Option<[usize; 3]>, lang: Lang) -> String {
    standing
        .map_or_else(String::new, |[new, left, gone]| words::desk::standing(lang, new, left, gone))
}

/// The word for what became of a finding.
pub(super) fn standing(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::New => words::desk::new(lang),
        Standing::Remaining => words::desk::remaining(lang),
        Standing::Resolved => words::desk::resolved(lang),
    }
}

/// A time for people, in Japan.
pub(super) fn time(time: Timestamp) -> String {
    in_japan(time)
}

/// The place of a finding for people: entry, sheet and cell, field.
pub(crate) fn place(at: &Location, lang: Lang) -> String {
    let cell = match (&at.sheet, &at.cell) {
        (Some(sheet), Some(cell)) => Some(format!("{sheet}!{cell}")),
        (Some(sheet), None) => Some(sheet.clone()),
        (None, cell) => cell.map(|cell| cell.to_string()),
    };
    let field = at.pointer.as_ref().map(|p| place_name(ui::pack::in_use(), p, lang));
    [at.entry.clone(), cell, field].into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

/// What was done, in words.
pub(super) fn act(act: &Act, lang: Lang) -> String {
    use words::desk;
    match act {
        Act::Decide { decision: made, reason, .. } => {
            let made = decision(*made, lang);
            match reason.is_empty() {
                true => desk::did_decide(lang, made),
                false => desk::did_decide_because(lang, made, reason),
            }
        }
        Act::Assign { owner: Some(owner), .. } => desk::did_assign(lang, owner),
        Act::Assign { owner: None, .. } => desk::did_unassign(lang).to_owned(),
        Act::Waive { finding, waiver: Some(waiver), .. } => {
            desk::did_waive(lang, finding.code, &waiver.reason, &waiver.approver)
        }
        Act::Waive { finding, waiver: None, .. } => desk::did_unwaive(lang, finding.code),
        Act::Attribute { applicant: Some(_), .. } => desk::did_attribute(lang).to_owned(),
        Act::Attribute { applicant: None, .. } => desk::did_unattribute(lang).to_owned(),
        Act::Receive { received: Some(at), .. } => desk::did_receive(lang, time(*at)),
        Act::Receive { received: None, .. } => desk::did_unreceive(lang).to_owned(),
        Act::Expect { name: Some(_), .. } => desk::did_expect(lang).to_owned(),
        Act::Expect { name: None, .. } => desk::did_unexpect(lang).to_owned(),
        Act::Deadline { day: Some(day) } => desk::did_deadline(lang, day),
        Act::Deadline { day: None } => desk::did_no_deadline(lang).to_owned(),
        Act::Note { text, .. } => desk::did_note(lang, text),
        Act::Call { with, text, .. } => desk::did_call(lang, with, text),
        Act::Letter { .. } => desk::did_letter(lang).to_owned(),
        Act::Retract { .. } => desk::did_retract(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use forms_core::finding::Pointer;

    use super::*;

    #[test]
    fn a_place_says_entry_cell_and_field() {
        let location = Location {
            entry: Some("申請書.xlsx".into()),
            sheet: Some("委任受任".into()),
            cell: Some("H12".parse().unwrap()),
            pointer: Some(Pointer::new("/delegations/3/bases/0/citation")),
            ..Location::default()
        };
        assert_eq!(
            place(&location, Lang::Ja),
            "申請書.xlsx / 委任受任!H12 / 委任・受任 4行目 根拠規定 1行目 条・項・号"
        );
        assert_eq!(place(&Location::default(), Lang::Ja), "");
    }
}
