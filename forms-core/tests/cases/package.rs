//! Edits of a finished package: its entries, rewritten by another program than ours.

use std::io::{Cursor, Read as _, Write as _};

use forms_core::pack::Pack;
use forms_core::submission::{FileKind, Manifest, ManifestFile, hex};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::recipe::EntryEdit;
use super::zip::Bytes;

pub(crate) type Entry = (String, Vec<u8>);

/// The entries of a package, edited.
pub(crate) fn edited(zip: &[u8], edits: &[EntryEdit], pack: &Pack) -> Vec<Entry> {
    let mut entries = entries(zip);
    for edit in edits {
        apply(edit, &mut entries, pack);
    }
    entries
}

/// Entries as an ordinary program packs them.
pub(crate) fn packed(entries: Vec<Entry>) -> Vec<u8> {
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

fn apply(edit: &EntryEdit, entries: &mut Vec<Entry>, pack: &Pack) {
    let place = |entries: &[Entry], name: &str| {
        let found = entries.iter().position(|(n, _)| n == name);
        found.unwrap_or_else(|| panic!("no entry {name}"))
    };
    match edit {
        EntryEdit::Remove { remove } => {
            let at = place(entries, remove);
            entries.remove(at);
        }
        EntryEdit::Add { add, text, bytes, listed } => {
            let content = bytes.as_ref().map_or_else(|| text.clone().into_bytes(), Bytes::make);
            if *listed {
                let manifest = place(entries, &pack.package.manifest);
                entries[manifest].1 = with_file(&entries[manifest].1, add, &content);
            }
            entries.push((add.clone(), content));
        }
        EntryEdit::Workbook { workbook, find, replace } => {
            let at = place(entries, workbook);
            entries[at].1 = rewritten(&entries[at].1, find, replace);
        }
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

/// The manifest with one more attachment.
fn with_file(manifest: &[u8], path: &str, content: &[u8]) -> Vec<u8> {
    let mut manifest = Manifest::from_json(manifest).unwrap();
    manifest.files.push(ManifestFile {
        path: path.to_owned(),
        kind: FileKind::Attachment,
        bytes: content.len() as u64,
        sha256: hex(&Sha256::digest(content)),
    });
    manifest.to_json()
}

/// A workbook in which a text was replaced, as somebody does who corrects the sheet by hand.
fn rewritten(workbook: &[u8], find: &str, replace: &str) -> Vec<u8> {
    let mut parts = entries(workbook);
    let mut found = 0;
    for (_, content) in &mut parts {
        let Ok(text) = std::str::from_utf8(content) else { continue };
        found += text.matches(find).count();
        *content = text.replace(find, replace).into_bytes();
    }
    assert!(found > 0, "the workbook has no {find}");
    packed(parts)
}
