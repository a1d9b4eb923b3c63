//! The package's own name, its attachments and their content.

use std::collections::BTreeMap;

use crate::application::{Application, Attachment};
use crate::code::{Government, MunicipalityCode};
use crate::finding::{Finding, Pointer, make, value, word};
use crate::pack::Pack;
use crate::rules::row;
use crate::submission::sniff::{fits, is_wrapped_office};
use crate::submission::{FileFacts, Opened, attachment_path, package_name};
use crate::text::{is_blank, jis, nfc, spelled, told_apart};

/// PKG-008: the package's file name, against the pack's template filled in for this application.
pub(super) fn own_name(app: &Application, pack: &Pack, file_name: &str, out: &mut Vec<Finding>) {
    let (actual, expected) = (nfc(file_name), package_name(app, pack));
    if actual == expected {
        return;
    }
    let problem = match names_another(app, &actual) {
        true => word::Pkg008::OtherApplicant,
        false => word::Pkg008::Rule,
    };
    // Where both look the same, the message shows what nobody sees.
    let (shown, spelled) = told_apart(&actual, &expected);
    let expected = if shown == expected { spelled } else { expected };
    out.push(make::pkg_008(shown, expected, problem));
}

/// Returns whether a file name has another government's code, or its name and not the applicant's.
fn names_another(app: &Application, file_name: &str) -> bool {
    let own = app.applicant.code.value();
    let codes = file_name.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 6);
    let other_code = codes
        .filter_map(|part| part.parse::<MunicipalityCode>().ok())
        .any(|code| Government::find(code).is_some() && Some(&code) != own);
    let named = Government::named_in(file_name);
    let own_names = Government::named_in(&app.applicant.name);
    let is_own = |g: &Government| own_names.iter().any(|own| own.name == g.name);
    other_code || (!named.is_empty() && !named.iter().any(|g| is_own(g)))
}

/// PKG-010 and PKG-011: the kind of content of each attachment, and whether it asks for a password.
pub(super) fn contents(opened: &Opened, app: &Application, pack: &Pack, out: &mut Vec<Finding>) {
    for (i, attachment) in app.attachments.iter().enumerate() {
        let path = attachment_path(attachment, pack);
        let Some(facts) = opened.attachment(&attachment.file, &path) else { continue };
        let Some(content) = facts.content else { continue };
        let at = row("attachments", i).key("file");
        let extension = attachment.file.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        let extension = extension.unwrap_or_default();
        if content.locked
            && (fits(content.kind, &extension) || is_wrapped_office(content.kind, &extension))
        {
            out.push(make::pkg_011(&attachment.file).at(at));
        } else if !fits(content.kind, &extension) {
            out.push(make::pkg_010(&attachment.file, content.kind).at(at));
        }
    }
}

/// PKG-003, PKG-009, PKG-012, PKG-013 and PKG-015 for the attachments that an application lists,
/// against the files that are really there.
#[must_use]
pub fn check_attachments(app: &Application, files: &[FileFacts], pack: &Pack) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut by_content: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (i, attachment) in app.attachments.iter().enumerate() {
        // FRM-001 reports an empty name.
        if is_blank(&attachment.file) {
            continue;
        }
        let at = row("attachments", i).key("file");
        let strange = outside_the_rule(&attachment.file);
        if !strange.is_empty() {
            out.push(make::pkg_013(&attachment.file, strange).at(at.clone()));
        }
        match files.iter().find(|f| f.name == attachment.file) {
            None => out.push(make::pkg_003(&attachment.file).at(at)),
            Some(file) if file.bytes == 0 => out.push(make::pkg_009(&attachment.file).at(at)),
            Some(file) => {
                if let Some(hash) = &file.sha256 {
                    by_content.entry(hash).or_default().push(attachment.file.clone());
                }
            }
        }
    }
    for names in by_content.into_values().filter(|n| n.len() > 1) {
        out.push(make::pkg_012(names).at(Pointer::new("/attachments")));
    }
    made_with_another_pack(app, pack, &mut out);
    for wanted in pack.rules.required_attachments.iter().filter(|w| w.kinds.contains(&app.kind)) {
        let is_it = |a: &Attachment| {
            let titled = wanted.titled.as_str();
            a.role == wanted.role && (a.title.contains(titled) || nfc(&a.file).contains(titled))
        };
        if !app.attachments.iter().any(is_it) {
            out.push(make::pkg_015(&wanted.name).at(Pointer::new("/attachments")));
        }
    }
    out
}

/// PKG-013: the characters of a file's name that not every system shows alike, spaces included.
fn outside_the_rule(name: &str) -> Vec<String> {
    let mut seen: Vec<char> = Vec::new();
    for c in nfc(name).chars() {
        let strange = c.is_whitespace() || (!jis::is_common(c) && !c.is_control());
        if strange && !seen.contains(&c) {
            seen.push(c);
        }
    }
    let show = |c: char| match c {
        ' ' => value::HALF_WIDTH_SPACE.to_owned(),
        '　' => value::FULL_WIDTH_SPACE.to_owned(),
        c => spelled(&c.to_string()),
    };
    seen.into_iter().map(show).collect()
}

/// PKG-016: the application names another pack than the one that it is judged by. What differs is
/// known where the built-in pack is one of the two.
fn made_with_another_pack(app: &Application, pack: &Pack, out: &mut Vec<Finding>) {
    let made = &app.pack;
    let same = made.id == pack.id && made.version == pack.version;
    if same || is_blank(&made.id) {
        return;
    }
    let known = Pack::standard();
    let known = (made.id == known.id && made.version == known.version).then_some(known);
    let differences = known.map(|old| old.differences_in_short(pack)).unwrap_or_default();
    let name = |id: &str, version: &str| format!("{id} {version}");
    let (old, new) = (name(&made.id, &made.version), name(&pack.id, &pack.version));
    out.push(make::pkg_016(old, new, differences).at(Pointer::new("/pack")));
}
