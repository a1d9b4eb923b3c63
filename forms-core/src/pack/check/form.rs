//! PCK-004, PCK-008 and PCK-011 to PCK-013: the form's fields, their words and conditions.

use super::Check;
use crate::application::{Application, field_text, sample_of_every_field, set_field};
use crate::finding::word::{Pck005, Pck011, Pck012};
use crate::finding::{Pointer, make};
use crate::pack::{Field, Required};

/// The fields of one section or list, with their places in the pack's text and in an application.
struct Record<'p> {
    path: String,
    base: Pointer,
    fields: &'p [Field],
}

impl<'p> Check<'p> {
    pub(super) fn form(&mut self) {
        let pack = self.pack;
        self.words("title", &pack.title);
        self.words("notice", &pack.notice);
        let revision = &pack.revision;
        self.words("revision.summary", &revision.summary);
        self.words("revision.counts", &revision.counts);
        self.words("revision.no_candidate", &revision.no_candidate);
        for (part, words) in
            [("labels", &revision.labels), ("copy_patterns", &revision.copy_patterns)]
        {
            for (key, text) in words {
                self.words(&format!("revision.{part}.{key}"), text);
            }
        }
        let mut records = Vec::new();
        for (i, section) in pack.form.iter().enumerate() {
            let path = format!("form.{i}");
            self.words(&format!("{path}.title"), &section.title);
            self.words_or_none(&format!("{path}.lead"), &section.lead);
            records.push(Record { path, base: Pointer::root(), fields: &section.fields });
        }
        let sample = sample_of_every_field();
        for (i, list) in pack.lists.iter().enumerate() {
            let path = format!("lists.{i}");
            self.words(&format!("{path}.title"), &list.title);
            self.words(&format!("{path}.row"), &list.row);
            self.words_or_none(&format!("{path}.lead"), &list.lead);
            if field_text(&sample, &list.path.index(0).key("action")).is_none()
                && !is_list(&sample, &list.path)
            {
                self.no_field(&format!("{path}.path"), &list.path);
                continue;
            }
            let base = list.path.index(0);
            records.push(Record { path: path.clone(), base: base.clone(), fields: &list.fields });
            let Some(sub) = &list.rows else { continue };
            let sub_path = format!("{path}.rows");
            self.words(&format!("{sub_path}.title"), &sub.title);
            self.words(&format!("{sub_path}.row"), &sub.row);
            let inner = base.join(&sub.path);
            if is_list(&sample, &inner) {
                records.push(Record { path: sub_path, base: inner.index(0), fields: &sub.fields });
            } else {
                self.no_field(&format!("{sub_path}.path"), &sub.path);
            }
        }
        for record in &records {
            self.record(record, &sample);
        }
        self.twice("form", pack.form.iter().map(|s| s.id.as_str()), "id", Pck012::Section);
        self.twice("lists", pack.lists.iter().map(|l| l.id.as_str()), "id", Pck012::Section);
        self.twice("lists", pack.lists.iter().map(|l| l.sheet.as_str()), "sheet", Pck012::Sheet);
        for (i, wanted) in pack.rules.required_attachments.iter().enumerate() {
            self.words(&format!("rules.required_attachments.{i}.name"), &wanted.name);
        }
    }

    pub(super) fn site(&mut self) {
        let pack = self.pack;
        self.words("site.title", &pack.site.title);
        let sample = sample_of_every_field();
        for (i, screen) in pack.site.screens.iter().enumerate() {
            self.words(&format!("site.screens.{i}.title"), &screen.title);
            for (j, field) in screen.fields.iter().enumerate() {
                if field_text(&sample, &field.path).is_none() {
                    self.no_field(&format!("site.screens.{i}.fields.{j}.path"), &field.path);
                }
            }
        }
        let ids = pack.site.screens.iter().map(|s| s.id.as_str());
        self.twice("site.screens", ids, "id", Pck012::Screen);
    }

