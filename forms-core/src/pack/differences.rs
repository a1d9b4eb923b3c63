//! The differences between two packs.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Pack;

/// One value in which two packs differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackDifference {
    /// The keys that lead to it, such as `package.workbook` or `form.contact.fields./contact/mail.example`.
    pub key: String,
    /// The value in the first pack; empty if it has none.
    pub old: String,
    /// The value in the second pack; empty if it has none.
    pub new: String,
}

impl Pack {
    /// Every value in which another pack differs from this one, in the order of keys.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<PackDifference> {
        let (old, new) = (leaves(self), leaves(other));
        let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
        keys.sort();
        keys.dedup();
        let value = |side: &BTreeMap<String, String>, key: &String| {
            side.get(key).cloned().unwrap_or_default()
        };
        keys.into_iter()
            .filter(|key| old.get(*key) != new.get(*key))
            .map(|key| PackDifference {
                key: key.clone(),
                old: value(&old, key),
                new: value(&new, key),
            })
            .collect()
    }

    /// The same for one line of a report: names, limits, rules and releases one by one, the many
    /// words of form, choices, tables and site only counted.
    #[must_use]
    pub fn differences_in_short(&self, other: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for difference in self.differences(other) {
            let part = difference.key.split('.').next().unwrap_or_default().to_owned();
            match part.as_str() {
                "id" | "version" => {}
                "package" | "limits" | "rules" | "calendar" => {
                    let PackDifference { key, old, new } = difference;
                    lines.push(format!("{key} {old} → {new}"));
                }
                _ => *counts.entry(part).or_default() += 1,
            }
        }
        lines.extend(counts.into_iter().map(|(part, count)| format!("{part} ×{count}")));
        lines
    }
}

/// Every single value of a pack by its key.
fn leaves(pack: &Pack) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    // Strings, numbers and lists of them always serialise.
    walk(&serde_json::to_value(pack).unwrap_or_default(), String::new(), &mut out);
    out
}

fn walk(value: &Value, key: String, out: &mut BTreeMap<String, String>) {
    let join = |step: &str| if key.is_empty() { step.to_owned() } else { format!("{key}.{step}") };
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                walk(inner, join(name), out);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (i, item) in items.iter().enumerate() {
                walk(item, join(&name_of(item).unwrap_or_else(|| i.to_string())), out);
            }
        }
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(text_of).collect();
            out.insert(key, words.join("、"));
        }
        other => {
            out.insert(key, text_of(other));
        }
    }
}

/// The name of an item in a list, so that a new first item does not make all others differ.
fn name_of(item: &Value) -> Option<String> {
    let names = ["id", "path", "key", "date", "selector"];
    names.iter().find_map(|n| item.get(*n)?.as_str().map(str::to_owned))
}

/// A string without its quotes, any other value as JSON.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_item_is_one_difference_and_a_changed_name_is_said() {
        let old = Pack::standard();
        let mut new = old.clone();
        assert_eq!(old.differences(&new), []);
        new.package.workbook = "様式.xlsx".into();
        let mut release = new.calendar.releases[0].clone();
        release.date = jiff::civil::date(2017, 1, 1);
        new.calendar.releases.insert(0, release);
        new.form[0].title.en = "Kind of it".into();
        let keys: Vec<String> = old.differences(&new).into_iter().map(|d| d.key).collect();
        let release = "calendar.releases.2017-01-01";
        let expected = [
            format!("{release}.date"),
            format!("{release}.layout"),
            format!("{release}.source"),
            "form.kind.title.en".to_owned(),
            "package.workbook".to_owned(),
        ];
        assert_eq!(keys, expected);
        let short = old.differences_in_short(&new);
        assert!(short.contains(&"package.workbook 申請書.xlsx → 様式.xlsx".to_owned()));
        assert_eq!(short.last().map(String::as_str), Some("form ×1"));
    }
}
