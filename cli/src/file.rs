//! Files on disk: read whole, or in pieces as the core reads packages.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use forms_core::archive::{Progress, Source};
use walkdir::WalkDir;

use crate::Failure;

/// A file that is read in pieces, never whole.
pub(crate) struct FileSource {
    file: RefCell<File>,
    bytes: u64,
}

impl FileSource {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        Ok(Self { bytes: metadata.len(), file: RefCell::new(file) })
    }
}

impl Source for FileSource {
    fn len(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(offset))?;
        file.read(buf)
    }
}

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::at(path, e))
}

/// Reads a form pack's TOML without the byte order mark that some editors put before it.
pub(crate) fn read_pack(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure::at(path, e))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Reads a file in the same folder as `path`, such as the workbook of a pack.
pub(crate) fn read_sibling(path: &Path, name: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path.with_file_name(name)).map_err(|e| e.to_string())
}

/// A file to check, or what could not be read in a folder.
pub(crate) struct FoundPackage {
    pub(crate) path: PathBuf,
    /// The error where a part of a folder could not be listed.
    pub(crate) error: Option<io::Error>,
    /// True if it was found in a folder: that it cannot be opened is then no wrong usage.
    pub(crate) in_folder: bool,
}

/// Returns every package among the arguments: each file, and every `.zip` under each folder, in the
/// order of names. What cannot be listed in a folder is returned with its error.
pub(crate) fn packages(paths: &[PathBuf]) -> Result<Vec<FoundPackage>, Failure> {
    let mut out = Vec::new();
    for path in paths {
        let metadata = path.metadata().map_err(|e| Failure::at(path, e))?;
        if !metadata.is_dir() {
            out.push(FoundPackage { path: path.clone(), error: None, in_folder: false });
            continue;
        }
        std::fs::read_dir(path).map_err(|e| Failure::at(path, e))?;
        for entry in WalkDir::new(path).sort_by_file_name() {
            match entry {
                Ok(entry) => {
                    let extension = entry.path().extension();
                    let is_zip = extension.is_some_and(|e| e.eq_ignore_ascii_case("zip"));
                    let kind = entry.file_type();
                    if is_zip && (kind.is_file() || kind.is_symlink()) {
                        let path = entry.into_path();
                        out.push(FoundPackage { path, error: None, in_folder: true });
                    }
                }
                Err(error) => {
                    let at = error.path().unwrap_or(path).to_path_buf();
                    let error = io::Error::from(error);
                    out.push(FoundPackage { path: at, error: Some(error), in_folder: true });
                }
            }
        }
    }
    Ok(out)
}

/// Shows on standard error how much of a file was read, in percent, if it is a terminal.
pub(crate) struct Meter {
    label: String,
    shown: Option<u64>,
    terminal: bool,
}

impl Meter {
    pub(crate) fn new(label: impl Into<String>) -> Self {
        use std::io::IsTerminal;
        Self { label: label.into(), shown: None, terminal: io::stderr().is_terminal() }
    }
}

impl Progress for Meter {
    fn advance(&mut self, done: u64, total: u64) {
        let percent = done.saturating_mul(100).checked_div(total).unwrap_or(100);
        if self.terminal && self.shown != Some(percent) {
            eprint!("\r\x1b[2K{} {percent}%", self.label);
            self.shown = Some(percent);
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if self.shown.is_some() {
            eprint!("\r\x1b[2K");
        }
    }
}