    fn record(&mut self, record: &Record<'p>, sample: &Application) {
        let paths = record.fields.iter().map(|f| f.path.as_str());
        self.twice(&format!("{}.fields", record.path), paths, "path", Pck012::Field);
        for (i, field) in record.fields.iter().enumerate() {
            let at = format!("{}.fields.{i}", record.path);
            self.words(&format!("{at}.label"), &field.label);
            self.words_or_none(&format!("{at}.mistakes"), &field.mistakes);
            if field.help.ja.is_empty() && field.help.en.is_empty() {
                self.at(&at, |l, c| make::pck_013(l, c, field.label.ja.as_str()));
            } else {
                self.words(&format!("{at}.help"), &field.help);
            }
            if let Some(most) = field.max_length {
                self.number(&format!("{at}.max_length"), most, 1..=32_767);
            }
            let pointer = record.base.join(&field.path);
            if field_text(sample, &pointer).is_none() {
                self.no_field(&format!("{at}.path"), &field.path);
                continue;
            }
            self.choice(&at, field, &pointer, sample);
            self.condition(&at, field, record, sample);
        }
    }

    /// PCK-005: a table of words that is not there, or that is for another field.
    fn choice(&mut self, at: &str, field: &Field, pointer: &Pointer, sample: &Application) {
        let Some(choice) = field.control.choice() else { return };
        let path = format!("{at}.control");
        match self.pack.choices.get(choice) {
            None => self.at(&path, |l, c| make::pck_005(l, c, choice, Pck005::NoTable, "")),
            Some(words) => {
                let wrong = words.keys().find(|value| set_field(sample, pointer, value).is_err());
                if let Some(value) = wrong {
                    self.at(&path, |l, c| make::pck_005(l, c, choice, Pck005::UnknownValue, value));
                }
            }
        }
    }

    /// PCK-011.
    fn condition(&mut self, at: &str, field: &Field, record: &Record<'_>, sample: &Application) {
        let path = format!("{at}.required");
        let name = field.path.as_str();
        let other = match &field.required {
            Required::When { path, .. } => path,
            Required::Unless { filled } => filled,
            Required::Never | Required::Always => return,
        };
        let pointer = record.base.join(other);
        if field_text(sample, &pointer).is_none() {
            self.at(&path, |l, c| make::pck_011(l, c, name, Pck011::NoField, other.as_str()));
        } else if let Required::When { equals, .. } = &field.required
            && set_field(sample, &pointer, equals).is_err()
        {
            self.at(&path, |l, c| make::pck_011(l, c, name, Pck011::NoValue, equals));
        } else if *other == field.path || leads_back(field, record.fields) {
            self.at(&path, |l, c| make::pck_011(l, c, name, Pck011::Circle, other.as_str()));
        }
    }

    pub(super) fn no_field(&mut self, at: &str, path: &Pointer) {
        self.at(at, |l, c| make::pck_004(l, c, path.as_str()));
    }

    /// PCK-012: what should be there once; points to the second.
    fn twice<'s>(
        &mut self,
        path: &str,
        names: impl Iterator<Item = &'s str>,
        key: &str,
        what: Pck012,
    ) {
        let mut seen: Vec<&str> = Vec::new();
        for (i, name) in names.enumerate() {
            if seen.contains(&name) {
                let at = format!("{path}.{i}.{key}");
                self.at(&at, |l, c| make::pck_012(l, c, what, name));
            }
            seen.push(name);
        }
    }
}

fn is_list(sample: &Application, path: &Pointer) -> bool {
    // Strings and lists of them always serialise.
    let doc = serde_json::to_value(sample).unwrap_or_default();
    let rows = doc.pointer(path.as_str()).and_then(serde_json::Value::as_array);
    rows.is_some_and(|rows| rows.iter().any(serde_json::Value::is_object))
}

/// Returns whether a field's `when` leads through others' back to it. (Two fields of which one must be filled
/// in are each required unless the other is; that is no circle.)
fn leads_back(field: &Field, fields: &[Field]) -> bool {
    let mut at = field;
    for _ in fields {
        let Required::When { path, .. } = &at.required else { return false };
        let Some(next) = fields.iter().find(|f| f.path == *path) else { return false };
        if next.path == field.path {
            return true;
        }
        at = next;
    }
    false
}
