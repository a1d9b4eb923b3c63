//! Edits of a finished package: its entries, rewritten by another program than ours.

use std::io::{Cursor, Read as _, Write as _};

use super::recipe::EntryEdit;
use serde_json::Value;

type Entry = (String, Vec<u8>);

pub(crate) fn edited(zip: &[u8], edits: &[EntryEdit]) -> Vec<u8> {
    let mut entries = entries(zip);
    for edit in edits {
        apply(edit, &mut entries);
    }
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn entries(zip: &[u8]) -> Vec<Entry> {
    let mut old = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut entries = Vec::new();
    for i in 0..old.len() {
        let mut file = old.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        entries.push((name, content));
    }
    entries
}

fn apply(edit: &EntryEdit, entries: &mut Vec<Entry>) {
    let place = |entries: &[Entry], name: &str| {
        let found = entries.iter().position(|(n, _)| n == name);
        found.unwrap_or_else(|| panic!("no entry {name}"))
    };
    match edit {
        EntryEdit::Remove { remove } => {
            let at = place(entries, remove);
            entries.remove(at);
        }
        EntryEdit::Add { add, text } => entries.push((add.clone(), text.clone().into_bytes())),
        EntryEdit::Replace { replace, text } => {
            let at = place(entries, replace);
            entries[at].1 = text.clone().into_bytes();
        }
        EntryEdit::Copy { copy, to } => {
            let content = entries[place(entries, copy)].1.clone();
            entries.push((to.clone(), content));
        }
        EntryEdit::Json { json, set, value } => {
            let at = place(entries, json);
            let mut document: Value = serde_json::from_slice(&entries[at].1).unwrap();
            if let (Some(set), Some(value)) = (set, value) {
                let key = set.trim_start_matches('/').to_owned();
                document.as_object_mut().unwrap().insert(key, value.clone());
            }
            entries[at].1 = document.to_string().into_bytes();
        }
        EntryEdit::Outer { outer } => {
            for (name, _) in entries {
                *name = format!("{outer}/{name}");
            }
        }
    }
}
