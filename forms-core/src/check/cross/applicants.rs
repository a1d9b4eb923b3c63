//! XAP-005 to XAP-007: applicants with several packages, with none, or of another prefecture.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Filed, about};
use crate::check::CrossFinding;
use crate::code::Government;
use crate::finding::{Lang, Pointer, make, value};
use crate::pack::Pack;
use crate::reference::Reference;

/// XAP-005: the packages of one applicant, newest first, and in which parts of the form the newest
/// differs from the one before.
pub(super) fn several(filed: &[Filed<'_>], pack: &Pack, out: &mut Vec<CrossFinding>) {
    let [newest, before, ..] = filed else { return };
    let changes = differing_parts(before, newest, pack);
    let finding = make::xap_005(newest.name(), newest.path, changes);
    out.push(about(&filed.iter().collect::<Vec<_>>(), finding));
}

fn differing_parts(old: &Filed<'_>, new: &Filed<'_>, pack: &Pack) -> Vec<String> {
    // Strings and lists of them always serialise.
    let [old, new] = [old, new].map(|f| serde_json::to_value(f.app).unwrap_or_default());
    let differs =
        |pointer: &Pointer| old.pointer(pointer.as_str()) != new.pointer(pointer.as_str());
    let sections = pack.form.iter().filter(|s| s.fields.iter().any(|f| differs(&f.path)));
    let mut parts: Vec<String> = sections.map(|s| s.title.get(Lang::Ja).to_owned()).collect();
    for list in pack.lists.iter().filter(|list| differs(&list.path)) {
        let rows = |doc: &Value| {
            doc.pointer(list.path.as_str()).and_then(Value::as_array).map_or(0, Vec::len)
        };
        let title = list.title.get(Lang::Ja);
        let (before, after) = (rows(&old), rows(&new));
        parts.push(match before == after {
            true => title.to_owned(),
            false => value::CHANGED_ROWS
                .replace("{before}", &before.to_string())
                .replace("{after}", &after.to_string())
                .replace("{list}", title),
        });
    }
    parts
}

/// XAP-006: each one expected of whom no package is there, whichever of its organs was to send it.
pub(super) fn missing(
    filed: &[&Filed<'_>],
    reference: Option<&Reference>,
    out: &mut Vec<CrossFinding>,
) {
    for code in reference.map_or(&[][..], Reference::expected) {
        if !filed.iter().any(|f| f.who.0 == *code) {
            let name = Government::find(*code).map_or("", |g| g.name);
            let finding = make::xap_006(code.to_string(), name);
            out.push(CrossFinding { finding, packages: Vec::new() });
        }
    }
}

/// So few applicants say nothing about whose prefecture this is.
const ENOUGH: usize = 3;

/// XAP-007: applicants of another prefecture than the one named, else than that of most. The first
/// two digits of a code are the prefecture's, for associations too.
pub(super) fn strangers(
    filed: &[&Filed<'_>],
    reference: Option<&Reference>,
    out: &mut Vec<CrossFinding>,
) {
    fn prefecture<'a>(filed: &'a Filed<'_>) -> &'a str {
        filed.who.0.as_str().get(..2).unwrap_or_default()
    }
    let here = match reference.and_then(Reference::prefecture) {
        Some(name) => Government::prefecture_named(name).map(|g| g.code.as_str().to_owned()),
        None => {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for f in filed {
                *counts.entry(prefecture(f)).or_default() += 1;
            }
            let most = counts.into_iter().max_by_key(|(_, count)| *count);
            most.filter(|(_, count)| *count >= ENOUGH && count * 2 > filed.len())
                .map(|(code, _)| code.to_owned())
        }
    };
    let Some(here) = here.as_deref().and_then(|code| code.get(..2)) else { return };
    let name = Government::all().iter().find(|g| g.code.as_str().starts_with(here));
    let name = name.map_or("", |g| g.prefecture);
    for stranger in filed.iter().filter(|f| prefecture(f) != here) {
        let finding = make::xap_007(stranger.name(), name);
        out.push(about(&[stranger], finding.at(Pointer::new("/applicant/code"))));
    }
}
