//! XAP-008: one instrument under two titles or two numbers.
//!
//! Looked for where both sides of one delegation cite, since they rest on the same text. Two
//! governments often have rules with one title (事務委任規則), so a title alone makes them one only
//! where it names its government or both sides belong to the same one.

use super::sides::Row;
use super::{Filed, about};
use crate::application::LegalBasis;
use crate::check::CrossFinding;
use crate::code::Government;
use crate::finding::{Finding, make, word};
use crate::law::{InstrumentNumber, number_line};
use crate::rules;

pub(super) fn compare(
    giver: &Filed<'_>,
    taker: &Filed<'_>,
    pairs: &[(Row<'_>, Row<'_>)],
    out: &mut Vec<CrossFinding>,
) {
    let one_government = giver.who.0 == taker.who.0;
    let mut told: Vec<Finding> = Vec::new();
    for ((row, a), (other, b)) in pairs {
        for (j, first) in a.bases.iter().enumerate() {
            for (k, second) in b.bases.iter().enumerate() {
                let Some(difference) = difference(first, second, one_government) else { continue };
                let finding = make::xap_008(shown(first), shown(second), difference);
                if !told.contains(&finding) {
                    told.push(finding.clone());
                    let at = |row, base| rules::row("delegations", row).key("bases").index(base);
                    out.push(about(finding, [giver.at(at(*row, j)), taker.at(at(*other, k))]));
                }
            }
        }
    }
}

fn difference(a: &LegalBasis, b: &LegalBasis, one_government: bool) -> Option<word::Xap008> {
    let (number_a, number_b) = (number(a)?, number(b)?);
    let one_number = number_a.agrees_with(&number_b);
    let one_title = title(a) == title(b);
    if one_number && !one_title && number_a.year.is_some() && number_b.year.is_some() {
        return Some(word::Xap008::Title);
    }
    let the_same = one_government || !Government::named_in(&title(a)).is_empty();
    (one_title && !one_number && the_same).then_some(word::Xap008::Number)
}

/// The title for comparing: a government's name in it may be written in any form.
fn title(basis: &LegalBasis) -> String {
    Government::comparable(&basis.title).trim_start_matches(['○', '〇']).to_owned()
}

/// The number, where it is a whole one.
fn number(basis: &LegalBasis) -> Option<InstrumentNumber> {
    let chars: Vec<char> = basis.number.trim().chars().collect();
    number_line(&chars).map(|(number, _)| number).filter(|n| n.number.is_some())
}

fn shown(basis: &LegalBasis) -> String {
    format!("{}（{}）", basis.title.trim(), basis.number.trim())
}
