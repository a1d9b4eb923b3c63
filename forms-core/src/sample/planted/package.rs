//! Mistakes in a finished package, as unzipping, editing and zipping again make them.

use sha2::{Digest, Sha256};

use crate::archive::content::{ReadBudget, read_entry};
use crate::archive::write::PackageWriter;
use crate::archive::{Inventory, Silent};
use crate::finding::Code;
use crate::pack::Pack;
use crate::submission::{FileKind, Manifest, ManifestFile, hex};

/// Makes the mistake in a package that was taken apart.
pub(super) type Damage = fn(&mut PackageParts, &Pack);

/// Each code with the mistake that gives it.
pub(super) const MISTAKES: &[(Code, Damage)] = &[
    (Code::Zip001, |parts, _| parts.finished = Some(b"%PDF-1.7\n%renamed\n".to_vec())),
    (Code::Zip002, |parts, _| {
        let mut bytes = parts.zip();
        bytes.truncate(bytes.len() / 2);
        parts.finished = Some(bytes);
    }),
    (Code::Zip003, |parts, pack| {
        // The writer refuses a name twice, so the second gets its name once it is written.
        let twin = format!("{}x", pack.package.application.trim_end_matches('n'));
        if let Some(content) = parts.content(&pack.package.application) {
            parts.files.insert(1, (twin.clone(), content));
        }
        parts.finished = Some(rename(&parts.zip(), &twin, &pack.package.application));
    }),
    (Code::Zip005, |parts, pack| {
        let content = "架空の見本\n".as_bytes().to_vec();
        parts.add_to_manifest("../memo.txt", &content, pack);
        parts.files.push(("xx/memo.txt".into(), content));
        parts.finished = Some(rename(&parts.zip(), "xx/memo.txt", "../memo.txt"));
    }),
    (Code::Zip009, |parts, _| {
        let stored = parts.assessment();
        let mut bytes = parts.zip();
        // The name of the entry ends where its content begins.
        if let Some(name) = stored
            && let Some(at) = bytes.windows(name.len()).position(|w| w == name.as_bytes())
            && let Some(byte) = bytes.get_mut(at + name.len() + 24)
        {
            *byte ^= 0x10;
        }
        parts.finished = Some(bytes);
    }),
    (Code::Pkg001, |parts, pack| parts.files.retain(|(n, _)| *n != pack.package.application)),
    (Code::Pkg002, |parts, pack| {
        if let Some(content) = parts.content(&pack.package.application) {
            parts.files.push((format!("旧/{}", pack.package.application), content));
        }
    }),
    (Code::Pkg003, |parts, _| {
        let name = parts.assessment();
        parts.files.retain(|(n, _)| Some(n) != name.as_ref());
    }),
    (Code::Pkg005, |parts, _| {
        let name = parts.assessment();
        if let Some((_, content)) = parts.files.iter_mut().find(|(n, _)| Some(n) == name.as_ref()) {
            content.extend("\r\n追記".as_bytes());
        }
    }),
];

/// A finished package taken apart: names and contents in its order.
pub(super) struct PackageParts {
    files: Vec<(String, Vec<u8>)>,
    /// The ZIP, where a mistake was made in its bytes.
    finished: Option<Vec<u8>>,
}

impl PackageParts {
    pub(super) fn read(bytes: &[u8], pack: &Pack) -> Self {
        let (inventory, _) = Inventory::read(&bytes, &pack.limits.archive());
        let mut budget = ReadBudget::new(&pack.limits.archive());
        let files = inventory.entries.iter().filter_map(|entry| {
            let content = read_entry(&bytes, entry, &mut budget, u64::MAX, &mut Silent).ok()?;
            Some((entry.name.clone(), content))
        });
        Self { files: files.collect(), finished: None }
    }

    /// The package with the mistake, as a ZIP.
    pub(super) fn into_zip(self) -> Vec<u8> {
        match self.finished {
            Some(bytes) => bytes,
            None => self.zip(),
        }
    }

    fn content(&self, name: &str) -> Option<Vec<u8>> {
        self.files.iter().find(|(n, _)| n == name).map(|(_, c)| c.clone())
    }

    /// The first assessment: an attachment that no other part rests on.
    fn assessment(&self) -> Option<String> {
        self.files.iter().map(|(n, _)| n).find(|n| n.contains("評価書") && n.contains('/')).cloned()
    }

    /// Adds a file to the manifest.
    fn add_to_manifest(&mut self, path: &str, content: &[u8], pack: &Pack) {
        let Some((_, text)) = self.files.iter_mut().find(|(n, _)| *n == pack.package.manifest)
        else {
            return;
        };
        let Ok(mut manifest) = Manifest::from_json(text) else { return };
        manifest.files.push(ManifestFile {
            path: path.to_owned(),
            kind: FileKind::Attachment,
            bytes: content.len() as u64,
            sha256: hex(&Sha256::digest(content)),
        });
        *text = manifest.to_json();
    }

    /// The package as a ZIP again; what the writer refuses is left out.
    fn zip(&self) -> Vec<u8> {
        let mut writer = PackageWriter::new();
        for (name, content) in &self.files {
            let _ = writer.add(name, content, false, &mut Silent);
        }
        writer.finish().unwrap_or_default()
    }
}

/// Gives an entry another name of the same length, in both of its headers.
fn rename(zip: &[u8], from: &str, to: &str) -> Vec<u8> {
    debug_assert_eq!(from.len(), to.len());
    let mut out = zip.to_vec();
    let places: Vec<usize> = zip
        .windows(from.len())
        .enumerate()
        .filter(|(_, w)| *w == from.as_bytes())
        .map(|(i, _)| i)
        .collect();
    for place in places {
        for (slot, byte) in out.iter_mut().skip(place).zip(to.bytes()) {
            *slot = byte;
        }
    }
    out
}
