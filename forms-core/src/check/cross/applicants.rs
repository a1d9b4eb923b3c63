//! XAP-005 to XAP-007: applicants with several packages, with none, or of another prefecture.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{ComparedPackage, Filed, PackagePlace, Versions, about};
use crate::check::CrossFinding;
use crate::code::{Government, MunicipalityCode};
use crate::finding::{Lang, Pointer, make, value, word};
use crate::pack::Pack;
use crate::reference::{ExpectedApplicant, Reference};

/// XAP-005: one applicant has several packages. Their contents do not say which came last; the finding names the
/// parts of the form that differ, the packages of the same bytes, and those of an earlier release.
pub(super) fn several(versions: &Versions<'_>, pack: &Pack, out: &mut Vec<CrossFinding>) {
    let Some((first, rest)) = versions.0.split_first() else { return };
    let mut places: Vec<PackagePlace> = versions.0.iter().map(Filed::whole).collect();
    let copies = versions.0.iter().flat_map(|v| &v.copies);
    places.extend(copies.map(|path| PackagePlace::whole(path)));
    if places.len() < 2 {
        return;
    }
    let mut changes: Vec<String> = Vec::new();
    for part in rest.iter().flat_map(|other| differing_parts(first, other, pack)) {
        if !changes.contains(&part) {
            changes.push(part);
        }
    }
    let same: Vec<String> = versions.0.iter().filter_map(identical).collect();
    let current: Vec<&str> = versions.current().map(|v| v.path).collect();
    let others = versions.0.iter().map(|v| v.path).filter(|path| !current.contains(path));
    let earlier: Vec<String> = others.map(str::to_owned).collect();
    let finding = make::xap_005(first.name(), places.len() as u64, changes, same, earlier);
    out.push(about(finding, places));
}

/// The packages of the same bytes, as `a.zip＝b.zip`; `None` if there is only one.
fn identical(version: &Filed<'_>) -> Option<String> {
    let paths: Vec<&str> =
        [version.path].into_iter().chain(version.copies.iter().copied()).collect();
    (paths.len() > 1).then(|| paths.join("＝"))
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

/// XAP-006: no package can be read of one who is expected, whichever of its organs was to send it. Packages that
/// name the applicant in their folder or file name, though their content does not, are named as probably its own.
pub(super) fn missing(
    packages: &[ComparedPackage<'_>],
    reference: Option<&Reference>,
    out: &mut Vec<CrossFinding>,
) {
    let code_of = |package: &ComparedPackage<'_>| {
        package.application.and_then(|app| app.applicant.code.value().copied())
    };
    let filed: BTreeSet<MunicipalityCode> = packages.iter().filter_map(code_of).collect();
    for ExpectedApplicant { code, name, .. } in reference.map_or(&[][..], Reference::expected) {
        if filed.contains(code) {
            continue;
        }
        let probably = packages.iter().filter(|p| names_applicant(p.path, *code, name));
        let files: Vec<String> = probably.map(|p| p.path.to_owned()).collect();
        let problem = match files.is_empty() {
            true => word::Xap006::Nothing,
            false => word::Xap006::NotReadable,
        };
        let places: Vec<PackagePlace> =
            files.iter().map(|path| PackagePlace::whole(path)).collect();
        let finding = make::xap_006(code.to_string(), name, problem, files);
        out.push(about(finding, places));
    }
}

/// Returns whether a path names an applicant: its six-digit code, or a word of a folder or file name that begins
/// with its name (鳥取市申請書.zip).
pub(crate) fn names_applicant(path: &str, code: MunicipalityCode, name: &str) -> bool {
    let mut digits = path.split(|c: char| !c.is_ascii_digit());
    let mut words = path.split(|c: char| !c.is_alphanumeric() || c.is_ascii());
    digits.any(|run| run == code.as_str())
        || (!name.is_empty() && words.any(|word| begins_with_name(word, code, name)))
}

/// Returns whether a word begins with the name of a government, with or without its prefecture before it.
fn begins_with_name(word: &str, code: MunicipalityCode, name: &str) -> bool {
    let prefecture = Government::find(code).map_or("", |g| g.prefecture);
    let short = word.strip_prefix(prefecture).filter(|rest| !rest.is_empty()).unwrap_or(word);
    short.starts_with(name)
}

/// So few applicants say nothing about whose prefecture this is.
const ENOUGH: usize = 3;

/// XAP-007: applicants of another prefecture than the one named, else than that of most. The first
/// two digits of a code are the prefecture's, for associations too.
pub(super) fn strangers(
    current: &[&Filed<'_>],
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
            for f in current {
                *counts.entry(prefecture(f)).or_default() += 1;
            }
            let most = counts.into_iter().max_by_key(|(_, count)| *count);
            most.filter(|(_, count)| *count >= ENOUGH && count * 2 > current.len())
                .map(|(code, _)| code.to_owned())
        }
    };
    let Some(here) = here.as_deref().and_then(|code| code.get(..2)) else { return };
    let name = Government::all().iter().find(|g| g.code.as_str().starts_with(here));
    let name = name.map_or("", |g| g.prefecture);
    for stranger in current.iter().filter(|f| prefecture(f) != here) {
        let finding = make::xap_007(stranger.name(), name);
        out.push(about(finding, [stranger.at(Pointer::new("/applicant/code"))]));
    }
}
