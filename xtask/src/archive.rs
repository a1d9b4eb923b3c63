//! Packs the extension's folder into a ZIP with the same bytes on every machine.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Packs all files below a folder, sorted by name, with one fixed date and without folder entries.
pub(crate) fn pack(folder: &Path) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, path) in files(folder)? {
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        writer.start_file(name, options)?;
        writer.write_all(&bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Returns every file below a folder with its relative path (`/` between folders), sorted.
pub(crate) fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, folder)) = open.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                open.push((format!("{name}/"), entry.path()));
            } else {
                found.push((name, entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let build = |order: [&str; 3]| {
            let folder = tempfile::tempdir().expect("a folder");
            std::fs::create_dir(folder.path().join("sub")).expect("a folder");
            for name in order {
                std::fs::write(folder.path().join(name), name).expect("a file");
            }
            pack(folder.path()).expect("packs")
        };
        let one = build(["b", "sub/c", "a"]);
        assert_eq!(one, build(["sub/c", "a", "b"]));
        let mut archive = zip::ZipArchive::new(Cursor::new(one)).expect("a ZIP");
        let names: Vec<String> = (0..archive.len())
            .map(|i| archive.by_index(i).expect("an entry").name().expect("a name").into_owned())
            .collect();
        assert_eq!(names, ["a", "b", "sub/c"]);
    }
}
