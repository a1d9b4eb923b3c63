//! Builds the release in `dist`: the page, the extension as folder and ZIP, the single offline file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::wasm::{self, Built, Profile, STEM};
use crate::{archive, offline};

/// The shells' crates.
pub(crate) const SHELLS: [&str; 2] = ["www", "extension"];

/// The folder of the release, below the root.
pub(crate) fn folder(root: &Path) -> PathBuf {
    root.join("dist")
}

/// Compiles both shells and builds the release.
pub(crate) fn build(root: &Path, profile: Profile) -> Result<()> {
    wasm::compile(root, &SHELLS, profile)?;
    assemble(root, profile)
}

/// Builds the release of what [`wasm::compile`] compiled.
pub(crate) fn assemble(root: &Path, profile: Profile) -> Result<()> {
    let dist = folder(root);
    let work = root.join("target/xtask-glue");
    let shared = root.join("ui/static");

    let page = wasm::bind(root, "www", profile, &work)?;
    let page_folder = fresh(dist.join("page"))?;
    copy_all(&[&shared, &root.join("www/static")], &page_folder)?;
    write_core(&page, &page_folder)?;
    let html = offline::build(&page_folder, &page)?;
    write(&dist.join("renkei-offline.html"), html.as_bytes())?;

    let panel = wasm::bind(root, "extension", profile, &work)?;
    let extension = fresh(dist.join("extension"))?;
    copy_all(&[&shared, &root.join("extension/static")], &extension)?;
    write_core(&panel, &extension)?;
    write(&extension.join("manifest.json"), stamped_manifest(root)?.as_bytes())?;
    write(&dist.join("extension.zip"), &archive::pack(&extension)?)?;

    report(&dist)
}

fn write_core(built: &Built, folder: &Path) -> Result<()> {
    write(&folder.join(format!("{STEM}.js")), built.glue.as_bytes())?;
    write(&folder.join(format!("{STEM}_bg.wasm")), &built.wasm)
}

/// Returns the manifest with the workspace's version.
fn stamped_manifest(root: &Path) -> Result<String> {
    let source = std::fs::read_to_string(root.join("manifest.json")).context("manifest.json")?;
    let mut manifest: Value = serde_json::from_str(&source).context("manifest.json")?;
    let object = manifest.as_object_mut().context("manifest.json is no object")?;
    ensure!(!object.contains_key("version"), "manifest.json: the build sets the version");
    object.insert("version".into(), env!("CARGO_PKG_VERSION").into());
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

/// Replaces a folder by an empty one.
fn fresh(folder: PathBuf) -> Result<PathBuf> {
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

/// Copies folders into one. Fails if two files have the same name.
fn copy_all(sources: &[&Path], to: &Path) -> Result<()> {
    for source in sources {
        for (name, path) in archive::files(source)? {
            let target = to.join(&name);
            ensure!(!target.exists(), "{name} is in {} and elsewhere", source.display());
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            write(&target, &bytes)?;
        }
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    std::fs::write(path, bytes).with_context(|| path.display().to_string())
}

/// Prints the sizes that a user downloads.
fn report(dist: &Path) -> Result<()> {
    println!();
    let files =
        ["page/renkei_bg.wasm", "extension/renkei_bg.wasm", "extension.zip", "renkei-offline.html"];
    for file in files {
        let bytes = std::fs::read(dist.join(file)).with_context(|| file.to_owned())?;
        let packed = offline::gzip(&bytes)?.len();
        println!("dist/{file}: {} kB, gzip {} kB", bytes.len() / 1000, packed / 1000);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_gets_its_version_and_asks_for_no_host() {
        let text = stamped_manifest(&crate::root()).expect("a manifest");
        let manifest: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
        assert!(manifest.get("host_permissions").is_none());
        assert!(manifest.get("content_scripts").is_none());
    }

    #[test]
    fn two_sources_of_one_file_are_refused() {
        let (one, two, to) = (tempfile::tempdir(), tempfile::tempdir(), tempfile::tempdir());
        let (one, two, to) = (one.expect("folder"), two.expect("folder"), to.expect("folder"));
        std::fs::write(one.path().join("a.js"), "1").expect("a file");
        copy_all(&[one.path()], to.path()).expect("first");
        std::fs::write(two.path().join("a.js"), "2").expect("a file");
        assert!(copy_all(&[two.path()], to.path()).is_err());
    }
}
